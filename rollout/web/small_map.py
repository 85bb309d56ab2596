"""A small map as a filter: a province pressed is chosen, pressed again let go; a complex opens."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from rollout.document.places import LABEL_PLACES, RIGHT, provinces_url
from rollout.document.target import Target
from rollout.questions.ask import rows_of
from rollout.render import markup
from rollout.render.theme import stage_colour
from rollout.web import assets, filters
from rollout.web.blocks import Viewer

Drawing = dict[str, Any]
KEY = "small-map"
MAP = assets.component("small-map", "map/small.js", styles=markup.styles())
WIDTH, HEIGHT = 330, 400


def drawing(sites: Any, captions: Mapping[str, str], stages: Sequence[str], label: str, viewer: Viewer) -> Drawing:
    """What `draw` shows: the complexes (progress/complexes) in their provinces.

    `captions`: complex -> hover text. `stages`: all stages in their order, for the colours. `label`: the map in words.
    """
    return {
        "outlines": f"/{provinces_url(viewer.scope.as_of)}",
        "names": dict(viewer.names["provinces"]),
        "width": WIDTH,
        "height": HEIGHT,
        "label": label,
        "chosen": list(viewer.scope.provinces),
        "offered": sorted({*sites["province_id"], *viewer.scope.provinces, *_hosting(viewer)}),
        "sites": [_site(row, captions, stages, viewer) for row in rows_of(sites[sites["area_m2"].notna()])],
    }


def draw(data: Drawing, viewer: Viewer) -> str | None:
    """Draw the map; returns what was pressed to open (a data-open value)."""
    shown = MAP(viewer.palette, data=data, key=KEY, on_opened_change=_nothing, on_province_change=_choose)
    opened: str | None = shown.opened
    return opened


def _hosting(viewer: Viewer) -> list[str]:
    return list(viewer.ask("progress/complexes")["province_id"])


def _site(row: Mapping[str, Any], captions: Mapping[str, str], stages: Sequence[str], viewer: Viewer) -> dict[str, Any]:
    anchor, x, y = LABEL_PLACES.get(row["complex_id"], RIGHT)
    return {
        "place": [row["longitude"], row["latitude"]],
        "name": viewer.w.of(row, "short"),
        "anchor": anchor,
        "offset": [x, y],
        "colour": stage_colour(stages.index(row["stage_id"]) + 1, viewer.palette),
        "caption": captions[row["complex_id"]],
        "opens": str(Target("complex", (row["complex_id"],))),
    }


def _choose() -> None:
    """A province was pressed: the filter takes it, or lets it go."""
    pressed = st.session_state[KEY].province
    if isinstance(pressed, str):
        filters.toggle("province", pressed)


def _nothing() -> None:
    """A trigger needs a callback; the rerun that it causes is all we want."""
