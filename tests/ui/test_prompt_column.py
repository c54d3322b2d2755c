"""The left column is one scroll; the prompt grows with its text, and can be dragged."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel, QToolButton

from desktop.app.app_controller import install_language
from desktop.core.messages import Message
from desktop.core.sampling.samplers import SAMPLERS
from desktop.worker.session_state import LoadingModel, Ready

from .conftest import MakeWindow
from .gallery_window import picture

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def window(qtbot, make_window: MakeWindow):
    window = make_window()
    window.resize(1120, 900)
    qtbot.settle()
    return window


def test_the_prompt_grows_to_a_third_of_the_column(qtbot, window) -> None:
    panel = window.parts.panel
    box = panel.prompts.prompt
    short = box.height()
    box.setPlainText("a lighthouse at dusk, waves, " * 8)
    qtbot.waitUntil(lambda: box.height() > short)
    qtbot.waitUntil(lambda: not box.verticalScrollBar().isVisible())
    box.setPlainText("a lighthouse at dusk, waves, " * 200)
    qtbot.waitUntil(lambda: box.height() >= panel.height() // 3 - 20)
    assert box.height() <= panel.height() // 3
    box.setPlainText("owl")
    qtbot.waitUntil(lambda: box.height() == short)


def test_it_is_dragged_higher_and_follows_the_text_after_a_double_click(qtbot, window) -> None:
    prompts = window.parts.panel.prompts
    before = prompts.prompt.height()
    middle = prompts.handle.rect().center()
    qtbot.mousePress(prompts.handle, LEFT, pos=middle)
    qtbot.mouseMove(prompts.handle, middle + QPoint(0, 200))
    qtbot.mouseRelease(prompts.handle, LEFT, pos=middle)
    assert prompts.prompt.height() == before + 200
    prompts.prompt.setPlainText("owl")
    assert prompts.prompt.height() == before + 200
    qtbot.mouseDClick(prompts.handle, LEFT, pos=middle)
    assert prompts.prompt.height() == before


def test_everything_above_generate_scrolls_together(qtbot, window) -> None:
    window.resize(window.minimumSize())
    panel = window.parts.panel
    bar = panel._area.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    top = panel.prompts.mapTo(window, QPoint()).y()
    bar.setValue(bar.maximum())
    qtbot.waitUntil(lambda: panel.prompts.mapTo(window, QPoint()).y() < top)
    assert panel.bar.isVisible()


def test_the_names_of_samplers_and_models_are_not_cut(qtbot, window) -> None:
    window.resize(window.minimumSize())
    qtbot.settle()
    panel = window.parts.panel
    longest = max((sampler.label for sampler in SAMPLERS.values()), key=len)
    for box, text in ((panel.sampler.sampler, longest), (panel.model_row.picker, "x" * 20)):
        assert box.fontMetrics().horizontalAdvance(text) < box.width() - 40


def test_an_empty_result_says_how_to_see_all_again(
    qtbot, make_window: MakeWindow, app_paths
) -> None:
    picture(app_paths.pictures)
    window = make_window()
    qtbot.waitUntil(lambda: len(window.parts.pictures.paths) == 1)
    window.parts.toolbar.search.setText("no such thing")
    nothing = window.parts.column.nothing
    qtbot.waitUntil(nothing.isVisible)
    labels = nothing.findChildren(QLabel)
    assert any(label.pixmap() for label in labels)
    for width in (180, 320, 640):
        nothing.resize(width, 400)
        wrapped = [label for label in labels if label.wordWrap()]
        assert wrapped
        assert all(label.height() >= label.heightForWidth(label.width()) for label in wrapped)
    qtbot.mouseClick(nothing.clear, LEFT)
    qtbot.waitUntil(lambda: len(window.parts.pictures.paths) == 1)
    assert window.parts.toolbar.search.text() == ""


def test_the_status_stands_in_the_middle_of_the_window(qtbot, window) -> None:
    extension = window.parts.toolbar.findChild(QToolButton, "qt_toolbar_ext_button")
    for width in (880, 1024, 1100, 1440, 2000):
        window.resize(width, 700)
        qtbot.settle()
        assert not extension.isVisible(), "all of the toolbar is seen"
        if width < 1000:
            continue
        status = window.parts.toolbar.status
        middle = status.mapTo(window, status.rect().center()).x()
        assert abs(middle - width // 2) <= 12, width


def test_tips_show_shortcuts_and_the_window_menu_lists_windows(qtbot, window) -> None:
    actions = window.parts.actions
    assert "Ctrl+1" in actions["show_sidebar"].toolTip()
    assert "Ctrl+Return" in window.parts.panel.bar.generate.toolTip()
    qtbot.waitUntil(lambda: bool(window.menuBar().actions()))
    menu = next(a.menu() for a in window.menuBar().actions() if a.text() == "Window")
    actions["shortcuts"].trigger()
    for _ in range(2):  # each time anew
        menu.aboutToShow.emit()
    names = [action.text() for action in menu.actions()]
    assert names.count("Keyboard Shortcuts") == 1
    assert names.count("Easel") == 1


def test_delete_alone_moves_to_the_trash(qtbot, make_window: MakeWindow, app_paths) -> None:
    picture(app_paths.pictures)
    window = make_window()
    qtbot.waitUntil(lambda: len(window.parts.pictures.paths) == 1)
    window.parts.gallery_view.choose_row(0)
    qtbot.keyClick(window.parts.gallery_view, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: not window.parts.pictures.paths)


def test_what_the_model_lacks_is_not_ticked_and_clip_skip_says_how_it_counts(window) -> None:
    more = window.parts.panel.more
    assert not more.safety.isEnabled()
    assert not more.safety.isChecked()
    assert "no safety checker" in more.safety_reason.text()
    assert "its 2 is 1 here" in window.parts.panel.more.clip_skip.toolTip()


@pytest.mark.parametrize("language", ["en", "ko"])
def test_no_button_below_the_controls_is_cut(
    qapp, qtbot, make_window: MakeWindow, language: str
) -> None:
    """With Live offered and a drawing to stop there are three of them."""
    install_language(qapp, language)
    try:
        window = make_window()
        bar = window.parts.panel.bar
        bar.live.show()
        bar.show_state(LoadingModel("x", Message("Starter"), None, None, 0.0))
        text = bar.generate.fontMetrics().horizontalAdvance(bar.generate.text())
        qtbot.waitUntil(lambda: bar.generate.width() >= text + 12)
        assert bar.cancel.isVisible()
        assert bar.count.isVisible()
        bar.live.hide()
        bar.show_state(Ready())
        qtbot.waitUntil(bar.findChild(QLabel).isVisible)
    finally:
        install_language(qapp, "en")
