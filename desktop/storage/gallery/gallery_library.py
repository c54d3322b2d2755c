"""The gallery for a window: one object that any thread may ask, while another thread indexes."""

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
from .index import GalleryIndex, PictureRow
from .index_damage import DamagedIndexError
from .listing import GalleryListing
from .query import GalleryQuery

logger = logging.getLogger(__name__)
T = TypeVar("T")


@dataclass(frozen=True)
class Refreshed:
    """What a look at the folders found; true where anything had changed."""

    changed: bool
    rewritten: tuple[str, ...] = ()
    """Files that are not the ones that were there: overwritten, moved onto or gone."""

    def __bool__(self) -> bool:
        return self.changed


class GalleryLibrary:
    """The pictures of the folders that `folders` gives at any time.

    Looking (`paths`, `rows_at`) never waits for indexing (`refresh`), and no deed (`add`,
    `writing`) does: each has a connection of its own. Made quickly; the index is opened by the
    first call. With `read_only` (a second window) what the first window indexed is shown.
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
        self._indexing = _Shared(self._open)
        self._deeds = _Shared(self._open)
        self._listing: GalleryListing | None = None
        self._listed: GalleryIndex | None = None
        self._checked = False
        self.problems: dict[Path, Message] = {}
        """Of the last `refresh`: folders that could not be read, each with a message."""

    @property
    def notice(self) -> Message | None:
        """The message for the user where the index could not be taken as it was."""
        with self._looking.use() as index:
            return index.notice

    def paths(self, query: GalleryQuery) -> list[str]:
        """The files that `query` asks for, in its order. Raises EaselError."""
        return self._ask(lambda index: self._listing_of(index).paths(query))

    def days(self, query: GalleryQuery) -> list[tuple[str, int]]:
        """The first picture of each day; see `GalleryListing.days`. Raises EaselError."""
        return self._ask(lambda index: self._listing_of(index).days(query))

    def marked(self) -> dict[str, tuple[int, tuple[str, ...]]]:
        """Stars and tags by file, of the pictures that have any. Raises EaselError."""
        return self._ask(lambda index: index.marked())

    def rows_at(self, paths: Sequence[str | Path]) -> list[PictureRow]:
        """What is known of the pictures at these paths. Raises EaselError."""
        return self._ask(lambda index: index.rows(_ids_of(index, paths)))

    def ids_at(self, paths: Sequence[str | Path]) -> list[int]:
        """The ids of the pictures at these paths, in this order. Raises EaselError."""
        return self._ask(lambda index: _ids_of(index, paths))

    def paths_of(self, ids: Sequence[int]) -> list[str]:
        """The files with these ids, as far as they are there. Raises EaselError."""
        return self._ask(lambda index: [str(row.path) for row in index.rows(ids)])

    def values_of(self, column: str) -> list[tuple[str, int]]:
        """What the filter's chips offer; see `GalleryIndex.values_of`. Raises EaselError."""
        return self._ask(lambda index: index.values_of(column))

    def sizes(self) -> list[tuple[int, int, int]]:
        """The sizes that there are, as (width, height, count). Raises EaselError."""
        return self._ask(lambda index: index.sizes())

    def subfolders(self) -> list[tuple[str, str, int]]:
        """The folders inside the gallery's, as (gallery folder, path in it, count)."""
        return self._ask(lambda index: index.subfolders())

    def refresh(
        self,
        progress: scan.Progress | None = None,
        stopped: Callable[[], bool] | None = None,
    ) -> Refreshed:
        """Bring the index up to date with the folders; says what had changed.

        Takes long the first time; runs on a background thread. A folder that can't be read keeps
        what is known of it, and stands in `problems`. What a killed process left half-written in
        the folders is swept away. Raises EaselError for the index itself.
        """
        if self._read_only:
            self._looking.close()  # the index may have come, or be another one, since
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
        """One part of what an earlier Easel left unread; see `folder_scan.learn_origins`.

        Raises EaselError.
        """
        if self._read_only:
            return 0, False
        with self._indexing.use() as index:
            return scan.learn_origins(index, after)

    def add(self, picture: Path) -> None:
        """Put a picture that was just written into the index. Raises EaselError."""
        roots = [root.absolute() for root in self._folders()]
        fitting = [root for root in roots if picture.is_relative_to(root)]
        if fitting and not self._read_only:
            with self._deeds.use() as index:
                scan.add_picture(index, min(fitting, key=lambda root: len(root.parts)), picture)

    @contextmanager
    def writing(self) -> Generator[GalleryIndex]:
        """The index for `MarkOperations` and `FileOperations`, one deed after the other."""
        with self._deeds.use() as index:
            yield index

    def _ask(self, question: Callable[[GalleryIndex], T]) -> T:
        """The answer to `question`; of a new index, empty until it is filled, for a damaged one."""
        try:
            with self._looking.use() as index:
                return question(index)
        except DamagedIndexError:
            with self._looking.use() as index:
                return question(index)

    def _listing_of(self, index: GalleryIndex) -> GalleryListing:
        if self._listing is None or self._listed is not index:
            self._listing, self._listed = GalleryListing(index), index
        return self._listing

    def close(self) -> None:
        """Let go of the index. Stop a `refresh` before."""
        for connection in (self._looking, self._indexing, self._deeds):
            connection.close()

    def _open(self) -> GalleryIndex:
        return GalleryIndex(self._path, read_only=self._read_only, file_tags=self._file_tags)


class _Shared:
    """A connection that is opened when needed, and used by one thread at a time."""

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
    """Subfolders are indexed with the folder that they are in."""
    return any(folder != other and folder.is_relative_to(other) for other in folders)
