"""Notices are small, go when they are over, never move the gallery, and can be read later."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPlainTextEdit
from shiboken6 import isValid

from desktop.core.errors import EaselError
from desktop.models.locations.other_apps import OtherPlace
from desktop.ui.controls.notices.banner import Banner
from desktop.ui.controls.notices.details_dialog import DetailsDialog
from desktop.ui.shell.connections.connect_models import add_model_folder

from .conftest import MakeWindow
from .test_window import button, draw, sentences

LONG = "The width must be a whole number of pixels that a Stable Diffusion model can draw. " * 3


@pytest.fixture
def window(make_window: MakeWindow):
    return make_window()


def test_notices_never_move_the_gallery(qtbot, window) -> None:
    draw(qtbot, window, "owl", steps=1)
    view, banners = window.parts.gallery_view, window.parts.column.banners
    before = view.mapTo(window, view.rect().topLeft()), view.size()
    for number in range(4):
        banners.add(Banner(f"{number}. {LONG}", choices=(("Yes", lambda: None),)))
    qtbot.settle()
    assert (view.mapTo(window, view.rect().topLeft()), view.size()) == before
    assert len(banners.banners) == 3
    assert window.parts.column.rect().contains(banners.geometry())
    assert all(b.height() >= b.heightForWidth(b.width()) for b in banners.banners)


def test_a_short_notice_is_one_line(qtbot, window) -> None:
    banner = window.parts.column.banners.add(Banner("Saved.", choices=(("Show", lambda: None),)))
    qtbot.settle()
    assert banner.height() <= 48
    assert banner.width() <= 480


def test_what_nothing_depends_on_goes_by_itself(qtbot, window) -> None:
    banners = window.parts.column.banners
    banners.seconds = -1.9  # what is left is for the letters
    banners.add(Banner("A picture was copied to where it was wanted, and all is well."))
    stays = banners.add(Banner("Shall it?", choices=(("Yes", lambda: None),)))
    failed = banners.show_error(EaselError("The disk is full."))
    qtbot.waitUntil(lambda: banners.banners == [failed, stays])


def test_a_notice_that_waits_for_an_answer_is_not_pushed_out(window) -> None:
    banners = window.parts.column.banners
    asks = banners.add(Banner("Shall it?", choices=(("Yes", lambda: None),)))
    for number in range(5):
        banners.add(Banner(f"Number {number}."))
    assert asks in banners.banners


def test_an_undone_deed_takes_its_notice_away(qtbot, window) -> None:
    draw(qtbot, window, "owl", steps=1)
    window.parts.actions["trash"].trigger()
    qtbot.waitUntil(lambda: any("moved to the Trash" in line for line in sentences(window)))
    window.parts.gallery_view.setFocus()
    window.parts.file_actions.undo_stack.undo()
    qtbot.waitUntil(lambda: sentences(window) == [])


def test_a_refusal_is_over_when_it_is_asked_again(qtbot, window) -> None:
    window.parts.values.prompt = "owl"
    window.parts.values.guidance_scale = 1000.0
    window.parts.actions["generate"].trigger()
    assert len(sentences(window)) == 1
    window.parts.values.guidance_scale = 4.0
    window.parts.actions["generate"].trigger()
    qtbot.waitUntil(lambda: sentences(window) == [])


def test_other_apps_are_named_only_until_their_models_are_added(
    qtbot, make_window: MakeWindow, tmp_path: Path
) -> None:
    found = [OtherPlace(app=app, path=str(tmp_path / app)) for app in ("ComfyUI", "Mochi")]
    for place in found:
        Path(place.path).mkdir()
    window = make_window(find_others=lambda _everywhere: found)
    qtbot.waitUntil(lambda: any("ComfyUI, Mochi" in line for line in sentences(window)))
    add_model_folder(window.parts, found[0].path)
    qtbot.waitUntil(lambda: [line for line in sentences(window) if "Mochi" in line] != [])
    qtbot.waitUntil(lambda: not any("ComfyUI" in line for line in sentences(window)))
    add_model_folder(window.parts, found[1].path)
    qtbot.waitUntil(lambda: sentences(window) == [])


def test_all_notices_stand_below_the_status_display(qtbot, window) -> None:
    banners = window.parts.column.banners
    banners.add(Banner("Saved.")).dismiss()
    banners.show_error(EaselError("The disk is full.", "errno 28")).dismiss()
    qtbot.mouseClick(window.parts.toolbar.status, Qt.MouseButton.LeftButton)
    listed = window.parts.generate_actions.queue_panel.notices
    texts = [listed.item(row).text() for row in range(listed.count())]
    assert [text.partition("  ")[2] for text in texts] == ["The disk is full.", "Saved."]
    assert listed.item(0).toolTip() == "errno 28"


def test_details_are_read_in_a_window_of_their_own(qtbot, window) -> None:
    banner = window.parts.column.banners.show_error(EaselError("No.", "line\n" * 40))
    button(banner, "Details").click()
    dialog = banner.findChild(DetailsDialog)
    box = dialog.findChild(QPlainTextEdit)
    assert box.toPlainText().startswith("line")
    assert box.height() > 200
    dialog.close()
    qtbot.waitUntil(lambda: not isValid(dialog))
