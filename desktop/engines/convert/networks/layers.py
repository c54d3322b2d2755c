"""diffusers' UNet and VAE layers in the channels-first form for Core ML's devices."""

from __future__ import annotations

import math
from typing import Any

import torch
import torch.nn.functional as F
from diffusers.models.attention_processor import Attention as DiffusersAttention
from diffusers.models.embeddings import Timesteps
from diffusers.models.resnet import ResnetBlock2D
from diffusers.models.transformers.transformer_2d import Transformer2DModel
from diffusers.models.upsampling import Upsample2D
from torch import Tensor, nn

from desktop.core.errors import BadInput

from .channel_attention import (
    KERNELS,
    Attention,
    ChannelAttention,
    Kernel,
    pointwise,
    split_einsum_v2,
)


class ChannelNorm(nn.Module):
    """Layer normalization of (B, C, 1, S) over its channels."""

    def __init__(self, norm: nn.LayerNorm) -> None:
        super().__init__()
        self.epsilon = nn.Buffer(torch.tensor(norm.eps))
        self.weight = nn.Parameter(norm.weight.detach()[:, None, None], requires_grad=False)
        self.bias = nn.Parameter(norm.bias.detach()[:, None, None], requires_grad=False)

    def forward(self, hidden: Tensor) -> Tensor:
        """Normalize each position's channels to mean 0 and variance 1, then scale and shift."""
        centred = hidden - hidden.mean(dim=1, keepdim=True)
        variance = (centred * centred).mean(dim=1, keepdim=True)
        return centred * torch.rsqrt(variance + self.epsilon) * self.weight + self.bias


class GroupNorm(nn.Module):
    """nn.GroupNorm in elementary operations: coremltools translates the original only in fp32."""

    def __init__(self, norm: nn.GroupNorm) -> None:
        super().__init__()
        self.groups = norm.num_groups
        self.epsilon = nn.Buffer(torch.tensor(norm.eps))
        self.weight, self.bias = norm.weight, norm.bias
        self.mean, self.variance = nn.Buffer(norm.bias * 0), nn.Buffer(norm.weight * 0 + 1)

    def forward(self, hidden: Tensor) -> Tensor:
        """Normalize each group of channels of (B, C, H, W) to mean 0 and variance 1."""
        shape = hidden.shape
        grouped = hidden.reshape(shape[0], self.groups, -1, shape[2], shape[3])
        centred = grouped - grouped.mean(dim=(2, 3, 4), keepdim=True)
        variance = torch.square(centred).mean(dim=(2, 3, 4), keepdim=True)
        normal = centred * torch.rsqrt(variance + self.epsilon)
        normal = normal.reshape(shape)
        return F.batch_norm(normal, self.mean, self.variance, self.weight, self.bias, eps=0)


class ChannelFeedForward(nn.Module):
    """The gated GELU feed-forward of a transformer block, as 1x1 convolutions."""

    def __init__(self, feed_forward: Any) -> None:
        super().__init__()
        gate, _dropout, out = feed_forward.net[:3]
        if type(gate).__name__ != "GEGLU":
            raise BadInput(
                "This UNet’s feed-forward layers are of a kind that can’t be converted.",
                f"{type(gate).__name__} instead of GEGLU",
            )
        self.into = pointwise(gate.proj)
        self.out = pointwise(out)

    def forward(self, hidden: Tensor) -> Tensor:
        """Map (B, C, 1, S) to (B, C, 1, S)."""
        hidden, gate = self.into(hidden).chunk(2, dim=1)
        return self.out(hidden * F.gelu(gate))


class ChannelBlock(nn.Module):
    """diffusers' BasicTransformerBlock on (B, C, 1, S)."""

    def __init__(self, block: Any, kernel: Kernel) -> None:
        super().__init__()
        gated = hasattr(block, "fuser")
        if block.norm_type != "layer_norm" or block.pos_embed is not None or gated:
            raise BadInput(
                "This UNet’s transformer blocks are of a kind that can’t be converted.",
                f"norm {block.norm_type}, gated {gated}",
            )
        self.first_crosses = bool(block.only_cross_attention)
        self.norm1 = ChannelNorm(block.norm1)
        self.attention1 = ChannelAttention(block.attn1, kernel)
        self.norm2 = ChannelNorm(block.norm2) if block.attn2 is not None else None
        self.attention2 = ChannelAttention(block.attn2, kernel) if block.attn2 is not None else None
        self.second_crosses = not block.double_self_attention
        self.norm3 = ChannelNorm(block.norm3)
        self.feed_forward = ChannelFeedForward(block.ff)

    def forward(self, hidden: Tensor, context: Tensor | None) -> Tensor:
        """Map `hidden` (B, C, 1, S), with `context` (B, C', 1, S'), to (B, C, 1, S)."""
        first = context if self.first_crosses else None
        hidden = self.attention1(self.norm1(hidden), first) + hidden
        if self.norm2 is not None and self.attention2 is not None:
            second = context if self.second_crosses else None
            hidden = self.attention2(self.norm2(hidden), second) + hidden
        return self.feed_forward(self.norm3(hidden)) + hidden


class ChannelTransformer(nn.Module):
    """diffusers' Transformer2DModel with the same signature, channels-first throughout."""

    def __init__(self, transformer: Any, kernel: Kernel) -> None:
        super().__init__()
        if not transformer.is_input_continuous:
            raise BadInput("This UNet works on tokens, not on latents, and can’t be converted.")
        self.norm = GroupNorm(transformer.norm)
        self.proj_in = pointwise(transformer.proj_in)
        self.blocks = nn.ModuleList(
            ChannelBlock(block, kernel) for block in transformer.transformer_blocks
        )
        self.proj_out = pointwise(transformer.proj_out)

    def forward(
        self, hidden_states: Tensor, encoder_hidden_states: Tensor | None = None, **_: object
    ) -> tuple[Tensor]:
        """Map `hidden_states` (B, C, H, W), with `encoder_hidden_states` (B, C', 1, S')."""
        batch, _channels, height, width = hidden_states.shape
        hidden = self.proj_in(self.norm(hidden_states))
        hidden = hidden.reshape(batch, hidden.shape[1], 1, height * width)
        for block in self.blocks:
            hidden = block(hidden, encoder_hidden_states)
        hidden = self.proj_out(hidden.reshape(batch, hidden.shape[1], height, width))
        return (hidden + hidden_states,)


class ImageAttention(nn.Module):
    """The VAE's self-attention over all positions of (B, C, H, W)."""

    def __init__(self, attention: Any) -> None:
        super().__init__()
        self.norm = GroupNorm(attention.group_norm) if attention.group_norm else None
        self.attention = ChannelAttention(attention, split_einsum_v2)
        self.rescale = float(attention.rescale_output_factor)

    def forward(self, hidden_states: Tensor, **_: object) -> Tensor:
        """Map (B, C, H, W) to (B, C, H, W), with the residual added."""
        batch, channels, height, width = hidden_states.shape
        hidden = hidden_states if self.norm is None else self.norm(hidden_states)
        hidden = self.attention(hidden.reshape(batch, channels, 1, height * width))
        hidden = hidden.reshape(batch, channels, height, width) + hidden_states
        return hidden if self.rescale == 1 else hidden / self.rescale


class ResidualBlock(nn.Module):
    """diffusers' ResnetBlock2D without its division, which coremltools does in float32."""

    def __init__(self, block: Any) -> None:
        super().__init__()
        resizes = block.upsample is not None or block.downsample is not None
        shifts = block.time_embedding_norm == "scale_shift"
        if shifts or block.output_scale_factor != 1 or resizes:
            raise BadInput(
                "This model’s residual blocks are of a kind that can’t be converted.",
                f"shifts {shifts}, resizes {resizes}, factor {block.output_scale_factor}",
            )
        self.norm1, self.norm2 = GroupNorm(block.norm1), GroupNorm(block.norm2)
        self.conv1, self.conv2 = block.conv1, block.conv2
        self.activation = block.nonlinearity
        self.time = block.time_emb_proj
        self.time_activation = nn.Identity() if block.skip_time_act else block.nonlinearity
        self.shortcut = nn.Identity() if block.conv_shortcut is None else block.conv_shortcut

    def forward(self, hidden: Tensor, temb: Tensor | None = None) -> Tensor:
        """Map `hidden` (B, C, H, W), with time embedding `temb` (B, T), to (B, C', H, W)."""
        inner = self.conv1(self.activation(self.norm1(hidden)))
        if temb is not None and self.time is not None:
            inner = inner + self.time(self.time_activation(temb))[:, :, None, None]
        return self.shortcut(hidden) + self.conv2(self.activation(self.norm2(inner)))


class Doubling(nn.Module):
    """diffusers' Upsample2D: doubled by repetition, cropped to `output_size`, then convolved.

    Cropping to an odd side equals interpolating to it, and stays a plain repetition.
    """

    def __init__(self, upsample: Any) -> None:
        super().__init__()
        self.conv = upsample.conv if upsample.use_conv else nn.Identity()

    def forward(
        self, hidden_states: Tensor, output_size: Any = None, *_: object, **__: object
    ) -> Tensor:
        """Map (B, C, H, W) to (B, C', 2H, 2W), or to the requested (H', W')."""
        hidden = F.interpolate(hidden_states, scale_factor=2.0, mode="nearest")
        if output_size is not None:
            height, width = (int(side) for side in output_size)
            if (height, width) != (hidden.shape[2], hidden.shape[3]):
                hidden = hidden[:, :, :height, :width]
        return self.conv(hidden)


class SinusoidalTimeEmbedding(nn.Module):
    """diffusers' Timesteps with the frequencies as constants: (N,) to (N, channels)."""

    def __init__(self, steps: Any) -> None:
        super().__init__()
        half = steps.num_channels // 2
        exponent = torch.arange(half, dtype=torch.float32) / (half - steps.downscale_freq_shift)
        frequencies = torch.exp(-math.log(10000) * exponent) * float(steps.scale)
        self.frequencies = nn.Buffer(frequencies[None, :])
        self.cosine_first = bool(steps.flip_sin_to_cos)

    def forward(self, timesteps: Tensor) -> Tensor:
        """Return the cosines and sines of each timestep at each frequency, (N, channels)."""
        angles = timesteps[:, None] * self.frequencies
        waves = [torch.cos(angles), torch.sin(angles)]
        return torch.cat(waves if self.cosine_first else waves[::-1], dim=-1)


def adapt(model: nn.Module, attention: Attention) -> nn.Module:
    """Replace, in place, all of `model`'s layers that have a channels-first form; return it.

    Raises BadInput for a kind of layer that has none.
    """
    kernel = KERNELS[attention]
    for name, child in list(model.named_children()):
        if isinstance(child, Transformer2DModel):
            setattr(model, name, ChannelTransformer(child, kernel))
        elif isinstance(child, DiffusersAttention):
            setattr(model, name, ImageAttention(child))
        elif isinstance(child, Upsample2D) and child.interpolate and not child.use_conv_transpose:
            setattr(model, name, Doubling(child))
        elif isinstance(child, ResnetBlock2D):
            setattr(model, name, ResidualBlock(child))
        elif isinstance(child, nn.GroupNorm):
            setattr(model, name, GroupNorm(child))
        elif isinstance(child, Timesteps):
            setattr(model, name, SinusoidalTimeEmbedding(child))
        else:
            adapt(child, attention)
    return model
