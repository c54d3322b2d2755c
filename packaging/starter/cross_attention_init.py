"""Initial cross-attention of the UNet: each of the 4x4 positions attends to its grid token."""

from __future__ import annotations

import torch
from diffusers import UNet2DConditionModel
from diffusers.models.attention import BasicTransformerBlock
from torch import Tensor, nn

from .grid_tokens import CONTENT_WIDTH, GRID_TOKENS

# How much more attention, as a logit, a place gives to its slot than to another.
OWN_TOKEN_LOGIT = 12.0
RIDGE = 10.0


@torch.no_grad()
def init_cross_attention(unet: UNet2DConditionModel, latents: Tensor, states: Tensor) -> None:
    """Makes the UNet's cross-attention, at each of the 4x4 places, hear that place's slot.

    `latents` are some noisy ones (n, 4, 32, 32), `states` as many captions' (n, 77, width). The
    first kernels at 4x4 are given marks of where a place lies; then each attention's queries are
    fitted, by least squares, to the slot of the place that they come from.
    """
    _mark_places(unet.down_blocks[-1].resnets[0])
    times = torch.linspace(0, 999, len(latents)).long()
    blocks = [*unet.down_blocks[-1].attentions, *unet.mid_block.attentions]
    for block in (*blocks, *unet.up_blocks[0].attentions):
        _fit_attention(unet, block.transformer_blocks[0], latents, times, states)


def _mark_places(resnet: nn.Module) -> None:
    """Six channels of the output tell the row and the column of a place on a 4x4 grid.

    One input channel becomes a constant; a kernel that looks at one neighbour reads 0 in its place
    where there is none. Two such kernels in a row tell all four columns apart.
    """
    constant = resnet.norm1.weight.numel() - 1
    resnet.norm1.weight[constant], resnet.norm1.bias[constant] = 0, 3
    one = resnet.conv1.weight
    one[:, constant] = 0
    sides = {0: (1, 0), 1: (1, 2), 2: (0, 1), 3: (2, 1)}  # left, right, above, below
    for channel, (row, column) in sides.items():
        one[channel] = 0
        one[channel, constant, row, column] = 3
        resnet.time_emb_proj.weight[channel] = 0
        resnet.time_emb_proj.bias[channel] = 0
        resnet.conv1.bias[channel] = 0
    two = resnet.conv2.weight
    marks = [(0, (1, 1)), (0, (1, 0)), (1, (1, 1)), (2, (1, 1)), (2, (0, 1)), (3, (1, 1))]
    for channel, (source, tap) in enumerate(marks):
        two[channel] = 0
        two[channel, source, tap[0], tap[1]] = 3
        resnet.conv2.bias[channel] = 0
        resnet.conv_shortcut.weight[channel] = 0
        resnet.conv_shortcut.bias[channel] = 0


def _fit_attention(
    unet: UNet2DConditionModel,
    block: BasicTransformerBlock,
    latents: Tensor,
    times: Tensor,
    states: Tensor,
) -> None:
    seen: list[Tensor] = []
    hook = block.norm2.register_forward_hook(lambda _module, _args, out: seen.append(out))
    unet(latents, times, states)
    hook.remove()
    features = seen[0].reshape(-1, seen[0].shape[-1])
    own = torch.eye(GRID_TOKENS).repeat(len(latents), 1)
    wanted = own - 1 / GRID_TOKENS
    features = features - features.mean(0)
    gram = features.T @ features + RIDGE * torch.eye(features.shape[1])
    fitted = torch.linalg.solve(gram, features.T @ wanted).T
    attention = block.attn2
    width = attention.to_q.weight.shape[0] // attention.heads
    loud = states[:, -GRID_TOKENS:, CONTENT_WIDTH:].diagonal(dim1=1, dim2=2).mean()
    for head in range(attention.heads):
        rows = slice(head * width, head * width + GRID_TOKENS)
        attention.to_q.weight[rows] = fitted
        attention.to_k.weight[rows] = 0
        attention.to_k.weight[rows, CONTENT_WIDTH:] = torch.eye(GRID_TOKENS) * (
            OWN_TOKEN_LOGIT * width**0.5 / loud
        )
        rest = slice(rows.stop, (head + 1) * width)
        attention.to_q.weight[rest] *= 0.3
    for kernel in (attention.to_v, attention.to_out[0]):
        kernel.weight *= 3**0.5
