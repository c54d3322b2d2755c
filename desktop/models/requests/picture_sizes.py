"""Which picture sizes a model can make, and the sentence for one that it can't."""

from __future__ import annotations

import math

from desktop.core.capabilities import Capabilities
from desktop.core.errors import BadInput
from desktop.core.messages import Message, alternatives
from desktop.models.model import Model


def checked_size(width: int | None, height: int | None, model: Model) -> tuple[int, int]:
    """(width, height) in pixels, from the model's defaults where None. Raises BadInput."""
    capabilities = model.capabilities
    wanted = (
        model.defaults.width if width is None else width,
        model.defaults.height if height is None else height,
    )
    if any(not isinstance(side, int) or isinstance(side, bool) for side in wanted):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise BadInput("Width and height are whole numbers of pixels, not {wanted}.", wanted=wanted)
    if capabilities.sizes:
        if wanted not in capabilities.sizes:
            raise BadInput(_other_size(wanted, model))
        return wanted
    for what, side in zip((Message("width"), Message("height")), wanted, strict=True):
        _check_side(what, side, capabilities, model.name)
    return wanted


def size_like(picture: tuple[int, int], model: Model) -> tuple[int, int]:
    """The model's size that is nearest to a picture's: its form, and no more than the model's area.

    Where only some sizes can be made, the one whose form is nearest.
    """
    can, wanted = model.capabilities, picture[0] / picture[1]
    if can.sizes:
        return min(can.sizes, key=lambda size: abs(math.log(size[0] / size[1] / wanted)))
    area = model.defaults.width * model.defaults.height
    scale = min(1.0, math.sqrt(area / (picture[0] * picture[1])))
    low = -(-can.min_side // can.size_step) * can.size_step
    width, height = (
        min(max(round(side * scale / can.size_step) * can.size_step, low), can.max_side)
        for side in picture
    )
    return width, height


def size_words(sizes: tuple[tuple[int, int], ...]) -> Message:
    """Sizes in words, e.g. '512 x 512 or 768 x 512'."""
    return alternatives([f"{width} x {height}" for width, height in sizes])


def _other_size(wanted: tuple[int, int], model: Model) -> Message:
    sizes = size_words(model.capabilities.sizes)
    if model.kind == "coreml":
        return Message(
            "“{model}” was converted for {sizes} pixels and makes no other size; {width} x "
            "{height} was asked for.",
            model=model.name,
            sizes=sizes,
            width=wanted[0],
            height=wanted[1],
        )
    return Message(
        "“{model}” makes {sizes} pixels; {width} x {height} was asked for.",
        model=model.name,
        sizes=sizes,
        width=wanted[0],
        height=wanted[1],
    )


def _check_side(what: Message, side: int, capabilities: Capabilities, name: str) -> None:
    low, high, step = capabilities.min_side, capabilities.max_side, capabilities.size_step
    if low <= side <= high and side % step == 0:
        return
    below = side - side % step
    near = [value for value in (below, below + step) if low <= value <= high]
    value = Message("{value}", value=str(side)[:20])
    if low <= side <= high:
        value = Message("{value} ({near} would do)", value=side, near=alternatives(near))
    raise BadInput(
        "The {what} must be a multiple of {step} from {low} to {high} pixels with “{name}”; it is "
        "{value}.",
        what=what,
        step=step,
        low=low,
        high=high,
        name=name,
        value=value,
    )
