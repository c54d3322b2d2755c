"""All that is fuzzed, by name."""

from __future__ import annotations

from . import engine_files, foreign_answers, model_files, own_files, picture_files
from .fuzz_format import FuzzFormat

FORMATS: dict[str, FuzzFormat] = {
    **own_files.FORMATS,
    **picture_files.FORMATS,
    **model_files.FORMATS,
    **engine_files.FORMATS,
    **foreign_answers.FORMATS,
}
