"""Paths of Easel's files: the Mac's folders, the XDG folders, or all under EASEL_HOME."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import platformdirs

INPUT_PATHS = "input-paths.json"
HOME_VARIABLE = "EASEL_HOME"


@dataclass(frozen=True, kw_only=True)
class AppPaths:
    """The folders and files of one Easel. Nothing is created here: the writer makes the folder."""

    config: Path
    data: Path
    cache: Path
    logs: Path
    pictures: Path

    @classmethod
    def find(cls, environ: Mapping[str, str]) -> AppPaths:
        """Return the paths for this machine; `EASEL_HOME` in `environ` moves all of them."""
        home = environ.get(HOME_VARIABLE, "").strip()
        if home:
            return cls.under(Path(home).expanduser().absolute())
        name = "Easel" if sys.platform == "darwin" else "easel"
        folders = platformdirs.PlatformDirs(appname=name, appauthor=False)
        data = Path(folders.user_data_dir)
        return cls(
            config=data if sys.platform == "darwin" else Path(folders.user_config_dir),
            data=data,
            cache=Path(folders.user_cache_dir),
            logs=Path(folders.user_log_dir),
            pictures=Path(folders.user_pictures_dir) / "Easel",
        )

    @classmethod
    def under(cls, home: Path) -> AppPaths:
        """Return all paths below one folder."""
        return cls(
            config=home,
            data=home,
            cache=home / "Caches",
            logs=home / "Logs",
            pictures=home / "Pictures",
        )

    @property
    def settings(self) -> Path:
        """The user's preferences."""
        return self.config / "settings.json"

    @property
    def window_state(self) -> Path:
        """The window's own state: geometry, splitters, the typed prompt."""
        return self.config / "window.json"

    @property
    def queue(self) -> Path:
        """The jobs that have not run yet."""
        return self.data / "queue.json"

    @property
    def index(self) -> Path:
        """The gallery's index; it can be deleted and is rebuilt from the pictures."""
        return self.data / "index.sqlite"

    @property
    def lock(self) -> Path:
        """The lock held by the one window that may write the queue and the index."""
        return self.data / "window.lock"

    @property
    def window_socket(self) -> Path:
        """The socket on which the open window takes jobs of other Easel processes."""
        return self.data / "window.sock"

    @property
    def serve_token(self) -> Path:
        """The token that clients of `easel serve` must send."""
        return self.data / "serve-token"

    @property
    def models(self) -> Path:
        """Easel's own models folder, for downloads and conversions."""
        return self.data / "Models"

    @property
    def inputs(self) -> Path:
        """Input pictures that were no files: pasted ones, and painted masks."""
        return self.data / "Inputs"

    @property
    def wildcards(self) -> Path:
        """The user's wildcard files: `__name__` in a prompt is a line of name.txt."""
        return self.data / "Wildcards"

    @property
    def styles(self) -> Path:
        """The user's styles."""
        return self.data / "styles.json"

    @property
    def prompt_history(self) -> Path:
        """The prompts of drawn pictures."""
        return self.data / "prompts.json"

    @property
    def presets(self) -> Path:
        """The user's presets, a file each."""
        return self.data / "Presets"

    @property
    def proof(self) -> Path:
        """The results of `easel doctor --prove` for this machine."""
        return self.data / "proof.json"

    @property
    def recognised_models(self) -> Path:
        """The cache of recognition results, by path, size and time; it can be deleted."""
        return self.cache / "models.json"

    @property
    def prediction_overrides(self) -> Path:
        """The user's prediction types of models whose files don't give them."""
        return self.data / "answers.json"

    @property
    def engine_log(self) -> Path:
        """The output of the engine child and its libraries."""
        return self.logs / "engine.log"

    @property
    def window_log(self) -> Path:
        """The window's log: its start, the errors that it showed."""
        return self.logs / "easel.log"

    @property
    def input_paths(self) -> Path:
        """The paths of the pictures' input files; pictures contain only their names."""
        return self.cache / INPUT_PATHS

    @property
    def thumbnails(self) -> Path:
        """Thumbnails of the gallery's pictures."""
        return self.cache / "thumbnails"
