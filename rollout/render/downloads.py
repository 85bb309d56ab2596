"""Tables -> files: CSV that Korean Excel opens, and XLSX. Text is never a formula; a number keeps its value and shows all its digits."""

import csv as csv_format
import datetime as dt
import io
import math
import re
import unicodedata
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import pandas as pd

from rollout.language.words import Words, exact

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
WIDEST = 60
LONGEST_SHEET_NAME, LONGEST_CELL, LONGEST_FILE_NAME = 31, 32_767, 255
NOT_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
NOT_IN_FILE_NAMES = re.compile(r"[^\w.+-]+")
WHOLE, YEAR, DAY = "#,##0", "0", "yyyy-mm-dd"
YEARS = range(1900, 2101)
MOST_DECIMALS = 4
About = Sequence[tuple[str, str]]


def csv(table: pd.DataFrame, about: About) -> bytes:
    """A table as UTF-8 with a byte-order mark (Korean Excel needs it); first the lines that say what it is."""
    text = io.StringIO()
    writer = csv_format.writer(text, lineterminator="\r\n")
    writer.writerows([_defused(f"# {name}"), _defused(value)] for name, value in about)
    writer.writerow([])
    writer.writerow([_defused(column) for column in table.columns])
    writer.writerows([_defused(_in_full(_plain(value))) for value in row] for row in table.itertuples(index=False, name=None))
    return text.getvalue().encode("utf-8-sig")


def xlsx(tables: Mapping[str, pd.DataFrame], about: About, w: Words) -> bytes:
    """A workbook: a sheet a table (real dates and numbers, frozen and filtered header), then one that says what it is."""
    import xlsxwriter  # only who makes a workbook waits for it

    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(file, options)
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    formats: dict[str, Any] = {}
    taken: set[str] = set()
    for name, table in tables.items():
        sheet = book.add_worksheet(_sheet_name(name, taken))
        for place, (head, values) in enumerate(table.items()):
            cells = [_plain(value) for value in values]
            sheet.write_string(0, place, str(head), bold)
            for row, (cell, shown) in enumerate(zip(cells, _number_formats(cells), strict=True), start=1):
                style = shown and formats.setdefault(shown, book.add_format({"num_format": shown}))
                _write(sheet, row, place, cell, style)
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, max(len(table), 1), max(len(table.columns) - 1, 0))
        sheet.autofit(WIDEST * 7)
    sheet = book.add_worksheet(_sheet_name(w.t("About"), taken))
    for number, (label, value) in enumerate(about):
        sheet.write_string(number, 0, label, bold)
        _write(sheet, number, 1, value, None)
    sheet.autofit(WIDEST * 7)
    book.close()
    return file.getvalue()


def file_name(parts: Sequence[str], form: str) -> str:
    """The name of a file that every system takes: its parts with hyphens, whole Hangul, no odd letters, at most 255 bytes."""
    stem = "-".join(filter(None, (NOT_IN_FILE_NAMES.sub("-", unicodedata.normalize("NFC", part)).strip("-.") for part in parts)))
    room = LONGEST_FILE_NAME - len(form) - 1
    return f"{stem.encode()[:room].decode(errors='ignore')}.{form}"


def _sheet_name(name: str, taken: set[str]) -> str:
    """A sheet's name that Excel takes and that no sheet before it has."""
    plain = NOT_IN_SHEET_NAMES.sub(" ", name).strip(" '") or "-"
    own, number = plain[:LONGEST_SHEET_NAME].strip(" '"), 2
    while own.casefold() in taken or own.casefold() == "history":  # Excel keeps that name for itself
        own = f"{plain[: LONGEST_SHEET_NAME - 4].strip()} ({number})"
        number += 1
    taken.add(own.casefold())
    return own


def _number_formats(cells: Sequence[Any]) -> list[str]:
    """How a spreadsheet shows each cell of a column: no thousands mark in years, as many decimals as the column has, none in large numbers."""
    numbers = [cell for cell in cells if isinstance(cell, (int, float)) and not isinstance(cell, bool)]
    whole = YEAR if numbers and all(number in YEARS for number in numbers) else WHOLE
    digits = min(MOST_DECIMALS, max((-int(exact(number).normalize().as_tuple().exponent) for number in numbers), default=0))

    def shown(cell: Any) -> str:
        if isinstance(cell, dt.date):
            return DAY
        if isinstance(cell, bool) or not isinstance(cell, (int, float)):
            return ""
        return whole if cell == int(cell) or abs(cell) >= 1000 else f"{WHOLE}.{'0' * digits}"

    return [shown(cell) for cell in cells]


def _write(sheet: Any, row: int, column: int, cell: Any, style: Any) -> None:
    if isinstance(cell, dt.date):
        sheet.write_datetime(row, column, dt.datetime.combine(cell, dt.time()), style)
    elif isinstance(cell, bool):
        sheet.write_boolean(row, column, cell)
    elif isinstance(cell, (int, float)):
        sheet.write_number(row, column, cell, style)
    elif cell:
        sheet.write_string(row, column, cell if len(cell) <= LONGEST_CELL else cell[: LONGEST_CELL - 1] + "…")


def _plain(value: Any) -> Any:
    """A cell as text, number, truth, date or nothing; a list joined. What is not known or not finite is nothing."""
    if isinstance(value, (list, tuple)) or (hasattr(value, "tolist") and hasattr(value, "__len__")):
        return "; ".join(map(str, value))
    if pd.isna(value):
        return ""
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, (dt.date, str)):
        return value
    number = float(value) if isinstance(value, Decimal) else value.item() if hasattr(value, "item") else value
    return "" if isinstance(number, float) and not math.isfinite(number) else number


def _in_full(value: Any) -> Any:
    """A number without an exponent, which a spreadsheet would keep to six digits."""
    return f"{exact(value):f}" if isinstance(value, float) and "e" in str(value) else value


def _defused(value: Any) -> Any:
    """Text that a spreadsheet would take for a formula gets an apostrophe before it."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_STARTS) else value
