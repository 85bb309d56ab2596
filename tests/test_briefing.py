"""Briefings: every file opened by a reader that did not write it, every figure held against the store, nothing over its
box.
"""

import datetime as dt
import io
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections import Counter
from copy import deepcopy
from dataclasses import replace
from itertools import pairwise
from urllib.parse import urljoin

import hwp_hwpx_parser
import openpyxl
import pandas as pd
import pytest
from hwpx import HwpxDocument
from hwpx.layout.pages import estimate_pages
from lxml import etree
from PIL import Image
from pptx import Presentation

from rollout.briefing import (
    FORMATS,
    NothingInScopeError,
    OwnFileError,
    build,
    checked,
    compose,
    content,
    file_name,
    slides,
)
from rollout.briefing.__main__ import main
from rollout.briefing.compose import CompositionError
from rollout.document import marks
from rollout.language.words import Words
from rollout.questions import view
from rollout.questions.ask import Asker
from rollout.questions.scope import Scope
from rollout.questions.view import data_date, view_of
from rollout.render import hwpx_form, preview, printed
from rollout.render import slides as pages
from rollout.render.report import MOST_SOURCES
from rollout.render.sheet import DECK, SCREEN
from rollout.store import lake as store
from rollout.subjects.benefits.words import category_title
from tests.conftest import AS_OF, PATIENCE, ROOT

SINCE = dt.date(2025, 3, 31)
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
HP = "{http://www.hancom.co.kr/hwpml/2011/paragraph}"
HH = "{http://www.hancom.co.kr/hwpml/2011/head}"
FILTERS = {
    "weekly": {},
    "programme": {},
    "province": {"provinces": ("gyeongbuk",)},
    "industry": {"industries": ("semiconductor",)},
    "complex": {},
}
EVERY = [  # every template, and the largest in both languages
    ("weekly", "en"),
    ("programme", "ko"),
    ("programme", "en"),
    ("province", "ko"),
    ("industry", "en"),
    ("complex", "en"),
]


def read_as(asker, lang="ko", template="programme", chosen=None, **filters):
    """A reader in the scope that a template is usually asked for."""
    chosen = chosen or ("daejeon" if template == "complex" else None)
    scope = Scope(AS_OF, SINCE, AS_OF, lang, snapshot=asker.snapshot(), **(FILTERS[template] | filters))
    return view_of(asker, scope, chosen)


def composed(who, template="programme", **wish):
    """A composition without remarks."""
    raw = {"template": template, "complex": who.scope.complexes[0] if template == "complex" else None} | wish
    made, remarks = compose.read(raw, who.w, list(who.names["complexes"]))
    assert not remarks
    return made


@pytest.fixture(scope="module")
def made(asker):
    """Any briefing's file, made once."""
    known = {}

    def make(template, lang, form):
        if (template, lang, form) not in known:
            who = read_as(asker, lang, template)
            known[template, lang, form] = build(composed(who, template), who, form)
        return known[template, lang, form]

    return make


def deck(content_):
    return Presentation(io.BytesIO(content_))


def words_of(slide):
    """All text of a slide, its tables included."""
    said = []
    for shape in slide.shapes:
        if shape.has_text_frame:
            said.append(shape.text_frame.text)
        if getattr(shape, "has_table", False) and shape.has_table:
            said += [cell.text for row in shape.table.rows for cell in row.cells]
    return "\n".join(said)


def table_of(slide):
    """The rows of a slide's table, as text."""
    table = next(shape.table for shape in slide.shapes if getattr(shape, "has_table", False) and shape.has_table)
    return [[cell.text.replace("\x0b", "\n") for cell in row.cells] for row in table.rows]


def lines_of(found):
    """The rows of a section's table, over all the slides that it takes."""
    return [
        row
        for slide in found
        if any(getattr(shape, "has_table", False) and shape.has_table for shape in slide.shapes)
        for row in table_of(slide)[1:]
    ]


def first_line(text):
    """A cell's value, without its small print."""
    return text.split("\n")[0]


def chart_of(slide):
    return next(shape.chart for shape in slide.shapes if getattr(shape, "has_chart", False) and shape.has_chart)


def slides_of(file, title):
    """The slides of a section, by the words that its title starts with."""
    found = [
        slide
        for slide in file.slides
        if slide.shapes.title is not None and slide.shapes.title.text_frame.text.startswith(title)
    ]
    assert found, [slide.shapes.title.text_frame.text for slide in file.slides]
    return found


# --- the deck


@pytest.mark.parametrize(("template", "lang"), EVERY)
def test_a_deck_has_a_slide_for_all_that_was_asked_and_says_what_it_is(asker, made, template, lang):
    who = read_as(asker, lang, template)
    wanted = slides(composed(who, template), who)
    file = deck(made(template, lang, "pptx"))
    assert len(file.slides) == len(wanted)
    assert file.core_properties.version == who.w.t("snapshot {n}", n=who.scope.snapshot)
    divider = set() if template == "weekly" else {"appendix"}
    assert {slide.section for slide in wanted} == {"cover", "answer", *divider, *compose.TEMPLATES[template]}
    for number, (slide, plan) in enumerate(zip(file.slides, wanted, strict=True), 1):
        assert slide.shapes.title.text_frame.text.startswith(plan.title)
        said = words_of(slide)
        assert AS_OF.isoformat() in said and SINCE.isoformat() in said
        assert re.search(rf"^{number} / {len(wanted)}$", said, re.MULTILINE), "its number"
        if plan.section in {"definitions", "sources"}:
            continue
        assert slide.has_notes_slide
        if plan.section != "cover" and not plan.message:
            assert re.search(r"[A-Z]{2}-\d{3} ", slide.notes_slide.notes_text_frame.text), "its sources"


ID = re.compile(r"\b[A-Z]{2}-\d{3}\b")


@pytest.mark.parametrize("lang", ["ko", "en"])
@pytest.mark.parametrize("template", ["weekly", "province", "programme", "complex"])
def test_the_list_of_sources_holds_every_source_that_a_slide_cites(asker, made, template, lang):
    who = read_as(asker, lang, template)
    plans = slides(composed(who, template), who)
    cited, listed, opened_ = set(), set(), set()
    for slide, plan in zip(deck(made(template, lang, "pptx")).slides, plans, strict=True):
        told = slide.notes_slide.notes_text_frame.text if slide.has_notes_slide else ""
        assert "http" not in told
        if plan.section == "sources":
            listed |= {row[0] for row in table_of(slide)[1:]}
            opened_ |= {rel.target_ref for rel in slide.part.rels.values() if rel.is_external}
            continue
        cited |= set(ID.findall(words_of(slide))) | set(ID.findall(told))
        if plan.grid or plan.figures or plan.picture:
            names = re.search(who.w.t("Sources: {names}", names="(.+)"), words_of(slide))
            assert (names is None) == (plan.section == "definitions"), plan.title
    assert cited and cited == listed
    assert len(opened_) > len(listed) * 0.9 and all(address.startswith("http") for address in opened_)


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_the_weekly_has_ten_slides_at_most_and_says_what_it_cut(asker, lang):
    who = read_as(asker, lang, "weekly")
    made = slides(composed(who, "weekly"), who)
    assert len(made) <= 10
    changes = next(slide for slide in made if slide.section == "changes")
    moved = [int(re.sub("[^0-9]", "", cell.text) or 0) for row in changes.grid.table.rows for cell in row[4:5]]
    assert moved == sorted(moved, reverse=True) and moved[0] > 0
    total = len(next(s for s in content.compose(composed(who, "weekly"), who).sections if s.id == "changes").table.rows)
    said = who.w.t("{n} of {total}, the largest changes first", n=len(moved), total=total)
    assert len(moved) < total and said in changes.foot[0].text
    quiet = replace(who, scope=replace(who.scope, compare=AS_OF))
    told = slides(composed(quiet, "weekly"), quiet)
    assert "changes" not in {slide.section for slide in told}, "no slide without anything on it"
    overview = next(slide for slide in told if slide.section == "overview")
    assert AS_OF.isoformat() in overview.lead[-1].text


def test_a_deck_answers_first_then_says_what_to_decide_and_do_and_divides_the_appendix(asker):
    who = read_as(asker, "en")
    wish = {"department": "Site Division", "occasion": "Monthly meeting", "decisions": "Whether to restate the dates"}
    made = slides(composed(who, **wish, actions="Confirm | MOLIT | May"), who)
    cover, answer = made[:2]
    assert cover.lead[0].text == "Site Division, 31 March 2026" and cover.lead[1].text == "Monthly meeting"
    findings = [row[1].text for row in answer.grid.table.rows]
    titles = {slide.title for slide in made}
    assert answer.section == "answer" and len(answer.figures) == 3 and set(findings[:3]) <= titles
    assert findings[3:] == ["Whether to restate the dates"]
    order = list(dict.fromkeys(slide.section for slide in made))
    at = order.index("decisions")
    assert order[at + 1] == "appendix" and "forecast" in order[:at] and {"cost", "sources"} <= set(order[at + 2 :])
    acts = next(slide for slide in made if slide.section == "decisions").grid.table.rows
    assert [[cell.text for cell in row[1:]] for row in acts] == [
        ["Whether to restate the dates", "", ""],
        ["Confirm", "MOLIT", "May"],
    ]


@pytest.mark.parametrize("most", [10, 20])
def test_a_deck_of_so_many_slides_keeps_what_weighs_most_and_says_what_it_left_out(asker, most):
    who = read_as(asker, "en")
    made = slides(composed(who, slides=most), who)
    shown = {slide.section for slide in made}
    assert most - 3 <= len(made) <= most and {"answer", "changes", "slips", "sources"} <= shown
    names = who.w.codes("briefing-section")
    left = [names[name] for name in compose.TEMPLATES["programme"] if name not in shown]
    assert left and made[0].lead[-1].text.startswith(f"Left to the annex (XLSX): {names['definitions']}")
    for slide in made:
        assert_fits(slide)


@pytest.mark.parametrize("template", ["weekly", "complex"])
def test_nothing_is_smaller_than_12_points_but_sources(made, template):
    for slide in deck(made(template, "en", "pptx")).slides:
        for shape in slide.shapes:
            sizes = {int(size) for size in shape._element.xpath(".//a:rPr/@sz")}
            listed = shape.name == "sources" or (
                (shape.has_table if hasattr(shape, "has_table") else False) and ID.match(shape.table.cell(1, 0).text)
            )
            assert not sizes or min(sizes) >= (1000 if listed else 1200), (shape.name, sizes)


@pytest.mark.parametrize(("template", "lang"), EVERY)
def test_everything_stands_inside_the_sheet_and_its_box(asker, template, lang):
    who = read_as(asker, lang, template)
    notes = {"overview" if template != "complex" else "facts": "메모 " * 300}
    for slide in slides(
        compose.read({"template": template, "complex": "daejeon", "notes": notes}, who.w, list(who.names["complexes"]))[
            0
        ],
        who,
    ):
        assert_fits(slide)


def assert_fits(slide):
    """Boxes lie on the sheet and not on each other, and hold what is in them."""
    boxes = [
        box
        for box in (
            slide.lead_box,
            slide.picture_box if slide.picture else None,
            slide.grid_box,
            slide.note_box,
            slide.foot_box,
        )
        if box
    ]
    boxes += [box for _, box in slide.figures]
    for box in boxes:
        assert box.x >= slide.sheet.margin - 0.1 and box.x + box.width <= slide.sheet.width - slide.sheet.margin + 0.1
        assert box.y >= slide.sheet.unit - 1 and box.y + box.height <= slide.sheet.bottom + 0.1
        assert box.height > 12, "room for a line"
    for one, other in ((a, b) for i, a in enumerate(boxes) for b in boxes[i + 1 :]):
        apart = one.x + one.width <= other.x + 0.1 or other.x + other.width <= one.x + 0.1
        assert apart or one.y + one.height <= other.y + 0.1 or other.y + other.height <= one.y + 0.1, (
            slide.section,
            one,
            other,
        )
    if slide.grid:
        assert slide.grid.head + sum(slide.grid.heights) <= slide.grid_box.height + 0.5, slide.section
        assert abs(sum(slide.grid.columns) - slide.grid_box.width) < 0.5
        assert slide.grid.size >= 8.5


def test_the_deck_is_native_and_its_typeface_never_falls_back_to_calibri(made):
    content_ = made("programme", "ko", "pptx")
    archive = zipfile.ZipFile(io.BytesIO(content_))
    assert archive.testzip() is None
    for name in archive.namelist():
        if name.endswith((".xml", ".rels")):
            etree.fromstring(archive.read(name))
    assert not [name for name in archive.namelist() if name.startswith("ppt/media/")], "no pictures"
    order = ["pPr", "r", "br", "fld", "endParaRPr"]  # PowerPoint repairs a file whose paragraphs are in another order
    cell = ["lnL", "lnR", "lnT", "lnB", "noFill"]
    for name in (name for name in archive.namelist() if re.fullmatch(r"ppt/slides/slide\d+\.xml", name)):
        tree = etree.fromstring(archive.read(name))
        for paragraph in tree.iter(f"{A}p"):
            ranks = [
                {"br": 1, "fld": 1}.get(tag, order.index(tag))
                for tag in (etree.QName(child).localname for child in paragraph)
            ]
            assert ranks == sorted(ranks), name
        for properties in tree.iter(f"{A}tcPr"):
            assert [etree.QName(child).localname for child in properties] == cell
        for table in tree.iter(f"{A}tbl"):
            columns = len(table.find(f"{A}tblGrid"))
            assert {len(row.findall(f"{A}tc")) for row in table.findall(f"{A}tr")} == {columns}
        ids = [element.get("id") for element in tree.iter() if etree.QName(element).localname == "cNvPr"]
        assert len(ids) == len(set(ids)), "every shape has a number of its own"
    themes = [archive.read(name).decode() for name in archive.namelist() if "theme" in name and name.endswith(".xml")]
    assert len(themes) == 2 and all("Calibri" not in theme and theme.count("맑은 고딕") >= 6 for theme in themes)
    assert not any(b"Calibri" in archive.read(name) for name in archive.namelist() if name.startswith("ppt/slide"))
    file = deck(content_)
    assert (file.slide_width, file.slide_height) == (12192000, 6858000)
    charts = [
        shape
        for slide in file.slides
        for shape in slide.shapes
        if getattr(shape, "has_chart", False) and shape.has_chart
    ]
    assert len(charts) >= 5 and all(shape.chart.part.chart_workbook.xlsx_part for shape in charts)
    assert all(shape._element._nvXxPr.cNvPr.get("descr") for shape in charts), "each says in words what it shows"


def test_the_file_says_what_it_is_as_open_xml_asks(made):
    archive = zipfile.ZipFile(io.BytesIO(made("programme", "en", "pptx")))
    names = set(archive.namelist())
    root = etree.fromstring(archive.read("ppt/presentation.xml"))
    order = [etree.QName(child).localname for child in root]
    assert order[:3] == ["sldMasterIdLst", "notesMasterIdLst", "sldIdLst"]
    assert root.find("{*}sldSz").attrib == {"cx": "12192000", "cy": "6858000"}, "16:9, no 4:3 of a template"
    for name in (name for name in names if name.endswith(".rels")):
        folder, base = name.removesuffix(".rels").replace("_rels/", "").rpartition("/")[::2]
        used = archive.read(f"{folder}/{base}".lstrip("/")).decode() if base else ""
        ids = set()
        for rel in etree.fromstring(archive.read(name)):
            ids.add(rel.get("Id"))
            if rel.get("TargetMode") != "External":
                target = urljoin(f"/{folder}/" if folder else "/", rel.get("Target")).lstrip("/")
                assert target in names, (name, target)
        assert set(re.findall(r'r:(?:id|embed|link)="(\w+)"', used)) <= ids, name
    types = etree.fromstring(archive.read("[Content_Types].xml"))
    known = {one.get("PartName", "").lstrip("/") for one in types} | {one.get("Extension") for one in types}
    assert all(name in known or name.rpartition(".")[2] in known for name in names - {"[Content_Types].xml"})
    said = archive.read("docProps/app.xml").decode()
    assert "rollout monitor" in said and "Widescreen" in said and "Microsoft" not in said
    assert b"python-pptx" not in archive.read("docProps/core.xml")
    for name in (name for name in names if re.fullmatch(r"ppt/charts/chart\d+\.xml", name)):
        assert all(0 <= int(axis.get("val")) < 2**31 for axis in etree.fromstring(archive.read(name)).iter("{*}axId"))
    spoken = {"한": "ko-KR", "x": "en-US"}
    for name in (name for name in names if re.fullmatch(r"ppt/slides/slide\d+\.xml", name)):
        for run in etree.fromstring(archive.read(name)).iter(f"{A}r"):
            text = run.findtext(f"{A}t")
            wanted = spoken["한" if re.search("[가-힣ㄱ-ㆎ]", text) else "x"]
            assert run.find(f"{A}rPr").get("lang") == wanted or not run.find(f"{A}rPr").get("lang"), text


def test_the_map_is_shapes_a_province_and_a_disc_each(asker, made):
    who = read_as(asker)
    file = deck(made("programme", "ko", "pptx"))
    slide = slides_of(file, "산단계획 승인 완료: 용인")[0]
    (group,) = (shape for shape in slide.shapes if shape.name == "map")
    assert group._element._nvXxPr.cNvPr.get("descr"), "it says in words what it shows"
    freeforms = [shape for shape in group.shapes if shape._element.find(f".//{A}custGeom") is not None]
    assert len(freeforms) == 17
    names = {shape.name for shape in group.shapes}
    assert set(who.names["complexes"].values()) <= names
    limit = (DECK.bottom + 1) * 12700
    assert all(shape.top + shape.height <= limit for shape in freeforms), "Jeju stays on the sheet"


def test_the_key_figures_equal_the_store(asker, made, opened):
    rows = opened.query("""
        WITH area AS (SELECT complex_id, last(value ORDER BY stated_on) AS now FROM facts.complex_figures
                      WHERE counts AND metric = 'area' AND stated_on <= '2026-03-31' GROUP BY ALL),
        cost AS (SELECT complex_id, last(value ORDER BY stated_on) AS now FROM facts.complex_figures
                 WHERE counts AND metric = 'site-cost' AND stated_on <= '2026-03-31' GROUP BY ALL)
        SELECT (SELECT sum(now) FROM area) AS area, (SELECT sum(now) FROM cost) AS cost,
               (SELECT count(*) FROM facts.complexes) AS complexes""")
    row = rows.iloc[0]
    said = words_of(deck(made("programme", "en", "pptx")).slides[2])
    assert f"{row['area'] / 1e6:.1f} km²" in said
    assert f"KRW {row['cost'] / 1e12:.1f} trillion" in said
    assert f"{int(row['complexes'])} complexes" in said


def test_the_slip_chart_goes_from_the_first_to_the_latest_day_of_the_store_in_its_own_workbook(asker, made, ask):
    rows = [
        row
        for row in ask("progress/board")
        if row["stage_id"] == "construction-started" and not pd.isna(row["slip_months"])
    ]
    names = read_as(asker, "en").names["complexes"]
    wanted = {names[row["complex_id"]]: row["slip_months"] for row in rows}
    last = {names[row["complex_id"]]: (row["last_end"].date() - printed.EPOCH).days for row in rows}
    moved = {names[row["complex_id"]]: (row["last_end"] - row["first_end"]).days for row in rows}
    found = slides_of(deck(made("programme", "en", "pptx")), f"Construction started: of {len(rows)} published dates")
    chart = chart_of(found[0])
    begun, days, _ = (dict(zip(chart.plots[0].categories, one.values, strict=True)) for one in chart.plots[0].series)
    assert days == {name: abs(moved[name]) if months else 0 for name, months in wanted.items()}
    assert begun == {name: last[name] - max(moved[name] if wanted[name] else 0, 0) for name in wanted}
    book = openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob))
    kept = {row[0]: row[1:3] for row in book.active.iter_rows(min_row=2, values_only=True)}
    assert {name: length for name, (_, length) in kept.items()} == days
    assert {name: (day.date() - printed.EPOCH).days for name, (day, _) in kept.items()} == begun, "real dates"
    diamonds = [shape.name for shape in found[0].shapes if shape.name.startswith("◆")]
    assert diamonds == [f"◆ {name}" for name in chart.plots[0].categories]
    told = {row[0]: row[3] for row in lines_of(found) if row[3]}
    assert told == {name: Words("en").months(int(months)) if months else "not moved" for name, months in wanted.items()}


@pytest.mark.parametrize(("template", "most"), [("weekly", 0), ("weekly", 6), ("complex", 8), ("province", 10)])
def test_a_deck_has_no_more_slides_than_asked_for_whatever_was_written(asker, template, most):
    who = read_as(asker, "ko", template, chosen="yongin" if template == "complex" else None)
    sections = compose.TEMPLATES[template]
    notes = dict.fromkeys(sections[:4], "메모 " * 300)
    wish = {"slides": most or "", "notes": notes, "decisions": "하나", "actions": "하나 | 누가 | 언제"}
    made = slides(composed(who, template, **wish), who)
    assert len(made) <= (most or 10)
    assert "메모" in " ".join(slide.speaker for slide in made)


def test_a_screen_has_no_letter_below_a_thirtieth_and_each_slide_begins_at_one(asker):
    who = read_as(asker, "en", "programme")
    briefing = content.compose(composed(who, "programme"), who)
    deck_slides = pages.slides(briefing)
    screens = pages.screens(briefing, deck_slides)
    told = preview.sheets(briefing, screens)
    sizes = [float(size) for sheet in told for size in re.findall(r'(?:--size:|font-size=")([0-9.]+)', sheet)]
    assert min(sizes) / (SCREEN.height * 18 / 17) >= 1 / 30
    begins = pages.began(deck_slides, screens)
    assert all(
        screens[place].section == slide.section
        for place, slide in zip(begins, deck_slides, strict=True)
        if slide.section != "sources"
    )


def test_the_cost_chart_and_its_table_equal_the_store(asker, made, ask):
    names = read_as(asker, "ko").names["complexes"]
    wanted = {
        names[row["complex_id"]]: row["cost_krw"] for row in ask("progress/complexes") if not pd.isna(row["cost_krw"])
    }
    slide = slides_of(deck(made("programme", "ko", "pptx")), "조성비")[0]
    plot = chart_of(slide).plots[0]
    assert dict(zip(plot.categories, plot.series[0].values, strict=True)) == wanted
    assert {row[0]: row[1] for row in table_of(slide)[1:]} == {
        name: Words("ko").won(value) for name, value in wanted.items()
    }


def test_the_stage_board_shows_every_cell_with_its_mark(asker, made, ask):
    rows = ask("progress/board")
    who = read_as(asker, "ko")
    shown = {}
    stages = [row["stage_id"] for row in ask("progress/stages")]
    for slide in slides_of(deck(made("programme", "ko", "pptx")), "15곳 중 10곳"):
        for line in table_of(slide)[1:]:
            shown |= {(first_line(line[0]), stage): cell for stage, cell in zip(stages, line[3:], strict=True)}
    assert len(shown) == len(rows) == 15 * len(stages)
    for row in rows:
        cell = shown[who.names["complexes"][row["complex_id"]], row["stage_id"]]
        assert cell.startswith(f"{marks.character(row['state'])} ".lstrip())
        if row["state"] in {"skipped", "unpublished"}:
            assert who.w.code("milestone-state", row["state"]) in cell
            planned = row["state"] == "skipped" and not pd.isna(row["date"])  # its last plan was overtaken
            assert bool(re.search(r"\d", cell)) == planned
        else:
            assert str(row["date"].year) in cell
            moved = 0 if pd.isna(row["slip_months"]) or row["state"] == "withdrawn" else int(row["slip_months"])
            assert (who.w.signed(moved) in cell) if moved else not re.search(r"[+−]\d", cell)


def test_the_forecast_chart_draws_the_range_of_the_forecast(asker, made):
    from rollout.subjects.forecast import outlook

    who = read_as(asker, "en")
    rows = outlook.ranges(who, AS_OF)
    rows = rows[(rows["stage_id"] == "construction-started") & rows["low"].notna()]
    plot = chart_of(slides_of(deck(made("programme", "en", "pptx")), "Construction started: all 12 plans")[0]).plots[0]
    assert set(plot.categories) == set(rows["complex_id"].map(who.names["complexes"]))
    low, first, second = (list(series.values) for series in list(plot.series)[:3])
    for name, start, a, b in zip(plot.categories, low, first, second, strict=True):
        row = rows[rows["complex_id"].map(who.names["complexes"]) == name].iloc[0]
        assert [printed.EPOCH + dt.timedelta(days=days) for days in (start, start + a, start + a + b)] == [
            row[c].date() for c in ("low", "median", "high")
        ]


def test_changes_and_due_dates_are_those_of_the_screens(asker, made, ask):
    who = read_as(asker, "en")
    file = deck(made("programme", "en", "pptx"))
    found = slides_of(file, "Since 2025-03-31")
    told = Counter((line[0], line[4], line[5]) for line in lines_of(found))
    changed = ask("progress/changes_between", since=SINCE)

    def moved(row):
        months = row["moved_months"] if row["kind"] in {"restated", "reached"} else None
        return "" if pd.isna(months) else who.w.months(int(months)) if months else "not moved"

    wanted = Counter(
        (who.names["complexes"][row["complex_id"]], moved(row), row["stated_on"].date().isoformat()) for row in changed
    )
    left = len(changed) - printed.ROWS_SHOWN
    assert (
        told <= wanted
        and told.total() == printed.ROWS_SHOWN
        and f"and {left} more, in the annex (XLSX)" in words_of(found[-1])
    )
    assert all(not months or months == "not moved" for _, months, _ in wanted - told), "what moved is never left out"
    due = [
        row
        for row in ask("progress/board")
        if row["state"] == "planned" and AS_OF <= row["last_end"].date() <= AS_OF + dt.timedelta(days=180)
    ]
    assert len(table_of(slides_of(file, f"{len(due)} plans fall due")[0])) == 1 + len(due)


def test_talent_counts_what_the_store_has_within_reach(asker, made, ask):
    who = read_as(asker, "en")
    near = [
        row
        for row in ask("talent/pipeline")
        if row["distance_km"] <= 50 and row["same_industry"] and row["counted"] and row["level"] != "start-up"
    ]
    title = f"{sum(row['counted'] for row in ask('talent/programmes'))} programmes"
    told = {
        line[0]: line[5]
        for slide in slides_of(deck(made("programme", "en", "pptx")), title)
        for line in table_of(slide)[1:]
    }
    for complex_id in who.scope.complexes:
        count = sum(row["complex_id"] == complex_id for row in near)
        assert told[who.names["complexes"][complex_id]].removeprefix("◆ ") == str(count)


def test_the_sections_of_money_goals_support_advantage_and_procedure_equal_the_store(asker, made, ask, opened):
    """A number of each, held against a query of its own."""
    who, file = read_as(asker, "en"), deck(made("programme", "en", "pptx"))

    def told(title):
        return lines_of(slides_of(file, title))

    spent = opened.query("""SELECT sum(amount_krw) AS won FROM facts.investments AS i
        WHERE money_kind = 'contract' AND status <> 'cancelled' AND stated_on <= '2026-03-31'
          AND NOT list_contains(coalesce(warnings, []), 'do-not-add')
          AND NOT EXISTS (SELECT 1 FROM facts.investments AS later
                          WHERE later.supersedes = i.investment_id AND later.stated_on <= '2026-03-31')""")
    ladder = {first_line(line[0]): line for line in told("Announced: KRW")}
    assert list(ladder) == [
        "Target",
        "Survey of intent",
        "Announcement",
        "MOU",
        "Contract",
        "Budget",
        "Money spent",
        "Site cost",
    ], "a row a rung, the site cost apart, and no sum"
    assert first_line(ladder["Contract"][1]) == who.w.won(spent["won"].iloc[0])
    assert (
        f"under contract: {who.w.won(spent['won'].iloc[0])};"
        in slides_of(file, "Announced: KRW")[0].shapes.title.text_frame.text
    )

    goals = opened.query("""
        WITH reported AS (SELECT target_id FROM facts.target_progress WHERE role = 'progress' AND as_of <= '2026-03-31')
        SELECT count(*) AS every, count(*) FILTER (target_id IN (SELECT target_id FROM reported)) AS known
        FROM facts.targets WHERE stated_on IS NULL OR stated_on <= '2026-03-31'""").iloc[0]
    lines = told(f"Of {goals['every']} numbered goals {goals['known']} have")
    assert sum(bool(line[4]) for line in lines) == goals["known"], "none that is known is left to the annex"
    said = words_of(slides_of(file, "Of 90 numbered goals")[0])
    assert f"for {goals['every'] - goals['known']} nothing is published" in said

    force = [row for row in ask("benefits/catalogue") if row["state"] == "in-force"]
    largest = category_title(pd.DataFrame(force), Words("en"))
    slide = slides_of(file, largest)[0]
    bars = chart_of(slide).plots[0]
    assert sum(bars.series[0].values) == len(force)
    assert dict(zip(bars.categories, bars.series[0].values, strict=True))["Siting"] == sum(
        row["category"] == "siting" for row in force
    )
    soon = [
        row
        for row in force
        if not pd.isna(row["valid_to"]) and row["valid_to"].date() <= AS_OF + dt.timedelta(days=365)
    ]
    names = sorted(row["name_en"] for row in soon)
    shown = sorted(line[1].removesuffix("…") for line in told(largest))
    assert len(shown) == len(names) and all(name.startswith(one) for one, name in zip(shown, names, strict=True))

    hosts = {
        (who.names["complexes"][row["complex_id"]], f"{row['lq']:.{2 if row['lq'] < 10 else 0}f}")
        for row in ask("advantage/specialisation")
        if row["year"] == 2020 and row["relation"] == "main"
    }
    assert {(line[0], line[3]) for line in told("At 10 of 15 complexes the host")} == hosts

    over = sum(
        row["phase_id"] == "approval" and row["excess"] == "over" and row["state"] == "done"
        for row in ask("green/phases")
    )
    approval = next(line for line in told("Approval: 180 days by law") if line[0] == "Plan filed to approval")
    assert approval[1] == "law: 180 days" and approval[5].split("\n")[0] == str(over)

    annex = openpyxl.load_workbook(io.BytesIO(made("programme", "en", "xlsx")))
    rows = {row["Kind of money, least firm first"]: row for row in rows_of(annex["Investment by firmness"])}
    assert rows["Contract"]["Total (KRW)"] == spent["won"].iloc[0]
    assert len(rows_of(annex["Goals and results"])) == goals["every"]


def test_an_earlier_day_knows_nothing_of_what_came_later(asker):
    who = view_of(
        asker, Scope(dt.date(2024, 1, 31), dt.date(2023, 3, 15), dt.date(2024, 1, 31), "en", snapshot=asker.snapshot())
    )
    tables = {section.id: section.table for section in content.compose(composed(who), who).sections}
    said = "\n".join(
        f"{cell.text} {cell.after}"
        for name in ("changes", "lately")
        for row in printed.printed_table(tables[name], "report", who.w).rows
        for cell in row
    )
    assert "2024-02" not in said and "2025-" not in said
    assert "2023-03-15" in said or "2023" in said


def test_libreoffice_opens_the_deck_without_repair_and_keeps_every_title(asker, made, tmp_path):
    soffice = shutil.which("soffice") or shutil.which("libreoffice")
    if not soffice or not shutil.which("pdftotext"):
        pytest.skip(
            "LibreOffice Impress or poppler is not installed (apt-get install libreoffice-impress poppler-utils)"
        )
    wanted = {}
    for template, lang in (("programme", "ko"),):
        (tmp_path / f"{template}.pptx").write_bytes(made(template, lang, "pptx"))
        who = read_as(asker, lang, template)
        wanted[template] = slides(composed(who, template), who)
    home = f"-env:UserInstallation=file://{tmp_path}/office"
    subprocess.run(
        [
            soffice,
            home,
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            str(tmp_path),
            *map(str, sorted(tmp_path.glob("*.pptx"))),
        ],
        check=True,
        capture_output=True,
        timeout=PATIENCE,
    )
    for template, plans in wanted.items():
        text = subprocess.run(
            ["pdftotext", "-layout", str(tmp_path / f"{template}.pdf"), "-"], check=True, capture_output=True, text=True
        ).stdout
        sheets = text.split("\f")[:-1]
        assert len(sheets) == len(plans)
        for sheet, plan in zip(sheets, plans, strict=True):
            assert squeezed(plan.title)[:20] in squeezed(sheet)
            assert len(squeezed(sheet)) > 60, "no empty slide"


def squeezed(text):
    return re.sub(r"\s+", "", text)


# --- the report


@pytest.mark.parametrize(("template", "lang"), EVERY)
def test_a_report_is_sound_owpml_with_a_body_of_at_most_three_pages(made, template, lang):
    content_ = made(template, lang, "hwpx")
    archive = zipfile.ZipFile(io.BytesIO(content_))
    assert archive.testzip() is None
    first = archive.infolist()[0]
    assert (first.filename, first.compress_type, archive.read(first)) == (
        "mimetype",
        zipfile.ZIP_STORED,
        b"application/hwp+zip",
    )
    package = etree.fromstring(archive.read("Contents/content.hpf"))
    hrefs = [item.get("href") for item in package.iter("{http://www.idpf.org/2007/opf/}item")]
    assert hrefs and set(hrefs) <= set(archive.namelist())
    head, body = (etree.fromstring(archive.read(f"Contents/{name}.xml")) for name in ("header", "section0"))
    for attribute, tag in (
        ("charPrIDRef", "charPr"),
        ("paraPrIDRef", "paraPr"),
        ("borderFillIDRef", "borderFill"),
        ("styleIDRef", "style"),
    ):
        known = {element.get("id") for element in head.iter(f"{HH}{tag}")}
        used = {element.get(attribute) for element in body.iter() if element.get(attribute)}
        assert used and used <= known, attribute
    ids = [element.get("id") for element in body.iter(f"{HP}tbl")]
    assert len(ids) == len(set(ids))
    for table in body.iter(f"{HP}tbl"):
        rows = table.findall(f"{HP}tr")
        assert len(rows) == int(table.get("rowCnt"))
        for row in rows:
            cells = row.findall(f"{HP}tc")
            assert [int(cell.find(f"{HP}cellAddr").get("colAddr")) for cell in cells] == list(
                range(int(table.get("colCnt")))
            )
            assert sum(int(cell.find(f"{HP}cellSz").get("width")) for cell in cells) <= 170 * 7200 / 25.4 + len(cells)
    laid = estimate_pages(content_)
    first = Words(lang).t("Annex {n}. {what}", n=1, what="")
    starts = [
        lines[0].page
        for paragraph, lines in zip(body.findall(f"{HP}p"), laid.lines, strict=True)
        if "".join(paragraph.itertext()).startswith(first)
    ]
    assert len(starts) == 1 and 1 <= starts[0] <= 3, "the annexes start on a page of their own, the fourth at most"
    assert laid.pages <= 6
    named = {one.get("id"): one.get("name") for one in head.iter(f"{HH}style")}
    used = Counter(named[one.get("styleIDRef")] for one in body.iter(f"{HP}p") if "".join(one.itertext()).strip())
    assert {"개요 1", "개요 2", "개요 3", "표 작게", "출처"} <= set(used) and used["바탕글"] <= 1, used
    sizes = {one.get("id"): int(one.get("height")) for one in head.iter(f"{HH}charPr")}
    for table in body.iter(f"{HP}tbl"):
        for cell in table.iter(f"{HP}tc"):
            letters = [sizes[run.get("charPrIDRef")] for run in cell.iter(f"{HP}run")]
            assert min(letters) >= 1000, "10 points or more"
            assert int(cell.find(f"{HP}cellSz").get("height")) >= max(letters) * 1.2, "no row is crushed"


def test_another_reader_finds_title_summary_levels_tables_and_sources(asker, made, tmp_path, ask):
    path = tmp_path / "report.hwpx"
    path.write_bytes(made("weekly", "ko", "hwpx"))
    with hwp_hwpx_parser.Reader(path) as told:
        text, tables = told.text, told.tables
    assert "국가첨단산업벨트 주간 점검" in text
    lines = [line.strip() for line in text.split("\n")]
    heads = [line for line in lines if line.startswith("□ ")]
    assert heads == ["□ 추진 현황", "□ 주요 변동", "□ 문제점", "□ 전망과 위험", "□ 향후 계획"]
    assert [line.split(".")[0] for line in lines if line.startswith("붙임 ")] == ["붙임 1", "붙임 2"]
    assert not [line for line in lines if re.match("[○-] ", line) and line.endswith(".")], "no sentences"
    assert "◇ 15곳 중 1곳 계획 승인, 보상 진행 중" in text
    figures = next(table.rows for table in tables if table.rows[0][0] == "항목")
    who = read_as(asker, "ko")
    sites = ask("progress/complexes")
    values = {row[0]: row[1] for row in figures[1:]}
    assert values["면적"] == f"{who.w.area(sum(s['area_m2'] for s in sites), 1)} km²"
    assert values["조성비"] == who.w.won(sum(s["cost_krw"] for s in sites if not pd.isna(s["cost_krw"]))).replace(
        "조원", " 조원"
    )
    board = next(table.rows for table in tables if table.rows[0][1:2] == ["등급"])
    assert sorted(squeezed(row[0]) for row in board[1:]) == sorted(squeezed(s["short_ko"]) for s in sites)
    named = set(re.findall(r"[A-Z]{2}-\d{3}", " ".join(cell for table in tables for row in table.rows for cell in row)))
    annex = {match[1] for line in lines if (match := re.match(r"([A-Z]{2}-\d{3}) ", line))}
    assert annex and annex <= set(asker.ask("sources/origins", asker.snapshot())["origin_id"])
    assert len(named & annex) >= min(len(named), MOST_SOURCES), "what a printed row names is listed"


@pytest.mark.parametrize(("template", "lang"), EVERY)
def test_every_paragraph_and_table_of_a_report_has_an_id_of_its_own_and_the_footer_stands_once(
    made, template, lang, tmp_path
):
    content_ = made(template, lang, "hwpx")
    body = etree.fromstring(zipfile.ZipFile(io.BytesIO(content_)).read("Contents/section0.xml"))
    for tag in ("p", "tbl", "footer"):
        ids = [element.get("id") for element in body.iter(f"{HP}{tag}")]
        assert ids and len(ids) == len(set(ids)), tag
    (footer,) = body.iter(f"{HP}footer")
    assert footer.getparent().tag == f"{HP}ctrl", "where Hangul keeps it"
    assert [number.get("numType") for number in footer.iter(f"{HP}autoNum")] == ["PAGE"]
    assert len(list(body.iter(f"{HP}autoNum"))) == 1
    path = tmp_path / "report.hwpx"
    path.write_bytes(content_)
    with hwp_hwpx_parser.Reader(path) as told:
        assert told.is_valid and told.text.strip()


def test_a_report_shows_the_changes_that_weigh_most_and_what_the_officer_wrote(asker, made, tmp_path):
    who = read_as(asker, "ko")
    wish = {"department": "산업입지과", "occasion": "월간 회의", "decisions": "안동 시기 재공표 여부"}
    composition = composed(who, **wish, actions="예타 시기 확인 | 국토교통부 | 2026. 5. 31.\n보상 협의")
    path = tmp_path / "report.hwpx"
    path.write_bytes(build(composition, who, "hwpx"))
    with hwp_hwpx_parser.Reader(path) as told:
        text, tables = told.text, [table.rows for table in told.tables]
    assert "산업입지과, 2026. 3. 31." in text and "월간 회의" in text and "결정 요청: 안동 시기 재공표 여부" in text
    (actions,) = (rows for rows in tables if rows[0] == ["조치", "기관", "기한"])
    assert actions[1:] == [["예타 시기 확인", "국토교통부", "2026. 5. 31."], ["보상 협의", "", ""]]
    (changes,) = (rows for rows in tables if rows[0][:3] == ["산단", "대상", "종전"])
    months = [abs(int(re.sub("[^0-9]", "", row[changes[0].index("변동")]))) for row in changes[1:]]
    assert len(months) == 5 and months == sorted(months, reverse=True)
    assert "62건 중 5건, 변동 큰 순" in text
    content_ = path.read_bytes()
    preview = Image.open(io.BytesIO(zipfile.ZipFile(io.BytesIO(content_)).read("Preview/PrvImage.png")))
    assert preview.size == (724, 1024) and len(preview.convert("RGB").getcolors()) > 3, "the first page in small"
    link = compose.read(composition.query() | {"complex": None, "notes": {}}, who.w, ())[0]
    assert (link.decisions, link.actions) == (composition.decisions, composition.actions), "a link keeps them"


# --- an office's own form


def own_form(*marks):
    """A form as an office may have it: a field in braces, one of a cell, a 누름틀, its own margins."""
    document = HwpxDocument.new()
    document.page.setup(paper_size="A4", margin_left_mm=30, margin_right_mm=30)
    document.add_paragraph("제목: {{제목}}")
    document.add_table(1, 2).cell(0, 1).field_name = "부서"
    document.fields.add(name="요지", prompt="요지를 쓰시오")
    for mark in marks:
        document.add_paragraph(mark)
    document.add_paragraph("끝.")
    return document.to_bytes()


def test_a_report_is_written_into_an_offices_own_form(asker):
    who = read_as(asker, "ko", "weekly")
    composition, form = composed(who, "weekly", department="산업입지과"), own_form("{{본문}}")
    content_ = build(composition, who, "hwpx", own=form)
    document = HwpxDocument.open(content_)
    assert not document.validate().issues
    said = document.text.plain()
    assert "제목: 국가첨단산업벨트 주간 점검" in said and "산업입지과" in said and "{{" not in said
    places = [said.index(text) for text in ("15곳 중 1곳", "□ 추진 현황", "붙임 1", "끝.")]
    assert places == sorted(places), "the body stands where it is marked"
    assert said.count("국가첨단산업벨트 주간 점검") == 1, "the title stands in the form alone"
    body = etree.fromstring(zipfile.ZipFile(io.BytesIO(content_)).read("Contents/section0.xml"))
    assert body.find(f".//{HP}pagePr/{HP}margin").get("left") == str(round(30 * 7200 / 25.4))
    assert all(int(table.find(f"{HP}sz").get("width")) <= 150 * 7200 / 25.4 + 2 for table in body.iter(f"{HP}tbl"))
    assert content_ == build(composition, who, "hwpx", own=form)


def damaged():
    """Files that are no form: of another kind, cut short, with a document type, swollen, without a place."""
    whole = own_form("{{본문}}")
    yield b"", "sound"
    yield b"\xd0\xcf\x11\xe0" + b"x" * 99, "HWP file"
    yield whole[: len(whole) // 2], "sound"
    for name, data in (
        ("Contents/section0.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'),
        ("BinData/a.bin", b"\0" * 70_000_000),
        ("mimetype", b"text/plain"),
    ):
        out = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(whole)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
            for member in {*old.namelist(), name}:
                new.writestr(member, data if member == name else old.read(member))
        yield out.getvalue(), "sound"
    yield own_form(), "found: 0"
    yield own_form("{{본문}}", "{{본문}}"), "found: 2"


def test_a_hostile_form_is_refused_in_one_message():
    for content_, why in damaged():
        with pytest.raises(hwpx_form.FormError, match=why):
            hwpx_form.read(content_, Words("en"))


def own_template(wide=12192000):
    """A template as an office may have it: its typeface, a mark on its master, slides of its own, as .potx."""
    file = Presentation()
    file.slide_width, file.slide_height = wide, 6858000
    file.slide_master.shapes._spTree.append(
        deepcopy(file.slides.add_slide(file.slide_layouts[6]).shapes.add_textbox(0, 0, 9, 9)._element)
    )
    out, made = io.BytesIO(), io.BytesIO()
    file.save(out)
    with zipfile.ZipFile(out) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            data = old.read(name).replace(b"presentation.main+xml", b"template.main+xml")
            new.writestr(name, data.replace(b"Calibri", "휴먼명조".encode()))
    return made.getvalue()


def test_a_deck_is_dressed_by_an_offices_own_template(asker):
    who = read_as(asker, "ko", "weekly")
    composition = composed(who, "weekly")
    content_ = build(composition, who, "pptx", own=own_template())
    file = deck(content_)
    assert len(file.slides) == len(slides(composition, who)), "none of the template's own"
    archive = zipfile.ZipFile(io.BytesIO(content_))
    theme = archive.read("ppt/theme/theme1.xml").decode()
    assert 'latin typeface="휴먼명조"' in theme and len(file.slide_layouts) == 11
    for slide in file.slides:
        assert slide.slide_layout.name == "Title Only" and [p.placeholder_format.idx for p in slide.placeholders] == [0]
    for own, why in ((b"PK", "macros"), (own_template()[:9000], "macros"), (own_template(9144000), "widescreen")):
        with pytest.raises(OwnFileError, match=why):
            checked(own, "pptx", Words("en"))


# --- every filter at once


@pytest.fixture(scope="module")
def everywhere(asker):
    """A reader with every province and every industry chosen, in English: the longest list of filters there is."""
    names = read_as(asker, "en").names
    return read_as(asker, "en", provinces=tuple(names["provinces"]), industries=tuple(names["industries"]))


def test_all_filters_at_once_give_a_deck_a_report_and_an_annex(everywhere):
    composition = composed(everywhere, "weekly", sections=["overview", "board", "due"])
    filters = " · ".join(everywhere.scope.described(everywhere.w, everywhere.names))
    assert len(filters) > 255
    files = {form: build(composition, everywhere, form) for form in FORMATS}
    file = deck(files["pptx"])
    assert filters.startswith(
        file.core_properties.subject.removesuffix("…")[:100]
    ) or file.core_properties.subject.endswith("…")
    assert len(file.core_properties.subject) == 255
    for slide in file.slides:
        (foot,) = (shape.text_frame.text for shape in slide.shapes if shape.name == "filters")
        assert foot.endswith("…") and "\n" not in foot
    assert filters in "\n".join(
        slide.notes_slide.notes_text_frame.text for slide in file.slides if slide.has_notes_slide
    ), "whole in the notes"
    body = etree.fromstring(zipfile.ZipFile(io.BytesIO(files["hwpx"])).read("Contents/section0.xml"))
    assert "Gyeongbuk" in "".join(body.itertext())
    about = {
        row[0].value: row[1].value for row in openpyxl.load_workbook(io.BytesIO(files["xlsx"]))["About"].iter_rows()
    }
    assert about["Filters"] == filters


def test_all_filters_at_once_have_file_names_that_every_system_takes(everywhere):
    name = file_name(composed(everywhere, "weekly"), everywhere, "pptx")
    assert re.fullmatch(r"[\w.-]{1,255}", name, re.ASCII)


# --- the annex


def rows_of(sheet):
    """The rows of a sheet by its heads."""
    heads, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(heads, row, strict=True)) for row in rows]


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


# --- what somebody types


NASTY = "\x00\x1b[31m<b>&amp;</b>\ud800\u202e 🚀 ../../etc/passwd =1+1 " + "가\u200b" * 20


@pytest.mark.parametrize("form", FORMATS)
def test_a_hostile_note_and_title_make_a_sound_file(asker, form):
    who = read_as(asker, "ko")
    raw = {
        "template": "weekly",
        "title": NASTY,
        "audience": NASTY,
        "notes": {"overview": NASTY * 200, "standing": "=cmd|' /C calc'!A0"},
    }
    composition, remarks = compose.read(raw, who.w, [])
    assert len(remarks) == 1 and "1,000" in remarks[0], "it is told that the note was cut"
    content_ = build(composition, who, form)
    archive = zipfile.ZipFile(io.BytesIO(content_))
    texts = [
        etree.fromstring(archive.read(name)).xpath("string()")
        for name in archive.namelist()
        if name.endswith((".xml", ".rels"))
    ]
    assert any("🚀" in text and "<b>&amp;</b>" in text for text in texts), "what is no danger stays as it was typed"
    assert not any(re.search("[\x00-\x08\x1b\u202e\u200b]", text) for text in texts)
    assert file_name(composition, who, form) == f"weekly-2026-03-31-ko.{form}"


def test_a_long_note_stays_in_its_box_and_stands_whole_in_the_speaker_notes(asker):
    who = read_as(asker, "en")
    note = " ".join(f"word{n}" for n in range(120))
    made = slides(composed(who, "weekly", notes={"overview": note}), who)
    slide = next(slide for slide in made if slide.section == "overview")
    assert slide.note.endswith("…") and len(slide.note) < len(note)
    assert note in slide.speaker
    assert_fits(slide)
    assert made[made.index(slide) + 1].message == note, "whole on the next slide"


def test_names_of_200_characters_are_cut_where_they_stand_and_told_whole(asker):
    who = read_as(asker, "ko")
    long = {kind: dict(names) for kind, names in who.names.items()}
    long["complexes"] = {i: f"{name} " + "아주긴이름" * 40 for i, name in long["complexes"].items()}

    class Stretching(Asker):
        def ask(self, name, snapshot, **parameters):
            rows = asker.ask(name, snapshot, **parameters)
            if name == "progress/complexes":
                rows["short_ko"] = rows["complex_id"].map(long["complexes"])
            return rows

    stretched = replace(who, names=long, asker=Stretching(asker._source))
    made = slides(composed(stretched), stretched)
    for slide in made:
        assert_fits(slide)
    assert any(long["complexes"]["daejeon"] in slide.speaker for slide in made)


def test_nothing_in_scope_is_refused_in_words(asker):
    who = read_as(asker, "en", provinces=("seoul",))
    with pytest.raises(NothingInScopeError, match="No complex matches these filters: Seoul"):
        build(composed(who, "weekly"), who, "pptx")


def test_one_complex_in_scope_makes_every_section(asker):
    who = read_as(asker, "ko", provinces=("chungbuk",))
    assert len(who.scope.complexes) == 1
    made = slides(composed(who), who)
    assert {slide.section for slide in made} - {"answer", "appendix"} == {"cover", *compose.TEMPLATES["programme"]}
    for slide in made:
        assert_fits(slide)


def test_sections_come_in_the_order_asked_for_and_unknown_ones_are_named(asker):
    who = read_as(asker, "en")
    raw = {"template": "weekly", "sections": ["sources", "due", "nonsense", "due", "overview"], "notes": {"map": "x"}}
    composition, remarks = compose.read(raw, who.w, list(who.names["complexes"]))
    assert composition.sections == ("sources", "due", "overview")
    assert remarks == [
        "Unknown sections were left out: nonsense.",
        "A note on a section that is not there was left out: map.",
    ]
    assert list(dict.fromkeys(slide.section for slide in slides(composition, who))) == [
        "cover",
        "sources",
        "due",
        "overview",
    ]


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        ({"template": "nope"}, "no template “nope”"),
        ({"template": "complex"}, "Name it"),
        ({"complex": "atlantis"}, "no complex “atlantis”"),
        ({"sections": ["x"]}, "No section is left"),
        ({"template": "<b>" + "x" * 999}, "There is no template"),
    ],
)
def test_what_can_not_be_composed_is_told(raw, message):
    with pytest.raises(CompositionError, match=message):
        compose.read(raw, Words("en"), ["daejeon"])


def test_a_link_reproduces_the_composition(asker):
    who = read_as(asker, "ko", "complex")
    first = composed(who, "complex", sections=["facts", "sources"], title="제목", notes={"facts": "메모"})
    query = first.query()
    raw = {
        "template": query["template"],
        "complex": query["complex"],
        "sections": query["sections"].split(","),
        "title": query["title"],
        "notes": {name.removeprefix("note_"): text for name, text in query.items() if name.startswith("note_")},
    }
    assert compose.read(raw, who.w, list(who.names["complexes"])) == (first, [])


def test_progress_is_told_part_by_part(asker):
    who = read_as(asker, "en")
    heard = []
    slides(composed(who, "weekly"), who, lambda *step: heard.append(step))
    assert [done for done, _, _ in heard] == list(range(len(compose.TEMPLATES["weekly"]) + 1))
    assert heard[0][2] == "Overview" and all(a[1] == b[1] for a, b in pairwise(heard))


# --- the command line


def run(capsys, *arguments):
    """The command's status, what it printed, and what it complained of."""
    status = main(arguments)
    out, err = capsys.readouterr()
    assert "Traceback" not in err
    return status, out, err


NAMES = {
    "경상북도": "gyeongbuk",
    "경북": "gyeongbuk",
    "Gyeongbuk": "gyeongbuk",
    "gyeongbuk": "gyeongbuk",
    "North Gyeongsang": "gyeongbuk",
    "Gyeongsangbuk-do": "gyeongbuk",
    "강원도": "gangwon",  # as it was called before
    "전라북도": "jeonbuk",
}


def test_a_province_may_be_called_by_any_of_its_names(store_folder, capsys, tmp_path):
    assert "North Gyeongsang" in pd.read_csv(ROOT / "data/tables/provinces.csv")["name_en"].tolist()
    for name, province in NAMES.items():
        file = tmp_path / f"weekly-{province}-2026-03-01-ko.xlsx"
        wish = f"--as-of 2026-03-01 --lang ko --sections due --format xlsx --out {tmp_path}".split()
        assert run(capsys, "--province", name, *wish)[:2] == (0, f"{file}\n"), name
        assert zipfile.is_zipfile(file), name
        file.unlink()


def test_without_a_day_it_is_that_of_the_newest_statement_and_never_the_clocks(store_folder, capsys, tmp_path, opened):
    asker = Asker(opened)
    complexes = tuple(asker.ask("progress/complexes", asker.snapshot(), as_of=dt.date(2099, 12, 31))["complex_id"])
    newest = data_date(asker, asker.snapshot(), dt.date(2099, 12, 31), complexes)
    status, out, _ = run(capsys, "--lang", "en", "--sections", "due", "--out", str(tmp_path))
    assert (status, out) == (0, f"{tmp_path}/weekly-{newest.isoformat()}-en.pptx\n")


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (["--lang", "ko", "--province", "한라도"], 2, "“한라도”"),
        (["--lang", "en", "--province", ""], 2, "Province is empty."),
        (["--lang", "en", "--industry", "<b>"], 2, "Industry “<b>” is not known. Choose of: aerospace"),
        (["--lang", "en", "--as-of", "yesterday"], 2, "“yesterday” is no day"),
        (["--lang", "en", "--as-of", "1999-01-01"], 2, "is outside"),
        (
            ["--lang", "en", "--as-of", "2025-01-01", "--compare", "2025-02-01"],
            2,
            "The comparison date is after the as-of date.",
        ),
        (["--lang", "ko", "--fly"], 2, "알 수 없는 옵션: --fly."),
        (["--lang", "ko", "--format", "pdf"], 2, "없는 형식: “pdf”"),
        (["--lang", "ko", "--template", "complex"], 2, "산단을 지정하십시오"),
        (["--lang", "en", "--note", "overview"], 2, "SECTION=TEXT"),
        (["--lang", "en", "--title"], 2, "--title needs a value"),
        (["--lang=fr"], 2, "“fr” is not known"),
        (["--lang", "ko", "--province", "seoul"], 1, "조건에 맞는 산단 없음: 서울"),
        (["--lang", "en", "--out", "/proc/none/such", "--sections", "due"], 1, "The files can't be written"),
    ],
)
def test_what_goes_wrong_is_told_in_the_language_with_a_status(store_folder, capsys, tmp_path, arguments, status, said):
    given = arguments if "--out" in arguments else [*arguments, "--out", str(tmp_path / "out")]
    got, out, err = run(capsys, *given)
    assert (got, out) == (status, "")
    assert said in err
    assert not (tmp_path / "out").exists() or not any((tmp_path / "out").iterdir())


def test_a_store_that_can_not_be_read_is_told(capsys, copied_store, monkeypatch, tmp_path):
    monkeypatch.setenv("STORE_DIR", str(copied_store.folder))
    (copied_store.folder / "catalogue.sqlite").write_bytes(b"no database")
    status, out, err = run(capsys, "--lang", "ko", "--out", str(tmp_path))
    assert (status, out) == (1, "") and "python -m rollout.store rebuild" in err


def test_the_same_wish_gives_the_same_bytes_in_any_process(asker, store_folder, tmp_path):
    """A process of another time zone and other hashes, through the command, writes what is written here."""
    wish = "--template programme --province gyeongbuk --as-of 2026-03-31 --lang ko --format pptx,hwpx,xlsx"
    told = subprocess.run(
        [sys.executable, "-m", "rollout.briefing", *wish.split(), "--note", "overview=메모", "--out", str(tmp_path)],
        cwd=ROOT,
        env=os.environ | {"PYTHONHASHSEED": "4711", "TZ": "America/New_York"},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    assert (told.returncode, told.stderr) == (0, "")
    who = read_as(asker, provinces=("gyeongbuk",))
    composition = composed(who, "programme", notes={"overview": "메모"})
    here = {form: build(composition, who, form) for form in ("pptx", "hwpx", "xlsx")}
    assert {path.suffix[1:]: path.read_bytes() for path in tmp_path.iterdir()} == here
    for content_ in here.values():
        for member in zipfile.ZipFile(io.BytesIO(content_)).infolist():
            assert member.date_time == (2026, 3, 31, 0, 0, 0)


def test_no_streamlit_is_loaded_for_a_briefing():
    code = (
        "import sys, rollout.briefing.__main__, rollout.render.deck, rollout.render.report, "
        "rollout.render.workbook; print([m for m in sys.modules if m.startswith('streamlit')])"
    )
    told = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE)
    assert told.stdout.strip() == "[]", told.stderr


def test_names_of_the_reader_are_the_apps(opened):
    rows = Asker(opened).ask("scope/names", opened.snapshot(), as_of=dt.date(2026, 3, 31))
    assert view.names(rows, Words("ko"))["provinces"]["gyeongbuk"] == "경북"
    assert isinstance(opened, store.Store)
