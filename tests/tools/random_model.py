"""Writes a Stable Diffusion model of real size with random float16 weights, to measure with.

    python -m tests.tools.random_model sd1 FOLDER           a diffusers folder
    python -m tests.tools.random_model sd1 FILE.safetensors a single file in the original layout

The first word is a name in resources/configs/families.json. The weights are scaled by their
fan-in, so that activations stay in a sensible range; what is drawn is noise all the same.
"""

from __future__ import annotations

import json
import math
import shutil
import sys
import tempfile
from pathlib import Path

import torch
from safetensors.torch import save_file

from desktop.models.recognition.single_file_configs import assemble
from tests.models.ldm_layout import Shapes, checkpoint_shapes, part_shapes

_FILES = {"unet": "diffusion_pytorch_model", "vae": "diffusion_pytorch_model"}


def write_folder(name: str, folder: Path) -> Path:
    """The model `name` as a diffusers folder, float16 safetensors."""
    with tempfile.TemporaryDirectory() as cache:
        shutil.copytree(assemble(name, Path(cache)), folder)
    index = json.loads((folder / "model_index.json").read_text())
    for part in ("text_encoder", "text_encoder_2", "unet", "vae"):
        if index.get(part, [None])[0] is not None:
            tensors = random_tensors(part_shapes(folder, part))
            file = _FILES.get(part, "model")
            save_file(tensors, folder / part / f"{file}.safetensors", metadata={"format": "pt"})
    return folder


def write_single_file(name: str, path: Path) -> Path:
    """The model `name` as one safetensors file in the original layout, float16."""
    with tempfile.TemporaryDirectory() as cache:
        shapes = checkpoint_shapes(assemble(name, Path(cache)))
    path.parent.mkdir(parents=True, exist_ok=True)
    save_file(random_tensors(shapes), path)
    return path


def random_tensors(shapes: Shapes) -> dict[str, torch.Tensor]:
    """Random float16 tensors: matrices scaled by their fan-in, norms near 1, biases near 0."""
    generator = torch.Generator().manual_seed(0)
    tensors: dict[str, torch.Tensor] = {}
    for name, shape in shapes.items():
        if name.endswith("position_ids"):
            tensors[name] = torch.arange(math.prod(shape)).reshape(shape)
        elif len(shape) > 1:
            scale = 1 / math.sqrt(math.prod(shape[1:]))
            tensors[name] = (torch.randn(shape, generator=generator) * scale).half()
        else:
            centre = 1.0 if name.endswith("weight") else 0.0
            tensors[name] = (torch.randn(shape, generator=generator) * 0.02 + centre).half()
    return tensors


if __name__ == "__main__":
    family, target = sys.argv[1], Path(sys.argv[2])
    write = write_single_file if target.suffix == ".safetensors" else write_folder
    print(write(family, target))
