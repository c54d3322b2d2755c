"""Log files: each start keeps a number of earlier logs.

Each module logs as `logging.getLogger(__name__)`. ERROR is a bug, WARNING something that Easel had
to do without, INFO what a reader of a bug report wants to know: never a prompt.
"""

from __future__ import annotations

import copy
import logging
import logging.handlers
import os
import sys
from collections import Counter
from contextlib import suppress
from io import TextIOWrapper
from pathlib import Path

from desktop.core.errors import EaselError, origin_of
from desktop.core.messages import Message
from desktop.files.atomic import private_opener
from desktop.files.bounded import UnreadableError, decoded, open_regular
from desktop.files.disk_errors import disk_error

LOGGER = "desktop"
"""The parent name of all of Easel's loggers."""
KEPT = 3
_MOST_BYTES = 512 * 1024
_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
_TAIL_BYTES = 64 * 1024


def rotate(path: Path, kept: int = KEPT) -> None:
    """Make room for a new `path`: name.log becomes name.1.log, that name.2.log, up to `kept`."""
    with suppress(OSError):  # a log that can't be kept is no reason not to work
        for number in range(kept, 0, -1):
            older = path.with_stem(f"{path.stem}.{number - 1}") if number > 1 else path
            if older.exists():
                older.replace(path.with_stem(f"{path.stem}.{number}"))


def log_to(path: Path) -> logging.Handler:
    """Log Easel's own loggers to `path`, which rotates by size; return the handler.

    Raises EaselError where it can't be written. Close the handler in the end.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handler = _LogFile(path)
    except OSError as error:
        raise disk_error(error, path, Message("write its log")) from error
    return _begin(handler)


def log_to_stderr(level: int = logging.INFO) -> logging.Handler:
    """Log Easel's own loggers from `level` on to stderr: the engine child's log."""
    handler = _LogStream(sys.stderr)
    handler.setLevel(level)
    return _begin(handler)


def close_log(handler: logging.Handler) -> None:
    """Close the handler of `log_to` or `log_to_stderr`."""
    logging.getLogger(LOGGER).removeHandler(handler)
    with suppress(OSError, ValueError):  # the disk is full, or stderr closed: it is lost
        handler.close()


def last_lines(path: Path, count: int) -> list[str]:
    """Return the last `count` lines of a log; none where it is unreadable."""
    try:
        with open_regular(path) as stream:
            stream.seek(max(0, os.fstat(stream.fileno()).st_size - _TAIL_BYTES))
            text = decoded(stream.read(_TAIL_BYTES))
    except (OSError, UnreadableError):
        return []
    return text.splitlines()[-count:]


def _begin(handler: logging.Handler) -> logging.Handler:
    handler.setFormatter(logging.Formatter(_FORMAT))
    logger = logging.getLogger(LOGGER)
    logger.setLevel(logging.INFO)
    logger.addHandler(handler)
    return handler


class _Repeats:
    """Filter of repeated bugs: the traceback once, then a line at 10, 100, 1000 times."""

    def __init__(self) -> None:
        self._times: Counter[str] = Counter()

    def collapsed(self, record: logging.LogRecord) -> logging.LogRecord | None:
        """Return the record to write in place of `record`, None for none."""
        error = record.exc_info[1] if record.exc_info else None
        if error is None or isinstance(error, EaselError):
            return record
        origin = origin_of(error)
        self._times[origin] += 1
        times = self._times[origin]
        if times == 1:
            return record
        if str(times).strip("0") != "1":
            return None
        short = copy.copy(record)
        short.msg, short.args = f"{record.getMessage()}: {origin}, {times} times by now", ()
        short.exc_info = short.exc_text = None
        return short


class _LogFile(logging.handlers.RotatingFileHandler):
    """A log file; on a full disk records are dropped, and the app goes on."""

    def __init__(self, path: Path) -> None:
        self._repeats = _Repeats()
        super().__init__(
            path,
            maxBytes=_MOST_BYTES,
            backupCount=KEPT,
            encoding="utf-8",
            errors="backslashreplace",
        )

    def _open(self) -> TextIOWrapper:
        """Open the log, readable by the user only (called by logging)."""
        stream = open(self.baseFilename, "ab", opener=private_opener)  # noqa: SIM115
        return TextIOWrapper(stream, self.encoding, self.errors)

    def emit(self, record: logging.LogRecord) -> None:
        """Write one record (called by logging, under the handler's lock)."""
        collapsed = self._repeats.collapsed(record)
        if collapsed is not None:
            super().emit(collapsed)

    def handleError(self, record: logging.LogRecord) -> None:
        """Report on stderr that a record could not be written: no other channel is left."""
        with suppress(OSError, ValueError, AttributeError):
            sys.stderr.write(f"easel: not logged: {record.getMessage()}\n")


class _LogStream(logging.StreamHandler):  # type: ignore[type-arg]
    """A log on a stream."""

    def __init__(self, stream: object) -> None:
        self._repeats = _Repeats()
        super().__init__(stream)  # type: ignore[arg-type]

    def emit(self, record: logging.LogRecord) -> None:
        """Write one record (called by logging, under the handler's lock)."""
        collapsed = self._repeats.collapsed(record)
        if collapsed is not None:
            super().emit(collapsed)
