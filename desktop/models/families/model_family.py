"""What a family of models is: one record with all that differs from the others."""

from __future__ import annotations

import msgspec

from desktop.core.capabilities import ModelDefaults
from desktop.core.messages import Message, Text
from desktop.core.request import reference_area
from desktop.core.sampling.flow_noise import FlowNoise

from .flow_files import FlowFiles

RgbFactors = tuple[tuple[float, float, float], ...]


STARTER_NAME = "Starter (draws icons)"
STARTER_GOOD_AT = Message("Icons of everyday things, small and quick")
"""Of the model that comes with Easel, and of what is converted from it."""


class FamilyTraits(msgspec.Struct, frozen=True, kw_only=True):
    """One variant of a family: the words for it and its defaults."""

    title: Text
    good_at: Message | None
    defaults: ModelDefaults
    uses_guidance: bool = True


class LatentFormat(msgspec.Struct, frozen=True, kw_only=True):
    """The latents of a family in model space: channels, and their colours in -1..1.

    `packed` is how many rows and columns of the VAE's latent one cell of the model's latent holds;
    its channels are then those of the factors times `packed`^2.
    """

    channels: int = 4
    packed: int = 1
    rgb_factors: RgbFactors
    rgb_offset: tuple[float, float, float] = (0.0, 0.0, 0.0)


class TextFormat(msgspec.Struct, frozen=True, kw_only=True):
    """How a language model is told a prompt."""

    frame: str = "{}"
    """What its chat template makes of a prompt, which stands for {}."""
    most_tokens: int
    """What the transformer was trained to hear, the frame included."""

    def room(self, frame: int, limit: int) -> int:
        """Tokens of a prompt that are heard, of a tokenizer that takes `limit` with `frame`."""
        return max(min(self.most_tokens, limit) - frame, 0)


class DrawingCost(msgspec.Struct, frozen=True, kw_only=True):
    """What a family's pictures take beside its weights, in (half, single) precision."""

    heard: float
    """The share of the text encoder's weights that is loaded: the layers that are heard."""
    text_tokens: int
    """Tokens of a prompt beside those of the picture, at the most."""
    pixels_a_token: int
    token_bytes: tuple[int, int]
    """Of one token's activations at the peak of a block."""
    pixel_bytes: tuple[int, int]
    """Of one pixel at the peak of the VAE's decoder."""
    even_tokens: int
    """How many tokens there are where attention takes as long as all the rest."""
    heads: int

    def tokens(self, width: int, height: int, references: int = 0) -> int:
        """Tokens of a picture, its prompt, and of `references` pictures at their largest."""
        pixels = width * height + references * reference_area(references)
        return -(-pixels // self.pixels_a_token) + self.text_tokens

    def work(self, width: int, height: int, references: int = 0) -> float:
        """How long one evaluation takes, in numbers that compare within the family."""
        tokens = self.tokens(width, height, references)
        return tokens * (1 + tokens / self.even_tokens)


class ModelFamily(msgspec.Struct, frozen=True, kw_only=True):
    """One family. `variants` has "" for the family itself."""

    id: str
    variants: dict[str, FamilyTraits]
    latent: LatentFormat
    vae_group: str
    """Families with the same word here take each other's VAEs."""
    embedding_group: str = ""
    """Families with the same word here take each other's textual inversions; "": none but its
    own."""
    text_width: int = 0
    """Numbers of one token as its cross attention takes it, where that tells the family; else 0."""
    two_encoders: bool = False
    """It hears two text encoders and a pooled embedding (SDXL and its relatives)."""
    configs: str = ""
    """The key of `configs/families.json` that opens its single files; "": there is none."""
    velocity_configs: str = ""
    """The same for files that predict velocity."""
    variant_configs: dict[str, str] = {}
    """The same by variant."""
    makes_core_ml: bool = False
    """Whether Core ML models are made from it."""
    unfused_heads: int = 0
    """Heads of attention for whose width MPS has no fused kernel; 0: it has."""
    open_prediction: bool = False
    """Whether its files may not say what they predict."""
    needs_image: bool = False
    most_references: int = 0
    """How many pictures it can look at while it draws; 0: it draws from words alone."""
    refusals: dict[str, Message] = {}
    """What it can't honour: attributes of `core.capabilities.Capabilities`, and why."""
    size_step: int = 8
    """Sides are multiples of this many pixels."""
    flow: FlowNoise | None = None
    """Of a family that draws by flow matching: its noise levels. It has a transformer in place of
    a UNet, and its text encoder and VAE may lie in files of their own."""
    files: FlowFiles | None = None
    """Of the same: how its files are told from others."""
    text: TextFormat | None = None
    """Of a family that hears a language model: how it is told a prompt; None: CLIP's chunks."""
    cost: DrawingCost | None = None
    """What its pictures take, where that was measured: see `models.memory.picture_plan`."""
    samplers: tuple[str, ...] = ()
    """The samplers that draw with it; (): all."""

    def traits(self, variant: str) -> FamilyTraits:
        """The traits of a variant; of the family itself where the variant is not listed."""
        return self.variants.get(variant) or self.variants[""]

    def configs_for(self, variant: str, prediction: str) -> str:
        """The key of `configs/families.json` for one of its files, "" where there is none."""
        if variant in self.variant_configs:
            return self.variant_configs[variant]
        if prediction == "v_prediction" and self.velocity_configs:
            return self.velocity_configs
        return self.configs


def defaults_of(
    side: int, steps: int, guidance: float, how: str = "dpmpp_2m karras"
) -> ModelDefaults:
    """The defaults for square pictures of `side` pixels; `how` is sampler and noise schedule."""
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
    """The traits of a variant; it is drawn with guidance where its defaults are."""
    uses_guidance = defaults.guidance_scale > 1
    return FamilyTraits(
        title=title, good_at=good_at, defaults=defaults, uses_guidance=uses_guidance
    )
