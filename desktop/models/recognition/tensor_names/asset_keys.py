"""Tell LoRAs, VAEs, ControlNets, embeddings and upscalers from their tensors' names and shapes."""

from __future__ import annotations

import re

from desktop.core.messages import Message
from desktop.models.model import Family
from desktop.models.recognition.recognised import Recognised, What
from desktop.models.recognition.safetensors_header import Header

from .checkpoint_keys import stranger
from .flow_lora_keys import recognise_flow_lora
from .other_assets import named_asset

_FAMILY_OF_WIDTH: dict[int, Family] = {768: "sd1", 1024: "sd2", 2048: "sdxl"}
_LORA = re.compile(
    r"(lora_(up|down|A|B)\b|\.lora\.(up|down)\.|_lora\.(up|down)\.|hada_w[12]_[ab]|lokr_w[12]"
    r"|\.oft_blocks|\.dora_scale|\.diff(_b)?$|\.[ab][12]\.weight$|\.on_input$|\.[wb]_norm$)"
)
_LORA_IN = re.compile(r"(lora_down|lora_A|lora\.down|hada_w1_b|\.diff$)")
_KRON = re.compile(r"\.lokr_w1(_b)?$")
_ENCODER_IN = tuple(f"{part}_proj.lora_down.weight" for part in "qkv")
_PARTS_OF_TRANSFORMERS = re.compile(r"^(diffusion_model\.|model\.)?transformer_blocks\.\d")
_CROSS_IN = re.compile(r"attn2[._](processor[._])?to_k")
_STRANGE_UPSCALER = Message(
    "It is an upscaler of another kind, which Easel can’t run: get one of the Real-ESRGAN family."
)
_NETS = "controlnet_cond_embedding.conv_in.weight"


def recognise_asset(header: Header) -> Recognised | None:
    """Return the asset of `header`; None for an unknown one."""
    for look in (_lora, _strange, _controlnet, named_asset, _embedding, _upscaler, _vae, _other):
        found = look(header)
        if found is not None:
            return found
    return None


def _asset(
    header: Header,
    what: What,
    family: Family = "unknown",
    *,
    variant: str = "",
    base: str = "",
    problem: Message | None = None,
) -> Recognised:
    return Recognised(
        what=what,
        family=family,
        variant=variant,
        base=base,
        problem=problem,
        precision=header.precision,
        parameters=header.parameters,
    )


def _lora(header: Header) -> Recognised | None:
    names = [name for name in header.shapes if _LORA.search(name)]
    if not names:
        return None
    if header.has("lora_controlnet"):
        return named_asset(header)
    if any(name.startswith("lllite_") for name in header.shapes):
        return named_asset(header)
    flow = recognise_flow_lora(header, names)
    foreign = flow.base if flow is not None else _foreign_lora(names)
    if flow is not None and not foreign:
        return _asset(header, "lora", flow.family)
    if foreign:
        return _asset(
            header,
            "lora",
            base=foreign,
            problem=Message("It belongs to {family}, which Easel can’t run.", family=foreign),
        )
    return _asset(header, "lora", _lora_family(header, names))


def _foreign_lora(names: list[str]) -> str:
    signs = (
        ("single_transformer_blocks", "FLUX"),
        ("lora_unet_double_blocks", "FLUX"),
        ("double_blocks.", "FLUX"),
        ("joint_blocks", "SD3"),
        ("lora_prior", "Stable Cascade"),
        ("transformer.transformer_blocks", "a transformer model (SD3, FLUX or later)"),
        ("diffusion_model.blocks.", "a video model (Wan)"),
        ("diffusion_model.layers.", "a transformer model"),
        ("img_mlp", "Qwen-Image"),
        ("add_q_proj", "a transformer model (SD3, FLUX or later)"),
    )
    for sign, family in signs:
        if any(sign in name for name in names):
            return family
    if any(_PARTS_OF_TRANSFORMERS.match(name) for name in names):  # a UNet's begin with its blocks
        return "a transformer model (Qwen-Image or later)"
    return ""


def _lora_family(header: Header, names: list[str]) -> Family:
    """Return the family by the width of the cross attention's text, else by other touched
    modules.
    """
    for name in names:
        if _CROSS_IN.search(name) and _LORA_IN.search(name):
            shape = header.shapes[name]
            family = _FAMILY_OF_WIDTH.get(shape[1]) if len(shape) >= 2 else None
            if family:
                return _ssd1b_or(family, names)
    for name in names:
        width = _kron_width(header, name) if _CROSS_IN.search(name) else 0
        if width in _FAMILY_OF_WIDTH:
            return _ssd1b_or(_FAMILY_OF_WIDTH[width], names)
    if any(name.startswith(("lora_te1_", "lora_te2_", "text_encoder_2.")) for name in names):
        return "sdxl"
    if any(re.search(r"transformer_blocks[._][2-9]", name) for name in names):
        return "sdxl"
    said = _family_from_notes(header)
    encoder = [name for name in names if "lora_te_" in name and name.endswith(_ENCODER_IN)]
    widths = [header.shapes[name][-1] for name in encoder]
    if said == "unknown" and widths:
        return _FAMILY_OF_WIDTH.get(widths[0], "unknown")
    return said


def _kron_width(header: Header, name: str) -> int:
    """Return the inputs of a module with a Kronecker product difference; 0 where unknown."""
    stem = _KRON.sub("", name)
    if stem == name:
        return 0
    sides: list[tuple[int, ...]] = [
        header.shapes.get(f"{stem}.lokr_w{n}") or header.shapes.get(f"{stem}.lokr_w{n}_b") or ()
        for n in (1, 2)
    ]
    return sides[0][1] * sides[1][1] if all(len(side) >= 2 for side in sides) else 0


def _ssd1b_or(family: Family, names: list[str]) -> Family:
    """Return SSD-1B if the LoRA stops at four transformer layers, where SDXL's go on to ten."""
    if family != "sdxl":
        return family
    down = [name for name in names if re.search(r"down_blocks[._]2|input_blocks[._][78]", name)]
    deep = any(re.search(r"transformer_blocks[._][4-9]", name) for name in down)
    four = any(re.search(r"transformer_blocks[._]3", name) for name in down)
    return "ssd1b" if four and not deep else "sdxl"


def _family_from_notes(header: Header) -> Family:
    notes = header.metadata
    said = " ".join(
        notes.get(key, "") for key in ("ss_base_model_version", "modelspec.architecture")
    ).lower()
    if "xl" in said:
        return "sdxl"
    if "v2" in said:
        return "sd2"
    return "sd1" if "v1" in said or "sd_1" in said else "unknown"


def _strange(header: Header) -> Recognised | None:
    strange = stranger(header)
    if not strange:
        return None
    problem = Message("Easel can’t run this family of models ({family}).", family=strange)
    return _asset(header, "checkpoint", base=strange, problem=problem)


def _controlnet(header: Header) -> Recognised | None:
    ldm = header.has("control_model.")
    if not ldm and _NETS not in header.shapes:
        return None
    if "task_embedding" in header.names:
        problem = Message(
            "It is a ControlNet Union, which Easel can’t run: get a single ControlNet."
        )
        return _asset(header, "controlnet", "sdxl", problem=problem)
    for name, shape in header.shapes.items():
        if name.endswith("attn2.to_k.weight") and len(shape) == 2:
            return _asset(header, "controlnet", _FAMILY_OF_WIDTH.get(shape[1], "unknown"))
    small_xl = "add_embedding.linear_1.weight" in header.shapes
    return _asset(header, "controlnet", "sdxl" if small_xl else "unknown")


def _embedding(header: Header) -> Recognised | None:
    shapes = header.shapes
    if {"clip_l", "clip_g"} <= set(shapes):
        return _asset(header, "embedding", "sdxl")
    known = ("emb_params", "string_to_param", "clip_l", "clip_g")
    alone = len(shapes) == 1 and not next(iter(shapes)).endswith((".weight", ".bias"))
    for name, shape in shapes.items():
        is_row = len(shape) in {1, 2} and shape[-1] in {768, 1024, 1280}
        short = is_row and (len(shape) == 1 or shape[0] <= 256)
        if short and (name in known or alone):
            family = {768: "sd1", 1024: "sd2"}.get(shape[-1], "unknown")
            return _asset(header, "embedding", family)  # pyright: ignore[reportArgumentType]
    return None


def _upscaler(header: Header) -> Recognised | None:
    names = set(header.shapes)
    stems = ("", "params_ema.", "params.")
    for stem in stems:
        old = f"{stem}model.1.sub.0.RDB1.conv1.0.weight"
        if old in names or f"{stem}body.0.rdb1.conv1.weight" in names:
            return _asset(header, "upscaler", variant="esrgan")
        first, second = (header.shape(f"{stem}body.{index}.weight") for index in (0, 1))
        plain = len(first) == 4 and first[1] == 3 and len(second) == 1
        if plain and f"{stem}body.2.weight" in names:
            return _asset(header, "upscaler", variant="compact")
        if f"{stem}layers.0.residual_group.blocks.0.norm1.weight" in names:
            return _asset(header, "upscaler", variant="swinir", problem=_STRANGE_UPSCALER)
        if header.has(f"{stem}conv_before_upsample."):
            return _asset(header, "upscaler", variant="transformer", problem=_STRANGE_UPSCALER)
    return None


def _vae(header: Header) -> Recognised | None:
    for stem in ("", "first_stage_model.", "vae."):
        conv_in = header.shape(f"{stem}decoder.conv_in.weight")
        if len(conv_in) == 4:
            return _vae_with(header, conv_in[1])
    tiny_parts = ("decoder.layers.0.weight", "decoder.layers.1.weight", "encoder.layers.0.weight")
    if any(name in header.shapes for name in tiny_parts):
        conv = header.shape("decoder.layers.1.weight")
        if len(conv) == 4 and conv[1] != 4:
            return _vae_with(header, conv[1])
        return _asset(header, "vae", variant="tiny")
    first = header.shape("1.weight")
    if len(first) == 4 and first[:2] == (64, 4) and "3.conv.0.weight" in header.shapes:
        return _asset(header, "vae", variant="tiny")
    return None


def _vae_with(header: Header, latent_channels: int) -> Recognised:
    if latent_channels == 4:
        return _asset(header, "vae", base="Stable Diffusion 1, 2 or XL")
    foreign = {16: "SD3 or FLUX", 32: "FLUX.2 or Sana"}.get(latent_channels, "another family")
    problem = Message("It belongs to {family}, which Easel can’t run.", family=foreign)
    return _asset(header, "vae", base=foreign, problem=problem)


def _other(header: Header) -> Recognised | None:
    signs = (
        ("image_proj.", Message("It is an IP-Adapter, which Easel can’t run.")),
        ("ip_adapter.", Message("It is an IP-Adapter, which Easel can’t run.")),
        ("adapter.body.", Message("It is a T2I-Adapter, which Easel can’t run.")),
        ("body.0.in_conv.", Message("It is a T2I-Adapter, which Easel can’t run.")),
        ("text_model.", Message("It is a text encoder alone, one part of a model.")),
        (
            "transformer.resblocks.",
            Message("It is a text encoder alone, one part of a model."),
        ),
        (
            "encoder.block.0.layer.",
            Message("It is a T5 text encoder alone, one part of a model."),
        ),
        ("model.layers.0.", Message("It is a text encoder alone, one part of a model.")),
        ("blk.0.attn_", Message("It is a text encoder alone, one part of a model.")),
        ("enc.blk.0.", Message("It is a T5 text encoder alone, one part of a model.")),
        ("visual.", Message("It is an image encoder alone, one part of a model.")),
        ("vision_model.", Message("It is an image encoder alone, one part of a model.")),
        ("down_blocks.0.resnets.", Message("It is a UNet alone, one part of a model.")),
        ("input_blocks.0.0.", Message("It is a UNet alone, one part of a model.")),
    )
    for stem, problem in signs:
        if header.has(stem):
            return _asset(header, "component", problem=problem)
    return None
