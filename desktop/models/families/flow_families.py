"""The families that draw by flow matching with a transformer: FLUX.2 klein and Z-Image.

Defaults are those of the model cards and of ComfyUI's templates, the colours of latents those of
ComfyUI's latent_formats.py.
"""

from __future__ import annotations

from desktop.core.messages import Message
from desktop.core.sampling.flow_noise import FlowNoise

from .model_family import DrawingCost, LatentFormat, ModelFamily, defaults_of, traits_with

FLUX2_VAE, FLUX1_VAE = "flux2", "flux1"
_SAMPLERS = ("euler", "heun", "dpmpp_2m", "res_multistep", "euler_ancestral")
_NO_CLIP = Message("Its text encoder is a language model, which has no layers to skip.")
_NO_CONTROL = Message("Easel has no ControlNets for this family.")
_NO_EMBEDDINGS = Message("Textual inversions are made for CLIP, which this family doesn’t use.")
_NO_SECOND = Message("This family draws large pictures at once: it has no high-resolution pass.")
_OWN_VAE = Message("Its VAE is found by itself among the model folders.")
_REFUSALS = {
    "clip_skip": _NO_CLIP,
    "controlnet": _NO_CONTROL,
    "textual_inversion": _NO_EMBEDDINGS,
    "high_res_fix": _NO_SECOND,
    "vae_override": _OWN_VAE,
}

FLUX2_KLEIN = ModelFamily(
    id="flux2_klein",
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
    ),
    flow=FlowNoise(shift=2.02, exponential=True, points=10_000, empirical=True),
    samplers=_SAMPLERS,
    most_references=10,
    refusals=_REFUSALS,
    size_step=16,
)

Z_IMAGE = ModelFamily(
    id="z_image",
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
    ),
    flow=FlowNoise(shift=3.0, points=1000),
    samplers=_SAMPLERS,
    refusals=_REFUSALS,
    size_step=16,
)

FLOW = (FLUX2_KLEIN, Z_IMAGE)
