"""Update the index from a folder: new, removed, changed and renamed pictures."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, NamedTuple

from desktop.core.errors import EaselError
from desktop.core.messages import Message
from desktop.core.picture_formats import PICTURE_SUFFIXES
from desktop.files.atomic import Pause, no_pause
from desktop.files.disk_errors import disk_error
from desktop.files.icloud import in_icloud

from .annotations_journal import AnnotationJournal
from .index.gallery_index import GalleryIndex
from .index.index_writer import Writer
from .picture_row import PictureFacts, Stamp, read_facts

BATCH = 500
_DEEPEST = 16
_NOT_ALBUMS = (".app", ".photoslibrary", ".mlmodelc", ".mlpackage", ".bundle")

Progress = Callable[[int, int], None]
"""Called with the number of finished pictures, and of all."""


@dataclass
class Changes:
    """The differences between a folder and the index. Names are paths inside the folder."""

    folder: Path
    added: dict[str, Stamp] = field(default_factory=dict[str, Stamp])
    changed: dict[str, Stamp] = field(default_factory=dict[str, Stamp])
    retagged: dict[str, Stamp] = field(default_factory=dict[str, Stamp])
    moved: dict[str, tuple[str, Stamp]] = field(default_factory=dict[str, tuple[str, Stamp]])
    """New names by old."""
    removed: list[str] = field(default_factory=list[str])
    annotations_changed: bool = False

    def __bool__(self) -> bool:
        files = self.added or self.changed or self.retagged or self.moved or self.removed
        return bool(files) or self.annotations_changed

    def summary(self) -> str:
        """Return the numbers of new, changed and removed pictures, for the log."""
        counts = {
            "added": len(self.added),
            "changed": len(self.changed),
            "retagged": len(self.retagged),
            "moved": len(self.moved),
            "removed": len(self.removed),
        }
        return ", ".join(f"{count} {what}" for what, count in counts.items() if count)

    def rewritten(self) -> list[str]:
        """Return names that now belong to another file, or to none."""
        places = [name for names in self.moved.items() for name in (names[0], names[1][0])]
        return [*self.changed, *self.removed, *places]


class _Row(NamedTuple):
    name: str
    size: int
    mtime: int
    ctime: int
    width: int


def scan(index: GalleryIndex, folder: Path) -> Changes:
    """Compare `folder` with the index, by name, size and time; read no picture, write nothing.

    Both are gone through in the order of names, so that no more than the names is in memory at
    once. Raises EaselError where the folder can't be listed; its index entries are kept then.
    """
    folder = folder.absolute()
    changes, gone = Changes(folder), dict[str, tuple[int, int]]()
    names = sorted(_pictures_in(folder))  # by code points, as SQLite sorts them
    rows = _known(index, folder)
    row = next(rows, None)
    for name in names:
        while row is not None and row.name < name:
            gone[row.name] = row.size, row.mtime
            row = next(rows, None)
        before = None
        if row is not None and row.name == name:
            before, row = row, next(rows, None)
        status = _stamp(folder, name)
        if status is None:  # it vanished while we looked
            gone |= {} if before is None else {name: (before.size, before.mtime)}
        elif before is None:
            changes.added[name] = status
        elif (before.size, before.mtime) != status[:2]:
            changes.changed[name] = status
        elif before.ctime != status.ctime:
            was_unreadable = before.width == 0
            (changes.changed if was_unreadable else changes.retagged)[name] = status
    while row is not None:
        gone[row.name] = row.size, row.mtime
        row = next(rows, None)
    _find_moves(changes, gone)
    stamps = index.all("SELECT marks FROM folders WHERE path = ?", [os.fspath(folder)])
    changes.annotations_changed = not stamps or stamps[0][0] != AnnotationJournal(folder).stamp()
    return changes


def apply(
    index: GalleryIndex,
    changes: Changes,
    progress: Progress | None = None,
    stopped: Callable[[], bool] | None = None,
    pause: Pause = no_pause,
) -> None:
    """Update the index, newest pictures first, in short transactions.

    `stopped` is called between them; the next `scan` finds the rest. Raises EaselError.
    """
    annotations = AnnotationJournal(changes.folder)
    writer = Writer(index, changes.folder, annotations)
    if changes.removed or changes.moved:
        writer.remove_and_move(changes.removed, changes.moved)
    waiting = {**changes.changed, **changes.added}
    names = sorted(waiting, key=lambda name: waiting[name].mtime, reverse=True)
    if changes.retagged:
        writer.retag(changes.retagged)
    for start in range(0, len(names), BATCH):
        if stopped is not None and stopped():
            return
        facts = list(_facts(changes.folder, names[start : start + BATCH], waiting))
        pause("read")
        writer.write(facts)
        pause("committed")
        if progress is not None:
            progress(min(start + BATCH, len(names)), len(names))
    if changes.annotations_changed:
        writer.apply_marks()


def update(
    index: GalleryIndex,
    folder: Path,
    progress: Progress | None = None,
    stopped: Callable[[], bool] | None = None,
) -> Changes:
    """Run `scan` and `apply`; return the changes. Raises EaselError."""
    changes = scan(index, folder)
    if changes:
        apply(index, changes, progress, stopped)
    return changes


def learn_origins(index: GalleryIndex, after: int = 0) -> tuple[int, bool]:
    """Read again the origins of pictures that were indexed before the index had origins.

    Reads some hundred pictures whose ids are above `after`. Returns the last id, 0 where none was
    left, and whether anything was learned. Raises EaselError.
    """
    sql = (
        "SELECT p.id, f.path, p.name, p.size, p.mtime, p.ctime FROM unknown_origins u "
        "JOIN pictures p ON p.id = u.picture JOIN folders f ON f.id = p.folder "
        f"WHERE u.picture > ? ORDER BY u.picture LIMIT {BATCH}"
    )
    rows = index.typed(sql, tuple[int, str, str, int, int, int], [after])
    if not rows:
        return 0, False
    read: dict[int, tuple[str, ...]] = {}
    for number, folder, name, *stamp in rows:
        with suppress(FileNotFoundError):
            fact = _facts_now(Path(folder), name, Stamp(*stamp))
            if fact is not None:  # else another time
                read[number] = fact.origins
    with index.writing() as connection:
        connection.executemany(
            "INSERT OR IGNORE INTO labels(kind, label, picture) "
            "SELECT 'origin', ?, id FROM pictures WHERE id = ?",
            [(digest, number) for number, digests in read.items() for digest in digests],
        )
        connection.executemany(
            "DELETE FROM unknown_origins WHERE picture = ?", [(number,) for number in read]
        )
    return rows[-1][0], any(read.values())


def add_picture(index: GalleryIndex, folder: Path, path: Path, pause: Pause = no_pause) -> int:
    """Index one picture just written in `folder`; return its id.

    Raises EaselError.
    """
    folder, path = folder.absolute(), path.absolute()
    try:
        facts = read_facts(folder, path.relative_to(folder).as_posix(), Stamp.of(path.stat()))
    except OSError as error:
        raise disk_error(error, path, Message("read the picture")) from error
    pause("read")
    Writer(index, folder, AnnotationJournal(folder)).write([facts])
    pause("committed")
    number = index.id_of(path)
    if number is None:
        raise EaselError("The picture could not be added to the gallery.", str(path))
    return number


def _known(index: GalleryIndex, folder: Path) -> Iterator[_Row]:
    """Yield the indexed pictures of a folder by name."""
    sql = (
        "SELECT name, size, mtime, ctime, width FROM pictures "
        "WHERE folder = (SELECT id FROM folders WHERE path = ?) ORDER BY name"
    )
    for name, *status in index.each(sql, [os.fspath(folder)]):
        if not isinstance(name, str):
            raise index.damaged(TypeError("a name of bytes"))
        yield _Row(name, *status)


def _pictures_in(folder: Path) -> Iterator[str]:
    """Yield the names of all pictures below `folder`. Raises EaselError for `folder` itself."""
    waiting = [("", 0)]
    while waiting:
        below, depth = waiting.pop()
        try:
            with os.scandir(folder / below) as entries:  # one by one: each keeps its whole status
                for entry in entries:
                    name = f"{below}/{entry.name}" if below else entry.name
                    kind = _kind(entry)
                    if kind == "picture":
                        yield name
                    elif kind == "folder" and depth < _DEEPEST:
                        waiting.append((name, depth + 1))
        except OSError as error:
            if not below:
                raise disk_error(error, folder / "x", Message("look into the folder")) from error


def _stamp(folder: Path, name: str) -> Stamp | None:
    try:
        return Stamp.of(os.stat(f"{folder}/{name}"))
    except OSError:
        return None


def _kind(entry: os.DirEntry[str]) -> Literal["picture", "folder", ""]:
    if entry.name.startswith(".") or not _is_text(entry.name):
        return ""
    ending = os.path.splitext(entry.name)[1].lower()
    try:
        if ending in PICTURE_SUFFIXES and entry.is_file():
            return "picture"
        is_album = ending not in _NOT_ALBUMS and entry.is_dir(follow_symlinks=False)
        return "folder" if is_album else ""
    except OSError:
        return ""


def _is_text(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:  # bytes that are no UTF-8; nothing could show or store them
        return False
    return True


def _find_moves(changes: Changes, removed: dict[str, tuple[int, int]]) -> None:
    """Pair a new with a removed file of equal size and time as a rename."""
    gone: dict[tuple[int, int], list[str]] = {}
    for name, stamp in removed.items():
        gone.setdefault(stamp, []).append(name)
    for name, status in list(changes.added.items()):
        old = gone.get((status.size, status.mtime), [])
        if len(old) == 1:
            changes.moved[old.pop()] = (name, status)
            del changes.added[name]
    changes.removed = [name for name in removed if name not in changes.moved]


def _facts(folder: Path, names: list[str], known: dict[str, Stamp]) -> Iterator[PictureFacts]:
    for name in names:
        with suppress(FileNotFoundError):
            # what can't be read is shown as damaged
            yield _facts_now(folder, name, known[name]) or _unread(name, known[name])


def _facts_now(folder: Path, name: str, status: Stamp) -> PictureFacts | None:
    """Read a picture: None where it lies in iCloud or is locked. Raises FileNotFoundError."""
    try:
        return None if in_icloud(folder / name) else read_facts(folder, name, status)
    except FileNotFoundError:
        raise
    except OSError:
        return None


def _unread(name: str, status: Stamp) -> PictureFacts:
    """Return the facts of a picture without reading it: one in iCloud would be downloaded.

    It is read once its file's status changes.
    """
    return PictureFacts(
        name=name,
        size=status.size,
        mtime=status.mtime,
        ctime=status.ctime,
        created=status.mtime,
    )
