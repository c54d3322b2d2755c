"""The gallery's query and order, and its SQL."""

from __future__ import annotations

import re
import unicodedata
from typing import Any, Literal

import msgspec

from .fts_text import is_spaceless, words

Sort = Literal["newest", "oldest", "name", "seed", "model", "stars"]
_ORDERS: dict[str, str] = {
    "newest": "created DESC, folder DESC, name DESC",
    "oldest": "created, folder, name",
    "name": "name, id",
    "seed": "seed, id",
    "model": "model, created DESC, id DESC",
    "stars": "stars DESC, created DESC, id DESC",
}
_TERM = re.compile(r'(-?)(?:"([^"]*)"?|(\S+))')
_MOST_TERMS = 40


class GalleryQuery(msgspec.Struct, frozen=True, kw_only=True):
    """A filter and an order of pictures. Empty values don't filter; several of one kind mean 'or'.

    `text` finds pictures with all its words, or prefixes of words, in prompt, negative prompt,
    model, sampler or file name; "in quotes" words that follow each other, -so without a word.
    `since` and `until` are seconds since 1970; sizes are in pixels.
    """

    text: str = ""
    folder: str = ""
    subfolder: str = ""
    models: tuple[str, ...] = ()
    samplers: tuple[str, ...] = ()
    sizes: tuple[tuple[int, int], ...] = ()
    since: float | None = None
    until: float | None = None
    least_stars: int = 0
    tags: tuple[str, ...] = ()
    albums: tuple[str, ...] = ()
    loras: tuple[str, ...] = ()
    starting_image: bool | None = None
    made_from: tuple[str, ...] = ()
    """Digests of pictures: only pictures made from one of them."""
    sort: Sort = "newest"

    @property
    def narrows(self) -> bool:
        """Whether the query excludes anything."""
        return msgspec.structs.replace(self, sort="newest") != GalleryQuery()


def sql_for(query: GalleryQuery, what: str = "id FROM pictures") -> tuple[str, list[Any]]:
    """Return the statement that selects `what` of the pictures in order, and its parameters."""
    conditions, values = conditions_for(query)
    for match, wanted in zip(match_expressions(query.text), ("IN", "NOT IN"), strict=True):
        if match:
            conditions.append(f"id {wanted} (SELECT rowid FROM words WHERE words MATCH ?)")
            values.append(match)
    where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
    return f"SELECT {what}{where} {order_by(query.sort)}", values


def order_by(order: str) -> str:
    """Return the ORDER BY clause for `order`."""
    return f"ORDER BY {_ORDERS[order]}"


def conditions_for(query: GalleryQuery) -> tuple[list[str], list[Any]]:
    """Return the conditions of `query` on `pictures`, besides its text, with parameters."""
    conditions: list[str] = []
    values: list[Any] = []

    def add(condition: str, *more: Any) -> None:
        conditions.append(condition)
        values.extend(more)

    if query.folder:
        add("folder = (SELECT id FROM folders WHERE path = ?)", query.folder)
    if query.subfolder:
        below = _escape_like(query.subfolder) + "/%"
        add("(subfolder = ? OR subfolder LIKE ? ESCAPE '\\')", query.subfolder, below)
    for column, wanted in (("model", query.models), ("sampler", query.samplers)):
        if wanted:
            add(f"{column} IN ({_qmarks(wanted)})", *wanted)
    if query.sizes:
        either = " OR ".join("(width = ? AND height = ?)" for _ in query.sizes)
        add(f"({either})", *(side for size in query.sizes for side in size))
    if query.since is not None:
        add("created >= ?", _nanoseconds(query.since))
    if query.until is not None:
        add("created < ?", _nanoseconds(query.until))
    if query.least_stars:
        add("stars >= ?", query.least_stars)
    if query.starting_image is not None:
        add("starting_image" if query.starting_image else "NOT starting_image")
    for kind, wanted in (
        ("tag", query.tags),
        ("album", query.albums),
        ("lora", query.loras),
        ("origin", query.made_from),
    ):
        if wanted:
            inner = f"SELECT picture FROM labels WHERE kind = ? AND label IN ({_qmarks(wanted)})"
            add(f"id IN ({inner})", kind, *wanted)
    return conditions, values


def match_expressions(text: str) -> tuple[str, str]:
    """Return the FTS5 expressions of required and of excluded words; '' for none.

    All words are quoted, so that no character in `text` is FTS5 syntax.
    """
    wanted: list[str] = []
    unwanted: list[str] = []
    normal = unicodedata.normalize("NFC", text.encode("utf-8", "replace").decode())
    for minus, quoted, bare in _TERM.findall(normal)[:_MOST_TERMS]:
        term = quoted or bare
        if not any(sign.isalnum() for sign in term):
            continue
        phrase = words(term.replace('"', " ").replace("\0", " ")).strip()
        # a beginning of a word is enough, but a sign of Han or Hangul is whole as it is
        star = "" if quoted or is_spaceless(phrase[-1]) else "*"
        (unwanted if minus else wanted).append(f'"{phrase}"{star}')
    return " ".join(wanted), " OR ".join(unwanted)


def _nanoseconds(seconds: float) -> int:
    most = 2**63 - 1
    return int(max(min(seconds * 1e9, most - 1024), 0))


def _qmarks(items: tuple[Any, ...]) -> str:
    return ", ".join("?" for _ in items)


def _escape_like(text: str) -> str:
    return re.sub(r"([\\%_])", r"\\\1", text)
