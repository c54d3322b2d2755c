#!/usr/bin/env python3
"""Downloads one of Apple's Core ML models and draws with it, on a Mac or anywhere else.

    python packaging/try_apple_model.py                      # SD 1.4, original attention, 2.6 GB
    python packaging/try_apple_model.py --repo apple/coreml-stable-diffusion-v1-5 \\
        --attention split_einsum --compute-unit CPU_AND_NE --steps 20

Needs the internet and the packages that Easel needs. On a Mac the picture comes from Core ML, else
from the portable runtime; `--portable` takes that one on a Mac too, to compare.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--repo", default="apple/coreml-stable-diffusion-v1-4")
    parser.add_argument("--attention", default="original", help="a folder of the repository")
    parser.add_argument("--form", default="packages", choices=["packages", "compiled"])
    parser.add_argument("--compute-unit", default="ALL")
    parser.add_argument("--prompt", default="Cluttered house in the city")
    parser.add_argument("--seed", type=int, default=93)
    parser.add_argument("--steps", type=int, default=20)
    parser.add_argument("--portable", action="store_true")
    parser.add_argument("-o", "--output", type=Path, default=ROOT / "build" / "apple-model")
    return parser.parse_args()


def download(repo: str, attention: str, form: str, folder: Path) -> Path:
    """Fetch the wanted part of `repo`; what is there already is not fetched again."""
    from huggingface_hub import snapshot_download

    wanted = [f"{attention}/{form}/*", f"{attention.replace('_', '-')}/{form}/*"]
    place = Path(snapshot_download(repo, allow_patterns=wanted, local_dir=folder))
    found = sorted(path for path in place.glob(f"*/{form}") if path.is_dir())
    if not found:
        sys.exit(f"{repo} has no {attention}/{form}: look at its files on the hub.")
    return found[0]


def draw(model: Path, wanted: argparse.Namespace) -> None:
    """Draw with Easel's own command, and say what came out."""
    words = [sys.executable, "-m", "desktop", "generate", "--json", "--prompt", wanted.prompt]
    words += ["-i", str(model), "-o", str(wanted.output / "pictures"), "--seed", str(wanted.seed)]
    words += ["--num-inference-steps", str(wanted.steps), "--compute-unit", wanted.compute_unit]
    words += ["--portable"] if wanted.portable else []
    began = time.monotonic()
    done = subprocess.run(words, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        sys.exit(done.returncode)
    for line in done.stdout.splitlines():
        recipe = json.loads(line)
        print(f"{recipe['path']}: {recipe['runtime']} on {recipe['compute_unit']}")
        print(f"  {recipe['seconds_per_step']:.2f} s a step, {recipe['seconds']:.1f} s in all")
    print(f"with loading: {time.monotonic() - began:.1f} s")


def main() -> None:
    wanted = arguments()
    folder = wanted.output / wanted.repo.replace("/", "_")
    draw(download(wanted.repo, wanted.attention, wanted.form, folder), wanted)


if __name__ == "__main__":
    main()
