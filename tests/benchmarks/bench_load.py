"""Opening a single SDXL-Turbo file of real size: memory while loading and after, and one picture.

`python -m tests.benchmarks.bench_load [--file FILE] [--precision bf16] [--no-picture]`: without a
file one of 6.9 GB with random weights is written first (minutes). Linux: reads /proc.

Each way runs in a process of its own. 'Peak' is the most resident memory while loading, mapped
pages of the file included; 'own' leaves out those pages, which the system takes back at will.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

import msgspec
import torch

from desktop.core.request import GenerationRequest
from desktop.engines.torch.devices import DTYPES
from desktop.engines.torch_engine import TorchEngine
from desktop.models.library import ModelLibrary
from desktop.models.recognition.single_file_configs import config_dir_for
from tests.identified import identified
from tests.tools.random_model import write_single_file

from .table import show


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--file", type=Path)
    options.add_argument("--precision", default="bf16", choices=("bf16", "fp16", "fp32"))
    options.add_argument("--no-picture", action="store_true")
    options.add_argument("--way", choices=("bare", "easel"), help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.way:
        print(json.dumps(_one(chosen.way, chosen.file, chosen.precision, not chosen.no_picture)))
        return
    with tempfile.TemporaryDirectory(prefix="easel-bench-") as place:
        file = chosen.file or write_single_file(
            "sdxl_turbo", Path(place) / "sd_xl_turbo_1.0_fp16.safetensors"
        )
        _compare(file, chosen.precision, [] if not chosen.no_picture else ["--no-picture"])


def _compare(file: Path, precision: str, more: list[str]) -> None:
    rows = []
    for way in ("bare", "easel"):
        command = [sys.executable, "-m", __spec__.name, "--way", way, "--file", str(file)]
        done = subprocess.run(
            [*command, "--precision", precision, *more], check=True, capture_output=True, text=True
        )
        got = json.loads(done.stdout.splitlines()[-1])
        ratio, own = got["peak"] / got["after"], got["own_peak"] / got["own_after"]
        rows.append(
            (
                way,
                f"{got['load_seconds']:.1f}",
                f"{got['load_work']:.1f}",
                f"{got['peak']:.2f} / {got['after']:.2f} = {ratio:.2f}",
                f"{got['own_peak']:.2f} / {got['own_after']:.2f} = {own:.2f}",
                f"{got['picture_seconds']:.1f}",
                str(got["evaluations"]),
                f"{got['picture_peak']:.2f}",
            )
        )
    size = file.stat().st_size / 1e9
    show(
        f"{file.name}, {size:.2f} GB, in {precision}; 512 x 512, 1 step (aim while loading: 1.25)",
        (
            "way",
            "load s",
            "processor s",
            "peak / after, GB",
            "own peak / after",
            "picture s",
            "UNet runs",
            "peak GB",
        ),
        rows,
    )


def _one(way: str, file: Path, precision: str, draw: bool) -> dict[str, float]:
    request = identified(
        GenerationRequest(
            prompt="a photo of a cat",
            model=str(file),
            steps=1,
            guidance_scale=1.0,
            sampler="euler",
            noise_schedule="karras",
            precision=precision,  # type: ignore[arg-type]
        )
    )
    with tempfile.TemporaryDirectory() as cache:
        with _Memory() as loading:
            start, worked = time.perf_counter(), time.process_time()
            draws, unet = (_easel if way == "easel" else _bare)(request, Path(cache))
            seconds, worked = time.perf_counter() - start, time.process_time() - worked
        after, own_after = _resident()
        calls: list[int] = []
        unet.register_forward_pre_hook(lambda *_: calls.append(1))
        with _Memory() as drawing:
            start = time.perf_counter()
            if draw:
                draws()
            picture = time.perf_counter() - start
    return {
        "load_seconds": seconds,
        "load_work": worked,
        "peak": loading.peak,
        "own_peak": loading.own,
        "after": after,
        "own_after": own_after,
        "picture_seconds": picture,
        "evaluations": len(calls),
        "picture_peak": drawing.peak,
    }


def _easel(request: GenerationRequest, cache: Path) -> tuple[Any, Any]:
    engine = TorchEngine.load(request, "job", lambda _: None, lambda: None, cache_dir=cache)
    quiet = msgspec.structs.replace(request, previews=False)
    return (
        lambda: next(engine.generate("job", quiet, lambda _: None, lambda: None)),
        engine.generator.parts.unet,
    )


def _bare(request: GenerationRequest, cache: Path) -> tuple[Any, Any]:
    """diffusers' own way, with the same configs, since it may not ask the network."""
    import diffusers

    configs = config_dir_for(ModelLibrary().at(Path(request.model)), cache)
    pipeline: Any = diffusers.StableDiffusionXLPipeline.from_single_file(
        request.model,
        config=str(configs),
        torch_dtype=DTYPES[request.precision],
        local_files_only=True,
    )
    pipeline.set_progress_bar_config(disable=True)
    generator = torch.Generator("cpu").manual_seed(0)
    return (
        lambda: pipeline(
            request.prompt,
            width=request.width,
            height=request.height,
            num_inference_steps=1,
            guidance_scale=1.0,
            generator=generator,
        ),
        pipeline.unet,
    )


class _Memory:
    """The most memory while it is entered, looked at fifty times a second. GB."""

    def __enter__(self) -> _Memory:
        self.peak = self.own = 0.0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _watch(self) -> None:
        while True:
            peak, own = _resident()
            self.peak, self.own = max(self.peak, peak), max(self.own, own)
            if self._stop.wait(0.02):
                return


def _resident() -> tuple[float, float]:
    """Resident memory, and the part of it that is not a mapped file, in GB."""
    lines = Path("/proc/self/status").read_text().splitlines()
    found = {
        line.split(":")[0]: line.split()[1] for line in lines if line.startswith(("Vm", "Rss"))
    }
    return int(found["VmRSS"]) / 1e6, (int(found["VmRSS"]) - int(found["RssFile"])) / 1e6


if __name__ == "__main__":
    main()
