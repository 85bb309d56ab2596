"""A map whose places are coloured by any figure: for a screen's canvas and for paper."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from rollout.document.model import Map, Shades
from rollout.questions.view import View
from rollout.render.theme import LIGHT, Palette
from rollout.subjects.map import figures, layers, picture
from rollout.subjects.map.figures import USUAL
from rollout.subjects.map.layers import Layer

Level = Literal["province", "district"]


@dataclass(frozen=True)
class Figures:
    """The figure of each place (by id) of a level, what they are of, how one is said.

    `opens`: what a click on a place opens, with picture.ONE for its id. `notes`: what the legend says besides.
    """

    level: Level
    of: Mapping[str, float]
    title: str
    said: Callable[[float], str]
    opens: str
    notes: tuple[str, ...] = ()


def shaded(view: View, own: Figures) -> Map | None:
    """The map; None where no place of the day has a figure."""
    w, places = view.w, on_the_day(view, own.level)
    known = pd.Series({code: own.of[code] for code in places if code in own.of}, dtype=float)
    if known.empty:
        return None
    scale = layers.fifths(known, LIGHT)  # its bounds are those of every palette
    names = tuple(picture.class_names([own.said(bound) for bound in scale.bounds], w))
    shades = Shades(own.level, places, scale.places(known), names, own.title)
    provinces = tuple(view.names["provinces"].items())
    return Map(
        (),
        (),
        _alt(view, own),
        view.scope.as_of,
        provinces,
        shades=shades,
        draw=lambda p: _canvas(view, own, known, shades, p),
    )


def on_the_day(view: View, level: str) -> dict[str, str]:
    """The districts or provinces of the day by id, with their names."""
    rows, named = figures.places(view, USUAL), view.names[f"{level}s"]
    return {code: named[code] for code in rows.loc[rows["level"] == level, "code"]}


def _canvas(view: View, own: Figures, known: pd.Series, shades: Shades, p: Palette) -> Layer:
    """All that the canvas draws and says, but for the outlines."""
    w, colours = view.w, layers.fifths(known, p).colours
    focus = picture.in_focus(figures.places(view, USUAL), view)
    entries = picture.swatches(shades.places, colours, shades.classes, w)
    if len(shades.places) < len(shades.names):
        left = w.number(len(shades.names) - len(shades.places))
        entries.append({"symbol": "none", "text": w.t("no figure"), "count": left})
    pale = [w.t("Pale: outside the province filter; classes are those of the provinces left")] if focus else []
    bare = picture.land(view, p)
    return bare | {
        "level": own.level,
        "opens": own.opens,
        "figure": own.title,
        "colours": list(colours),
        "classes": dict(shades.places),
        "places": {
            code: [name, own.said(own.of[code]) if code in own.of else "", name] for code, name in shades.names.items()
        },
        "focus": focus,
        "legend": [{"title": own.title, "items": entries, "note": [picture.fifths_said(w), *own.notes, *pale]}],
        "alt": _alt(view, own),
        "title": own.title,
        "words": bare["words"] | {"missing": w.t("no figure")},
        "source": w.t("Outlines: NGII, 2023-09-15 · As of {day}", day=view.scope.as_of.isoformat()),
    }


def _alt(view: View, own: Figures) -> str:
    """The map in words."""
    return view.w.t("Map of Korea. {title}. The table below shows the same.", title=own.title)
