"""Whole conversions of tiny models: names, types, easel.json, and what each part computes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from diffusers import UNet2DConditionModel

from desktop.core.errors import BadInput
from desktop.core.events import Progress
from desktop.engines.convert.part_check import psnr, run
from desktop.engines.convert.torch_parts import load_controlnet
from desktop.engines.coreml.portable.package_program import read_programs
from desktop.models.bundles.bundle import read_bundles
from tests.coreml.mil_writer import compile_to, same
from tests.engines import tiny

from .conftest import Conversion, Converter, go_on

HALF, FULL = 65552, 65568


def features(package: Path, which: str) -> dict[str, tuple[tuple[int, ...], int]]:
    """Name, shape and Core ML type code of each input or output, as Apple's tools see them."""
    import coremltools as ct

    description = ct.utils.load_spec(str(package)).description
    return {
        feature.name: (
            tuple(feature.type.multiArrayType.shape),
            feature.type.multiArrayType.dataType,
        )
        for feature in getattr(description, which)
    }


@pytest.fixture(scope="module")
def plain(converter: Converter, sd: Path) -> Conversion:
    return converter(sd, attention="split_einsum", check=True)


def test_the_folder_has_apples_names(plain: Conversion) -> None:
    stem = "Stable_Diffusion_version_tiny-sd_"
    parts = ("text_encoder", "unet", "vae_decoder", "vae_encoder")
    packages = sorted(path.name for path in plain.folder.glob("*.mlpackage"))
    assert packages == [f"{stem}{part}.mlpackage" for part in parts]
    others = sorted(path.name for path in plain.folder.iterdir() if path.is_file())
    assert others == ["conversion.json", "easel.json", "merges.txt", "vocab.json"]
    assert [path.name for path in plain.folder.parent.glob(".*")] == []


def test_inputs_and_outputs_are_those_of_apples_converter(plain: Conversion) -> None:
    unet = plain.package("unet")
    assert features(unet, "input") == {
        "sample": ((2, 4, 8, 8), HALF),
        "timestep": ((2,), HALF),
        "encoder_hidden_states": ((2, 32, 1, 77), HALF),
    }
    assert features(unet, "output") == {"noise_pred": ((2, 4, 8, 8), FULL)}
    text = plain.package("text_encoder")
    assert features(text, "input") == {"input_ids": ((1, 77), FULL)}
    assert features(text, "output") == {
        "last_hidden_state": ((1, 77, 32), FULL),
        "pooled_outputs": ((1, 32), FULL),
    }
    assert features(plain.package("vae_decoder"), "input") == {"z": ((1, 4, 8, 8), HALF)}
    assert features(plain.package("vae_decoder"), "output") == {"image": ((1, 3, 64, 64), FULL)}
    assert features(plain.package("vae_encoder"), "input") == {"x": ((1, 3, 64, 64), HALF)}
    assert features(plain.package("vae_encoder"), "output") == {"latent": ((1, 8, 8, 8), FULL)}


def test_every_part_agrees_with_pytorch(plain: Conversion) -> None:
    for entry in plain.report["parts"]:
        assert min(entry["psnr"].values()) > 55, entry
        assert "note" not in entry
    assert plain.report["least_psnr"] > 55
    written = json.loads((plain.folder / "conversion.json").read_text())
    assert written["least_psnr"] == plain.report["least_psnr"]


def test_easel_json_says_what_apple_forgot(plain: Conversion, sd: Path) -> None:
    own = json.loads((plain.folder / "easel.json").read_text())
    assert own["family"] == "sd1"
    assert own["prediction_type"] == "epsilon"
    assert own["scheduler"]["_class_name"] == "EulerDiscreteScheduler"
    assert own["vae_scale"] == 0.18215
    assert own["size"] == [64, 64]
    assert own["attention"] == "split_einsum"
    assert own["unet_batch"] == 2
    assert own["compression"] == "none"
    assert own["source"]["path"] == str(sd)
    assert own["versions"]["coremltools"]
    assert own["defaults"]["width"] == 64
    assert set(own["check"]) == {"text_encoder", "unet", "vae_decoder", "vae_encoder"}


def test_the_library_reads_the_folder_as_what_it_is(plain: Conversion) -> None:
    (bundle,) = read_bundles(plain.folder)
    assert (bundle.width, bundle.height) == (64, 64)
    assert bundle.attention == "split_einsum"
    assert bundle.form == "packages"
    assert bundle.batch == 2
    assert bundle.problem is None


def test_progress_tells_each_part_and_never_goes_back(plain: Conversion) -> None:
    names = ("Text encoder", "VAE decoder", "VAE encoder", "UNet")
    wanted = [phase for name in names for phase in (name, f"{name}: comparing with PyTorch")]
    assert plain.phases() == wanted
    last: dict[str, float] = {}
    for event in plain.events:
        assert isinstance(event, Progress)
        assert event.fraction is not None
        assert event.fraction >= last.get(str(event.what), 0.0)
        assert event.seconds_left is None or event.seconds_left >= 0
        last[str(event.what)] = event.fraction
    assert any(0 < event.fraction < 1 for event in plain.events)  # type: ignore[union-attr]


def test_chunked_palettized_batch_one(converter: Converter, sd: Path) -> None:
    small = converter(
        sd,
        attention="original",
        chunk_unet=True,
        quantize_nbits=6,
        batch_one=True,
        check=True,
        width=72,
        height=104,
    )
    files = small.part("unet")["files"]
    assert [name.rpartition("_")[2] for name in files] == ["chunk1.mlpackage", "chunk2.mlpackage"]
    assert len(list(small.folder.glob("*unet*"))) == 2
    weights = [next((small.folder / name).rglob("weight.bin")).stat().st_size for name in files]
    assert 0.25 < weights[0] / sum(weights) < 0.75
    first, second = (features(small.folder / name, "input") for name in files)
    assert first["sample"] == ((1, 4, 13, 9), HALF)
    between = features(small.folder / files[0], "output")
    assert set(between) <= set(second)
    assert all(code == FULL for _, code in between.values())
    assert small.part("unet")["psnr"]["noise_pred"] > 25
    assert small.part("unet")["compression"] == "palettized_6"
    assert small.part("vae_decoder")["compression"] == "none"
    assert min(small.part("vae_decoder")["psnr"].values()) > 55
    (bundle,) = read_bundles(small.folder)
    assert (bundle.width, bundle.height, bundle.batch, bundle.chunked) == (72, 104, 1, True)
    assert "Cutting the UNet in two" in small.phases()
    assert "UNet: compressing" in small.phases()


def test_sdxl_has_two_text_encoders_time_ids_and_a_full_precision_vae(
    converter: Converter, sdxl: Path, tmp_path: Path
) -> None:
    source = _with_overflowing_vae(sdxl, tmp_path / "tiny-xl")
    xl = converter(source, attention="original", check=True, min_deployment_target="macOS14")
    assert features(xl.package("unet"), "input") == {
        "sample": ((2, 4, 8, 8), HALF),
        "timestep": ((2,), HALF),
        "encoder_hidden_states": ((2, 64, 1, 77), HALF),
        "time_ids": ((2, 6), HALF),
        "text_embeds": ((2, 32), HALF),
    }
    for name in ("text_encoder", "text_encoder_2"):
        assert features(xl.package(name), "output") == {
            "hidden_embeds": ((1, 77, 32), FULL),
            "pooled_outputs": ((1, 32), FULL),
        }
    assert features(xl.package("vae_decoder"), "input") == {"z": ((1, 4, 8, 8), FULL)}
    assert xl.part("vae_decoder")["precision"] == "fp32"
    assert xl.part("unet")["precision"] == "fp16"
    for entry in xl.report["parts"]:
        assert min(entry["psnr"].values()) > 55, entry
    own = json.loads((xl.folder / "easel.json").read_text())
    assert own["family"] == "sdxl" or own["family"] == "ssd1b"
    assert own["zero_empty_negative"] is True


def _with_overflowing_vae(sdxl: Path, copy: Path) -> Path:
    """The model with a VAE that says of itself that it needs float32, as SDXL's does."""
    import shutil

    shutil.copytree(sdxl, copy)
    path = copy / "vae" / "config.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"force_upcast": True}))
    return copy


@pytest.mark.slow
def test_sd2_keeps_its_prediction_type_and_takes_another_vae(
    converter: Converter, sd2v: Path, tmp_path: Path
) -> None:
    tiny.make_vae(seed=9).save_pretrained(str(tmp_path / "other"))
    sd2 = converter(
        sd2v,
        attention="split_einsum_v2",
        vae=str(tmp_path / "other"),
        compress="linear8",
        check=True,
    )
    own = json.loads((sd2.folder / "easel.json").read_text())
    assert own["prediction_type"] == "v_prediction"
    assert own["compression"] == "linear8"
    assert sd2.part("unet")["compression"] == "linear8"
    assert sd2.part("unet")["psnr"]["noise_pred"] > 30

    import torch

    z = torch.randn(1, 4, 8, 8, generator=torch.Generator().manual_seed(5)).half()
    values = run([sd2.package("vae_decoder")], {"z": z.numpy()}, go_on)
    with torch.no_grad():
        expected = tiny.make_vae(seed=9).eval().decode(z.float()).sample
    assert psnr(expected.numpy(), values["image"]) > 50


@pytest.mark.slow
def test_a_controlnet_and_the_unet_that_listens_to_it(
    converter: Converter, sd: Path, tmp_path: Path
) -> None:
    unet: Any = UNet2DConditionModel.from_pretrained(str(sd), subfolder="unet")
    net = tiny.make_controlnet(tmp_path / "edges", unet)
    pair = converter(
        sd,
        attention="original",
        controlnets=(str(net),),
        support_controlnet=True,
        batch_one=True,
        check=True,
    )
    assert pair.part("controlnet")["files"] == ["ControlNet_edges.mlpackage"]
    assert pair.part("control-unet")["files"][0].endswith("_control-unet.mlpackage")
    outputs = features(pair.package("controlnet"), "output")
    inputs = features(pair.package("control-unet"), "input")
    residuals = {name: value for name, value in inputs.items() if name.startswith("additional")}
    assert list(outputs) == [f"additional_residual_{index}" for index in range(len(outputs))]
    assert {name: shape for name, (shape, _) in outputs.items()} == {
        name: shape for name, (shape, _) in residuals.items()
    }
    assert features(pair.package("controlnet"), "input")["controlnet_cond"] == (
        (1, 3, 64, 64),
        HALF,
    )
    for entry in pair.report["parts"]:
        assert min(entry["psnr"].values()) > 50, entry


def test_a_controlnet_that_is_a_lone_file(converter: Converter, sd: Path, tmp_path: Path) -> None:
    unet: Any = UNet2DConditionModel.from_pretrained(str(sd), subfolder="unet")
    folder = tiny.make_controlnet(tmp_path / "net", unet)
    lone = tmp_path / "lines.safetensors"
    (folder / "diffusion_pytorch_model.safetensors").rename(lone)
    pair = converter(
        sd, attention="split_einsum", controlnets=(str(lone),), support_controlnet=True, check=True
    )
    assert pair.part("controlnet")["files"] == ["ControlNet_lines.mlpackage"]
    assert min(pair.part("controlnet")["psnr"].values()) > 50


def test_a_controlnet_for_another_family_is_refused(sd: Path, tmp_path: Path) -> None:
    unet: Any = UNet2DConditionModel.from_pretrained(str(sd), subfolder="unet")
    wide = UNet2DConditionModel.from_config({**unet.config, "cross_attention_dim": 48})
    net = tiny.make_controlnet(tmp_path / "wide", wide)
    with pytest.raises(BadInput, match="another family"):
        load_controlnet(net, dict(unet.config))


@pytest.mark.slow
@pytest.mark.parametrize("options", [{}, {"quantize_nbits": 6}, {"compress": "linear8"}])
def test_converted_parts_survive_the_way_through_a_compiled_models_text(
    converter: Converter, sd: Path, tmp_path: Path, options: dict[str, object]
) -> None:
    made = converter(sd, attention="split_einsum", **options)
    for name in ("unet", "vae_decoder", "text_encoder"):
        package = made.package(name)
        (wanted,), _ = read_programs(package)
        (found,), _ = read_programs(compile_to(package, tmp_path / f"{name}.mlmodelc"))
        same(wanted, found)
