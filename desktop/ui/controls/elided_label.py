"""A single line of text, elided where it doesn't fit."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

_TALL = "가Åg"
"""Hangul comes from a fallback font, which makes the line taller than the main font's height."""


class ElidedLabel(QLabel):
    """A label for `set_full_text`; text that was cut off is in the tooltip."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._full = ""
        self._shorter: tuple[str, ...] = ()
        self.setProperty("elides", True)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def set_full_text(self, text: str, *shorter: str) -> None:
        """Show `text`, or the first of `shorter` that fits, with the full text as tooltip.

        If none fits, elide the last one.
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
    """A single line of text that never triggers a new layout.

    A QLabel invalidates its layout on each new text, so the whole column is laid out and painted
    again even if the text fits. This widget has no layout to invalidate.
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
