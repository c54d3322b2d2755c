"""Workers side by side, each in a thread of its own that starts processes and waits for them."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor


def side_by_side(work: Callable[[int, threading.Event], None], workers: int) -> None:
    """Call `work` with 0 to `workers` - 1 and an event that asks it to stop, all at once.

    Raises what the first of them raised, and KeyboardInterrupt, once all have ended.
    """
    stop = threading.Event()
    with ThreadPoolExecutor(workers) as pool:
        try:
            for running in [pool.submit(work, number, stop) for number in range(workers)]:
                running.result()
        finally:
            stop.set()
