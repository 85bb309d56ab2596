"""Numbered goals against what was published."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from rollout.document.model import SCREEN, Cell, Column, Format, Row, Section, Table, Text, Tone
from rollout.document.target import Target
from rollout.language.words import Words
from rollout.questions.ask import is_missing, rows_of
from rollout.questions.scope import FILTERS
from rollout.questions.view import View, remembered
from rollout.render.markup import as_list
from rollout.subjects.cells import origin_ids, period, stated

STATES = ("open", "short", "met", "unlike", "nothing")
TONES: Mapping[str, Tone] = {"met": "green", "short": "amber"}


def title(rows: pd.DataFrame, w: Words) -> str:
    """The finding: how many goals have a published value, how many are met."""
    if rows.empty:
        return w.t("No numbered goal fits these filters")
    known, met = rows["values_found"] > 0, rows["state"] == "met"
    return w.t(
        "Of {n} numbered goals {known} have a published value and {met} are met; for {rest} nothing is published",
        n=w.number(len(rows)),
        known=w.number(int(known.sum())),
        met=w.number(int(met.sum())),
        rest=w.number(int((~known).sum())),
    )


def unit(view: View, left_out: int) -> str:
    """The line below the title."""
    w = view.w
    text = w.t(
        "All goals published with a number or a date, on any subject. Distance is shown only in the "
        "unit of the goal; pace is calculated from the date of the value to the due date"
    )
    return text + (
        ". "
        + w.n(
            "One goal for another or no single place or industry is outside the filters",
            "{n} goals for another or no single place or industry are outside the filters",
            left_out,
        )
        if left_out
        else ""
    )


def valued(rows: pd.DataFrame) -> pd.DataFrame:
    """The goals with a published value, those that are still open first."""
    known = rows[rows["values_found"] > 0]
    return known.assign(order=known["state"].map(STATES.index)).sort_values(["order", "due_on", "target_id"])


def measure(value: float, unit_: str, w: Words) -> str:
    """A number with its unit; money in the one form of the monitor: KRW 95 trillion, 95조원."""
    if unit_ == "십억 달러":
        return f"{w.number(value * 10)}억 달러"  # as Korean counts
    number = w.number(value, 2 if abs(value) < 100 else 0)
    if unit_ == "조 원":
        return f"{number}조원"
    size, _, currency = unit_.partition(" ")
    if currency in {"KRW", "USD"}:
        return f"{currency} {number} {size}"
    if unit_.endswith(" %"):
        return f"{unit_.removesuffix(' %')} {number}%"
    return f"{number}{unit_}" if unit_.startswith("%") or "가" <= unit_[:1] <= "힣" else f"{number} {unit_}".strip()


def gap(value: float, unit_: str, w: Words) -> str:
    """A difference with its unit: between two shares it is in percentage points."""
    return w.t("{n} points", n=w.number(value, 1)) if unit_ == "%" else measure(value, unit_, w)


@remembered
def goals(view: View) -> Section:
    """The numbered goals: those with a published value first, those stated more than once, then the rest by plan."""
    w = view.w
    every = view.ask("investment/targets")
    rows = view.scope.rows(every, FILTERS)
    columns = (
        Column("goal", w.t("Goal"), share=26, note_label=w.t("Note")),
        Column("plan", w.t("Plan"), share=18),
        Column("scope", w.t("For what"), share=14, media=SCREEN),
        Column("value", w.t("Value"), share=12),
        Column("due", w.t("Due"), Format.PERIOD, share=9),
        Column("found", w.t("Newest value"), share=12, note_label=w.t("As of")),
        Column("distance", w.t("Distance to the goal"), share=12),
        Column("pace", w.t("Pace needed"), share=12, media=SCREEN, note_label=w.t("Pace so far")),
        Column("state", w.t("State"), Format.NAME, names=w.codes("target-state"), share=14),
        Column("stated", w.t("Stated on"), Format.PERIOD, share=10, media=SCREEN),
    )
    lines = tuple(_goal(row, group, view) for group, frame in _grouped(rows, w) for row in rows_of(frame))
    table = Table(columns, lines, empty=w.t("No numbered goal fits these filters."))
    return Section("goals", title(rows, w), unit(view, len(every) - len(rows)), tables=(table,))


def _grouped(rows: pd.DataFrame, w: Words) -> list[tuple[str, pd.DataFrame]]:
    """The goals by heading: with a value, stated more than once, the rest by plan."""
    unvalued = rows[rows["values_found"] == 0]
    repeated = rows["goal_group"].notna() & rows["goal_group"].duplicated(keep=False)
    twice = unvalued[repeated[unvalued.index]].sort_values("goal_group", kind="stable")
    rest = unvalued[~unvalued["target_id"].isin(twice["target_id"])]
    return [
        (w.t("With a published value"), valued(rows)),
        (w.t("Stated more than once: another amount, scope or year, side by side"), twice),
        *((w.of(own.iloc[0], "programme"), own) for _, own in rest.groupby("programme_ko", sort=False)),
    ]


def _goal(row: Mapping[str, Any], group: str, view: View) -> Row:
    w, known = view.w, row["values_found"] > 0
    goal = Cell(
        w.of(row, "metric"),
        note=w.of(row, "note"),
        opens=Target("goal", (row["target_id"],)),
        warnings=tuple(as_list(row["warnings"])),
        strong=True,
    )
    found = Cell(
        measure(row["found"], w.of(row, "found_unit"), w) if known else None,
        note=w.period(row["found_on"], row["found_precision"]) if known else "",
        warnings=tuple(as_list(row["found_warnings"])) if known else (),
    )
    cells = {
        "goal": goal,
        "plan": Cell(w.of(row, "programme"), "subtle"),
        "scope": Cell(_subject(row, view)),
        "value": Cell(_value(row, w)),
        "due": Cell(period(row["due_on"], row["due_precision"] or "day"), missing=w.t("no due date")),
        "found": found,
        "distance": _distance(row, w) if known else Cell(),
        "pace": _pace(row, w) if known else Cell(),
        "state": Cell(row["state"], TONES.get(row["state"], "")),
        "stated": stated(row, w),
    }
    seen = [row["found_origin_ids"]] if known and "found_origin_ids" in row else []
    return Row(row["target_id"], cells, origin_ids(row["origin_ids"], *seen), group=group)


def _subject(row: Mapping[str, Any], view: View) -> str:
    """The complex, province and industry that a goal is for."""
    places = [
        view.names[kind][row[key]]
        for kind, key in (("complexes", "complex_id"), ("provinces", "province_id"), ("industries", "industry_id"))
        if isinstance(row[key], str)
    ]
    return " · ".join(places) or view.w.t("national")


def _value(row: Mapping[str, Any], w: Words) -> str:
    return measure(row["value"], w.of(row, "unit"), w) if not is_missing(row["value"]) else w.t("a date")


def _distance(row: Mapping[str, Any], w: Words) -> Cell:
    """How far the newest value lies from the goal, with a bar of the part that is reached."""
    if is_missing(row["distance"]):
        return Cell()
    unit = w.of(row, "unit")
    if row["distance"] < 0:
        text = w.t("reached, {over} above", over=gap(-row["distance"], unit, w))
    else:
        text = gap(row["distance"], unit, w) if row["distance"] else w.t("exactly reached")
    return Cell(text, bar=min(max(row["found"] / row["value"], 0), 1) if row["value"] else None)


def _pace(row: Mapping[str, Any], w: Words) -> Cell:
    """The pace needed from now on, and the pace so far."""
    paces = (row["pace_needed"], row["pace_so_far"])
    needed, so_far = ("" if is_missing(pace) else gap(pace, w.of(row, "unit"), w) for pace in paces)
    return Cell(
        w.t("{pace} a year", pace=needed) if needed else None,
        note=w.t("so far {pace} a year", pace=so_far) if so_far else "",
    )


@remembered
def goal(view: View, target_id: str) -> Section | None:
    """One goal with every value published for it (a dialog)."""
    w = view.w
    rows, found = view.ask("investment/targets"), view.ask("investment/goal_values")
    rows, found = rows[rows["target_id"] == target_id], found[found["target_id"] == target_id]
    if rows.empty:
        return None
    row = rows_of(rows)[0]
    due = (
        w.period(row["due_on"], row["due_precision"] or "day") if not is_missing(row["due_on"]) else w.t("no due date")
    )
    lead = (f"{w.of(row, 'programme')}.", w.t("Goal: {value}; due: {due}.", value=_value(row, w), due=due))
    columns = (
        Column("on", w.t("As of"), Format.PERIOD, share=12),
        Column("value", w.t("Value"), share=20),
        Column("role", w.t("Role"), Format.NAME, names=w.codes("progress-role"), share=24),
        Column("note", w.t("Note"), share=44),
    )
    lines = tuple(
        Row(
            r["progress_id"],
            {
                "on": Cell(period(r["value_on"], r["value_precision"])),
                "value": Cell(measure(r["value"], w.of(r, "unit"), w)),
                "role": Cell(r["role"]),
                "note": Cell(w.of(r, "note") or None),
            },
            origin_ids(r["origin_ids"]),
        )
        for r in rows_of(found)
    )
    return Section(
        "goal",
        w.of(row, "metric"),
        lead=tuple(Text(text) for text in (*lead, w.of(row, "note")) if text),
        tables=(Table(columns, lines, empty=w.t("nothing published")),),
        origins=origin_ids(row["origin_ids"]),
    )
