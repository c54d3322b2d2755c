"""The gallery's access to the picture index: queries and undoable operations."""

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
    from desktop.storage.gallery.index.gallery_index import GalleryIndex
    from desktop.storage.gallery.picture_paths import PicturePaths

SORTS: tuple[Sort, ...] = ("newest", "oldest", "name", "seed", "model", "stars")
"""The sort orders that the window offers."""
_MOST_WATCHED = 256

Counted = tuple[tuple[str, int], ...]
IndexOperation = Callable[["GalleryIndex"], "OperationResult"]


class Shown(NamedTuple):
    """The annotations on a tile: stars, 0 to 5, and tags."""

    stars: int = 0
    tags: tuple[str, ...] = ()


class Facets(NamedTuple):
    """The available filters, each with its number of pictures."""

    folders: tuple[str, ...] = ()
    subfolders: tuple[tuple[str, str, int], ...] = ()
    """(gallery folder, path in it, pictures)"""
    albums: Counted = ()
    models: Counted = ()
    loras: Counted = ()
    tags: Counted = ()
    sizes: tuple[tuple[int, int, int], ...] = ()


class PictureStore(Protocol):
    """Protocol of the gallery's source of pictures.

    All but `folders` and `stop` run on background threads. All raise EaselError if the index can't
    be used.
    """

    def folders(self) -> list[str]:
        """Return the gallery's folders; new pictures go to the first one."""
        ...

    def watched(self) -> list[str]:
        """Return the folders to watch for outside changes: the gallery's and their subfolders."""
        ...

    def paths(self, query: GalleryQuery) -> Sequence[str]:
        """Return the matching pictures, in order."""
        ...

    def first_paths(self, order: Sort) -> Sequence[str]:
        """Return the first pictures of a gallery so large that its list comes later, or none."""
        ...

    def days(self, query: GalleryQuery) -> Sequence[tuple[str, int]]:
        """Return the first picture of each day with the day's ordinal, if sorted by date."""
        ...

    def marked(self) -> Mapping[str, Shown]:
        """Return stars and tags by path, of the pictures that have any."""
        ...

    def albums_of(self, paths: Sequence[str]) -> dict[str, tuple[str, ...]]:
        """Return the albums of each of these pictures that is indexed."""
        ...

    def facets(self) -> Facets:
        """Return the available filters."""
        ...

    def ids(self, paths: Sequence[str]) -> list[int]:
        """Return the index ids of these pictures, as far as indexed."""
        ...

    def do(self, operation: IndexOperation) -> tuple[OperationResult, list[str]]:
        """Run an operation; return its result and the pictures' current paths."""
        ...

    def refresh(self) -> Refreshed:
        """Scan the folders; return what changed."""
        ...

    def learn_origins(self, after: int) -> tuple[int, bool]:
        """Read a batch of sources of earlier pictures; return the last id, 0 at the end."""
        ...

    def add(self, path: str) -> None:
        """Index a picture that was just written."""
        ...

    def notices(self) -> list[Message]:
        """Return messages about problems of the last `refresh`."""
        ...

    def stop(self) -> None:
        """Make a running refresh end soon. Called on the main thread."""
        ...

    def close(self) -> None:
        """Release everything, once no background work uses the store any more."""
        ...


class IndexedStore:
    """The store on `storage`'s index, imported and opened on first use."""

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
        """Return the gallery's folders; new pictures go to the first one."""
        return [str(folder.absolute()) for folder in self._folders()]

    def watched(self) -> list[str]:
        """Return the gallery's folders and the first few hundred in them. Raises EaselError."""
        inside = [f"{root}/{below}" for root, below, _ in self._library().subfolders()]
        return [*self.folders(), *inside][:_MOST_WATCHED]

    def paths(self, query: GalleryQuery) -> PicturePaths:
        """Return the matching pictures, in order. Raises EaselError."""
        return self._library().paths(query)

    def first_paths(self, order: Sort) -> PicturePaths:
        """Return the first pictures of a very large gallery, or none. Raises EaselError."""
        return self._library().first_paths(order)

    def days(self, query: GalleryQuery) -> list[tuple[str, int]]:
        """Return the first picture of each day with the day's ordinal. Raises EaselError."""
        return self._library().days(query)

    def marked(self) -> dict[str, Shown]:
        """Return stars and tags by path. Raises EaselError."""
        return {path: Shown(*pair) for path, pair in self._library().marked().items()}

    def albums_of(self, paths: Sequence[str]) -> dict[str, tuple[str, ...]]:
        """Return the albums of each of these pictures. Raises EaselError."""
        return {str(row.path): row.albums for row in self._library().rows_at(paths)}

    def facets(self) -> Facets:
        """Return the available filters. Raises EaselError."""
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
        """Return the index ids of these pictures. Raises EaselError."""
        return self._library().ids_at(paths)

    def do(self, operation: IndexOperation) -> tuple[OperationResult, list[str]]:
        """Run an operation; return its result and the current paths. Raises EaselError."""
        library = self._library()
        with library.writing() as index:
            done = operation(index)
        return done, library.paths_of(done.ids)

    def refresh(self) -> Refreshed:
        """Bring the index up to date. Raises EaselError."""
        return self._library().refresh(stopped=lambda: self._stopping)

    def learn_origins(self, after: int) -> tuple[int, bool]:
        """Read a batch of sources of earlier pictures. Raises EaselError."""
        return self._library().learn_origins(after)

    def add(self, path: str) -> None:
        """Index a new picture. Raises EaselError."""
        self._library().add(Path(path))

    def notices(self) -> list[Message]:
        """Return messages on the index and on unreadable folders. Raises EaselError."""
        library = self._library()
        own = self._folders()[0]  # created by the first picture
        unread = [
            message
            for folder, message in library.problems.items()
            if folder != own.absolute() or own.exists()
        ]
        return [library.notice, *unread] if library.notice else unread

    def stop(self) -> None:
        """Make a running refresh end soon: the window is closing."""
        self._stopping = True

    def close(self) -> None:
        """Release the index, once nothing uses it any more."""
        if self._made is not None:
            self._made.close()

    def _library(self) -> GalleryLibrary:
        from desktop.storage.gallery.gallery_library import GalleryLibrary

        with self._lock:
            if self._made is None:
                self._made = GalleryLibrary(self._index, self._folders, read_only=self._read_only)
            return self._made
