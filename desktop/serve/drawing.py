"""Run the blocking service for one HTTP request; cancel the job when the client disconnects."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TypeVar

import anyio
from starlette.requests import Request

from .job_ticket import JobTicket

T = TypeVar("T")
_GLANCE = 0.5
"""Seconds between two checks of the connection."""
_THREADS = 64


async def while_connected(request: Request, work: Callable[[JobTicket], T]) -> T:
    """Return the result of `work`, run on a thread; its ticket is canceled if the client
    disconnects.

    Raises the errors of `work`.
    """
    ticket = JobTicket()
    limiter = anyio.CapacityLimiter(_THREADS)

    async def watch() -> None:
        while not await request.is_disconnected():
            await anyio.sleep(_GLANCE)
        ticket.cancel()

    results: list[T | Exception] = []
    async with anyio.create_task_group() as group:
        group.start_soon(watch)
        try:
            results.append(await anyio.to_thread.run_sync(partial(work, ticket), limiter=limiter))
        except Exception as error:  # a group would wrap it
            results.append(error)
        group.cancel_scope.cancel()
    result = results[0]
    if isinstance(result, Exception):
        raise result
    return result
