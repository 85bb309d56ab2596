"""The marks of states and ratings.

The character that stands for each where no shape can be drawn, and its tone; from the table of codes.
"""

from functools import lru_cache
from typing import cast

from rollout.document.model import Tone
from rollout.language import codes

LISTS = ("milestone-state", "rating")


@lru_cache
def _marks() -> dict[str, tuple[str, Tone]]:
    return {code.code: (code.mark, cast(Tone, code.tone)) for name in LISTS for code in codes.codes(name)}


def character(mark: str) -> str:
    """The character of a mark; empty where it has none."""
    return _marks().get(mark, ("", ""))[0]


def tone(mark: str) -> Tone:
    """The tone of a mark."""
    return _marks().get(mark, ("", ""))[1]
