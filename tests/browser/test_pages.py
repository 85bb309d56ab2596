"""The views in Chromium: cold deep links, phone width, both languages, axe, what a click opens."""

from collections.abc import Callable, Iterator, Sequence

import pytest
from playwright.sync_api import Page, expect

from pages import directory
from tests.browser.accessible import WIDTH, serious
from tests.browser.conftest import PHONE, answered, idle, still
from tests.serving import Server

Visit = Callable[..., Page]
DESKTOP = {"width": 1440, "height": 900}
DAY = "today=2026-03-31&as_of=2026-03-31&compare=2025-03-31"
READY = {  # every view, and what is on it when it is drawn
    "": ".small-map svg",
    "changes": ".st-key-due table.data",
    "complexes": ".st-key-facts table.data",
    "complex-schedule": ".st-key-changes",
    "complex-money": ".st-key-site-costs table.data",
    "complex-conditions": ".st-key-host-industries table.data",
    "complex-sources": ".st-key-cited table.data",
    "compare": ".st-key-milestones table.data",
    "schedule": ".st-key-milestones table.data",
    "moved": ".st-key-rollup table.data",
    "board": "table.board",
    "works": ".st-key-gantt-legend",
    "ratings": ".st-key-ratings table.data",
    "forecast": ".st-key-outlook table.data",
    "cases": "[class*=st-key-cases-] table.data",
    "back-test": ".st-key-history table.data",
    "procedure": ".st-key-procedure table.data",
    "steps": ".st-key-procedure-times table.data",
    "investment": ".st-key-breakdown table.data",
    "statements": ".st-key-money table.data",
    "goals": ".st-key-goals table.data",
    "foreign": ".st-key-foreign table.data",
    "site-costs": ".st-key-site-costs table.data",
    "built": ".st-key-own-sites table.data",
    "benefits": ".st-key-finder-applies table.data",
    "ending": ".st-key-benefit-categories table.data",
    "measure-places": ".st-key-benefit-coverage table.data",
    "designations": ".st-key-balance table.data",
    "measures": ".st-key-measures table.data",
    "map": ".atlas[data-drawn=true] .key li",
    "talent": ".st-key-talent-reach table.data",
    "programmes": ".st-key-talent-programmes table.data",
    "demand": ".st-key-talent-demand table.data",
    "supply": ".st-key-talent-board table.data",
    "selection": ".st-key-aspects table.data",
    "pace": ".st-key-cycle table.data",
    "advantage": ".st-key-advantage table.data",
    "hosts": ".st-key-shift table.data",
    "host": ".st-key-peers table.data",
    "green": ".st-key-green-plan table.data",
    "living": ".st-key-green-life table.data",
    "sources": ".st-key-list table.data",
    "coverage": ".st-key-coverage table.data",
    "support": ".st-key-by-complex table.data",
    "dictionary": ".st-key-questions table.data",
    "glossary": ".st-key-glossary table.data",
    "governance": ".st-key-meetings table.data",
    "explore": ".st-key-explore table.data",
    "sql": ".st-key-sql-answer table.data",
    "add": ".st-key-new-source input",
    "imports": "[data-testid=stFileUploader]",
    "drafts": "h1.answer",
    "commits": ".st-key-commits table.data",
    "reports": ".st-key-report_text textarea",
}
CHARTED = {  # views with a Plotly chart
    "complex-schedule",
    "complex-conditions",
    "compare",
    "board",
    "schedule",
    "works",
    "forecast",
    "cases",
    "procedure",
    "foreign",
    "built",
    "demand",
    "pace",
    "host",
}
ANSWERS = {  # what people come for: two clicks from Today, where it stands, a word of it (test_tasks.py has the rest)
    "compare": (READY["compare"], "Plan"),  # two complexes side by side
    "schedule": (READY["schedule"], "mo"),  # by how much each date slipped
    "ratings": (READY["ratings"], "Yongin"),  # how complexes are rated and why
    "forecast": (READY["forecast"], "20"),  # when construction can be expected
    "procedure": (READY["procedure"], "month"),  # how long the procedure takes
    "investment": (READY["investment"], "Semiconductors"),  # announced money by industry
    "ending": (READY["ending"], "Tax"),  # which measures end
    "talent": (READY["talent"], "Gwangju"),  # training places near each complex
    "support": (READY["support"], "%"),  # how well the facts are sourced
    "explore": (READY["explore"], "trillion"),  # announced money by province and kind
}
ROUTES = [list(directory.ENTRIES)[first::4] for first in range(4)]  # the walks: a start takes as long as a view
LONGEST = 2000  # pixels of a view at 1440: two screens

SPARE = """() => {
    const main = document.querySelector('[data-testid=stMain]');
    return Math.max(document.documentElement.scrollWidth - innerWidth, main.scrollWidth - main.clientWidth); }"""

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


def test_every_view_is_here() -> None:
    assert set(READY) == {*directory.VIEWS, ""} - {directory.START, directory.BRIEFING}


def drawn(page: Page, view: str) -> None:
    """Wait until the view is there, with its charts, and nothing runs."""
    page.locator(READY[view]).first.wait_for()
    if view in CHARTED:
        page.locator(".js-plotly-plot .main-svg").first.wait_for()
    idle(page)


def walk(page: Page, route: Sequence[str]) -> Iterator[str]:
    """Through the views of entries as a person goes: the entry, which shows its first view, then each of its tabs."""
    for entry in route:
        number = list(directory.ENTRIES).index(entry)
        for place, view in enumerate(view for view in directory.ENTRIES[entry] if view != directory.BRIEFING):
            key, which = ("tabs", place) if place else ("entries", number)
            with answered(page):
                page.locator(f".st-key-{key} a").nth(which).click()
            name = "" if view == directory.START else view
            drawn(page, name)
            yield name


@pytest.mark.parametrize("route", ROUTES, ids="-".join)
def test_every_view_fits_axe_finds_nothing_serious_and_forced_colours_keep_the_marks(
    server: Server, visit: Visit, route: list[str]
) -> None:
    page = first(server, visit, route, "en", viewport=DESKTOP)
    faults: dict[str, list[str]] = {}
    for view in walk(page, route):
        if view in ANSWERS:
            place, word = ANSWERS[view]
            expect(page.locator(place).first).to_contain_text(word)
        found = faults[view] = too_wide(page) + serious(page)
        height = page.get_by_test_id("stMainBlockContainer").evaluate("(main) => main.scrollHeight")
        if height > LONGEST:
            found.append(f"{height} px high")
        page.emulate_media(forced_colors="active")
        found.extend(f"invisible in forced colours: {one}" for one in page.evaluate(INVISIBLE)[1])
        page.emulate_media(forced_colors="none")
    assert {view: found for view, found in faults.items() if found} == {}


@pytest.mark.parametrize("route", ROUTES, ids="-".join)
def test_every_view_fits_a_phone_and_axe_finds_nothing_serious_in_the_dark_in_korean(
    server: Server, visit: Visit, route: list[str]
) -> None:
    """The colours of the dark are looked at on a desktop as well: a phone shows cards for tables. What neither
    the width nor the language changes is looked at in the test above.
    """
    page = first(server, visit, route, "ko", viewport=PHONE, color_scheme="dark")
    faults: dict[str, list[str]] = {}
    for view in walk(page, route):
        found = faults[view] = too_wide(page) + serious(page, WIDTH)
        page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]
        still(page)
        found.extend(serious(page, ()))
        page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    assert {view: found for view, found in faults.items() if found} == {}


def first(server: Server, visit: Visit, route: Sequence[str], lang: str, **options: object) -> Page:
    """A view of another entry, from which a walk begins."""
    view = "measures" if "board" in directory.ENTRIES[route[0]] else "board"
    return visit(f"{server.url}/{view}?lang={lang}&{DAY}", ready=READY[view], **options)


def too_wide(page: Page) -> list[str]:
    """Whether anything is wider than the window."""
    return ["wider than the window"] if page.evaluate(SPARE) > 0 else []


@pytest.mark.parametrize(
    ("page_name", "click"),
    [
        ("complex-schedule", "[data-open='cell:andong:plan-approved']"),
        ("complexes", "[data-open='figure:andong:area']"),
        ("board", "[data-open^='cell:']"),
    ],
)
def test_a_click_opens_statements_with_sources(server: Server, visit: Visit, page_name: str, click: str) -> None:
    page = visit(f"{server.url}/{page_name}?{DAY}&lang=en", ready=READY[page_name])
    page.locator(click).first.click()
    expect(page.get_by_role("dialog").locator("ul.origins a").first).to_be_visible()


def test_a_past_case_opens_its_sources(server: Server, visit: Visit) -> None:
    page = visit(f"{server.url}/cases?{DAY}&lang=en", ready=READY["cases"])
    page.locator("[class*='st-key-cases-'] [data-open^='case:']").first.click()
    expect(page.get_by_role("dialog").locator("ul.origins a").first).to_be_visible()


def test_today_leads_to_a_dossier(server: Server, visit: Visit) -> None:
    page = visit(f"{server.url}/?{DAY}&lang=en", ready=READY[""])
    page.locator("[data-open='complex:daejeon']").first.click()
    page.get_by_role("dialog").get_by_text("Open the dossier").click()
    expect(page.locator(".crumb").filter(has_text="Daejeon Nano-Semiconductor")).to_be_visible()
