"""The picture coder: its layout, and a start that carries colour through before any training."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import torch
from diffusers import AutoencoderKL
from torch import Tensor, nn
from torch.nn import functional

from .config import IMAGE_SIZE, LATENT_CHANNELS

CHANNELS = (16, 16, 64, 128)
LINEAR_LEVELS = 2
GROUPS = 4
START_LOG_VARIANCE = -6.0


def new_vae() -> AutoencoderKL:
    """A coder that already turns a picture into its mean colours, 8x8 pixels each, and back."""
    vae = AutoencoderKL(
        block_out_channels=CHANNELS,
        latent_channels=LATENT_CHANNELS,
        layers_per_block=1,
        norm_num_groups=GROUPS,
        mid_block_add_attention=False,
        down_block_types=("DownEncoderBlock2D",) * len(CHANNELS),
        up_block_types=("UpDecoderBlock2D",) * len(CHANNELS),
        sample_size=IMAGE_SIZE,
        force_upcast=False,
    )
    with torch.no_grad():
        _carry_colour(vae)
    return vae


def encode(vae: AutoencoderKL, pictures: Tensor) -> tuple[Tensor, Tensor]:
    """Mean and log variance of the latents of pictures in -1..1."""
    mean, log_variance = vae.quant_conv(vae.encoder(pictures)).chunk(2, 1)
    return mean, log_variance.clamp(-20, 10)


def encode_quickly(vae: AutoencoderKL, pictures: Tensor) -> tuple[Tensor, Tensor]:
    """As `encode`, for a coder whose residual branches in the largest levels are still zero."""
    encoder = vae.encoder
    hidden = encoder.conv_in(pictures)
    for level, block in enumerate(encoder.down_blocks):
        for resnet in block.resnets:
            if level >= LINEAR_LEVELS:
                hidden = resnet(hidden, None)
            elif resnet.conv_shortcut is not None:
                hidden = resnet.conv_shortcut(hidden)
        for sampler in block.downsamplers or ():
            hidden = sampler(hidden)
    hidden = encoder.mid_block(hidden)
    hidden = encoder.conv_out(encoder.conv_act(encoder.conv_norm_out(hidden)))
    mean, log_variance = vae.quant_conv(hidden).chunk(2, 1)
    return mean, log_variance.clamp(-20, 10)


def freeze_linear_levels(vae: AutoencoderKL) -> None:
    """Keeps the residual branches that `encode_quickly` leaves out at zero."""
    for block in vae.encoder.down_blocks[:LINEAR_LEVELS]:
        for resnet in block.resnets:
            shortcut = resnet.conv_shortcut
            resnet.requires_grad_(False)
            if shortcut is not None:
                shortcut.requires_grad_(True)


class LightDecoder(nn.Module):
    """Draws pictures at latent size, 8x8 pixels a place; only there to train the encoder fast."""

    def __init__(self, width: int = 160, depth: int = 3) -> None:
        super().__init__()
        self.direct = nn.Conv2d(LATENT_CHANNELS, 192, 1)
        self.first = nn.Conv2d(LATENT_CHANNELS, width, 3, padding=1)
        self.middle = nn.ModuleList(nn.Conv2d(width, width, 3, padding=1) for _ in range(depth))
        self.last = nn.Conv2d(width, 192, 1)
        with torch.no_grad():
            for layer in (self.direct, self.last):
                layer.weight.zero_()
                layer.bias.zero_()
            for channel in range(3):
                self.direct.weight[channel * 64 : channel * 64 + 64, channel] = 1

    def forward(self, latents: Tensor) -> Tensor:
        hidden = self.first(latents)
        for layer in self.middle:
            hidden = hidden + layer(functional.silu(hidden))
        drawn = self.direct(latents) + self.last(functional.silu(hidden))
        return functional.pixel_shuffle(drawn, 8)


def decode(vae: AutoencoderKL, latents: Tensor) -> Tensor:
    """Pictures in -1..1 of unscaled latents."""
    return vae.decoder(vae.post_quant_conv(latents))


def as_tensor(pictures: np.ndarray) -> Tensor:
    """Bytes with channels last to floats in -1..1 with channels first."""
    return torch.from_numpy(pictures.copy()).permute(0, 3, 1, 2).float() / 127.5 - 1


def _carry_colour(vae: AutoencoderKL) -> None:
    """Red, green and blue travel in channels 0-2 and negated in 3-5, by fixed kernels.

    Group norm would lose their absolute size, so the groups that they end in are filled with
    constants; and silu(x) - silu(-x) is x, which undoes the last activation. Every residual
    branch starts at zero.
    """
    for half in (vae.encoder, vae.decoder):
        for block in _resnets(half):
            block.conv2.weight.zero_()
            block.conv2.bias.zero_()
            if block.conv_shortcut is not None:
                _identity(block.conv_shortcut, 6)
        for module in half.modules():
            for name in ("downsamplers", "upsamplers"):
                for sampler in getattr(module, name, None) or ():
                    _identity(sampler.conv, 6)

    _spread(vae.encoder.conv_in)
    last = vae.encoder.down_blocks[-1].resnets[0].conv_shortcut
    constants = slice(6, CHANNELS[-1] // GROUPS)
    last.weight[constants] = 0
    last.bias[constants] = torch.tensor([1.0, -1.0]).repeat(last.bias[constants].numel() // 2)
    out = vae.encoder.conv_out
    for colour in range(3):
        out.weight[colour] = 0
        out.bias[colour] = 0
        out.weight[colour, colour, 1, 1] = 1
        out.weight[colour, colour + 3, 1, 1] = -1
    vae.quant_conv.weight.zero_()
    vae.quant_conv.bias.zero_()
    vae.quant_conv.bias[LATENT_CHANNELS:] = START_LOG_VARIANCE
    vae.post_quant_conv.weight.zero_()
    vae.post_quant_conv.bias.zero_()
    for channel in range(LATENT_CHANNELS):
        vae.quant_conv.weight[channel, channel] = 1
        vae.post_quant_conv.weight[channel, channel] = 1

    _spread(vae.decoder.conv_in)
    last = vae.decoder.up_blocks[-2].resnets[0].conv_shortcut
    _identity(vae.decoder.up_blocks[-2].upsamplers[0].conv, CHANNELS[0])
    width = CHANNELS[0] // GROUPS
    last.weight[: 3 * width] = 0
    last.bias[: 3 * width] = 0
    vae.decoder.conv_out.weight.mul_(0.1)
    vae.decoder.conv_out.bias.zero_()
    for colour in range(3):
        first = colour * width
        last.weight[first, colour] = 1
        last.weight[first + 1, colour + 3] = 1
        last.bias[first + 2], last.bias[first + 3] = 1, -1
        vae.decoder.conv_out.weight[colour] = 0
        vae.decoder.conv_out.weight[colour, first, 1, 1] = 0.9
        vae.decoder.conv_out.weight[colour, first + 1, 1, 1] = -0.9


def _resnets(module: nn.Module) -> Iterator[nn.Module]:
    return (part for part in module.modules() if hasattr(part, "conv_shortcut"))


def _spread(conv: nn.Conv2d) -> None:
    """Inputs 0-2 to outputs 0-2, and negated to 3-5."""
    conv.weight[:6] = 0
    conv.bias[:6] = 0
    for colour in range(3):
        conv.weight[colour, colour, 1, 1] = 1
        conv.weight[colour + 3, colour, 1, 1] = -1


def _identity(conv: nn.Conv2d, count: int) -> None:
    """The first `count` channels pass as they are; a step of two takes the mean of 2x2."""
    conv.weight[:count] = 0
    conv.bias[:count] = 0
    for channel in range(count):
        if conv.stride == (2, 2):
            conv.weight[channel, channel, :2, :2] = 0.25
        else:
            centre = conv.kernel_size[0] // 2
            conv.weight[channel, channel, centre, centre] = 1
