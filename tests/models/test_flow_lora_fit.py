"""LoRAs of FLUX.2 klein and Z-Image against their models, from headers alone, in every naming."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from desktop.core.errors import BadInput
from desktop.core.request import LoraUse
from desktop.models.build import build_model
from desktop.models.loras.lora_fit import LoraFit, check_loras, lora_fit
from desktop.models.machine import this_machine
from desktop.models.model import Model
from desktop.models.recognition.recognise import recognise_file

from . import flow_layouts as flow

Shapes = dict[str, tuple[int, ...]]
STYLES = {
    "kohya": ("lora_unet_{}", "lora_up.weight", "lora_down.weight"),
    "diffusers": ("transformer.{}", "lora_B.weight", "lora_A.weight"),
    "peft": ("base_model.model.{}", "lora_B.weight", "lora_A.weight"),
    "ComfyUI": ("diffusion_model.{}", "lora_up.weight", "lora_down.weight"),
    "AI-Toolkit": ("diffusion_model.{}", "lora_B.weight", "lora_A.weight"),
}


def state(family: str) -> flow.Tensors:
    return flow.klein() if family == "flux2_klein" else flow.z_image()


def own_names(family: str) -> flow.Tensors:
    """The transformer as ComfyUI's files name it."""
    own = flow.klein_as_bfl if family == "flux2_klein" else flow.z_image_as_comfyui
    return own(state(family))


@pytest.fixture(params=["flux2_klein", "z_image"])
def family(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture(params=["own", "whole", "diffusers", "gguf"])
def model(request: pytest.FixtureRequest, family: str, tmp_path: Path) -> Model:
    """A model of real size: a transformer alone or with everything, in both namings, and GGUF."""
    path = tmp_path / "models" / "model.safetensors"
    if request.param == "gguf":
        path = path.with_suffix(".gguf")
        architecture = "flux" if family == "flux2_klein" else "lumina2"
        flow.write_gguf_hole(path, own_names(family), "Q8_0", architecture)
    elif request.param == "whole":
        flow.write_hole(path, flow.prefixed(own_names(family), "model.diffusion_model."))
    else:
        tensors = state(family) if request.param == "diffusers" else own_names(family)
        flow.write_hole(path, tensors)
    found = build_model(recognise_file(path), path, this_machine())
    assert found.family == family
    return found


def lora(weights: flow.Tensors, style: str) -> Shapes:
    """A LoRA of rank 4 on every matrix of `weights`."""
    stem, up, down = STYLES[style]
    shapes: Shapes = {}
    for name, tensor in weights.items():
        path, _, role = name.rpartition(".")
        if tensor.ndim == 2 and role == "weight":
            path = stem.format(path.replace(".", "_") if style == "kohya" else path)
            shapes[f"{path}.{up}"] = (tensor.shape[0], 4)
            shapes[f"{path}.{down}"] = (4, tensor.shape[1])
    return shapes


def fit(tmp_path: Path, model: Model, shapes: Shapes) -> LoraFit:
    path = tmp_path / "lora.safetensors"
    flow.write_hole(path, {n: torch.empty(s, device="meta") for n, s in shapes.items()})
    found = lora_fit(str(path), model)
    assert found is not None
    return found


def test_every_module_in_every_naming_fits_every_form_of_the_model(
    family: str, model: Model, tmp_path: Path
) -> None:
    for style in STYLES:
        for weights in (state(family), own_names(family)):
            shapes = lora(weights, style)
            found = fit(tmp_path, model, shapes)
            assert (found.missing, found.fits_none) == ((), False), style
            assert found.modules == len(shapes) // 2 > 70


def test_what_fits_nothing_is_named_and_other_families_are_refused(
    family: str, model: Model, tmp_path: Path
) -> None:
    shapes = lora(own_names(family), "ComfyUI")
    strange = {
        "diffusion_model.double_blocks.40.img_attn.qkv.lora_up.weight": (9216, 4),
        "diffusion_model.double_blocks.40.img_attn.qkv.lora_down.weight": (4, 3072),
        "lora_te_nowhere.diff": (3, 3),
    }
    found = fit(tmp_path, model, shapes | strange)
    assert not found.fits_none
    assert found.missing == (
        "diffusion_model.double_blocks.40.img_attn.qkv",
        "lora_te_nowhere",
    )
    use = (LoraUse(name="l", path=str(tmp_path / "lora.safetensors")),)
    (told,) = check_loras(use, model)
    assert "lora_te_nowhere" in str(told)
    other = "z_image" if family == "flux2_klein" else "flux2_klein"
    wider = {name: (shape[0], 4096) if shape[0] == 4 else shape for name, shape in shapes.items()}
    for shapes in (lora(state(other), "diffusers"), wider):
        assert fit(tmp_path, model, shapes).fits_none
        with pytest.raises(BadInput, match="another family"):
            check_loras(use, model)
