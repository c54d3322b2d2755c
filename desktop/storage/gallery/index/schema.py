"""The tables of the index, and opening it: damaged, from a newer Easel, or new."""

from __future__ import annotations

import os
import sqlite3
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from desktop.core.errors import EaselError
from desktop.core.messages import Message
from desktop.files.atomic import locked_folder, set_aside
from desktop.files.disk_errors import disk_error

from .index_damage import disk_fault, is_damage, take_note

SCHEMA_VERSION = 4
APPLICATION_ID = 0x4541534C

_TABLES = """
CREATE TABLE IF NOT EXISTS folders(
    id INTEGER PRIMARY KEY,
    path TEXT NOT NULL UNIQUE,
    marks TEXT NOT NULL DEFAULT ''
);
CREATE TABLE IF NOT EXISTS pictures(
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    folder INTEGER NOT NULL REFERENCES folders(id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    subfolder TEXT NOT NULL,
    size INTEGER NOT NULL,
    mtime INTEGER NOT NULL,
    ctime INTEGER NOT NULL,
    created INTEGER NOT NULL,
    width INTEGER NOT NULL,
    height INTEGER NOT NULL,
    source TEXT NOT NULL,
    prompt TEXT NOT NULL,
    model TEXT NOT NULL,
    sampler TEXT NOT NULL,
    seed INTEGER,
    starting_image INTEGER NOT NULL,
    stars INTEGER NOT NULL DEFAULT 0,
    UNIQUE(folder, name)
);
CREATE INDEX IF NOT EXISTS pictures_created ON pictures(created, folder, name);
CREATE INDEX IF NOT EXISTS pictures_name ON pictures(name);
CREATE INDEX IF NOT EXISTS pictures_seed ON pictures(seed);
CREATE INDEX IF NOT EXISTS pictures_model ON pictures(model, created DESC, id DESC);
CREATE INDEX IF NOT EXISTS pictures_stars ON pictures(stars, created);
DROP INDEX IF EXISTS pictures_place;
CREATE INDEX IF NOT EXISTS pictures_size ON pictures(width, height);
CREATE INDEX IF NOT EXISTS pictures_subfolder ON pictures(subfolder);
CREATE INDEX IF NOT EXISTS pictures_start ON pictures(starting_image) WHERE starting_image;
CREATE TABLE IF NOT EXISTS labels(
    kind TEXT NOT NULL,
    label TEXT NOT NULL,
    picture INTEGER NOT NULL REFERENCES pictures(id) ON DELETE CASCADE,
    PRIMARY KEY(kind, label, picture)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS labels_picture ON labels(picture);
CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5(
    prompt, negative_prompt, model, sampler, name,
    tokenize = "unicode61 remove_diacritics 2", prefix = '2 3'
);
CREATE TABLE IF NOT EXISTS unknown_origins(
    picture INTEGER PRIMARY KEY REFERENCES pictures(id) ON DELETE CASCADE
);
CREATE TRIGGER IF NOT EXISTS pictures_removed AFTER DELETE ON pictures BEGIN
    DELETE FROM words WHERE rowid = old.id;
END;
"""

_LABELS_OF_2 = """
INSERT INTO labels(kind, label, picture) SELECT kind, label, picture FROM labels_of_2;
DROP TABLE labels_of_2;
"""
"""Version 2 had the picture first. SQLite 3.40's quick_check then says "NULL value in
labels.picture" of each label: the columns of a table WITHOUT ROWID must stand as in its key."""

_ORIGINS_OF_3 = "INSERT INTO unknown_origins(picture) SELECT id FROM pictures WHERE source <> '';"
"""Version 3 held pictures that were read before the index had origins."""


@dataclass(frozen=True)
class Opened:
    """An open index, and a message for the user where it could not be used unchanged."""

    connection: sqlite3.Connection
    path: Path
    notice: Message | None = None


def open_index(path: Path, read_only: bool = False) -> Opened:
    """Open the index at `path`, or create it. Raises EaselError.

    Any number of threads and processes may do so at once: a lock keeps each from taking a half-made
    index for another program's or a damaged one.

    A damaged index is set aside and begun anew; one from a newer Easel is left as it is, and one of
    this version is kept beside it. With `read_only` a missing or unusable index is replaced by an
    empty one in memory.
    """
    try:
        if read_only:
            return _open(path, read_only)
        path.parent.mkdir(parents=True, exist_ok=True)
        with locked_folder(path.parent):
            return _open(path, read_only)
    except OSError as error:
        raise disk_error(error, path, Message("open the gallery’s index")) from error
    except (sqlite3.Error, UnicodeDecodeError) as error:
        fault = disk_fault(error, path)
        if fault is not None:
            raise disk_error(fault, path, Message("open the gallery’s index")) from error
        message = Message(
            "Easel couldn’t open the gallery’s index “{path}”: {error}.",
            path=path,
            error=str(error),
        )
        raise EaselError(message, repr(error)) from error


def _open(path: Path, read_only: bool) -> Opened:
    if read_only and not path.exists():
        return Opened(_in_memory(), path)
    if not read_only and take_note(path):
        return _begin_anew(path)
    try:
        connection = _connect(path, read_only)
        version = _version(connection)
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
        if read_only or not is_damage(error):
            raise
        return _begin_anew(path)
    if version > SCHEMA_VERSION:
        connection.close()
        own = path.with_name(f"{path.stem}.v{SCHEMA_VERSION}{path.suffix}")
        notice = Message("The gallery’s index is from a newer Easel and stays as it is.")
        return Opened(_open(own, read_only).connection, own, notice)
    if version < SCHEMA_VERSION and not read_only:
        _create(connection, version)
    return Opened(connection, path)


def _begin_anew(path: Path) -> Opened:
    aside = set_aside(path)
    for ending in ("-wal", "-shm"):
        with suppress(FileNotFoundError):
            set_aside(path.with_name(path.name + ending))
    connection = _connect(path, read_only=False)
    _create(connection)
    notice = Message(
        "The gallery’s index was damaged: Easel builds it again from the pictures, with all stars "
        "and tags, and kept the old one as “{aside}”.",
        aside=aside,
    )
    return Opened(connection, path, notice)


def _connect(path: Path, read_only: bool) -> sqlite3.Connection:
    mode = "ro" if read_only else "rwc"
    uri = f"{path.absolute().as_uri()}?mode={mode}"
    if not read_only:
        with suppress(OSError):  # made for the user alone, since it holds prompts
            os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))
    connection = sqlite3.connect(
        uri, uri=True, timeout=30, isolation_level=None, check_same_thread=False
    )
    try:
        if not read_only:
            connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA temp_store = MEMORY")
        connection.execute("PRAGMA cache_size = -16000")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _version(connection: sqlite3.Connection) -> int:
    """Return the schema's version; 0 for an empty file. Raises DatabaseError for a foreign
    database.
    """
    try:
        connection.execute("BEGIN")  # all of it from one state, although another may be making it
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        (application,) = connection.execute("PRAGMA application_id").fetchone()
        (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if tables and application != APPLICATION_ID:
            raise UnicodeDecodeError("index", b"", 0, 0, "not Easel's index")
        if tables and version <= SCHEMA_VERSION:
            connection.execute("SELECT count(*) FROM folders").fetchone()
        connection.execute("COMMIT")
    except (sqlite3.Error, UnicodeDecodeError):
        connection.close()
        raise
    return int(version)


def _create(connection: sqlite3.Connection, version: int = 0) -> None:
    """Create missing tables, and migrate those of the earlier `version`."""
    columns = connection.execute("SELECT name FROM pragma_table_info('labels')").fetchall()
    before, after = "", ""
    if columns[:1] == [("picture",)]:
        before = "DROP INDEX labels_picture; ALTER TABLE labels RENAME TO labels_of_2;"
        after = _LABELS_OF_2
    if 0 < version < 4:
        after += _ORIGINS_OF_3
    connection.executescript(
        f"BEGIN IMMEDIATE; {before} {_TABLES} {after} PRAGMA application_id = {APPLICATION_ID}; "
        f"PRAGMA user_version = {SCHEMA_VERSION}; COMMIT"
    )


def _in_memory() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    _create(connection)
    return connection
