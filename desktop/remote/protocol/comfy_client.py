"""ComfyUI's HTTP routes, with every failure as one sentence.

Routes and responses are those of ComfyUI's server.py, 2023 to 2026.
"""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Iterable, Mapping
from typing import Any, cast
from urllib.parse import quote, urlencode

import httpx

from desktop.core.server import Server
from desktop.files.bounded import UnreadableError, first_bytes, parse_json
from desktop.files.json_coerce import as_list, as_mapping, as_text

from .server_errors import (
    ServerError,
    ServerRefused,
    connection_error,
    nonsense,
    not_comfyui,
    status_error,
)

Json = Mapping[str, Any]

_CONNECT, _ANSWER, _GLANCE = 6.0, 30.0, 6.0
"""Timeouts in seconds: for connecting, for each piece of a response, and for a prompt's state."""
_MOST_JSON = 64 * 2**20
_LARGE = 2**20
_MOST_PICTURE = 256 * 2**20
"""Maximum response size in bytes."""
_SUBFOLDER = "easel"


class ComfyClient:
    """Client of one server, callable from any thread. Nothing is sent before the first call.

    Every method raises ServerError.
    """

    def __init__(self, server: Server, headers: dict[str, str] | None = None) -> None:
        self.server = server
        self.headers = dict(headers or {})
        self._lock = threading.Lock()
        self._http: httpx.Client | None = None
        self._uploaded: set[str] = set()

    @property
    def name(self) -> str:
        """The user's name for the server."""
        return self.server.name

    def stats(self) -> Json:
        """Return `/system_stats`: version, devices, memory. It identifies a ComfyUI server."""
        found = self._get_object("system_stats")
        if not isinstance(found.get("system"), dict) or not isinstance(found.get("devices"), list):
            raise not_comfyui(self.name, str(found)[:200])
        return found

    def nodes(self, names: Iterable[str]) -> dict[str, Json]:
        """Return the inputs of these node classes; {} for a class that the server lacks."""
        try:
            found = self._get_object("object_info")
        except TooMuch:  # hundreds of packs of nodes, thousands of models
            return {name: self._node(name) for name in names}
        return {name: as_mapping(found.get(name)) for name in names}

    def _node(self, name: str) -> Json:
        return as_mapping(self._get_object(f"object_info/{quote(name)}").get(name))

    def embeddings(self) -> list[str]:
        """Return the names of the textual inversions; [] where the server doesn't list them."""
        try:
            found = self._json("GET", "embeddings")
        except ServerRefused:
            return []
        return [name for name in as_list(found) if isinstance(name, str)]

    def metadata(self, folder: str, file: str) -> Json:
        """Return a safetensors file's metadata; {} without any."""
        try:
            return self._get_object(
                f"view_metadata/{quote(folder)}?{urlencode({'filename': file})}"
            )
        except ServerRefused:
            return {}

    def queue(self) -> tuple[list[str], list[str]]:
        """Return the ids of the running and the waiting prompts, next first."""
        found = self._get_object("queue", _GLANCE)
        waiting = sorted(_entries(found.get("queue_pending")), key=lambda entry: entry[0])
        return (
            [entry[1] for entry in _entries(found.get("queue_running"))],
            [entry[1] for entry in waiting],
        )

    def submit(self, graph: Json, prompt_id: str, client_id: str, extra: Json) -> str:
        """Queue `graph`; return its id on the server.

        Raises ServerRefused where the server rejects it; `details` is the response then.
        """
        body = {
            "prompt": graph,
            "prompt_id": prompt_id,
            "client_id": client_id,
            "extra_data": extra,
        }
        found = self._json("POST", "prompt", body=body, refusals=(400,))
        given = as_text(as_mapping(found).get("prompt_id"))
        if not given:
            raise nonsense(self.name, str(found)[:200])
        return given

    def history(self, prompt_id: str) -> Json | None:
        """Return a prompt's history entry; None while it has not ended."""
        found = self._get_object(f"history/{quote(prompt_id)}", _GLANCE).get(prompt_id)
        return as_mapping(found) or None

    def cancel(self, prompt_id: str) -> None:
        """Cancel a prompt, waiting or running; other prompts are left alone."""
        try:
            self._json("POST", f"api/jobs/{quote(prompt_id)}/cancel", body={})
            return
        except ServerRefused:  # a server from before the jobs API
            pass
        running, _ = self.queue()
        if prompt_id in running:
            self._send("POST", "interrupt", body={"prompt_id": prompt_id})
        self._send("POST", "queue", body={"delete": [prompt_id]})

    def forget(self, prompt_id: str) -> None:
        """Remove an ended prompt from the server's history."""
        self._send("POST", "history", body={"delete": [prompt_id]})

    def upload(self, data: bytes) -> str:
        """Upload a PNG, once for the same bytes; return its name in a graph."""
        name = f"{hashlib.sha256(data).hexdigest()[:32]}.png"
        with self._lock:
            if name in self._uploaded:
                return f"{_SUBFOLDER}/{name}"
        response = self._request(
            "POST",
            "upload/image",
            _MOST_JSON,
            files={"image": (name, data, "image/png")},
            data={"subfolder": _SUBFOLDER, "type": "input"},
        )
        found = self._parsed(response)
        kept = as_text(as_mapping(found).get("name"))
        if not kept:
            raise nonsense(self.name, str(found)[:200])
        with self._lock:
            self._uploaded.add(name)
        return f"{_SUBFOLDER}/{kept}"

    def forget_uploads(self) -> None:
        """Forget the uploads, so that they are sent again: the server may have lost them."""
        with self._lock:
            self._uploaded.clear()

    def picture(self, image: Json) -> bytes:
        """Return the file of one output image."""
        names = {key: str(image.get(key, "")) for key in ("filename", "subfolder", "type")}
        return self._request("GET", f"view?{urlencode(names)}", _MOST_PICTURE)

    def close(self) -> None:
        """Close the connection; the next call opens another."""
        with self._lock:
            http, self._http = self._http, None
        if http is not None:
            http.close()

    def _get_object(self, route: str, seconds: float = _ANSWER) -> Json:
        found = self._parsed(self._request("GET", route, _MOST_JSON, timeout=seconds))
        if not isinstance(found, dict):
            raise nonsense(self.name, str(found)[:200])
        return as_mapping(cast("object", found))

    def _json(self, method: str, route: str, body: Json | None = None, refusals: Any = ()) -> Any:
        return self._parsed(self._request(method, route, _MOST_JSON, refusals, json=body))

    def _send(self, method: str, route: str, body: Json) -> None:
        self._request(method, route, _MOST_JSON, json=body)

    def _parsed(self, data: bytes) -> Any:
        try:
            return parse_json(data, _MOST_JSON)
        except UnreadableError as error:
            if data.lstrip()[:1] in (b"<", b""):  # a web page
                raise not_comfyui(self.name, str(error)) from error
            if len(data) > _LARGE:
                raise TooMuch("“{server}” sends far too much.", server=self.name) from error
            raise nonsense(self.name, str(error)) from error

    def _request(
        self, method: str, route: str, most: int, refusals: tuple[int, ...] = (), **sent: Any
    ) -> bytes:
        """Return the body of a successful response of at most `most` bytes."""
        if sent.get("json", 0) is None:
            del sent["json"]
        try:
            with self._client().stream(
                method, f"{self.server.address}/{route}", **sent
            ) as response:
                body = self._body(response, most)
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
            raise connection_error(self.name, error) from error
        if response.status_code in refusals:
            raise RefusedGraph.of(self.name, body)
        if response.is_redirect:
            raise not_comfyui(
                self.name, f"it leads to {response.headers.get('location', '')}"[:200]
            )
        if not response.is_success:
            raise status_error(self.name, response.status_code, body)
        return body

    def _body(self, response: httpx.Response, most: int) -> bytes:
        body = first_bytes(response.iter_bytes(), most)
        if len(body) > most:
            raise TooMuch("“{server}” sends far too much.", server=self.name)
        return body

    def _client(self) -> httpx.Client:
        with self._lock:
            if self._http is None:
                self._http = httpx.Client(
                    headers=self.headers,
                    verify=not self.server.any_certificate,
                    timeout=httpx.Timeout(_ANSWER, connect=_CONNECT),
                    trust_env=True,
                )
            return self._http


class TooMuch(ServerError):
    """Error for a response over the size limit."""


class RefusedGraph(ServerRefused):
    """Error for a graph that the server rejects; `errors` are its texts on each node."""

    errors: list[Json]

    @classmethod
    def of(cls, name: str, body: bytes) -> RefusedGraph:
        """Return the error for the body of a 400."""
        try:
            response = as_mapping(parse_json(body, _MOST_JSON))
        except UnreadableError:
            response: Json = {}
        error = response.get("error")
        said = as_mapping(error).get("message") or as_text(error)
        refused = RefusedGraph(
            "“{server}” does not take the picture’s graph. {words}",
            json.dumps(dict(response))[:4000],
            server=name,
            words=str(said)[:300],
        )
        nodes = as_mapping(response.get("node_errors"))
        refused.errors = [as_mapping(node) for node in nodes.values()]
        return refused


def _entries(found: Any) -> list[tuple[float, str]]:
    """Return (number, prompt id) of a queue's entries."""
    entries: list[tuple[float, str]] = []
    for entry in as_list(found):
        number, prompt, *_ = [*as_list(entry), None, None]
        if isinstance(number, int | float) and isinstance(prompt, str):
            entries.append((number, prompt))
    return entries
