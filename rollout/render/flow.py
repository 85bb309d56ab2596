"""Where what is written stands on its pages, as it is written. Lengths in points."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Spot:
    """The page of a thing, from 0, its distance from the page's top, its height."""

    page: int
    top: float
    high: float
    thing: Any


class Flow:
    """Things one below the other; what is kept with the next goes to the next page with it."""

    def __init__(self, room: float) -> None:
        self.page = 0
        self.spots: list[Spot] = []
        self._room, self._top = room, 0.0
        self._held: list[tuple[float, Any]] = []

    def place(self, high: float, thing: Any, keep: bool) -> None:
        """The next thing; `keep`: on the same page as the one after it."""
        self._held.append((high, thing))
        if keep:
            return
        whole = sum(each for each, _ in self._held)
        if self._top and self._top + whole > self._room:
            self.page, self._top = self.page + 1, 0.0
        for each, own in self._held:
            self.spots.append(Spot(self.page, self._top, each, own))
            self._top += each
        while self._top > self._room:  # a table that goes on over pages
            self.page, self._top = self.page + 1, self._top - self._room
        self._held = []

    def turn(self) -> None:
        """The next thing starts a page."""
        if self.spots:
            self.page, self._top = self.page + 1, 0.0
