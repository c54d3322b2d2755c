"""A checkpoint holds all that a run needs to go on as if it had not stopped."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

import torch

from .team import Counters, Team


def save(team: Team, file: Path) -> None:
    """Writes all that `load` needs to go on, in one go."""
    state: dict[str, Any] = {
        "modules": [module.state_dict() for module in team.task.modules],
        "optimizer": team.optimizer.state_dict(),
        "average": team.average.state(),
        "counters": asdict(team.counters),
    }
    partial = file.with_suffix(".part")
    torch.save(state, partial)
    partial.replace(file)


def load(team: Team, file: Path) -> None:
    """Brings a team to where the file's was."""
    state = load_mean(team, file)
    for module, values in zip(team.task.modules, state["modules"], strict=True):
        module.load_state_dict(values)
    team.optimizer.load_state_dict(state["optimizer"])
    team.clock.spent = team.counters.spent


def load_mean(team: Team, file: Path) -> dict[str, Any]:
    """Only the mean weights and the counters, for a team that trains no further."""
    state = torch.load(file, weights_only=True)
    team.average.load(state["average"])
    team.counters = Counters(**state["counters"])
    return state
