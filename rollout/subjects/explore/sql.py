"""SQL: examples, the tables that can be asked, the answer as a section, and what is wrong in plain words."""

import datetime as dt
import io
import json
import math
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any

import pyarrow as pa
import pyarrow.parquet as parquet

from rollout.document.model import Cell, Column, Format, Row, Section, Table, Value
from rollout.language.words import Words
from rollout.questions.ask import QUERIES
from rollout.questions.view import View, remembered
from rollout.store.sandbox import LONGEST_SQL, Answer, RefusedError
from rollout.subjects.sources import dictionary

SHOWN = 500  # rows on the screen; files have all
LONGEST_SHOWN = 1000  # letters of a text on the screen
MOST_ORIGINS = 300  # of a row
ORIGINS = "origin_ids"
KEYWORDS = (
    *("SELECT", "FROM", "WHERE", "GROUP BY", "ORDER BY", "HAVING", "LIMIT", "JOIN", "LEFT JOIN", "ON", "USING", "WITH"),
    *("AS", "DISTINCT", "CASE", "WHEN", "THEN", "ELSE", "END", "AND", "OR", "NOT", "IN", "IS NULL", "IS NOT NULL"),
    *("BETWEEN", "LIKE", "ILIKE", "UNION ALL", "DATE", "INTERVAL", "DESC", "ASC", "NULLS LAST", "OVER", "PARTITION BY"),
    *("QUALIFY", "FILTER", "EXCLUDE", "GROUP BY ALL"),
)
FUNCTIONS = (
    *("count", "sum", "avg", "median", "min", "max", "first", "last", "list", "string_agg", "round", "coalesce", "abs"),
    *("year", "month", "date_trunc", "date_diff", "strftime", "len", "lower", "upper", "substr", "replace", "contains"),
    *("regexp_matches", "list_contains", "list_has_any", "unnest", "row_number", "rank", "lag", "lead", "greatest"),
)
Cells = list[Any]


@lru_cache
def examples(lang: str) -> Mapping[str, tuple[str, str]]:
    """The examples (queries/examples) by name: what each asks, in a language, and its SQL."""
    found = {}
    for path in sorted((QUERIES / "examples").glob("*.sql")):
        lines = path.read_text(encoding="utf-8").splitlines()
        titles = dict(line.removeprefix("-- ").split(": ", 1) for line in lines[:2])
        found[path.stem] = (titles[lang], "\n".join(lines[2:]).replace("{lang}", lang))
    return found


# --- what can be asked


def tables(view: View) -> dict[str, str]:
    """The tables of the view's snapshot by name, in words."""
    called = dictionary.table_titles(view.w)
    return {name: called.get(name, name) for name in view.asker.store.copied(view.scope.snapshot)}


@remembered
def columns(view: View, name: str) -> Section | None:
    """A table's columns with their types and meanings; None where the snapshot has no such table."""
    w, known = view.w, view.asker.store.copied(view.scope.snapshot)
    if name not in known:
        return None
    resource = dictionary.resources().get(name, {"schema": {"fields": []}})
    fields = {field["name"]: field for field in resource["schema"]["fields"]}
    types = w.codes("field-type")
    rows = []
    for own in known.schema(name):
        field = fields.get(own.name, {})
        title = str(field.get("title_ko" if w.lang == "ko" else "title", ""))
        meaning = dictionary.meaning(field, w)
        cells = {
            "name": Cell(own.name),
            "type": Cell(types[_type(own, field)]),
            "meaning": Cell(title or meaning or None, note=meaning if title and meaning != title else ""),
        }
        rows.append(Row(own.name, cells))
    heads = (
        Column("name", w.t("Column"), share=30),
        Column("type", w.pt("data", "Type"), share=16),
        Column("meaning", w.t("Meaning"), share=54),
    )
    about = str(resource.get("description_ko" if w.lang == "ko" else "description", ""))
    size = w.n("One row", "{n} rows", known[name].num_rows)
    return Section(
        "sql-columns", tables(view)[name], " · ".join(filter(None, (size, about))), tables=(Table(heads, tuple(rows)),)
    )


def completion(view: View) -> dict[str, Any]:
    """What the field completes: tables by name with their titles and columns, keywords, functions."""
    copied, titles = view.asker.store.copied(view.scope.snapshot), tables(view)
    macros = view.asker.store.macros(view.scope.snapshot)
    return {
        "tables": {
            name: {"title": titles[name], "columns": _named(name, copied.schema(name), view)} for name in copied
        },
        "keywords": list(KEYWORDS),
        "functions": [f"{name}(" for name in (*FUNCTIONS, *macros)],
    }


def _named(table: str, own: pa.Schema, view: View) -> list[dict[str, str]]:
    """A table's columns with what they mean."""
    resource = dictionary.resources().get(table, {"schema": {"fields": []}})
    title = "title_ko" if view.w.lang == "ko" else "title"
    meant = {field["name"]: str(field.get(title, "")) for field in resource["schema"]["fields"]}
    return [{"name": name, "title": meant.get(name, "")} for name in own.names]


def _type(own: pa.Field, field: Mapping[str, Any]) -> str:
    """The kind of a column's values (code list field-type)."""
    if pa.types.is_list(own.type):
        return "list"
    if field.get("type"):
        return str(field["type"])
    kinds = {"boolean": pa.types.is_boolean, "integer": pa.types.is_integer, "number": pa.types.is_floating}
    kinds["date"] = pa.types.is_date
    return next((kind for kind, fits in kinds.items() if fits(own.type)), "string")


# --- the answer


def answer(view: View, found: Answer, most: int | None = None) -> Section:
    """The answer as a section; `most`: the rows that are shown.

    A column origin_ids is not printed: its ids are the rows' sources.
    """
    w, rows = view.w, found.rows
    shown = rows if most is None else rows.slice(0, most)
    places = list(range(rows.num_columns))
    sources = next((place for place in places if rows.schema.names[place].casefold() == ORIGINS), None)
    if sources is not None and len(places) > 1:
        places.remove(sources)
    heads = tuple(_column(place, rows.schema.field(place)) for place in places)
    cited = _values(shown.column(sources)) if sources is not None else [None] * shown.num_rows
    columns = [[_cell(value, most) for value in _values(shown.column(place))] for place in places]
    made = tuple(
        Row(str(number), {head.key: cell for head, cell in zip(heads, cells, strict=True)}, _ids(ids))
        for number, (ids, *cells) in enumerate(zip(cited, *columns, strict=True), 1)
    )
    return Section(
        "sql-answer",
        _title(found, shown.num_rows, w),
        w.t("Snapshot {n} of the store", n=w.number(view.scope.snapshot)),
        tables=(Table(heads, made, empty=w.t("The answer has no rows.")),),
    )


def _title(found: Answer, shown: int, w: Words) -> str:
    """How many rows there are, and how many of them are shown."""
    n = found.rows.num_rows
    if found.cut == "rows":
        said = w.t("More than {n} rows: the first {n} are kept", n=w.number(n))
    elif found.cut:
        said = w.t("A large answer: the first {n} rows are kept", n=w.number(n))
    else:
        said = w.n("One row", "{n} rows", n)
    return said if shown >= n else w.t("{said}; {shown} shown, files have all", said=said, shown=w.number(shown))


def _column(place: int, field: pa.Field) -> Column:
    """A column by its type; a year is not printed like a number."""
    kind, name = field.type, field.name
    form, digits = Format.TEXT, 0
    if pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind):
        is_year = pa.types.is_integer(kind) and (name.casefold() == "year" or name.casefold().endswith("_year"))
        form, digits = Format.YEAR if is_year else Format.NUMBER, 0 if pa.types.is_integer(kind) else 4
    elif pa.types.is_date(kind):
        form = Format.DAY
    elif pa.types.is_boolean(kind):
        form = Format.YES
    elif pa.types.is_list(kind) and pa.types.is_string(kind.value_type):
        form = Format.LIST
    return Column(f"c{place}", name, form, digits=digits)


def _cell(value: Any, most: int | None) -> Cell:
    if isinstance(value, float) and not math.isfinite(value):
        return Cell(missing=str(value))
    made = _plain(value)
    if most is not None and isinstance(made, str) and len(made) > LONGEST_SHOWN:
        made = f"{made[:LONGEST_SHOWN]}…"
    return Cell(made)


def _plain(value: Any) -> Value:
    """A value as a cell holds it; what is nested as JSON, bytes as hexadecimal digits."""
    if value is None or isinstance(value, str | bool | int | float):
        return value
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, dt.datetime):
        return value.isoformat(" ", "seconds")
    if isinstance(value, dt.date):
        return value
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, pa.MonthDayNano):
        return f"P{value.months}M{value.days}DT{value.nanoseconds / 1e9:g}S"
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return tuple(value) or None
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False, default=str)
    return str(value)


def _values(column: pa.ChunkedArray) -> Cells:
    """A column's values; a day beyond the calendar as text."""
    try:
        return list(column.to_pylist())
    except (OverflowError, ValueError, pa.ArrowException):
        return [_value(one) for one in column]


def _value(one: pa.Scalar) -> Any:
    """A value; of a day beyond the calendar its sign."""
    try:
        return one.as_py()
    except (OverflowError, ValueError, pa.ArrowException):
        return "∞" if getattr(one, "value", 0) > 0 else "−∞"


def _ids(cell: Any) -> tuple[str, ...]:
    """The sources that a cell names: a list, or a text with semicolons."""
    named = cell.split(";") if isinstance(cell, str) else cell if isinstance(cell, list) else []
    return tuple(sorted({one.strip() for one in named if isinstance(one, str) and one.strip()}))[:MOST_ORIGINS]


def as_parquet(found: Answer) -> bytes:
    """The rows as a Parquet file, each column's name once; what Parquet has no type for as text."""
    columns = [
        pa.array([None if value is None else str(_plain(value)) for value in _values(column)], pa.string())
        if pa.types.is_interval(column.type) or pa.types.is_union(column.type)
        else column
        for column in found.rows.columns
    ]
    file = io.BytesIO()
    parquet.write_table(pa.table(columns, names=list(unique(found.rows.column_names))), file)
    return file.getvalue()


def unique(names: Sequence[str]) -> Iterator[str]:
    """Column names, each once: a second `n` is `n_2`."""
    seen: set[str] = set()
    for name in names:
        made = next(one for one in _numbered(name) if one.casefold() not in seen)
        seen.add(made.casefold())
        yield made


def _numbered(name: str) -> Iterator[str]:
    yield name
    yield from (f"{name}_{number}" for number in range(2, 10_000))


# --- what is wrong


def said(fault: RefusedError, w: Words) -> str:
    """Why there is no answer, in one or two sentences."""
    known = _limits(fault, w) | _mistakes(fault.name[:60], w) | _reasons(fault.name[:60], fault.types, w)
    sentence = known.get(fault.kind) or w.t("The database does not accept this.")
    if fault.near:
        sentence += " " + w.t("Meant: {near}?", near=", ".join(f"“{one}”" for one in fault.near))
    return sentence


def _mistakes(name: str, w: Words) -> dict[str, str]:
    """What is wrong with the SQL, by kind."""
    return {
        "empty": w.t("Write a SELECT to run."),
        "long": w.t("The SQL is longer than {n} characters.", n=w.number(LONGEST_SQL)),
        "syntax": w.t("The SQL cannot be read at the marked place."),
        "table": w.t("There is no table “{name}”.", name=name),
        "column": w.t("There is no column “{name}” here.", name=name),
        "no function": w.t("There is no function “{name}”.", name=name),
        "function": w.t("The function “{name}” is not offered: SQL here only reads the facts.", name=name),
        "not select": w.t("Only a SELECT can be run: SQL here reads the facts and changes nothing."),
        "several": w.t("Only one statement at a time can be run."),
        "pivot": w.t("PIVOT needs its values named: PIVOT … ON column IN ('a', 'b')."),
        "files": w.t("Files and addresses cannot be read: SQL here only reads the tables listed."),
    }


def _reasons(name: str, types: Sequence[str], w: Words) -> dict[str, str]:
    """What is wrong with values, types and the order of things, by kind (rollout/store/mistakes.py)."""
    called = w.list([type_name(one, w) for one in types])
    sums = "count, sum, max …"
    return {
        "conversion": w.t("“{value}” cannot be read as this type: {type}.", value=name, type=called),
        "range": w.t("A number or day is too large for its type."),
        "types": w.t(
            "“{name}” does not fit these types: {types}. Convert with ::VARCHAR, ::INTEGER or ::DATE.",
            name=name,
            types=called or w.t("unknown"),
        ),
        "group": w.t("“{name}” must be in GROUP BY or inside {functions}", name=name, functions=sums),
        "where": w.t("WHERE comes before counting: HAVING is for {functions}", functions=sums),
        "nested": w.t("Put the inner one into WITH: not one inside the other, {functions}", functions=sums),
        "ambiguous": w.t("“{name}” is a column of several tables.", name=name),
        "union": w.t("Both sides of UNION need the same number of columns."),
        "subquery": w.t("A SELECT in brackets has several rows where one value is needed: use IN, max() or LIMIT 1."),
        "division": w.t("A number is divided by zero."),
        "root": w.t("There is no such root or logarithm."),
        "limit": w.t("LIMIT and OFFSET cannot be negative."),
        "order": w.t("ORDER BY or GROUP BY names a column by a number that the answer does not have."),
        "pattern": w.t("The regular expression cannot be read."),
        "json": w.t("This text is no JSON."),
        "parameter": w.t("$1 and ? mean nothing here: write the value itself."),
        "part": w.t("“{name}” is no part of a date: year, quarter, month, week, day.", name=name),
    }


def type_name(type_: str, w: Words) -> str:
    """DuckDB's name of a type in words; one of no code stays as it is."""
    if type_.endswith("[]"):
        return w.code("field-type", "list")
    plain = re.sub(r"_LITERAL$|\(.*", "", type_)
    kinds = {"VARCHAR": "string", "STRING": "string", "DATE": "date", "BOOLEAN": "boolean", "BOOL": "boolean"}
    kinds |= dict.fromkeys(("DOUBLE", "FLOAT", "DECIMAL"), "number")
    kind = "integer" if re.fullmatch(r"U?(?:TINY|SMALL|BIG|HUGE)?INT(?:EGER|\d+)?", plain) else kinds.get(plain)
    return w.code("field-type", kind) if kind else type_


def _limits(fault: RefusedError, w: Words) -> dict[str, str]:
    """Which limit was met, by kind."""
    most, megabytes = w.number(fault.most), w.number(fault.most // 2**20)
    return {
        "time": w.t("Stopped after {n} seconds. Ask for less: fewer rows, or a join with ON.", n=most),
        "memory": w.t(
            "Stopped: it needs more than the {n} MB that one query may use. Ask for less at a time.",
            n=megabytes,
        ),
        "size": w.t("A single row is larger than the {n} MB of an answer.", n=megabytes),
        "value": w.t("The answer holds a number that is too long. Convert it to text with ::VARCHAR."),
        "columns": w.t("The answer has more than {n} columns. Name those that are needed.", n=most),
        "busy": w.t("Too many queries are running. Try again in a few seconds."),
        "unavailable": w.t("SQL cannot be run on this server now."),
        "stopped": w.t("The query was stopped before it had an answer. Run it again."),
    }


def marked(sql: str, place: int | None) -> str:
    """The line of a place in the SQL, with its number, and a mark below the place; empty without a place."""
    if place is None or not 0 <= place <= len(sql):
        return ""
    begin = sql.rfind("\n", 0, place) + 1
    line = sql[begin:].split("\n", 1)[0]
    head = f"{sql.count(chr(10), 0, place) + 1}: "
    cut = max(0, place - begin - 70)  # a long line is shown from before the place
    before = line[cut : place - begin]
    blank = "".join("\u3000" if unicodedata.east_asian_width(letter) in "WF" else " " for letter in head + before)
    return f"{head}{line[cut : cut + 110]}\n{blank}^"
