"""Names that complete the SQL field: keywords, tables, columns and functions (templates/sql/complete.js)."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import streamlit as st

from rollout.render import markup
from rollout.render.theme import Palette, css_variables
from rollout.subjects.explore import sql
from rollout.web.blocks import Viewer


def names(viewer: Viewer) -> None:
    """Offer names in the field of the view."""
    w = viewer.w
    words = {
        "hint": w.t("Ctrl+Space suggests tables, columns and functions; Ctrl+Enter runs it."),
        "label": w.t("Names that fit"),
        "found": w.t("{n} names fit", n="{n}"),
        "none": w.t("No name fits"),
    }
    data = viewer.remember("sql-names", lambda: sql.completion(viewer))
    _component(viewer.palette)(data={**data, "words": words}, key="sql-names")


@lru_cache
def _component(palette: Palette) -> Callable[..., Any]:
    css = css_variables(palette) + markup.asset("sql/complete.css")
    js = markup.asset("sql/complete.js")
    return st.components.v2.component(f"rollout_sql_{palette.name}", css=css, js=js, isolate_styles=False)
