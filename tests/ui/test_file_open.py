"""A file that the Finder opens reaches the window, also while the window is still being filled."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from desktop.core.recipe import recipe_of
from desktop.core.request import GenerationRequest
from desktop.process.supervisor import child_environment
from desktop.storage.picture_files import write_picture

SCRIPT = """
import os, sys
from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtGui import QFileOpenEvent
import desktop.app
from desktop.ui.banner import Banner
from desktop.ui.main_window import MainWindow

early = sys.argv[2] == "early"

class Watched(MainWindow):
    def __init__(self):
        super().__init__()
        self.told = False
        self.timer = QTimer(self)
        self.timer.timeout.connect(self.poll)
        self.timer.start(20)
        if early:
            self.tell()

    def tell(self):
        self.told = True
        QCoreApplication.postEvent(QCoreApplication.instance(), QFileOpenEvent(sys.argv[1]))

    def poll(self):
        if self.filled and not self.told:
            self.tell()
        if self.filled and self.findChildren(Banner):
            self.close()

desktop.app.MainWindow = Watched
sys.exit(desktop.app.main([]))
"""


@pytest.mark.parametrize("when", ["early", "late"])
def test_an_opened_picture_is_offered(tmp_path: Path, when: str) -> None:
    recipe = recipe_of(
        GenerationRequest(prompt="red apple", model="/m"),
        0,
        model={"name": "m", "family": "sd1", "hash": ""},
        runtime="torch",
        device="cpu",
        precision="fp32",
        created="2026-01-01T00:00:00+00:00",
        app="Easel",
    )
    picture = write_picture(os.urandom(16 * 16 * 3), 16, 16, recipe, tmp_path)
    environment = child_environment() | {
        "EASEL_HOME": str(tmp_path / "home"),
        "QT_QPA_PLATFORM": "offscreen",
    }
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(picture), when],
        env=environment,
        timeout=60,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
