"""What the child costs: request to file on disk, against the bare pipeline in one process."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from desktop.core.events import Finished, Preview
from desktop.core.tasks import Job
from desktop.models.resources import resource
from desktop.process.frames import ChildConfig
from desktop.process.supervisor import EngineChild

from .bench_context import starter_request
from .table import median, show

RUNS = 10


def bare_pipeline():
    """diffusers' stock pipeline on the same model, without Easel."""
    import torch
    from diffusers import StableDiffusionPipeline

    pipe = StableDiffusionPipeline.from_pretrained(
        resource("starter"), dtype=torch.float32, local_files_only=True
    )
    pipe.set_progress_bar_config(disable=True)

    def draw() -> None:
        request = starter_request()
        pipe(
            request.prompt,
            width=request.width,
            height=request.height,
            num_inference_steps=request.steps,
            guidance_scale=request.guidance_scale,
            generator=torch.Generator("cpu").manual_seed(request.seed),
        )

    return draw


def main() -> None:
    draw = bare_pipeline()
    bare: list[float] = []
    warm: list[float] = []
    previews = 0
    with tempfile.TemporaryDirectory() as home:
        child = EngineChild(ChildConfig(cache_dir=home), Path(home) / "engine.log")
        for run in range(RUNS + 1):
            start = time.perf_counter()
            draw()
            middle = time.perf_counter()
            job = Job(id=str(run), task=starter_request(), output=f"{home}/pictures")
            events = list(child.run(job))
            end = time.perf_counter()
            assert isinstance(events[-1], Finished), events[-1]
            if run:  # the first run of each warms up
                bare.append(middle - start)
                warm.append(end - middle)
                previews += sum(isinstance(event, Preview) for event in events)
        child.close()
    ratios = [one / other for one, other in zip(warm, bare, strict=True)]
    show(
        f"One picture, 20 steps with guidance, {RUNS} alternating runs",
        ("way", "median s", "ratio", "aim"),
        [
            ("bare pipeline, no file", f"{median(bare):.3f}", "1", ""),
            (
                f"warm child, file on disk, {previews / RUNS:.0f} previews",
                f"{median(warm):.3f}",
                f"{median(warm) / median(bare):.3f} (pairs: {median(ratios):.3f})",
                "1.03 or less",
            ),
        ],
    )


if __name__ == "__main__":
    main()
