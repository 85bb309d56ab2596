"""Selection and comparative advantage: how the 15 were chosen, and whether their hosts are strong in their themes."""

import streamlit as st

from rollout.questions.scope import Choice
from rollout.subjects.advantage import approval, host, hosts, life_cycle, method, quotients, sections, words
from rollout.subjects.advantage.numbers import INDUSTRIES, YEARS, theme_rows
from rollout.subjects.registry import ENTRIES
from rollout.web import blocks
from rollout.web.address import bound
from rollout.web.blocks import Viewer
from rollout.web.sections import downloads, named, show

CHOICES = (
    Choice(
        "advantage_year", lambda w: w.t("Year of the accounts"), lambda _, __: {str(year): str(year) for year in YEARS}
    ),
    Choice("advantage_sector", lambda w: w.t("Industry"), lambda w, _: w.codes("sector")),
    Choice("advantage_complex", lambda w: w.t("Complex"), lambda _, names: names["complexes"]),
)
CONTROLS = tuple(choice.name for choice in CHOICES)
FILES = (
    "quotients",
    "shift-share",
    "advantage",
    "all-peers",
    "selection-statements",
    "aspects",
    "pace-cases",
    "cycle",
    "evidence",
    "advantage-method",
)


def render(viewer: Viewer) -> None:
    """Draw the page, top to bottom."""
    _top(viewer)
    _chosen(viewer)
    _test(viewer)
    _host(viewer)
    _cycle(viewer)
    _method(viewer)
    _files(viewer)


@st.fragment
def _top(viewer: Viewer) -> None:
    blocks.live(words.top(viewer, theme_rows(hosts.shifts(viewer)), life_cycle.counts(viewer)), "top", viewer)


@st.fragment
def _chosen(viewer: Viewer) -> None:
    show(sections.chosen(viewer), viewer)
    show(sections.aspects(viewer), viewer)
    show(approval.pace(viewer), viewer)


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


@st.fragment
def _host(viewer: Viewer) -> None:
    w, options = viewer.w, list(viewer.scope.complexes)
    above = st.container()  # filled below: it highlights the choice
    chosen = st.selectbox(
        w.t("Complex"),
        options,
        format_func=viewer.names["complexes"].__getitem__,
        filter_mode=None,
        width=260,
        **bound("advantage_complex", options[0], options),
    )
    with above:
        show(hosts.shift(viewer, host.first(viewer, chosen)), viewer)
    show(host.industries(viewer, chosen), viewer)
    show(host.nearest(viewer, chosen), viewer)


@st.fragment
def _cycle(viewer: Viewer) -> None:
    show(life_cycle.cycle(viewer), viewer)


@st.fragment
def _method(viewer: Viewer) -> None:
    show(method.method(viewer), viewer)


@st.fragment
def _files(viewer: Viewer) -> None:
    st.divider()
    chosen = {key: st.session_state[key] for key in CONTROLS if st.session_state.get(key)}
    downloads(named(FILES, viewer), "advantage", viewer, blocks.link(viewer, **chosen))
    cited = viewer.remember(
        "advantage-cited", lambda: sorted({i for name in FILES for i in ENTRIES[name].build(viewer).every_origin()})
    )
    blocks.sources(cited, viewer)
