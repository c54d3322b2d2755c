"""The gallery's ordered list, cached until the index changes: a search then only selects
from it.
"""

from __future__ import annotations

from array import array
from datetime import datetime, time, timedelta
from itertools import compress
from operator import not_

from .index.gallery_index import GalleryIndex
from .query import GalleryQuery

_MOST_KEPT = 2
_BY_DATE = ("newest", "oldest")
_SECOND = 1_000_000_000


class GalleryListing:
    """All pictures of one index by order; for one thread at a time, read-only.

    Sorting and naming 100,000 pictures takes longer than a text search, so that is done once for
    each order and state of the index.
    """

    def __init__(self, index: GalleryIndex) -> None:
        self._index = index
        self._version = -1
        self._kept: dict[str, tuple[array[int], list[str], array[int]]] = {}

    def paths(self, query: GalleryQuery) -> list[str]:
        """Return the files that match `query`, in its order. Raises EaselError."""
        ids, paths, _ = self._all(query.sort)
        found, left_out = self._index.found(query)
        if found is not None:
            wanted = found - left_out
            return list(compress(paths, map(wanted.__contains__, ids)))
        if left_out:
            return list(compress(paths, map(not_, map(left_out.__contains__, ids))))
        return list(paths)

    def days(self, query: GalleryQuery) -> list[tuple[str, int]]:
        """Return the first picture of each day, in the order of `query`, with the day's ordinal.

        Empty for an order that isn't by date. Raises EaselError.
        """
        if query.sort not in _BY_DATE:
            return []
        paths = self.paths(query)
        _, everything, created = self._all(query.sort)
        wanted = None if len(paths) == len(everything) else set(paths)
        days: list[tuple[str, int]] = []
        start, end, before = 0, 0, -1  # of the day that the last moment was in
        for path, moment in zip(everything, created, strict=True):
            if wanted is not None and path not in wanted:
                continue
            if not start <= moment < end:
                day, start, end = _day_around(moment)
                if day != before:
                    before = day
                    days.append((path, day))
        return days

    def _all(self, order: str) -> tuple[array[int], list[str], array[int]]:
        version = self._index.all("PRAGMA data_version")[0][0]
        if version != self._version:
            self._version = version
            self._kept.clear()
        if order not in self._kept:
            while len(self._kept) >= _MOST_KEPT:
                self._kept.pop(next(iter(self._kept)))
            self._kept[order] = self._index.in_order(order)
        return self._kept[order]


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
