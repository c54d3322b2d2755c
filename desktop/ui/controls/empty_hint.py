"""The hint in the middle of an empty list: how to add something."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QAbstractItemView, QLabel

_MARGIN = 20


class EmptyHint(QLabel):
    """A hint shown while the model of `view` has no rows; set the model before."""

    def __init__(self, view: QAbstractItemView, text: str) -> None:
        super().__init__(text, view.viewport())
        self._view = view
        self.setWordWrap(True)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setProperty("tone", "secondary")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        view.viewport().installEventFilter(self)
        model = view.model()
        for changed in (model.rowsInserted, model.rowsRemoved, model.modelReset):
            changed.connect(self._follow)
        self._follow()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._fill()
        return super().eventFilter(watched, event)

    def _follow(self) -> None:
        self.setVisible(self._view.model().rowCount() == 0)
        self._fill()

    def _fill(self) -> None:
        margins = (_MARGIN, 0, -_MARGIN, 0)
        self.setGeometry(self._view.viewport().rect().adjusted(*margins))
