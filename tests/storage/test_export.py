from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from sd_parsers import ParserManager

from desktop.core.errors import BadInput, EaselError
from desktop.storage.metadata.reading import read_recipe
from desktop.storage.pictures.contact_sheet import MOST_PICTURES, SheetOptions, contact_sheet
from desktop.storage.pictures.export import (
    SUFFIXES,
    ExportOptions,
    export_pictures,
    formats,
    save_as,
)
from desktop.storage.pictures.name_template import FIELDS, example, file_name
from tests.platforms import on_a_mac
from tests.storage.samples import AWKWARD_PROMPTS, make_recipe, picture, pixels

PORTABLE = ("png", "jpeg", "webp", "tiff")


@pytest.mark.parametrize("kind", PORTABLE)
@pytest.mark.parametrize("prompt", AWKWARD_PROMPTS)
def test_the_recipe_goes_along(folder: Path, tmp_path: Path, kind: str, prompt: str) -> None:
    source = picture(folder, prompt=prompt)
    options = ExportOptions(format=kind)  # type: ignore[arg-type]
    (path,) = export_pictures([source], tmp_path / "out", options).paths
    assert path.suffix == SUFFIXES[kind]  # type: ignore[index]
    with Image.open(path) as image:
        assert image.size == (8, 6)
        if kind in ("png", "tiff"):
            assert image.convert("RGB").tobytes() == pixels()
    read = read_recipe(path)
    assert read is not None
    assert read.recipe.as_dict() == make_recipe(prompt=prompt)


@pytest.mark.parametrize("kind", PORTABLE)
def test_without_the_recipe_nothing_of_it_is_left(folder: Path, tmp_path: Path, kind: str) -> None:
    source = picture(folder, prompt="a secret prompt")
    options = ExportOptions(format=kind, with_recipe=False, template="x")  # type: ignore[arg-type]
    (path,) = export_pictures([source], tmp_path, options).paths
    assert read_recipe(path) is None
    assert b"secret" not in path.read_bytes()
    assert "secret".encode("utf-16-be") not in path.read_bytes()


@pytest.mark.parametrize("kind", ["jpeg", "webp"])
def test_an_independent_reader_reads_the_export(folder: Path, tmp_path: Path, kind: str) -> None:
    options = ExportOptions(format=kind)  # type: ignore[arg-type]
    (path,) = export_pictures([picture(folder)], tmp_path, options).paths
    theirs = ParserManager().parse(path)
    assert theirs is not None
    assert [prompt.value for prompt in theirs.samplers[0].prompts] == ["red apple on a table"]


def test_nothing_is_overwritten_and_failures_are_named(folder: Path, tmp_path: Path) -> None:
    good = picture(folder)
    bad = folder / "bad.png"
    bad.write_bytes(b"no picture")
    gone = folder / "gone.png"
    options = ExportOptions(format="jpeg", template="same")
    steps: list[int] = []
    done = export_pictures(
        [good, bad, good, gone], tmp_path / "o", options, lambda number, _: steps.append(number)
    )
    assert [path.name for path in done.paths] == ["same.jpg", "same-2.jpg"]
    assert [path for path, _ in done.failed] == [bad, gone]
    assert steps == [1, 2, 3, 4]
    assert sorted(os.listdir(tmp_path / "o")) == ["same-2.jpg", "same.jpg"]


def test_stopping(folder: Path, tmp_path: Path) -> None:
    done = export_pictures([picture(folder)], tmp_path, ExportOptions(), stopped=lambda: True)
    assert done.paths == ()


def test_transparency(folder: Path, tmp_path: Path) -> None:
    Image.new("RGBA", (8, 8), (255, 0, 0, 0)).save(folder / "a.png")
    for kind, expected in (("png", (255, 0, 0, 0)), ("webp", None), ("jpeg", (255, 255, 255))):
        options = ExportOptions(format=kind, with_recipe=False, template=kind)  # type: ignore[arg-type]
        (path,) = export_pictures([folder / "a.png"], tmp_path, options).paths
        with Image.open(path) as image:
            pixel = image.getpixel((4, 4))
            assert image.mode == ("RGB" if kind == "jpeg" else "RGBA")
            assert expected is None or pixel == expected


def test_a_very_long_recipe_still_gives_a_jpeg(folder: Path, tmp_path: Path) -> None:
    source = picture(folder, prompt="사과 " * 20_000)
    (path,) = export_pictures([source], tmp_path, ExportOptions(format="jpeg")).paths
    with Image.open(path) as image:
        image.load()
    (webp,) = export_pictures([source], tmp_path, ExportOptions(format="webp")).paths
    read = read_recipe(webp)
    assert read is not None
    assert len(read.recipe["prompt"]) == 60_000


def test_save_as_replaces_what_was_confirmed(folder: Path, tmp_path: Path) -> None:
    source, target = picture(folder), tmp_path / "mine.webp"
    target.write_bytes(b"old")
    save_as(source, target, ExportOptions(format="webp"))
    read = read_recipe(target)
    assert read is not None
    (folder / "bad.png").write_bytes(b"x")
    with pytest.raises(EaselError):
        save_as(folder / "bad.png", target, ExportOptions(format="jpeg"))
    assert read_recipe(target) is not None
    with pytest.raises(EaselError, match="export the picture"):
        save_as(source, Path("/proc/x/a.png"), ExportOptions())
    assert not list(tmp_path.glob(".easel*"))


@pytest.mark.skipif(sys.platform == "darwin", reason="a Mac can write HEIC")
def test_heic_is_refused_where_the_platform_lacks_it(folder: Path, tmp_path: Path) -> None:
    assert "heic" not in formats()
    with pytest.raises(BadInput, match="HEIC"):
        export_pictures([picture(folder)], tmp_path, ExportOptions(format="heic"))


@on_a_mac("needs the Mac's sips")
def test_heic(folder: Path, tmp_path: Path) -> None:
    (path,) = export_pictures([picture(folder)], tmp_path, ExportOptions(format="heic")).paths
    assert path.read_bytes()[4:8] == b"ftyp"


def test_the_template_and_its_example() -> None:
    assert example("{prompt}-{seed}") == "a-lighthouse-at-night-oil-painting-1234567.png"
    assert example("{date}/{model} {width}x{height}", ".jpg") == "2026-11-22/starter 512x512.jpg"
    assert example("{number} {name} {guidance} {time}") == "1 lighthouse 7.5 10-05-59.png"
    assert example("") == "picture.png"
    for field in FIELDS:
        assert "{" not in example(f"{{{field}}}")
    with pytest.raises(BadInput, match=r"\{colour\}"):
        example("{colour}")
    with pytest.raises(BadInput, match="too many folders"):
        example("a/" * 9)


def test_what_the_recipe_lacks_is_unknown() -> None:
    assert str(file_name("{seed}-{model}-{date}", {}, name="n", number=1)) == (
        "unknown-unknown-unknown"
    )


def test_values_never_lead_out_of_the_folder(folder: Path, tmp_path: Path) -> None:
    source = picture(folder, prompt="../../etc", model={"name": "a/../../b"}, sampler="../x")
    shutil.move(source, folder / "..x.png")
    options = ExportOptions(template="../{prompt}/{model}/{sampler}/./{name}/../{seed}")
    (path,) = export_pictures([folder / "..x.png"], tmp_path / "out", options).paths
    assert path.resolve().is_relative_to(tmp_path / "out")
    assert path.name == "7.png"


@given(st.text(max_size=80), st.text(max_size=40), st.text(max_size=20))
def test_any_template_gives_a_usable_name(template: str, prompt: str, name: str) -> None:
    recipe = make_recipe(prompt=prompt, model={"name": name}, sampler=name)
    try:
        made = file_name(template, recipe, name=name, number=1)
        made = file_name("{name}{sampler}{model}{prompt}/{name}", recipe, name=name, number=1)
    except BadInput:
        return
    assert not made.is_absolute()
    for part in made.parts:
        assert part not in ("", ".", "..")
        assert "\0" not in part
        assert len(part.encode("utf-8", "surrogatepass")) <= 255


def test_contact_sheets(folder: Path, tmp_path: Path) -> None:
    pictures = [(picture(folder, seed=seed), f"사과 {seed} " * 30) for seed in range(30)]
    (folder / "bad.png").write_bytes(b"x")
    pictures.append((folder / "bad.png", "bad"))
    seen: list[int] = []
    (pdf,) = contact_sheet(
        pictures, tmp_path / "sheet.pdf", SheetOptions(), lambda done, _: seen.append(done)
    )
    assert pdf.read_bytes().startswith(b"%PDF")
    assert pdf.read_bytes().count(b"/Type /Page\n") == 2
    assert seen[-1] == 31
    options = SheetOptions(format="png", columns=4, captions=False)
    pages = contact_sheet(pictures, tmp_path / "sheet.png", options)
    assert [page.name for page in pages] == ["sheet.png", "sheet-2.png"]
    with Image.open(pages[0]) as page:
        assert page.size == (1240, 1754)
        assert page.convert("RGB").getpixel((0, 0)) == (255, 255, 255)
        assert len(page.convert("RGB").getcolors(2000 * 2000) or []) > 10


def test_contact_sheets_that_cannot_be(folder: Path, tmp_path: Path) -> None:
    one = [(picture(folder), "")]
    with pytest.raises(BadInput, match="Choose some"):
        contact_sheet([], tmp_path / "a.pdf", SheetOptions())
    with pytest.raises(BadInput, match="at most"):
        contact_sheet(one * (MOST_PICTURES + 1), tmp_path / "a.pdf", SheetOptions())
    with pytest.raises(BadInput, match="columns"):
        contact_sheet(one, tmp_path / "a.pdf", SheetOptions(columns=0))
    with pytest.raises(EaselError, match="contact sheet"):
        contact_sheet(one, Path("/proc/x/a.pdf"), SheetOptions())


@pytest.mark.parametrize(
    ("options", "size"),
    [
        ({"percent": 50}, (4, 3)),
        ({"percent": 200}, (16, 12)),
        ({"longest_side": 4}, (4, 3)),
        ({"longest_side": 4000}, (8, 6)),
        ({"percent": 1}, (1, 1)),
    ],
)
@pytest.mark.parametrize("kind", PORTABLE)
def test_a_picture_is_exported_in_another_size(folder, tmp_path, kind, options, size) -> None:
    chosen = ExportOptions(format=kind, **options)
    (path,) = export_pictures([picture(folder)], tmp_path, chosen).paths
    with Image.open(path) as image:
        assert image.size == size
    assert read_recipe(path) is not None
