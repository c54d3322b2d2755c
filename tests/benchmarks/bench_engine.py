"""What the torch engine costs outside the networks, and what its previews cost.

`python -m tests.benchmarks.bench_engine [--full sd1|sdxl_turbo] [--steps N]`: `--full` takes a
model of real size with random weights, against bare diffusers in the same precision, each in a
process of its own (minutes; SDXL takes 12 GB in bf16, 18 GB where the processor has only fp32).
"""

from __future__ import annotations

import argparse
import json
import resource as limits
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
import torch

from desktop.core.events import Preview
from desktop.core.request import GenerationRequest
from desktop.engines.torch.devices import cpu_has_bf16
from desktop.engines.torch_engine import TorchEngine
from tests.identified import identified

from .bench_context import starter_request
from .table import median, show

RUNS = 5


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--full", choices=("sd1", "sdxl_turbo"))
    options.add_argument("--steps", type=int, default=2)
    options.add_argument("--one", nargs=2, metavar=("WAY", "FOLDER"), help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.one:
        print(json.dumps(_one(chosen.one[0], Path(chosen.one[1]), chosen.steps)))
        return
    with tempfile.TemporaryDirectory(prefix="easel-bench-") as place:
        if chosen.full:
            _full(chosen.full, chosen.steps, Path(place))
            return
        _overhead(Path(place))


def _engine(request: GenerationRequest, cache: Path) -> TorchEngine:
    return TorchEngine.load(request, "job", lambda _: None, _go_on, cache_dir=cache)


def _go_on() -> None:
    """Nobody cancels."""


def _overhead(cache: Path) -> None:
    request = starter_request(precision="fp32")
    engine = _engine(request, cache)
    plain, silent, outside, previews = [], [], [], []
    for run in range(RUNS + 1):
        events: list[Any] = []
        with _inside(engine) as clock:
            start = time.perf_counter()
            next(engine.generate("job", request, events.append, _go_on))
            plain.append(time.perf_counter() - start)
        outside.append(plain[-1] - clock["seconds"])
        previews.append(sum(isinstance(event, Preview) for event in events))
        start = time.perf_counter()
        quiet = msgspec.structs.replace(request, previews=False)
        next(engine.generate("job", quiet, lambda _: None, _go_on))
        silent.append(time.perf_counter() - start)
        if run == 0:  # the first of each warms up
            plain, silent, outside, previews = [], [], [], []
    ratio = median([one / other for one, other in zip(plain, silent, strict=True)])
    show(
        f"One picture of the starter, 20 steps with guidance, median of {RUNS} alternating runs",
        ("what", "seconds", "share", "aim"),
        [
            ("whole, with previews", f"{median(plain):.3f}", "1", ""),
            (
                "outside UNet, VAE and text encoder",
                f"{median(outside):.3f}",
                f"{median([o / p for o, p in zip(outside, plain, strict=True)]):.3f}",
                "0.03 or less of an SD 1.5-sized picture",
            ),
            ("whole, without previews", f"{median(silent):.3f}", f"{1 / ratio:.3f}", ""),
            (f"{median(previews):.0f} previews", "", f"{ratio - 1:.3f}", "0.03 or less"),
        ],
    )
    _preview_alone(engine)
    _against_bare(engine, request)
    engine.close()


def _against_bare(engine: TorchEngine, request: GenerationRequest) -> None:
    """Processor time, not the clock's: it says the same on a busy machine."""
    draw = _bare(request)
    ours, bare = [], []
    for run in range(RUNS + 1):
        start = time.process_time()
        draw()
        middle = time.process_time()
        next(engine.generate("job", request, lambda _: None, _go_on))
        if run:
            bare.append(middle - start)
            ours.append(time.process_time() - middle)
    ratios = [one / other for one, other in zip(ours, bare, strict=True)]
    show(
        f"Processor time of one starter picture with previews, {RUNS} alternating runs",
        ("way", "median s", "ratio", "aim"),
        [
            ("bare diffusers", f"{median(bare):.3f}", "1", ""),
            ("easel's engine", f"{median(ours):.3f}", f"{median(ratios):.3f}", "1.03 or less"),
        ],
    )


def _preview_alone(engine: TorchEngine) -> None:
    from desktop.engines.sampling.previews import PreviewTap

    rows = []
    for side in (256, 512, 1024):
        tap = PreviewTap("job", 0, engine.generator._rgb, enabled=True)
        latent = torch.randn(1, 4, side // 8, side // 8)
        start = time.perf_counter()
        for step in range(50):
            tap.event(latent, step)
        each = (time.perf_counter() - start) / 50
        rows.append((f"{side} x {side}", f"{each * 1000:.2f}", f"{each * 10:.4f}"))
    show("One preview alone", ("picture", "ms", "share of the time at ten a second"), rows)


@contextmanager
def _inside(engine: TorchEngine) -> Iterator[dict[str, float]]:
    """Adds up the time in the networks while it lasts."""
    clock = {"seconds": 0.0, "since": 0.0}
    parts = engine.generator.parts
    handles = []

    def enter(*_: Any) -> None:
        clock["since"] = time.perf_counter()

    def leave(*_: Any) -> None:
        clock["seconds"] += time.perf_counter() - clock["since"]

    for module in (parts.unet, parts.vae.decoder, *parts.text_encoders):
        handles += [module.register_forward_pre_hook(enter), module.register_forward_hook(leave)]
    yield clock
    for handle in handles:
        handle.remove()


def _full(family: str, steps: int, place: Path) -> None:
    model = _random_model(family, place)
    results = {}
    for way in ("bare", "easel", "bare", "easel"):
        command = [sys.executable, "-m", __spec__.name, "--steps", str(steps)]
        done = subprocess.run(
            [*command, "--one", way, str(model)], check=True, capture_output=True, text=True
        )
        results.setdefault(way, []).append(json.loads(done.stdout.splitlines()[-1]))
    best = {
        way: {name: min(run[name] for run in runs) for name in runs[0]}
        for way, runs in results.items()
    }
    rows = []
    for way in ("bare", "easel"):
        cells = ((value, value / best["bare"][name]) for name, value in best[way].items())
        rows.append((way, *(text for v, r in cells for text in (f"{v:.2f}", f"{r:.3f}"))))
    title = f"{family} with random weights, 512 x 512, {steps} steps, the second picture"
    head = ("way", "seconds", "ratio", "processor's", "ratio", "peak GB", "ratio")
    show(f"{title} (aims: 1.03 in time, 1.05 in memory)", head, rows)


def _random_model(family: str, place: Path) -> Path:
    """A diffusers folder of real size; weights in fp16, so that it stays small on the disk."""
    from diffusers import AutoencoderKL, UNet2DConditionModel
    from transformers import CLIPTextConfig, CLIPTextModel, CLIPTextModelWithProjection

    from desktop.models.recognition.single_file_configs import assemble

    configs = assemble(family, place)
    for part in ("unet", "vae"):
        cls = UNet2DConditionModel if part == "unet" else AutoencoderKL
        module = cls.from_config(cls.load_config(str(configs / part)))
        module.half().save_pretrained(str(configs / part))
        del module
    for part in ("text_encoder", "text_encoder_2"):
        if (configs / part).is_dir():
            cls = CLIPTextModelWithProjection if part.endswith("_2") else CLIPTextModel
            config = CLIPTextConfig.from_pretrained(str(configs / part))
            cls(config).half().save_pretrained(str(configs / part))
    return configs


def _one(way: str, folder: Path, steps: int) -> dict[str, float]:
    request = identified(
        GenerationRequest(
            prompt="a photo of a cat",
            model=str(folder),
            steps=steps,
            guidance_scale=7.5 if "turbo" not in folder.name else 1.0,
            precision="bf16" if "turbo" in folder.name and cpu_has_bf16() else "fp32",
        )
    )
    draw = _easel(request, folder.parent) if way == "easel" else _bare(request)
    draw()
    start, worked = time.perf_counter(), time.process_time()
    draw()
    seconds, worked = time.perf_counter() - start, time.process_time() - worked
    peak = limits.getrusage(limits.RUSAGE_SELF).ru_maxrss
    gigabytes = peak / (1e6 if sys.platform == "linux" else 1e9)
    return {"seconds": seconds, "processor": worked, "gigabytes": gigabytes}


def _easel(request: GenerationRequest, cache: Path) -> Any:
    engine = _engine(request, cache)
    return lambda: next(engine.generate("job", request, lambda _: None, _go_on))


def _bare(request: GenerationRequest) -> Any:
    import diffusers

    from desktop.engines.torch.devices import DTYPES

    pipeline: Any = diffusers.DiffusionPipeline.from_pretrained(
        request.model, dtype=DTYPES[request.precision], local_files_only=True
    )
    pipeline.set_progress_bar_config(disable=True)
    pipeline.scheduler = diffusers.EulerDiscreteScheduler.from_config(pipeline.scheduler.config)
    return lambda: pipeline(
        request.prompt,
        width=request.width,
        height=request.height,
        num_inference_steps=request.steps,
        guidance_scale=request.guidance_scale,
        generator=torch.Generator("cpu").manual_seed(0),
    )


if __name__ == "__main__":
    main()
