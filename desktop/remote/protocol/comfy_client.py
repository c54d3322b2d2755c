"""ComfyUI's HTTP routes, with every failure as one sentence.

Routes and responses are those of ComfyUI's server.py, 2023 to 2026.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote, urlencode

from desktop.core.server import Server
from desktop.files.bounded import UnreadableError, parse_json
from desktop.files.json_coerce import as_list, as_mapping, as_text

from .server_errors import ServerRefused, nonsense
from .server_http import GLANCE, MOST_JSON, MOST_PICTURE, Json, Refusal, ServerHttp, TooMuch

_SUBFOLDER = "easel"


class ComfyClient(ServerHttp):
    """Client of one server, callable from any thread. Every method raises ServerError."""

    program = "ComfyUI"

    def __init__(self, server: Server, headers: dict[str, str] | None = None) -> None:
        super().__init__(server, headers)
        self._uploaded: set[str] = set()

    def stats(self) -> Json:
        """Return `/system_stats`: version, devices, memory. It identifies a ComfyUI server."""
        found = self.get_object("system_stats")
        if not isinstance(found.get("system"), dict) or not isinstance(found.get("devices"), list):
            raise self.stranger(str(found)[:200])
        return found

    def nodes(self, names: Iterable[str]) -> dict[str, Json]:
        """Return the inputs of these node classes; {} for a class that the server lacks."""
        try:
            found = self.get_object("object_info")
        except TooMuch:  # hundreds of packs of nodes, thousands of models
            return {name: self._node(name) for name in names}
        return {name: as_mapping(found.get(name)) for name in names}

    def _node(self, name: str) -> Json:
        return as_mapping(self.get_object(f"object_info/{quote(name)}").get(name))

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
            return self.get_object(f"view_metadata/{quote(folder)}?{urlencode({'filename': file})}")
        except ServerRefused:
            return {}

    def queue(self) -> tuple[list[str], list[str]]:
        """Return the ids of the running and the waiting prompts, next first."""
        found = self.get_object("queue", GLANCE)
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
        found = self._json("POST", "prompt", body=body, refusals={400: RefusedGraph.of})
        given = as_text(as_mapping(found).get("prompt_id"))
        if not given:
            raise nonsense(self.name, str(found)[:200])
        return given

    def history(self, prompt_id: str) -> Json | None:
        """Return a prompt's history entry; None while it has not ended."""
        found = self.get_object(f"history/{quote(prompt_id)}", GLANCE).get(prompt_id)
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
        response = self.request(
            "POST",
            "upload/image",
            files={"image": (name, data, "image/png")},
            data={"subfolder": _SUBFOLDER, "type": "input"},
        )
        found = self.parsed(response)
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
        return self.request("GET", f"view?{urlencode(names)}", MOST_PICTURE)

    def _json(
        self,
        method: str,
        route: str,
        body: Json | None = None,
        refusals: Mapping[int, Refusal] | None = None,
    ) -> Any:
        return self.parsed(self.request(method, route, refusals=refusals, json=body))

    def _send(self, method: str, route: str, body: Json) -> None:
        self.request(method, route, json=body)


class RefusedGraph(ServerRefused):
    """Error for a graph that the server rejects; `errors` are its texts on each node."""

    errors: list[Json]

    @classmethod
    def of(cls, name: str, body: bytes) -> RefusedGraph:
        """Return the error for the body of a 400."""
        try:
            response = as_mapping(parse_json(body, MOST_JSON))
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
