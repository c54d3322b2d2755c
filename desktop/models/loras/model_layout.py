"""The modules of a model and the shapes of their weights, from headers alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from desktop.models.families.known_families import family_named
from desktop.models.model import Model
from desktop.models.recognition.gguf_header import read_gguf_header
from desktop.models.recognition.safetensors_header import read_header

from .flow_names import with_all_names
from .module_index import OUTER, RESNET
from .weight_shapes import Shape, Weights

_UNET = "model.diffusion_model."
_ENCODERS = (
    "cond_stage_model.transformer.",
    "cond_stage_model.model.",
    "conditioner.embedders.0.transformer.",
    "conditioner.embedders.1.model.",
)
_TRANSFORMER = "transformer"
_WRAPPED = (_UNET, "diffusion_model.", "transformer.")
_PARTS = ("unet", "text_encoder", "text_encoder_2")
_RESNET = {ldm: name for name, ldm in RESNET.items()}
_OUTER = {ldm: name for name, ldm in OUTER.items()}
_MIDDLE = {"0": "resnets.0", "1": "attentions.0", "2": "resnets.1"}
_OPEN_CLIP = {
    **{"attn.out_proj": "self_attn.out_proj", "mlp.c_fc": "mlp.fc1", "mlp.c_proj": "mlp.fc2"},
    **{"ln_1": "layer_norm1", "ln_2": "layer_norm2"},
}


class ModelLayout(msgspec.Struct, frozen=True):
    """The modules of a model by their paths in diffusers' and transformers' naming.

    Those of a transformer, which stands in the UNet's place, have all their names, folded.
    """

    unet: dict[str, Weights]
    text_encoders: tuple[dict[str, Weights], ...]


def layout_files(model: Model) -> tuple[Path, ...]:
    """Return the files whose headers tell the layout of `model`; () where there are none."""
    path = Path(model.path)
    flow = family_named(model.family).flow is not None
    if model.kind == "single_file" and path.suffix in (".safetensors", *[".gguf"] * flow):
        return (path,)
    if model.kind == "diffusers":
        parts = (_TRANSFORMER,) if flow else _PARTS
        return tuple(file for part in parts for file in _files(path / part))
    return ()


def layout_of(path: Path, *, flow: bool = False) -> ModelLayout | None:
    """Return the layout of a diffusers folder or a single file; None where it has no UNet (`flow`:
    no transformer).

    Raises UnreadableError and OSError.
    """
    if flow:
        modules = with_all_names(_modules(_transformer(path)))
        return ModelLayout(modules, ()) if modules else None
    if path.is_dir():
        unet, *encoders = (_modules(_part(path / name)) for name in _PARTS)
    else:
        shapes = read_header(path).shapes
        unet = _modules(dict(_of_ldm_unet(_below(shapes, _UNET))))
        encoders = [_modules(dict(_of_encoder(_below(shapes, stem)))) for stem in _ENCODERS]
    return ModelLayout(unet, tuple(filter(None, encoders))) if unet else None


def _transformer(path: Path) -> dict[str, Shape]:
    if path.is_dir():
        return _part(path / _TRANSFORMER)
    if path.suffix == ".gguf":
        shapes = read_gguf_header(path).as_header().shapes
    else:
        shapes = read_header(path).shapes
    return next(filter(None, (_below(shapes, prefix) for prefix in _WRAPPED)), shapes)


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.safetensors"))


def _part(folder: Path) -> dict[str, Shape]:
    """Return the shapes of the tensors in all of a part's files."""
    shapes: dict[str, Shape] = {}
    for file in _files(folder):
        shapes |= read_header(file).shapes
    return shapes


def _below(shapes: Mapping[str, Shape], prefix: str) -> dict[str, Shape]:
    return {
        name.removeprefix(prefix): shape
        for name, shape in shapes.items()
        if name.startswith(prefix)
    }


def _modules(shapes: Mapping[str, Shape]) -> dict[str, Weights]:
    modules: dict[str, Weights] = {}
    for name, shape in shapes.items():
        path, _, role = name.rpartition(".")
        if role in ("weight", "scale"):  # FLUX.2’s own code calls a norm’s weight its scale
            modules.setdefault(path, Weights()).weight = shape
        elif role == "bias":
            modules.setdefault(path, Weights()).bias = shape
    return {path: weights for path, weights in modules.items() if weights.weight}


def _of_ldm_unet(shapes: Mapping[str, Shape]) -> Iterator[tuple[str, Shape]]:
    """Yield the original code's tensors by their names in diffusers."""
    down = [int(m[1]) for name in shapes if (m := re.match(r"input_blocks\.(\d+)\.0\.op\.", name))]
    each = min(down, default=3)
    for name, shape in shapes.items():
        path, _, role = name.rpartition(".")
        yield f"{_diffusers_path(path, each)}.{role}", shape


def _diffusers_path(path: str, each: int) -> str:
    """Return the diffusers path of a module of the original UNet, of `each` layers a block."""
    if path in _OUTER:
        return _OUTER[path]
    words = path.split(".", 3)
    if words[0] == "middle_block" and words[1] in _MIDDLE:
        inner = path.split(".", 2)[2]
        return f"mid_block.{_MIDDLE[words[1]]}.{_RESNET.get(inner, inner)}"
    if words[0] not in {"input_blocks", "output_blocks"} or len(words) < 4:
        return path
    first = words[0] == "input_blocks"
    block, place = divmod(int(words[1]) - first, each)
    kind, inner = words[2], words[3]
    ends = {"op": "downsamplers.0.conv", "conv": "upsamplers.0.conv"}
    resnet = f"resnets.{place}.{_RESNET.get(inner, inner)}"
    placed = ends.get(inner) or (resnet if kind == "0" else f"attentions.{place}.{inner}")
    return f"{'down' if first else 'up'}_blocks.{block}.{placed}"


def _of_encoder(shapes: Mapping[str, Shape]) -> Iterator[tuple[str, Shape]]:
    """Yield a text encoder's tensors by their names in transformers, OpenCLIP's q, k and v
    apart.
    """
    for name, shape in shapes.items():
        match = re.fullmatch(r"transformer\.resblocks\.(\d+)\.(.+)", name)
        named = re.sub("_(weight|bias)$", r".\1", match[2] if match else "")
        inner, _, role = named.rpartition(".")
        if match is None or role not in ("weight", "bias"):
            yield name, shape
            continue
        layer = f"encoder.layers.{match[1]}"
        if inner == "attn.in_proj":
            third = (shape[0] // 3, *shape[1:])
            for part in "qkv":
                yield f"{layer}.self_attn.{part}_proj.{role}", third
        else:
            yield f"{layer}.{_OPEN_CLIP.get(inner, inner)}.{role}", shape
