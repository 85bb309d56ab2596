"""Forecast: what happened to older complexes, and what would follow for the 15 if they went the same way."""

import streamlit as st

from pages.schedule.dates import MILESTONE
from rollout.subjects import wording
from rollout.subjects.forecast import outlook, sections, words
from rollout.subjects.forecast.durations import CLASSES
from rollout.web import blocks
from rollout.web.address import bound
from rollout.web.blocks import Viewer
from rollout.web.sections import downloads, named, show

CHOICES = (MILESTONE,)


def render(viewer: Viewer) -> None:
    """Draw the page, top to bottom."""
    w = viewer.w
    rows = outlook.ranges(viewer, viewer.scope.as_of)
    said = [(text, "") for text in words.sentences(viewer, viewer.scope.rows(rows))]
    blocks.live(
        wording.top(viewer, [w.t("Forecast"), *viewer.scope.described(w, viewer.names)], said), "forecast-top", viewer
    )
    classes = w.codes("reference-class")
    with st.container(horizontal=True):
        stage = st.selectbox(
            w.t("Milestone"),
            sections.STAGES,
            format_func=viewer.names["stages"].__getitem__,
            **bound("milestone", sections.DEFAULT_MILESTONE, sections.STAGES),
            width=300,
        )
        klass = st.selectbox(
            w.t("Compared with which complexes"), CLASSES, format_func=classes.__getitem__, key="class", width=420
        )
    _ranges(viewer, stage or sections.DEFAULT_MILESTONE, klass or CLASSES[0])
    _cases(viewer, klass or CLASSES[0])
    _tests(viewer)
    st.divider()
    downloads(named(("forecast", "cases", "back-test", "history"), viewer), "forecast", viewer)
    blocks.sources(sections.past_ids(viewer), viewer)


@st.fragment
def _ranges(viewer: Viewer, stage: str, klass: str) -> None:
    show(sections.ranges(viewer, stage, klass), viewer, "outlook", lead=False)


@st.fragment
def _cases(viewer: Viewer, klass: str) -> None:
    show(sections.cases(viewer, klass), viewer, f"cases-{klass}")


@st.fragment
def _tests(viewer: Viewer) -> None:
    show(sections.back_test(viewer), viewer)
    show(sections.history(viewer), viewer)
