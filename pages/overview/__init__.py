"""Overview: where the 15 stand, what changed, what is late, what comes next, and who says so."""

import streamlit as st

from rollout import ROOT
from rollout.document.places import load_provinces
from rollout.questions.scope import Choice
from rollout.render import html
from rollout.subjects import wording
from rollout.subjects.map import belt as maps
from rollout.subjects.progress import news, sections, words
from rollout.web import blocks, dialogs
from rollout.web.address import bound
from rollout.web.blocks import Viewer
from rollout.web.sections import downloads, named, show

CHOICES = (
    Choice("sort", lambda w: w.t("Sort by"), lambda w, _: w.codes("board-sort")),
    Choice("moves", lambda w: w.t("show the chart"), kind="flag"),
)
PROVINCES = ROOT / "static" / "provinces.json"


def render(viewer: Viewer) -> None:
    """Draw the page, top to bottom."""
    _top(viewer)
    _map(viewer)
    _board(viewer)
    _moves(viewer)
    _news(viewer)
    _files(viewer)


@st.fragment
def _top(viewer: Viewer) -> None:
    w = viewer.w
    said = words.sentence(sections.sites(viewer), w)
    top = wording.top(viewer, [w.t("Overview"), *viewer.scope.described(w, viewer.names)], said)
    made = viewer.remember("overview-top", lambda: top + html.figures(sections.overview(viewer), w))
    dialogs.show(blocks.live(made, "top", viewer), viewer)


@st.fragment
def _map(viewer: Viewer) -> None:
    w, sites, stages = viewer.w, sections.sites(viewer), viewer.ask("progress/stages")
    positions = {stage: place for place, stage in enumerate(stages["stage_id"], 1)}
    letters = "".join(sorted(set("".join(viewer.names["complexes"].values()))))
    title = words.map_title(sites, w)
    left, right = st.columns([0.44, 0.56], gap="large")
    with left:
        blocks.heading(title, w.t("Stronger colour: later stage. Disc: true area, at least 14 pixels wide"))
        deck = viewer.remember(
            "overview-map",
            lambda: maps.belt(sites, positions, words.captions(sites, stages, w), letters, w, viewer.palette),
        )
        picked = st.pydeck_chart(
            deck, height=maps.HEIGHT, key="map", on_select="rerun", alt=words.map_alt(sites, title, w)
        )
        with st.container(horizontal=True, vertical_alignment="center", key="map-foot"):
            st.caption(
                w.t(
                    "Outlines: NGII, 2023-09-15. Sites are plotted at the centre of the host town; "
                    "exact boundaries are not published"
                )
            )
            blocks.download(
                w.t("Save map as SVG"),
                lambda: maps.as_svg(sites, load_provinces(PROVINCES), positions, w, viewer.palette, title).encode(),
                f"map-{viewer.scope.as_of.isoformat()}.svg",
                "image/svg+xml",
                "map-svg",
                viewer,
                "tertiary",
            )
    with right:
        show(sections.reached(viewer), viewer, "sites")
    dialogs.show(dialogs.picked_on_map(picked, "map"), viewer)


@st.fragment
def _board(viewer: Viewer) -> None:
    w = viewer.w
    blocks.heading(words.board_title(sections.sites(viewer), w), "")
    sorts = w.codes("board-sort")
    sort = st.segmented_control(
        w.t("Sort by"), sorts, format_func=sorts.__getitem__, required=True, **bound("sort", "stage", sorts)
    )
    show(viewer.remember("board", lambda: sections.board(viewer, sort or "stage"), sort), viewer, heading=False)


@st.fragment
def _moves(viewer: Viewer) -> None:
    w = viewer.w
    section = viewer.remember("overview-construction", lambda: sections.construction(viewer))
    if not section.tables[0].rows:
        return
    slot = st.container()
    # A chart costs the most of a click: it comes when asked for.
    drawn = st.toggle(w.t("show the chart"), **bound("moves", False))
    with slot:
        if drawn:
            show(section, viewer, "construction", tables=False)
        else:
            with st.container(key="screen-only-moves"):
                blocks.heading(section.title)


@st.fragment
def _news(viewer: Viewer) -> None:
    show(viewer.remember("overview-changes", lambda: news.changes(viewer)), viewer)
    left, right = st.columns(2, gap="large")
    with left:
        show(viewer.remember("overview-lately", lambda: news.lately(viewer)), viewer)
    with right:
        show(viewer.remember("overview-due", lambda: news.due(viewer)), viewer)


@st.fragment
def _files(viewer: Viewer) -> None:
    st.divider()
    files = named(("board", "map", "area", "cost", "investment", "changes", "lately", "due"), viewer)
    downloads(files, "overview", viewer, blocks.link(viewer))
    blocks.sources(sections.belt(viewer).every_origin(), viewer)
