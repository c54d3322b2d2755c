"""From start to shown window, against a bare PySide6 window with one label."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time

from .table import median, show

RUNS = 5

BARE = """
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow
app = QApplication([])
window = QMainWindow()
window.setCentralWidget(QLabel("Easel"))
"""

EASEL = """
import os, sys
from PySide6.QtCore import QTimer
from desktop.app import build_parts, make_application
from desktop.storage.places import Places
from desktop.storage.settings import SettingsFile
from desktop.ui.main_window import MainWindow
from desktop.ui.theme import Theme
app = make_application([])
places = Places.find(os.environ)
settings = SettingsFile(places.settings)
Theme(app)
parts = build_parts(places, settings, read_only="")
window = MainWindow(parts)
"""

SHOWN = """
import os, time
from PySide6.QtCore import QEvent, QObject

class Shown(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint and watched is window.centralWidget():
            QTimer.singleShot(0, done)
        return False

def done():
    print(time.time(), flush=True)
    os._exit(0)

shown = Shown()
window.centralWidget().installEventFilter(shown)
window.show()
app.exec()
"""


def seconds(script: str, home: str) -> float:
    """From the start of the process to its first painted window."""
    environment = os.environ | {"EASEL_HOME": home, "QT_QPA_PLATFORM": "offscreen"}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed app is compiled
    start = time.time()
    done = subprocess.run(
        [sys.executable, "-c", script + SHOWN],
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return float(done.stdout.split()[-1]) - start


def main() -> None:
    with tempfile.TemporaryDirectory() as home:
        bare: list[float] = []
        easel: list[float] = []
        for run in range(RUNS + 1):
            pair = seconds(BARE, home), seconds(EASEL, home)
            if run:
                bare.append(pair[0])
                easel.append(pair[1])
    ratios = [one / other for one, other in zip(easel, bare, strict=True)]
    show(
        f"From start to shown window, {RUNS} alternating runs",
        ("window", "median s", "ratio", "aim"),
        [
            ("bare, one label", f"{median(bare):.3f}", "1", ""),
            (
                "Easel",
                f"{median(easel):.3f}",
                f"{median(easel) / median(bare):.2f} (pairs: {median(ratios):.2f})",
                "1.6 or less",
            ),
        ],
    )


if __name__ == "__main__":
    main()
