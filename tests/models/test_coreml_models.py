"""Library entries of Core ML models: units, sizes, reasons, advice; and the compile cache."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from desktop.core.errors import BadInput, EaselError
from desktop.core.hardware.compute import ComputeUnit
from desktop.core.messages import Message
from desktop.models.bundles.coreml_cache import CompiledCache
from desktop.models.bundles.coreml_models import models_in
from desktop.models.library import ModelLibrary
from desktop.models.machine import Machine, this_machine
from desktop.models.recognition.prediction_overrides import PredictionOverrides

from . import coreml_layouts as layouts

GB = 1024**3
M1 = Machine(system="Darwin", arm=True, memory_bytes=16 * GB, performance_cores=4)
M1_MAX = Machine(system="Darwin", arm=True, memory_bytes=64 * GB, performance_cores=8)
LINUX = Machine(system="Linux", arm=False, memory_bytes=16 * GB, performance_cores=8)


@pytest.mark.parametrize(
    ("attention", "recommended"),
    [
        ("original", ComputeUnit.CPU_AND_GPU),
        ("split_einsum", ComputeUnit.CPU_AND_NE),
        ("split_einsum_v2", ComputeUnit.CPU_AND_NE),
    ],
)
@pytest.mark.parametrize("machine", [M1, LINUX])
def test_units(tmp_path: Path, attention: str, recommended: ComputeUnit, machine: Machine) -> None:
    (model,) = models_in(layouts.write_packages(tmp_path, layouts.sd15(attention)), machine)
    units = model.capabilities.units
    assert {choice.unit for choice in units} == set(ComputeUnit)
    assert [choice.unit for choice in units if choice.recommended] == [recommended]
    assert all(choice.note for choice in units)
    gated = [choice.unit for choice in units if choice.confirm]
    assert gated == ([ComputeUnit.CPU_AND_NE] if attention == "original" else [])


def test_the_better_attention_is_recommended(tmp_path: Path) -> None:
    root = tmp_path / "coreml-stable-diffusion-v1-5"
    for attention in ("original", "split_einsum"):
        layouts.write_packages(root / attention / "packages", layouts.sd15(attention))
    for machine, best in ((M1, "split_einsum"), (M1_MAX, "original")):
        models = models_in(root, machine)
        assert [m.attention for m in models if m.recommended] == [best]
        assert {m.name for m in models} == {
            "coreml-stable-diffusion-v1-5 (original)",
            "coreml-stable-diffusion-v1-5 (split_einsum)",
        }


def test_what_a_model_can_and_cannot_do(tmp_path: Path) -> None:
    parts = layouts.sd15()
    del parts["vae_encoder"]
    (model,) = models_in(layouts.write_packages(tmp_path, parts), M1)
    can = model.capabilities
    assert model.usable
    assert can.sizes == ((512, 512),)
    assert can.max_tokens == 75
    assert "VAE encoder" in str(can.starting_image.reason)
    assert can.safety_checker
    for support in (
        *(can.loras, can.vae_override, can.vae_tiling, can.clip_skip, can.high_res_fix),
        can.controlnet,
    ):
        assert not support
        assert support.reason
    shown = [(str(label), str(value)) for label, value in model.details]
    assert ("Not there", "VAE encoder") in shown
    assert any("batch-one" in value for _, value in shown)


def test_the_controlnets_that_came_with_a_model_are_named(tmp_path: Path) -> None:
    parts = layouts.sd15() | {"control-unet": layouts.unet(residuals=True)}
    packages = layouts.write_packages(tmp_path, parts)
    (model,) = models_in(packages, M1)
    assert "no converted ControlNet" in str(model.capabilities.controlnet.reason)
    name = "lllyasviel_sd-controlnet-canny"
    layouts.write_package(packages / f"ControlNet_{name}.mlpackage", layouts.controlnet())
    (model,) = models_in(packages, M1)
    assert model.capabilities.controlnet
    assert model.capabilities.own_controlnets == (name,)


def test_compiled_models_without_their_program_as_text_need_a_mac(tmp_path: Path) -> None:
    folder = layouts.write_compiled(tmp_path, layouts.sd15())
    assert all(model.usable for machine in (M1, LINUX) for model in models_in(folder, machine))
    (folder / "VAEDecoder.mlmodelc" / "model.mil").unlink()
    (there,) = models_in(folder, M1)
    (here,) = models_in(folder, LINUX)
    assert there.usable
    assert "needs a Mac" in str(here.problem)


def test_the_user_may_say_the_prediction(tmp_path: Path) -> None:
    parts = layouts.sd15() | {
        "text_encoder": layouts.text_encoder(1024),
        "unet": layouts.unet(width=1024),
    }
    folder = layouts.write_packages(tmp_path / "m", parts)
    (model,) = models_in(folder, M1)
    assert model.prediction == "epsilon"
    assert model.notices
    assert model.prediction_open
    overrides = PredictionOverrides(tmp_path / "answers.json")
    overrides.set_prediction(folder, "v_prediction")
    (model,) = models_in(folder, M1, overrides=overrides)
    assert model.prediction == "v_prediction"
    assert (Message("Prediction"), "v_prediction") in model.details
    assert model.notices == ()
    assert model.prediction_open, "the answer can be changed"


def test_a_converted_model_is_good_at_what_its_original_was(tmp_path: Path) -> None:
    """Not at what its family is known for: a Core ML model takes no LoRA."""
    folder = layouts.write_packages(tmp_path, layouts.sd15())
    own = {"name": "Icons", "good_at": "Icons of everyday things"}
    (folder / "easel.json").write_text(json.dumps(own))
    (model,) = models_in(folder, M1)
    assert model.good_at == own["good_at"]
    (folder / "easel.json").unlink()
    (plain,) = models_in(folder, M1)
    assert "LoRA" not in str(plain.good_at)
    assert not plain.capabilities.loras


def test_the_library_shows_core_ml_models(tmp_path: Path) -> None:
    root = tmp_path / "models"
    layouts.write_packages(root / "apple" / "original" / "packages", layouts.sd15())
    other = layouts.Net({"audio": ((1, 9), "fp32")}, {"text": ((1, 9), "fp32")})
    layouts.write_package(root / "other" / "Whisper.mlpackage", other)
    library = ModelLibrary([root], machine=M1)
    found = [model for model in library.models() if model.kind == "coreml"]
    assert [model.name for model in found] == ["apple (original)"]
    assert library.at(Path(found[0].path)).name == "apple (original)"
    with pytest.raises(BadInput, match="some other network"):
        library.at(root / "other")


def test_one_unet_of_two_forms_can_be_named(tmp_path: Path) -> None:
    layouts.write_packages(tmp_path, layouts.sd15())
    layouts.write_compiled(tmp_path, layouts.sd15())
    library = ModelLibrary([tmp_path], machine=M1)
    found = {model.form: model for model in library.models() if model.kind == "coreml"}
    assert set(found) == {"packages", "compiled"}
    for form, model in found.items():
        assert library.at(Path(model.path)).form == form


def test_performance_cores_are_known_here() -> None:
    assert this_machine().performance_cores >= 1


def _make(cache: CompiledCache, key: str, size: int) -> Path:
    with cache.making(key, "Unet") as target:
        target.mkdir()
        (target / "weights.bin").write_bytes(bytes(size))
    made = cache.get(key)
    assert made is not None
    return made


def test_cache_counts_and_clears(tmp_path: Path) -> None:
    cache = CompiledCache(tmp_path / "coreml")
    assert (cache.size(), cache.entries(), cache.get("a")) == (0, [], None)
    made = _make(cache, "a", 1000)
    assert made.name == "Unet.mlmodelc"
    assert cache.size() == 1000
    assert not cache.was_used(made, "ALL")
    cache.mark_used(made, "ALL")
    assert cache.was_used(made, "ALL")
    assert not cache.was_used(made, "CPU_AND_NE")
    (tmp_path / "coreml" / "not ours.txt").write_text("x")
    assert cache.clear() == 1000
    assert [path.name for path in (tmp_path / "coreml").iterdir()] == ["not ours.txt"]


def test_cache_limit_drops_the_longest_unused(tmp_path: Path) -> None:
    import os

    cache = CompiledCache(tmp_path)
    paths = [_make(cache, key, 100) for key in "abc"]
    for age, path in zip((30, 10, 20), paths, strict=True):
        for file in path.parent.iterdir():
            os.utime(file, (1_000_000 - age, 1_000_000 - age))
    assert cache.trim(250) == 100
    assert [cache.get(key) is not None for key in "abc"] == [False, True, True]
    assert cache.trim(0, keep=paths[1]) == 100
    assert cache.get("b") == paths[1]


def test_cache_keeps_nothing_half_made(tmp_path: Path) -> None:
    cache = CompiledCache(tmp_path / "coreml")
    with pytest.raises(EaselError, match="disk is full"), cache.making("a", "Unet") as target:  # noqa: PT012
        target.mkdir()
        raise OSError(28, "No space left on device")
    assert cache.get("a") is None
    assert list((tmp_path / "coreml").iterdir()) == []
