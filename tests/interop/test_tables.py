"""The tables that `python -m tests.interop` prints, where they are quick."""

from __future__ import annotations

from tests.interop.__main__ import labels, sigmas


def test_every_schedule_is_comfyuis() -> None:
    for schedule, *off in sigmas():
        assert all(float(value) < 2e-6 for value in off if value != "nan"), schedule


def test_every_label_is_right() -> None:
    assert {row[-1] for row in labels()} == {"right"}
