"""Model folders of other programs on a Mac or in a clone of their repository: data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from desktop.files.bounded import UnreadableError, parse_json, read_start
from desktop.files.json_coerce import as_mapping, as_text

_MOST_APPS = 200
"""Maximum folders examined of one launcher."""

CLONES: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
    (
        "Stable Diffusion web UI",
        (
            *("stable-diffusion-webui", "stable-diffusion-webui-forge", "sd-webui-forge"),
            *("stable-diffusion-webui-reForge", "stable-diffusion-webui-forge-classic"),
            *("sd-webui-forge-classic", "sd-webui-forge-neo", "stable-diffusion-webui-forge-neo"),
        ),
        ("models", "embeddings"),
    ),
    ("SD.Next", ("automatic", "sdnext", "SD.Next"), ("models",)),
    ("Fooocus", ("Fooocus", "Fooocus-MRE", "RuinedFooocus"), ("models",)),
    ("SwarmUI", ("SwarmUI", "StableSwarmUI"), ("Models",)),
    ("Easy Diffusion", ("easy-diffusion", "EasyDiffusion", "Easy Diffusion"), ("models",)),
    ("StabilityMatrix", ("StabilityMatrix",), ("Data/Models", "Models")),
)
"""App, the names of its folder wherever a user has put it, and the model folder in it."""

FIXED: tuple[tuple[str, str], ...] = (
    ("Mochi Diffusion", "MochiDiffusion/models"),
    ("Mochi Diffusion", "MochiDiffusion/controlnet"),
    ("InvokeAI", "Library/Application Support/InvokeAI/models"),
    ("StabilityMatrix", "Library/Application Support/StabilityMatrix/Models"),
    ("Krita AI Diffusion", "Library/Application Support/krita/ai_diffusion/server/models"),
    ("Krita AI Diffusion", "Library/Application Support/krita/ai_diffusion/server/ComfyUI/models"),
    ("Krita AI Diffusion", ".local/share/krita/ai_diffusion/server/ComfyUI/models"),
    ("Draw Things", "Library/Containers/com.liuliu.draw-things/Data/Documents/Models"),
    ("DiffusionBee", ".diffusionbee"),
)
"""App and folder below the home folder."""


def clones(home: Path, around: Sequence[str]) -> Iterator[tuple[str, Path]]:
    """Yield (app, folder) of all possible clones below `around`."""
    for app, names, parts in CLONES:
        for place in around:
            for name in names:
                yield from ((app, home / place / name / part) for part in parts)


def fixed(home: Path) -> Iterator[tuple[str, Path]]:
    """Yield (app, folder) of apps with a fixed location."""
    yield from ((app, home / path) for app, path in FIXED)
    support = home / "Library" / "Application Support" / "StabilityMatrix"
    library = _text_in(support / "library.json", "LibraryPath")
    if library:
        yield "StabilityMatrix", Path(library) / "Models"


def pinokio(home: Path) -> Iterator[tuple[str, Path]]:
    """Yield Pinokio's apps, each with a folder of its own, and their shared drive."""
    root = home / "pinokio"
    for app in _folders(root / "api"):
        yield from (("Pinokio", app / part) for part in ("app/models", "models"))
    for peer in _folders(root / "drive" / "drives" / "peers"):
        yield "Pinokio", peer


def _folders(parent: Path) -> list[Path]:
    try:
        return sorted(path for path in parent.iterdir() if path.is_dir())[:_MOST_APPS]
    except OSError:
        return []


def _text_in(file: Path, key: str) -> str:
    try:
        return as_text(as_mapping(parse_json(read_start(file, 64 * 1024))).get(key))
    except (OSError, UnreadableError):
        return ""
