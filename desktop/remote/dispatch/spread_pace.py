"""How far the places are with a job that is spread over them, and how fast they draw."""

from __future__ import annotations

from collections.abc import Collection

from desktop.core.events import Step


class SpreadPace:
    """Follows the newest step at each place."""

    def __init__(self) -> None:
        self._under_way: dict[str, float] = {}
        """The share that is drawn of the picture at each place, 0..1."""
        self._seconds: dict[str, float] = {}
        """Seconds that a whole picture takes at each place."""

    def note(self, place: str, step: Step) -> None:
        """Take in a step of the picture at `place`."""
        self._under_way[place] = step.step / max(step.steps, 1)
        if step.seconds_per_step > 0:
            self._seconds[place] = step.seconds_per_step * step.steps

    def end(self, place: str) -> None:
        """The picture at `place` is done, or given back."""
        self._under_way.pop(place, None)

    @property
    def under_way(self) -> float:
        """The pictures that are being drawn, each counted by its share that is done."""
        return sum(self._under_way.values())

    def seconds_for(self, pictures: float, places: Collection[str]) -> float | None:
        """Return the seconds that `places` together need for `pictures`; None while no pace is
        known.

        A place whose pace isn't known yet counts as fast as the others on average.
        """
        known = [1 / self._seconds[place] for place in places if place in self._seconds]
        if not known:
            return None
        return pictures / (sum(known) / len(known) * len(places))
