"""Fetches what the inspector shows: image and recipe of the chosen picture, off the main thread."""

from __future__ import annotations

from collections.abc import Callable, Set
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QLocale, QObject, QTimer, Signal
from PySide6.QtGui import QImage

from desktop.core.errors import EaselError
from desktop.core.recipe import Recipe
from desktop.ui.gallery.list.gallery_model import GalleryModel
from desktop.ui.imaging.picture_reader import picture_size
from desktop.ui.imaging.thumbnails import Thumbnails, read_scaled
from desktop.worker.background import Background

from .inspector_panel import InspectorPanel

if TYPE_CHECKING:
    from desktop.storage.metadata.recipe_builder import ReadRecipe

LARGE_SIDE = 1024
_PAUSE_MS = 30
_IDLE_MS = 400
_AS_THE_FINDER = QLocale.DataSizeFormat.DataSizeSIFormat

Read = Callable[[str], "ReadRecipe | None"]


class InspectedPicture(NamedTuple):
    """One picture, read for the inspector."""

    path: str
    image: QImage
    recipe: Recipe | None
    facts: str


class InspectorController(QObject):
    """Shows the current picture a moment after it was chosen; holding an arrow key skips some.

    Signals: `shown(str)`, the path whose picture and recipe are in the inspector now.
    """

    shown = Signal(str)

    def __init__(
        self,
        inspector: InspectorPanel,
        model: GalleryModel,
        thumbnails: Thumbnails,
        read: Read,
        recipe_at: Callable[[str], Recipe | None],
        background: Background,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._inspector = inspector
        self._model = model
        self._thumbnails = thumbnails
        self._read = read
        self._recipe_at = recipe_at
        self._background = background
        self.path = ""
        self.recipe: Recipe | None = None
        self.image = QImage()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._fetch)

        QTimer.singleShot(_IDLE_MS, inspector, inspector.prepare)

    def show_path(self, path: str) -> None:
        """Show the picture at `path`, or the one in hand, or nothing for ""."""
        self.path, self.recipe = path, None
        if not path:
            self._pause.stop()
            self.show_running()
            return
        self._inspector.show_file(path)
        quick = self._thumbnails.get(path, 256)
        quick = self._thumbnails.stand_in(path) if quick is None else quick
        if quick is not None and not quick.isNull():
            self._inspector.show_image(quick)
        self._pause.start()

    def look_again(self, paths: Set[str]) -> None:
        """These files are others now: show the chosen one as it is."""
        if self.path in paths:
            self.show_path(self.path)

    def show_running(self) -> None:
        """Show the picture in hand, if nothing finished is chosen."""
        if self.path:
            return
        running = self._model.running
        if running is None:
            self._inspector.clear()
        else:
            self._inspector.show_running(running.prompt, running.preview)

    def _fetch(self) -> None:
        path, read = self.path, self._read
        recipe = self._recipe_at(path)
        self._background.run(lambda: inspect_picture(path, read, recipe), self._take)

    def _take(self, looked: InspectedPicture) -> None:
        if looked.path != self.path:
            return
        self.recipe, self.image = looked.recipe, looked.image
        self._inspector.show_file(looked.path, looked.facts)
        self._inspector.show_image(looked.image)
        self._inspector.show_recipe(looked.recipe)
        self.shown.emit(looked.path)


def inspect_picture(path: str, read: Read, recipe: Recipe | None = None) -> InspectedPicture:
    """Read one picture for the inspector, its `recipe` too where that is not known.

    Runs on a background thread.
    """
    image = read_scaled(path, LARGE_SIDE)
    size = picture_size(path)
    parts: list[str] = []
    if size.isValid():
        parts.append(f"{size.width()} × {size.height()}")
    try:
        size_of_file = Path(path).stat().st_size
        parts.append(QLocale().formattedDataSize(size_of_file, 0, _AS_THE_FINDER))
        parts.append(Path(path).suffix.lstrip(".").upper())
    except OSError:
        pass
    recipe = recipe or _recipe_in(path, read)
    return InspectedPicture(path, image, recipe, "  ·  ".join(parts))


def _recipe_in(path: str, read: Read) -> Recipe | None:
    try:
        found = read(path)
    except EaselError:
        return None  # it went, or may not be read: the empty picture says so already
    return None if found is None else found.recipe
