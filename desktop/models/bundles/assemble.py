"""Assemble the parts of one folder into a model, and name the missing ones."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

from desktop.core.messages import Message
from desktop.models.families.known_families import family_of_text_width
from desktop.models.families.stable_diffusion import STABLE_DIFFUSION
from desktop.models.model import Family, Prediction

from .bundle_part import Attention, BundlePart, Form, attention_of
from .roles import ROLE_WORDS, role_of, stranger

VAE_SCALES: dict[str, float] = {"sd1": 0.18215, "sd2": 0.18215}
XL_VAE_SCALE = 0.13025
_FAMILIES = {family.id: family for family in STABLE_DIFFUSION}
XL = frozenset(name for name, family in _FAMILIES.items() if family.two_encoders)

_SDXL_BLOCKS = 70
"""Transformer blocks in SDXL's UNet; SSD-1B has fewer."""
_UNETS = ("unet", "unet_chunk1", "control_unet", "control_unet_chunk1", "refiner", "refiner_chunk1")


class Bundle(msgspec.Struct, frozen=True, kw_only=True):
    """A Core ML model: its parts by role, and their combined properties.

    `path` is its identity: the folder, or the UNet's file where two forms share a folder. Sizes are
    in pixels. `missing` names the absent roles. `problem`, one message, is why it can't draw. `own`
    is the content of its easel.json.
    """

    folder: Path
    path: Path
    form: Form
    parts: dict[str, BundlePart]
    controlnets: dict[str, BundlePart]
    family: Family
    attention: Attention
    prediction: Prediction
    vae_scale: float
    width: int = 0
    height: int = 0
    vae_factor: int = 8
    batch: int = 2
    tokens: int = 77
    text_width: int = 0
    time_ids: tuple[int, ...] = ()
    latent_output: str = ""
    """The VAE encoder's output: "latent", or "latent_dist" in older conversions."""
    compression: str = ""
    precision: str = ""
    chunked: bool = False
    tokenizer: Path | None = None
    """The folder with vocab.json and merges.txt; None: the vocabulary that ships with Easel."""
    missing: tuple[str, ...] = ()
    problem: Message | None = None
    own: dict[str, Any] = {}

    @property
    def any_unet(self) -> BundlePart:
        """The UNet, its first chunk, or the UNet for ControlNets."""
        return next(self.parts[role] for role in _UNETS if role in self.parts)

    def unet_parts(self, base: str = "unet") -> tuple[BundlePart, ...]:
        """Return the UNet of a kind ("unet", "control_unet", "refiner"): one part, or its two
        chunks.
        """
        if base in self.parts:
            return (self.parts[base],)
        chunks = (self.parts.get(f"{base}_chunk1"), self.parts.get(f"{base}_chunk2"))
        return tuple(chunk for chunk in chunks if chunk is not None)


def assemble(
    folder: Path,
    form: Form,
    parts: Sequence[BundlePart],
    own: dict[str, Any],
    tokenizer: Path | None,
) -> Bundle | Message:
    """Return the model of `parts`; or the message that tells why they are none."""
    roles, nets = _roles(parts)
    broken = [part.problem for part in parts if part.problem]
    if not any(role in roles for role in _UNETS):
        return _not_a_model(folder, parts, roles, nets, broken)
    unet = next(roles[role] for role in _UNETS if role in roles)
    family = _family(unet, own)
    text_width, tokens = _text(unet, roles)
    factor = _vae_factor(roles)
    sample = unet.input("sample")
    shape = sample.shape if sample is not None and len(sample.shape) == 4 else (2, 4, 0, 0)
    ids = unet.input("time_ids")
    width, height = shape[3] * factor, shape[2] * factor
    encoder = roles.get("vae_encoder")
    facts = [part.facts for role, part in roles.items() if role.startswith(unet_base(roles))]
    softmaxes = tuple(one for fact in facts for one in fact.softmaxes)
    joined = msgspec.structs.replace(unet.facts, softmaxes=softmaxes)
    scale = own.get("vae_scale")
    default_scale = XL_VAE_SCALE if family in XL else VAE_SCALES["sd1"]
    bundle = Bundle(
        folder=folder,
        path=folder,
        form=form,
        parts=roles,
        controlnets=nets,
        family=family,
        attention=attention_of(joined, tokens),
        prediction=_prediction(family, min(width, height), own),
        vae_scale=float(scale) if isinstance(scale, int | float) else default_scale,
        width=width,
        height=height,
        vae_factor=factor,
        batch=shape[0],
        tokens=tokens,
        text_width=text_width,
        time_ids=ids.shape if ids is not None else (),
        latent_output=encoder.outputs[0].name if encoder and encoder.outputs else "",
        compression=unet.facts.compression,
        precision=unet.precision,
        chunked=f"{unet_base(roles)}_chunk1" in roles or unet.pipeline,
        tokenizer=tokenizer,
        missing=_missing(roles, family),
        own=own,
    )
    return msgspec.structs.replace(bundle, problem=_problem(bundle, broken))


def unet_base(roles: dict[str, BundlePart]) -> str:
    """Return the kind of the drawing UNet: "unet", else "control_unet", else "refiner"."""
    return next(base for base in ("unet", "control_unet", "refiner") if _has(roles, base))


def _has(roles: dict[str, BundlePart], base: str) -> bool:
    return any(role in roles for role in (base, f"{base}_chunk1", f"{base}_chunk2"))


def _roles(parts: Sequence[BundlePart]) -> tuple[dict[str, BundlePart], dict[str, BundlePart]]:
    roles: dict[str, BundlePart] = {}
    nets: dict[str, BundlePart] = {}
    for part in parts:
        role = role_of(part) if not part.problem else None
        if role == "controlnet":
            nets[_net_name(part.name)] = part
        elif role == "text_encoder" and role in roles:
            # Named as nobody does: the wider of the two is SDXL's second.
            first, second = sorted((roles[role], part), key=_width)
            roles["text_encoder"], roles["text_encoder_2"] = first, second
        elif role is not None and role not in roles:
            roles[role] = part
    return roles, nets


def _net_name(name: str) -> str:
    return name.rpartition(".")[0].removeprefix("ControlNet_")


def _width(part: BundlePart) -> int:
    return max((item.shape[-1] for item in part.outputs if item.shape), default=0)


def _family(unet: BundlePart, own: dict[str, Any]) -> Family:
    given = own.get("family")
    if isinstance(given, str) and given in _FAMILIES:
        return given
    states = unet.input("encoder_hidden_states")
    width = states.shape[1] if states is not None and len(states.shape) == 4 else 0
    if unet.input("time_ids") is None:
        return "sd2" if width == 1024 else "sd1"
    family = family_of_text_width(width)
    family = family if family in XL else "sdxl"
    gelus = unet.facts.gelus
    small = family == "sdxl" and width == 2048 and 20 <= gelus < _SDXL_BLOCKS and not unet.pipeline
    return "ssd1b" if small and "chunk" not in unet.name.lower() else family


def _text(unet: BundlePart, roles: dict[str, BundlePart]) -> tuple[int, int]:
    """Return width and number of the UNet's text tokens (its cross attention input)."""
    states = unet.input("encoder_hidden_states")
    if states is not None and len(states.shape) == 4:
        return states.shape[1], states.shape[3]
    encoder = roles.get("text_encoder")
    ids = encoder.input("input_ids") if encoder is not None else None
    return 0, ids.shape[-1] if ids is not None and ids.shape else 77


def _vae_factor(roles: dict[str, BundlePart]) -> int:
    decoder, encoder = roles.get("vae_decoder"), roles.get("vae_encoder")
    small = decoder.input("z") if decoder is not None else None
    large = decoder.output("image") if decoder is not None else None
    if decoder is None and encoder is not None:
        small, large = encoder.outputs[0], encoder.input("x")
    if small is None or large is None or not small.shape or not large.shape or not small.shape[-1]:
        return 8
    return large.shape[-1] // small.shape[-1] or 8


def _prediction(family: Family, side: int, own: dict[str, Any]) -> Prediction:
    given = own.get("prediction_type")
    if given in ("epsilon", "v_prediction"):
        return given
    return "v_prediction" if family == "sd2" and side >= 768 else "epsilon"


def _missing(roles: dict[str, BundlePart], family: Family) -> tuple[str, ...]:
    wanted = ["text_encoder", "vae_decoder", "vae_encoder", "safety_checker"]
    if family in XL:
        wanted = [role for role in wanted if role != "safety_checker"] + ["text_encoder_2"]
    if family == "sdxl_refiner":
        wanted.remove("text_encoder")
    return tuple(role for role in wanted if role not in roles)


def _problem(bundle: Bundle, broken: list[Message]) -> Message | None:
    roles = bundle.parts
    if broken:
        return broken[0]
    for base in ("unet", "control_unet", "refiner"):
        first, second = f"{base}_chunk1" in roles, f"{base}_chunk2" in roles
        if first != second and base not in roles:
            part = ROLE_WORDS[base]
            if first:
                return Message(
                    "Only the first half of its {part} is there: the second is missing.", part=part
                )
            return Message(
                "Only the second half of its {part} is there: the first is missing.", part=part
            )
    needed = [role for role in bundle.missing if role.startswith(("text_", "vae_decoder"))]
    if needed:
        parts = tuple(ROLE_WORDS[role] for role in needed)
        return Message("It lacks {parts}, so it can’t draw.", parts=parts)
    return _mismatch(bundle)


def _mismatch(bundle: Bundle) -> Message | None:
    """Return the message for parts of different models, None where they fit."""
    widths = [
        _hidden_width(bundle.parts[role])
        for role in ("text_encoder", "text_encoder_2")
        if role in bundle.parts
    ]
    if bundle.family not in XL:
        widths = widths[:1]
    if bundle.text_width and all(widths) and sum(widths) != bundle.text_width:
        return Message(
            "Its text encoder ({text_width} wide) and its UNet ({unet_width} wide) are of "
            "different families: one of them is from another model.",
            text_width=sum(widths),
            unet_width=bundle.text_width,
        )
    decoder = bundle.parts.get("vae_decoder")
    latent = decoder.input("z") if decoder is not None else None
    size = (bundle.height // bundle.vae_factor, bundle.width // bundle.vae_factor)
    if latent is not None and len(latent.shape) == 4 and latent.shape[2:] != size and any(size):
        made = tuple(side * bundle.vae_factor for side in latent.shape[2:])
        return Message(
            "Its VAE decoder makes {vae_width} x {vae_height} pixels and its UNet {unet_width} x "
            "{unet_height}: one of them is from another conversion.",
            vae_width=made[1],
            vae_height=made[0],
            unet_width=bundle.width,
            unet_height=bundle.height,
        )
    return _refiner_misfit(bundle)


def _refiner_misfit(bundle: Bundle) -> Message | None:
    """Return why the refiner beside a base model can't continue the base model's latents."""
    refiner = bundle.unet_parts("refiner")
    if not refiner or bundle.family == "sdxl_refiner":
        return None
    if bundle.family not in XL:
        return Message(
            "Its refiner is SDXL’s and its UNet is not: one of them is from another model."
        )
    sample, base = refiner[0].input("sample"), bundle.any_unet.input("sample")
    if sample is not None and base is not None and sample.shape[2:] != base.shape[2:]:
        return Message(
            "Its refiner was converted for another size than its UNet: they can’t work together."
        )
    return None


def _hidden_width(part: BundlePart) -> int:
    for name in ("last_hidden_state", "hidden_embeds"):
        output = part.output(name)
        if output is not None and output.shape:
            return output.shape[-1]
    return 0


def _not_a_model(
    folder: Path,
    parts: Sequence[BundlePart],
    roles: dict[str, BundlePart],
    nets: dict[str, BundlePart],
    broken: list[Message],
) -> Message:
    if broken:
        return broken[0]
    halves = [role for role in roles if role.endswith("_chunk2")]
    if halves:
        return Message(
            "{folder} has only the second half of a UNet: the first is missing.",
            folder=folder.name,
        )
    if nets and not roles:
        return Message(
            "{folder} holds ControlNets only, which go with a model.", folder=folder.name
        )
    if roles:
        there = tuple(ROLE_WORDS[role] for role in roles if role in ROLE_WORDS)
        return Message("{folder} has no UNet, only: {there}.", folder=folder.name, there=there)
    if not parts:
        return Message("{folder} holds no Core ML model.", folder=folder.name)
    return stranger(parts)
