"""Programmes as a list, and one with all that is known of it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from rollout.document.model import (
    ANNEX,
    SCREEN,
    Cell,
    Column,
    Format,
    Quantity,
    Row,
    Section,
    Table,
    Tone,
)
from rollout.document.target import Target
from rollout.language.words import Words
from rollout.questions.ask import is_missing, rows_of
from rollout.questions.view import View, remembered
from rollout.render.markup import as_list
from rollout.subjects.cells import chooses, day, number, origin_ids
from rollout.subjects.talent import words
from rollout.subjects.talent.programmes import (
    PLACED,
    USUAL,
    Asked,
    found,
)

STATE_TONES: Mapping[str, Tone] = {"running": "blue", "selected": "blue", "planned": "subtle", "ended": "subtle"}


def shared_cells(row: dict[str, Any], w: Words) -> dict[str, Cell]:
    """A programme's cells that every list of programmes has."""
    return {
        "school": Cell(
            words.school(row, w),
            "subtle" if row["state"] == "ended" else "",
            note=words.department(row),
            opens=Target("programme", (row["programme_id"],)),
            strong=True,
        ),
        "type": Cell(row["type"]),
        "level": Cell(row["level"]),
        "industry": Cell(row["industry_id"], filters=chooses("industry", row["industry_id"])),
        "seats": Cell(words.seats(row, w) or None, missing=w.t("not published")),
        "seats_number": Cell(number(row["seats_per_year"])),
        "state": Cell(
            row["state"], STATE_TONES.get(row["state"], ""), note=w.t("a part, not counted") if row["part"] else ""
        ),
        "counted": Cell(bool(row["counted"])),
    }


@remembered
def programmes(view: View, asked: Asked = USUAL) -> Section:
    """The programmes of the filters with all that is known of them, running ones first."""
    w, rows = view.w, found(view, asked)
    unit = w.t(
        "Running first, then selected, planned and ended. Select a school for all that is known of its programme"
    )
    return Section("talent-programmes", words.list_title(rows, asked, w), unit, tables=(programme_table(rows, view),))


def programme_table(rows: pd.DataFrame, view: View) -> Table:
    w = view.w
    columns = _columns(view)
    made = tuple(_programme(r, view) for r in rows_of(rows))
    return Table(
        columns, made, empty=w.t("No programme matches. Choose all types, a wider province, or a shorter text.")
    )


def _programme(r: dict[str, Any], view: View) -> Row:
    w, none = view.w, view.w.t("not published")
    shared = shared_cells(r, w)
    return Row(
        r["programme_id"],
        {
            **shared,
            "school": replace(shared["school"], warnings=tuple(as_list(r["warnings"]))),
            "place": Cell(words.place(r, view)),
            "partner": Cell(_several(r["partner_company_ko"]), missing=none),
            "budget": Cell(number(r["budget_krw"]), missing=none),
            "years": Cell(words.years(r, w)),
            "first": Cell(_year(r["start_year"])),
            "last": Cell(_year(r["end_year"])),
            "ministry": Cell(_several(w.of(r, "ministry"))),
            "stated": Cell(day(r["stated_on"])),
            "note": Cell(w.of(r, "note") or None),
        },
        origin_ids(r["origin_ids"]),
    )


def _columns(view: View) -> tuple[Column, ...]:
    w = view.w
    return (
        Column("school", w.t("School"), share=22, note_label=w.t("Department or programme")),
        Column("type", w.t("Type"), Format.NAME, names=w.codes("programme-type"), share=12),
        Column("industry", w.t("Industry"), Format.NAME, names=view.names["industries"], share=10),
        Column("level", w.t("Level of education"), Format.NAME, names=w.codes("programme-level"), media=SCREEN),
        Column("place", w.t("Place"), share=13),
        Column("partner", w.t("Partner"), Format.LIST, share=14, media=SCREEN),
        Column("seats", w.t("Seats"), share=12),
        Column("seats_number", w.t("Seats a year"), Format.NUMBER, media=ANNEX),
        Column("budget", w.t("Budget, whole term"), Format.WON, share=12),
        Column("years", w.t("Years"), share=10),
        Column("first", w.t("First year"), Format.YEAR, media=ANNEX),
        Column("last", w.t("Last year"), Format.YEAR, media=ANNEX),
        Column("state", w.t("State"), Format.NAME, names=w.codes("programme-status"), share=8),
        Column("counted", w.t("Counted"), Format.YES, media=ANNEX),
        Column("ministry", w.t("In charge"), Format.LIST, media=ANNEX),
        Column("stated", w.t("Stated on"), Format.DAY, media=ANNEX),
        Column("note", w.t("Note"), media=ANNEX),
    )


@remembered
def programme(view: View, programme_id: str) -> Section | None:
    """One programme with all that is known of it (a dialog)."""
    every = view.ask("talent/programmes")
    rows = every[every["programme_id"] == programme_id]
    if rows.empty:
        return None
    w, r = view.w, rows_of(rows)[0]
    facts = _facts(r, view)
    columns = (Column("fact", w.t("What"), share=20), Column("value", w.t("Value"), share=60))
    table = Table(
        columns, tuple(Row(key, {"fact": Cell(name), "value": cell}) for key, name, cell in facts), whole=True
    )
    return Section("programme", words.school(r, w), tables=(table,), origins=origin_ids(r["origin_ids"]))


def _facts(r: dict[str, Any], view: View) -> tuple[tuple[str, str, Cell], ...]:
    """What is known of a programme: key, name and value."""
    w, none = view.w, view.w.t("not published")
    stated = day(r["stated_on"])
    level, state = w.code("programme-level", r["level"]), w.code("programme-status", r["state"])
    placed = w.t("main campus, from general knowledge") if r["place"] in PLACED else ""
    known_since = w.t("known since {day}", day=stated.isoformat() if stated else w.t("undated"))
    budget = None if is_missing(r["budget_krw"]) else Quantity(float(r["budget_krw"]), Format.WON)
    kind = Cell(w.code("programme-type", r["type"]), note=level, warnings=tuple(as_list(r["warnings"])))
    return (
        ("department", w.t("Department or programme"), Cell(words.department(r) or None, missing=none)),
        ("type", w.t("Type"), kind),
        ("industry", w.t("Industry"), Cell(view.names["industries"][r["industry_id"]])),
        ("place", w.t("Place"), Cell(words.place(r, view), note=placed)),
        ("partner", w.t("Partner"), Cell(_several(r["partner_company_ko"]), missing=none)),
        ("seats", w.t("Seats"), Cell(words.seats(r, w) or None, missing=none)),
        ("budget", w.t("Budget, whole term"), Cell(budget, missing=none)),
        ("years", w.t("Years and state"), Cell(words.years(r, w), note=state)),
        ("ministry", w.t("In charge"), Cell(_several(w.of(r, "ministry")), missing=none, note=known_since)),
        *((("note", w.t("Note"), Cell(w.of(r, "note"))),) if w.of(r, "note") else ()),
    )


def _several(text: Any) -> tuple[str, ...] | None:
    """A text of several parts with semicolons between them."""
    return tuple(text.split(";")) if isinstance(text, str) and text else None


def _year(value: Any) -> int | None:
    return None if is_missing(value) else int(value)
