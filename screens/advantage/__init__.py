"""Selection and comparative advantage: how the 15 were chosen, whether their hosts are strong in what they are for, and which stages have nothing."""

import pandas as pd
import streamlit as st

from rollout import advantage_charts, blocks
from rollout.address import bound
from rollout.blocks import Viewer
from rollout.scope import Choice
from rollout.telling import advantage as answer
from rollout.telling import advantage_files as files
from rollout.telling.schedule import source_line
from screens import dialogs

CHOICES = (
    Choice("advantage_year", lambda w: w.t("Year of the accounts"), lambda _, __: {str(year): str(year) for year in answer.YEARS}),
    Choice(
        "advantage_sector", lambda w: w.t("Industry"), lambda w, _: {sector: answer.sector_name(sector, w) for sector in answer.INDUSTRIES}
    ),
    Choice("advantage_complex", lambda w: w.t("Complex"), lambda _, names: names["complexes"]),
)
CONTROLS = tuple(choice.name for choice in CHOICES)
DEFAULT_SECTOR = "manufacturing"


def render(viewer: Viewer) -> None:
    """Draw the page, top to bottom."""
    accounts = viewer.ask("advantage/specialisation")
    shifts = viewer.remember("advantage-effects", lambda: answer.effects(accounts))
    selection, generations, evidence = (viewer.ask(f"advantage/{name}") for name in ("selection", "generations", "life_cycle"))
    counts = answer.cycle_counts(evidence, viewer.scope.complexes)

    _top(viewer, shifts, counts)
    _chosen(viewer, selection, generations, counts)
    _test(viewer, accounts, shifts)
    _host(viewer, shifts)
    _cycle(viewer, evidence, counts)
    _method(viewer)
    _sources(viewer, accounts, shifts, selection, generations, evidence)


@st.fragment
def _top(viewer: Viewer, shifts: pd.DataFrame, counts: pd.DataFrame) -> None:
    blocks.live(answer.top(viewer, answer.theme_rows(shifts), counts), "top", viewer)


@st.fragment
def _chosen(viewer: Viewer, selection: pd.DataFrame, generations: pd.DataFrame, counts: pd.DataFrame) -> None:
    w = viewer.w
    blocks.heading(w.t("Regions proposed, the centre weighed: how the 15 were chosen"), w.t("As stated by the day chosen; not filtered"))
    opened = blocks.live(answer.chosen(viewer, selection), "chosen", viewer)
    unit = w.t("What was announced, not what came of it: that stands in the last column, for the complexes in scope")
    blocks.heading(w.t("How the 15 were to differ from earlier complexes, and what the data show so far"), unit)
    opened = blocks.live(answer.aspects(viewer, selection, generations, counts), "aspects", viewer) or opened
    rows = answer.pace_rows(viewer, generations)
    title = answer.pace_title(viewer, generations)
    unit = w.t(
        "Months from candidate to plan approval; hollow: not approved, waiting so long by the day. Older complexes under the special act of 2008; not filtered"
    )
    blocks.figure(
        advantage_charts.pace(rows, w, viewer.palette),
        title,
        unit,
        answer.alt(title, rows["text"]),
        source_line([rows["origin_ids"]], w),
        "pace",
        viewer,
    )
    dialogs.show(opened, viewer)


@st.fragment
def _test(viewer: Viewer, accounts: pd.DataFrame, shifts: pd.DataFrame) -> None:
    w = viewer.w
    with st.container(horizontal=True, vertical_alignment="bottom", key="advantage-controls"):
        years = [str(year) for year in answer.YEARS]
        year = st.segmented_control(w.t("Year of the accounts"), years, required=True, **bound("advantage_year", years[-1], years))
        sector = st.selectbox(w.t("Industry"), answer.INDUSTRIES, format_func=lambda s: answer.sector_name(s, w),
                              filter_mode=None, width=260, **bound("advantage_sector", DEFAULT_SECTOR, answer.INDUSTRIES))  # fmt: skip
    chosen = int(year or years[-1])
    blocks.heading(
        answer.heat_title(viewer, accounts, chosen, sector),
        w.t("Rows by the industry chosen. Source: Statistics Korea, gross regional domestic product"),
    )
    opened = blocks.live(answer.heat(viewer, accounts, chosen, sector, viewer.ask("advantage/reference")), "heat", viewer)
    themes = answer.theme_rows(shifts)
    blocks.heading(answer.test_title(themes, w), w.t("The industry that each complex's theme falls into, in its host"))
    opened = blocks.live(answer.test_table(viewer, themes), "themes", viewer) or opened
    kind, _, rest = (opened or "").partition(":")
    complex_id, _, cell = rest.partition(":")
    if kind == "lq" and complex_id in viewer.scope.complexes and cell in answer.INDUSTRIES:
        title = f"{viewer.names['complexes'][complex_id]} · {answer.sector_name(cell, w)}"
        blocks.html_dialog(title, answer.quotient_card(viewer, accounts, shifts, complex_id, cell), answer.ACCOUNTS, viewer)
    else:
        dialogs.show(opened, viewer)


@st.fragment
def _host(viewer: Viewer, shifts: pd.DataFrame) -> None:
    w, names = viewer.w, viewer.names["complexes"]
    options = list(viewer.scope.complexes)
    above = st.container()  # filled below: it highlights the choice
    chosen = st.selectbox(
        w.t("Complex"),
        options,
        format_func=names.__getitem__,
        filter_mode=None,
        width=260,
        **bound("advantage_complex", options[0], options),
    )
    chosen = chosen if chosen in options else options[0]
    with above:
        sums = answer.whole(shifts)
        blocks.heading(
            answer.shift_title(viewer, sums), w.t("Shift-share of each host, all industries; the host chosen below is highlighted")
        )
        opened = blocks.live(answer.shift_table(viewer, sums, chosen), "shift", viewer)
    rows = answer.strengths(viewer, shifts, chosen)
    title = answer.strengths_title(viewer, rows, chosen)
    unit = w.t(
        "Right: more specialised than the nation. Up: grew faster than the industry in the nation. Size: value added 2020. Blue: industry of the theme"
    )
    blocks.figure(
        advantage_charts.strengths(rows, w, viewer.palette),
        title,
        unit,
        answer.alt(title, rows["text"]),
        source_line([rows["origin_ids"]], w),
        "strengths",
        viewer,
    )
    blocks.live(answer.numbers_table(viewer, shifts, chosen), "numbers", viewer)
    near = answer.peers(viewer.ask("advantage/shares"), rows["district_code"].iloc[0])
    blocks.heading(answer.peers_title(viewer, near, chosen), "")
    blocks.live(answer.peers_table(viewer, near), "peers", viewer)
    dialogs.show(opened, viewer)


@st.fragment
def _cycle(viewer: Viewer, evidence: pd.DataFrame, counts: pd.DataFrame) -> None:
    w = viewer.w
    blocks.heading(
        answer.cycle_title(counts, len(viewer.scope.complexes), w),
        w.t("From research to living: what public sources show at or near each complex, by the day chosen"),
    )
    opened = blocks.live(answer.cycle(viewer, counts, viewer.ask("advantage/life_cycle_rules")), "cycle", viewer)
    kind, _, rest = (opened or "").partition(":")
    complex_id, _, stage = rest.partition(":")
    if kind == "cycle" and complex_id in viewer.scope.complexes and stage in answer.STAGES:
        found = evidence[(evidence["complex_id"] == complex_id) & (evidence["stage"] == stage)]
        blocks.html_dialog(
            f"{viewer.names['complexes'][complex_id]} · {answer.stage_name(stage, w)}", answer.evidence(viewer, found), (), viewer
        )
    else:
        dialogs.show(opened, viewer)


@st.fragment
def _method(viewer: Viewer) -> None:
    blocks.heading(viewer.w.t("Method and limits"), "")
    dialogs.show(blocks.live(answer.method(viewer), "method", viewer), viewer)


@st.fragment
def _sources(
    viewer: Viewer, accounts: pd.DataFrame, shifts: pd.DataFrame, selection: pd.DataFrame, generations: pd.DataFrame, evidence: pd.DataFrame
) -> None:
    st.divider()
    chosen = {key: st.session_state[key] for key in CONTROLS if st.session_state.get(key)}
    blocks.downloads(
        lambda: files.tables(viewer, accounts, shifts, selection, generations, evidence), "advantage", viewer, blocks.link(viewer, **chosen)
    )
    blocks.sources(files.origin_ids(selection, generations, evidence), viewer)
