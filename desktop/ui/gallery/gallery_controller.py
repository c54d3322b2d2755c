"""Keep the gallery in step with the session and with the pictures on disk."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QImage

from desktop.core.errors import EaselError
from desktop.core.events import Event, Finished, Preview
from desktop.core.grids.grid import GridRequest
from desktop.core.recipe import Recipe
from desktop.core.request import GenerationRequest
from desktop.core.tasks import Job, UpscaleRequest
from desktop.storage.gallery.query import GalleryQuery
from desktop.ui.i18n import progress_text as progress_words
from desktop.ui.imaging.rgb_image import rgb_image
from desktop.ui.imaging.thumbnails import Thumbnails
from desktop.ui.system.motion import reduced_motion
from desktop.worker.background import Background
from desktop.worker.session import Session
from desktop.worker.session_state import Running, State

from .arrivals import Arrivals
from .folder_watch import FolderWatch
from .list.gallery_model import GalleryModel, RunningTile
from .picture_store import Facets, PictureStore, Shown

if TYPE_CHECKING:
    from desktop.storage.gallery.gallery_library import Refreshed

_TURN_MS = 60
_LEARN_MS = 300
"""Delay before the filters are counted anew: once for several pictures in a row."""
_MOST_RECIPES = 100
"""The number of latest recipes kept in memory."""


class GalleryController(QObject):
    """The controller of the gallery's model.

    Signals: `arrived(Finished)`, a new picture is in the gallery; `counted(int)`, the number of
    pictures; `failed(EaselError)`; `preview_changed()` and `ended()`, of the running picture;
    `rewritten(frozenset)`, paths whose files were replaced; `asked(GalleryQuery)`, another query is
    wanted; `found()`, search results are shown; `known(Facets)`, the available filters;
    `marks_changed()`; `wanted(list)`, paths to choose; `origins_learnt()`, more sources of pictures
    are known.
    """

    arrived = Signal(object)
    counted = Signal(int)
    failed = Signal(object)
    preview_changed = Signal()
    rewritten = Signal(object)
    ended = Signal()
    asked = Signal(object)
    found = Signal()
    known = Signal(object)
    annotations_changed = Signal()
    wanted = Signal(list)
    origins_learnt = Signal()

    def __init__(
        self,
        session: Session,
        store: PictureStore,
        model: GalleryModel,
        thumbnails: Thumbnails,
        background: Background,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._store = store
        self._model = model
        self._thumbnails = thumbnails
        self._background = background
        self.query = GalleryQuery()
        self.facets = Facets()
        self._recipes: dict[str, Recipe] = {}
        self._shown_job = ""
        """The id of the job whose picture is in hand."""
        self._turn = QTimer(self)
        self._turn.setInterval(_TURN_MS)
        self._turn.timeout.connect(self._repaint_running)
        self._reading = 0
        self._arrivals = Arrivals()
        self._wanted: list[str] = []
        self._searching = False
        """Whether the first result of a new search is pending."""
        self._learning = QTimer(self)
        self._learning.setSingleShot(True)
        self._learning.setInterval(_LEARN_MS)
        self._learning.timeout.connect(self._learn)
        self._learning.timeout.connect(self._learn_days)
        self._watch = FolderWatch(store, background, self)
        self._watch.looked.connect(self._on_looked)
        self._watch.failed.connect(self.failed)
        self._watch.origins_learnt.connect(self.origins_learnt)
        session.job_started.connect(self._on_start)
        session.preview.connect(self._on_preview)
        session.state_changed.connect(self._on_state)
        session.picture_finished.connect(self._on_finished)
        session.job_ended.connect(self._on_end)

    def refresh(self) -> None:
        """Show the indexed pictures, then scan the folders and show what changed.

        A scan of 100,000 pictures takes a second: the first tiles are shown before it.
        """
        if self._model.paths:
            self._ask_all()
        else:
            self._ask_first()
        self._watch.look_soon()

    def _ask_first(self) -> None:
        """Show the first tiles of a million pictures, whose list takes a second, before all."""
        query, store = self.query, self._store

        def take(paths: Sequence[str]) -> None:
            if paths and query == self.query and not (query.narrows or self._model.paths):
                self._model.set_paths(paths)
            self._ask_all()

        self._background.run(lambda: store.first_paths(query.sort), take, lambda _: self._ask_all())

    def _ask_all(self) -> None:
        self._ask()
        self._learn()

    def _ask(self) -> None:
        query, store = self.query, self._store
        self._reading += 1
        turn = self._reading
        self._background.run(
            lambda: store.paths(query),
            lambda paths: self._take(turn, paths),
            self.failed.emit,
        )

    def _on_looked(self, found: Refreshed) -> None:
        if found.rewritten:
            self._forget_files(found.rewritten)
            self.rewritten.emit(frozenset(found.rewritten))
        if found:
            self._ask_all()

    def _learn(self) -> None:
        """Fetch the annotations and the available filters."""
        store = self._store
        self._background.run(store.marked, self._take_annotations, self.failed.emit)
        self._background.run(store.facets, self._take_facets, self.failed.emit)

    def _learn_days(self) -> None:
        """Fetch the first picture of each day."""
        query, store, turn = self.query, self._store, self._reading
        self._background.run(
            lambda: store.days(query),
            lambda days: self._model.set_days(dict(days)) if turn == self._reading else None,
        )

    def _take_annotations(self, annotations: Mapping[str, Shown]) -> None:
        self._model.set_annotations(annotations)
        self.annotations_changed.emit()

    def _take_facets(self, facets: Facets) -> None:
        self.facets = facets
        self.known.emit(facets)

    def after_deed(self, paths: Sequence[str]) -> None:
        """Show pictures after an operation, at their current `paths`."""
        self._forget_files(paths)
        self._ask_all()

    def choose_when_shown(self, paths: Sequence[str]) -> None:
        """Have the view choose `paths` once the pending list is shown."""
        if all(self._model.index_of(path).isValid() for path in paths):
            self.wanted.emit(list(paths))
        else:
            self._wanted = list(paths)

    def show_anywhere(self, path: str) -> None:
        """Choose the picture at `path`, dropping any filter that hides it."""
        if not self._model.index_of(path).isValid():
            self.narrow(**msgspec.structs.asdict(GalleryQuery(sort=self.query.sort)))
        self.choose_when_shown([path])

    def narrow(self, **changes: Any) -> None:
        """Change the query; `changes` are values of `GalleryQuery` by name."""
        query = msgspec.structs.replace(self.query, **changes)
        if query != self.query:
            self._searching = query.narrows and changes.keys() != {"sort"}
            self.query = query
            self.asked.emit(query)
            self._ask()

    def _take(self, turn: int, paths: Sequence[str]) -> None:
        if turn != self._reading:
            return  # a later query is pending
        self._model.set_paths(paths, self._arrivals.missing(paths, turn))
        self._learn_days()
        self.counted.emit(len(self._model.paths))
        if self._searching:
            self._searching = False
            self.found.emit()
        if self._wanted:
            wanted, self._wanted = self._wanted, []
            self.wanted.emit(wanted)

    def _on_start(self, job: Job) -> None:
        """Show the picture in hand, where no other job has begun before that one."""
        task = job.task
        if self._session.running is not job:
            return
        self._shown_job = job.id
        if isinstance(task, GenerationRequest | GridRequest | UpscaleRequest):
            upscaling = isinstance(task, UpscaleRequest)
            title = Path(task.image).name if upscaling else task.prompt
            self._model.set_running(RunningTile(title, QImage()))
            self._let_turn()

    def _on_preview(self, event: Preview) -> None:
        tile = self._model.running
        if tile is not None:
            image = rgb_image(event.width, event.height, event.rgb)
            self._model.set_running(tile._replace(preview=image))
            self.preview_changed.emit()

    def _on_state(self, state: State) -> None:
        tile = self._model.running
        if tile is None:
            return
        mine = (one.state for one in self._session.in_flight if one.job.id == self._shown_job)
        state = next(mine, state)
        fraction = progress_words.picture_fraction(state)
        words, shorter = tile_words(state), progress_words.shorter_title(state)
        self._model.set_running(tile._replace(fraction=fraction, words=words, shorter=shorter))
        if fraction is None:
            self._let_turn()
        else:
            self._turn.stop()

    def _on_finished(self, event: Finished) -> None:
        tile = self._model.running if event.job == self._shown_job else None
        self._keep_recipe(event)
        if tile is not None and not tile.preview.isNull():
            self._thumbnails.put(event.path, tile.preview)
        if event.last and tile is not None:
            self._turn.stop()
            self._model.finish_running(event.path)
        else:
            self._model.add_first(event.path)
            if tile is not None:
                self._model.set_running(RunningTile(tile.prompt, QImage(), 0.0))
        self._tell_of(event)

    def take_in(self, event: Finished, image: QImage) -> None:
        """Show a picture, as `image`, that no job of the session has written."""
        self._keep_recipe(event)
        self._thumbnails.put(event.path, image)
        self._model.add_first(event.path)
        self._tell_of(event)

    def _tell_of(self, event: Finished) -> None:
        self._add(event.path)
        self.arrived.emit(event)
        self.counted.emit(len(self._model.paths))

    def _add(self, path: str) -> None:
        def added() -> None:
            self._arrivals.note_indexed(path, self._reading)
            self._watch.note_picture()
            self._learning.start()

        def failed(error: EaselError) -> None:
            self._arrivals.note_indexed(path, self._reading)
            self.failed.emit(error)

        store = self._store
        self._arrivals.note(path)
        self._background.run(lambda: store.add(path), lambda _: added(), failed)

    def _on_end(self, job: Job, event: Event) -> None:
        if job.id != self._shown_job:
            return
        self._turn.stop()
        self._model.set_running(None)
        self.ended.emit()
        if self._session.running is not None:
            self._on_start(self._session.running)

    def recipe_at(self, path: str) -> Recipe | None:
        """Return the recipe of a recently generated picture; None: read its file."""
        return self._recipes.get(path)

    def _keep_recipe(self, event: Finished) -> None:
        self._recipes.pop(event.path, None)
        self._recipes[event.path] = Recipe(event.recipe)
        if len(self._recipes) > _MOST_RECIPES:
            del self._recipes[next(iter(self._recipes))]

    def _forget_files(self, paths: Iterable[str]) -> None:
        """Drop what is cached of `paths`, whose files were replaced or removed."""
        gone = tuple(paths)
        for path in gone:
            self._recipes.pop(path, None)
        self._thumbnails.forget(gone)

    def _let_turn(self) -> None:
        if not reduced_motion():
            self._turn.start()

    def _repaint_running(self) -> None:
        tile = self._model.running
        if tile is None:
            self._turn.stop()
        else:
            self._model.set_running(tile)

    def forget(self, paths: Sequence[str]) -> None:
        """Drop pictures that were moved to the Trash."""
        self._model.remove(paths)
        self._forget_files(paths)
        self.counted.emit(len(self._model.paths))


def tile_words(state: State) -> str:
    """Return the running tile's short status text."""
    if isinstance(state, Running):
        return f"{state.step}/{state.steps}"
    return progress_words.title(state)
