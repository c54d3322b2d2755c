"""Stars and albums, in one journal in each gallery folder.

Each line of `.easel-library.jsonl` is the whole state of one picture, and a picture's last line
counts; so a change is one appended, synced line, a line cut short by a crash is skipped, and other
programs leave the file alone. A picture is identified by its path in the folder, and after a rename
in the Finder by its size and time. The file is compacted, through a temporary file, when most of
its lines are outdated.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import msgspec

from desktop.files.atomic import flush_to_disk, locked_folder, sync_folder, write_atomically
from desktop.files.bounded import UnreadableError, read_bytes

MARKS_NAME = ".easel-library.jsonl"
_COMPACT_FROM = 1000
_MOST_BYTES = 2**29
"""Maximum size in bytes: a million annotated pictures have some 100 MB."""


class Annotation(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The user's annotation of a picture. `tags` is used only where the disk has no file tags."""

    name: str
    size: int = 0
    mtime: int = 0
    stars: int = 0
    tags: tuple[str, ...] = ()
    albums: tuple[str, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether the annotation has no content."""
        return not (self.stars or self.tags or self.albums)


class AnnotationJournal:
    """The annotations of a gallery folder. Only the holder of the `InstanceLock` may `put`."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / MARKS_NAME
        self._annotations: dict[str, Annotation] = {}
        self._lines = 0
        self._loaded = ""
        self._broken_end = False
        self._load()

    def get(self, name: str) -> Annotation:
        """Return the annotation of the picture `name` (its path in the folder)."""
        return self._annotations.get(name) or Annotation(name=name)

    def all(self) -> Mapping[str, Annotation]:
        """Return all annotations by name."""
        return self._annotations

    def stamp(self) -> str:
        """Return a stamp that changes whenever the file does, to tell whether the index is up to
        date.
        """
        try:
            status = self.path.stat()
        except OSError:
            return ""
        return f"{status.st_size}:{status.st_mtime_ns}"

    def catch_up(self) -> None:
        """Read lines that another object has written meanwhile."""
        if self.stamp() != self._loaded:
            self._load()

    def put(self, annotations: Iterable[Annotation]) -> None:
        """Write the annotations; they are on the disk when this returns. Raises OSError.

        Several objects, in several threads, may do so for one folder: each reads the others' lines
        first.
        """
        new = list(annotations)
        if not new:
            return
        with locked_folder(self.path.parent):
            self.catch_up()
            for annotation in new:
                self._take(annotation)
            if self._lines > _COMPACT_FROM and self._lines > 2 * len(self._annotations):
                self._write_anew()
            else:
                self._append(new)
            self._loaded = self.stamp()

    def _take(self, annotation: Annotation) -> None:
        self._lines += 1
        if annotation.empty:
            self._annotations.pop(annotation.name, None)
        else:
            self._annotations[annotation.name] = annotation

    def _append(self, annotations: list[Annotation]) -> None:
        encoder = msgspec.json.Encoder()
        data = b"".join(encoder.encode(annotation) + b"\n" for annotation in annotations)
        is_new = not self.path.exists()
        with self.path.open("ab") as stream:
            stream.write(b"\n" + data if self._broken_end else data)
            flush_to_disk(stream)
        self._broken_end = False
        if is_new:
            sync_folder(self.path.parent)

    def _write_anew(self) -> None:
        encoder = msgspec.json.Encoder()
        lines = [encoder.encode(annotation) for annotation in self._annotations.values()]
        write_atomically(self.path, b"".join(line + b"\n" for line in lines))
        self._lines = len(lines)
        self._broken_end = False

    def _load(self) -> None:
        self._annotations.clear()
        self._lines = 0
        self._loaded = self.stamp()
        try:
            data = read_bytes(self.path, _MOST_BYTES)
        except (OSError, UnreadableError):
            return
        decoder = msgspec.json.Decoder(Annotation)
        self._broken_end = bool(data) and not data.endswith(b"\n")
        for line in data.splitlines():
            try:
                self._take(decoder.decode(line))
            except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
                self._lines += 1  # cut short by a crash, or not ours
