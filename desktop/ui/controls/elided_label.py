"""One line of text that ends in an ellipsis where the room ends."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

_TALL = "가Åg"
"""Hangul comes from a font of its own, which makes the line taller than the font's own height."""


class ElidedLabel(QLabel):
    """Text goes in by `set_full_text`; what is cut off stands in the tooltip."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._full = ""
        self._shorter: tuple[str, ...] = ()
        self.setProperty("elides", True)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def set_full_text(self, text: str, *shorter: str) -> None:
        """Show `text`, or the first of the `shorter` ones that fits; all of it is in the tooltip.

        Where none fits, the last ends in an ellipsis.
        """
        self._full, self._shorter = text, shorter
        self._elide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._elide()

    def _elide(self) -> None:
        metrics, room = self.fontMetrics(), max(0, self.width())
        texts = (self._full, *self._shorter)
        text = next((one for one in texts if metrics.horizontalAdvance(one) <= room), texts[-1])
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
        self.setText(shown)
        self.setToolTip(self._full if shown != self._full else "")


class FixedHeightLine(QWidget):
    """A place for one line, whose text never moves anything.

    A label tells its layout of each new text, and all of the column is laid out and painted anew,
    even where the text has the room that it had. Here there is no layout that could be told.
    """

    def __init__(self, label: ElidedLabel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._label = label
        label.setParent(self)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        metrics = self._label.fontMetrics()
        return QSize(0, metrics.boundingRect(QRect(), Qt.TextFlag.TextSingleLine, _TALL).height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._label.setGeometry(self.rect())
