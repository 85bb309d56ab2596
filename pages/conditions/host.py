"""The host of one complex: its industries, and the districts most like it."""

import streamlit as st

from rollout.questions.scope import Choice
from rollout.subjects.advantage import host
from rollout.web.address import bound
from rollout.web.blocks import Viewer
from rollout.web.sections import foot, head, show

CHOICES = (Choice("advantage_complex", lambda w: w.t("Complex"), lambda _, names: names["complexes"]),)


def render(viewer: Viewer) -> None:
    """Draw the view, top to bottom."""
    _host(viewer)
    foot("host", ("all-peers",), viewer)


@st.fragment
def _host(viewer: Viewer) -> None:
    top, options = st.container(), viewer.listed(viewer.scope.complexes)
    chosen = st.selectbox(
        viewer.w.t("Complex"),
        options,
        format_func=viewer.names["complexes"].__getitem__,
        filter_mode=None,
        width=260,
        **bound("advantage_complex", options[0], options),
    )
    section = host.industries(viewer, chosen)
    with top:
        head("host", viewer, [(section.title, "")], section.unit)
    show(section, viewer, heading=False)
    show(host.nearest(viewer, chosen), viewer)
