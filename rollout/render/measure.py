"""How much room text takes, without the typeface at hand: widths of Malgun Gothic, rounded up. Lengths in points."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

LINE = 1.32  # Malgun Gothic sets its lines wide
SEAM = re.compile(r"(?<=[가-힣])(?=[0-9A-Za-z()])|(?<=[0-9A-Za-z()%,.])(?=[가-힣])")
NARROW, WIDE_LATIN = frozenset("ijlI.,:;'|!()[] ·"), frozenset("mwMW@%—…")


@lru_cache(maxsize=8192)
def _em(letter: str) -> float:
    if unicodedata.combining(letter):
        return 0.0
    if unicodedata.east_asian_width(letter) in "WF" or ord(letter) > 0x2190:
        return 1.0
    if letter in NARROW:
        return 0.34
    if letter in WIDE_LATIN:
        return 0.92
    return 0.68 if letter.isupper() else 0.57


@lru_cache(maxsize=2**16)  # a deck measures the same words for every size of letters that it tries
def _ems(text: str) -> float:
    return sum(map(_em, text)) + 0.22 * len(SEAM.findall(text))


def width(text: str, size: float) -> float:
    """How wide a line of text is.

    Some programs set a small space between Hangul and figures, so there is room for it.
    """
    return _ems(text) * size


def wrap(text: str, room: float, size: float) -> list[str]:
    """The lines that text breaks into: at spaces, and inside a word only where it is wider than the room."""
    return list(_lines(text, room, size))


def _lines(text: str, room: float, size: float) -> Iterator[str]:
    for paragraph in text.split("\n"):
        line = ""
        for word in paragraph.split(" "):
            longer = f"{line} {word}" if line else word
            if width(longer, size) <= room:
                line = longer
                continue
            if line:
                yield line
            while (keep := _fitting(word, room, size)) < len(word):
                yield word[:keep]
                word = word[keep:]
            line = word
        yield line


def _fitting(word: str, room: float, size: float) -> int:
    """How many letters of a word fit into the room, at least one."""
    most = 1
    while most < len(word) and width(word[:most], size) <= room:  # a word may have thousands
        most *= 2
    places = range(1, min(most, len(word)) + 1)
    return max(bisect_right(places, room, key=lambda place: width(word[:place], size)), min(1, len(word)))


def fit(text: str, room: float, size: float, most: int) -> tuple[str, int, bool]:
    """Text shortened to at most so many lines, how many lines it takes, and whether something was cut.

    What was cut ends in ….
    """
    lines = list(islice(_lines(text, room, size), most + 1))  # a text may have hundreds
    if len(lines) <= most:
        return text, len(lines), False
    kept = lines[:most]
    last = kept[-1]
    while last and width(f"{last}…", size) > room:
        last = last[:-1]
    shown = text
    taken = 0
    for line in [*kept[:-1], last]:  # keep the text's own spaces and line ends
        taken = shown.index(line, taken) + len(line)
    return shown[:taken].rstrip() + "…", most, True
