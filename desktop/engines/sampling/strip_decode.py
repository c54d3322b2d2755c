"""Decoding of a VAE's latent in strips of rows, with group-norm statistics of the whole picture.

Ordinary tiles normalize each tile by itself, which shifts colors. Here every layer runs over all
strips before the next layer, and a strip's convolution includes its neighbors' rows, so the picture
equals that of the whole decode to rounding. At most two tensors of the last level's 128 channels
are kept, a quarter of the whole decode's, and none is larger than a strip.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import nullcontext
from typing import Any

import torch
import torch.nn.functional as F
from diffusers.models.autoencoders.autoencoder_kl import AutoencoderKL
from diffusers.models.autoencoders.autoencoder_kl_flux2 import AutoencoderKLFlux2
from diffusers.models.resnet import ResnetBlock2D
from diffusers.models.unets.unet_2d_blocks import UpDecoderBlock2D
from diffusers.models.upsampling import Upsample2D
from torch import Tensor

from desktop.engines.mps_attention import BoundedAttention

_LATENT_ROWS = 8
"""Latent rows per strip: 64 rows of the picture."""


def decodes_in_strips(vae: Any) -> bool:
    """Return whether `vae` consists of the blocks that `decode_in_strips` supports."""
    if type(vae) not in (AutoencoderKL, AutoencoderKLFlux2):
        return False
    decoder = vae.decoder
    if not isinstance(decoder.conv_norm_out, torch.nn.GroupNorm):
        return False
    return all(type(block) is UpDecoderBlock2D for block in decoder.up_blocks)


@torch.inference_mode()
def decode_in_strips(
    vae: Any,
    latent: Tensor,
    check: Callable[[], None] = lambda: None,
    rows: int = _LATENT_ROWS,
) -> Tensor:
    """Return the picture (B, 3, H, W) of `latent` (B, C, h, w), as `vae.decode` does.

    A strip has `rows` rows of the latent. `check` is called before each strip and may raise.
    """
    decoder = vae.decoder
    if vae.post_quant_conv is not None:
        latent = vae.post_quant_conv(latent)
    with nullcontext() if latent.device.type == "cpu" else BoundedAttention():
        small = decoder.mid_block(decoder.conv_in(latent))
    strips = list(small.split(rows, dim=2))
    del small
    run = _StripRunner(check)
    for block in decoder.up_blocks:
        for resnet in block.resnets:
            strips = run.resnet(resnet, strips)
        for upsampler in block.upsamplers or ():
            strips = run.upsample(upsampler, strips)
    norm = _norm_of(decoder.conv_norm_out, strips)
    return torch.cat(list(run.convolved(decoder.conv_out, norm, strips, _gone)), dim=2)


class _StripRunner:
    """Runner of a decoder's blocks over strips, each (B, C, rows, W); consumes its input lists."""

    def __init__(self, check: Callable[[], None]) -> None:
        self._check = check

    def resnet(self, block: ResnetBlock2D, strips: list[Tensor]) -> list[Tensor]:
        shortcut: Callable[[Tensor], Tensor] = block.conv_shortcut or _same
        norm = _norm_of(block.norm1, strips)
        inner = list(self.convolved(block.conv1, norm, strips, shortcut))
        norm = _norm_of(block.norm2, inner)
        for place, change in enumerate(self.convolved(block.conv2, norm, inner, _gone)):
            strips[place] = strips[place] + change
            if block.output_scale_factor != 1:
                strips[place] /= block.output_scale_factor
        return strips

    def upsample(self, block: Upsample2D, strips: list[Tensor]) -> list[Tensor]:
        conv: Any = block.conv
        found: list[Tensor] = []
        for window, above, below in self._windows(strips, _gone):
            large = F.interpolate(window, scale_factor=2.0, mode="nearest")
            large = large[:, :, above : large.shape[2] - below]  # one row of a neighbour suffices
            found.append(_conv_rows(conv, large, above, below))
        return found

    def convolved(
        self,
        conv: torch.nn.Conv2d,
        norm: Callable[[Tensor], Tensor],
        strips: list[Tensor],
        then: Callable[[Tensor], Tensor],
    ) -> Iterator[Tensor]:
        """Yield `conv` of the normalized strips; `then` replaces each strip in the list."""
        for window, above, below in self._windows(strips, then):
            yield _conv_rows(conv, norm(window), above, below)

    def _windows(
        self, strips: list[Tensor], then: Callable[[Tensor], Tensor]
    ) -> Iterator[tuple[Tensor, int, int]]:
        """Yield each strip with one row of each neighbor, and the rows above and below (0, 1)."""
        before: list[Tensor] = []
        for place, strip in enumerate(strips):
            self._check()
            after = [one[:, :, :1] for one in strips[place + 1 : place + 2]]
            window = torch.cat([*before, strip, *after], dim=2)
            above, below = len(before), len(after)
            before = [strip[:, :, -1:].clone()]
            strips[place] = then(strip)
            del strip
            yield window, above, below


def _conv_rows(conv: torch.nn.Conv2d, window: Tensor, above: int, below: int) -> Tensor:
    """Return `conv` (3x3) of a strip's own rows, zero-padded where a neighbor is missing."""
    if not (above and below):
        window = F.pad(window, (0, 0, 1 - above, 1 - below))
    return F.conv2d(window, conv.weight, conv.bias, padding=(0, 1))


def _norm_of(norm: torch.nn.GroupNorm, strips: list[Tensor]) -> Callable[[Tensor], Tensor]:
    """Return group norm and SiLU with the statistics of all `strips`, for any of their rows."""
    counts: list[int] = []
    means: list[Tensor] = []
    variances: list[Tensor] = []
    for strip in strips:
        batch, channels, rows, width = strip.shape
        inner = channels // norm.num_groups
        groups = strip.float().view(batch, norm.num_groups, inner, rows, width)
        variance, mean = torch.var_mean(groups, dim=(2, 3, 4), correction=0)
        counts.append(rows)
        means.append(mean)
        variances.append(variance)
    share = means[0].new_tensor(counts).view(-1, 1, 1) / sum(counts)
    each, spread = torch.stack(means), torch.stack(variances)
    mean = (each * share).sum(0)
    variance = ((spread + (each - mean).square()) * share).sum(0)
    channels = norm.num_channels // norm.num_groups
    scale = (variance + norm.eps).rsqrt().repeat_interleave(channels, dim=1) * norm.weight.float()
    shift = norm.bias.float() - mean.repeat_interleave(channels, dim=1) * scale
    scale, shift = scale[:, :, None, None], shift[:, :, None, None]

    def normalised(rows: Tensor) -> Tensor:
        return F.silu(torch.addcmul(shift, rows.float(), scale), inplace=True).to(rows.dtype)

    return normalised


def _same(strip: Tensor) -> Tensor:
    return strip


def _gone(strip: Tensor) -> Tensor:
    return strip.new_empty(0)
