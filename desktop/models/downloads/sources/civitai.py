"""Civitai: its addresses, and the files of a model's versions by its public API.

https://developer.civitai.com/site/reference/model-versions: `/api/v1/models/{id}` has
`modelVersions`, `/api/v1/model-versions/{id}` is one of them; each has `files` with `name`,
`sizeKB`, `hashes.SHA256`, `metadata.format` and `downloadUrl`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import msgspec

from desktop.core.errors import BadInput, EaselError
from desktop.core.messages import Message
from desktop.files.bounded import UnreadableError, first_bytes, parse_json
from desktop.files.json_coerce import as_list, as_mapping, as_number, as_text
from desktop.models.downloads.download_errors import Unreachable, unreachable
from desktop.models.downloads.download_plan import DownloadPlan, PlannedFile, RemoteFile

from .address import origin_of, safe_name
from .pick import DownloadChoice

DEFAULT_SITE = "https://civitai.com"
_HOSTS = frozenset({"civitai.com", "www.civitai.com", "civitai.red", "civitai.green"})
_PAGE = re.compile(r"/models/(\d+)(?:/|$)")
_VERSION = re.compile(r"/(?:api/download/models|api/v1/model-versions|model-versions)/(\d+)(?:/|$)")
_AIR = re.compile(r"urn:air:[\w.-]+:[\w.-]+:civitai:(\d+)(?:@(\d+))?", re.IGNORECASE)
_MOST_VERSIONS = 8
_SHA256 = re.compile(r"[0-9a-f]{64}")
_SECONDS = 20.0
_MOST_KILOBYTES = 2**40
_MOST_BYTES = 4 * 2**20
"""Maximum response bytes: a model with a hundred versions has some hundred kilobytes."""


class CivitaiAddress(msgspec.Struct, frozen=True, kw_only=True):
    """A model's page, or one version of a model, by Civitai's numbers, '' where unknown."""

    model: str = ""
    version: str = ""


def civitai_site(environment: Mapping[str, str] | None = None) -> str:
    """Return Civitai's address: `CIVITAI_ENDPOINT` where set."""
    environment = os.environ if environment is None else environment
    return environment.get("CIVITAI_ENDPOINT", "").strip().rstrip("/") or DEFAULT_SITE


def civitai_token(url: str) -> str | None:
    """Return the API key of `CIVITAI_TOKEN`, for Civitai's own addresses only."""
    return os.environ.get("CIVITAI_TOKEN") or None if _is_own(url) else None


def parse_civitai(text: str) -> CivitaiAddress | None:
    """Return the model of a Civitai address; None for an address of another site.

    Raises BadInput for a Civitai page that is no model.
    """
    text = text.strip()
    air = _AIR.fullmatch(text)
    if air:
        return CivitaiAddress(model=air[1], version=air[2] or "")
    if not _is_own(text):
        return None
    parts = urlsplit(text)
    version = _VERSION.search(parts.path)
    if version:
        return CivitaiAddress(version=version[1])
    page = _PAGE.search(parts.path)
    if page is None:
        raise BadInput("This page of Civitai is no model’s: paste the address of a model.")
    chosen = parse_qs(parts.query).get("modelVersionId", [""])[0]
    return CivitaiAddress(model=page[1], version=chosen if chosen.isdecimal() else "")


def civitai_choices(
    address: CivitaiAddress, site: str
) -> tuple[str, list[DownloadChoice], list[DownloadPlan]]:
    """Return the title, and the safetensors files with their plans, newest version first.

    Uses the network. Raises BadInput where there is none, EaselError where Civitai is unreachable.
    """
    if address.version:
        return choices_of_version(_ask(f"{site}/api/v1/model-versions/{address.version}"))
    return choices_of_model(_ask(f"{site}/api/v1/models/{address.model}"))


def choices_of_version(
    version: Mapping[str, Any],
) -> tuple[str, list[DownloadChoice], list[DownloadPlan]]:
    """Return `civitai_choices` of a response for one version of a model. Raises BadInput."""
    return _choices(as_text(as_mapping(version.get("model")).get("name")), [version])


def choices_of_model(
    model: Mapping[str, Any],
) -> tuple[str, list[DownloadChoice], list[DownloadPlan]]:
    """Return `civitai_choices` of a response for a model. Raises BadInput."""
    versions = [as_mapping(one) for one in as_list(model.get("modelVersions"))]
    return _choices(as_text(model.get("name")), versions)


def _choices(
    title: str, versions: Sequence[Mapping[str, Any]]
) -> tuple[str, list[DownloadChoice], list[DownloadPlan]]:
    title = title or "Civitai"
    choices: list[DownloadChoice] = []
    plans: list[DownloadPlan] = []
    for version in versions[:_MOST_VERSIONS]:
        for file in (as_mapping(one) for one in as_list(version.get("files"))):
            plan = _plan(title, version, file)
            if plan is not None:
                choices.append(_choice(version, file, plan, recommended=not choices))
                plans.append(plan)
    if not choices:
        raise BadInput(
            "“{model}” has no safetensors file on Civitai: Easel never opens pickles.",
            model=title[:80],
        )
    return title, choices, plans


def _plan(title: str, version: Mapping[str, Any], file: Mapping[str, Any]) -> DownloadPlan | None:
    name, url = as_text(file.get("name")), as_text(file.get("downloadUrl"))
    if not name.lower().endswith((".safetensors", ".sft")) or origin_of(url) is None:
        return None
    target = safe_name(re.sub(r"\.sft$", ".safetensors", name, flags=re.IGNORECASE))
    sha256 = as_text(as_mapping(file.get("hashes")).get("SHA256")).lower()
    return DownloadPlan(
        name=f"{title[:80]} ({as_text(version.get('name'))[:40] or target})",
        target=target,
        becomes="file",
        files=(
            PlannedFile(url=url, path=target, sha256=sha256 if _SHA256.fullmatch(sha256) else ""),
        ),
    )


def _choice(
    version: Mapping[str, Any], file: Mapping[str, Any], plan: DownloadPlan, *, recommended: bool
) -> DownloadChoice:
    kilobytes = as_number(file.get("sizeKB")) or 0
    size = round(min(kilobytes, _MOST_KILOBYTES) * 1024)
    metadata = as_mapping(file.get("metadata"))
    words = [as_text(version.get("name")), as_text(version.get("baseModel")), plan.target]
    checked = plan.files[0].sha256
    unchecked = Message("No checksum is known for it.")
    return DownloadChoice(
        label="  ·  ".join(word for word in words if word),
        form="single_file",
        files=(RemoteFile(path=plan.target, size=max(size, 0), sha256=checked),),
        target=plan.target,
        precision=as_text(metadata.get("fp")),
        recommended=recommended,
        note=None if checked else unchecked,
    )


def _ask(url: str) -> dict[str, Any]:
    token = civitai_token(url)
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    try:
        with (
            httpx.Client(timeout=_SECONDS, follow_redirects=True) as client,
            client.stream("GET", url, headers=headers) as response,
        ):
            status = response.status_code
            content = first_bytes(response.iter_bytes(), _MOST_BYTES)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise unreachable("Civitai", error) from error
    if status == 404:
        raise BadInput("Civitai has no such model, or shows it only to its members.")
    if status in (401, 403):
        raise EaselError(
            "Civitai asks for a login for this model. Set CIVITAI_TOKEN to your API key, or "
            "download the file in a browser and drop it here."
        )
    if status != 200:
        raise Unreachable(
            "Civitai has a problem of its own ({status}). Try again later.",
            status=status,
        )
    try:
        return dict(as_mapping(parse_json(content, _MOST_BYTES)))
    except UnreadableError as error:
        raise Unreachable(
            "Civitai’s answer was not understood. Try again later.", str(error)
        ) from error


def _is_own(url: str) -> bool:
    origin = origin_of(url.strip())
    return origin is not None and (origin[1] in _HOSTS or origin == origin_of(civitai_site()))
