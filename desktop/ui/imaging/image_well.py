"""An image well: dropped, pasted, or chosen in a dialog."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QGuiApplication,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
)
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.core.errors import EaselError
from desktop.core.picture_formats import PICTURE_SUFFIXES
from desktop.ui.i18n.translate_message import translate_message
from desktop.ui.theme.theme import scaled_font, translucent
from desktop.worker.background import Background

from .input_images import InputImageStore, picture_file
from .picture_shapes import draw_rounded, fitted
from .thumbnails import read_scaled

_SIDE = 320


class ImageWell(QWidget):
    """A view of the picture at `path`.

    Signals: `chosen(str)`, the path of a picture that was dropped or picked; `shown(QImage)`, the
    displayed picture, null if unreadable.
    """

    chosen = Signal(str)
    shown = Signal(object)

    def __init__(
        self,
        name: str,
        background: Background,
        inputs: InputImageStore,
        height: int = 88,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._background, self._inputs = background, inputs
        self._title = name
        self._image = QImage()
        self._veil = QImage()
        self._path = ""
        self._words = ""
        self._hovered = False
        self.setAcceptDrops(True)
        self.setFixedHeight(height)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(name)

    @property
    def image(self) -> QImage:
        """The shown image, null while empty."""
        return self._image

    def show_path(self, path: str) -> None:
        """Show the picture at `path`, read in the background; "" shows the placeholder."""
        if path == self._path:
            return
        self._path, self._image, self._veil, self._words = path, QImage(), QImage(), ""
        self.setAccessibleDescription(Path(path).name if path else "")
        self.setToolTip(Path(path).name if path else "")
        self.update()
        if path:
            self._background.run(
                lambda: read_scaled(path, _SIDE),
                lambda image: self._take(path, image),
                lambda _: self._take(path, QImage()),
            )

    def show_veil(self, veil: QImage) -> None:
        """Overlay a translucent image (a mask) on the picture; a null image removes it."""
        self._veil = veil
        self.update()

    def _take(self, path: str, image: QImage) -> None:
        if path != self._path:
            return
        self._image = image
        if image.isNull():
            self._words = self.tr("“{name}” can’t be shown").format(name=Path(path).name)
        self.update()
        self.shown.emit(image)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.rect().contains(event.position().toPoint()):
            self._pick()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return):
            self._pick()
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _has_picture(event.mimeData()):
            event.setDropAction(Qt.DropAction.CopyAction)  # the source keeps its file
            event.accept()
            self._hovered = True
            self.update()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._hovered = False
        self.update()

    def dropEvent(self, event: QDropEvent) -> None:
        self._hovered = False
        self.update()
        if self.take(event.mimeData()):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()

    def paste(self) -> None:
        """Take the picture on the clipboard, if any."""
        self.take(QGuiApplication.clipboard().mimeData())

    def take(self, mime: QMimeData) -> bool:
        """Take the picture in `mime`, a file or an image saved as one; return whether it did."""
        path = picture_file(mime)
        if path:
            self.chosen.emit(path)
        elif mime.hasImage():
            image = QImage(mime.imageData())
            self._background.run(
                lambda: self._inputs.keep(image, "pasted"), self.chosen.emit, self._show_error
            )
        return _has_picture(mime)

    def _show_error(self, error: EaselError) -> None:
        self._words = translate_message(error.message)
        self.update()

    def _pick(self) -> None:
        patterns = " ".join(f"*{suffix}" for suffix in PICTURE_SUFFIXES)
        path, _ = QFileDialog.getOpenFileName(
            self, self._title, "", self.tr("Pictures ({list})").format(list=patterns)
        )
        if path:
            self.chosen.emit(path)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
        )
        box = self._paint_frame(painter)
        if not self._image.isNull():
            inner = box.adjusted(5, 5, -5, -5)
            shape = fitted(QSizeF(self._image.size()), inner)
            draw_rounded(painter, shape, self._image, 4)
            if not self._veil.isNull():
                draw_rounded(painter, shape, self._veil, 4)
            return
        palette, role = self.palette(), QPalette.ColorRole
        group = QPalette.ColorGroup.Active if self.isEnabled() else QPalette.ColorGroup.Disabled
        color = role.PlaceholderText if self.isEnabled() else role.WindowText
        painter.setPen(palette.color(group, color))
        painter.setFont(scaled_font(self, 0.92))
        painter.drawText(
            box.adjusted(12, 0, -12, 0),
            Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap,
            self._words or self.tr("Drop a picture here, or click to choose one"),
        )

    def _paint_frame(self, painter: QPainter) -> QRectF:
        palette, role = self.palette(), QPalette.ColorRole
        lively = self.isEnabled() and (self._hovered or self.hasFocus())
        edge = palette.color(role.Accent if lively else role.Dark)
        line = Qt.PenStyle.SolidLine if not self._image.isNull() else Qt.PenStyle.DashLine
        painter.setPen(QPen(edge, 2 if lively else 1, line))
        fill = palette.color(role.Accent)
        painter.setBrush(
            translucent(fill, 0.14) if self._hovered else palette.color(role.AlternateBase)
        )
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.drawRoundedRect(box, 6, 6)
        return box


def _has_picture(mime: QMimeData) -> bool:
    return bool(picture_file(mime)) or mime.hasImage()
