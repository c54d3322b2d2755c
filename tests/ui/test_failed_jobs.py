"""A failure names its job and costs no work: try again, or save the picture elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog

from desktop.core.errors import EaselError, UnsavedPicture
from desktop.core.events import EngineLost, Failed
from desktop.core.messages import Message
from desktop.storage.metadata.reading import read_recipe
from desktop.storage.pictures.picture_files import write_picture
from desktop.worker.session_state import Running

from .conftest import MakeWindow
from .gallery_window import RECIPE
from .test_window import button, sentences


@pytest.fixture
def window(qtbot, make_window: MakeWindow):
    window = make_window("slow")
    window.parts.values.prompt = "my secret prompt"
    window.parts.actions["generate"].trigger()
    qtbot.waitUntil(lambda: isinstance(window.parts.services.session.state, Running))
    return window


def fail(window, event_type, **values) -> None:
    session = window.parts.services.session
    event = event_type(job=session.running.id, details="Trace", **values)
    session._on_event(event)


def test_a_lost_engine_names_its_job_and_tries_again(qtbot, window) -> None:
    session = window.parts.services.session
    fail(window, EngineLost, message=Message("The engine crashed."))
    (banner,) = window.parts.column.banners.banners
    assert "my secret prompt" in banner.words.text()
    assert "secret" not in banner.sentence
    assert "secret" not in "".join(window.parts.column.banners.errors)
    button(banner, "Try Again").click()
    qtbot.waitUntil(lambda: session.running is not None)
    assert session.running.task.prompt == "my secret prompt"


def test_a_picture_that_the_disk_refuses_is_kept_with_its_recipe(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(EaselError) as caught:
        write_picture(bytes(64 * 64 * 3), 64, 64, RECIPE, tmp_path / "file")
    unsaved = caught.value.unsaved
    assert unsaved is not None
    assert unsaved.name.startswith("red-apple")
    (tmp_path / "kept.png").write_bytes(unsaved.data)
    found = read_recipe(tmp_path / "kept.png")
    assert found is not None
    assert found.recipe.text("prompt") == RECIPE["prompt"]


def test_it_is_saved_elsewhere(qtbot, window, tmp_path: Path, monkeypatch) -> None:
    answers = ["", str(tmp_path / "no" / "x.png"), str(tmp_path / "dog.png")]
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (answers.pop(0), ""))
    unsaved = UnsavedPicture(name="dog.png", data=b"a picture")
    fail(window, Failed, message=Message("The disk is full."), unsaved=unsaved)
    for _ in range(3):  # put off, impossible, done
        banner = next(
            banner
            for banner in window.parts.column.banners.banners
            if banner.sentence == "The disk is full."
        )
        button(banner, "Save Elsewhere…").click()
    assert (tmp_path / "dog.png").read_bytes() == b"a picture"
    qtbot.waitUntil(lambda: "The disk is full." not in sentences(window))
