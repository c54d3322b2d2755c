"""A lack of memory while a part loads is told as that, not as a damaged file."""

from __future__ import annotations

import pytest

from desktop.core.messages import Message
from desktop.engines.torch.whole_modules import unreadable

CUDA = RuntimeError("CUDA out of memory. Tried to allocate 2 GiB")
CPU = RuntimeError("DefaultCPUAllocator: can't allocate memory: you tried to allocate 49807360")


@pytest.mark.parametrize("error", [CUDA, CPU, MemoryError()])
def test_no_memory(error: Exception) -> None:
    assert "not enough memory" in str(unreadable(Message("VAE"), error))


def test_damage() -> None:
    assert "damaged" in str(unreadable(Message("VAE"), ValueError("bad shape")))
