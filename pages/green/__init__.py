"""Green and governance: the smart-and-green plan, living conditions, the legal procedure, who decides."""

import streamlit as st

from rollout.subjects.green import procedure, sections, steps, times, words
from rollout.subjects.registry import ENTRIES
from rollout.web import blocks
from rollout.web.blocks import Viewer
from rollout.web.sections import downloads, named, show

FILES = (
    "green-indicators",
    "green-targets",
    "green-zones",
    "green-zone-list",
    "procedure",
    "procedure-steps",
    "procedure-times",
    "older-times",
    "bodies",
    "meetings",
)


def render(viewer: Viewer) -> None:
    """Draw the page, top to bottom."""
    blocks.live(words.top(viewer), "green-top", viewer)
    _plan(viewer)
    _zones(viewer)
    _life(viewer)
    _procedure(viewer)
    _bodies(viewer)
    _files(viewer)


@st.fragment
def _plan(viewer: Viewer) -> None:
    show(sections.targets(viewer), viewer)
    show(sections.plan(viewer), viewer)


@st.fragment
def _zones(viewer: Viewer) -> None:
    show(sections.zones(viewer), viewer)


@st.fragment
def _life(viewer: Viewer) -> None:
    show(sections.life(viewer), viewer)


@st.fragment
def _procedure(viewer: Viewer) -> None:
    show(viewer.remember("procedure-durations", lambda: procedure.durations(viewer)), viewer)
    show(viewer.remember("procedure", lambda: procedure.procedure(viewer)), viewer, heading=False)
    show(steps.steps(viewer), viewer)
    show(times.times(viewer), viewer)


@st.fragment
def _bodies(viewer: Viewer) -> None:
    show(sections.bodies(viewer), viewer)
    show(sections.meetings(viewer), viewer)


@st.fragment
def _files(viewer: Viewer) -> None:
    st.divider()
    downloads(named(FILES, viewer), "green", viewer, blocks.link(viewer))
    cited = viewer.remember(
        "green-cited", lambda: sorted({i for name in FILES for i in ENTRIES[name].build(viewer).every_origin()})
    )
    blocks.sources(cited, viewer)
