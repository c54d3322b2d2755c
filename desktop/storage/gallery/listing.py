"""The gallery's ordered list, cached until the index changes: a search then only selects
from it.
"""

from __future__ import annotations

import json
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from datetime import datetime, time, timedelta
from itertools import compress, islice
from operator import not_
from typing import Any, NamedTuple

from .index.gallery_index import GalleryIndex
from .picture_paths import PathTable, PicturePaths
from .query import GalleryQuery, Sort, conditions_for, match_expressions, order_by

_MOST_KEPT = 2
_BY_DATE = ("newest", "oldest")
_SECOND = 1_000_000_000
_BLOCK = 16 * 1024
"""Pictures selected at once: other threads get their turn between."""
_FEW = 2000
"""Up to this many found pictures are sorted by themselves."""
_LARGE = 20_000
"""A gallery whose list takes longer than a page of it."""
_PAGE = 500
_TEXT_BLOCK = 64 * 1024
"""Letters of a list of ids parsed at once."""
_AMONG = "(SELECT p.* FROM json_each(?) j CROSS JOIN pictures p ON p.id = j.value)"
"""The pictures with some ids, looked up by each id in whichever order they are wanted."""


class OrderedPictures(NamedTuple):
    """Ids, files and times (nanoseconds since 1970) of pictures in one order."""

    ids: array[int]
    paths: PathTable
    times: array[int]


class _Found(NamedTuple):
    query: GalleryQuery
    pictures: OrderedPictures
    numbers: array[int]
    """Positions in `pictures` of those that match, ascending."""


class GalleryListing:
    """All pictures of one index by order; for one thread at a time, read-only.

    Sorting and naming a million pictures takes longer than a text search, so that is done once for
    each order and state of the index.
    """

    def __init__(self, index: GalleryIndex) -> None:
        self._index = index
        self._version = -1
        self._kept: dict[Sort, OrderedPictures] = {}
        self._last: _Found | None = None

    def paths(self, query: GalleryQuery) -> PicturePaths:
        """Return the files that match `query`, in its order. Raises EaselError."""
        _, pictures, numbers = self._find(query)
        return PicturePaths(pictures.paths, numbers)

    def first_paths(self, order: Sort) -> PicturePaths:
        """Return the first page of a gallery so large that its list comes later; else nothing."""
        (last,) = self._index.all("SELECT max(id) FROM pictures")[0]
        most = _PAGE if (last or 0) > _LARGE and order not in self._kept else 0
        pictures = _in_order(self._index, order, most)
        return PicturePaths(pictures.paths, _all_of(pictures))

    def days(self, query: GalleryQuery) -> list[tuple[str, int]]:
        """Return the first picture of each day, in the order of `query`, with the day's ordinal.

        Empty for an order that isn't by date. Raises EaselError.
        """
        if query.sort not in _BY_DATE:
            return []
        _, (_, paths, times), numbers = self._find(query)
        newest_first = query.sort == "newest"
        days: list[tuple[str, int]] = []
        at, before = 0, -1
        while at < len(numbers):
            day, start, end = _day_around(times[numbers[at]])
            if day != before:
                before = day
                days.append((paths.path(numbers[at]), day))
            if newest_first:
                at = bisect_right(numbers, -start, at + 1, key=lambda number: -times[number])
            else:
                at = bisect_left(numbers, end, at + 1, key=times.__getitem__)
        return days

    def _find(self, query: GalleryQuery) -> _Found:
        """Return the pictures that match `query`; a few are sorted without the whole list."""
        version = self._index.all("PRAGMA data_version")[0][0]
        if version != self._version:
            self._version, self._last = version, None
            self._kept.clear()
        if self._last is None or self._last.query != query:
            found, left_out = _ids_found(self._index, query)
            if found is not None and len(found) <= _FEW:
                pictures = _in_order(self._index, query.sort, among=found - left_out)
                self._last = _Found(query, pictures, _all_of(pictures))
            else:
                pictures = self._all(query.sort)
                self._last = _Found(query, pictures, _select(pictures.ids, found, left_out))
        return self._last

    def _all(self, order: Sort) -> OrderedPictures:
        if order not in self._kept:
            while len(self._kept) >= _MOST_KEPT:
                self._kept.pop(next(iter(self._kept)))
            self._kept[order] = _in_order(self._index, order)
        return self._kept[order]


def _all_of(pictures: OrderedPictures) -> array[int]:
    return array("I", range(len(pictures.ids)))


def _select(ids: array[int], found: set[int] | None, left_out: set[int]) -> array[int]:
    """Return the positions of the ids that are found (None: all of them) and not left out."""
    wanted = None if found is None else found - left_out
    numbers = array("I")
    for start in range(0, len(ids), _BLOCK):
        block = ids[start : start + _BLOCK]
        places = range(start, start + len(block))
        if wanted is not None:
            numbers.extend(compress(places, map(wanted.__contains__, block)))
        elif left_out:
            numbers.extend(compress(places, map(not_, map(left_out.__contains__, block))))
        else:
            numbers.extend(places)
    return numbers


def _in_order(
    index: GalleryIndex, order: Sort, most: int = -1, among: Iterable[int] | None = None
) -> OrderedPictures:
    """Return all pictures, the first `most`, or those `among` a few ids, in this order."""
    found, places = OrderedPictures(array("q"), PathTable(()), array("q")), dict[int, int]()
    chosen = "pictures" if among is None else _AMONG
    sql = f"SELECT id, folder, name, created FROM {chosen} {order_by(order)} LIMIT ?"
    rows = index.each(sql, [most] if among is None else [json.dumps(list(among)), most])
    try:
        while block := list(islice(rows, _BLOCK)):
            ids, folders, names, times = zip(*block, strict=True)
            found.ids.extend(ids)
            if not places.keys() >= set(folders):  # the statement's snapshot may have new ones
                for number, path in index.folder_paths():
                    if places.setdefault(number, len(places)) == len(found.paths.prefixes):
                        found.paths.prefixes.append(f"{path}/")
            found.paths.extend(map(places.__getitem__, folders), names)
            found.times.extend(times)
    except (KeyError, TypeError, ValueError) as error:  # no folder, a name of bytes or NULs
        raise index.damaged(error) from error
    return found


def _ids_found(index: GalleryIndex, query: GalleryQuery) -> tuple[set[int] | None, set[int]]:
    """Return the ids that match `query`, None for everything, and those it excludes."""
    found: set[int] | None = None
    conditions, values = conditions_for(query)
    if conditions:
        found = _ids(index, f"id) FROM pictures WHERE {' AND '.join(conditions)}", values)
    wanted, unwanted = match_expressions(query.text)
    if wanted:
        matching = _matching(index, wanted)
        found = matching if found is None else found & matching
    return found, _matching(index, unwanted) if unwanted else set()


def _matching(index: GalleryIndex, expression: str) -> set[int]:
    return _ids(index, "rowid) FROM words WHERE words MATCH ?", [expression])


def _ids(index: GalleryIndex, rest: str, values: Iterable[Any]) -> set[int]:
    """Return the ids that a statement of one column finds, as text in one row: a row for
    each of a million takes twice as long, and other threads' turns with it.
    """
    found, start = set[int](), 0
    text = index.all(f"SELECT group_concat({rest}", values)[0][0] or ""
    while start < len(text):
        end = text.find(",", start + _TEXT_BLOCK)
        end = len(text) if end < 0 else end
        found.update(map(int, text[start:end].split(",")))
        start = end + 1
    return found


def _day_around(moment: int) -> tuple[int, int, int]:
    """Return the local day's ordinal, its start and its end; times in nanoseconds since 1970."""
    try:
        morning = datetime.combine(datetime.fromtimestamp(moment // _SECOND), time())
        end = morning + timedelta(days=1)
        return (
            morning.toordinal(),
            int(morning.timestamp()) * _SECOND,
            int(end.timestamp()) * _SECOND,
        )
    except (OverflowError, OSError, ValueError):  # a date of nowhere
        return 0, moment, moment + 1
