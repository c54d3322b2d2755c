"""A file that the Finder opens reaches the window, also while the window is still being filled."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from desktop.core.recipe import recipe_of
from desktop.core.request import GenerationRequest
from desktop.process.child_command import child_environment
from desktop.storage.pictures.picture_files import write_picture
from tests.models.conftest import write_tensors
from tests.models.test_library import LORA
from tests.waiting import LIMIT

SCRIPT = """
import os, sys
from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtGui import QFileOpenEvent
import desktop.app
import desktop.app.open_window
from desktop.ui.controls.notices.banner import Banner
from desktop.ui.shell.main_window import MainWindow

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
        if any(sys.argv[3] in banner.sentence for banner in self.findChildren(Banner)):
            self.close()

desktop.app.open_window.MainWindow = Watched
sys.exit(desktop.app.main([]))
"""


def opened(path: Path, when: str, tmp_path: Path) -> subprocess.CompletedProcess[bytes]:
    """The app, told to open `path`; it closes once a banner speaks of it."""
    environment = child_environment() | {
        "EASEL_HOME": str(tmp_path / "home"),
        "QT_QPA_PLATFORM": "offscreen",
    }
    return subprocess.run(
        [sys.executable, "-c", SCRIPT, str(path), when, path.stem],
        env=environment,
        timeout=LIMIT,
        capture_output=True,
        check=False,
    )


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
    done = opened(picture, when, tmp_path)
    assert done.returncode == 0, done.stderr.decode()


def test_an_opened_model_is_offered(tmp_path: Path) -> None:
    model = write_tensors(tmp_path / "somestyle.safetensors", LORA)
    done = opened(model, "early", tmp_path)
    assert done.returncode == 0, done.stderr.decode()
    assert model.is_file()


def test_a_folder_named_like_a_command_is_no_file_to_open(tmp_path: Path) -> None:
    (tmp_path / "models").mkdir()
    done = subprocess.run(
        [sys.executable, "-m", "desktop", "models"],
        cwd=tmp_path,
        env=child_environment() | {"EASEL_HOME": str(tmp_path / "home")},
        timeout=LIMIT,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr.startswith(b"easel models: ")
