"""Runs the cases of one format: what they raise, how long they take, how much memory."""

from __future__ import annotations

import faulthandler
import hashlib
import logging
import os
import resource
import sys
import tempfile
import time
import traceback
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from random import Random
from typing import NamedTuple

from .formats import FORMATS
from .fuzz_format import FuzzFormat, FuzzTarget

CORPUS = Path(__file__).with_name("corpus")
HANG = 60
"""Seconds after which a case is taken to hang: the process ends then, with all stacks."""
_MEMORY = "/dev/shm"
_MOST_KEPT = 5
_UNIT = 1 if sys.platform == "darwin" else 1024


class FuzzOutcome(NamedTuple):
    """What the cases of a format showed. Seconds of the processor, megabytes above the base."""

    name: str
    cases: int
    unexpected: list[str]
    """Each: error, its place, and where the sample is kept."""
    failures: int
    slowest: float
    megabytes: float


def corpus_of(name: str) -> list[Path]:
    """The samples of a format that failed once."""
    return sorted((CORPUS / name.replace("/", "-").replace(" ", "-")).glob("*"))


def fuzzed(name: str, cases: int, seed: int = 1, keep: Path | None = None) -> FuzzOutcome:
    """Try the corpus and `cases` damaged files of a format; what fails is written into `keep`."""
    chosen = FORMATS[name]
    count = max(1, round(cases * chosen.share))
    kinds: dict[str, str] = {}
    slowest, highest, failures = 0.0, 0, 0
    with _target(chosen) as target:
        for whole in target.seeds:
            target.read(whole)
        base = _peak()
        for data in _damaged(name, target, count, seed):
            faulthandler.dump_traceback_later(HANG, exit=True)
            _forget_peak()
            began = time.process_time()
            failure = _failure(chosen, target, data)
            taken = time.process_time() - began
            faulthandler.cancel_dump_traceback_later()
            slowest, highest = max(slowest, taken), max(highest, _peak())
            if taken > 1:
                _kept(f"slow {name}", data, keep)
            if failure:
                failures += 1
                if failure not in kinds and len(kinds) < _MOST_KEPT:
                    kinds[failure] = _kept(name, data, keep)
    unexpected = [f"{failure} [{place}]" for failure, place in kinds.items()]
    megabytes = max(0, highest - base) / 1e6
    return FuzzOutcome(name, count, unexpected, failures, slowest, megabytes)


def _damaged(name: str, target: FuzzTarget, count: int, seed: int) -> Iterator[bytes]:
    """The samples that failed once, and `count` new ones."""
    for path in corpus_of(name):
        yield path.read_bytes()
    for case in range(count):
        yield FORMATS[name].mutation(Random(f"{name}:{seed}:{case}"), target.seeds)


@contextmanager
def _target(chosen: FuzzFormat) -> Iterator[FuzzTarget]:
    """The samples and the reader, in a folder that goes, without the warnings of either."""
    before = logging.root.manager.disable
    logging.disable()
    memory = _MEMORY if os.access(_MEMORY, os.W_OK) else None  # no disk has to be waited for
    with tempfile.TemporaryDirectory("-easel-fuzz", dir=memory) as home, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            yield chosen.begin(Path(home))
        finally:
            logging.disable(before)


def _failure(chosen: FuzzFormat, target: FuzzTarget, data: bytes) -> str:
    """What reading `data` raised that nobody expects, and where; "" for nothing."""
    try:
        target.read(data)
    except chosen.expected as refused:
        sentence = str(refused)
        return "" if sentence.strip() else f"{type(refused).__name__} without a sentence"
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # a panic of a library in Rust is no Exception
        places = traceback.extract_tb(error.__traceback__)
        ours = [place for place in places if "desktop" in Path(place.filename).parts] or places
        place = f"{Path(ours[-1].filename).name}:{ours[-1].lineno}"
        return f"{type(error).__name__} at {place}"
    return ""


def _kept(name: str, data: bytes, keep: Path | None) -> str:
    if keep is None:
        return f"{len(data)} bytes, not kept"
    folder = keep / name.replace("/", "-").replace(" ", "-")
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / hashlib.sha256(data).hexdigest()[:12]
    path.write_bytes(data)
    return str(path)


def _forget_peak() -> None:
    """Let the peak begin anew, so that what damaging a file took counts for none; Linux can."""
    with suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5")


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _UNIT
