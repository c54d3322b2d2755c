"""From a user's request (a catalogue name, an address) to a plan. Uses the network."""

from __future__ import annotations

import msgspec

from desktop.core.errors import BadInput
from desktop.core.messages import Message
from desktop.models.downloads.download_plan import DownloadPlan, PlannedFile

from .address import DirectLink, HubAddress, parse_address, safe_name
from .civitai import civitai_choices, civitai_site, parse_civitai
from .hub import HubListing, list_repository, plan_for
from .pick import DownloadChoice, choices_in


class DownloadOffer(msgspec.Struct, frozen=True, kw_only=True):
    """The models behind an address, each with its plan."""

    title: str
    choices: list[DownloadChoice]
    plans: list[DownloadPlan]
    licence: str = ""
    gated: bool = False

    @property
    def recommended(self) -> DownloadPlan:
        """The plan of the recommended choice."""
        marked = [
            plan
            for choice, plan in zip(self.choices, self.plans, strict=True)
            if choice.recommended
        ]
        return (marked or self.plans)[0]


def look_up(text: str, endpoint: str, token: str | None) -> DownloadOffer:
    """Return the offer of `text` (org/name, an address of the hub or of Civitai, a direct link).

    Raises BadInput or EaselError with a message.
    """
    place = parse_civitai(text)
    if place is not None:
        title, choices, plans = civitai_choices(place, civitai_site())
        return DownloadOffer(title=title, choices=choices, plans=plans)
    address = parse_address(text, endpoint)
    if isinstance(address, DirectLink):
        return _direct(address)
    listing = list_repository(address, endpoint, token)
    choices = _chosen(address, listing)
    if not choices:
        raise BadInput(
            "{repository} holds no model that Easel can use: no safetensors, no diffusers folder, "
            "no Core ML.",
            repository=address.repository,
        )
    return DownloadOffer(
        title=address.repository,
        choices=choices,
        plans=[plan_for(choice, listing, endpoint) for choice in choices],
        licence=listing.licence,
        gated=listing.gated,
    )


def _chosen(address: HubAddress, listing: HubListing) -> list[DownloadChoice]:
    if not address.path:
        return choices_in(address.repository, listing.files)
    exact = [file for file in listing.files if file.path == address.path]
    if exact:
        name = address.path.rpartition("/")[2]
        if not name.endswith((".safetensors", ".sft", ".zip")):
            raise BadInput(
                "{name} is no model: Easel takes .safetensors and .zip files.", name=name
            )
        form = "coreml_zip" if name.endswith(".zip") else "single_file"
        target = safe_name(name.removesuffix(".zip"))
        return [
            DownloadChoice(
                label=name, form=form, files=tuple(exact), target=target, recommended=True
            )
        ]
    inside = [file for file in listing.files if file.path.startswith(address.path + "/")]
    name = f"{address.repository}_{address.path.replace('/', '_')}"
    moved = [
        msgspec.structs.replace(file, path=file.path.removeprefix(address.path + "/"))
        for file in inside
    ]
    found = choices_in(name, moved)
    by_short = {short.path: full for short, full in zip(moved, inside, strict=True)}
    return [
        msgspec.structs.replace(
            choice,
            files=tuple(by_short[file.path] for file in choice.files),
            strip="/".join(part for part in (address.path, choice.strip) if part),
        )
        for choice in found
    ]


def _direct(link: DirectLink) -> DownloadOffer:
    is_zip = link.filename.lower().endswith(".zip")
    target = link.filename[: -len(".zip")] if is_zip else link.filename
    plan = DownloadPlan(
        name=link.filename,
        target=target,
        becomes="zip" if is_zip else "file",
        files=(PlannedFile(url=link.url, path=link.filename),),
    )
    choice = DownloadChoice(
        label=link.filename,
        form="coreml_zip" if is_zip else "single_file",
        files=(),
        target=target,
        recommended=True,
        note=Message("A direct link: its content can’t be checked."),
    )
    return DownloadOffer(title=link.filename, choices=[choice], plans=[plan])
