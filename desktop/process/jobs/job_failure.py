"""Convert the exception that ended a job in the engine child into the job's last event."""

from __future__ import annotations

import logging
import traceback

from desktop.core.errors import BadInput, EaselError, InternalError, JobCancelled
from desktop.core.events import Cancelled, Event, Failed
from desktop.core.messages import Message

logger = logging.getLogger(__name__)


def last_event(job: str, error: Exception) -> Event:
    """Return Cancelled, or Failed with a message for a person; call while `error` is handled.

    A bug is logged with its traceback.
    """
    if isinstance(error, JobCancelled):
        return Cancelled(job=job)
    details = "".join(traceback.format_exception(error))
    if isinstance(error, InternalError):
        logger.error("Job %s failed: %s", job, error.message, exc_info=error)
    if isinstance(error, EaselError):
        return Failed(
            job=job,
            message=error.message,
            details=_sendable(error.details or details),
            bad_input=isinstance(error, BadInput),
            bug=isinstance(error, InternalError),
            unsaved=error.unsaved,
        )
    if isinstance(error, MemoryError):
        message = Message(
            "There was not enough memory for this picture: choose a smaller size or a smaller "
            "model."
        )
        return Failed(job=job, message=message, details=_sendable(details))
    logger.error("Job %s failed", job, exc_info=error)
    return Failed(
        job=job,
        message=Message("The engine failed ({kind}): see the details.", kind=type(error).__name__),
        details=_sendable(details),
        bug=True,
    )


def _sendable(text: str) -> str:
    """Return `text` without lone surrogates (file names may have them), which no frame can hold."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
