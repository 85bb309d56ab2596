"""Sections -> XLSX and CSV: a sheet a table, values as numbers, days and text with their units in the heads.

Text is never a formula.

A document's column becomes one column of the file for its values, and further ones where its cells hold more: how exact
a date is, the state that a mark stands for, a second value, small print. The sources of a row stand in its last column.
"""

import csv as csv_format
import datetime as dt
import io
import math
import re
import unicodedata
from collections.abc import Callable, Sequence
from typing import Any

from rollout.document.legible import legible
from rollout.document.model import Cell, Column, Medium, Period, Quantity, Section, Table, Value
from rollout.language.codes import warning
from rollout.language.words import Words, exact
from rollout.render.book import NUMBER_FORMATS, About, Book, Front, Scalar, Sheet, sheet_name, unit_of
from rollout.render.printed import link_text

__all__ = ["About", "Front", "Sheet", "csv", "defused", "file_name", "head_of", "sheet_name", "sheets", "xlsx"]

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
LONGEST_FILE_NAME = 255
NOT_IN_FILE_NAMES = re.compile(r"[^\w.+-]+")


def sheets(sections: Sequence[Section], w: Words, medium: Medium = "workbook") -> list[Sheet]:
    """A sheet a table, in the order of the sections, each name once."""
    made: list[Sheet] = []
    for section in sections:
        for number, table in enumerate(section.tables):
            made.append(_sheet(table, section, table.caption if number else section.title, w, medium))
    return made


def _sheet(table: Table, section: Section, title: str, w: Words, medium: Medium) -> Sheet:
    heads, formats, columns = [], [], []
    for column in table.shown(medium):
        cells = [row[column.key] for row in table.rows]
        for head, number_format, values in _expanded(column, cells, w):
            heads.append(head)
            formats.append(number_format)
            columns.append(values)
    if table.cites:
        heads.append(w.t("Sources"))
        formats.append("")
        columns.append(["; ".join(sorted(set(row.every_origin()))) for row in table.rows])
    rows = tuple(zip(*columns, strict=True)) if columns else ()
    return legible(Sheet(title, section.unit, tuple(heads), tuple(formats), rows, table.foot))


def head_of(column: Column, w: Words) -> str:
    """A column's head in a file, with the unit in which the file holds its values."""
    unit = unit_of(column.format, w) or column.unit
    return f"{column.label} ({unit})" if unit else column.label


def _expanded(column: Column, cells: Sequence[Cell], w: Words) -> list[tuple[str, str, list[Scalar]]]:
    """A column's heads, number formats and values: its own, then what its cells hold besides."""
    label = head_of(column, w)
    made: list[tuple[str, str, list[Scalar]]] = [
        (label, NUMBER_FORMATS.get(column.format, ""), [_value(cell, column, w) for cell in cells])
    ]

    def also(head: str, number_format: str, values: Callable[[Cell], Scalar]) -> None:
        found = [values(cell) for cell in cells]
        if any(value not in {None, ""} for value in found):
            made.append((head, number_format, found))

    also(w.t("{column}: unit", column=column.label), "", lambda cell: _unit(cell.value, w))
    also(w.t("{column}: exact to", column=column.label), "", lambda cell: _precision(cell.value, w))
    also(column.mark_label or w.t("{column}: state", column=column.label), "", lambda cell: cell.mark_label)
    part = next((cell.after for cell in cells if cell.after), None)
    if part:
        head = w.t("{column}: {what}", column=column.label, what=part.label or w.t("moved, months"))
        also(
            head,
            NUMBER_FORMATS.get(part.format, ""),
            lambda cell: _plain(cell.after.value, column, w) if cell.after else None,
        )
    also(column.note_label or w.t("{column}: note", column=column.label), "", lambda cell: cell.note)
    also(w.t("{column}: link", column=column.label), "", lambda cell: cell.url)
    also(
        w.t("{column}: caveat", column=column.label),
        "",
        lambda cell: "; ".join(warning(i, w.lang) for i in cell.warnings),
    )
    return made


def _value(cell: Cell, column: Column, w: Words) -> Scalar:
    return "; ".join(link_text(link) for link in cell.links) if cell.links else _plain(cell.value, column, w)


def _plain(value: Value, column: Column, w: Words) -> Scalar:
    """A value as a file holds it: a number, a day or text."""
    if isinstance(value, Period):
        return value.day
    if isinstance(value, bool):
        return w.t("yes") if value else w.t("no")
    if isinstance(value, tuple):
        return "; ".join((column.names or {}).get(item, item) for item in value)
    if isinstance(value, str):
        return (column.names or {}).get(value, value)
    if isinstance(value, dt.datetime):
        return value.date()
    return value


def _unit(value: Value, w: Words) -> str | None:
    """The unit of a quantity, as its number stands in the file."""
    return (unit_of(value.format, w) or value.unit) if isinstance(value, Quantity) else None


def _precision(value: Value, w: Words) -> str | None:
    return w.code("precision", value.precision) if isinstance(value, Period) else None


def csv(section: Section, about: About, w: Words) -> bytes:
    """The tables of a section as UTF-8 with a byte-order mark (Korean Excel needs it).

    First the lines that say what it is.
    """
    text = io.StringIO()
    writer = csv_format.writer(text, lineterminator="\r\n")
    writer.writerows([defused(f"# {name}"), defused(value)] for name, value in legible(tuple(about)))
    for sheet in sheets([section], w, "csv"):
        writer.writerow([])
        writer.writerow([defused(head) for head in sheet.heads])
        writer.writerows([defused(_flat(value)) for value in row] for row in sheet.rows)
    return text.getvalue().encode("utf-8-sig")


def _flat(value: Scalar) -> Any:
    """A value as a CSV holds it: a number without an exponent, which a spreadsheet would keep to six digits."""
    if isinstance(value, Quantity):
        value = value.value
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return ""
    return f"{exact(value):f}" if isinstance(value, float) and "e" in str(value) else value


def defused(value: Any) -> Any:
    """Text that a spreadsheet would take for a formula gets an apostrophe before it."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_STARTS) else value


def file_name(parts: Sequence[str], form: str) -> str:
    """The name of a file that every system takes.

    Its parts with hyphens, whole Hangul, no odd letters, at most 255 bytes.
    """
    stem = "-".join(
        filter(None, (NOT_IN_FILE_NAMES.sub("-", unicodedata.normalize("NFC", part)).strip("-.") for part in parts))
    )
    return f"{stem.encode()[: LONGEST_FILE_NAME - len(form) - 1].decode(errors='ignore')}.{form}"


def xlsx(named: Sequence[tuple[str, Section]], about: About, w: Words, front: Front | None = None) -> bytes:
    """A workbook: first what it is, with its key figures, then a sheet a table under its section's name.

    Dates and numbers are real ones; each sheet is a table with a name, its heads frozen, made to be printed.
    """
    file = io.BytesIO()
    book = Book(file, w, legible(tuple(about)), front or Front())
    book.about(w.t("About"))
    for name, section in named:
        for sheet in sheets([section], w):
            book.sheet(name, sheet)
    book.close()
    return file.getvalue()
