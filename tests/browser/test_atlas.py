"""The Map's canvas in Chromium: what a click opens, what a switch fetches, and that the page still scrolls."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, idle
from tests.serving import Server

Visit = Callable[..., Page]
DAY = "today=2026-03-31&as_of=2026-03-31&compare=2025-03-31&lang=en"
READY = ".atlas[data-drawn=true] .key li"


@pytest.fixture
def atlas(server: Server, visit: Visit) -> Page:
    return visit(f"{server.url}/map?{DAY}", ready=READY)


def test_a_click_on_a_site_opens_its_dossier_and_on_a_district_its_figures(atlas: Page) -> None:
    spot = """() => {
        const find = (node) => {
            for (const one of node.querySelectorAll('*')) {
                const got = one.shadowRoot && (one.shadowRoot.atlas ?? find(one.shadowRoot));
                if (got) return got;
                if (one.atlas) return one.atlas;
            }
        };
        const own = find(document).drawnSites.find(({own}) => own.id === 'uljin');
        return [own.x, own.y];
    }"""
    x, y = atlas.evaluate(spot)
    canvas = atlas.locator(".atlas .stage > canvas")
    canvas.click(position={"x": x, "y": y})
    dialog = atlas.get_by_role("dialog")
    expect(dialog).to_contain_text("Uljin")
    expect(dialog).to_contain_text("Open the dossier")
    idle(atlas)
    atlas.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    canvas.hover(position={"x": x - 25, "y": y})
    name = atlas.locator(".atlas .tip b").inner_text()
    assert name.endswith("Gyeongbuk")
    canvas.click(position={"x": x - 25, "y": y})
    expect(dialog).to_contain_text(name)
    expect(dialog.locator("ul.origins a").first).to_be_visible()


def test_a_switch_fetches_no_outlines_again(atlas: Page) -> None:
    fetched: list[str] = []
    atlas.on("request", lambda request: fetched.append(request.url) if "/app/static/" in request.url else None)
    atlas.locator(".st-key-map_year").get_by_text("2015").click()
    expect(atlas.locator("h1.answer")).to_contain_text("2015")
    atlas.locator(".st-key-map_level").get_by_text("Provinces").click()
    expect(atlas.locator(".atlas canvas[role=img]")).to_have_attribute(
        "aria-label", re.compile("Provinces coloured by Share of manufacturing, 2015")
    )
    idle(atlas)
    assert not fetched


def test_the_wheel_and_one_finger_scroll_the_page(server: Server, visit: Visit) -> None:
    page = visit(f"{server.url}/map?{DAY}", ready=READY, viewport=PHONE)
    canvas = page.locator(".atlas .stage > canvas")
    assert canvas.evaluate("(own) => getComputedStyle(own).touchAction") == "pan-x pan-y"
    canvas.hover()
    page.mouse.wheel(0, 300)
    page.wait_for_function("() => document.querySelector('[data-testid=stMain]').scrollTop > 100")
