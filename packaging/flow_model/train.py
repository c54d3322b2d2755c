"""Trains the little flow model on a GPU: first the VAE, then encoder and transformer together."""

from __future__ import annotations

import copy
import itertools
import math
import time
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image

from .prepare import read_data
from .shapes import (
    TEMPLATE,
    TOKENS,
    heard,
    make_text_encoder,
    make_tokenizer,
    make_transformer,
    make_vae,
    save,
)

EMPTY_CAPTIONS = 0.1
SHIFT = 3.0
"""Times are drawn evenly and shifted to more noise, as the sampling shifts them."""
STEPS = 20


def train(data: Path, output: Path, vae_seconds: float, flow_seconds: float, batch: int) -> None:
    """Train for so long, tell the losses, write the folder and a sheet of samples."""
    torch.manual_seed(0)
    random = np.random.default_rng(0)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    read, texts = read_data(data)
    pictures = torch.from_numpy(read)
    tokenizer = make_tokenizer([text for many in texts for text in many])
    vae = _train_vae(pictures, vae_seconds, device, batch // 8)
    latents = _latents_of(vae, pictures, device)
    encoder = make_text_encoder(len(tokenizer)).to(device)
    transformer = make_transformer().to(device)
    encoder, transformer = _train_flow(
        encoder,
        transformer,
        latents,
        _tokens(tokenizer, texts, device),
        flow_seconds,
        batch,
        random,
    )
    output.mkdir(parents=True, exist_ok=True)
    names = [many[0] for many in texts[:16]]
    _sheet(vae, encoder, transformer, tokenizer, names, device).save(output / "samples.png")
    save(output, vae.cpu(), encoder.cpu(), transformer.cpu(), tokenizer)
    print("things:", ", ".join(many[0] for many in texts))


def _train_vae(pictures: torch.Tensor, seconds: float, device: torch.device, batch: int) -> Any:
    vae = make_vae().to(device)
    optimizer = torch.optim.AdamW(vae.parameters(), lr=1e-3, weight_decay=1e-4)
    began, step = time.monotonic(), 0
    while (share := (time.monotonic() - began) / seconds) < 1:
        _rate(optimizer, share, 1.5e-3)
        chosen = torch.randint(len(pictures), (max(batch, 2),))
        pixels = _pixels(pictures[chosen], device)
        with torch.autocast(device.type, torch.bfloat16):
            moments = vae.encode(pixels).latent_dist
            again = vae.decode(moments.sample()).sample.float()
        loss = F.l1_loss(again, pixels) + 0.5 * _edges(again, pixels)
        total = loss + 1e-6 * moments.kl().mean() / 1000
        optimizer.zero_grad(set_to_none=True)
        total.backward()
        torch.nn.utils.clip_grad_norm_(vae.parameters(), 1.0)
        optimizer.step()
        if step % 250 == 0:
            print(f"vae {step} {share:.2f} {loss.item():.4f}", flush=True)
        step += 1
    print(f"vae ends at {step}: {loss.item():.4f}", flush=True)
    return vae.eval().requires_grad_(False)


def _edges(one: torch.Tensor, other: torch.Tensor) -> torch.Tensor:
    """The distance of what changes from pixel to pixel, at three scales."""
    total = one.new_zeros(())
    for _ in range(3):
        total = total + F.l1_loss(one.diff(dim=-1), other.diff(dim=-1))
        total = total + F.l1_loss(one.diff(dim=-2), other.diff(dim=-2))
        one, other = F.avg_pool2d(one, 2), F.avg_pool2d(other, 2)
    return total


@torch.no_grad()
def _latents_of(vae: Any, pictures: torch.Tensor, device: torch.device) -> torch.Tensor:
    """(n, 256, 128): packed and brought to mean 0, spread 1, which `vae.bn` remembers."""
    found = [vae.encode(_pixels(part, device)).latent_dist.mode() for part in pictures.split(16)]
    packed = _packed(torch.cat(found))
    vae.bn.running_mean.copy_(packed.mean((0, 2, 3)))
    vae.bn.running_var.copy_(packed.var((0, 2, 3)))
    scaled = (packed - vae.bn.running_mean[:, None, None]) / _spread(vae)
    return scaled.flatten(2).transpose(1, 2)


def _spread(vae: Any) -> torch.Tensor:
    return (vae.bn.running_var + vae.config.batch_norm_eps).sqrt()[:, None, None]


def _packed(latent: torch.Tensor) -> torch.Tensor:
    """(n, C, H, W) as (n, 4 C, H/2, W/2)."""
    n, channels, height, width = latent.shape
    cells = latent.reshape(n, channels, height // 2, 2, width // 2, 2).permute(0, 1, 3, 5, 2, 4)
    return cells.reshape(n, channels * 4, height // 2, width // 2)


def _tokens(tokenizer: Any, texts: list[list[str]], device: torch.device) -> list[Any]:
    """For each picture its captions' ids and masks, the empty prompt last of all."""
    found = []
    for many in [*texts, [""]]:
        batch = tokenizer(
            [TEMPLATE.format(text) for text in many],
            padding="max_length",
            truncation=True,
            max_length=TOKENS,
            return_tensors="pt",
        )
        found.append((batch.input_ids.to(device), batch.attention_mask.to(device)))
    return found


def _train_flow(
    encoder: Any,
    transformer: Any,
    latents: torch.Tensor,
    tokens: list[Any],
    seconds: float,
    batch: int,
    random: np.random.Generator,
) -> tuple[Any, Any]:
    device = latents.device
    both = torch.nn.ModuleList([encoder, transformer])
    mean = copy.deepcopy(both).eval().requires_grad_(False)
    optimizer = torch.optim.AdamW(both.parameters(), lr=1e-3, weight_decay=0.01, betas=(0.9, 0.99))
    places, words = _positions(device)
    shown = 0.0
    began, step = time.monotonic(), 0
    while (share := (time.monotonic() - began) / seconds) < 1:
        _rate(optimizer, share, 1.2e-3)
        chosen = random.integers(len(latents), size=batch)
        ids, mask = _captions(tokens, chosen, random)
        clean = latents[torch.from_numpy(chosen).to(device)]
        noise = torch.randn_like(clean)
        time_ = torch.rand(batch, device=device)
        time_ = SHIFT * time_ / (1 + (SHIFT - 1) * time_)
        noisy = time_[:, None, None] * noise + (1 - time_[:, None, None]) * clean
        with torch.autocast(device.type, torch.bfloat16):
            text = heard(encoder, ids, mask)
            velocity = transformer(
                noisy, text, timestep=time_, img_ids=places, txt_ids=words, return_dict=False
            )[0]
        loss = F.mse_loss(velocity.float(), noise - clean)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(both.parameters(), 1.0)
        optimizer.step()
        with torch.no_grad():
            keep = min(0.9995, step / (step + 20))
            pairs = zip(mean.parameters(), both.parameters(), strict=True)
            for kept, now in pairs:
                kept.lerp_(now, 1 - keep)
        if step % 100 == 0:
            shown = 0.9 * shown + 0.1 * loss.item() if step else loss.item()
            if step % 500 == 0:
                print(f"flow {step} {share:.2f} {shown:.4f}", flush=True)
        step += 1
    print(f"flow ends at {step}: {loss.item():.4f}", flush=True)
    return mean[0], mean[1]


def _captions(
    tokens: list[Any], chosen: np.ndarray, random: np.random.Generator
) -> tuple[torch.Tensor, torch.Tensor]:
    ids, masks = [], []
    for index in chosen:
        many = tokens[-1] if random.random() < EMPTY_CAPTIONS else tokens[index]
        # The names themselves as often as all that the thing is called beside them.
        count = min(2, len(many[0])) if random.random() < 0.4 else len(many[0])
        one = int(random.integers(count))
        ids.append(many[0][one])
        masks.append(many[1][one])
    return torch.stack(ids), torch.stack(masks)


def _positions(device: torch.device) -> tuple[torch.Tensor, torch.Tensor]:
    """The positions (t, h, w, l) of the 16 x 16 cells and of the tokens."""
    one, side = torch.arange(1), torch.arange(16)
    places = torch.cartesian_prod(one, side, side, one)
    words = torch.cartesian_prod(one, one, one, torch.arange(TOKENS))
    return places.to(device), words.to(device)


def _rate(optimizer: Any, share: float, top: float) -> None:
    """Warm up over the first fiftieth, then fall along a half cosine."""
    rate = top * min(1.0, share * 50 + 0.02) * (0.5 + 0.5 * math.cos(math.pi * min(share, 1.0)))
    for group in optimizer.param_groups:
        group["lr"] = max(rate, top * 0.005)


def _pixels(pictures: torch.Tensor, device: torch.device) -> torch.Tensor:
    return pictures.to(device).permute(0, 3, 1, 2).float() / 127.5 - 1


@torch.no_grad()
def _sheet(
    vae: Any, encoder: Any, transformer: Any, tokenizer: Any, names: list[str], device: torch.device
) -> Image.Image:
    """16 samples by Euler's method over klein's times, four in a row."""
    ids, mask = _tokens(tokenizer, [names], device)[0]
    text = heard(encoder, ids, mask)
    places, words = _positions(device)
    torch.manual_seed(1)
    state = torch.randn(len(names), 256, 128, device=device)
    times = torch.linspace(1, 0, STEPS + 1)
    shift = math.exp(1.85)
    times = shift * times / (1 + (shift - 1) * times)
    for now, following in itertools.pairwise(times):
        moment = torch.full((len(names),), float(now), device=device)
        velocity = transformer(
            state, text, timestep=moment, img_ids=places, txt_ids=words, return_dict=False
        )[0]
        state = state + float(following - now) * velocity
    packed = state.transpose(1, 2).reshape(-1, 128, 16, 16)
    packed = packed * _spread(vae) + vae.bn.running_mean[:, None, None]
    cells = packed.reshape(-1, 32, 2, 2, 16, 16).permute(0, 1, 4, 2, 5, 3)
    pictures = vae.decode(cells.reshape(-1, 32, 32, 32)).sample
    pixels = ((pictures.clamp(-1, 1) + 1) * 127.5).round().byte().permute(0, 2, 3, 1).cpu().numpy()
    rows = [np.concatenate(list(pixels[start : start + 4]), axis=1) for start in range(0, 16, 4)]
    return Image.fromarray(np.concatenate(rows, axis=0))
