"""Translation of torch's and diffusers' errors into one sentence for the user."""

from __future__ import annotations

import traceback
from collections.abc import Generator
from contextlib import contextmanager

from desktop.core.errors import EaselError, InternalError, JobCancelled, origin_of
from desktop.engines.torch.whole_modules import lacks_memory, no_memory


@contextmanager
def explain_error() -> Generator[None]:
    """Re-raise EaselError and JobCancelled; wrap any other error in one with a message.

    Out of memory becomes an EaselError, an unforeseen exception an InternalError.
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
