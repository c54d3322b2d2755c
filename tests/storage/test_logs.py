"""Logs keep their predecessors, up to a number."""

from __future__ import annotations

import logging
from pathlib import Path

from desktop.storage.logs import close_log, log_to, rotate


def test_older_logs_move_on_and_the_oldest_goes(tmp_path: Path) -> None:
    log = tmp_path / "engine.log"
    for number in range(5):
        rotate(log, 2)
        log.write_text(str(number))
    assert log.read_text() == "4"
    assert (tmp_path / "engine.1.log").read_text() == "3"
    assert (tmp_path / "engine.2.log").read_text() == "2"
    assert len(list(tmp_path.iterdir())) == 3
    rotate(log, 0)
    assert log.read_text() == "4"


def test_the_windows_log_rotates_and_takes_any_words(tmp_path: Path) -> None:
    path = tmp_path / "Logs" / "easel.log"
    handler = log_to(path)
    assert handler is not None
    handler.maxBytes = 200  # type: ignore[attr-defined]
    for number in range(20):
        logging.getLogger("easel").info(
            "%s", f"오류 {number} 100 % \ud800".encode("utf-8", "replace")
        )
    close_log(handler)
    assert "19" in path.read_text()
    assert len(list(path.parent.iterdir())) == 4


def test_a_folder_that_cant_be_written_is_no_reason_to_stop(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert log_to(tmp_path / "file" / "easel.log") is None
    close_log(None)
    rotate(tmp_path / "file" / "engine.log")
