"""Open the mask editor over the window, and save the painted mask as a file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, QRectF, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from desktop.core.errors import EaselError
from desktop.ui.imaging.input_images import InputImageStore
from desktop.ui.imaging.picture_drag import read_whole
from desktop.ui.state.control_values import ControlValues
from desktop.worker.background import Background

if TYPE_CHECKING:
    from .mask_editor import MaskEditor

Then = Callable[[str, float], None]
"""A receiver of the mask's path and of its feather."""


class _Pictures(NamedTuple):
    picture: QImage
    mask: QImage


class MaskActions(QObject):
    """The controller of mask painting.

    Signals: `failed(EaselError)`, the picture can't be read or the mask can't be saved.
    """

    failed = Signal(object)

    def __init__(
        self,
        values: ControlValues,
        inputs: InputImageStore,
        background: Background,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._values, self._inputs, self._background = values, inputs, background
        self._window = window
        self._editor: MaskEditor | None = None
        self._path = ""
        """The picture being painted on."""
        self._then: Then | None = None
        """The receiver of the painted mask; None if the mask belongs to the starting image."""

    @property
    def editor(self) -> MaskEditor:
        """The editor, created on first access."""
        from .mask_editor import MaskEditor

        if self._editor is None:
            self._editor = MaskEditor(self._window)
            self._editor.done.connect(self._keep)
        return self._editor

    def paint_on(self, path: str) -> None:
        """Paint on the picture at `path`; it becomes the starting image only with its mask."""
        values = self._values
        self._open(path, values.mask if path == values.start_image else "")

    def paint_for(self, path: str, then: Then) -> None:
        """Paint on the picture at `path`, then call `then(mask, feather)`; keep the controls."""
        self._open(path, "", then)

    def open_editor(self) -> None:
        """Read the starting image and its mask, then open the editor."""
        if self._values.start_image:
            self._open(self._values.start_image, self._values.mask)

    def _open(self, path: str, mask: str, then: Then | None = None) -> None:
        self._path, self._then = path, then
        self._background.run(
            lambda: _Pictures(read_whole(path), read_whole(mask) if mask else QImage()),
            lambda found: self._show(path, found),
        )

    def _show(self, path: str, found: _Pictures) -> None:
        if path != self._path:
            return
        if found.picture.isNull():
            error = EaselError("“{file}” can’t be shown.", file=Path(path).name)
            self.failed.emit(error)
            return
        mask = found.mask
        if self._then is None and self._values.mask_inverted and not mask.isNull():
            mask = mask.convertToFormat(QImage.Format.Format_Grayscale8)
            mask.invertPixels(QImage.InvertMode.InvertRgb)
        kept = QRectF(0, 0, 1, 1)
        if self._then is None and self._values.start_fit == "fill":
            size = found.picture.size()
            kept = kept_part(size.width() / size.height(), self._values.width / self._values.height)
        across = self._values.width / kept.width()
        self.editor.open_over(found.picture, mask, self._values.mask_feather, kept, across)

    def _keep(self, mask: QImage, feather: float) -> None:
        start, then, values = self._path, self._then, self._values
        if then is not None:
            if not mask.isNull():
                self._store(mask, lambda path: then(path, feather))
            return
        values.start_image, values.mask_feather = start, feather
        if mask.isNull():
            values.mask = ""
        else:
            self._store(mask, lambda path: self._take(start, path))

    def _store(self, mask: QImage, then: Callable[[str], None]) -> None:
        self._background.run(lambda: self._inputs.keep(mask, "mask"), then, self.failed.emit)

    def _take(self, start: str, path: str) -> None:
        if start == self._values.start_image:
            self._values.mask_inverted = False  # the editor showed, and kept, what is drawn anew
            self._values.mask = path


def kept_part(picture: float, wanted: float) -> QRectF:
    """Return the centered crop (0..1) of a picture of aspect `picture` to `wanted` (w / h)."""
    if picture > wanted:
        share = wanted / picture
        return QRectF((1 - share) / 2, 0, share, 1)
    share = picture / wanted
    return QRectF(0, (1 - share) / 2, 1, share)
