"""The times of the procedure as sections: of each complex in each phase, and of the older complexes."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from rollout.document.model import (
    ANNEX,
    Cell,
    Column,
    Format,
    Row,
    Section,
    Table,
    Tone,
)
from rollout.language.words import Words
from rollout.questions.ask import rows_of
from rollout.questions.view import View, remembered
from rollout.subjects.cells import complex_cell, complex_column, number, origin_ids, period
from rollout.subjects.green.procedure import EXCESSES, PHASES, STATES, TIMED, coded, excess_note, in_months

ORDER = ("done", "open", "withdrawn", "skipped")
EXCESS_TONES: Mapping[str, Tone] = {"over": "amber"}
STATE_TONES: Mapping[str, Tone] = {"withdrawn": "red", "skipped": "subtle"}


def _time_columns(w: Words, months: str) -> tuple[Column, ...]:
    return (
        Column("least", w.t("Shortest"), Format.NUMBER, unit=months, digits=1, share=10),
        Column("most", w.t("Longest"), Format.NUMBER, unit=months, digits=1, share=10),
        Column("least_days", w.t("Shortest, days (derived)"), Format.NUMBER, media=ANNEX),
        Column("most_days", w.t("Longest, days (derived)"), Format.NUMBER, media=ANNEX),
        Column("begun", w.t("Begun on"), Format.PERIOD, share=11),
        Column("ended", w.t("Ended on"), Format.PERIOD, share=11),
    )


def _time_cells(row: Mapping[str, Any]) -> dict[str, Cell]:
    least, most = number(row["least_days"]), number(row["most_days"])
    return {
        "least": Cell(in_months(least)),
        "most": Cell(in_months(most)),
        "least_days": Cell(least),
        "most_days": Cell(most),
        "begun": Cell(period(row["from_on"], row["from_precision"])),
        "ended": Cell(period(row["to_on"], row["to_precision"])),
    }


@remembered
def times(view: View) -> Section:
    """What each phase took at each complex that has begun it; the longest first."""
    w, rows = view.w, view.ask("green/phases")
    phases = w.codes(PHASES)
    columns = (
        complex_column(view),
        Column("phase", w.t("Phase"), Format.NAME, names=phases, media=ANNEX),
        Column("state", w.t("State"), Format.NAME, names=w.codes(STATES), share=10),
        *_time_columns(w, w.t("months")),
        Column("limit", w.t("Limit, days"), Format.NUMBER, share=9),
        Column("excess", w.t("Against the limit"), Format.NAME, names=w.codes(EXCESSES), share=26),
        Column("stands", w.t("At this phase now"), Format.YES, share=9),
    )
    order = {state: place for place, state in enumerate(ORDER)}
    ordered = view.in_order(rows).assign(order=rows["state"].map(order), long=-rows["most_days"].astype(float))
    ordered = ordered.sort_values(["place", "order", "long"], kind="stable")
    lines = tuple(_time(row, phases[row["phase_id"]], w) for row in rows_of(ordered))
    timed = rows[rows["state"].isin(TIMED)]
    title = w.t(
        "What each phase took here: {n} times at {sites} complexes",
        n=w.number(len(timed)),
        sites=w.number(timed["complex_id"].nunique()),
    )
    unit = w.t(
        "Longest first. A date known by its month or year gives a shortest and a longest time; an open phase is "
        "counted to the as-of day"
    )
    return Section(
        "procedure-times",
        title,
        unit,
        tables=(Table(columns, lines, empty=w.t("No complex in scope has reached this phase.")),),
    )


def _time(row: Mapping[str, Any], phase: str, w: Words) -> Row:
    excess = coded(row["excess"])
    return Row(
        f"{row['phase_id']}:{row['complex_id']}",
        {
            "complex": complex_cell(row["complex_id"]),
            "phase": Cell(row["phase_id"]),
            "state": Cell(row["state"], STATE_TONES.get(row["state"], "")),
            **_time_cells(row),
            "limit": Cell(number(row["limit_days"])),
            "excess": Cell(excess, EXCESS_TONES.get(excess or "", ""), note=excess_note(row, w)),
            "stands": Cell(bool(row["stands"])),
        },
        origin_ids(row["origin_ids"]),
        group=phase,
    )


@remembered
def older_times(view: View) -> Section:
    """What each phase took at the older complexes of the 2008 special act."""
    w, rows = view.w, view.ask("green/older_phases")
    title = w.t("What each phase took at {n} older complexes", n=w.number(rows["ref_id"].nunique()))
    return Section("older-times", title, tables=(_older_table(rows, w),))


@remembered
def older_phase(view: View, phase: str) -> Section | None:
    """One phase at each older complex (a dialog)."""
    w, rows = view.w, view.ask("green/older_phases")
    own = rows[rows["phase_id"] == phase]
    return Section("older-phase", w.code(PHASES, phase), tables=(_older_table(own, w),)) if len(own) else None


def _older_table(rows: pd.DataFrame, w: Words) -> Table:
    phases = w.codes(PHASES)
    columns = (
        Column("name", w.t("Older complex"), share=24),
        Column("phase", w.t("Phase"), Format.NAME, names=phases, media=ANNEX),
        *_time_columns(w, w.t("months")),
        Column("median", w.t("Median of the phase, days (derived)"), Format.NUMBER, media=ANNEX),
        Column("excess", w.t("Against the law"), Format.NAME, names=w.codes(EXCESSES), share=16),
    )
    lines = tuple(
        Row(
            f"{r['phase_id']}:{r['ref_id']}",
            {
                "name": Cell(w.of(r, "name")),
                "phase": Cell(r["phase_id"]),
                **_time_cells(r),
                "median": Cell(number(r["median_days"])),
                "excess": Cell(
                    coded(r["excess"]), EXCESS_TONES.get(r["excess"] or "", ""), missing=w.t("no limit set")
                ),
            },
            origin_ids(r["origin_ids"]),
            group=phases[r["phase_id"]],
        )
        for r in rows_of(rows)
    )
    return Table(columns, lines)
