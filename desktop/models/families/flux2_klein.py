"""FLUX.2 klein 4B: its record, and how to tell its files from those of its larger relatives."""

from __future__ import annotations

import re
from typing import Any

from desktop.core.messages import Message
from desktop.core.sampling.flow_noise import FlowNoise
from desktop.models.config_files import integer_of

from .comfyui_files import QWEN3_4B, ComfyuiFiles
from .flow_files import (
    FLUX2_VAE,
    FlowFiles,
    FlowMatch,
    TensorShapes,
    encoder_key,
    too_large,
    vae_key,
)
from .flow_traits import CHAT, FLOW_REFUSALS, FLOW_SAMPLERS, WITHOUT_THINKING
from .model_family import (
    DrawingCost,
    LatentFormat,
    ModelFamily,
    TextFormat,
    defaults_of,
    traits_with,
)

_INNER, _JOINT = 3072, 7680
"""The transformer's width and that of its text embeddings; klein 9B and dev have more."""
_BASE = re.compile(r"klein[-_ ]?base|[-_ ]base([-_ .]|$)", re.I)


def _match(shapes: TensorShapes) -> FlowMatch | None:
    modulation = shapes.shape(
        "double_stream_modulation_img.lin.weight", "double_stream_modulation_img.linear.weight"
    )
    text = shapes.shape("txt_in.weight", "context_embedder.weight")
    if len(modulation) != 2 or len(text) != 2:
        return None
    guided = shapes.has("guidance_in.") or shapes.has("time_guidance_embed.guidance_embedder.")
    if guided or text[0] > _INNER:
        base = "FLUX.2 dev" if guided else "FLUX.2 klein 9B"
        return FlowMatch(base=base, problem=too_large(base))
    return FlowMatch(needs={"text_encoder": encoder_key(text[1] // 3), "vae": vae_key(FLUX2_VAE)})


def _folder_problem(config: dict[str, Any]) -> Message | None:
    joint = integer_of(config, "joint_attention_dim") or 2 * _JOINT
    guided = config.get("guidance_embeds", True)
    if guided or joint > _JOINT:
        return too_large("FLUX.2 dev" if guided else "FLUX.2 klein 9B")
    return None


def _variant(words: str, index: dict[str, Any]) -> str:
    return "base" if index.get("is_distilled") is False or _BASE.search(words) else ""


FLUX2_KLEIN = ModelFamily(
    id="flux2_klein",
    names=r"klein(?!.*9b)",
    variants={
        "": traits_with(
            "FLUX.2 klein 4B",
            Message("Detailed pictures in four steps, from whole sentences"),
            defaults_of(1024, 4, 1.0, "euler default"),
        ),
        "base": traits_with(
            "FLUX.2 klein 4B base",
            Message("What klein was distilled from: slower, for fine-tunes"),
            defaults_of(1024, 50, 4.0, "euler default"),
        ),
    },
    latent=LatentFormat(
        channels=128,
        packed=2,
        rgb_factors=(
            (0.0058, 0.0113, 0.0073),
            (0.0495, 0.0443, 0.0836),
            (-0.0099, 0.0096, 0.0644),
            (0.2144, 0.3009, 0.3652),
            (0.0166, -0.0039, -0.0054),
            (0.0157, 0.0103, -0.0160),
            (-0.0398, 0.0902, -0.0235),
            (-0.0052, 0.0095, 0.0109),
            (-0.3527, -0.2712, -0.1666),
            (-0.0301, -0.0356, -0.0180),
            (-0.0107, 0.0078, 0.0013),
            (0.0746, 0.0090, -0.0941),
            (0.0156, 0.0169, 0.0070),
            (-0.0034, -0.0040, -0.0114),
            (0.0032, 0.0181, 0.0080),
            (-0.0939, -0.0008, 0.0186),
            (0.0018, 0.0043, 0.0104),
            (0.0284, 0.0056, -0.0127),
            (-0.0024, -0.0022, -0.0030),
            (0.1207, -0.0026, 0.0065),
            (0.0128, 0.0101, 0.0142),
            (0.0137, -0.0072, -0.0007),
            (0.0095, 0.0092, -0.0059),
            (0.0000, -0.0077, -0.0049),
            (-0.0465, -0.0204, -0.0312),
            (0.0095, 0.0012, -0.0066),
            (0.0290, -0.0034, 0.0025),
            (0.0220, 0.0169, -0.0048),
            (-0.0332, -0.0457, -0.0468),
            (-0.0085, 0.0389, 0.0609),
            (-0.0076, 0.0003, -0.0043),
            (-0.0111, -0.0460, -0.0614),
        ),
        rgb_offset=(-0.0329, -0.0718, -0.0851),
    ),
    vae_group=FLUX2_VAE,
    cost=DrawingCost(
        heard=27.9 / 36,
        text_tokens=512,
        pixels_a_token=256,
        token_bytes=(170_000, 245_000),
        pixel_bytes=(2_050, 4_100),
        even_tokens=25_000,
        heads=24,
        blocks=0.95,
    ),
    flow=FlowNoise(shift=2.02, exponential=True, points=10_000, empirical=True),
    text=TextFormat(frame=CHAT + WITHOUT_THINKING, most_tokens=512),
    samplers=FLOW_SAMPLERS,
    most_references=10,
    refusals=FLOW_REFUSALS,
    size_step=16,
    comfyui=ComfyuiFiles(
        clip_type="flux2",
        encoder=QWEN3_4B,
        vae=r"flux[-_. ]?2",
        empty_latent="EmptyFlux2LatentImage",
    ),
    files=FlowFiles(
        transformer_class="Flux2Transformer2DModel",
        by_tensors=_match,
        folder_problem=_folder_problem,
        variant=_variant,
    ),
)
