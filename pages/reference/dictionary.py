"""Data dictionary: from a page to its questions to their tables; tables and columns; metrics."""

import streamlit as st

from rollout.questions.scope import Choice
from rollout.subjects.sources import dictionary, hops
from rollout.web.address import bound
from rollout.web.blocks import Viewer
from rollout.web.sections import foot, head, show

CHOICES = (
    Choice("sources_part", lambda w: w.t("Part of the dictionary"), lambda w, _: w.codes("dictionary-part")),
    Choice("sources_table", lambda w: w.t("Table"), lambda w, _: dictionary.titles(w)),
)


def render(viewer: Viewer) -> None:
    """Draw the view, top to bottom."""
    _dictionary(viewer)
    foot("dictionary", ("columns", "questions", "metrics"), viewer)


@st.fragment
def _dictionary(viewer: Viewer) -> None:
    w = viewer.w
    parts = w.codes("dictionary-part")
    head(
        "dictionary",
        viewer,
        [(w.t("Where a figure comes from: page, question, table"), "")],
        w.t("Names and meanings of questions and columns are kept in English"),
    )
    part = st.segmented_control(
        w.t("Part of the dictionary"),
        list(parts),
        format_func=parts.__getitem__,
        required=True,
        **bound("sources_part", "questions", parts),
        label_visibility="collapsed",
    )
    if part == "metrics":
        show(dictionary.metrics(viewer), viewer, heading=False)
    elif part == "tables":
        tables = dictionary.titles(w)
        name = st.selectbox(
            w.t("Table"),
            list(tables),
            format_func=tables.__getitem__,
            width=420,
            **bound("sources_table", "milestones", tables),
        )
        section = dictionary.table(viewer, name)
        if section:
            show(section, viewer, heading=False)
    else:
        pages = w.codes("page")
        page = st.selectbox(
            w.t("Page"),
            list(hops.asked()),
            format_func=pages.__getitem__,
            key="sources_page",
            filter_mode=None,
            width=420,
        )
        show(dictionary.questions(viewer, page), viewer, heading=False)
