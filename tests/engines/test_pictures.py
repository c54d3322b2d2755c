"""Starting images, masks and the second pass."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from desktop.core.errors import BadInput
from desktop.core.events import Step
from desktop.core.messages import Message
from desktop.core.request import HighResFix, StartingImage
from desktop.core.sampling.samplers import SAMPLERS, steps_for_denoise
from desktop.core.sampling.sigmas import sigmas_for
from desktop.engines.conditioning.input_pictures import read_start
from desktop.models.requests.pictures.fitted_pictures import read_picture
from tests.core.noise_table import sd_table
from tests.storage.heic_samples import WITH_EXIF

from . import tiny
from .conftest import Drawer, Opener


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    return tiny.make_picture(tmp_path / "start.png")


@pytest.fixture
def mask(tmp_path: Path) -> Path:
    return tiny.make_mask(tmp_path / "mask.png")


def start(path: Path, **settings: Any) -> StartingImage:
    return StartingImage(path=str(path), **settings)


@pytest.mark.parametrize("strength", [0.3, 0.5, 0.99, 1.0])
def test_strength_is_the_share_of_the_steps_that_run(
    sd_drawer: Drawer, picture: Path, strength: float
) -> None:
    sd_drawer.draw(steps=10, starting_image=start(picture, strength=strength))
    told = sd_drawer.of(Step)
    assert len(told) == told[-1].step == told[-1].steps == int(10 * strength)


def test_comfyuis_denoise_runs_its_steps_from_its_level(sd_drawer: Drawer, picture: Path) -> None:
    planned, strength = steps_for_denoise(4, 0.6)
    sd_drawer.draw(
        steps=planned,
        noise_schedule="karras",
        starting_image=start(picture, strength=strength),
    )
    assert sd_drawer.of(Step)[-1].steps == 4
    scheduler = sd_drawer.engine.generator._backend._pipelines.get("image").scheduler
    comfyui = sigmas_for("karras", int(4 / 0.6), sd_table())[-5:]
    assert scheduler.sigmas[-5:].tolist() == pytest.approx(comfyui.tolist(), rel=1e-4)


def test_little_strength_stays_near_the_picture(sd_drawer: Drawer, picture: Path) -> None:
    generator = sd_drawer.engine.generator
    whole = read_start(start(picture), 64, 64)
    seen = (generator.codec.decode(generator.codec.encode(whole.pixels)) * 255).ravel()

    def likeness(strength: float) -> float:
        drawn = sd_drawer.draw(steps=20, starting_image=start(picture, strength=strength))
        return float(np.corrcoef(seen, drawn.ravel())[0, 1])

    assert likeness(0.1) > likeness(1.0)


@pytest.mark.parametrize("sampler", SAMPLERS)
def test_every_sampler_starts_from_a_picture(
    sd_drawer: Drawer, picture: Path, mask: Path, sampler: str
) -> None:
    for settings in ({}, {"mask": str(mask)}):
        drawn = sd_drawer.draw(
            steps=6,
            sampler=sampler,
            noise_schedule="karras",
            starting_image=start(picture, strength=0.5, **settings),
        )
        assert drawn.std() > 1
        assert sd_drawer.of(Step)[-1].steps == 3


def test_no_step_left_is_refused(sd_drawer: Drawer, picture: Path) -> None:
    with pytest.raises(BadInput, match="more steps or a higher strength"):
        sd_drawer.draw(steps=2, starting_image=start(picture, strength=0.2))


@pytest.mark.parametrize("rng", ["numpy", "nvidia"])
def test_the_noise_source_counts_for_pictures_too(
    sd_drawer: Drawer, picture: Path, mask: Path, rng: str
) -> None:
    for image in (start(picture), start(picture, mask=str(mask))):
        plain = sd_drawer.draw(starting_image=image)
        assert not np.array_equal(plain, sd_drawer.draw(starting_image=image, rng=rng))


@pytest.mark.parametrize("family", ["sd", "sdxl", "inpainting"])
@pytest.mark.parametrize("strength", [0.7, 1.0])
def test_only_what_the_mask_says_is_painted(
    opener: Opener,
    request: pytest.FixtureRequest,
    picture: Path,
    mask: Path,
    family: str,
    strength: float,
) -> None:
    drawer = opener(request.getfixturevalue(family))
    image = start(picture, strength=strength, mask=str(mask))
    drawn = drawer.draw(starting_image=image, width=128)
    before = np.asarray(Image.open(picture).resize((128, 128)).crop((0, 32, 128, 96)))
    kept, painted = np.s_[:, 72:], np.s_[:, :56]
    wanted = (read_start(image, 128, 64).pixels[0].permute(1, 2, 0).numpy() + 1) * 127.5
    assert np.abs(drawn[kept] - wanted[kept]).max() <= 1
    assert np.abs(drawn[painted].astype(int) - before[painted]).mean() > 10
    again = drawer.draw(starting_image=image, width=128)
    assert np.array_equal(drawn, again)


def test_an_inverted_mask_paints_the_rest(sd_drawer: Drawer, picture: Path, mask: Path) -> None:
    def painted(inverted: bool) -> Any:
        image = start(picture, mask=str(mask), mask_inverted=inverted, strength=1.0)
        return sd_drawer.draw(starting_image=image)

    original = np.asarray(Image.open(picture).convert("RGB"))
    assert np.array_equal(painted(False)[:, 32:], original[:, 32:])
    assert np.array_equal(painted(True)[:, :32], original[:, :32])
    assert sd_drawer.recipes[0]["image"]["mask_inverted"] is True


def test_a_feathered_mask_has_a_soft_edge(sd_drawer: Drawer, picture: Path, mask: Path) -> None:
    hard = read_start(start(picture, mask=str(mask)), 64, 64)
    soft = read_start(start(picture, mask=str(mask), mask_feather=4.0), 64, 64)
    assert hard.alpha is not None
    assert soft.alpha is not None
    assert set(np.unique(hard.alpha)) == {0.0, 1.0}
    assert 5 < len(np.unique(soft.alpha[0])) < 64
    assert soft.region is not None
    assert hard.region is not None
    assert soft.region.sum() > hard.region.sum()
    image = start(picture, mask=str(mask), mask_feather=4.0)
    assert not np.array_equal(
        sd_drawer.draw(starting_image=image),
        sd_drawer.draw(starting_image=start(picture, mask=str(mask))),
    )


def test_fit_fill_and_stretch(tmp_path: Path) -> None:
    wide = tiny.make_picture(tmp_path / "wide.png", (128, 64))
    shapes = {}
    for fit in ("fit", "fill", "stretch"):
        shapes[fit] = read_start(start(wide, fit=fit), 64, 64).pixels
        assert tuple(shapes[fit].shape) == (1, 3, 64, 64)
    assert not np.array_equal(shapes["fit"], shapes["fill"])
    assert not np.array_equal(shapes["fill"], shapes["stretch"])
    assert np.array_equal(shapes["fit"][0, :, 0], shapes["fit"][0, :, 15]), "edges are continued"


def test_fit_paints_the_margins_where_there_is_a_mask(tmp_path: Path) -> None:
    wide = tiny.make_picture(tmp_path / "wide.png", (128, 64))
    mask = tmp_path / "none.png"
    Image.new("L", (10, 10)).save(mask)
    alpha = read_start(start(wide, fit="fit", mask=str(mask)), 64, 64).alpha
    assert alpha is not None
    assert (alpha[:16] == 1).all()
    assert (alpha[16:48] == 0).all()


def test_transparency_lies_on_white_and_turned_photos_are_upright(tmp_path: Path) -> None:
    path = tmp_path / "t.png"
    Image.new("RGBA", (8, 8), (255, 0, 0, 0)).save(path)
    assert read_picture(str(path), Message("picture")).getpixel((0, 0)) == (255, 255, 255)
    turned = Image.new("RGB", (20, 10))
    exif = turned.getexif()
    exif[0x0112] = 6
    turned.save(tmp_path / "t.jpg", exif=exif)
    assert read_picture(str(tmp_path / "t.jpg"), Message("picture")).size == (10, 20)


def test_a_photo_of_an_iphone_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.HEIC"
    path.write_bytes(WITH_EXIF)
    red, green, blue = read_picture(str(path), "picture").getpixel((8, 8))  # type: ignore[misc]
    assert red > 150 > max(green, blue)
    for length in range(0, len(WITH_EXIF) - 1, 37):
        path.write_bytes(WITH_EXIF[:length])
        with pytest.raises(BadInput, match="can’t be read as a picture"):
            read_picture(str(path), Message("picture"))


def test_pictures_that_are_none_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="is not there"):
        read_picture(str(tmp_path / "missing.png"), Message("starting image"))
    (tmp_path / "bad.png").write_bytes(b"\x89PNG\r\n\x1a\nnonsense")
    with pytest.raises(BadInput, match="can’t be read as a picture"):
        read_picture(str(tmp_path / "bad.png"), Message("mask"))


def test_high_resolution_fix_runs_two_passes(sd_drawer: Drawer) -> None:
    drawn = sd_drawer.draw(steps=4, high_res_fix=HighResFix(scale=1.5, strength=0.5))
    assert drawn.shape == (96, 96, 3)
    assert [event.step for event in sd_drawer.of(Step)] == [1, 2, 3, 4, 5, 6]
    drawn = sd_drawer.draw(steps=4, high_res_fix=HighResFix(scale=2.0, strength=0.5, steps=10))
    assert sd_drawer.of(Step)[-1].steps == 9
    assert (sd_drawer.recipes[0]["width"], drawn.shape[1]) == (64, 128)


def test_an_inpainting_model_draws_from_nothing_too(opener: Opener, inpainting: Path) -> None:
    drawer = opener(inpainting)
    assert not np.array_equal(drawer.draw(), drawer.draw(prompt="a blue bird"))
    with pytest.raises(BadInput, match="inpainting model"):
        drawer.draw(high_res_fix=HighResFix())
