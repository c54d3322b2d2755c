"""A line with a small icon: a warning or a hint; hidden while empty."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from desktop.core.messages import Text
from desktop.ui.i18n.translate_message import translate_message
from desktop.ui.theme import icons
from desktop.ui.theme.theme import scaled_font, warning_color

_SIDE = 14


class Note(QWidget):
    """A warning or hint with an icon; `say("")` or `say(None)` hides it."""

    def __init__(
        self, kind: Literal["warning", "info", "check"], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._kind = kind
        self._icon = QLabel()
        self._icon.setFixedSize(_SIDE, _SIDE + 2)
        self.words = QLabel()
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setFont(scaled_font(self.words, 0.88))
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.words, 1)
        self.say("")

    @property
    def text(self) -> str:
        """The visible text."""
        return self.words.text()

    def say(self, text: Text | None) -> None:
        """Show `text`, translated if it comes from the layers below the window."""
        self.words.setText(translate_message(text))
        self.setVisible(bool(text))
        self._tint()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._tint()

    def _tint(self) -> None:
        role = QPalette.ColorRole.Accent if self._kind == "check" else QPalette.ColorRole.WindowText
        color = self.palette().color(role)
        if self._kind == "warning":
            color = warning_color(self.palette())
        self._icon.setPixmap(icons.pixmap(self._kind, _SIDE, color, self.devicePixelRatioF()))
