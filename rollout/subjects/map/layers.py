"""DataFrame -> what the Map's canvas draws: coloured places, marks, sites, circle, legend.

Pure; plain dicts, everything as text or numbers.

The canvas (templates/map/atlas.js) fetches the outlines once by their address and gets only this: a class a place, not
its geometry. Why no deck.gl, which draws the Overview's map: Streamlit's fills a hover from the feature's own
properties (so each change of figure would send all outlines again), greys every other district when one is selected,
and keeps the wheel and the finger from scrolling the page.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from rollout.document.marks import tone as rating_tone
from rollout.render.theme import Palette, stage_colour

Layer = dict[str, Any]
URLS = {level: f"app/static/{level}s.json" for level in ("district", "host")}
FIFTHS = (0.2, 0.4, 0.6, 0.8)
SIGNIFICANT = 2

# Brown and blue stay apart for every kind of colour blindness (as in ColorBrewer's BrBG).
BELOW = {"light": ("#bb8c58", "#d9bc95", "#f0e3d2"), "dark": ("#c99a68", "#8a6843", "#4d3c2a")}
MIDDLE = {"light": "#eceef0", "dark": "#33363d"}
ABOVE = {"light": ("#d5e4fd", "#a3c3f9", "#6f9df2", "#3f74da"), "dark": ("#213a67", "#27509b", "#3a6fd0", "#6b9bf2")}


@dataclass(frozen=True)
class Scale:
    """Classes of a figure: the bounds between them (a value on a bound is in the class above), a colour each."""

    bounds: tuple[float, ...]
    colours: tuple[str, ...]

    def place(self, value: float) -> int:
        """The class of a value, from 0."""
        return int(np.searchsorted(self.bounds, value, side="right"))

    def places(self, values: pd.Series) -> dict[str, int]:
        """The class of each place (the index) that has a value."""
        known = values.dropna()
        return {str(code): self.place(float(value)) for code, value in known.items()}


def fifths(values: pd.Series, p: Palette) -> Scale:
    """Five classes with about a fifth of the places each: quintiles of the values, rounded to two significant digits.

    Of whole numbers they are whole.

    Fewer classes where bounds coincide or a class would have no place.
    """
    known = values.dropna().astype(float)
    are_whole = bool((known % 1 == 0).all())
    rounded = {_rounded(value) for value in known.quantile(FIFTHS) if not math.isnan(value)}
    bounds: list[float] = []
    for bound in sorted({math.ceil(value) if are_whole else value for value in rounded}):
        below = known[known < bound]
        if len(below) > (known < bounds[-1]).sum() if bounds else len(below):
            bounds.append(bound)
    bounds = bounds[: -1 if bounds and bounds[-1] > known.max() else None]
    return Scale(tuple(bounds), p.places[len(p.places) - len(bounds) - 1 :])


def around(bounds: Sequence[float], middle: float, p: Palette) -> Scale:
    """Fixed classes on both sides of a middle.

    Brown below, blue above; a class that holds the middle inside is neutral.
    """
    below = sum(bound <= middle for bound in bounds)
    above = sum(bound >= middle for bound in bounds)
    neutral = [] if middle in bounds else [MIDDLE[p.name]]
    return Scale(tuple(bounds), (*BELOW[p.name][:below], *neutral, *ABOVE[p.name][-above:]))


def sites(rows: Sequence[Mapping[str, Any]], p: Palette) -> list[Layer]:
    """The complexes: discs with the number of the stage reached, or with the shape of the rating.

    A row: complex_id, name, caption (lines), longitude, latitude, area_m2, and `position` (1 to 10) or `rating`.
    """
    layer = []
    for row in rows:
        fill = stage_colour(row["position"], p) if "position" in row else p.ground
        layer.append(
            {
                "id": row["complex_id"],
                "name": row["name"],
                "caption": row["caption"],
                "at": [row["longitude"], row["latitude"]],
                "radius": round(math.sqrt(row["area_m2"] / math.pi)),
                **site_symbol(row.get("position"), row.get("rating"), fill, p),
            }
        )
    return layer


def site_symbol(position: int | None, rating: str | None, fill: str, p: Palette) -> Layer:
    """How a complex is drawn: colour and glyph of its disc."""
    if rating:
        return {
            "fill": p.ground,
            "shape": rating,
            "ink": {"red": p.red, "amber": p.amber, "green": p.green}[rating_tone(rating)],
        }
    return {"fill": fill, "glyph": str(position), "ink": ink(fill)}


def marks(items: pd.DataFrame, names: Mapping[str, str]) -> list[Layer]:
    """Items by kind and place.

    Kind, code of the place, its name and middle, whether a district is known, and its items by number.
    """
    numbers: dict[str, int] = {}
    layer: dict[tuple[str, str, bool], Layer] = {}
    columns = ("kind", "place_code", "exact", "item_id", "longitude", "latitude")
    for kind, code, exact, item, longitude, latitude in zip(*(items[column] for column in columns), strict=True):
        place = layer.setdefault(
            (kind, code, exact),
            {
                "kind": kind,
                "code": code,
                "name": names[code],
                "at": [round(longitude, 4), round(latitude, 4)],
                "exact": bool(exact),
                "items": [],
            },
        )
        place["items"].append(numbers.setdefault(item, len(numbers)))
    return list(layer.values())


def ink(fill: str) -> str:
    """Black or white, whichever stands out more on a colour (WCAG contrast)."""
    channels = [int(fill[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    light = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return "#ffffff" if 1.05 / (light + 0.05) > (light + 0.05) / 0.05 else "#000000"


def _rounded(value: float) -> float:
    return float(f"{value:.{SIGNIFICANT}g}")
