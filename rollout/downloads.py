"""Tables -> files: CSV that Korean Excel opens, and XLSX. Text is never a formula."""

import csv as csv_format
import datetime as dt
import io
import re
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import xlsxwriter

from rollout.words import Words

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
WIDEST = 60
LONGEST_SHEET_NAME = 31
INFINITE = (float("inf"), float("-inf"))  # no cell holds it as a number
NOT_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\]")
About = Sequence[tuple[str, str]]


def csv(table: pd.DataFrame, about: About) -> bytes:
    """A table as UTF-8 with a byte-order mark (Korean Excel needs it); first the lines that say what it is."""
    text = io.StringIO()
    writer = csv_format.writer(text, lineterminator="\r\n")
    writer.writerows([_defused(f"# {name}"), _defused(value)] for name, value in about)
    writer.writerow([])
    writer.writerow([_defused(column) for column in table.columns])
    writer.writerows([_defused(plain(value)) for value in row] for row in table.itertuples(index=False, name=None))
    return text.getvalue().encode("utf-8-sig")


def xlsx(tables: Mapping[str, pd.DataFrame], about: About, w: Words) -> bytes:
    """A workbook: a sheet a table (real dates and numbers, frozen and filtered header), then one that says what it is."""
    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(file, options)
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for name, table in tables.items():
        sheet = book.add_worksheet(NOT_IN_SHEET_NAMES.sub(" ", name).strip("'")[:LONGEST_SHEET_NAME])
        sheet.write_row(0, 0, list(table.columns), bold)
        for number, row in enumerate(table.itertuples(index=False, name=None), start=1):
            for column, value in enumerate(map(plain, row)):
                if isinstance(value, dt.date):
                    sheet.write_datetime(number, column, dt.datetime.combine(value, dt.time()), day)
                elif isinstance(value, (int, float)):
                    sheet.write_number(number, column, value)
                elif value:
                    sheet.write_string(number, column, value)
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, max(len(table), 1), max(len(table.columns) - 1, 0))
        sheet.autofit(WIDEST * 7)
    sheet = book.add_worksheet(w.t("About"))
    for number, (label, value) in enumerate(about):
        sheet.write_string(number, 0, label, bold)
        sheet.write_string(number, 1, value)
    sheet.autofit(WIDEST * 7)
    book.close()
    return file.getvalue()


def plain(value: Any) -> Any:
    """A cell as text, number, date or nothing; a list joined."""
    if isinstance(value, (list, tuple)) or (hasattr(value, "tolist") and hasattr(value, "__len__")):
        return "; ".join(map(str, value))
    if pd.isna(value):
        return ""
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, bool) or value in INFINITE:
        return str(value)
    if isinstance(value, (dt.date, str)):
        return value
    return value.item() if hasattr(value, "item") else value


def _defused(value: Any) -> Any:
    """Text that a spreadsheet would take for a formula gets an apostrophe before it."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_STARTS) else value
