"""The picture generated while the user types, with its state: kept or not, size, time."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop.core.messages import Text
from desktop.ui.controls.elided_label import ElidedLabel, FixedHeightLine
from desktop.ui.controls.icon_button import icon_button
from desktop.ui.controls.note import Note
from desktop.ui.imaging.picture_shapes import draw_rounded, fitted
from desktop.ui.menus.actions import Actions
from desktop.ui.theme.icons import ICON
from desktop.ui.theme.theme import scaled_font

_LEAST = QSize(160, 96)
_HINT_SIDE = 320


class LiveCanvas(QWidget):
    """One picture, scaled to the available room; placeholder text while there is none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.image = QImage()
        self._words = self.tr("Type, and the picture follows.")
        self.setAccessibleName(self.tr("Live picture"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(_LEAST)

    def show_image(self, image: QImage) -> None:
        """Show `image`; a null image leaves the placeholder text."""
        self.image = image
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(_HINT_SIDE, _HINT_SIDE)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
        )
        if self.image.isNull():
            painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self.rect().adjusted(24, 8, -24, -8), flags, self._words)
        else:
            shape = fitted(QSizeF(self.image.size()), QRectF(self.rect()))
            draw_rounded(painter, shape, self.image)


class LivePane(QFrame):
    """The live picture with its controls. Signals: `roll_requested()`, to ask for another seed."""

    roll_requested = Signal()

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("livePane")
        self.canvas = LiveCanvas(self)
        self.state = QLabel()
        self.state.setFont(scaled_font(self.state, 1.0, bold=True))
        self.facts = ElidedLabel()
        self.facts.setProperty("tone", "secondary")
        self.note = Note("warning")
        self.roll = icon_button("dice", self.tr("Another seed"), ICON)
        self.keep = QPushButton(self.tr("Keep"))
        self.keep.setProperty("kind", "primary")
        self.keep.setAccessibleName(self.tr("Keep"))
        self.keep.setToolTip(self.tr("Save this picture with its recipe (Return in the prompt)"))
        foot = QHBoxLayout()
        foot.setSpacing(10)
        foot.addWidget(self.state)
        foot.addWidget(FixedHeightLine(self.facts), 1)
        foot.addWidget(self.roll)
        foot.addWidget(self.keep)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        column.addWidget(self.canvas, 1)
        column.addWidget(self.note)
        column.addLayout(foot)
        self.roll.clicked.connect(self.roll_requested)
        self.keep.clicked.connect(actions["keep_live"].trigger)
        actions["keep_live"].changed.connect(
            lambda: self.keep.setEnabled(actions["keep_live"].isEnabled())
        )
        self.clear()

    def clear(self) -> None:
        """Clear the picture and its facts."""
        self.canvas.show_image(QImage())
        self.show_kept(None)
        self.show_facts("")
        self.warn(None)

    def show_kept(self, kept: bool | None) -> None:
        """Show whether the picture is kept; None if there is no picture."""
        words = "" if kept is None else self.tr("Kept") if kept else self.tr("Not kept")
        if self.state.text() != words:
            self.state.setText(words)

    def show_facts(self, words: str) -> None:
        """Show a line of facts about the picture, or what it waits for."""
        self.facts.set_full_text(words)

    def warn(self, words: Text | None) -> None:
        """Show a warning about this model; None hides it."""
        self.note.say(words)
