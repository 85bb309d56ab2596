"""Cells that several subjects share: a milestone, a move in months, a complex, a day, the sources of some rows."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from rollout.document import marks
from rollout.document.model import Cell, Column, Format, Part, Period, Text, Tone
from rollout.document.target import Target
from rollout.language import codes
from rollout.language.words import Words, by_name
from rollout.questions.ask import is_missing, rows_of
from rollout.questions.links import FILTERED
from rollout.questions.view import REST, View
from rollout.render.markup import as_list

LATE_MONTHS = 12  # a move of a year or more is red
STATES = "milestone-state"
UNDATED = ("skipped", "unpublished")


def origin_ids(*columns: Any) -> tuple[str, ...]:
    """Every source of some list columns or cells, once, sorted."""
    found = {
        i
        for column in columns
        for cell in (column if isinstance(column, pd.Series) else [column])
        for i in as_list(cell)
    }
    return tuple(sorted(found))


def period(day: Any, precision: Any) -> Period | None:
    """A date as exact as it was stated; None where there is none."""
    return None if is_missing(day) else Period(day.date(), str(precision))


def day(value: Any) -> Any:
    """A day; None where there is none."""
    return None if is_missing(value) else value.date()


def number(value: Any) -> float | None:
    """A number; None where there is none."""
    return None if is_missing(value) else value.item() if hasattr(value, "item") else value


def name_keys(rows: pd.DataFrame, w: Words) -> pd.Series:
    """What rows with a name are sorted by in the reader's language."""
    return pd.Series([by_name(w.of(row, "name")) for row in rows_of(rows)], index=rows.index, dtype=str)


def stated(row: Mapping[str, Any], w: Words) -> Cell:
    """The day on which a statement was made."""
    return Cell(period(row["stated_on"], row["stated_precision"] or "day"), missing=w.t("undated"))


def sentences(pieces: Sequence[tuple[str, Any]]) -> tuple[Text, ...]:
    """Sentences with their tones, without the stars that mark their findings on a screen."""
    return tuple(Text(text.replace("*", ""), tone) for text, tone in pieces)


def move_tone(months: float) -> Tone:
    """How a move is coloured: quiet when none or earlier, amber up to a year, red from there on."""
    return "" if months <= 0 else "amber" if months < LATE_MONTHS else "red"


def move(months: Any, opens: Target | None = None) -> Cell:
    """A move in months."""
    value = number(months)
    return Cell(value, move_tone(value) if value else "subtle", opens=opens)


def complex_column(view: View) -> Column:
    """The column of complexes."""
    return Column("complex", view.w.t("Complex"), Format.NAME, names=view.names["complexes"], share=14)


def complex_cell(complex_id: str, note: str = "") -> Cell:
    """A complex, which opens and can be chosen alone."""
    opens, filters = Target("complex", (complex_id,)), chooses("site", complex_id)
    return Cell(complex_id, opens=opens, note=note, strong=True, filters=filters)


def chooses(name: str, value: Any) -> Target | None:
    """The choice of one value of a filter of all pages; None where there is no such filter or value."""
    known = name in FILTERED and isinstance(value, str) and value not in ("", REST)
    return Target(name, (value,)) if known else None


def milestone(cell: Mapping[str, Any], w: Words, brief: bool = False) -> Cell:
    """A stage of a complex: its state as a mark, when it was reached or is planned, and its move.

    `brief`: no finer than a month.
    """
    state, opens = cell["state"], Target("cell", (cell["complex_id"], cell["stage_id"]))
    if state in UNDATED:
        said = None if state == "unpublished" else opens
        return Cell(None, mark=state, mark_label=w.code(STATES, state), opens=said, note=_last_planned(cell, w))
    precision = "month" if brief and cell["precision"] == "day" else cell["precision"]
    moved = number(cell["slip_months"]) if state != "withdrawn" else None
    after = Part(moved, Format.MONTHS, move_tone(moved), w.t("moved, months")) if moved else None
    label = codes.short(STATES, state, w.lang) if brief else w.code(STATES, state)
    return Cell(
        period(cell["date"], precision),
        marks.tone(state),
        mark=state,
        mark_label=label,
        after=after,
        opens=opens,
        note=_taken_back(cell, w),
    )


def _last_planned(cell: Mapping[str, Any], w: Words) -> str:
    """For when a skipped stage was planned, where it was."""
    planned = cell["state"] == "skipped" and not is_missing(cell["date"])
    return w.t("last planned for {when}", when=w.period(cell["date"], cell["precision"])) if planned else ""


def _taken_back(cell: Mapping[str, Any], w: Words) -> str:
    """When a stage that is planned again was withdrawn."""
    withdrawn = cell.get("withdrawn_on")
    if withdrawn is None or is_missing(withdrawn) or cell["state"] in {"withdrawn", "done"}:
        return ""
    return w.t("withdrawn {when}", when=w.period(withdrawn, "month"))
