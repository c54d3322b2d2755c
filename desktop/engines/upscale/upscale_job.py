"""Upscaling of a picture tile by tile, so that any size fits into memory."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image

import desktop
from desktop.core.engine_interface import CancelCheck, Emit
from desktop.core.events import DrawnPicture, Progress
from desktop.core.hardware.compute import ComputeUnit
from desktop.core.messages import Message
from desktop.core.recipe import upscaled_recipe
from desktop.core.tasks import UpscaleRequest
from desktop.engines.sampling.explain_errors import explain_error
from desktop.engines.torch.devices import pick_device, release_memory
from desktop.models.requests.pictures.fitted_pictures import read_picture

from .upscaler_nets import Upscaler, load_upscaler

OVERLAP = 16
"""Pixels around a tile that are computed and discarded, so that no seam shows."""


def upscale(
    task: UpscaleRequest,
    job: str,
    emit: Emit,
    check: CancelCheck,
    own_recipe: Mapping[str, Any] | None = None,
) -> DrawnPicture:
    """Return the upscaled picture of `task`; its recipe extends `own_recipe`, the source's.

    Raises BadInput, EaselError, and what `check` raises.
    """
    began = time.monotonic()
    picture = read_picture(task.image, Message("picture"))
    device = pick_device(ComputeUnit.ALL)
    with explain_error():
        net = load_upscaler(Path(task.model))
        net.module.to(device)

        def on_progress(fraction: float) -> None:
            check()
            emit(Progress(job=job, what=Message("upscaling"), fraction=fraction))

        pixels = enlarge(net, picture, max(task.tile, 4 * OVERLAP), device, on_progress)
    del net
    release_memory(device)
    seconds = time.monotonic() - began
    return DrawnPicture(
        index=0,
        width=pixels.shape[1],
        height=pixels.shape[0],
        rgb=pixels.tobytes(),
        recipe=upscaled_recipe(
            task.image,
            Path(task.model).name,
            (pixels.shape[1], pixels.shape[0]),
            device.type,
            own_recipe,
            created=datetime.now().astimezone().isoformat(timespec="seconds"),
            app=f"Easel {desktop.__version__}",
        ),
        seconds=seconds,
        seconds_per_step=seconds,
    )


@torch.inference_mode()
def enlarge(
    net: Upscaler,
    picture: Image.Image,
    tile: int,
    device: torch.device,
    on_progress: Callable[[float], None] = lambda _: None,
) -> NDArray[np.uint8]:
    """Return `picture` enlarged by `net.scale`, (H, W, 3) uint8, in tiles of `tile` pixels a side.

    `on_progress` is called with the fraction done before each tile, and may raise to stop.
    """
    source = torch.tensor(np.asarray(picture), dtype=torch.float32).permute(2, 0, 1)[None] / 255
    height, width = source.shape[-2:]
    result = np.zeros((height * net.scale, width * net.scale, 3), dtype=np.uint8)
    tiles = list(_tiles(width, height, tile))
    for number, (left, top, right, bottom) in enumerate(tiles):
        on_progress(number / len(tiles))
        x0, y0 = max(left - OVERLAP, 0), max(top - OVERLAP, 0)
        x1, y1 = min(right + OVERLAP, width), min(bottom + OVERLAP, height)
        part = source[..., y0:y1, x0:x1].to(device, next(net.module.parameters()).dtype)
        large = net.module(part)[0].float().clamp(0, 1).permute(1, 2, 0)
        pixels = (large * 255).round().to(torch.uint8).cpu().numpy()
        scale = net.scale
        inner = pixels[
            (top - y0) * scale : (bottom - y0) * scale, (left - x0) * scale : (right - x0) * scale
        ]
        result[top * scale : bottom * scale, left * scale : right * scale] = inner
    return result


def _tiles(width: int, height: int, tile: int) -> Iterator[tuple[int, int, int, int]]:
    for top in range(0, height, tile):
        for left in range(0, width, tile):
            yield left, top, min(left + tile, width), min(top + tile, height)
