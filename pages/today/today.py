"""Today: the tally of ratings, what changed, what is late, what comes; the 15 in one table beside the map."""

import streamlit as st

from rollout.document.places import load_provinces, provinces_file
from rollout.subjects.map import belt as maps
from rollout.subjects.progress import sections, words
from rollout.web import blocks, dialogs, small_map
from rollout.web.blocks import Viewer
from rollout.web.sections import abreast, built, foot, head, show

NEWS = ("changed", "late", "coming")
FILES = ("standing", "changes", "late", "due", "area", "cost", "investment")


def render(viewer: Viewer) -> None:
    """Draw the view, top to bottom."""
    _top(viewer)
    abreast(NEWS, viewer, "news")
    left, right = st.columns([0.74, 0.26], gap="small")
    with left:
        _standing(viewer)
    with right:
        _map(viewer)
    foot("today", FILES, viewer)


@st.fragment
def _top(viewer: Viewer) -> None:
    said = viewer.remember("today-said", lambda: tuple(words.sentence(sections.sites(viewer), viewer.w)))
    head("today", viewer, said)
    show(built("tally", viewer), viewer, heading=False)


@st.fragment
def _standing(viewer: Viewer) -> None:
    show(built("standing", viewer), viewer, heading=False)


def _map(viewer: Viewer) -> None:
    w = viewer.w

    def made() -> small_map.Drawing:
        sites, stages = sections.sites(viewer), viewer.ask("progress/stages")
        alt = words.map_alt(sites, words.map_title(sites, w), w)
        return small_map.drawing(sites, words.captions(sites, stages, w), list(stages["stage_id"]), alt, viewer)

    opened = small_map.draw(viewer.remember("today-map", made), viewer)
    blocks.download(
        w.t("Save map as SVG"),
        lambda: _picture(viewer),
        f"map-{viewer.scope.as_of.isoformat()}.svg",
        "image/svg+xml",
        "map-svg",
        viewer,
        "tertiary",
    )
    with st.container(key="screen-only-map"):
        st.caption(w.t("Select a province to filter by it, a complex to open it."))
    st.caption(w.t("Outlines: NGII, 2023-09-15"))
    dialogs.show(opened, viewer)


def _picture(viewer: Viewer) -> bytes:
    w, sites, stages = viewer.w, sections.sites(viewer), viewer.ask("progress/stages")
    positions = {stage: place for place, stage in enumerate(stages["stage_id"], 1)}
    provinces = load_provinces(provinces_file(viewer.scope.as_of))
    return maps.as_svg(sites, provinces, positions, w, viewer.palette, words.map_title(sites, w)).encode()
