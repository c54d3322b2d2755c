"""A name field over a picture's tile, with immediate validation."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QCloseEvent, QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QToolTip, QWidget

from desktop.core.errors import BadInput
from desktop.storage.pictures.name_template import safe_stem
from desktop.ui.i18n.translate_message import translate_message

_HEIGHT = 26


class NameEditor(QLineEdit):
    """A field that accepts on Return and cancels on Escape or focus out, then deletes itself.

    Signals: `renamed(str)`, the new name without extension.
    """

    renamed = Signal(str)

    def __init__(self, path: str, tile: QRect, parent: QWidget) -> None:
        super().__init__(Path(path).stem, parent)
        self._path = Path(path)
        self.setAccessibleName(self.tr("New name"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        place = QRect(tile.left() + 4, tile.bottom() - _HEIGHT - 4, tile.width() - 8, _HEIGHT)
        self.setGeometry(place.adjusted(0, 0, max(0, 120 - place.width()), 0))
        self.textChanged.connect(lambda: self._say(self.problem()))
        self.returnPressed.connect(self._accept)
        self.show()
        self.selectAll()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def problem(self) -> str:
        """Return what is wrong with the name; "" if valid."""
        try:
            stem = safe_stem(self.text())
        except BadInput as error:
            return translate_message(error.message)
        target = self._path.with_name(stem + self._path.suffix)
        if target != self._path and target.exists() and not target.samefile(self._path):
            return self.tr("There is already a “{name}”.").format(name=target.name)
        return ""

    def _accept(self) -> None:
        problem = self.problem()
        if problem:
            self._say(problem)
            return
        if self.text().strip() != self._path.stem:
            self.renamed.emit(self.text())
        self.close()

    def _say(self, problem: str) -> None:
        place = self.mapToGlobal(QPoint(0, self.height()))
        QToolTip.showText(place, problem, self) if problem else QToolTip.hideText()

    def event(self, event: QEvent) -> bool:
        """Take text-editing keys before the window's shortcuts do."""
        keys = (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter)
        override = event.type() == QEvent.Type.ShortcutOverride
        if override and isinstance(event, QKeyEvent) and event.key() in keys:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in (
            Qt.FocusReason.PopupFocusReason,
            Qt.FocusReason.ActiveWindowFocusReason,
        ):
            self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        parent = self.parentWidget()
        if self.hasFocus() and parent is not None:
            parent.setFocus()
        super().closeEvent(event)
