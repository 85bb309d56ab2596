"""What older complexes took from step to step: every case as a point and a row."""

import streamlit as st

from pages.schedule.forecast import choose_class
from rollout.subjects.forecast import sections
from rollout.web.blocks import Viewer
from rollout.web.sections import foot, head, show


def render(viewer: Viewer) -> None:
    """Draw the view, top to bottom."""
    top = st.container()
    klass = choose_class(viewer)
    section = sections.cases(viewer, klass)
    with top:
        head("cases", viewer, [(section.title, "")], section.unit)
    show(section, viewer, f"cases-{klass}", heading=False)
    foot("cases", ("cases",), viewer)
