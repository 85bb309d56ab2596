"""The annex: every amount with its digits, real days and numbers, set up to be printed, equal to the store."""

import datetime as dt
import io
import re

import openpyxl
import pandas as pd
import pytest

from rollout.briefing import (
    compose,
)
from rollout.language.words import Words
from tests.briefings import SINCE, read_as, rows_of


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_the_annex_shows_every_digit_of_its_amounts(made, lang):
    book = openpyxl.load_workbook(io.BytesIO(made("programme", lang, "xlsx")))
    numbers = [
        cell
        for sheet in book
        for row in sheet.iter_rows(min_row=2)
        for cell in row
        if cell.data_type == "n" and cell.value is not None
    ]
    assert max(cell.value for cell in numbers) > 1e14
    for cell in numbers:
        assert re.fullmatch(r"0|[+]?#,##0(\.0{1,4}#*|\.#+)?(;.*)?|[+]?0\.0+#*%?(;.*)?", cell.number_format), (
            cell.coordinate,
            cell.number_format,
        )
        whole = float(cell.value).is_integer()
        assert not (whole and re.search(r"\.#", cell.number_format)), "a whole number would end in a point"
        assert whole or re.search(r"\.[0#]", cell.number_format), "no digit is left out"
    amounts = [
        (sheet, column)
        for sheet in book.worksheets[1:]
        for column in sheet.iter_cols()
        if any(isinstance(cell.value, (int, float)) and abs(cell.value) > 1e9 for cell in column)
    ]
    assert len(amounts) >= 5
    for sheet, column in amounts:
        beside = str(sheet.cell(1, column[0].column + 1).value)
        unit = beside == Words(lang).t("{column}: unit", column=column[0].value)
        assert unit or re.search(r"\((KRW|USD|원|달러)\)$", str(column[0].value)), (
            sheet.title,
            column[0].value,
            beside,
        )
        if unit:
            assert all(
                sheet.cell(cell.row, cell.column + 1).value
                for cell in column[1:]
                if cell.data_type == "n" and cell.value is not None
            )


@pytest.mark.parametrize(("template", "lang"), [("programme", "ko"), ("complex", "en"), ("weekly", "en")])
def test_the_annex_has_real_days_and_numbers_and_no_formula(asker, made, template, lang):
    book = openpyxl.load_workbook(io.BytesIO(made(template, lang, "xlsx")))
    w = Words(lang)
    assert {w.code("briefing-section", "definitions"), w.t("Sources"), w.t("About")} <= set(book.sheetnames)
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    if w.t("What changed") in book.sheetnames:
        for row in rows_of(book[w.t("What changed")]):
            for head in (w.t("Before"), w.t("Now")):
                assert bool(row.get(w.t("{column}: exact to", column=head))) == isinstance(row[head], dt.datetime), (
                    "a day among unlike values is a day"
                )
    assert "f" not in kinds and {"s", "n", "d"} <= kinds
    for sheet in book:
        if sheet.title != w.t("About"):
            (table,) = sheet.tables.values()
            assert sheet.freeze_panes == "B2" and table.autoFilter.ref == table.ref == sheet.dimensions
            assert all(isinstance(cell.value, str) for cell in sheet[1])
    known = {row[0] for row in book[w.t("Sources")].iter_rows(min_row=2, values_only=True)}
    for sheet in book:
        for column in sheet.iter_cols():
            if str(column[0].value).startswith(w.t("Sources")) and sheet.title != w.t("Sources"):
                assert {i for cell in column[1:] if cell.value for i in cell.value.split("; ")} <= known


def test_the_annex_says_first_what_it_is_and_is_set_up_to_be_printed(asker, made):
    who = read_as(asker, "ko")
    book = openpyxl.load_workbook(io.BytesIO(made("programme", "ko", "xlsx")))
    first, *others = book.worksheets
    lines = [row for row in first.iter_rows(values_only=True) if row[0]]
    about, figures = lines[: lines.index(next(row for row in lines if row[0] == "항목"))], lines[len(who.w.lang) :]
    assert {"제목", "조건", "기준일", "비교일"} <= {row[0] for row in about}
    known = {row[0]: row for row in figures}
    assert known["면적"][2] == "m²" and known["면적"][1] > 3e7 and known["면적"][5], "with its definition"
    wanted = [who.w.code("briefing-section", name) for name in compose.TEMPLATES["programme"]]
    named = [" ".join(re.sub(r"[:/]| \(\d\)$", " ", sheet.title).split()) for sheet in others]
    wanted = [" ".join(re.sub("[:/]", " ", name).split()) for name in wanted]
    assert list(dict.fromkeys(named)) == wanted[1:], "in the order of the briefing; the first has figures alone"
    assert book.properties.title == "국가첨단산업벨트 전체 현황" and "기준일" in book.properties.subject
    assert len({table.name for sheet in book for table in sheet.tables.values()}) == len(book.worksheets)
    for sheet in book:
        paper = sheet.page_setup
        assert (paper.orientation, paper.fitToHeight, sheet.sheet_properties.pageSetUpPr.fitToPage) == (
            "landscape",
            0,
            True,
        )
        assert sheet.oddHeader.left.text.strip() and "P" in sheet.oddFooter.right.text
        assert not sheet.merged_cells.ranges
        if sheet is not first:
            assert sheet.print_title_rows == "$1:$1"
            assert not re.search("[A-Za-z]{2,}", re.sub("LQ|km", "", " ".join(str(cell.value) for cell in sheet[1])))


def test_the_annex_equals_the_store(made, ask):
    book = openpyxl.load_workbook(io.BytesIO(made("programme", "en", "xlsx")))
    sites = {site["short_en"]: site for site in ask("progress/complexes")}
    areas, costs, board = (
        {row["Complex"]: row for row in rows_of(book[name])} for name in ("Area", "Site cost", "Stage board")
    )
    assert list(board) == list(sites)
    assert {name: (row["Now (m²)"], row["Announced (m²)"], row["Stated on"].date()) for name, row in areas.items()} == {
        name: (site["area_m2"], site["announced_m2"], site["area_stated_on"].date()) for name, site in sites.items()
    }
    assert {name: row["Area (m²)"] for name, row in board.items()} == {
        name: site["area_m2"] for name, site in sites.items()
    }
    assert {name: row["Site cost (KRW)"] for name, row in costs.items()} == {
        name: site["cost_krw"] for name, site in sites.items() if not pd.isna(site["cost_krw"])
    }
    assert book["What changed"].max_row - 1 == len(ask("progress/changes_between", since=SINCE))
    assert book["Announced investment"].max_row - 1 == len(ask("progress/private_investment"))
