"""The address in Chromium: ids in it, the language always; one history entry a step; Back and Forward show what the
address names.
"""

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PATIENCE, choose, idle, settle
from tests.serving import Server

expect.set_options(timeout=PATIENCE)

Visit = Callable[..., Page]
DAY = "today=2026-03-31&as_of=2026-03-31&compare=2025-03-31"
MAP = ".atlas[data-drawn=true] .key li"


def asked(page: Page) -> dict[str, list[str]]:
    """The parameters in the page's address, the day apart."""
    found = parse_qs(urlsplit(page.url).query, keep_blank_values=True)
    return {name: values for name, values in found.items() if name not in {"today", "as_of", "compare"}}


def expect_asked(page: Page, path: str, **wanted: str | list[str]) -> None:
    """Wait until the address is this page's and has these parameters and no others."""
    lists = {name: [value] if isinstance(value, str) else value for name, value in wanted.items()}
    page.wait_for_function(
        """([path, wanted]) => {
            const got = new URLSearchParams(location.search);
            for (const day of ["today", "as_of", "compare"]) got.delete(day);
            const names = [...new Set(got.keys())];
            return location.pathname === path && names.length === Object.keys(wanted).length
              && names.every((name) => `${got.getAll(name)}` === `${wanted[name]}`); }""",
        arg=[path, lists],
    )
    idle(page)
    assert asked(page) == lists


def entries(page: Page) -> int:
    return int(page.evaluate("history.length"))


def test_the_first_visit_has_the_language_in_the_address_and_makes_no_entry(server: Server, visit: Visit) -> None:
    page = visit(f"{server.url}/", ready=".small-map svg", fresh=True)
    expect_asked(page, "/", lang="en")
    assert entries(page) == 2, "about:blank and this page"
    assert page.evaluate("document.documentElement.lang") == "en"


def shows(page: Page, lang: str, layers: set[str]) -> None:
    """What the Map page shows: its language, on the page and for the browser, and the layers that are on."""
    expect(page.locator(".st-key-lang button[aria-checked=true]")).to_have_text(lang)
    expect(page.locator("html")).to_have_attribute("lang", lang)
    on = page.locator(".st-key-map_layers button[aria-checked=true], .st-key-map_layers button[aria-pressed=true]")
    expect(on).to_have_count(len(layers))
    idle(page)


def test_filter_layer_language_and_page_there_and_back(server: Server, visit: Visit) -> None:
    page = visit(f"{server.url}/map?lang=en&{DAY}", ready=MAP, steps=9)
    start = entries(page)
    choose(page, "Province", "Gyeongbuk")
    expect_asked(page, "/map", lang="en", province="gyeongbuk")
    page.locator(".st-key-map_layers button").nth(1).click()
    page.wait_for_function("() => new URLSearchParams(location.search).getAll('map_layers').length === 2")
    idle(page)
    layers = asked(page)["map_layers"]
    page.locator(".st-key-lang").get_by_text("ko", exact=True).click()
    expect_asked(page, "/map", lang="ko", province="gyeongbuk", map_layers=layers)
    page.locator(".st-key-entries a[href*='schedule']").click()
    expect_asked(page, "/schedule", lang="ko", province="gyeongbuk")
    settle(page, ".st-key-milestones table.data")
    page.locator(".st-key-tabs a[href*='works']").click()
    expect_asked(page, "/works", lang="ko", province="gyeongbuk")
    settle(page, ".st-key-gantt-legend")
    page.locator(".st-key-group button").nth(1).click()
    expect_asked(page, "/works", lang="ko", province="gyeongbuk", group="province")
    assert entries(page) == start + 6
    steps = [
        ("/map", {"lang": "en"}, ""),
        ("/map", {"lang": "en", "province": "gyeongbuk"}, "Gyeongbuk"),
        ("/map", {"lang": "en", "province": "gyeongbuk", "map_layers": layers}, "Gyeongbuk"),
        ("/map", {"lang": "ko", "province": "gyeongbuk", "map_layers": layers}, "경북"),
        ("/schedule", {"lang": "ko", "province": "gyeongbuk"}, "경북"),
        ("/works", {"lang": "ko", "province": "gyeongbuk"}, "경북"),
        ("/works", {"lang": "ko", "province": "gyeongbuk", "group": "province"}, "경북"),
    ]

    def agrees(path: str, query: dict[str, str | list[str]], chip: str) -> None:
        expect_asked(page, path, **query)
        chosen = page.locator(".st-key-bar").locator("[data-tag]")
        if chip:
            expect(page.locator(".crumb")).to_contain_text(chip)
        else:
            expect(chosen).to_have_count(0)
        if path == "/map":
            shows(page, str(query["lang"]), set(query.get("map_layers", ["sites"])))
        elif path == "/works":
            expect(page.locator(".st-key-group button[aria-checked=true]")).to_have_text(
                page.locator(".st-key-group button").nth(1 if "group" in query else 0).inner_text()
            )

    for step in reversed(steps[:-1]):
        page.go_back()
        agrees(*step)
        idle(page)
    for step in steps[1:]:
        page.go_forward()
        agrees(*step)
        idle(page)


def test_typing_on_is_one_step(server: Server, visit: Visit) -> None:
    page = visit(f"{server.url}/sources?lang=en&{DAY}", ready=".st-key-list table.data", steps=4)
    start = entries(page)
    box = page.get_by_label("Find a source")
    for letters in ("ye", "on", "hap"):
        box.press_sequentially(letters)
        page.wait_for_function(
            "(end) => (new URLSearchParams(location.search).get('source_find') ?? '').endsWith(end)", arg=letters
        )
        idle(page)
    expect_asked(page, "/sources", lang="en", source_find="yeonhap")
    assert entries(page) == start + 1
    page.go_back()
    expect_asked(page, "/sources", lang="en")
    expect(box).to_have_value("")


def test_back_after_a_title_and_a_note_leads_back_at_once(server: Server, visit: Visit) -> None:
    page = visit(f"{server.url}/briefing?lang=en&{DAY}", ready=".sheets .slide", fresh=True)
    page.get_by_label("Title").fill("For the minister")
    page.get_by_label("Title").press("Enter")
    page.wait_for_function("() => new URLSearchParams(location.search).has('draft')")
    expect(page.locator(".sheets .slide").first).to_contain_text("For the minister")
    idle(page)
    written = asked(page)
    page.locator(".st-key-entries a[href*='schedule']").click()
    expect_asked(page, "/schedule", lang="en")
    settle(page, ".st-key-milestones table.data")
    page.go_back()
    expect_asked(page, "/briefing", **written)
    expect(page.get_by_label("Title")).to_have_value("For the minister")
    page.go_back()
    expect_asked(page, "/briefing", lang="en")
    expect(page.get_by_label("Title")).to_have_value("")


@pytest.mark.parametrize(
    "query",
    ["province=Gyeongbuk&lang=ko", "province=경북&lang=en", "province=gyeongbuk&amp;lang=ko", "PROVINCE=경상북도."],
)
def test_an_old_or_changed_link_becomes_ids(server: Server, visit: Visit, query: str) -> None:
    page = visit(f"{server.url}/board?{query}", fresh="&amp;" in query)
    page.wait_for_function("() => new URLSearchParams(location.search).get('province') === 'gyeongbuk'")
    expect(page.locator("table.board tbody tr")).to_have_count(3)
    page.wait_for_function("[...new URLSearchParams(location.search).keys()].sort().join() === 'lang,province'")


def test_a_followed_link_to_the_page_shown_changes_it(server: Server, visit: Visit) -> None:
    page = visit(
        f"{server.url}/complexes?lang=en&complex=andong&province=gyeongbuk&{DAY}",
        ready=".st-key-facts table.data",
    )
    page.locator(".st-key-search input").fill("uljin")
    page.locator(".st-key-found a").first.click()
    expect_asked(page, "/complexes", lang="en", complex="uljin", province="gyeongbuk")
    expect(page.locator(".crumb")).to_contain_text("Uljin")
    page.go_back()
    expect_asked(page, "/complexes", lang="en", province="gyeongbuk")
    expect(page.locator(".crumb")).to_contain_text("Andong")


def test_the_browser_is_told_the_language_and_leaves_figures_and_marks(server: Server, visit: Visit) -> None:
    page = visit(f"{server.url}/board?lang=ko&{DAY}")
    expect(page.locator("html")).to_have_attribute("lang", "ko")
    open_to_change = (
        "(cells) => cells.map((cell) => cell.children.length || cell.closest('[translate=no]') ? '' : "
        "cell.innerText).filter((text) => /^[\\d.,%+−▲△●○]+$/.test(text))"
    )
    assert page.locator("table.board td *").evaluate_all(open_to_change) == []
    assert page.locator("h1.answer").evaluate("(title) => title.translate"), "a sentence may be translated"
    page.locator(".st-key-entries a[href*='sources']").click()
    settle(page, ".st-key-list table.data")
    expect(page.locator("html")).to_have_attribute("lang", "ko")
    page.locator(".st-key-lang").get_by_text("en", exact=True).click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
