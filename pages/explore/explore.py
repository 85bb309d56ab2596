"""Explore: a set of rows, counted, summed or compared by what the reader chooses."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from rollout.briefing import compose
from rollout.document.model import Map, Section
from rollout.language.words import Words
from rollout.questions import links
from rollout.questions.scope import Choice
from rollout.subjects.explore import maps, opened, pivot, sections, views
from rollout.subjects.explore.pivot import Asked
from rollout.subjects.explore.sets import DataSet, find, sets
from rollout.subjects.explore.views import (
    AGAINST,
    COLUMNS,
    COUNT,
    HOW,
    MAP,
    NONE,
    ROWS,
    SET,
    SHARE,
    TOP,
    USUAL_SET,
    VALUE,
)
from rollout.web import address, blocks, saved
from rollout.web.address import bound
from rollout.web.blocks import Viewer
from rollout.web.sections import downloads, head, show

BESIDE = 4  # columns of a table that has room beside a map
TOPS = {"10": "10", "20": "20", "50": "50", "200": "200"}
CHOICES = (
    Choice(SET, lambda w: w.t("What"), kind="text"),
    Choice(ROWS, lambda w: w.pt("table", "Rows"), kind="text"),
    Choice(COLUMNS, lambda w: w.pt("table", "Columns"), kind="text"),
    Choice(VALUE, lambda w: w.t("Value"), kind="text"),
    Choice(HOW, lambda w: w.t("Figure shown"), lambda w, _: sections.how(w)),
    Choice(SHARE, lambda w: w.t("As a share of"), lambda w, _: _shares(w)),
    Choice(TOP, lambda w: w.t("Lines at most"), lambda _, __: TOPS),
    Choice(AGAINST, lambda w: w.t("Change"), lambda w, _: _against(w)),
    Choice(MAP, lambda w: w.t("Map"), kind="text"),
)


def render(viewer: Viewer) -> None:
    """Draw the view, top to bottom."""
    w = viewer.w
    head(
        "explore",
        viewer,
        [(w.t("Count, sum and compare"), "")],
        w.t("Select a figure for the rows and sources behind it"),
    )
    _explore(viewer)
    saved.views("explore", viewer)


@st.fragment
def _explore(viewer: Viewer) -> None:
    asked = _asked(viewer)
    section = viewer.remember("explore", lambda: sections.explore(viewer, asked), asked)
    if section.warning:
        st.warning(section.warning)
        return
    _draw(section, viewer)
    sql = viewer.remember("explore-sql", lambda: opened.as_sql(viewer, asked), asked)
    st.page_link(
        viewer.screens["sql"],
        label=viewer.w.t("Open as SQL"),
        icon=":material/code:",
        width="content",
        query_params=address.link(draft=links.pack({"sql": sql})),
    )
    _to_briefing(asked, viewer)
    downloads(lambda: [(viewer.w.t("Explore"), section)], "explore", viewer, asked.name, columns=True)
    blocks.sources(sorted(set(section.every_origin())), viewer)


def _to_briefing(asked: Asked, viewer: Viewer) -> None:
    """The way to the briefing with this view as one more section."""
    held = st.session_state.get("briefing_sections") or compose.TEMPLATES[st.session_state.get("briefing", "weekly")]
    st.page_link(
        viewer.screens["briefing"],
        label=viewer.w.t("Add to the briefing"),
        icon=":material/slideshow:",
        width="content",
        query_params=address.link(briefing_sections=list(dict.fromkeys([*held, views.packed(asked)]))),
    )


def _draw(section: Section, viewer: Viewer) -> None:
    """The section; a map beside its table where that is narrow."""
    beside = isinstance(section.picture, Map) and len(section.tables[0].columns) <= BESIDE
    if not beside:
        show(section, viewer, "explore")
        return
    left, right = st.columns([0.5, 0.5], gap="medium")
    with left:
        show(replace(section, method=()), viewer, "explore-map", tables=False)
    with right:
        show(replace(section, picture=None), viewer, "explore", heading=False, lead=False)


def _asked(viewer: Viewer) -> Asked:
    """Draw the choices; returns what is asked."""
    w, offered = viewer.w, sets(viewer)
    first = st.columns([0.34, 0.22, 0.22, 0.22])
    with first[0]:
        name = _one(SET, w.t("What"), offered, USUAL_SET)
    data = find(name, viewer)
    by = {one.column: one.label for one in data.dimensions}
    with first[1]:
        rows = _one(ROWS, w.pt("table", "Rows"), by, next(iter(by)))
    with first[2]:
        columns = _one(
            COLUMNS, w.pt("table", "Columns"), {NONE: w.t("none")} | {key: by[key] for key in by if key != rows}, NONE
        )
    with first[3]:
        value = _value(data, viewer)
    columns, measured = ("" if columns == NONE else columns), ("" if value == COUNT else value)
    line = st.columns([0.34, 0.22, 0.22, 0.22] if rows not in maps.LEVELS else [0.22, 0.2, 0.18, 0.2, 0.2])
    asked = Asked(name, rows, columns, measured, *_shown(data, value, line, viewer))
    if rows not in maps.LEVELS:
        return asked
    with line[-1]:
        return replace(asked, mapped=_map(asked, viewer))


def _map(asked: Asked, viewer: Viewer) -> str:
    """Which column a map shows; empty without a map."""
    offered = viewer.remember("explore-mapped", lambda: sections.mapped(viewer, asked), asked)
    chosen = _one(MAP, viewer.w.t("Map"), {NONE: viewer.w.t("no map")} | offered, next(iter(offered), NONE))
    return "" if chosen == NONE else chosen


def _value(data: DataSet, viewer: Viewer) -> str:
    """What is measured; the number of rows where sums would be wrong."""
    values = {COUNT: viewer.w.t("number of rows")} | {one.column: one.label for one in data.measures}
    return _one(VALUE, viewer.w.t("Value"), values, views.usual_value(data))


def _shown(data: DataSet, value: str, line: Sequence[DeltaGenerator], viewer: Viewer) -> tuple[str, str, int, bool]:
    """How the rows are made into a figure, as a share of what it is shown, how many lines, whether with the change."""
    w = viewer.w
    share, lines, change, figure, *_ = line
    how, part = "count", "none"
    with figure:
        if value != COUNT:
            left_out = {"count"} if data.dated else {"count", *pivot.ORDERED}
            offered = {key: name for key, name in sections.how(w).items() if key not in left_out}
            how = _one(HOW, w.t("Figure shown"), offered, views.usual_how(data, value))
    with share:
        if how in pivot.ADDED:
            part = _one(SHARE, w.t("As a share of"), _shares(w), "none")
    with lines:
        top = _one(TOP, w.t("Lines at most"), TOPS, "20")
    with change:
        against = _one(AGAINST, w.t("Change"), _against(w), "no")
    return how, part, int(top), against == "yes"


def _shares(w: Words) -> Mapping[str, str]:
    return {"none": w.t("no share"), "row": w.t("its line"), "column": w.t("its column"), "all": w.t("all")}


def _against(w: Words) -> Mapping[str, str]:
    return {"no": w.t("not shown"), "yes": w.t("since the comparison day")}


def _one(name: str, label: str, options: Mapping[str, str], default: str) -> str:
    """A choice of one; what is chosen no more offered gives way to the default."""
    return str(
        st.selectbox(label, list(options), format_func=options.__getitem__, **bound(name, default, options)) or default
    )
