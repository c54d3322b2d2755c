"""Bounded, tolerant reading of the JSON files beside a model's weights."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

from desktop.files.bounded import UnreadableError, parse_json, read_bytes

MAX_CONFIG_BYTES = 4 * 1024 * 1024


def read_json(path: Path, limit: int = MAX_CONFIG_BYTES) -> dict[str, Any] | None:
    """Return the JSON object in `path`; None where missing, damaged or over `limit` bytes.

    Raises PermissionError where the system refuses, so that the user can be told.
    """
    try:
        return parse_object(read_bytes(path, limit), limit)
    except PermissionError:
        raise
    except (OSError, UnreadableError):
        return None


def parse_object(data: bytes, limit: int = MAX_CONFIG_BYTES) -> dict[str, Any] | None:
    """Return the JSON object in `data`, None for anything else."""
    try:
        value = parse_json(data, limit)
    except UnreadableError:
        return None
    return cast("dict[str, Any]", value) if isinstance(value, dict) else None


def text_of(config: dict[str, Any] | None, key: str) -> str:
    """Return a string value of a config, '' where missing or of another type."""
    value = (config or {}).get(key)
    return value if isinstance(value, str) else ""


def integer_of(config: dict[str, Any] | None, key: str) -> int | None:
    """Return a whole number of a config, None where missing or of another type."""
    value = (config or {}).get(key)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def object_of(config: dict[str, Any] | None, key: str) -> dict[str, Any]:
    """Return an object inside a config, empty where missing or of another type."""
    value = (config or {}).get(key)
    return cast("dict[str, Any]", value) if isinstance(value, dict) else {}
