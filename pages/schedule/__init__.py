"""Schedule: what is late against which plan, delivery ratings, planned works, every plan and how it moved."""

import streamlit as st

from rollout.document.model import Section
from rollout.questions.scope import Choice
from rollout.render import markup
from rollout.subjects.schedule import ratings, sections, words, works
from rollout.web import blocks
from rollout.web.address import bound
from rollout.web.blocks import Viewer
from rollout.web.sections import downloads, show

CHOICES = (
    Choice("group", lambda w: w.t("Group by"), lambda w, _: w.codes("schedule-group")),
    Choice("milestone", lambda w: w.t("Milestone"), lambda _, names: names["stages"]),
)


def render(viewer: Viewer) -> None:
    """Draw the page, top to bottom."""
    _top(viewer)
    _ratings(viewer)
    _works(viewer)
    _milestone(viewer)
    _rollup(viewer)
    _files(viewer)


@st.fragment
def _top(viewer: Viewer) -> None:
    blocks.live(words.top(viewer, sections.on(sections.standing(viewer), viewer.scope.as_of)), "top", viewer)


@st.fragment
def _ratings(viewer: Viewer) -> None:
    show(viewer.remember("schedule-ratings", lambda: ratings.ratings(viewer)), viewer)


@st.fragment
def _works(viewer: Viewer) -> None:
    w, groups = viewer.w, viewer.w.codes("schedule-group")
    with st.container(horizontal=True, vertical_alignment="bottom", key="gantt-controls"):
        group = st.segmented_control(
            w.t("Group by"), groups, format_func=groups.__getitem__, required=True, **bound("group", "stage", groups)
        )
        compared = st.toggle(w.t("Show what comparable complexes took"), value=True, key="gantt-compared")
    show(works.works(viewer, group or "stage", compared), viewer, "gantt")
    pairs = [(letter, viewer.names["stages"][stage]) for stage, letter in w.codes("stage-letter").items()]
    blocks.live(markup.gantt_legend(pairs, compared, w), "gantt-legend", viewer)


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
    show(sections.milestones(viewer, stage_id), viewer)


@st.fragment
def _rollup(viewer: Viewer) -> None:
    show(sections.rollup(viewer), viewer)


@st.fragment
def _files(viewer: Viewer) -> None:
    w = viewer.w
    st.divider()
    chosen = {key: st.session_state[key] for key in ("group", "milestone") if st.session_state.get(key)}
    stage_id = st.session_state.get("milestone") or sections.DEFAULT_MILESTONE

    def named() -> list[tuple[str, Section]]:
        return [
            (w.t("Milestone"), sections.slips(viewer, stage_id)),
            (w.t("Late by milestone"), sections.milestones(viewer)),
            (w.t("Delivery rating"), ratings.ratings(viewer)),
            (w.t("Planned works"), works.works(viewer)),
            (w.t("What moved"), sections.rollup(viewer)),
            (w.t("Statements"), sections.statements(viewer)),
        ]

    downloads(named, "schedule", viewer, blocks.link(viewer, **chosen))
    blocks.sources(works.works(viewer).every_origin(), viewer)
