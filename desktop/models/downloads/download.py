"""One download from its plan to the finished model, resumable at any point."""

from __future__ import annotations

import contextlib
import os
import shutil
import time
from collections.abc import Callable, Generator
from pathlib import Path

import httpx
import msgspec

from desktop.core.errors import EaselError
from desktop.core.messages import Message
from desktop.models.recognition.recognition_cache import write_whole
from desktop.models.recognition.refusals import refuse_damaged
from desktop.models.recognition.safetensors_header import HeaderError, read_header

from .download_errors import TransientError, disk_error
from .download_plan import DownloadPlan
from .fetch import CancelToken, Fetch
from .rate_watch import WINDOW, RateWatch
from .records import Record, Records
from .sources.address import endpoint, origin_of
from .sources.civitai import civitai_token
from .unpack import unpack

PLAN_FILE = "plan.json"
WORK = ".downloads"
SPARE_BYTES = 500_000_000
"""Bytes left free on the disk, so that the system goes on working."""
_CHECK_BYTES = 64 * 2**20


OnProgress = Callable[[int, int, Message | None], None]


def _silent(done: int, fetched: int, message: Message | None) -> None:
    del done, fetched, message


class RetryPolicy(msgspec.Struct, frozen=True):
    """A download's waiting times in seconds; tests use less."""

    connect: float = 15.0
    stall: float = 30.0
    first_pause: float = 1.0
    longest_pause: float = 60.0
    rate_window: float = WINDOW
    attempts: int = 8
    """Maximum consecutive attempts without progress."""


class Download:
    """Fetcher of a plan's files into a work folder; the model appears by one rename.

    The work folder is `<models>/.downloads/<key>`: plan.json, and below `files` the parts.
    """

    def __init__(
        self,
        plan: DownloadPlan,
        models: Path,
        *,
        token: Callable[[], str | None],
        patience: RetryPolicy,
        spare_bytes: int = SPARE_BYTES,
    ) -> None:
        self.plan = plan
        self.stop = CancelToken()
        self._models = models
        self._work = models / WORK / plan.key
        self._token = token
        self._patience = patience
        self._spare = spare_bytes
        self._on_progress: OnProgress = _silent
        self._unpacking: Callable[[], None] = lambda: None
        self._done = 0
        self._fetched = 0
        self._announced = 0
        self._unchecked = 0

    @property
    def target(self) -> Path:
        """The path of the finished model."""
        return self._models / self.plan.target

    def run(self, on_progress: OnProgress, unpacking: Callable[[], None]) -> Path:
        """Run the whole download; return the model's path.

        `on_progress(done, fetched, message)` is called after every block and before every pause:
        bytes present, bytes fetched by this run, the reason for waiting. Raises DownloadStopped, or
        EaselError; the received bytes are kept for the next time in both cases.
        """
        self._on_progress, self._unpacking = on_progress, unpacking
        if self.target.exists():
            raise EaselError(
                "There is already a {target} in {folder}.",
                target=self.plan.target,
                folder=self._models,
            )
        try:
            self._keep_plan()
            with self._alone():
                self._check_space()
                records = self._fetch_all()
                return self._appear(records)
        except OSError as error:
            raise disk_error(error, str(self._models)) from error

    def discard(self) -> None:
        """Delete the received bytes. Only Easel's own work folder is touched."""
        shutil.rmtree(self._work, ignore_errors=True)

    @property
    def total(self) -> int:
        """The total bytes, as far as the plan or the server gives them; 0 while unknown."""
        return self.plan.size or self._announced

    def on_disk(self) -> int:
        """Return the bytes received so far."""
        files = self._work / "files"
        if not files.is_dir():
            return 0
        wanted = [files / file.path for file in self.plan.files]
        total = 0
        for path in wanted:
            for there in (path, path.with_name(path.name + ".part")):
                with contextlib.suppress(OSError):
                    total += there.stat().st_size
        return total

    def _keep_plan(self) -> None:
        write_whole(self._work / PLAN_FILE, msgspec.json.encode(self.plan))

    @contextlib.contextmanager
    def _alone(self) -> Generator[None]:
        """Lock the work folder against another Easel that downloads the same model."""
        import fcntl

        with (self._work / "lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                raise EaselError(
                    "{target} is being downloaded by another Easel already.",
                    target=self.plan.target,
                ) from None
            yield

    def _check_space(self) -> None:
        missing = self.plan.size - self.on_disk()
        if self.plan.becomes == "zip":
            missing += self.plan.size
        self._need(missing)

    def _announce(self, missing: int) -> None:
        self._announced = self._done + missing
        self._need(missing * (2 if self.plan.becomes == "zip" else 1))

    def _need(self, missing: int) -> None:
        free = shutil.disk_usage(self._models).free
        if missing > 0 and missing + self._spare > free:
            raise EaselError(
                "{target} needs {missing} GB more, but the disk has {free} GB free: free some "
                "space, then resume.",
                target=self.plan.target,
                missing=f"{missing / 1000000000.0:.2f}",
                free=f"{free / 1000000000.0:.2f}",
            )

    def _keep_reserve(self) -> None:
        """Keep disk space free for the system, even where the size is unknown in advance."""
        if shutil.disk_usage(self._models).free < self._spare:
            raise EaselError(
                "The disk with {folder} is nearly full: free some space, then resume.",
                folder=str(self._models),
            )

    def _fetch_all(self) -> dict[str, Record]:
        records: dict[str, Record] = {}
        timeout = httpx.Timeout(self._patience.stall, connect=self._patience.connect)
        with httpx.Client(
            timeout=timeout, follow_redirects=True, headers={"User-Agent": "easel"}
        ) as client:
            for file in self.plan.files:
                fetch = Fetch(
                    file,
                    self._work / "files" / file.path,
                    client=client,
                    stop=self.stop,
                    add=self._add,
                    announce=self._announce,
                    repository=self.plan.repository,
                    token=self._token_for(file.url),
                    watch=lambda: RateWatch(window=self._patience.rate_window),
                )
                self._persist(fetch)
                sha256 = file.sha256 or fetch.sha256
                if sha256:
                    size = (self._work / "files" / file.path).stat().st_size
                    records[file.path] = Record(sha256=sha256, size=size, url=file.url)
        return records

    def _token_for(self, url: str) -> str | None:
        """Return the token for `url`: each token goes to its own site only, regardless of
        the plan.
        """
        if self.plan.repository and origin_of(url) == origin_of(endpoint()):
            return self._token()
        return civitai_token(url)

    def _persist(self, fetch: Fetch) -> None:
        """Retry until the file is complete; give up after many attempts without progress."""
        idle, pause, furthest = 0, self._patience.first_pause, 0
        while True:
            try:
                fetch.run()
            except TransientError as trouble:
                if fetch.have > furthest and not trouble.slow:
                    idle, pause = 0, self._patience.first_pause
                furthest = max(furthest, fetch.have)
                idle += 1
                if idle >= self._patience.attempts:
                    message = Message(
                        "{reason} What has come is kept: resume later.",
                        reason=trouble.message,
                    )
                    raise EaselError(message, trouble.details) from trouble
                self._pause(trouble, pause)
                pause = min(pause * 2, self._patience.longest_pause)
            else:
                return

    def _pause(self, trouble: TransientError, pause: float) -> None:
        asked = trouble.wait
        seconds = min(asked, self._patience.longest_pause * 5) if asked else pause
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            message = Message(
                "{reason} Trying again in {seconds} s.",
                reason=trouble.message,
                seconds=max(round(left), 1),
            )
            self._on_progress(self._done, self._fetched, message)
            self.stop.wait(min(left, 1.0))

    def _add(self, there: int, fetched: int) -> None:
        self._done += there
        self._fetched += fetched
        self._unchecked += fetched
        if self._unchecked >= _CHECK_BYTES:
            self._unchecked = 0
            self._keep_reserve()
        self._on_progress(self._done, self._fetched, None)

    def _check_content(self, file: Path) -> None:
        """Without a checksum, check that the file is at least a whole safetensors file, not a web
        page.
        """
        if _is_checked(self.plan) or file.suffix.lower() not in (".safetensors", ".sft"):
            return
        try:
            read_header(file)
        except HeaderError as error:
            size = file.stat().st_size
            problem = refuse_damaged(file, size, error.message).problem or error.message
            self.discard()
            raise EaselError("The download is not a model. {problem}", problem=problem) from error

    def _appear(self, records: dict[str, Record]) -> Path:
        """Move the finished model into place, by one rename."""
        files, target = self._work / "files", self.target
        whole = files
        if self.plan.becomes == "file":
            whole = files / self.plan.files[0].path
            self._check_content(whole)
        elif self.plan.becomes == "zip":
            self._unpacking()
            unpacked = self._work / "unpacked"
            shutil.rmtree(unpacked, ignore_errors=True)
            whole = unpack(files / self.plan.files[0].path, unpacked, self.stop.check)
            records = {}
        self._models.mkdir(parents=True, exist_ok=True)
        if target.exists():
            raise EaselError(
                "There is already a {target} in {folder}.",
                target=self.plan.target,
                folder=self._models,
            )
        os.replace(whole, target)
        inside = {
            (target if self.plan.becomes == "file" else target / path): record
            for path, record in records.items()
        }
        if inside:
            Records(self._models).add(inside)
        self.discard()
        return target


def _is_checked(plan: DownloadPlan) -> bool:
    return any(file.sha256 or file.git_sha1 for file in plan.files)
