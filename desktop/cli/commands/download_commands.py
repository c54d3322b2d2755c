"""`easel models browse | download | verify | remove`: download and remove models."""

from __future__ import annotations

import argparse
import json
import sys
import threading
from typing import NoReturn

import msgspec
from tqdm import tqdm

from desktop.cli.cli_context import CliContext
from desktop.cli.command_parser import CommandAdder
from desktop.core.errors import BadInput, EaselError
from desktop.core.messages import Message, in_english
from desktop.models.catalogue.catalogue import catalogue
from desktop.models.downloads.download_progress import DownloadStatus
from desktop.models.downloads.manager import DownloadManager
from desktop.models.downloads.tokens import TokenStore
from desktop.models.manage import plan_to_get, remove, verify


def add_commands(actions: CommandAdder) -> None:
    """Add the four actions to `models`."""
    browse = actions.add_parser(
        "browse", text="list what can be downloaded", examples=("easel models browse",)
    )
    browse.add_argument("--json", action="store_true", help="print JSON")
    browse.set_defaults(run=browse_catalogue)
    download = actions.add_parser(
        "download",
        text="get a model: by the catalog’s name, org/name or an address",
        about="Gets a model. Ctrl-C pauses; the same command goes on from there.",
        examples=(
            "easel models download sdxl-turbo",
            "easel models download stabilityai/sd-turbo",
        ),
    )
    download.add_argument("name", metavar="NAME")
    download.set_defaults(run=download_model)
    check = actions.add_parser(
        "verify",
        text="check that a model is whole",
        examples=("easel models verify sd_xl_turbo_1.0_fp16",),
    )
    check.add_argument("name", metavar="MODEL", help="its name or path")
    check.add_argument("--json", action="store_true", help="print JSON")
    check.set_defaults(run=verify_model)
    away = actions.add_parser(
        "remove", text="move a model to the Trash", examples=("easel models remove my-model",)
    )
    away.add_argument("name", metavar="MODEL", help="its name or path")
    away.set_defaults(run=remove_model)


def browse_catalogue(options: argparse.Namespace, _: CliContext) -> int:
    """Print the catalogue."""
    entries = catalogue()
    if options.json:
        print(json.dumps(msgspec.to_builtins(entries), ensure_ascii=False, indent=2))
        return 0
    group = ""
    for entry in entries:
        if entry.group != group:
            group = entry.group
            print(f"\n{group}")
        print(f"  {entry.id}: {entry.name}, {entry.size_words}, {entry.licence}")
        print(f"      {entry.good_at}; {entry.suits}")
    return 0


def download_model(options: argparse.Namespace, context: CliContext) -> int:
    """Download one model; Ctrl-C pauses, and the same command resumes."""
    token = TokenStore()
    plan = plan_to_get(options.name, token.get())
    if plan.licence:
        print(f"licence: {plan.licence}", file=sys.stderr)
    with _Bar(plan.size) as bar:
        manager = DownloadManager(context.app_paths.models, on_change=bar.show, token=token.get)
        try:
            status = manager.wait(manager.add(plan))
        finally:
            manager.close()
    if status.state != "done":
        unfinished = Message("The download of {name} did not finish.", name=plan.name)
        raise EaselError(status.message or unfinished)
    print(context.app_paths.models / plan.target)
    return 0


def verify_model(options: argparse.Namespace, context: CliContext) -> int:
    """Read all of a model; return 1 if it is incomplete or damaged."""
    model = context.library().find(options.name)
    verdict = verify(model, context.app_paths.models)
    if options.json:
        found = msgspec.structs.asdict(verdict)
        found = {"sentence": found.pop("message"), **found}
        print(json.dumps(in_english(found), ensure_ascii=False))
    else:
        print(f"{model.name}: {verdict.message}")
    return 0 if verdict.whole else 1


def remove_model(options: argparse.Namespace, context: CliContext) -> int:
    """Move a model to the Trash."""
    model = context.library().find(options.name)
    if not model.path:
        raise BadInput("“{model}” is nowhere on this disk.", model=model.name)
    print(f"moved to the Trash: {remove(model)}")
    return 0


class _Bar:
    """A progress bar in bytes on a terminal; elsewhere a line for each change of state."""

    def __init__(self, size: int) -> None:
        self._lock = threading.Lock()
        self._state = ""
        self._bar: tqdm[NoReturn] | None = None
        tqdm.monitor_interval = 0
        if sys.stderr.isatty():
            self._bar = tqdm(total=size, unit="B", unit_scale=True, file=sys.stderr)

    def __enter__(self) -> _Bar:
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.close()

    def show(self, status: DownloadStatus) -> None:
        """Show the status. Called from the download's thread."""
        with self._lock:
            if self._bar is not None:
                self._bar.update(status.done_bytes - self._bar.n)
            elif status.state != self._state:
                self._state = status.state
                line = f"{status.state} {status.message or ''}".rstrip()
                print(line, file=sys.stderr, flush=True)
