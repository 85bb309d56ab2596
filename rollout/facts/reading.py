"""One reader for the check and the store: a table's cells, each in the one spelling that its value has.

What keyboards and spreadsheets do to a sound value is undone here, before anything is compared: Hangul in pieces (NFC),
full-width letters and digits, no-break and doubled blanks, signs without width, `TRUE`, the full-width semicolon of a
list. Punctuation of a text stays as it was written; in numbers, dates and codes it becomes half-width, too.
"""

import csv
import datetime as dt
import io
import itertools
import re
import string
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any

from rollout.facts.descriptor import LIST_SEPARATOR, Fault, Field, PackageError, is_list, references, ruled
from rollout.facts.reasons import Reason, Rows

WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}  # full-width signs -> ASCII
WIDE_ALPHANUMERIC = {
    wide: narrow for wide, narrow in WIDE.items() if chr(narrow) in string.ascii_letters + string.digits
}
LARGEST = 2**63
PLAIN = re.compile(r"(?! )(?:[!-~가-힣]| (?! |$))*", re.ASCII)  # nothing to undo: signs of one spelling, single blanks
EXPONENT = re.compile(r"[+-]?\d+([.,]\d+)?[eE][+-]?\d+")
FORMS = {
    "integer": (re.compile(r"[+-]?\d+"), Reason("no whole number")),
    "number": (re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)"), Reason("no number")),
    "date": (re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})"), Reason("no date (YYYY-MM-DD)")),
    "year": (re.compile(r"\d{4}"), Reason("no year")),
    "boolean": (re.compile(r"true|false|1|0", re.IGNORECASE), Reason("neither true nor false")),
}


class NoValueError(ValueError):
    """A cell without a value of its type; `reason` says why."""

    def __init__(self, reason: Reason):
        super().__init__(reason)
        self.reason = reason


class ExponentError(ValueError):
    """A number that a spreadsheet saved as 3E+14: nobody can tell whether it has lost digits."""


@dataclass(frozen=True)
class Table:
    """A table as read.

    What the descriptor says of it, its rows without the header, and the faults of cells without a value.
    """

    resource: Mapping[str, Any]
    rows: list[list[str]]
    faults: list[Fault] = field(default_factory=list)

    @property
    def file(self) -> str:
        """The file's name."""
        return Path(self.resource["path"]).name

    @cached_property
    def fields(self) -> dict[str, Field]:
        """The fields by name, in the order of the columns."""
        return {field["name"]: field for field in self.resource["schema"]["fields"]}

    def column(self, name: str) -> list[str]:
        """The cells of a column; empty where a row is too short."""
        place = list(self.fields).index(name)
        return [row[place] if place < len(row) else "" for row in self.rows]

    def records(self) -> list[dict[str, str]]:
        """The rows by field; empty where a row is too short."""
        return self._records

    @cached_property
    def _records(self) -> list[dict[str, str]]:
        return [dict(itertools.zip_longest(self.fields, row[: len(self.fields)], fillvalue="")) for row in self.rows]

    def key(self, record: Mapping[str, str]) -> str:
        """What names a row."""
        return LIST_SEPARATOR.join(record[name] for name in self.resource["schema"]["primaryKey"])

    @cached_property
    def by_key(self) -> dict[str, dict[str, str]]:
        """The rows by what names them."""
        return {self.key(record): record for record in self.records()}

    def known(self, name: str) -> set[str]:
        """The values of a column."""
        if name not in self._known:
            self._known[name] = set(self.column(name))
        return self._known[name]

    @cached_property
    def _known(self) -> dict[str, set[str]]:
        return {}


def read(directory: Path, content: Mapping[str, Any]) -> tuple[dict[str, Table], list[Fault]]:
    """Every table that can be read, by name, and what is wrong with the files of the others."""
    tables, faults = {}, []
    for resource in content["resources"]:
        try:
            tables[resource["name"]] = table(resource, _rows(directory, resource))
        except PackageError as error:
            faults += error.faults
    return tables, faults


def csv_rows(path: Path) -> list[list[str]]:
    """The rows of a CSV file as they stand, header first. Raises PackageError if it can't be read."""

    def broken(reason: str, row: int | None = None) -> PackageError:
        return PackageError([Fault(path.name, row, None, reason)])

    content, rows = b"", []
    try:
        content = path.read_bytes()
        for row in csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True):
            rows.append(row)
    except OSError:
        raise broken("the file is missing or can't be read") from None
    except UnicodeDecodeError as error:
        raise broken("the text is not UTF-8; save it as “CSV UTF-8”", content[: error.start].count(b"\n") + 1) from None
    except csv.Error as error:
        raise broken(
            f"the row is no CSV ({error}); is a quotation mark missing, or one too many?", len(rows) + 1
        ) from None
    return rows


def _rows(directory: Path, resource: Mapping[str, Any]) -> list[list[str]]:
    """A table's rows as they stand, without the header. Raises PackageError if the file or its header can't be used."""
    path = directory / resource["path"]

    def broken(reason: str, row: int | None = None, field: str | None = None) -> PackageError:
        return PackageError([Fault(path.name, row, field, reason)])

    rows = csv_rows(path)
    expected = [field["name"] for field in resource["schema"]["fields"]]
    if not rows:
        raise broken("the file is empty; its first row must be the header")
    for found, wanted in itertools.zip_longest(map(code, rows[0]), expected):
        if wanted is None:
            raise broken(f'the header has a column "{found}" that the table does not have', 1, found)
        if found is None:
            raise broken(f'the header lacks the column "{wanted}"', 1, wanted)
        if found != wanted:
            raise broken(f'the header says "{found}" where "{wanted}" belongs', 1, wanted)
    return rows[1:]


def table(resource: Mapping[str, Any], rows: Iterable[Sequence[str]]) -> Table:
    """A table of rows as they stand, without the header: each cell in its one spelling."""
    read_in = Table(resource, [])
    codes = {*resource["schema"]["primaryKey"], *(name for name, _, _ in references(resource))}
    fields = [rule | {"code": rule["name"] in codes} for rule in resource["schema"]["fields"]]
    exponents: dict[str, list[tuple[int, str]]] = {}
    known: dict[tuple[int, str, str], str] = {}  # what a cell reads as, where the ruler is this
    for number, row in enumerate(rows, start=2):
        written = dict(zip(read_in.fields, row, strict=False))
        cells = list(row)
        for place, (rule, cell) in enumerate(zip(fields, row, strict=False)):
            ruler = code(written.get(rule["ruledBy"], "")) if "rules" in rule else ""
            if (place, cell, ruler) in known:
                cells[place] = known[place, cell, ruler]
                continue
            if "rules" in rule:
                rule = ruled(rule, ruler)
            try:
                cells[place] = known[place, cell, ruler] = spelled(cell, rule)
            except ExponentError:
                exponents.setdefault(rule["name"], []).append((number, clean(cell)))
            except NoValueError as error:
                read_in.faults.append(Fault(read_in.file, number, rule["name"], error.reason))
        read_in.rows.append(cells)
    read_in.faults.extend(Fault(read_in.file, None, name, _exponents(cells)) for name, cells in exponents.items())
    return read_in


def clean(cell: str) -> str:
    """A text in its one spelling.

    Whole syllables (NFC), half-width letters and digits, single blanks, nothing invisible.
    """
    if cell.isascii() and cell.isprintable() and "  " not in cell:
        return cell.strip()
    seen = "".join(sign for sign in cell if sign.isspace() or unicodedata.category(sign) not in {"Cc", "Cf"})
    return unicodedata.normalize("NFC", " ".join(seen.translate(WIDE_ALPHANUMERIC).split()))


def code(cell: str) -> str:
    """A number, a date or a code in its one spelling: punctuation is half-width, too."""
    return clean(cell.translate(WIDE))


def spelled(cell: str, field: Field) -> str:
    """The one spelling of a cell of a field (or of what rules it in this row).

    Raises NoValueError, with the reason, where it has no value.
    """
    items = re.split("[;；]", clean(cell)) if is_list(field) else [cell]
    return LIST_SEPARATOR.join(_single(item, field) for item in items)


def _single(cell: str, field: Field) -> str:
    if not cell or (field["type"] == "string" and PLAIN.fullmatch(cell)):
        return cell
    text, rules = code(cell), field.get("constraints", {})
    if field["type"] != "string":
        return _value(text, field["type"]) if text else ""
    if field.get("code") or field.get("listOf") or field.get("enumOf") or "enum" in rules:
        return text
    fits = re.fullmatch(rules.get("pattern", ".*"), clean(cell))  # an address keeps the signs that it may have
    return clean(cell) if fits else text


def _value(text: str, type_: str) -> str:
    """A number, date, year or truth as the store reads it. Raises NoValueError."""
    form, otherwise = FORMS[type_]
    if type_ in {"integer", "number"} and EXPONENT.fullmatch(text):
        raise ExponentError(text)
    match = form.fullmatch(text) if text.isascii() else None
    if not match:
        raise NoValueError(Reason('"{cell}" is {otherwise}', cell=text, otherwise=otherwise))
    if type_ == "boolean":
        return {"1": "true", "0": "false"}.get(text, text.lower())
    if type_ == "date":
        try:
            return dt.date(*map(int, match.groups())).isoformat()
        except ValueError:
            raise NoValueError(Reason('"{cell}" is {otherwise}', cell=text, otherwise=otherwise)) from None
    if type_ in {"integer", "number"}:
        value = Decimal(text)
        if abs(value) >= LARGEST:
            raise NoValueError(Reason('"{cell}" is too large a number', cell=text))
        if type_ == "number" and Decimal(repr(float(value))) != value:
            raise NoValueError(Reason('"{cell}" has more digits than the store keeps; round it to 15', cell=text))
        return format(value, "f")
    return text


def _exponents(cells: Sequence[tuple[int, str]]) -> Reason:
    return Reason(
        'a spreadsheet saved {rows} as "{cell}" or the like, and digits may be lost. '
        "Format the column as a number without decimals and save it again; where only this file is left, write "
        "the amounts out from their sources",
        rows=listed([number for number, _ in cells]),
        cell=cells[0][1],
    )


def listed(rows: Sequence[int]) -> Rows:
    """Rows in words, runs of them shortened: row 5; rows 2 to 9 and 12."""
    runs = [
        [number for _, number in run]
        for _, run in itertools.groupby(enumerate(sorted(rows)), lambda pair: pair[1] - pair[0])
    ]
    texts = [text for run in runs for text in (map(str, run) if len(run) < 3 else (f"{run[0]} to {run[-1]}",))]
    words = ", ".join(texts[:-1]) + " and " + texts[-1] if len(texts) > 1 else texts[0]
    return Rows(f"row{'s' * (len(rows) > 1)} {words}", rows)
