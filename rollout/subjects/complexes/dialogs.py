"""What opens on a click: a complex in brief, and every statement about one stage or one figure of it."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from rollout.document.model import Cell, Column, Format, Row, Section, Table, Text
from rollout.document.target import Target
from rollout.language.words import Words
from rollout.questions.ask import is_missing, rows_of
from rollout.questions.rows import ProgressBoard, ProgressStatements
from rollout.questions.view import View, remembered
from rollout.render.markup import as_list
from rollout.subjects import wording
from rollout.subjects.cells import milestone, move, number, origin_ids, period, stated
from rollout.subjects.complexes.sections import quantity, site


@remembered
def card(view: View, complex_id: str) -> Section | None:
    """One complex in brief: its stages with their states and moves."""
    if complex_id not in view.names["complexes"]:
        return None
    w, own = view.w, site(view, complex_id)
    cells = view.ask("progress/board", complexes=(complex_id,))
    columns = (
        Column("stage", w.t("Stage"), Format.NAME, names=view.names["stages"], share=40),
        Column("state", w.t("State"), Format.PERIOD, share=36),
        Column("moved", w.t("Against the first plan"), Format.MONTHS, share=20),
    )
    rows = tuple(
        Row(
            c["stage_id"],
            {
                "stage": Cell(c["stage_id"], opens=Target("cell", (complex_id, c["stage_id"]))),
                "state": milestone({**c, "slip_months": None}, w),
                "moved": move(number(c["slip_months"]) or None),
            },
            origin_ids(c["origin_ids"]),
        )
        for c in rows_of(cells, ProgressBoard)
    )
    lead = (
        f"{w.of(own, 'theme')} · {w.of(own, 'province')}",
        w.t("Next: {next}", next=wording.next_milestone(own, view.names["stages"], w)),
        *_newest(own, w),
    )
    return Section(
        "complex",
        w.of(own, "name"),
        lead=tuple(Text(f"{text}.") for text in lead),
        tables=(Table(columns, rows, whole=True),),
        origins=origin_ids(own["area_origin_ids"], own["cost_origin_ids"]),
    )


def _newest(own: Mapping[str, Any], w: Words) -> list[str]:
    """The newest area of a complex, and its cost where one is published."""
    area = w.t(
        "Area: {area} km², {announced} km² announced; stated on {day}",
        area=w.area(own["area_m2"]),
        announced=w.area(own["announced_m2"]),
        day=own["area_stated_on"].date().isoformat(),
    )
    if is_missing(own["cost_krw"]):
        return [area]
    cost = w.t(
        "Site cost: {amount}; stated on {day}",
        amount=w.won(own["cost_krw"]),
        day=own["cost_stated_on"].date().isoformat(),
    )
    return [area, cost]


@remembered
def stage_statements(view: View, complex_id: str, stage_id: str) -> Section | None:
    """Every statement about one stage of one complex."""
    if complex_id not in view.names["complexes"] or stage_id not in view.names["stages"]:
        return None
    w = view.w
    rows = view.ask("progress/statements", complex_id=complex_id, stage_id=stage_id)
    marks = {"planned": "planned", "actual": "done", "withdrawn": "withdrawn"}
    said = [
        Cell(
            period(r["date"], r["precision"]),
            mark=marks[r["status"]],
            mark_label=w.code("milestone-status", r["status"]),
        )
        for r in rows_of(rows, ProgressStatements)
    ]
    title = f"{view.names['complexes'][complex_id]} · {view.names['stages'][stage_id]}"
    return _statements(
        title,
        "milestone_id",
        rows,
        said,
        Column("value", w.t("Date"), Format.PERIOD, share=20),
        w.t("Nothing is published about this stage; a later stage is reached."),
        view,
    )


@remembered
def figure_statements(view: View, complex_id: str, metric: str) -> Section | None:
    """Every statement about one figure of one complex, the newest first."""
    if complex_id not in view.names["complexes"] or metric not in wording.FIGURE_UNITS:
        return None
    rows = view.ask("progress/figures", complex_id=complex_id)
    rows = rows[rows["metric"] == metric].sort_values("stated_on", ascending=False)
    said = [Cell(quantity(r["value"], r["unit"], view.w)) for r in rows_of(rows)]
    title = f"{view.names['complexes'][complex_id]} · {view.w.code('figure-metric', metric)}"
    return _statements(
        title,
        "figure_id",
        rows,
        said,
        Column("value", view.w.t("Value"), share=20),
        view.w.t("Nothing was published by this day."),
        view,
    )


def _statements(
    title: str, key: str, rows: pd.DataFrame, said: list[Cell], value: Column, empty: str, view: View
) -> Section:
    """Statements of one thing; `key`: the column of their ids."""
    w = view.w
    columns = (
        Column("stated", w.t("Stated on"), Format.PERIOD, share=14),
        value,
        Column("counts", w.t("Counts"), Format.YES, share=8),
        Column("note", w.t("Note"), share=46),
    )
    made = tuple(
        Row(
            r[key],
            {
                "stated": stated(r, w),
                "value": Cell(
                    cell.value, cell.tone, cell.mark, cell.mark_label, warnings=tuple(as_list(r["warnings"]))
                ),
                "counts": Cell(bool(r["counts"])),
                "note": Cell(w.of(r, "note") or None),
            },
            origin_ids(r["origin_ids"]),
        )
        for r, cell in zip(rows_of(rows), said, strict=True)
    )
    foot = (
        w.t("What does not count is not in force for the whole complex, or another statement of that day counts.")
        if not rows["counts"].all()
        else ""
    )
    return Section("said", title, tables=(Table(columns, made, foot=foot, empty=empty),))
