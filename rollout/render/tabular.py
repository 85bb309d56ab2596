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
from dataclasses import dataclass
from typing import Any

import xlsxwriter

from rollout.document.legible import legible
from rollout.document.model import Cell, Column, Format, Medium, Period, Quantity, Section, Table, Value, is_number
from rollout.language.codes import warning
from rollout.language.words import Words, exact
from rollout.render.printed import link_text

Scalar = str | float | dt.date | Quantity | None
About = Sequence[tuple[str, str]]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
LONGEST_SHEET_NAME, LONGEST_CELL, LONGEST_FILE_NAME = 31, 32_767, 255
NOT_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
NOT_IN_FILE_NAMES = re.compile(r"[^\w.+-]+")
WIDEST = 60
NUMBER_FORMATS = {
    Format.NUMBER: "#,##0.##########",
    Format.SIGNED: "+#,##0.###;−#,##0.###;0",
    Format.MONTHS: "+#,##0.###;−#,##0.###;0",
    Format.PERCENT: "#,##0.0###",
    Format.SHARE: "0.0##%",
    Format.CHANGE: "+0.0##%;−0.0##%;0.0%",
    Format.INDEX: "0.00##",
    Format.WON: "#,##0",
    Format.WON_CHANGE: "+#,##0;−#,##0;0",
    Format.DOLLARS: "#,##0",
    Format.AREA: "#,##0",
    Format.DAY: "yyyy-mm-dd",
    Format.PERIOD: "yyyy-mm-dd",
    Format.YEAR: "0",
}

UNITS = {Format.WON: "KRW", Format.WON_CHANGE: "KRW", Format.DOLLARS: "USD", Format.AREA: "m²", Format.PERCENT: "%"}


@dataclass(frozen=True)
class Sheet:
    """One table as a file shows it: its name, what it says, heads, number formats, rows of plain values."""

    name: str
    title: str
    heads: tuple[str, ...]
    formats: tuple[str, ...]
    rows: tuple[tuple[Scalar, ...], ...]
    foot: str = ""


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
    unit = w.t("months") if column.format is Format.MONTHS else UNITS.get(column.format, column.unit)
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
    return (
        (UNITS.get(value.format) or value.unit or (w.t("months") if value.format is Format.MONTHS else ""))
        if isinstance(value, Quantity)
        else None
    )


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


def _fitting(value: Scalar, number_format: str) -> str:
    """A cell's number format.

    A day in a column of text is a day, a number there shows its digits, and a whole number has no point without
    decimals behind it.
    """
    if isinstance(value, dt.date):
        return NUMBER_FORMATS[Format.DAY]
    if not is_number(value):
        return number_format
    number_format = number_format or NUMBER_FORMATS[Format.NUMBER]
    return re.sub(r"\.#+", "", number_format) if float(value).is_integer() else number_format


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


def sheet_name(name: str, taken: set[str]) -> str:
    """A sheet's name that Excel takes and that no sheet before it has; it is added to `taken`."""
    plain = NOT_IN_SHEET_NAMES.sub(" ", name).strip(" '") or "-"
    own, number = plain[:LONGEST_SHEET_NAME].strip(" '"), 2
    while own.casefold() in taken or own.casefold() == "history":  # Excel keeps that name for itself
        own = f"{plain[: LONGEST_SHEET_NAME - 4].strip()} ({number})"
        number += 1
    taken.add(own.casefold())
    return own


def xlsx(named: Sequence[tuple[str, Section]], about: About, w: Words) -> bytes:
    """A workbook: first what it is, then a sheet a table under its section's name.

    Dates and numbers are real ones; heads are frozen and have filters.
    """
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    writer = _Writer(book)
    writer.about(w.t("About"), legible(tuple(about)))
    for name, section in named:
        for sheet in sheets([section], w):
            writer.sheet(name, sheet)
    book.close()
    return file.getvalue()


class _Writer:
    """A workbook being written: its formats, and the sheet names that are taken."""

    def __init__(self, book: xlsxwriter.Workbook):
        self._book = book
        self._taken: set[str] = set()
        self._head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        self._formats = {"": book.add_format({"valign": "top"})}

    def about(self, name: str, lines: About) -> None:
        """The sheet that says what the workbook is."""
        sheet = self._book.add_worksheet(sheet_name(name, self._taken))
        for number, (label, value) in enumerate(lines):
            sheet.write_string(number, 0, label, self._head)
            sheet.write_string(number, 1, value)
        sheet.autofit(WIDEST * 7)

    def sheet(self, name: str, told: Sheet) -> None:
        """One table."""
        sheet = self._book.add_worksheet(sheet_name(name, self._taken))
        sheet.write_row(0, 0, told.heads, self._head)
        for number, row in enumerate(told.rows, start=1):
            for column, (value, number_format) in enumerate(zip(row, told.formats, strict=True)):
                self._write(sheet, number, column, value, number_format)
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, max(len(told.rows), 1), max(len(told.heads) - 1, 0))
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        sheet.autofit(WIDEST * 7)

    def _write(self, sheet: Any, row: int, column: int, value: Scalar, number_format: str) -> None:
        if isinstance(value, Quantity):
            number_format = NUMBER_FORMATS.get(value.format, "")
            value = value.value
        number_format = _fitting(value, number_format)
        style = self._formats.setdefault(
            number_format, self._book.add_format({"num_format": number_format, "valign": "top"})
        )
        if value is None or value == "":
            return
        if isinstance(value, dt.date):
            sheet.write_datetime(row, column, dt.datetime.combine(value, dt.time()), style)
        elif is_number(value):
            if math.isfinite(value):
                sheet.write_number(row, column, value, style)
        else:
            text = str(value)
            sheet.write_string(
                row, column, text if len(text) <= LONGEST_CELL else text[: LONGEST_CELL - 1] + "…", style
            )
