"""Tell transformers, their text encoders and their VAEs from tensor names and shapes.

A file of one of the flow families is a transformer alone (ComfyUI's `diffusion_models`, GGUF, Black
Forest Labs' own, diffusers') or all in one. A missing part has a key, and the file with that part
offers the same key: see `Recognised.needs`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable

from desktop.core.messages import Message
from desktop.models.families.flow_files import FLUX1_VAE, FLUX2_VAE, encoder_key, vae_key
from desktop.models.families.flux2_klein import FLUX2_KLEIN
from desktop.models.families.known_families import FAMILIES
from desktop.models.families.z_image import Z_IMAGE
from desktop.models.recognition.recognised import Recognised
from desktop.models.recognition.safetensors_header import Header

PREFIXES = ("model.diffusion_model.", "diffusion_model.", "transformer.", "")
"""Possible prefixes of a transformer's tensor names."""
QUANTIZATION, INT8_ROWS = "quantization", "int8 per row"
"""The metadata of a file whose blocks Easel has written in eight bits."""
_TEXT_PREFIXES = ("text_encoders.", "text_encoder.", "conditioner.", "cond_stage_model.")
_VAE_PREFIXES = ("vae.", "first_stage_model.")
_OTHER_ENCODERS = {1024: "Qwen3-0.6B", 2048: "Qwen3-1.7B", 4096: "Qwen3-8B"}
_SCALE = re.compile(r"\.(scale_weight|weight_scale)$", re.M)
_WEIGHT_SCALE_2 = re.compile(r"\.weight_scale_2\n")


def recognise_transformer(header: Header) -> Recognised | None:
    """Return the flow family's model in `header`; None for other files."""
    for prefix in PREFIXES:
        names = _Names(header, prefix)
        for family in FAMILIES.values():
            found = family.files.by_tensors(names) if family.files else None
            if found is not None:
                return Recognised(
                    what="checkpoint",
                    family="unknown" if found.base else family.id,
                    base=found.base,
                    precision=header.precision,
                    parameters=header.parameters,
                    weights=_weights(header),
                    needs=_lacking(header, found.needs),
                    problem=found.problem or _unreadable(header),
                )
    return None


def recognise_encoder(header: Header) -> Recognised | None:
    """Return the Qwen3 text encoder in `header` (also of a GGUF file); None for other files."""
    for norm, embedding in (
        ("layers.0.self_attn.q_norm.weight", "embed_tokens.weight"),
        ("blk.0.attn_q_norm.weight", "token_embd.weight"),
    ):
        for prefix in ("model.", "transformer.model.", ""):
            width = header.shape(prefix + embedding)[-1:]
            if not width or not header.shape(prefix + norm):
                continue
            if header.has("visual.") or header.has("model.visual."):
                problem = Message("It is a vision model (Qwen3-VL), which no model here uses.")
                return _part(header, "component", problem=problem)
            problem = None
            if width[0] in _OTHER_ENCODERS:
                problem = Message(
                    "It is the text encoder {name}, which no model that Easel draws with uses.",
                    name=_OTHER_ENCODERS[width[0]],
                )
            offers = "" if problem else encoder_key(width[0])
            return _part(header, "text_encoder", offers=offers, problem=problem)
    return None


def recognise_flow_vae(header: Header, stem: str) -> Recognised | None:
    """Return the VAE of FLUX.2 or of FLUX.1 (which Z-Image shares) in `header`; None for any other.

    SD 3's has the same tensors as FLUX.1's: `stem`, the file's name, must tell it.
    """
    for prefix in ("", *_VAE_PREFIXES):
        shape = header.shape(f"{prefix}decoder.conv_in.weight")
        if len(shape) != 4:
            continue
        if f"{prefix}bn.running_mean" in header.shapes and shape[1] == 32:
            return _part(header, "vae", family=FLUX2_KLEIN.id, offers=vae_key(FLUX2_VAE))
        if shape[1] == 16 and not re.search(r"sd[-_ ]?3", stem, re.I):
            return _part(header, "vae", family=Z_IMAGE.id, offers=vae_key(FLUX1_VAE))
    return None


class _Names:
    """A header's shapes by the names after a prefix, as TensorShapes."""

    def __init__(self, header: Header, prefix: str) -> None:
        self._header, self._prefix = header, prefix

    def shape(self, *names: str) -> tuple[int, ...]:
        found = (self._header.shape(self._prefix + name) for name in names)
        return next((shape for shape in found if shape), ())

    def has(self, start: str) -> bool:
        return self._header.has(self._prefix + start)


def _lacking(header: Header, needs: dict[str, str]) -> dict[str, str]:
    """Return the `needs` that the file doesn't contain itself."""
    own = {"text_encoder": _any(header, _TEXT_PREFIXES), "vae": _any(header, _VAE_PREFIXES)}
    return {role: key for role, key in needs.items() if not own.get(role)}


def int8_weights(headers: Iterable[Header]) -> dict[str, int]:
    """Return the number of a transformer's weights that stay in eight bits: those written so by
    Easel.
    """
    written = (header for header in headers if header.metadata.get(QUANTIZATION) == INT8_ROWS)
    number = sum(header.weights.get("I8", 0) for header in written)
    return {"int8": number} if number else {}


def _weights(header: Header) -> dict[str, int]:
    """Return the parameters of each part in the file."""
    found = {"transformer": 0}
    for name, shape in header.shapes.items():
        role = "transformer"
        if name.startswith(_TEXT_PREFIXES):
            role = "text_encoder"
        elif name.startswith(_VAE_PREFIXES):
            role = "vae"
        found[role] = found.get(role, 0) + math.prod(shape)
    return found | int8_weights([header])


def _any(header: Header, prefixes: Iterable[str]) -> bool:
    return any(header.has(prefix) for prefix in prefixes)


def _unreadable(header: Header) -> Message | None:
    if _WEIGHT_SCALE_2.search(header.names):
        return Message(
            "Its weights are in NVIDIA’s 4 bits (nvfp4), which Easel can’t read: get the bf16, fp8 "
            "or a GGUF file."
        )
    if "scaled_fp8\n" in header.names + "\n" and not _SCALE.search(header.names):
        return Message("The scales of its 8-bit weights are missing: download it again.")
    if ".quant_state." in header.names or ".svd_up\n" in header.names:
        return Message(
            "Its weights are quantized in a way that Easel can’t read: get an fp16 file."
        )
    return None


def _part(
    header: Header,
    what: str,
    *,
    family: str = "unknown",
    offers: str = "",
    problem: Message | None = None,
) -> Recognised:
    return Recognised(
        what=what,  # pyright: ignore[reportArgumentType]
        family=family,
        offers=offers,
        precision=header.precision,
        parameters=header.parameters,
        problem=problem or _unreadable(header),
    )
