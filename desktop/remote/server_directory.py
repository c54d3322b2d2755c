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

from .a1111.a1111_client import A1111Client
from .a1111.a1111_engine import A1111Engine
from .a1111.a1111_models import a1111_contents
from .a1111.a1111_offers import read_a1111_offers
from .comfy_engine import ComfyEngine
from .credentials import Credentials
from .family_names import FamilyGuess
from .protocol.comfy_client import ComfyClient
from .protocol.offers import device_of, memory_of, read_offers, version_of
from .protocol.server_errors import WrongProtocol, unknown_server
from .server_engine import ServerEngine
from .server_models import HASH_DIGITS, Known, ServerContents, contents_of
from .server_programs import ServerPrograms

logger = logging.getLogger(__name__)
_AT_ONCE = 8


class ServerState(msgspec.Struct, frozen=True, kw_only=True):
    """A test's result: what responds, with version and device (ComfyUI), free and total memory in
    bytes (0: not reported), jobs in the queue, and the number of models (A1111).
    """

    program: str
    version: str = ""
    device: str = ""
    free_bytes: int = 0
    total_bytes: int = 0
    queued: int = 0
    models: int = 0

    def sentence(self) -> Message:
        """Return the state as one line."""
        free, total = f"{self.free_bytes / 1e9:.1f}", f"{self.total_bytes / 1e9:.1f}"
        if self.program != A1111Client.program:
            return Message(
                "ComfyUI {version}, {device}, {free} of {total} GB free, {queued} in its queue",
                version=self.version or "?",
                device=self.device or "?",
                free=free,
                total=total,
                queued=self.queued,
            )
        if not self.total_bytes:
            return Message("A1111’s interface, {count} models", count=self.models)
        return Message(
            "A1111’s interface, {count} models, {free} of {total} GB free",
            count=self.models,
            free=free,
            total=total,
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
        self._programs = ServerPrograms()
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

    def engine(self, name: str) -> ServerEngine:
        """Return an engine of the server of that name. Raises EaselError."""
        server = self.named(name)
        client = self._programs.client(server, self.credentials.token(server.address))
        return A1111Engine(client) if isinstance(client, A1111Client) else ComfyEngine(client)

    def test(self, server: Server, token: str | None = None) -> ServerState:
        """Request the state of `server`; `token` replaces the stored one. Raises EaselError."""
        if token is None:
            token = self.credentials.token(server.address)
        client = self._programs.recognised(server, token)
        try:
            return _state(client)
        finally:
            client.close()

    def read(self, local: Iterable[Model] = ()) -> list[ServerReading]:
        """Request the contents of all servers, concurrently.

        A server that does not respond keeps its previous models, each with the reason; `local` are
        this machine's models, whose file names and hashes help to recognize the servers'.
        """
        known: dict[str, FamilyGuess] = {}
        for model in local:
            if model.family != "unknown":
                guess = FamilyGuess(model.family, model.variant)
                known[short_name(model.path).casefold()] = guess
                if model.sha256:
                    known[model.sha256[:HASH_DIGITS]] = guess
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

    def _reading(self, server: Server, known: Known) -> ServerReading:
        try:
            contents = self._contents(server, known)
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

    def _contents(self, server: Server, known: Known) -> ServerContents:
        token = self.credentials.token(server.address)
        client = self._programs.client(server, token)
        try:
            return _contents_at(client, known)
        except WrongProtocol:  # another program answers now
            client.close()
            client = self._programs.recognised(server, token)
            return _contents_at(client, known)
        finally:
            client.close()


def _state(client: ComfyClient | A1111Client) -> ServerState:
    """Request a server's state. Raises ServerError."""
    if isinstance(client, A1111Client):
        free, total = client.memory()
        return ServerState(
            program=client.program,
            free_bytes=free,
            total_bytes=total,
            models=len(client.listed("sd-models")),
        )
    stats = client.stats()
    running, waiting = client.queue()
    free, total = memory_of(stats)
    return ServerState(
        program=client.program,
        version=version_of(stats),
        device=device_of(stats),
        free_bytes=free,
        total_bytes=total,
        queued=len(running) + len(waiting),
    )


def _contents_at(client: ComfyClient | A1111Client, known: Known) -> ServerContents:
    """Request a server's models and assets. Raises ServerError."""
    if isinstance(client, A1111Client):
        return a1111_contents(client.name, read_a1111_offers(client), known)
    return contents_of(client.name, read_offers(client), client.metadata, known)


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
