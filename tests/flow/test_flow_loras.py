"""LoRAs on the flow families: in every naming they draw what a model with them merged draws."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file, save_file

from desktop.core.errors import BadInput
from desktop.core.messages import Message
from desktop.core.request import LoraUse
from desktop.engines.families.draw_flux2_klein import KleinFamily
from desktop.engines.flow.flow_lora_names import FlowModuleNames
from desktop.engines.flow.load_flow import TransformerHolder
from desktop.engines.torch.model_loras import ModelLoras
from desktop.engines.torch_engine import TorchEngine
from desktop.models.library import ModelLibrary
from desktop.models.loras.lora_fit import check_loras
from desktop.models.recognition.recognise import recognise_file
from tests.models import flow_layouts as flow

from . import flow_files as files
from .flow_files import MODEL, draw
from .test_flow_drawing import decibels, pixels, request_for

RANK = 2
Tensors = dict[str, torch.Tensor]
KLEIN_MODULES = (
    *("transformer_blocks.0.attn.to_q", "transformer_blocks.0.attn.to_k"),
    *("transformer_blocks.0.attn.to_v", "transformer_blocks.1.attn.add_q_proj"),
    *("transformer_blocks.1.attn.to_out.0", "transformer_blocks.0.ff.linear_in"),
    "single_transformer_blocks.3.attn.to_qkv_mlp_proj",
    "single_transformer_blocks.1.attn.to_out",
)


def pairs_for(state: Tensors, modules: tuple[str, ...]) -> dict[str, tuple[torch.Tensor, ...]]:
    """Factors (up, down) by module; those of one attention share `down`, so that they can fuse."""
    generator = torch.Generator().manual_seed(5)
    found = {}
    for name in modules:
        outer, inner = state[f"{name}.weight"].shape
        shared = torch.Generator().manual_seed(inner)
        down = torch.randn(RANK, inner, generator=shared) / inner**0.5
        found[name] = (torch.randn(outer, RANK, generator=generator), down)
    return found


def merged(state: Tensors, pairs: dict[str, tuple[torch.Tensor, ...]], scale: float) -> Tensors:
    changed = dict(state)
    for name, (up, down) in pairs.items():
        changed[f"{name}.weight"] = state[f"{name}.weight"].float() + scale * up @ down
    return changed


def as_file(pairs: dict[str, tuple[torch.Tensor, ...]], how: str) -> Tensors:
    """The LoRA in one of the namings that are handed around."""
    tensors: Tensors = {}
    for name, (up, down) in pairs.items():
        if how == "diffusers":
            stem, roles = f"transformer.{name}", ("lora_B", "lora_A")
        elif how == "peft":
            stem, roles = f"base_model.model.{name}", ("lora_B", "lora_A")
        else:
            stem, roles = f"lora_unet_{name.replace('.', '_')}", ("lora_up", "lora_down")
            tensors[f"{stem}.alpha"] = torch.tensor(float(RANK))
        tensors[f"{stem}.{roles[0]}.weight"] = up.contiguous()
        tensors[f"{stem}.{roles[1]}.weight"] = down.contiguous()
    return tensors


COMFYUI = {
    "transformer_blocks.1.attn.to_out.0": "double_blocks.1.img_attn.proj",
    "transformer_blocks.0.ff.linear_in": "double_blocks.0.img_mlp.0",
    "single_transformer_blocks.3.attn.to_qkv_mlp_proj": "single_blocks.3.linear1",
    "single_transformer_blocks.1.attn.to_out": "single_blocks.1.linear2",
}


def as_comfyui(pairs: dict[str, tuple[torch.Tensor, ...]], state: Tensors) -> Tensors:
    """The same under the model's own names, with q, k and v in one."""
    tensors: Tensors = {}

    def put(name: str, up: torch.Tensor, down: torch.Tensor) -> None:
        tensors[f"diffusion_model.{name}.lora_up.weight"] = up.contiguous()
        tensors[f"diffusion_model.{name}.lora_down.weight"] = down.contiguous()

    for ours, theirs in COMFYUI.items():
        put(theirs, *pairs[ours])
    three = [pairs[f"transformer_blocks.0.attn.to_{part}"] for part in "qkv"]
    put("double_blocks.0.img_attn.qkv", torch.cat([up for up, _ in three]), three[0][1])
    up, down = pairs["transformer_blocks.1.attn.add_q_proj"]
    nothing = torch.zeros_like(up)
    put("double_blocks.1.txt_attn.qkv", torch.cat([up, nothing, nothing]), down)
    return tensors


@pytest.fixture(scope="module")
def state() -> Tensors:
    return files.tensors_of("transformer")


@pytest.fixture(scope="module")
def loras(tmp_path_factory: pytest.TempPathFactory, state: Tensors) -> dict[str, Path]:
    """One LoRA in four namings."""
    root = tmp_path_factory.mktemp("loras")
    pairs = pairs_for(state, KLEIN_MODULES)
    made = {how: as_file(pairs, how) for how in ("diffusers", "peft", "kohya")}
    made["comfyui"] = as_comfyui(pairs, state)
    for how, tensors in made.items():
        save_file(tensors, root / f"{how}.safetensors")
    return {how: root / f"{how}.safetensors" for how in made}


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TorchEngine]:
    cache = tmp_path_factory.mktemp("cache")
    made = TorchEngine.load(request_for(MODEL), "j", lambda _: None, lambda: None, cache_dir=cache)
    yield made
    made.close()


def drawn(engine: TorchEngine, *uses: LoraUse) -> bytes:
    request = request_for(MODEL, loras=uses)
    return next(iter(engine.generate("j", request, lambda _: None, lambda: None))).rgb


def use(path: Path, weight: float = 0.6) -> LoraUse:
    return LoraUse(name=path.stem, path=str(path), weight=weight)


def test_every_naming_draws_what_the_merged_model_draws(
    engine: TorchEngine, loras: dict[str, Path], state: Tensors, tmp_path: Path
) -> None:
    changed = merged(state, pairs_for(state, KLEIN_MODULES), 0.6)
    files.write_parts(tmp_path)
    path = tmp_path / "diffusion_models" / "merged-klein-base.safetensors"
    files.write(path, flow.klein_as_bfl(changed))
    wanted = pixels(draw(request_for(path, tmp_path), tmp_path / "cache")[0])
    plain = drawn(engine)
    for how, file in loras.items():
        request = request_for(MODEL, loras=(use(file),))
        picture = next(iter(engine.generate("j", request, lambda _: None, lambda: None)))
        assert picture.notices == (), how
        assert decibels(wanted, pixels(picture)) > 45, how
        assert recognise_file(file).family == "flux2_klein", how
    assert drawn(engine) == plain


def test_it_comes_back_with_the_transformer(engine: TorchEngine, loras: dict[str, Path]) -> None:
    """The transformer goes where the text encoder needs its room; its LoRAs return with it."""
    with_it = drawn(engine, use(loras["kohya"]))
    engine.generator.parts.unet.release()
    assert drawn(engine, use(loras["kohya"])) == with_it
    engine.generator.parts.unet.release()
    assert drawn(engine, use(loras["kohya"]), use(loras["peft"], -0.6)) != with_it
    assert drawn(engine) != with_it


def test_what_is_left_out_is_told_before_as_by_the_engine(
    loras: dict[str, Path], state: Tensors, tmp_path: Path
) -> None:
    net = KleinFamily().transformer(dict(state), Message("transformer"))
    split = files.write_split(tmp_path)
    models = [ModelLibrary().at(MODEL), ModelLibrary([tmp_path]).at(split)]
    strange = {"lora_unet_nowhere.diff": torch.zeros(2, 2), "junk": torch.zeros(1)}
    for file in loras.values():
        path = tmp_path / file.name
        save_file(load_file(file) | strange, path)
        engines = ModelLoras(lambda: FlowModuleNames(net))
        engines.apply([use(path)], lambda _: None)
        assert len(engines.notices) == 1
        for model in models:
            assert tuple(check_loras([use(path)], model)) == engines.notices


@pytest.mark.parametrize("how", ["diffusers", "kohya", "comfyui"])
def test_z_image(how: str, tmp_path: Path) -> None:
    net = files.z_image()
    before = {name: tensor.clone() for name, tensor in net.state_dict().items()}
    names = [f"layers.1.attention.to_{part}" for part in ("q", "k", "v", "out.0")]
    names += ["layers.0.feed_forward.w1", "noise_refiner.0.attention.to_q"]
    pairs = pairs_for(before, tuple(names))
    if how == "comfyui":
        tensors: Tensors = {}
        three = [pairs[f"layers.1.attention.to_{part}"] for part in "qkv"]
        wanted = {
            "layers.1.attention.qkv": (torch.cat([up for up, _ in three]), three[0][1]),
            "layers.1.attention.out": pairs["layers.1.attention.to_out.0"],
            "layers.0.feed_forward.w1": pairs["layers.0.feed_forward.w1"],
        }
        pairs.pop("noise_refiner.0.attention.to_q")
        for name, (up, down) in wanted.items():
            tensors[f"diffusion_model.{name}.lora_B.weight"] = up
            tensors[f"diffusion_model.{name}.lora_A.weight"] = down
    else:
        tensors = as_file(pairs, how)
    path = tmp_path / f"{how}.safetensors"
    save_file(tensors, path)
    assert recognise_file(path).family == "z_image"
    loras = ModelLoras(lambda: FlowModuleNames(net))
    loras.apply([use(path, 1.0)], lambda _: None)
    assert loras.notices == ()
    arguments = ([torch.randn(16, 1, 8, 8)], torch.tensor([0.5]), [torch.randn(7, 128)])
    with torch.no_grad():
        beside = net(*arguments, return_dict=False)[0][0]
        loras.remove()
        plain = net(*arguments, return_dict=False)[0][0]
        net.load_state_dict(merged(before, pairs, 1.0))
        whole = net(*arguments, return_dict=False)[0][0]
    torch.testing.assert_close(beside, whole, atol=1e-4, rtol=1e-4)
    assert not torch.allclose(beside, plain, atol=1e-3)


def test_other_kinds_on_fused_modules(state: Tensors, tmp_path: Path) -> None:
    """LoKr on a fused qkv changes the three weights as it would change the one."""
    net = KleinFamily().transformer(dict(state), Message("transformer"))
    rows = state["transformer_blocks.0.attn.to_q.weight"].shape
    first, second = torch.randn(3, 1), torch.randn(*rows) * 0.01
    stem = "diffusion_model.double_blocks.0.img_attn.qkv"
    save_file({f"{stem}.lokr_w1": first, f"{stem}.lokr_w2": second}, tmp_path / "k.safetensors")
    loras = ModelLoras(lambda: FlowModuleNames(net))
    loras.apply([use(tmp_path / "k.safetensors", 1.0)], lambda _: None)
    for number, part in enumerate("qkv"):
        name = f"transformer_blocks.0.attn.to_{part}.weight"
        added = net.state_dict()[name] - state[name]
        torch.testing.assert_close(added, first[number] * second, atol=1e-5, rtol=1e-4)
    loras.remove()
    name = "transformer_blocks.0.attn.to_k.weight"
    assert torch.equal(net.state_dict()[name], state[name])


def test_factors_of_unequal_ranks_on_fused_modules_fit_nothing(
    state: Tensors, tmp_path: Path
) -> None:
    net = KleinFamily().transformer(dict(state), Message("transformer"))
    rows, columns = state["transformer_blocks.0.attn.to_q.weight"].shape
    stem = "diffusion_model.double_blocks.0.img_attn.qkv"
    factors = {"lora_up": torch.randn(3 * rows, 2), "lora_down": torch.randn(3, columns)}
    file = tmp_path / "unequal.safetensors"
    save_file({f"{stem}.{name}.weight": tensor for name, tensor in factors.items()}, file)
    with pytest.raises(BadInput):
        ModelLoras(lambda: FlowModuleNames(net)).apply([use(file, 1.0)], lambda _: None)


def test_one_of_the_other_family_is_refused(
    engine: TorchEngine, state: Tensors, tmp_path: Path
) -> None:
    plain = drawn(engine)
    pairs = pairs_for(dict(files.z_image().state_dict()), ("layers.0.attention.to_q",))
    path = tmp_path / "z.safetensors"
    save_file(as_file(pairs, "diffusers"), path)
    with pytest.raises(BadInput, match="made for another family"):
        drawn(engine, use(path))
    assert drawn(engine) == plain
    holder = TransformerHolder(
        lambda: KleinFamily().transformer(dict(state), Message("transformer"))
    )
    holder.apply_loras([use(path)], lambda _: None)
    with pytest.raises(BadInput, match="made for another family"):
        holder.get()


QKV = "diffusion_model.double_blocks.2.img_attn.qkv"
Z_QKV = "diffusion_model.layers.4.attention.qkv"


@pytest.mark.parametrize(
    ("name", "outer", "inner", "family", "base"),
    [
        ("lora_unet_double_blocks_18_img_attn_qkv", 9216, 3072, "unknown", "FLUX"),
        ("lora_unet_single_blocks_3_linear1", 21504, 3072, "unknown", "FLUX"),
        ("transformer.single_transformer_blocks.7.attn.to_q", 3072, 3072, "unknown", "FLUX"),
        ("diffusion_model.single_blocks.3.linear1", 27648, 3072, "flux2_klein", ""),
        ("diffusion_model.single_blocks.3.linear2", 3072, 12288, "flux2_klein", ""),
        (QKV, 9216, 3072, "flux2_klein", ""),
        (QKV, 12288, 4096, "unknown", "FLUX.2 klein 9B"),
        (Z_QKV, 11520, 3840, "z_image", ""),
        (Z_QKV, 3840, 2304, "unknown", "Lumina 2"),
    ],
)
def test_real_files_are_told_apart(
    name: str, outer: int, inner: int, family: str, base: str, tmp_path: Path
) -> None:
    shapes = {
        f"{name}.lora_up.weight": torch.empty(outer, 16, device="meta"),
        f"{name}.lora_down.weight": torch.empty(16, inner, device="meta"),
    }
    found = recognise_file(flow.write_hole(tmp_path / "l.safetensors", shapes))
    assert (found.what, found.family, found.base) == ("lora", family, base)
