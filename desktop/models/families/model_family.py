"""A model family: one record of everything that differs between families."""

from __future__ import annotations

import msgspec

from desktop.core.capabilities import ModelDefaults
from desktop.core.messages import Message, Text
from desktop.core.sampling.flow_noise import FlowNoise

from .comfyui_files import ComfyuiFiles
from .flow_files import FlowFiles

RgbFactors = tuple[tuple[float, float, float], ...]


STARTER_NAME = "Starter (draws icons)"
STARTER_GOOD_AT = Message("Icons of everyday things, small and quick")
"""Family of the starter model, and of models converted from it."""


class FamilyTraits(msgspec.Struct, frozen=True, kw_only=True):
    """A variant of a family: its title and its defaults."""

    title: Text
    good_at: Message | None
    defaults: ModelDefaults
    uses_guidance: bool = True


class LatentFormat(msgspec.Struct, frozen=True, kw_only=True):
    """A family's latents in model space: channels, and their colors in -1..1.

    `packed` is the number of rows and columns of the VAE's latent in one cell of the model's
    latent; its channels are then those of the factors times `packed`^2.
    """

    channels: int = 4
    packed: int = 1
    rgb_factors: RgbFactors
    rgb_offset: tuple[float, float, float] = (0.0, 0.0, 0.0)


class TextFormat(msgspec.Struct, frozen=True, kw_only=True):
    """A language model's prompt format."""

    frame: str = "{}"
    """The chat template of a prompt; {} stands for the prompt."""
    most_tokens: int
    """The number of tokens that the transformer was trained with, the template included."""

    def room(self, frame: int, limit: int) -> int:
        """Return the prompt's maximum tokens, with a `frame` of template tokens and a tokenizer's
        `limit`.
        """
        return max(min(self.most_tokens, limit) - frame, 0)


class DrawingCost(msgspec.Struct, frozen=True, kw_only=True):
    """Memory and time of a family's pictures beside its weights, in (half, single) precision."""

    heard: float
    """The loaded share of the text encoder's weights: the layers that are used."""
    text_tokens: int
    """Maximum tokens of a prompt, beside those of the picture."""
    pixels_a_token: int
    token_bytes: tuple[int, int]
    """Bytes of one token's activations at the peak of a block."""
    pixel_bytes: tuple[int, int]
    """Bytes of one pixel at the peak of the VAE's decoder."""
    even_tokens: int
    """Number of tokens at which attention takes as long as everything else."""
    heads: int
    blocks: float
    """The share of the transformer's weights that int8 layers hold."""

    def tokens(self, width: int, height: int, seen: int = 0) -> int:
        """Return the number of tokens of a picture, its prompt, and references of `seen` pixels
        together.
        """
        pixels = width * height + seen
        return -(-pixels // self.pixels_a_token) + self.text_tokens

    def work(self, width: int, height: int, seen: int = 0) -> float:
        """Return the relative time of one evaluation, comparable within the family."""
        tokens = self.tokens(width, height, seen)
        return tokens * (1 + tokens / self.even_tokens)


class ModelFamily(msgspec.Struct, frozen=True, kw_only=True):
    """A model family. `variants` has "" for the family itself."""

    id: str
    variants: dict[str, FamilyTraits]
    latent: LatentFormat
    names: str = ""
    """A regular expression for the names of its files, where their tensors can't be read."""
    vae_group: str
    """Families with the same value accept each other's VAEs."""
    embedding_group: str = ""
    """Families with the same value accept each other's textual inversions; "": its own only."""
    text_width: int = 0
    """Width of a cross attention token, where that identifies the family; else 0."""
    two_encoders: bool = False
    """Whether it has two text encoders and a pooled embedding (SDXL and its relatives)."""
    configs: str = ""
    """The key of its single files in `configs/families.json`; "": none."""
    velocity_configs: str = ""
    """The same key for velocity prediction files."""
    variant_configs: dict[str, str] = {}
    """The same key by variant."""
    makes_core_ml: bool = False
    """Whether Core ML models are made from it."""
    unfused_heads: int = 0
    """Number of attention heads without a fused MPS kernel for their width; 0: it has one."""
    open_prediction: bool = False
    """Whether its files may lack the prediction type."""
    needs_image: bool = False
    most_references: int = 0
    """Maximum number of reference pictures; 0: it draws from words alone."""
    refusals: dict[str, Message] = {}
    """Unsupported features: attributes of `core.capabilities.Capabilities`, and the reasons."""
    size_step: int = 8
    """Sides are multiples of this many pixels."""
    flow: FlowNoise | None = None
    """The noise levels of a flow matching family. It has a transformer in place of a UNet, and its
    text encoder and VAE may be separate files.
    """
    files: FlowFiles | None = None
    """The same families' file recognition."""
    comfyui: ComfyuiFiles | None = None
    """How ComfyUI loads its separate files; None: it has checkpoints only."""
    text: TextFormat | None = None
    """The prompt format of a family with a language model; None: CLIP's chunks."""
    cost: DrawingCost | None = None
    """The measured cost of its pictures: see `models.memory.picture_plan`."""
    samplers: tuple[str, ...] = ()
    """The supported samplers; (): all."""

    def traits(self, variant: str) -> FamilyTraits:
        """Return the traits of a variant; of the family itself where the variant is not listed."""
        return self.variants.get(variant) or self.variants[""]

    def configs_for(self, variant: str, prediction: str) -> str:
        """Return the key of a file's configs in `configs/families.json`, "" without one."""
        if variant in self.variant_configs:
            return self.variant_configs[variant]
        if prediction == "v_prediction" and self.velocity_configs:
            return self.velocity_configs
        return self.configs


def defaults_of(
    side: int, steps: int, guidance: float, how: str = "dpmpp_2m karras"
) -> ModelDefaults:
    """Return the defaults for square pictures of `side` pixels; `how` is sampler and noise
    schedule.
    """
    sampler, schedule = how.split()
    return ModelDefaults(
        width=side,
        height=side,
        steps=steps,
        guidance_scale=guidance,
        sampler=sampler,
        noise_schedule=schedule,
    )


def traits_with(title: Text, good_at: Message | None, defaults: ModelDefaults) -> FamilyTraits:
    """Return a variant's traits; it uses guidance if its defaults do."""
    uses_guidance = defaults.guidance_scale > 1
    return FamilyTraits(
        title=title, good_at=good_at, defaults=defaults, uses_guidance=uses_guidance
    )
