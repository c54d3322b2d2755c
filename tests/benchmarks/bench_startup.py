"""From start to shown window, against a bare PySide6 window with one label."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time

from .table import median, show

RUNS = 5

WATCH = """
import os, time
from PySide6.QtCore import QEvent, QObject, QTimer

class Watch(QObject):
    def __init__(self, window, ready):
        super().__init__()
        self.window, self.ready, self.shown = window, ready, 0.0
        window.installEventFilter(self)

    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            QTimer.singleShot(0, self.note)
        return False

    def note(self):
        self.shown = self.shown or time.time()
        if self.ready():
            print(self.shown, time.time(), flush=True)
            os._exit(0)
        QTimer.singleShot(1, self.note)
"""

BARE = (
    WATCH
    + """
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow
app = QApplication([])
window = QMainWindow()
window.setCentralWidget(QLabel("Easel"))
watch = Watch(window, lambda: True)
window.show()
app.exec()
"""
)

EASEL = (
    WATCH
    + """
import desktop.app
import desktop.app.open_window
from desktop.ui.shell.main_window import MainWindow

class Watched(MainWindow):
    def __init__(self):
        super().__init__()
        self.watch = Watch(self, lambda: self.filled and self.parts.registry.is_read)

desktop.app.open_window.MainWindow = Watched
desktop.app.main([])
"""
)


def seconds(script: str, home: str) -> tuple[float, float]:
    """From the start of the process to its first painted window, and to its being ready."""
    environment = os.environ | {"EASEL_HOME": home, "QT_QPA_PLATFORM": "offscreen"}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed app is compiled
    start = time.time()
    done = subprocess.run(
        [sys.executable, "-c", script],
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    shown, ready = done.stdout.split()[-2:]
    return float(shown) - start, float(ready) - start


def main() -> None:
    bare: list[float] = []
    shown: list[float] = []
    ready: list[float] = []
    with tempfile.TemporaryDirectory() as home:
        for run in range(RUNS + 1):
            label, easel = seconds(BARE, home), seconds(EASEL, home)
            if run:
                bare.append(label[0])
                shown.append(easel[0])
                ready.append(easel[1])
    rows = [("bare, one label", f"{median(bare):.3f}", "1", "")]
    for name, values, aim in (
        ("Easel, window shown", shown, "1.6 or less"),
        ("Easel, filled, models listed", ready, ""),
    ):
        pairs = median([one / other for one, other in zip(values, bare, strict=True)])
        ratio = f"{median(values) / median(bare):.2f} (pairs: {pairs:.2f})"
        rows.append((name, f"{median(values):.3f}", ratio, aim))
    show(
        f"From start to shown window, {RUNS} alternating runs",
        ("window", "median s", "ratio", "aim"),
        rows,
    )


if __name__ == "__main__":
    main()
