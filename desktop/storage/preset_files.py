"""Presets: named sets of settings, a JSON file each, to keep and to share."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from desktop.core.errors import BadInput, EaselError
from desktop.core.messages import Message
from desktop.core.names import name_key
from desktop.files.atomic import make_folder, write_atomically
from desktop.files.bounded import UnreadableError, parse_json, read_bytes
from desktop.files.disk_errors import disk_error
from desktop.files.trash import system_trash

from .metadata.preset import Preset, preset_in
from .pictures.name_template import safe_stem

SUFFIX = ".json"
_MOST_BYTES = 1_000_000
_DOING = Message("save the preset")


def _preset(
    name: str, steps: int, guidance: float, sampler: str, schedule: str, **more: Any
) -> Preset:
    numbers: dict[str, Any] = {"steps": steps, "guidance_scale": guidance}
    return Preset(name, {**numbers, "sampler": sampler, "noise_schedule": schedule, **more})


BUILT_IN = (
    _preset("SDXL-Turbo, 1 step", 1, 1.0, "euler", "karras"),
    _preset("SDXL-Turbo, 4 steps", 4, 1.0, "euler_ancestral", "karras"),
    _preset("Lightning, 4 steps", 4, 1.0, "euler", "sgm_uniform"),
    _preset("Lightning, 8 steps", 8, 1.0, "euler", "sgm_uniform"),
    _preset("LCM, 6 steps", 6, 1.5, "lcm", "sgm_uniform"),
    _preset("ComfyUI’s first workflow", 20, 8.0, "euler", "normal", rng="torch"),
    _preset("A1111’s defaults", 20, 7.0, "dpmpp_2m", "karras", rng="torch"),
    _preset("Apple’s defaults", 50, 7.5, "dpmpp_2m", "default", rng="numpy"),
)
"""Published settings: of the distilled models, and of other programs."""


class PresetFolder:
    """The user's presets in one folder, and Easel's own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def load(self) -> list[Preset]:
        """Return the user's presets by name; files without one are skipped."""
        found: list[Preset] = []
        try:
            paths = sorted(self.folder.glob(f"*{SUFFIX}"))
        except OSError:
            return []
        for path in paths:
            try:
                found.append(read_preset(path))
            except EaselError:
                continue
        return sorted(found, key=lambda preset: name_key(preset.name))

    def save(self, name: str, settings: Mapping[str, Any]) -> Preset:
        """Save `settings` as `name`, replacing a preset of that name. Raises EaselError."""
        stem = safe_stem(name)
        known = next((preset.path for preset in self.load() if _same(preset.name, name)), "")
        path = known or str(self.folder / f"{stem}{SUFFIX}")
        preset = Preset(name.strip(), dict(settings), path)
        make_folder(self.folder, _DOING)
        write_preset(preset, Path(path))
        return preset

    def add(self, path: Path) -> Preset:
        """Copy a shared file's preset into the folder, under a free name.

        The user's own presets are never replaced; the same settings are not kept twice. Raises
        EaselError.
        """
        given = read_preset(path)
        mine = {name_key(preset.name): preset for preset in self.load()}
        name, number = given.name, 2
        while (known := mine.get(name_key(name))) is not None:
            if known.settings == given.settings:
                return known
            name, number = f"{given.name} {number}", number + 1
        return self.save(name, given.settings)

    def trash(self, preset: Preset) -> None:
        """Move a preset's file to the Trash. Raises EaselError."""
        try:
            system_trash().put(Path(preset.path))
        except OSError as error:
            raise disk_error(
                error, Path(preset.path), Message("move the preset to the Trash")
            ) from error

    def named(self, name: str) -> Preset:
        """Return the preset called `name`, the user's before Easel's own. Raises BadInput."""
        every = [*self.load(), *BUILT_IN]
        for preset in every:
            if _same(preset.name, name):
                return preset
        known = tuple(f"“{preset.name}”" for preset in every)
        raise BadInput("There is no preset “{name}”. There are: {known}.", name=name, known=known)


def write_preset(preset: Preset, path: Path) -> None:
    """Write a preset to a file for sharing. Raises EaselError."""
    data = json.dumps(preset.as_json(), ensure_ascii=False, indent=2)
    try:
        write_atomically(path, data.encode("utf-8", "replace") + b"\n")
    except OSError as error:
        raise disk_error(error, path, _DOING) from error


def read_preset(path: Path) -> Preset:
    """Return the preset in a file. Raises EaselError (BadInput where the file holds none)."""
    try:
        content = parse_json(read_bytes(path, _MOST_BYTES))
    except OSError as error:
        raise EaselError("The preset {path} can’t be read.", str(error), path=path) from error
    except UnreadableError:
        content = None
    preset = preset_in(content)
    if preset is None:
        raise BadInput("“{file}” holds no preset.", file=path.name)
    return msgspec.structs.replace(preset, name=preset.name or path.stem, path=str(path))


def _same(one: str, other: str) -> bool:
    return name_key(one) == name_key(other)
