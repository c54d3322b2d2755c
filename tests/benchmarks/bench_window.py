"""Is the window alive while a model loads, draws with previews, and 20 pictures land?"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from PySide6.QtCore import QTimer

from .bench_context import close_window, finish_start, open_window, starter_request
from .table import show
from .window_gaps import HEAD, WindowGaps

PICTURES = 20
STEPS = 8


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--pictures", type=int, default=PICTURES)
    pictures = options.parse_args().pictures
    with tempfile.TemporaryDirectory() as home:
        app, running, window = open_window(Path(home))
        parts = window.parts.services
        finish_start(app)
        gaps = WindowGaps()
        ended: list[object] = []
        parts.session.job_ended.connect(lambda _job, event: ended.append(event))
        parts.session.job_ended.connect(lambda: QTimer.singleShot(1000, app.quit))
        request = starter_request(count=pictures, steps=STEPS)
        gaps.start()
        parts.session.submit(request, parts.output_folder())
        app.exec()
        gaps.stop()
        close_window(app, running, window)
    show(
        f"Gaps between ticks of an 8 ms timer, {pictures} pictures of {STEPS} steps"
        f" ({type(ended[0]).__name__}, {gaps.seconds:.0f} s)",
        HEAD,
        gaps.rows(),
    )


if __name__ == "__main__":
    main()
