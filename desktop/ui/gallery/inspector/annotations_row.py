"""Stars and color tags of the shown picture, set by a click, with its albums below."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import (
    QAbstractButton,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop.ui.imaging.finder_colours import COLOURS, draw_dot, tag_words
from desktop.ui.theme import icons

_SIDE = 20


class MarkButton(QAbstractButton):
    """A star or a dot: filled if set, an outline if not."""

    def __init__(self, words: str, tag: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tag = tag
        self.setCheckable(True)
        self.setToolTip(words)
        self.setAccessibleName(words)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        return QSize(_SIDE - 2 if self._tag else _SIDE, _SIDE)

    def nextCheckState(self) -> None:
        """Leave the state unchanged: a mark is shown only once it is saved."""

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        role, palette = QPalette.ColorRole, self.palette()
        if self._tag:
            side = 12.0 if self.underMouse() else 11.0
            box = QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)
            draw_dot(painter, box, self._tag, filled=self.isChecked())
        else:
            name = "star-filled" if self.isChecked() else "star"
            shows = role.Accent if self.isChecked() or self.underMouse() else role.PlaceholderText
            drawn = icons.pixmap(name, 16, palette.color(shows), self.devicePixelRatioF())
            painter.drawPixmap(QRectF(0, 2, 16, 16), drawn, QRectF(drawn.rect()))
        if self.hasFocus():
            painter.setPen(palette.color(role.Accent))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)


class AnnotationsRow(QWidget):
    """A row of stars, tags and albums.

    Signals: `stars_requested(int)`; `tag_requested(str)`, to set or remove; `albums_requested()`.
    """

    stars_requested = Signal(int)
    tag_requested = Signal(str)
    albums_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.stars = [MarkButton(self.tr("%n star(s)", "", number)) for number in range(1, 6)]
        self.dots = [
            MarkButton(self.tr("Tag: {name}").format(name=tag_words(tag)), tag) for tag in COLOURS
        ]
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for number, star in enumerate(self.stars, 1):
            star.clicked.connect(lambda _=False, n=number: self.stars_requested.emit(n))
            row.addWidget(star)
        row.addStretch(1)
        for tag, dot in zip(COLOURS, self.dots, strict=True):
            dot.clicked.connect(lambda _=False, tag=tag: self.tag_requested.emit(tag))
            row.addWidget(dot)
        self.labels = QPushButton()
        self.labels.setObjectName("albumLink")
        self.labels.setProperty("kind", "link")
        self.labels.setToolTip(self.tr("Put the picture into albums"))
        self.labels.clicked.connect(self.albums_requested)
        below = QHBoxLayout()
        below.addWidget(self.labels)
        below.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(row)
        column.addLayout(below)
        self.show_annotations(0, (), ())

    def show_annotations(self, stars: int, tags: tuple[str, ...], albums: tuple[str, ...]) -> None:
        """Show the picture's stars (0 to 5), tags and albums."""
        for number, star in enumerate(self.stars, 1):
            star.setChecked(number <= stars)
        for tag, dot in zip(COLOURS, self.dots, strict=True):
            dot.setChecked(tag in tags)
        others = [tag_words(tag) for tag in tags if tag not in COLOURS]
        words = ", ".join([*albums, *others]) or self.tr("Add to an Album…")
        room = max(120, self.width() - 12)
        self.labels.setText(
            self.labels.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room)
        )
        self.labels.setAccessibleName(words)
