"""Investment: who puts how much where and how firm it is; goals, foreign money, site cost, built, sold and running."""

import streamlit as st

from rollout.questions.scope import FILTERS, Choice
from rollout.subjects.investment import abroad, building, costs, goals, sections, statements, words
from rollout.web import blocks
from rollout.web.address import bound
from rollout.web.blocks import Viewer
from rollout.web.sections import downloads, named, show

RUNG, BY, FIND = "money_rung", "money_by", "money_find"
CHOICES = (
    Choice(RUNG, lambda w: w.t("Kind of money"), lambda w, _: words.kinds(w)),
    Choice(BY, lambda w: w.t("Broken down by"), lambda w, _: w.codes("investment-group")),
    Choice(FIND, lambda w: w.t("Find investor, zone or place"), kind="text"),
)
LONGEST = 100


def render(viewer: Viewer) -> None:
    """Draw the page, top to bottom."""
    rows = statements.statements_in_scope(viewer)
    blocks.live(words.top(viewer, rows, viewer.scope.rows(viewer.ask("investment/targets"), FILTERS)), "top", viewer)
    _ladder(viewer)
    _breakdown(viewer)
    _goals(viewer)
    _foreign(viewer)
    _built(viewer)
    _files(viewer)


@st.fragment
def _ladder(viewer: Viewer) -> None:
    show(viewer.remember("money-ladder", lambda: sections.ladder(viewer)), viewer)


@st.fragment
def _breakdown(viewer: Viewer) -> None:
    w = viewer.w
    kinds, groups = words.kinds(w), w.codes("investment-group")
    with st.container(horizontal=True, vertical_alignment="bottom", key="money-controls"):
        kind = st.segmented_control(
            w.t("Kind of money"),
            list(kinds),
            format_func=kinds.__getitem__,
            required=True,
            **bound(RUNG, "announcement", kinds),
        )
        by = st.segmented_control(
            w.t("Broken down by"),
            list(groups),
            format_func=groups.__getitem__,
            required=True,
            **bound(BY, "industry", groups),
        )
    show(sections.breakdown(viewer, kind or "announcement", by or "industry"), viewer)
    text = st.text_input(
        w.t("Find investor, zone or place"),
        **bound(FIND, ""),
        type="search",
        live=True,
        max_chars=LONGEST,
        width=340,
        placeholder=w.t("Samsung, Saemangeum, Pohang …"),
    )
    show(statements.statements(viewer, kind or "announcement", text or ""), viewer)


@st.fragment
def _goals(viewer: Viewer) -> None:
    show(viewer.remember("money-goals", lambda: goals.goals(viewer)), viewer)


@st.fragment
def _foreign(viewer: Viewer) -> None:
    show(abroad.foreign(viewer), viewer)


@st.fragment
def _built(viewer: Viewer) -> None:
    show(costs.site_costs(viewer), viewer)
    show(building.older(viewer), viewer)
    show(building.own_sites(viewer), viewer)


@st.fragment
def _files(viewer: Viewer) -> None:
    st.divider()
    chosen = {key: st.session_state[key] for key in (RUNG, BY, FIND) if st.session_state.get(key)}
    files = named(("ladder", "money", "goals", "foreign", "site-costs", "older", "own-sites"), viewer)
    downloads(files, "investment", viewer, blocks.link(viewer, **chosen))
    blocks.sources(
        words.origin_ids(
            [
                statements.statements_in_scope(viewer),
                viewer.ask("investment/targets"),
                viewer.ask("investment/site_costs"),
            ]
        ),
        viewer,
    )
