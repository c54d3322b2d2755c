"""Load the inspector's image and recipe of the chosen picture, off the main thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QLocale, QObject, QTimer, Signal
from PySide6.QtGui import QImage

from desktop.core.recipe import Recipe
from desktop.ui.gallery.list.gallery_model import GalleryModel
from desktop.ui.gallery.recipe_reading import Read, recipe_in
from desktop.ui.i18n.recipe_image_lines import RecipeLine
from desktop.ui.i18n.recipe_lines import recipe_lines
from desktop.ui.imaging.picture_reader import picture_size
from desktop.ui.imaging.thumbnails import Thumbnails, read_scaled
from desktop.worker.background import Background

from .inspector_panel import InspectorPanel

LARGE_SIDE = 1024
_STACK_SIDE = 512
_MOST_COMPARED = 300
"""The maximum number of recipes read to find common settings."""
_PAUSE_MS = 30
_IDLE_MS = 400
_AS_THE_FINDER = QLocale.DataSizeFormat.DataSizeSIFormat


class InspectedPicture(NamedTuple):
    """A picture, loaded for the inspector."""

    path: str
    image: QImage
    recipe: Recipe | None
    facts: str


class InspectorController(QObject):
    """A debounced loader of the current picture; holding an arrow key skips some pictures.

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
        selected: Callable[[], Sequence[str]],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._selected = selected
        self._count = 0
        """The number of chosen pictures."""
        self._choice = 0
        """The number of choices so far: what is read of an earlier one comes too late."""
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
        """Show the picture at `path`, the running picture, or nothing for ""."""
        self.path, self.recipe = path, None
        self._choice += 1
        if self._count > 1:
            self._pause.start()
            return
        if not path:
            self._pause.stop()
            self.show_running()
            return
        self._inspector.show_file(path)
        quick = self._thumbnails.get(path, 256)
        quick = self._thumbnails.stand_in(path) if quick is None else quick
        if quick is not None and not quick.isNull():
            self._inspector.picture.show_image(quick)
        self._pause.start()

    def show_selection(self, count: int) -> None:
        """Show `count` chosen pictures: several as a stack, a single one as itself."""
        several, self._count = self._count > 1, count
        self._choice += 1
        if count > 1:
            self._show_stack()
        elif several:
            self.show_path(self.path)

    def _show_stack(self) -> None:
        paths = self._selected()
        images = (self._thumbnails.stand_in(path) for path in paths[:3])
        self._inspector.show_several(self._count, [image for image in images if image is not None])
        self._pause.start()

    def look_again(self, paths: Set[str]) -> None:
        """Reload the chosen picture if its file is among the replaced `paths`."""
        if self.path in paths:
            self.show_path(self.path)

    def show_running(self) -> None:
        """Show the running picture, if no finished one is chosen."""
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
        if self._count > 1:
            paths, choice = self._selected(), self._choice
            self._background.run(
                lambda: compare_pictures(paths, read),
                lambda found: self._take_common(choice, found),
            )

    def _take_common(self, choice: int, found: CommonSettings) -> None:
        if choice == self._choice:
            self._inspector.show_several(self._count, found.images)
            self._inspector.show_common(found.facts, found.lines)

    def _take(self, looked: InspectedPicture) -> None:
        if looked.path != self.path:
            return
        self.recipe, self.image = looked.recipe, looked.image
        if self._count > 1:
            self.shown.emit(looked.path)
            return
        self._inspector.show_file(looked.path, looked.facts)
        self._inspector.picture.show_image(looked.image)
        self._inspector.show_recipe(looked.recipe)
        self.shown.emit(looked.path)


def inspect_picture(path: str, read: Read, recipe: Recipe | None = None) -> InspectedPicture:
    """Read a picture for the inspector, and its recipe if `recipe` is None.

    For background threads.
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
    recipe = recipe or recipe_in(path, read)
    return InspectedPicture(path, image, recipe, "  ·  ".join(parts))


class CommonSettings(NamedTuple):
    """The settings that several pictures share, and their thumbnails."""

    images: list[QImage]
    facts: str
    lines: list[RecipeLine]


def compare_pictures(paths: Sequence[str], read: Read) -> CommonSettings:
    """Return the recipe lines that all of `paths` share; none for too many pictures.

    For background threads.
    """
    images = [read_scaled(path, _STACK_SIDE) for path in paths[:3]]
    size = 0
    for path in paths:
        with suppress(OSError):
            size += Path(path).stat().st_size
    facts = QLocale().formattedDataSize(size, 1, _AS_THE_FINDER)
    return CommonSettings(images, facts, _common_lines(paths, read))


def _common_lines(paths: Sequence[str], read: Read) -> list[RecipeLine]:
    common: dict[str, RecipeLine] | None = None
    for path in paths if len(paths) <= _MOST_COMPARED else ():
        recipe = recipe_in(path, read)
        lines = {line.key: line for line in recipe_lines(recipe)} if recipe is not None else {}
        common = lines if common is None else common
        common = {key: line for key, line in common.items() if lines.get(key) == line}
        if not common:
            break
    return list((common or {}).values())
