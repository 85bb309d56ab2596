"""Dates: what is late against which plan, one milestone first and latest, and all milestones."""

import streamlit as st

from rollout.document.model import Section
from rollout.questions.scope import Choice
from rollout.subjects.schedule import sections, words
from rollout.web import blocks
from rollout.web.address import bound
from rollout.web.blocks import Viewer
from rollout.web.sections import built, downloads, show

MILESTONE = Choice("milestone", lambda w: w.t("Milestone"), lambda _, names: names["stages"])
CHOICES = (MILESTONE,)


def render(viewer: Viewer) -> None:
    """Draw the view, top to bottom."""
    made = viewer.remember(
        "schedule-top", lambda: words.top(viewer, sections.on(sections.standing(viewer), viewer.scope.as_of))
    )
    blocks.live(made, "top", viewer)
    _milestone(viewer)
    _files(viewer)


@st.fragment
def _milestone(viewer: Viewer) -> None:
    stages = list(viewer.ask("progress/stages")["stage_id"])
    stage_id = st.selectbox(
        viewer.w.t("Milestone"),
        stages,
        format_func=viewer.names["stages"].__getitem__,
        filter_mode=None,
        width=420,
        **bound("milestone", sections.DEFAULT_MILESTONE, stages),
    )
    show(sections.slips(viewer, stage_id), viewer)
    show(sections.milestones(viewer, stage_id), viewer, lead=False)


@st.fragment
def _files(viewer: Viewer) -> None:
    w = viewer.w
    st.divider()
    stage_id = st.session_state.get("milestone") or sections.DEFAULT_MILESTONE

    def made() -> list[tuple[str, Section]]:
        return [
            (w.t("Milestone"), sections.slips(viewer, stage_id)),
            (w.t("Late by milestone"), sections.milestones(viewer)),
            (w.t("Statements"), sections.statements(viewer)),
        ]

    downloads(made, "schedule", viewer)
    cited = {*built("milestones", viewer).every_origin(), *sections.slips(viewer, stage_id).every_origin()}
    blocks.sources(sorted(cited), viewer)
