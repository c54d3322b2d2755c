"""The little flow model in every form that people have: split files, GGUF, eight bits, one file."""

from __future__ import annotations

import shutil
from pathlib import Path

import gguf
import numpy as np
import torch
from diffusers import ZImageTransformer2DModel
from safetensors.torch import load_file, save_file

from desktop.core.events import DrawnPicture
from desktop.core.request import GenerationRequest
from desktop.engines.torch_engine import TorchEngine
from tests.models import flow_layouts as flow

MODEL = Path(__file__).parent / "model"


def z_image() -> ZImageTransformer2DModel:
    """A tiny random transformer of Z-Image."""
    torch.manual_seed(0)
    return ZImageTransformer2DModel(
        dim=64, n_layers=2, n_refiner_layers=1, n_heads=2, n_kv_heads=2, cap_feat_dim=128,
        axes_dims=[8, 12, 12],
    )  # fmt: skip


def tensors_of(part: str) -> flow.Tensors:
    """The tensors of one part of the model, float32, under diffusers' names."""
    found = load_file(next((MODEL / part).glob("*.safetensors")))
    return {
        name: tensor.float() if tensor.is_floating_point() else tensor
        for name, tensor in found.items()
    }


def transformer() -> flow.Tensors:
    """The transformer under Black Forest Labs' names."""
    return flow.klein_as_bfl(tensors_of("transformer"))


def write(path: Path, tensors: flow.Tensors) -> Path:
    """A safetensors file of these tensors."""
    path.parent.mkdir(parents=True, exist_ok=True)
    save_file({name: tensor.contiguous() for name, tensor in tensors.items()}, path)
    return path


def write_parts(root: Path) -> None:
    """Text encoder with its tokenizer and VAE, where ComfyUI keeps them."""
    encoders = root / "text_encoders"
    write(encoders / "qwen.safetensors", flow.as_encoder_file(tensors_of("text_encoder")))
    shutil.copytree(MODEL / "tokenizer", encoders / "tokenizer")
    write(root / "vae" / "flux2-vae.safetensors", flow.vae_as_bfl(tensors_of("vae")))


def write_split(root: Path) -> Path:
    """ComfyUI's split files; the transformer's path."""
    write_parts(root)
    return write(root / "diffusion_models" / "klein-base.safetensors", transformer())


def write_scaled(root: Path) -> Path:
    """The same with weights in eight bits and a scale each."""
    write_parts(root)
    found: flow.Tensors = {"scaled_fp8": torch.empty(0)}
    for name, tensor in transformer().items():
        if tensor.ndim < 2:
            found[name] = tensor
            continue
        scale = tensor.abs().max() / 448
        found[name] = (tensor / scale).to(torch.float8_e4m3fn)
        found[name.replace(".weight", ".scale_weight")] = scale
    return write(root / "diffusion_models" / "klein-base-fp8.safetensors", found)


def write_gguf(root: Path, kind: gguf.GGMLQuantizationType) -> Path:
    """The same as GGUF; what no block fits is kept whole. It says no architecture's name."""
    write_parts(root)
    path = root / "unet" / f"klein-base-{kind.name}.gguf"
    path.parent.mkdir(parents=True, exist_ok=True)
    writer = gguf.GGUFWriter(str(path), "")
    block = gguf.GGML_QUANT_SIZES[kind][0]
    for name, tensor in transformer().items():
        values = tensor.numpy().astype(np.float32)
        if values.ndim < 2 or values.shape[-1] % block:
            writer.add_tensor(name, values)
        else:
            writer.add_tensor(name, gguf.quantize(values, kind), raw_dtype=kind)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


def write_all_in_one(root: Path) -> Path:
    """One checkpoint with all parts."""
    found = flow.prefixed(transformer(), "model.diffusion_model.")
    encoder = flow.as_encoder_file(tensors_of("text_encoder"))
    found |= flow.prefixed(encoder, "text_encoders.qwen3_4b.transformer.")
    found |= flow.prefixed(flow.vae_as_bfl(tensors_of("vae")), "vae.")
    shutil.copytree(MODEL / "tokenizer", root / "tokenizer")
    return write(root / "klein-base-all-in-one.safetensors", found)


def draw(request: GenerationRequest, cache: Path) -> list[DrawnPicture]:
    """The request's pictures, drawn by an engine of their own."""
    engine = TorchEngine.load(request, "j", lambda _: None, lambda: None, cache_dir=cache)
    try:
        return list(engine.generate("j", request, lambda _: None, lambda: None))
    finally:
        engine.close()
