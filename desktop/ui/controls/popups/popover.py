"""A panel over the window below its anchor control; a click elsewhere closes it."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QFrame, QGraphicsDropShadowEffect, QWidget
from shiboken6 import isValid

from desktop.ui.theme.focus_keeper import focus_by_keys_only


class Popover(QFrame):
    """A panel that is a child of the window: it looks the same without a compositor."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.setObjectName("popover")
        self.setProperty("takesKeys", True)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._anchor: QWidget | None = None
        self._focused_before: QWidget | None = None
        shadow = QGraphicsDropShadowEffect(self)
        shadow.setBlurRadius(28)
        shadow.setOffset(0, 6)
        shadow.setColor(QColor(0, 0, 0, 90))
        self.setGraphicsEffect(shadow)
        self.hide()

    def toggle(self, anchor: QWidget) -> None:
        """Open below `anchor`, or close."""
        if self.isVisible():
            self.close_panel()
            return
        self._anchor = anchor
        self._focused_before = self._window.focusWidget()
        self.place()
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.PopupFocusReason)
        _app().installEventFilter(self)

    def close_panel(self) -> None:
        """Close the panel and restore the previous keyboard focus."""
        _app().removeEventFilter(self)
        before = self._focused_before
        focused = cast("QWidget | None", self._window.focusWidget())
        has_focus = focused is not None and (focused is self or self.isAncestorOf(focused))
        self.hide()
        if has_focus and before is not None and isValid(before):
            before.setFocus(Qt.FocusReason.PopupFocusReason)

    def place(self) -> None:
        """Position the panel below the anchor, within the window."""
        if self._anchor is None:
            return
        focus_by_keys_only(self)
        self.adjustSize()
        window = self._window
        below = self._anchor.mapTo(window, QPoint(self._anchor.width() // 2, self._anchor.height()))
        left = below.x() - self.width() // 2
        left = max(8, min(left, window.width() - self.width() - 8))
        self.move(left, below.y() + 6)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._window and event.type() == QEvent.Type.Resize:
            self.place()
        if self._closed_by_key(watched, event):
            return True
        if event.type() == QEvent.Type.MouseButtonPress and isinstance(event, QMouseEvent):
            spot = event.globalPosition().toPoint()
            anchor = self._anchor
            inside = self.rect().contains(self.mapFromGlobal(spot))
            on_anchor = anchor is not None and anchor.rect().contains(anchor.mapFromGlobal(spot))
            if not inside and not on_anchor:
                self.close_panel()
        return False

    def _closed_by_key(self, watched: QObject, event: QEvent) -> bool:
        """Return whether Escape was pressed anywhere in the window, which closes the panel."""
        escape = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if not escape or event.type() != QEvent.Type.KeyPress:
            return False
        if not isinstance(watched, QWidget) or watched.window() is not self._window:
            return False
        if QApplication.activePopupWidget() is not None:
            return False
        self.close_panel()
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_panel()
        else:
            super().keyPressEvent(event)


def _app() -> QCoreApplication:
    app = QCoreApplication.instance()
    assert app is not None, "widgets need an application"
    return app
