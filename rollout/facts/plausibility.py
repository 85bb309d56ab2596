"""Values that can be right but are more often a slip.

The check asks, and a person answers in the table `confirmations`:

    far-off    an amount 100 times off the statement before it, or off the middle of its neighbours
               (10,000 m2 or 100 million won typed for one)
    doubled    a row that states what another row states and does not restate it
               (investors are compared without their legal form)
    day        a statement or an event later than today, a plan beyond its horizon,
               anything before there was such a thing

What is compared with what stands in the descriptor: `plausible` of a field (`previous`, `neighbours`, or `earliest` and
`latest`) and `statement` of a table. An answer names table, row, field and the value that is right; with another value
the question comes back.
"""

import bisect
import datetime as dt
import itertools
import math
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rollout import clock
from rollout.facts.descriptor import Fault, Field, Question, ruled
from rollout.facts.reading import Table
from rollout.facts.reasons import Reason

ANSWERS = "confirmations"
PAGES = ("origins", "published_on")
TIMES = 100
ALIKE = 20  # with so many rows of one group each is compared
FEW = 2  # so many others make a neighbourhood
PAGES_SEEN = 3  # so many pages of a day or later show that it has come; one alone may be a slip
LEGAL_FORM = re.compile(r"\(주\)|\(유\)|주식회사|유한회사|\b(?:co|ltd|inc|corp|corporation|llc|plc|gmbh)\b\.?")
Record = Mapping[str, str]
Tables = Mapping[str, Table]


@dataclass(frozen=True)
class Doubt:
    """A question about one cell, and what an answer must name."""

    table: Table
    number: int
    record: Record
    field: str
    concern: str
    value: str
    reason: Reason

    @property
    def key(self) -> Question:
        """What an answer names."""
        name = self.table.resource["name"]
        return Question(name, self.table.key(self.record), self.field, self.concern, self.value)

    @property
    def fault(self) -> Fault:
        """The question as a fault."""
        return Fault(
            self.table.file,
            self.number,
            self.field,
            Reason(
                "{why} Correct it, or say in {file} ({concern}) why it is right",
                why=self.reason,
                file=f"{ANSWERS}.csv",
                concern=self.concern,
            ),
            self.key,
        )


def outdated(tables: Tables) -> Iterator[tuple[int, Record, Reason]]:
    """Answers whose row is gone or says something else: their row, themselves, and why."""
    for number, answer in enumerate(tables[ANSWERS].records() if ANSWERS in tables else [], start=2):
        if reason := _outdated(answer, tables):
            yield number, answer, reason


def doubts(tables: Tables, today: dt.date | None = None) -> Iterator[Fault]:
    """Every question that nobody has answered, and answers whose row is gone or says something else.

    `today`: by default the office's.
    """
    answers = tables[ANSWERS].records() if ANSWERS in tables else []
    answered = {
        tuple(answer[name] for name in ("table_name", "row_key", "field", "concern", "value")) for answer in answers
    }
    # Two rows that state the same are one question, whichever of them comes first.
    answered |= {
        (table, value, field, "doubled", key) for table, key, field, concern, value in answered if concern == "doubled"
    }
    newest = _newest(tables, today or clock.today())
    for table in tables.values():
        for doubt in itertools.chain(_far_off(table), _doubled(table), _days(table, newest)):
            if doubt.key not in answered:
                yield doubt.fault
    for number, _, reason in outdated(tables):
        yield Fault(tables[ANSWERS].file, number, "value", reason)


def _outdated(answer: Record, tables: Tables) -> Reason | None:
    """Why an answer answers nothing; None if it holds or its table can't be read."""
    table = tables.get(answer["table_name"])
    if table is None:
        return None
    rows = table.by_key
    record = rows.get(answer["row_key"])
    if record is None or answer["field"] not in record:
        return Reason(
            "{table} has no row {key} with a field {field}; delete this confirmation",
            table=answer["table_name"],
            key=answer["row_key"],
            field=answer["field"],
        )
    if answer["concern"] == "doubled":
        return (
            None
            if answer["value"] in rows
            else Reason('the row "{key}" is gone; delete this confirmation', key=answer["value"])
        )
    if answer["value"] != record[answer["field"]]:
        return Reason(
            '"{old}" was confirmed, but the row now says "{new}"; confirm that, or delete this confirmation',
            old=answer["value"],
            new=record[answer["field"]],
        )
    return None


def _numbered(table: Table) -> list[tuple[int, Record]]:
    return list(enumerate(table.records(), start=2))


def _far_off(table: Table) -> Iterator[Doubt]:
    for name, field in table.fields.items():
        rule = field.get("plausible", {})
        if "neighbours" not in rule:
            continue
        rows = [
            (number, record, value)
            for number, record in _numbered(table)
            if (value := _number(record[name])) is not None
        ]
        before = _previous(table, rule.get("previous"), rows)
        crowds = _crowds(rule["neighbours"], rows)
        for number, record, value in rows:
            reason = None
            if number in before:
                earlier, row, old = before[number]
                reason = _off(value, old, _before(old, row, earlier))
            reason = reason or _off_neighbours(crowds, record, value)
            if reason:
                unit = field.get("unit") if str(field.get("unit", "see")).isalnum() else None
                unit = unit or record.get("unit") or record.get("unit_en")
                said = Reason("{value} is {reason}.", value=_shown(value), reason=reason)
                if unit:
                    said = Reason("{said} Is it in {unit}?", said=said, unit=unit)
                yield Doubt(table, number, record, name, "far-off", record[name], said)


def _before(old: float, row: int, day: str) -> Reason:
    """What a value is compared with: the one of a row before it."""
    if day:
        return Reason("the {value} of row {row} ({day})", value=_shown(old), row=row, day=day)
    return Reason("the {value} of row {row}", value=_shown(old), row=row)


def _crowds(
    groupings: Sequence[Sequence[str]], rows: Sequence[tuple[int, Record, float]]
) -> list[tuple[Sequence[str], dict[tuple[str, ...], list[float]]]]:
    """The values of the rows that are alike in some fields, smallest first; for each choice of fields."""
    crowds = []
    for grouping in groupings:
        values: dict[tuple[str, ...], list[float]] = {}
        for _, record, value in rows:
            values.setdefault(tuple(record[name] for name in grouping), []).append(value)
        crowds.append((grouping, {alike: sorted(crowd) for alike, crowd in values.items()}))
    return crowds


def _off_neighbours(
    crowds: Sequence[tuple[Sequence[str], Mapping[tuple[str, ...], Sequence[float]]]], record: Record, value: float
) -> Reason | None:
    for grouping, values in crowds:
        crowd = values[tuple(record[name] for name in grouping)]
        others = len(crowd) - 1
        if others >= FEW:
            own = bisect.bisect_left(crowd, value)
            low, high = ((others - 1) // 2, others // 2)  # the middle, with the row's own value left out
            middle = (crowd[low + (low >= own)] + crowd[high + (high >= own)]) / 2
            what = Reason("{value}, the middle of {n} others", value=_shown(middle), n=others)
            if grouping:
                what = Reason("{what} of the same {fields}", what=what, fields=", ".join(grouping))
            return _off(value, middle, what)
    return None


def _previous(
    table: Table, rule: Mapping[str, Any] | None, rows: Sequence[tuple[int, Record, float]]
) -> dict[int, tuple[str, int, float]]:
    """The statement before each row (its day, its row and its value).

    Of several the nearest in value, so that one slip is asked about once.
    """
    if not rule:
        return {}
    if "through" in rule:
        by_key = {table.key(record): (number, value) for number, record, value in rows}
        return {
            number: ("", *by_key[record[rule["through"]]])
            for number, record, _ in rows
            if record[rule["through"]] in by_key
        }
    found = {}
    known: dict[tuple[str, ...], list[tuple[float, int, str, float]]] = {}
    by_day = itertools.groupby(sorted(rows, key=lambda row: row[1][rule["by"]]), lambda row: row[1][rule["by"]])
    for day, stated in by_day:
        told = [(tuple(record[name] for name in rule["of"]), number, value) for number, record, value in stated]
        told = [statement for statement in told if all(statement[0])]
        for series, number, value in told:
            earlier = known.get(series, [])
            place = bisect.bisect_left(earlier, (abs(value),))
            near = earlier[max(place - 1, 0) : place + 1]
            if near:
                _, row, then, old = min(near, key=lambda statement: _times(value, statement[3]))
                found[number] = (then, row, old)
        for series, number, value in told:
            bisect.insort(known.setdefault(series, []), (abs(value), number, day, value))
    return found


def _times(value: float, other: float) -> float:
    """How many times the larger of two amounts is the smaller."""
    small, large = sorted((abs(value), abs(other)))
    return 1 if small == large else large / small if small else float("inf")


def _off(value: float, other: float, what: Reason) -> Reason | None:
    """In words, how far a value is off another; None if it is near."""
    times = _times(value, other)
    if times < TIMES:
        return None
    if not math.isfinite(times):
        return Reason("far less than {what}", what=what) if not value else Reason("far more than {what}", what=what)
    if abs(value) < abs(other):
        return Reason("{times} times less than {what}", times=f"{times:,.0f}", what=what)
    return Reason("{times} times more than {what}", times=f"{times:,.0f}", what=what)


def _number(cell: str) -> float | None:
    try:
        return float(cell)
    except ValueError:
        return None


def _shown(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) else f"{value:,}"


def _doubled(table: Table) -> Iterator[Doubt]:
    rule = table.resource.get("statement")
    if not rule:
        return
    numbers = [name for name in rule["same"] if table.fields[name]["type"] in {"integer", "number"}]
    groups: dict[tuple[str, ...], list[tuple[int, Record]]] = {}
    for number, record in _numbered(table):
        if all(record[name] for name in numbers):
            groups.setdefault(tuple(_likeness(record[name]) for name in rule["same"]), []).append((number, record))
    restates = rule.get("restates")
    ancestors = _ancestors(table, restates) if restates else {}
    for group in groups.values():
        doubted: dict[int, tuple[Record, int, str]] = {}
        for one, other in ((one, other) for i, other in enumerate(group) for one in group[: min(i, ALIKE)]):
            keys = [table.key(record) for _, record in (one, other)]
            if keys[0] in ancestors.get(keys[1], ()) or keys[1] in ancestors.get(keys[0], ()):
                continue
            first, second = (other, one) if restates and other[1][restates] and not one[1][restates] else (one, other)
            doubted.setdefault(second[0], (second[1], first[0], table.key(first[1])))
        for number, (record, row, key) in doubted.items():
            same = ", ".join(rule["same"])
            reason = Reason("it states the same as row {row} ({key}): {fields}.", row=row, key=key, fields=same)
            if restates:
                reason = Reason("{said} If it restates that row, name it in {field}.", said=reason, field=restates)
            yield Doubt(table, number, record, table.resource["schema"]["primaryKey"][0], "doubled", key, reason)


def _ancestors(table: Table, restates: str) -> dict[str, set[str]]:
    """All rows that each row restates, one after the other."""
    earlier = {table.key(record): record[restates] for record in table.records() if record[restates]}
    found = {}
    for key in earlier:
        seen: set[str] = set()
        step = key
        while step in earlier and earlier[step] not in seen:
            step = earlier[step]
            seen.add(step)
        found[key] = seen
    return found


def _likeness(cell: str) -> str:
    """A name without its legal form, blanks and signs, as two people would both understand it."""
    return re.sub(r"[\W_]", "", LEGAL_FORM.sub("", unicodedata.normalize("NFKC", cell).casefold()))


def _days(table: Table, today: dt.date) -> Iterator[Doubt]:
    for name, field in table.fields.items():
        for number, record in _numbered(table) if "plausible" in field or "rules" in field else ():
            rule = ruled(field, record[field["ruledBy"]] if "ruledBy" in field else "").get("plausible", {})
            if (
                "earliest" in rule
                and record[name]
                and (reason := _outside(record[name], field, record.get(rule.get("precision", ""), ""), rule, today))
            ):
                yield Doubt(table, number, record, name, "day", record[name], reason)


def _outside(cell: str, field: Field, precision: str, rule: Mapping[str, str], today: dt.date) -> Reason | None:
    try:
        day = dt.date(int(cell), 1, 1) if field["type"] in {"year", "integer"} else dt.date.fromisoformat(cell)
    except ValueError:
        return None
    first = first_day(day, precision)
    latest = today if rule["latest"] == "today" else dt.date.fromisoformat(rule["latest"])
    if first > latest:
        if rule["latest"] == "today":
            return Reason("{cell} lies after {day}, the day of this check.", cell=cell, day=latest)
        return Reason("{cell} lies after {day}.", cell=cell, day=latest)
    early = day < dt.date.fromisoformat(rule["earliest"])
    return Reason("{cell} lies before {day}.", cell=cell, day=rule["earliest"]) if early else None


def first_day(day: dt.date, precision: str) -> dt.date:
    """The first day of the period that a day with this precision stands for."""
    months = {"year": 12, "half": 6, "quarter": 3, "month": 1}.get(precision)
    return day if months is None else day.replace(month=(day.month - 1) // months * months + 1, day=1)


def _newest(tables: Tables, today: dt.date) -> dt.date:
    """The newest day that can have come.

    Today; by a clock that is behind, three months after the third newest page that the package cites.
    """
    table, field = PAGES
    cells = tables[table].column(field) if table in tables and field in tables[table].fields else []
    days = sorted(cell for cell in cells if re.fullmatch(r"\d{4}-\d\d-\d\d", cell))
    return (
        max(today, dt.date.fromisoformat(days[-PAGES_SEEN]) + dt.timedelta(days=92))
        if len(days) >= PAGES_SEEN
        else today
    )
