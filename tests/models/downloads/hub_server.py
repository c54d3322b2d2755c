"""A real HTTP server on loopback that speaks the hub's API as huggingface_hub calls it.

It serves the model info, the tree, `resolve` with its redirect to a storage address, range requests
and etags; and it can misbehave, once or always, in the ways that servers do.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import socket
import threading
from collections import deque
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from tests.waiting import ENGINE_LIMIT

COMMIT = "0123456789abcdef0123456789abcdef01234567"


class HubServer:
    """`repositories` maps org/name to path -> bytes; `troubles` are used up one a file request.

    A trouble is (kind, value): "status" (with headers), "cut" (after so many bytes), "stall",
    "no_range" (answers 200 to a range), "shorter".
    """

    def __init__(self) -> None:
        self.repositories: dict[str, dict[str, bytes]] = {}
        self.others: dict[str, bytes] = {}
        self.civitai: dict[str, Any] = {}
        self.gated: set[str] = set()
        self.token = ""
        self.troubles: deque[tuple[str, Any]] = deque()
        self.etags: dict[str, str] = {}
        self.api_status = 200
        self.sent: dict[str, int] = {}
        self.ranges: list[str] = []
        self.authorised: list[str] = []
        self.release = threading.Event()
        self.connections: set[socket.socket] = set()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler_of(self))
        self._server.daemon_threads = False
        self._server.block_on_close = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,))

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    @property
    def storage(self) -> str:
        """The other host that files are redirected to."""
        return f"http://localhost:{self._server.server_port}"

    def __enter__(self) -> HubServer:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.release.set()
        self._server.shutdown()
        for connection in list(self.connections):  # those that clients keep open
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        self._server.server_close()
        self._thread.join()


def _handler_of(hub: HubServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def setup(self) -> None:
            super().setup()
            hub.connections.add(self.connection)

        def finish(self) -> None:
            hub.connections.discard(self.connection)
            with contextlib.suppress(OSError):
                super().finish()

        def log_message(self, format: str, *args: object) -> None:
            pass

        def do_GET(self) -> None:
            path = unquote(urlsplit(self.path).path)
            try:
                if path == "/api/models":
                    self._search(parse_qs(urlsplit(self.path).query)["search"][0])
                elif path.startswith("/api/v1/"):
                    self._json(hub.civitai[path])
                elif path.startswith("/api/models/"):
                    self._api(path.removeprefix("/api/models/"))
                elif "/resolve/" in path:
                    self._resolve(path)
                elif path.startswith("/storage/"):
                    repository, _, name = path.removeprefix("/storage/").partition("//")
                    self._bytes(name, hub.repositories[repository][name])
                else:
                    self._bytes(path, hub.others[path])
            except KeyError:
                self._answer(404, b"", {"X-Error-Code": "EntryNotFound"})
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True

        def _api(self, rest: str) -> None:
            if hub.api_status != 200:
                self._answer(hub.api_status, b"{}", {})
                return
            repository = "/".join(rest.split("/")[:2])
            files = hub.repositories.get(repository)
            if files is None:
                self._answer(401, b"{}", {"X-Error-Code": "RepoNotFound"})
                return
            if "/tree/" in rest:
                entries = [_entry(name, data) for name, data in files.items()]
                folders = {name.rpartition("/")[0] for name in files} - {""}
                entries += [{"type": "directory", "path": f, "oid": "0"} for f in folders]
                self._json(entries)
                return
            self._json(
                {
                    "id": repository,
                    "sha": COMMIT,
                    "gated": "auto" if repository in hub.gated else False,
                    "siblings": [{"rfilename": name} for name in files],
                    "cardData": {"license": "openrail++"},
                    "tags": [],
                    "downloads": 0,
                    "likes": 0,
                    "private": False,
                    "disabled": False,
                }
            )

        def _search(self, text: str) -> None:
            if hub.api_status != 200:
                self._answer(hub.api_status, b"{}", {})
                return
            found = [name for name in hub.repositories if text.lower() in name.lower()]
            self._json([{"id": name, "downloads": 12345, "likes": 6} for name in found])

        def _resolve(self, path: str) -> None:
            repository, _, rest = path.strip("/").partition("/resolve/")
            name = rest.partition("/")[2]
            data = hub.repositories[repository][name]
            given = self.headers.get("Authorization", "")
            hub.authorised.append(given)
            if repository in hub.gated and given != f"Bearer {hub.token}":
                status = 403 if given else 401
                self._answer(status, b"", {"X-Error-Code": "GatedRepo"})
                return
            headers = {
                "Location": f"{hub.storage}/storage/{repository}//{name}",
                "X-Linked-Etag": f'"{hub.etags.get(name, hashlib.sha256(data).hexdigest())}"',
                "X-Linked-Size": str(len(data)),
                "X-Repo-Commit": COMMIT,
            }
            self._answer(302, b"", headers)

        def _bytes(self, name: str, data: bytes) -> None:
            hub.authorised.append("storage:" + self.headers.get("Authorization", ""))
            kind, value = hub.troubles.popleft() if hub.troubles else ("", None)
            if kind == "status":
                status, headers = value
                self._answer(status, b"", headers)
                return
            wanted = self.headers.get("Range", "")
            hub.ranges.append(wanted)
            start = 0
            if wanted.startswith("bytes=") and kind != "no_range":
                start = int(wanted.removeprefix("bytes=").partition("-")[0])
                if start >= len(data):
                    self._answer(416, b"", {"Content-Range": f"bytes */{len(data)}"})
                    return
            body = data[start:]
            if kind in ("unlengthed", "drip"):
                self._unlengthed(body, kind, value)
                return
            self.send_response(206 if start else 200)
            if start:
                self.send_header("Content-Range", f"bytes {start}-{len(data) - 1}/{len(data)}")
            self.send_header("Content-Length", str(len(body)))
            self.send_header("ETag", f'"{hub.etags.get(name, "storage-etag")}"')
            self.end_headers()
            self._send(name, body, kind, value)

        def _unlengthed(self, body: bytes, kind: str, value: int) -> None:
            """An answer that says nothing of its length: all of it is what comes until the end."""
            self.send_response(200)
            self.send_header("ETag", '"storage-etag"')
            self.send_header("Connection", "close")
            self.end_headers()
            self.close_connection = True
            if kind == "unlengthed":
                self.wfile.write(body[:value])
                return
            for place in range(0, len(body), value):
                self.wfile.write(body[place : place + value])
                self.wfile.flush()
                if hub.release.wait(0.05):
                    return

        def _send(self, name: str, body: bytes, kind: str, value: Any) -> None:
            if kind == "cut":
                self._write(name, body[:value])
                self.close_connection = True
                self.connection.close()
            elif kind == "stall":
                self._write(name, body[:value])
                hub.release.wait(ENGINE_LIMIT)
                self.close_connection = True
            elif kind == "slow":
                for place in range(0, len(body), value):
                    self._write(name, body[place : place + value])
                    if hub.release.wait(0.01):
                        break
            else:
                self._write(name, body)

        def _write(self, name: str, data: bytes) -> None:
            self.wfile.write(data)
            self.wfile.flush()
            hub.sent[name] = hub.sent.get(name, 0) + len(data)

        def _json(self, value: object) -> None:
            self._answer(200, json.dumps(value).encode(), {"Content-Type": "application/json"})

        def _answer(self, status: int, body: bytes, headers: dict[str, str]) -> None:
            self.send_response(status)
            for key, value in headers.items():
                self.send_header(key, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    return Handler


def _entry(name: str, data: bytes) -> dict[str, Any]:
    """One file of the tree: big ones are in LFS and have a sha256, others git's id."""
    blob = hashlib.sha1(f"blob {len(data)}\0".encode() + data).hexdigest()
    entry: dict[str, Any] = {"type": "file", "path": name, "size": len(data), "oid": blob}
    if name.endswith((".safetensors", ".zip", ".bin")):
        sha256 = hashlib.sha256(data).hexdigest()
        entry["lfs"] = {"oid": sha256, "size": len(data), "pointerSize": 135}
    return entry
