"""The gallery's file operations: Trash, rename, move, duplicate; all can be undone."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from desktop.core.errors import BadInput, EaselError
from desktop.core.messages import Message
from desktop.files.atomic import make_folder, rename_without_overwriting, sync_folder
from desktop.files.disk_errors import disk_error
from desktop.files.trash import Trash
from desktop.files.unique_paths import place_file, take_free_name
from desktop.storage.pictures.name_template import safe_stem

from .annotations_journal import Annotation, AnnotationJournal
from .gallery_operations import OperationResult
from .index.gallery_index import GalleryIndex, PictureRow
from .index.index_writer import Writer
from .picture_row import Stamp, read_facts

TRASHED = ".trash/"
"""Name under which annotations of pictures in the Trash wait until a file of that size and time
returns, through Easel or the Finder.
"""


class FileOperations:
    """File operations on one index, in its thread; deleting is only moving to the Trash.

    All raise EaselError where nothing could be done.
    """

    def __init__(self, index: GalleryIndex, trash: Trash) -> None:
        self.index = index
        self._trash = trash

    def trash(self, ids: Sequence[int]) -> OperationResult:
        """Move pictures to the Trash."""
        self._refuse_if_read_only()
        where: list[tuple[PictureRow, Path | None]] = []
        failed: list[tuple[Path, Message]] = []
        for row in self.index.rows(ids):
            try:
                where.append((row, self._trash.put(row.path)))
            except OSError as error:
                failed.append(
                    (row.path, _message(row.path, Message("move it to the Trash"), error))
                )
        _refuse_if_all_failed(failed, where)
        self._forget([row for row, _ in where])
        undo = (lambda: self._take_back(where)) if any(at for _, at in where) else None
        return OperationResult(
            verb="Move to Trash", count=len(where), undo=undo, failed=tuple(failed)
        )

    def rename(self, number: int, name: str) -> OperationResult:
        """Rename a picture (`name` without suffix) in its folder."""
        self._refuse_if_read_only()
        row = self._row(number)
        stem = safe_stem(name)
        target = row.path.with_name(stem + row.path.suffix)
        if target == row.path:
            return OperationResult(
                verb="Rename", undo=lambda: self.rename(number, stem), ids=(number,)
            )
        try:
            done = self._rename_file(row.path, target)
        except OSError as error:
            raise _error(row.path, Message("rename it"), error) from error
        if not done:
            raise BadInput(
                "There is already a “{target}”. Choose another name.", target=target.name
            )
        self._renamed(row, target)
        old = row.path.stem
        return OperationResult(verb="Rename", undo=lambda: self.rename(number, old), ids=(number,))

    def move(self, ids: Sequence[int], folder: Path) -> OperationResult:
        """Move pictures to another folder; a taken name gets a number."""
        self._refuse_if_read_only()
        if self._root_of(folder.absolute()) is None:
            raise BadInput("Add that folder to the gallery first, or export the pictures to it.")
        make_folder(folder, Message("move the pictures"))
        targets = {row.id: folder.absolute() for row in self.index.rows(ids)}
        return self._move(targets)

    def duplicate(self, ids: Sequence[int]) -> OperationResult:
        """Make copies beside the pictures, with their stars, tags and albums."""
        self._refuse_if_read_only()
        made: list[int] = []
        failed: list[tuple[Path, Message]] = []
        for row in self.index.rows(ids):
            path = row.path
            try:
                with path.open("rb") as source:
                    copy = place_file(
                        path.parent,
                        f"{path.stem} copy",
                        path.suffix,
                        lambda stream, source=source: shutil.copyfileobj(source, stream),
                    )
                made.append(self._add(Path(row.folder), copy, row))
            except OSError as error:
                failed.append((path, _message(path, Message("duplicate it"), error)))
        _refuse_if_all_failed(failed, made)
        return OperationResult(
            verb="Duplicate",
            count=len(made),
            undo=lambda: self.trash(made),
            ids=tuple(made),
            failed=tuple(failed),
        )

    def _move(self, targets: Mapping[int, Path]) -> OperationResult:
        back: dict[int, Path] = {}
        failed: list[tuple[Path, Message]] = []
        for row in self.index.rows(list(targets)):
            folder = targets[row.id]
            if folder == row.path.parent:
                back[row.id] = folder
                continue
            try:
                number = self._move_one(row, folder)
            except OSError as error:
                failed.append((row.path, _message(row.path, Message("move it"), error)))
            else:
                back[number] = row.path.parent
        _refuse_if_all_failed(failed, back)
        return OperationResult(
            verb="Move",
            count=len(back),
            undo=lambda: self._move(back),
            ids=tuple(back),
            failed=tuple(failed),
        )

    def _move_one(self, row: PictureRow, folder: Path) -> int:
        path = row.path
        if path.stat().st_dev == folder.stat().st_dev:
            target = take_free_name(path, folder, path.stem, path.suffix)
            sync_folder(folder)
        else:
            target = self._copy_across(path, folder)
        root = self._root_of(target)
        if root == Path(row.folder):
            self._renamed(row, target)
            return row.id
        number = self._add(root or target.parent, target, row)
        self._forget([row], keep_for_return=False)
        return number

    def _copy_across(self, path: Path, folder: Path) -> Path:
        """Copy to another disk: the copy is whole and synced before the old file goes to
        the Trash.
        """
        with path.open("rb") as source:
            target = place_file(
                folder, path.stem, path.suffix, lambda out: shutil.copyfileobj(source, out)
            )
        shutil.copystat(path, target)
        self._trash.put(path)
        return target

    def _take_back(self, where: Sequence[tuple[PictureRow, Path | None]]) -> OperationResult:
        ids: list[int] = []
        failed: list[tuple[Path, Message]] = []
        for row, trashed in where:
            try:
                if trashed is None:
                    raise FileNotFoundError(row.path)
                back = self._trash.take_back(trashed, row.path)
                ids.append(self._add(Path(row.folder), back))
            except OSError:
                message = Message(
                    "It couldn’t be taken out of the Trash: open the Trash and put it back."
                )
                failed.append((row.path, message))
        _refuse_if_all_failed(failed, ids)
        return OperationResult(
            verb="Put Back",
            count=len(ids),
            undo=lambda: self.trash(ids),
            ids=tuple(ids),
            failed=tuple(failed),
        )

    def _rename_file(self, path: Path, target: Path) -> bool:
        same = target.exists() and target.samefile(path)
        if same:  # only upper and lower case differ, on a disk that doesn't tell them apart
            os.rename(path, target)
            return True
        return rename_without_overwriting(path, target)

    def _renamed(self, row: PictureRow, target: Path) -> None:
        folder = Path(row.folder)
        writer = Writer(self.index, folder, AnnotationJournal(folder))
        new = target.relative_to(folder).as_posix()
        writer.remove_and_move([], {row.name: (new, Stamp.of(target.stat()))})

    def _forget(self, rows: Sequence[PictureRow], keep_for_return: bool = True) -> None:
        """Remove pictures from the index; keep their annotations for their return, or drop them."""
        folders: dict[str, list[PictureRow]] = {}
        for row in rows:
            folders.setdefault(row.folder, []).append(row)
        for name, group in folders.items():
            annotations = AnnotationJournal(Path(name))
            writer = Writer(self.index, Path(name), annotations)
            changed: list[Annotation] = []
            for row in group:
                annotation = annotations.get(row.name)
                if not annotation.empty:
                    changed.append(Annotation(name=row.name))
                    waiting = f"{TRASHED}{row.mtime}/{row.name}"
                    if keep_for_return:
                        changed.append(msgspec.structs.replace(annotation, name=waiting))
            writer.put_annotations(changed)
            writer.remove_and_move([row.name for row in group], {})

    def _add(self, folder: Path, path: Path, like: PictureRow | None = None) -> int:
        """Add a file to the index; with `like`, with that picture's stars, tags and albums."""
        status = path.stat()
        name = path.relative_to(folder).as_posix()
        annotations = AnnotationJournal(folder)
        if like is not None:
            tags = like.tags
            try:
                self.index.file_tags.write(path, tags)
                tags = ()
            except OSError:
                pass
            annotation = Annotation(
                name=name,
                size=status.st_size,
                mtime=status.st_mtime_ns,
                stars=like.stars,
                albums=like.albums,
                tags=tags,
            )
            annotations.put([] if annotation.empty else [annotation])
        Writer(self.index, folder, annotations).write(
            [read_facts(folder, name, Stamp.of(path.stat()))]
        )
        return self.index.id_of(path) or 0

    def _root_of(self, path: Path) -> Path | None:
        roots = [root for root in self.index.folders() if path.is_relative_to(root)]
        return max(roots, key=lambda root: len(root.parts)) if roots else None

    def _row(self, number: int) -> PictureRow:
        rows = self.index.rows([number])
        if not rows:
            raise EaselError("The picture isn’t in the gallery any more.")
        return rows[0]

    def _refuse_if_read_only(self) -> None:
        with self.index.writing():
            pass


def _error(path: Path, doing: Message, error: OSError) -> EaselError:
    if isinstance(error, FileNotFoundError) and not path.exists():
        return EaselError("“{file}” isn’t there any more.", repr(error), file=path.name)
    return disk_error(error, path, doing)


def _message(path: Path, doing: Message, error: OSError) -> Message:
    return _error(path, doing, error).message


def _refuse_if_all_failed(failed: Sequence[tuple[Path, Message]], done: object) -> None:
    if failed and not done:
        raise EaselError(failed[0][1], "\n".join(f"{path}: {text}" for path, text in failed))
