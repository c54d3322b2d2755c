"""Several processes of one thread each that train the same weights.

On a machine that is busy with other things, two threads of one process wait for each other at
every operation. Two processes don't: each applies its own gradient to the shared weights, one
at a time, while the others go on with weights that are a step old.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing.sharedctypes import Synchronized
from typing import Any, Protocol

import numpy as np
import torch
from torch import Tensor, multiprocessing, nn

from .optim import Average, share
from .training_time import TrainingClock


class Task(Protocol):
    """What is trained: `loss` draws one share of a batch and says how many pictures it had."""

    modules: list[nn.Module]

    def loss(self, progress: float, random: np.random.Generator, /) -> tuple[Tensor, float]: ...

    def rate(self, progress: float, step: int) -> float: ...


@dataclass
class Counters:
    """Numbers that all processes see."""

    step: int = 0
    pictures: float = 0.0
    spent: float = 0.0


@dataclass
class SharedWeightsTrainer:
    """Runs `workers` processes on a task."""

    task: Task
    optimizer: torch.optim.Optimizer
    average: Average
    clock: TrainingClock
    workers: int = 2
    counters: Counters = field(default_factory=Counters)

    def run(
        self,
        note: Callable[[dict[str, Any]], None],
        save: Callable[[], None],
        every: float = 15.0,
        save_every: float = 180.0,
    ) -> None:
        """Trains until the clock's budget is spent; `note` and `save` run in this process."""
        context = multiprocessing.get_context("fork")
        self._share(context)
        trainer = [
            context.Process(target=self._work, args=(number,), daemon=True)
            for number in range(self.workers)
        ]
        for worker in trainer:
            worker.start()
        note({"processes": [os.getpid(), *(worker.pid for worker in trainer)]})
        noted = saved = self.clock.spent
        self.clock.skip()
        while self.clock.progress < 1:
            time.sleep(1)
            self.clock.tick()
            self._progress.value = self.clock.progress
            if any(not worker.is_alive() for worker in trainer):
                raise SystemExit("A training process ended; the last checkpoint is whole.")
            if self.clock.spent - noted >= every:
                noted = self.clock.spent
                note(self._report())
            if self.clock.spent - saved >= save_every:
                saved = self.clock.spent
                self._saved(save)
        for worker in trainer:
            worker.join(60)
        self._saved(save)

    def _share(self, context: Any) -> None:
        for module in self.task.modules:
            module.share_memory()
        share(self.optimizer)
        self.average.share()
        self._parameters = [p for m in self.task.modules for p in m.parameters() if p.requires_grad]
        self._lock = context.Lock()
        self._progress: Synchronized[float] = context.Value("d", self.clock.progress)
        self._step: Synchronized[int] = context.Value("q", self.counters.step)
        self._pictures: Synchronized[float] = context.Value("d", self.counters.pictures)
        self._loss: Synchronized[float] = context.Value("d", 0.0)
        self._began = self.counters.step

    def _work(self, number: int) -> None:
        torch.set_num_threads(1)
        seed = (self.counters.step * 64 + number) * 2 + 1
        random = np.random.default_rng(seed)
        torch.manual_seed(seed)
        while self._progress.value < 1:
            loss, pictures = self.task.loss(self._progress.value, random)
            loss.backward()
            value = loss.item()
            if not np.isfinite(value):
                raise FloatingPointError("the loss is not finite")
            with self._lock:
                self._apply(value, pictures)
            self.optimizer.zero_grad(set_to_none=True)

    def _apply(self, loss: float, pictures: float) -> None:
        self._pictures.value += pictures
        self._loss.value += 0.02 * (loss - self._loss.value) if self._loss.value else loss
        self._step.value += 1
        warm = self._step.value - self._began
        rate = self.task.rate(self._progress.value, warm)
        for group in self.optimizer.param_groups:
            group["lr"] = rate * group["share"]
        torch.nn.utils.clip_grad_norm_(self._parameters, 1.0)
        self.optimizer.step()
        self.average.update()

    def _report(self) -> dict[str, Any]:
        return {
            "step": self._step.value,
            "loss": round(self._loss.value, 5),
            "pictures": round(self._pictures.value),
            "spent": round(self.clock.spent),
            "left": self.clock.left,
        }

    def _saved(self, save: Callable[[], None]) -> None:
        with self._lock:
            self.counters = Counters(self._step.value, self._pictures.value, self.clock.spent)
            save()
        self.clock.skip()
