"""The part that paints: a UNet and the text encoder it listens to."""

from __future__ import annotations

import torch
from diffusers import UNet2DConditionModel
from transformers import CLIPTextConfig, CLIPTextModel

from .config import (
    LATENT_CHANNELS,
    LATENT_SIZE,
    POSITIONS,
    TEXT_HEADS,
    TEXT_HIDDEN,
    TEXT_LAYERS,
    TEXT_WIDTH,
)
from .grid_tokens import mark_grid_tokens

CHANNELS = (32, 64, 128, 256)
HEADS = 4
GROUPS = 8


def new_unet() -> UNet2DConditionModel:
    """Thin where the picture is large; words are conditioning at 4x4, where the grid tokens are."""
    unet = UNet2DConditionModel(
        sample_size=LATENT_SIZE,
        in_channels=LATENT_CHANNELS,
        out_channels=LATENT_CHANNELS,
        block_out_channels=CHANNELS,
        layers_per_block=1,
        down_block_types=(
            "DownBlock2D",
            "DownBlock2D",
            "DownBlock2D",
            "CrossAttnDownBlock2D",
        ),
        up_block_types=(
            "CrossAttnUpBlock2D",
            "UpBlock2D",
            "UpBlock2D",
            "UpBlock2D",
        ),
        cross_attention_dim=TEXT_WIDTH,
        attention_head_dim=HEADS,
        norm_num_groups=GROUPS,
    )
    with torch.no_grad():
        _keep_size(unet)
        _carry_noise(unet)
    return unet


def new_text_encoder(vocabulary: int) -> CLIPTextModel:
    """CLIP's text encoder, small; the last two ids of the vocabulary begin and end a text."""
    encoder = CLIPTextModel(
        CLIPTextConfig(
            vocab_size=vocabulary,
            hidden_size=TEXT_WIDTH,
            intermediate_size=TEXT_HIDDEN,
            projection_dim=TEXT_WIDTH,
            num_hidden_layers=TEXT_LAYERS,
            num_attention_heads=TEXT_HEADS,
            max_position_embeddings=POSITIONS,
            bos_token_id=vocabulary - 2,
            eos_token_id=vocabulary - 1,
            pad_token_id=vocabulary - 1,
        )
    )
    # A word says more than its place, from the start.
    torch.nn.init.normal_(encoder.embeddings.token_embedding.weight, std=0.2)
    mark_grid_tokens(encoder)
    return encoder


def _keep_size(unet: UNet2DConditionModel) -> None:
    """Makes the way up pass on as much as it gets.

    PyTorch's own start takes a factor of 1.7 off at every kernel; over the nine of the way up, what
    the words say at 8x8 would arrive a hundred times too small.
    """
    for block in unet.up_blocks:
        for resnet in block.resnets:
            resnet.conv_shortcut.weight.mul_(3**0.5)
        for sampler in block.upsamplers or ():
            sampler.conv.weight.mul_(3**0.5)


def _carry_noise(unet: UNet2DConditionModel) -> None:
    """Lets what comes in go out, as the start of telling noise.

    A noisy latent is nearly its own noise, and learning to pass it on exactly through group norm
    takes long. Each latent channel x travels as x and -x over the outermost skip connection, and
    silu(x) - silu(-x), which is x, leaves. Four of the groups hold one pair each.
    """
    into, out = unet.conv_in, unet.conv_out
    last = unet.up_blocks[-1].resnets[-1]
    width, hidden = CHANNELS[0] // GROUPS, last.conv_shortcut.in_channels - CHANNELS[0]
    pairs = 2 * LATENT_CHANNELS
    into.weight[:pairs] = 0
    into.bias[:pairs] = 0
    last.conv2.weight.zero_()
    last.conv2.bias.zero_()
    last.conv_shortcut.weight[: LATENT_CHANNELS * width] = 0
    last.conv_shortcut.bias[: LATENT_CHANNELS * width] = 0
    out.weight.zero_()
    out.bias.zero_()
    for channel in range(LATENT_CHANNELS):
        for sign, place in ((1.0, 0), (-1.0, 1)):
            carrier = 2 * channel + place
            row = channel * width + place
            into.weight[carrier, channel, 1, 1] = sign
            last.conv_shortcut.weight[row, hidden + carrier] = 1
            out.weight[channel, row, 1, 1] = sign * (2 / width) ** 0.5
