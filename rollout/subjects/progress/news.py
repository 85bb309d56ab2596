"""What changed and what comes as sections: between two days, the newest statements, the plans that fall due."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from rollout.document.model import Cell, Column, Format, Part, Quantity, Row, Section, Table, Value
from rollout.questions.ask import is_missing, present, rows_of
from rollout.questions.rows import ProgressChanges, ProgressChangesBetween
from rollout.questions.view import View, remembered
from rollout.subjects import wording
from rollout.subjects.cells import complex_cell, complex_column, day, move, origin_ids, period

LATELY = 60


@remembered
def changes(view: View, complex_id: str = "") -> Section:
    """What changed between the comparison day and the as-of day: stages reached, plans moved, figures, zones, money.

    `complex_id`: of one.
    """
    w, since = view.w, view.scope.compare.isoformat()
    one = {"complexes": (complex_id,)} if complex_id else {}
    found = view.ask("progress/changes_between", since=view.scope.compare, **one)
    columns = (
        complex_column(view),
        Column("subject", w.t("Subject"), share=22),
        Column("before", w.t("Before"), share=16),
        Column("after", w.t("Now"), share=20),
        Column("moved", w.t("Moved"), Format.MONTHS, share=10),
        Column("stated", w.t("Stated on"), Format.DAY, share=12),
    )
    rows = tuple(
        _change_row(str(place), change, view) for place, change in enumerate(rows_of(found, ProgressChangesBetween))
    )
    title = wording.between_title(view, found) if len(found) else w.t("Nothing changed since {day}", day=since)
    if complex_id and len(found):
        title = w.n("One change since {day}", "{n} changes since {day}", len(found), day=since)
    table = Table(columns[1:] if complex_id else columns, rows, cut_by="moved", empty=w.t("Nothing changed."))
    return Section("changes", title, w.t("Between the comparison date and the as-of date"), tables=(table,))


def _change_row(key: str, change: Mapping[str, Any], view: View) -> Row:
    subject, before, after = _change(change, view)
    moved = change["moved_months"] if change["kind"] in {"restated", "reached"} else None
    cells = {
        "complex": complex_cell(change["complex_id"]),
        "subject": Cell(subject),
        "before": Cell(before),
        "after": after,
        "moved": move(moved),
        "stated": Cell(day(change["stated_on"])),
    }
    return Row(key, cells, origin_ids(change["origin_ids"]))


def _change(row: Mapping[str, Any], view: View) -> tuple[str, Value, Cell]:
    """A change's subject, what was so before, and what is so now."""
    w, kind = view.w, row["kind"]
    after = period(row["after_on"], row["after_precision"])
    if kind in {"reached", "withdrawn", "restated", "first-planned"}:
        state = {"reached": "done", "withdrawn": "withdrawn"}.get(kind, "planned")
        label = w.t("planned for the first time") if kind == "first-planned" else w.code("milestone-state", state)
        before = period(row["before_on"], row["before_precision"]) if kind == "restated" else None
        return view.names["stages"][row["subject"]], before, Cell(after, mark=state, mark_label=label)
    if kind == "figure":
        form = {"m2": Format.AREA, "KRW": Format.WON}.get(wording.FIGURE_UNITS[row["subject"]], Format.NUMBER)
        unit = w.t("people") if form is Format.NUMBER else ""
        values = [
            Quantity(row[key], form, unit) if not is_missing(row[key]) else None
            for key in ("before_value", "after_value")
        ]
        change = (
            Part(row["after_value"] / row["before_value"] - 1, Format.CHANGE, label=w.t("change"))
            if not is_missing(row["before_value"])
            else None
        )
        return w.code("figure-metric", row["subject"]), values[0], Cell(values[1], after=change)
    if kind == "zone":
        return w.t("Designated zone"), None, Cell(w.of(row, "subject"))
    amount = Quantity(row["after_value"], Format.WON) if not is_missing(row["after_value"]) else None
    return (
        f"{w.code('money-kind', row['subject'])}: {w.of(row, 'subject')}",
        None,
        Cell(amount, missing=w.t("amount not published")),
    )


@remembered
def lately(view: View) -> Section:
    """The newest statements, newest first."""
    w, found = view.w, view.ask("progress/changes")
    shown = found.head(LATELY)
    title = (
        w.t("Latest statement: {day}", day=w.period(shown["on_day"].iloc[0], shown["on_precision"].iloc[0]))
        if len(shown)
        else w.t("Nothing was published by this day")
    )
    rows = [lately_row(str(place), row, view) for place, row in enumerate(rows_of(shown, ProgressChanges))]
    unit = w.t("The newest {n} of {total} statements, newest first", n=w.number(len(shown)), total=w.number(len(found)))
    return Section("lately", title, unit, tables=(table(view, rows, w.t("Nothing was published by this day.")),))


def lately_row(key: str, row: ProgressChanges, view: View) -> Row:
    """A statement as a line: an event's headline, or the plan before and now."""
    w, text, moved = view.w, view.w.of(row, "headline"), None
    if row["kind"] == "restated":
        moved = row["moved_months"]
        text = w.t(
            "{stage}: {before} → {after}",
            stage=view.names["stages"][str(row["stage_id"])],
            before=w.period(present(row["before_on"]), str(row["before_precision"])),
            after=w.period(present(row["after_on"]), str(row["after_precision"])),
        )
    return line(key, row["complex_id"], period(row["on_day"], row["on_precision"]), text, moved, row["origin_ids"])


@remembered
def due(view: View) -> Section:
    """The plans that fall due within the view's horizon, those with the fewest open earlier stages first."""
    w, as_of, days = view.w, view.scope.as_of, view.scope.horizon
    found = wording.due(view.ask("progress/board"), as_of, as_of + dt.timedelta(days=days))
    rows = []
    for row in rows_of(found):
        text = view.names["stages"][row["stage_id"]]
        if row["open_before"]:
            text += " · " + w.n(
                "one earlier stage still open", "{n} earlier stages still open", int(row["open_before"])
            )
        rows.append(
            line(
                f"{row['complex_id']}:{row['stage_id']}",
                row["complex_id"],
                period(row["date"], row["precision"]),
                text,
                row["slip_months"],
                row["origin_ids"],
            )
        )
    title = (
        w.n(
            "One plan falls due in the next {days} days, with earlier stages still open at {blocked}",
            "{n} plans fall due in the next {days} days; at {blocked} of them earlier stages are still open",
            len(found),
            days=days,
            blocked=w.number(int((found["open_before"] > 0).sum())),
        )
        if len(found)
        else w.t("Nothing falls due in the next {days} days", days=days)
    )
    return Section(
        "due",
        title,
        w.t("By the latest stated plan, those with the fewest open earlier stages first"),
        tables=(table(view, rows, w.t("No plan in force falls due in these days.")),),
    )


def line(key: str, complex_id: str, when: Value, text: str, moved: Any, origins: Any) -> Row:
    """A row of `table`: when, at which complex, what, and by how many months it moved."""
    return Row(
        key,
        {"when": Cell(when), "complex": complex_cell(complex_id), "what": Cell(text), "moved": move(moved or None)},
        origin_ids(origins),
    )


def table(view: View, rows: list[Row], empty: str, brief: bool = False) -> Table:
    """News, a line each."""
    w = view.w
    columns = (
        Column("when", w.t("When"), Format.PERIOD, share=11, wordless=True),
        complex_column(view),
        Column("what", w.t("What"), share=48),
        Column("moved", w.t("Moved"), Format.MONTHS, share=10),
    )
    return Table(columns, tuple(rows), empty=empty, brief=brief)
