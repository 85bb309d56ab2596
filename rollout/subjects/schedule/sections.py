"""The schedule as sections: moves of one milestone, lateness by milestone, what moved, every statement."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from rollout.document.model import (
    ANNEX,
    Cell,
    Chart,
    Column,
    Format,
    Link,
    Part,
    Row,
    Section,
    Series,
    Table,
)
from rollout.document.target import Target
from rollout.language.words import Words
from rollout.questions.ask import is_missing, rows_of
from rollout.questions.rows import ScheduleTrail
from rollout.questions.view import View, remembered
from rollout.subjects.cells import (
    complex_cell,
    complex_column,
    day,
    milestone,
    move,
    move_tone,
    number,
    origin_ids,
    period,
    sentences,
)
from rollout.subjects.schedule import causes, charts, trend, words

DEFAULT_MILESTONE = "construction-started"

LINES = 4  # complexes: with more, their lines cross too often to be read


def sites(view: View) -> pd.DataFrame:
    """progress/complexes of the scope."""
    rows = view.ask("progress/complexes")
    return view.scope.rows(rows).reset_index(drop=True)


def standing(view: View) -> pd.DataFrame:
    """schedule/standing on the comparison day and on the as-of day."""
    scope = view.scope
    rows = view.ask("schedule/standing", days=tuple(sorted({scope.compare, scope.as_of})))
    return view.in_order(rows).sort_values("day", kind="stable").reset_index(drop=True)


def on(rows: pd.DataFrame, when: Any) -> pd.DataFrame:
    """The rows of one day."""
    return rows[rows["day"] == pd.Timestamp(when)]


@remembered
def slips(view: View, stage_id: str = DEFAULT_MILESTONE) -> Section:
    """First and latest date of one milestone, a row a complex, the most moved first.

    A screen draws both; of few complexes every statement, as a line.
    """
    w = view.w
    cells = words.most_moved_first(on(standing(view), view.scope.as_of).query("stage_id == @stage_id"))
    trail = words.trail(view.ask("schedule/trail", stage_id=stage_id), cells, view)
    columns = (
        complex_column(view),
        Column("first", w.t("First plan"), Format.PERIOD, share=20, note_label=w.t("First plan stated")),
        Column(
            "last",
            w.t("Latest plan, or reached"),
            Format.PERIOD,
            share=24,
            mark_label=w.t("State"),
            note_label=w.t("Latest plan stated"),
        ),
        Column("moved", w.t("Moved"), Format.MONTHS, share=12),
        Column("restated", w.t("Restated"), Format.NUMBER, share=9),
        Column("passed", w.t("Passed without news, days"), Format.NUMBER, share=12),
        Column("late_first", w.t("Late against the first plan"), Format.YES, media=ANNEX),
        Column("late_latest", w.t("Late against the latest plan"), Format.YES, media=ANNEX),
    )
    rows = tuple(_slip(cell, w) for cell in rows_of(cells))
    foot = w.t(
        "Two statements on one day are both kept and shown (the one that does not count as a ring in "
        "the chart); the more precise counts, and of two equally precise the later. A less precise "
        "restatement is not counted as a change. A plan that is not for the whole complex, or that "
        "was reported in retrospect, is listed among the statements but does not count."
    )
    table = Table(columns, rows, foot=foot, cut_by="moved", empty=w.t("No complex is in scope."))
    few = trail["complex_id"].nunique() <= LINES
    unit = (
        w.t(
            "Across: when it was stated; up: the date then stated, the end of its period. A line that climbs slips; "
            "months against the first plan at its end"
        )
        if few
        else w.t("Hollow: first plan; full: latest plan, or the day reached; the last day of the stated period")
    )
    title = words.trend_title(cells, view.names["stages"][stage_id], w)
    chart = _chart(cells, trail, few, title, view)
    lead, ids = causes.stated(cells, view)
    return Section(
        "slips",
        title,
        unit,
        lead=lead,
        picture=chart,
        tables=(table,),
        metrics=("construction-slip",),
        origins=ids,
    )


def _slip(cell: Mapping[str, Any], w: Words) -> Row:
    opens, promised = Target("cell", (cell["complex_id"], cell["stage_id"])), not is_missing(cell["first_date"])
    first = Cell(
        period(cell["first_date"], cell["first_precision"]),
        opens=opens if promised else None,
        missing=w.t("not published"),
        note=w.t("stated {day}", day=cell["first_stated_on"].date().isoformat()) if promised else "",
    )
    last = milestone({**cell, "slip_months": None}, w)
    if not is_missing(cell["date"]):
        last = Cell(
            period(cell["date"], cell["precision"]),
            last.tone,
            last.mark,
            last.mark_label,
            note=w.t("stated {day}", day=day(cell["stated_on"]).isoformat()),
            opens=opens,
        )
    days = number(cell["passed_days"])
    return Row(
        cell["complex_id"],
        {
            "complex": complex_cell(cell["complex_id"]),
            "first": first,
            "last": last,
            "moved": move(cell["slip_months"] if cell["state"] != "withdrawn" else None),
            "restated": Cell(number(cell["restatements"]) if promised else None),
            "passed": Cell(days, "amber" if days else ""),
            "late_first": Cell(bool(cell["late_first"])),
            "late_latest": Cell(bool(cell["late_latest"])),
        },
        origin_ids(cell["origin_ids"], cell["first_origin_ids"]),
    )


def _chart(cells: pd.DataFrame, trail: pd.DataFrame, few: bool, title: str, view: View) -> Chart | None:
    """First and latest plan of each complex; of few, every statement."""
    w, rows = view.w, words.first_and_latest(cells, view)
    if trail.empty or not (few or len(rows)):
        return None
    drawn = rows_of(rows)
    # A plan that is stated more closely, within its first period, has not moved.
    ends = [(row["first_end"] if row["slip_months"] else row["last_end"], row["last_end"]) for row in drawn]
    earliest = tuple(min(pair) for pair in ends)
    lengths = tuple(float((max(pair) - low).days) for pair, low in zip(ends, earliest, strict=True))
    tones = tuple(move_tone(row["slip_months"]) or "blue" for row in drawn)
    days = [day for pair in ends for day in pair] or [view.scope.as_of]
    return Chart(
        tuple(rows["name"]),
        (Series(w.t("first date"), earliest, hidden=True), Series(w.t("days between"), lengths, tones)),
        Format.DAY,
        w.t("months"),
        words.trend_alt(trail, title, w) if few else words.moves_alt(rows, title),
        tuple(w.months(row["slip_months"]) if row["slip_months"] else w.t("not moved") for row in drawn),
        min(days).replace(month=1, day=1),
        max(days).replace(year=max(days).year + 2, month=1, day=1),
        source=words.source_line([trail["origin_ids"]], w),
        key=w.t("From the first plan to the latest (◆), or to the day reached; months between them at the end"),
        marks=tuple(last for _, last in ends),
        draw=lambda palette: (
            trend.draw(trail, w, palette, view.scope.as_of)
            if few
            else charts.promise_moves(rows, w, palette, view.scope.as_of)
        ),
    )


@remembered
def statements(view: View) -> Section:
    """Every statement about every milestone."""
    w, names = view.w, view.names
    columns = (
        complex_column(view),
        Column("stage", w.t("Milestone"), Format.NAME, names=names["stages"], share=22),
        Column("stated", w.t("Stated on"), Format.DAY, share=12),
        Column("status", w.t("State"), Format.NAME, names=w.codes("milestone-status"), share=10),
        Column("date", w.t("Date"), Format.PERIOD, share=12),
        Column("counts", w.t("Counts of its day"), Format.YES, share=8),
        Column("note", w.t("Note"), share=40),
    )
    rows = []
    for stage_id in view.ask("progress/stages")["stage_id"]:
        for number_, said in enumerate(rows_of(view.ask("schedule/trail", stage_id=stage_id), ScheduleTrail)):
            rows.append(
                Row(
                    f"{stage_id}:{number_}",
                    {
                        "complex": complex_cell(said["complex_id"]),
                        "stage": Cell(stage_id, opens=Target("cell", (said["complex_id"], stage_id))),
                        "stated": Cell(day(said["stated_on"])),
                        "status": Cell(said["status"]),
                        "date": Cell(period(said["date"], said["precision"])),
                        "counts": Cell(bool(said["leads"])),
                        "note": Cell(w.of(said, "note") or None),
                    },
                    origin_ids(said["origin_ids"]),
                )
            )
    title = w.n("One statement about milestones", "{n} statements about milestones", len(rows))
    return Section(
        "statements", title, tables=(Table(columns, tuple(rows), empty=w.t("Nothing was published by this day.")),)
    )


@remembered
def milestones(view: View, chosen: str = "") -> Section:
    """The pair late against the first and the latest plan, a row a milestone.

    `chosen`: the milestone that is marked.
    """
    w = view.w
    now = on(standing(view), view.scope.as_of)
    columns = (
        Column("stage", w.t("Milestone"), Format.NAME, names=view.names["stages"], share=34),
        Column("dated", w.t("Open, with a date"), Format.NUMBER, share=11),
        Column("late_first", w.t("Late against the first plan"), Format.NUMBER, share=13),
        Column("late_latest", w.t("Late against the latest plan"), Format.NUMBER, share=13),
        Column("median", w.t("Median move"), Format.MONTHS, share=11, digits=1),
        Column("most", w.t("Most"), Format.MONTHS, share=9, digits=1),
        Column("restated", w.t("Restated"), Format.NUMBER, share=9),
    )
    method = w.t(
        "Milestones not reached that have a date. Late against the first plan: moved later, or the first period "
        "has passed. Against the latest: it has passed without news."
    )
    rows = tuple(_lateness(row, chosen, w) for row in rows_of(words.by_milestone(now)))
    return Section(
        "milestones",
        words.milestones_title(now, w),
        w.t("Of the milestones not reached that have a date; both measures of delay are shown together"),
        lead=sentences(words.sentence(now, view)),
        tables=(Table(columns, rows, foot=method, whole=True),),
        origins=origin_ids(now["origin_ids"], now["first_origin_ids"]),
    )


def _lateness(row: Mapping[str, Any], chosen: str, w: Words) -> Row:
    stage_id = row["stage_id"]
    cells = {
        "stage": Cell(stage_id or None, missing=w.pt("stages", "All")),
        "dated": Cell(row["dated"]),
        "late_first": Cell(row["late_first"], "amber" if row["late_first"] else "subtle"),
        "late_latest": Cell(row["late_latest"], "red" if row["late_latest"] else "subtle"),
        "median": move(row["median"]),
        "most": move(row["most"]),
        "restated": Cell(row["restated"]),
    }
    return Row(stage_id or "all", cells, total=not stage_id, chosen=stage_id == chosen)


@remembered
def rollup(view: View) -> Section:
    """For each milestone how many complexes stand where, how that changed since the comparison day, and which moved."""
    w, scope = view.w, view.scope
    now, then = (on(standing(view), when) for when in (scope.as_of, scope.compare))
    states = w.codes("milestone-state")
    columns = (
        Column("stage", w.t("Milestone"), Format.NAME, names=view.names["stages"], share=22),
        *(Column(state, name, Format.NUMBER, share=8) for state, name in states.items()),
        Column("moved", w.t("What moved"), share=34),
    )
    both = now.merge(then[["complex_id", "stage_id", "state"]], on=["complex_id", "stage_id"], suffixes=("", "_before"))
    moved = both[both["state"] != both["state_before"]]
    rows = []
    for stage_id in view.ask("progress/stages")["stage_id"]:
        counts, before = (rows.loc[rows["stage_id"] == stage_id, "state"].value_counts() for rows in (now, then))
        own = moved[moved["stage_id"] == stage_id]
        cells = {state: _count(int(counts.get(state, 0)), int(before.get(state, 0)), w) for state in states}
        cells |= {"stage": Cell(stage_id), "moved": _movers(own, view)}
        rows.append(Row(stage_id, cells, origin_ids(own["origin_ids"])))
    unit = w.t(
        "Complexes by state as of {now}, with the change since {before}",
        now=scope.as_of.isoformat(),
        before=scope.compare.isoformat(),
    )
    return Section(
        "rollup",
        words.rollup_title(now, then, scope.compare, w),
        unit,
        tables=(Table(columns, tuple(rows), whole=True),),
        origins=origin_ids(now["origin_ids"]),
    )


def _count(count: int, before: int, w: Words) -> Cell:
    """How many there are, and how many more than before."""
    change = count - before
    after = Part(change, Format.SIGNED, label=w.t("change")) if change else None
    return Cell(count, "" if count else "subtle", after=after)


def _movers(rows: pd.DataFrame, view: View) -> Cell:
    """The complexes whose state changed, each with its state now."""
    w = view.w
    links = tuple(
        Link(
            view.names["complexes"][r["complex_id"]],
            Target("cell", (r["complex_id"], r["stage_id"])),
            w.code("milestone-state", r["state"]),
        )
        for r in rows_of(rows)
    )
    return Cell(missing=w.t("nothing"), links=links)
