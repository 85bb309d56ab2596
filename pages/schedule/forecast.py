"""Forecast: what happened to older complexes, and what would follow for the 15 if they went the same way."""

import streamlit as st

from pages.schedule.dates import MILESTONE
from rollout.subjects import wording
from rollout.subjects.forecast import outlook, sections, words
from rollout.subjects.forecast.durations import CLASSES
from rollout.web import blocks
from rollout.web.address import bound
from rollout.web.blocks import Viewer
from rollout.web.sections import foot, show

CHOICES = (MILESTONE,)


def render(viewer: Viewer) -> None:
    """Draw the page, top to bottom."""
    w = viewer.w
    rows = outlook.ranges(viewer, viewer.scope.as_of)
    said = [(text, "") for text in words.sentences(viewer, viewer.scope.rows(rows))]
    blocks.live(
        wording.top(viewer, [w.t("Forecast"), *viewer.scope.described(w, viewer.names)], said), "forecast-top", viewer
    )
    with st.container(horizontal=True):
        stage = st.selectbox(
            w.t("Milestone"),
            sections.STAGES,
            format_func=viewer.names["stages"].__getitem__,
            **bound("milestone", sections.DEFAULT_MILESTONE, sections.STAGES),
            width=300,
        )
        klass = choose_class(viewer)
    _ranges(viewer, stage or sections.DEFAULT_MILESTONE, klass)
    foot("forecast", ("forecast",), viewer)


def choose_class(viewer: Viewer) -> str:
    """Draw the choice of the older complexes to compare with; returns the one chosen."""
    classes = viewer.w.codes("reference-class")
    klass = st.selectbox(
        viewer.w.t("Compared with which complexes"),
        CLASSES,
        format_func=classes.__getitem__,
        key="class",
        persist_state="session",
        width=420,
    )
    return klass or CLASSES[0]


@st.fragment
def _ranges(viewer: Viewer, stage: str, klass: str) -> None:
    show(sections.ranges(viewer, stage, klass), viewer, "outlook", lead=False)
