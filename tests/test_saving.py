"""The pages' download buttons through AppTest: the file says what the page says, shows every digit, and a fault is told
in words.
"""

import io
import logging
import re

import openpyxl
import pytest

from rollout.language.words import Words
from rollout.render import tabular
from tests.conftest import ROOT
from tests.opening import html, own_store, press, text, visit  # noqa: F401  own_store is a fixture

FINDS = re.compile(
    r"(\d+) measures? meets? every published condition, (\d+) (?:have|has) something to confirm, "
    r"(\d+) lacks? one condition"
)


def counted(app):
    """How many measures the finder's page says apply, are to confirm, lack one condition."""
    found = FINDS.search(text(html(app, "top")))
    assert found
    return [int(number) for number in found.groups()]


def listed(content):
    """The same counts in the workbook."""
    heads, *lines = openpyxl.load_workbook(io.BytesIO(content))["Finder"].iter_rows(values_only=True)
    rows = [dict(zip(heads, line, strict=True)) for line in lines]
    results = (
        "Every published condition is met",
        "Possibly eligible: further checks needed",
        "One condition is missing",
    )
    return [sum(row["Measures"] for row in rows if row["Result"] == result) for result in results]


def test_the_finders_workbook_gives_what_the_page_gives_also_after_a_change_of_the_form_alone():
    app = visit("benefits", benefit_place="complex:andong")
    assert counted(app) == [2, 43, 23]
    name, content = press(app, "benefits-xlsx")
    assert name == "benefits-2026-03-31.xlsx"
    assert listed(content) == [2, 43, 23]
    app.selectbox(key="benefit_place").set_value("complex:yongin").run()
    changed = counted(app)
    assert changed != [2, 43, 23]
    assert listed(press(app, "benefits-xlsx")[1]) == changed


def test_no_file_is_made_outside_the_session():
    sources = [
        path.read_text(encoding="utf-8") for folder in ("rollout", "pages") for path in (ROOT / folder).rglob("*.py")
    ]
    assert not [source for source in sources if "download_button(" in source], (
        "blocks.download makes it in the page's run"
    )


@pytest.mark.parametrize(("view", "name"), [("today", "today"), ("complexes", "complexes-andong"), ("map", "map")])
def test_a_workbook_ends_with_its_sources(view, name):
    file, content = press(visit(view, complex="andong"), f"{view}-xlsx")
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert file == f"{name}-2026-03-31.xlsx"
    assert sum(1 for _ in book["Sources"].iter_rows(min_row=2)) > 0


def test_a_file_that_can_not_be_made_says_why_in_the_viewers_language_and_the_log_has_the_traceback(
    monkeypatch, caplog
):
    app = visit("schedule", lang="ko")

    def full(*_):
        raise OSError(28, "No space left on device", "/srv/secret/path")

    monkeypatch.setattr(tabular, "xlsx", full)
    with caplog.at_level(logging.ERROR):
        app.button(key="schedule-xlsx").click().run()
    said = app.error[0].value
    assert said.startswith("파일 작성 실패: No space left on device.") and "/srv" not in said
    assert any(record.exc_info and record.exc_info[1].errno == 28 for record in caplog.records)
    assert not html(app, "schedule-xlsx-file")
    assert not app.exception
    monkeypatch.undo()
    assert press(app, "schedule-xlsx")[1][:2] == b"PK", "the page goes on"


def test_a_briefing_that_can_not_be_made_says_why(monkeypatch):
    from rollout import briefing

    app = visit("briefing", briefing_sections=["due"])

    def lost(*_, **__):
        raise MemoryError

    monkeypatch.setattr(briefing, "build", lost)
    app.button(key="briefing-pptx").click().run()
    assert app.error[0].value.startswith("The file could not be made: not enough memory.")


def test_pressing_twice_saves_twice():
    app = visit("schedule")
    press(app, "schedule-csv")
    first = html(app, "schedule-csv-file")
    press(app, "schedule-csv")
    assert html(app, "schedule-csv-file") != first


def test_the_map_is_saved_as_a_picture_with_the_filters_day_in_its_name():
    name, content = press(visit(lang="ko"), "map-svg")
    assert name == "map-2026-03-31.svg"
    assert content.startswith(b"<svg") and "용인" in content.decode()


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_the_median_slip_of_nuclear_complexes_is_the_same_on_page_and_slide(lang):
    """It lies between two complexes: neither page nor slide cuts the half month off."""
    w = Words(lang)
    told = text(html(visit("schedule", lang=lang, industry="nuclear"), "milestones"))
    shown = text(
        html(
            visit("briefing", lang=lang, industry="nuclear", briefing="programme", briefing_sections=["milestones"]),
            "sheets",
        )
    )
    assert w.signed(16.5, 1) in told
    assert w.months(16.5) in shown
