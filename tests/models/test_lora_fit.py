"""What of a LoRA fits a model, told from headers alone: for both layouts, every kind and naming."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from desktop.core.errors import BadInput
from desktop.core.request import LoraUse
from desktop.models.build import build_model
from desktop.models.loras.lora_fit import bundled_embeddings, check_loras, lora_fit
from desktop.models.loras.lora_keys import sorted_keys
from desktop.models.loras.model_layout import layout_of
from desktop.models.loras.module_index import folded
from desktop.models.machine import this_machine
from desktop.models.model import Model
from desktop.models.recognition.recognise import recognise_file
from desktop.models.recognition.single_file_configs import assemble

from . import ldm_layout
from .conftest import write_tensors

Shapes = dict[str, tuple[int, ...]]
Hollow = Callable[..., Path]
Q = "down_blocks.1.attentions.0.transformer_blocks.0.attn2.to_q"


@pytest.fixture(params=["sd1", "sd2_base", "sdxl"])
def family(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def checkpoint(family: str, hollow: Hollow, tmp_path: Path) -> Model:
    path = hollow(tmp_path / "model.safetensors", family)
    return build_model(recognise_file(path), path, this_machine())


def fit(tmp_path: Path, model: Model, shapes: Shapes):
    path = write_tensors(tmp_path / "lora.safetensors", shapes)
    found = lora_fit(str(path), model)
    assert found is not None
    return found


def test_a_single_file_has_the_modules_of_diffusers(
    family: str, checkpoint: Model, tmp_path: Path
) -> None:
    layout = layout_of(Path(checkpoint.path))
    assert layout is not None
    config = assemble(family, tmp_path / "configs")
    parts = ("unet", "text_encoder", "text_encoder_2")
    for part, modules in zip(parts, (layout.unet, *layout.text_encoders), strict=False):
        wanted = ldm_layout.part_shapes(config, part)
        found = {folded(path): weights for path, weights in modules.items()}
        for name, shape in wanted.items():
            path, _, role = name.rpartition(".")
            inside = part == "unet" or "encoder.layers" in path
            if role in ("weight", "bias") and inside:
                has = found[folded(path)].weight if role == "weight" else found[folded(path)].bias
                assert tuple(has) == shape or (len(has) == 4 and has[:2] == shape), name


def test_what_a_model_lacks_is_told_by_module(checkpoint: Model, tmp_path: Path) -> None:
    stem = "lora_unet_" + Q.replace(".", "_")
    layout = layout_of(Path(checkpoint.path))
    assert layout is not None
    rows, columns = layout.unet[Q].weight[:2]
    fits = {f"{stem}.lora_up.weight": (rows, 4), f"{stem}.lora_down.weight": (4, columns)}
    assert fit(tmp_path, checkpoint, fits).missing == ()
    ldm = "lora_unet_input_blocks_4_1_transformer_blocks_0_attn2_to_q"
    other = {name.replace(stem, ldm): shape for name, shape in fits.items()}
    assert fit(tmp_path, checkpoint, other).missing == ()
    strange = {"lora_unet_nowhere.diff": (3, 3), "rubbish": (1,)}
    use = (LoraUse(name="l", path=str(tmp_path / "lora.safetensors")),)
    assert fit(tmp_path, checkpoint, fits | strange).missing == ("lora_unet_nowhere", "rubbish")
    (told,) = check_loras(use, checkpoint)
    assert "lora_unet_nowhere" in str(told)
    assert "2 of 3" in str(told)
    narrow = {f"{stem}.lora_up.weight": (rows, 4), f"{stem}.lora_down.weight": (4, columns + 1)}
    assert fit(tmp_path, checkpoint, narrow).fits_none
    with pytest.raises(BadInput, match="another family"):
        check_loras(use, checkpoint)


def test_files_that_tell_nothing_are_left_to_the_engine(checkpoint: Model, tmp_path: Path) -> None:
    assert lora_fit(str(tmp_path / "gone.safetensors"), checkpoint) is None
    (tmp_path / "cut.safetensors").write_bytes(b"12")
    assert lora_fit(str(tmp_path / "cut.safetensors"), checkpoint) is None
    gone = msgspec.structs.replace(checkpoint, path=str(tmp_path / "gone"))
    assert lora_fit(str(tmp_path / "cut.safetensors"), gone) is None


@pytest.mark.parametrize(
    "roles",
    [
        {"lora_up.weight": (), "lora_down.weight": ()},
        {"hada_w1_a": (4,), "hada_w1_b": (4,)},
        {"lokr_w1_a": (4,), "lokr_w1_b": (), "lokr_w2": (4, 4)},
        {"a1.weight": (), "a2.weight": (), "b1.weight": (), "b2.weight": ()},
        {"oft_blocks": ()},
        {"oft_blocks": (3, 5, 4, 4)},
        {"oft_blocks": (10**9, 8, 4, 4)},
    ],
)
def test_tensors_of_odd_shapes_fit_nothing(
    checkpoint: Model, tmp_path: Path, roles: Shapes
) -> None:
    stem = "lora_unet_" + Q.replace(".", "_")
    shapes = {f"{stem}.{role}": shape for role, shape in roles.items()}
    assert fit(tmp_path, checkpoint, shapes).fits_none


@pytest.mark.parametrize("name", ["input_blocks.x.0.y.weight", "input_blocks.0.0.op.weight"])
def test_a_model_with_odd_names_is_left_to_the_engine(
    checkpoint: Model, tmp_path: Path, name: str
) -> None:
    path = write_tensors(tmp_path / "odd.safetensors", {f"model.diffusion_model.{name}": (1,)})
    odd = msgspec.structs.replace(checkpoint, path=str(path))
    lora = write_tensors(tmp_path / "lora.safetensors", {"lora_unet_conv_in.diff": (4, 4)})
    assert lora_fit(str(lora), odd) is None


def test_a_file_that_changes_is_read_again(checkpoint: Model, tmp_path: Path) -> None:
    strange: Shapes = {"lora_unet_nowhere.diff": (3, 3)}
    assert fit(tmp_path, checkpoint, strange).modules == 1
    assert fit(tmp_path, checkpoint, strange | {"lora_unet_neither.diff": (3,)}).modules == 2
    (tmp_path / "lora.safetensors").unlink()
    assert lora_fit(str(tmp_path / "lora.safetensors"), checkpoint) is None
    assert bundled_embeddings("a\0b") == ()


def test_bundled_embeddings_have_names(tmp_path: Path) -> None:
    shapes = {
        "bundle_emb.ink.string_to_param.*": (2, 768),
        "bundle_emb.Blue.clip_l": (1, 768),
        "bundle_emb.Blue.clip_g": (1, 1280),
        "lora_unet_conv_in.diff": (4, 4),
    }
    path = write_tensors(tmp_path / "l.safetensors", shapes)
    assert bundled_embeddings(str(path)) == ("ink", "Blue")


def test_an_embedding_without_a_name_is_none() -> None:
    found = sorted_keys(["bundle_emb..string_to_param.*", "bundle_emb.ink.string_to_param.*"])
    assert list(found.bundled) == ["ink"]
    assert found.strange == ("bundle_emb..string_to_param.*",)
