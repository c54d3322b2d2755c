"""The parts of a Core ML folder to convert: module, example inputs, names, reference outputs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn

from .networks.channel_attention import Attention
from .networks.convertible_text_encoder import TextEncoder
from .networks.modules import ControlNet, SafetyCheckerModule, UNet, VAEDecoder, VAEEncoder

HALF = torch.float16
_TIME = 981.0
"""Timestep for tracing and checking: high, where float16 is least accurate."""


@dataclass
class ConversionPart:
    """One part, ready to be traced.

    `inputs` are examples whose dtypes become the declared ones (float16 or float32); `expected` are
    the outputs of diffusers' or transformers' own module, in the order of `outputs`.
    """

    inputs: dict[str, Tensor]
    outputs: tuple[str, ...]
    module: nn.Module
    expected: tuple[Tensor, ...] = ()
    full_precision: bool = False
    halve: bool = False
    """Whether its weights may be converted to float16 before coremltools sees them."""
    largest: float = 0.0
    """Largest magnitude of any layer's output in the original for these inputs."""


@dataclass(frozen=True)
class Shape:
    """Sizes that all parts of one conversion share, in latent cells, not pixels."""

    height: int
    width: int
    factor: int
    """Pixels per latent cell, along one side."""
    batch: int
    tokens: int
    attention: Attention

    @property
    def pixels(self) -> tuple[int, int]:
        """(height, width) of the picture, in pixels."""
        return self.height * self.factor, self.width * self.factor


class Watch:
    """Runner of the original without gradients that records the largest magnitude of any layer.

    Above 65,504 a float16 overflows, and the picture becomes black.
    """

    def __init__(self, model: nn.Module) -> None:
        self.largest = 0.0
        self._model = model
        self._hooks: list[Any] = []
        self._grad = torch.no_grad()

    def __enter__(self) -> Watch:
        self._grad.__enter__()
        for layer in self._model.modules():
            self._hooks.append(layer.register_forward_hook(self._look))
        return self

    def __exit__(self, *error: Any) -> None:
        for hook in self._hooks:
            hook.remove()
        self._grad.__exit__(*error)

    def _look(self, _layer: nn.Module, _inputs: Any, output: Any) -> None:
        if isinstance(output, Tensor) and output.is_floating_point():
            low, high = torch.aminmax(output)
            self.largest = max(self.largest, -float(low), float(high))


def text_encoder(model: Any, *, penultimate: bool, check: bool) -> ConversionPart:
    """Return CLIP's text encoder; with `penultimate`, with SDXL's outputs."""
    config = getattr(model, "text_model", model).config
    length = int(config.max_position_embeddings)
    ids = torch.randint(3, max(4, int(config.vocab_size) - 2), (1, length), generator=_random())
    end = int(config.eos_token_id)
    ids[0, length // 2 :] = int(config.vocab_size) - 1 if end == 2 else end
    expected: tuple[Tensor, ...] = ()
    watch = Watch(model)
    if check:
        with watch:
            full = model(input_ids=ids, output_hidden_states=True)
        projected = getattr(full, "text_embeds", None)
        pooled = full.pooler_output if projected is None else projected
        hidden = full.hidden_states[-2] if penultimate else full.last_hidden_state
        expected = (hidden, pooled)
    names = ("hidden_embeds" if penultimate else "last_hidden_state", "pooled_outputs")
    module = TextEncoder(model, penultimate=penultimate)
    return ConversionPart(
        {"input_ids": ids.float()}, names, module, expected, largest=watch.largest
    )


def unet(model: Any, shape: Shape, *, controlled: bool, check: bool) -> ConversionPart:
    """Return the UNet; if `controlled`, with ControlNets' residuals as additional inputs."""
    inputs = _denoiser_inputs(model.config, shape)
    residuals = _residual_shapes(model, shape) if controlled else []
    for index, size in enumerate(residuals):
        inputs[f"additional_residual_{index}"] = _noise(*size) * 0.1
    expected: tuple[Tensor, ...] = ()
    watch = Watch(model)
    if check:
        given = list(inputs.values())
        with watch:
            extra = [value.float() for value in given[len(given) - len(residuals) :]]
            keywords = _conditions(inputs)
            if extra:
                keywords["down_block_additional_residuals"] = tuple(extra[:-1])
                keywords["mid_block_additional_residual"] = extra[-1]
            expected = (model(**keywords, return_dict=False)[0],)
    module = UNet(model, shape.attention, len(residuals))
    return ConversionPart(
        inputs, ("noise_pred",), module, expected, halve=True, largest=watch.largest
    )


def controlnet(model: Any, shape: Shape, *, check: bool) -> ConversionPart:
    """Return one ControlNet, whose outputs are the additional residuals."""
    inputs = _denoiser_inputs(model.config, shape)
    condition = torch.rand(shape.batch, 3, *shape.pixels, generator=_random()).to(HALF)
    inputs["controlnet_cond"] = condition
    expected: tuple[Tensor, ...] = ()
    with Watch(model) as watch:
        keywords = _conditions(inputs) | {"controlnet_cond": condition.float()}
        down, middle = model(**keywords, return_dict=False)
    count = len(down) + 1
    if check:
        expected = (*down, middle)
    names = tuple(f"additional_residual_{index}" for index in range(count))
    return ConversionPart(
        inputs,
        names,
        ControlNet(model, shape.attention),
        expected,
        halve=True,
        largest=watch.largest,
    )


def vae_decoder(vae: Any, shape: Shape, *, full_precision: bool, check: bool) -> ConversionPart:
    """Return the VAE decoder: latent to picture."""
    z = _noise(1, int(vae.config.latent_channels), shape.height, shape.width)
    z = z.float() if full_precision else z
    expected: tuple[Tensor, ...] = ()
    watch = Watch(vae)
    if check:
        with watch:
            expected = (vae.decode(z.float(), return_dict=False)[0],)
    return ConversionPart(
        {"z": z},
        ("image",),
        VAEDecoder(vae),
        expected,
        full_precision,
        halve=True,
        largest=watch.largest,
    )


def vae_encoder(vae: Any, shape: Shape, *, full_precision: bool, check: bool) -> ConversionPart:
    """Return the VAE encoder: picture to mean and log variance of the latent."""
    x = (_noise(1, 3, *shape.pixels) * 0.5).clamp(-1, 1)
    x = x.float() if full_precision else x
    expected: tuple[Tensor, ...] = ()
    watch = Watch(vae)
    if check:
        with watch:
            expected = (vae.encode(x.float()).latent_dist.parameters,)
    return ConversionPart(
        {"x": x}, ("latent",), VAEEncoder(vae), expected, full_precision, largest=watch.largest
    )


def safety_checker(model: Any, shape: Shape, *, check: bool) -> ConversionPart:
    """Return the safety checker: CLIP scores of a finished picture."""
    side = int(model.config.vision_config.image_size)
    images = torch.rand(1, *shape.pixels, 3, generator=_random()).to(HALF)
    inputs = {
        "clip_input": _noise(1, 3, side, side),
        "images": images,
        "adjustment": torch.zeros(1, dtype=HALF),
    }
    expected: tuple[Tensor, ...] = ()
    if check:
        with torch.no_grad():
            scores, found = _judged(model, inputs["clip_input"].float())
        expected = (images.float() * (1 - found), found, scores)
    names = ("filtered_images", "has_nsfw_concepts", "concept_scores")
    return ConversionPart(inputs, names, SafetyCheckerModule(model), expected)


def _judged(model: Any, pixels: Tensor) -> tuple[Tensor, Tensor]:
    """Return scores and verdict as defined in diffusers' safety checker, concept by concept."""
    embedding = model.visual_projection(model.vision_model(pixels)[1])
    cosine: Callable[..., Tensor] = torch.nn.functional.cosine_similarity
    special = cosine(embedding, model.special_care_embeds)
    careful = bool((special > model.special_care_embeds_weights).any())
    scores = cosine(embedding, model.concept_embeds) - model.concept_embeds_weights
    scores = scores + (0.01 if careful else 0.0)
    return scores[None], (scores > 0).any().float().reshape(1, 1, 1, 1)


def _denoiser_inputs(config: Any, shape: Shape) -> dict[str, Tensor]:
    width = config.cross_attention_dim
    inputs = {
        "sample": _noise(shape.batch, int(config.in_channels), shape.height, shape.width),
        "timestep": torch.full((shape.batch,), _TIME, dtype=HALF),
        "encoder_hidden_states": _noise(shape.batch, int(width), 1, shape.tokens),
    }
    if config.addition_embed_type == "text_time":
        height, width = shape.pixels
        ids = torch.tensor([[height, width, 0, 0, height, width]], dtype=HALF)
        each = int(config.addition_time_embed_dim)
        pooled = int(config.projection_class_embeddings_input_dim) - ids.shape[1] * each
        inputs["time_ids"] = ids.repeat(shape.batch, 1)
        inputs["text_embeds"] = _noise(shape.batch, pooled)
    return inputs


def _conditions(inputs: dict[str, Tensor]) -> dict[str, Any]:
    """Return the keyword arguments for the same inputs to diffusers' own UNet or ControlNet."""
    values = {name: value.float() for name, value in inputs.items()}
    keywords: dict[str, Any] = {
        "sample": values["sample"],
        "timestep": values["timestep"],
        "encoder_hidden_states": values["encoder_hidden_states"][:, :, 0].transpose(1, 2),
    }
    if "time_ids" in values:
        keywords["added_cond_kwargs"] = {
            "time_ids": values["time_ids"],
            "text_embeds": values["text_embeds"],
        }
    return keywords


def _residual_shapes(model: Any, shape: Shape) -> list[tuple[int, int, int, int]]:
    """Return the shapes of the skip connections in order, the middle block's last."""
    height, width = shape.height, shape.width
    channels = int(model.conv_in.out_channels)
    shapes = [(shape.batch, channels, height, width)]
    for block in model.down_blocks:
        for resnet in block.resnets:
            channels = int(resnet.out_channels)
            shapes.append((shape.batch, channels, height, width))
        for _ in block.downsamplers or ():
            height, width = (height + 1) // 2, (width + 1) // 2
            shapes.append((shape.batch, channels, height, width))
    return [*shapes, (shape.batch, channels, height, width)]


def _noise(*shape: int) -> Tensor:
    return torch.randn(*shape, generator=_random()).to(HALF)


def _random() -> torch.Generator:
    return torch.Generator().manual_seed(0)
