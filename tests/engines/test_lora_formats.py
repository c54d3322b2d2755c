"""Every kind of LoRA, in every naming, against W + dW; and the bare model after it."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import msgspec
import pytest
import torch
from safetensors.torch import save_file
from torch.nn import functional

from desktop.core.errors import BadInput
from desktop.core.request import LoraUse
from desktop.engines.flow.int8_linear import Int8Linear, quantized
from desktop.engines.torch.lora_names import ModuleNames
from desktop.engines.torch.merged_loras import merge_loras
from desktop.engines.torch.model_loras import unet_loras
from desktop.models.library import ModelLibrary
from desktop.models.loras.lora_fit import lora_fit
from desktop.models.model import Model
from tests.models.ldm_layout import write_hollow

from . import tiny
from .conftest import Drawer

LINEAR = "down_blocks.0.attentions.0.transformer_blocks.0.attn2.to_q"
CONV = "down_blocks.0.resnets.0.conv1"
NORM = "down_blocks.0.resnets.0.norm1"
Tensors = dict[str, torch.Tensor]


@pytest.fixture
def pipeline(sd_drawer: Drawer) -> Iterator[Any]:
    parts = sd_drawer.engine.generator.parts
    before = {name: value.clone() for name, value in parts.unet.state_dict().items()}
    yield SimpleNamespace(unet=parts.unet, text_encoder=parts.text_encoders[0])
    parts.unet.load_state_dict(before)


def tiny_model(pipeline: Any, folder: Path) -> Model:
    """What recognition knows of a folder with this UNet and text encoder."""
    place = folder / "model"
    for name in ("unet", "text_encoder"):
        (place / name).mkdir(parents=True, exist_ok=True)
        state = getattr(pipeline, name).state_dict()
        shapes = {key: tuple(value.shape) for key, value in state.items()}
        write_hollow(place / name / "model.safetensors", shapes, "F32")
    return msgspec.structs.replace(ModelLibrary().starter(), path=str(place), kind="diffusers")


def use(path: Path, weight: float = 1.0, text: float | None = None) -> tuple[LoraUse, ...]:
    return (LoraUse(name=path.stem, path=str(path), weight=weight, text_weight=text),)


def saved(folder: Path, tensors: Tensors, **notes: str) -> Path:
    path = folder / f"l{len(list(folder.iterdir()))}.safetensors"
    save_file({name: value.contiguous() for name, value in tensors.items()}, path, notes or None)
    return path


def module_at(root: Any, path: str) -> Any:
    return root.get_submodule(path)


def output_of(module: Any, weight: torch.Tensor, bias: Any, taken: torch.Tensor) -> torch.Tensor:
    if isinstance(module, torch.nn.Conv2d):
        return functional.conv2d(taken, weight, bias, padding=module.padding)
    return functional.linear(taken, weight, bias)


def taken_by(module: Any) -> torch.Tensor:
    torch.manual_seed(3)
    if isinstance(module, torch.nn.Conv2d):
        return torch.randn(1, module.in_channels, 6, 6)
    return torch.randn(2, 5, module.in_features)


def rand(*shape: int, seed: int = 0) -> torch.Tensor:
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed + sum(shape))) * 0.2


def plain(weight: torch.Tensor) -> tuple[Tensors, torch.Tensor]:
    out, flat = weight.shape[0], weight.flatten(1)
    up, down = rand(out, 4, seed=1), rand(4, flat.shape[1], seed=2)
    conv = weight.ndim == 4
    tensors = {
        "lora_up.weight": up[:, :, None, None] if conv else up,
        "lora_down.weight": down.reshape(4, *weight.shape[1:]),
        "alpha": torch.tensor(3.0),
    }
    return tensors, (up @ down * 3 / 4).reshape(weight.shape)


def mixed_rank(weight: torch.Tensor) -> tuple[Tensors, torch.Tensor]:
    up, down = rand(weight.shape[0], 2, seed=1), rand(2, weight.flatten(1).shape[1], seed=2)
    tensors = {
        "lora_up.weight": up,
        "lora_down.weight": down.reshape(2, *weight.shape[1:]),
        "alpha": torch.tensor(8.0),
    }
    return tensors, (up @ down * 4).reshape(weight.shape)


def dora(weight: torch.Tensor) -> tuple[Tensors, torch.Tensor]:
    tensors, difference = plain(weight)
    changed = weight + difference
    magnitude = rand(weight.shape[0], seed=5).abs() + 0.5
    norms = torch.stack([row.norm() for row in changed])
    tensors["dora_scale"] = magnitude.reshape(-1, *[1] * (weight.ndim - 1))
    scaled = torch.stack([row * m / n for row, m, n in zip(changed, magnitude, norms, strict=True)])
    return tensors, scaled - weight


def loha(weight: torch.Tensor) -> tuple[Tensors, torch.Tensor]:
    out, inner = weight.shape[0], weight.flatten(1).shape[1]
    parts = {
        "hada_w1_a": rand(out, 3, seed=1),
        "hada_w1_b": rand(3, inner, seed=2),
        "hada_w2_a": rand(out, 3, seed=3),
        "hada_w2_b": rand(3, inner, seed=4),
    }
    first = parts["hada_w1_a"] @ parts["hada_w1_b"]
    second = parts["hada_w2_a"] @ parts["hada_w2_b"]
    return parts | {"alpha": torch.tensor(1.5)}, (first * second * 0.5).reshape(weight.shape)


def lokr(weight: torch.Tensor) -> tuple[Tensors, torch.Tensor]:
    out, inner = weight.shape[0], weight.shape[1]
    first = rand(4, 2, seed=1)
    second = rand(out // 4, inner // 2, *weight.shape[2:], seed=2)
    difference = torch.zeros_like(weight)
    for i in range(4):
        for j in range(2):
            rows = slice(i * (out // 4), (i + 1) * (out // 4))
            columns = slice(j * (inner // 2), (j + 1) * (inner // 2))
            difference[rows, columns] = first[i, j] * second
    return {"lokr_w1": first, "lokr_w2": second, "alpha": torch.tensor(9e9)}, difference


def lokr_in_factors(weight: torch.Tensor) -> tuple[Tensors, torch.Tensor]:
    out, inner = weight.shape[0], weight.flatten(1).shape[1]
    parts = {
        "lokr_w1_a": rand(4, 2, seed=1),
        "lokr_w1_b": rand(2, 2, seed=2),
        "lokr_w2_a": rand(out // 4, 2, seed=3),
        "lokr_w2_b": rand(2, inner // 2, seed=4),
    }
    first = parts["lokr_w1_a"] @ parts["lokr_w1_b"]
    second = parts["lokr_w2_a"] @ parts["lokr_w2_b"]
    difference = torch.kron(first, second) * 0.5
    return parts | {"alpha": torch.tensor(1.0)}, difference.reshape(weight.shape)


def full(weight: torch.Tensor) -> tuple[Tensors, torch.Tensor]:
    difference = rand(*weight.shape, seed=7)
    return {"diff": difference}, difference


def oft(weight: torch.Tensor) -> tuple[Tensors, torch.Tensor]:
    blocks = rand(weight.shape[0] // 4, 4, 4, seed=1)
    turned = torch.zeros_like(weight)
    for number, block in enumerate(blocks):
        skew = block - block.T
        turn = (torch.eye(4) + skew) @ torch.linalg.inv(torch.eye(4) - skew)
        rows = slice(number * 4, number * 4 + 4)
        turned[rows] = (turn.T @ weight[rows].flatten(1)).reshape(weight[rows].shape)
    return {"oft_blocks": blocks}, turned - weight


def boft(weight: torch.Tensor, strength: float) -> tuple[Tensors, torch.Tensor]:
    """Three levels of rotations by the definition: at level i each block turns rows that are
    2^i * b/2 apart, pair by pair (LyCORIS' order), here as dense matrices. A strength mixes each
    level with no rotation.
    """
    rows, size, levels = weight.shape[0], 4, 3
    blocks = rand(levels, rows // size, size, size, seed=1) * 0.3
    rescale = rand(rows, seed=2) + 1.5
    changed = weight.flatten(1).double()
    for level in range(levels):
        apart = 2**level * size // 2
        order = [
            start + side * apart + step
            for start in range(0, rows, 2 * apart)
            for step in range(apart)
            for side in (0, 1)
        ]
        dense = torch.zeros(rows, rows, dtype=torch.float64)
        for number, block in enumerate(blocks[level].double()):
            skew = block - block.T
            turn = torch.linalg.solve((torch.eye(size) - skew).T, (torch.eye(size) + skew).T).T
            mine = order[number * size : (number + 1) * size]
            for i in range(size):
                for j in range(size):
                    dense[mine[i], mine[j]] = turn[i, j]
        torch.testing.assert_close(dense @ dense.T, torch.eye(rows, dtype=torch.float64))
        changed = strength * (dense @ changed) + (1 - strength) * changed
    scaled = changed * (1 + strength * (rescale - 1)).reshape(-1, 1)
    changed = scaled.float().reshape(weight.shape)
    return {"oft_blocks": blocks, "rescale": rescale.reshape(-1, 1)}, changed - weight


def ia3(weight: torch.Tensor) -> tuple[Tensors, torch.Tensor]:
    factor = rand(weight.shape[0], seed=1)
    tensors = {"weight": factor, "on_input": torch.tensor(False)}
    return tensors, weight * factor.reshape(-1, *[1] * (weight.ndim - 1))


def glora(weight: torch.Tensor) -> tuple[Tensors, torch.Tensor]:
    out, inner = weight.shape[0], weight.flatten(1).shape[1]
    a1, a2 = rand(inner, 3, seed=1), rand(3, inner, seed=2)
    b1, b2 = rand(out, 3, seed=3), rand(3, inner, seed=4)
    names = ("a1", "a2", "b1", "b2")
    tensors = {f"{n}.weight": t for n, t in zip(names, (a1, a2, b1, b2), strict=True)}
    return tensors | {"alpha": torch.tensor(6.0)}, (weight @ a1 @ a2 + b1 @ b2) * 2


def tucker(weight: torch.Tensor) -> tuple[Tensors, torch.Tensor]:
    out, inner = weight.shape[:2]
    up, mid, down = rand(out, 3, 1, 1, seed=1), rand(3, 3, 3, 3, seed=2), rand(3, inner, 1, 1)
    difference = torch.einsum("or,rskl,si->oikl", up[:, :, 0, 0], mid, down[:, :, 0, 0])
    tensors = {"lora_up.weight": up, "lora_mid.weight": mid, "lora_down.weight": down}
    return tensors | {"alpha": torch.tensor(3.0)}, difference


KINDS: dict[str, Callable[[torch.Tensor], tuple[Tensors, torch.Tensor]]] = {
    **{"plain": plain, "mixed_rank": mixed_rank, "dora": dora, "loha": loha, "lokr": lokr},
    **{"lokr_in_factors": lokr_in_factors, "full": full, "oft": oft, "ia3": ia3},
}


@pytest.mark.parametrize("kind", [*KINDS, "glora"])
def test_a_merged_lora_is_w_plus_dw(pipeline: Any, tmp_path: Path, kind: str) -> None:
    module = module_at(pipeline.unet, LINEAR)
    weight = module.weight.detach().clone()
    tensors, difference = {**KINDS, "glora": glora}[kind](weight)
    stem = f"lora_unet_{LINEAR.replace('.', '_')}"
    file = saved(tmp_path, {f"{stem}.{name}": value for name, value in tensors.items()})
    assert merge_loras("text_encoder", pipeline.text_encoder, use(file), 1) == 0
    assert merge_loras("unet", pipeline.unet, use(file), 1) == 1
    assert module.weight.detach() == pytest.approx(weight + difference, abs=1e-4)


@pytest.mark.parametrize("path", [LINEAR, CONV])
@pytest.mark.parametrize("strength", [1.0, 0.7, -0.5])
def test_boft_is_its_butterflies(pipeline: Any, tmp_path: Path, path: str, strength: float) -> None:
    module = module_at(pipeline.unet, path)
    weight = module.weight.detach().clone()
    tensors, difference = boft(weight, strength)
    stem = f"lora_unet_{path.replace('.', '_')}"
    file = saved(tmp_path, {f"{stem}.{name}": value for name, value in tensors.items()})
    loras = unet_loras(pipeline)
    loras.apply(use(file, strength), lambda _: None)
    assert loras.notices == ()
    assert module.weight.detach() == pytest.approx(weight + difference, abs=1e-4)
    assert difference.abs().max() > 0.01
    loras.remove()
    assert torch.equal(module.weight.detach(), weight)


def test_merging_skips_factors_of_another_shape(pipeline: Any, tmp_path: Path) -> None:
    """Their product has as many numbers as the weight, and its sides the other way round."""
    path = LINEAR.removesuffix("attn2.to_q") + "ff.net.0.proj"
    weight = module_at(pipeline.unet, path).weight.detach()
    tensors, _ = plain(torch.zeros(weight.shape[::-1]))
    stem = f"lora_unet_{path.replace('.', '_')}"
    file = saved(tmp_path, {f"{stem}.{name}": value for name, value in tensors.items()})
    before = weight.clone()
    assert merge_loras("unet", pipeline.unet, use(file), 1) == 0
    assert torch.equal(weight, before)


@pytest.mark.parametrize(
    ("damaged", "shape"),
    [
        *(("lora_up.weight", ()), ("lora_up.weight", (3,)), ("lora_down.weight", ())),
        *(("lora_down.weight", (3,)), ("alpha", (3,))),
    ],
)
def test_damaged_factors_fit_nothing(
    pipeline: Any, tmp_path: Path, damaged: str, shape: tuple[int, ...]
) -> None:
    tensors, _ = plain(module_at(pipeline.unet, LINEAR).weight)
    stem = f"lora_unet_{LINEAR.replace('.', '_')}"
    whole = {f"{stem}.{name}": value for name, value in tensors.items()}
    file = saved(tmp_path, whole | {f"{stem}.{damaged}": torch.ones(shape)})
    with pytest.raises(BadInput, match="its file is damaged"):
        unet_loras(pipeline).apply(use(file), lambda _: None)
    assert merge_loras("unet", pipeline.unet, use(file), 1) == 0


def test_each_text_encoder_takes_its_own_share(pipeline: Any, tmp_path: Path) -> None:
    """lora_te1 is for the first of two, lora_te2 for the second."""
    path = "text_model_encoder_layers_0_self_attn_q_proj"
    width = pipeline.text_encoder.config.hidden_size
    one = {f"lora_te{number}_{path}.diff": rand(width, width, seed=number) for number in (1, 2)}
    file = saved(tmp_path, one)
    for number, part in ((1, "text_encoder"), (2, "text_encoder_2")):
        encoder = copy.deepcopy(pipeline.text_encoder)
        found: Any = ModuleNames(encoder, [encoder]).find(f"lora_te_{path}")
        before = found.module.weight.detach().clone()
        assert merge_loras(part, encoder, use(file, 2.0, 0.5), 2) == 1
        wanted = before + 0.5 * one[f"lora_te{number}_{path}.diff"]
        assert found.module.weight.detach() == pytest.approx(wanted, abs=1e-4)


@pytest.mark.parametrize("strength", [1.0, 0.7])
@pytest.mark.parametrize("path", [LINEAR, CONV])
@pytest.mark.parametrize("kind", [*KINDS, "glora", "tucker"])
def test_each_kind_is_w_plus_dw(
    pipeline: Any, tmp_path: Path, kind: str, path: str, strength: float
) -> None:
    if (kind == "glora" and path == CONV) or (kind == "tucker" and path == LINEAR):
        pytest.skip("not a kind for this module")
    make = {**KINDS, "glora": glora, "tucker": tucker}[kind]
    module = module_at(pipeline.unet, path)
    weight, taken = module.weight.detach().clone(), taken_by(module)
    tensors, difference = make(weight)
    stem = f"lora_unet_{path.replace('.', '_')}"
    file = saved(tmp_path, {f"{stem}.{name}": value for name, value in tensors.items()})
    loras = unet_loras(pipeline)
    bare = module(taken)
    loras.apply(use(file, strength), lambda _: None)
    if kind in ("oft",) and strength != 1:  # rotations are mixed with no rotation
        difference = difference * strength
    wanted = output_of(module, weight + strength * difference if kind != "oft" or strength == 1
                       else weight + difference, module.bias, taken)  # fmt: skip
    assert module(taken) == pytest.approx(wanted, abs=1e-4)
    assert loras.notices == ()
    loras.remove()
    assert torch.equal(module.weight, weight)
    assert torch.equal(module(taken), bare)
    fit = lora_fit(str(file), tiny_model(pipeline, tmp_path))
    assert fit is not None
    assert fit.missing == ()


def test_biases_and_norms(pipeline: Any, tmp_path: Path) -> None:
    conv, norm = module_at(pipeline.unet, CONV), module_at(pipeline.unet, NORM)
    tensors = {
        f"lora_unet_{CONV.replace('.', '_')}.diff_b": torch.ones_like(conv.bias),
        f"lora_unet_{NORM.replace('.', '_')}.w_norm": torch.ones_like(norm.weight),
        f"lora_unet_{NORM.replace('.', '_')}.b_norm": torch.ones_like(norm.bias),
    }
    before = [value.detach().clone() for value in (conv.bias, norm.weight, norm.bias)]
    loras = unet_loras(pipeline)
    loras.apply(use(saved(tmp_path, tensors), 0.5), lambda _: None)
    for value, was in zip((conv.bias, norm.weight, norm.bias), before, strict=True):
        assert value == pytest.approx(was + 0.5)
    loras.remove()
    assert torch.equal(conv.bias, before[0])


NAMINGS: dict[str, tuple[str, str, str]] = {
    "kohya": ("lora_unet_" + LINEAR.replace(".", "_"), "lora_up.weight", "lora_down.weight"),
    "kohya_ldm": (
        "lora_unet_input_blocks_1_1_transformer_blocks_0_attn2_to_q",
        *("lora_up.weight", "lora_down.weight"),
    ),
    "comfyui": (
        "diffusion_model.input_blocks.1.1.transformer_blocks.0.attn2.to_q",
        *("lora_up.weight", "lora_down.weight"),
    ),
    "diffusers": (f"unet.{LINEAR}", "lora.up.weight", "lora.down.weight"),
    "peft": (f"unet.{LINEAR}", "lora_B.weight", "lora_A.weight"),
    "peft_alone": (f"base_model.model.{LINEAR}", "lora_B.weight", "lora_A.weight"),
    "processors": (
        f"unet.{LINEAR.rpartition('.')[0]}.processor.to_q_lora",
        *("up.weight", "down.weight"),
    ),
    "onetrainer": (f"lora_unet.{LINEAR}", "lora_up.weight", "lora_down.weight"),
    "lycoris": ("lycoris_" + LINEAR.replace(".", "_"), "lora_up.weight", "lora_down.weight"),
}  # fmt: skip


@pytest.mark.parametrize("naming", NAMINGS)
def test_each_naming_finds_its_module(pipeline: Any, tmp_path: Path, naming: str) -> None:
    stem, up_name, down_name = NAMINGS[naming]
    module = module_at(pipeline.unet, LINEAR)
    weight, taken = module.weight.detach().clone(), taken_by(module)
    up, down = rand(weight.shape[0], 4), rand(4, weight.shape[1], seed=2)
    file = saved(tmp_path, {f"{stem}.{up_name}": up, f"{stem}.{down_name}": down})
    loras = unet_loras(pipeline)
    loras.apply(use(file), lambda _: None)
    wanted = output_of(module, weight + up @ down, module.bias, taken)
    assert module(taken) == pytest.approx(wanted, abs=1e-4)
    loras.remove()


def test_every_module_of_the_unet_has_an_ldm_name(pipeline: Any) -> None:
    names = ModuleNames(pipeline.unet, [])
    for ldm, path in (
        ("input_blocks_0_0", "conv_in"),
        ("input_blocks_1_0_in_layers_2", CONV),
        ("middle_block_0_in_layers_2", "mid_block.resnets.0.conv1"),
        ("middle_block_1_proj_in", "mid_block.attentions.0.proj_in"),
        ("middle_block_2_in_layers_2", "mid_block.resnets.1.conv1"),
        ("out_2", "conv_out"),
        ("time_embed_0", "time_embedding.linear_1"),
    ):
        found = names.find(f"lora_unet_{ldm}")
        assert found is not None
        assert found.module is module_at(pipeline.unet, path)


@pytest.mark.parametrize(
    "stem",
    [
        "lora_te_text_model_encoder_layers_0_self_attn_q_proj",
        "lora_te1_text_model_encoder_layers_0_self_attn_q_proj",
        "text_encoder.text_model.encoder.layers.0.self_attn.q_proj",
        "text_encoders.clip_l.transformer.text_model.encoder.layers.0.self_attn.q_proj",
    ],
)
def test_text_encoders_have_a_weight_of_their_own(pipeline: Any, tmp_path: Path, stem: str) -> None:
    names = ModuleNames(pipeline.unet, [pipeline.text_encoder])
    found = names.find(stem)
    assert found is not None
    module: Any = found.module
    weight, taken = module.weight.detach().clone(), taken_by(module)
    tensors, difference = plain(weight)
    file = saved(tmp_path, {f"{stem}.{name}": value for name, value in tensors.items()})
    loras = unet_loras(pipeline)
    loras.apply(use(file, 1.0, 0.2), lambda _: None)
    wanted = output_of(module, weight + 0.2 * difference, module.bias, taken)
    assert module(taken) == pytest.approx(wanted, abs=1e-4)
    loras.remove()


def test_several_on_one_module_add_up(pipeline: Any, tmp_path: Path) -> None:
    module = module_at(pipeline.unet, LINEAR)
    weight, taken = module.weight.detach().clone(), taken_by(module)
    stem = f"lora_unet_{LINEAR.replace('.', '_')}"
    wanted, uses = weight.clone(), ()
    for kind, strength in ((plain, 0.5), (mixed_rank, -0.3), (full, 0.4)):
        tensors, difference = kind(weight)
        file = saved(tmp_path, {f"{stem}.{name}": value for name, value in tensors.items()})
        uses += use(file, strength)
        wanted += strength * difference
    loras = unet_loras(pipeline)
    loras.apply(uses, lambda _: None)
    assert module(taken) == pytest.approx(output_of(module, wanted, module.bias, taken), abs=1e-4)
    loras.remove()


def test_the_notes_of_a_peft_file_say_its_alpha(pipeline: Any, tmp_path: Path) -> None:
    module = module_at(pipeline.unet, LINEAR)
    weight, taken = module.weight.detach().clone(), taken_by(module)
    up, down = rand(weight.shape[0], 4), rand(4, weight.shape[1], seed=2)
    notes = {"unet.r": 4, "unet.lora_alpha": 4, "unet.alpha_pattern": {"attn2.to_q": 2}}
    file = saved(
        tmp_path,
        {f"unet.{LINEAR}.lora_B.weight": up, f"unet.{LINEAR}.lora_A.weight": down},
        lora_adapter_metadata=json.dumps(notes),
    )
    loras = unet_loras(pipeline)
    loras.apply(use(file), lambda _: None)
    wanted = output_of(module, weight + 0.5 * up @ down, module.bias, taken)
    assert module(taken) == pytest.approx(wanted, abs=1e-4)
    loras.remove()


def test_what_does_not_fit_is_told_by_module(pipeline: Any, tmp_path: Path) -> None:
    module = module_at(pipeline.unet, LINEAR)
    tensors, _ = plain(module.weight.detach())
    stem = f"lora_unet_{LINEAR.replace('.', '_')}"
    whole = {f"{stem}.{name}": value for name, value in tensors.items()}
    whole |= {
        "lora_unet_elsewhere.lora_up.weight": rand(4, 2),
        "lora_unet_elsewhere.lora_down.weight": rand(2, 4),
    }
    loras = unet_loras(pipeline)
    loras.apply(use(saved(tmp_path, whole)), lambda _: None)
    told = " ".join(str(notice) for notice in loras.notices)
    assert "lora_unet_elsewhere" in told
    strange = {name: value for name, value in whole.items() if "elsewhere" in name}
    with pytest.raises(BadInput, match="another family"):
        loras.apply(use(saved(tmp_path, strange)), lambda _: None)


@pytest.mark.parametrize(
    "kind", [*(kind for kind in KINDS if kind != "ia3"), "glora"]
)  # ia3's side is in its data
def test_the_headers_tell_what_the_engine_finds(pipeline: Any, tmp_path: Path, kind: str) -> None:
    """One module is of another width: both name it. (The side of IA3 is in its data.)"""
    module = module_at(pipeline.unet, LINEAR)
    weight = module.weight.detach()
    right = {**KINDS, "glora": glora}[kind](weight)[0]
    wrong = {**KINDS, "glora": glora}[kind](torch.zeros(weight.shape[0] * 2, weight.shape[1] * 2))[
        0
    ]
    stem = f"lora_unet_{LINEAR.replace('.', '_')}"
    other, third = stem.replace("to_q", "to_v"), stem.replace("attn2", "attn1")
    tensors = {f"{stem}.{name}": value for name, value in right.items()}
    tensors |= {f"{third}.{name}": value.clone() for name, value in right.items()}
    tensors |= {f"{other}.{name}": value for name, value in wrong.items()}
    file = saved(tmp_path, tensors)
    fit = lora_fit(str(file), tiny_model(pipeline, tmp_path))
    loras = unet_loras(pipeline)
    assert fit is not None
    try:
        loras.apply(use(file), lambda _: None)
        (told,) = loras.notices
        assert dict(told.values)["list"] == fit.missing
        assert other in fit.missing
    finally:
        loras.remove()


def test_a_picture_tells_what_was_left_out(sd_drawer: Drawer, tmp_path: Path) -> None:
    path = tiny.make_lora(tmp_path / "l.safetensors")
    sd_drawer.draw(loras=use(path))
    assert sd_drawer.recipes[0]["loras"] == [{"name": "l", "weight": 1.0}]
    sd_drawer.draw(loras=use(path, 1.0, 0.3))
    assert sd_drawer.recipes[0]["loras"] == [{"name": "l", "weight": 1.0, "text_weight": 0.3}]


@pytest.mark.parametrize("kind", [*KINDS, "glora"])
def test_eight_bits_take_each_kind_and_give_it_back(tmp_path: Path, kind: str) -> None:
    torch.manual_seed(2)
    module: Any = Int8Linear(16, 24, bias=True)
    module.weight, module.weight_scale = quantized(torch.randn(24, 16))
    torch.nn.init.normal_(module.bias)
    module.requires_grad_(False)
    holder: Any = SimpleNamespace(unet=torch.nn.ModuleDict({"proj": module}))
    weight = module.weight.float() * module.weight_scale[:, None]
    taken = torch.randn(2, 5, 16)
    tensors, difference = {**KINDS, "glora": glora}[kind](weight)
    file = saved(tmp_path, {f"lora_unet_proj.{name}": value for name, value in tensors.items()})
    bare, bits = module(taken), module.weight.clone()
    loras = unet_loras(holder)
    loras.apply(use(file), lambda _: None)
    wanted = functional.linear(taken, weight + difference, module.bias)
    assert module(taken) == pytest.approx(wanted, abs=1e-4)
    assert loras.notices == ()
    loras.remove()
    assert torch.equal(module.weight, bits)
    assert torch.equal(module(taken), bare)
