"""A menu that stays open while entries are checked, for multiple choices."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QMenu


class StayOpenMenu(QMenu):
    """A menu in which checkable entries toggle without closing it; others close it."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if not self._toggled():
            super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        chosen = event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if not (chosen and self._toggled()):
            super().keyPressEvent(event)

    def _toggled(self) -> bool:
        action = cast("QAction | None", self.activeAction())
        if action is None or not action.isCheckable() or not action.isEnabled():
            return False
        action.trigger()
        return True
