"""What stands in an empty gallery: an invitation, and a few prompts to click."""

from __future__ import annotations

from PySide6.QtCore import QLocale, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QResizeEvent
from PySide6.QtWidgets import QLabel, QLayout, QLayoutItem, QPushButton, QVBoxLayout, QWidget

from desktop.ui.theme import icons
from desktop.ui.theme.theme import scaled_font

EXAMPLES = {
    "en": ("red apple", "fox", "birthday cake", "rocket", "sunflower", "rainbow", "penguin", "cat"),
    "ko": ("빨간 사과", "여우", "생일 케이크", "로켓", "해바라기", "무지개", "펭귄", "고양이"),
}
"""Prompts that the starter model knows, by the window's language: data, not interface text."""

_ROOM_FOR_PICTURE = 500


class EmptyState(QWidget):
    """Signals: `example_chosen(str)`, a prompt to draw."""

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
        flow = CentredFlow(chips, 8)
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
        """Leave the illustration out where the prompts need the room."""
        self._picture.setVisible(event.size().height() >= _ROOM_FOR_PICTURE)
        super().resizeEvent(event)


class CentredFlow(QLayout):
    """Lays widgets out in centred lines, as words in a paragraph."""

    def __init__(self, parent: QWidget, spacing: int) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self.setSpacing(spacing)
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._place(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._place(rect, move=True)

    def sizeHint(self) -> QSize:
        width = 440
        return QSize(width, self.heightForWidth(width))

    def minimumSize(self) -> QSize:
        widest = max((item.sizeHint().width() for item in self._items), default=0)
        return QSize(widest, 0)

    def _place(self, rect: QRect, *, move: bool) -> int:
        lines: list[list[QLayoutItem]] = [[]]
        used = 0
        for item in self._items:
            width = item.sizeHint().width()
            if lines[-1] and used + self.spacing() + width > rect.width():
                lines.append([])
                used = 0
            used += width + (self.spacing() if lines[-1] else 0)
            lines[-1].append(item)
        top = rect.top()
        for line in lines:
            top += self._place_line(line, rect, top, move=move) + self.spacing()
        return top - self.spacing() - rect.top()

    def _place_line(self, line: list[QLayoutItem], rect: QRect, top: int, *, move: bool) -> int:
        sizes = [item.sizeHint() for item in line]
        width = sum(size.width() for size in sizes) + self.spacing() * (len(line) - 1)
        left = rect.left() + max(0, (rect.width() - width) // 2)
        for item, size in zip(line, sizes, strict=True):
            if move:
                item.setGeometry(QRect(QPoint(left, top), size))
            left += size.width() + self.spacing()
        return max((size.height() for size in sizes), default=0)
