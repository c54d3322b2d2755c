from __future__ import annotations

import json
import os
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.core.errors import EaselError
from desktop.storage.gallery import annotating as marking
from desktop.storage.gallery import folder_scan as scan
from desktop.storage.gallery.annotations_journal import (
    MARKS_NAME,
    Annotation,
    AnnotationJournal,
)
from desktop.storage.gallery.file_tags import FinderTags, XdgTags, system_tags
from desktop.storage.gallery.index.gallery_index import GalleryIndex, PictureRow
from desktop.storage.gallery.query import GalleryQuery
from tests.storage.samples import picture


class NoTags:
    """A disk without file tags."""

    def read(self, path: Path) -> tuple[str, ...]:
        raise OSError("no tags here")

    def write(self, path: Path, tags: object) -> None:
        raise OSError("no tags here")


class TagsInMemory:
    """File tags that follow a file through renames, as the system's do."""

    def __init__(self) -> None:
        self.tags: dict[int, tuple[str, ...]] = {}

    def read(self, path: Path) -> tuple[str, ...]:
        return self.tags.get(path.stat().st_ino, ())

    def write(self, path: Path, tags: object) -> None:
        assert isinstance(tags, tuple)
        self.tags[path.stat().st_ino] = tags
        os.utime(path, ns=(path.stat().st_atime_ns, path.stat().st_mtime_ns))  # a new ctime


@pytest.fixture(params=[NoTags, TagsInMemory])
def index(request: pytest.FixtureRequest, tmp_path: Path, folder: Path) -> Iterator[GalleryIndex]:
    made = GalleryIndex(tmp_path / "index.sqlite", file_tags=request.param())
    for seed in range(5):
        picture(folder, seed=seed)
    scan.update(made, folder)
    yield made
    made.close()


def by_seed(index: GalleryIndex) -> dict[int, PictureRow]:
    return {row.seed or 0: row for row in index.rows(index.ids(GalleryQuery()))}


def mark_all(index: GalleryIndex) -> None:
    rows = by_seed(index)
    marking.set_stars(index, {rows[1].id: 3, rows[2].id: 9})
    marking.set_tags(index, {rows[1].id: ("Red", "Keep, me")})
    marking.set_albums(index, {rows[2].id: ("Best", "Best", " ")})


def check_all(index: GalleryIndex) -> None:
    rows = by_seed(index)
    assert [rows[seed].stars for seed in range(5)] == [0, 3, 5, 0, 0]
    assert set(rows[1].tags) == {"Red", "Keep, me"}
    assert rows[2].albums == ("Best",)
    assert [r.seed for r in index.rows(index.ids(GalleryQuery(least_stars=4)))] == [2]
    assert [r.seed for r in index.rows(index.ids(GalleryQuery(tags=("Red",))))] == [1]
    assert [r.seed for r in index.rows(index.ids(GalleryQuery(albums=("Best", "x"))))] == [2]
    assert index.values_of("album") == [("Best", 1)]


def test_marks_are_kept_and_found(index: GalleryIndex, folder: Path) -> None:
    mark_all(index)
    check_all(index)
    assert not scan.scan(index, folder)


def test_marks_survive_without_the_index(index: GalleryIndex, folder: Path, tmp_path: Path) -> None:
    mark_all(index)
    new = GalleryIndex(tmp_path / "new.sqlite", file_tags=index.file_tags)
    scan.update(new, folder)
    check_all(new)
    new.close()


def test_marks_follow_a_rename_that_nobody_saw(
    index: GalleryIndex, folder: Path, tmp_path: Path
) -> None:
    mark_all(index)
    for row in by_seed(index).values():
        row.path.rename(folder / f"renamed {row.seed}.png")
    new = GalleryIndex(tmp_path / "new.sqlite", file_tags=index.file_tags)
    scan.update(new, folder)
    check_all(new)
    scan.update(index, folder)
    check_all(index)
    new.close()


def test_undo_is_what_was_before(index: GalleryIndex) -> None:
    rows = by_seed(index)
    before = marking.set_stars(index, {rows[0].id: 4, rows[1].id: 2})
    assert before == {rows[0].id: 0, rows[1].id: 0}
    assert marking.set_stars(index, before) == {rows[0].id: 4, rows[1].id: 2}
    assert by_seed(index)[0].stars == 0


def test_marks_that_another_wrote_are_taken_over(index: GalleryIndex, folder: Path) -> None:
    name = by_seed(index)[0].name
    AnnotationJournal(folder).put([Annotation(name=name, stars=2)])
    assert scan.scan(index, folder).annotations_changed
    scan.update(index, folder)
    assert by_seed(index)[0].stars == 2
    (folder / MARKS_NAME).unlink()
    scan.update(index, folder)
    assert by_seed(index)[0].stars == 0


def test_a_journal_with_places_in_an_order_by_hand_is_read(folder: Path) -> None:
    first, second = picture(folder).name, picture(folder).name
    lines = [{"name": first, "stars": 4, "place": 2.5}, {"name": second, "place": 1.0}]
    (folder / MARKS_NAME).write_text("".join(json.dumps(line) + "\n" for line in lines))
    marks = AnnotationJournal(folder)
    assert (marks.get(first).stars, marks.get(second).empty) == (4, True)


def test_tags_changed_in_the_finder_are_followed(tmp_path: Path, folder: Path) -> None:
    tags = TagsInMemory()
    index = GalleryIndex(tmp_path / "index.sqlite", file_tags=tags)
    path = picture(folder)
    scan.update(index, folder)
    tags.write(path, ("Green",))
    assert scan.scan(index, folder).retagged
    scan.update(index, folder)
    assert index.rows(index.ids(GalleryQuery()))[0].tags == ("Green",)
    index.close()


def test_a_second_window_marks_nothing(index: GalleryIndex, folder: Path) -> None:
    second = GalleryIndex(index.path, read_only=True, file_tags=index.file_tags)
    with pytest.raises(EaselError, match="another window"):
        marking.set_stars(second, {by_seed(index)[0].id: 3})
    assert not (folder / MARKS_NAME).exists()
    second.close()


def test_a_folder_that_cannot_be_written_gives_a_sentence(
    index: GalleryIndex, folder: Path
) -> None:
    number = by_seed(index)[0].id
    (folder / MARKS_NAME).mkdir()
    with pytest.raises(EaselError, match="keep that with the pictures"):
        marking.set_stars(index, {number: 3})
    assert by_seed(index)[0].stars == 0


def test_the_journal_is_read_to_its_last_whole_line(folder: Path) -> None:
    marks = AnnotationJournal(folder)
    marks.put([Annotation(name="a.png", stars=1), Annotation(name="사과 🍎\n.png", stars=2)])
    marks.put([Annotation(name="a.png", stars=5)])
    with (folder / MARKS_NAME).open("ab") as stream:
        stream.write(b'{"name": "a.png", "sta')
    again = AnnotationJournal(folder)
    assert again.get("a.png").stars == 5
    again.put([Annotation(name="b.png", stars=4)])
    third = AnnotationJournal(folder)
    assert {name: mark.stars for name, mark in third.all().items()} == {
        "a.png": 5,
        "사과 🍎\n.png": 2,
        "b.png": 4,
    }
    third.put([Annotation(name="a.png")])
    assert "a.png" not in AnnotationJournal(folder).all()


def test_the_journal_does_not_grow_forever(folder: Path) -> None:
    marks = AnnotationJournal(folder)
    for stars in range(600):
        marks.put([Annotation(name="a.png", stars=1 + stars % 5)] * 2)
    lines = (folder / MARKS_NAME).read_text().splitlines()
    assert len(lines) < 1100
    assert (
        json.loads(lines[-1])["stars"]
        == AnnotationJournal(folder).get("a.png").stars
        == 1 + 599 % 5
    )


def test_two_threads_lose_nothing(folder: Path) -> None:
    def work(letter: str) -> None:
        marks = AnnotationJournal(folder)
        for number in range(150):
            marks.put(
                [
                    Annotation(name=f"{letter}{number}", stars=1),
                    Annotation(name=f"{letter}x", stars=2),
                ]
            )

    threads = [threading.Thread(target=work, args=(letter,)) for letter in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(AnnotationJournal(folder).all()) == 4 * 151


def test_finder_tags_have_the_finders_form() -> None:
    tags = FinderTags.__new__(FinderTags)
    data = tags.encode(("Red", "사과", "Red"))
    assert FinderTags.decode(data) == ("Red", "사과")
    assert data.startswith(b"bplist00")
    assert b"Red\n6" in data
    assert FinderTags.decode(b"garbage") == ()


def test_the_systems_own_tags(tmp_path: Path, folder: Path) -> None:
    path = picture(folder)
    tags = system_tags()
    try:
        tags.write(path, ("Red", "둘째 tag"))
    except OSError as error:
        pytest.skip(f"this disk has no extended attributes: {error}")
    assert tags.read(path) == ("Red", "둘째 tag")
    assert tags.read(Path(shutil.copy2(path, tmp_path / "copy.png"))) == ("Red", "둘째 tag")
    tags.write(path, ())
    assert tags.read(path) == ()
    if isinstance(tags, XdgTags):
        tags.write(path, ("a,b",))
        assert tags.read(path) == ("a b",)
