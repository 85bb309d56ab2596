"""The first view of every page looks as its reference in reference/; `make pictures` draws the references anew."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests import pictures
from tests.browser.conftest import PHONE, idle
from tests.browser.test_pages import CHARTED, DAY, READY
from tests.serving import Server

Visit = Callable[..., Page]
REFERENCE = Path(__file__).parent / "reference"
UPDATE = "UPDATE_PICTURES"  # set: the pictures become the references
VIEWS = ("", "board", "complexes", "schedule", "investment", "benefits", "map", "talent", "green", "sources")
PAGES = {view: READY[view] for view in VIEWS} | {"briefing": "article.slide"}
WINDOWS = {"desktop": {"width": 1440, "height": 900}, "phone": PHONE}
LOCALES = {"ko": "ko-KR", "en": "en-GB"}
DECKS = ("complexes", "talent")  # these have a map of pydeck's, which must be drawn without an error: once each
# deck.gl's map is drawn by the graphics card or what stands for it: each machine has its own shades.
DECK = "[data-testid=stDeckGlJsonChart]"
UNSTEADY = f"{DECK}, .atlas canvas"  # maps: their outlines come when they come
# Every page in both languages and both widths; which language has which width alternates.
PICTURES = [
    (name, lang, window)
    for number, name in enumerate(PAGES)
    for lang, window in zip(LOCALES, sorted(WINDOWS, reverse=number % 2 == 1), strict=True)
]
GREY = "#888888"
TRIES = 50


@pytest.mark.parametrize(("name", "lang", "window"), PICTURES)
def test_a_page_looks_as_its_reference(
    server: Server, visit: Visit, name: str, lang: str, window: str, tmp_path: Path
) -> None:
    page = visit(
        f"{server.url}/{name}?lang={lang}&{DAY}",
        ready=PAGES[name],
        viewport=WINDOWS[window],
        locale=LOCALES[lang],
        **({"webgl": True} if name in DECKS and lang == "ko" else {}),
    )
    if name in CHARTED:
        page.locator(".js-plotly-plot .main-svg").first.wait_for()
    idle(page)
    expect(page.get_by_test_id("stSkeleton")).to_have_count(0)  # what Streamlit loads only where a page needs it
    picture = pictures.shrunk(steady(page))
    path = REFERENCE / f"{name or 'today'}-{lang}-{window}.webp"
    if os.environ.get(UPDATE):
        pictures.save(picture, path)
        return
    with Image.open(path) as reference:
        apart = pictures.difference(picture, reference)
    now = tmp_path / path.name
    pictures.save(picture, now)
    assert apart.small, f"{path.name}: {apart}. The page as it is now: {now}. If that is meant: `make pictures`"


def steady(page: Page) -> bytes:
    """A picture of the window as soon as two in a row are the same: whatever was being drawn is drawn."""
    page.evaluate("() => document.fonts.ready")
    before = b""
    for _ in range(TRIES):
        shot = page.screenshot(animations="disabled", mask=[page.locator(UNSTEADY)], mask_color=GREY)
        if shot == before:
            return shot
        before = shot
    raise AssertionError("the page does not come to rest")


def test_every_reference_has_its_page() -> None:
    named = {f"{name or 'today'}-{lang}-{window}.webp" for name, lang, window in PICTURES}
    assert {path.name for path in REFERENCE.iterdir()} == named
