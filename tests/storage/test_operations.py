from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.core.errors import BadInput, EaselError
from desktop.files.unique_paths import take_free_name
from desktop.storage.gallery import folder_scan as scan
from desktop.storage.gallery.file_operations import FileOperations
from desktop.storage.gallery.gallery_operations import AnnotationOperations
from desktop.storage.gallery.index.gallery_index import GalleryIndex, PictureRow
from desktop.storage.gallery.query import GalleryQuery
from tests.platforms import on_a_mac
from tests.storage.samples import picture


class FolderTrash:
    """A Trash that is a plain folder; `broken` makes it refuse."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.broken = False
        folder.mkdir()

    def put(self, path: Path) -> Path | None:
        if self.broken:
            raise OSError("the Trash is full")
        return take_free_name(path, self.folder, path.stem, path.suffix)

    def take_back(self, trashed: Path, original: Path) -> Path:
        return take_free_name(trashed, original.parent, original.stem, original.suffix)


@pytest.fixture
def trash(tmp_path: Path) -> FolderTrash:
    return FolderTrash(tmp_path / "trash")


@pytest.fixture
def index(tmp_path: Path, folder: Path) -> Iterator[GalleryIndex]:
    made = GalleryIndex(tmp_path / "index.sqlite")
    for seed in range(4):
        picture(folder, seed=seed)
    scan.update(made, folder)
    yield made
    made.close()


@pytest.fixture
def files(index: GalleryIndex, trash: FolderTrash) -> FileOperations:
    return FileOperations(index, trash)


def row_of(index: GalleryIndex, seed: int) -> PictureRow:
    rows = index.rows(index.ids(GalleryQuery()))
    return next(row for row in rows if row.seed == seed)


def agree(index: GalleryIndex, folder: Path) -> None:
    """The index and the folder say the same."""
    changes = scan.scan(index, folder)
    assert [changes.added, changes.changed, changes.moved, changes.removed] == [{}, {}, {}, []]


def test_trash_and_undo_and_again(
    index: GalleryIndex, files: FileOperations, folder: Path, trash: FolderTrash
) -> None:
    row = row_of(index, 1)
    data = row.path.read_bytes()
    AnnotationOperations(index).set_stars({row.id: 4})
    done = files.trash([row.id, row_of(index, 2).id])
    assert (done.verb, done.count) == ("Move to Trash", 2)
    assert index.count() == 2
    assert not row.path.exists()
    assert len(list(trash.folder.iterdir())) == 2
    agree(index, folder)
    assert done.undo is not None
    back = done.undo()
    assert row.path.read_bytes() == data
    assert index.count() == 4
    assert row_of(index, 1).stars == 4
    agree(index, folder)
    assert back.undo is not None
    again = back.undo()
    assert index.count() == 2
    assert again.undo is not None
    again.undo()
    assert row_of(index, 1).stars == 4
    assert list(trash.folder.iterdir()) == []


def test_stars_do_not_pass_to_a_new_picture_of_the_same_name(
    index: GalleryIndex, files: FileOperations, folder: Path
) -> None:
    row = row_of(index, 1)
    AnnotationOperations(index).set_stars({row.id: 4})
    done = files.trash([row.id])
    new = picture(folder, seed=1, negative_prompt="longer than before")
    assert new == row.path
    scan.update(index, folder)
    assert row_of(index, 1).stars == 0
    assert done.undo is not None
    done.undo()
    stars = sorted(row.stars for row in index.rows(index.ids(GalleryQuery())))
    assert stars == [0, 0, 0, 0, 4]
    agree(index, folder)


def test_a_picture_put_back_by_the_finder_has_its_stars(
    index: GalleryIndex, files: FileOperations, folder: Path, trash: FolderTrash
) -> None:
    row = row_of(index, 1)
    AnnotationOperations(index).set_stars({row.id: 5})
    files.trash([row.id])
    (trash.folder / row.name).rename(row.path)
    scan.update(index, folder)
    assert row_of(index, 1).stars == 5


def test_a_trash_that_refuses_deletes_nothing(
    index: GalleryIndex, files: FileOperations, trash: FolderTrash
) -> None:
    trash.broken = True
    row = row_of(index, 1)
    with pytest.raises(EaselError, match="Trash"):
        files.trash([row.id])
    assert row.path.exists()
    assert index.count() == 4


def test_a_vanished_file_is_named_and_the_others_go(
    index: GalleryIndex, files: FileOperations
) -> None:
    gone = row_of(index, 1)
    gone.path.unlink()
    done = files.trash([gone.id, row_of(index, 2).id])
    assert done.failed[0][0] == gone.path
    assert "isn’t there any more" in str(done.failed[0][1])
    with pytest.raises(EaselError, match="isn’t there any more"):
        files.rename(gone.id, "x")


def test_rename_and_undo(index: GalleryIndex, files: FileOperations, folder: Path) -> None:
    row = row_of(index, 1)
    AnnotationOperations(index).set_stars({row.id: 3})
    AnnotationOperations(index).set_albums({row.id: ("Best",)})
    done = files.rename(row.id, "사과: the best")
    after = row_of(index, 1)
    assert after.name == "사과- the best.png"
    assert (after.id, after.stars, after.albums) == (row.id, 3, ("Best",))
    assert after.path.exists()
    assert index.ids(GalleryQuery(text="best")).tolist() == [row.id]
    agree(index, folder)
    assert not scan.scan(index, folder).annotations_changed
    assert done.undo is not None
    done.undo()
    assert row_of(index, 1).name == row.name
    assert row_of(index, 1).stars == 3


@pytest.mark.parametrize("name", ["", "  ", "a/b", ".hidden", "x" * 300, "a\0b", ".."])
def test_impossible_names(index: GalleryIndex, files: FileOperations, name: str) -> None:
    with pytest.raises(BadInput):
        files.rename(row_of(index, 1).id, name)


def test_a_taken_name_is_refused(index: GalleryIndex, files: FileOperations) -> None:
    other = row_of(index, 2).path
    data = other.read_bytes()
    with pytest.raises(BadInput, match="already"):
        files.rename(row_of(index, 1).id, other.stem)
    assert other.read_bytes() == data
    assert row_of(index, 1).path.exists()


def test_move_within_and_between_folders(
    index: GalleryIndex, files: FileOperations, folder: Path, tmp_path: Path
) -> None:
    second = tmp_path / "second"
    second.mkdir()
    picture(second, seed=1)
    scan.update(index, second)
    row = row_of(index, 2)
    AnnotationOperations(index).set_stars({row.id: 2})
    within = files.move([row.id], folder / "album")
    assert row_of(index, 2).name == f"album/{row.name}"
    assert (row_of(index, 2).id, row_of(index, 2).stars) == (row.id, 2)
    assert within.undo is not None
    within.undo()
    assert row_of(index, 2).name == row.name
    first = index.id_of(folder / "red-apple-on-a-table-1.png")
    assert first is not None
    AnnotationOperations(index).set_stars({first: 5})
    done = files.move([first], second)
    (moved,) = index.rows(done.ids)
    assert moved.path == second / "red-apple-on-a-table-1-2.png"
    assert moved.stars == 5
    agree(index, folder)
    agree(index, second)
    assert done.undo is not None
    (back,) = index.rows(done.undo().ids)
    assert back.folder == str(folder)
    assert back.stars == 5
    with pytest.raises(BadInput, match="Add that folder"):
        files.move([row.id], tmp_path / "outside")


def test_duplicate_and_undo(
    index: GalleryIndex, files: FileOperations, folder: Path, trash: FolderTrash
) -> None:
    row = row_of(index, 1)
    AnnotationOperations(index).set_stars({row.id: 3})
    AnnotationOperations(index).set_tags({row.id: ("Red",)})
    done = files.duplicate([row.id])
    (copy,) = index.rows(done.ids)
    assert copy.name == "red-apple-on-a-table-1 copy.png"
    assert copy.path.read_bytes() == row.path.read_bytes()
    assert (copy.stars, copy.tags, copy.prompt) == (3, ("Red",), row.prompt)
    agree(index, folder)
    assert done.undo is not None
    done.undo()
    assert not copy.path.exists()
    assert [path.name for path in trash.folder.iterdir()] == [copy.name]
    assert row.path.exists()


def test_marks_are_undone_and_redone(index: GalleryIndex) -> None:
    marks = AnnotationOperations(index)
    number = row_of(index, 1).id
    for change in (
        lambda: marks.set_stars({number: 3}),
        lambda: marks.set_tags({number: ("Blue",)}),
        lambda: marks.set_albums({number: ("A", "B")}),
    ):
        before = index.rows([number])
        done = change()
        after = index.rows([number])
        assert after != before
        assert done.undo is not None
        undone = done.undo()
        assert index.rows([number]) == before
        assert undone.undo is not None
        undone.undo()
        assert index.rows([number]) == after


def test_a_second_window_touches_no_file(
    index: GalleryIndex, trash: FolderTrash, folder: Path
) -> None:
    second = GalleryIndex(index.path, read_only=True)
    files = FileOperations(second, trash)
    row = row_of(index, 1)
    before = sorted(os.listdir(folder))
    for operation in (
        lambda: files.trash([row.id]),
        lambda: files.rename(row.id, "x"),
        lambda: files.move([row.id], folder / "y"),
        lambda: files.duplicate([row.id]),
    ):
        with pytest.raises(EaselError, match="another window"):
            operation()
    second.close()
    assert sorted(os.listdir(folder)) == before


@pytest.mark.skipif(sys.platform != "linux", reason="the freedesktop Trash is Linux's")
def test_the_real_trash(tmp_path: Path) -> None:
    path = tmp_path / "home" / "pictures" / "사과 [1]*.png"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"picture")
    code = (
        "import sys; from pathlib import Path; from desktop.files.trash import DesktopTrash\n"
        "path = Path(sys.argv[1]); trash = DesktopTrash()\n"
        "for _ in range(2):\n"
        "    where = trash.put(path); assert not path.exists()\n"
        "    assert where.read_bytes() == b'picture', where\n"
        "    assert trash.take_back(where, path) == path\n"
        "assert path.read_bytes() == b'picture'\n"
        "other = path.with_name('b.png'); other.write_bytes(b'b'); first = trash.put(other)\n"
        "other.write_bytes(b'c'); second = trash.put(other)\n"
        "assert first != second and second.read_bytes() == b'c'\n"
        "other.write_bytes(b'd')\n"
        "assert trash.take_back(first, other).name == 'b-2.png'\n"
    )
    environment = {**os.environ, "HOME": str(tmp_path / "home")}
    environment.pop("XDG_DATA_HOME", None)
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    info = tmp_path / "home" / ".local" / "share" / "Trash" / "info"
    assert len(list(info.iterdir())) == 1


@on_a_mac("needs a Mac's Trash")
def test_the_macs_trash(tmp_path: Path) -> None:
    from desktop.files.trash import MacTrash

    path = Path.home() / f"easel-trash-test-{os.getpid()}.png"
    path.write_bytes(b"picture")
    where = MacTrash().put(path)
    assert not path.exists()
    if where is not None:
        assert MacTrash().take_back(where, path).read_bytes() == b"picture"
        path.unlink()
