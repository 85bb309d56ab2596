"""Planned works: every phase with its dates, against what comparable complexes took."""

import streamlit as st

from rollout.questions.scope import Choice
from rollout.render import markup
from rollout.subjects.schedule import works
from rollout.web import blocks
from rollout.web.address import bound
from rollout.web.blocks import Viewer
from rollout.web.sections import built, foot, head, show

CHOICES = (Choice("group", lambda w: w.t("Group by"), lambda w, _: w.codes("schedule-group")),)


def render(viewer: Viewer) -> None:
    """Draw the view, top to bottom."""
    section = built("works", viewer)
    head("works", viewer, [(section.title, "")], section.unit)
    _works(viewer)
    foot("works", ("works",), viewer)


@st.fragment
def _works(viewer: Viewer) -> None:
    w, groups = viewer.w, viewer.w.codes("schedule-group")
    with st.container(horizontal=True, vertical_alignment="bottom", key="gantt-controls"):
        group = st.segmented_control(
            w.t("Group by"), groups, format_func=groups.__getitem__, required=True, **bound("group", "stage", groups)
        )
        compared = st.toggle(w.t("Show what comparable complexes took"), value=True, key="gantt-compared")
    show(works.works(viewer, group or "stage", compared), viewer, "gantt", heading=False)
    pairs = [(letter, viewer.names["stages"][stage]) for stage, letter in w.codes("stage-letter").items()]
    blocks.live(markup.gantt_legend(pairs, compared, w), "gantt-legend", viewer)
