"""The families of Stable Diffusion with a UNet: SD 1, SD 2, SDXL, its refiner and SSD-1B.

The defaults are the published ones: of the model cards, and of ComfyUI's examples for the distilled
models (SDXL-Turbo: 512 x 512, one step, guidance 1, euler). The colors of latents are those of
ComfyUI's latent_formats.py.
"""

from __future__ import annotations

from desktop.core.capabilities import ModelDefaults
from desktop.core.messages import Message

from .model_family import FamilyTraits, LatentFormat, ModelFamily, defaults_of, traits_with

_SD_LATENT = LatentFormat(
    rgb_factors=(
        (0.3512, 0.2297, 0.3227),
        (0.3250, 0.4974, 0.2350),
        (-0.2829, 0.1762, 0.2721),
        (-0.2120, -0.2616, -0.7177),
    )
)
_XL_LATENT = LatentFormat(
    rgb_factors=(
        (0.3651, 0.4232, 0.4341),
        (-0.2533, -0.0042, 0.1068),
        (0.1076, 0.1111, -0.0362),
        (-0.3165, -0.2492, -0.2188),
    ),
    rgb_offset=(0.1084, -0.0175, -0.0011),
)
_REPAINTS = Message("Paints masked parts of a picture anew")


def _quick(title: str, defaults: ModelDefaults) -> FamilyTraits:
    return traits_with(title, Message("Pictures in a few steps"), defaults)


SD1 = ModelFamily(
    id="sd1",
    names=r"v1[-_.][1-5]|sd[-_ ]?v?1(?![\d])|sd[-_ ]?15|1[-_.]5([-_ .]|$)|diffusion[-_ ]?1",
    variants={
        "": traits_with(
            "Stable Diffusion 1",
            Message("Fast, in thousands of styles"),
            defaults_of(512, 20, 7.5),
        ),
        "lcm": _quick("SD 1 LCM", defaults_of(512, 6, 1.5, "lcm default")),
        "turbo": _quick("SD 1 Turbo", defaults_of(512, 4, 1.0, "euler karras")),
        "lightning": _quick("SD 1 Lightning", defaults_of(512, 4, 1.0, "euler sgm_uniform")),
        "inpainting": traits_with("SD 1 Inpainting", _REPAINTS, defaults_of(512, 20, 7.5)),
    },
    latent=_SD_LATENT,
    vae_group="sd",
    text_width=768,
    configs="sd1",
    variant_configs={
        "inpainting": "sd1_inpaint",
        "lcm": "sd1_lcm",
        "turbo": "sd1_turbo",
        "lightning": "sd1_turbo",
    },
    makes_core_ml=True,
    unfused_heads=8,
)

SD2 = ModelFamily(
    id="sd2",
    names=(r"v2[-_.][01]|sd[-_ ]?v?2(?![\d])|2[-_.]1[-_ ](512|768|base)|sd[-_ ]?turbo|unclip"),
    variants={
        "": traits_with(
            "Stable Diffusion 2",
            Message("Open landscapes and light"),
            defaults_of(512, 20, 7.5),
        ),
        "base": traits_with(
            "Stable Diffusion 2 base",
            Message("Open landscapes and light, 512 pixels"),
            defaults_of(512, 20, 7.5),
        ),
        "768-v": traits_with(
            "Stable Diffusion 2 (768-v)",
            Message("Open landscapes and light, 768 pixels"),
            defaults_of(768, 20, 7.5),
        ),
        "turbo": traits_with(
            "SD-Turbo", Message("A picture in one step"), defaults_of(512, 1, 1.0, "euler karras")
        ),
        "inpainting": traits_with("SD 2 Inpainting", _REPAINTS, defaults_of(512, 20, 7.5)),
    },
    latent=_SD_LATENT,
    vae_group="sd",
    text_width=1024,
    configs="sd2_base",
    velocity_configs="sd2_768v",
    variant_configs={"inpainting": "sd2_inpaint", "turbo": "sd2_turbo"},
    makes_core_ml=True,
    open_prediction=True,
)

SDXL = ModelFamily(
    id="sdxl",
    names=r"xl|pony|illustrious|noob[-_ ]?ai|animagine",
    variants={
        "": traits_with(
            "Stable Diffusion XL",
            Message("Detailed pictures, 1024 pixels"),
            defaults_of(1024, 25, 7.0),
        ),
        "turbo": traits_with(
            "SDXL-Turbo",
            Message("A picture in one step"),
            defaults_of(512, 1, 1.0, "euler karras"),
        ),
        "lightning": _quick("SDXL-Lightning", defaults_of(1024, 4, 1.0, "euler sgm_uniform")),
        "lcm": _quick("SDXL LCM", defaults_of(1024, 6, 1.5, "lcm default")),
        "inpainting": traits_with("SDXL Inpainting", _REPAINTS, defaults_of(1024, 25, 7.0)),
    },
    latent=_XL_LATENT,
    vae_group="sdxl",
    embedding_group="sdxl",
    text_width=2048,
    two_encoders=True,
    configs="sdxl",
    velocity_configs="sdxl_v",
    variant_configs={
        "turbo": "sdxl_turbo",
        "lightning": "sdxl_lightning",
        "lcm": "sdxl_lcm",
        "inpainting": "sdxl_inpaint",
        "zero-snr": "sdxl_v_zero_snr",
    },
    makes_core_ml=True,
)

SDXL_REFINER = ModelFamily(
    id="sdxl_refiner",
    names=r"refiner",
    variants={
        "": traits_with(
            "SDXL Refiner",
            Message("Adds fine detail to a finished picture"),
            defaults_of(1024, 25, 5.0),
        )
    },
    latent=_XL_LATENT,
    vae_group="sdxl",
    text_width=1280,
    two_encoders=True,
    configs="sdxl_refiner",
    needs_image=True,
    refusals={
        "loras": Message("LoRAs are made for the base model, not for the refiner."),
        "controlnet": Message("ControlNets are made for the base model, not for the refiner."),
    },
)

SSD1B = ModelFamily(
    id="ssd1b",
    names=r"ssd[-_ ]?1b",
    variants={
        "": traits_with(
            "SSD-1B",
            Message("SDXL pictures in less memory, faster"),
            defaults_of(1024, 25, 7.0),
        ),
        "lcm": _quick("SSD-1B LCM", defaults_of(1024, 6, 1.5, "lcm default")),
    },
    latent=_XL_LATENT,
    vae_group="sdxl",
    embedding_group="sdxl",
    two_encoders=True,
    configs="ssd1b",
    variant_configs={"lcm": "ssd1b_lcm"},
    makes_core_ml=True,
)

STABLE_DIFFUSION = (SD1, SD2, SDXL, SDXL_REFINER, SSD1B)

UNKNOWN = ModelFamily(
    id="unknown",
    names=r"flux|sd[-_ ]?3|diffusion[-_ ]?3|qwen|wan|hunyuan|chroma|lumina|hidream",
    variants={"": traits_with(Message("Unknown family"), None, defaults_of(512, 20, 7.5))},
    latent=_SD_LATENT,
    vae_group="unknown",
)
