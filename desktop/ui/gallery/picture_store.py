"""Where the gallery's list of pictures comes from, and what does deeds to them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple, Protocol

from desktop.core.messages import Message
from desktop.storage.gallery.query import GalleryQuery, Sort

if TYPE_CHECKING:
    from desktop.storage.gallery.gallery_library import GalleryLibrary, Refreshed
    from desktop.storage.gallery.gallery_operations import OperationResult
    from desktop.storage.gallery.index import GalleryIndex

SORTS: tuple[Sort, ...] = ("newest", "oldest", "name", "seed", "model", "stars")
"""The orders that the window offers."""
_MOST_WATCHED = 256

Counted = tuple[tuple[str, int], ...]
Deed = Callable[["GalleryIndex"], "OperationResult"]


class Shown(NamedTuple):
    """What a tile shows of a picture besides itself: stars, 0 to 5, and tags."""

    stars: int = 0
    tags: tuple[str, ...] = ()


class Facets(NamedTuple):
    """What the gallery can be narrowed to; each with how many pictures there are."""

    folders: tuple[str, ...] = ()
    subfolders: tuple[tuple[str, str, int], ...] = ()
    """(gallery folder, path in it, pictures)"""
    albums: Counted = ()
    models: Counted = ()
    loras: Counted = ()
    tags: Counted = ()
    sizes: tuple[tuple[int, int, int], ...] = ()


class PictureStore(Protocol):
    """Gives the pictures to show. All but `folders` and `stop` runs on background threads.

    All raise EaselError where the index can't be used.
    """

    def folders(self) -> list[str]:
        """The gallery's folders; new pictures go to the first one."""
        ...

    def watched(self) -> list[str]:
        """The folders to watch for changes made outside: the gallery's, and those in them."""
        ...

    def paths(self, query: GalleryQuery) -> Sequence[str]:
        """The pictures that match, in order."""
        ...

    def days(self, query: GalleryQuery) -> Sequence[tuple[str, int]]:
        """The first picture of each day with the day's ordinal, where the order is by date."""
        ...

    def marked(self) -> Mapping[str, Shown]:
        """What tiles show, by path, of the pictures that have stars or tags."""
        ...

    def albums_of(self, paths: Sequence[str]) -> dict[str, tuple[str, ...]]:
        """The albums of each of these pictures that is in the index."""
        ...

    def facets(self) -> Facets:
        """What the gallery can be narrowed to."""
        ...

    def ids(self, paths: Sequence[str]) -> list[int]:
        """The index's numbers of these pictures, as far as they are in it."""
        ...

    def do(self, operation: Deed) -> tuple[OperationResult, list[str]]:
        """Do something to pictures; returns it, and where they are now."""
        ...

    def refresh(self) -> Refreshed:
        """Look at the folders again; what had changed."""
        ...

    def learn_origins(self, after: int) -> tuple[int, bool]:
        """Read a part of what earlier pictures were made from; the last id, 0 at the end."""
        ...

    def add(self, path: str) -> None:
        """Take in a picture that was just written."""
        ...

    def notices(self) -> list[Message]:
        """Sentences on what could not be taken as it was, after a `refresh`."""
        ...

    def stop(self) -> None:
        """Let a refresh under way end soon. Called on the main thread."""
        ...

    def close(self) -> None:
        """Let go of everything, when no background work uses it any more."""
        ...


class IndexedStore:
    """The storage room's index, imported and opened only when it is first asked."""

    def __init__(
        self, index: Path, folders: Callable[[], Sequence[Path]], *, read_only: bool = False
    ) -> None:
        self._index = index
        self._folders = folders
        self._read_only = read_only
        self._made: GalleryLibrary | None = None
        self._stopping = False
        self._lock = Lock()

    def folders(self) -> list[str]:
        """The gallery's folders; new pictures go to the first one."""
        return [str(folder.absolute()) for folder in self._folders()]

    def watched(self) -> list[str]:
        """The gallery's folders and the first some hundred in them. Raises EaselError."""
        inside = [f"{root}/{below}" for root, below, _ in self._library().subfolders()]
        return [*self.folders(), *inside][:_MOST_WATCHED]

    def paths(self, query: GalleryQuery) -> list[str]:
        """The pictures that match, in order. Raises EaselError."""
        return self._library().paths(query)

    def days(self, query: GalleryQuery) -> list[tuple[str, int]]:
        """The first picture of each day with the day's ordinal. Raises EaselError."""
        return self._library().days(query)

    def marked(self) -> dict[str, Shown]:
        """Stars and tags by path. Raises EaselError."""
        return {path: Shown(*pair) for path, pair in self._library().marked().items()}

    def albums_of(self, paths: Sequence[str]) -> dict[str, tuple[str, ...]]:
        """The albums of each of these pictures. Raises EaselError."""
        return {str(row.path): row.albums for row in self._library().rows_at(paths)}

    def facets(self) -> Facets:
        """What the gallery can be narrowed to. Raises EaselError."""
        library = self._library()
        models, loras, tags, albums = (
            tuple(library.values_of(kind)) for kind in ("model", "lora", "tag", "album")
        )
        return Facets(
            folders=tuple(self.folders()),
            subfolders=tuple(library.subfolders()),
            albums=tuple(sorted(albums)),
            models=models,
            loras=loras,
            tags=tags,
            sizes=tuple(library.sizes()),
        )

    def ids(self, paths: Sequence[str]) -> list[int]:
        """The index's numbers of these pictures. Raises EaselError."""
        return self._library().ids_at(paths)

    def do(self, operation: Deed) -> tuple[OperationResult, list[str]]:
        """Do something to pictures; returns it, and where they are now. Raises EaselError."""
        library = self._library()
        with library.writing() as index:
            done = operation(index)
        return done, library.paths_of(done.ids)

    def refresh(self) -> Refreshed:
        """Bring the index up to date. Raises EaselError."""
        return self._library().refresh(stopped=lambda: self._stopping)

    def learn_origins(self, after: int) -> tuple[int, bool]:
        """Read a part of what earlier pictures were made from. Raises EaselError."""
        return self._library().learn_origins(after)

    def add(self, path: str) -> None:
        """Take in a new picture. Raises EaselError."""
        self._library().add(Path(path))

    def notices(self) -> list[Message]:
        """What happened to the index, and which folders could not be read. Raises EaselError."""
        library = self._library()
        own = self._folders()[0]  # it is made by the first picture
        unread = [
            message
            for folder, message in library.problems.items()
            if folder != own.absolute() or own.exists()
        ]
        return [library.notice, *unread] if library.notice else unread

    def stop(self) -> None:
        """Let a refresh under way end soon: the window is closing."""
        self._stopping = True

    def close(self) -> None:
        """Let go of the index, when nothing uses it any more."""
        if self._made is not None:
            self._made.close()

    def _library(self) -> GalleryLibrary:
        from desktop.storage.gallery.gallery_library import GalleryLibrary

        with self._lock:
            if self._made is None:
                self._made = GalleryLibrary(self._index, self._folders, read_only=self._read_only)
            return self._made
