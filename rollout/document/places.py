"""Where complexes and provinces stand on every map: the outlines, and the place of each name beside its disc."""

import datetime as dt
import json
from functools import lru_cache
from typing import Any

from rollout import ROOT

STATIC = ROOT / "static"

# Where a label stands beside its disc, so that neighbours do not write over each other: (anchor, x, y) in pixels.
RIGHT, LEFT, ABOVE, BELOW = ("start", 11, 0), ("end", -11, 0), ("middle", 0, -15), ("middle", 0, 15)
LABEL_PLACES = {
    "yongin": ABOVE,
    "cheongju-osong": ABOVE,
    "gyeongju": BELOW,
    "cheonan": LEFT,
    "hongseong": BELOW,
    "iksan": LEFT,
    "gwangju": LEFT,
    "wanju": ("start", 9, 6),
    "daegu": LEFT,
}


@lru_cache
def _first_days() -> tuple[str, ...]:
    """The first days of the spans in which the provinces had the same outlines, the oldest first."""
    return tuple(sorted(path.stem.removeprefix("provinces-") for path in STATIC.glob("provinces-*.json")))


def provinces_file(day: dt.date) -> str:
    """The file in static/ with the outlines of the provinces of a day."""
    first, *later = _first_days()
    return f"provinces-{max([first, *(start for start in later if start <= day.isoformat())])}.json"


def outlines_file(level: str, day: dt.date) -> str:
    """The file in static/ with the outlines of the districts, or of the provinces of a day."""
    return "districts.json" if level == "district" else provinces_file(day)


def load_provinces(file: str) -> dict[str, Any]:
    """The outlines that the browser gets (see outlines_file), for drawing them elsewhere."""
    provinces: dict[str, Any] = json.loads((STATIC / file).read_text(encoding="utf-8"))
    return provinces


def provinces_url(day: dt.date) -> str:
    """The address of the same file."""
    return f"app/static/{provinces_file(day)}"
