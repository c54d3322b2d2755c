"""A Mac's Cmd-Backspace and Cmd-Delete edit text and never reach the pictures."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit

from desktop.ui.shell.actions.mac_text_shortcuts import MacTextShortcuts

from .conftest import MakeWindow
from .test_accessibility import active, focused, press
from .test_window import draw

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def window(qtbot, make_window: MakeWindow):
    made = active(qtbot, make_window())
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    MacTextShortcuts(app, made)
    return made


def test_the_prompt_loses_words_and_the_gallery_no_picture(qtbot, window) -> None:
    draw(qtbot, window, "red apple", steps=1)
    window.parts.gallery_view.selectAll()
    prompt = window.parts.panel.prompts.prompt
    prompt.setFocus()
    qtbot.waitUntil(lambda: focused() is prompt)
    prompt.setPlainText("a lighthouse\non a cliff")
    prompt.moveCursor(prompt.textCursor().MoveOperation.End)
    press(Qt.Key.Key_Backspace, CONTROL)
    assert prompt.toPlainText() == "a lighthouse\n"
    press(Qt.Key.Key_Backspace, CONTROL)
    assert prompt.toPlainText() == "a lighthouse"
    prompt.undo()
    assert prompt.toPlainText() == "a lighthouse\n"
    qtbot.settle()
    assert len(window.parts.pictures.paths) == 1
    window.parts.gallery_view.setFocus()
    assert window.parts.actions["trash"].isEnabled()


def test_number_and_search_fields(qtbot, window) -> None:
    search: QLineEdit = window.parts.toolbar.search
    search.setFocus()
    qtbot.waitUntil(lambda: focused() is search)
    search.setText("apple tree")
    search.setCursorPosition(5)
    press(Qt.Key.Key_Delete, CONTROL)
    assert search.text() == "apple"
    search.setSelection(0, 2)
    press(Qt.Key.Key_Backspace, CONTROL)
    assert search.text() == "ple"
    search.setCursorPosition(0)
    press(Qt.Key.Key_Backspace, CONTROL)
    assert search.text() == "ple"


def test_what_can_only_be_read_stays(qtbot, window) -> None:
    box = QPlainTextEdit("kept", window)
    box.setReadOnly(True)
    box.show()
    box.setFocus()
    qtbot.waitUntil(lambda: focused() is box)
    box.selectAll()
    press(Qt.Key.Key_Backspace, CONTROL)
    assert box.toPlainText() == "kept"
