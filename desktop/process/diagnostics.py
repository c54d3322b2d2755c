"""What a bug report needs: versions, machine, folders, last errors; no prompts, no user's name."""

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
"""Lines of the engine's log in which its last errors are looked for."""
_LEAST_HIDDEN = 4
"""Characters: shorter prompts are not looked for, they would be found inside other words."""
_RECORD = re.compile(r"^\d{4}-\d\d-\d\d \S+ [A-Z]+ desktop")
_HOMES = re.compile(r"/(?:Users|home)/[^/\s\"'”]+")
_ERROR_LINE = re.compile(
    r"^(?:[A-Za-z_.]+(?:Error|Exception|Interrupt)\b|Fatal Python|libc\+\+abi|OMP: Error)"
)
_SYSTEMS_LAST_WORDS = re.compile(r"\*\*\* Terminating app[^,]*|[^/\s]{1,100}: failed assertion\b.*")
"""What AppKit and Metal write before they end a process, wherever it stands in the line."""


def machine_facts() -> dict[str, Any]:
    """The app, the system, the memory."""
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
    """The packages that pictures depend on, and their versions."""
    found: dict[str, str] = {}
    for name in PACKAGES:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            found[name] = "not installed"
    return found


def folders(app_paths: AppPaths, output: str | Path) -> dict[str, str]:
    """Where things are kept, seen from the home folder."""
    kept: Mapping[str, Path] = {
        "settings": app_paths.settings,
        "pictures": Path(output),
        "models folder": app_paths.models,
        "caches": app_paths.cache,
        "logs": app_paths.logs,
    }
    return {name: without_home(path) for name, path in kept.items()}


def without_home(path: Path) -> str:
    """`path` with the home folder as ~, and nothing above it shown."""
    home = Path.home()
    if path == home or home in path.parents:
        return f"~/{path.relative_to(home)}"
    return _HOMES.sub("~", str(path))


def scrubbed(text: str) -> str:
    """`text` without the user's name in paths: every home folder is ~."""
    return _HOMES.sub("~", text.replace(str(Path.home()), "~"))


def last_errors(log: Path) -> list[str]:
    """The kinds of the last errors in the engine's log, without what they say: it may quote a
    prompt.
    """
    lines = last_lines(log, _LOOKED_AT)
    found = [kind for line in lines if (kind := _error_kind(line))]
    return [scrubbed(kind) for kind in found[-_LAST_ERRORS:]]


def _error_kind(line: str) -> str:
    """The kind of error that a line of the log tells of, "" where it tells of none."""
    said = _SYSTEMS_LAST_WORDS.search(line)
    if said is not None:
        return said[0]
    return line.partition(":")[0] if _ERROR_LINE.match(line) else ""


def diagnostics(
    app_paths: AppPaths, output: str | Path, sentences: list[str], extra: Mapping[str, Any]
) -> str:
    """The report as text to paste. `sentences` are the last errors that the window showed."""
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
    """What to send with a bug: versions, machine, traceback, the last lines of the logs.

    `hidden` are texts that must not be in it, the prompts; home folders are left out too. Of the
    engine's log only Easel's own lines are taken: libraries may quote a prompt.
    """
    facts = {**machine_facts(), **versions()}
    lines = [sentence, "", *(f"{key}: {value}" for key, value in facts.items())]
    lines += ["", details.strip() or "no details"]
    if app_paths is not None:
        lines += ["", "Window:", *(last_lines(app_paths.window_log, _LAST_LINES) or ["no log"])]
        lines += ["", "Engine:", *(_own_records(app_paths.engine_log) or ["no log"])]
    return _without(scrubbed("\n".join(lines)), hidden) + "\n"


def _without(text: str, hidden: Iterable[str]) -> str:
    """`text` without the prompts, and without the names of pictures that were made from them."""
    prompts = [words.strip() for words in hidden]
    wanted = {*prompts, *(slug(words) for words in prompts if words)}
    for words in sorted(wanted, key=len, reverse=True):
        if len(words) >= _LEAST_HIDDEN:
            text = text.replace(words, "(prompt)")
    return text


def _own_records(log: Path) -> list[str]:
    lines = last_lines(log, 10 * _LAST_LINES)
    return [line for line in lines if _RECORD.match(line)][-_LAST_LINES:]
