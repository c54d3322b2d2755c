from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from desktop.core.errors import EaselError
from desktop.storage.gallery import folder_scan as scan
from desktop.storage.gallery.index.gallery_index import GalleryIndex, PictureRow
from desktop.storage.gallery.index.schema import SCHEMA_VERSION
from desktop.storage.gallery.query import GalleryQuery, match_expressions
from tests.storage.samples import picture, without_permission


@pytest.fixture
def index(tmp_path: Path) -> Iterator[GalleryIndex]:
    made = GalleryIndex(tmp_path / "data" / "index.sqlite")
    yield made
    made.close()


def shown(index: GalleryIndex, **query: Any) -> list[PictureRow]:
    return index.rows(index.ids(GalleryQuery(**query)))


def names(index: GalleryIndex, **query: Any) -> list[str]:
    return [row.name for row in shown(index, **query)]


def test_a_folder_is_indexed_with_what_the_files_say(index: GalleryIndex, folder: Path) -> None:
    path = picture(folder, seed=2**64 - 1, image={"path": "/a.png", "strength": 0.5})
    Image.new("RGB", (30, 20)).save(folder / "plain.jpg")
    (folder / "empty.png").write_bytes(b"")
    (folder / "notes.txt").write_text("no picture")
    changes = scan.update(index, folder)
    assert len(changes.added) == 3
    assert index.count() == 3
    (row,) = shown(index, text="apple")
    assert row.path == path
    assert (row.width, row.height, row.seed) == (8, 6, 2**64 - 1)
    assert row.prompt == "red apple on a table"
    assert row.model == "starter"
    assert row.starting_image
    assert row.source == "Easel"
    assert not row.damaged
    assert [r.name for r in shown(index, sizes=((30, 20),))] == ["plain.jpg"]
    assert [r.name for r in shown(index) if r.damaged] == ["empty.png"]
    assert index.id_of(path) == row.id
    assert index.id_of(folder / "other.png") is None


def test_changes_outside_are_followed(index: GalleryIndex, folder: Path) -> None:
    for seed in range(4):
        picture(folder, seed=seed)
    scan.update(index, folder)
    ids = {row.name: row.id for row in shown(index)}
    assert not scan.scan(index, folder)
    first, second, third, _ = sorted(ids)
    (folder / first).unlink()
    (folder / second).rename(folder / "new name.png")
    other = picture(folder / "elsewhere", prompt="other", seed=99)
    (folder / third).write_bytes(other.read_bytes())
    shutil.rmtree(folder / "elsewhere")
    picture(folder, seed=50)
    changes = scan.update(index, folder)
    assert changes.removed == [first]
    assert list(changes.moved) == [second]
    assert list(changes.changed) == [third]
    assert len(changes.added) == 1
    after = {row.name: row.id for row in shown(index)}
    assert after["new name.png"] == ids[second]
    assert after[third] == ids[third]
    assert names(index, text="other") == [third]
    assert names(index, text="new") == ["new name.png"]
    assert first not in after
    assert not scan.scan(index, folder)


def test_subfolders_hidden_files_and_links(index: GalleryIndex, folder: Path) -> None:
    picture(folder / "trees" / "old", prompt="oak")
    picture(folder / "trees", prompt="pine")
    picture(folder / ".hidden", prompt="secret")
    (folder / "loop").symlink_to(folder, target_is_directory=True)
    shutil.copy(picture(folder, prompt="x"), folder / ".sneaky.png")
    scan.update(index, folder)
    assert sorted(names(index)) == ["trees/old/oak-7.png", "trees/pine-7.png", "x-7.png"]
    assert sorted(names(index, subfolder="trees")) == ["trees/old/oak-7.png", "trees/pine-7.png"]
    assert names(index, subfolder="trees/old") == ["trees/old/oak-7.png"]
    assert index.values_of("subfolder") == [("trees", 1), ("trees/old", 1)]


SEARCHED = {
    "a": "a red fox in the snow, Café del Mar",
    "b": "blue whale, 풋사과를 든 소녀",
    "c": '"quoted" text; DROP TABLE pictures',
    "d": "月夜の林檎畑 red apples",
}


@pytest.fixture
def searched(index: GalleryIndex, folder: Path) -> GalleryIndex:
    for seed, (name, prompt) in enumerate(SEARCHED.items()):
        made = picture(
            folder,
            prompt=prompt,
            negative_prompt="ugly hands" if name == "a" else "",
            seed=seed,
            sampler="dpmpp_2m" if name == "b" else "euler",
            model={"name": f"model {name}"},
            width=8,
            created=f"2026-11-2{seed}T10:00:00+00:00",
            loras=[{"name": "ink", "weight": 1.0}] if name in "ab" else [],
        )
        made.rename(folder / f"{name}.png")
    scan.update(index, folder)
    return index


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", "abcd"),
        ("red", "ad"),
        ("RED FOX", "a"),
        ("fox red", "a"),
        ('"fox red"', ""),
        ('"red fox"', "a"),
        ("red -fox", "d"),
        ("-red", "bc"),
        ("appl", "d"),
        ("cafe", "a"),
        ("사과", "b"),
        ("사과를 든", "b"),
        ("과사", ""),
        ("林檎", "d"),
        ("ugly", "a"),
        ("dpmpp", "b"),
        ("model", "abcd"),
        ('"quoted"', "c"),
        ("'; DROP TABLE", "c"),
        ('* ( ) AND OR NOT : ^ "', ""),
        ("NEAR(red fox)", ""),
        ("🦊", "abcd"),
        ("c.png", "c"),
    ],
)
def test_search(searched: GalleryIndex, text: str, found: str) -> None:
    got = "".join(sorted(name[0] for name in names(searched, text=text)))
    assert got == found or (text.startswith("*") and got in ("", "abcd"))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=60))
def test_any_text_can_be_searched(searched: GalleryIndex, text: str) -> None:
    searched.ids(GalleryQuery(text=text))
    match_expressions(text)


def test_filters_and_orders(searched: GalleryIndex, folder: Path) -> None:
    def found(**query: Any) -> str:
        return "".join(name[0] for name in names(searched, **query))

    assert found(sort="oldest") == "abcd"
    assert found(sort="newest") == "dcba"
    assert found(sort="name") == "abcd"
    assert found(sort="seed") == "abcd"
    assert found(sort="model") == "abcd"
    assert found(models=("model a", "model c"), sort="name") == "ac"
    assert found(samplers=("dpmpp_2m",)) == "b"
    assert found(loras=("ink",), sort="name") == "ab"
    assert found(starting_image=False, sort="name") == "abcd"
    assert found(starting_image=True) == ""
    assert found(since=1763805600, until=1e10, sort="name") == "abcd"
    day = 86400
    start = shown(searched, sort="oldest")[1].created / 1e9
    assert found(since=start, until=start + day + 1, sort="name") == "bc"
    assert found(folder=str(folder), sort="name") == "abcd"
    assert found(folder="/elsewhere") == ""
    assert found(text="red", loras=("ink",)) == "a"
    assert searched.values_of("lora") == [("ink", 2)]
    assert searched.values_of("model")[0] == ("model a", 1)
    assert searched.sizes() == [(8, 6, 4)]
    with pytest.raises(ValueError, match="prompt"):
        searched.values_of("prompt")


def test_seeds_sort_as_numbers(index: GalleryIndex, folder: Path) -> None:
    seeds = [2**64 - 1, 0, 2**63, 5, 10]
    for seed in seeds:
        picture(folder, seed=seed)
    scan.update(index, folder)
    assert [row.seed for row in shown(index, sort="seed")] == sorted(seeds)


def test_a_folder_that_goes_away_keeps_its_place(index: GalleryIndex, folder: Path) -> None:
    picture(folder)
    scan.update(index, folder)
    away = folder.rename(folder.with_name("unmounted"))
    with pytest.raises(EaselError, match="isn’t there"):
        scan.update(index, folder)
    assert index.count() == 1
    away.rename(folder)
    assert not scan.scan(index, folder)
    index.forget_folder(folder)
    assert index.count() == 0
    assert index.ids(GalleryQuery(text="apple")).tolist() == []
    assert len(list(folder.iterdir())) == 1


def test_a_file_that_vanishes_while_it_is_read(index: GalleryIndex, folder: Path) -> None:
    gone, stays = picture(folder, seed=1), picture(folder, seed=2)
    changes = scan.scan(index, folder)
    gone.unlink()
    scan.apply(index, changes)
    assert names(index) == [stays.name]


def test_a_file_that_cannot_be_read_is_shown_as_damaged(index: GalleryIndex, folder: Path) -> None:
    path = picture(folder)
    changes = scan.scan(index, folder)
    with without_permission(path):
        scan.apply(index, changes)
    assert [row.damaged for row in shown(index)] == [True]
    os.utime(path, ns=(path.stat().st_atime_ns, path.stat().st_mtime_ns))  # a new ctime
    scan.update(index, folder)
    assert [row.damaged for row in shown(index)] == [False]


def test_a_folder_that_cannot_be_listed_keeps_its_place(index: GalleryIndex, folder: Path) -> None:
    picture(folder)
    scan.update(index, folder)
    with without_permission(folder), pytest.raises(EaselError, match="no permission"):
        scan.update(index, folder)
    assert index.count() == 1


def test_one_new_picture_is_added_at_once(index: GalleryIndex, folder: Path) -> None:
    number = scan.add_picture(index, folder, picture(folder))
    assert index.ids(GalleryQuery()).tolist() == [number]
    assert not scan.scan(index, folder).added
    again = scan.add_picture(index, folder, folder / index.rows([number])[0].name)
    assert again == number
    with pytest.raises(EaselError):
        scan.add_picture(index, folder, folder / "missing.png")


def test_names_in_every_script(index: GalleryIndex, folder: Path) -> None:
    source = picture(folder)
    wanted = ["사과 🍎.png", "صورة.png", "картина.PNG", "a'b\"c;--.png", "%_\\x.png", "日本.jpeg"]
    for name in wanted:
        shutil.copy(source, folder / name)
    with open(os.fsencode(folder) + b"/\xff\xfe.png", "wb") as stream:
        stream.write(source.read_bytes())
    scan.update(index, folder)
    assert sorted(names(index)) == sorted([*wanted, source.name])


def test_stopping_and_going_on(index: GalleryIndex, folder: Path) -> None:
    for seed in range(5):
        picture(folder, seed=seed)
    scan.apply(index, scan.scan(index, folder), stopped=lambda: True)
    assert index.count() == 0
    seen: list[tuple[int, int]] = []
    scan.update(index, folder, progress=lambda done, total: seen.append((done, total)))
    assert seen == [(5, 5)]
    assert index.count() == 5


def test_the_index_can_be_thrown_away(index: GalleryIndex, folder: Path, tmp_path: Path) -> None:
    for seed in range(3):
        picture(folder, seed=seed)
    scan.update(index, folder)
    before = [(row.name, row.prompt, row.seed, row.created) for row in shown(index)]
    new = GalleryIndex(tmp_path / "other.sqlite")
    scan.update(new, folder)
    assert [(row.name, row.prompt, row.seed, row.created) for row in shown(new)] == before
    new.close()


@pytest.mark.parametrize("data", [b"no database at all" * 100, b"SQLite format 3\0" + b"\1" * 5000])
@pytest.mark.expects_warnings("set aside")
def test_a_damaged_index_is_set_aside(tmp_path: Path, folder: Path, data: bytes) -> None:
    path = tmp_path / "index.sqlite"
    path.write_bytes(data)
    index = GalleryIndex(path)
    assert "damaged" in str(index.notice)
    (aside,) = tmp_path.glob("index.damaged-*.sqlite")
    assert aside.read_bytes() == data
    picture(folder)
    scan.update(index, folder)
    assert index.count() == 1
    index.close()


@pytest.mark.expects_warnings("set aside")
def test_another_programs_database_is_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "index.sqlite"
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE theirs(x)")
    other.commit()
    other.close()
    index = GalleryIndex(path)
    index.close()
    (aside,) = tmp_path.glob("index.damaged-*.sqlite")
    kept = sqlite3.connect(aside)
    assert kept.execute("SELECT name FROM sqlite_master").fetchall() == [("theirs",)]
    kept.close()


def test_a_newer_index_is_left_alone(tmp_path: Path, folder: Path) -> None:
    path = tmp_path / "index.sqlite"
    GalleryIndex(path).close()
    newer = sqlite3.connect(path)
    newer.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    newer.execute("CREATE TABLE from_the_future(x)")
    newer.commit()
    newer.close()
    data = path.read_bytes()
    index = GalleryIndex(path)
    assert "newer" in str(index.notice)
    assert index.path != path
    picture(folder)
    scan.update(index, folder)
    assert index.count() == 1
    index.close()
    assert path.read_bytes() == data


def test_an_index_of_the_first_version_goes_on(tmp_path: Path, folder: Path) -> None:
    path = tmp_path / "index.sqlite"
    first = GalleryIndex(path)
    picture(folder)
    scan.update(first, folder)
    first.connection.executescript(
        "ALTER TABLE pictures ADD COLUMN place REAL; PRAGMA user_version = 1;"
        "CREATE INDEX pictures_place ON pictures(place IS NULL, place, created DESC, id DESC);"
    )
    first.close()
    reader = GalleryIndex(path, read_only=True)
    assert reader.count() == 1
    reader.close()
    index = GalleryIndex(path)
    picture(folder, seed=8)
    scan.update(index, folder)
    assert index.notice is None
    assert index.count() == 2
    assert index.all("PRAGMA user_version") == [(SCHEMA_VERSION,)]
    assert index.all("SELECT name FROM sqlite_master WHERE name = 'pictures_place'") == []
    index.close()


def test_labels_are_no_damage(tmp_path: Path, folder: Path) -> None:
    """SQLite 3.40 took each for one, by the order of the columns in version 2."""
    path = tmp_path / "index.sqlite"
    index = GalleryIndex(path)
    picture(folder)
    scan.update(index, folder)
    (number,) = index.ids(GalleryQuery())
    index.connection.execute("INSERT INTO labels VALUES ('album', 'boats', ?)", (number,))
    index.check()
    index.connection.executescript(
        "CREATE TABLE other(picture INTEGER NOT NULL REFERENCES pictures(id) ON DELETE CASCADE,"
        "kind TEXT NOT NULL, label TEXT NOT NULL, PRIMARY KEY(kind, label, picture)) WITHOUT ROWID;"
        "INSERT INTO other SELECT picture, kind, label FROM labels; DROP TABLE labels;"
        "ALTER TABLE other RENAME TO labels; CREATE INDEX labels_picture ON labels(picture);"
        "PRAGMA user_version = 2;"
    )
    index.close()
    index = GalleryIndex(path)
    index.check()
    assert index.notice is None
    assert index.rows([number])[0].albums == ("boats",)
    index.close()
    index = GalleryIndex(path)
    assert index.values_of("album") == [("boats", 1)]
    index.close()


def test_what_was_read_before_origins_were_kept_is_read_once_more(
    tmp_path: Path, folder: Path
) -> None:
    path = tmp_path / "index.sqlite"
    index = GalleryIndex(path)
    origin = picture(folder)
    made = picture(folder, seed=8, image={"path": origin.name, "sha256": "0" * 32})
    scan.update(index, folder)
    query = GalleryQuery(made_from=("0" * 32,))
    index.connection.executescript(
        "DELETE FROM labels WHERE kind = 'origin'; DROP TABLE unknown_origins;"
        "PRAGMA user_version = 3;"
    )
    assert not index.ids(query)
    index.close()
    index = GalleryIndex(path)
    last, learnt = scan.learn_origins(index)
    assert learnt
    assert [row.path for row in index.rows(index.ids(query))] == [made]
    assert scan.learn_origins(index, last) == (0, False)
    assert scan.learn_origins(index) == (0, False), "none is left"
    index.close()


def test_a_picture_that_was_damaged_is_read_once_more_and_not_at_each_start(
    tmp_path: Path, folder: Path
) -> None:
    path = tmp_path / "index.sqlite"
    index = GalleryIndex(path)
    made = picture(folder)
    scan.update(index, folder)
    index.connection.executescript("DROP TABLE unknown_origins; PRAGMA user_version = 3;")
    index.close()
    made.write_bytes(b"no picture")
    index = GalleryIndex(path)
    assert scan.learn_origins(index)[0] > 0
    assert scan.learn_origins(index) == (0, False)
    index.close()


def test_a_second_window_reads_but_does_not_write(tmp_path: Path, folder: Path) -> None:
    path = tmp_path / "index.sqlite"
    first = GalleryIndex(path)
    second = GalleryIndex(path, read_only=True)
    picture(folder)
    scan.update(first, folder)
    assert second.count() == 1
    picture(folder, seed=8)
    with pytest.raises(EaselError, match="another window"):
        scan.update(second, folder)
    scan.update(first, folder)
    assert second.count() == 2
    first.close()
    second.close()
    nothing = GalleryIndex(tmp_path / "none.sqlite", read_only=True)
    assert nothing.count() == 0
    nothing.close()
    assert not (tmp_path / "none.sqlite").exists()


def test_an_index_that_cannot_be_made_gives_a_sentence() -> None:
    with pytest.raises(EaselError, match="index"):
        GalleryIndex(Path("/proc/easel/index.sqlite"))


def test_a_statement_that_fails_gives_a_sentence(index: GalleryIndex) -> None:
    index.connection.execute("DROP TABLE labels")
    with pytest.raises(EaselError, match="builds it again"):
        index.values_of("tag")
