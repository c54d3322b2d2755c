"""A strip of numbered wells: drop, paste, pick, reorder by dragging, remove."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import (
    QDrag,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QGuiApplication,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFileDialog,
    QFrame,
    QListView,
    QListWidget,
    QListWidgetItem,
    QWidget,
)

from desktop.core.errors import EaselError
from desktop.core.picture_formats import PICTURE_SUFFIXES
from desktop.ui.imaging.input_images import InputImageStore
from desktop.ui.imaging.picture_drag import PictureMime, drag_pixmap, hot_spot
from desktop.ui.imaging.thumbnails import read_scaled
from desktop.worker.background import Background

from .reference_delegate import GAP, SIDE, ReferenceDelegate, close_box

_PATH = Qt.ItemDataRole.UserRole
_THUMB = 160
_KEYS_THAT_PICK = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class ReferenceStrip(QListWidget):
    """The strip of `paths`; the last well adds a picture.

    Arrow keys move the selection, with Alt they move the picture. Signals: `changed(list[str])`,
    the pictures after the user's change; `failed(EaselError)`.
    """

    changed = Signal(object)
    failed = Signal(object)

    def __init__(
        self, background: Background, inputs: InputImageStore, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("references")
        self._background, self._inputs = background, inputs
        self._paths: list[str] = []
        self._images: dict[str, QImage] = {}
        self._gap = -1
        """The index where a drop would insert its pictures during a drag; -1 otherwise."""
        self.setAccessibleName(self.tr("Pictures to edit"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setGridSize(QSize(SIDE + GAP, SIDE + GAP))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setMouseTracking(True)
        self.setItemDelegate(ReferenceDelegate(self.image, self))
        self.show_paths([])

    @property
    def paths(self) -> list[str]:
        """The pictures in their order."""
        return list(self._paths)

    def image(self, index: QModelIndex | QPersistentModelIndex) -> QImage | None:
        """Return the picture in a well: null while loading, None for the well that adds."""
        path = index.data(_PATH)
        return self._images.get(path, QImage()) if isinstance(path, str) else None

    def show_paths(self, paths: Sequence[str]) -> None:
        """Show these pictures; the current index stays."""
        row = self.currentRow()
        self._paths = list(paths)
        self._images = {path: self._images[path] for path in paths if path in self._images}
        self.clear()
        for number, path in enumerate(paths, 1):
            name = self.tr("Picture {n}: {name}").format(n=number, name=Path(path).name)
            self._add_well(name, path)
            if path not in self._images:
                self._read(path)
        self._add_well(self.tr("Add a picture to edit"), None)
        self.setCurrentRow(max(0, min(row, self.count() - 1)))
        self._fit()

    def add(self, paths: Sequence[str], place: int = -1) -> None:
        """Append pictures, or insert them before index `place`; each path is listed once."""
        place = len(self._paths) if place < 0 else place
        before = [path for path in self._paths[:place] if path not in paths]
        after = [path for path in self._paths[place:] if path not in paths]
        wanted = [*before, *dict.fromkeys(paths), *after]
        if wanted != self._paths:
            self.changed.emit(wanted)

    def remove(self, row: int) -> None:
        """Remove the picture at `row`."""
        if 0 <= row < len(self._paths):
            self.changed.emit([*self._paths[:row], *self._paths[row + 1 :]])

    def paste(self) -> None:
        """Add the pictures on the clipboard, if any."""
        self._take(QGuiApplication.clipboard().mimeData(), -1)

    def pick(self) -> None:
        """Ask for files and add them."""
        patterns = " ".join(f"*{suffix}" for suffix in PICTURE_SUFFIXES)
        title = self.tr("Add Pictures to Edit")
        kinds = self.tr("Pictures ({list})").format(list=patterns)
        paths, _ = QFileDialog.getOpenFileNames(self, title, "", kinds)
        self.add(paths)

    def _add_well(self, words: str, path: str | None) -> None:
        item = QListWidgetItem()
        item.setData(_PATH, path)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, words)
        item.setToolTip(words)
        item.setSizeHint(QSize(SIDE + GAP, SIDE + GAP))
        self.addItem(item)

    def _read(self, path: str) -> None:
        self._background.run(
            lambda: read_scaled(path, _THUMB),
            lambda image: self._show_image(path, image),
            lambda _: None,
        )

    def _show_image(self, path: str, image: QImage) -> None:
        if path in self._paths:
            self._images[path] = image
            self.viewport().update()

    def _take(self, mime: QMimeData, place: int) -> bool:
        paths = dropped_pictures(mime)
        if paths:
            self.add(paths, place)
        elif mime.hasImage():
            image = QImage(mime.imageData())
            self._background.run(
                lambda: self._inputs.keep(image, "pasted"),
                lambda path: self.add([path], place),
                self._fail,
            )
        return bool(paths) or mime.hasImage()

    def _fail(self, error: EaselError) -> None:
        self.failed.emit(error)

    def _row_at_close(self, event: QMouseEvent) -> int:
        """Return the row whose cross is under the pointer; -1 for none."""
        spot = event.position().toPoint()
        row = self.indexAt(spot).row()
        over = row >= 0 and close_box(self.visualRect(self.model().index(row, 0))).contains(spot)
        return row if over and row < len(self._paths) else -1

    def mousePressEvent(self, event: QMouseEvent) -> None:
        row = self._row_at_close(event)
        if row >= 0 and event.button() == Qt.MouseButton.LeftButton:
            self.remove(row)
            return
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        row = self.indexAt(event.position().toPoint()).row()
        if row == len(self._paths) and event.button() == Qt.MouseButton.LeftButton:
            self.pick()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row, key = self.currentRow(), event.key()
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(key), 0)
        if key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.remove(row)
        elif step and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self._move(row, step)
        elif key in _KEYS_THAT_PICK and row == len(self._paths):
            self.pick()
        else:
            super().keyPressEvent(event)

    def _move(self, row: int, step: int) -> None:
        if row < len(self._paths) and 0 <= row + step < len(self._paths):
            paths = self.paths
            paths.insert(row + step, paths.pop(row))
            self.changed.emit(paths)
            self.setCurrentRow(row + step)

    def startDrag(self, actions: Qt.DropAction) -> None:
        """Drag a picture to another place in the strip, or out as a file."""
        row = self.currentRow()
        if row >= len(self._paths):
            return
        path = self._paths[row]
        drag = QDrag(self)
        drag.setMimeData(PictureMime([path]))
        image = self._images.get(path, QImage())
        drag.setPixmap(drag_pixmap([image], 1, self.devicePixelRatioF()))
        drag.setHotSpot(hot_spot())
        drag.exec(Qt.DropAction.CopyAction)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self.dragMoveEvent(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        mime = event.mimeData()
        if not dropped_pictures(mime) and not mime.hasImage():
            event.ignore()
            return
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self._show_gap(self._place_at(event))

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._show_gap(-1)

    def dropEvent(self, event: QDropEvent) -> None:
        place = self._place_at(event)
        self._show_gap(-1)
        if self._take(event.mimeData(), place):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()

    def _place_at(self, event: QDropEvent) -> int:
        spot = event.position().toPoint()
        row = self.indexAt(spot).row()
        if row < 0:
            return len(self._paths)
        middle = self.visualRect(self.model().index(row, 0)).center().x()
        return min(row + (spot.x() > middle), len(self._paths))

    def _show_gap(self, place: int) -> None:
        if place != self._gap:
            self._gap = place
            self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._gap < 0:
            return
        box = self.visualRect(self.model().index(self._gap, 0))
        painter = QPainter(self.viewport())
        painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Accent), 2))
        painter.drawLine(box.left() + 1, box.top() + 2, box.left() + 1, box.top() + SIDE - 2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Fit the height to the rows."""
        columns = max(1, self.viewport().width() // (SIDE + GAP))
        rows = -(-self.count() // columns)
        if self.height() != rows * (SIDE + GAP):
            self.setFixedHeight(rows * (SIDE + GAP))


def dropped_pictures(mime: QMimeData) -> list[str]:
    """Return the files of `mime` that are pictures."""
    paths = [url.toLocalFile() for url in mime.urls()]
    return [path for path in paths if path.lower().endswith(PICTURE_SUFFIXES)]
