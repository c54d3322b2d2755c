"""The gallery's index: queries for pictures, their order, and their data."""

from __future__ import annotations

import os
import sqlite3
from array import array
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from desktop.core.errors import EaselError
from desktop.core.messages import Message
from desktop.files.disk_errors import disk_error
from desktop.storage.gallery.file_tags import FileTags, system_tags
from desktop.storage.gallery.picture_row import SEED_SHIFT
from desktop.storage.gallery.query import (
    GalleryQuery,
    sql_for,
)

from .index_damage import (
    DamagedIndexError,
    disk_fault,
    inode_of,
    is_damage,
    is_noted,
    note_damage,
)
from .schema import open_index

T = TypeVar("T")
_CHUNK = 500
_MOST_CHECKED = 256 * 2**20  # bytes: some 300,000 pictures
_ROW = (
    "SELECT p.id, f.path, p.name, p.size, p.mtime, p.created, p.width, p.height, p.source, "
    "p.prompt, p.model, p.sampler, p.seed, p.starting_image, p.stars "
    "FROM pictures p JOIN folders f ON f.id = p.folder"
)
_RowValues = tuple[
    int, str, str, int, int, int, int, int, str, str, str, str, int | None, int, int
]  # as _ROW selects them


class PictureRow(msgspec.Struct, frozen=True, kw_only=True):
    """A picture's row for the gallery. `size` in bytes, times in nanoseconds since 1970."""

    id: int
    folder: str
    name: str
    """The path inside `folder`."""
    size: int
    mtime: int
    created: int
    width: int
    height: int
    source: str
    prompt: str
    model: str
    sampler: str
    seed: int | None
    starting_image: bool
    stars: int
    tags: tuple[str, ...] = ()
    albums: tuple[str, ...] = ()

    @property
    def path(self) -> Path:
        """The file's path."""
        return Path(self.folder, self.name)

    @property
    def damaged(self) -> bool:
        """Whether the file is no readable picture."""
        return not (self.width and self.height)


class GalleryIndex:
    """A connection to the index; for one thread at a time, and must be closed.

    Any number of objects may read one index while one of them writes (`GalleryLibrary` keeps two).
    With `read_only` (a second window, see `InstanceLock`) nothing is written. `notice` is a message
    for the user where the index could not be used unchanged.
    """

    def __init__(
        self, path: Path, *, read_only: bool = False, file_tags: FileTags | None = None
    ) -> None:
        opened = open_index(path, read_only)
        self.connection = opened.connection
        self.path = opened.path
        self._inode = inode_of(opened.path)
        self.notice = opened.notice
        self.read_only = read_only
        self.file_tags = file_tags or system_tags()

    def close(self) -> None:
        """Close the connection."""
        self.connection.close()

    def folders(self) -> tuple[Path, ...]:
        """Return the indexed folders."""
        rows = self.typed("SELECT path FROM folders ORDER BY id", tuple[str])
        return tuple(Path(path) for (path,) in rows)

    def forget_folder(self, folder: Path) -> None:
        """Remove a folder from the index; its files and their annotations are kept."""
        with self.writing() as connection:
            connection.execute("DELETE FROM folders WHERE path = ?", (os.fspath(folder),))

    def ids(self, query: GalleryQuery) -> array[int]:
        """Return the ids of all pictures that match `query`, in its order."""
        sql, values = sql_for(query)
        return array("q", (row[0] for row in self.all(sql, values)))

    def marked(self) -> dict[str, tuple[int, tuple[str, ...]]]:
        """Return stars and tags by file, of the pictures that have any."""
        sql = (
            "SELECT f.path || '/' || p.name, p.stars, l.label FROM pictures p "
            "JOIN folders f ON f.id = p.folder "
            "LEFT JOIN labels l ON l.picture = p.id AND l.kind = 'tag' WHERE p.id IN "
            "(SELECT id FROM pictures WHERE stars > 0 "
            "UNION SELECT picture FROM labels WHERE kind = 'tag')"
        )
        found: dict[str, tuple[int, tuple[str, ...]]] = {}
        for path, stars, tag in self.typed(sql, tuple[str, int, str | None]):
            before = found.get(path, (stars, ()))
            found[path] = (stars, before[1] if tag is None else (*before[1], tag))
        return found

    def rows(self, ids: Sequence[int]) -> list[PictureRow]:
        """Return the pictures with these ids, in this order; missing ids are skipped."""
        found: dict[int, PictureRow] = {}
        for start in range(0, len(ids), _CHUNK):
            part = list(ids[start : start + _CHUNK])
            labels = self._labels(part)
            sql = f"{_ROW} WHERE p.id IN ({_qmarks(part)})"
            for values in self.typed(sql, _RowValues, part):
                row = _row(values, labels.get(values[0], ()))
                found[row.id] = row
        return [found[number] for number in ids if number in found]

    def id_of(self, path: Path) -> int | None:
        """Return the id of the picture at `path`, None if not indexed."""
        return self.ids_at([path]).get(os.fspath(path))

    def ids_at(self, paths: Iterable[str | Path]) -> dict[str, int]:
        """Return the ids of the indexed pictures at these paths, by path."""
        found: dict[str, int] = {}
        waiting = [os.fspath(path) for path in paths]
        for number, folder in self.folder_paths():
            start = folder.rstrip("/") + "/"
            names = [path[len(start) :] for path in waiting if path.startswith(start)]
            for at in range(0, len(names), _CHUNK):
                part = names[at : at + _CHUNK]
                sql = (
                    f"SELECT id, name FROM pictures WHERE folder = ? AND name IN ({_qmarks(part)})"
                )
                rows = self.typed(sql, tuple[int, str], [number, *part])
                found |= {start + name: picture for picture, name in rows}
        return found

    def count(self) -> int:
        """Return the number of pictures."""
        return self.all("SELECT count(*) FROM pictures")[0][0]

    def values_of(self, column: str) -> list[tuple[str, int]]:
        """Return the values of "model", "sampler", "subfolder", "tag", "album" or "lora", with
        counts.

        The most frequent come first; they are the filter's chips.
        """
        if column in ("model", "sampler", "subfolder"):
            sql = (
                f"SELECT {column}, count(*) FROM pictures WHERE {column} <> '' "
                f"GROUP BY {column} ORDER BY 2 DESC, 1"
            )
            return self.typed(sql, tuple[str, int])
        if column not in ("tag", "album", "lora"):
            raise ValueError(column)
        sql = "SELECT label, count(*) FROM labels WHERE kind = ? GROUP BY label ORDER BY 2 DESC, 1"
        return self.typed(sql, tuple[str, int], [column])

    def sizes(self) -> list[tuple[int, int, int]]:
        """Return the sizes of the pictures as (width, height, count), the most frequent first."""
        sql = (
            "SELECT width, height, count(*) FROM pictures WHERE width > 0 "
            "GROUP BY width, height ORDER BY 3 DESC, 1, 2"
        )
        return self.typed(sql, tuple[int, int, int])

    def subfolders(self) -> list[tuple[str, str, int]]:
        """Return the folders inside the gallery's, as (gallery folder, path in it, count),
        by path.
        """
        folders = self.folders()
        if len(folders) == 1:  # out of the column's index alone
            counted = sorted(self.values_of("subfolder"))
            return [(os.fspath(folders[0]), below, count) for below, count in counted]
        sql = (
            "SELECT f.path, p.subfolder, count(*) FROM pictures p "
            "JOIN folders f ON f.id = p.folder WHERE p.subfolder <> '' "
            "GROUP BY f.path, p.subfolder ORDER BY 1, 2"
        )
        return self.typed(sql, tuple[str, str, int])

    def all(self, sql: str, values: Iterable[Any] = ()) -> list[Any]:
        """Return all rows of a statement. Raises EaselError instead of SQLite's errors."""
        return list(self.each(sql, values))

    def each(self, sql: str, values: Iterable[Any] = ()) -> Iterator[Any]:
        """Yield the rows of a statement one by one: a million of them take hundreds of megabytes.

        Raises EaselError instead of SQLite's errors.
        """
        try:
            yield from self.connection.execute(sql, tuple(values))
        except (sqlite3.Error, UnicodeDecodeError) as error:
            raise self._failure(error) from error

    def typed(self, sql: str, kind: type[T], values: Iterable[Any] = ()) -> list[T]:
        """Return all rows of a statement, each a `kind` (a tuple). Raises EaselError.

        SQLite returns whatever a damaged file holds in a column, regardless of its declared type.
        """
        try:
            return msgspec.convert(self.all(sql, values), list[kind])
        except msgspec.ValidationError as error:
            raise self.damaged(error) from error

    @contextmanager
    def writing(self) -> Generator[sqlite3.Connection]:
        """Run the block as one transaction, all or nothing. Raises EaselError."""
        if self.read_only:
            raise EaselError("This window can only look: another window of Easel is open.")
        try:
            self.connection.execute("BEGIN IMMEDIATE")
            try:
                yield self.connection
            except BaseException:
                self.connection.execute("ROLLBACK")
                raise
            self.connection.execute("COMMIT")
        except (sqlite3.Error, UnicodeDecodeError) as error:
            if self.connection.in_transaction:
                self.connection.execute("ROLLBACK")
            raise self._failure(error) from error

    def is_replaced(self) -> bool:
        """Return whether the file must be reopened: it was replaced, or found damaged."""
        return inode_of(self.path) != self._inode or is_noted(self.path)

    def check(self) -> None:
        """Check a file of usual size for damage. Raises DamagedIndexError."""
        with suppress(OSError):
            if self.path.stat().st_size > _MOST_CHECKED:
                return
        if self.all("PRAGMA quick_check(1)") != [("ok",)]:
            raise self.damaged(ValueError("quick_check"))

    def damaged(self, error: Exception) -> DamagedIndexError:
        """Return the error for impossible content; the next opening repairs the index."""
        if not self.read_only:
            note_damage(self.path, self._inode)
        return DamagedIndexError(
            "The gallery’s index is damaged: Easel builds it again from the pictures.", repr(error)
        )

    def _failure(self, error: Exception) -> EaselError:
        """Return the error for SQLite's exception; damage is noted, so that the next opening
        repairs it.
        """
        return self.damaged(error) if is_damage(error) else _index_error(error, self.path)

    def folder_paths(self) -> list[tuple[int, str]]:
        """Return the indexed folders with their ids."""
        return self.typed("SELECT id, path FROM folders", tuple[int, str])

    def _labels(self, ids: list[int]) -> dict[int, list[tuple[str, str]]]:
        sql = f"SELECT picture, kind, label FROM labels WHERE picture IN ({_qmarks(ids)})"
        found: dict[int, list[tuple[str, str]]] = {}
        for picture, kind, label in self.typed(sql, tuple[int, str, str], ids):
            found.setdefault(picture, []).append((kind, label))
        return found


def _row(values: Sequence[Any], labels: Iterable[tuple[str, str]]) -> PictureRow:
    pairs = list(labels)
    return PictureRow(
        id=values[0],
        folder=values[1],
        name=values[2],
        size=values[3],
        mtime=values[4],
        created=values[5],
        width=values[6],
        height=values[7],
        source=values[8],
        prompt=values[9],
        model=values[10],
        sampler=values[11],
        seed=None if values[12] is None else values[12] + SEED_SHIFT,
        starting_image=bool(values[13]),
        stars=values[14],
        tags=tuple(label for kind, label in pairs if kind == "tag"),
        albums=tuple(label for kind, label in pairs if kind == "album"),
    )


def _index_error(error: Exception, path: Path) -> EaselError:
    fault = disk_fault(error, path)
    if fault is not None:
        return disk_error(fault, path, Message("keep the gallery’s index"))
    if "locked" in str(error):
        message = Message("The gallery’s index is busy. Try again in a moment.")
    else:
        message = Message(
            "The gallery’s index can’t be used. Start Easel again to have it repaired."
        )
    return EaselError(message, repr(error))


def _qmarks(items: Sequence[Any]) -> str:
    return ", ".join("?" for _ in items)
