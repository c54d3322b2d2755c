"""What goes wrong is shown once: known errors with their sentence, bugs with a report to send."""

from __future__ import annotations

import logging
from collections.abc import Callable

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from desktop.core.errors import BadInput, EaselError, InternalError
from desktop.core.events import EngineLost, Failed
from desktop.core.messages import Message
from desktop.ui.controls.notices.banner import Banner, BannerArea
from desktop.ui.controls.notices.bug_counter import BugCounter

from .conftest import MakeWindow
from .test_window import button, sentences


def bug(words: str = "odd") -> InternalError:
    try:
        raise KeyError(words)
    except KeyError as error:
        return InternalError.of(error)


@pytest.fixture
def area(qtbot, themed) -> BannerArea:
    made = BannerArea()
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.mark.parametrize("width", [250, 300, 480, 700])
@pytest.mark.parametrize("choices", [0, 1, 2])
def test_no_line_of_a_notice_is_lost(area: BannerArea, qtbot, width: int, choices: int) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    area.place_over(host)
    host.resize(width, 500)
    host.show()
    ways = [(f"Way {number}", lambda: None) for number in range(choices)]
    for number in range(3):
        area.add(Banner(f"{number}: the home folder can’t be written. " * 7, choices=ways))
    qtbot.settle()
    assert area.geometry().bottom() < host.height()
    assert not area.banners[0].isHidden()
    for words in [banner.words for banner in area.banners if not banner.isHidden()]:
        assert words.height() >= words.heightForWidth(words.width())
        assert words.width() >= area.width() / 2
    host.resize(700, 2000)
    assert not any(banner.isHidden() for banner in area.banners)


def names(banner: Banner) -> list[str]:
    return [shown.text() for shown in banner.buttons]


def test_a_known_error_can_be_copied_but_not_reported(area: BannerArea) -> None:
    area.show_error(EaselError("The disk is full.", "errno 28"))
    area.show_error(BadInput("No."))
    refused, failed = area.banners
    assert names(failed) == ["Details", "Copy"]
    assert failed.is_error
    assert names(refused) == []
    assert not refused.is_error


def test_a_bug_has_details_and_a_report(area: BannerArea) -> None:
    area.report = "report of {}: {}".format
    area.show_error(bug())
    (banner,) = area.banners
    assert names(banner) == ["Details", "Copy Report"]
    button(banner, "Details").click()
    assert "KeyError: 'odd'" in banner.findChild(QPlainTextEdit).toPlainText()
    button(banner, "Copy Report").click()
    text = QGuiApplication.clipboard().text()
    assert text.startswith("report of An unexpected error occurred in Easel (KeyError).")
    assert "KeyError: 'odd'" in text
    assert area.banners == [banner]  # it stays


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def shown(qtbot, themed) -> list[Banner]:
    return []


@pytest.fixture
def counter(shown: list[Banner]) -> BugCounter:
    def show(error: InternalError) -> Banner:
        shown.append(Banner(error.message))
        shown[-1].show()
        return shown[-1]

    return BugCounter(show, Clock())


def pass_time(counter: BugCounter, seconds: float) -> None:
    counter._clock.now += seconds  # type: ignore[attr-defined]


def test_the_same_bug_is_counted_in_its_banner(counter: BugCounter, shown: list[Banner]) -> None:
    for _ in range(3):
        pass_time(counter, 100)
        counter.note(bug())
    (banner,) = shown
    assert banner.words.text().endswith("(KeyError). (3 times)")
    assert banner.accessibleName() == banner.words.text()


def test_who_hears_of_it_twice_counts_it_once(counter: BugCounter, shown: list[Banner]) -> None:
    error = bug()
    counter.note(error)
    counter.note(error)
    assert "times" not in shown[0].words.text()


@pytest.mark.parametrize("destroyed", [False, True])
def test_a_closed_banner_stays_away_in_a_flood(
    counter: BugCounter, shown: list[Banner], destroyed: bool
) -> None:
    counter.note(bug())
    shown[0].dismiss()
    if destroyed:
        QCoreApplication.sendPostedEvents(shown[0], QEvent.Type.DeferredDelete)
    for _ in range(10):
        pass_time(counter, 0.5)
        counter.note(bug())
    assert len(shown) == 1
    pass_time(counter, 5)
    counter.note(bug())
    assert len(shown) == 2
    assert shown[1].words.text().endswith("(12 times)")


def test_another_line_is_another_bug(counter: BugCounter, shown: list[Banner]) -> None:
    counter.note(bug())
    try:
        _ = {}["other"]
    except KeyError as error:
        counter.note(InternalError.of(error))
    assert len(shown) == 2


@pytest.mark.expects_warnings("banner can't be shown")
def test_a_bug_in_showing_bugs_is_logged(themed, caplog) -> None:
    counter = BugCounter(lambda _: fail(RuntimeError("no room")))
    counter.note(bug())
    assert [record.levelno for record in caplog.records] == [logging.ERROR]
    assert "RuntimeError: no room" in caplog.text


def fail(error: Exception) -> None:
    raise error


PROVOKE: dict[str, tuple[str, Callable]] = {
    "background work": (
        "(RuntimeError)",
        lambda window: window.parts.services.background.run(
            lambda: fail(RuntimeError("odd")), lambda _: None
        ),
    ),
    "a job": (
        "The engine failed (KeyError)",
        lambda window: window.parts.services.session.failed.emit(
            Failed(
                job="1", message=Message("The engine failed (KeyError)."), details="Trace", bug=True
            )
        ),
    ),
    "a lost engine": (
        "The engine crashed",
        lambda window: window.parts.services.session.failed.emit(
            EngineLost(job="1", message=Message("The engine crashed."), details="Trace")
        ),
    ),
}


@pytest.mark.expects_warnings("Background work failed")
@pytest.mark.parametrize(("words", "provoke"), PROVOKE.values(), ids=PROVOKE)
def test_the_window_offers_a_report_without_prompts(
    qtbot, make_window: MakeWindow, easel_home, words: str, provoke: Callable
) -> None:
    window = make_window()
    window.parts.values.prompt = "my secret prompt"
    provoke(window)
    qtbot.waitUntil(lambda: any(words in sentence for sentence in sentences(window)))
    log = window.parts.services.app_paths.engine_log
    log.parent.mkdir(parents=True, exist_ok=True)
    log.write_text(
        "2026-11-27 01:02:03,004 INFO desktop.process.child: Job 1: GenerationRequest\n"
        "truncated: my other prompt\n"
        "2026-11-27 01:02:03,004 ERROR desktop.process.child: my secret prompt is odd\n"
        "2026-11-27 01:02:03,004 INFO desktop.process.child: “my-secret-prompt-7.png”\n"
    )
    button(window.parts.column.banners.banners[0], "Copy Report").click()
    text = QGuiApplication.clipboard().text()
    assert words in text.splitlines()[0]
    assert "torch: 2." in text
    assert "Trace" in text
    assert "Job 1: GenerationRequest" in text
    assert "(prompt) is odd" in text
    assert "“(prompt)-7.png”" in text
    assert "secret" not in text
    assert "other" not in text


def test_a_known_error_of_work_that_nobody_handles_is_shown(qtbot, make_window: MakeWindow) -> None:
    window = make_window()
    window.parts.services.background.run(
        lambda: fail(EaselError("The disk is full.")), lambda _: None
    )
    qtbot.waitUntil(lambda: "The disk is full." in sentences(window))
