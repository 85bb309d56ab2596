"""A complex: its plans against what was promised first, what happened, what changed in the period."""

import streamlit as st

from pages.complexes import COMPLEX, choose, crumb
from rollout.subjects import wording
from rollout.subjects.progress import news
from rollout.web import blocks
from rollout.web.blocks import Viewer
from rollout.web.sections import built, foot, show, stack

CHOICES = (COMPLEX,)
FILES = ("promises", "events", "outlook")


def render(viewer: Viewer) -> None:
    """Draw the view, top to bottom."""
    chosen = choose(viewer)
    first = built("promises", viewer, chosen)
    blocks.live(wording.top(viewer, crumb(viewer, chosen), [(first.title, "")], first.unit), "brief", viewer)
    stack(("promises", "events"), viewer, chosen, heading=False)
    _changes(viewer, chosen)
    foot("complex-schedule", FILES, viewer, chosen)


@st.fragment
def _changes(viewer: Viewer, chosen: str) -> None:
    show(news.changes(viewer, chosen), viewer)
