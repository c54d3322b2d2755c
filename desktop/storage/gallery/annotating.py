"""Stars, tags and albums: written beside the pictures first, then to the index.

Each function returns the previous values by id, in the form of its argument: pass them back to
undo.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import msgspec

from desktop.core.messages import Message
from desktop.files.disk_errors import disk_error

from .annotations_journal import Annotation, AnnotationJournal
from .index.gallery_index import GalleryIndex, PictureRow
from .index.index_writer import Writer
from .picture_row import Stamp

MOST_STARS = 5
COLOURS = ("Red", "Orange", "Yellow", "Green", "Blue", "Purple", "Gray")
"""The names of the Finder's seven color tags."""


def set_stars(index: GalleryIndex, stars: Mapping[int, int]) -> dict[int, int]:
    """Set stars, 0 to 5, by picture id. Raises EaselError."""
    rows = index.rows(list(stars))
    before = {row.id: row.stars for row in rows}

    def change(row: PictureRow, annotation: Annotation) -> Annotation:
        return msgspec.structs.replace(annotation, stars=max(0, min(stars[row.id], MOST_STARS)))

    _change(index, rows, change)
    return before


def set_albums(
    index: GalleryIndex, albums: Mapping[int, tuple[str, ...]]
) -> dict[int, tuple[str, ...]]:
    """Set the albums (sets of pictures, by name) by picture id. Raises EaselError."""
    rows = index.rows(list(albums))
    before = {row.id: row.albums for row in rows}

    def change(row: PictureRow, annotation: Annotation) -> Annotation:
        return msgspec.structs.replace(annotation, albums=_names(albums[row.id]))

    _change(index, rows, change)
    return before


def set_tags(
    index: GalleryIndex, tags: Mapping[int, tuple[str, ...]]
) -> dict[int, tuple[str, ...]]:
    """Set the tags by picture id, as the system's file tags where the disk has them.

    Raises EaselError.
    """
    rows = index.rows(list(tags))
    before = {row.id: row.tags for row in rows}
    elsewhere: dict[int, tuple[str, ...]] = {}
    for row in rows:
        wanted = _names(tags[row.id])
        try:
            index.file_tags.write(row.path, wanted)
        except OSError:
            elsewhere[row.id] = wanted

    def change(row: PictureRow, annotation: Annotation) -> Annotation:
        return msgspec.structs.replace(annotation, tags=elsewhere.get(row.id, ()))

    _change(index, rows, change, tags_too=True)
    return before


def _change(
    index: GalleryIndex,
    rows: Iterable[PictureRow],
    change: Callable[[PictureRow, Annotation], Annotation],
    tags_too: bool = False,
) -> None:
    with index.writing():  # refuses a window that can only look, before any file is touched
        pass
    by_folder: dict[str, list[PictureRow]] = {}
    for row in rows:
        by_folder.setdefault(row.folder, []).append(row)
    for name, group in by_folder.items():
        folder = Path(name)
        try:
            writer = Writer(index, folder, AnnotationJournal(folder))
            writer.put_annotations(_annotations(writer.annotations, group, change))
            if tags_too:
                writer.retag(
                    {row.name: Stamp.of(row.path.stat()) for row in group if row.path.exists()}
                )
        except OSError as error:
            raise disk_error(error, folder / "x", Message("keep that with the pictures")) from error


def _annotations(
    known: AnnotationJournal,
    rows: Iterable[PictureRow],
    change: Callable[[PictureRow, Annotation], Annotation],
) -> list[Annotation]:
    changed: list[Annotation] = []
    for row in rows:
        old = known.get(row.name)
        new = change(row, msgspec.structs.replace(old, size=row.size, mtime=row.mtime))
        if not (old.empty and new.empty):
            changed.append(new)
    return changed


def _names(names: Iterable[str]) -> tuple[str, ...]:
    stripped = (" ".join(name.split())[:200] for name in names)
    return tuple(dict.fromkeys(name for name in stripped if name))
