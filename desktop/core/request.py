"""The frozen request with every setting of one generation."""

from __future__ import annotations

from typing import Literal

import msgspec

from .hardware.compute import ComputeUnit

MAX_SEED = 2**64 - 1
Precision = Literal["auto", "fp32", "bf16", "fp16", "int8"]
"""How a model computes; int8: a flow transformer's layers are kept in eight bits, and computed in
the precision of "auto".
"""
ModelKind = Literal["", "diffusers", "single_file", "coreml", "comfyui", "a1111"]
NoiseSource = Literal["torch", "numpy", "nvidia"]
ImageFit = Literal["fit", "fill", "stretch"]
Preprocessor = Literal["none", "canny", "depth", "pose"]
PromptDialect = Literal["easel", "a1111", "comfyui", "invokeai"]
VaeTiling = Literal["auto", "on", "off"]


class ModelIdentity(msgspec.Struct, frozen=True, kw_only=True):
    """Type of a model as the library recognized it, so that the loader need not inspect it again.

    `name` is shown to people. `kind` is "" for a job queued by an Easel that did not record it.
    """

    kind: ModelKind = ""
    name: str = ""
    family: str = "unknown"
    variant: str = ""
    parts: tuple[tuple[str, str], ...] = ()
    """Role and path of each component stored in a separate file (text encoder, VAE)."""


MAX_MARGIN = 2**20
"""Pixels: far beyond what any model draws, and a number that arithmetic stands."""


class Margins(msgspec.Struct, frozen=True, kw_only=True):
    """Margins of the new picture beyond each edge of the starting image, in pixels; drawn anew."""

    left: int = 0
    top: int = 0
    right: int = 0
    bottom: int = 0

    @property
    def any(self) -> bool:
        """Whether any margin is nonzero."""
        return any(msgspec.structs.astuple(self))


def margins_in(value: object) -> Margins | None:
    """Return the margins of a recipe; None if they are missing or invalid."""
    try:
        margins = msgspec.convert(value, Margins)
    except msgspec.ValidationError:
        return None
    sides = msgspec.structs.astuple(margins)
    return margins if margins.any and min(sides) >= 0 and max(sides) <= MAX_MARGIN else None


class StartingImage(msgspec.Struct, frozen=True, kw_only=True):
    """A starting image. `strength` 0..1 is diffusers' (the fraction of the steps that run)."""

    path: str
    strength: float = 0.75
    fit: ImageFit = "fill"
    mask: str | None = None
    """Path of a grayscale PNG of any size; white is repainted."""
    mask_feather: float = 0.0
    """Standard deviation of the blur on the mask's edge, in picture pixels."""
    mask_inverted: bool = False
    """Whether black is repainted instead of white."""
    extend: Margins = Margins()
    """Margins of the new picture around the starting image, to whose area `fit` and mask apply."""

    @property
    def inpaints(self) -> bool:
        """Whether only a part is repainted."""
        return self.mask is not None or self.extend.any


class ReferenceImage(msgspec.Struct, frozen=True, kw_only=True):
    """A reference image for an editing model.

    The first of a request is "picture 1" in the prompt.
    """

    path: str


def reference_area(count: int) -> int:
    """Return the largest area in pixels of each of `count` reference images.

    1 megapixel each, as in diffusers; from the fifth on they share 4, since time and memory grow
    with the square of the number of tokens.
    """
    return min(1024 * 1024, 4 * 1024 * 1024 // max(count, 1))


class LoraUse(msgspec.Struct, frozen=True, kw_only=True):
    """One LoRA file and its weight."""

    name: str
    path: str
    weight: float = 1.0
    text_weight: float | None = None
    """Weight for the text encoders; None: the same."""

    @property
    def weight_for_text(self) -> float:
        """Weight for the text encoders."""
        return self.weight if self.text_weight is None else self.text_weight


class EmbeddingUse(msgspec.Struct, frozen=True, kw_only=True):
    """One textual inversion: its name in the prompt (`name` or `embedding:name`) and its file."""

    name: str
    path: str


class ControlNetUse(msgspec.Struct, frozen=True, kw_only=True):
    """One ControlNet, its image, its range (fractions 0..1 of the steps) and its strength."""

    name: str
    path: str
    image: str
    weight: float = 1.0
    start: float = 0.0
    end: float = 1.0
    preprocessor: Preprocessor = "none"
    preprocessor_model: str = ""
    """Folder of the transformers model for depth or pose maps; "" for none and canny."""


class HighResFix(msgspec.Struct, frozen=True, kw_only=True):
    """A second pass: the latent is upscaled by `scale`, then img2img runs with `strength`."""

    scale: float = 2.0
    strength: float = 0.55
    steps: int = 0
    """Number of steps; 0: as many as the first pass."""


class GenerationRequest(msgspec.Struct, frozen=True, kw_only=True, tag="generate"):
    """All settings that determine the pixels, fully resolved: no value means 'default' any more.

    `model` is the absolute path of a model folder or file, or a `core.server.ServerFile`;
    `identity` is its type. Picture k of `count` has the seed (seed + k) mod 2**64; with a variation
    strength, as in A1111, all keep the seed, and picture k has the variation seed + k. Sizes are in
    pixels. `sampler` and `noise_schedule` are ComfyUI's names, the keys of
    `core.sampling.samplers`; `noise_schedule` "default" keeps that of the model's scheduler config.
    """

    prompt: str
    model: str
    identity: ModelIdentity = ModelIdentity()
    negative_prompt: str = ""
    seed: int = 0
    count: int = 1
    width: int = 512
    height: int = 512
    steps: int = 20
    guidance_scale: float = 7.5
    sampler: str = "euler"
    noise_schedule: str = "default"
    rng: NoiseSource = "torch"
    compute_unit: ComputeUnit = ComputeUnit.ALL
    precision: Precision = "auto"
    prediction: Literal["", "epsilon", "v_prediction"] = ""
    """Prediction type of the UNet where the model's own files lack it; "": taken from them."""
    clip_skip: int = 0
    """Number of final text-encoder layers left out, as diffusers counts (0: none)."""
    prompt_dialect: PromptDialect = "easel"
    """Program whose prompt rules apply: brackets, weights, chunks, clip skip on SDXL."""
    starting_image: StartingImage | None = None
    references: tuple[ReferenceImage, ...] = ()
    reference_pixels: int = 0
    """Largest area of each reference where memory is short; 0: `reference_area`."""
    loras: tuple[LoraUse, ...] = ()
    embeddings: tuple[EmbeddingUse, ...] = ()
    """Textual inversions that the prompts may name; unnamed ones change nothing."""
    wildcards: str = ""
    """Folder of the `__name__` wildcard files (name.txt, one choice a line); "": no wildcards."""
    vae: str | None = None
    vae_tiling: VaeTiling = "auto"
    """Whether the VAE works in tiles: less memory, faint seams; "auto": only above the sizes that
    the device can't do at once.
    """
    controlnets: tuple[ControlNetUse, ...] = ()
    variation_seed: int | None = None
    variation_strength: float = 0.0
    high_res_fix: HighResFix | None = None
    safety_checker: bool = True
    previews: bool = True
    portable_runtime: bool = False
    """Whether to run a Core ML model on the portable runtime even if Apple's is available."""

    def seed_of(self, index: int) -> int:
        """Return the seed of picture `index` (0-based)."""
        return self.seed if self.varies else (self.seed + index) % (MAX_SEED + 1)

    def variation_seed_of(self, index: int) -> int | None:
        """Return the variation seed of picture `index`; None without a variation strength."""
        seed = self.variation_seed
        return None if seed is None else (seed + (index if self.varies else 0)) % (MAX_SEED + 1)

    def after(self, done: int) -> GenerationRequest:
        """Return the request for the pictures left after the first `done`."""
        return msgspec.structs.replace(
            self,
            seed=self.seed_of(done),
            variation_seed=self.variation_seed_of(done),
            count=self.count - done,
        )

    @property
    def pixels_a_reference(self) -> int:
        """Largest area in pixels in which each reference is encoded."""
        return self.reference_pixels or reference_area(len(self.references))

    @property
    def varies(self) -> bool:
        """Whether the pictures are variations of one: their noise is mixed from two seeds."""
        return self.variation_seed is not None and self.variation_strength > 0
