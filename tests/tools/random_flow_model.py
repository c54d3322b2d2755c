"""Writes FLUX.2 klein or Z-Image in real size with random weights, as ComfyUI's split files.

    python -m tests.tools.random_flow_model klein FOLDER    15.9 GB
    python -m tests.tools.random_flow_model z_image FOLDER  20.3 GB

One block of random bf16 numbers is repeated, scaled by each matrix's fan-in: memory and time are
those of the real model, and what is drawn is noise.
"""

from __future__ import annotations

import math
import sys
from pathlib import Path

import numpy as np
import torch

from tests.models import flow_layouts as flow

_BLOCK = 2**24


def write_klein(root: Path) -> Path:
    """The transformer's path; its text encoder and VAE lie beside it."""
    _fill(root / "text_encoders" / "qwen_3_4b.safetensors", flow.encoder())
    _fill(root / "vae" / "flux2-vae.safetensors", flow.vae_as_bfl(flow.flux2_vae()))
    path = root / "diffusion_models" / "flux-2-klein-4b.safetensors"
    return _fill(path, flow.klein_as_bfl(flow.klein()))


def write_z_image(root: Path) -> Path:
    """The same for Z-Image."""
    _fill(root / "text_encoders" / "qwen_3_4b.safetensors", flow.encoder())
    _fill(root / "vae" / "ae.safetensors", flow.vae_as_bfl(flow.flux1_vae()))
    path = root / "diffusion_models" / "z_image_turbo.safetensors"
    return _fill(path, flow.z_image_as_comfyui(flow.z_image()))


def _fill(path: Path, tensors: flow.Tensors) -> Path:
    """A file with these shapes: matrices in bf16, the rest in fp32 near 1 (biases near 0).

    One that is there stays: both families hear the same encoder.
    """
    if path.exists():
        return path
    flow.write_hole(path, tensors)
    generator = torch.Generator().manual_seed(0)
    noise = torch.randn(_BLOCK, generator=generator)
    with path.open("r+b") as file:
        file.seek(8 + int.from_bytes(file.read(8), "little"))
        for name, tensor in tensors.items():
            if tensor.ndim > 1:
                block = (noise / math.sqrt(math.prod(tensor.shape[1:]))).bfloat16()
                left, data = tensor.numel() * 2, block.view(torch.int16).numpy().tobytes()
                while left > 0:
                    left -= file.write(data[:left])
            else:
                value = 0.0 if name.endswith("bias") else 1.0
                file.write(np.full(tensor.numel(), value, np.float32).tobytes())
    return path


if __name__ == "__main__":
    write = {"klein": write_klein, "z_image": write_z_image}[sys.argv[1]]
    print(write(Path(sys.argv[2])))
