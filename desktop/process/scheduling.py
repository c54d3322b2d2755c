"""How the engine child shares the processor with the window and with other programs.

All run at the same niceness. At nice 10 the child weighs a tenth of another program's thread
(sched(7): 110 to 1024), and beside one that computes on all cores a picture never came. A thread of
the window that is nicer than the child waits for a core behind it while it holds Python's lock, and
the thread that paints waits for the lock: gaps of 127 ms at nice 3. What goes first is said by the
slices alone: a shorter one is an earlier deadline (EEVDF).
"""

from __future__ import annotations

import ctypes
import logging
import os
import platform
import struct
import sys
from collections.abc import Mapping

THREAD_VARIABLES: Mapping[str, str] = {"GOMP_SPINCOUNT": "1500", "KMP_BLOCKTIME": "1"}
"""How long OpenMP's threads spin where they wait for one another, before they sleep.

libgomp (Linux) spins 300,000 times by default, some milliseconds: with another program on the same
cores it burns the time that the thread needs which it waits for. 1,500 turns are longer than most
of what lies between two operators of a UNet, so that alone few sleep. libomp (macOS) spins for
200 ms by default and counts in whole milliseconds.
"""
PAINTING_SLICE, POOL_SLICE, ENGINE_SLICE = 500_000, 3_000_000, 12_000_000
"""Nanoseconds that a thread of each kind works at a time. What the window's gaps are with them is
measured by `python -m tests.benchmarks contention`."""
_SYSTEM_CALLS = {"x86_64": (314, 315), "aarch64": (274, 275)}
"""sched_setattr and sched_getattr, for which libc has no names everywhere."""
_ATTRIBUTES = struct.Struct("=IIQiIQQQ")
"""struct sched_attr, version 0: size, policy, flags, nice, priority, runtime, deadline, period."""
logger = logging.getLogger(__name__)


def take_slice(nanoseconds: int) -> bool:
    """Let this thread, and those that it starts, work so long at a time: the longer, the later.

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
        logger.info("No slices of another length: %s", os.strerror(ctypes.get_errno()))
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
