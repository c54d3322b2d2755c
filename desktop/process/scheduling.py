"""Processor sharing of the engine child with the window and other programs.

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
"""Time that OpenMP's threads spin while waiting for one another, before they sleep.

libgomp (Linux) spins 300,000 times by default, some milliseconds: with another program on the same
cores it burns the time that the thread needs which it waits for. 1,500 turns are longer than most
of what lies between two operators of a UNet, so that alone few sleep. libomp (macOS) spins for 200
ms by default and counts in whole milliseconds.
"""
PAINTING_SLICE, POOL_SLICE, ENGINE_SLICE = 500_000, 3_000_000, 12_000_000
"""Time slice in nanoseconds of each kind of thread. The window's resulting gaps are measured by
`python -m tests.benchmarks contention`.
"""
_SYSTEM_CALLS = {"x86_64": (314, 315), "aarch64": (274, 275)}
"""sched_setattr and sched_getattr, which libc doesn't name everywhere."""
_ATTRIBUTES = struct.Struct("=IIQiIQQQ")
"""struct sched_attr, version 0: size, policy, flags, nice, priority, runtime, deadline, period."""
logger = logging.getLogger(__name__)


def take_slice(nanoseconds: int) -> bool:
    """Set this thread's time slice, inherited by the threads it starts: the longer, the later it
    runs.

    Returns whether the system can: Linux 6.12 and newer; older kernels ignore it. Doesn't raise.
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
    """Return this thread's time slice in nanoseconds; 0 where the scheduler doesn't report it."""
    calls = _SYSTEM_CALLS.get(platform.machine())
    if sys.platform != "linux" or calls is None:
        return 0
    buffer = ctypes.create_string_buffer(_ATTRIBUTES.size)
    ctypes.CDLL(None).syscall(calls[1], 0, buffer, _ATTRIBUTES.size, 0)
    return int(_ATTRIBUTES.unpack(buffer.raw)[5])
