"""Makes safetensors files in the original Stable Diffusion layout, with real names and shapes.

The shapes come from diffusers' own modules, built from our configs on torch's meta device; the data
are left as a hole in the file, so that a 7 GB checkpoint takes a second and no room.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import torch
from diffusers import AutoencoderKL, UNet2DConditionModel
from transformers import CLIPTextConfig, CLIPTextModel, CLIPTextModelWithProjection

Shapes = dict[str, tuple[int, ...]]

_RESNET = {
    "norm1": "in_layers.0",
    "conv1": "in_layers.2",
    "time_emb_proj": "emb_layers.1",
    "norm2": "out_layers.0",
    "conv2": "out_layers.3",
    "conv_shortcut": "skip_connection",
}
_UNET_ENDS = {
    "time_embedding.linear_1": "time_embed.0",
    "time_embedding.linear_2": "time_embed.2",
    "add_embedding.linear_1": "label_emb.0.0",
    "add_embedding.linear_2": "label_emb.0.2",
    "conv_in": "input_blocks.0.0",
    "conv_norm_out": "out.0",
    "conv_out": "out.2",
}


def part_shapes(config_dir: Path, part: str) -> Shapes:
    """Names and shapes of one part as diffusers has them."""
    folder = config_dir / part
    config = json.loads((folder / "config.json").read_text())
    with torch.device("meta"):
        if part == "unet":
            model = UNet2DConditionModel.from_config(config)
        elif part == "vae":
            model = AutoencoderKL.from_config(config)
        else:
            cls = CLIPTextModelWithProjection if part.endswith("_2") else CLIPTextModel
            model = cls(CLIPTextConfig.from_pretrained(folder))
    return {name: tuple(value.shape) for name, value in model.state_dict().items()}


def checkpoint_shapes(config_dir: Path) -> Shapes:
    """All tensors of a whole checkpoint of this family, as the original code names them."""
    index = json.loads((config_dir / "model_index.json").read_text())
    shapes: Shapes = {}
    unet = part_shapes(config_dir, "unet")
    shapes |= {f"model.diffusion_model.{_unet_name(n, unet)}": s for n, s in unet.items()}
    for name, shape in part_shapes(config_dir, "vae").items():
        shapes |= {f"first_stage_model.{key}": value for key, value in _vae_entry(name, shape)}
    shapes |= _text_shapes(config_dir, index)
    return shapes


def _text_shapes(config_dir: Path, index: dict[str, list[str | None]]) -> Shapes:
    xl = str(index["_class_name"]).startswith("StableDiffusionXL")
    if not xl:
        width = json.loads((config_dir / "text_encoder/config.json").read_text())["hidden_size"]
        plain = _plain(part_shapes(config_dir, "text_encoder"))
        if width == 768:
            return {f"cond_stage_model.transformer.text_model.{n}": s for n, s in plain.items()}
        plain |= {
            name.replace("layers.22.", "layers.23."): shape
            for name, shape in plain.items()
            if "layers.22." in name
        }
        plain["text_projection.weight"] = (width, width)
        return _open_clip(plain, "cond_stage_model.model.")
    shapes: Shapes = {}
    second = _plain(part_shapes(config_dir, "text_encoder_2"))
    if index["text_encoder"][0] is None:
        return _open_clip(second, "conditioner.embedders.0.model.")
    first = _plain(part_shapes(config_dir, "text_encoder"))
    stem = "conditioner.embedders.0.transformer.text_model."
    shapes |= {stem + name: shape for name, shape in first.items()}
    return shapes | _open_clip(second, "conditioner.embedders.1.model.")


def _plain(shapes: Shapes) -> Shapes:
    return {name.removeprefix("text_model."): shape for name, shape in shapes.items()}


def _unet_name(name: str, all_names: Shapes) -> str:
    stem, _, leaf = name.rpartition(".")
    if stem in _UNET_ENDS:
        return f"{_UNET_ENDS[stem]}.{leaf}"
    match = re.match(r"(down|up)_blocks\.(\d)\.(resnets|attentions|\w+samplers)\.(\d)\.(.*)", name)
    if match is None:
        match = re.fullmatch(r"mid_block\.(resnets|attentions)\.(\d)\.(.*)", name)
        assert match is not None, name
        place = 1 if match[1] == "attentions" else 2 * int(match[2])
        return f"middle_block.{place}.{_inner(match[1], match[3])}"
    way, block, what, layer, rest = match.groups()
    side = "input_blocks" if way == "down" else "output_blocks"
    place = 3 * int(block) + (1 if way == "down" else 0) + int(layer)
    if what == "downsamplers":
        return f"{side}.{place + 2}.0.op.{leaf}"
    if what == "upsamplers":
        attends = any(key.startswith(f"up_blocks.{block}.attentions.") for key in all_names)
        return f"{side}.{place + 2}.{2 if attends else 1}.conv.{leaf}"
    return f"{side}.{place}.{1 if what == 'attentions' else 0}.{_inner(what, rest)}"


def _inner(what: str, rest: str) -> str:
    if what == "attentions":
        return rest
    stem, _, leaf = rest.rpartition(".")
    return f"{_RESNET[stem]}.{leaf}"


def _vae_entry(name: str, shape: tuple[int, ...]) -> list[tuple[str, tuple[int, ...]]]:
    name = name.replace("conv_norm_out", "norm_out").replace("conv_shortcut", "nin_shortcut")
    name = re.sub(r"down_blocks\.(\d)\.resnets", r"down.\1.block", name)
    name = re.sub(r"down_blocks\.(\d)\.downsamplers\.0", r"down.\1.downsample", name)
    name = re.sub(r"up_blocks\.(\d)\.resnets", lambda found: f"up.{3 - int(found[1])}.block", name)
    name = re.sub(
        r"up_blocks\.(\d)\.upsamplers\.0", lambda found: f"up.{3 - int(found[1])}.upsample", name
    )
    name = re.sub(r"mid_block\.resnets\.(\d)", lambda found: f"mid.block_{int(found[1]) + 1}", name)
    if "mid_block.attentions.0" in name:
        name = name.replace("mid_block.attentions.0", "mid.attn_1")
        for new, old in (
            ("group_norm", "norm"),
            ("to_q", "q"),
            ("to_k", "k"),
            ("to_v", "v"),
            ("to_out.0", "proj_out"),
        ):
            name = name.replace(new, old)
        shape = (*shape, 1, 1) if len(shape) == 2 else shape
    return [(name, shape)]


def _open_clip(plain: Shapes, prefix: str) -> Shapes:
    shapes: Shapes = {}
    for name, shape in plain.items():
        new = name.replace("embeddings.token_embedding", "token_embedding")
        new = new.replace("embeddings.position_embedding.weight", "positional_embedding")
        new = new.replace("final_layer_norm", "ln_final")
        new = new.replace("text_projection.weight", "text_projection")
        new = new.replace("encoder.layers", "transformer.resblocks")
        new = new.replace("layer_norm1", "ln_1").replace("layer_norm2", "ln_2")
        new = new.replace("mlp.fc1", "mlp.c_fc").replace("mlp.fc2", "mlp.c_proj")
        new = new.replace("self_attn.out_proj", "attn.out_proj")
        if re.search(r"self_attn\.[kv]_proj", new):
            continue
        if "self_attn.q_proj" in new:
            new = new.replace("self_attn.q_proj.", "attn.in_proj_")
            shapes[prefix + new] = (3 * shape[0], *shape[1:])
        else:
            shapes[prefix + new] = shape
    return shapes


def header_bytes(
    shapes: Shapes, dtype: str = "F16", metadata: dict[str, str] | None = None
) -> tuple[bytes, int]:
    """The header with its length in front, and how many bytes of data follow."""
    size = {"F16": 2, "BF16": 2, "F32": 4}[dtype]
    entries: dict[str, object] = {"__metadata__": metadata} if metadata else {}
    offset = 0
    for name, shape in shapes.items():
        count = size
        for side in shape:
            count *= side
        entries[name] = {"dtype": dtype, "shape": shape, "data_offsets": [offset, offset + count]}
        offset += count
    raw = json.dumps(entries, separators=(",", ":")).encode()
    raw += b" " * (-len(raw) % 8)
    return len(raw).to_bytes(8, "little") + raw, offset


def write_hollow(
    path: Path, shapes: Shapes, dtype: str = "F16", metadata: dict[str, str] | None = None
) -> Path:
    """A whole safetensors file whose tensors are all zeros, kept as a hole on the disk."""
    head, data = header_bytes(shapes, dtype, metadata)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(head)
        file.truncate(len(head) + data)
    return path
