"""Logs keep their predecessors, up to a number; a bug's traceback stands there once."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desktop.core.errors import EaselError
from desktop.storage.logs import close_log, last_lines, log_to, log_to_stderr, rotate

logger = logging.getLogger("desktop.tests")


@pytest.fixture
def begin_log() -> Iterator[Callable[[Path], logging.Handler]]:
    begun: list[logging.Handler] = []

    def begin(path: Path) -> logging.Handler:
        begun.append(log_to(path))
        return begun[-1]

    yield begin
    for handler in begun:
        close_log(handler)


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


def test_the_windows_log_rotates_and_takes_any_words(tmp_path: Path, begin_log) -> None:
    path = tmp_path / "Logs" / "easel.log"
    begin_log(path).maxBytes = 200  # type: ignore[attr-defined]
    for number in range(20):
        logger.info("오류 %s 100 %% \ud800", number)
    assert "오류 19 100 % \\ud800" in path.read_text()
    assert len(list(path.parent.iterdir())) == 4


def test_a_record_names_its_module_and_level(tmp_path: Path, begin_log) -> None:
    begin_log(tmp_path / "easel.log")
    logger.info("A job ended")
    logger.debug("nobody needs to know")
    logging.getLogger("elsewhere").error("not ours")
    (line,) = (tmp_path / "easel.log").read_text().splitlines()
    assert line.endswith("INFO desktop.tests: A job ended")


def bug(words: str) -> None:
    raise KeyError(words)


@pytest.mark.expects_warnings("It failed")
def test_the_same_bug_is_written_once_and_counted(tmp_path: Path, begin_log) -> None:
    begin_log(tmp_path / "easel.log")
    for number in range(250):
        try:
            bug(str(number))
        except KeyError:
            logger.exception("It failed")
    try:
        {}["another"]
    except KeyError:
        logger.exception("It failed")
    text = (tmp_path / "easel.log").read_text()
    assert text.count("Traceback") == 2
    assert "KeyError: '0'" in text
    assert "10 times by now" in text
    assert "100 times by now" in text
    assert len(text.splitlines()) < 25


@pytest.mark.parametrize("name", ["Logs/easel.log", "Logs/more/easel.log"])
def test_a_file_where_the_folder_should_be_is_one_sentence(tmp_path: Path, name: str) -> None:
    (tmp_path / "Logs").write_text("")
    with pytest.raises(EaselError, match=r"couldn’t write its log: .*is a file, not a folder"):
        log_to(tmp_path / name)
    rotate(tmp_path / name)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.expects_warnings("A picture was lost")
def test_a_full_disk_stops_nothing(tmp_path: Path, begin_log, capfd) -> None:
    (tmp_path / "easel.log").symlink_to("/dev/full")
    begin_log(tmp_path / "easel.log")
    logger.warning("A picture was lost")
    assert "not logged: A picture was lost" in capfd.readouterr().err


@pytest.mark.expects_warnings("A bug")
def test_a_command_says_only_bugs_on_stderr(capfd) -> None:
    handler = log_to_stderr(logging.ERROR)
    logger.warning("set aside: told by the command itself. A bug it is not")
    logger.error("A bug")
    close_log(handler)
    assert capfd.readouterr().err.strip().endswith("ERROR desktop.tests: A bug")


def test_the_last_lines_of_a_log(tmp_path: Path) -> None:
    path = tmp_path / "easel.log"
    assert last_lines(path, 3) == []
    path.write_bytes(b"".join(b"line %d \xff\n" % number for number in range(20_000)))
    assert last_lines(path, 2) == ["line 19998 \ufffd", "line 19999 \ufffd"]
