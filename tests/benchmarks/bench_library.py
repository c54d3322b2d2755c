"""How long recognition takes: 200 checkpoints with SDXL's 2,500 tensors each, nothing cached.

Both the time on the clock and the processor's are shown: on a busy machine only the latter counts.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from desktop.models.library import ModelLibrary
from desktop.models.recognition.recognise import recognise_file
from desktop.models.recognition.single_file_configs import assemble
from tests.benchmarks.table import median, show
from tests.models.ldm_layout import checkpoint_shapes, write_hollow

COUNT = 200


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shapes = checkpoint_shapes(assemble("sdxl", folder / "cache"))
        files = [folder / "models" / f"model {number:03}.safetensors" for number in range(COUNT)]
        for file in files:
            write_hollow(file, shapes)
        single = [_timed(lambda file=file: recognise_file(file)) for file in files[:50]]
        cache = folder / "models.json"
        fresh = _timed(lambda: ModelLibrary([folder / "models"], cache).models())
        again = _timed(lambda: ModelLibrary([folder / "models"], cache).models())
    one = (median([wall for wall, _ in single]), median([cpu for _, cpu in single]))
    show(
        f"Recognising checkpoints of {len(shapes)} tensors",
        ("what", "clock, s", "processor, s", "aim, s"),
        [
            ("one model, median", *_shown(one), "0.050"),
            (f"{COUNT} models, nothing cached", *_shown(fresh), "2.000"),
            (f"{COUNT} models, all cached", *_shown(again), ""),
        ],
    )


def _timed(work: Callable[[], object]) -> tuple[float, float]:
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall, time.process_time() - cpu


def _shown(times: tuple[float, float]) -> tuple[str, str]:
    return f"{times[0]:.3f}", f"{times[1]:.3f}"


if __name__ == "__main__":
    main()
