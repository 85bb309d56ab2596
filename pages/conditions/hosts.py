"""Host industries: how the provinces of the complexes shifted against the country; one complex, its peers."""

import streamlit as st

from rollout.questions.scope import Choice
from rollout.subjects.advantage import host, hosts
from rollout.web.address import bound
from rollout.web.blocks import Viewer
from rollout.web.sections import foot, head, show

CHOICES = (Choice("advantage_complex", lambda w: w.t("Complex"), lambda _, names: names["complexes"]),)
FILES = ("shift-share", "all-peers")


def render(viewer: Viewer) -> None:
    """Draw the view, top to bottom."""
    _host(viewer)
    foot("hosts", FILES, viewer)


@st.fragment
def _host(viewer: Viewer) -> None:
    w, options = viewer.w, list(viewer.scope.complexes)
    above = st.container()  # filled below: it marks the choice
    chosen = st.selectbox(
        w.t("Complex"),
        options,
        format_func=viewer.names["complexes"].__getitem__,
        filter_mode=None,
        width=260,
        **bound("advantage_complex", options[0], options),
    )
    with above:
        shift = hosts.shift(viewer, host.first(viewer, chosen))
        head("hosts", viewer, [(shift.title, "")], shift.unit)
        show(shift, viewer, heading=False)
    show(host.industries(viewer, chosen), viewer)
    show(host.nearest(viewer, chosen), viewer)
