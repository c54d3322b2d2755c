"""How the engine child shares the processor with the window and with other programs.

It runs at the niceness of the window. At nice 10 it weighs a tenth of another program's thread
(sched(7): 110 to 1024), and beside one that computes on all cores a picture never came.
"""

from __future__ import annotations

import ctypes
import logging
import os
import platform
import struct
import sys
from collections.abc import Mapping

THREAD_VARIABLES: Mapping[str, str] = {"GOMP_SPINCOUNT": "12000", "KMP_BLOCKTIME": "1"}
"""How long OpenMP's threads spin where they wait for one another, before they sleep.

libgomp (Linux) spins 300,000 times by default, some milliseconds: with another program on the same
cores it burns the time that the thread needs which it waits for. 12,000 turns are longer than what
lies between two operators of a UNet, so that alone nearly none sleeps, and shorter than a slice of
the scheduler. libomp (macOS) spins for 200 ms by default and counts in whole milliseconds.
"""
_SLICE = 12_000_000
"""Nanoseconds. A longer slice is a later deadline (EEVDF): the window, whose slice is some 3 ms,
goes first when it wakes, although both have the same weight. What the window's gaps are with it is
measured by `python -m tests.benchmarks contention`."""
_SYSTEM_CALLS = {"x86_64": (314, 315), "aarch64": (274, 275)}
"""sched_setattr and sched_getattr, for which libc has no names everywhere."""
_ATTRIBUTES = struct.Struct("=IIQiIQQQ")
"""struct sched_attr, version 0: size, policy, flags, nice, priority, runtime, deadline, period."""
logger = logging.getLogger(__name__)


def take_long_slices(nanoseconds: int = _SLICE) -> bool:
    """Let this thread, and those that it starts, work longer at a time and come later.

    Returns whether the system can: Linux 6.12 and newer; older ones ignore it. Doesn't raise.
    """
    calls = _SYSTEM_CALLS.get(platform.machine())
    if sys.platform != "linux" or calls is None:
        return False
    set_attributes, get_attributes = calls
    library = ctypes.CDLL(None, use_errno=True)
    buffer = ctypes.create_string_buffer(_ATTRIBUTES.size)
    if library.syscall(get_attributes, 0, buffer, _ATTRIBUTES.size, 0) != 0:
        return False
    size, policy, flags, nice, priority, *_ = _ATTRIBUTES.unpack(buffer.raw)
    if policy != os.SCHED_OTHER:
        return False
    wanted = _ATTRIBUTES.pack(size, policy, flags, nice, priority, nanoseconds, 0, 0)
    if library.syscall(set_attributes, 0, wanted, 0) != 0:
        logger.info("No longer slices: %s", os.strerror(ctypes.get_errno()))
        return False
    return slice_of_this_thread() == nanoseconds


def slice_of_this_thread() -> int:
    """Nanoseconds that the scheduler gives this thread at a time; 0 where it doesn't say."""
    calls = _SYSTEM_CALLS.get(platform.machine())
    if sys.platform != "linux" or calls is None:
        return 0
    buffer = ctypes.create_string_buffer(_ATTRIBUTES.size)
    ctypes.CDLL(None).syscall(calls[1], 0, buffer, _ATTRIBUTES.size, 0)
    return int(_ATTRIBUTES.unpack(buffer.raw)[5])
