"""Plan of a conversion from request and source: the parts, their size and names."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desktop.core.errors import BadInput
from desktop.core.messages import Message
from desktop.core.tasks import ConvertRequest
from desktop.models.conversion.conversion_needs import count_weights
from desktop.models.families.known_families import family_named

from .conversion_parts import Shape
from .model_source import Source
from .networks.channel_attention import Attention

_TITLES = {
    "text_encoder": Message("Text encoder"),
    "text_encoder_2": Message("Second text encoder"),
    "unet": Message("UNet"),
    "control-unet": Message("UNet for ControlNets"),
    "vae_decoder": Message("VAE decoder"),
    "vae_encoder": Message("VAE encoder"),
    "safety_checker": Message("Safety checker"),
}


@dataclass(frozen=True)
class ConversionItem:
    """One part to convert: Apple's name, the name for people, and the number of weights."""

    part: str
    title: Message
    weights: int
    path: Path | None = None
    """Path of a ControlNet; None for parts of the source."""


@dataclass(frozen=True)
class ConversionPlan:
    """All decisions of a conversion, made before any weight is loaded."""

    name: str
    shape: Shape
    items: tuple[ConversionItem, ...]
    vae_full_precision: bool

    @property
    def largest(self) -> int:
        """Number of weights of the largest part."""
        return max(item.weights for item in self.items)

    @property
    def weights(self) -> int:
        """Number of weights of all parts."""
        return sum(item.weights for item in self.items)


def make_plan(request: ConvertRequest, source: Source) -> ConversionPlan:
    """Return the plan for `request`. Raises BadInput for an impossible request."""
    unet, vae, text = (source.config(part) for part in ("unet", "vae", "text_encoder"))
    factor = 1 << (len(vae.get("block_out_channels", [0] * 4)) - 1)
    width = request.width or source.model.defaults.width
    height = request.height or source.model.defaults.height
    for word, side in ((Message("width"), width), (Message("height"), height)):
        if not 64 <= side <= 2048 or side % factor:
            raise BadInput(
                "The {word} must be a multiple of {factor} from 64 to 2048 pixels; it is {side}.",
                word=word,
                factor=factor,
                side=side,
            )
    if request.quantize_nbits is not None and request.compress != "none":
        raise BadInput("Choose a palette (--quantize-nbits) or linear weights (--compress).")
    if "unet" not in source.parts() or "vae" not in source.parts():
        raise BadInput(
            "{model} lacks its UNet or its VAE, so it can’t be converted.", model=source.model.name
        )
    shape = Shape(
        height=height // factor,
        width=width // factor,
        factor=factor,
        batch=1 if request.batch_one else 2,
        tokens=int(text.get("max_position_embeddings", 77)),
        attention=choose_attention(request.attention),
    )
    return (
        ConversionPlan(
            name=source.model.name,
            shape=shape,
            items=tuple(_items(request, source)),
            vae_full_precision=vae_needs_full_precision(source.model.family, vae),
        )
        if unet
        else _no_unet(source)
    )


def _no_unet(source: Source) -> ConversionPlan:
    raise BadInput(
        "{model}'s UNet has no config, so it can’t be converted.", model=source.model.name
    )


def _items(request: ConvertRequest, source: Source) -> list[ConversionItem]:
    there = source.parts()
    unet = "control-unet" if request.support_controlnet else "unet"
    vae = source.parameters_of("vae")
    weights = {name: source.parameters_of(name) for name in there}
    names = [name for name in ("text_encoder", "text_encoder_2") if name in there]
    sizes = [weights[name] for name in names]
    names += ["vae_decoder", "vae_encoder"]
    sizes += [vae * 6 // 10, vae * 4 // 10]
    if "safety_checker" in there:
        names.append("safety_checker")
        sizes.append(weights["safety_checker"])
    items = [
        ConversionItem(name, _TITLES[name], size) for name, size in zip(names, sizes, strict=True)
    ]
    items.extend(_controlnet(Path(path)) for path in request.controlnets)
    items.append(ConversionItem(unet, _TITLES[unet], weights["unet"]))
    return items


def _controlnet(path: Path) -> ConversionItem:
    if not path.exists():
        raise BadInput("There is no ControlNet at {path}.", path=path)
    files = [path] if path.is_file() else list(path.glob("*.safetensors"))
    if not files:
        raise BadInput("{file} holds no ControlNet as safetensors.", file=path.name)
    name = path.stem if path.is_file() else path.name
    return ConversionItem(
        f"controlnet:{name}", Message("ControlNet {name}", name=name), count_weights(path), path
    )


def vae_needs_full_precision(family: str, config: dict[str, Any]) -> bool:
    """Return whether float16 gives black pictures: SDXL's VAE, unless its weights are fixed."""
    return family_named(family).two_encoders and bool(config.get("force_upcast", True))


def choose_attention(wanted: str) -> Attention:
    """Resolve `auto` for this Mac: `original` for big GPUs, else `split_einsum`."""
    if wanted == "original" or (wanted == "auto" and performance_cores() >= 8):
        return "original"
    return "split_einsum_v2" if wanted == "split_einsum_v2" else "split_einsum"


def performance_cores() -> int:
    """Return the number of performance cores of an Apple chip, a sign of a big GPU; 0 elsewhere."""
    if sys.platform != "darwin":
        return 0
    command = ["/usr/sbin/sysctl", "-n", "hw.perflevel0.physicalcpu"]
    try:
        answer = subprocess.run(command, capture_output=True, text=True, timeout=5, check=False)
        return int(answer.stdout.strip() or 0)
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return 0
