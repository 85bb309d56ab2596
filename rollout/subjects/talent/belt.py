"""Talent programmes and complexes -> pydeck map; pure. One circle a si/gun/gu, its area the number of programmes."""

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import pydeck as pdk

from rollout.document.places import LABEL_PLACES, RIGHT
from rollout.language.words import Words
from rollout.questions.ask import rows_of
from rollout.render.theme import Palette
from rollout.subjects.map import belt as maps

HEIGHT = 560
VIEW = maps.BELT
GROWTH = 3.8  # pixels: the radius of a circle that stands for one programme; its area grows with the number
NUMBERED = 9.0  # a circle of this radius (pixels) has room for its number
LETTER, LINE = 7.5, 15.0  # pixels that a letter of a label and a line of it take
NUMBERS = "0123456789"
FONT = "Noto Sans CJK KR, Malgun Gothic, sans-serif"
# Streamlit escapes a hover's words, so lines are made by style; moved to the left, for the frame cuts it off at its
# right edge.
HOVER = {
    "whiteSpace": "pre-line",
    "width": "max-content",
    "maxWidth": "184px",
    "marginLeft": "-72px",
    "marginTop": "16px",
}


def draw(
    spots: Sequence[Mapping[str, Any]],
    sites: pd.DataFrame,
    captions: Mapping[str, str],
    lacking: Sequence[str],
    km: int,
    letters: str,
    day: dt.date,
    w: Words,
    p: Palette,
) -> pdk.Deck:
    """Programmes a place (grey circles), the complexes (blue) and their reach (rings).

    A complex is hollow where nothing of its industry is within reach.

    `spots`: latitude, longitude, count, caption, the largest first. `sites`: progress/complexes. `captions`: complex_id
    -> hover text; `lacking`: complexes with none. `km`: the reach. `letters`: every letter of any site's name, the same
    on every filter. `day`: whose provinces are drawn.
    """
    marks = [_mark(site, captions[site["complex_id"]], site["complex_id"] in lacking, w, p) for site in rows_of(sites)]
    circles = [
        {
            "position": [spot["longitude"], spot["latitude"]],
            "radius": radius(spot["count"]),
            "number": str(spot["count"]),
            "caption": spot["caption"],
        }
        for spot in spots
    ]
    layers = [
        maps.land(day, p),
        _rings(marks, km, p),
        _circles(circles, p),
        _numbers(numbered(circles, marks), p),
        _discs(marks),
        _labels(marks, letters, p),
    ]
    return maps.deck(layers, VIEW, p, max_zoom=11, hover=HOVER)


def _mark(site: Mapping[str, Any], caption: str, lacks: bool, w: Words, p: Palette) -> dict[str, Any]:
    """A complex: hollow where it lacks a programme."""
    anchor, *offset = LABEL_PLACES.get(site["complex_id"], RIGHT)
    return {
        "id": site["complex_id"],
        "position": [site["longitude"], site["latitude"]],
        "name": w.of(site, "short"),
        "anchor": anchor,
        "fill": maps.rgb(p.ground if lacks else p.blue),
        "edge": maps.rgb(p.red if lacks else p.ground),
        "caption": caption,
        "offset": offset,
    }


def _rings(marks: Sequence[Mapping[str, Any]], km: int, p: Palette) -> pdk.Layer:
    return pdk.Layer(
        "ScatterplotLayer",
        marks,
        id="reach",
        get_position="position",
        get_radius=km * 1000,
        filled=False,
        stroked=True,
        get_line_color=[*maps.rgb(p.blue), 90],
        line_width_min_pixels=1,
        get_line_width=0,
    )


def _circles(circles: Sequence[Mapping[str, Any]], p: Palette) -> pdk.Layer:
    return pdk.Layer(
        "ScatterplotLayer",
        circles,
        id="programmes",
        pickable=True,
        auto_highlight=True,
        get_position="position",
        get_radius="radius",
        radius_units=pdk.types.String("pixels"),
        get_fill_color=[*maps.rgb(p.subtle), 105],
        stroked=True,
        get_line_color=maps.rgb(p.ground),
        line_width_min_pixels=1,
        get_line_width=0,
    )


def _numbers(circles: Sequence[Mapping[str, Any]], p: Palette) -> pdk.Layer:
    return pdk.Layer(
        "TextLayer",
        circles,
        id="numbers",
        get_position="position",
        get_text="number",
        get_size=11.5,
        get_color=maps.rgb(p.text),
        get_alignment_baseline=pdk.types.String("center"),
        character_set=pdk.types.String(NUMBERS),
        font_family=pdk.types.String(FONT),
        font_weight=600,
    )


def _discs(marks: Sequence[Mapping[str, Any]]) -> pdk.Layer:
    return pdk.Layer(
        "ScatterplotLayer",
        marks,
        id="sites",
        pickable=True,
        auto_highlight=True,
        get_position="position",
        get_radius=6,
        radius_units=pdk.types.String("pixels"),
        get_fill_color="fill",
        stroked=True,
        get_line_color="edge",
        line_width_min_pixels=2,
        get_line_width=0,
    )


def _labels(marks: Sequence[Mapping[str, Any]], letters: str, p: Palette) -> pdk.Layer:
    return pdk.Layer(
        "TextLayer",
        marks,
        id="labels",
        get_position="position",
        get_text="name",
        get_size=13,
        get_color=maps.rgb(p.text),
        get_text_anchor="anchor",
        get_pixel_offset="offset",
        get_alignment_baseline=pdk.types.String("center"),
        character_set=pdk.types.String(letters),
        font_family=pdk.types.String(FONT),
        font_weight=700,
        background=True,
        get_background_color=[*maps.rgb(p.ground), 190],
        background_padding=[2, 0, 2, 0],
    )


def radius(count: int) -> float:
    """A circle's radius in pixels."""
    return GROWTH * math.sqrt(count)


def numbered(circles: Sequence[Mapping[str, Any]], sites: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The circles whose number is written.

    Large enough, and free of the sites, their names and larger circles' numbers at the first view.
    """
    taken = []
    for site in sites:
        x, y = pixels(*site["position"])
        taken.append((x - 8, y - 8, x + 8, y + 8))
        wide = LETTER * len(site["name"]) * (1.7 if any(letter > "\u2e80" for letter in site["name"]) else 1)
        left = x + site["offset"][0] - {"start": 0.0, "middle": wide / 2, "end": wide}[site["anchor"]]
        middle = y + site["offset"][1]
        taken.append((left, middle - LINE / 2, left + wide, middle + LINE / 2))
    kept = []
    for circle in circles:
        x, y = pixels(*circle["position"])
        half = LETTER * len(circle["number"]) / 2
        box = (x - half, y - LINE / 2, x + half, y + LINE / 2)
        if circle["radius"] >= NUMBERED and not any(_overlap(box, other) for other in taken):
            kept.append(circle)
            taken.append(box)
    return kept


def pixels(longitude: float, latitude: float) -> tuple[float, float]:
    """Where a place is at the first view, in pixels right and down (web Mercator, 512 pixels the world at zoom 0)."""
    world = 512 * 2 ** VIEW["zoom"]
    return world * longitude / 360, -world * math.log(math.tan(math.pi / 4 + math.radians(latitude) / 2)) / (
        2 * math.pi
    )


def _overlap(a: tuple[float, float, float, float], b: tuple[float, float, float, float]) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
