"""What a picture can be called: names, synonyms and honest colours, in English and Korean."""

from __future__ import annotations

import colorsys
from collections import Counter
from dataclasses import dataclass

import numpy as np

from .data import Item

# Hue in degrees where a colour's name begins to be right, up to where the next one does.
HUES = (
    (15, "red"),
    (38, "orange"),
    (66, "yellow"),
    (165, "green"),
    (255, "blue"),
    (290, "purple"),
    (342, "pink"),
    (361, "red"),
)
KOREAN = {
    "red": ("빨간", "빨간색"),
    "orange": ("주황색", "오렌지색"),
    "yellow": ("노란", "노란색"),
    "green": ("초록", "초록색", "녹색"),
    "blue": ("파란", "파란색"),
    "purple": ("보라색", "보라"),
    "pink": ("분홍", "분홍색", "핑크"),
    "brown": ("갈색",),
    "black": ("검은", "검은색", "검정"),
    "white": ("하얀", "흰색", "흰"),
    "grey": ("회색",),
}
PATTERNS = {
    "en": ("a {}", "{} icon", "{} emoji", "a picture of a {}", "3d {}", "cute {}"),
    "ko": ("{} 그림", "{} 아이콘", "{} 이모지", "3d {}", "귀여운 {}", "{} 하나"),
}
SHARE_OF_COLOUR = 0.7
LEAST_FILLED = 0.2
FEW = 2


@dataclass(frozen=True)
class Captions:
    """All that one picture can be called in one language; the first name is its label."""

    label: str
    synonyms: tuple[str, ...]
    tags: tuple[str, ...]
    colours: tuple[str, ...]
    language: str

    def draw(self, random: np.random.Generator) -> str:
        """One caption: mostly the name itself, sometimes dressed or by another name."""
        chance = random.random()
        name = self.label
        if chance < 0.12 and self.synonyms:
            name = str(random.choice(self.synonyms))
        elif chance < 0.24 and self.colours:
            name = f"{random.choice(self.colours)} {name}"
        chance = random.random()
        if chance < 0.15:
            return str(random.choice(PATTERNS[self.language])).format(name)
        if chance < 0.25 and self.tags:
            return f"{name}, {random.choice(self.tags)}"
        return name


def captions_for(items: list[Item], pictures: np.ndarray) -> list[dict[str, Captions]]:
    """For each item and language, its captions. A tag that few items share is a synonym."""
    result: list[dict[str, Captions]] = [{} for _ in items]
    shown = [colour_of(picture) for picture in pictures]
    for language in ("en", "ko"):
        uses = Counter(tag for item in items for tag in item.tags[language])
        labels = {item.names[language] for item in items}
        for index, item in enumerate(items):
            label, tags = item.names[language], item.tags[language]
            rare = tuple(tag for tag in tags if uses[tag] <= FEW and tag not in labels)
            result[index][language] = Captions(
                label=label,
                synonyms=rare,
                tags=tags,
                colours=_words(shown[index], language) if _free(item) else (),
                language=language,
            )
    return result


def every_text(captions: list[dict[str, Captions]]) -> list[str]:
    """Each caption's words, in the proportions that training roughly sees; for the tokenizer."""
    texts = []
    for by_language in captions:
        for one in by_language.values():
            texts += [one.label] * 6 + list(one.synonyms) * 2 + list(one.tags)
            texts += [f"{colour} {one.label}" for colour in one.colours]
    for patterns in PATTERNS.values():
        texts += [pattern.replace("{}", "") for pattern in patterns] * 40
    for colour, words in KOREAN.items():
        texts += [colour, *words] * 20
    return texts


def colour_of(picture: np.ndarray) -> str | None:
    """The one colour that a person would name, or None where there are several."""
    pixels = picture[::4, ::4].reshape(-1, 3)
    filled = pixels[pixels.min(1) < 240]
    if len(filled) < LEAST_FILLED * len(pixels):
        return None
    names = Counter(_name(*pixel) for pixel in filled[:: max(1, len(filled) // 600)].tolist())
    name, count = names.most_common(1)[0]
    return name if count >= SHARE_OF_COLOUR * names.total() else None


def _name(red: int, green: int, blue: int) -> str:
    hue, saturation, value = colorsys.rgb_to_hsv(red / 255, green / 255, blue / 255)
    if value < 0.25:
        return "black"
    if saturation < 0.18:
        return "white" if value > 0.85 else "grey"
    degrees = hue * 360
    if 10 <= degrees < 50 and value < 0.68:
        return "brown"
    return next(name for limit, name in HUES if degrees < limit)


def _free(item: Item) -> bool:
    """A name that says no colour yet."""
    words = set(item.name.lower().split())
    return not words & (KOREAN.keys() | {"rainbow", "gray", "light"}) and "face" not in words


def _words(colour: str | None, language: str) -> tuple[str, ...]:
    if colour is None:
        return ()
    return (colour,) if language == "en" else KOREAN[colour]
