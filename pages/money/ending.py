"""Support measures by category, and those that end within a year."""

import streamlit as st

from rollout.subjects.benefits import sections, words
from rollout.web import blocks
from rollout.web.blocks import Viewer
from rollout.web.sections import foot, show


def render(viewer: Viewer) -> None:
    """Draw the view, top to bottom."""
    made = viewer.remember(
        "ending-top", lambda: words.top(viewer, sections.measures_in_scope(viewer), viewer.ask("benefits/zones"))
    )
    blocks.live(made, "top", viewer)
    _ending(viewer)
    foot("ending", ("benefits",), viewer)


@st.fragment
def _ending(viewer: Viewer) -> None:
    show(sections.categories(viewer), viewer, lead=False)
    show(sections.ending(viewer), viewer, lead=False)
