"""Write pictures with their annotations and tags into the index."""

from __future__ import annotations

import os
import posixpath
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import msgspec

from desktop.storage.gallery.annotations_journal import Annotation, AnnotationJournal
from desktop.storage.gallery.fts_text import words
from desktop.storage.gallery.picture_row import SEED_SHIFT, PictureFacts, Stamp, storable

from .gallery_index import GalleryIndex

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
    """Writer for one gallery folder. Each method is one transaction."""

    def __init__(self, index: GalleryIndex, folder: Path, annotations: AnnotationJournal) -> None:
        self.index = index
        self.folder = folder
        self.annotations = annotations
        self._stamp_before = annotations.stamp()
        self._orphans: dict[tuple[int, int], list[Annotation]] | None = None

    def write(self, facts: Sequence[PictureFacts]) -> None:
        """Insert pictures, replacing the rows of the same names."""
        self.annotations.catch_up()
        annotations = self._annotations_of(facts)
        tags = {fact.name: self._tags(fact.name, annotations[fact.name]) for fact in facts}
        with self.index.writing() as connection:
            folder = self._folder_id(connection)
            ids = self._ids_for(connection, folder, [fact.name for fact in facts])
            rows = [self._values(ids[f.name], folder, f, annotations[f.name]) for f in facts]
            connection.executemany(_INSERT, rows)
            connection.executemany(_WORDS, [_words(ids[fact.name], fact) for fact in facts])
            labels = [
                (ids[fact.name], kind, label)
                for fact in facts
                for kind, all_labels in (
                    ("lora", fact.loras),
                    ("origin", fact.origins),
                    ("tag", tags[fact.name]),
                    ("album", annotations[fact.name].albums),
                )
                for label in all_labels
            ]
            connection.executemany(_LABEL, labels)
            self._stamp(connection, folder)

    def remove_and_move(
        self, removed: Sequence[str], moved: Mapping[str, tuple[str, Stamp]]
    ) -> None:
        """Remove pictures, and rename others; these keep id, stars and albums."""
        followed = [
            msgspec.structs.replace(self.annotations.get(old), name=new)
            for old, (new, _) in moved.items()
            if not self.annotations.get(old).empty
        ]
        if followed:
            self.annotations.put([*followed, *(Annotation(name=old) for old in moved)])
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
        """Read the file tags of pictures again whose content did not change."""
        tags = {name: self._tags(name, self.annotations.get(name)) for name in files}
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
        """Copy stars and albums from the folder's journal."""
        with self.index.writing() as connection:
            folder = self._folder_id(connection)
            connection.execute(
                "UPDATE pictures SET stars = 0 WHERE folder = ? AND stars <> 0", (folder,)
            )
            connection.execute(
                f"DELETE FROM labels WHERE kind = 'album' AND {_OF_FOLDER}", (folder,)
            )
            self._set_annotations(connection, folder, self.annotations.all().values())
            stamp = self.annotations.stamp()
            connection.execute("UPDATE folders SET marks = ? WHERE id = ?", (stamp, folder))

    def put_annotations(self, annotations: Iterable[Annotation]) -> None:
        """Write new annotations: first to the folder's journal, then to the index."""
        new = list(annotations)
        self.annotations.put(new)
        with self.index.writing() as connection:
            folder = self._folder_id(connection)
            connection.executemany(
                "DELETE FROM labels WHERE kind = 'album' AND picture = "
                "(SELECT id FROM pictures WHERE folder = ? AND name = ?)",
                [(folder, annotation.name) for annotation in new],
            )
            self._set_annotations(connection, folder, new)
            self._stamp(connection, folder)

    def _set_annotations(
        self, connection: sqlite3.Connection, folder: int, annotations: Iterable[Annotation]
    ) -> None:
        known = list(annotations)
        connection.executemany(
            "UPDATE pictures SET stars = ? WHERE folder = ? AND name = ?",
            [(annotation.stars, folder, annotation.name) for annotation in known],
        )
        connection.executemany(
            "INSERT OR IGNORE INTO labels(picture, kind, label) "
            "SELECT id, 'album', ? FROM pictures WHERE folder = ? AND name = ?",
            [
                (album, folder, annotation.name)
                for annotation in known
                for album in annotation.albums
            ],
        )

    def _stamp(self, connection: sqlite3.Connection, folder: int) -> None:
        """Record that the journal is in the index, if it was before these changes."""
        stamp = self.annotations.stamp()
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
        """Return ids for the pictures: the old id where a row exists (it is removed), else a new
        one.
        """
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
        number: int, folder: int, fact: PictureFacts, annotation: Annotation
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
            annotation.stars,
        )

    def _annotations_of(self, facts: Sequence[PictureFacts]) -> dict[str, Annotation]:
        """Return each picture's annotation; one that was renamed outside Easel gets its annotation
        back.
        """
        found: dict[str, Annotation] = {}
        followed: list[Annotation] = []
        for fact in facts:
            annotation = self.annotations.get(fact.name)
            orphans = (
                self._orphans_like(fact) if annotation.empty and self.annotations.all() else []
            )
            if len(orphans) == 1:
                orphan = orphans.pop()
                annotation = msgspec.structs.replace(orphan, name=fact.name)
                followed += [annotation, Annotation(name=orphan.name)]
            found[fact.name] = annotation
        self.annotations.put(followed)
        return found

    def _orphans_like(self, fact: PictureFacts) -> list[Annotation]:
        """Return the annotations of this size and time whose files are missing."""
        if self._orphans is None:
            self._orphans = {}
            for annotation in self.annotations.all().values():
                if not (self.folder / annotation.name).exists():
                    self._orphans.setdefault((annotation.size, annotation.mtime), []).append(
                        annotation
                    )
        return self._orphans.get((fact.size, fact.mtime), [])

    def _tags(self, name: str, annotation: Annotation) -> tuple[str, ...]:
        try:
            return self.index.file_tags.read(self.folder / name) or annotation.tags
        except OSError:
            return annotation.tags


def _words(number: int, fact: PictureFacts) -> tuple[object, ...]:
    texts = (fact.prompt, fact.negative_prompt, fact.model, fact.sampler, fact.name)
    return (number, *(words(text) for text in texts))
