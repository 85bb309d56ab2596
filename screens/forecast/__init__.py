"""Forecast: what happened to older complexes, and what would follow for the 15 if they went the same way."""

from typing import Any

import pandas as pd
import streamlit as st

from rollout import blocks, forecast_charts, markup
from rollout.address import bound
from rollout.blocks import Viewer
from rollout.forecast import CLASSES, MAIN
from rollout.scope import Choice
from rollout.telling import forecast as answer
from rollout.telling import outlook, wording

CHOICES = (Choice("milestone", lambda w: w.t("Milestone"), lambda _, names: names["stages"]),)
STAGES = MAIN[1:]


def render(viewer: Viewer) -> None:
    """Draw the page, top to bottom."""
    w = viewer.w
    rows = outlook.ranges(viewer, viewer.scope.as_of)
    rows = rows[rows["complex_id"].isin(viewer.scope.complexes)]
    said = [(text, "") for text in answer.sentences(viewer, rows)]
    blocks.live(wording.top(viewer, [w.t("Forecast"), *viewer.scope.described(w, viewer.names)], said), "forecast-top", viewer)
    with st.container(horizontal=True):
        stage = st.selectbox(
            w.t("Milestone"),
            STAGES,
            format_func=viewer.names["stages"].__getitem__,
            **bound("milestone", STAGES[2], STAGES),
            width=300,
        )
        klass = st.selectbox(
            w.t("Compared with which complexes"), CLASSES, format_func=lambda name: answer.class_name(name, w), key="class", width=420
        )
    _outlook(viewer, stage or STAGES[2], klass or CLASSES[0])
    _cases(viewer, klass or CLASSES[0])
    _back_test(viewer)
    _base_rates(viewer)
    _sources(viewer, rows)


@st.fragment
def _sources(viewer: Viewer, rows: pd.DataFrame) -> None:
    st.divider()
    blocks.downloads(lambda: answer.tables(viewer, rows), "forecast", viewer, blocks.link(viewer))
    ids = {i for known in outlook.history(viewer).values() for i in markup.ids(known.cases["origin_ids"])}
    blocks.sources(sorted(ids), viewer)


@st.fragment
def _outlook(viewer: Viewer, stage: str, klass: str) -> None:
    w = viewer.w
    rows = outlook.ranges(viewer, viewer.scope.as_of, klass)
    rows = rows[(rows["stage_id"] == stage) & rows["complex_id"].isin(viewer.scope.complexes)]
    told = answer.drawn(rows, viewer)
    name = viewer.names["stages"][stage]
    if told.empty:
        blocks.heading(
            w.t("{stage}: no range for the complexes in scope", stage=name),
            w.t("They have passed it, withdrew, or too few older complexes came so far"),
        )
    else:
        title = answer.outlook_title(told, name, w)
        unit = w.t(
            "Band: where four of five should lie; bar: the middle; arrow: later than any older complex tells; diamond: the latest plan"
        )
        chart = forecast_charts.outlook(told, w, viewer.palette, viewer.scope.as_of)
        blocks.figure(chart, title, unit, answer.outlook_alt(told, title), answer.method(w), "outlook", viewer)
    heads = [w.t("Complex"), w.t("From"), w.t("Latest plan"), w.t("As older complexes went"), w.t("Chance of the plan"), w.t("Cases")]
    blocks.live(markup.table(heads, answer.outlook_lines(rows, viewer)), "outlook-table", viewer)


@st.fragment
def _cases(viewer: Viewer, klass: str) -> None:
    w = viewer.w
    known = outlook.history(viewer, klass)
    rows = answer.cases(known, viewer)
    if rows.empty:
        blocks.heading(w.t("No older complex of this kind has a dated stage by this day"), "")
        return
    title = answer.cases_title(known, w)
    blocks.heading(
        title,
        w.t("Each point an older complex; hollow: not there yet, at least so long. Select a point for its sources"),
    )
    chart = forecast_charts.past_cases(rows, w, viewer.palette)
    with st.container(key=f"figure-cases-{klass}"):
        state = st.plotly_chart(chart, key=f"cases-{klass}", theme=None, on_select="rerun", selection_mode="points", alt=answer.cases_alt(rows),
                                config={"displayModeBar": False, "responsive": True})  # fmt: skip
    blocks.picture(f"cases-{klass}", title, answer.method(w), viewer)
    opened = blocks.live(markup.fill("cases.html", **answer.case_list(known, viewer)), "case-list", viewer)
    key = opened or _picked(state, f"cases-{klass}")
    found = rows[rows["key"] == key]
    if not found.empty:
        row = found.iloc[0]
        html = markup.card(markup.spoken(row["text"]), [])
        blocks.html_dialog(row["name"], html, markup.as_list(row["origin_ids"]), viewer)


def _picked(state: Any, key: str) -> str | None:
    """The case that a click on the chart has just chosen; the same choice opens once."""
    points = getattr(getattr(state, "selection", None), "points", None) or []
    chosen = next((point.get("customdata") for point in points if point.get("customdata")), None)
    chosen = chosen[0] if isinstance(chosen, list) else chosen
    if chosen == st.session_state.get(f"{key}_opened"):
        return None
    st.session_state[f"{key}_opened"] = chosen
    return chosen


@st.fragment
def _back_test(viewer: Viewer) -> None:
    w = viewer.w
    rows = outlook.back_test(viewer)
    blocks.heading(
        answer.back_test_title(rows, w),
        w.t("Each older complex forecast from the others alone, as of pre-feasibility and as of plan approval"),
    )
    heads = [
        w.t("As of"),
        w.t("Milestone"),
        w.t("Range held"),
        w.t("Sound method"),
        w.t("Median error"),
        w.t("Official promises kept"),
        w.t("Their median error"),
    ]
    blocks.live(markup.table(heads, answer.back_test_lines(rows, viewer)), "back-test", viewer)
    st.caption(
        w.t(
            "Months; + is later than forecast or promised. Ranges that are not decided yet are left out of the share; few cases, and those of one year hang together."
        )
    )


@st.fragment
def _base_rates(viewer: Viewer) -> None:
    w = viewer.w
    rows = outlook.base_rates(viewer)
    blocks.heading(answer.base_rate_title(rows, w), w.t("Every dated promise whose period is over, against what came"))
    heads = [w.t("Whose"), w.t("Milestone"), w.t("Promises due"), w.t("Late or overdue"), w.t("Median slip")]
    blocks.live(markup.table(heads, answer.base_rate_lines(rows, viewer)), "base-rates", viewer)
