"""The file of `easel doctor --prove`: written for sharing, and read for device settings."""

from __future__ import annotations

import logging
from importlib import metadata
from pathlib import Path

import msgspec

from desktop.core.hardware.proof import UNPROVED, DeviceChoices, Proof
from desktop.core.messages import Message
from desktop.files.atomic import make_folder, write_atomically
from desktop.files.bounded import UnreadableError, read_struct
from desktop.files.disk_errors import disk_error
from desktop.models.machine import macos_version

_MOST_BYTES = 1_000_000
logger = logging.getLogger(__name__)


def proved_on() -> dict[str, str]:
    """Return the versions that a proof is valid for: other PyTorch or macOS versions have other
    faults.
    """
    return {"torch": metadata.version("torch"), "macos": macos_version()}


def write_proof(proof: Proof, path: Path) -> None:
    """Write `proof` to `path`. Raises EaselError."""
    doing = Message("keep the proof")
    make_folder(path.parent, doing)
    data = msgspec.json.format(msgspec.json.encode(proof), indent=2)
    try:
        write_atomically(path, data + b"\n")
    except OSError as error:
        raise disk_error(error, path, doing) from error


def proved_choices(path: Path) -> DeviceChoices:
    """Return the device settings proven for this machine; the defaults without a valid proof. Never
    raises.

    A damaged file is logged and ignored.
    """
    try:
        proof = read_struct(path, Proof, _MOST_BYTES)
    except FileNotFoundError:
        return UNPROVED
    except (OSError, UnreadableError) as error:
        logger.warning("The proof of this machine can't be read: %s", error)
        return UNPROVED
    held = {name: proof.machine.get(name) for name in proved_on()}
    return proof.choices if held == proved_on() else UNPROVED
