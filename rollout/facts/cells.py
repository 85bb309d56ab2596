"""Cells, keys and references of the tables as read: what may stand in a field, what names a row, what a row points at.

The rules are those of the Data Package standard; frictionless reads the descriptor. The rows are checked here, in a
tenth of its time: a person waits for the check of a change and of all that it touches.
"""

import datetime as dt
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from functools import partial
from typing import Any

from rollout.facts.descriptor import Fault, Field
from rollout.facts.reading import Table
from rollout.facts.reasons import Reason

MOST = 1000  # faults of a table: more have one cause
TYPED: dict[str, Callable[[str], Any]] = {
    "integer": Decimal,
    "number": Decimal,
    "date": dt.date.fromisoformat,
    "year": int,
}
BOUNDS: dict[str, Callable[[Any, Any], bool]] = {
    "minimum": lambda value, bound: value >= bound,
    "maximum": lambda value, bound: value <= bound,
    "exclusiveMinimum": lambda value, bound: value > bound,
    "exclusiveMaximum": lambda value, bound: value < bound,
}
FORMS: dict[str, Callable[[str, Any], Any]] = {
    "minLength": lambda cell, bound: len(cell) >= bound,
    "maxLength": lambda cell, bound: len(cell) <= bound,
    "pattern": lambda cell, bound: re.fullmatch(bound, cell),
}
Tables = Mapping[str, Table]
Keys = Mapping[tuple[str, ...], tuple[str, tuple[str, ...]]]


def faults(tables: Tables) -> Iterator[Fault]:
    """Every fault of cells, keys and references, at most a thousand a table.

    A reference into a table that could not be read tells nothing.
    """
    for name, table in tables.items():
        keys = {
            tuple(key["fields"]): (key["reference"]["resource"] or name, tuple(key["reference"]["fields"]))
            for key in table.resource["schema"].get("foreignKeys", [])
        }
        found = [*_cells(table), *_lengths(table), *_doubles(table), *_strangers(table, keys, tables)]
        blank = {number for number, row in enumerate(table.rows, start=2) if not any(row[: len(table.fields)])}
        found = [fault for fault in found if fault.row not in blank]
        found += [Fault(table.file, number, None, Reason("the row is empty")) for number in blank]
        yield from sorted(found, key=lambda fault: fault.row or 0)[:MOST]


def _cells(table: Table) -> Iterator[Fault]:
    """Cells that are empty but must not be, and values that their field does not allow."""
    for name, field in table.fields.items():
        required, tests = field.get("constraints", {}).get("required"), list(_tests(field))
        for number, cell in enumerate(table.column(name), start=2) if required or tests else ():
            if not cell and required:
                yield Fault(table.file, number, name, Reason("the cell is empty, but must not be"))
            for test in tests if cell else ():
                if reason := test(cell):
                    yield Fault(table.file, number, name, reason)


def _tests(field: Field) -> Iterator[Callable[[str], Reason | None]]:
    """What a value of a field must pass; each gives the reason if it does not."""
    rules, typed = field.get("constraints", {}), TYPED.get(field["type"], str)
    for rule, bound in rules.items():
        if rule in BOUNDS:
            yield partial(_beyond, rule=rule, bound=bound, limit=typed(str(bound)), typed=typed)
        elif rule == "enum":
            allowed = {typed(str(value)) for value in bound}
            yield partial(_strange, bound=bound, allowed=allowed, typed=typed)
        elif rule in FORMS:
            yield partial(_misshapen, rule=rule, bound=bound)


def _beyond(cell: str, rule: str, bound: Any, limit: Any, typed: Callable[[str], Any]) -> Reason | None:
    value = _value(cell, typed)
    return None if value is None or BOUNDS[rule](value, limit) else _breaks(cell, rule, bound)


def _strange(cell: str, bound: Sequence[Any], allowed: Collection[Any], typed: Callable[[str], Any]) -> Reason | None:
    value = _value(cell, typed)
    return None if value is None or value in allowed else none_of(cell, bound)


def _misshapen(cell: str, rule: str, bound: Any) -> Reason | None:
    return None if FORMS[rule](cell, bound) else _breaks(cell, rule, bound)


def _value(cell: str, typed: Callable[[str], Any]) -> Any:
    """The value of a cell; None where it has none, which is a fault of its own."""
    try:
        return typed(cell)
    except (ValueError, InvalidOperation):
        return None


def _breaks(cell: str, rule: str, bound: Any) -> Reason:
    return Reason('"{cell}" breaks the rule {rule} {bound}', cell=cell, rule=rule, bound=bound)


def none_of(cell: str, allowed: Sequence[Any]) -> Reason:
    """That a value is not among those that are allowed."""
    return Reason('"{cell}" is none of {allowed}', cell=cell, allowed=", ".join(map(str, allowed)))


def stranger(cells: Sequence[str], table: str, fields: Sequence[str]) -> Reason:
    """That what a row points at is not there."""
    said = ", ".join(f'"{cell}"' for cell in cells)
    return Reason("{cells} is not in {target}", cells=said, target=f"{table}.{', '.join(fields)}")


def _lengths(table: Table) -> Iterator[Fault]:
    """Rows with too few cells, or too many."""
    names = list(table.fields)
    for number, row in enumerate(table.rows, start=2):
        for name in names[len(row) :]:
            yield Fault(table.file, number, name, Reason("the row is too short: this cell is missing"))
        if len(row) > len(names):
            reason = Reason("the row has more cells than the header; is a comma too many, or a quotation mark missing?")
            yield Fault(table.file, number, None, reason)


def _doubles(table: Table) -> Iterator[Fault]:
    """Rows whose key, or whose value of a unique field, another row before them has."""
    unique = [(name,) for name, field in table.fields.items() if field.get("constraints", {}).get("unique")]
    for names in dict.fromkeys([*unique, tuple(table.resource["schema"]["primaryKey"])]):
        seen: dict[tuple[str, ...], int] = {}
        for number, cells in enumerate(zip(*(table.column(name) for name in names), strict=True), start=2):
            if not any(cells):
                continue
            if cells in seen:
                reason = Reason("the key is the same as in row {row}", row=seen[cells])
                yield Fault(table.file, number, ", ".join(names), reason)
            seen[cells] = number


def _strangers(table: Table, keys: Keys, tables: Tables) -> Iterator[Fault]:
    """Rows that point at a row that is not there."""
    for names, (target, fields) in keys.items():
        if target not in tables:
            continue
        known = set(zip(*(tables[target].column(field) for field in fields), strict=True))
        for number, cells in enumerate(zip(*(table.column(name) for name in names), strict=True), start=2):
            if any(cells) and cells not in known:
                yield Fault(table.file, number, ", ".join(names), stranger(cells, target, fields))
