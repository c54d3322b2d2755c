"""Normal noise of NVIDIA's GPUs: Philox 4x32-10 (Salmon et al. 2011) and Box-Muller."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

_MULTIPLIERS = (np.uint64(0xD2511F53), np.uint64(0xCD9E8D57))
_WEYL = (0x9E3779B9, 0xBB67AE85)
_INVERSE = np.float32(2.0**-32)
_INVERSE_TURN = np.float32(2.0**-32) * np.float32(2 * math.pi)
_ROUNDS = 10
_LOW = np.uint64(0xFFFFFFFF)
_HALF = np.uint64(32)


def philox_randn(seed: int, shape: tuple[int, ...], offset: int = 0) -> NDArray[np.float32]:
    """Return the float32 array of `torch.randn(shape, device="cuda")` after seeding with `seed`.

    `offset` is the number of calls before this one. `seed` has 64 bits.
    """
    count = math.prod(shape)
    counter = [np.zeros(count, np.uint64) for _ in range(4)]
    counter[0] += np.uint64(offset)
    counter[2] += np.arange(count, dtype=np.uint64)
    keys = [seed & 0xFFFFFFFF, seed >> 32 & 0xFFFFFFFF]
    for _ in range(_ROUNDS):
        counter = _round(counter, keys)
        keys = [(key + step) & 0xFFFFFFFF for key, step in zip(keys, _WEYL, strict=True)]
    first, second = (values.astype(np.uint32) for values in counter[:2])
    radius = first * _INVERSE + _INVERSE / 2
    angle = second * _INVERSE_TURN + _INVERSE_TURN / 2
    normal = np.sqrt(-2 * np.log(radius)) * np.sin(angle)
    return normal.astype(np.float32).reshape(shape)


def _round(counter: list[NDArray[np.uint64]], keys: list[int]) -> list[NDArray[np.uint64]]:
    left, right = counter[0] * _MULTIPLIERS[0], counter[2] * _MULTIPLIERS[1]
    return [
        (right >> _HALF) ^ counter[1] ^ np.uint64(keys[0]),
        right & _LOW,
        (left >> _HALF) ^ counter[3] ^ np.uint64(keys[1]),
        left & _LOW,
    ]
