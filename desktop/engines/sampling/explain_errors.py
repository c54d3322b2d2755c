"""Turns the errors of torch and diffusers into one sentence for a person."""

from __future__ import annotations

import traceback
from collections.abc import Generator
from contextlib import contextmanager

from desktop.core.errors import EaselError, InternalError, JobCancelled, origin_of
from desktop.engines.torch.whole_modules import lacks_memory, no_memory


@contextmanager
def explain_error() -> Generator[None]:
    """Let EaselError and JobCancelled pass; turn anything else into one that has a sentence.

    A lack of memory is an EaselError, what nobody foresaw an InternalError.
    """
    try:
        yield
    except (EaselError, JobCancelled):
        raise
    except Exception as error:
        if lacks_memory(error):
            raise no_memory(error) from error
        first = (str(error).splitlines() or [type(error).__name__])[0]
        raise InternalError(
            "The engine failed: {reason}", traceback.format_exc(), origin_of(error), reason=first
        ) from error
