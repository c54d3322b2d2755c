"""Z-Image and Z-Image Turbo: their record, and how to tell their files from others."""

from __future__ import annotations

import re
from typing import Any

from desktop.core.messages import Message
from desktop.core.sampling.flow_noise import FlowNoise

from .comfyui_files import QWEN3_4B, ComfyuiFiles
from .flow_files import FLUX1_VAE, FlowFiles, FlowMatch, TensorShapes, encoder_key, vae_key
from .flow_traits import CHAT, FLOW_REFUSALS, FLOW_SAMPLERS
from .model_family import (
    DrawingCost,
    LatentFormat,
    ModelFamily,
    TextFormat,
    defaults_of,
    traits_with,
)

_NAME = re.compile(r"z[-_ ]?image", re.I)


def _match(shapes: TensorShapes) -> FlowMatch | None:
    text = shapes.shape("cap_embedder.1.weight")
    if len(text) != 2 or not shapes.shape("x_pad_token") or not shapes.has("noise_refiner.0."):
        return None
    if shapes.has("siglip_embedder."):
        problem = Message("It is Z-Image Omni, which Easel can’t run: get Z-Image Turbo.")
        return FlowMatch(base="Z-Image Omni", problem=problem)
    return FlowMatch(needs={"text_encoder": encoder_key(text[1]), "vae": vae_key(FLUX1_VAE)})


def _variant(words: str, index: dict[str, Any]) -> str:
    """Return the variant by name: both have the same tensors; most are Turbo, also under other
    names.
    """
    del index
    return "" if _NAME.search(words) and not re.search("turbo", words, re.I) else "turbo"


Z_IMAGE = ModelFamily(
    id="z_image",
    names=r"z[-_ .]?image",
    variants={
        "": traits_with(
            "Z-Image",
            Message("Photographs and lettering; takes a negative prompt"),
            defaults_of(1024, 30, 4.0, "euler default"),
        ),
        "turbo": traits_with(
            "Z-Image Turbo",
            Message("Photographs and lettering in eight steps"),
            defaults_of(1024, 8, 1.0, "euler default"),
        ),
    },
    latent=LatentFormat(
        channels=16,
        rgb_factors=(
            (-0.0346, 0.0244, 0.0681),
            (0.0034, 0.0210, 0.0687),
            (0.0275, -0.0668, -0.0433),
            (-0.0174, 0.0160, 0.0617),
            (0.0859, 0.0721, 0.0329),
            (0.0004, 0.0383, 0.0115),
            (0.0405, 0.0861, 0.0915),
            (-0.0236, -0.0185, -0.0259),
            (-0.0245, 0.0250, 0.1180),
            (0.1008, 0.0755, -0.0421),
            (-0.0515, 0.0201, 0.0011),
            (0.0428, -0.0012, -0.0036),
            (0.0817, 0.0765, 0.0749),
            (-0.1264, -0.0522, -0.1103),
            (-0.0280, -0.0881, -0.0499),
            (-0.1262, -0.0982, -0.0778),
        ),
        rgb_offset=(-0.0329, -0.0718, -0.0851),
    ),
    vae_group=FLUX1_VAE,
    cost=DrawingCost(
        heard=35 / 36,
        text_tokens=512,
        pixels_a_token=256,
        token_bytes=(140_000, 225_000),
        pixel_bytes=(2_050, 4_100),
        even_tokens=23_500,
        heads=30,
        blocks=0.977,
    ),
    flow=FlowNoise(shift=3.0, points=1000),
    text=TextFormat(frame=CHAT, most_tokens=512),
    samplers=FLOW_SAMPLERS,
    refusals=FLOW_REFUSALS,
    size_step=16,
    comfyui=ComfyuiFiles(
        clip_type="lumina2",
        encoder=QWEN3_4B,
        vae=r"(^|[\\/])ae\.|flux[-_. ]?1|flux[-_. ]?ae|z[-_. ]?image",
        empty_latent="EmptySD3LatentImage",
        shift=3.0,
    ),
    files=FlowFiles(
        transformer_class="ZImageTransformer2DModel", by_tensors=_match, variant=_variant
    ),
)
