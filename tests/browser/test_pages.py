"""The other pages in Chromium: cold deep links, phone width, both languages, axe, what a click opens."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import idle
from tests.browser.test_app import PHONE, serious
from tests.serving import Server

Visit = Callable[..., Page]
DAY = "today=2026-03-31&as_of=2026-03-31&compare=2025-03-31"
UNMARKED = {"map", "sources", "forecast"}
CHARTED = {"green", "investment", "complexes", "schedule", "forecast"}
READY = {
    "": "table.board",
    "investment": ".st-key-own-sites table.data",
    "green": ".st-key-meetings table.data",
    "talent": "table.data.board",
    "benefits": ".st-key-benefit-controls",
    "map": ".atlas[data-drawn=true] .key li",
    "complexes": ".st-key-promises table.data",
    "schedule": ".st-key-ratings table.data",
    "forecast": ".st-key-history table.data",
    "advantage": ".st-key-cycle table.data",
    "sources": ".st-key-list table.data",
}

# Marks without words: what they are must be seen from a fill, a border or an outline that differs from the ground.
INVISIBLE = """() => {
    const roots = [...document.querySelectorAll('*')].flatMap((element) => element.shadowRoot ?? []);
    const ground = getComputedStyle(document.querySelector('.stApp')).backgroundColor;
    const clear = (colour) => colour === ground || colour === 'transparent' || /^rgba.*, 0\\)$|\\/ 0\\)$/.test(colour);
    const shapes = '.mark, .dot, .move, .chip, .inv-key, .swatch, .rollout i, .rollout s, .gr-dot, .bar';
    const marks = roots.flatMap((root) => [...root.querySelectorAll(shapes)])
        .filter((mark) => mark.checkVisibility() && mark.getBoundingClientRect().width > 1 && !mark.closest('.slide'));
    const hidden = marks.filter((mark) => {
        const style = getComputedStyle(mark);
        const edged = ['Top', 'Right', 'Bottom', 'Left'].some(
            (side) => parseFloat(style[`border${side}Width`]) && !clear(style[`border${side}Color`]));
        const outlined = parseFloat(style.outlineWidth) && style.outlineStyle !== 'none' && !clear(style.outlineColor);
        const written = mark.textContent.trim() && !clear(style.color);
        const filled = !clear(style.backgroundColor) || style.backgroundImage !== 'none' || style.boxShadow !== 'none';
        return !filled && !edged && !outlined && !written && !mark.children.length;
    });
    const named = (mark) => `${mark.parentElement.className} > ${mark.className || mark.tagName}`;
    return [marks.length, [...new Set(hidden.map(named))]];
}"""


def test_a_cold_server_answers_a_deep_link(cold_server: Server, visit: Visit) -> None:
    page = visit(f"{cold_server.url}/complexes?complex=uljin&lang=ko&{DAY}", ready=READY["complexes"])
    expect(page.locator("h1.answer")).to_contain_text("산업단지계획 승인 신청")
    expect(page.get_by_text("Page not found")).to_have_count(0)


@pytest.mark.parametrize("page_name", READY)
@pytest.mark.parametrize(
    ("lang", "options", "appearance"),
    [("en", {}, "light"), ("ko", {"viewport": PHONE}, "dark")],
    ids=["desktop", "phone"],
)
def test_page_fits_axe_finds_nothing_serious_and_forced_colours_keep_the_marks(
    server: Server, visit: Visit, page_name: str, lang: str, options: dict, appearance: str
) -> None:
    page = visit(
        f"{server.url}/{page_name}?lang={lang}&{DAY}", ready=READY[page_name], color_scheme=appearance, **options
    )
    if page_name in CHARTED:
        page.locator(".js-plotly-plot .main-svg").first.wait_for()
    idle(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    spare = (
        "() => { const main = document.querySelector('[data-testid=stMain]'); return main.scrollWidth - "
        "main.clientWidth; }"
    )
    assert page.evaluate(spare) <= 0
    assert serious(page) == []
    page.emulate_media(forced_colors="active")
    count, invisible = page.evaluate(INVISIBLE)
    assert count or page_name in UNMARKED
    assert invisible == []
    assert serious(page) == []


@pytest.mark.parametrize(
    ("page_name", "click"),
    [
        ("complexes", "[data-open='cell:andong:plan-approved']"),
        ("complexes", "[data-open='figure:andong:area']"),
        ("schedule", "[data-open^='cell:']"),
    ],
)
def test_a_click_opens_statements_with_sources(server: Server, visit: Visit, page_name: str, click: str) -> None:
    page = visit(f"{server.url}/{page_name}?{DAY}&lang=en", ready=READY[page_name])
    page.locator(click).first.click()
    expect(page.get_by_role("dialog").locator("ul.origins a").first).to_be_visible()


def test_a_past_case_opens_its_sources(server: Server, visit: Visit) -> None:
    page = visit(f"{server.url}/forecast?{DAY}&lang=en", ready=READY["forecast"])
    page.locator("[class*='st-key-cases-'] [data-open^='case:']").first.click()
    expect(page.get_by_role("dialog").locator("ul.origins a").first).to_be_visible()


def test_the_overview_leads_to_a_dossier(server: Server, visit: Visit) -> None:
    page = visit(f"{server.url}/?{DAY}&lang=en")
    page.locator("[data-open='complex:daejeon']").first.click()
    page.get_by_role("dialog").get_by_text("Open the dossier").click()
    expect(page.locator(".crumb").filter(has_text="Daejeon Nano-Semiconductor")).to_be_visible()
