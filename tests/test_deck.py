"""The deck: opened by a reader that did not write it, every figure held against the store, nothing over its box."""

import datetime as dt
import io
import re
import shutil
import subprocess
import zipfile
from collections import Counter
from copy import deepcopy
from dataclasses import replace

import numpy as np
import openpyxl
import pandas as pd
import pytest
from lxml import etree
from openxml_audit import OpenXmlValidator
from PIL import Image
from pptx import Presentation

from rollout.briefing import (
    OwnFileError,
    build,
    checked,
    compose,
    content,
    slides,
)
from rollout.document import marks
from rollout.language.words import Words
from rollout.questions.ask import Asker
from rollout.render import preview, printed
from rollout.render import slides as pages
from rollout.render.board import UNSAID
from rollout.render.sheet import DECK, SCREEN
from rollout.subjects.benefits.words import category_title
from tests.briefings import (
    EVERY,
    SINCE,
    assert_fits,
    broken_words,
    chart_of,
    composed,
    deck,
    read_as,
    rows_of,
    squeezed,
    table_of,
    words_of,
)
from tests.conftest import AS_OF, PATIENCE

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


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


def slides_of(file, title):
    """The slides of a section, by the words that its title starts with."""
    found = [
        slide
        for slide in file.slides
        if slide.shapes.title is not None and slide.shapes.title.text_frame.text.startswith(title)
    ]
    assert found, [slide.shapes.title.text_frame.text for slide in file.slides]
    return found


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


@pytest.mark.parametrize("template", ["weekly", "complex", "programme"])
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
        if slide.grid and not slide.grid.table.board:
            assert not broken_words(slide.grid), slide.title


def test_the_deck_is_native_and_its_typeface_never_falls_back_to_calibri(made):
    content_ = made("programme", "ko", "pptx")
    archive = zipfile.ZipFile(io.BytesIO(content_))
    assert archive.testzip() is None
    for name in archive.namelist():
        if name.endswith((".xml", ".rels")):
            etree.fromstring(archive.read(name))
    assert not [name for name in archive.namelist() if name.startswith("ppt/media/")], "no pictures"
    for name in (name for name in archive.namelist() if re.fullmatch(r"ppt/slides/slide\d+\.xml", name)):
        tree = etree.fromstring(archive.read(name))
        for table in tree.iter(f"{A}tbl"):
            columns = len(table.find(f"{A}tblGrid"))
            assert {len(row.findall(f"{A}tc")) for row in table.findall(f"{A}tr")} == {columns}
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


@pytest.mark.parametrize(
    ("template", "lang", "form"),
    [("weekly", "ko", "pptx"), ("complex", "en", "pptx"), ("programme", "ko", "pptx"), ("weekly", "en", "xlsx")],
)
def test_a_validator_of_open_xml_finds_nothing(made, tmp_path, template, lang, form):
    path = tmp_path / f"{template}.{form}"
    path.write_bytes(made(template, lang, form))
    assert [str(error) for error in OpenXmlValidator().validate(path).errors] == []


def test_the_file_says_what_it_is(made):
    archive = zipfile.ZipFile(io.BytesIO(made("programme", "en", "pptx")))
    names = set(archive.namelist())
    root = etree.fromstring(archive.read("ppt/presentation.xml"))
    assert root.find("{*}notesMasterIdLst") is not None
    assert root.find("{*}sldSz").attrib == {"cx": "12192000", "cy": "6858000"}, "16:9, no 4:3 of a template"
    types = etree.fromstring(archive.read("[Content_Types].xml"))
    known = {one.get("PartName", "").lstrip("/") for one in types} | {one.get("Extension") for one in types}
    assert all(name in known or name.rpartition(".")[2] in known for name in names - {"[Content_Types].xml"})
    said = archive.read("docProps/app.xml").decode()
    assert "rollout monitor" in said and "Widescreen" in said and "Microsoft" not in said
    assert b"python-pptx" not in archive.read("docProps/core.xml")
    spoken = {"한": "ko-KR", "x": "en-US"}
    for name in (name for name in names if re.fullmatch(r"ppt/slides/slide\d+\.xml", name)):
        for run in etree.fromstring(archive.read(name)).iter(f"{A}r"):
            text = run.findtext(f"{A}t")
            wanted = spoken["한" if re.search("[가-힣ㄱ-ㆎ]", text) else "x"]
            assert run.find(f"{A}rPr").get("lang") == wanted or not run.find(f"{A}rPr").get("lang"), text


def test_the_map_of_a_province_is_of_that_province_alone(asker, made):
    who = read_as(asker, "ko", "province")
    (slide,) = (
        s for s in deck(made("province", "ko", "pptx")).slides if any(shape.name == "map" for shape in s.shapes)
    )
    (group,) = (shape for shape in slide.shapes if shape.name == "map")
    assert [shape.name for shape in group.shapes if shape._element.find(f".//{A}custGeom") is not None] == ["경북"]
    assert {who.names["complexes"][i] for i in ("andong", "gyeongju", "uljin")} <= {s.name for s in group.shapes}


def test_the_map_is_shapes_a_province_and_a_disc_each(asker, made, ask):
    who = read_as(asker)
    file = deck(made("programme", "ko", "pptx"))
    slide = slides_of(file, "산단계획 승인 완료: 용인")[0]
    (group,) = (shape for shape in slide.shapes if shape.name == "map")
    assert group._element._nvXxPr.cNvPr.get("descr"), "it says in words what it shows"
    freeforms = [shape for shape in group.shapes if shape._element.find(f".//{A}custGeom") is not None]
    assert len(freeforms) == 17
    names = {shape.name for shape in group.shapes}
    assert set(who.names["complexes"].values()) <= names
    stages = {row["stage_id"]: str(place) for place, row in enumerate(ask("progress/stages"), 1)}
    reached = {who.names["complexes"][row["complex_id"]]: row["stage_id"] for row in ask("progress/complexes")}
    numbers = {shape.name: shape.text_frame.text for shape in group.shapes if shape.name in reached}
    assert numbers == {name: stages[stage] for name, stage in reached.items()}, "each disc the number of its stage"
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
    assert all(screens[place].section == slide.section for place, slide in zip(begins, deck_slides, strict=True))


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_screens_hold_the_board_in_halves_and_the_sources_at_the_end(asker, lang):
    who = read_as(asker, lang, "programme")
    briefing = content.compose(composed(who, "programme"), who)
    screens = pages.screens(briefing, pages.slides(briefing))
    board = [screen.grid for screen in screens if screen.section == "board" and screen.grid]
    assert [len(grid.table.rows) for grid in board] == [8, 7]
    assert all(len(grid.table.heads) >= 7 for grid in board)
    names = {row[0].text for grid in board for row in grid.table.rows}
    assert names == set(who.names["complexes"].values())
    places = [place for place, screen in enumerate(screens) if screen.section == "sources"]
    assert places == list(range(places[0], len(screens)))
    numbers = [int(row[0].text) for screen in screens[places[0] :] if screen.grid for row in screen.grid.table.rows]
    assert numbers == list(range(1, len({i for screen in screens for i in screen.cites}) + 1))
    for screen in screens:
        if screen.grid and screen.grid_box:
            assert screen.grid.head + sum(screen.grid.heights) <= screen.grid_box.height + 0.5, screen.title
        alone = screen.lead and not (screen.figures or screen.picture or screen.grid)
        assert not alone or screen.section == "cover", f"{screen.title}: sentences alone"


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
            shown |= {(first_line(line[0]), stage): cell for stage, cell in zip(stages, line[2:], strict=True)}
    assert len(shown) == len(rows) == 15 * len(stages)
    for row in rows:
        cell = shown[who.names["complexes"][row["complex_id"]], row["stage_id"]]
        assert cell.startswith(f"{marks.character(row['state'])} ".lstrip())
        if row["state"] == "unpublished":
            assert cell == UNSAID
        elif row["state"] == "skipped":
            assert who.w.code("milestone-state", row["state"]) in cell
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


def blank(sheet):
    """The highest band of a picture on which nothing stands, as a share of its height."""
    pixels = np.asarray(sheet.convert("L")).astype(int)
    written = np.flatnonzero(np.abs(pixels - pixels[:, :1]).max(axis=1) > 20)  # a bar at the edge is no writing
    return np.diff([-1, *written, len(pixels)]).max() / len(pixels)


def test_libreoffice_opens_the_deck_without_repair_and_no_slide_is_half_empty(asker, made, tmp_path):
    soffice = shutil.which("soffice") or shutil.which("libreoffice")
    if not soffice or not shutil.which("pdftotext"):
        pytest.skip(
            "LibreOffice Impress or poppler is not installed (apt-get install libreoffice-impress poppler-utils)"
        )
    wanted = {}
    for template, lang in (("province", "ko"), ("complex", "en"), ("weekly", "en")):
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
        subprocess.run(
            ["pdftoppm", "-r", "40", "-png", str(tmp_path / f"{template}.pdf"), str(tmp_path / template)], check=True
        )
        pictures = sorted(tmp_path.glob(f"{template}-*.png"))
        empty = {path.stem: round(share, 2) for path in pictures if (share := blank(Image.open(path))) > 0.45}
        assert len(pictures) == len(plans) and not empty


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
