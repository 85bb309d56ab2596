"""Files that viewers take away: Korean Excel opens them, numbers are numbers, dates are dates, and text is never a formula."""

import csv
import datetime as dt
import io
import unicodedata
from decimal import Decimal

import numpy as np
import openpyxl
import pandas as pd
import pytest

from rollout.language.words import Words
from rollout.render import downloads

FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x")', "\t=1", "\r=1", "=cmd|' /C calc'!A0"]
TABLE = pd.DataFrame(
    {
        "complex": ["용인", "=Gyeonggi"],
        "area, m2": [7_280_000, -1.5],
        "cost": pd.array([360 * 10**12, None], dtype="Int64"),
        "date": pd.to_datetime(["2026-03-10", None]),
        "stated": [dt.date(2025, 6, 30), None],
        "sources": [["CA-001", "CA-002"], []],
        "seen": [True, False],
    }
)
ABOUT = [("Filters", "=all provinces"), ("Link", "http://localhost:8501/?province=gyeonggi")]


def csv_rows(content):
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def sheet(content, name):
    return openpyxl.load_workbook(io.BytesIO(content))[name]


def test_a_csv_starts_with_the_mark_that_korean_excel_needs():
    content = downloads.csv(TABLE, ABOUT)
    assert content.startswith(b"\xef\xbb\xbf")
    assert "용인" in content.decode("utf-8-sig")
    assert content.count(b"\r\n") == content.count(b"\n")


def test_a_csv_says_what_it_is_before_its_table():
    rows = csv_rows(downloads.csv(TABLE, ABOUT))
    assert rows[:3] == [["# Filters", "'=all provinces"], ["# Link", "http://localhost:8501/?province=gyeonggi"], []]
    assert rows[3] == list(TABLE.columns)
    assert rows[4] == ["용인", "7280000.0", "360000000000000", "2026-03-10", "2025-06-30", "CA-001; CA-002", "True"]
    assert rows[5] == ["'=Gyeonggi", "-1.5", "", "", "", "", "False"]


@pytest.mark.parametrize("text", FORMULAS)
def test_a_csv_defuses_formulas_in_cells_and_headers(text):
    rows = csv_rows(downloads.csv(pd.DataFrame({text: [text]}), [(text, text)]))
    assert all(not cell.startswith(downloads.FORMULA_STARTS) for row in rows for cell in row)
    assert rows[-1][0].endswith(text.strip("\r")), "the text itself stays readable"


def test_a_negative_number_stays_a_number_in_csv():
    assert csv_rows(downloads.csv(pd.DataFrame({"moved": [-3]}), []))[-1] == ["-3"]


def test_a_csv_writes_large_and_small_numbers_in_full():
    rows = csv_rows(downloads.csv(pd.DataFrame({"won": [3.6e16, 0.00005, 1_234_567_890_123, float("inf"), float("nan")]}), []))
    assert [row[0] if row else "" for row in rows[2:]] == ["36000000000000000", "0.00005", "1234567890123.0", "", ""]


def test_an_xlsx_has_numbers_dates_and_text_as_they_are():
    rows = list(sheet(downloads.xlsx({"Sites": TABLE}, ABOUT, Words("en")), "Sites").iter_rows(values_only=True))
    assert rows[0] == tuple(TABLE.columns)
    assert rows[1] == ("용인", 7_280_000, 360 * 10**12, dt.datetime(2026, 3, 10), dt.datetime(2025, 6, 30), "CA-001; CA-002", True)
    assert rows[2] == ("=Gyeonggi", -1.5, None, None, None, None, False)


@pytest.mark.parametrize("text", FORMULAS)
def test_an_xlsx_has_no_formula_and_no_link(text):
    content = downloads.xlsx({"Sites": pd.DataFrame({text: [text]})}, [(text, text)], Words("en"))
    book = openpyxl.load_workbook(io.BytesIO(content))
    cells = [cell for page in book for row in page.iter_rows() for cell in row if cell.value is not None]
    assert len(cells) == 4
    assert {cell.data_type for cell in cells} == {"s"}
    assert not any(cell.hyperlink for cell in cells)


def test_an_xlsx_says_what_it_is_in_the_viewers_language():
    about = sheet(downloads.xlsx({"산단": TABLE}, ABOUT, Words("ko")), Words("ko").t("About"))
    assert [tuple(row) for row in about.iter_rows(values_only=True)] == ABOUT


def test_odd_sheet_names_and_values_still_make_a_file():
    odd = pd.DataFrame({"n": [float("nan"), float("inf"), 1.0], "text": ["x" * 40_000, "\x0bbell", None]})
    book = openpyxl.load_workbook(io.BytesIO(downloads.xlsx({"a/b: [what]?*" * 4: odd, "empty": odd.head(0)}, [], Words("en"))))
    assert len(book.sheetnames) == 3
    assert book.worksheets[0]["A4"].value == 1
    assert [book.worksheets[0][f"A{row}"].value for row in (2, 3)] == [None, None], "what is no number is empty"
    long = book.worksheets[0]["B2"].value
    assert (len(long), long[-2:]) == (32_767, "x…"), "cut where a cell ends, not lost"


def test_amounts_areas_shares_years_and_days_show_every_digit():
    table = pd.DataFrame(
        {
            "amount, KRW": [360 * 10**12, 1_234_567_890_123],
            "area, m2": [7_280_000.0, 636_000.5],
            "share, ratio": [0.285, 1.0],
            "year": pd.array([2026, None], dtype="Int64"),
            "rows": [2026, 12],
            "effect, KRW": [28_854_892.527721, -0.5],
            "on": [dt.date(2026, 3, 10), None],
            "decimal": [Decimal("12.5"), Decimal("NaN")],
            "found": np.array([np.int64(5), np.bool_(True)], dtype=object),
        }
    )
    page = sheet(downloads.xlsx({"Sites": table}, [], Words("en")), "Sites")
    shown = {column[0].value: [(cell.value, cell.number_format) for cell in column[1:]] for column in page.iter_cols()}
    assert shown["amount, KRW"] == [(360 * 10**12, "#,##0"), (1_234_567_890_123, "#,##0")]
    assert shown["area, m2"] == [(7_280_000, "#,##0"), (636_000.5, "#,##0")]
    assert shown["share, ratio"] == [(0.285, "#,##0.000"), (1, "#,##0")]
    assert shown["year"][0] == (2026, "0")
    assert shown["rows"] == [(2026, "#,##0"), (12, "#,##0")]
    assert shown["effect, KRW"] == [(28_854_892.527721, "#,##0"), (-0.5, "#,##0.0000")]
    assert shown["on"][0] == (dt.datetime(2026, 3, 10), "yyyy-mm-dd")
    assert [value for value, _ in shown["decimal"]] == [12.5, None]
    assert [value for value, _ in shown["found"]] == [5, True]


def test_two_long_names_of_sheets_stay_apart_and_excels_own_name_is_left_to_it():
    tables = {
        "Committees and their members at work, first": TABLE,
        "Committees and their members at work, second": TABLE,
        "History": TABLE,
        "": TABLE,
    }
    names = openpyxl.load_workbook(io.BytesIO(downloads.xlsx(tables, [], Words("en")))).sheetnames
    assert names == ["Committees and their members at", "Committees and their member (2)", "History (2)", "-", "About"]


@pytest.mark.parametrize(
    ("parts", "name"),
    [
        (["weekly", "", "gyeongbuk", "2026-03-31"], "weekly-gyeongbuk-2026-03-31.xlsx"),
        (["../../etc/pass wd", 'a:b*c?"<>|'], "etc-pass-wd-a-b-c.xlsx"),
        ([unicodedata.normalize("NFD", "용인")], "용인.xlsx"),
    ],
)
def test_a_files_name_is_one_that_every_system_takes(parts, name):
    assert downloads.file_name(parts, "xlsx") == name


def test_a_files_name_is_at_most_255_bytes_and_ends_in_whole_letters():
    name = downloads.file_name(["용인" * 200], "xlsx")
    assert len(name.encode()) <= 255 and set(name) <= set("용인.xlsx")


def test_a_real_table_of_the_page_reads_back(ask):
    table = pd.DataFrame(ask("progress/board"))
    rows = list(sheet(downloads.xlsx({"Stages": table}, [], Words("en")), "Stages").iter_rows(min_row=2, values_only=True))
    assert len(rows) == len(table)
    column = list(table.columns).index("date")
    assert {type(row[column]) for row in rows} == {dt.datetime, type(None)}
