"""Every section of every subject in every medium: what a page, a slide, a report, a workbook and a CSV hold is what the
section holds.

The files are read back with other libraries than those that wrote them, or from the parsed page.
"""

import csv
import datetime as dt
import io
import re
from collections.abc import Iterator

import hwp_hwpx_parser
import openpyxl
import pytest
from lxml import html as dom
from pptx import Presentation

from rollout.document.briefing import Briefing
from rollout.document.model import Period, Quantity, Section, Table
from rollout.questions.ask import Asker
from rollout.questions.scope import Scope
from rollout.questions.view import View, view_of
from rollout.render import board, deck, html, printed, report, slides, tabular
from rollout.subjects.registry import DIALOGS, ENTRIES
from rollout.subjects.sources import sections as sources
from tests.conftest import AS_OF

SCOPES = {"all": {}, "filtered": {"provinces": ("gyeongbuk", "jeonbuk"), "industries": ("hydrogen", "nuclear")}}
READERS = [("ko", "all"), ("en", "filtered")]  # test_deck.py has decks of all in English
ELLIPSIS = "…"


@pytest.fixture(scope="module", params=READERS, ids="-".join)
def view(request: pytest.FixtureRequest, asker: Asker) -> View:
    """Who reads: a language and a scope."""
    lang, scope = request.param
    return view_of(asker, Scope(AS_OF, dt.date(2025, 3, 31), AS_OF, lang, snapshot=asker.snapshot(), **SCOPES[scope]))


@pytest.fixture(scope="module")
def sections(view: View) -> dict[str, Section]:
    """Every section of the registry; those of one complex for the first in scope."""
    return {i: entry.build(view, *view.scope.complexes[: int(entry.of_one)]) for i, entry in ENTRIES.items()}


@pytest.fixture(scope="module")
def book(sections: dict[str, Section], view: View) -> openpyxl.Workbook:
    """The workbook of all of them, as another library reads it."""
    return openpyxl.load_workbook(io.BytesIO(tabular.xlsx(list(sections.items()), [("a", "b")], view.w)))


def cells(table: Table, medium: str, view: View) -> Iterator[tuple[str, str, str]]:
    """Row key, column key and printed value of every cell that a medium shows."""
    for row in table.rows:
        for column in table.shown(medium):  # type: ignore[arg-type]
            yield row.key, column.key, printed.cell_text(row[column.key], column, view.w)


def squeezed(text: str) -> str:
    return " ".join(text.split())


def solid(text: str) -> str:
    """Text without spaces: the reader of HWPX joins the lines of a cell without one."""
    return "".join(text.split())


def test_a_section_has_a_title_and_keys_of_its_own(sections: dict[str, Section]) -> None:
    for name, section in sections.items():
        assert section.title.strip(), name
        for table in section.tables:
            keys = [column.key for column in table.columns]
            assert len(set(keys)) == len(keys), f"{name}: two columns have one key"
            assert len({row.key for row in table.rows}) == len(table.rows), f"{name}: two rows have one key"
            assert all(set(keys) <= set(row.cells) for row in table.rows), f"{name}: a row lacks a cell"


def test_the_page_shows_every_value(sections: dict[str, Section], view: View) -> None:
    warnings = view.warnings()
    for name, section in sections.items():
        page = dom.fromstring(f"<div>{html.section(section, view.w, warnings)}</div>")
        shown = page.xpath("//table")
        assert len(shown) == len(section.tables), name
        for element, table in zip(shown, section.tables, strict=True):
            lines = [row for row in element.xpath(".//tbody/tr|.//tfoot/tr") if "group" not in (row.get("class") or "")]
            ordered = [row for row in table.rows if not row.total] + [row for row in table.rows if row.total]
            assert len(lines) == len(ordered), name
            for line, row in zip(lines, ordered, strict=True):
                for place, column in enumerate(table.shown("page")):
                    if not column.compact:
                        text = squeezed(line.xpath("./td|./th")[place].text_content())
                        links = [printed.link_text(link) for link in row[column.key].links]
                        for part in links or [printed.cell_text(row[column.key], column, view.w)]:
                            assert squeezed(part).replace("(", "").replace(")", "") in text.replace("(", "").replace(
                                ")", ""
                            ), (
                                name,
                                row.key,
                                column.key,
                            )


def test_the_workbook_holds_every_value_as_itself(
    sections: dict[str, Section], view: View, book: openpyxl.Workbook
) -> None:
    sheets = iter(book.worksheets[1:])
    for name, section in sections.items():
        for table in section.tables:
            sheet = next(sheets)
            heads = [cell.value for cell in sheet[1]]
            assert len(set(heads)) == len(heads), f"{name}: two columns are called alike: {heads}"
            for number, row in enumerate(table.rows, start=2):
                values = {head: sheet.cell(number, place).value for place, head in enumerate(heads, start=1)}
                for column in table.shown("workbook"):
                    value = row[column.key].value
                    value = (
                        value.day
                        if isinstance(value, Period)
                        else value.value
                        if isinstance(value, Quantity)
                        else value
                    )
                    found = values[tabular.head_of(column, view.w)]
                    if isinstance(value, dt.date):
                        assert found.date() == value, (name, row.key, column.key)
                    elif isinstance(value, (int, float)) and not isinstance(value, bool):
                        assert found == pytest.approx(float(value), rel=1e-12), (name, row.key, column.key, values)


def test_every_sheet_shows_its_numbers_in_full(book: openpyxl.Workbook) -> None:
    assert len(book.sheetnames) > 50
    cells = [
        cell
        for sheet in book.worksheets[1:]
        for row in sheet.iter_rows(min_row=2)
        for cell in row
        if cell.value is not None
    ]
    for cell in cells:
        where = (cell.parent.title, cell.coordinate, cell.number_format)
        if cell.is_date:
            assert cell.number_format == "yyyy-mm-dd", where
        elif cell.data_type == "n":
            form = re.fullmatch(r"\+?(?:0|#,##0)(?:\.([0#]+))?(%?)(;.*)?", cell.number_format)
            assert form, where
            digits = len(form[1] or "") + (2 if form[2] else 0)
            assert round(cell.value, digits) == pytest.approx(cell.value, rel=0.001, abs=0.0005), where
            assert "E" not in cell.number_format
        else:
            assert cell.value not in {"True", "False", "nan", "None", "NaT", "inf"}, where


def test_the_csv_holds_what_the_workbook_holds(sections: dict[str, Section], view: View) -> None:
    for name, section in sections.items():
        told = list(csv.reader(io.StringIO(tabular.csv(section, [("a", "b")], view.w).decode("utf-8-sig"))))
        expected = [[], ["# a", "b"]][1:]
        for sheet in tabular.sheets([section], view.w, "csv"):
            expected += [
                [],
                list(sheet.heads),
                *(
                    [str("" if v is None else v.value if isinstance(v, Quantity) else v) for v in row]
                    for row in sheet.rows
                ),
            ]
        assert [[cell.removeprefix("'") for cell in line] for line in told] == [
            [cell.removeprefix("'") for cell in line] for line in expected
        ], name


@pytest.fixture(scope="module")
def briefing(sections: dict[str, Section], view: View) -> Briefing:
    """A briefing of all of them."""
    ids = {i for section in sections.values() for i in section.every_origin()}
    return Briefing(
        "t",
        "s",
        "",
        view.w.lang,
        AS_OF,
        ((view.w.t("Compared with"), "2025-03-31"),),
        "c",
        "f",
        "1",
        tuple(sections.values()),
        sources.defined(view.w),
        sources.listed(view, ids),
        {name: name for name in sections},
        {i: e.droppable for i, e in ENTRIES.items() if e.droppable is not None},
    )


def test_the_slides_print_what_the_section_holds(sections: dict[str, Section], view: View, briefing: Briefing) -> None:
    plan = slides.slides(briefing)
    file = Presentation(io.BytesIO(deck.draw(briefing, plan)))
    lines: dict[str, list[list[str]]] = {}
    heads: dict[str, list[str]] = {}
    for slide, page in zip(plan, file.slides, strict=True):
        for shape in page.shapes:
            if shape.has_table:
                head, *rest = ([cell.text for cell in row.cells] for row in shape.table.rows)
                heads[slide.section] = head
                lines.setdefault(slide.section, []).extend(rest)
    for name, section in sections.items():
        if section.table and section.table.rows and section.table.shown("slide"):
            rows = printed.kept(section.table, printed.ROWS_SHOWN)
            assert len(lines[section.id]) == len(rows), name
            columns = section.table.shown("slide")
            if section.id == board.SECTION:  # as many of its stages as have room
                columns = [column for column in columns if column.label in heads[section.id]]
                assert len(columns) == len(heads[section.id]) >= 10, name
            for line, row in zip(lines[section.id], rows, strict=True):
                for text, column in zip(line, columns, strict=False):
                    expected = squeezed(printed.cell_text(row[column.key], column, view.w)).split(" ")[0]
                    if section.id == board.SECTION and text == board.UNSAID:
                        assert not re.search(r"\d", expected), (name, row.key, column.key)
                        continue
                    assert expected in squeezed(text) or ELLIPSIS in text, (name, row.key, column.key, text)


def test_the_report_prints_what_the_section_holds(
    sections: dict[str, Section], view: View, briefing: Briefing, tmp_path
) -> None:
    path = tmp_path / "report.hwpx"
    path.write_bytes(report.write(briefing))
    with hwp_hwpx_parser.Reader(str(path)) as read:
        tables = [table.rows for table in read.get_tables()]
    printed_rows = {
        tuple(solid(cell.whole) for cell in row)
        for section in sections.values()
        if section.table
        for row in printed.printed_table(section.table, "report", view.w).rows
    }
    body = [
        tuple(solid(cell) for cell in row)
        for table in tables
        if len(table) > 1 and len(table[0]) > 2
        for row in table[1:]
    ]
    known = [row for row in body if row in printed_rows]
    figures = {solid(figure.name) for section in sections.values() for figure in section.figures}
    assert known, "the report has no table of a section"
    assert [row for row in body if row not in printed_rows and row[0] not in figures] == []


def test_what_opens_from_a_section_is_a_section(sections: dict[str, Section], view: View) -> None:
    opened = {target.kind: target.ids for section in sections.values() for target in section.opens()}
    for kind, ids in opened.items():
        if kind != "origins":
            assert kind in DIALOGS, (
                f"nothing opens “{kind}”: name its builder in DIALOGS (rollout/subjects/registry.py)"
            )
            found = DIALOGS[kind](view, *ids)
            assert found is not None and found.title, (kind, ids)
            assert DIALOGS[kind](view, *("<none>" for _ in ids)) is None, f"{kind} opens for an unknown id"
