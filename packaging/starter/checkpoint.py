"""A checkpoint holds all that a run needs to go on as if it had not stopped."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

import torch

from .shared_weights_trainer import Counters, SharedWeightsTrainer


def save(trainer: SharedWeightsTrainer, file: Path) -> None:
    """Writes all that `load` needs to go on, in one go."""
    state: dict[str, Any] = {
        "modules": [module.state_dict() for module in trainer.task.modules],
        "optimizer": trainer.optimizer.state_dict(),
        "average": trainer.average.state(),
        "counters": asdict(trainer.counters),
    }
    partial = file.with_suffix(".part")
    torch.save(state, partial)
    partial.replace(file)


def load(trainer: SharedWeightsTrainer, file: Path) -> None:
    """Brings a trainer to where the file's was."""
    state = load_mean(trainer, file)
    for module, values in zip(trainer.task.modules, state["modules"], strict=True):
        module.load_state_dict(values)
    trainer.optimizer.load_state_dict(state["optimizer"])
    trainer.clock.spent = trainer.counters.spent


def load_mean(trainer: SharedWeightsTrainer, file: Path) -> dict[str, Any]:
    """Only the mean weights and the counters, for a trainer that trains no further."""
    state = torch.load(file, weights_only=True)
    trainer.average.load(state["average"])
    trainer.counters = Counters(**state["counters"])
    return state
