"""Sources: what rests on official pages, and every source, searched."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from rollout.language.words import fold
from rollout.questions.scope import Choice
from rollout.subjects.sources import catalogue, dictionary, words
from rollout.web import blocks
from rollout.web.address import bound
from rollout.web.blocks import Viewer
from rollout.web.sections import foot, head, show

CHOICES = (
    Choice("source_find", lambda w: w.t("Find a source"), kind="text"),
    Choice("source_kind", lambda w: w.t("Kind of source"), lambda w, _: w.codes("origin-kind")),
    Choice("source_use", lambda w: w.t("Used in"), lambda w, _: dictionary.citing(w)),
)
LONGEST = 100
STEP = 50


def render(viewer: Viewer) -> None:
    """Draw the view, top to bottom."""
    said = words.sentence(viewer.ask("sources/coverage"), viewer)
    head("sources", viewer, said, words.meaning(viewer.w))
    _list(viewer)
    foot("sources", ("catalogue",), viewer)


@st.fragment
def _list(viewer: Viewer) -> None:
    w, scope, rows = viewer.w, viewer.scope, viewer.ask("sources/catalogue")
    slot = st.container()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        known, asked = _found(rows, viewer)
        filtered = len(scope.complexes) < len(viewer.names["complexes"])
        only = filtered and st.toggle(w.t("Only of the complexes in scope"), value=True, key="source_scope")
    shown = scope.rows(known) if only else known
    if st.session_state.get("source_asked") != (*asked, only):
        st.session_state.update({"source_asked": (*asked, only), "source_shown": STEP})
    many = st.session_state["source_shown"]
    with slot:
        unit = w.t("Sources of statements that name the complexes in scope") if only else ""
        section = viewer.remember(
            "catalogue-shown", lambda: catalogue.catalogue(viewer, shown, many, unit), *asked, only, many
        )
        blocks.heading(section.title, section.unit)
    if shown.empty:
        st.info(
            w.n(
                "One source outside the filters fits: switch off “Only of the complexes in scope”.",
                "{n} sources outside the filters fit: switch off “Only of the complexes in scope”.",
                len(known),
            )
            if len(known)
            else w.t(
                "No match. Search by publisher, title, source number (such as BD-001) or address; or clear "
                "kind, table and publisher."
            )
        )
        return
    show(section, viewer, "list", heading=False)
    if many < len(shown):
        label = w.t(
            "Show {more} more of {rest}", more=w.number(min(STEP, len(shown) - many)), rest=w.number(len(shown) - many)
        )
        st.button(label, key="source_more", on_click=_more)


def _found(rows: pd.DataFrame, viewer: Viewer) -> tuple[pd.DataFrame, tuple[str | None, ...]]:
    """The list's own filters: the sources that pass them, and what was asked for."""
    w = viewer.w
    text = st.text_input(
        w.t("Find a source"),
        type="search",
        live=True,
        max_chars=LONGEST,
        width=300,
        **bound("source_find", ""),
        placeholder=w.t("publisher, title, number, address"),
    )
    kinds, tables = w.codes("origin-kind"), dictionary.citing(w)
    kind = _pick(
        w.t("Kind of source"), kinds, w.t("all kinds"), 190, filter_mode=None, **bound("source_kind", None, kinds)
    )
    table = _pick(w.t("Used in"), tables, w.t("all tables"), 230, **bound("source_use", None, tables))
    publishers = rows["publisher"].value_counts()
    publisher = st.selectbox(
        w.t("Publisher"),
        list(publishers.index),
        index=None,
        key="source_publisher",
        format_func=lambda name: f"{name} ({w.number(publishers.get(name, 0))})",
        placeholder=w.t("all publishers"),
        width=230,
    )
    return catalogue.found(rows, text, kind, table, publisher), (fold(text), kind, table, publisher)


def _pick(label: str, options: Mapping[str, str], placeholder: str, width: int, **more: Any) -> str | None:
    """One of some options, or none."""
    return st.selectbox(
        label,
        list(options),
        index=None,
        format_func=options.__getitem__,
        placeholder=placeholder,
        width=width,
        **more,
    )


def _more() -> None:
    st.session_state["source_shown"] += STEP
