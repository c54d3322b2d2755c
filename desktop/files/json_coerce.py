"""Coerce values from JSON to the expected type."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, cast


def as_mapping(value: object) -> Mapping[str, Any]:
    """Return `value` if it is a mapping, else an empty mapping."""
    return cast("Mapping[str, Any]", value) if isinstance(value, Mapping) else {}


def as_list(value: object) -> list[Any]:
    """Return `value` if it is a list, else an empty list."""
    return cast("list[Any]", value) if isinstance(value, list) else []


def as_text(value: object) -> str:
    """Return `value` if it is a string, else ''."""
    return value if isinstance(value, str) else ""


def as_number(value: object) -> float | None:
    """Return `value` as a finite number, also from digits in a string; else None."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    if isinstance(value, int):
        return value if abs(value) < 2**128 else None
    try:
        number = float(value)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def as_integer(value: object) -> int | None:
    """Return `value` as a whole number, also from digits in a string or from 20.0; else None."""
    if isinstance(value, str):
        digits = value.strip()
        if len(digits) <= 40 and digits.removeprefix("-").isascii():
            try:
                return int(digits)
            except ValueError:
                pass
    number = as_number(value)
    return int(number) if number is not None and number == int(number) else None
