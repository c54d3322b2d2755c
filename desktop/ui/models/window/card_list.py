"""A scrolling column of cards under a heading, with text for an empty list."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from desktop.ui.theme.theme import scaled_font

MARGIN = 24


class CardList(QWidget):
    """The column; `head` is the heading's row, to which buttons can be added."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = QLabel(title)
        self.title.setFont(scaled_font(self.title, 1.5, bold=True))
        self.about = QLabel()
        self.about.setWordWrap(True)
        self.about.setProperty("tone", "secondary")
        self.about.hide()
        self.empty = QLabel()
        self.empty.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setProperty("tone", "secondary")
        self.empty.hide()
        self.head = QHBoxLayout()
        self.head.setSpacing(8)
        self.head.addWidget(self.title, 1)
        inside = QWidget()
        self.cards = QVBoxLayout(inside)
        self.cards.setContentsMargins(MARGIN, 4, MARGIN, MARGIN)
        self.cards.setSpacing(8)
        self.cards.addWidget(self.empty)
        self.cards.addStretch(1)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setWidget(inside)
        self.area.verticalScrollBar().rangeChanged.connect(self._keep_margin)
        top = QVBoxLayout()
        top.setContentsMargins(MARGIN, 16, MARGIN, 8)
        top.setSpacing(4)
        top.addLayout(self.head)
        top.addWidget(self.about)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self.area, 1)

    def add(self, card: QWidget) -> None:
        """Append a card."""
        self.cards.insertWidget(self.cards.count() - 1, card)

    def _keep_margin(self, low: int, high: int) -> None:
        """Keep the cards' right edge at the heading's, with or without a scroll bar."""
        bar = self.area.verticalScrollBar().sizeHint().width() if high > low else 0
        self.cards.setContentsMargins(MARGIN, 4, MARGIN - bar, MARGIN)

    def say_about(self, text: str) -> None:
        """Show `text` under the heading; "" hides the line."""
        self.about.setText(text)
        self.about.setVisible(bool(text))

    def say_empty(self, text: str) -> None:
        """Show `text` in place of the cards; "" hides it."""
        self.empty.setText(text)
        self.empty.setVisible(bool(text))
