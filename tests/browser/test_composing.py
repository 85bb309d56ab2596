"""The Briefing page in Chromium: compose, preview, download, reload the link, present."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import choose, idle
from tests.serving import Server

Visit = Callable[..., Page]
DAY = "today=2026-03-31&as_of=2026-03-31&compare=2025-03-31"
READY = ".sheets .slide"


@pytest.mark.parametrize(
    ("form", "inside"),
    [("PPTX", "ppt/slides/slide2.xml"), ("HWPX", "Contents/section0.xml"), ("XLSX", "xl/workbook.xml")],
)
def test_each_file_is_downloaded_whole(server: Server, visit: Visit, form: str, inside: str, tmp_path: Path) -> None:
    page = visit(f"{server.url}/briefing?{DAY}&lang=ko&province=gyeongbuk", ready=READY)
    with page.expect_download() as told:
        page.get_by_role("button", name=f"{form} 내려받기").click()
    path = tmp_path / told.value.suggested_filename
    told.value.save_as(path)
    assert path.name == f"weekly-gyeongbuk-2026-03-31-ko.{form.lower()}"
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        assert inside in archive.namelist()


def test_what_is_composed_stands_in_the_link(server: Server, visit: Visit) -> None:
    page = visit(f"{server.url}/briefing?{DAY}&lang=en", ready=READY)
    page.get_by_label("Title").fill("For the minister")
    page.get_by_label("Title").press("Enter")
    expect(page.locator(READY).first).to_contain_text("For the minister")
    page.wait_for_function("new URLSearchParams(location.search).has('draft')")
    idle(page)
    again = visit(page.url, ready=READY)
    expect(again.locator(READY).first).to_contain_text("For the minister")


def test_the_slides_are_presented_by_keys_and_follow_a_filter(server: Server, visit: Visit) -> None:
    page = visit(f"{server.url}/briefing?{DAY}&lang=en", ready=READY)
    page.locator("[data-present='0']").first.click()
    count = page.evaluate("window.rolloutRoom.screens.length")
    place = page.locator(".podium [data-place]")
    expect(place).to_have_text(f"1 / {count}")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(place).to_have_text(f"3 / {count}")
    page.keyboard.press("ArrowLeft")
    expect(place).to_have_text(f"2 / {count}")
    slide = page.locator(".podium .slide")
    box = slide.bounding_box()
    assert box is not None
    assert box["width"] > 1300, "as large as the window"
    page.keyboard.press("f")
    choose(page, "Capital area", "outside the capital area")
    expect(slide).to_contain_text("14")
    page.keyboard.press("ArrowRight")  # without a click on the screen
    expect(place).to_contain_text("3 /")
    page.keyboard.press("Escape")
    expect(page.locator(".podium")).to_be_hidden()
