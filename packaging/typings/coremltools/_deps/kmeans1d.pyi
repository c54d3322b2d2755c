from collections.abc import Sequence
from typing import NamedTuple

class _Clustered(NamedTuple):
    clusters: list[int]
    centroids: list[float]

def cluster(array: Sequence[float], k: int, *, weights: Sequence[float]) -> _Clustered: ...
