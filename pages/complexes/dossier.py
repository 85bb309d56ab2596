"""A complex: where it stands, its figures with dates and sources, and its host places."""

import streamlit as st

from pages.complexes import COMPLEX, choose, crumb
from rollout.subjects import wording
from rollout.subjects.complexes import sections, words
from rollout.subjects.map import belt as maps
from rollout.web import blocks, dialogs
from rollout.web.blocks import Viewer
from rollout.web.sections import foot, show

CHOICES = (COMPLEX,)
FILES = ("facts", "hosts")
MAP_HEIGHT = 380


def render(viewer: Viewer) -> None:
    """Draw the view, top to bottom."""
    chosen = choose(viewer)
    _state(viewer, chosen)
    foot("complexes", FILES, viewer, chosen)


@st.fragment
def _state(viewer: Viewer, chosen: str) -> None:
    w, site = viewer.w, sections.site(viewer, chosen)
    cells = viewer.ask("progress/board", complexes=(chosen,))

    def top() -> str:
        said = [(text, "") for text in words.sentences(site, cells, viewer)]
        return wording.top(viewer, crumb(viewer, chosen), said)

    blocks.live(viewer.remember("dossier-top", top, chosen), "brief", viewer)
    left, right = st.columns([0.6, 0.4], gap="large")
    with left:
        blocks.heading(w.t("Facts, each with its date and source"), "")
        show(sections.facts(viewer, chosen), viewer, heading=False, lead=False)
    with right:
        places = sections.hosts(viewer, chosen)
        blocks.heading(places.title, places.unit)
        rows, every = viewer.ask("complexes/hosts", complex_id=chosen), viewer.ask("progress/complexes")
        deck = viewer.remember(
            "host-map", lambda: maps.host(site, rows, every, viewer.scope.as_of, w, viewer.palette), chosen
        )
        alt = w.t("Map of {name}. {title}.", name=w.of(site, "short"), title=places.title)
        picked = st.pydeck_chart(deck, height=MAP_HEIGHT, key=f"map-{chosen}", on_select="rerun", alt=alt)
        st.caption(w.t("Outlines: NGII, 2023-09-15"))
    dialogs.show(dialogs.picked_on_map(picked, f"map-{chosen}"), viewer)
