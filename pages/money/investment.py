"""Investment: the kinds of money, how firm each is, and one kind broken down."""

import streamlit as st

from rollout.questions.scope import FILTERS, Choice
from rollout.subjects.investment import sections, statements, words
from rollout.web import blocks
from rollout.web.address import bound
from rollout.web.blocks import Viewer
from rollout.web.sections import foot, show, stack

BY = "money_by"
KIND = Choice(words.RUNG, lambda w: w.t("Kind of money"), lambda w, _: words.kinds(w))
CHOICES = (KIND, Choice(BY, lambda w: w.t("Broken down by"), lambda w, _: w.codes("investment-group")))


def render(viewer: Viewer) -> None:
    """Draw the view, top to bottom."""

    def top() -> str:
        rows = statements.statements_in_scope(viewer)
        return words.top(viewer, rows, viewer.scope.rows(viewer.ask("investment/targets"), FILTERS))

    blocks.live(viewer.remember("investment-top", top), "top", viewer)
    stack(("ladder",), viewer)
    _breakdown(viewer)
    foot("investment", ("ladder", "money"), viewer)


def choose_kind(viewer: Viewer) -> str:
    """Draw the choice of the kind of money; returns the one chosen."""
    kinds = words.kinds(viewer.w)
    kind = st.segmented_control(
        viewer.w.t("Kind of money"),
        list(kinds),
        format_func=kinds.__getitem__,
        required=True,
        **bound(words.RUNG, "announcement", kinds),
    )
    return kind or "announcement"


@st.fragment
def _breakdown(viewer: Viewer) -> None:
    w = viewer.w
    groups = w.codes("investment-group")
    with st.container(horizontal=True, vertical_alignment="bottom", key="money-controls"):
        kind = choose_kind(viewer)
        by = st.segmented_control(
            w.t("Broken down by"),
            list(groups),
            format_func=groups.__getitem__,
            required=True,
            **bound(BY, "industry", groups),
        )
    show(sections.breakdown(viewer, kind, by or "industry"), viewer)
