"""Turns the errors of torch and diffusers into one sentence for a person."""

from __future__ import annotations

import traceback
from collections.abc import Generator
from contextlib import contextmanager

import torch

from desktop.core.errors import EaselError, InternalError, JobCancelled, origin_of

_NO_MEMORY = ("out of memory", "can't allocate memory", "not enough memory", "invalid buffer size")


@contextmanager
def explain_error() -> Generator[None]:
    """Let EaselError and JobCancelled pass; turn anything else into one that has a sentence.

    A lack of memory is an EaselError, what nobody foresaw an InternalError.
    """
    try:
        yield
    except (EaselError, JobCancelled):
        raise
    except (MemoryError, torch.OutOfMemoryError) as error:
        raise _no_memory(error) from error
    except Exception as error:
        if any(words in str(error).lower() for words in _NO_MEMORY):
            raise _no_memory(error) from error
        first = (str(error).splitlines() or [type(error).__name__])[0]
        raise InternalError(
            "The engine failed: {reason}", traceback.format_exc(), origin_of(error), reason=first
        ) from error


def _no_memory(error: BaseException) -> EaselError:
    return EaselError(
        "There is not enough memory for this picture: choose a smaller size, a smaller model, or "
        "close other apps.",
        f"{type(error).__name__}: {error}",
    )
