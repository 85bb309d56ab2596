"""Overview: where the 15 stand, what changed, what is late, what comes next, and who says so."""

import datetime as dt

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from rollout import blocks, charts, maps, markup
from rollout.address import bound
from rollout.blocks import Viewer
from rollout.scope import SORTS, Choice, sort_name
from rollout.store import ROOT
from rollout.telling import overview as answer
from rollout.telling import overview_files as files
from rollout.telling import wording
from rollout.words import Words
from screens import dialogs
from screens.overview import details

CHOICES = (
    Choice("sort", lambda w: w.t("Sort by"), lambda w, _: {s: sort_name(s, w) for s in SORTS}),
    Choice("moves", lambda w: w.t("show the chart"), kind="flag"),
)
DUE_DAYS = 180
PROVINCES = ROOT / "static" / "provinces.json"
LATELY = 8
MOST = 60


def render(viewer: Viewer) -> None:
    """Draw the page, top to bottom."""
    sites = viewer.ask("progress/complexes")
    before = viewer.ask("progress/complexes", as_of=viewer.scope.compare)
    ids = list(viewer.scope.complexes)
    sites, before = (rows[rows["complex_id"].isin(ids)].reset_index(drop=True) for rows in (sites, before))
    cells = viewer.ask("progress/board")
    money = viewer.ask("progress/private_investment")
    money_before = viewer.ask("progress/private_investment", as_of=viewer.scope.compare)

    _top(viewer, sites, before, money, money_before)
    _map(viewer, sites)
    _board(viewer, sites, cells)
    _moves(viewer, sites, cells)
    _changes(viewer)
    _news(viewer, cells)
    _sources(viewer, sites, cells)


@st.fragment
def _top(viewer: Viewer, sites: pd.DataFrame, before: pd.DataFrame, money: pd.DataFrame, money_before: pd.DataFrame) -> None:
    html = viewer.remember("overview-top", lambda: answer.headline(viewer, sites, before, money, money_before))
    details.show(blocks.live(html, "top", viewer), viewer, sites, money)


@st.fragment
def _map(viewer: Viewer, sites: pd.DataFrame) -> None:
    w, stages = viewer.w, viewer.ask("progress/stages")
    positions = {stage: place for place, stage in enumerate(stages["stage_id"], 1)}
    letters = "".join(sorted(set("".join(viewer.names["complexes"].values()))))
    title = answer.map_title(sites, w)
    left, right = st.columns([0.44, 0.56], gap="large")
    with left:
        blocks.heading(title, w.t("Colour: stage reached, stronger is further. Disc: true area, at least 14 pixels wide"))
        deck = viewer.remember(
            "overview-map", lambda: maps.belt(sites, positions, answer.captions(sites, stages, w), letters, w, viewer.palette)
        )
        picked = st.pydeck_chart(deck, height=maps.HEIGHT, key="map", on_select="rerun", alt=answer.map_alt(sites, title, w))
        with st.container(horizontal=True, vertical_alignment="center", key="map-foot"):
            st.caption(w.t("Outlines: NGII, 2023-09-15. A site stands at its host town's centre; exact boundaries are not published"))
            _map_picture(viewer, sites, positions, title)
    with right:
        head = markup.heading(w.t("The same as a list"), w.t("Furthest first. Select one for its dates and sources"))
        html = viewer.remember("overview-sites", lambda: head + markup.site_list(sites, stages, w, viewer.palette))
        opened = blocks.live(html, "sites", viewer)
    dialogs.show(opened or dialogs.picked_on_map(picked, "map"), viewer)


def _map_picture(viewer: Viewer, sites: pd.DataFrame, positions: dict[str, int], title: str) -> None:
    """A button that downloads the map as SVG, drawn when pressed."""
    w, p = viewer.w, viewer.palette
    blocks.download(
        w.t("Save map as SVG"), lambda: maps.as_svg(sites, maps.load_provinces(PROVINCES), positions, w, p, title).encode(),
        f"map-{viewer.scope.as_of.isoformat()}.svg", "image/svg+xml", "map-svg", viewer, "tertiary",
    )  # fmt: skip


@st.fragment
def _board(viewer: Viewer, sites: pd.DataFrame, cells: pd.DataFrame) -> None:
    w = viewer.w
    blocks.heading(answer.board_title(sites, w), "")
    sort = st.segmented_control(
        w.t("Sort by"), SORTS, format_func=lambda name: sort_name(name, w), required=True, **bound("sort", "stage", SORTS)
    )
    caption = w.t("Each stage: the day it was reached, or the latest plan and how far it has moved since first promised.")
    stages = viewer.ask("progress/stages")
    html = viewer.remember("board", lambda: markup.board(answer.sorted_sites(sites, sort or "stage"), cells, stages, w, caption), sort)
    dialogs.show(blocks.live(html, "board", viewer), viewer)


@st.fragment
def _moves(viewer: Viewer, sites: pd.DataFrame, cells: pd.DataFrame) -> None:
    w = viewer.w
    rows = viewer.remember("overview-promises", lambda: answer.promises(sites, cells, w))
    if rows.empty:
        return
    title = answer.moves_title(rows, w)
    slot = st.container()
    if not st.toggle(w.t("show the chart"), **bound("moves", False)):  # a chart costs the most of a click: it comes when asked for
        with slot, st.container(key="screen-only-moves"):
            blocks.heading(title)
        return
    chart = viewer.remember("overview-moves", lambda: go.Figure(charts.promise_moves(rows, w, viewer.palette, viewer.scope.as_of)))
    unit = w.t("Start of construction. Hollow: first promised; full: latest promised; the last day of the stated period")
    with slot:
        blocks.figure(chart, title, unit, answer.moves_alt(rows, title, w), answer.moves_source(rows, w), "construction", viewer)


@st.fragment
def _changes(viewer: Viewer) -> None:
    html = viewer.remember("overview-changes", lambda: _changes_html(viewer))
    dialogs.show(blocks.live(html, "changes", viewer), viewer)


def _changes_html(viewer: Viewer) -> str:
    w = viewer.w
    rows = viewer.ask("progress/changes_between", since=viewer.scope.compare)
    head = markup.heading(wording.between_title(viewer, rows), w.t("Between the comparison date and the as-of date; a line a complex"))
    labels = [w.t("Complex"), w.t("Change"), w.t("Source")]
    lines = wording.between_lines(viewer, rows)
    return head + markup.fill("changes.html", lines=lines, labels=labels, source_label=w.t("source"), empty=w.t("Nothing changed."))


@st.fragment
def _news(viewer: Viewer, cells: pd.DataFrame) -> None:
    w, as_of = viewer.w, viewer.scope.as_of
    left, right = st.columns(2, gap="large")
    labels = [w.t("When"), w.t("Complex"), w.t("What")]
    with left:
        changes = viewer.ask("progress/changes").head(MOST)
        head = markup.heading(w.t("What changed lately"), w.t("Newest statements first"))
        slot = st.container()
        every = _all(w, "changes", len(changes))
        shown = changes if every else changes.head(LATELY)
        none = w.t("Nothing was said by this day.")
        html = viewer.remember("overview-lately", lambda: head + markup.news(wording.change_items(viewer, shown), w, labels, none), every)
        with slot:
            opened = blocks.live(html, "lately", viewer)
    with right:
        due = viewer.remember("overview-due-rows", lambda: wording.due(cells, as_of, as_of + dt.timedelta(days=DUE_DAYS)))
        under = w.t("By the latest stated plan, those with the fewest open earlier stages first")
        title = markup.heading(w.t("Due in the next {n} days", n=DUE_DAYS), under)
        slot = st.container()
        whole = _all(w, "due", len(due))
        listed = due if whole else due.head(LATELY)
        nothing = w.t("No plan in force falls due in these days.")
        html = viewer.remember("overview-due", lambda: title + markup.news(wording.due_items(viewer, listed), w, labels, nothing), whole)
        with slot:
            opened = blocks.live(html, "due", viewer) or opened
    dialogs.show(opened, viewer)


def _all(w: Words, name: str, count: int) -> bool:
    """A switch to show a whole list, where it is longer than what is shown."""
    return count > LATELY and st.toggle(w.t("show all {n}", n=count), key=f"all-{name}")


@st.fragment
def _sources(viewer: Viewer, sites: pd.DataFrame, cells: pd.DataFrame) -> None:
    st.divider()
    blocks.downloads(lambda: files.tables(viewer, sites, cells), "overview", viewer, blocks.link(viewer))
    blocks.sources(viewer.remember("overview-origins", lambda: files.origin_ids(viewer, sites, cells)), viewer)
