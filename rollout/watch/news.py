"""What is new between two states, as sections: those of the screens, and new statements in the words of the feed."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

import pandas as pd

from rollout.api.asked import Asked
from rollout.api.changes import recorded, told
from rollout.document.model import ANNEX, Cell, Column, Format, Row, Section, Table
from rollout.facts.change import Change, key
from rollout.facts.change import Row as Record
from rollout.ledger.history import between
from rollout.questions.ask import is_missing, rows_of
from rollout.questions.scope import LATEST
from rollout.questions.view import View
from rollout.subjects.progress import since
from rollout.subjects.sources.dictionary import table_titles
from rollout.watch.point import Point


def news(asked: Asked, then: Point, now: Point) -> list[Section]:
    """The sections that have something new, those first that somebody must act on."""
    before, after = _view(asked, then, then.as_of), _view(asked, now, now.as_of)
    by_clock = _view(asked, then, then.today), _view(asked, now, now.today)
    moved = since.moved(before, after)
    made = (
        moved,
        since.turned(before, after),
        since.passed(*by_clock),
        statements(asked, then, now, since.moved_stages(moved)),
        since.ending(*by_clock, then.days, now.days),
        since.stale(*by_clock),
    )
    return [section for section in made if section.tables[0].rows]


def _view(asked: Asked, point: Point, day: dt.date) -> View:
    """The scope that is asked for, in a state, as of a day."""
    scope = asked.view.scope
    compare = min(scope.compare, day)
    scope = replace(scope, snapshot=point.snapshot, as_of=day, compare=compare, today=point.today)
    return replace(asked.view, scope=scope)


def statements(asked: Asked, then: Point, now: Point, listed: set[tuple[str, str, str]]) -> Section:
    """The statements that were made or recorded, corrected or removed since; but those `listed` as dates that moved."""
    w, view = asked.w, _view(asked, now, now.as_of)
    present = partial(_known, asked, then)
    found = pd.DataFrame(
        [
            about | {"kind": change.kind, "day": _day(change.row), "listed": _stage(change.row) in listed}
            for change, about in told(_changes(asked, then, now), present, view)
        ],
        dtype=object,
    )
    if len(found):
        found = asked.passing(found[~found["listed"].astype(bool)], as_filed=True)
        found = found.sort_values("day", ascending=False, na_position="last", kind="stable")
    rows = tuple(_row(row) for row in rows_of(found))
    columns = (
        Column("day", w.t("Stated on"), Format.DAY, share=11),
        Column("table", w.t("Table"), Format.NAME, names=table_titles(w), share=16, media=ANNEX),
        Column("kind", w.t("Change"), Format.NAME, names=w.codes("change-kind"), share=8),
        Column("said", w.t("What"), share=50),
        Column("complex", w.t("Complex"), Format.LIST, names=view.names["complexes"], media=ANNEX),
    )
    title = w.n("One new statement", "{n} new statements", len(rows))
    unit = w.t("Stated or recorded since, corrections too; the newest first")
    return Section("since-statements", title, unit, tables=(Table(columns, rows, empty=w.t("No new statement.")),))


def _row(row: Mapping[str, Any]) -> Row:
    day = None if is_missing(row["day"]) else row["day"]
    cells = {"day": Cell(day), "table": Cell(row["table"]), "kind": Cell(row["kind"]), "said": Cell(row["said"])}
    cells["complex"] = Cell(tuple(row["complex_ids"]) or None)
    return Row(f"{row['table']}:{row['row']}", cells, tuple(row["origin_ids"]))


def _changes(asked: Asked, then: Point, now: Point) -> Iterator[Change]:
    """What leads from the statements known then to those known now: by recording, and by the days that went by."""
    before, after = _since(asked, then.snapshot), _since(asked, now.snapshot)
    touched = set()
    for change in between(asked.view, then.snapshot, now.snapshot):
        name = (change.table, key(change.table, change.row))
        touched.add(name)
        was = change.before if name in before and before[name] <= then.today else None
        becomes = change.after if name in after and after[name] <= now.today else None
        if was is not None or becomes is not None:
            yield Change(change.table, was, becomes)
    aged: dict[str, list[str]] = {}
    for (table, row), day in after.items():
        if then.today < day <= now.today and (table, row) not in touched:
            aged.setdefault(table, []).append(row)
    for table, names in aged.items():
        records = _records(asked, now.snapshot, table)
        yield from (Change(table, None, records[row]) for row in names if row in records)


def _known(asked: Asked, point: Point, table: str) -> Mapping[str, Record]:
    """The rows of a table that were known in a state, by key."""
    days = _since(asked, point.snapshot)
    every = _records(asked, point.snapshot, table)
    return {name: row for name, row in every.items() if days.get((table, name), LATEST) <= point.today}


def _records(asked: Asked, snapshot: int, table: str) -> Mapping[str, Record]:
    return asked.asker.remember(("watch-rows", snapshot, table), lambda: recorded(asked.view, snapshot)(table))


def _since(asked: Asked, snapshot: int) -> Mapping[tuple[str, str], dt.date]:
    """The day since which each row that names its sources is known; long ago where that can't be told."""

    def make() -> dict[tuple[str, str], dt.date]:
        rows = asked.asker.ask("sources/known", snapshot, as_of=LATEST)
        days = [dt.date.min if is_missing(day) else day.date() for day in rows["known_since"]]
        return dict(zip(zip(rows["table_name"], rows["row_id"], strict=True), days, strict=True))

    return asked.asker.remember(("watch-known", snapshot), make)


def _day(row: Record) -> dt.date | None:
    """The day on which a row was stated, or which it is about."""
    text = next((row[name] for name in ("stated_on", "date", "date_on", "designated_on") if row.get(name)), "")
    return dt.date.fromisoformat(text) if text else None


def _stage(row: Record) -> tuple[str, str, str]:
    return row.get("complex_id", ""), row.get("stage_id", ""), row.get("stated_on", "")
