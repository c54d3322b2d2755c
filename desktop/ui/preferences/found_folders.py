"""Folders of other apps found on this machine, each with a button that adds it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from desktop.models.locations.other_apps import FindOthers, OtherPlace
from desktop.storage.settings_file import folder_among
from desktop.ui.controls.elided_label import ElidedLabel
from desktop.ui.theme.theme import scaled_font
from desktop.worker.background import Background

_ROW = 32
_MOST_ROWS = 3


class FoundFolders(QWidget):
    """The list, hidden while empty. Signals: `add_requested(str)`, a folder's path."""

    add_requested = Signal(str)

    def __init__(
        self, find: FindOthers, background: Background, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._find = find
        self._background = background
        self._found: list[OtherPlace] = []
        self.rows: list[FoundFolderRow] = []
        title = QLabel(self.tr("Other apps’ models on this computer"))
        title.setFont(scaled_font(title, 0.92, bold=True))
        title.setProperty("tone", "section")
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addStretch(1)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setWidget(inside)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(4)
        column.addWidget(title)
        column.addWidget(self._area)
        self.hide()

    def look(self, taken: Sequence[str]) -> None:
        """Search in the background, and offer the folders that are not among `taken`."""
        self._background.run(lambda: self._find(True), lambda found: self._take(found, taken))

    def show_without(self, taken: Sequence[str]) -> None:
        """Offer the folders found that are not among `taken`."""
        for row in self.rows:
            row.hide()
            row.deleteLater()
        self.rows = []
        for place in self._found:
            if folder_among(Path(place.path), taken) is None:
                row = FoundFolderRow(place)
                row.add.clicked.connect(
                    lambda _=False, path=place.path: self.add_requested.emit(path)
                )
                self.rows.append(row)
                self._column.insertWidget(len(self.rows) - 1, row)
        self._area.setFixedHeight(_ROW * min(len(self.rows), _MOST_ROWS))
        self.setVisible(bool(self.rows))

    def _take(self, found: list[OtherPlace], taken: Sequence[str]) -> None:
        self._found = found
        self.show_without(taken)


class FoundFolderRow(QWidget):
    """One folder: the app, the path, and Add."""

    def __init__(self, place: OtherPlace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.place = place
        self.setFixedHeight(_ROW)
        app = QLabel(place.app)
        path = ElidedLabel()
        path.set_full_text(place.path)
        path.setProperty("tone", "secondary")
        self.add = QPushButton(self.tr("Add"))
        self.add.setProperty("kind", "pill")
        self.add.setAccessibleName(self.tr("Add {path}").format(path=place.path))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(app)
        row.addWidget(path, 1)
        row.addWidget(self.add)
