"""The stage board: each stage of each complex, reached or planned; how the start of construction moved."""

import streamlit as st

from rollout.questions.scope import Choice
from rollout.subjects.progress import sections
from rollout.web.address import bound
from rollout.web.blocks import Viewer
from rollout.web.sections import built, foot, head, show

CHOICES = (Choice("sort", lambda w: w.t("Sort by"), lambda w, _: w.codes("board-sort")),)
FILES = ("board", "map", "construction")


def render(viewer: Viewer) -> None:
    """Draw the view, top to bottom."""
    section = built("board", viewer)
    head("board", viewer, [(section.title, "")], section.unit)
    _board(viewer)
    _construction(viewer)
    foot("board", FILES, viewer)


@st.fragment
def _construction(viewer: Viewer) -> None:
    show(built("construction", viewer), viewer, tables=False)


@st.fragment
def _board(viewer: Viewer) -> None:
    w = viewer.w
    sorts = w.codes("board-sort")
    sort = st.segmented_control(
        w.t("Sort by"), sorts, format_func=sorts.__getitem__, required=True, **bound("sort", "stage", sorts)
    )
    by = sort or "stage"
    show(viewer.remember("board", lambda: sections.board(viewer, by), by), viewer, heading=False)
