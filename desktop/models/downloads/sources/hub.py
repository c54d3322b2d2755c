"""List a hub repository's files, with their sizes and checksums."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

import msgspec

from desktop.core.errors import BadInput, EaselError
from desktop.core.messages import Message
from desktop.models.downloads.download_errors import NeedsToken, Unreachable, unreachable
from desktop.models.downloads.download_plan import DownloadPlan, PlannedFile, RemoteFile

from .address import HubAddress, is_plain_path
from .pick import DownloadChoice

_MOST_FOUND = 40
_SECONDS = 20
"""Maximum seconds for a response of the hub."""


class HubListing(msgspec.Struct, frozen=True, kw_only=True):
    """A repository at one commit."""

    repository: str
    commit: str
    files: list[RemoteFile]
    licence: str = ""
    gated: bool = False


def list_repository(address: HubAddress, endpoint: str, token: str | None) -> HubListing:
    """Return all files of a repository, by huggingface_hub's own API. Uses the network.

    Raises BadInput or EaselError with a message about what is missing or refused.
    """
    from huggingface_hub import HfApi
    from huggingface_hub.hf_api import RepoFile

    api = HfApi(endpoint=endpoint, token=token or False, library_name="easel")
    try:
        info = api.model_info(address.repository, revision=address.revision, timeout=_SECONDS)
        commit = info.sha or address.revision
        tree = api.list_repo_tree(address.repository, recursive=True, revision=commit)
        files = [_remote(entry) for entry in tree if isinstance(entry, RepoFile)]
    except Exception as error:  # the library raises its own, httpx2's and requests' errors
        raise hub_error(error, address.repository) from error
    card: Any = info.card_data
    return HubListing(
        repository=address.repository,
        commit=commit,
        files=[file for file in files if is_plain_path(file.path)],
        licence=str(getattr(card, "license_name", None) or getattr(card, "license", None) or ""),
        gated=bool(info.gated),
    )


class FoundRepository(msgspec.Struct, frozen=True, kw_only=True):
    """A result of a search on the hub."""

    repository: str
    downloads: int = 0
    likes: int = 0
    gated: bool = False


def search_hub(text: str, endpoint: str, token: str | None) -> list[FoundRepository]:
    """Return the image model repositories whose name contains `text`, most downloaded first.

    Uses the network, once: HfApi would try five times more, 23 s in all, before it reports a
    missing connection. Raises EaselError.
    """
    from huggingface_hub import utils

    hub: Any = utils  # its functions are typed in part
    headers = hub.build_hf_headers(token=token or False, library_name="easel")
    asked = {"search": text, "sort": "downloads", "limit": str(_MOST_FOUND)}
    try:
        response = hub.get_session().get(
            f"{endpoint}/api/models", params=asked, headers=headers, timeout=_SECONDS
        )
        hub.hf_raise_for_status(response)
        return [
            FoundRepository(
                repository=str(one["id"]),
                downloads=int(one.get("downloads") or 0),
                likes=int(one.get("likes") or 0),
                gated=bool(one.get("gated")),
            )
            for one in response.json()
        ]
    except Exception as error:  # the library raises its own, httpx2's and requests' errors
        raise hub_error(error, text) from error


def plan_for(choice: DownloadChoice, listing: HubListing, endpoint: str) -> DownloadPlan:
    """Return the plan that fetches `choice` of `listing`."""
    becomes = {"single_file": "file", "asset": "file", "coreml_zip": "zip"}.get(
        choice.form, "folder"
    )
    prefix = f"{choice.strip}/" if choice.strip else ""
    files = [
        PlannedFile(
            url=resolve_url(endpoint, listing.repository, listing.commit, file.path),
            path=file.path.removeprefix(prefix) if becomes == "folder" else choice.target,
            size=file.size,
            sha256=file.sha256,
            git_sha1=file.git_sha1,
        )
        for file in choice.files
    ]
    if becomes == "zip":
        name = choice.files[0].path.rpartition("/")[2]
        files = [msgspec.structs.replace(files[0], path=name)]
    return DownloadPlan(
        name=f"{listing.repository} ({choice.label})",
        target=choice.target,
        becomes=becomes,  # pyright: ignore[reportArgumentType]
        files=tuple(files),
        repository=listing.repository,
        licence=listing.licence,
    )


def resolve_url(endpoint: str, repository: str, revision: str, path: str) -> str:
    """Return the URL at which the hub serves a file."""
    return f"{endpoint}/{repository}/resolve/{quote(revision, safe='')}/{quote(path)}"


def hub_error(error: Exception, repository: str) -> EaselError:
    """Return the error for an exception of huggingface_hub or of the network."""
    status = getattr(getattr(error, "response", None), "status_code", None)
    kind = type(error).__name__
    details = f"{kind}: {_without_tokens(str(error))}"
    asked_badly = {
        "RevisionNotFoundError": Message(
            "{repository} has no such revision: leave it out.", repository=repository
        ),
        "HFValidationError": Message(
            "“{repository}” is no repository’s name.", repository=repository
        ),
        "OfflineModeIsEnabled": Message(
            "HF_HUB_OFFLINE is set, so nothing is fetched: unset it first."
        ),
    }
    if kind == "GatedRepoError" or status == 403:
        return NeedsToken(repository, details)
    if kind in asked_badly:
        return BadInput(asked_badly[kind], details)
    if kind == "RepositoryNotFoundError" or status in {401, 404}:
        return BadInput(
            "Hugging Face has no model {repository}, or it is private and needs a token. Check the "
            "name, or set a token in Settings.",
            details,
            repository=repository,
        )
    if status is None:
        return Unreachable(unreachable("Hugging Face", error).message, details, offline=True)
    if status == 429:
        message = Message("Hugging Face asks for a pause (too many requests). Try again later.")
    else:
        message = Message(
            "Hugging Face has a problem of its own ({status}). Try again later.", status=status
        )
    return Unreachable(message, details)


def _remote(entry: Any) -> RemoteFile:
    lfs = entry.lfs
    return RemoteFile(
        path=str(entry.path),
        size=int(entry.size),
        sha256=str(lfs.sha256) if lfs is not None else "",
        git_sha1="" if lfs is not None else str(entry.blob_id),
    )


def _without_tokens(text: str) -> str:
    return re.sub(r"hf_[A-Za-z0-9]{8,}", "hf_...", text)
