"""What an upload brings, as tables: what is wrong with it, and statements that are there already."""

from collections.abc import Sequence

from rollout.document.model import Cell, Column, Row, Section, Table
from rollout.language.words import Words
from rollout.ledger import forms
from rollout.ledger.upload import Duplicate, Finding, head
from rollout.subjects.sources.dictionary import titles

MOST = 200  # lines; who has more mends these first


def faults(found: Sequence[Finding], w: Words) -> Section:
    """What is wrong: sheet, row, column as the file has them, the value, and what is right."""
    columns = (
        Column("sheet", w.t("Sheet"), share=16),
        Column("row", w.t("Row"), share=8),
        Column("column", w.t("Column"), share=16),
        Column("value", w.t("Value"), share=20),
        Column("reason", w.t("What is wrong, and what is right"), share=40),
    )
    rows = tuple(Row(f"fault-{place}", _cells(one, w)) for place, one in enumerate(found[:MOST]))
    foot = w.t("The first {n} faults", n=w.number(MOST)) if len(found) > MOST else ""
    title = w.n("One fault: nothing was taken in", "{n} faults: nothing was taken in", len(found))
    return Section("upload-faults", title, "", tables=(Table(columns, rows, foot=foot, dense=True),))


def _cells(one: Finding, w: Words) -> dict[str, Cell]:
    own = forms.fields(one.table).get(one.field) if one.table else None
    called = head(own, w) if own else one.field
    in_store = w.t("not in the file: {table}", table=titles(w).get(one.table, one.table))
    return {
        "sheet": Cell(one.sheet or in_store),
        "row": Cell(str(one.row) if one.row else one.key),
        "column": Cell(" · ".join(part for part in (one.column, called) if part)),
        "value": Cell(one.value or None, missing=w.t("empty")),
        "reason": Cell(one.said(w)),
    }


def duplicates(found: Sequence[Duplicate], w: Words) -> Section:
    """New rows that state what is there already."""
    columns = (
        Column("place", w.t("Sheet and row"), share=20),
        Column("says", w.t("States"), share=40),
        Column("other", w.t("Is there as"), share=24),
        Column("sources", w.t("Sources that it would add"), share=16),
    )
    rows: list[Row] = []
    for one in found[:MOST]:
        cells = {
            "place": Cell(f"{one.place.sheet} {one.place.row or ''}"),
            "says": Cell(forms.label(one.change.table, one.change.row, w)),
            "other": Cell(one.key),
            "sources": Cell("; ".join(one.added) or None, missing=w.t("none")),
        }
        rows.append(Row(f"duplicate-{one.change.table}-{one.key}-{len(rows)}", cells))
    title = w.n("One statement is there already", "{n} statements are there already", len(found))
    return Section("upload-duplicates", title, "", tables=(Table(columns, tuple(rows), dense=True),))
