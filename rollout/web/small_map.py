"""A small map as a filter: a province pressed is chosen, pressed again let go; a complex opens."""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

import streamlit as st

from rollout.document.places import LABEL_PLACES, RIGHT, provinces_url
from rollout.document.target import Target
from rollout.questions.ask import rows_of
from rollout.render import markup
from rollout.render.theme import Palette, css_variables, stage_colour
from rollout.web import filters
from rollout.web.blocks import Viewer

KEY = "small-map"
WIDTH, HEIGHT = 330, 400


def draw(sites: Any, captions: Mapping[str, str], stages: Sequence[str], label: str, viewer: Viewer) -> str | None:
    """Draw the complexes (progress/complexes) in their provinces; returns what was pressed to open (a data-open value).

    `captions`: complex -> hover text. `stages`: all stages in their order, for the colours. `label`: the map in words.
    """
    data = {
        "outlines": f"/{provinces_url(viewer.scope.as_of)}",
        "names": dict(viewer.names["provinces"]),
        "width": WIDTH,
        "height": HEIGHT,
        "label": label,
        "chosen": list(viewer.scope.provinces),
        "offered": sorted({*sites["province_id"], *viewer.scope.provinces, *_hosting(viewer)}),
        "sites": [_site(row, captions, stages, viewer) for row in rows_of(sites[sites["area_m2"].notna()])],
    }
    component = _component(viewer.palette)
    opened: str | None = component(data=data, key=KEY, on_opened_change=_nothing, on_province_change=_choose).opened
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


@lru_cache
def _component(palette: Palette) -> Callable[..., Any]:
    css = css_variables(palette) + markup.styles()
    return st.components.v2.component(f"rollout_small_map_{palette.name}", css=css, js=markup.asset("map/small.js"))


def _nothing() -> None:
    """A trigger needs a callback; the rerun that it causes is all we want."""
