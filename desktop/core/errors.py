"""Errors that carry one sentence for a person, and the details for whoever asks."""

from __future__ import annotations


class EaselError(Exception):
    """Something failed; `sentence` says what and what to do, `details` is for a bug report.

    Exit code 1 on the command line.
    """

    exit_code = 1

    def __init__(self, sentence: str, details: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.details = details


class BadInput(EaselError):
    """What the user asked for can't be done as asked; nothing was started. Exit code 2."""

    exit_code = 2


class JobCancelled(Exception):
    """Raised inside an engine where it notices that its job was cancelled; a state, no error."""
