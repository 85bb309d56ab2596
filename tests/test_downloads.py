"""Files that viewers take away: Korean Excel opens them, numbers are numbers, dates are dates, and text is never a formula."""

import csv
import datetime as dt
import io

import openpyxl
import pandas as pd
import pytest

from rollout import downloads
from rollout.words import Words

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


def test_an_xlsx_has_numbers_dates_and_text_as_they_are():
    rows = list(sheet(downloads.xlsx({"Sites": TABLE}, ABOUT, Words("en")), "Sites").iter_rows(values_only=True))
    assert rows[0] == tuple(TABLE.columns)
    assert rows[1] == ("용인", 7_280_000, 360 * 10**12, dt.datetime(2026, 3, 10), dt.datetime(2025, 6, 30), "CA-001; CA-002", "True")
    assert rows[2] == ("=Gyeonggi", -1.5, None, None, None, None, "False")


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


def test_a_real_table_of_the_page_reads_back(ask):
    table = pd.DataFrame(ask("progress/board"))
    rows = list(sheet(downloads.xlsx({"Stages": table}, [], Words("en")), "Stages").iter_rows(min_row=2, values_only=True))
    assert len(rows) == len(table)
    column = list(table.columns).index("date")
    assert {type(row[column]) for row in rows} == {dt.datetime, type(None)}
