"""A workbook being written, to be read on a screen and on paper: named tables, number formats, widths, page set-up."""

import datetime as dt
import math
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from rollout.document.model import Format, Quantity, is_number
from rollout.language.words import Words

Scalar = str | float | dt.date | Quantity | None
About = Sequence[tuple[str, str]]
LONGEST_SHEET_NAME, LONGEST_CELL, LONGEST_HEADER = 31, 32_767, 120
NOT_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
ADDRESS = re.compile(r"https?://\S+")  # has one line, in smaller letters where it is long
CELL_NAME = re.compile(r"([A-Za-z]{1,3}\d+|[RrCc]\d*)")
FACE, SIZE = "맑은 고딕", 10
NARROWEST, WIDEST, ON_PAPER = 8, 52, 215  # of a column; of a sheet on one page's width: in figures
LINE, MOST_LINES = 13.0, 30  # of a row: the height of a line in points, lines
MOST_MEASURED = 400  # rows whose texts decide how wide a column is
STYLE = "Table Style Light 1"
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


def unit_of(format: Format, w: Words) -> str:
    """The unit that values of a format have in a file, in the reader's language; empty where it has none."""
    return {
        Format.WON: w.t("KRW"),
        Format.WON_CHANGE: w.t("KRW"),
        Format.DOLLARS: w.t("USD"),
        Format.AREA: "m²",
        Format.PERCENT: "%",
        Format.MONTHS: w.t("months"),
    }.get(format, "")


@dataclass(frozen=True)
class Sheet:
    """One table as a file shows it: its name, what it says, heads, number formats, rows of plain values."""

    name: str
    title: str
    heads: tuple[str, ...]
    formats: tuple[str, ...]
    rows: tuple[tuple[Scalar, ...], ...]
    foot: str = ""


@dataclass(frozen=True)
class Front:
    """What a workbook says before its tables: key figures with their definitions; the file's own properties."""

    figures: Sheet | None = None
    properties: Mapping[str, str] = field(default_factory=dict)


def sheet_name(name: str, taken: set[str]) -> str:
    """A sheet's name that Excel takes and that no sheet before it has; it is added to `taken`."""
    plain = " ".join(NOT_IN_SHEET_NAMES.sub(" ", name).split()).strip(" '") or "-"
    own, number = plain[:LONGEST_SHEET_NAME].strip(" '"), 2
    while own.casefold() in taken or own.casefold() == "history":  # Excel keeps that name for itself
        own = f"{plain[: LONGEST_SHEET_NAME - 4].strip()} ({number})"
        number += 1
    taken.add(own.casefold())
    return own


def _table_name(name: str, taken: set[str]) -> str:
    """A table's name that Excel takes: letters and figures, no cell's name, each once."""
    plain = re.sub(r"\W+", "_", name).strip("_")[:60] or "_"
    plain = f"_{plain}" if not plain[0].isalpha() or CELL_NAME.fullmatch(plain) else plain
    own, number = plain, 2
    while own.casefold() in taken:
        own, number = f"{plain}_{number}", number + 1
    taken.add(own.casefold())
    return own


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


class Book:
    """A workbook being written: its formats, and the names that are taken."""

    def __init__(self, file: Any, w: Words, about: About, front: Front):
        import xlsxwriter  # other formats do without

        options = {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "default_format_properties": {"font_name": FACE, "font_size": SIZE},
        }
        self._book = xlsxwriter.Workbook(file, options)
        self._w, self._about, self._front = w, about, front
        self._sheets: set[str] = set()
        self._tables: set[str] = set()
        self._head = self._book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        self._formats = {"": self._book.add_format({"valign": "top", "text_wrap": True, "indent": 1})}
        self._address = self._book.add_format({"valign": "top", "shrink": True, "indent": 1})
        if front.properties:
            self._book.set_properties(dict(front.properties))

    def close(self) -> None:
        """Write it out."""
        self._book.close()

    def about(self, name: str) -> None:
        """The sheet that says what the workbook is, and its key figures with their definitions."""
        sheet = self._book.add_worksheet(sheet_name(name, self._sheets))
        for number, (label, value) in enumerate(self._about):
            sheet.write_string(number, 0, label, self._head)
            sheet.write_string(number, 1, value, self._formats[""])
            sheet.set_row(number, LINE * min(_lines(value, 58 if not self._front.figures else 28), MOST_LINES))
        figures, first = self._front.figures, len(self._about) + 1
        if figures:
            self._fill(sheet, figures, first)
        sheet.set_column(0, 0, min(max((_wide(label) for label, _ in self._about), default=8) + 2, WIDEST))
        sheet.set_column(1, 1, 30 if figures else 60)
        self._paper(sheet, ON_PAPER, name)

    def sheet(self, name: str, told: Sheet) -> None:
        """One table on a sheet of its own."""
        sheet = self._book.add_worksheet(sheet_name(name, self._sheets))
        wide = self._fill(sheet, told, 0)
        sheet.freeze_panes(1, 1)
        sheet.repeat_rows(0)
        self._paper(sheet, wide, told.name)

    def _fill(self, sheet: Any, told: Sheet, first: int) -> float:
        """The table from a row on, as a named one with filters; returns how wide it is."""
        heads, widths = _apart(told.heads), list[float]()
        for place, head in enumerate(heads):
            sheet.write_string(first, place, head, self._head)
            texts = [_shown(row[place], told.formats[place]) for row in told.rows[:MOST_MEASURED]]
            longest = max(map(_wide, texts), default=0)
            word = max((_wide(part) for part in head.split()), default=0)
            wide = min(max(longest + 1.5, word + 3, NARROWEST), WIDEST)
            sheet.set_column(place, place, wide)
            widths.append(wide)
        sheet.set_row(
            first, LINE * max((_lines(head, wide - 3) for head, wide in zip(heads, widths, strict=True)), default=1)
        )
        for number, row in enumerate(told.rows, start=first + 1):
            lines = max(
                (_lines(cell, wide - 1.5) for cell, wide in zip(row, widths, strict=True) if isinstance(cell, str)),
                default=1,
            )
            sheet.set_row(number, LINE * min(lines, MOST_LINES))
            for column, (value, number_format) in enumerate(zip(row, told.formats, strict=True)):
                self._write(sheet, number, column, value, number_format)
        last = (first + max(len(told.rows), 1), max(len(heads) - 1, 0))
        if not heads or any("_x" in head for head in heads):  # Excel would read it as a letter's number
            sheet.autofilter(first, 0, *last)
            return sum(widths)
        columns = [{"header": head, "header_format": self._head} for head in heads]
        name = _table_name(sheet.get_name(), self._tables)
        sheet.add_table(first, 0, *last, {"name": name, "columns": columns, "style": STYLE})
        return sum(widths)

    def _paper(self, sheet: Any, wide: float, title: str) -> None:
        """A4 landscape: as many pages wide as can be read, a title above, filters and page numbers below."""
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.set_margins(0.4, 0.4, 0.7, 0.6)
        pages = max(math.ceil(wide / ON_PAPER), 1)
        sheet.fit_to_pages(pages, 0)
        if pages > 1:
            sheet.repeat_columns(0)
        subject = self._front.properties.get("subject") or " · ".join(value for _, value in self._about)
        sheet.set_header(f"&L&10{_plain(title)}&R&8{_plain(sheet.get_name())}")
        sheet.set_footer(f"&L&8{_plain(subject)}&R&8&P / &N")

    def _write(self, sheet: Any, row: int, column: int, value: Scalar, number_format: str) -> None:
        if isinstance(value, Quantity):
            number_format = NUMBER_FORMATS.get(value.format, "")
            value = value.value
        if value is None or value == "":
            return
        style = self._style(_fitting(value, number_format))
        if isinstance(value, dt.date):
            sheet.write_datetime(row, column, dt.datetime.combine(value, dt.time()), style)
        elif is_number(value):
            if math.isfinite(value):
                sheet.write_number(row, column, value, style)
        else:
            text = str(value)
            style = self._address if ADDRESS.fullmatch(text) else self._formats[""]
            sheet.write_string(
                row, column, text if len(text) <= LONGEST_CELL else text[: LONGEST_CELL - 1] + "…", style
            )

    def _style(self, number_format: str) -> Any:
        """The format of a cell, made once."""
        if number_format not in self._formats:
            properties = {"num_format": number_format, "valign": "top", "text_wrap": True}
            self._formats[number_format] = self._book.add_format(properties)
        return self._formats[number_format]


def _apart(heads: Sequence[str]) -> list[str]:
    """Heads in one line each, none twice: Excel repairs a table whose columns are called alike."""
    made: list[str] = []
    known: set[str] = set()
    for head in heads:
        plain = " ".join(head.split())[:250] or "-"
        own, number = plain, 2
        while own.casefold() in known:
            own, number = f"{plain} ({number})", number + 1
        known.add(own.casefold())
        made.append(own)
    return made


@lru_cache(maxsize=2**14)
def _wide(text: str) -> float:
    """How many figures a text is as wide as; of several lines, the longest."""
    return max(
        (
            sum(1.75 if unicodedata.east_asian_width(letter) in "WF" else 1.0 for letter in line)
            for line in text.split("\n")
        ),
        default=0.0,
    )


def _lines(text: str, wide: float) -> int:
    """How many lines a text takes in a column."""
    if ADDRESS.fullmatch(text):
        return 1
    return sum(max(math.ceil(_wide(line) / max(wide, 1)), 1) for line in text[:LONGEST_CELL].split("\n"))


def _shown(value: Scalar, number_format: str) -> str:
    """About what a cell shows."""
    if isinstance(value, Quantity):
        value = value.value
    if isinstance(value, dt.date):
        return "0000-00-00"
    if is_number(value):
        digits = 1 if "%" in number_format else 0 if float(value).is_integer() else 3
        return f"+{value * (100 if '%' in number_format else 1):,.{digits}f}%" if number_format else f"{value:,.3f}"
    return str(value or "")


def _plain(text: str) -> str:
    """A text in a page's header or footer, where & begins an order."""
    line = " ".join(text.split())
    cut = line if len(line) <= LONGEST_HEADER else line[: LONGEST_HEADER - 1] + "…"
    return f" {cut}".replace("&", "&&")
