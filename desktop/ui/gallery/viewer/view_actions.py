"""The actions of the viewer: the full picture, stepping through, and comparing two."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QObject, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from desktop.core.recipe import Recipe
from desktop.ui.gallery.chain.origins import original_of
from desktop.ui.gallery.list.gallery_view import GalleryView
from desktop.ui.gallery.picture_menu import GO_ON
from desktop.ui.gallery.recipe_reading import Read, recipe_in
from desktop.ui.imaging.picture_drag import read_whole
from desktop.ui.imaging.picture_reader import picture_size
from desktop.ui.imaging.thumbnails import Thumbnails
from desktop.ui.menus.actions import Actions
from desktop.worker.background import Background

from .full_picture_cache import FullPictureCache

if TYPE_CHECKING:
    from .comparer import Comparer
    from .picture_viewer import PictureViewer


class ViewActions(QObject):
    """The actions of viewing; overlays are created on first use.

    Signals: `stars_requested(int)`.
    """

    stars_requested = Signal(int)

    def __init__(
        self,
        view: GalleryView,
        thumbnails: Thumbnails,
        read: Read,
        background: Background,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._window = parent
        self._view = view
        self._thumbnails = thumbnails
        self._read = read
        self._background = background
        self._full = FullPictureCache(background, self)
        self._viewer: PictureViewer | None = None
        self._comparer: Comparer | None = None
        self._path = ""
        self._original = ""
        """The path of the current picture's source; "" for none."""
        self._before = False
        """Whether the source is shown instead of the picture."""

    def connect_actions(self, actions: Actions) -> None:
        """Connect the window's actions."""
        actions["open"].triggered.connect(self.open)
        self._actions = actions
        actions["compare"].triggered.connect(self.compare)
        actions["compare_original"].triggered.connect(self.compare_original)
        actions["compare_original"].setEnabled(False)
        for name in GO_ON:  # these open or fill in something below the overlay
            actions[name].triggered.connect(self._uncover)
        self._view.open_requested.connect(self.open)
        self._view.current_changed.connect(self._on_current)
        self._view.name_asked.connect(self._uncover)

    @property
    def viewer(self) -> PictureViewer:
        """The overlay that shows a single picture."""
        from .filmstrip import Filmstrip
        from .picture_viewer import PictureViewer

        if self._viewer is None:
            strip = Filmstrip(self._view.pictures, self._thumbnails)
            strip.row_chosen.connect(self._view.choose_row)
            self._viewer = PictureViewer(self._window, self._actions, strip)
            self._viewer.menu_requested.connect(self._view.menu_requested)
            self._viewer.step_requested.connect(self._view.step)
            self._viewer.edge_requested.connect(self._choose_edge)
            self._viewer.closed.connect(self._on_closed)
            self._viewer.stars_requested.connect(self.stars_requested)
            self._viewer.before_wanted.connect(self._show_before)
        return self._viewer

    def _choose_edge(self, side: int) -> None:
        self._view.choose_row(0 if side < 0 else 10**9)

    @property
    def comparer(self) -> Comparer:
        """The overlay that compares two pictures."""
        from .comparer import Comparer

        if self._comparer is None:
            self._comparer = Comparer(self._window)
            self._comparer.closed.connect(self._on_comparer_closed)
        return self._comparer

    def open(self) -> None:
        """Show the current picture over the window."""
        path = self._view.current_path
        if path:
            self.viewer.open_layer()
            self._show(path)
        elif self._view.pictures.running is not None:
            self.viewer.open_layer()
            self.show_running()

    def show_running(self) -> None:
        """Update the preview of the running picture, if the viewer shows that one."""
        running = self._view.pictures.running
        seen = self._viewer is not None and self._viewer.isVisible()
        if running is None or not seen or self._view.current_path:
            return
        self._path = ""
        preview = running.preview
        self.viewer.canvas.show_image(preview, preview.size())
        self.viewer.bar.show_words(running.prompt, running.words)

    def compare(self) -> None:
        """Compare the two chosen pictures."""
        paths = self._view.selected_paths()
        if len(paths) == 2:
            self._compare(*paths)

    def compare_original(self) -> None:
        """Compare the current picture with its source."""
        if self._original:
            self._compare(self._original, self._view.current_path)

    def follow_recipe(self, path: str, recipe: Recipe | None) -> None:
        """Offer the source of the current picture at `path`, if it has one."""
        self._original = original_of(recipe, path)
        self._actions["compare_original"].setEnabled(bool(self._original))

    def _compare(self, first: str, second: str) -> None:
        self._background.run(
            lambda: (self._look(first), self._look(second)),
            lambda found: self._show_pair((first, second), found),
        )

    def _look(self, path: str) -> tuple[QImage, Recipe | None]:
        return read_whole(path), recipe_in(path, self._read)

    def _show_pair(
        self,
        paths: tuple[str, str],
        found: tuple[tuple[QImage, Recipe | None], tuple[QImage, Recipe | None]],
    ) -> None:
        (first, one), (second, other) = found
        names = (Path(paths[0]).name, Path(paths[1]).name)
        self.comparer.open_layer()
        self.comparer.show_pair((first, second), names, (one, other))

    def _show_before(self, held: bool) -> None:
        """Show the current picture's source while `held`, then the picture again."""
        original, was = self._original, self._before
        self._before = held and bool(original)
        if self._before:
            self._full.fetch(original, lambda image: self._take_before(original, image))
        elif was and self._path:
            self._show(self._path)

    def _take_before(self, original: str, image: QImage) -> None:
        if self._before and original == self._original and not image.isNull():
            self.viewer.canvas.show_image(image, image.size())
            self.viewer.bar.show_words(Path(original).name, self.tr("Before"))

    def _uncover(self) -> None:
        """Show the gallery below the overlay again."""
        if self._viewer is not None and self._viewer.isVisible():
            self._viewer.close_layer()

    def _on_current(self, path: str) -> None:
        self._before = False
        self.follow_recipe(path, None)  # until its recipe is known
        shown = self._viewer is not None and self._viewer.isVisible()
        if shown and not path and not self._view.pictures.rowCount():
            self.viewer.close_layer()  # the last picture was moved to the Trash
        if path and self._viewer is not None and self._viewer.isVisible():
            self._show(path)

    def _show(self, path: str) -> None:
        self._path = path
        size = picture_size(path)
        quick = self._thumbnails.get(path, 512)
        quick = self._thumbnails.stand_in(path) if quick is None else quick
        self.viewer.canvas.show_image(QImage() if quick is None else quick, size)
        self.viewer.strip.show_row(self._view.currentIndex().row())
        self.viewer.bar.show_words(Path(path).name, self._facts(path, size.width(), size.height()))
        self._full.fetch(path, lambda image: self._take(path, image))

    def _facts(self, path: str, width: int, height: int) -> str:
        place = self._view.currentIndex().row() + 1
        whole = QLocale().toString(self._view.pictures.rowCount())
        words = self.tr("{place} of {count}").format(place=QLocale().toString(place), count=whole)
        stars = "★" * self._view.pictures.shown_of(path).stars
        size = f"{width} × {height}" if width > 0 else ""
        return "   ·   ".join(part for part in (words, size, stars) if part)

    def refresh_facts(self) -> None:
        """Update the shown facts: the stars may have changed."""
        if self._path and self._viewer is not None and self._viewer.isVisible():
            size = picture_size(self._path)
            facts = self._facts(self._path, size.width(), size.height())
            self._viewer.bar.show_words(Path(self._path).name, facts)

    def _take(self, path: str, image: QImage) -> None:
        if path != self._path or self._viewer is None or not self._viewer.isVisible():
            return
        if self._before:
            return
        if image.isNull():
            words = self.tr("“{name}” can’t be shown: it is damaged, too large or gone.")
            canvas_words = words.format(name=Path(path).name)
            self._viewer.canvas.show_image(QImage(), image.size(), canvas_words)
            return
        self._viewer.canvas.show_image(image, image.size())
        self._fetch_neighbour(path)

    def _fetch_neighbour(self, path: str) -> None:
        """Prefetch the next picture, so that the arrow key shows it at once."""
        pictures = self._view.pictures
        row = pictures.index_of(path).row() + 1
        if row < pictures.rowCount():
            self._full.fetch(pictures.path_at(pictures.index_at(row)), lambda _: None)

    def _on_comparer_closed(self) -> None:
        """Return to what was covered: the full picture or the gallery."""
        covered = self._viewer if self._viewer is not None and self._viewer.isVisible() else None
        (covered or self._view).setFocus()

    def _on_closed(self) -> None:
        self._full.clear()
        self._view.setFocus()
        self._view.scrollTo(self._view.currentIndex())
