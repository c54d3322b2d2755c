"""What a model supports on this machine; the window's controls and the request checks follow it."""

from __future__ import annotations

import msgspec

from .hardware.compute import ComputeUnit
from .messages import Message


class Support(msgspec.Struct, frozen=True):
    """Whether a control has an effect with a model, and if not, the reason in one sentence."""

    available: bool = True
    reason: Message | None = None

    def __bool__(self) -> bool:
        return self.available

    @property
    def refusal(self) -> Message:
        """The message for a request that uses an unsupported setting."""
        return self.reason or Message("This model can’t do that.")


YES = Support()


class UnitChoice(msgspec.Struct, frozen=True, kw_only=True):
    """One compute unit that a model can use on this machine, with its expected behavior."""

    unit: ComputeUnit
    recommended: bool = False
    note: Message | None = None
    confirm: Message | None = None
    """Question to confirm before using a unit that does not suit the model; None: no question."""


class Capabilities(msgspec.Struct, frozen=True, kw_only=True):
    """What one model can do on this machine. Sizes are in pixels.

    `sizes`, when not empty, lists the only (width, height) pairs that are possible (Core ML models
    have one, fixed by conversion); else both sides lie in `min_side`..`max_side` in steps of
    `size_step`.
    """

    units: tuple[UnitChoice, ...]
    sizes: tuple[tuple[int, int], ...] = ()
    size_step: int = 8
    min_side: int = 64
    max_side: int = 4096
    negative_prompt: Support = YES
    guidance: Support = YES
    starting_image: Support = YES
    inpainting: Support = YES
    loras: Support = YES
    vae_override: Support = YES
    vae_tiling: Support = YES
    controlnet: Support = YES
    own_controlnets: tuple[str, ...] = ()
    """Names of the ControlNets converted with the model (Core ML), which takes no others."""
    clip_skip: Support = YES
    textual_inversion: Support = YES
    high_res_fix: Support = YES
    safety_checker: Support = Support(False, Message("This model brings no safety checker."))
    precision: Support = YES
    int8: Support = Support(False, Message("This model’s layers can’t be kept in int8."))
    """Whether the precision int8 can be chosen."""
    max_tokens: int = 0
    """Longest prompt in tokens where the model can't be given several chunks; 0: no limit."""
    needs_image: bool = False
    """Whether the model only reworks a starting image (SDXL refiner)."""
    needs_mask: bool = False
    """Whether the model only paints the masked part of a starting image (inpainting models)."""
    most_references: int = 0
    """Largest number of reference images that the model takes, to edit or combine; 0: none."""


class ModelDefaults(msgspec.Struct, frozen=True, kw_only=True):
    """Recommended settings of a model, used for whatever the user did not set."""

    width: int = 512
    height: int = 512
    steps: int = 20
    guidance_scale: float = 7.5
    sampler: str = "dpmpp_2m"
    noise_schedule: str = "karras"
    seed: int | None = None
    """A fixed seed (Apple's command form uses 93); None: draw one."""
