from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.storage.gallery import folder_scan as scan
from desktop.storage.gallery import listing
from desktop.storage.gallery.gallery_library import GalleryLibrary
from desktop.storage.gallery.gallery_operations import AnnotationOperations
from desktop.storage.gallery.index.schema import open_index
from desktop.storage.gallery.query import GalleryQuery
from tests.icloud import PretendedICloud
from tests.storage.samples import picture

ALL = GalleryQuery(sort="seed")


@pytest.fixture
def folders(folder: Path, tmp_path: Path) -> list[Path]:
    second = tmp_path / "second"
    second.mkdir()
    return [folder, second]


@pytest.fixture
def library(tmp_path: Path, folders: list[Path]) -> Iterator[GalleryLibrary]:
    made = GalleryLibrary(tmp_path / "index.sqlite", lambda: folders)
    yield made
    made.close()


def test_folders_come_and_go(library: GalleryLibrary, folders: list[Path]) -> None:
    first, second = picture(folders[0], seed=1), picture(folders[1], seed=2)
    assert list(library.paths(ALL)) == []
    assert library.refresh()
    assert list(library.paths(ALL)) == [str(first), str(second)]
    assert not library.refresh()
    assert [row.seed for row in library.rows_at([second, "/nowhere.png"])] == [2]
    assert library.values_of("model") == [("starter", 2)]
    folders.pop()
    assert library.refresh()
    assert list(library.paths(ALL)) == [str(first)]
    assert second.exists()


def test_a_folder_inside_another_is_not_shown_twice(
    library: GalleryLibrary, folders: list[Path]
) -> None:
    inner = folders[0] / "album"
    path = picture(inner)
    folders.append(inner)
    library.refresh()
    assert list(library.paths(ALL)) == [str(path)]


def test_a_folder_that_is_away_is_named_and_stays(
    library: GalleryLibrary, folders: list[Path]
) -> None:
    path = picture(folders[1])
    library.refresh()
    away = folders[1].rename(folders[1].with_name("away"))
    assert not library.refresh()
    assert "isn’t there" in str(library.problems[folders[1]])
    assert list(library.paths(ALL)) == [str(path)]
    away.rename(folders[1])
    library.refresh()
    assert library.problems == {}


def test_a_new_picture_is_there_at_once(library: GalleryLibrary, folders: list[Path]) -> None:
    path = picture(folders[0])
    library.add(path)
    assert list(library.paths(ALL)) == [str(path)]
    library.add(picture(folders[0].parent / "elsewhere"))
    assert list(library.paths(ALL)) == [str(path)]


def test_looking_does_not_wait_for_indexing(library: GalleryLibrary, folders: list[Path]) -> None:
    for seed in range(scan.BATCH + 100):
        (folders[0] / f"{seed}.png").write_bytes(b"x")
    first = picture(folders[1])
    library.add(first)
    reached, go_on = threading.Event(), threading.Event()

    def progress(_done: int, _total: int) -> None:
        reached.set()
        go_on.wait(20)

    worker = threading.Thread(target=library.refresh, args=(progress,))
    worker.start()
    try:
        assert reached.wait(20)
        assert len(library.paths(ALL)) == scan.BATCH + 1
    finally:
        go_on.set()
        worker.join()
    assert len(library.paths(ALL)) == scan.BATCH + 101


def test_a_second_window_shows_the_same(library: GalleryLibrary, folders: list[Path]) -> None:
    path = picture(folders[0])
    library.refresh()
    second = GalleryLibrary(folders[0].parent / "index.sqlite", lambda: folders, read_only=True)
    assert list(second.paths(ALL)) == [str(path)]
    picture(folders[0], seed=9)
    second.refresh()
    second.add(path)
    library.refresh()
    assert len(second.paths(ALL)) == 2
    second.close()


def test_a_second_window_waits_for_an_index(library: GalleryLibrary, folders: list[Path]) -> None:
    path = picture(folders[0])
    second = GalleryLibrary(folders[0].parent / "index.sqlite", lambda: folders, read_only=True)
    assert list(second.paths(ALL)) == []
    library.refresh()
    second.refresh()
    assert list(second.paths(ALL)) == [str(path)]
    second.close()


def test_what_a_killed_process_left_is_swept(library: GalleryLibrary, folders: list[Path]) -> None:
    (folders[0] / ".easel-0123.part").write_bytes(b"half")
    library.refresh()
    assert list(folders[0].iterdir()) == []


@pytest.mark.parametrize("count", [1200, pytest.param(50_000, marks=pytest.mark.slow)])
def test_many_files_at_once(library: GalleryLibrary, folders: list[Path], count: int) -> None:
    library.refresh()
    data = picture(folders[1]).read_bytes()
    for number in range(count):
        (folders[0] / f"{number}.png").write_bytes(data)
    assert library.refresh()
    assert len(library.paths(GalleryQuery(text="apple"))) == count + 1
    for number in range(0, count, 2):
        (folders[0] / f"{number}.png").unlink()
    assert library.refresh()
    assert len(library.paths(ALL)) == count // 2 + 1
    assert not library.refresh()


def test_operations_take_the_writing_index(library: GalleryLibrary, folders: list[Path]) -> None:
    path = picture(folders[0])
    library.refresh()
    (row,) = library.rows_at([path])
    with library.writing() as index:
        AnnotationOperations(index).set_stars({row.id: 5})
    assert library.rows_at([path])[0].stars == 5
    assert library.notice is None


def test_many_threads_may_be_the_first(folders: list[Path], tmp_path: Path) -> None:
    picture(folders[0])
    failures: list[Exception] = []

    def work(library: GalleryLibrary) -> None:
        try:
            library.refresh()
            library.paths(ALL)
        except Exception as error:
            failures.append(error)

    libraries = [GalleryLibrary(tmp_path / "new.sqlite", lambda: folders) for _ in range(4)]
    threads = [threading.Thread(target=work, args=(one,)) for one in libraries * 2]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert all(len(library.paths(ALL)) == 1 for library in libraries)
    for library in libraries:
        library.close()


def test_a_deed_does_not_wait_for_indexing(library: GalleryLibrary, folders: list[Path]) -> None:
    for seed in range(scan.BATCH + 100):
        (folders[0] / f"{seed}.png").write_bytes(b"x")
    path = picture(folders[1])
    library.add(path)
    (row,) = library.rows_at([path])
    reached, go_on = threading.Event(), threading.Event()

    def progress(_done: int, _total: int) -> None:
        reached.set()
        go_on.wait(20)

    worker = threading.Thread(target=library.refresh, args=(progress,))
    worker.start()
    try:
        assert reached.wait(20)
        with library.writing() as index:
            AnnotationOperations(index).set_stars({row.id: 3})
        assert library.marked() == {str(path): (3, ())}
    finally:
        go_on.set()
        worker.join()
    library.refresh()
    assert library.rows_at([path])[0].stars == 3


@pytest.mark.parametrize(
    "query",
    [
        GalleryQuery(),
        GalleryQuery(text="apple", sort="oldest"),
        GalleryQuery(text="-pear", sort="name"),
        GalleryQuery(text="apple -pear", models=("starter",)),
        GalleryQuery(text="nothing"),
        GalleryQuery(models=("starter",), sort="stars"),
        GalleryQuery(subfolder="album"),
    ],
)
@pytest.mark.parametrize("few", [0, 2000])
def test_the_kept_list_answers_as_the_index_does(
    library: GalleryLibrary,
    folders: list[Path],
    query: GalleryQuery,
    few: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(listing, "_FEW", few)
    for seed, prompt in enumerate(("apple", "pear", "apple and pear", "plum")):
        picture(folders[seed % 2] / ("album" if seed > 1 else ""), seed=seed, prompt=prompt)
    library.refresh()
    for _ in range(2):
        with library.writing() as index:
            straight = [str(row.path) for row in index.rows(index.ids(query))]
        assert list(library.paths(query)) == straight
        days = [path for path, _ in library.days(query)]
        assert days == (straight[:1] if query.sort in ("newest", "oldest") else [])
        library.add(picture(folders[0], seed=9, prompt="apple juice"))


def test_a_large_gallery_has_a_first_page(
    library: GalleryLibrary, folders: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "_PAGE", 2)
    for seed in range(5):
        picture(folders[seed % 2], seed=seed)
    library.refresh()
    assert not library.first_paths(ALL.sort), "a list that comes at once has none"
    monkeypatch.setattr(listing, "_LARGE", 3)
    page = list(library.first_paths(ALL.sort))
    assert len(page) == 2
    assert page == list(library.paths(ALL))[:2]
    assert not library.first_paths(ALL.sort), "the whole list is there"
    assert len(library.first_paths("name")) == 2


def test_many_connections_may_make_the_index(tmp_path: Path) -> None:
    """Each sees no index, a whole one or makes it; none takes a half-made one for damaged."""
    failures: list[BaseException] = []
    for round_number in range(10):
        path = tmp_path / f"{round_number}" / "index.sqlite"
        barrier = threading.Barrier(6)

        def work(path: Path = path, barrier: threading.Barrier = barrier) -> None:
            try:
                barrier.wait(20)
                opened = open_index(path)
                assert opened.notice is None
                opened.connection.execute("SELECT count(*) FROM pictures")
                opened.connection.close()
            except BaseException as error:
                failures.append(error)

        threads = [threading.Thread(target=work) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert [one.name for one in path.parent.glob("*damaged*")] == []
    assert failures == []


def test_pictures_in_icloud_are_listed_and_not_read(
    library: GalleryLibrary, folders: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Reading one would download it; it is read once it is here."""
    here, absent = picture(folders[0], seed=1), picture(folders[0], seed=2)
    cloud = PretendedICloud(monkeypatch)
    cloud.take(absent)
    library.refresh()
    assert {row.path: row.seed for row in library.rows_at([here, absent])} == {
        here: 1,
        absent: None,
    }
    cloud.give_back()
    os.utime(absent)  # as its data's coming changes the file's status
    library.refresh()
    assert [row.seed for row in library.rows_at([absent])] == [2]
