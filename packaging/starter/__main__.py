"""Trains the starter model: `python packaging/starter --work FOLDER`, from nothing to a folder."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

if __package__ in (None, ""):  # started by its path
    sys.path[0] = str(Path(__file__).resolve().parents[1])
    __package__ = "starter"

import torch

from .config import Places
from .evaluate import NAMES
from .fetch import fetch
from .finish import finish
from .stages import Run

STAGES = ("fetch", "encoder", "decoder", "words", "painter", "finish")
SMOKE = {"encoder": 0.2, "decoder": 0.2, "words": 0.3, "painter": 0.3}


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="packaging/starter", description=__doc__)
    parser.add_argument("--work", type=Path, required=True, help="data and checkpoints go here")
    parser.add_argument("--output", type=Path, help="the finished folder (default: WORK/starter)")
    parser.add_argument("--resume-from", type=Path, help="a finished folder to go on from")
    parser.add_argument("--only", choices=STAGES, action="append", help="just this stage")
    parser.add_argument("--pictures", type=int, default=780, help="how many things to learn")
    parser.add_argument("--encoder-minutes", type=float, default=30)
    parser.add_argument("--decoder-minutes", type=float, default=90)
    parser.add_argument("--words-minutes", type=float, default=90)
    parser.add_argument("--painter-minutes", type=float, default=360)
    parser.add_argument("--workers", type=int, default=2, help="processes of one thread each")
    parser.add_argument("--names", type=int, default=NAMES, help="how many names to evaluate")
    parser.add_argument("--coder-every", type=int, default=1, help="evaluate every n-th picture")
    parser.add_argument("--smoke", action="store_true", help="all of it in two minutes, badly")
    chosen = parser.parse_args(arguments)

    torch.set_num_threads(1)
    places = Places(chosen.work, chosen.output or chosen.work / "starter")
    minutes = {
        "encoder": chosen.encoder_minutes,
        "decoder": chosen.decoder_minutes,
        "words": chosen.words_minutes,
        "painter": chosen.painter_minutes,
    }
    if chosen.smoke:
        minutes, chosen.pictures, chosen.names, chosen.coder_every = SMOKE, 24, 6, 400
    run = Run(places, minutes, chosen.pictures, chosen.workers, chosen.resume_from)
    stages = {
        "fetch": lambda: fetch(places.packages),
        "encoder": run.encoder,
        "decoder": run.decoder,
        "words": run.words,
        "painter": run.painter,
        "finish": lambda: finish(run, chosen.names, chosen.coder_every),
    }
    for stage in chosen.only or STAGES:
        stages[stage]()
    return 0


if __name__ == "__main__":
    sys.exit(main())
