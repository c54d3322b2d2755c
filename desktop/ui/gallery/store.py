"""Where the gallery's list of pictures comes from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol

if TYPE_CHECKING:
    from desktop.storage.gallery.library import Library

SUFFIXES = (".png", ".jpg", ".jpeg", ".webp", ".tif", ".tiff")
Sort = Literal["newest", "oldest", "name", "seed", "model"]


class Query(NamedTuple):
    """What to show (words in prompt, model, sampler or name), and in which order."""

    text: str = ""
    sort: Sort = "newest"


class PictureStore(Protocol):
    """Gives the paths of the pictures to show. All but `folder` runs on background threads."""

    def folder(self) -> str:
        """The folder to watch for changes made outside."""
        ...

    def paths(self, query: Query) -> Sequence[str]:
        """The pictures that match, in order. Raises EaselError."""
        ...

    def refresh(self) -> bool:
        """Look at the folders again; whether anything had changed. Raises EaselError."""
        ...

    def add(self, path: str) -> None:
        """Take in a picture that was just written. Raises EaselError."""
        ...

    def notices(self) -> list[str]:
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
        self._made: Library | None = None
        self._stopping = False
        self._lock = Lock()
        self.notice = ""

    def folder(self) -> str:
        """The first of the folders: new pictures go there."""
        return str(self._folders()[0])

    def paths(self, query: Query) -> list[str]:
        """The pictures that match, in order. Raises EaselError."""
        from desktop.storage.gallery.query import GalleryQuery

        return self._library().paths(GalleryQuery(text=query.text, sort=query.sort))

    def refresh(self) -> bool:
        """Bring the index up to date. Raises EaselError."""
        return self._library().refresh(stopped=lambda: self._stopping)

    def add(self, path: str) -> None:
        """Take in a new picture. Raises EaselError."""
        self._library().add(Path(path))

    def notices(self) -> list[str]:
        """What happened to the index, and which folders could not be read."""
        if self._made is None:
            return []
        own = self._folders()[0]  # it is made by the first picture
        unread = [
            sentence
            for folder, sentence in self._made.problems.items()
            if folder != own.absolute() or own.exists()
        ]
        return [text for text in (self.notice, *unread) if text]

    def stop(self) -> None:
        """Let a refresh under way end soon: the window is closing."""
        self._stopping = True

    def close(self) -> None:
        """Let go of the index, when nothing uses it any more."""
        if self._made is not None:
            self._made.close()

    def _library(self) -> Library:
        from desktop.storage.gallery.library import Library

        with self._lock:
            if self._made is None:
                made = Library(self._index, self._folders, read_only=self._read_only)
                self.notice = made.notice  # opens it: one thread alone makes a new index
                self._made = made
            return self._made
