"""For everyone: names and roles, keys alone, larger text, no movement, contrast in each window."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface, QFont, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QLabel,
    QWidget,
)

from desktop.storage.metadata.reading import read_recipe
from desktop.ui.controls.progress_ring import ProgressRing
from desktop.ui.gallery.export.export_dialog import ExportDialog
from desktop.ui.help.manual_window import ManualWindow
from desktop.ui.help.shortcuts_dialog import ShortcutsDialog
from desktop.ui.shell.main_window import MainWindow

from .conftest import MakeWindow
from .test_contrast import has_contrast
from .test_window import clipped, draw

WINDOWS = ("main", "preferences", "shortcuts", "manual", "models", "export")
_ACTED_ON = {
    QAccessible.Role.Button,
    QAccessible.Role.ButtonMenu,
    QAccessible.Role.CheckBox,
    QAccessible.Role.RadioButton,
    QAccessible.Role.ComboBox,
    QAccessible.Role.EditableText,
    QAccessible.Role.Slider,
    QAccessible.Role.SpinBox,
    QAccessible.Role.MenuItem,
    QAccessible.Role.PageTab,
    QAccessible.Role.List,
    QAccessible.Role.Table,
    QAccessible.Role.Tree,
}


@pytest.fixture
def opened(qtbot, make_window: MakeWindow):
    """Opens one of WINDOWS by its menu entry and gives its widget."""
    made: list[QWidget] = []

    def open_one(name: str) -> QWidget:
        window = make_window()
        draw(qtbot, window, "red apple", steps=1)
        qtbot.waitUntil(lambda: window.parts.inspector_controller.recipe is not None)
        shown: QWidget = window
        if name == "preferences":
            window.parts.actions["preferences"].trigger()
            shown = window.parts.window_actions._preferences
        elif name == "models":
            window.parts.actions["get_models"].trigger()
            shown = window.parts.models_controller.models_window
        elif name != "main":
            window.parts.actions[name].trigger()
            kinds = {"shortcuts": ShortcutsDialog, "manual": ManualWindow, "export": ExportDialog}
            shown = window.findChild(kinds[name])
        qtbot.waitUntil(shown.isVisible)
        made.append(shown)
        return shown

    yield open_one
    for widget in made:
        if isinstance(widget, QDialog):
            widget.close()


def tree(interface: QAccessibleInterface) -> Iterator[QAccessibleInterface]:
    """All of the accessible tree that is shown."""
    yield interface
    for number in range(interface.childCount()):
        child = interface.child(number)
        if child is not None and child.isValid() and not child.state().invisible:
            yield from tree(child)


def nameless(interface: QAccessibleInterface) -> list[str]:
    """What can be acted on in the shown tree, and has no name."""
    found = []
    for part in tree(interface):
        inner = part.object() is not None and part.object().objectName().startswith("qt_")
        if part.role() in _ACTED_ON and not inner and not part.text(QAccessible.Text.Name).strip():
            found.append(f"{part.role()} {part.object()!r} in {part.object().parent()!r}")
    return found


@pytest.mark.parametrize("name", WINDOWS)
def test_a_screen_reader_finds_a_name_for_everything(opened, name: str) -> None:
    window = QAccessible.queryAccessibleInterface(opened(name))
    assert nameless(window) == []
    assert len({part.role() for part in tree(window)}) >= 3, "the tree has nothing in it"


def test_everything_that_takes_keys_is_in_the_tree(opened) -> None:
    window = opened("main")
    known = {id(part.object()) for part in tree(QAccessible.queryAccessibleInterface(window))}
    lost = [
        repr(widget)
        for widget in window.findChildren(QWidget)
        if widget.isVisible()
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not widget.objectName().startswith("qt_")
        and id(widget) not in known
    ]
    assert lost == []


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def active(qtbot, window: MainWindow) -> MainWindow:
    """The window, once keys reach it."""
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


def press(key: Qt.Key, keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key wherever the focus is, as the system would."""
    window = QGuiApplication.focusWindow()
    assert window is not None
    QTest.keyClick(window, key, keys)


def test_from_prompt_to_export_by_keys_alone(
    qtbot, make_window: MakeWindow, monkeypatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "Downloads").mkdir()
    window = active(qtbot, make_window())
    qtbot.waitUntil(lambda: QApplication.focusWidget() is window.parts.panel.prompts.prompt)
    QTest.keyClicks(focused(), "red apple")
    steps = window.parts.panel.steps.box
    for _ in range(60):
        if focused() is steps or steps.isAncestorOf(focused()):
            break
        press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(focused(), "3")
    press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: len(window.parts.pictures.paths) == 1)
    qtbot.waitUntil(lambda: window.parts.inspector_controller.recipe is not None)
    press(Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: window.findChild(ExportDialog) is not None)
    dialog = window.findChild(ExportDialog)
    qtbot.waitUntil(lambda: dialog.export.isEnabled() and dialog.isActiveWindow())
    dialog.set_folder(str(tmp_path / "Downloads"))
    for _ in range(30):
        if focused() is dialog.export:
            break
        press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Space)
    whole = "[!.]*.png"  # what is still being written has another name
    qtbot.waitUntil(lambda: bool(list((tmp_path / "Downloads").glob(whole))))
    found = read_recipe(next((tmp_path / "Downloads").glob(whole)))
    assert found is not None
    assert (found.recipe.text("prompt"), found.recipe.integer("steps")) == ("red apple", 3)


def test_tab_goes_round_the_whole_window(qtbot, make_window: MakeWindow) -> None:
    window = active(qtbot, make_window())
    draw(qtbot, window, "red apple", steps=1)
    window.parts.panel.prompts.prompt.setFocus(Qt.FocusReason.TabFocusReason)
    seen: list[QWidget] = []
    while focused() not in seen and len(seen) < 200:
        seen.append(focused())
        press(Qt.Key.Key_Tab)
    for widget in (
        window.parts.panel.bar.generate,
        window.parts.panel.prompts.negative,
        window.parts.toolbar.search,
        window.parts.gallery_view,
    ):
        assert widget in seen, widget
    assert len(seen) < 200


@pytest.fixture
def larger_text(qapp) -> Iterator[float]:
    before = QFont(qapp.font())
    font = QFont(before)
    factor = 1.4
    if font.pointSizeF() > 0:
        font.setPointSizeF(font.pointSizeF() * factor)
    else:
        font.setPixelSize(round(font.pixelSize() * factor))
    qapp.setFont(font)
    yield factor
    qapp.setFont(before)


def height(widget: QWidget) -> int:
    return widget.fontMetrics().height()


def test_text_follows_the_systems_size(
    qtbot, qapp, make_window: MakeWindow, larger_text: float
) -> None:
    window = make_window()
    draw(qtbot, window, "red apple", steps=1)
    window.resize(1400, 900)
    qtbot.waitUntil(lambda: window.parts.inspector_controller.recipe is not None)
    body = window.fontMetrics().height()
    small = [
        label.text()
        for label in window.findChildren(QLabel)
        if label.text() and label.isVisible() and height(label) < body * 0.75
    ]
    assert small == []
    qtbot.waitUntil(lambda: clipped(window) == [])


def test_nothing_turns_where_movement_is_not_wanted(qtbot) -> None:
    rings = [ProgressRing(32, is_still=lambda still=still: still) for still in (True, False)]
    for ring in rings:
        qtbot.addWidget(ring)
        ring.show()
        ring.set_progress(None)
    still, turning = (ring.grab().toImage() for ring in rings)
    qtbot.waitUntil(lambda: rings[1].grab().toImage() != turning)
    assert rings[0].grab().toImage() == still


@pytest.mark.parametrize("appearance", ["light", "dark"])
@pytest.mark.parametrize("name", WINDOWS[1:])
def test_text_has_contrast_in_every_window(qtbot, themed, opened, name: str, appearance) -> None:
    themed.show_as(appearance)
    try:
        shown = opened(name)
        qtbot.waitUntil(lambda: has_contrast(shown))
    finally:
        themed.show_as("light")
