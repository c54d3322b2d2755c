"""Makes the little flow model: `python packaging/flow_model prepare|train`, see README.md."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

if __package__ in (None, ""):  # started by its path
    sys.path[0] = str(Path(__file__).resolve().parents[1])
    __package__ = "flow_model"


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="packaging/flow_model", description=__doc__)
    stages = parser.add_subparsers(dest="stage", required=True)
    prepare = stages.add_parser("prepare", help="pictures and names as one file")
    prepare.add_argument("--work", type=Path, required=True, help="as of packaging/starter")
    prepare.add_argument("--pictures", type=int, default=240, help="how many things to learn")
    prepare.add_argument("--data", type=Path, required=True, help="the file to write (.zip)")
    train = stages.add_parser("train", help="from that file to a diffusers folder")
    train.add_argument("--data", type=Path, required=True)
    train.add_argument("--output", type=Path, required=True)
    train.add_argument("--vae-seconds", type=float, default=110)
    train.add_argument("--flow-seconds", type=float, default=310)
    train.add_argument("--batch", type=int, default=256)
    chosen = parser.parse_args(arguments)
    if chosen.stage == "prepare":
        from .prepare import prepare as write

        write(chosen.work, chosen.pictures, chosen.data)
        return 0
    from .train import train as run

    run(chosen.data, chosen.output, chosen.vae_seconds, chosen.flow_seconds, chosen.batch)
    return 0


if __name__ == "__main__":
    sys.exit(main())
