"""Set up the engine child: its streams, its log, and the environment that libraries read."""

from __future__ import annotations

import faulthandler
import logging
import os
import sys
import threading
from collections.abc import MutableMapping

from desktop.storage.logs import log_to_stderr

_SYSTEM_PATHS = ("/usr/bin", "/bin")
logger = logging.getLogger(__name__)


def begin_log() -> None:
    """Log to stderr, with uncaught exceptions of threads and crashes of native code."""
    log_to_stderr()
    faulthandler.enable()
    threading.excepthook = _log_thread


def take_stdout() -> int:
    """Keep the real stdout for frames and return it; prints go to stderr from now on."""
    frames_out = os.dup(1)
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    return frames_out


def take_stdin() -> int:
    """Keep the real stdin for commands and return it; a library that reads stdin gets nothing."""
    commands = os.dup(0)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    return commands


def prepare_libraries(environment: MutableMapping[str, str]) -> None:
    """Set the variables that libraries read on import: offline, quiet, one thread for the GPU."""
    environment["HF_HUB_OFFLINE"] = "1"
    environment["TRANSFORMERS_OFFLINE"] = "1"
    environment.setdefault("DIFFUSERS_VERBOSITY", "error")
    environment.setdefault("TOKENIZERS_PARALLELISM", "false")
    # Else transformers converts a LoRA's text encoder on MPS in four threads, which MPS can't bear:
    # it hangs or ends the process (transformers issue 48029).
    environment.setdefault("HF_DEACTIVATE_ASYNC_LOAD", "1")
    if sys.platform == "darwin":  # coremltools asks `sw_vers` for the version at each load
        paths = environment.get("PATH", "").split(os.pathsep)
        system = [path for path in _SYSTEM_PATHS if path not in paths]
        environment["PATH"] = os.pathsep.join([path for path in (*paths, *system) if path])


def _log_thread(arguments: threading.ExceptHookArgs) -> None:
    """Log a thread's uncaught exception; Python would print it without time and name."""
    thread = arguments.thread.name if arguments.thread else "without a name"
    logger.error("Uncaught exception in thread %s", thread, exc_info=arguments.exc_value)
