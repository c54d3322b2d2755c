"""A window in which something is drawn asks before it closes."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QMessageBox

from desktop.ui.shell.quit_question import ENDING, QuitQuestion
from desktop.worker.session_state import Running

from .conftest import MakeWindow


def drawing(qtbot, make_window: MakeWindow):
    window = make_window("slow")
    session = window.parts.services.session
    window.may_close = QuitQuestion(session, window).allows
    window.parts.actions["generate"].trigger()
    qtbot.waitUntil(lambda: isinstance(session.state, Running))
    return window


def answer(window, text: str) -> None:
    box = window.findChild(QMessageBox)
    next(button for button in box.buttons() if button.text() == text).click()


def test_it_asks_while_something_is_drawn(qtbot, make_window: MakeWindow) -> None:
    window = drawing(qtbot, make_window)
    assert not window.close()
    answer(window, "Keep Drawing")
    assert window.isVisible()
    assert window.parts.services.session.running is not None
    qtbot.waitUntil(lambda: window.findChild(QMessageBox) is None)
    window.close()
    answer(window, "Quit")
    assert not window.isVisible()


def test_the_system_ends_it_without_a_question(qtbot, make_window: MakeWindow) -> None:
    window = drawing(qtbot, make_window)
    QApplication.instance().setProperty(ENDING, True)
    try:
        assert window.close()
    finally:
        QApplication.instance().setProperty(ENDING, None)


def test_an_idle_window_just_closes(make_window: MakeWindow) -> None:
    window = make_window()
    window.may_close = QuitQuestion(window.parts.services.session, window).allows
    assert window.close()
