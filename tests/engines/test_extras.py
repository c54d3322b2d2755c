"""ControlNet, another VAE, choices per picture, the safety checker, retries in fp32."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image
from safetensors.torch import save_file

from desktop.core.errors import BadInput, EaselError
from desktop.core.request import ControlNetUse, HighResFix, LoraUse, StartingImage
from desktop.engines.conditioning.canny import canny
from desktop.engines.sampling.picture_generator import Identity, PictureGenerator
from desktop.engines.sampling.vae_codec import looks_broken

from . import tiny
from .conftest import Drawer, go_on


@pytest.fixture
def net(tmp_path: Path, sd_drawer: Drawer) -> ControlNetUse:
    path = tiny.make_controlnet(tmp_path / "net", sd_drawer.engine.generator.parts.unet)
    picture = tiny.make_picture(tmp_path / "map.png", (100, 80))
    return ControlNetUse(name="net", path=str(path), image=str(picture))


def changed(use: ControlNetUse, **settings: Any) -> tuple[ControlNetUse, ...]:
    import msgspec

    return (msgspec.structs.replace(use, **settings),)


def test_a_controlnets_settings_all_count(sd_drawer: Drawer, net: ControlNetUse) -> None:
    seen = [sd_drawer.draw(steps=4)]
    for settings in (
        {},
        {"weight": 0.5},
        {"start": 0.5},
        {"end": 0.5},
        {"preprocessor": "canny"},
    ):
        drawn = sd_drawer.draw(steps=4, controlnets=changed(net, **settings))
        assert not any(np.array_equal(drawn, other) for other in seen), settings
        seen.append(drawn)
    assert sd_drawer.recipes[0]["controlnets"][0]["preprocessor"] == "canny"
    assert np.array_equal(seen[0], sd_drawer.draw(steps=4))


def test_a_controlnet_with_pictures_masks_and_a_second_pass(
    sd_drawer: Drawer, net: ControlNetUse, tmp_path: Path
) -> None:
    picture = str(tiny.make_picture(tmp_path / "a.png"))
    mask = str(tiny.make_mask(tmp_path / "m.png"))
    for settings in (
        {"starting_image": StartingImage(path=picture)},
        {"starting_image": StartingImage(path=picture, mask=mask)},
        {"high_res_fix": HighResFix(scale=1.5)},
        {"count": 2},
    ):
        plain = sd_drawer.draw_all(**settings)[-1]
        guided = sd_drawer.draw_all(**settings, controlnets=(net,))[-1]
        assert not np.array_equal(plain, guided)


def test_two_controlnets(sd_drawer: Drawer, net: ControlNetUse) -> None:
    one = sd_drawer.draw(controlnets=(net,))
    two = sd_drawer.draw(controlnets=(net, *changed(net, preprocessor="canny")))
    assert not np.array_equal(one, two)


def test_controlnets_that_can_not_be_used(
    sd_drawer: Drawer, net: ControlNetUse, tmp_path: Path
) -> None:
    with pytest.raises(BadInput, match="depth"):
        sd_drawer.draw(controlnets=changed(net, preprocessor="depth"))
    with pytest.raises(BadInput, match="is not there"):
        sd_drawer.draw(controlnets=changed(net, path=str(tmp_path / "missing")))
    other = tiny.make_controlnet(tmp_path / "other", tiny.make_unet(cross_attention_dim=64))
    with pytest.raises(BadInput, match="another family"):
        sd_drawer.draw(controlnets=changed(net, path=str(other)))
    (tmp_path / "bad.safetensors").write_bytes(b"nonsense")
    with pytest.raises(EaselError, match="can’t be read"):
        sd_drawer.draw(controlnets=changed(net, path=str(tmp_path / "bad.safetensors")))


def test_canny_finds_the_edges_of_a_square() -> None:
    pixels = np.zeros((40, 40), dtype=np.uint8)
    pixels[10:30, 10:30] = 255
    edges = np.asarray(canny(Image.fromarray(pixels)))
    assert edges.shape == (40, 40, 3)
    assert set(np.unique(edges)) == {0, 255}
    assert edges[15:25, 8:12, 0].any(axis=1).all()
    assert not edges[15:25, 15:25].any()
    assert not edges[:5].any()
    assert 60 < (edges[:, :, 0] > 0).sum() < 180
    assert not np.asarray(canny(Image.new("L", (20, 20), 90))).any()


def test_another_vae_needs_no_reload_and_goes_again(sd_drawer: Drawer, tmp_path: Path) -> None:
    vae = tiny.make_vae(seed=12)
    vae.save_pretrained(str(tmp_path / "model" / "vae"))
    plain = sd_drawer.draw()
    other = sd_drawer.draw(vae=str(tmp_path / "model"))
    assert not np.array_equal(plain, other)
    assert np.array_equal(other, sd_drawer.draw(vae=str(tmp_path / "model" / "vae")))
    assert sd_drawer.recipes[0]["vae"] == str(tmp_path / "model" / "vae")
    assert np.array_equal(plain, sd_drawer.draw())


def test_a_vae_as_a_single_file(sd_drawer: Drawer, tmp_path: Path) -> None:
    vae = tiny.make_vae(seed=13)
    path = tmp_path / "vae.safetensors"
    save_file({name: value.contiguous() for name, value in vae.state_dict().items()}, str(path))
    vae.save_pretrained(str(tmp_path / "folder"))
    assert np.array_equal(
        sd_drawer.draw(vae=str(path)), sd_drawer.draw(vae=str(tmp_path / "folder"))
    )
    for wrong, sentence in (("missing.safetensors", "not there"), ("vae.pt", "safetensors")):
        (tmp_path / "vae.pt").write_bytes(b"x")
        with pytest.raises(BadInput, match=sentence):
            sd_drawer.draw(vae=str(tmp_path / wrong))


def test_the_vae_works_in_tiles_where_asked(sd_drawer: Drawer) -> None:
    whole = sd_drawer.draw(width=128, vae_tiling="off")
    assert np.array_equal(whole, sd_drawer.draw(width=128)), "auto: small pictures are not cut"
    tiled = sd_drawer.draw(width=128, vae_tiling="on")
    assert not np.array_equal(whole, tiled)
    assert sd_drawer.recipes[0]["vae_tiling"] == "on"


def test_choices_are_made_for_each_picture(sd_drawer: Drawer) -> None:
    sd_drawer.draw_all(prompt="a {red|blue|green} bird", count=6)
    prompts = [recipe["prompt"] for recipe in sd_drawer.recipes]
    assert len(set(prompts)) > 1
    assert all("{" not in prompt for prompt in prompts)
    assert sd_drawer.recipes[0]["prompt_template"] == "a {red|blue|green} bird"
    third = sd_drawer.draw_all(prompt=prompts[2], seed=9)[0]
    assert np.array_equal(third, sd_drawer.draw_all(prompt="a {red|blue|green} bird", count=3)[2])


def test_a_schedule_without_effect_is_said(sd_drawer: Drawer) -> None:
    plain = sd_drawer.draw(sampler="pndm")
    assert sd_drawer.notices == []
    assert np.array_equal(plain, sd_drawer.draw(sampler="pndm", noise_schedule="karras"))
    assert "no effect" in str(sd_drawer.notices[0])
    assert sd_drawer.recipes[0]["noise_schedule"] == "default"


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"width": 60}, "multiples of 8"),
        ({"height": 8}, "smallest size"),
        ({"rng": "numpy", "seed": 2**40}, "4294967295"),
        ({"starting_image": StartingImage(path="missing.png")}, "not there"),
        ({"prompt": "__nothing__"}, "wildcard file"),
        ({"loras": (LoraUse(name="x", path="x.ckpt"),)}, "safetensors"),
        ({"sampler": "unknown"}, "no sampler unknown"),
    ],
)
def test_bad_input_is_refused_in_a_sentence(
    sd_drawer: Drawer, settings: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(BadInput, match=sentence):
        sd_drawer.draw(**settings)


def identity() -> Identity:
    return Identity(
        name="x", family="sd1", hash="", runtime="torch", device="cpu", precision="fp16"
    )


def half_painter(sd: Path, scale_vae: float = 1.0, scale_unet: float = 1.0) -> PictureGenerator:
    """The tiny model in fp16, with a part whose values only fp32 can hold."""
    from desktop.engines.torch.loading import load_folder

    parts = load_folder(sd, torch.float32, lambda *_: None)
    with torch.no_grad():
        for block, scale in ((parts.vae.decoder, scale_vae), (parts.unet, scale_unet)):
            block.conv_in.weight *= scale
            block.conv_in.bias *= scale
    for module in (parts.unet, parts.vae, *parts.text_encoders):
        module.half()
    return PictureGenerator(parts, identity(), torch.device("cpu"))


@pytest.mark.parametrize(
    ("scale_vae", "scale_unet", "retried"),
    [(1.0, 1.0, None), (3e5, 1.0, ["vae"]), (1.0, 3e5, ["unet"])],
)
def test_overflows_of_fp16_are_drawn_again_in_fp32(
    sd: Path, sd_drawer: Drawer, scale_vae: float, scale_unet: float, retried: list[str] | None
) -> None:
    generator = half_painter(sd, 1.0, 1.0)
    with torch.no_grad():
        for block, scale in (
            (generator.parts.vae.decoder, scale_vae),
            (generator.parts.unet, scale_unet),
        ):
            if scale != 1:
                block.conv_in.weight.fill_(6e4)
    request = sd_drawer.request(steps=2, precision="fp16")
    picture = next(generator.generate("job", request, lambda _: None, go_on))
    assert picture.recipe.get("retried_in_fp32") == retried
    assert bool(picture.notices) == bool(retried)
    assert np.frombuffer(picture.rgb, np.uint8).std() > 1
    assert generator.parts.unet.dtype == torch.float16
    calls: list[int] = []
    generator.parts.unet.register_forward_pre_hook(lambda *_: calls.append(1))
    again = next(generator.generate("job", request, lambda _: None, go_on))
    assert again.rgb == picture.rgb
    assert len(calls) == 2, "what overflows is not tried in vain for each picture"


def test_a_model_of_nothing_but_nan_is_an_error(sd: Path, sd_drawer: Drawer) -> None:
    generator = half_painter(sd)
    with torch.no_grad():
        generator.parts.unet.conv_out.weight.fill_(float("nan"))
    with pytest.raises(EaselError, match="invalid numbers"):
        next(generator.generate("job", sd_drawer.request(), lambda _: None, go_on))


def test_broken_pictures_are_told_from_dark_ones() -> None:
    dark = np.zeros((8, 8, 3), dtype=np.float32)
    assert looks_broken(dark)
    assert looks_broken(np.full((8, 8, 3), np.nan, dtype=np.float32))
    dark[0, 0, 0] = 0.1
    assert not looks_broken(dark)


def test_sdxl_takes_controlnets_masks_and_loras(xl_drawer: Drawer, tmp_path: Path) -> None:
    unet = xl_drawer.engine.generator.parts.unet
    path = tiny.make_controlnet(tmp_path / "net", unet)
    picture = str(tiny.make_picture(tmp_path / "a.png"))
    use = ControlNetUse(name="net", path=str(path), image=picture, preprocessor="canny")
    mask = str(tiny.make_mask(tmp_path / "m.png"))
    for settings in (
        {},
        {"starting_image": StartingImage(path=picture)},
        {"starting_image": StartingImage(path=picture, mask=mask)},
    ):
        plain = xl_drawer.draw(**settings)
        assert not np.array_equal(plain, xl_drawer.draw(**settings, controlnets=(use,)))
    lora = tiny.make_lora(tmp_path / "l.safetensors", kohya=False, width=2 * tiny.WIDTH)
    plain = xl_drawer.draw()
    uses = (LoraUse(name="l", path=str(lora)),)
    assert not np.array_equal(plain, xl_drawer.draw(loras=uses))
    assert np.array_equal(plain, xl_drawer.draw())
