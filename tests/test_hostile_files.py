"""Hostile texts in every place of a section: each file of it is whole, shows them as text and does nothing.

The files are read with other libraries than those that wrote them.
"""

import csv
import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace

import openpyxl
import pandas as pd
import pytest
from lxml import etree
from pptx import Presentation

from rollout.document.briefing import Briefing
from rollout.document.model import Cell, Chart, Column, Figure, Format, Link, Row, Section, Series, Table, Text
from rollout.document.places import load_provinces, provinces_file
from rollout.language.words import Words
from rollout.render import deck, report, slides, tabular, workbook
from rollout.render.theme import LIGHT
from rollout.subjects.map import belt
from tests.conftest import AS_OF
from tests.hostile import HOST, TEXTS

UNREADABLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ufffe\uffff]")  # what no file holds, and line ends
STRICT = {"resolve_entities": False, "no_network": True, "huge_tree": True}
ACTIVE = {"script", "f", "oleobject", "hyperlink", "hlinkclick", "hlinkhover", "foreignobject", "image", "externallink"}
SHORT = 60  # characters: a cell of a slide shows no more


def section(text: str) -> Section:
    """A section with the text wherever a text may stand."""
    columns = (
        Column("name", text, share=40, note_label=text),
        Column("amount", "KRW", Format.WON, unit=text, share=20),
        Column("links", "links", share=40),
    )
    row = Row(
        "row",
        {
            "name": Cell(text, note=text, after=None, url=text),
            "amount": Cell(None, missing=text),
            "links": Cell(links=(Link(text, note=text), Link("plain"))),
        },
        origins=(text,),
        group=text,
    )
    return Section(
        "hostile",
        text,
        text,
        (Text(text),),
        (Figure("metric", text, text, Format.TEXT, unit=text, fact=text, change=text),),
        Chart(
            (text, "plain"), (Series(text, (1.0, 2.0)),), Format.NUMBER, text, text, labels=(text, "two"), source=text
        ),
        (Table(columns, (row,), caption=text, foot=text, legend=(("red", text),)),),
        method=(text,),
        metrics=("metric",),
        warning=text,
        note=text,
    )


def briefing(text: str) -> Briefing:
    """A briefing of that section, with the text in everything else that a file says."""
    w = Words("ko")
    return Briefing(
        text,
        text,
        text,
        "ko",
        AS_OF,
        ((w.t("Compared with"), "2025-03-31"), (text, text)),
        text,
        text,
        text,
        (section(text), replace(section(text), id="second", picture=None, figures=())),
        {"metric": (text, text, text)},
        {text: (text, text, text, text)},
        {"hostile": text, "second": text},
        {},
    )


@pytest.fixture(params=TEXTS.values(), ids=list(TEXTS))
def text(request: pytest.FixtureRequest) -> str:
    return request.param


def members(content: bytes) -> Iterator[tuple[str, etree._Element]]:
    """Every XML member of an office file, and of the workbooks in it, parsed strictly."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        assert file.testzip() is None
        for name in file.namelist():
            if name.endswith(".xlsx"):
                yield from members(file.read(name))
            elif name.endswith((".xml", ".rels", ".hpf", ".rdf")):
                root = etree.fromstring(file.read(name), etree.XMLParser(**STRICT))
                assert not root.getroottree().docinfo.doctype, name
                yield name, root
            assert not name.lower().endswith((".exe", ".js", "vbaproject.bin")), name


def harmless(name: str, root: etree._Element) -> None:
    """Nothing in a document runs, and nothing in it points outside."""
    for element in root.iter(etree.Element):
        tag = etree.QName(element).localname.lower()
        assert tag not in ACTIVE or (tag == "f" and _is_reference(element)), (name, tag)
        for key, value in element.attrib.items():
            attribute = etree.QName(key).localname.lower()
            assert (attribute, value.lower()) != ("targetmode", "external"), (name, value)
            assert not attribute.startswith("on"), (name, attribute)
            assert attribute not in {"href", "src"} or HOST not in value, (name, value)


def _is_reference(element: etree._Element) -> bool:
    """Whether a chart's `f` is the range of its own workbook."""
    return (
        etree.QName(element).namespace.endswith("/chart")
        and re.fullmatch(r"Sheet1!\$[A-Z]+\$\d+(:\$[A-Z]+\$\d+)?", element.text or "") is not None
    )


def solid(text: str) -> str:
    """A text without blanks, line ends and what XML can't hold."""
    return "".join(UNREADABLE.sub("", text).split())


def shown(text: str, where: str) -> None:
    """The text stands there; of one that has no room, its beginning."""
    wanted = solid(text)
    assert wanted[:SHORT] in solid(where) or wanted[: SHORT // 2] + "…" in solid(where), wanted[:SHORT]


def test_a_workbook_holds_the_text(text: str) -> None:
    content = workbook.fill(briefing(text))
    for name, root in members(content):
        harmless(name, root)
    book = openpyxl.load_workbook(io.BytesIO(content))
    cells = [cell for sheet in book for line in sheet.iter_rows() for cell in line if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
    assert [cell for cell in cells if cell.hyperlink] == []
    values = [str(cell.value) for cell in cells]
    assert sum(solid(value) == solid(text) for value in values) >= 5, values[:9]


def test_a_csv_starts_no_formula(text: str) -> None:
    lines = tabular.csv(section(text), [(text, text)], Words("en")).decode("utf-8-sig")
    fields = [field for line in csv.reader(io.StringIO(lines, newline="")) for field in line]
    assert [field for field in fields if field.startswith(tabular.FORMULA_STARTS)] == []
    assert sum(solid(field).removeprefix("'") == solid(text) for field in fields) >= 5


def test_a_deck_shows_the_text(text: str) -> None:
    told = briefing(text)
    content = deck.draw(told, slides.slides(told))
    for name, root in members(content):
        harmless(name, root)
    words: list[str] = []
    for page in Presentation(io.BytesIO(content)).slides:
        for shape in page.shapes:
            words += [shape.text_frame.text] if shape.has_text_frame else []
            words += [cell.text for row in shape.table.rows for cell in row.cells] if shape.has_table else []
    shown(text, "\n".join(words))
    assert sum(solid(text)[:9] in solid(each) for each in words) >= 5


def test_a_report_shows_the_text(text: str) -> None:
    content = report.write(briefing(text))
    sections = []
    for name, root in members(content):
        harmless(name, root)
        if re.fullmatch(r"Contents/section\d+\.xml", name):
            sections.append("".join(root.itertext()))
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        assert file.read("mimetype") == b"application/hwp+zip"
    shown(text, "".join(sections))


def test_a_map_picture_shows_the_text(text: str) -> None:
    site = {"complex_id": "x", "longitude": 127.0, "latitude": 36.0, "area_m2": 1e6, "stage_id": "s"}
    sites = pd.DataFrame([site | {f"{name}_{lang}": text for name in ("name", "short") for lang in ("ko", "en")}])
    provinces = load_provinces(provinces_file(dt.date(2026, 3, 31)))
    content = belt.as_svg(sites, provinces, {"s": 1}, Words("en"), LIGHT, text).encode()
    root = etree.fromstring(content, etree.XMLParser(**STRICT))
    harmless("map.svg", root)
    assert {etree.QName(element).localname for element in root.iter()} == {"svg", "rect", "path", "circle", "text"}
    assert [solid(each.text) for each in root.iter("{*}text")] == [solid(text)] * 2
