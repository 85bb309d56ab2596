"""Legal procedure: how long each phase took, and where the 15 stand in it."""

import streamlit as st

from rollout.web.blocks import Viewer
from rollout.web.sections import built, foot, show, titled

FILES = ("procedure", "procedure-durations")


def render(viewer: Viewer) -> None:
    """Draw the view, top to bottom."""
    titled("procedure", ("procedure-durations",), viewer)
    _procedure(viewer)
    foot("procedure", FILES, viewer)


@st.fragment
def _procedure(viewer: Viewer) -> None:
    show(built("procedure", viewer), viewer, heading=False)
