"""Adam and a running mean of the weights, both in memory that forked processes can share."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, nn


def shared_adam(
    modules: list[nn.Module], decay: float = 0.0, shares: tuple[float, ...] = ()
) -> torch.optim.AdamW:
    """AdamW whose state is there from the start, as processes that share it need.

    `shares` are the parts of the learning rate that the modules get; all of it where not given. A
    step with no gradient at rate zero makes the state and changes no weight.
    """
    groups = []
    for number, module in enumerate(modules):
        trained = [parameter for parameter in module.parameters() if parameter.requires_grad]
        share = shares[number] if shares else 1.0
        for kernels in (True, False):
            chosen = [parameter for parameter in trained if (parameter.ndim > 1) == kernels]
            weight_decay = decay if kernels else 0.0
            groups.append({"params": chosen, "weight_decay": weight_decay, "share": share})
    optimizer = torch.optim.AdamW(groups, lr=0.0, betas=(0.9, 0.99), fused=True)
    for group in groups:
        for parameter in group["params"]:
            parameter.grad = torch.zeros_like(parameter)
    optimizer.step()
    optimizer.zero_grad(set_to_none=True)
    return optimizer


def share(optimizer: torch.optim.Optimizer) -> None:
    """Moves what an optimizer remembers to shared memory."""
    for state in optimizer.state.values():
        for tensor in state.values():
            tensor.share_memory_()


class Average:
    """A running mean of weights that follows closely at first and slowly later."""

    def __init__(self, modules: list[nn.Module], decay: float) -> None:
        self.modules, self.decay = modules, decay
        self.updates = torch.zeros((), dtype=torch.float64)
        self.values = [tensor.detach().clone() for tensor in self._tensors()]

    @torch.no_grad()
    def update(self) -> None:
        self.updates += 1
        updates = self.updates.item()
        weight = 1 - min(self.decay, (1 + updates) / (10 + updates))
        torch._foreach_lerp_(self.values, self._tensors(), weight)

    def share(self) -> None:
        """Moves the mean to memory that forked processes share."""
        self.updates.share_memory_()
        for value in self.values:
            value.share_memory_()

    @torch.no_grad()
    def swap(self) -> None:
        """Exchanges the mean and the trained weights; call it twice to be where you were."""
        for value, tensor in zip(self.values, self._tensors(), strict=True):
            kept = tensor.detach().clone()
            tensor.copy_(value)
            value.copy_(kept)

    def state(self) -> dict[str, Any]:
        return {"updates": self.updates, "values": self.values}

    def load(self, state: dict[str, Any]) -> None:
        self.updates.copy_(state["updates"])
        for value, kept in zip(self.values, state["values"], strict=True):
            value.copy_(kept)

    def _tensors(self) -> list[Tensor]:
        return [parameter.data for module in self.modules for parameter in module.parameters()]
