"""The library with the models of the user's servers beside this machine's."""

from __future__ import annotations

from typing import Any

import msgspec

from desktop.core.server import on_server, server_of
from desktop.models.library import Contents, ModelLibrary
from desktop.models.model import Model

from .server_directory import ServerDirectory
from .server_models import ServerContents


class ServerLibrary(ModelLibrary):
    """Library for one command: a server is connected to only when a model of it is requested."""

    def __init__(self, directory: ServerDirectory, *places: Any, **more: Any) -> None:
        super().__init__(*places, **more)
        self._directory = directory
        self._wanted: set[str] = set()
        self._there: dict[str, ServerContents] = {}

    def find(self, name_or_path: str) -> Model:
        """Return a model as `ModelLibrary.find` does, or by `server:NAME/MODEL`."""
        wanted = name_or_path.strip()
        if not on_server(wanted):
            return super().find(name_or_path)
        model = self._directory.find(wanted)
        self._wanted.add(server_of(model.path))
        return model

    def everywhere(self) -> Contents:
        """As `ModelLibrary.contents`, and what all servers have."""
        self._wanted.update(server.name for server in self._directory.servers)
        return self.contents()

    def contents(self) -> Contents:
        """Return `ModelLibrary.contents` with the contents of the servers used so far.

        They are asked once: a command with a hundred prompts doesn't ask a hundred times.
        """
        own = super().contents()
        if not self._wanted:
            return own
        if not self._wanted <= self._there.keys():
            readings = self._directory.read(own.models)
            self._there = {one.server.name: one.contents for one in readings}
        there = [one for name, one in self._there.items() if name in self._wanted]
        return msgspec.structs.replace(
            own,
            models=[*own.models, *(model for one in there for model in one.models)],
            assets=[*own.assets, *(asset for one in there for asset in one.assets)],
        )
