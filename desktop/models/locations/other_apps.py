"""Model folders of other apps: found, and offered to the user, never used unasked."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, cast

import msgspec
import yaml

from desktop.core.names import name_key
from desktop.files.bounded import UnreadableError, read_bytes, unreadable
from desktop.models.config_files import read_json, text_of

from .app_folders import clones, fixed, pinokio

_MAX_YAML_BYTES = 64 * 1024
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_COMFY = ("ComfyUI", "comfyui", "comfy/ComfyUI")
_AROUND = ("", "Documents", "Desktop", "Downloads", "Applications", "AI", "src", "git", "Developer")
_GUARDED = (
    *("Documents", "Desktop", "Downloads"),
    *("Library/Containers", "Library/Mobile Documents", "Library/CloudStorage"),
)
"""Folders of the home folder for which a Mac asks the user before an app may read them, as for
other disks.
"""
_OTHER_DISKS = Path("/Volumes")
_HF_APP = "hf-diffusion-models"


class OtherPlace(msgspec.Struct, frozen=True, kw_only=True):
    """A folder with models of another app; `app` is the app's name."""

    app: str
    path: str


FindOthers = Callable[[bool], list[OtherPlace]]
"""The model folders of other apps; with False only those that bring up no system dialog."""


def other_places(
    home: Path | None = None,
    environment: Mapping[str, str] | None = None,
    *,
    everywhere: bool = True,
) -> list[OtherPlace]:
    """Return the existing model folders of other apps, each once. Never raises.

    Without `everywhere` the places that a Mac guards (Documents, Desktop, Downloads, iCloud,
    another app's container, other disks) are left alone: looking into them makes the system ask the
    user.
    """
    home = home or Path.home()
    environment = os.environ if environment is None else environment
    around = _AROUND if everywhere else tuple(name for name in _AROUND if name not in _GUARDED)
    found: dict[Path, str] = {}
    searches = (
        ("Hugging Face cache", [hub_cache(home, environment)]),
        ("ComfyUI", _comfy(home, around, everywhere=everywhere)),
        ("InvokeAI", _invoke(home, environment)),
        ("Diffusers (Hugging Face)", _hf_app(home)),
    )
    named = ((app, path) for app, paths in searches for path in paths)
    for app, path in (*named, *clones(home, around), *fixed(home), *pinokio(home)):
        if not everywhere and is_guarded(path, home):
            continue
        real = _real_folder(path)
        if real is not None and real not in found:
            found[real] = app
    return [OtherPlace(app=app, path=str(path)) for path, app in found.items()]


def is_guarded(path: Path, home: Path) -> bool:
    """Return whether a Mac asks the user before an app may read `path`, through any links.

    Only links are read for it. A Mac's disk ignores case and Unicode composition.
    """
    guarded = [_OTHER_DISKS, *(home / name for name in _GUARDED)]
    ways = {name_key(str(path)), name_key(os.path.realpath(path))}
    return any(
        way == key or way.startswith(f"{key}/")
        for way in ways
        for key in {name_key(str(place)) for place in guarded}
    )


def hub_cache(home: Path, environment: Mapping[str, str]) -> Path:
    """Return the path of huggingface_hub's cache, by the same variables that it reads."""
    if environment.get("HF_HUB_CACHE"):
        return Path(environment["HF_HUB_CACHE"]).expanduser()
    if environment.get("HF_HOME"):
        return Path(environment["HF_HOME"]).expanduser() / "hub"
    cache = environment.get("XDG_CACHE_HOME")
    return (Path(cache) if cache else home / ".cache") / "huggingface" / "hub"


def _comfy(home: Path, around: Sequence[str], *, everywhere: bool) -> list[Path]:
    support = home / "Library" / "Application Support" / "ComfyUI"
    config = read_json_quietly(support / "config.json")
    bases = [Path(text_of(config, "basePath"))] if text_of(config, "basePath") else []
    bases += [home / place / name for place in around for name in _COMFY]
    paths = [base / "models" for base in bases]
    yamls = [base / "extra_model_paths.yaml" for base in bases]
    for file in (*yamls, support / "extra_models_config.yaml"):
        if everywhere or not is_guarded(file, home):
            paths += extra_model_paths(file, home)
    return paths


def extra_model_paths(file: Path, home: Path) -> list[Path]:
    """Return the folders in ComfyUI's `extra_model_paths.yaml`; [] for a missing or damaged file.

    Each section has a `base_path` and, by kind, one path or several on lines of their own.
    """
    found: list[Path] = []
    for section in _sections(file):
        base = section.get("base_path")
        root = _expanded(base, home) if isinstance(base, str) and base else file.parent
        for key, value in section.items():
            if key in {"base_path", "is_default"} or not isinstance(value, str):
                continue
            found += [root / _expanded(line.strip(), home) for line in value.splitlines() if line]
    return found


def _sections(file: Path) -> Iterable[dict[str, Any]]:
    try:
        data = read_bytes(file, _MAX_YAML_BYTES)
        with unreadable("YAML"):
            content = yaml.load(data, _LOADER) if _is_plain(data) else None  # noqa: S506 - a safe loader
    except (OSError, UnreadableError):
        return []
    if not isinstance(content, dict):
        return []
    sections = cast("dict[Any, Any]", content).values()
    return [cast("dict[str, Any]", section) for section in sections if isinstance(section, dict)]


def _is_plain(data: bytes) -> bool:
    """Return whether `data` has a settings file's size and shape: deep nesting stalls a parser."""
    nested = data.count(b"[") + data.count(b"{") + data.count(b"- -")
    deepest = max((len(line) - len(line.lstrip()) for line in data.splitlines()), default=0)
    return nested <= 100 and deepest <= 200


def _expanded(text: str, home: Path) -> Path:
    return home / text[2:] if text.startswith("~/") else Path(text)


def _invoke(home: Path, environment: Mapping[str, str]) -> list[Path]:
    named = environment.get("INVOKEAI_ROOT")
    roots = [Path(named)] if named else []
    roots += [home / "invokeai", home / "InvokeAI", home / "Documents" / "invokeai"]
    return [root / "models" for root in roots]


def _hf_app(home: Path) -> list[Path]:
    support = Path("Library") / "Application Support" / _HF_APP
    container = home / "Library" / "Containers" / "com.huggingface.Diffusers" / "Data"
    return [container / support, home / support]


def read_json_quietly(path: Path) -> dict[str, Any] | None:
    """Return `read_json` of `path`, with None where the system refuses."""
    try:
        return read_json(path)
    except PermissionError:
        return None


def _real_folder(path: Path) -> Path | None:
    try:
        return path.resolve() if path.is_absolute() and path.is_dir() else None
    except (OSError, ValueError, RuntimeError):
        return None
