"""Investment: who puts how much where, into what, and how firm it is; goals, foreign money, site cost, and built against sold and running."""

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from rollout import blocks, investment_charts, markup
from rollout.address import bound
from rollout.blocks import Viewer
from rollout.scope import Choice
from rollout.telling import goals
from rollout.telling import investment as money
from screens import dialogs
from screens.investment import abroad, building, files

RUNG, BY, FIND = "money_rung", "money_by", "money_find"
CHOICES = (
    Choice(RUNG, lambda w: w.t("Rung"), lambda w, _: {kind: money.rung_name(kind, w) for kind in money.RUNGS}),
    Choice(
        BY, lambda w: w.t("Broken down by"), lambda w, _: {dimension: money.dimension_name(dimension, w) for dimension in money.DIMENSIONS}
    ),
    Choice(FIND, lambda w: w.t("Find investor, zone or place"), kind="text"),
)
LONGEST = 100


def render(viewer: Viewer) -> None:
    """Draw the page, top to bottom."""
    every = viewer.ask("investment/statements")
    rows = money.judged(money.placed(every, viewer))
    targets = viewer.ask("investment/targets")
    parts = {
        "targets": money.placed(targets, viewer), "fdi": viewer.ask("investment/fdi"), "costs": viewer.ask("investment/site_costs"),
        "older": building.in_scope(viewer.ask("investment/occupancy"), viewer), "own": viewer.ask("investment/building"),
    }  # fmt: skip
    blocks.live(money.top(viewer, rows, parts["targets"]), "top", viewer)
    _ladder(viewer, rows, parts["costs"])
    _breakdown(viewer, every, rows)
    _goals(viewer, parts["targets"], len(targets) - len(parts["targets"]))
    _abroad(viewer, parts["fdi"])
    _costs(viewer, parts["costs"])
    _built(viewer, parts["older"], parts["own"])
    _sources(viewer, rows, parts)


@st.fragment
def _ladder(viewer: Viewer, rows: pd.DataFrame, costs: pd.DataFrame) -> None:
    w = viewer.w
    blocks.heading(
        money.ladder_title(rows, w),
        w.t(
            "How firm the money is. Filtered by the province, capital area and industry of the statement; with a stage chosen, only money tied to a complex that has reached it"
        ),
    )
    opened = blocks.live(money.ladder(rows, costs, viewer), "ladder", viewer)
    kind, _, rung = (opened or "").partition(":")
    if kind == "rung" and rung in money.RUNGS:
        _contents(money.rung_name(rung, w), rows[rows["money_kind"] == rung], viewer)


def _contents(title: str, rows: pd.DataFrame, viewer: Viewer) -> None:
    blocks.html_dialog(title, money.contents(rows, viewer), markup.ids(rows["origin_ids"]), viewer)


@st.fragment
def _breakdown(viewer: Viewer, every: pd.DataFrame, rows: pd.DataFrame) -> None:
    w = viewer.w
    with st.container(horizontal=True, vertical_alignment="bottom", key="money-controls"):
        rung = st.segmented_control(w.t("Rung"), money.RUNGS, format_func=lambda kind: money.rung_name(kind, w), required=True,
                                    **bound(RUNG, "announcement", money.RUNGS))  # fmt: skip
        by = st.segmented_control(w.t("Broken down by"), money.DIMENSIONS, format_func=lambda name: money.dimension_name(name, w), required=True,
                                  **bound(BY, "industry", money.DIMENSIONS))  # fmt: skip
    rung, by = rung or "announcement", by or "industry"
    own = rows[rows["money_kind"] == rung]
    opened = None
    if own.empty:
        blocks.heading(
            w.t("{rung}: no statement fits these filters", rung=money.rung_name(rung, w)), w.t("Choose another rung, or clear the filters")
        )
    else:
        found = money.groups(own, by, viewer)
        blocks.heading(
            money.groups_title(found, rung, by, w),
            w.t(
                "Within this rung only, newest amounts known by {day}. Select a group for its statements and sources",
                day=viewer.scope.as_of.isoformat(),
            ),
        )
        opened = blocks.live(money.groups_html(found, rung, by, viewer), "groups", viewer)
        kind, _, rest = (opened or "").partition(":")
        chosen = own[money.keys(own, by) == rest.removeprefix(f"{rung}:{by}:")]
        if kind == "group" and len(chosen):
            _contents(
                w.t(
                    "{rung}: {group}",
                    rung=money.rung_name(rung, w),
                    group=dict(zip(found["key"], found["name"], strict=True))[rest.removeprefix(f"{rung}:{by}:")],
                ),
                chosen,
                viewer,
            )
    _list(viewer, every, rows, rung)


def _list(viewer: Viewer, every: pd.DataFrame, rows: pd.DataFrame, rung: str) -> None:
    w = viewer.w
    title = st.empty()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        text = st.text_input(w.t("Find investor, zone or place"), type="search", live=True, max_chars=LONGEST, width=340, **bound(FIND, ""),
                             placeholder=w.t("Samsung, Saemangeum, Pohang …"))  # fmt: skip
        searched = bool(text and text.strip())
        found = rows[rows["investment_id"].isin(money.matching(every, text, viewer))] if searched else rows[rows["money_kind"] == rung]
        shown = money.tree(found)
        if len(shown) > money.SHOWN_ROWS and not st.toggle(w.t("show all {n}", n=w.number(len(shown))), key="money-all"):
            shown = shown[: money.SHOWN_ROWS]
    with title:
        if searched:
            blocks.heading(
                w.n("One statement found in all rungs", "{n} statements found in all rungs", len(found)),
                w.t("Every word must stand in the investor, place, industry or note, of a statement or of a part of it; Korean or English"),
            )
        else:
            blocks.heading(
                w.n("The statement behind it", "The {n} statements behind it", len(found)),
                w.t("{rung}. A search looks through all rungs", rung=money.rung_name(rung, w)),
            )
    if found.empty:
        st.info(
            w.t("Nothing fits. Search for another investor, zone or place, or clear the search and the filters.")
            if searched
            else w.t("No statement on this rung fits these filters. Choose another rung, or clear the filters.")
        )
        return
    opened = blocks.live(money.list_html(shown, every, viewer), "money", viewer)
    kind, _, key = (opened or "").partition(":")
    if kind == "money" and key in set(every["investment_id"]):
        heading, html, ids = money.statement(key, every, viewer)
        blocks.html_dialog(heading, html, ids, viewer)
    else:
        dialogs.show(opened, viewer)


@st.fragment
def _goals(viewer: Viewer, rows: pd.DataFrame, left_out: int) -> None:
    blocks.heading(goals.title(rows, viewer.w), goals.unit(viewer, left_out))
    if rows.empty:
        return
    opened = blocks.live(goals.html(rows, viewer), "goals", viewer)
    kind, _, key = (opened or "").partition(":")
    if kind == "goal" and key in set(rows["target_id"]):
        title, html, ids = goals.values(key, rows, viewer)
        blocks.html_dialog(title, html, ids, viewer)


@st.fragment
def _abroad(viewer: Viewer, rows: pd.DataFrame) -> None:
    w = viewer.w
    told, title = abroad.years(rows, w), abroad.title(rows, w)
    unit = w.t("100 million dollars") if w.lang == "ko" else w.t("billion dollars")
    line = w.t(
        "All Korea, whole years, in {unit}: the filters of province, industry and stage do not apply. Reported is what was filed, arrived what came in: neither is a part of the other year by year. Newest figures; a line marks the first publication",
        unit=unit,
    )
    if told.empty:
        blocks.heading(title, line)
    else:
        names = {basis: abroad.basis_name(basis, w) for basis in abroad.BASES}
        blocks.figure(
            investment_charts.fdi(told, w, viewer.palette, unit, names),
            title,
            line,
            abroad.alt(told, title, w),
            _source_line(rows, viewer),
            "fdi",
            viewer,
        )
    dialogs.show(blocks.live(abroad.html(rows, viewer), "fdi-tables", viewer), viewer)


@st.fragment
def _costs(viewer: Viewer, rows: pd.DataFrame) -> None:
    w = viewer.w
    blocks.heading(building.cost_title(rows, w), w.t("Cost of developing the site, not what firms invest there. The complexes in scope"))
    dialogs.show(blocks.live(building.cost_html(rows, viewer), "costs", viewer), viewer)


@st.fragment
def _built(viewer: Viewer, older: pd.DataFrame, own: pd.DataFrame) -> None:
    w = viewer.w
    told, points = building.standing(older, viewer.scope.as_of), building.sold_points(older, w)
    title = building.built_title(told, w)
    line = w.t(
        "Older complexes, filtered by their province and industry. Share of the land sold by years since the first phase was completed; hollow: for a part of the complex. A line joins the same extent"
    )
    if told.empty:
        blocks.heading(
            title, w.t("Of the older complexes of these provinces and industries nothing is published. Clear the filters to see all")
        )
    elif points.empty:
        blocks.heading(
            title,
            w.t("Older complexes, filtered by their province and industry. No share of land sold has a dated completion to count from"),
        )
    else:
        blocks.figure(
            investment_charts.sold(points, w, viewer.palette),
            title,
            line,
            building.sold_alt(points, title, w),
            _source_line(older, viewer),
            "sold",
            viewer,
        )
    opened = None
    if len(told):
        opened = blocks.live(building.built_html(told, viewer), "built", viewer)
    opened = blocks.live(building.own_html(own, viewer), "own", viewer) or opened
    kind, _, key = (opened or "").partition(":")
    if kind == "place" and key in set(older["place"]):
        heading, html, ids = building.values(key, older, viewer)
        blocks.html_dialog(heading, html, ids, viewer)
    else:
        dialogs.show(opened, viewer)


def _source_line(rows: pd.DataFrame, viewer: Viewer) -> str:
    return viewer.w.n(
        "Source: one public page, listed at the foot of the page",
        "Source: {n} public pages, listed at the foot of the page",
        len(markup.ids(rows["origin_ids"])),
    )


@st.fragment
def _sources(viewer: Viewer, rows: pd.DataFrame, parts: Mapping[str, pd.DataFrame]) -> None:
    st.divider()
    chosen = {key: st.session_state[key] for key in (RUNG, BY, FIND) if st.session_state.get(key)}
    blocks.downloads(lambda: files.tables(viewer, rows, parts), "investment", viewer, blocks.link(viewer, **chosen))
    blocks.sources(money.origin_ids([rows, *parts.values()]), viewer)
