"""The gallery for a window: one object that any thread may query, while another thread indexes."""

from __future__ import annotations

import logging
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import TypeVar

from desktop.core.errors import EaselError
from desktop.core.messages import Message
from desktop.files.atomic import sweep_temporaries

from . import folder_scan as scan
from .file_tags import FileTags
from .index.gallery_index import GalleryIndex, PictureRow
from .index.index_damage import DamagedIndexError
from .listing import GalleryListing
from .picture_paths import PicturePaths
from .query import GalleryQuery, Sort

logger = logging.getLogger(__name__)
T = TypeVar("T")


@dataclass(frozen=True)
class Refreshed:
    """The result of a refresh; true where anything has changed."""

    changed: bool
    rewritten: tuple[str, ...] = ()
    """Names that now belong to another file or to none: overwritten, moved onto or removed."""

    def __bool__(self) -> bool:
        return self.changed


class GalleryLibrary:
    """The pictures of the folders that `folders` currently returns.

    Queries (`paths`, `rows_at`) never wait for indexing (`refresh`), counting (`values_of`) or
    operations (`add`, `writing`): each has a connection of its own. Construction is quick; the
    first call opens the index. With `read_only` (a second window) the first window's index is
    shown.
    """

    def __init__(
        self,
        path: Path,
        folders: Callable[[], Sequence[Path]],
        *,
        read_only: bool = False,
        file_tags: FileTags | None = None,
    ) -> None:
        self._path = path
        self._folders = folders
        self._read_only = read_only
        self._file_tags = file_tags
        self._looking = _Shared(self._open)
        self._counting = _Shared(self._open)
        self._indexing = _Shared(self._open)
        self._deeds = _Shared(self._open)
        self._listing: GalleryListing | None = None
        self._listed: GalleryIndex | None = None
        self._checked = False
        self.problems: dict[Path, Message] = {}
        """Unreadable folders of the last `refresh`, each with a message."""

    @property
    def notice(self) -> Message | None:
        """The message for the user where the index could not be used unchanged."""
        with self._looking.use() as index:
            return index.notice

    def paths(self, query: GalleryQuery) -> PicturePaths:
        """Return the files that match `query`, in its order. Raises EaselError."""
        return self._ask(lambda index: self._listing_of(index).paths(query))

    def first_paths(self, order: Sort) -> PicturePaths:
        """Return a large gallery's first page; see `GalleryListing`. Raises EaselError."""
        return self._ask(lambda index: self._listing_of(index).first_paths(order))

    def days(self, query: GalleryQuery) -> list[tuple[str, int]]:
        """Return the first picture of each day; see `GalleryListing.days`. Raises EaselError."""
        return self._ask(lambda index: self._listing_of(index).days(query))

    def marked(self) -> dict[str, tuple[int, tuple[str, ...]]]:
        """Return stars and tags by file, of the pictures that have any. Raises EaselError."""
        return self._ask(lambda index: index.marked(), self._counting)

    def rows_at(self, paths: Sequence[str | Path]) -> list[PictureRow]:
        """Return the rows of the pictures at these paths. Raises EaselError."""
        return self._ask(lambda index: index.rows(_ids_of(index, paths)))

    def ids_at(self, paths: Sequence[str | Path]) -> list[int]:
        """Return the ids of the pictures at these paths, in this order. Raises EaselError."""
        return self._ask(lambda index: _ids_of(index, paths))

    def paths_of(self, ids: Sequence[int]) -> list[str]:
        """Return the existing files with these ids. Raises EaselError."""
        return self._ask(lambda index: [str(row.path) for row in index.rows(ids)])

    def values_of(self, column: str) -> list[tuple[str, int]]:
        """Return the values of the filter's chips; see `GalleryIndex.values_of`. Raises
        EaselError.
        """
        return self._ask(lambda index: index.values_of(column), self._counting)

    def sizes(self) -> list[tuple[int, int, int]]:
        """Return the pictures' sizes as (width, height, count). Raises EaselError."""
        return self._ask(lambda index: index.sizes(), self._counting)

    def subfolders(self) -> list[tuple[str, str, int]]:
        """Return the folders inside the gallery's, as (gallery folder, path in it, count)."""
        return self._ask(lambda index: index.subfolders(), self._counting)

    def refresh(
        self,
        progress: scan.Progress | None = None,
        stopped: Callable[[], bool] | None = None,
    ) -> Refreshed:
        """Update the index from the folders; return the changes.

        Takes long the first time; runs on a background thread. An unreadable folder keeps its index
        entries and is listed in `problems`. Temporary files that a killed process left in the
        folders are deleted. Raises EaselError for the index itself.
        """
        if self._read_only:
            for connection in (self._looking, self._counting):
                connection.close()  # the index may have come, or be another one, since
            return Refreshed(True)
        try:
            return self._refresh(progress, stopped)
        except DamagedIndexError:  # the next opening makes a new one, which is filled at once
            return Refreshed(True, self._refresh(progress, stopped).rewritten)

    def _refresh(
        self, progress: scan.Progress | None, stopped: Callable[[], bool] | None
    ) -> Refreshed:
        wanted = [folder.absolute() for folder in self._folders()]
        wanted = [one for one in wanted if not _inside_another(one, wanted)]
        problems: dict[Path, Message] = {}
        changed, rewritten = False, list[str]()
        with self._indexing.use() as index:
            if not self._checked:
                index.check()
                self._checked = True
            for folder in index.folders():
                if folder not in wanted:
                    index.forget_folder(folder)
                    changed = True
            for folder in dict.fromkeys(wanted):
                sweep_temporaries(folder)
                try:
                    changes = scan.scan(index, folder)
                except DamagedIndexError:
                    raise
                except EaselError as error:
                    problems[folder] = error.message
                    continue
                if changes:
                    logger.info("Gallery: %s", changes.summary())
                    scan.apply(index, changes, progress, stopped)
                    changed = True
                    rewritten += [str(folder / name) for name in changes.rewritten()]
        self.problems = problems
        return Refreshed(changed, tuple(rewritten))

    def learn_origins(self, after: int = 0) -> tuple[int, bool]:
        """Run one part of `folder_scan.learn_origins`.

        Raises EaselError.
        """
        if self._read_only:
            return 0, False
        with self._indexing.use() as index:
            return scan.learn_origins(index, after)

    def add(self, picture: Path) -> None:
        """Index a picture just written. Raises EaselError."""
        roots = [root.absolute() for root in self._folders()]
        fitting = [root for root in roots if picture.is_relative_to(root)]
        if fitting and not self._read_only:
            with self._deeds.use() as index:
                scan.add_picture(index, min(fitting, key=lambda root: len(root.parts)), picture)

    @contextmanager
    def writing(self) -> Generator[GalleryIndex]:
        """Yield the index for `AnnotationOperations` and `FileOperations`, one operation at
        a time.
        """
        with self._deeds.use() as index:
            yield index

    def _ask(self, question: Callable[[GalleryIndex], T], connection: _Shared | None = None) -> T:
        """Return the result of `question`; rebuild a damaged index, empty until it is filled."""
        connection = connection or self._looking
        try:
            with connection.use() as index:
                return question(index)
        except DamagedIndexError:
            with connection.use() as index:
                return question(index)

    def _listing_of(self, index: GalleryIndex) -> GalleryListing:
        if self._listing is None or self._listed is not index:
            self._listing, self._listed = GalleryListing(index), index
        return self._listing

    def close(self) -> None:
        """Close the index. Stop a `refresh` before."""
        for connection in (self._looking, self._counting, self._indexing, self._deeds):
            connection.close()

    def _open(self) -> GalleryIndex:
        return GalleryIndex(self._path, read_only=self._read_only, file_tags=self._file_tags)


class _Shared:
    """A connection opened on demand, and used by one thread at a time."""

    def __init__(self, make: Callable[[], GalleryIndex]) -> None:
        self._make = make
        self._lock = Lock()
        self._index: GalleryIndex | None = None

    @contextmanager
    def use(self) -> Generator[GalleryIndex]:
        with self._lock:
            if self._index is not None and self._index.is_replaced():
                self._close()
            if self._index is None:
                self._index = self._make()
            try:
                yield self._index
            except DamagedIndexError:
                self._close()
                raise

    def close(self) -> None:
        with self._lock:
            self._close()

    def _close(self) -> None:
        if self._index is not None:
            self._index.close()
            self._index = None


def _ids_of(index: GalleryIndex, paths: Sequence[str | Path]) -> list[int]:
    ids = index.ids_at(paths)
    return [ids[text] for path in paths if (text := str(path)) in ids]


def _inside_another(folder: Path, folders: Sequence[Path]) -> bool:
    """Return whether `folder` is below another gallery folder: subfolders are indexed with that."""
    return any(folder != other and folder.is_relative_to(other) for other in folders)
