"""`easel upscale`, from the words of the command line to the larger file on disk."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from tests.decomposed import decomposed
from tests.engines import tiny

pytestmark = pytest.mark.draws


def test_pictures_are_enlarged_by_the_first_upscaler(easel, easel_home: Path, tmp_path) -> None:
    folder = easel_home / "Models"
    folder.mkdir(parents=True)
    tiny.make_upscaler(folder / "tiny2x.safetensors", scale=2)
    picture = tiny.make_picture(tmp_path / "p.png", (70, 50))
    done = easel("upscale", picture, "--tile", "64", "-o", tmp_path / "out", "--json")
    assert done.code == 0, done.err
    recipe = done.objects[0]
    with Image.open(recipe["path"]) as large:
        assert large.size == (140, 100)
    assert recipe["upscaled"]["with"] == "tiny2x.safetensors"
    assert recipe["upscaled"]["from"] == str(picture)


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (("PICTURE",), "No upscaler"),
        (("PICTURE", "--model", "nothing"), "nothing"),
        (("/no/such.png",), "/no/such.png"),
        (("PICTURE", "--tile", "3"), "tile"),
        (("PICTURE", "PICTURE", "-o", "one.png"), "one picture"),
        (("PICTURE", "--model", "PICTURE"), "safetensors"),
    ],
)
def test_bad_input_is_one_sentence(easel, easel_home, tmp_path: Path, words, named: str) -> None:
    picture = tiny.make_picture(tmp_path / "p.png")
    done = easel("upscale", *(str(picture) if word == "PICTURE" else word for word in words))
    assert done.code == 2
    assert named in done.err
    assert "Traceback" not in done.err


def test_an_upscaler_named_in_decomposed_hangul_is_found(easel, easel_home: Path, tmp_path) -> None:
    folder = easel_home / "Models"
    folder.mkdir(parents=True)
    tiny.make_upscaler(folder / decomposed("두배.safetensors"), scale=2)
    picture = tiny.make_picture(tmp_path / "p.png", (20, 20))
    done = easel("upscale", picture, "--model", "두배", "-o", tmp_path / "out", "--json")
    assert done.code == 0, done.err
