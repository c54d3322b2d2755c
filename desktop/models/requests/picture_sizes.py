"""Which picture sizes a model can make, and the sentence for one that it can't."""

from __future__ import annotations

from desktop.core.capabilities import Capabilities
from desktop.core.errors import BadInput
from desktop.models.model import Model


def checked_size(width: int | None, height: int | None, model: Model) -> tuple[int, int]:
    """(width, height) in pixels, from the model's defaults where None. Raises BadInput."""
    capabilities = model.capabilities
    wanted = (
        model.defaults.width if width is None else width,
        model.defaults.height if height is None else height,
    )
    if any(not isinstance(side, int) or isinstance(side, bool) for side in wanted):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise BadInput(f"Width and height are whole numbers of pixels, not {wanted}.")
    if capabilities.sizes:
        if wanted not in capabilities.sizes:
            raise BadInput(_fixed_sizes_sentence(wanted, model))
        return wanted
    for what, side in zip(("width", "height"), wanted, strict=True):
        _check_side(what, side, capabilities, model.name)
    return wanted


def size_words(sizes: tuple[tuple[int, int], ...]) -> str:
    """Sizes in words, e.g. '512 x 512 or 768 x 512'."""
    return " or ".join(f"{width} x {height}" for width, height in sizes)


def _fixed_sizes_sentence(wanted: tuple[int, int], model: Model) -> str:
    sizes = size_words(model.capabilities.sizes)
    if model.kind == "coreml":
        return (
            f"“{model.name}” was converted for {sizes} pixels and makes no other size; "
            f"{wanted[0]} x {wanted[1]} was asked for."
        )
    return f"“{model.name}” makes {sizes} pixels; {wanted[0]} x {wanted[1]} was asked for."


def _check_side(what: str, side: int, capabilities: Capabilities, name: str) -> None:
    low, high, step = capabilities.min_side, capabilities.max_side, capabilities.size_step
    if low <= side <= high and side % step == 0:
        return
    sentence = (
        f"The {what} must be a multiple of {step} from {low} to {high} pixels with “{name}”; "
        f"it is {str(side)[:20]}"
    )
    if low <= side <= high:
        below = side - side % step
        near = [value for value in (below, below + step) if low <= value <= high]
        sentence += f" ({' or '.join(map(str, near))} would do)"
    raise BadInput(sentence + ".")
