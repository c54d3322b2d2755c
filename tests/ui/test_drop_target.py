"""What is dragged over the window: a highlight names what happens; the source keeps its file."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from desktop.storage.metadata.tools import a1111

from .conftest import MakeWindow
from .gallery_window import picture
from .test_accessibility import active
from .test_window import button, sentences

_ALL = Qt.DropAction.CopyAction | Qt.DropAction.MoveAction | Qt.DropAction.LinkAction
_LEFT = Qt.MouseButton.LeftButton
_NONE = Qt.KeyboardModifier.NoModifier
A1111 = (
    "a lighthouse at dusk\nNegative prompt: blurry\n"
    "Steps: 12, Sampler: Euler a, CFG scale: 6.5, Seed: 77, Size: 256x256"
)


@pytest.fixture
def window(make_window: MakeWindow):
    return make_window()


@pytest.fixture
def dog(tmp_path: Path) -> str:
    return picture(tmp_path, prompt="a dog")


def files(*paths: object) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return mime


def drag(widget: QWidget, mime: QMimeData, spot: QPoint | None = None) -> QDragEnterEvent:
    """Drag `mime` over the middle of `widget`, as from the Finder, which prefers to move."""
    spot = widget.rect().center() if spot is None else spot
    event = QDragEnterEvent(spot, _ALL, mime, _LEFT, _NONE)
    event.setDropAction(Qt.DropAction.MoveAction)
    QApplication.sendEvent(widget, event)
    return event


def drop(window, widget: QWidget, mime: QMimeData) -> QDropEvent:
    spot = widget.mapTo(window, widget.rect().center())
    event = QDropEvent(QPointF(spot), _ALL, mime, _LEFT, _NONE)
    event.setDropAction(Qt.DropAction.MoveAction)
    QApplication.sendEvent(window, event)
    return event


def test_a_picture_on_the_controls_becomes_the_start(qtbot, window, dog: str) -> None:
    panel, hint = window.parts.panel, window.parts.drop_target.hint
    for widget in (
        panel.prompts.prompt.viewport(),
        panel.steps,
        panel.groups["start"].heading,
        panel.groups["grid"].heading,
    ):
        panel._area.ensureWidgetVisible(widget)
        event = drag(widget, files(dog))
        assert event.isAccepted()
        assert event.dropAction() == Qt.DropAction.CopyAction
        assert hint.isVisible()
        assert hint.words == "Start from This Picture"
    panel._area.ensureWidgetVisible(panel.prompts.prompt)
    event = drop(window, panel.prompts.prompt, files(dog))
    assert event.dropAction() == Qt.DropAction.CopyAction
    assert not hint.isVisible()
    assert window.parts.values.start_image == dog
    window.parts.file_actions.undo_stack.undo()
    assert window.parts.values.start_image == ""


def test_a_picture_on_the_gallery_offers_its_settings(qtbot, window, dog: str) -> None:
    drag(window.parts.column, files(dog))
    assert window.parts.drop_target.hint.words == "Use the Settings of This Picture"
    drop(window, window.parts.column, files(dog))
    qtbot.waitUntil(lambda: any("tells how it was made" in line for line in sentences(window)))
    assert window.parts.values.start_image == ""


def test_a_model_is_named_as_one(window, tmp_path: Path) -> None:
    (tmp_path / "dream.safetensors").write_bytes(b"")
    drag(window.parts.column, files(tmp_path / "dream.safetensors"))
    assert window.parts.drop_target.hint.words == "Use This Model"
    assert window.parts.drop_target.hint.geometry() == window.rect()


def test_nothing_is_promised_for_what_cannot_be_used(window, tmp_path: Path) -> None:
    (tmp_path / "sheet.xlsx").write_bytes(b"")
    assert not drag(window, files(tmp_path / "sheet.xlsx")).isAccepted()
    assert not window.parts.drop_target.hint.isVisible()


def test_pasted_generation_data_is_offered_as_settings(qtbot, window) -> None:
    active(qtbot, window)
    prompt, values = window.parts.panel.prompts.prompt, window.parts.values
    prompt.setFocus()
    QGuiApplication.clipboard().setText(A1111)
    prompt.paste()
    qtbot.waitUntil(lambda: any("how a picture was made" in line for line in sentences(window)))
    button(window.parts.column.banners, "Use as Settings").click()
    assert (values.prompt, values.negative_prompt) == ("a lighthouse at dusk", "blurry")
    assert (values.steps, values.guidance_scale, values.seed) == (12, 6.5, 77)
    assert values.sampler == "euler_ancestral"


def test_generation_data_can_be_pasted_where_no_field_has_the_focus(qtbot, window) -> None:
    QGuiApplication.clipboard().setText(A1111)
    window.parts.drop_handler.paste()
    qtbot.waitUntil(lambda: any("how a picture was made" in line for line in sentences(window)))


def test_what_is_pasted_or_dropped_is_read_in_the_background(
    qtbot, window, dog: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: list[threading.Thread] = []

    def watched(read: Callable[[str], object]) -> Callable[[str], object]:
        return lambda text: (threads.append(threading.current_thread()), read(text))[1]

    monkeypatch.setattr(a1111, "read_parameters", watched(a1111.read_parameters))
    handler = window.parts.drop_handler
    monkeypatch.setattr(handler, "_read", watched(handler._read))
    handler.offer_text(A1111)
    qtbot.waitUntil(lambda: any("how a picture was made" in line for line in sentences(window)))
    handler.offer(dog)
    qtbot.waitUntil(lambda: any("tells how it was made" in line for line in sentences(window)))
    assert len(threads) == 2
    assert threading.main_thread() not in threads


def test_plain_text_is_pasted_without_a_word(qtbot, window) -> None:
    QGuiApplication.clipboard().setText("a dog: on the beach, sunny")
    window.parts.panel.prompts.prompt.paste()
    window.parts.services.background._pool.waitForDone()
    QApplication.processEvents()
    assert sentences(window) == []


@pytest.mark.parametrize("kind", ["empty", "text", "cut"])
def test_what_is_no_picture_is_not_offered_as_one(
    qtbot, window, dog: str, tmp_path: Path, kind: str
) -> None:
    """A picture's name is not enough to start from it."""
    whole = Path(dog).read_bytes()
    broken = tmp_path / "broken.png"
    broken.write_bytes({"empty": b"", "text": b"not a png", "cut": whole[: len(whole) // 3]}[kind])
    window.parts.drop_handler.offer(str(broken))
    qtbot.waitUntil(lambda: any("broken.png" in line for line in sentences(window)))
    (banner,) = window.parts.column.banners.banners
    assert "Start from It" not in [one.text() for one in banner.buttons]
    if kind != "cut":
        assert "can’t be opened as a picture" in banner.words.text()
