"""Small, bounded, forgiving reading of the JSON files that lie beside a model's weights."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, cast

MAX_CONFIG_BYTES = 4 * 1024 * 1024


def read_json(path: Path, limit: int = MAX_CONFIG_BYTES) -> dict[str, Any] | None:
    """The JSON object in `path`; None where there is none, or it is damaged or over `limit` bytes.

    Raises PermissionError where the system refuses, so that the user can be told.
    """
    try:
        with path.open("rb") as file:
            data = file.read(limit + 1)
    except PermissionError:
        raise
    except OSError:
        return None
    return None if len(data) > limit else parse_object(data)


def parse_object(data: bytes) -> dict[str, Any] | None:
    """The JSON object in `data`, None where it is anything else."""
    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        return None
    return cast("dict[str, Any]", value) if isinstance(value, dict) else None


def text_of(config: dict[str, Any] | None, key: str) -> str:
    """A string value of a config, '' where it is missing or something else."""
    value = (config or {}).get(key)
    return value if isinstance(value, str) else ""


def integer_of(config: dict[str, Any] | None, key: str) -> int | None:
    """A whole number of a config, None where it is missing or something else."""
    value = (config or {}).get(key)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def object_of(config: dict[str, Any] | None, key: str) -> dict[str, Any]:
    """An object inside a config, empty where it is missing or something else."""
    value = (config or {}).get(key)
    return cast("dict[str, Any]", value) if isinstance(value, dict) else {}
