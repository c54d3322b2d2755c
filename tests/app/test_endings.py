"""The app ends in order whatever it is in the middle of: a crash at its end is a crash, too."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from desktop.storage.settings_file import SettingsFile

from . import ending_app
from .conftest import ROOT

QUICK = {
    "a picture is copied": "en",
    "a picture is dragged": "ko",
    "it draws": "en",
    "it draws live": "ko",
    "thumbnails are decoded": "en",
    "Models": "ko",
    "the mask editor": "en",
    "the viewer": "ko",
}
"""Each of these in one language; all of them in both are slow together."""
CASES = [
    pytest.param(scene, language, marks=() if QUICK.get(scene) == language else (pytest.mark.slow,))
    for scene in ending_app.SCENES
    for language in ("en", "ko")
]


@pytest.mark.draws
@pytest.mark.parametrize(("scene", "language"), CASES)
def test_it_ends_in_order(easel_home: Path, scene: str, language: str) -> None:
    SettingsFile(easel_home / "settings.json").change(language=language)
    pictures = easel_home / "Pictures"
    pictures.mkdir()
    for number in range(12):
        Image.effect_noise((1200, 800), 60).save(pictures / f"{number}.jpg")
    done = subprocess.run(
        [sys.executable, "-X", "faulthandler", ending_app.__file__, scene],
        env={**os.environ, "EASEL_HOME": str(easel_home), "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "ended\n"), done.stderr
    for sign in ("Traceback", "QThread", "already deleted", "Fatal"):
        assert sign not in done.stderr
