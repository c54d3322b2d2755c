"""Is the window alive while a model loads, draws with previews, and 20 pictures land?"""

from __future__ import annotations

import itertools
import tempfile
import time
from pathlib import Path

from PySide6.QtCore import Qt, QTimer

from .surroundings import close_window, open_window, starter_request
from .table import quantile, show

PICTURES = 20
STEPS = 8


def main() -> None:
    with tempfile.TemporaryDirectory() as home:
        app, parts, window = open_window(Path(home))
        for _ in range(20):  # what happens before the user can act is start-up, measured elsewhere
            app.processEvents()
            time.sleep(0.05)
        ticks: list[float] = []
        timer = QTimer()
        timer.setTimerType(Qt.TimerType.PreciseTimer)
        timer.setInterval(8)
        timer.timeout.connect(lambda: ticks.append(time.perf_counter()))
        ended: list[object] = []
        parts.session.job_ended.connect(lambda _job, event: ended.append(event))
        parts.session.job_ended.connect(lambda: QTimer.singleShot(1000, app.quit))
        request = starter_request(count=PICTURES, steps=STEPS)
        timer.start()
        parts.session.submit(request, parts.output_folder())
        app.exec()
        timer.stop()
        close_window(app, parts, window)
    gaps = [(after - before) * 1000 for before, after in itertools.pairwise(ticks)]
    show(
        f"Gaps between ticks of an 8 ms timer, {PICTURES} pictures of {STEPS} steps"
        f" ({type(ended[0]).__name__}, {ticks[-1] - ticks[0]:.0f} s)",
        ("figure", "ms", "aim"),
        [
            ("median", f"{quantile(gaps, 0.5):.1f}", "8"),
            ("p99", f"{quantile(gaps, 0.99):.1f}", ""),
            ("p99.9", f"{quantile(gaps, 0.999):.1f}", "16 or less"),
            ("longest", f"{max(gaps):.1f}", "50 at most"),
            ("over 16 ms", f"{sum(gap > 16 for gap in gaps)} of {len(gaps)}", ""),
        ],
    )


if __name__ == "__main__":
    main()
