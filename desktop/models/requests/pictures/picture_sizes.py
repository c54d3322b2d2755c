"""The picture sizes that a model can make, and the sentence for others."""

from __future__ import annotations

import math

from desktop.core.capabilities import Capabilities
from desktop.core.errors import BadInput
from desktop.core.messages import Message, alternatives
from desktop.core.request import Margins
from desktop.models.model import Model

_MOST_AREAS = 4
"""Maximum pixels of an extended picture, as a multiple of the model's own size."""


def checked_size(width: int | None, height: int | None, model: Model) -> tuple[int, int]:
    """Return (width, height) in pixels, from the model's defaults where None. Raises BadInput."""
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
    """Return the model's size closest to a picture's: its proportions, at most the model's area.

    Where only some sizes can be made, the one with the closest proportions.
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


def extended_size(
    picture: tuple[int, int], margins: Margins, model: Model
) -> tuple[tuple[int, int], Margins]:
    """Return the model's size for a picture with margins, in pixels, and the adjusted margins.

    The picture keeps its pixels up to four times the model's own area; the rounding up to the
    model's size steps goes to an edge that is extended anyway.
    """
    can = model.capabilities
    whole = (
        picture[0] + margins.left + margins.right,
        picture[1] + margins.top + margins.bottom,
    )
    if can.sizes:
        size = size_like(whole, model)
        scale = min(wanted / side for wanted, side in zip(size, whole, strict=True))
    else:
        most = _MOST_AREAS * model.defaults.width * model.defaults.height
        longest = can.max_side // can.size_step * can.size_step
        scale = min(1.0, math.sqrt(most / (whole[0] * whole[1])), longest / max(whole))
        size = _up_to_step(whole[0] * scale, can), _up_to_step(whole[1] * scale, can)
    left, right = _shares(size[0], picture[0] * scale, margins.left, margins.right, can)
    top, bottom = _shares(size[1], picture[1] * scale, margins.top, margins.bottom, can)
    return size, Margins(left=left, top=top, right=right, bottom=bottom)


def _up_to_step(side: float, can: Capabilities) -> int:
    return math.ceil(max(side, can.min_side) / can.size_step - 1e-9) * can.size_step


def _shares(side: int, inner: float, before: int, after: int, can: Capabilities) -> tuple[int, int]:
    """Return the margins before and after a picture `inner` pixels long that make it `side`
    long.
    """
    left = side - round(inner)
    if not before and not after:
        # less than a step is no margin: the picture is fitted to the whole side
        if left < can.size_step:
            return 0, 0
        before = after = 1
    first = round(left * before / (before + after))
    return first, left - first


def size_words(sizes: tuple[tuple[int, int], ...]) -> Message:
    """Return sizes in words, e.g. '512 x 512 or 768 x 512'."""
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
