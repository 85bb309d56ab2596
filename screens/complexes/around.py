"""What stands around a complex: zones, programmes, measures, older complexes, the host's accounts. Each short."""

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd
import streamlit as st

from rollout import blocks, markup
from rollout.blocks import Viewer
from rollout.telling import around as answer
from screens import dialogs

SHOWN = 6


@st.fragment
def render(viewer: Viewer, chosen: str) -> None:
    """Draw the lists, two columns of them."""
    w = viewer.w
    zones, programmes, measures, older, accounts = (
        viewer.ask(f"complexes/{name}", complex_id=chosen)
        for name in ("designations", "programmes", "measures", "older_nearby", "accounts")
    )
    blocks.heading(w.t("Around it"), w.t("Same province and industry unless a source names this complex"))
    left, right = st.columns(2, gap="large")
    opened = None
    with left:
        title = w.t("Designated zones ({n})", n=len(zones))
        opened = _list(
            viewer, "zones", title, zones, lambda z: (w.of(z, "name"), answer.day(z, viewer) + (w.t(", this complex") if z["own"] else ""))
        )
        title = w.t("Talent programmes ({n})", n=len(programmes))
        opened = _list(viewer, "programmes", title, programmes, lambda p: (w.of(p, "institution"), answer.seats(p, viewer))) or opened
    with right:
        title = w.t("Measures a firm can use here ({n})", n=len(measures))
        opened = (
            _list(viewer, "measures", title, measures, lambda m: (w.of(m, "name"), w.t("names this complex") if m["own"] else "")) or opened
        )
        opened = (
            _list(viewer, "older", w.t("Older complexes nearby"), older, lambda o: (w.of(o, "name"), answer.older(o, viewer))) or opened
        )
        opened = (
            _list(
                viewer,
                "accounts",
                w.t("Regional accounts of the host"),
                accounts,
                lambda a: (w.of(a, "district"), answer.accounts(a, viewer)),
            )
            or opened
        )
    dialogs.show(opened, viewer)


def _list(viewer: Viewer, key: str, title: str, rows: pd.DataFrame, words: Callable[[Mapping[str, Any]], tuple[str, str]]) -> str | None:
    w, items = viewer.w, []
    for row in rows.head(SHOWN).to_dict("records"):
        name, text = words(row)
        items.append({"when": "", "name": name, "text": text, "move": "", "tone": "", "origins": ";".join(markup.as_list(row["origin_ids"])),
                      "aria": w.t("Sources: {name}, {what}", name=name, what=title)})  # fmt: skip
    html = markup.fill("around.html", title=title, items=items, source_label=w.t("source"), empty=w.t("Nothing found in the published sources."),
                       more=w.t("and {n} more", n=len(rows) - SHOWN) if len(rows) > SHOWN else "")  # fmt: skip
    return blocks.live(html, f"around-{key}", viewer)
