"""Log files: each start of a log keeps the ones before it, up to a number."""

from __future__ import annotations

import logging
import logging.handlers
from contextlib import suppress
from pathlib import Path

KEPT = 3
_MOST_BYTES = 512 * 1024


def rotate(path: Path, kept: int = KEPT) -> None:
    """Make room for a new `path`: name.log becomes name.1.log, that name.2.log, up to `kept`."""
    with suppress(OSError):  # a log that can't be kept is no reason not to work
        for number in range(kept, 0, -1):
            older = path.with_stem(f"{path.stem}.{number - 1}") if number > 1 else path
            if older.exists():
                older.replace(path.with_stem(f"{path.stem}.{number}"))


def log_to(path: Path) -> logging.Handler | None:
    """Write warnings and errors of Easel's own logger "easel" to `path`, which rotates by size.

    None where it can't be written: the app works without. Close the handler in the end.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handler = logging.handlers.RotatingFileHandler(
            path, maxBytes=_MOST_BYTES, backupCount=KEPT, encoding="utf-8"
        )
    except OSError:
        return None
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    logger = logging.getLogger("easel")
    logger.setLevel(logging.INFO)
    logger.propagate = False
    logger.addHandler(handler)
    return handler


def close_log(handler: logging.Handler | None) -> None:
    """End what `log_to` began."""
    if handler is not None:
        logging.getLogger("easel").removeHandler(handler)
        handler.close()
