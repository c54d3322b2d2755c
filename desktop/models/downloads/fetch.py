"""Fetch one file by HTTP range requests, so that received bytes are never fetched again.

The bytes go into NAME.part, the server's etag into NAME.part.etag. A changed etag starts anew. The
checksum is computed while reading; a part from an earlier run is read once for it.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import socket
import threading
from collections.abc import Callable, Generator
from pathlib import Path

import httpx

from desktop.core.errors import EaselError
from desktop.core.messages import Message
from desktop.files.bounded import UnreadableError, decoded, read_bytes

from .download_errors import DownloadStopped, TransientError, disk_error, raise_for_status
from .download_plan import PlannedFile
from .rate_watch import RateWatch

BLOCK = 1 << 20
_MOST_ETAG = 2000
_RANGE = re.compile(r"bytes (\d+)-(\d+)/(\d+|\*)")


class CancelToken:
    """A thread-safe request to end a fetch soon, even while it waits for the server."""

    def __init__(self) -> None:
        self._event = threading.Event()
        self._socket: socket.socket | None = None
        self._lock = threading.Lock()

    def set(self) -> None:
        """Request the end; the fetch raises DownloadStopped."""
        self._event.set()
        with self._lock:
            if self._socket is not None:
                with contextlib.suppress(OSError):
                    self._socket.shutdown(socket.SHUT_RDWR)

    def check(self) -> None:
        """Raise DownloadStopped after `set`."""
        if self._event.is_set():
            raise DownloadStopped

    def wait(self, seconds: float) -> None:
        """Sleep until `set` or the end of `seconds`; raise DownloadStopped after `set`."""
        if self._event.wait(seconds):
            raise DownloadStopped

    @contextlib.contextmanager
    def watching(self, response: httpx.Response) -> Generator[None]:
        """Let `set` wake the reader of `response` by closing its connection."""
        stream = response.extensions.get("network_stream")
        found = stream.get_extra_info("socket") if stream is not None else None
        with self._lock:
            self._socket = found if isinstance(found, socket.socket) else None
        try:
            yield
        finally:
            with self._lock:
                self._socket = None


class Fetch:
    """Fetch of one file to `target`.

    `add(there, fetched)` is called on every change: with the bytes present (old ones too, and fewer
    where the file is begun anew), and with the bytes received over the network. `announce(missing)`
    is called with the size of the server's response, where the plan has none; it may raise.

    `run` makes one attempt: it raises DownloadStopped, TransientError (the next attempt continues),
    or EaselError.
    """

    def __init__(
        self,
        file: PlannedFile,
        target: Path,
        *,
        client: httpx.Client,
        stop: CancelToken,
        add: Callable[[int, int], None],
        announce: Callable[[int], None],
        repository: str = "",
        token: str | None = None,
        watch: Callable[[], RateWatch] = RateWatch,
    ) -> None:
        self._watch = watch
        self._file = file
        self._target = target
        self._part = target.with_name(target.name + ".part")
        self._etag_file = target.with_name(target.name + ".part.etag")
        self._client = client
        self._stop = stop
        self._add = add
        self._announce = announce
        self._repository = repository
        self._token = token
        self._hash = self._new_hash()
        self._have = 0
        self._counted = 0

    def run(self) -> None:
        """Fetch the whole file, verified, to `target`. Does nothing where it exists already."""
        if self._target.exists():
            self._count_to(self._target.stat().st_size)
            return
        try:
            self._target.parent.mkdir(parents=True, exist_ok=True)
            self._read_part()
            if not self._is_complete():
                self._read_server()
            self._finish()
        except OSError as error:
            raise disk_error(error, str(self._target.parent)) from error

    def _read_part(self) -> None:
        """Resume from an earlier attempt or run: hash and count its bytes."""
        if self._have and self._part.exists() and self._part.stat().st_size == self._have:
            return
        self._start_anew(delete=False)
        if not self._part.exists():
            return
        if not self._etag_file.exists() and not self._file.sha256:
            self._start_anew(delete=True)  # nothing says whether it is still the same file
            return
        with self._part.open("rb") as part:
            while block := part.read(BLOCK):
                self._stop.check()
                self._hash.update(block)
                self._have += len(block)
        if 0 <= self._file.size < self._have:
            self._start_anew(delete=True)
        self._count_to(self._have)

    def _read_server(self) -> None:
        headers = {"Accept-Encoding": "identity"}
        if self._have:
            headers["Range"] = f"bytes={self._have}-"
        if self._token:
            headers["Authorization"] = f"Bearer {self._token}"
        self._stop.check()
        try:
            with self._client.stream("GET", self._file.url, headers=headers) as response:
                if response.status_code == 416:
                    self._start_anew(delete=True)
                    raise TransientError("The server has another version of the file.", 0)
                raise_for_status(response, self._repository)
                self._accept(response)
                with self._stop.watching(response):
                    self._write(response)
        except (httpx.UnsupportedProtocol, httpx.TooManyRedirects) as error:
            raise EaselError(
                "The link leads nowhere: look the model up again.",
                f"{type(error).__name__}: {error}",
            ) from error
        except httpx.HTTPError as error:
            self._stop.check()
            raise TransientError(
                _network_message(error), details=f"{type(error).__name__}"
            ) from error
        except httpx.InvalidURL as error:
            raise EaselError("This link is no web address.", str(error)) from error
        self._stop.check()
        if not self._is_complete() and self._file.size >= 0:
            raise TransientError("The connection ended before the file was whole.")

    def _accept(self, response: httpx.Response) -> None:
        """Check that the response continues the part, with the same version of the file."""
        etag = _etag_of(response)
        if self._have and response.status_code == 206:
            place = _RANGE.fullmatch(response.headers.get("Content-Range", ""))
            if place is None or not self._fits(int(place[1]), place[3], etag):
                self._start_anew(delete=True)
                raise TransientError("The file has changed on the server: it is fetched anew.", 0)
        elif self._have:  # the server sends the whole file, whatever was asked for
            self._start_anew(delete=True)
        elif response.status_code != 200:
            raise TransientError(
                "The server’s answer was not understood ({status}).", status=response.status_code
            )
        coming = _length_of(response)
        if self._file.size < 0 and coming is not None:
            self._announce(coming)
        elif response.status_code == 200 and coming not in (None, self._file.size):
            raise EaselError(
                "The server sends something else in place of the file. If this network asks for a "
                "login, log in, then resume.",
                f"{coming} bytes in place of {self._file.size}",
            )
        self._etag_file.write_text(etag, "utf-8")

    def _fits(self, start: int, total: str, etag: str) -> bool:
        same_size = self._file.size < 0 or total in {"*", str(self._file.size)}
        known: str | None = None
        if self._etag_file.exists():
            with contextlib.suppress(UnreadableError):
                known = decoded(read_bytes(self._etag_file, _MOST_ETAG))
        return start == self._have and same_size and known in {None, etag}

    def _write(self, response: httpx.Response) -> None:
        rate = self._watch()
        with self._part.open("ab") as part:
            for block in response.iter_raw():  # as it comes: a larger block would be lost in a cut
                self._stop.check()
                part.write(block)
                self._hash.update(block)
                self._have += len(block)
                if 0 <= self._file.size < self._have:
                    part.truncate(0)
                    raise EaselError("The server sent more than it announced: look it up again.")
                self._count_to(self._have, len(block))
                rate.saw(len(block))
            part.flush()
            os.fsync(part.fileno())

    def _finish(self) -> None:
        wanted = self._file.sha256 or self._file.git_sha1
        if wanted and self._hash.hexdigest() != wanted:
            self._start_anew(delete=True)
            raise EaselError(
                "{file} arrived damaged (its checksum is wrong): download it again.",
                f"expected {wanted}",
                file=self._target.name,
            )
        os.replace(self._part, self._target)
        self._etag_file.unlink(missing_ok=True)

    def _is_complete(self) -> bool:
        if self._file.size >= 0:
            return self._have == self._file.size and (self._have > 0 or self._part.exists())
        return False

    def _start_anew(self, *, delete: bool) -> None:
        if delete:
            self._part.unlink(missing_ok=True)
            self._etag_file.unlink(missing_ok=True)
        self._have = 0
        self._hash = self._new_hash()
        self._count_to(0)

    def _new_hash(self) -> hashlib._Hash:  # pyright: ignore[reportPrivateUsage]
        if self._file.git_sha1 and not self._file.sha256:
            # git's blob id: the hash of a short header and the content
            start = f"blob {self._file.size}\0".encode()
            return hashlib.sha1(start, usedforsecurity=False)
        return hashlib.sha256()

    def _count_to(self, have: int, fetched: int = 0) -> None:
        self._add(have - self._counted, fetched)
        self._counted = have

    @property
    def have(self) -> int:
        """The number of bytes present."""
        return self._have

    @property
    def sha256(self) -> str:
        """The checksum of the fetched file; '' for small files, which git's id verifies."""
        return self._hash.hexdigest() if self._hash.name == "sha256" else ""


def _etag_of(response: httpx.Response) -> str:
    """Return the file's own etag: the hub's where it redirects to a storage server."""
    for step in (*response.history, response):
        linked = step.headers.get("X-Linked-Etag")
        if linked:
            return str(linked)
    return str(response.headers.get("ETag") or response.headers.get("Last-Modified") or "")


def _length_of(response: httpx.Response) -> int | None:
    """Return the response's declared length, None for a missing or invalid one."""
    said = response.headers.get("Content-Length", "")
    whole = said.isascii() and said.isdecimal() and len(said) < 19
    return int(said) if whole else None


def _network_message(error: httpx.HTTPError) -> Message:
    if isinstance(error, httpx.TimeoutException):
        return Message("The server stopped sending.")
    if isinstance(error, httpx.ConnectError):
        return Message("The server can’t be reached.")
    return Message("The connection broke off.")
