"""Changes of rows: what differs between two states of the tables, and a state with changes made.

A state is a frame of text a table, as `facts.load` gives; a row is its cells by field, empty where there is none.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

import pandas as pd

from rollout.facts.descriptor import DATA_DIR, LIST_SEPARATOR, descriptor

Row = Mapping[str, str]
Frames = Mapping[str, pd.DataFrame]


@dataclass(frozen=True)
class Change:
    """One row of a table: new (no `before`), changed, or gone (no `after`)."""

    table: str
    before: Row | None
    after: Row | None

    @property
    def kind(self) -> str:
        """ "new", "changed" or "gone"."""
        return "new" if self.before is None else "gone" if self.after is None else "changed"

    @property
    def row(self) -> Row:
        """The row as it is afterwards; one that is gone, as it was."""
        return self.after if self.after is not None else self.before or {}

    @property
    def inverse(self) -> "Change":
        """The change that takes this one back."""
        return Change(self.table, self.after, self.before)

    def cells(self) -> dict[str, tuple[str, str]]:
        """The fields that differ, with the cell before and after."""
        before, after = self.before or {}, self.after or {}
        return {
            name: (before.get(name, ""), after.get(name, ""))
            for name in {**before, **after}
            if before.get(name, "") != after.get(name, "")
        }


@lru_cache
def _shipped() -> Mapping[str, Any]:
    return descriptor(DATA_DIR)


def keys(content: Mapping[str, Any] | None = None) -> dict[str, tuple[str, ...]]:
    """The primary key of each table of a package (its descriptor; default: data/)."""
    return {r["name"]: tuple(r["schema"]["primaryKey"]) for r in (content or _shipped())["resources"]}


def numbers(content: Mapping[str, Any] | None = None) -> dict[str, set[str]]:
    """The fields of each table that hold a decimal number."""
    return {
        r["name"]: {field["name"] for field in r["schema"]["fields"] if field["type"] == "number"}
        for r in (content or _shipped())["resources"]
    }


def key(table: str, row: Row) -> str:
    """What names a row of a table."""
    return LIST_SEPARATOR.join(row[name] for name in keys()[table])


def rows(frames: Frames, content: Mapping[str, Any] | None = None) -> dict[str, dict[str, dict[str, str]]]:
    """Every row by table and key, decimal numbers in their shortest spelling; of the tables that a package has.

    A table without the fields of its key has no rows that could be told apart: none are given.
    """
    known, decimals = keys(content), numbers(content)
    found: dict[str, dict[str, dict[str, str]]] = {}
    for name, frame in frames.items():
        if name not in known or not set(known[name]) <= set(frame.columns):
            continue
        fields = [str(field) for field in frame.columns]
        columns = ([_cell(value, field in decimals[name]) for value in own.tolist()] for field, own in frame.items())
        records = [dict(zip(fields, values, strict=True)) for values in zip(*columns, strict=True)]
        found[name] = {LIST_SEPARATOR.join(record[part] for part in known[name]): record for record in records}
    return found


def difference(old: Frames, new: Frames) -> list[Change]:
    """What leads from one state to another, in the order of tables and rows; tables that only one has are left out."""
    before, after = rows(old), rows(new)
    changes = []
    for table in (name for name in before if name in after):
        was, becomes = before[table], after[table]
        gone = [Change(table, row, None) for i, row in was.items() if i not in becomes]
        changed = [Change(table, was.get(i), row) for i, row in becomes.items() if not same(was.get(i), row)]
        changes += gone + changed
    return changes


def applied(frames: Frames, changes: Iterable[Change]) -> dict[str, pd.DataFrame]:
    """A state with changes made: rows stay in their places, new ones come last."""
    by_table: dict[str, list[Change]] = {}
    for change in changes:
        by_table.setdefault(change.table, []).append(change)
    return {name: _with(name, frame, by_table[name]) if name in by_table else frame for name, frame in frames.items()}


def stale(frames: Frames, changes: Iterable[Change]) -> list[tuple[Change, Row | None]]:
    """The changes that do not start from what a state holds, each with the row that it holds instead."""
    changes = list(changes)
    present = rows({name: frame for name, frame in frames.items() if name in {change.table for change in changes}})
    found = [(change, present[change.table].get(key(change.table, change.row))) for change in changes]
    return [(change, now) for change, now in found if not same(change.before, now)]


def same(one: Row | None, other: Row | None) -> bool:
    """Whether two rows hold the same; None is no row."""
    if one is None or other is None:
        return one is other
    return all(one.get(name, "") == other.get(name, "") for name in {**one, **other})


def unmade(frames: Frames, changes: Sequence[Change]) -> list[Change]:
    """The changes that do not lead to what a state holds already."""
    present = rows({name: frames[name] for name in {change.table for change in changes}})
    return [c for c in changes if not same(c.after, present[c.table].get(key(c.table, c.row)))]


def _with(name: str, frame: pd.DataFrame, changes: Sequence[Change]) -> pd.DataFrame:
    records = rows({name: frame})[name]
    for change in changes:
        if change.after is None:
            records.pop(key(name, change.row), None)
        else:
            records[key(name, change.after)] = dict(change.after)
    columns = {field: [record.get(field) or None for record in records.values()] for field in frame.columns}
    return pd.DataFrame(columns, columns=frame.columns, dtype=str)


def _cell(value: Any, is_decimal: bool) -> str:
    if value is None or value != value:
        return ""
    return shortest(str(value)) if is_decimal else str(value)


def shortest(text: str) -> str:
    """A decimal number without zeros at its end; any other text as it is."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        return text
    return format(number.quantize(Decimal(1)) if number == number.to_integral_value() else number.normalize(), "f")
