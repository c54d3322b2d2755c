"""A web app of ours on real sockets, on a thread of its own."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from contextlib import suppress
from typing import Any

import uvicorn
from starlette.applications import Starlette

from tests.waiting import LIMIT


class ServedApp:
    """Serves `routes`; `address` is where. `stop` ends it, `kill` cuts all sockets.

    `_work` runs beside the routes in their loop.
    """

    def __init__(
        self,
        routes: list[Any],
        port: int = 0,
        certificate: tuple[str, str] | None = None,
    ) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._listening = socket.create_server(("127.0.0.1", port), reuse_port=False)
        self.port = self._listening.getsockname()[1]
        scheme = "https" if certificate else "http"
        self.address = f"{scheme}://127.0.0.1:{self.port}"
        config = uvicorn.Config(
            Starlette(routes=routes),
            log_level="critical",
            lifespan="off",
            ws="websockets-sansio",
            timeout_graceful_shutdown=1,
            ssl_certfile=certificate[0] if certificate else None,
            ssl_keyfile=certificate[1] if certificate else None,
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._run, name="scripted server")
        self._thread.start()
        deadline = time.monotonic() + LIMIT
        while not self._server.started:
            assert time.monotonic() < deadline
            assert self._thread.is_alive()
            time.sleep(0.005)

    def stop(self) -> None:
        """End it, as Ctrl-C does."""
        self.kill()

    def kill(self) -> None:
        """Cut every connection and end."""
        self.cut()
        self._server.should_exit = self._server.force_exit = True
        self._thread.join(LIMIT)
        self._listening.close()

    def cut(self) -> None:
        """Cut every connection, and go on listening."""
        loop = self._loop
        if loop is None or not self._thread.is_alive():
            return
        done = threading.Event()

        def abort() -> None:
            self._abort()
            done.set()

        loop.call_soon_threadsafe(abort)
        done.wait(LIMIT)

    def _abort(self) -> None:
        for connection in list(self._server.server_state.connections):
            transport = getattr(connection, "transport", None)
            if transport is not None:
                transport.abort()

    def _run(self) -> None:
        async def serve() -> None:
            self._loop = asyncio.get_running_loop()
            worker = asyncio.create_task(self._work())
            try:
                await self._server.serve(sockets=[self._listening])
            finally:
                worker.cancel()
                with suppress(asyncio.CancelledError):
                    await worker
                self._abort()  # what came in after `cut`
                await asyncio.sleep(0)

        asyncio.run(serve())

    async def _work(self) -> None:
        """Do nothing beside the routes."""
