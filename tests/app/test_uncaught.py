"""An exception that nothing caught is in the log and in a banner, wherever it was raised."""

from __future__ import annotations

import re
from pathlib import Path

from .conftest import RunApp

PLACES = {
    "in a slot": "ZeroDivisionError",
    "in a timer": "IndexError",
    "in QThread.run": "KeyError",
    "in a thread": "AttributeError",
    "in a pool": "TypeError",
    "in background work": "LookupError",
}


def test_no_exception_is_lost(easel_home: Path, run_app: RunApp) -> None:
    seen = run_app("everywhere")
    log = (easel_home / "Logs" / "easel.log").read_text()
    assert seen.code == 0
    for place, kind in PLACES.items():
        sentence = f"An unexpected error occurred in Easel ({kind})."
        assert seen.facts["errors"].count(sentence) == 1, place
        assert re.search(rf"^{kind}: .*{place}", log, re.MULTILINE), place
    assert log.count("Traceback") == len(PLACES)
    report = seen.facts["report"]
    assert "Traceback" in report
    assert "ERROR desktop.worker.uncaught: Uncaught exception in thread" in report


def test_a_flood_is_one_banner_that_counts(easel_home: Path, run_app: RunApp) -> None:
    seen = run_app("flood")
    (sentence,) = seen.facts["banners"]
    assert re.search(r"\(\d\d+ times\)$", sentence)
    assert len(seen.facts["errors"]) == 1
    log = (easel_home / "Logs" / "easel.log").read_text()
    assert log.count("Traceback") == 1
    assert "10 times by now" in log
