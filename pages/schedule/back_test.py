"""Back-test: how the forecast and the plans would have done, and how often plans were kept."""

import streamlit as st

from rollout.subjects.forecast import outlook
from rollout.web.blocks import Viewer
from rollout.web.sections import foot, head, titled

SECTIONS = ("back-test", "history")


def render(viewer: Viewer) -> None:
    """Draw the view, top to bottom."""
    if not outlook.is_tested(viewer):
        w = viewer.w
        head("back-test", viewer, [(w.t("The back-test of this day is being worked out"), "")])
        _wait(viewer)
        return
    titled("back-test", SECTIONS, viewer)
    foot("back-test", SECTIONS, viewer)


@st.fragment(run_every=1)
def _wait(viewer: Viewer) -> None:
    """Work it out beside the request, which would take seconds, and draw the page again once it is there."""
    if outlook.is_tested(viewer):
        st.rerun()
    outlook.begin(viewer)
    st.info(viewer.w.t("It takes some seconds and is shown as soon as it is there."))
