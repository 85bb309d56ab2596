"""Schedule: what is late against the first and the latest plan, a rating that nobody can paint, every promise and how it moved."""

import pandas as pd
import streamlit as st

from rollout import blocks, charts, markup, rating
from rollout.address import bound
from rollout.blocks import Viewer
from rollout.scope import GROUPS, Choice, group_name
from rollout.telling import schedule as answer
from rollout.telling import schedule_files as files
from screens import dialogs

CHOICES = (
    Choice("group", lambda w: w.t("Group by"), lambda w, _: {group: group_name(group, w) for group in GROUPS}),
    Choice("milestone", lambda w: w.t("Milestone"), lambda _, names: names["stages"]),
)
DEFAULT_MILESTONE = "construction-started"


def render(viewer: Viewer) -> None:
    """Draw the page, top to bottom."""
    scope = viewer.scope
    sites = viewer.ask("progress/complexes")
    sites = sites[sites["complex_id"].isin(list(scope.complexes))].reset_index(drop=True)
    days = tuple(sorted({*rating.quarter_ends(scope.as_of), scope.compare, scope.as_of}))
    standing = viewer.ask("schedule/standing", days=days)
    now, before = (standing[standing["day"] == pd.Timestamp(day)] for day in (scope.as_of, scope.compare))

    _top(viewer, now)
    ratings = st.container()  # filled last: its chances take seconds when they are first asked for
    _gantt(viewer, sites, now)
    _slips(viewer, now)
    _rollup(viewer, now, before)
    _sources(viewer, sites, standing)
    with ratings:
        _ratings(viewer, sites, standing)


@st.fragment
def _top(viewer: Viewer, now: pd.DataFrame) -> None:
    blocks.live(answer.top(viewer, now), "top", viewer)


@st.fragment
def _ratings(viewer: Viewer, sites: pd.DataFrame, standing: pd.DataFrame) -> None:
    w, names, scope = viewer.w, viewer.names, viewer.scope
    rated = answer.rated(standing, viewer)
    now = rated[rated["day"] == pd.Timestamp(scope.as_of)]
    blocks.heading(answer.rating_title(now, w), w.t("Delivery rating, by the rule below the table"))
    html = markup.ratings(
        rated, answer.worst_first(sites, now), viewer.ask("progress/stages"), scope.as_of, scope.compare, rating.rule(w), w
    )
    opened = blocks.live(html, "ratings", viewer)
    kind, _, complex_id = (opened or "").partition(":")
    if kind == "rating" and complex_id in names["complexes"]:
        title = w.t("{name}: rating at each quarter", name=names["complexes"][complex_id])
        blocks.html_dialog(title, markup.rating_history(rated[rated["complex_id"] == complex_id], w), (), viewer)
    else:
        dialogs.show(opened, viewer)


@st.fragment
def _gantt(viewer: Viewer, sites: pd.DataFrame, now: pd.DataFrame) -> None:
    w, scope = viewer.w, viewer.scope
    with st.container(horizontal=True, vertical_alignment="bottom", key="gantt-controls"):
        group = st.segmented_control(
            w.t("Group by"),
            GROUPS,
            format_func=lambda name: group_name(name, w),
            required=True,
            **bound("group", "stage", GROUPS),
        )
        compared = st.toggle(w.t("Show what comparable complexes took"), value=True, key="gantt-compared")
    rows = answer.grouped(sites, group or "stage", viewer)
    cells, ranges = answer.gantt_cells(now, viewer), answer.ranges(viewer)
    ranges = ranges if compared else ranges.iloc[:0]
    letters = answer.letters(w)
    chart = charts.gantt(rows, cells, letters, ranges, w, viewer.palette, scope.as_of, scope.today)
    title = answer.gantt_title(now, w)
    unit = w.t("Marks stand on the last day of the stated period. A complex of several industries stands under its first")
    blocks.figure(chart, title, unit, answer.gantt_alt(cells, letters, title, viewer), answer.source_line([now["origin_ids"], now["first_origin_ids"]], w),
                  "gantt", viewer)  # fmt: skip
    pairs = [(letter, viewer.names["stages"][stage]) for stage, letter in letters.items()]
    blocks.live(markup.gantt_legend(pairs, not ranges.empty, w), "gantt-legend", viewer)


@st.fragment
def _slips(viewer: Viewer, now: pd.DataFrame) -> None:
    w, names = viewer.w, viewer.names
    stages = list(viewer.ask("progress/stages")["stage_id"])
    stage_id = st.selectbox(
        w.t("Milestone"), stages, format_func=names["stages"].__getitem__, filter_mode=None, width=420,
        **bound("milestone", DEFAULT_MILESTONE, stages),
    )  # fmt: skip
    cells = answer.most_moved_first(now[now["stage_id"] == stage_id])
    trail = answer.trail(viewer.ask("schedule/trail", stage_id=stage_id), cells, viewer)
    title = answer.trend_title(cells, names["stages"][stage_id], w)
    if trail.empty:
        blocks.heading(title, "")
        st.info(w.t("No date was stated for this milestone by {day} for the complexes in scope. Choose another milestone or a later day.",
                    day=viewer.scope.as_of.isoformat()))  # fmt: skip
    else:
        unit = w.t(
            "Across: when it was stated; up: the date then stated, the end of its period. A line that climbs slips; months against the first plan at its end"
        )
        blocks.figure(charts.milestone_trend(trail, w, viewer.palette, viewer.scope.as_of), title, unit, answer.trend_alt(trail, title, w),
                      answer.source_line([trail["origin_ids"]], w), "trend", viewer)  # fmt: skip
    blocks.heading(w.t("First and latest date of each complex"), "")
    caption = w.t("{stage}. Select a date for every statement and its sources.", stage=names["stages"][stage_id])
    opened = blocks.live(markup.slips(cells, names["complexes"], caption, w), "slips", viewer)
    blocks.heading(answer.milestones_title(now, w), "")
    caption = w.t(
        "Milestones not reached that have a date. Late against the first plan: moved later, or the first period has passed. Against the latest: it has passed without news."
    )
    html = markup.milestones(answer.by_milestone(now), names["stages"], stage_id, caption, w)
    opened = blocks.live(html, "milestones", viewer) or opened
    dialogs.show(opened, viewer)


@st.fragment
def _rollup(viewer: Viewer, now: pd.DataFrame, before: pd.DataFrame) -> None:
    w, scope = viewer.w, viewer.scope
    blocks.heading(answer.rollup_title(now, before, scope.compare, w), "")
    caption = w.t(
        "Complexes by state: on {before} → as of {now}; one number where nothing changed.",
        before=scope.compare.isoformat(),
        now=scope.as_of.isoformat(),
    )
    html = markup.rollup(now, before, viewer.ask("progress/stages"), viewer.names["complexes"], caption, w)
    dialogs.show(blocks.live(html, "rollup", viewer), viewer)


@st.fragment
def _sources(viewer: Viewer, sites: pd.DataFrame, standing: pd.DataFrame) -> None:
    st.divider()
    chosen = {key: st.session_state[key] for key in ("group", "milestone") if st.session_state.get(key)}
    blocks.downloads(lambda: files.tables(viewer, sites, standing), "schedule", viewer, blocks.link(viewer, **chosen))
    now = standing[standing["day"] == pd.Timestamp(viewer.scope.as_of)]
    blocks.sources(files.origin_ids(sites, now), viewer)
