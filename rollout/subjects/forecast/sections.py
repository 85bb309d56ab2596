"""The forecast as sections: ranges of one milestone or of one complex, past cases, back-test, how plans held before."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

import pandas as pd

from rollout.document.model import (
    ANNEX,
    PRINT,
    SCREEN,
    Cell,
    Chart,
    Column,
    Format,
    Row,
    Section,
    Series,
    Table,
    Text,
)
from rollout.document.target import Target
from rollout.language.words import Words
from rollout.questions.ask import is_missing, rows_of
from rollout.questions.view import View, remembered
from rollout.subjects.cells import complex_cell, complex_column, day, number, origin_ids, period
from rollout.subjects.forecast import charts as forecast_charts
from rollout.subjects.forecast import outlook, words
from rollout.subjects.forecast.durations import CLASSES, MAIN, Durations

DEFAULT_MILESTONE = "construction-started"
STAGES = MAIN[1:]


def past_ids(view: View) -> tuple[str, ...]:
    """The sources of the older complexes that the forecast rests on."""
    rows = view.ask("forecast/reference")
    return origin_ids(rows.loc[rows["reference_class"] == CLASSES[0], "origin_ids"])


@remembered
def ranges(view: View, stage_id: str = DEFAULT_MILESTONE, klass: str = CLASSES[0]) -> Section:
    """When the complexes in scope would reach a milestone, if they went as older ones did."""
    w = view.w
    every = view.in_order(view.scope.rows(outlook.ranges(view, view.scope.as_of, klass)))
    rows = every[every["stage_id"] == stage_id]
    drawn = words.drawn(rows, view)
    name = view.names["stages"][stage_id]
    title = (
        words.outlook_title(drawn, name, w)
        if len(drawn)
        else w.t("{stage}: no range for the complexes in scope", stage=name)
    )
    unit = w.t("Band: 80% forecast range; bar: median; diamond: latest plan")
    return Section(
        "forecast",
        title,
        unit,
        lead=tuple(Text(text) for text in words.sentences(view, every)),
        picture=_bands(drawn, title, view),
        tables=(_range_table(rows, complex_column(view), "complex_id", view),),
        method=(
            words.method(w),
            *words.given_up(view, klass),
            w.t("Compared with: {klass}.", klass=w.code("reference-class", klass)),
        ),
        origins=past_ids(view),
    )


@remembered
def of_complex(view: View, complex_id: str) -> Section:
    """The same for every stage that one complex has before it."""
    w = view.w
    rows = outlook.ranges(view, view.scope.as_of)
    rows = rows[rows["complex_id"] == complex_id].sort_values("position")
    drawn = words.drawn(rows, view)
    drawn = drawn.assign(name=drawn["stage_id"].map(view.names["stages"])).sort_values("position")
    planned = rows[rows["plan_ahead"].fillna(False).astype(bool) & rows["chance"].notna()]
    unlikely = int(words.unlikely(planned["chance"]).sum())
    title = w.t(
        "{n} of {total} dated plans have a less than 50% chance of being met, at the pace of older complexes",
        n=w.number(unlikely),
        total=w.number(len(planned)),
    )
    if not len(planned):
        title = w.t("No plan that lies ahead can be compared with older complexes on this day")
    unit = w.t("Band: 80% forecast range; bar: median; diamond: latest plan")
    head = Column("stage", w.t("Stage"), Format.NAME, names=view.names["stages"], share=22)
    return Section(
        "outlook",
        title,
        unit,
        picture=_bands(drawn, title, view),
        tables=(_range_table(rows, head, "stage_id", view),),
        method=(words.method(w), *words.given_up(view, CLASSES[0])),
        origins=past_ids(view),
    )


def _bands(drawn: pd.DataFrame, title: str, view: View) -> Chart | None:
    if drawn.empty:
        return None
    w = view.w
    lows, middles, highs = (tuple(value.date() for value in drawn[column]) for column in ("low", "median", "high"))

    def lengths(since: tuple[dt.date, ...], until: tuple[dt.date, ...]) -> tuple[float, ...]:
        return tuple(float((b - a).days) for a, b in zip(since, until, strict=True))

    labels = tuple(w.period(r["high"], r["precision"]) for r in rows_of(drawn))
    plans = tuple(None if is_missing(day) else day.date() for day in drawn["plan_to"])
    first = min([*lows, *(plan for plan in plans if plan)])
    series = (
        Series(w.t("low"), lows, hidden=True),
        Series(w.t("earliest (10%) to median"), lengths(lows, middles), step=0),
        Series(w.t("median to latest (90%)"), lengths(middles, highs), step=2),
    )
    return Chart(
        tuple(drawn["name"]),
        series,
        Format.DAY,
        "",
        words.outlook_alt(drawn, title),
        labels,
        first.replace(month=1, day=1),
        max(highs).replace(year=max(highs).year + 2, month=1, day=1),
        source=words.method(w),
        key=w.t("Pale: from 10% to the median of the forecast; strong: to 90%, the year at its end; ◆ latest plan"),
        draw=lambda palette: forecast_charts.outlook(drawn, w, palette, view.scope.as_of),
        marks=plans,
    )


def _range_table(rows: pd.DataFrame, head: Column, key: str, view: View) -> Table:
    w = view.w
    columns = (
        head,
        Column("from", w.t("From"), Format.NAME, names=view.names["stages"], share=20, note_label=w.t("Reached on")),
        Column("plan", w.t("Latest plan"), Format.PERIOD, share=10),
        Column("expected", w.t("At the pace of older complexes"), share=30, note_label=w.t("Possibly reached")),
        Column("chance", w.t("Chance of the plan"), share=13),
        Column("cases", w.t("Cases"), Format.NUMBER, share=7, note_label=w.t("Of completed cases")),
        Column("low", w.t("Earliest (10%)"), Format.PERIOD, media=ANNEX),
        Column("median", w.t("Median"), Format.PERIOD, media=ANNEX),
        Column("high", w.t("Latest (90%)"), Format.PERIOD, media=ANNEX),
        Column("evidence", w.t("Latest evidence"), Format.DAY, media=ANNEX),
        Column("unseen", w.t("Chance that it was reached since"), Format.SHARE, media=ANNEX),
        Column("modelled", w.t("Chance by the model"), Format.SHARE, media=ANNEX),
    )
    made = tuple(
        Row(row[key], {head.key: _head(row, key), **_range(row, w)}, origin_ids(row["plan_origin_ids"]))
        for row in rows_of(rows)
    )
    return Table(columns, made, whole=True)


def _head(row: Mapping[str, Any], key: str) -> Cell:
    """The complex or the stage that heads a row."""
    if key == "complex_id":
        return complex_cell(row["complex_id"])
    return Cell(row[key], opens=Target("cell", (row["complex_id"], row["stage_id"])))


def _range(row: Mapping[str, Any], w: Words) -> dict[str, Cell]:
    """Where a complex stands, its plan, and the range with the chance of that plan."""
    known, begun = not isinstance(row["reason"], str), isinstance(row["from_stage"], str)
    doubtful = bool(words.unlikely(pd.Series([row["chance"]])).iloc[0])
    over = w.t("date passed") if not is_missing(row["plan_to"]) and known else ""
    edges = {name: Cell(period(row[name], row["precision"])) if known else Cell() for name in ("low", "median", "high")}
    of = w.pt("cases", "of {n}", n=w.number(row["cases"])) if known else ""
    return {
        "from": Cell(
            row["from_stage"] if begun else None,
            "subtle",
            note=w.period(row["from_start"], "month") if begun else "",
        ),
        "plan": Cell(period(row["plan_to"], row["plan_precision"]), missing=w.t("none")),
        "expected": Cell(outlook.expected(row, w), note=words.unseen(row, w)),
        "chance": Cell(words.chance(row, w) or None, "red" if doubtful else "", missing=over),
        "cases": Cell(number(row["fewest_cases"]) if known else None, "subtle", note=of),
        **edges,
        "evidence": Cell(day(row["evidence_on"])),
        "unseen": Cell(number(row["unseen"])),
        "modelled": Cell(number(row["chance"])),
    }


@remembered
def cases(view: View, klass: str = CLASSES[0]) -> Section:
    """What each step took at older complexes, case by case, with those that are not there yet and those left out."""
    w = view.w
    known = outlook.history(view, klass)
    rows = words.cases(known, view)
    title = (
        words.cases_title(known, w) if len(rows) else w.t("No older complex of this kind has a dated stage by this day")
    )
    columns = (
        Column("step", w.pt("between two stages", "Step"), share=34, media=PRINT | ANNEX),
        Column("name", w.t("Older complex"), share=26),
        Column("months", w.t("Months"), Format.NUMBER, share=10, digits=1),
        Column("span", w.t("How long"), share=24),
        Column("reached", w.t("Reached"), Format.YES, share=8),
    )
    made = tuple(
        _case(case, pair, _step(pair, known[pair], view), view)
        for pair in words.LANES
        for case in rows_of(known[pair].cases)
    )
    unit = w.t(
        "Each point is an older complex; hollow: not yet reached, minimum duration. Select a point for its sources"
    )
    return Section(
        "cases",
        title,
        unit,
        picture=_points(rows, w) if len(rows) else None,
        tables=(Table(columns, made),),
        method=(*words.chain_or_direct(known, view, klass), *_left_out(known, view)),
    )


def _points(rows: pd.DataFrame, w: Words) -> Chart:
    return Chart(
        (),
        (),
        Format.NUMBER,
        w.t("months"),
        words.cases_alt(rows),
        source=words.method(w),
        draw=lambda palette: forecast_charts.past_cases(rows, w, palette),
    )


def _case(case: Mapping[str, Any], pair: tuple[str, str], group: str, view: View) -> Row:
    key = (pair[1], case["ref_id"])
    cells = {
        "step": Cell(words.lane(pair, view)),
        "name": Cell(view.w.of(case, "name"), opens=Target("case", key)),
        "months": Cell(round(case["months"], 1)),
        "span": Cell(words.case_text(case, view.w)),
        "reached": Cell(bool(case["reached"])),
    }
    return Row(":".join(key), cells, origin_ids(case["origin_ids"]), group=group)


def _step(pair: tuple[str, str], durations: Durations, view: View) -> str:
    w = view.w
    counts = w.t("{n} completed, {open} pending", n=w.number(durations.observed), open=w.number(durations.unfinished))
    middle = " · " + w.t("median {n} months", n=w.number(durations.median)) if durations.median is not None else ""
    return f"{words.lane(pair, view)}: {counts}{middle}"


def _left_out(known: Mapping[tuple[str, str], Durations], view: View) -> tuple[str, ...]:
    w = view.w
    lines = []
    for pair in words.LANES:
        names = [
            f"{w.of(row, 'name')} ({w.code('case-exclusion', row['reason'])})" for row in rows_of(known[pair].left_out)
        ]
        if names:
            lines.append(f"{words.lane(pair, view)}. " + w.t("Left out: {names}.", names=", ".join(names)))
    return tuple(lines)


@remembered
def case(view: View, stage_id: str, ref_id: str) -> Section | None:
    """One older complex's step (a dialog)."""
    for klass in CLASSES:
        for pair, durations in outlook.history(view, klass).items():
            for row in rows_of(durations.cases):
                if (pair[1], row["ref_id"]) == (stage_id, ref_id):
                    return Section(
                        "case",
                        view.w.of(row, "name"),
                        words.lane(pair, view),
                        lead=(Text(words.case_text(row, view.w)),),
                        origins=origin_ids(row["origin_ids"]),
                    )
    return None


def _stage(row: Mapping[str, Any], w: Words) -> Cell:
    """The stage of a row, or that it is of all."""
    return Cell(row["stage_id"] if isinstance(row["stage_id"], str) else None, missing=w.t("all of them"))


@remembered
def history(view: View) -> Section:
    """Every dated plan whose period is over, against what came; older complexes and all 15."""
    w, rates = view.w, outlook.base_rates(view)
    columns = (
        Column("whose", w.t("Whose"), Format.NAME, names=w.codes("case-group"), share=20),
        Column("stage", w.t("Milestone"), Format.NAME, names=view.names["stages"], share=30),
        Column("due", w.t("Plans due"), Format.NUMBER, share=12),
        Column("late", w.t("Late or overdue"), Format.NUMBER, share=12),
        Column("share", w.pt("late", "Share"), Format.SHARE, share=10),
        Column("slip", w.t("Median slip"), Format.MONTHS, share=12, digits=1),
        Column("open", w.t("At least"), Format.YES, share=8, media=SCREEN),
    )
    made = tuple(
        Row(str(place), _kept(row, w), total=not isinstance(row["stage_id"], str))
        for place, row in enumerate(rows_of(rates[rates["due"] > 0]))
    )
    plans = view.ask("forecast/promises", complexes=tuple(sorted(view.names["complexes"])))
    unit = w.t("Every dated plan now due, against its outcome; older complexes and all 15, whatever the filters")
    return Section(
        "history",
        words.base_rate_title(rates, w),
        unit,
        tables=(Table(columns, made, whole=True, foot=words.due_rule(rates, w)),),
        origins=origin_ids(plans["origin_ids"]),
    )


def _kept(row: Mapping[str, Any], w: Words) -> dict[str, Cell]:
    return {
        "whose": Cell(row["ledger"]),
        "stage": _stage(row, w),
        "due": Cell(number(row["due"])),
        "late": Cell(number(row["late"] + row["overdue"])),
        "share": Cell(number(row["share_late"]), missing=w.t("too few cases")),
        "slip": Cell(number(row["median_slip"])),
        "open": Cell(bool(row["slip_open"]) if not is_missing(row["median_slip"]) else None),
    }
