"""Mac-like keyboard focus: clicks on buttons don't take it, and it never gets lost."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QAbstractButton, QAbstractSlider, QApplication, QComboBox, QWidget
from shiboken6 import isValid

_BY_KEYS_ONLY = (QAbstractButton, QComboBox, QAbstractSlider)


def focus_by_keys_only(root: QWidget) -> None:
    """Disable click focus for buttons, pop-ups and sliders below `root`, as on a Mac."""
    for widget in root.findChildren(QWidget):
        clicked = Qt.FocusPolicy.ClickFocus
        if isinstance(widget, _BY_KEYS_ONLY) and widget.focusPolicy().value & clicked.value:
            widget.setFocusPolicy(Qt.FocusPolicy.TabFocus)


class FocusKeeper(QObject):
    """Move the focus of a removed control to its neighbor, instead of Qt's next choice.

    Clicks in any window don't focus buttons, pop-ups or sliders created later. `home` gets the
    focus if nothing around the control can.
    """

    def __init__(self, app: QApplication, window: QWidget, home: QWidget) -> None:
        super().__init__(window)
        self._window, self._home = window, home
        self._around: list[QWidget] = []
        """The parents of the focus widget, nearest first."""
        app.focusChanged.connect(self._on_change)

    def _on_change(self, old: QWidget | None, new: QWidget | None) -> None:
        if new is not None and _was_clicked(new):
            new.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            if old is not None and old.window() is new.window():
                old.setFocus(Qt.FocusReason.OtherFocusReason)
            else:
                new.clearFocus()
            return
        around, self._around = self._around, list(_parents(new))
        if old is None or new is None or new.window() is not self._window:
            return
        QTimer.singleShot(0, self, lambda: self._rescue(old, new, around))

    def _rescue(self, old: QWidget, new: QWidget, around: list[QWidget]) -> None:
        if isValid(old) and old.isVisible() and old.isEnabled():
            return
        if not isValid(new) or QApplication.focusWidget() is not new:
            return
        if around and around[-1] is not self._window:
            return  # another window's control
        for place in around[:-1]:
            if not isValid(place) or not place.isVisible():
                continue
            if place.isAncestorOf(new):
                return  # Qt already focused a neighbor
            neighbour = _first_stop(place)
            if neighbour is not None:
                neighbour.setFocus(Qt.FocusReason.OtherFocusReason)
                return
        self._home.setFocus(Qt.FocusReason.OtherFocusReason)


def _was_clicked(widget: QWidget) -> bool:
    """Return whether a mouse press has just focused a `widget` meant for keyboard focus only."""
    by_click = widget.focusPolicy().value & Qt.FocusPolicy.ClickFocus.value
    pressed = QApplication.mouseButtons() != Qt.MouseButton.NoButton
    return bool(by_click) and pressed and isinstance(widget, _BY_KEYS_ONLY)


def _parents(widget: QWidget | None) -> list[QWidget]:
    found: list[QWidget] = []
    while widget is not None and (widget := widget.parentWidget()) is not None:
        found.append(widget)
        if widget.isWindow():
            break
    return found


def _first_stop(place: QWidget) -> QWidget | None:
    """Return the first Tab stop inside `place`; `place` itself if it accepts focus."""
    for widget in place.findChildren(QWidget):
        stops = widget.focusPolicy().value & Qt.FocusPolicy.TabFocus.value
        if stops and widget.isVisible() and widget.isEnabled():
            return widget
    return place if place.property("takesKeys") else None
