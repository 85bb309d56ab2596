"""Green and governance: the smart-and-green plan against what is published, living conditions, the legal procedure and what it took, who decides."""

from typing import NamedTuple

import pandas as pd
import streamlit as st

from rollout import blocks, green_charts, markup
from rollout.blocks import Viewer
from rollout.telling import green as answer
from rollout.telling import green_files as files
from rollout.telling.schedule import source_line
from screens import dialogs


class Shown(NamedTuple):
    """What the page shows of its questions, in scope."""

    sites: pd.DataFrame
    indicators: pd.DataFrame
    targets: pd.DataFrame
    zones: pd.DataFrame
    steps: pd.DataFrame
    spans: pd.DataFrame
    older: pd.DataFrame
    bodies: pd.DataFrame


def render(viewer: Viewer) -> None:
    """Draw the page, top to bottom."""
    shown = _shown(viewer)
    blocks.live(answer.top(viewer, shown.indicators, shown.targets, shown.spans), "green-top", viewer)
    _plan(viewer, shown)
    _zones(viewer, shown)
    _life(viewer, shown)
    _procedure(viewer, shown)
    _bodies(viewer, shown)
    _sources(viewer, shown)


def _shown(viewer: Viewer) -> Shown:
    sites = viewer.ask("progress/complexes")
    sites = sites[sites["complex_id"].isin(viewer.scope.complexes)].reset_index(drop=True)
    indicators, targets, bodies = (
        answer.in_scope(viewer.ask(f"green/{name}"), sites, viewer) for name in ("indicators", "targets", "governance")
    )
    zones = viewer.ask("green/zones")
    steps, spans, older = (viewer.ask(f"green/{name}") for name in ("steps", "phases", "older_phases"))
    return Shown(sites, indicators, targets, zones[zones["zone_id"].notna()], steps, spans, older, bodies)


@st.fragment
def _plan(viewer: Viewer, shown: Shown) -> None:
    w, year = viewer.w, viewer.scope.as_of.year
    unit = w.t("Held against each other only where metric, place and unit are the same. Bar: newest actual; line: target")
    blocks.heading(answer.plan_title(shown.indicators, shown.targets, year, w), unit)
    opened = blocks.live(answer.target_bars(shown.targets, year, viewer), "green-targets", viewer) if len(shown.targets) else None
    blocks.heading(
        w.t("Every target and actual of the smart-and-green plan"),
        w.t(
            "Nationwide first, then pilot sites and older complexes of the provinces in the filters; other filters do not apply. Blue: actual. Select a value for its sources"
        ),
    )
    opened = blocks.live(answer.ledger(shown.indicators, answer.PLAN_THEMES, viewer), "green-ledger", viewer) or opened
    dialogs.show(opened, viewer)


@st.fragment
def _zones(viewer: Viewer, shown: Shown) -> None:
    w = viewer.w
    unit = w.t("A zone in the same province is no part of the complex: it shows what stands near. Select a complex for its dates")
    blocks.heading(answer.zones_title(shown.zones, viewer), unit)
    dialogs.show(blocks.live(answer.zones_table(shown.zones, shown.sites, viewer), "green-zones", viewer), viewer)


@st.fragment
def _life(viewer: Viewer, shown: Shown) -> None:
    w = viewer.w
    unit = w.t(
        "Living conditions and young workers, nationwide and of older complexes of the provinces in the filters; budgets of different lines are not added up"
    )
    blocks.heading(answer.life_title(shown.indicators, w), unit)
    dialogs.show(blocks.live(answer.ledger(shown.indicators, answer.LIFE_THEMES, viewer), "green-life", viewer), viewer)


@st.fragment
def _procedure(viewer: Viewer, shown: Shown) -> None:
    w = viewer.w
    title = answer.procedure_title(shown.spans, shown.older, w)
    marks = answer.drawn(shown.spans, shown.older, viewer)
    unit = w.t(
        "Months that each phase took. Derived from the dates of its two stages: a date known by its month or year gives a shortest and a longest time; the mark stands in the middle"
    )
    if marks.empty:
        blocks.heading(title, unit)
        st.info(w.t("No phase has a date by this day. Choose a later day."))
    else:
        source = source_line([shown.spans["origin_ids"], shown.older["origin_ids"]], w)
        chart = green_charts.durations(marks, w, viewer.palette)
        blocks.figure(chart, title, unit, answer.procedure_alt(marks, title), source, "green-durations", viewer)
        legend = markup.fill(
            "green/legend.html", done=w.t("took, at one of the complexes"), open=w.t("so far, still open"), over=w.t("over the limit"),
            limit=w.t("most that the law or a guideline sets"), band=w.t("older complexes, shortest to longest"), median=w.t("their median"),
        )  # fmt: skip
        blocks.live(legend, "green-legend", viewer)
    blocks.heading(
        w.t("Step by step: the law, who acts, the usual time and what it took"),
        w.t(
            "Older complexes: those of the 2008 special act that finished the phase (the Forecast reckons with those still waiting too). The study counts from its filing or acceptance; no page tells whether a limit’s clock was stopped. Skipped: a later stage is reached and no page tells of this one, as with an exemption"
        ),
    )
    opened = blocks.live(answer.flow(shown.steps, shown.spans, shown.older, viewer), "green-flow", viewer)
    kind, _, phase = (opened or "").partition(":")
    rows = shown.older[shown.older["phase_id"] == phase]
    if kind == "older" and len(rows):
        heads, lines = answer.older_lines(rows, w)
        blocks.html_dialog(answer.phases(w)[phase], markup.table(heads, lines), markup.ids(rows["origin_ids"]), viewer)
    else:
        dialogs.show(opened, viewer)


@st.fragment
def _bodies(viewer: Viewer, shown: Shown) -> None:
    w = viewer.w
    unit = w.t(
        "National bodies, and local ones of the provinces and complexes in the filters. Members are those that pages name, seldom the full list; the law that founds a body seldom stands in the pages found"
    )
    blocks.heading(answer.bodies_title(shown.bodies, w), unit)
    opened = blocks.live(answer.bodies(shown.bodies, viewer), "green-bodies", viewer)
    blocks.heading(answer.meetings_title(shown.bodies, w), w.t("Newest first; known by its year alone: at the end of its year"))
    opened = blocks.live(answer.meetings(shown.bodies, viewer), "green-meetings", viewer) or opened
    dialogs.show(opened, viewer)


@st.fragment
def _sources(viewer: Viewer, shown: Shown) -> None:
    st.divider()
    tables = (shown.indicators, shown.targets, shown.zones, shown.steps, shown.spans, shown.older, shown.bodies)
    blocks.downloads(lambda: files.tables(viewer, *tables), "green", viewer, blocks.link(viewer))
    blocks.sources(files.origin_ids(*tables), viewer)
