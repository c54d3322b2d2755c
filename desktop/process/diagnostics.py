"""The data of a bug report: versions, machine, folders, last errors; no prompts, no user name."""

from __future__ import annotations

import platform
import re
import sys
from collections.abc import Iterable, Mapping
from importlib import metadata
from pathlib import Path
from typing import Any

from desktop import __version__
from desktop.models.machine import macos_version, this_machine
from desktop.storage.app_paths import AppPaths
from desktop.storage.logs import last_lines
from desktop.storage.pictures.slugs import slug

PACKAGES = (
    "torch",
    "diffusers",
    "transformers",
    "coremltools",
    "PySide6-Essentials",
    "numpy",
    "safetensors",
    "peft",
    "pillow",
)
_LAST_ERRORS = 10
_LAST_LINES = 40
_LOOKED_AT = 10_000
"""Number of lines of the engine's log that are searched for errors."""
_LEAST_HIDDEN = 4
"""Minimum characters of a hidden prompt: shorter ones would match inside other words."""
_RECORD = re.compile(r"^\d{4}-\d\d-\d\d \S+ [A-Z]+ desktop")
_HOMES = re.compile(r"/(?:Users|home)/[^/\s\"'”]+")
_ERROR_LINE = re.compile(
    r"^(?:[A-Za-z_.]+(?:Error|Exception|Interrupt)\b|Fatal Python|libc\+\+abi|OMP: Error)"
)
_SYSTEMS_LAST_WORDS = re.compile(r"\*\*\* Terminating app[^,]*|[^/\s]{1,100}: failed assertion\b.*")
"""Messages that AppKit and Metal write before ending a process, anywhere in the line."""


def machine_facts() -> dict[str, Any]:
    """Return facts about the app, the system and the memory."""
    machine = this_machine()
    return {
        "easel": __version__,
        "system": f"{platform.system()} {platform.release()} {platform.machine()}",
        "macos": macos_version() or "no",
        "python": platform.python_version(),
        "frozen": bool(getattr(sys, "frozen", False)),
        "memory": f"{machine.memory_bytes / 2**30:.0f} GB",
    }


def versions() -> dict[str, str]:
    """Return the versions of the packages that pictures depend on, by name."""
    found: dict[str, str] = {}
    for name in PACKAGES:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            found[name] = "not installed"
    return found


def folders(app_paths: AppPaths, output: str | Path) -> dict[str, str]:
    """Return the app's folders by purpose, relative to the home folder."""
    kept: Mapping[str, Path] = {
        "settings": app_paths.settings,
        "pictures": Path(output),
        "models folder": app_paths.models,
        "caches": app_paths.cache,
        "logs": app_paths.logs,
    }
    return {name: without_home(path) for name, path in kept.items()}


def without_home(path: Path) -> str:
    """Return `path` with the home folder as ~, and nothing above it shown."""
    home = Path.home()
    if path == home or home in path.parents:
        return f"~/{path.relative_to(home)}"
    return _HOMES.sub("~", str(path))


def scrubbed(text: str) -> str:
    """Return `text` without the user's name in paths: every home folder is ~."""
    return _HOMES.sub("~", text.replace(str(Path.home()), "~"))


def last_errors(log: Path) -> list[str]:
    """Return the types of the last errors in the engine's log, without their texts, which may quote
    a prompt.
    """
    lines = last_lines(log, _LOOKED_AT)
    found = [kind for line in lines if (kind := _error_kind(line))]
    return [scrubbed(kind) for kind in found[-_LAST_ERRORS:]]


def _error_kind(line: str) -> str:
    """Return the error type in a log line, "" where there is none."""
    said = _SYSTEMS_LAST_WORDS.search(line)
    if said is not None:
        return said[0]
    return line.partition(":")[0] if _ERROR_LINE.match(line) else ""


def diagnostics(
    app_paths: AppPaths, output: str | Path, sentences: list[str], extra: Mapping[str, Any]
) -> str:
    """Return the report as text. `sentences` are the last errors that the window showed."""
    report: dict[str, Any] = {
        **machine_facts(),
        **versions(),
        **folders(app_paths, output),
        **extra,
    }
    lines = [f"{key}: {value}" for key, value in report.items()]
    errors = [scrubbed(text) for text in sentences[-_LAST_ERRORS:]]
    lines += ["", "Last errors shown:", *(errors or ["none"])]
    lines += ["", "Last errors of the engine:", *(last_errors(app_paths.engine_log) or ["none"])]
    return "\n".join(lines) + "\n"


def bug_report(
    app_paths: AppPaths | None, sentence: str, details: str, hidden: Iterable[str] = ()
) -> str:
    """Return the text of a bug report: versions, machine, traceback, the last lines of the logs.

    `hidden` are texts that must not appear in it, the prompts; home folders are left out too. Of
    the engine's log only Easel's own lines are taken: libraries may quote a prompt.
    """
    facts = {**machine_facts(), **versions()}
    lines = [sentence, "", *(f"{key}: {value}" for key, value in facts.items())]
    lines += ["", details.strip() or "no details"]
    if app_paths is not None:
        lines += ["", "Window:", *(last_lines(app_paths.window_log, _LAST_LINES) or ["no log"])]
        lines += ["", "Engine:", *(_own_records(app_paths.engine_log) or ["no log"])]
    return _without(scrubbed("\n".join(lines)), hidden) + "\n"


def _without(text: str, hidden: Iterable[str]) -> str:
    """Return `text` without the prompts and without the file names derived from them."""
    prompts = [words.strip() for words in hidden]
    wanted = {*prompts, *(slug(words) for words in prompts if words)}
    for words in sorted(wanted, key=len, reverse=True):
        if len(words) >= _LEAST_HIDDEN:
            text = text.replace(words, "(prompt)")
    return text


def _own_records(log: Path) -> list[str]:
    lines = last_lines(log, 10 * _LAST_LINES)
    return [line for line in lines if _RECORD.match(line)][-_LAST_LINES:]
