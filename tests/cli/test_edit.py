"""`easel edit`, from the words of the command line to the edited pictures on disk."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from desktop.models.library import ModelLibrary
from desktop.models.requests.pictures.picture_sizes import size_like
from tests.flow.flow_files import MODEL

pytestmark = pytest.mark.draws

QUICK = ("--prompt", "red apple", "--steps", "1", "--guidance", "1", "--seed", "3")


@pytest.fixture
def pictures(tmp_path: Path) -> list[Path]:
    made: list[Path] = []
    for name, colour in (("room", (200, 30, 30)), ("cat", (10, 40, 200)), ("sky", (90, 160, 250))):
        made.append(tmp_path / f"{name}.png")
        Image.new("RGB", (96, 64), colour).save(made[-1])
    return made


@pytest.fixture
def with_klein(easel_home: Path) -> None:
    (easel_home / "Models").mkdir(parents=True)
    (easel_home / "Models" / "klein").symlink_to(MODEL, target_is_directory=True)


def pixels(recipe: dict[str, Any]) -> bytes:
    with Image.open(recipe["path"]) as picture:
        assert picture.size == (96, 64), "as the first picture"
        return picture.convert("RGB").tobytes()


def test_three_pictures_at_once_and_each_by_itself(
    easel, with_klein, pictures: list[Path], tmp_path: Path
) -> None:
    out = tmp_path / "out"
    together = easel("edit", *pictures, *QUICK, "-o", out, "--json")
    assert together.code == 0, together.err
    (recipe,) = together.objects
    assert recipe["model"]["name"] == "klein"
    assert [use["path"] for use in recipe["references"]] == [str(path) for path in pictures]
    assert recipe["image"] is None
    apart = easel("edit", *pictures, *QUICK, "--each", "-o", out, "--json")
    assert [use["references"] for use in apart.objects] == [[{"path": str(p)}] for p in pictures]
    assert len({pixels(one) for one in (recipe, *apart.objects)}) == 4
    kept = tmp_path / "recipe.json"
    kept.write_text(json.dumps(recipe))
    again = easel("generate", "--preset", kept, "-o", out, "--json")
    assert again.code == 0, again.err
    assert pixels(again.objects[0]) == pixels(recipe)


def test_only_what_the_mask_shows_is_edited(
    easel, with_klein, pictures: list[Path], tmp_path: Path
) -> None:
    mask = tmp_path / "mask.png"
    half = Image.new("L", (96, 64), 0)
    half.paste(255, (0, 0, 48, 64))
    half.save(mask)
    done = easel("edit", pictures[0], *QUICK, "--mask", mask, "-o", tmp_path / "x.png", "--json")
    assert done.code == 0, done.err
    assert done.objects[0]["image"]["strength"] == 1.0
    with Image.open(tmp_path / "x.png") as drawn:
        assert drawn.getpixel((90, 30)) == (200, 30, 30)
        assert drawn.getpixel((8, 30)) != (200, 30, 30)


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (("--prompt", "x"), "Name a picture to edit"),
        (("PICTURE",), "Say what is to change"),
        (("nowhere.png", "--prompt", "x"), "there is no file nowhere.png"),
        (("PICTURE", "--prompt", "x", "-i", "Starter (draws icons)"), "can’t edit pictures"),
        (("PICTURE", "PICTURE", "--prompt", "x", "--each", "--mask", "PICTURE"), "--mask"),
        ((*["PICTURE"] * 11, "--prompt", "x"), "10 references at most"),
        (("TEXT", "--prompt", "x"), "text.png"),
        (("PICTURE", "PICTURE", "--prompt", "x", "--each", "-o", "one.png"), "one picture"),
    ],
)
def test_bad_input_is_one_sentence(
    easel, with_klein, pictures: list[Path], tmp_path: Path, words, named: str
) -> None:
    text = tmp_path / "text.png"
    text.write_text("no picture")
    stands = {"PICTURE": str(pictures[0]), "TEXT": str(text)}
    done = easel("edit", *(stands.get(word, word) for word in words))
    assert done.code == 2
    assert named in done.err
    assert done.err.count("\n") == 1


def test_without_a_model_that_edits_one_is_named(easel, easel_home, pictures: list[Path]) -> None:
    done = easel("edit", pictures[0], "--prompt", "x")
    assert done.code == 2
    assert "easel models download flux2-klein-4b" in done.err


def test_a_size_like_the_pictures() -> None:
    klein = ModelLibrary([]).at(MODEL)
    area = klein.defaults.width * klein.defaults.height
    assert size_like((96, 64), klein) == (96, 64)
    width, height = size_like((6000, 4000), klein)
    assert width * height <= area * 1.05
    assert (width % 16, height % 16) == (0, 0)
    assert abs(width / height - 1.5) < 0.03
    assert min(size_like((2000, 10), klein)) >= klein.capabilities.min_side


def test_a_picture_is_extended_beyond_two_edges_and_carries_how(
    easel, with_klein, pictures: list[Path], tmp_path: Path
) -> None:
    out = tmp_path / "wide.png"
    words = ("--extend", "left=30,top=8")
    done = easel("edit", pictures[0], *QUICK, *words, "-o", out, "--json")
    assert done.code == 0, done.err
    (recipe,) = done.objects
    margins = recipe["image"]["extend"]
    with Image.open(out) as drawn:
        width, height = drawn.size
        assert (width, height) == (recipe["width"], recipe["height"])
        assert (width - margins["left"], height - margins["top"]) == (96, 64), "as many pixels"
        assert margins["left"] >= 30, "up to the model's steps"
        assert margins["top"] >= 8
        assert drawn.getpixel((width - 5, height - 5)) == (200, 30, 30), "the picture itself stays"
        assert drawn.getpixel((2, 2)) != (200, 30, 30)
    kept = tmp_path / "recipe.json"
    kept.write_text(json.dumps(recipe))
    again = easel("generate", "--preset", kept, "-o", tmp_path / "again.png", "--json")
    assert again.code == 0, again.err
    with Image.open(tmp_path / "again.png") as second, Image.open(out) as first:
        assert second.tobytes() == first.tobytes()


@pytest.mark.parametrize("wrong", ["left", "up=8", "left=-8", "left=8.5", ""])
def test_margins_that_are_none_are_refused(easel, pictures: list[Path], wrong: str) -> None:
    done = easel("edit", pictures[0], *QUICK, f"--extend={wrong}")
    assert done.code == 2
    assert "--extend" in done.err
