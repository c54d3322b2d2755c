"""The page of an empty gallery: an invitation, and a few prompts to click."""

from __future__ import annotations

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtGui import QColor, QResizeEvent
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.ui.controls.flow_layout import FlowLayout
from desktop.ui.theme import icons
from desktop.ui.theme.theme import scaled_font

EXAMPLES = {
    "en": ("red apple", "fox", "birthday cake", "rocket", "sunflower", "rainbow", "penguin", "cat"),
    "ko": ("빨간 사과", "여우", "생일 케이크", "로켓", "해바라기", "무지개", "펭귄", "고양이"),
}
"""Prompts that the starter model knows, by the window's language: data, not UI text."""

_ROOM_FOR_PICTURE = 500


class EmptyState(QWidget):
    """The page. Signals: `example_chosen(str)`, a prompt to generate."""

    example_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("emptyState")
        self._picture = QLabel()
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        title = QLabel(self.tr("What would you like to see?"))
        title.setFont(scaled_font(title, 1.7, bold=True))
        title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        title.setWordWrap(True)
        words = QLabel(
            self.tr("Describe it on the left and press Generate, or start with one of these.")
        )
        words.setProperty("tone", "secondary")
        words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        words.setWordWrap(True)
        self.chips: list[QPushButton] = []
        chips = QWidget()
        chips.setMaximumWidth(440)
        flow = FlowLayout(chips, 8, centred=True, width=440)
        flow.setContentsMargins(0, 0, 0, 0)
        language = QLocale().name().partition("_")[0]
        for example in EXAMPLES.get(language, EXAMPLES["en"]):
            chip = QPushButton(example)
            chip.setProperty("kind", "chip")
            chip.setAccessibleName(self.tr("Draw “{prompt}”").format(prompt=example))
            chip.setCursor(Qt.CursorShape.PointingHandCursor)
            chip.clicked.connect(lambda _=False, text=example: self.example_chosen.emit(text))
            flow.addWidget(chip)
            self.chips.append(chip)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(8)
        column.addStretch(2)
        column.addWidget(self._picture)
        column.addSpacing(8)
        column.addWidget(title)
        column.addWidget(words)
        column.addSpacing(16)
        column.addWidget(chips)
        column.setAlignment(chips, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
        self._picture.setPixmap(
            icons.pixmap("welcome", 104, QColor("black"), self.devicePixelRatioF())
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Hide the illustration if the prompts need its room."""
        self._picture.setVisible(event.size().height() >= _ROOM_FOR_PICTURE)
        super().resizeEvent(event)
