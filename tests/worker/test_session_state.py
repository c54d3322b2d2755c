"""The state of several jobs that are drawn at once, and its words."""

from __future__ import annotations

import pytest

from desktop.core.messages import Message
from desktop.ui.i18n import progress_text
from desktop.worker.session_state import (
    Cancelling,
    LoadingModel,
    Ready,
    Running,
    RunningSeveral,
    State,
    state_of_all,
)


def running(job: str, step: int, left: float | None = None, **more: object) -> Running:
    plain = {"index": 0, "count": 1, "steps": 10, "seconds_per_step": 1.0}
    return Running(job=job, step=step, seconds_left=left, **{**plain, **more})


LOADING = LoadingModel("b", Message("model"), None, None, 0.0)


@pytest.mark.parametrize(
    ("states", "shown"),
    [
        ([], Ready()),
        ([running("a", 3)], running("a", 3)),
        ([LOADING, LOADING], LOADING),
        ([Cancelling("a"), running("b", 3)], Cancelling("a")),
        ([running("a", 5, 4.0), running("b", 1, 9.0)], RunningSeveral(2, 0.3, 9.0)),
        ([LOADING, running("b", 5)], RunningSeveral(2, 0.25, None)),
    ],
)
def test_several_jobs_have_one_state(states: list[State], shown: State) -> None:
    assert state_of_all(states) == shown


def test_the_words_are_those_of_all_places() -> None:
    spread = running("a", 5, 65.0, count=8, places=3, drawn=2, share=0.4)
    assert progress_text.title(spread) == "Drawing 8 in 3 places"
    assert progress_text.detail(spread) == "2 ready  ·  1 min 5 s left"
    assert progress_text.fraction(spread) == 0.4
    assert progress_text.picture_fraction(spread) == 0.5
    several = RunningSeveral(2, 0.3, 9.0)
    assert progress_text.title(several) == "Drawing 2 jobs"
    assert progress_text.detail(several) == "9 s left"
    assert progress_text.fraction(several) == 0.3
