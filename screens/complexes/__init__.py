"""Complexes: the dossier of one of the 15, and up to three side by side."""

import pandas as pd
import streamlit as st

from rollout import blocks, charts, maps, markup
from rollout.address import bound
from rollout.blocks import Viewer
from rollout.scope import Choice
from rollout.telling import complexes as brief
from rollout.telling import complexes_files as files
from rollout.telling import wording
from screens import dialogs
from screens.complexes import around

CHOICES = (
    Choice("complex", lambda w: w.t("Complex"), lambda _, names: names["complexes"]),
    Choice("with", lambda w: w.t("Compare with others"), lambda _, names: names["complexes"], "several"),
)
MAP_HEIGHT = 380
SHOWN = 10


def render(viewer: Viewer) -> None:
    """Draw the page, top to bottom."""
    w = viewer.w
    sites = viewer.ask("progress/complexes")
    names = viewer.names["complexes"]
    with st.container(horizontal=True):
        chosen = st.selectbox(
            w.t("Complex"), list(names), format_func=names.__getitem__, width=260, **bound("complex", next(iter(names)), names)
        )
        rest = [i for i in names if i != chosen]
        others = st.multiselect(
            w.t("Compare with others"), rest, format_func=names.__getitem__, max_selections=2, placeholder=w.t("up to two"), width=360,
            **bound("with", [], rest),
        )  # fmt: skip
    chosen = chosen if chosen in names else next(iter(names))
    site = sites[sites["complex_id"] == chosen].iloc[0].to_dict()
    cells = viewer.ask("progress/board", complexes=(chosen,))
    figures = viewer.ask("progress/figures", complex_id=chosen)
    _state(viewer, site, cells, figures)
    if others:
        _comparison(viewer, sites, [chosen, *others])
    _promises(viewer, site, cells)
    _timeline(viewer, site)
    _changes(viewer, chosen)
    around.render(viewer, chosen)
    _sources(viewer, site, cells, figures)


@st.fragment
def _state(viewer: Viewer, site: dict, cells: pd.DataFrame, figures: pd.DataFrame) -> None:
    w, chosen = viewer.w, site["complex_id"]
    fixed = viewer.ask("complexes/dossier", complex_id=chosen).iloc[0].to_dict()
    crumb = [w.t("Complexes"), w.of(site, "name"), w.of(site, "theme"), w.of(site, "province")]
    if chosen not in viewer.scope.complexes:
        crumb.append(w.t("outside the filters: {filters}", filters=" · ".join(viewer.scope.described(w, viewer.names))))
    said = [(text, "") for text in brief.sentences(site, cells, viewer)]
    blocks.live(wording.top(viewer, crumb, said), "brief", viewer)
    left, right = st.columns([0.6, 0.4], gap="large")
    with left:
        blocks.heading(w.t("Facts, each with its date and source"), "")
        rows = brief.fact_rows(fixed, figures, viewer, chosen)
        heads = [w.t("Figure"), w.t("Newest"), w.t("Stated"), w.t("Source")]
        html = markup.fill("facts.html", rows=rows, heads=heads, missing=w.t("not published"), source_label=w.t("source"))
        opened = blocks.live(html, "facts", viewer)
    with right:
        hosts = viewer.ask("complexes/hosts", complex_id=chosen)
        places = ", ".join(w.of(host, "name") for host in hosts.to_dict("records"))
        blocks.heading(
            w.t("Host places: {places}", places=places),
            w.t("Disc: the site's true area, drawn in the middle of its host places; its exact boundary is not published"),
        )
        neighbours = viewer.ask("progress/complexes")
        deck = maps.host(site, hosts, neighbours, w, viewer.palette)
        alt = w.t("Map of the host places of {name}: {places}.", name=w.of(site, "short"), places=places)
        picked = st.pydeck_chart(deck, height=MAP_HEIGHT, key=f"map-{chosen}", on_select="rerun", alt=alt)
        st.caption(w.t("Outlines: NGII, 2023-09-15"))
    dialogs.show(opened or dialogs.picked_on_map(picked, f"map-{chosen}"), viewer)


@st.fragment
def _comparison(viewer: Viewer, sites: pd.DataFrame, ids: list[str]) -> None:
    chosen = sites.set_index("complex_id", drop=False).loc[ids]
    figures = {i: viewer.ask("progress/figures", complex_id=i) for i in ids}
    blocks.heading(viewer.w.t("Side by side"), viewer.w.t("Newest statement of each; in brackets when it was said"))
    blocks.live(markup.table(*brief.comparison(chosen, figures, viewer)), "comparison", viewer)


@st.fragment
def _promises(viewer: Viewer, site: dict, cells: pd.DataFrame) -> None:
    w = viewer.w
    blocks.heading(w.t("Promises: first, latest, and what history says"), w.t("Select a stage for every statement about it, with sources"))
    history = wording.history(viewer, site["complex_id"])
    heads = [w.t("Stage"), w.t("State"), w.t("First promised"), w.t("Latest promised"), w.t("Comparable complexes")]
    rows = brief.promise_rows(cells, history, site["complex_id"], viewer)
    foot = w.t(
        "A plan said on the same day in two ways: the more precise counts; at equal precision the later. Both are shown when opened."
    )
    dialogs.show(blocks.live(markup.fill("promises.html", rows=rows, heads=heads, foot=foot), "promises", viewer), viewer)


@st.fragment
def _timeline(viewer: Viewer, site: dict) -> None:
    w, chosen = viewer.w, site["complex_id"]
    events = viewer.ask("complexes/events", complex_id=chosen)
    trail = viewer.ask("complexes/trail", complex_id=chosen)
    marks = wording.timeline(viewer, events, trail)
    if marks.empty:
        return
    setbacks = int((events["kind"] == "setback").sum())
    title = w.n("One setback on the way", "{n} setbacks on the way", setbacks) if setbacks else w.t("What happened on the way")
    chart = charts.timeline(marks, w, viewer.palette, viewer.scope.as_of)
    count = len({i for rows in (events, trail) for i in markup.ids(rows["origin_ids"])})
    source = w.n("Source: one public page, listed below", "Source: {n} public pages, listed below", count)
    blocks.figure(
        chart,
        title,
        w.t("Events, stages reached and plans as they stood on the as-of date"),
        f"{title}: " + wording.timeline_alt(marks),
        source,
        f"timeline-{chosen}",
        viewer,
    )
    items = wording.event_items(viewer, events)
    shown = items if len(items) <= SHOWN or st.toggle(w.t("show all {n}", n=len(items)), key="all-events") else items[:SHOWN]
    labels = [w.t("When"), w.t("Kind"), w.t("What")]
    dialogs.show(blocks.live(markup.news(shown, w, labels, w.t("Nothing was said by this day.")), "events", viewer), viewer)


@st.fragment
def _changes(viewer: Viewer, chosen: str) -> None:
    w, scope = viewer.w, viewer.scope
    rows = viewer.ask("progress/changes_between", since=scope.compare, complexes=(chosen,))
    blocks.heading(w.t("What changed since {day}", day=scope.compare.isoformat()), w.t("Between the comparison date and the as-of date"))
    labels = [w.t("Said"), w.t("Subject"), w.t("Change")]
    dialogs.show(
        blocks.live(
            markup.news(wording.between_items(viewer, rows, by_complex=False), w, labels, w.t("Nothing changed.")), "between", viewer
        ),
        viewer,
    )


@st.fragment
def _sources(viewer: Viewer, site: dict, cells: pd.DataFrame, figures: pd.DataFrame) -> None:
    st.divider()
    chosen = site["complex_id"]
    blocks.downloads(lambda: files.tables(viewer, site, cells, figures), chosen, viewer, blocks.link(viewer, complex=chosen))
    events = viewer.ask("complexes/events", complex_id=chosen)
    columns = [cells["origin_ids"], figures["origin_ids"], events["origin_ids"]]
    blocks.sources(sorted({i for column in columns for i in markup.ids(column)}), viewer)
