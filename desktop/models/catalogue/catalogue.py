"""The built-in catalogue: popular models, each with size, license, needs and the Mac it suits.

Sizes are shown before the hub is asked; the download uses the hub's own sizes and checksums.
`size_is_exact` False means: computed from the published architecture, so 'about'.
"""

from __future__ import annotations

import difflib

import msgspec

from desktop.core.errors import BadInput
from desktop.core.names import name_key
from desktop.models.downloads.download_plan import DownloadPlan
from desktop.models.downloads.sources.address import HubAddress, safe_name
from desktop.models.downloads.sources.hub import list_repository, plan_for
from desktop.models.downloads.sources.pick import DownloadChoice, choices_in
from desktop.models.machine import Machine
from desktop.models.resources import resource

_GB = 2**30
_FOR_METAL = (
    # (memory in GB, catalogue ids from the one that draws best to the one that needs least)
    (24, "sdxl-base"),
    (15, "coreml-xl-base-ios"),
    (7, "coreml-v1-5-palettized-split-einsum-compiled"),
)
_ELSEWHERE = ((15, "ssd-1b"), (0, "sd-1.5"))


def recommended_entry(machine: Machine) -> CatalogueEntry | None:
    """Return the catalogue entry to offer first; None where nothing in the catalogue would run."""
    choices = _FOR_METAL if machine.has_metal_gpu else _ELSEWHERE
    memory = machine.memory_bytes / _GB
    wanted = next((name for least, name in choices if memory >= least), "")
    return next((entry for entry in catalogue() if entry.id == wanted), None)


class CatalogueEntry(msgspec.Struct, frozen=True, kw_only=True):
    """A downloadable model: its `file`, or the choice of `form` or with the `wants`.

    Entries with the same `group` and `title` are one model in several variants. Without a
    `repository` it ships with Easel.
    """

    id: str
    name: str
    title: str
    variant: str = ""
    badge: str = ""
    group: str
    kind: str
    family: str
    runs_on: str
    repository: str
    size_bytes: int
    licence: str
    good_at: str
    suits: str
    needs: str = ""
    file: str = ""
    form: str = ""
    wants: tuple[str, ...] = ()
    target: str = ""
    size_is_exact: bool = False
    memory_gb: int = 8

    @property
    def included(self) -> bool:
        """Whether the model ships with Easel."""
        return not self.repository

    @property
    def size_words(self) -> str:
        """The size for people, e.g. 'about 2.1 GB'."""
        if self.included:
            return "comes with Easel"
        gigabytes = self.size_bytes / 1e9
        number = f"{gigabytes:.2f} GB" if gigabytes >= 0.1 else f"{self.size_bytes / 1e6:.0f} MB"
        return number if self.size_is_exact else f"about {number}"


class _Catalogue(msgspec.Struct, frozen=True):
    version: int
    entries: tuple[CatalogueEntry, ...]


def catalogue() -> tuple[CatalogueEntry, ...]:
    """Return all entries, in the order of display."""
    return msgspec.json.decode(resource("catalogue.json").read_bytes(), type=_Catalogue).entries


def find_entry(name: str) -> CatalogueEntry | None:
    """Return the entry with this id or name, None without one."""
    folded = name_key(name)
    entries = catalogue()
    return next((e for e in entries if folded in map(name_key, (e.id, e.name))), None)


def close_ids(name: str) -> list[str]:
    """Return the ids closest to `name`, for 'did you mean'."""
    ids = [entry.id for entry in catalogue()]
    return difflib.get_close_matches(name_key(name), ids, 3, 0.5)


def plan_of(entry: CatalogueEntry, endpoint: str, token: str | None) -> DownloadPlan:
    """Return the plan that fetches `entry`. Uses the network. Raises BadInput or EaselError."""
    if entry.included:
        raise BadInput("{entry} comes with Easel: there is nothing to download.", entry=entry.title)
    listing = list_repository(HubAddress(repository=entry.repository), endpoint, token)
    choice = _choice(entry, choices_in(entry.repository, listing.files))
    if entry.file:
        exact = tuple(file for file in listing.files if file.path == entry.file)
        target = safe_name(entry.target or entry.file.rpartition("/")[2])
        choice = None
        if exact:
            choice = DownloadChoice(
                label=entry.file, form="single_file", files=exact, target=target
            )
    if choice is None:
        raise BadInput(
            "{repository} no longer holds what the catalog knows: paste its address to choose "
            "from what is there.",
            repository=entry.repository,
        )
    if entry.target:
        choice = msgspec.structs.replace(choice, target=entry.target)
    plan = plan_for(choice, listing, endpoint)
    return msgspec.structs.replace(plan, name=entry.name, licence=plan.licence or entry.licence)


def _choice(entry: CatalogueEntry, choices: list[DownloadChoice]) -> DownloadChoice | None:
    if entry.form:
        return next((choice for choice in choices if choice.form == entry.form), None)
    fitting = [
        choice
        for choice in choices
        if all(word in choice.label.lower() for word in entry.wants)
        and choice.form in {"coreml", "coreml_zip"}
    ]
    fitting.sort(key=lambda choice: choice.form != "coreml")  # files before a zip of them
    return fitting[0] if fitting else None
