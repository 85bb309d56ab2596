"""Sheets of cells as they were uploaded, and how much of them is read."""

import re
from dataclasses import dataclass, field
from functools import lru_cache

from rollout.facts.reasons import Reason

LARGEST = 5 * 2**20  # bytes of a file; as .streamlit/config.toml has it
UNPACKED = 40 * 2**20  # bytes of all that a file holds
ROWS = 20_000
CELLS = 200_000
UNREAD = {"formula", "error"}  # kinds of cells that hold no value


class FileRefusedError(Exception):
    """A file that can't be read; `reason` says why and what to do, in a sentence."""

    def __init__(self, reason: Reason):
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Cell:
    """What stands in a cell; `kind`: text, number, date (ISO), formula or error."""

    text: str
    kind: str = "text"


@dataclass
class Sheet:
    """A sheet: its name, and the cells that hold something, by row (from 1) and column (from 0).

    `is_whole`: a file that is the table, such as one of a data package.
    """

    name: str
    rows: dict[int, dict[int, Cell]] = field(default_factory=dict)
    is_whole: bool = False


def too_much() -> Reason:
    """That a file holds more than is read."""
    return Reason(
        "The file unpacks to more than {n} MB or {cells} cells; split it", n=UNPACKED // 2**20, cells=f"{CELLS:,}"
    )


def within(rows: int, cells: int) -> None:
    """Raises FileRefusedError for more rows or cells than are read."""
    if rows > ROWS:
        raise FileRefusedError(Reason("The file has more than {n} rows; split it", n=f"{ROWS:,}"))
    if cells > CELLS:
        raise FileRefusedError(Reason("The file has more than {n} cells; split it", n=f"{CELLS:,}"))


def column_of(reference: str) -> int:
    """The place of a column: A1 is 0."""
    return _place(reference.rstrip("0123456789"))


@lru_cache(1000)
def _place(letters_of: str) -> int:
    place = 0
    for letter in letters_of:
        place = place * 26 + ord(letter.upper()) - 64
    return place - 1


def area(reference: str) -> int:
    """How many cells a range has: A1:B2 has 4."""
    first, _, last = reference.partition(":")
    corners = [(column_of(corner), int(re.sub("[^0-9]", "", corner) or 1)) for corner in (first, last or first)]
    (left, top), (right, bottom) = corners
    return (abs(right - left) + 1) * (abs(bottom - top) + 1)


def letters(place: int) -> str:
    """The letters of a column: 0 is A."""
    text, rest = "", place + 1
    while rest:
        rest, letter = divmod(rest - 1, 26)
        text = chr(65 + letter) + text
    return text
