"""Files that viewers take away: Korean Excel opens them, numbers are numbers, dates are dates, and text is never a
formula.
"""

import csv
import datetime as dt
import io
import unicodedata

import openpyxl
import pytest

from rollout.document.model import Cell, Column, Format, Period, Row, Section, Table
from rollout.language.words import Words
from rollout.render import tabular

FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x")', "\t=1", "\r=1", "=cmd|' /C calc'!A0"]
ABOUT = [("Filters", "=all provinces"), ("Link", "http://localhost:8501/?province=gyeonggi")]
WORDS = Words("en")


def section(columns, *rows):
    """A section with one table; a row: the values of its columns, its sources last."""
    lines = [
        Row(
            str(number),
            {column.key: Cell(value) for column, value in zip(columns, values, strict=True)},
            origins=tuple(origins),
        )
        for number, (*values, origins) in enumerate(rows)
    ]
    return Section("sites", "Sites", tables=(Table(tuple(columns), tuple(lines)),))


SITES = section(
    [
        Column("complex", "complex"),
        Column("area", "area", Format.AREA),
        Column("cost", "cost", Format.WON),
        Column("date", "date", Format.DAY),
        Column("stated", "stated", Format.PERIOD),
        Column("seen", "seen"),
    ],
    (
        "용인",
        7_280_000,
        360 * 10**12,
        dt.date(2026, 3, 10),
        Period(dt.date(2025, 6, 30), "month"),
        True,
        ["CA-001", "CA-002"],
    ),
    ("=Gyeonggi", -1.5, None, None, None, False, []),
)


def csv_rows(content):
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def book(*named, about=(), w=WORDS):
    return openpyxl.load_workbook(io.BytesIO(tabular.xlsx(named, about, w)))


def columns(page):
    return {column[0].value: [(cell.value, cell.number_format) for cell in column[1:]] for column in page.iter_cols()}


def one(text):
    """A section whose only head and cell are a text."""
    return section([Column("text", text)], (text, []))


def test_usage_warnings_are_named_in_the_reader_s_language():
    row = Row("1", {"text": Cell("x", warnings=("undated-source", "added-since"))})
    whole = Section("sites", "Sites", tables=(Table((Column("text", "text"),), (row,)),))
    assert tabular.sheets([whole], Words("ko"))[0].rows[0][1] == "날짜 없는 출처; added-since"


def test_a_csv_starts_with_the_mark_that_korean_excel_needs():
    content = tabular.csv(SITES, ABOUT, WORDS)
    assert content.startswith(b"\xef\xbb\xbf")
    assert "용인" in content.decode("utf-8-sig")
    assert content.count(b"\r\n") == content.count(b"\n")


def test_a_csv_says_what_it_is_before_its_table():
    rows = csv_rows(tabular.csv(SITES, ABOUT, WORDS))
    assert rows[:3] == [["# Filters", "'=all provinces"], ["# Link", "http://localhost:8501/?province=gyeonggi"], []]
    first, second = (dict(zip(rows[3], row, strict=True)) for row in rows[4:])
    assert [first[head] for head in ("complex", "area (m²)", "cost (KRW)", "date", "stated", "seen")] == [
        "용인",
        "7280000",
        "360000000000000",
        "2026-03-10",
        "2025-06-30",
        "yes",
    ]
    assert "CA-001; CA-002" in first.values()
    assert [second[head] for head in ("complex", "area (m²)", "cost (KRW)", "date", "seen")] == [
        "'=Gyeonggi",
        "-1.5",
        "",
        "",
        "no",
    ]


@pytest.mark.parametrize("text", FORMULAS)
def test_a_csv_defuses_formulas_in_cells_and_headers(text):
    rows = csv_rows(tabular.csv(one(text), [(text, text)], WORDS))
    assert all(not cell.startswith(tabular.FORMULA_STARTS) for row in rows for cell in row)
    assert rows[-1][0].endswith(text.strip("\r")), "the text itself stays readable"


def test_a_csv_writes_large_and_small_numbers_in_full():
    values = [3.6e16, 0.00005, 1_234_567_890_123, -3, float("inf"), float("nan")]
    numbers = section([Column("won", "won", Format.NUMBER)], *((value, []) for value in values))
    rows = csv_rows(tabular.csv(numbers, [], WORDS))
    assert [row[0] if row else "" for row in rows[2:]] == [
        "36000000000000000",
        "0.00005",
        "1234567890123",
        "-3",
        "",
        "",
    ]


def test_an_xlsx_has_numbers_dates_and_text_as_they_are():
    shown = columns(book(("Sites", SITES), about=ABOUT)["Sites"])
    assert [value for value, _ in shown["complex"]] == ["용인", "=Gyeonggi"]
    assert [value for value, _ in shown["area (m²)"]] == [7_280_000, -1.5]
    assert shown["cost (KRW)"] == [(360 * 10**12, "#,##0"), (None, "General")]
    assert shown["date"][0] == (dt.datetime(2026, 3, 10), "yyyy-mm-dd")
    assert shown["stated"][0] == (dt.datetime(2025, 6, 30), "yyyy-mm-dd")


@pytest.mark.parametrize("text", FORMULAS)
def test_an_xlsx_has_no_formula_and_no_link(text):
    cells = [
        cell
        for page in book(("Sites", one(text)), about=[(text, text)])
        for row in page.iter_rows()
        for cell in row
        if cell.value
    ]
    assert len(cells) >= 4
    assert {cell.data_type for cell in cells} == {"s"}
    assert not any(cell.hyperlink for cell in cells)


def test_an_xlsx_says_what_it_is_in_the_viewers_language():
    w = Words("ko")
    about = book(("산단", SITES), about=ABOUT, w=w)[w.t("About")]
    assert [tuple(row) for row in about.iter_rows(values_only=True)] == ABOUT


def test_odd_sheet_names_and_values_still_make_a_file():
    heads = [Column("n", "n", Format.NUMBER), Column("text", "text")]
    odd = section(heads, (float("nan"), "x" * 40_000, []), (float("inf"), "\x0bbell", []), (1.0, None, []))
    made = book(("a/b: [what]?*" * 4, odd), ("empty", section(heads)))
    assert len(made.sheetnames) == 3
    shown = columns(made.worksheets[1])
    assert [value for value, _ in shown["n"]] == [None, None, 1], "what is no number is empty"
    long = shown["text"][0][0]
    assert (len(long), long[-2:]) == (32_767, "x…"), "cut where a cell ends, not lost"


def test_two_long_names_of_sheets_stay_apart_and_excels_own_name_is_left_to_it():
    names = [
        "Committees and their members at work, first",
        "Committees and their members at work, second",
        "History",
        "",
    ]
    made = book(*((name, SITES) for name in names))
    assert made.sheetnames == [
        "About",
        "Committees and their members at",
        "Committees and their member (2)",
        "History (2)",
        "-",
    ]


@pytest.mark.parametrize(
    ("parts", "name"),
    [
        (["weekly", "", "gyeongbuk", "2026-03-31"], "weekly-gyeongbuk-2026-03-31.xlsx"),
        (["../../etc/pass wd", 'a:b*c?"<>|'], "etc-pass-wd-a-b-c.xlsx"),
        ([unicodedata.normalize("NFD", "용인")], "용인.xlsx"),
    ],
)
def test_a_files_name_is_one_that_every_system_takes(parts, name):
    assert tabular.file_name(parts, "xlsx") == name


def test_a_files_name_is_at_most_255_bytes_and_ends_in_whole_letters():
    name = tabular.file_name(["용인" * 200], "xlsx")
    assert len(name.encode()) <= 255 and set(name) <= set("용인.xlsx")
