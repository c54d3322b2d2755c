"""Preserve selection and scroll position across model resets."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, QObject, QPoint
from PySide6.QtWidgets import QAbstractItemView

from .picture_list import PictureList, selection_of

_MOST_CHOSEN = 2000
_Flag = QItemSelectionModel.SelectionFlag


class SelectionKeeper(QObject):
    """Selection and scroll position, saved as paths before a model reset, restored after it."""

    def __init__(self, view: PictureList) -> None:
        super().__init__(view)
        self._view = view
        self._chosen: list[str] = []
        self._current = ""
        self._anchor = ""
        self._in_sight = False
        view.model().modelAboutToBeReset.connect(self._remember)
        view.model().modelReset.connect(self._restore)

    def _remember(self) -> None:
        view = self._view
        few = view.selected_count() <= _MOST_CHOSEN
        self._chosen = view.selected_paths() if few else []
        self._current = view.current_path
        self._in_sight = view.visualRect(view.currentIndex()).intersects(view.viewport().rect())
        self._anchor = ""
        if view.verticalScrollBar().value() > 0:
            first = view.cell_at(QPoint(view.viewport().width() // 4, 4))
            self._anchor = view.pictures.path_at(first)

    def _restore(self) -> None:
        view = self._view
        chosen = selection_of(view.pictures.indexes_of(self._chosen).values())
        current = view.pictures.index_of(self._current)
        model = view.selectionModel()
        quiet = view.blockSignals(True)
        model.setCurrentIndex(current, _Flag.NoUpdate)
        model.select(chosen, _Flag.ClearAndSelect)
        view.blockSignals(quiet)
        if self._current and not current.isValid():
            view.current_changed.emit("")
        view.selection_changed.emit()
        if current.isValid() and self._in_sight:
            view.scrollTo(current)
            return
        anchor = view.pictures.index_of(self._anchor)
        if anchor.isValid():
            view.scrollTo(anchor, QAbstractItemView.ScrollHint.PositionAtTop)
