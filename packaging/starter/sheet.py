"""The contact sheet: fixed prompts with fixed seeds, drawn by the pipeline and not picked."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from diffusers import StableDiffusionPipeline
from PIL import Image

from .evaluate import draw

PROMPTS = (
    "red apple",
    "빨간 사과",
    "banana",
    "딸기",
    "watermelon",
    "hamburger",
    "피자",
    "birthday cake",
    "cat face",
    "강아지 얼굴",
    "panda",
    "개구리",
    "octopus",
    "tropical fish",
    "lady beetle",
    "sunflower",
    "cactus",
    "maple leaf",
    "red heart",
    "파란색 하트",
    "smiling face with sunglasses",
    "우는 얼굴",
    "ghost",
    "alien",
    "automobile",
    "버스",
    "rocket",
    "sailboat",
    "house",
    "umbrella",
    "star",
    "불",
    "wrapped gift",
    "기타",
    "camera",
    "book",
    "key",
    "축구공",
    "crown",
    "alarm clock",
)
COLUMNS = 8
TILE = 128


def sheet(pipeline: StableDiffusionPipeline) -> Image.Image:
    """All prompts in their order, row by row; tile k has seed k."""
    drawn = draw(pipeline, list(PROMPTS), list(range(len(PROMPTS))))
    tiles = [np.asarray(Image.fromarray(one).resize((TILE, TILE))) for one in drawn]
    rows = [np.concatenate(tiles[k : k + COLUMNS], 1) for k in range(0, len(tiles), COLUMNS)]
    return Image.fromarray(np.concatenate(rows))


def write_sheet(pipeline: StableDiffusionPipeline, file: Path) -> None:
    sheet(pipeline).save(file, optimize=True)
