"""The report: sound OWPML, read by readers that did not write it, in the form that is customary or an office's own."""

import ctypes
import html
import io
import re
import zipfile
from collections import Counter

import hwp_hwpx_parser
import pandas as pd
import pytest
from hwpx import HwpxDocument
from hwpx.layout.pages import estimate_pages
from lxml import etree
from PIL import Image

from rollout.briefing import (
    build,
    compose,
)
from rollout.language.words import Words
from rollout.render import hwpx_form
from rollout.render.report import MOST_SOURCES
from tests.briefings import EVERY, composed, read_as, squeezed

ctypes.CDLL("libfreetype.so.6", ctypes.RTLD_GLOBAL)  # rhwp needs it and does not name it
import rhwp  # noqa: E402

HP = "{http://www.hancom.co.kr/hwpml/2011/paragraph}"
HH = "{http://www.hancom.co.kr/hwpml/2011/head}"


@pytest.mark.parametrize(("template", "lang"), EVERY)
def test_a_report_that_is_laid_out_has_a_body_of_three_pages_and_lacks_no_text(made, template, lang, tmp_path):
    path = tmp_path / "report.hwpx"
    path.write_bytes(made(template, lang, "hwpx"))
    sheets = [
        re.sub(r"\s", "", "".join(re.findall(r"<text[^>]*>([^<]*)", svg))) for svg in rhwp.parse(path).render_all_svg()
    ]
    annex = re.sub(r"\s", "", Words(lang).t("Annex {n}. {what}", n=1, what=""))
    assert next(place for place, sheet in enumerate(sheets) if annex in sheet) <= 3
    assert len(sheets) <= 6
    letters = Counter(html.unescape("".join(sheets)))
    with hwp_hwpx_parser.Reader(str(path)) as read:
        cells = Counter(
            "".join(cell for table in read.get_tables() for row in table.rows for cell in row if cell.isalnum())
        )
    assert not [sign for sign, count in cells.items() if letters[sign] < count], "letters of tables that no page shows"


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
