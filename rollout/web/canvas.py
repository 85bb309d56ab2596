"""The canvas that the map is drawn on: rollout/templates/map/atlas.js as a component beside that of blocks.live."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import streamlit as st

from rollout.render import markup
from rollout.render.theme import Palette, css_variables
from rollout.subjects.map.layers import Layer
from rollout.web.blocks import Viewer


def draw(data: Layer, key: str, viewer: Viewer) -> str | None:
    """Draw what rollout.subjects.map.picture made.

    Returns what the viewer has just clicked (a data-open value), if anything.
    """
    opened: str | None = _component(viewer.palette)(data=data, key=key, on_opened_change=_nothing).opened
    return opened


@lru_cache
def _component(palette: Palette) -> Callable[..., Any]:
    css = css_variables(palette) + markup.styles()
    return st.components.v2.component(f"rollout_map_{palette.name}", css=css, js=markup.asset("map/atlas.js"))


def _nothing() -> None:
    """A trigger needs a callback; the rerun that it causes is all we want."""
