"""FLUX.2 klein and Z-Image in real size: peak memory and time of a picture beside their plan.

    python -m tests.benchmarks.bench_flow_memory [--sides 512 1024] [--steps 1] [--threads 0]
        [--forms klein klein_int8 z_image_int8 decode] [--folder FOLDER]

The models are written first with random weights (24 GB for the first two forms, 38 for all), the
int8 ones made of them by `shrink`. Each row is a process of its own on the CPU under RLIMIT_DATA
at the plan and a tenth, so that it fails where it takes more. `decode` is the VAE alone, at 2048.
Linux: reads /proc.
"""

from __future__ import annotations

import argparse
import json
import math
import resource
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import msgspec
import torch

from desktop.core.messages import Message
from desktop.core.request import GenerationRequest
from desktop.core.tasks import ShrinkRequest
from desktop.engines.flow.flow_codec import PackedCodec
from desktop.engines.flow.network_shapes import flow_vae
from desktop.engines.shrink import shrink
from desktop.engines.torch_engine import TorchEngine
from desktop.models.library import ModelLibrary
from desktop.models.machine import this_machine
from desktop.models.memory.decoding_size import strips_bytes
from desktop.models.memory.picture_plan import PROGRAM, plan_picture
from desktop.models.model import Model
from desktop.models.requests.draft import Draft
from desktop.models.requests.prepare import prepare
from tests.models import flow_layouts
from tests.tools.random_flow_model import write_klein, write_z_image

from .table import show

FORMS = ("klein", "klein_int8", "z_image_int8", "decode")
_MAPPED = 700_000_000
"""Data of libraries that RLIMIT_DATA counts and that is never resident; so it does with one mapped
file."""


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--folder", type=Path)
    options.add_argument("--forms", nargs="+", default=list(FORMS), choices=FORMS)
    options.add_argument("--sides", type=int, nargs="+", default=[512, 1024])
    options.add_argument("--steps", type=int, default=1)
    options.add_argument("--precision", default="bf16")
    options.add_argument("--threads", type=int, default=0)
    options.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    options.add_argument("--one", type=int, help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.one:
        one = _one if chosen.file else _decode
        print(json.dumps(one(chosen)))
        return
    with tempfile.TemporaryDirectory(prefix="easel-bench-", dir=chosen.folder) as place:
        rows = [
            _row(form, file, side, chosen)
            for form in chosen.forms
            for file in [_written(Path(place), form)]
            for side in ([2048] if form == "decode" else chosen.sides)
        ]
    show(
        f"{chosen.precision}, {chosen.steps} step: planned and measured (aim: 5%)",
        ("form", "side", "planned GB", "peak GB", "off", "picture s", "a step s", "all s"),
        rows,
    )


def _written(root: Path, form: str) -> Path | None:
    """The file of a form, written where it isn't there; None where it needs none."""
    if form == "decode":
        return None
    whole = root / "diffusion_models" / f"{form.removesuffix('_int8')}.safetensors"
    if not whole.exists():
        write = write_klein if form.startswith("klein") else write_z_image
        write(root).rename(whole)
    if not form.endswith("_int8"):
        return whole
    small = whole.with_name(f"{form}.safetensors")
    if not small.exists():
        family = "flux2_klein" if form.startswith("klein") else "z_image"
        shrink(ShrinkRequest(source=str(whole), output=str(small), family=family), lambda _: None)
    return small


def _row(form: str, file: Path | None, side: int, chosen: argparse.Namespace) -> tuple[str, ...]:
    command = [sys.executable, "-m", __spec__.name, "--one", str(side)]
    command += ["--file", str(file)] if file else []
    command += ["--steps", str(chosen.steps), "--precision", chosen.precision]
    done = subprocess.run(
        [*command, "--threads", str(chosen.threads)], check=False, stdout=subprocess.PIPE, text=True
    )
    if done.returncode:
        return (form, str(side), "failed", *[""] * 5)
    got = json.loads(done.stdout.splitlines()[-1])
    row = (
        form,
        str(side),
        f"{got['planned'] / 1e9:.2f}",
        f"{got['peak'] / 1e9:.2f}",
        f"{got['peak'] / got['planned'] - 1:+.1%}",
        f"{got['seconds']:.1f}",
        f"{got['step']:.1f}",
        f"{got['all']:.1f}",
    )
    print(*row, flush=True)
    return row


def _decode(chosen: argparse.Namespace) -> dict[str, float]:
    """The VAE of klein alone, in strips, under the limit of what is planned for it."""
    side, dtype = chosen.one, torch.bfloat16
    tensors = {
        name: (torch.randn(like.shape) / math.sqrt(math.prod(like.shape[1:]) or 1)).to(dtype)
        for name, like in flow_layouts.flux2_vae().items()
    }
    tensors["bn.running_var"] = torch.ones_like(tensors["bn.running_var"])
    codec = PackedCodec(flow_vae(tensors, Message("VAE")), torch.device("cpu"))
    weights = sum(tensor.nbytes for tensor in tensors.values())
    del tensors
    planned = PROGRAM + weights + strips_bytes(side * side, 2)
    resource.setrlimit(resource.RLIMIT_DATA, (int(planned * 1.1) + _MAPPED,) * 2)
    cells = torch.randn(1, 128, side // 16, side // 16)
    with _Peak() as memory:
        begun = time.perf_counter()
        codec.decode(cells)
        seconds = time.perf_counter() - begun
    return {"planned": planned, "peak": memory.peak, "seconds": seconds, "step": 0, "all": seconds}


def _one(chosen: argparse.Namespace) -> dict[str, float]:
    if chosen.threads:
        torch.set_num_threads(chosen.threads)
    side = chosen.one
    model = _model(chosen.file)
    draft = Draft(
        prompt="a red apple",
        width=side,
        height=side,
        steps=chosen.steps,
        precision=chosen.precision,
        compute_unit="CPU_ONLY",
        previews=False,
    )
    request = prepare(draft, model, drawn_seed=1)
    plan = plan_picture(model, side, side, precision=chosen.precision, unit=request.compute_unit)
    assert plan is not None
    mapped = max(file.stat().st_size for file in chosen.file.parent.parent.rglob("*.safetensors"))
    limit = int(plan.peak * 1.1) + _MAPPED + mapped
    resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))
    with _Peak() as memory, tempfile.TemporaryDirectory() as cache:
        begun = time.perf_counter()
        seconds, step = _draw(request, Path(cache))
        whole = time.perf_counter() - begun
    return {
        "planned": plan.peak,
        "peak": memory.peak,
        "seconds": seconds,
        "step": step,
        "all": whole,
    }


def _model(file: Path) -> Model:
    root = file.parent.parent
    machine = msgspec.structs.replace(this_machine(), nvidia=False)  # the CPU draws
    found = {Path(one.path): one for one in ModelLibrary([root], machine=machine).models()}
    return found[file]


def _draw(request: GenerationRequest, cache: Path) -> tuple[float, float]:
    engine = TorchEngine.load(request, "job", lambda _: None, lambda: None, cache_dir=cache)
    picture = next(iter(engine.generate("job", request, lambda _: None, lambda: None)))
    return picture.seconds, picture.seconds_per_step


class _Peak:
    """The most memory of its own (no mapped files) while it is entered, in bytes."""

    def __enter__(self) -> _Peak:
        self.peak = 0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._stop.wait(0.02):
            lines = Path("/proc/self/status").read_text().splitlines()
            line = next(line for line in lines if line.startswith("RssAnon"))
            self.peak = max(self.peak, int(line.split()[1]) * 1024)


if __name__ == "__main__":
    main()
