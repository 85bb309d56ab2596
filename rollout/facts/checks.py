"""What is wrong with the tables as read.

Cells, keys and references (cells.py), lists, districts, circles, values that another field rules.
"""

import datetime as dt
import difflib
import graphlib
import itertools
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from rollout.facts import cells
from rollout.facts.descriptor import LIST_SEPARATOR, Fault, Field, PackageError, is_list, references, ruled
from rollout.facts.plausibility import first_day
from rollout.facts.reading import Table, clean, csv_rows, listed
from rollout.facts.reasons import Reason

DISTRICTS = "geography/districts.csv"
MOST_CIRCLES = 50  # each costs another look at all that is left
UNDATED_STATUS = "status-day-unknown"
Tables = Mapping[str, Table]


def faults(directory: Path, tables: Tables) -> Iterator[Fault]:
    """Every fault of the tables that could be read. `directory`: of the package, for its list of districts."""
    unreadable = [fault for table in tables.values() for fault in table.faults]
    yield from unreadable
    known = {(fault.file, fault.row, fault.field) for fault in unreadable}
    for fault in cells.faults(tables):
        if not known & {(fault.file, fault.row, fault.field), (fault.file, None, fault.field)}:
            yield fault
    yield from _lists(tables)
    yield from _ruled(tables)
    yield from _statuses(tables)
    yield from _foretold(tables)
    yield from itertools.islice(_districts(directory, tables), cells.MOST)
    for table in tables.values():
        yield from _circles(table)


def _lists(tables: Tables) -> Iterator[Fault]:
    """Items of a list that stand nowhere (an origin that does not resolve) or are empty."""
    for table in tables.values():
        for name, field in table.fields.items():
            if not is_list(field):
                continue
            known = _column(field["listOf"], tables) if field.get("listOf") else None
            for number, cell in enumerate(table.column(name), start=2):
                items = cell.split(LIST_SEPARATOR) if cell else []
                if known is not None:
                    yield from (
                        Fault(table.file, number, name, _stranger(item, field["listOf"]))
                        for item in items
                        if item not in known
                    )
                elif "" in items:
                    reason = Reason("an item of the list is empty; is a semicolon too many?")
                    yield Fault(table.file, number, name, reason)


def _column(target: str, tables: Tables) -> set[str] | None:
    """The values of `table.field`; None if the table can't be read."""
    table, _, field = target.partition(".")
    return tables[table].known(field) if table in tables else None


def _stranger(item: str, target: str) -> Reason:
    table, _, field = target.partition(".")
    return cells.stranger([item], table, [field])


def _ruled(tables: Tables) -> Iterator[Fault]:
    """Values that do not fit the field that rules them.

    `small;meduim` among sizes, an amount where a province belongs.
    """
    for table in tables.values():
        bad = {(fault.row, fault.field) for fault in table.faults}
        for name, field in ((name, field) for name, field in table.fields.items() if field.get("rules")):
            for number, record in enumerate(table.records(), start=2):
                ruler, cell = record[field["ruledBy"]], record[name]
                if ruler in field["rules"] and (number, name) not in bad:
                    for why in _misfits(cell, ruled(field, ruler), field, tables):
                        reason = Reason("{why} where {field} is {value}", why=why, field=field["ruledBy"], value=ruler)
                        yield Fault(table.file, number, name, reason)


def _misfits(cell: str, rule: Field, field: Field, tables: Tables) -> Iterator[Reason]:
    if not cell:
        if rule["constraints"].get("required") and not field.get("constraints", {}).get("required"):
            yield Reason("the cell is empty, but must not be")
        return
    if rule.get("empty"):
        yield Reason('"{cell}" does not belong here', cell=cell)
        return
    allowed = rule["constraints"].get("enum")
    if rule.get("enumOf"):
        table, _, name = rule["enumOf"].partition(".")
        allowed = tables[table].fields[name]["constraints"]["enum"] if table in tables else None
    known = _column(rule["listOf"], tables) if rule.get("listOf") else None
    for item in cell.split(LIST_SEPARATOR) if is_list(rule) else [cell]:
        if allowed is not None and item not in allowed:
            yield cells.none_of(item, allowed)
        if known is not None and item not in known:
            yield _stranger(item, rule["listOf"])


def _statuses(tables: Tables) -> Iterator[Fault]:
    """A status that a row comes to later (cancelled, ended) without its day: it would hold in the past as well."""
    for table in tables.values():
        for name, field in ((name, field) for name, field in table.fields.items() if "datedBy" in field):
            for number, record in enumerate(table.records(), start=2):
                days = field["datedBy"].get(record[name], ())
                unknown = UNDATED_STATUS in record.get("warnings", "").split(LIST_SEPARATOR)
                if days and not unknown and not any(record[day] for day in days):
                    reason = Reason(
                        '"{cell}" since when? Fill {fields}; where no page gives the day, add the warning {warning}',
                        cell=record[name],
                        fields=" or ".join(days),
                        warning=UNDATED_STATUS,
                    )
                    yield Fault(table.file, number, name, reason)


def _foretold(tables: Tables) -> Iterator[Fault]:
    """What is told as having happened but lies after the day on which it was told: it was announced, not reported."""
    for table in tables.values():
        for name, field in table.fields.items():
            if not any("notAfter" in rule for rule in field.get("rules", {}).values()):
                continue
            for number, record in enumerate(table.records(), start=2):
                rule = ruled(field, record[field["ruledBy"]])
                told = rule.get("notAfter")
                if told is None or not record[told]:
                    continue
                try:
                    first = first_day(dt.date.fromisoformat(record[name]), _precision(record, rule))
                    newest = _last_day(dt.date.fromisoformat(record[told]), _precision(record, table.fields[told]))
                except ValueError:  # no date: named already
                    continue
                if first > newest:
                    reason = Reason(
                        '"{status}" on {day}, but stated on {told}: that was an announcement. '
                        "Make it planned, and add a row for the page that reports it",
                        status=record[field["ruledBy"]],
                        day=record[name],
                        told=record[told],
                    )
                    yield Fault(table.file, number, name, reason)


def _precision(record: Mapping[str, str], field: Field) -> str:
    return record.get(field.get("plausible", {}).get("precision", ""), "")


def _last_day(day: dt.date, precision: str) -> dt.date:
    """The last day of the month or the year that a day with this precision stands for."""
    match precision:
        case "month":
            return first_day(day.replace(day=1) + dt.timedelta(days=31), "month") - dt.timedelta(days=1)
        case "year":
            return day.replace(month=12, day=31)
    return day


def _districts(directory: Path, tables: Tables) -> Iterator[Fault]:
    """Districts that the province does not have.

    A name or a code that is written in another way would be found nowhere on the map.
    """
    fields = [
        (table, field)
        for table in tables.values()
        for field in table.fields.values()
        if {"districtOf", "districtCodeOf"} & field.keys()
    ]
    if not fields:
        return
    try:
        known, codes = _known_districts(directory / DISTRICTS, tables)
    except PackageError as error:
        yield from error.faults
        return
    for table, field in fields:
        for number, record in enumerate(table.records(), start=2):
            if "districtOf" in field:
                reasons = _strange_names(record[field["name"]], record[field["districtOf"]], known)
            else:
                reasons = _strange_code(record[field["name"]], record[field["districtCodeOf"]], codes)
            yield from (Fault(table.file, number, field["name"], reason) for reason in reasons)


def _strange_names(cell: str, owners: str, known: Mapping[str, set[str]]) -> Iterator[Reason]:
    provinces = owners.split(LIST_SEPARATOR) if owners else list(known)
    if not cell or not known.keys() >= set(provinces):  # an unknown province is named already
        return
    names = set().union(*(known[province] for province in provinces))
    for item in cell.split(LIST_SEPARATOR):
        if item not in names:
            near = difflib.get_close_matches(item, sorted(names), 1)
            hint = Reason('is "{name}" meant?', name=near[0]) if near else Reason("{file} lists them", file=DISTRICTS)
            owner = ", ".join(provinces) if owners else Reason("any province")
            yield Reason('"{item}" is no district of {owner}; {hint}', item=item, owner=owner, hint=hint)


def _strange_code(code: str, name: str, codes: Mapping[str, str]) -> Iterator[Reason]:
    if code not in codes:
        yield Reason('"{code}" is the code of no district; {file} lists them', code=code, file=DISTRICTS)
    elif codes[code] != name:
        yield Reason('"{code}" is the code of {other}, not of {name}', code=code, other=codes[code], name=name)


def _known_districts(path: Path, tables: Tables) -> tuple[dict[str, set[str]], dict[str, str]]:
    """How the districts of each province are written, and the name of each code.

    A district is a si, gun or gu, or a gu of a city after its city: 창원시 성산구.

    A province without districts (Sejong, which the list has as one) goes by its own name, too. Raises PackageError.
    """
    header, *rows = csv_rows(path) or [[]]
    provinces = tables["provinces"].records() if "provinces" in tables else []
    known: dict[str, set[str]] = {}
    codes = {}
    try:
        for row in rows:
            record = dict(zip(header, map(clean, row), strict=True))
            name = codes[record["district_code"]] = record["name_ko"]
            wards = (f"{name} {ward}" for ward in record["gu_ko"].split(LIST_SEPARATOR) if ward)
            known.setdefault(record["province_id"], set()).update({name, *wards})
    except (KeyError, ValueError):
        columns = "district_code, province_id, name_ko, gu_ko"
        raise PackageError(
            [Fault(path.name, None, None, f"the list of districts needs the columns {columns} in every row")]
        ) from None
    for period in tables["place_periods"].records() if "place_periods" in tables else ():
        if period["kind"] != "province":
            known.setdefault(period["province_id"], set()).add(period["name_ko"])
    for province in provinces:
        former = province["former_ids"].split(LIST_SEPARATOR) if province["former_ids"] else []
        own = known.setdefault(province["province_id"], set()).union(*(known.get(old, set()) for old in former))
        known[province["province_id"]] = own
        if len(own) == 1:
            own.add(province["name_ko"])
    return known, codes


def _circles(table: Table) -> Iterator[Fault]:
    """Rows that restate, contain or replace one another in a circle, so that none of them is the last."""
    for arrows in _arrows(table):
        for circle in _rings(arrows):
            rows = sorted({arrows[arrow][0] for arrow in circle})
            fields = ", ".join(sorted({arrows[arrow][1] for arrow in circle}))
            reason = (
                Reason("the row refers to itself")
                if len(circle) == 1
                else Reason("{rows} refer to one another in a circle", rows=listed(rows))
            )
            yield Fault(table.file, rows[0], fields, reason)


def _arrows(table: Table) -> Iterator[Mapping[tuple[str, str], tuple[int, str]]]:
    """What points where in a table, with the row and the field that say so.

    An arrow has several meanings; each is kept apart.
    """
    numbered = list(enumerate(table.records(), start=2))
    own = [field for field, target, _ in references(table.resource) if target == table.resource["name"]]
    yield {
        (table.key(record), record[field]): (number, field)
        for field in own
        for number, record in numbered
        if record[field]
    }
    if links := table.resource.get("links"):
        for meaning in sorted({record[links["by"]] for _, record in numbered}):
            pairs = {
                (record[links["from"]], record[links["to"]]): (number, links["to"])
                for number, record in numbered
                if record[links["by"]] == meaning
            }
            yield (
                pairs
                if meaning in links["directed"]
                else {pair: row for pair, row in pairs.items() if pair[0] == pair[1]}
            )


def _rings(arrows: Collection[tuple[str, str]]) -> Iterator[list[tuple[str, str]]]:
    """The circles among arrows; no arrow stands in two."""
    yield from ([arrow] for arrow in sorted(arrows) if arrow[0] == arrow[1])
    left = sorted(arrow for arrow in arrows if arrow[0] != arrow[1])
    for _ in range(MOST_CIRCLES):
        sources: dict[str, list[str]] = {}
        for source, target in left:
            sources.setdefault(target, []).append(source)
        try:
            graphlib.TopologicalSorter(sources).prepare()
        except graphlib.CycleError as error:
            circle = list(itertools.pairwise(error.args[1]))
            yield circle
            left = [arrow for arrow in left if arrow not in circle]
        else:
            return
