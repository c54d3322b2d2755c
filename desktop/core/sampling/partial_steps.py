"""How many steps a strength leaves of those that were asked for."""

from __future__ import annotations

from desktop.core.errors import BadInput


def partial_steps(steps: int, strength: float, most: int | None = None) -> int:
    """Return how many of `steps` run: `strength` is their share, in [0, 1]; `most` bounds them.

    Raises BadInput if none is left.
    """
    run = steps if strength >= 1 else int(steps * strength)
    if most is not None:
        run = min(run, most)
    if run < 1:
        raise BadInput(
            "At strength {strength}, {steps} steps leave none to run: choose more steps or a "
            "higher strength.",
            strength=strength,
            steps=steps,
        )
    return run
