"""What the storage tests share: recipes and small pictures."""

from __future__ import annotations

import os
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from desktop.storage.pictures.picture_files import write_picture

AWKWARD_PROMPTS = [
    "red apple",
    "a, b, c: d; e",
    'she said "hi", then: {"json": [1]}',
    "first line\nsecond line\nthird",
    "빨간 사과, 눈 오는 밤",
    "🍎🧑‍🎨 emoji \\ back\\slash \t tab",
    "Steps to success, Seed: of doubt, Size: matters",
    "(masterpiece:1.2), [bad|good], <lora:thing:0.5> AND cat",
    "",
]


def make_recipe(**changes: Any) -> dict[str, Any]:
    recipe: dict[str, Any] = {
        "version": 1,
        "prompt": "red apple on a table",
        "negative_prompt": "blurry, text",
        "seed": 7,
        "index": 0,
        "width": 8,
        "height": 6,
        "steps": 20,
        "guidance_scale": 7.5,
        "sampler": "euler_ancestral",
        "noise_schedule": "karras",
        "rng": "torch",
        "model": {"name": "starter", "family": "sd1", "hash": "0123456789abcdef" * 4},
        "runtime": "torch",
        "compute_unit": "ALL",
        "device": "cpu",
        "precision": "fp32",
        "loras": [],
        "image": None,
        "created": "2026-11-22T10:00:00+00:00",
        "app": "Easel 0.1.0",
    }
    return {**recipe, **changes}


def pixels(width: int = 8, height: int = 6) -> bytes:
    return bytes(
        (x * 7 + y * 31 + c * 3) % 256
        for y in range(height)
        for x in range(width)
        for c in range(3)
    )


def picture(folder: Path, **changes: Any) -> Path:
    return write_picture(pixels(), 8, 6, make_recipe(**changes), folder)


@contextmanager
def without_permission(path: Path, mode: int = 0) -> Generator[None]:
    """Within, `path` has only the rights of `mode`, for root too (who becomes nobody meanwhile).

    Let the tested code run once before, so that nothing has to be imported within.
    """
    before, user = path.stat().st_mode, os.geteuid()
    path.chmod(mode)
    if user == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(user)
        path.chmod(before)
