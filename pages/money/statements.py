"""Statements about money: one kind, or all that hold a word."""

import streamlit as st

from pages.money.investment import KIND, choose_kind
from rollout.questions.scope import Choice
from rollout.subjects.investment import statements
from rollout.web.address import bound
from rollout.web.blocks import Viewer
from rollout.web.sections import foot, head, show

FIND = "money_find"
CHOICES = (KIND, Choice(FIND, lambda w: w.t("Find investor, zone or place"), kind="text"))
LONGEST = 100


def render(viewer: Viewer) -> None:
    """Draw the view, top to bottom."""
    _statements(viewer)
    foot("statements", ("money",), viewer)


@st.fragment
def _statements(viewer: Viewer) -> None:
    w, top = viewer.w, st.container()
    with st.container(horizontal=True, vertical_alignment="bottom", key="money-controls"):
        kind = choose_kind(viewer)
        text = st.text_input(
            w.t("Find investor, zone or place"),
            **bound(FIND, ""),
            type="search",
            live=True,
            max_chars=LONGEST,
            width=340,
            placeholder=w.t("Samsung, Saemangeum, Pohang …"),
        )
    section = statements.statements(viewer, kind, text or "")
    with top:
        head("statements", viewer, [(section.title, "")], section.unit)
    show(section, viewer, heading=False)
