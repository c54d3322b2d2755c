"""Run downloads in threads of their own, several at once, for window and terminal alike."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from pathlib import Path

import msgspec

from desktop.core.errors import BadInput, EaselError, InternalError
from desktop.core.messages import Message

from .download import SPARE_BYTES, Download, RetryPolicy
from .download_errors import DownloadStopped, NeedsToken
from .download_plan import DownloadPlan
from .download_progress import DownloadStatus, Speed
from .waiting_plans import waiting_plans

logger = logging.getLogger(__name__)
_TELL_EVERY = 0.1


class DownloadManager:
    """All downloads into one models folder.

    `on_change` gets a DownloadStatus from any thread, at most ten a second for each download, and
    always the last one. `parallel` downloads run at once, the others wait. Downloads of an earlier
    run are included from the start, paused. `close` must be called: it stops the threads and keeps
    the received bytes.
    """

    def __init__(
        self,
        models: Path,
        *,
        on_change: Callable[[DownloadStatus], None] | None = None,
        token: Callable[[], str | None] = lambda: None,
        parallel: int = 3,
        patience: RetryPolicy | None = None,
        spare_bytes: int = SPARE_BYTES,
    ) -> None:
        self._models = models
        self._listener = on_change
        self._token = token
        self._patience = patience or RetryPolicy()
        self._spare = spare_bytes
        self._slots = threading.Semaphore(parallel)
        self._lock = threading.Condition()
        self._running: dict[str, Download] = {}
        self._threads: dict[str, threading.Thread] = {}
        self._plans: dict[str, DownloadPlan] = {}
        self._status: dict[str, DownloadStatus] = {}
        self._cancelled: set[str] = set()
        for plan in waiting_plans(models):
            download = self._new(plan)
            self._plans[plan.key] = plan
            self._status[plan.key] = _status(plan, "paused", done=download.on_disk())

    def add(self, plan: DownloadPlan) -> str:
        """Start a download, or resume the same one; return its id.

        Raises BadInput where its model exists already.
        """
        if (self._models / plan.target).exists():
            raise BadInput(
                "There is already a {target} in {folder}.", target=plan.target, folder=self._models
            )
        with self._lock:
            self._plans[plan.key] = plan
        self.resume(plan.key)
        return plan.key

    def resume(self, id: str) -> None:
        """Resume a paused or failed download; do nothing for a running one."""
        with self._lock:
            if id in self._running or id not in self._plans:
                return
            download = self._new(self._plans[id])
            self._running[id] = download
            self._cancelled.discard(id)
            thread = threading.Thread(target=self._run, args=(id, download), name=f"download {id}")
            thread.daemon = True  # one that hangs while it connects must not keep the app
            self._threads[id] = thread
        logger.info("Download of %s begins", download.plan.name)
        self._show(_status(download.plan, "waiting", done=download.on_disk()))
        thread.start()

    def pause(self, id: str) -> None:
        """Pause a download soon; its bytes are kept."""
        with self._lock:
            download = self._running.get(id)
        if download is not None:
            download.stop.set()

    def cancel(self, id: str) -> None:
        """End a download and discard its bytes."""
        with self._lock:
            plan = self._plans.get(id)
            download = self._running.get(id)
            if plan is None or self._status[id].state == "done":
                return
            self._cancelled.add(id)
        if download is not None:
            download.stop.set()
        else:
            self._forget(plan)

    def downloads(self) -> list[DownloadStatus]:
        """Return the latest status of every download, in the order they were added."""
        with self._lock:
            return list(self._status.values())

    def clear_ended(self) -> None:
        """Forget the downloads that are done or canceled (not the paused and failed ones)."""
        with self._lock:
            for id, status in list(self._status.items()):
                if status.state in {"done", "cancelled"} and id not in self._running:
                    del self._status[id]
                    self._plans.pop(id, None)

    def wait(self, id: str, timeout: float | None = None) -> DownloadStatus:
        """Block until the download is paused, failed, done or canceled, or `timeout` is over."""
        with self._lock:
            self._lock.wait_for(lambda: id not in self._running, timeout)
            return self._status[id]

    def close(self, timeout: float | None = None) -> None:
        """Pause everything and wait for the threads, each `timeout` seconds at most."""
        with self._lock:
            downloads, threads = list(self._running.values()), list(self._threads.values())
        for download in downloads:
            download.stop.set()
        for thread in threads:
            if thread is not threading.current_thread():
                thread.join(timeout)

    def _new(self, plan: DownloadPlan) -> Download:
        return Download(
            plan,
            self._models,
            token=self._token,
            patience=self._patience,
            spare_bytes=self._spare,
        )

    def _run(self, id: str, download: Download) -> None:
        last = self._status[id]
        try:
            while not self._slots.acquire(timeout=0.2):
                download.stop.check()
            try:
                meter = _Meter(download, self._keep, self._notify)
                download.run(meter.update, meter.unpacking)
            finally:
                self._slots.release()
            last = _status(download.plan, "done", done=download.total, total=download.total)
        except DownloadStopped:
            last = _status(download.plan, "paused", done=download.on_disk())
        except EaselError as error:
            last = _status(
                download.plan,
                "failed",
                done=download.on_disk(),
                message=error.message,
                details=error.details,
                needs_token=isinstance(error, NeedsToken),
            )
        except Exception as error:
            logger.exception("The download of %s failed", download.plan.name)
            last = _status(
                download.plan,
                "failed",
                done=download.on_disk(),
                message=Message("The download failed: try to resume it."),
                details=InternalError.of(error).details,
                bug=True,
            )
        finally:
            self._end(id, download, last)

    def _end(self, id: str, download: Download, last: DownloadStatus) -> None:
        if id in self._cancelled and last.state != "done":
            download.discard()
            last = msgspec.structs.replace(last, state="cancelled", done_bytes=0, message=None)
        logger.info("Download of %s: %s %s", last.name, last.state, last.message or "")
        self._keep(last)
        with self._lock:
            self._running.pop(id, None)
            self._threads.pop(id, None)
            self._lock.notify_all()
        self._notify(last)  # only now: whoever hears of it may resume at once

    def _forget(self, plan: DownloadPlan) -> None:
        self._new(plan).discard()
        self._show(_status(plan, "cancelled"))

    def _show(self, status: DownloadStatus) -> None:
        self._keep(status)
        self._notify(status)

    def _keep(self, status: DownloadStatus) -> None:
        with self._lock:
            self._status[status.id] = status

    def _notify(self, status: DownloadStatus) -> None:
        if self._listener is not None:
            self._listener(status)


class _Meter:
    """Rate limiter of a download's updates: at most ten statuses a second."""

    def __init__(
        self,
        download: Download,
        keep: Callable[[DownloadStatus], None],
        notify: Callable[[DownloadStatus], None],
    ) -> None:
        self._download = download
        self._plan = download.plan
        self._keep = keep
        self._notify = notify
        self._key = self._plan.key
        self._speed = Speed()
        self._last = 0.0

    def update(self, done: int, fetched: int, message: Message | None) -> None:
        """Report the present and the newly fetched bytes; `message` is the reason for waiting, if
        any.
        """
        self._speed.note(fetched)
        rate = self._speed.value()
        total = self._download.total
        left = max(total - done, 0) / rate if rate > 0 and total else None
        status = DownloadStatus(
            id=self._key,
            name=self._plan.name,
            target=self._plan.target,
            state="running",
            done_bytes=done,
            total_bytes=total,
            bytes_per_second=rate,
            seconds_left=left,
            message=message,
            repository=self._plan.repository,
        )
        self._keep(status)
        now = time.monotonic()
        if message or now - self._last >= _TELL_EVERY:
            self._last = now
            self._notify(status)

    def unpacking(self) -> None:
        """Report that all bytes are present and the zip is being unpacked."""
        status = _status(self._plan, "unpacking", done=self._plan.size)
        self._keep(status)
        self._notify(status)


def _status(
    plan: DownloadPlan,
    state: str,
    *,
    done: int = 0,
    total: int | None = None,
    message: Message | None = None,
    details: str = "",
    needs_token: bool = False,
    bug: bool = False,
) -> DownloadStatus:
    return DownloadStatus(
        id=plan.key,
        name=plan.name,
        target=plan.target,
        state=state,  # pyright: ignore[reportArgumentType]
        done_bytes=done,
        total_bytes=plan.size if total is None else total,
        message=message,
        details=details,
        needs_token=needs_token,
        bug=bug,
        repository=plan.repository,
    )
