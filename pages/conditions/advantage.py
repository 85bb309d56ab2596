"""Comparative advantage: whether the hosts are strong in the industries of their themes, and how that is computed."""

import streamlit as st

from rollout.questions.scope import Choice
from rollout.render import markup
from rollout.subjects.advantage import hosts, life_cycle, quotients, words
from rollout.subjects.advantage.numbers import INDUSTRIES, YEARS, theme_rows
from rollout.web import blocks
from rollout.web.address import bound
from rollout.web.blocks import Viewer
from rollout.web.sections import built, foot, show

CHOICES = (
    Choice(
        "advantage_year", lambda w: w.t("Year of the accounts"), lambda _, __: {str(year): str(year) for year in YEARS}
    ),
    Choice("advantage_sector", lambda w: w.t("Industry"), lambda w, _: w.codes("sector")),
)
FILES = ("quotients", "advantage", "advantage-method")


def render(viewer: Viewer) -> None:
    """Draw the view, top to bottom."""
    blocks.live(words.top(viewer, theme_rows(hosts.shifts(viewer)), life_cycle.counts(viewer)), "top", viewer)
    _test(viewer)
    _method(viewer)
    foot("advantage", FILES, viewer)


@st.fragment
def _method(viewer: Viewer) -> None:
    section = built("advantage-method", viewer)
    with st.expander(markup.plain(section.title)):
        show(section, viewer, heading=False)


@st.fragment
def _test(viewer: Viewer) -> None:
    w = viewer.w
    names = w.codes("sector")
    with st.container(horizontal=True, vertical_alignment="bottom", key="advantage-controls"):
        years = [str(year) for year in YEARS]
        year = st.segmented_control(
            w.t("Year of the accounts"), years, required=True, **bound("advantage_year", years[-1], years)
        )
        sector = st.selectbox(
            w.t("Industry"),
            INDUSTRIES,
            format_func=names.__getitem__,
            filter_mode=None,
            width=260,
            **bound("advantage_sector", quotients.DEFAULT_SECTOR, INDUSTRIES),
        )
    show(quotients.heat(viewer, int(year or years[-1]), sector), viewer)
    show(hosts.themes(viewer), viewer)
