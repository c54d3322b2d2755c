"""The user's servers: their engines, their models, and a test of each."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor

import msgspec

from desktop.core.errors import BadInput, EaselError
from desktop.core.messages import Message
from desktop.core.server import Server, ServerFile, short_name
from desktop.models.asset import Asset
from desktop.models.model import Model

from .comfy_engine import ComfyEngine
from .credentials import Credentials, headers_of
from .family_names import FamilyGuess
from .protocol.comfy_client import ComfyClient
from .protocol.offers import Offers, device_of, memory_of, read_offers, version_of
from .protocol.server_errors import unknown_server
from .server_models import ServerContents, contents_of

logger = logging.getLogger(__name__)
_AT_ONCE = 8


class ServerState(msgspec.Struct, frozen=True, kw_only=True):
    """A test's result: version, device, free and total memory in bytes, jobs in the queue."""

    version: str
    device: str
    free_bytes: int
    total_bytes: int
    queued: int

    def sentence(self) -> Message:
        """Return the state as one line."""
        return Message(
            "ComfyUI {version}, {device}, {free} of {total} GB free, {queued} in its queue",
            version=self.version or "?",
            device=self.device or "?",
            free=f"{self.free_bytes / 1e9:.1f}",
            total=f"{self.total_bytes / 1e9:.1f}",
            queued=self.queued,
        )


class ServerReading(msgspec.Struct, frozen=True, kw_only=True):
    """A server's contents, or the error that prevented reading them."""

    server: Server
    contents: ServerContents = ServerContents()
    error: EaselError | None = None


class ServerDirectory:
    """The user's servers; `servers` returns the current list. Usable from any thread; connects only
    on demand.
    """

    def __init__(
        self, servers: Callable[[], Sequence[Server]], credentials: Credentials | None = None
    ) -> None:
        self._servers = servers
        self.credentials = credentials or Credentials()
        self._lock = threading.Lock()
        self._last: dict[Server, ServerContents] = {}

    @property
    def servers(self) -> tuple[Server, ...]:
        """The servers, in the user's order."""
        return tuple(self._servers())

    def named(self, name: str) -> Server:
        """Return the server of that name. Raises BadInput."""
        for server in self._servers():
            if server.name.casefold() == name.casefold():
                return server
        raise unknown_server(name)

    def client(self, server: Server) -> ComfyClient:
        """Return a client of `server` with its credentials from the keychain. Raises EaselError."""
        return ComfyClient(server, headers_of(self.credentials.token(server.address)))

    def engine(self, name: str) -> ComfyEngine:
        """Return an engine of the server of that name. Raises EaselError."""
        return ComfyEngine(self.client(self.named(name)))

    def test(self, server: Server, token: str | None = None) -> ServerState:
        """Request the state of `server`; `token` replaces the stored one. Raises EaselError."""
        client = self.client(server) if token is None else ComfyClient(server, headers_of(token))
        try:
            stats = client.stats()
            running, waiting = client.queue()
        finally:
            client.close()
        free, total = memory_of(stats)
        return ServerState(
            version=version_of(stats),
            device=device_of(stats),
            free_bytes=free,
            total_bytes=total,
            queued=len(running) + len(waiting),
        )

    def read(self, local: Iterable[Model] = ()) -> list[ServerReading]:
        """Request the contents of all servers, concurrently.

        A server that does not respond keeps its previous models, each with the reason; `local` are
        this machine's models, whose file names help to recognize the servers'.
        """
        known = {
            short_name(model.path).casefold(): FamilyGuess(model.family, model.variant)
            for model in local
            if model.family != "unknown"
        }
        servers = self.servers
        if not servers:
            return []

        def reading(server: Server) -> ServerReading:
            return self._reading(server, known)

        with ThreadPoolExecutor(min(len(servers), _AT_ONCE), "servers") as pool:
            return list(pool.map(reading, servers))

    def read_one(self, name: str) -> ServerReading:
        """Request the contents of the server of that name. Raises BadInput for an unknown one."""
        return self._reading(self.named(name), {})

    def find(self, path: str) -> Model:
        """Return the model `server:NAME/FOLDER/FILE`, or shorter `server:NAME/MODEL`. Raises
        EaselError.

        Connects to its server.
        """
        wanted = ServerFile.of(path)
        assert wanted is not None
        reading = self.read_one(wanted.server)
        if reading.error is not None:
            raise reading.error
        return _model_named(wanted, reading.contents.models)

    def _reading(self, server: Server, known: dict[str, FamilyGuess]) -> ServerReading:
        try:
            client = self.client(server)
            try:
                offers: Offers = read_offers(client)
                contents = contents_of(server.name, offers, client.metadata, known)
            finally:
                client.close()
        except EaselError as error:
            logger.info("%s %s", error.message, error.details)
            with self._lock:
                before = self._last.get(server, ServerContents())
            return ServerReading(
                server=server, contents=_unreachable(before, error.message), error=error
            )
        with self._lock:
            self._last[server] = contents
        return ServerReading(server=server, contents=contents)


def _unreachable(contents: ServerContents, reason: Message) -> ServerContents:
    def off(model: Model) -> Model:
        return msgspec.structs.replace(model, problem=model.problem or reason)

    assets: tuple[Asset, ...] = contents.assets
    return ServerContents(models=tuple(map(off, contents.models)), assets=assets)


def _model_named(wanted: ServerFile, models: Sequence[Model]) -> Model:
    rest = f"{wanted.folder}/{wanted.name}" if wanted.name else wanted.folder
    names = {rest.casefold(), short_name(rest).casefold()} if not wanted.name else {rest.casefold()}
    for model in models:
        file = ServerFile.of(model.path)
        assert file is not None
        forms = {f"{file.folder}/{file.name}", file.name, model.name}
        if names & {form.casefold() for form in forms}:
            return model
    raise BadInput(
        "“{server}” has no model “{name}” ({known}).",
        server=wanted.server,
        name=rest,
        known=tuple(model.name for model in models[:12]) or Message("none was found"),
    )
