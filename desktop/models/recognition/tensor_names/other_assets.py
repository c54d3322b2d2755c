"""Name unsupported files, by tensors that only they have: adapters, encoders, upscalers."""

from __future__ import annotations

import re

from desktop.core.messages import Message
from desktop.models.recognition.recognised import Recognised, What
from desktop.models.recognition.safetensors_header import Header

_NAMED: tuple[tuple[str, What, Message], ...] = (
    (
        "lora_controlnet\n",
        "controlnet",
        Message("It is a Control-LoRA, which Easel can’t run: get the full ControlNet."),
    ),
    (
        "lllite_",
        "controlnet",
        Message("It is a ControlNet-LLLite, which Easel can’t run: get a full ControlNet."),
    ),
    (
        "input_hint_block.",
        "controlnet",
        Message(
            "It is a ControlNet without the names of its parts, which Easel can’t open: get the "
            "diffusers file."
        ),
    ),
    ("body.0.block1.", "component", Message("It is a T2I-Adapter, which Easel can’t run.")),
    ("position_net.", "component", Message("It is a GLIGEN model, which Easel can’t run.")),
    (
        "id_encoder.",
        "component",
        Message("It is a PhotoMaker, which Easel can’t run."),
    ),
    (
        "RRDB_trunk.",
        "upscaler",
        Message("It is an ESRGAN in a naming of 2018, which Easel can’t run: get a newer file."),
    ),
    (
        "block_1.c1_r.",
        "upscaler",
        Message(
            "It is an upscaler of another kind, which Easel can’t run: get one of the Real-ESRGAN "
            "family."
        ),
    ),
    (
        "model.layers.0.self_attn.",
        "component",
        Message("It is a language model, used by others as text encoder: one part of a model."),
    ),
)
"""The beginning of a tensor's name, the file's kind, and the sentence for it."""
_FUSER = re.compile(r"transformer_blocks\.\d+\.fuser\.")


def named_asset(header: Header) -> Recognised | None:
    """Return the file by its right name, if it is one of those; None for all others."""
    whole = header.has("control_model.") or header.has("model.diffusion_model.")
    for stem, what, problem in _NAMED:
        if not whole and header.has(stem):
            return _refused(header, what, problem)
    if not whole and _FUSER.search(header.names):
        return _refused(
            header, "component", Message("It is a GLIGEN model, which Easel can’t run.")
        )
    first, second = header.shape("0.weight"), header.shape("1.weight")
    if first[:2] == (64, 3) and "1.conv.0.weight" in header.shapes:
        return _refused(
            header, "component", Message("It is the encoder of a tiny VAE: get its decoder.")
        )
    if len(second) == 4 and second[0] == 64 and second[1] in {16, 32}:
        problem = Message("It belongs to {family}, which Easel can’t run.", family="SD3 or FLUX")
        return _refused(header, "vae", problem)
    return None


def _refused(header: Header, what: What, problem: Message) -> Recognised:
    return Recognised(
        what=what, problem=problem, precision=header.precision, parameters=header.parameters
    )
