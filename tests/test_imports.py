"""What a steward uploads is read as meant, or named where it stands; an attack is refused in a sentence."""

import csv
import datetime as dt
import io
import random
import tracemalloc
import unicodedata
import zipfile

import openpyxl
import pytest

from rollout import facts
from rollout.facts.change import applied
from rollout.language.words import Words
from rollout.ledger import files, grid, marks, proposal, template, upload
from rollout.subjects.sources.dictionary import resources

KO, EN = Words("ko"), Words("en")
AREA = "yongin-area-2023-03-15"


@pytest.fixture(scope="module")
def frames():
    return facts.load()


@pytest.fixture(scope="module")
def blank(frames):
    """The template of the tables that the tests change."""
    return template.workbook(frames, ["milestones", "complex_figures", "investments"], KO, 7)


@pytest.fixture
def book(blank):
    return openpyxl.load_workbook(io.BytesIO(blank))


def saved(book):
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def sheet_of(book, table):
    return book[template.sheet_names([table], KO)[table]]


def places(sheet):
    return {cell.value.partition(".")[2]: cell.column for cell in sheet[1]}


def row_of(sheet, key):
    return next(cell.row for cell in sheet["A"] if cell.value == key)


def put(book, table, key, **cells):
    """Change cells of a row; with no key, of a new one."""
    sheet = sheet_of(book, table)
    row = row_of(sheet, key) if key else sheet.max_row + 1
    for name, value in cells.items():
        sheet.cell(row, places(sheet)[name], value)
    return row


def figure(frames, **cells):
    return (
        {"complex_id": "용인", "metric": "area", "stated_on": "2026-11-20", "stated_precision": "day"}
        | {
            "counts": "true",
            "origin_ids": "CA-002",
        }
        | cells
    )


# ---- the template


def test_the_template_comes_back_without_a_change(frames, blank):
    read = upload.read("template.xlsx", blank, frames)
    assert (read.changes, read.gone, read.faults, read.questions) == ([], [], [], [])
    assert {name: len(rows) for name, rows in read.rows.items()} == {name: len(frames[name]) for name in read.rows}


def test_every_table_comes_back_without_a_change(frames):
    content = template.workbook(frames, list(resources()), EN, 7)
    read = upload.read("all.xlsx", content, frames)
    assert (read.changes, read.gone, read.faults, read.questions, read.ignored) == ([], [], [], [], [])
    assert read.rows.keys() == resources().keys()


def test_a_sheet_has_heads_in_both_languages_notes_drop_downs_and_hidden_ids(book):
    sheet = sheet_of(book, "complex_figures")
    place = places(sheet)
    assert [sheet.cell(row, place["metric"]).value for row in (2, 3)] == ["지표", "Metric"]
    assert "area = " in sheet.cell(2, place["metric"]).comment.text
    assert sheet.column_dimensions["A"].hidden and sheet.row_dimensions[1].hidden
    assert sheet.cell(4, place["value"]).number_format == "#,##0"
    lists = {
        str(rule.sqref).split(":")[0].rstrip("0123456789"): rule.formula1
        for rule in sheet.data_validations.dataValidation
    }
    assert "코드 목록" in lists[openpyxl.utils.get_column_letter(place["complex_id"])]


def test_a_text_like_a_formula_stays_text(frames):
    changed = frames["milestones"].copy()
    changed.loc[0, "note_en"] = "=1+1"
    content = template.workbook({**frames, "milestones": changed}, ["milestones"], EN, 7)
    cell = next(c for c in openpyxl.load_workbook(io.BytesIO(content)).worksheets[0][4] if c.value == "=1+1")
    assert cell.data_type == "s" or cell.quotePrefix
    assert upload.read("m.xlsx", content, {**frames, "milestones": changed}).changes == []


# ---- spreadsheet habits


AREAS = {  # as typed -> m2
    "7,100,001": "7100001",
    "７１００００１": "7100001",
    "710.0001만㎡": "7100001",
    "7.5㎢": "7500000",
    " 7100001\u00a0": "7100001",
    7100001.0: "7100001",
}
AMOUNTS = {  # as typed -> won; None: named, not read
    "3,000억원": "300000000000",
    "1조 2,000억 원": "1200000000000",
    "3.5억원": "350000000",
    "△3억원": "-300000000",
    300000000001: "300000000001",
    "3E+11": None,
    "330만㎡": None,
    "1,5억원": None,
    "0.0000000001억원": None,
}
DATES = {  # as typed, with the precision "day" beside it -> date and precision
    "2026.3.1": ("2026-03-01", "day"),
    "2026. 3. 1.": ("2026-03-01", "day"),
    "2026-03-01": ("2026-03-01", "day"),
    "２０２６/3/1": ("2026-03-01", "day"),
    "2026년 3월 1일": ("2026-03-01", "day"),
    46082: ("2026-03-01", "day"),
    dt.datetime(2026, 3, 1): ("2026-03-01", "day"),
    "2026년 하반기": ("2026-12-31", "half"),
    "2026.3": ("2026-03-01", "month"),
}


def test_an_area_is_read_exactly(frames, book):
    keys = frames["complex_figures"].query("metric == 'area'")["figure_id"].tolist()
    for key, typed in zip(keys, AREAS, strict=False):
        put(book, "complex_figures", key, value=typed, counts=False, origin_ids="CA-002； CA-003")
    read = upload.read("f.xlsx", saved(book), frames)
    rows = {row["figure_id"]: row for row in read.rows["complex_figures"]}
    kept = [(rows[key]["value"], rows[key]["counts"], rows[key]["origin_ids"]) for key in keys[: len(AREAS)]]
    assert kept == [(value, "false", "CA-002;CA-003") for value in AREAS.values()]
    assert [fault for fault in read.faults if fault.field == "value"] == []


def test_an_amount_is_read_exactly_or_named(frames, book):
    keys = frames["investments"]["investment_id"].tolist()[: len(AMOUNTS)]
    where = {key: put(book, "investments", key, amount_krw=typed) for key, typed in zip(keys, AMOUNTS, strict=True)}
    read = upload.read("f.xlsx", saved(book), frames)
    rows = {row["investment_id"]: row["amount_krw"] for row in read.rows["investments"]}
    kept = {key: value for key, value in zip(keys, AMOUNTS.values(), strict=True) if value}
    assert {key: rows[key] for key in kept} == kept
    named = {fault.row: fault.value for fault in read.faults if fault.field == "amount_krw"}
    strange = [typed for typed, value in AMOUNTS.items() if value is None or value.startswith("-")]
    assert set(named.values()) == set(strange)
    assert set(named) <= set(where.values())


def test_a_date_is_read_with_its_precision(frames, book):
    keys = frames["milestones"].query("status == 'planned'")["milestone_id"].tolist()[: len(DATES)]
    for key, typed in zip(keys, DATES, strict=True):
        put(book, "milestones", key, date=typed, precision="day")
    read = upload.read("f.xlsx", saved(book), frames)
    rows = {row["milestone_id"]: (row["date"], row["precision"]) for row in read.rows["milestones"]}
    assert [rows[key] for key in keys] == list(DATES.values())
    assert [fault for fault in read.faults if fault.field in {"date", "precision"}] == []


def test_names_in_either_language_stand_for_codes_also_in_pieces(frames, book):
    key = frames["milestones"].query("status == 'actual' and complex_id == 'yongin'")["milestone_id"].iloc[0]
    put(book, "milestones", key, complex_id=unicodedata.normalize("NFD", "용인"), status="완료", precision="일")
    read = upload.read("f.xlsx", saved(book), frames)
    assert read.changes == [] and read.faults == []


def test_a_row_without_an_id_gets_one_and_its_unit(frames, book):
    put(book, "complex_figures", None, **figure(frames, value="710.5만㎡"))
    read = upload.read("f.xlsx", saved(book), frames)
    assert read.faults == []
    (change,) = read.changes
    assert (change.kind, change.row["figure_id"][:6], change.row["complex_id"]) == ("new", "yongin", "yongin")
    assert (change.row["value"], change.row["unit"]) == ("7105000", "m2")


def test_a_half_typed_last_row_is_named_cell_by_cell(frames, book):
    row = put(book, "complex_figures", None, complex_id="yongin")
    read = upload.read("f.xlsx", saved(book), frames)
    assert {(fault.row, fault.field) for fault in read.faults} >= {(row, "metric"), (row, "value"), (row, "stated_on")}
    said = next(fault for fault in read.faults if fault.field == "metric")
    assert said.said(KO) == "필수 항목이 비어 있음"


def test_a_fault_names_sheet_row_column_value_and_what_is_right_in_both_languages(frames, book):
    sheet = sheet_of(book, "milestones")
    key = frames["milestones"]["milestone_id"].iloc[3]
    row = put(book, "milestones", key, status="done", origin_ids="CA-999")
    read = upload.read("f.xlsx", saved(book), frames)
    by_field = {fault.field: fault for fault in read.faults}
    status = by_field["status"]
    assert (status.sheet, status.row, status.value) == (sheet.title, row, "done")
    assert status.column == openpyxl.utils.get_column_letter(places(sheet)["status"])
    assert "planned, actual" in status.reason and "허용값: 계획(planned), 완료(actual)" in status.said(KO)
    assert by_field["origin_ids"].said(KO) == '"CA-999": “출처”에 없는 값'


def test_a_formula_and_an_error_are_named_and_not_run(frames, book):
    row = put(book, "complex_figures", AREA, value="=7100000+1", stated_on="#REF!")
    sheet = sheet_of(book, "complex_figures")
    sheet.cell(row, places(sheet)["stated_on"]).data_type = "e"
    read = upload.read("f.xlsx", saved(book), frames)
    assert {fault.field for fault in read.faults} == {"value", "stated_on"}
    assert read.changes == []


def test_rows_that_are_gone_go_only_when_one_says_so(frames, book):
    sheet = sheet_of(book, "milestones")
    key = frames["milestones"]["milestone_id"].iloc[-1]
    sheet.delete_rows(row_of(sheet, key))
    read = upload.read("f.xlsx", saved(book), frames)
    assert read.changes == [] and [change.row["milestone_id"] for change in read.gone] == [key]
    read = upload.read("f.xlsx", saved(book), frames, remove=True)
    assert [(change.kind, change.row["milestone_id"]) for change in read.changes] == [("gone", key)]


def test_a_column_that_the_file_lacks_stays_as_it_is(frames):
    content = "figure_id,value\n" + f"{AREA},7100001\n"
    read = upload.read("x.csv", content.encode(), frames)
    (change,) = read.changes
    assert change.cells() == {"value": ("7100000", "7100001")} and read.gone == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949", "utf-16"])
def test_a_csv_is_known_by_its_heads_in_any_encoding(frames, encoding):
    heads = resources()["complex_figures"]["schema"]["fields"]
    titles = {field["name"]: field["title_ko"] for field in heads}
    text = f'{titles["figure_id"]},{titles["complex_id"]},{titles["value"]}\r\n{AREA},용인,"7,100,001"\r\n'
    read = upload.read("../../etc/수치.csv", text.encode(encoding), frames)
    assert [change.cells() for change in read.changes] == [{"value": ("7100000", "7100001")}]
    assert next(iter(read.rows)) == "complex_figures"


def test_a_data_package_is_read_whole(frames, package):
    path = package / "tables" / "complex_figures.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",7100000,", ",7100001,", 1), encoding="utf-8")
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in [package / "datapackage.json", *sorted((package / "tables").glob("*.csv"))]:
            archive.write(file, f"belt/{file.relative_to(package)}")
    read = upload.read("belt.zip", content.getvalue(), frames)
    assert [change.cells() for change in read.changes] == [{"value": ("7100000", "7100001")}]
    assert read.gone == [] and read.rows.keys() == frames.keys()


# ---- what is asked


def test_what_is_implausible_is_asked_and_can_be_answered(frames, book):
    put(book, "complex_figures", None, **figure(frames, value=7_780_000_000))
    read = upload.read("f.xlsx", saved(book), frames)
    (asked,) = read.questions
    assert read.faults == [] and asked.question.concern == "far-off"
    assert "1,000배" in asked.said(KO) and "confirmations" not in asked.said(KO)
    answered = proposal.with_answers(read.changes, [proposal.answer(asked.question, "확인함", "kim")])
    assert facts.check_frames(applied(frames, answered)) == []


def test_an_answer_that_no_longer_holds_goes_with_its_value(frames, book):
    asked = frames["confirmations"].query("table_name == 'complex_figures' and field == 'value'").iloc[0]
    put(book, "complex_figures", asked["row_key"], value=int(asked["value"]) * 100)
    read = upload.read("f.xlsx", saved(book), frames)
    assert [change.kind for change in read.changes if change.table == "confirmations"] == ["gone"]
    assert read.faults == []


def test_the_same_statement_from_another_page_is_a_duplicate(frames, book):
    same = frames["complex_figures"].set_index("figure_id").loc[AREA]
    cells = {name: same[name] for name in ("complex_id", "metric", "stated_on", "stated_precision", "counts")}
    put(book, "complex_figures", None, **cells, value=7100000, origin_ids="CA-003")
    read = upload.read("f.xlsx", saved(book), frames)
    (double,) = read.duplicates
    assert (read.changes, read.questions, double.key) == ([], [], AREA)
    (merged,) = read.with_sources
    assert merged.cells()["origin_ids"][1].endswith("CA-003")


def test_the_marked_copy_colours_the_cell_and_says_why(frames, book):
    row = put(book, "milestones", frames["milestones"]["milestone_id"].iloc[3], status="done")
    content = saved(book)
    read = upload.read("f.xlsx", content, frames)
    copy = openpyxl.load_workbook(io.BytesIO(marks.marked("f.xlsx", content, read.faults, KO)))
    sheet = sheet_of(copy, "milestones")
    cell = sheet.cell(row, places(sheet)["status"])
    assert cell.value == "done" and cell.fill.start_color.rgb == "FFF4C7C3" and "허용값" in cell.comment.text


def test_five_thousand_changed_rows_are_read_in_one_pass(frames):
    content = io.StringIO()
    writer = csv.writer(content)
    names = [field["name"] for field in resources()["complex_figures"]["schema"]["fields"]]
    writer.writerow(names)
    row = frames["complex_figures"].iloc[0].fillna("").to_dict()
    for n in range(5000):
        day = dt.date(2023, 3, 16) + dt.timedelta(days=n % 1300)
        writer.writerow((row | {"figure_id": f"yongin-area-{n}", "value": 7_000_000 + n, "stated_on": day}).values())
    read = upload.read("many.csv", content.getvalue().encode(), frames)
    assert len(read.changes) == 5000 and read.faults == [] and read.questions == []


# ---- attacks


def archive(**parts):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in parts.items():
            file.writestr(name, text)
    return content.getvalue()


def spoilt(blank, part, text):
    """The template with one part put in the place of its own."""
    content = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(blank)) as old, zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as new:
        for name in dict.fromkeys([*old.namelist(), part]):
            new.writestr(name, text if name == part else old.read(name))
    return content.getvalue()


SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
)
ENTITY = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + SHEET.format(
    '<row r="1"><c t="inlineStr"><is><t>&a;</t></is></c></row>'
)
ATTACKS = {
    "a bomb": (lambda b: spoilt(b, "xl/worksheets/sheet1.xml", "0" * 50_000_000), "more than 40 MB"),
    "100 MB of XML": (
        lambda b: spoilt(b, "xl/worksheets/sheet1.xml", SHEET.format("<row/>" * 17_000_000)),
        "more than 40 MB",
    ),
    "a million rows": (
        lambda b: spoilt(b, "xl/worksheets/sheet1.xml", SHEET.format("<row><c><v>1</v></c></row>" * 1_000_000)),
        "more than 20,000 rows",
    ),
    "a million lines": (lambda b: b"figure_id,value\n" + b"a,1\n" * 1_000_000, "more than 20,000 rows"),
    "a tag of 30 MB": (lambda b: spoilt(b, "xl/worksheets/sheet1.xml", f'<row a="{"x" * 30_000_000}"/>'), "more than"),
    "elements in one another": (lambda b: spoilt(b, "xl/worksheets/sheet1.xml", "<a>" * 10_000_000), "more than"),
    "six million elements": (
        lambda b: spoilt(b, "xl/worksheets/sheet1.xml", SHEET.format("<row/>" * 6_000_000)),
        "more than",
    ),
    "a merge of everything": (
        lambda b: spoilt(
            b,
            "xl/worksheets/sheet1.xml",
            '<worksheet><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells></worksheet>',
        ),
        "more than",
    ),
    "macros": (lambda b: spoilt(b, "xl/vbaProject.bin", "x"), "macros"),
    "entities": (lambda b: spoilt(b, "xl/worksheets/sheet1.xml", ENTITY), "entities"),
    "a path that leads out": (lambda b: spoilt(b, "../../etc/cron.d/x", "x"), "leads out"),
    "an encrypted workbook": (lambda b: files.OLE + b"\0" * 600 + files.ENCRYPTED, "encrypted"),
    "an .xls": (lambda b: files.OLE + b"\0" * 600, "old kind"),
    "an image": (lambda b: b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "no workbook"),
    "half a workbook": (lambda b: b[: len(b) // 2], "damaged"),
    "broken XML": (lambda b: spoilt(b, "xl/workbook.xml", "<workbook><sheets>"), "damaged"),
    "another archive": (lambda b: archive(readme="hello"), "neither a workbook nor a data package"),
    "another package": (lambda b: archive(**{"datapackage.json": "[" * 100_000}), "descriptor"),
    "another workbook": (lambda b: saved(openpyxl.Workbook()), "No sheet has the heads"),
    "6 MB": (lambda b: b"a,b\n" * 1_600_000, "larger than 5 MB"),
    "nothing": (lambda b: b"", "no workbook"),
}


@pytest.mark.parametrize("kind", ATTACKS)
def test_an_attack_is_refused_in_one_sentence_within_bounds(frames, blank, kind):
    make, expected = ATTACKS[kind]
    content = make(blank)
    tracemalloc.start()
    try:
        with pytest.raises(grid.FileRefusedError) as refused:
            upload.read("x.csv" if content[:1] in {b"f", b"a"} else "x.xlsx", content, frames)
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert expected in str(refused.value) and "\n" not in str(refused.value)
    assert most < 150 * 2**20
    assert refused.value.reason.message in KO._messages, "said in Korean, too"


def test_another_tables_sheet_is_read_as_what_it_is(frames, book):
    sheet = sheet_of(book, "milestones")
    other = sheet_of(book, "investments")
    sheet.title, other.title = "x", "추진 단계 공표"
    read = upload.read("f.xlsx", saved(book), frames)
    assert (read.changes, read.faults) == ([], [])


def test_a_strange_sheet_is_ignored_and_a_strange_column_named(frames, book):
    book.create_sheet("메모")["A1"] = "회의 결과"
    sheet = sheet_of(book, "milestones")
    sheet.cell(1, sheet.max_column + 1, "연번")
    read = upload.read("f.xlsx", saved(book), frames)
    assert read.ignored == ["메모"]
    assert [(fault.sheet, fault.row, fault.value) for fault in read.faults] == [(sheet.title, 1, "연번")]


def test_a_damaged_file_is_read_or_refused(blank):
    chance = random.Random(1)
    for _ in range(30):
        content = bytearray(blank)
        for _ in range(chance.choice((1, 20))):
            content[chance.randrange(len(content))] = chance.randrange(256)
        try:
            files.sheets("x.xlsx", bytes(content))
        except grid.FileRefusedError as error:
            assert str(error)


def test_a_row_with_more_cells_than_heads_is_named(frames):
    read = upload.read("x.csv", f"figure_id,value\n{AREA},7,100,001\n".encode(), frames)
    assert [(fault.row, fault.column, fault.value) for fault in read.faults] == [(2, "C", "100"), (2, "D", "001")]
