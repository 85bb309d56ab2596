"""Complexes: the dossier of one of the 15, and up to three side by side."""

import streamlit as st

from rollout.questions.scope import Choice
from rollout.subjects import wording
from rollout.subjects.complexes import around, sections, words
from rollout.subjects.map import belt as maps
from rollout.subjects.progress import news
from rollout.web import blocks, dialogs
from rollout.web.address import bound
from rollout.web.blocks import Viewer
from rollout.web.sections import downloads, named, show

CHOICES = (
    Choice("complex", lambda w: w.t("Complex"), lambda _, names: names["complexes"]),
    Choice("with", lambda w: w.t("Compare with others"), lambda _, names: names["complexes"], "several"),
)
MAP_HEIGHT = 380


def render(viewer: Viewer) -> None:
    """Draw the page, top to bottom."""
    w, names = viewer.w, viewer.names["complexes"]
    with st.container(horizontal=True):
        chosen = st.selectbox(
            w.t("Complex"),
            list(names),
            format_func=names.__getitem__,
            width=260,
            **bound("complex", min(names), names),
        )
        rest = [i for i in names if i != chosen]
        others = st.multiselect(
            w.t("Compare with others"),
            rest,
            format_func=names.__getitem__,
            max_selections=2,
            placeholder=w.t("up to two"),
            select_all=False,
            width=360,
            **bound("with", [], rest),
        )
    chosen = chosen if chosen in names else min(names)
    _state(viewer, chosen)
    if others:
        _comparison(viewer, (chosen, *others))
    _promises(viewer, chosen)
    _events(viewer, chosen)
    _changes(viewer, chosen)
    _around(viewer, chosen)
    _files(viewer, chosen)


@st.fragment
def _state(viewer: Viewer, chosen: str) -> None:
    w, site = viewer.w, sections.site(viewer, chosen)
    crumb = [w.t("Complexes"), w.of(site, "name"), w.of(site, "theme"), w.of(site, "province")]
    if chosen not in viewer.scope.complexes:
        crumb.append(w.t("outside the filters: {filters}", filters=" · ".join(viewer.scope.described(w, viewer.names))))
    cells = viewer.ask("progress/board", complexes=(chosen,))
    blocks.live(
        wording.top(viewer, crumb, [(text, "") for text in words.sentences(site, cells, viewer)]), "brief", viewer
    )
    left, right = st.columns([0.6, 0.4], gap="large")
    with left:
        blocks.heading(w.t("Facts, each with its date and source"), "")
        show(sections.facts(viewer, chosen), viewer, heading=False, lead=False)
    with right:
        places = sections.hosts(viewer, chosen)
        blocks.heading(places.title, places.unit)
        deck = maps.host(
            site, viewer.ask("complexes/hosts", complex_id=chosen), viewer.ask("progress/complexes"), w, viewer.palette
        )
        alt = w.t("Map of {name}. {title}.", name=w.of(site, "short"), title=places.title)
        picked = st.pydeck_chart(deck, height=MAP_HEIGHT, key=f"map-{chosen}", on_select="rerun", alt=alt)
        st.caption(w.t("Outlines: NGII, 2023-09-15"))
    dialogs.show(dialogs.picked_on_map(picked, f"map-{chosen}"), viewer)


@st.fragment
def _comparison(viewer: Viewer, ids: tuple[str, ...]) -> None:
    show(sections.comparison(viewer, ids), viewer)


@st.fragment
def _promises(viewer: Viewer, chosen: str) -> None:
    show(sections.promises(viewer, chosen), viewer)


@st.fragment
def _events(viewer: Viewer, chosen: str) -> None:
    show(sections.events(viewer, chosen), viewer, f"timeline-{chosen}", most=10)


@st.fragment
def _changes(viewer: Viewer, chosen: str) -> None:
    show(news.changes(viewer, chosen), viewer)


@st.fragment
def _around(viewer: Viewer, chosen: str) -> None:
    show(around.around(viewer, chosen), viewer, most=30)


@st.fragment
def _files(viewer: Viewer, chosen: str) -> None:
    st.divider()
    files = named(("promises", "facts", "hosts", "events", "outlook", "around"), viewer, chosen)
    downloads(files, chosen, viewer, blocks.link(viewer, complex=chosen))
    blocks.sources(
        sorted(
            {
                i
                for build in (sections.facts, sections.promises, sections.events)
                for i in build(viewer, chosen).every_origin()
            }
        ),
        viewer,
    )
