"""Tell a Core ML model's role in Stable Diffusion by its inputs and outputs, then by name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from desktop.core.messages import Message

from .bundle_part import BundlePart

Role = str
"""text_encoder(_2), unet, refiner, control_unet (each also with _chunk1, _chunk2), vae_decoder,
vae_encoder, safety_checker, controlnet."""

ROLE_WORDS: dict[str, Message] = {
    "text_encoder": Message("text encoder"),
    "text_encoder_2": Message("second text encoder"),
    "unet": Message("UNet"),
    "refiner": Message("refiner"),
    "control_unet": Message("UNet for ControlNets"),
    "vae_decoder": Message("VAE decoder"),
    "vae_encoder": Message("VAE encoder"),
    "safety_checker": Message("safety checker"),
    "controlnet": Message("ControlNet"),
}

_APPLE = re.compile(r"^(Stable_Diffusion_version_|ControlNet_)")
_KNOWN = {
    "sample",
    "timestep",
    "encoder_hidden_states",
    "time_ids",
    "text_embeds",
}
_STABLE_DIFFUSION_3 = {"latent_image_embeddings", "denoiser_output"}
_MULTILINGUAL = "nlcontextualembeddings_output"


def has_apple_name(name: str) -> bool:
    """Return whether a package has a name of Apple's converter."""
    return bool(_APPLE.match(name)) and name.endswith(".mlpackage")


def role_of(part: BundlePart) -> Role | None:
    """Return the role of `part`, None for some other network."""
    inputs = {item.name for item in part.inputs}
    outputs = {item.name for item in part.outputs}
    name = _plain(part.name)
    if "input_ids" in inputs and outputs & {"last_hidden_state", "hidden_embeds", "pooled_outputs"}:
        return "text_encoder_2" if re.search(r"textencoder2", name) else "text_encoder"
    if "z" in inputs and "image" in outputs:
        return "vae_decoder"
    if "x" in inputs and outputs & {"latent", "latent_dist"}:
        return "vae_encoder"
    if "clip_input" in inputs:
        return "safety_checker"
    if "controlnet_cond" in inputs:
        return "controlnet"
    return _unet_role(part, inputs, outputs, name)


def _unet_role(part: BundlePart, inputs: set[str], outputs: set[str], name: str) -> Role | None:
    controlled = "additional_residual_0" in inputs or "control" in name
    refiner = "refiner" in name
    ids = part.input("time_ids")
    if ids is not None and (ids.shape[-1] == 5 or ids.shape == (10,)):
        refiner = True
    base = "control_unet" if controlled else "refiner" if refiner else "unet"
    whole = {"sample", "timestep", "encoder_hidden_states"} <= inputs
    if whole and "noise_pred" in outputs:
        return base
    if "noise_pred" in outputs and (inputs & _KNOWN or "chunk2" in name):
        return f"{base}_chunk2"
    if "sample" in inputs and "timestep" in inputs and outputs:
        return f"{base}_chunk1"
    return None


def stranger(parts: Sequence[BundlePart]) -> Message:
    """Return the message for `parts` (at least one) that are no part of Stable Diffusion 1, 2 or
    XL.
    """
    name = parts[0].name
    names = {item.name for part in parts for item in (*part.inputs, *part.outputs)}
    if names & _STABLE_DIFFUSION_3:
        return Message(
            "{name} is a part of Stable Diffusion 3, which Easel does not run yet.", name=name
        )
    if _MULTILINGUAL in names:
        return Message(
            "{name} is Apple’s multilingual text projection, which Easel ignores.", name=name
        )
    return Message("{name} is some other network, not Stable Diffusion.", name=name)


def _plain(name: str) -> str:
    return name.lower().replace("_", "").replace("-", "").replace(" ", "")
