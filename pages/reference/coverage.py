"""Coverage: what is published of each complex and how new it is."""

import streamlit as st

from rollout.questions.scope import Choice
from rollout.subjects.sources import coverage
from rollout.web.address import bound
from rollout.web.blocks import Viewer
from rollout.web.sections import built, foot, head, show

CHOICES = (Choice("sources_show", lambda w: w.t("Show"), lambda w, _: w.codes("coverage-show")),)
SECTIONS = ("coverage-list",)


def render(viewer: Viewer) -> None:
    """Draw the view, top to bottom."""
    section = built("coverage", viewer)
    head("coverage", viewer, [(section.title, "")], section.unit)
    _coverage(viewer)
    foot("coverage", SECTIONS, viewer)


@st.fragment
def _coverage(viewer: Viewer) -> None:
    w = viewer.w
    shows = w.codes("coverage-show")
    asked = st.segmented_control(
        w.t("Show"), list(shows), format_func=shows.__getitem__, required=True, **bound("sources_show", "newest", shows)
    )
    chosen = asked or "newest"
    show(viewer.remember("sources-coverage", lambda: coverage.coverage(viewer, chosen), chosen), viewer, heading=False)
