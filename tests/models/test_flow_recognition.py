"""FLUX.2 klein and Z-Image are recognised in every form, and strangers are named."""

from __future__ import annotations

import json
import struct
from pathlib import Path
from typing import Any

import pytest
import torch

from desktop.core.capabilities import Capabilities
from desktop.models.library import ModelLibrary
from desktop.models.model import Model
from desktop.models.recognition.gguf_header import read_gguf_header
from desktop.models.recognition.recognise import recognise_file

from . import flow_layouts as flow

GGUF_KINDS = ("Q8_0", "Q6_K", "Q5_K", "Q4_K", "Q4_0")


def write_folder(
    folder: Path, pipeline: str, transformer: dict[str, Any], index: bool = True, **more: Any
) -> None:
    """A diffusers folder with configs and empty weights."""
    tiny = {"a.weight": torch.empty(2, 2, device="meta")}
    flow.write_hole(folder / "transformer" / "diffusion_pytorch_model.safetensors", tiny)
    flow.write_hole(folder / "vae" / "diffusion_pytorch_model.safetensors", tiny)
    flow.write_hole(folder / "text_encoder" / "model.safetensors", tiny)
    for part, config in (
        ("transformer", transformer),
        ("vae", {"_class_name": "AutoencoderKLFlux2"}),
        ("text_encoder", {"architectures": ["Qwen3ForCausalLM"]}),
    ):
        (folder / part / "config.json").write_text(json.dumps(config))
    (folder / "tokenizer").mkdir()
    if index:
        parts = {part: ["diffusers", "X"] for part in ("transformer", "vae", "text_encoder")}
        (folder / "model_index.json").write_text(
            json.dumps({"_class_name": pipeline, **parts, **more})
        )


KLEIN_CONFIG = {"_class_name": "Flux2Transformer2DModel", **flow.KLEIN}
Z_CONFIG = {"_class_name": "ZImageTransformer2DModel"}
Expected = tuple[str, str, str]
"""Family, variant, and a piece of the problem ('': there is none)."""


def write_tree(root: Path) -> dict[str, Expected]:
    """44 models in a ComfyUI tree and beside it; what each is by its path below `root`."""
    klein, z = flow.klein_as_bfl(flow.klein()), flow.z_image_as_comfyui(flow.z_image())
    expected: dict[str, Expected] = {}

    def put(name: str, family: str, variant: str = "", problem: str = "") -> Path:
        expected[name] = (family, variant, problem)
        return root / name

    for family, tensors, stem, variant in (
        ("flux2_klein", klein, "flux-2-klein-4b", ""),
        ("z_image", z, "z_image_turbo", "turbo"),
    ):
        for ending, dtype in (("", "BF16"), ("_fp16", "F16"), ("_fp8_e4m3fn", "F8_E4M3")):
            place = put(f"diffusion_models/{stem}{ending}.safetensors", family, variant)
            flow.write_hole(place, tensors, dtype)
        scaled = tensors | {
            name.replace(".weight", ".scale_weight"): torch.empty((), device="meta")
            for name, tensor in tensors.items()
            if tensor.ndim > 1 and name.endswith(".weight")
        }
        scaled["scaled_fp8"] = torch.empty(0, device="meta")
        flow.write_hole(put(f"unet/{stem}-scaled.safetensors", family, variant), scaled, "F8_E4M3")
        for kind in GGUF_KINDS:
            flow.write_gguf_hole(
                put(f"unet/{stem}-{kind}.gguf", family, variant), tensors, kind, "flux"
            )
        flow.write_gguf_hole(put(f"unet/leejet-{stem}.gguf", family, variant), tensors, "Q8_0")
        whole = flow.prefixed(tensors, "model.diffusion_model.")
        whole |= flow.prefixed(flow.encoder(), "text_encoders.qwen3_4b.transformer.")
        whole |= flow.prefixed(flow.vae_as_bfl(flow.flux2_vae()), "vae.")
        flow.write_hole(put(f"checkpoints/{stem}-aio.safetensors", family, variant), whole)
    flow.write_hole(
        put("diffusion_models/flux-2-klein-base-4b.safetensors", "flux2_klein", "base"), klein
    )
    flow.write_hole(put("loras/somebodys merge.safetensors", "flux2_klein"), klein)
    flow.write_hole(put("checkpoints/other merge.safetensors", "z_image", "turbo"), z)
    flow.write_hole(put("diffusion_models/z_image_bf16.safetensors", "z_image"), z)
    flow.write_hole(put("single/klein.safetensors", "flux2_klein"), flow.klein())
    flow.write_hole(put("single/z-image-turbo.safetensors", "z_image", "turbo"), flow.z_image())
    write_folder(put("FLUX.2-klein-4B", "flux2_klein"), "Flux2KleinPipeline", KLEIN_CONFIG)
    write_folder(
        put("klein-distilled-not", "flux2_klein", "base"),
        "Flux2KleinPipeline",
        KLEIN_CONFIG,
        is_distilled=False,
    )
    write_folder(put("mochi/flux2-klein-4b", "flux2_klein"), "", KLEIN_CONFIG, index=False)
    write_folder(put("Z-Image-Turbo", "z_image", "turbo"), "ZImagePipeline", Z_CONFIG)
    write_folder(put("mochi/z-image", "z_image"), "", Z_CONFIG, index=False)
    sdnq = KLEIN_CONFIG | {"quantization_config": {"quant_method": "sdnq"}}
    write_folder(put("klein-SDNQ", "flux2_klein", "", "sdnq"), "Flux2KleinPipeline", sdnq)
    nine = KLEIN_CONFIG | {"joint_attention_dim": 12288, "num_attention_heads": 32}
    write_folder(put("klein-9B", "flux2_klein", "", "klein 9B"), "Flux2KleinPipeline", nine)
    write_folder(
        put("FLUX.1-dev", "unknown", "", "FluxPipeline"),
        "FluxPipeline",
        {"_class_name": "FluxTransformer2DModel"},
    )
    nvfp4 = klein | {"single_blocks.0.linear1.weight_scale_2": torch.empty((), device="meta")}
    flow.write_hole(
        put("diffusion_models/klein-nvfp4.safetensors", "flux2_klein", "", "nvfp4"), nvfp4, "U8"
    )
    dev = flow.klein(
        num_attention_heads=48,
        joint_attention_dim=15360,
        guidance_embeds=True,
        num_layers=1,
        num_single_layers=1,
    )
    flow.write_hole(
        put("diffusion_models/flux2_dev.safetensors", "unknown", "", "FLUX.2 dev"),
        flow.klein_as_bfl(dev),
    )
    nine_b = flow.klein(
        num_attention_heads=32, joint_attention_dim=12288, num_layers=1, num_single_layers=1
    )
    flow.write_hole(
        put("diffusion_models/flux-2-klein-9b.safetensors", "unknown", "", "klein 9B"),
        flow.klein_as_bfl(nine_b),
    )
    for name, key, said in (
        ("flux1-dev", "double_blocks.0.img_attn.qkv.weight", "FLUX"),
        ("chroma", "distilled_guidance_layer.in_proj.weight", "Chroma"),
        ("qwen_image", "txt_norm.weight", "Qwen-Image"),
        ("lumina_2", "cap_embedder.0.weight", "Lumina 2"),
        ("sd3.5", "joint_blocks.0.x_block.attn.qkv.weight", "SD3"),
    ):
        place = put(f"diffusion_models/{name}.safetensors", "unknown", "", said)
        flow.write_hole(place, {key: torch.empty(2, 2, device="meta")})
    return expected


def write_parts(root: Path) -> None:
    """One encoder and both VAEs, where ComfyUI keeps them."""
    flow.write_hole(root / "text_encoders" / "qwen_3_4b.safetensors", flow.encoder())
    flow.write_hole(root / "vae" / "flux2-vae.safetensors", flow.vae_as_bfl(flow.flux2_vae()))
    flow.write_hole(root / "vae" / "ae.safetensors", flow.vae_as_bfl(flow.flux1_vae()))


def by_place(root: Path, models: list[Model]) -> dict[str, Model]:
    below = [model for model in models if Path(model.path).is_relative_to(root)]
    return {str(Path(model.path).relative_to(root)): model for model in below}


def test_a_tree_of_every_layout(tmp_path: Path) -> None:
    expected = write_tree(tmp_path)
    assert len(expected) > 40
    write_parts(tmp_path)
    found = by_place(tmp_path, ModelLibrary([tmp_path]).models())
    assert sorted(found) == sorted(expected)
    for name, (family, variant, problem) in expected.items():
        model = found[name]
        assert (model.family, model.variant) == (family, variant), name
        assert problem in str(model.problem or ""), (name, str(model.problem))
        assert model.usable == (not problem), (name, str(model.problem))
    parts = {role: Path(path).name for role, path in found["unet/z_image_turbo-Q8_0.gguf"].parts}
    assert parts == {"text_encoder": "qwen_3_4b.safetensors", "vae": "ae.safetensors"}
    assert found["checkpoints/flux-2-klein-4b-aio.safetensors"].parts == ()
    assert found["unet/flux-2-klein-4b-Q4_K.gguf"].precision == "q4_k"


def test_a_missing_part_is_named_with_its_entry(tmp_path: Path) -> None:
    place = tmp_path / "diffusion_models" / "klein.safetensors"
    flow.write_hole(place, flow.klein_as_bfl(flow.klein()))
    library = ModelLibrary([tmp_path])
    assert "qwen3-4b" in str(library.models()[1].problem)
    flow.write_hole(tmp_path / "text_encoders" / "qwen_3_8b.safetensors", flow.encoder(4096, 2))
    assert "qwen3-4b" in str(ModelLibrary([tmp_path]).models()[1].problem)
    flow.write_hole(tmp_path / "text_encoders" / "qwen_3_4b.safetensors", flow.encoder(layers=2))
    assert "flux2-vae" in str(ModelLibrary([tmp_path]).models()[1].problem)
    flow.write_hole(tmp_path / "vae" / "ae.safetensors", flow.vae_as_bfl(flow.flux1_vae()))
    assert "flux2-vae" in str(ModelLibrary([tmp_path]).models()[1].problem)
    wrong = tmp_path / "checkpoints" / "flux2-vae.safetensors"
    flow.write_hole(wrong, flow.flux2_vae())
    model = ModelLibrary([tmp_path]).models()[1]
    assert model.usable
    assert any("checkpoints" in str(notice) for notice in model.notices)
    assert ModelLibrary([]).at(place).parts == ()  # nothing beside it but text encoders
    flow.write_hole(tmp_path / "vae" / "flux2.safetensors", flow.flux2_vae())
    assert len(ModelLibrary([]).at(place).parts) == 2


def test_what_klein_honours(tmp_path: Path) -> None:
    flow.write_hole(tmp_path / "klein.safetensors", flow.klein_as_bfl(flow.klein()))
    can: Capabilities = ModelLibrary([tmp_path]).models()[1].capabilities
    assert can.size_step == 16
    assert can.loras
    for support in (can.clip_skip, can.controlnet, can.high_res_fix):
        assert not support
        assert support.reason


def header(count: int, notes: int = 0, version: int = 3) -> bytes:
    return b"GGUF" + struct.pack("<IQQ", version, count, notes)


BAD: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "empty"),
    "cut": (header(1) + flow.gguf_info("a", (4, 4), 0, 0)[:20], "cut off"),
    "data cut": (header(1) + flow.gguf_info("a", (400, 400), 0, 0), "cut off"),
    "unknown type": (header(1) + flow.gguf_info("a", (4, 4), 99, 0) + b"\0" * 99, "GGUF type 99"),
    "a billion tensors": (header(10**9), "damaged"),
    "a billion notes": (header(1, 10**9), "damaged"),
    "a version of tomorrow": (header(1, version=9), "version 9"),
    "a long name": (header(1) + struct.pack("<Q", 2**62), "damaged"),
    "many dimensions": (
        header(1) + struct.pack("<Q", 1) + b"a" + struct.pack("<I", 10**6),
        "damaged",
    ),
    "other": (b"GGML" + b"\0" * 40, "no GGUF"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_gguf_gets_one_sentence(tmp_path: Path, name: str) -> None:
    data, said = BAD[name]
    path = tmp_path / "bad.gguf"
    path.write_bytes(data)
    found = recognise_file(path)
    assert said in str(found.problem), str(found.problem)


def test_a_gguf_encoder_with_its_tokenizer(tmp_path: Path) -> None:
    from gguf import GGUFWriter

    path = tmp_path / "Qwen3-4B-Q8_0.gguf"
    writer = GGUFWriter(str(path), "qwen3")
    writer.add_token_list([f"token {number}" for number in range(5000)])
    writer.add_token_merges([f"a {number}" for number in range(5000)])
    writer.add_uint32("qwen3.block_count", 1)
    for name, shape in (
        ("token_embd.weight", (8, 2560)),
        ("blk.0.attn_q_norm.weight", (128,)),
        ("blk.0.attn_q.weight", (32, 2560)),
    ):
        writer.add_tensor(name, torch.zeros(shape).numpy())
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    assert recognise_file(path).offers == "qwen3-2560"
    assert read_gguf_header(path).architecture == "qwen3"
    assert read_gguf_header(path).tensors["token_embd.weight"].shape == (8, 2560)
