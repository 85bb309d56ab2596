"""Up to four complexes side by side: figures, milestones, what happened at each."""

import streamlit as st

from pages.complexes import COMPLEX
from rollout.questions.scope import Choice
from rollout.subjects.complexes import compare
from rollout.web import blocks
from rollout.web.address import bound
from rollout.web.blocks import Viewer
from rollout.web.sections import downloads, head, show

CHOICES = (
    COMPLEX,
    Choice("with", lambda w: w.t("Compare with others"), lambda _, names: names["complexes"], "several"),
)
MOST = 4


def render(viewer: Viewer) -> None:
    """Draw the view, top to bottom."""
    ids = _chosen(viewer)
    figures, milestones = compare.figures(viewer, ids), compare.milestones(viewer, ids)
    head("compare", viewer, [(figures.title, "")], figures.unit)
    show(figures, viewer, heading=False)
    show(milestones, viewer)
    left, right = st.columns(2, gap="large")
    for place, one in enumerate(ids):
        with right if place % 2 else left:
            show(compare.events(viewer, one), viewer, f"timeline-{one}")
    st.divider()
    names = viewer.w.codes("briefing-section")
    downloads(lambda: [(names["comparison"], figures), (names["milestones"], milestones)], "compare", viewer)
    blocks.sources(sorted({*figures.every_origin(), *milestones.every_origin()}), viewer)


def _chosen(viewer: Viewer) -> tuple[str, ...]:
    """Draw the choice; returns the complexes chosen, two at least."""
    w, names = viewer.w, viewer.names["complexes"]
    with st.container(horizontal=True):
        first = st.selectbox(
            w.t("Complex"),
            list(names),
            format_func=names.__getitem__,
            width=260,
            **bound("complex", min(names), names),
        )
        first = first if first in names else min(names)
        rest = [i for i in names if i != first]
        others = st.multiselect(
            w.t("Compare with others"),
            rest,
            format_func=names.__getitem__,
            max_selections=MOST - 1,
            placeholder=w.t("up to three"),
            select_all=False,
            width=480,
            **bound("with", rest[:1], rest),
        )
    return (first, *(others or rest[:1]))
