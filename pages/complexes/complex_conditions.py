"""A complex: zones, programmes, measures and older complexes around it; the industries of its host."""

import streamlit as st

from pages.complexes import COMPLEX, choose, crumb
from rollout.subjects import wording
from rollout.subjects.advantage import host
from rollout.web import blocks
from rollout.web.blocks import Viewer
from rollout.web.sections import built, foot, show, stack

CHOICES = (COMPLEX,)
FILES = ("around",)


def render(viewer: Viewer) -> None:
    """Draw the view, top to bottom."""
    chosen = choose(viewer)
    first = built("around", viewer, chosen)
    blocks.live(wording.top(viewer, crumb(viewer, chosen), [(first.title, "")], first.unit), "brief", viewer)
    stack(FILES, viewer, chosen, heading=False)
    _industries(viewer, chosen)
    foot("complex-conditions", FILES, viewer, chosen)


@st.fragment
def _industries(viewer: Viewer, chosen: str) -> None:
    show(host.industries(viewer, chosen), viewer)
