"""Writes pictures with their marks and tags into the index."""

from __future__ import annotations

import os
import posixpath
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import msgspec

from .annotations_journal import Annotation, AnnotationJournal
from .fts_text import words
from .index import GalleryIndex
from .picture_row import SEED_SHIFT, PictureFacts, Stamp, storable

_INSERT = (
    "INSERT INTO pictures(id, folder, name, subfolder, size, mtime, ctime, created, width, "
    "height, source, prompt, model, sampler, seed, starting_image, stars) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_WORDS = (
    "INSERT INTO words(rowid, prompt, negative_prompt, model, sampler, name) VALUES (?,?,?,?,?,?)"
)
_LABEL = "INSERT OR IGNORE INTO labels(picture, kind, label) VALUES (?, ?, ?)"
_OF_FOLDER = "picture IN (SELECT id FROM pictures WHERE folder = ?)"


class Writer:
    """Writes what belongs to one gallery folder. Each method is one transaction."""

    def __init__(self, index: GalleryIndex, folder: Path, marks: AnnotationJournal) -> None:
        self.index = index
        self.folder = folder
        self.marks = marks
        self._stamp_before = marks.stamp()
        self._orphans: dict[tuple[int, int], list[Annotation]] | None = None

    def write(self, facts: Sequence[PictureFacts]) -> None:
        """Put pictures in, in place of what the index knew of files of these names."""
        self.marks.catch_up()
        marks = self._marks_of(facts)
        tags = {fact.name: self._tags(fact.name, marks[fact.name]) for fact in facts}
        with self.index.writing() as connection:
            folder = self._folder_id(connection)
            ids = self._ids_for(connection, folder, [fact.name for fact in facts])
            rows = [self._values(ids[f.name], folder, f, marks[f.name]) for f in facts]
            connection.executemany(_INSERT, rows)
            connection.executemany(_WORDS, [_words(ids[fact.name], fact) for fact in facts])
            labels = [
                (ids[fact.name], kind, label)
                for fact in facts
                for kind, all_labels in (
                    ("lora", fact.loras),
                    ("origin", fact.origins),
                    ("tag", tags[fact.name]),
                    ("album", marks[fact.name].albums),
                )
                for label in all_labels
            ]
            connection.executemany(_LABEL, labels)
            self._stamp(connection, folder)

    def remove_and_move(
        self, removed: Sequence[str], moved: Mapping[str, tuple[str, Stamp]]
    ) -> None:
        """Take pictures out, and give others their new names; these keep id, stars and albums."""
        followed = [
            msgspec.structs.replace(self.marks.get(old), name=new)
            for old, (new, _) in moved.items()
            if not self.marks.get(old).empty
        ]
        if followed:
            self.marks.put([*followed, *(Annotation(name=old) for old in moved)])
        with self.index.writing() as connection:
            folder = self._folder_id(connection)
            connection.executemany(
                "DELETE FROM pictures WHERE folder = ? AND name = ?",
                [(folder, name) for name in removed],
            )
            connection.executemany(
                "UPDATE OR REPLACE pictures SET name = ?, subfolder = ?, ctime = ? "
                "WHERE folder = ? AND name = ?",
                [
                    (new, posixpath.dirname(new), status.ctime, folder, old)
                    for old, (new, status) in moved.items()
                ],
            )
            connection.executemany(
                "UPDATE words SET name = ? WHERE rowid = "
                "(SELECT id FROM pictures WHERE folder = ? AND name = ?)",
                [(words(new), folder, new) for new, _ in moved.values()],
            )
            self._stamp(connection, folder)

    def retag(self, files: Mapping[str, Stamp]) -> None:
        """Read the file tags of pictures anew, whose content did not change."""
        tags = {name: self._tags(name, self.marks.get(name)) for name in files}
        with self.index.writing() as connection:
            folder = self._folder_id(connection)
            find = "SELECT id FROM pictures WHERE folder = ? AND name = ?"
            for name, status in files.items():
                for (number,) in connection.execute(find, (folder, name)).fetchall():
                    change = "UPDATE pictures SET ctime = ? WHERE id = ?"
                    connection.execute(change, (status.ctime, number))
                    connection.execute(
                        "DELETE FROM labels WHERE picture = ? AND kind = 'tag'", (number,)
                    )
                    connection.executemany(_LABEL, [(number, "tag", tag) for tag in tags[name]])

    def apply_marks(self) -> None:
        """Take stars and albums over from the folder's journal."""
        with self.index.writing() as connection:
            folder = self._folder_id(connection)
            connection.execute(
                "UPDATE pictures SET stars = 0 WHERE folder = ? AND stars <> 0", (folder,)
            )
            connection.execute(
                f"DELETE FROM labels WHERE kind = 'album' AND {_OF_FOLDER}", (folder,)
            )
            self._set_marks(connection, folder, self.marks.all().values())
            stamp = self.marks.stamp()
            connection.execute("UPDATE folders SET marks = ? WHERE id = ?", (stamp, folder))

    def put_marks(self, marks: Iterable[Annotation]) -> None:
        """Keep new marks: first in the folder's journal, then in the index."""
        new = list(marks)
        self.marks.put(new)
        with self.index.writing() as connection:
            folder = self._folder_id(connection)
            connection.executemany(
                "DELETE FROM labels WHERE kind = 'album' AND picture = "
                "(SELECT id FROM pictures WHERE folder = ? AND name = ?)",
                [(folder, mark.name) for mark in new],
            )
            self._set_marks(connection, folder, new)
            self._stamp(connection, folder)

    def _set_marks(
        self, connection: sqlite3.Connection, folder: int, marks: Iterable[Annotation]
    ) -> None:
        known = list(marks)
        connection.executemany(
            "UPDATE pictures SET stars = ? WHERE folder = ? AND name = ?",
            [(mark.stars, folder, mark.name) for mark in known],
        )
        connection.executemany(
            "INSERT OR IGNORE INTO labels(picture, kind, label) "
            "SELECT id, 'album', ? FROM pictures WHERE folder = ? AND name = ?",
            [(album, folder, mark.name) for mark in known for album in mark.albums],
        )

    def _stamp(self, connection: sqlite3.Connection, folder: int) -> None:
        """Note that the journal is in the index, if it was so before these changes."""
        stamp = self.marks.stamp()
        sql = "UPDATE folders SET marks = ? WHERE id = ? AND marks = ?"
        connection.execute(sql, (stamp, folder, self._stamp_before))
        self._stamp_before = stamp

    def _folder_id(self, connection: sqlite3.Connection) -> int:
        path = os.fspath(self.folder)
        connection.execute("INSERT OR IGNORE INTO folders(path) VALUES (?)", (path,))
        row = connection.execute("SELECT id FROM folders WHERE path = ?", (path,)).fetchone()
        return int(row[0])

    @staticmethod
    def _ids_for(
        connection: sqlite3.Connection, folder: int, names: Sequence[str]
    ) -> dict[str, int]:
        """Ids for the pictures: the old one where there is one (its row is removed), else new."""
        find = "SELECT id FROM pictures WHERE folder = ? AND name = ?"
        ids: dict[str, int] = {}
        for name in names:
            row = connection.execute(find, (folder, name)).fetchone()
            if row is not None:
                ids[name] = int(row[0])
        connection.executemany("DELETE FROM pictures WHERE id = ?", [(n,) for n in ids.values()])
        row = connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'pictures'")
        last = int((row.fetchone() or (0,))[0])
        for name in names:
            if name not in ids:
                last += 1
                ids[name] = last
        return ids

    @staticmethod
    def _values(
        number: int, folder: int, fact: PictureFacts, mark: Annotation
    ) -> tuple[object, ...]:
        return (
            number,
            folder,
            fact.name,
            posixpath.dirname(fact.name),
            fact.size,
            fact.mtime,
            fact.ctime,
            fact.created,
            fact.width,
            fact.height,
            fact.source,
            storable(fact.prompt),
            fact.model,
            fact.sampler,
            None if fact.seed is None else fact.seed - SEED_SHIFT,
            fact.starting_image,
            mark.stars,
        )

    def _marks_of(self, facts: Sequence[PictureFacts]) -> dict[str, Annotation]:
        """Each picture's mark; one that was renamed while nobody watched gets its mark back."""
        found: dict[str, Annotation] = {}
        followed: list[Annotation] = []
        for fact in facts:
            mark = self.marks.get(fact.name)
            orphans = self._orphans_like(fact) if mark.empty and self.marks.all() else []
            if len(orphans) == 1:
                orphan = orphans.pop()
                mark = msgspec.structs.replace(orphan, name=fact.name)
                followed += [mark, Annotation(name=orphan.name)]
            found[fact.name] = mark
        self.marks.put(followed)
        return found

    def _orphans_like(self, fact: PictureFacts) -> list[Annotation]:
        """The marks of this size and time whose files are not there any more."""
        if self._orphans is None:
            self._orphans = {}
            for mark in self.marks.all().values():
                if not (self.folder / mark.name).exists():
                    self._orphans.setdefault((mark.size, mark.mtime), []).append(mark)
        return self._orphans.get((fact.size, fact.mtime), [])

    def _tags(self, name: str, mark: Annotation) -> tuple[str, ...]:
        try:
            return self.index.file_tags.read(self.folder / name) or mark.tags
        except OSError:
            return mark.tags


def _words(number: int, fact: PictureFacts) -> tuple[object, ...]:
    texts = (fact.prompt, fact.negative_prompt, fact.model, fact.sampler, fact.name)
    return (number, *(words(text) for text in texts))
