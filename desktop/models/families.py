"""What each family of Stable Diffusion is good at, its defaults and its limits, as data.

The defaults are the published ones: of the model cards, and of ComfyUI's examples for the distilled
models (SDXL-Turbo: 512 x 512, one step, guidance 1, euler).
"""

from __future__ import annotations

from typing import Any

import msgspec

from desktop.core.capabilities import Capabilities, ModelDefaults, Support, UnitChoice
from desktop.core.compute import ComputeUnit
from desktop.core.messages import Message, Text

from .machine import Machine
from .model import Family

MIN_SIDE = 64
MAX_SIDE = 4096
SIZE_STEP = 8
"""The VAE halves a picture three times, so sides are multiples of 8 pixels in every family."""


class FamilyTraits(msgspec.Struct, frozen=True, kw_only=True):
    """One family and variant: the words for it and its defaults."""

    title: Text
    good_at: Message | None
    defaults: ModelDefaults
    uses_guidance: bool = True


def _defaults(
    side: int, steps: int, guidance: float, how: str = "dpmpp_2m karras"
) -> ModelDefaults:
    sampler, schedule = how.split()
    return ModelDefaults(
        width=side,
        height=side,
        steps=steps,
        guidance_scale=guidance,
        sampler=sampler,
        noise_schedule=schedule,
    )


def _traits(title: Text, good_at: Message | None, defaults: ModelDefaults) -> FamilyTraits:
    uses_guidance = defaults.guidance_scale > 1
    return FamilyTraits(
        title=title, good_at=good_at, defaults=defaults, uses_guidance=uses_guidance
    )


def _quick(title: str, defaults: ModelDefaults) -> FamilyTraits:
    return _traits(title, Message("Pictures in a few steps"), defaults)


TRAITS: dict[tuple[str, str], FamilyTraits] = {
    ("sd1", ""): _traits(
        "Stable Diffusion 1",
        Message("Fast; thousands of styles and LoRAs"),
        _defaults(512, 20, 7.5),
    ),
    ("sd1", "lcm"): _quick("SD 1 LCM", _defaults(512, 6, 1.5, "lcm default")),
    ("sd1", "turbo"): _quick("SD 1 Turbo", _defaults(512, 4, 1.0, "euler karras")),
    ("sd1", "lightning"): _quick("SD 1 Lightning", _defaults(512, 4, 1.0, "euler sgm_uniform")),
    ("sd1", "inpainting"): _traits(
        "SD 1 Inpainting", Message("Paints masked parts of a picture anew"), _defaults(512, 20, 7.5)
    ),
    ("sd2", ""): _traits(
        "Stable Diffusion 2", Message("Open landscapes and light"), _defaults(512, 20, 7.5)
    ),
    ("sd2", "base"): _traits(
        "Stable Diffusion 2 base",
        Message("Open landscapes and light, 512 pixels"),
        _defaults(512, 20, 7.5),
    ),
    ("sd2", "768-v"): _traits(
        "Stable Diffusion 2 (768-v)",
        Message("Open landscapes and light, 768 pixels"),
        _defaults(768, 20, 7.5),
    ),
    ("sd2", "turbo"): _traits(
        "SD-Turbo", Message("A picture in one step"), _defaults(512, 1, 1.0, "euler karras")
    ),
    ("sd2", "inpainting"): _traits(
        "SD 2 Inpainting", Message("Paints masked parts of a picture anew"), _defaults(512, 20, 7.5)
    ),
    ("sdxl", ""): _traits(
        "Stable Diffusion XL", Message("Detailed pictures, 1024 pixels"), _defaults(1024, 25, 7.0)
    ),
    ("sdxl", "turbo"): _traits(
        "SDXL-Turbo", Message("A picture in one step"), _defaults(512, 1, 1.0, "euler karras")
    ),
    ("sdxl", "lightning"): _quick("SDXL-Lightning", _defaults(1024, 4, 1.0, "euler sgm_uniform")),
    ("sdxl", "lcm"): _quick("SDXL LCM", _defaults(1024, 6, 1.5, "lcm default")),
    ("sdxl", "inpainting"): _traits(
        "SDXL Inpainting",
        Message("Paints masked parts of a picture anew"),
        _defaults(1024, 25, 7.0),
    ),
    ("sdxl_refiner", ""): _traits(
        "SDXL Refiner", Message("Adds fine detail to a finished picture"), _defaults(1024, 25, 5.0)
    ),
    ("ssd1b", ""): _traits(
        "SSD-1B", Message("SDXL pictures in less memory, faster"), _defaults(1024, 25, 7.0)
    ),
    ("ssd1b", "lcm"): _quick("SSD-1B LCM", _defaults(1024, 6, 1.5, "lcm default")),
}

_UNKNOWN = _traits(Message("Unknown family"), None, _defaults(512, 20, 7.5))


def traits_of(family: Family, variant: str = "") -> FamilyTraits:
    """The traits of a family's variant; of the family alone where the variant is not listed."""
    return TRAITS.get((family, variant)) or TRAITS.get((family, "")) or _UNKNOWN


def title_of(family: Family, variant: str = "") -> Text:
    """What a family is called in the picker, e.g. 'SDXL-Turbo'."""
    return traits_of(family, variant).title


def with_overrides(defaults: ModelDefaults, overrides: dict[str, Any]) -> ModelDefaults:
    """`defaults` with those of `overrides` (from easel.json) that have the right types.

    A damaged value never makes a model unusable: it is left out.
    """
    whole = ("width", "height", "steps", "seed")
    words = ("sampler", "noise_schedule")
    fitting: dict[str, Any] = {}
    for key, value in overrides.items():
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        is_number = is_number and abs(value) < 2**63  # false for NaN too
        if key in whole and is_number and int(value) == value and value > 0:
            fitting[key] = int(value)
        elif key == "guidance_scale" and is_number and 0 <= value <= 100:
            fitting[key] = float(value)
        elif key in words and isinstance(value, str) and value:
            fitting[key] = value
    return msgspec.structs.replace(defaults, **fitting)


def torch_units(machine: Machine) -> tuple[UnitChoice, ...]:
    """The compute units of a model that PyTorch runs: never the Neural Engine."""
    if machine.has_metal_gpu:
        gpu_note = Message("PyTorch on the GPU (Metal)")
        cpu_note = Message("PyTorch on the CPU: many times slower than the GPU")
    else:
        gpu_note = Message("Runs on the CPU: PyTorch finds no Metal GPU on this machine")
        cpu_note = Message("PyTorch on the CPU")
    return (
        UnitChoice(unit=ComputeUnit.ALL, recommended=True, note=gpu_note),
        UnitChoice(unit=ComputeUnit.CPU_AND_GPU, note=gpu_note),
        UnitChoice(unit=ComputeUnit.CPU_ONLY, note=cpu_note),
    )


def torch_capabilities(
    family: Family, variant: str, machine: Machine, *, safety_checker: bool = False
) -> Capabilities:
    """What a PyTorch model of this family and variant honours on `machine`."""
    traits = traits_of(family, variant)
    no_guidance = Support(
        True,
        Message(
            "{family} was trained to draw with guidance 1; more doubles the time.",
            family=traits.title,
        ),
    )
    changes: dict[str, Any] = {}
    if not traits.uses_guidance:
        no_negative = Message(
            "{family} draws without guidance, so a negative prompt has no effect.",
            family=traits.title,
        )
        changes["guidance"] = no_guidance
        changes["negative_prompt"] = Support(True, no_negative)
    if safety_checker:
        changes["safety_checker"] = Support()
    if variant == "inpainting":
        changes |= {
            "needs_mask": True,
            "high_res_fix": Support(
                False, Message("An inpainting model has no high-resolution pass.")
            ),
        }
    if family == "sdxl_refiner":
        no_lora = Support(False, Message("LoRAs are made for the base model, not for the refiner."))
        no_net = Support(
            False, Message("ControlNets are made for the base model, not for the refiner.")
        )
        changes |= {"needs_image": True, "loras": no_lora, "controlnet": no_net}
    return Capabilities(
        units=torch_units(machine),
        size_step=SIZE_STEP,
        min_side=MIN_SIDE,
        max_side=MAX_SIDE,
        **changes,
    )
