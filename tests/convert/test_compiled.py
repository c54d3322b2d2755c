"""Compiled models: Apple's names, the call's signature, and on a Mac the real thing."""

from __future__ import annotations

import inspect
from pathlib import Path

import pytest

from desktop.engines.convert.compile_packages import compiled_name
from desktop.models.bundles.bundle import read_bundles
from tests.platforms import on_a_mac

from .conftest import Converter


@pytest.mark.parametrize(
    ("part", "package", "name"),
    [
        ("unet", "Stable_Diffusion_version_a_unet.mlpackage", "Unet.mlmodelc"),
        ("unet", "Stable_Diffusion_version_a_unet_chunk2.mlpackage", "UnetChunk2.mlmodelc"),
        ("control-unet", "S_control-unet_chunk1.mlpackage", "ControlledUnetChunk1.mlmodelc"),
        ("text_encoder_2", "S_text_encoder_2.mlpackage", "TextEncoder2.mlmodelc"),
        (
            "controlnet",
            "ControlNet_lllyasviel_sd-controlnet-mlsd.mlpackage",
            "controlnet/LllyasvielSdControlnetMlsd.mlmodelc",
        ),
    ],
)
def test_names_are_apples(part: str, package: str, name: str) -> None:
    assert compiled_name(part, package) == name


def test_coremltools_still_takes_a_destination() -> None:
    from coremltools.models.utils import compile_model

    inspect.signature(compile_model).bind("a.mlpackage", destination_path="a.mlmodelc")


@on_a_mac("Core ML compiles on a Mac only")
def test_a_compiled_conversion_is_a_model(converter: Converter, sd: Path) -> None:
    made = converter(sd, attention="split_einsum", form="compiled")
    assert (made.folder / "Unet.mlmodelc").is_dir()
    assert list(made.folder.glob("*.mlpackage")) == []
    (bundle,) = read_bundles(made.folder)
    assert bundle.form == "compiled"
    assert bundle.problem is None
