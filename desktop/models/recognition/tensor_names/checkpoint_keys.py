"""Tell the family of a whole checkpoint from the names and shapes of its tensors.

Names are those of the original Stable Diffusion code ("LDM layout"), which all single files use.
"""

from __future__ import annotations

from desktop.core.messages import Message
from desktop.models.families.known_families import family_named, family_of_text_width
from desktop.models.model import Family
from desktop.models.recognition.recognised import ZERO_SNR, Recognised
from desktop.models.recognition.safetensors_header import Header

UNET = "model.diffusion_model."
_FIRST = UNET + "input_blocks.0.0.weight"
_CROSS = ".1.transformer_blocks.0.attn2.to_k.weight"

_STRANGERS = (
    ("joint_blocks.0.", "SD3"),
    ("single_stream_modulation", "FLUX.2"),
    ("distilled_guidance_layer.", "Chroma"),
    ("double_blocks.0.img_attn", "FLUX"),
    ("default_modulation.", "Hunyuan-DiT"),
    ("double_layers.0.attn", "AuraFlow"),
    ("individual_token_refiner", "HunyuanVideo"),
    ("head.modulation", "Wan"),
    ("cap_embedder.0.", "Lumina 2"),
    ("patchify_proj.", "LTX-Video"),
    ("clip_txt_mapper.", "Stable Cascade"),
    ("effnet_mapper.", "Stable Cascade"),
    ("double_stream_blocks.", "HiDream"),
    ("txtfusion.", "Krea 2"),
    ("time_mixer", "Stable Video Diffusion"),
    ("cross_attn.kv_linear", "PixArt or Sana"),
    ("t_block.1.", "PixArt"),
    ("txt_norm.weight", "Qwen-Image"),
    ("motion_modules.", "AnimateDiff"),
)
"""A part of a tensor's name that occurs in one other family only, and that family's name."""

_CHANNELS = {
    5: Message("It is a depth-to-image model, which Easel can’t run."),
    7: Message("It is the x4 upscaler pipeline, which Easel can’t run."),
    8: Message("It is an InstructPix2Pix model, which Easel can’t run."),
}


def stranger(header: Header) -> str:
    """Return the name of the unsupported family of this file, or ''."""
    return next((family for piece, family in _STRANGERS if piece in header.names), "")


def recognise_checkpoint(header: Header) -> Recognised | None:
    """Return the checkpoint in LDM layout in `header`; None for other files."""
    first = header.shape(_FIRST)
    if len(first) != 4:
        return None
    family, problem = _family(header)
    channels = first[1]
    if channels not in {4, 9} and not problem:
        other = Message(
            "Its UNet takes {channels} channels, which Easel can’t run.", channels=channels
        )
        problem = _CHANNELS.get(channels, other)
    if channels == 9 and family not in {"sd1", "sd2", "sdxl"}:
        problem = problem or Message("It is an inpainting model of a kind that Easel can’t run.")
    strange = stranger(header)
    if strange:
        problem = Message("Easel can’t run this family of models ({family}).", family=strange)
    return Recognised(
        what="checkpoint",
        family="unknown" if strange else family,
        variant="inpainting" if channels == 9 else _zero_snr(header, family),
        prediction="v_prediction" if "v_pred" in header.shapes else "epsilon",
        precision=header.precision,
        parameters=header.parameters,
        base=strange,
        problem=problem or _missing_part(header, family) or _quantized(header),
    )


def _zero_snr(header: Header, family: Family) -> str:
    """Return ZERO_SNR for a velocity SDXL that was trained with zero terminal SNR by its file, else
    "".
    """
    said = header.metadata.get("ss_zero_terminal_snr", "").lower() == "true"
    velocity = "v_pred" in header.shapes or header.metadata.get("ss_v_parameterization") == "True"
    return ZERO_SNR if family == "sdxl" and velocity and ("ztsnr" in header.shapes or said) else ""


def _family(header: Header) -> tuple[Family, Message | None]:
    """Return the family and, for a relative that can't be opened, the message about that."""
    for block in ("input_blocks.1", "input_blocks.4"):
        shape = header.shape(UNET + block + _CROSS)
        if len(shape) == 2:
            family = family_of_text_width(shape[1])
            break
    else:
        return "unknown", Message("Its UNet is of a kind that Easel doesn’t know.")
    if family == "unknown":
        return family, Message("Its UNet is of a kind that Easel doesn’t know.")
    if family == "sdxl":
        family, problem = _sdxl_relative(header)
    elif not header.has(UNET + "middle_block.2.") or not header.has(UNET + "input_blocks.11."):
        if family != "sdxl_refiner" or not header.has(UNET + "middle_block.2."):
            problem = Message("It is a reduced Stable Diffusion: use its diffusers folder instead.")
            return family, problem
        problem = None
    else:
        problem = None
    if header.has("edm_vpred."):
        return family, Message(
            "It is a CosXL model (EDM v-prediction), whose noise levels Easel can’t run."
        )
    special = ("noise_augmentor.", UNET + "time_embed.cond_proj.", "edm_mean\n")
    if any(header.has(prefix) for prefix in special):
        problem = Message(
            "Its UNet is of a special kind: use the model’s diffusers folder instead."
        )
    return family, problem


def _sdxl_relative(header: Header) -> tuple[Family, Message | None]:
    depths = (_depth(header, "input_blocks.4.1."), _depth(header, "input_blocks.7.1."))
    if depths == (2, 10) and header.has(UNET + "middle_block.2."):
        return "sdxl", None
    if depths == (2, 4) and not header.has(UNET + "middle_block.1."):
        return "ssd1b", None
    return "sdxl", Message("It is a reduced SDXL (Vega, KOALA): use its diffusers folder instead.")


def _depth(header: Header, block: str) -> int:
    depth = 0
    while f"{UNET}{block}transformer_blocks.{depth}.norm1.weight" in header.shapes:
        depth += 1
    return depth


def _missing_part(header: Header, family: Family) -> Message | None:
    if not header.has("first_stage_model.decoder."):
        return Message("It holds no VAE, only other parts of a model: get the full file.")
    stem = "conditioner." if family_named(family).two_encoders else "cond_stage_model."
    if not header.has(stem):
        return Message("It holds no text encoder, only other parts of a model: get the full file.")
    return None


def _quantized(header: Header) -> Message | None:
    if ".quant_state." in header.names or ".scale_weight\n" in header.names:
        return Message(
            "Its weights are quantized in a way that Easel can’t read: get an fp16 file."
        )
    return None
