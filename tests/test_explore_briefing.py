"""Views of Explore in a briefing: the same figures and sources in deck, report, annex, preview; by link and command."""

import datetime as dt
import io
from urllib.parse import parse_qs

import pytest
from hwpx import HwpxDocument
from openpyxl import load_workbook
from pptx import Presentation

from rollout.briefing import build, compose, slides, views
from rollout.briefing.__main__ import main
from rollout.briefing.compose import CompositionError
from rollout.ledger.records import Records
from rollout.questions import links
from rollout.questions.scope import Scope
from rollout.questions.view import view_of
from rollout.render import preview
from rollout.render import printed as printer
from rollout.render.parts import Map
from rollout.subjects.explore import sections
from rollout.subjects.explore import views as words
from rollout.subjects.explore.pivot import TOTAL, Asked
from tests.conftest import AS_OF
from tests.opening import html, own_store, text, visit

__all__ = ["own_store"]
BY_PLACE = Asked("money", "province_id", "money_kind", "amount_krw", "sum", mapped="announcement")
BY_STATE = Asked("stages", "stage_id", "state", share="row", against=True, top=10)
BY_DISTRICT = Asked("programmes", "district_code", mapped=TOTAL)
EVERY = (BY_PLACE, BY_STATE, BY_DISTRICT)


@pytest.fixture(scope="module", params=["en", "ko"])
def view(request, asker):
    return view_of(asker, Scope(AS_OF, dt.date(2025, 3, 31), AS_OF, request.param, snapshot=asker.snapshot()))


@pytest.fixture(scope="module")
def composition(view):
    wanted = ["overview", *map(words.packed, EVERY), "sources"]
    made, remarks = compose.read({"sections": wanted}, view.w, (), views.why_not(view))
    assert not remarks and made.sections == tuple(wanted)
    return made


def printed(section, view):
    """The figures of a section's first line as they are printed."""
    made = printer.printed_table(section.tables[0], "slide", view.w)
    return [cell.text for cell in made.rows[0]]


def test_a_view_is_one_word_and_back():
    for asked in EVERY:
        assert words.unpacked(words.packed(asked)) == asked


def test_the_deck_has_the_table_the_map_and_the_sources(view, composition):
    made = slides(composition, view)
    pages = Presentation(io.BytesIO(build(composition, view, "pptx"))).slides
    for asked in EVERY:
        own = [place for place, slide in enumerate(made) if slide.section == words.packed(asked)]
        section = sections.explore(view, asked)
        cells = [
            cell.text.replace("\x0b", "\n")
            for place in own
            for shape in pages[place].shapes
            if getattr(shape, "has_table", False) and shape.has_table
            for row in shape.table.rows
            for cell in row.cells
        ]
        assert set(printed(section, view)[:2]) <= set(cells)
        assert pages[own[0]].shapes.title.text_frame.text.startswith(section.title[:20])
        notes = pages[own[0]].notes_slide.notes_text_frame.text
        assert any(i in notes for i in section.every_origin())
    drawn = next(slide.picture for slide in made if slide.section == words.packed(BY_PLACE))
    assert (
        isinstance(drawn, Map) and dict(drawn.fills) and drawn.title.startswith(sections.explore(view, BY_PLACE).title)
    )
    place = next(place for place, slide in enumerate(made) if slide.section == words.packed(BY_PLACE))
    fills = {
        str(shape.fill.fore_color.rgb)
        for group in pages[place].shapes
        if group.name == "map"
        for shape in group.shapes
        if shape.name == view.names["provinces"]["gyeonggi"]
    }
    assert fills == {dict(drawn.fills)["gyeonggi"].lstrip("#").upper()}
    sheet = preview.sheets(preview_of(composition, view), made)[place]
    assert all(colour in sheet for colour in dict(drawn.fills).values())


def preview_of(composition, view):
    from rollout.briefing import content

    return content.compose(composition, view)


def test_report_and_annex_have_the_same_figures(view, composition):
    report = HwpxDocument.open(io.BytesIO(build(composition, view, "hwpx"))).export_text()
    book = load_workbook(io.BytesIO(build(composition, view, "xlsx")))
    for asked in EVERY:
        section = sections.explore(view, asked)
        assert section.title in report
        first = printed(section, view)
        cells = [cell for sheet in book.worksheets for row in sheet.iter_rows(values_only=True) for cell in row]
        assert first[0] in cells
        value = next(
            cell.value for cell in list(section.tables[0].rows[0].cells.values()) if isinstance(cell.value, float)
        )
        assert any(isinstance(cell, int | float) and cell == pytest.approx(value) for cell in cells)
    listed = {cell for sheet in book.worksheets for row in sheet.iter_rows(values_only=True) for cell in row}
    assert set(sections.explore(view, BY_PLACE).every_origin()) <= listed


@pytest.mark.parametrize(
    ("word", "why"),
    [
        ("view-", "no view of Explore"),
        ("view-AAAA", "no view of Explore"),
        ("view-" + "x" * 9000, "no view of Explore"),
        ("view-" + links.pack({"name": "<b>", "rows": "x"}), "has no “<b>” under “What”"),
        ("view-" + links.pack({"name": "money", "rows": "__class__"}), "under “Rows”"),
        ("view-" + links.pack({"name": "money", "rows": "money_kind", "value": "amount_krw", "how": "eval"}), "Figure"),
        ("view-" + links.pack({"name": "money", "rows": "money_kind", "top": "999999"}), "Lines at most"),
        ("view-" + links.pack({"name": "money", "rows": "money_kind", "unheard": "1"}), "no view of Explore"),
        (
            "view-" + links.pack({"name": "money", "rows": "province_id", "value": "amount_krw", "how": "sum"}),
            "never added",
        ),
    ],
)
def test_a_hostile_word_is_refused_in_a_sentence(asker, word, why):
    view = view_of(asker, Scope(AS_OF, dt.date(2025, 3, 31), AS_OF, "en", snapshot=asker.snapshot()))
    made, (remark,) = compose.read({"sections": ["overview", word]}, view.w, (), views.why_not(view))
    assert made.sections == ("overview",)
    assert why in remark and remark.count(".") == 1 and len(remark) < 200
    with pytest.raises(CompositionError):
        views.word(word, view)


def test_explore_leads_to_the_briefing_and_the_link_shows_it():
    app = visit("explore", x_set="stages", x_rows="stage_id", x_columns="state")
    (link,) = [part.proto for part in app.get("page_link") if part.proto.label == "Add to the briefing"]
    query = {name: values for name, values in parse_qs(link.query_string).items() if name != "followed"}
    opened = visit("briefing", **query)
    assert opened.session_state["briefing_sections"][-1].startswith(words.PREFIX)
    assert "Stages of the complexes: number of rows by Stage, State" in text(html(opened, "sheets"))
    refused = visit("briefing", briefing_sections=["overview", "view-AAAA"])
    assert "This is no view of Explore" in " ".join(one.value for one in refused.caption)


def test_a_command_takes_a_saved_view_or_a_link(asker, pristine, tmp_path, monkeypatch, capsys):
    import shutil

    monkeypatch.setenv("STORE_DIR", str(shutil.copytree(pristine, tmp_path / "store")))
    held = {"x_set": "stages", "x_rows": "stage_id", "x_columns": "state", "x_value": "count", "province": "x"}
    place = type(asker.place).in_folder(tmp_path / "store")
    Records(place, "views").save({"page": "explore", "name": "Stages now", "controls": held, "made_at": "2026"})
    asked = [
        "--as-of",
        "2026-03-31",
        "--lang",
        "en",
        "--format",
        "xlsx",
        "--sections",
        "overview",
        "--out",
        str(tmp_path),
    ]
    link = "http://host/explore?x_set=programmes&x_rows=type&x_value=count&lang=ko"
    assert main([*asked, "--view", "stages now", "--view", link]) == 0
    (path,) = map(str, capsys.readouterr().out.split())
    names = load_workbook(path).sheetnames
    assert any(name.startswith("Stages of the complexes") for name in names)
    assert any(name.startswith("Talent programmes") for name in names)
    for wrong in ("nothing", "x_set=nowhere&x_rows=a", "x_top=<b>", "view-AAAA"):
        assert main([*asked, "--view", wrong]) == 2
        out, err = capsys.readouterr()
        assert not out and err.startswith("Not understood: ") and "Traceback" not in err
