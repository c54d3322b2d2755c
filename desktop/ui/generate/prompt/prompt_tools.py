"""What stands beside the prompt's heading: its tokens, earlier prompts, styles, insertions."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QToolButton, QWidget

from desktop.ui.theme.icons import icon
from desktop.ui.theme.theme import scaled_font

from .token_label import TokenLabel


class PromptHeading(QWidget):
    """A heading with its count of tokens, and room for buttons behind it."""

    def __init__(self, text: str, control: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.label = QLabel(text)
        self.label.setProperty("tone", "section")
        self.label.setFont(scaled_font(self.label, 0.92, bold=True))
        self.label.setBuddy(control)
        control.setAccessibleName(text)
        self.tokens = TokenLabel()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(2)
        self._row.addWidget(self.label)
        self._row.addStretch(1)
        self._row.addWidget(self.tokens)

    def add_button(self, name: str, words: str, menu: QMenu | None = None) -> QToolButton:
        """Add an icon button; with `menu` it opens that."""
        button = QToolButton()
        button.setIcon(icon(name))
        button.setIconSize(QSize(16, 16))
        button.setToolTip(words)
        button.setAccessibleName(words)
        if menu is not None:
            button.setMenu(menu)
            button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        if self._row.count() == 3:
            self._row.addSpacing(6)
        self._row.addWidget(button)
        return button
