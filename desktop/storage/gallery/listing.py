"""The gallery's list in order, kept until the index changes: a search then only chooses from it."""

from __future__ import annotations

from array import array
from itertools import compress
from operator import not_

from .index import GalleryIndex
from .query import GalleryQuery

_MOST_KEPT = 2


class GalleryListing:
    """All pictures of one index by order; for one thread at a time, and only for reading.

    Sorting and naming 100,000 pictures takes longer than finding words in them, so that is done
    once for each order and state of the index.
    """

    def __init__(self, index: GalleryIndex) -> None:
        self._index = index
        self._version = -1
        self._kept: dict[str, tuple[array[int], list[str]]] = {}

    def paths(self, query: GalleryQuery) -> list[str]:
        """The files that `query` asks for, in its order. Raises EaselError."""
        ids, paths = self._all(query.sort)
        found, left_out = self._index.found(query)
        if found is not None:
            wanted = found - left_out
            return list(compress(paths, map(wanted.__contains__, ids)))
        if left_out:
            return list(compress(paths, map(not_, map(left_out.__contains__, ids))))
        return list(paths)

    def _all(self, order: str) -> tuple[array[int], list[str]]:
        version = self._index.all("PRAGMA data_version")[0][0]
        if version != self._version:
            self._version = version
            self._kept.clear()
        if order not in self._kept:
            while len(self._kept) >= _MOST_KEPT:
                self._kept.pop(next(iter(self._kept)))
            self._kept[order] = self._index.in_order(order)
        return self._kept[order]
