"""Sources and dictionary: what is published and how new, what rests on official pages, every source, table, term."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from rollout.language.words import fold
from rollout.questions.scope import Choice
from rollout.subjects import wording
from rollout.subjects.sources import catalogue, coverage, dictionary, hops, words
from rollout.web import blocks
from rollout.web.address import bound
from rollout.web.blocks import Viewer
from rollout.web.sections import downloads, named, show

CHOICES = (
    Choice("sources_show", lambda w: w.t("Show"), lambda w, _: w.codes("coverage-show")),
    Choice("source_find", lambda w: w.t("Find a source"), kind="text"),
    Choice("source_kind", lambda w: w.t("Kind of source"), lambda w, _: w.codes("origin-kind")),
    Choice("source_use", lambda w: w.t("Used in"), lambda w, _: dictionary.citing(w)),
    Choice("sources_part", lambda w: w.t("Part of the dictionary"), lambda w, _: w.codes("dictionary-part")),
    Choice("sources_table", lambda w: w.t("Table"), lambda w, _: dictionary.titles(w)),
    Choice("sources_terms", lambda w: w.t("Part of the glossary"), lambda w, _: w.codes("glossary-part")),
    Choice("sources_term", lambda w: w.t("Find a term"), kind="text"),
)
FILES = ("catalogue", "coverage-list", "by-complex", "support", "columns", "questions", "metrics", "glossary")
LONGEST = 100
STEP = 50


def render(viewer: Viewer) -> None:
    """Draw the page, top to bottom."""
    _top(viewer)
    _coverage(viewer)
    _support(viewer)
    _list(viewer)
    _dictionary(viewer)
    _glossary(viewer)
    _files(viewer)


@st.fragment
def _top(viewer: Viewer) -> None:
    w = viewer.w
    crumb = [w.t("Sources and dictionary"), *viewer.scope.described(w, viewer.names)]
    said = words.sentence(viewer.ask("sources/coverage"), viewer)
    blocks.live(wording.top(viewer, crumb, said, words.meaning(w)), "top", viewer)


@st.fragment
def _coverage(viewer: Viewer) -> None:
    w = viewer.w
    shows = w.codes("coverage-show")
    asked = st.segmented_control(
        w.t("Show"), list(shows), format_func=shows.__getitem__, required=True, **bound("sources_show", "newest", shows)
    )
    chosen = asked or "newest"
    show(viewer.remember("sources-coverage", lambda: coverage.coverage(viewer, chosen), chosen), viewer)


@st.fragment
def _support(viewer: Viewer) -> None:
    show(viewer.remember("sources-support", lambda: coverage.support(viewer)), viewer)
    show(viewer.remember("sources-by-complex", lambda: coverage.by_complex(viewer)), viewer)


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
        section = catalogue.catalogue(viewer, shown, many, unit)
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


@st.fragment
def _dictionary(viewer: Viewer) -> None:
    w = viewer.w
    parts = w.codes("dictionary-part")
    blocks.heading(
        w.t("Where a figure comes from: page, question, table"),
        w.t("Names and meanings of questions and columns are kept in English"),
    )
    part = st.segmented_control(
        w.t("Part of the dictionary"),
        list(parts),
        format_func=parts.__getitem__,
        required=True,
        **bound("sources_part", "questions", parts),
        label_visibility="collapsed",
    )
    if part == "metrics":
        show(dictionary.metrics(viewer), viewer, heading=False)
    elif part == "tables":
        tables = dictionary.titles(w)
        name = st.selectbox(
            w.t("Table"),
            list(tables),
            format_func=tables.__getitem__,
            width=420,
            **bound("sources_table", "milestones", tables),
        )
        section = dictionary.table(viewer, name)
        if section:
            show(section, viewer, heading=False)
    else:
        pages = w.codes("page")
        page = st.selectbox(
            w.t("Page"),
            list(hops.asked()),
            format_func=pages.__getitem__,
            key="sources_page",
            filter_mode=None,
            width=420,
        )
        show(dictionary.questions(viewer, page), viewer, heading=False)


@st.fragment
def _glossary(viewer: Viewer) -> None:
    w, parts = viewer.w, viewer.w.codes("glossary-part")
    slot = st.container()
    text = st.text_input(
        w.t("Find a term"),
        type="search",
        live=True,
        max_chars=LONGEST,
        width=300,
        **bound("sources_term", ""),
        placeholder=w.t("term, abbreviation or meaning"),
    )
    kind = st.pills(
        w.t("Part of the glossary"),
        list(parts),
        format_func=parts.__getitem__,
        required=True,
        **bound("sources_terms", "term", parts),
        disabled=bool(fold(text)),
        label_visibility="collapsed",
    )
    section = dictionary.glossary(viewer, kind or "term", text)
    with slot:
        blocks.heading(section.title, section.unit)
    show(section, viewer, heading=False)


@st.fragment
def _files(viewer: Viewer) -> None:
    st.divider()
    keys = [choice.name for choice in CHOICES]
    chosen = {key: st.session_state[key] for key in keys if st.session_state.get(key)}
    downloads(named(FILES, viewer), "sources", viewer, blocks.link(viewer, **chosen))
    blocks.sources(coverage.coverage_list(viewer).every_origin(), viewer)
