"""The app as people meet it: a real server and Chromium. conftest.py watches every page for console errors and foreign
hosts.
"""

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from rollout.language.words import Words
from tests.browser.accessible import serious
from tests.browser.conftest import APPEARANCES, PATIENCE, PHONE, appear, choose, idle, settle, still
from tests.serving import Server

expect.set_options(timeout=PATIENCE)

Visit = Callable[..., Page]
ALL = 15
DAY = "today=2026-03-31&as_of=2026-03-31&compare=2025-03-31"  # the last day of the facts
GYEONGBUK = {"Andong", "Gyeongju", "Uljin"}
GYEONGBUK_KO = {"안동", "경주", "울진"}
EN, KO = Words("en"), Words("ko")
TODAY = ".small-map svg"


def sites(page: Page) -> list[str]:
    """The complexes on the board, from the top."""
    return page.locator("table.board tbody th .value").all_inner_texts()


def expect_sites(page: Page, wanted: set[str] | int) -> None:
    """Wait until the board shows exactly these complexes, or so many."""
    expect(page.locator("table.board tbody tr")).to_have_count(wanted if isinstance(wanted, int) else len(wanted))
    idle(page)
    if not isinstance(wanted, int):
        assert set(sites(page)) == wanted


def asked(page: Page) -> dict[str, list[str]]:
    """The parameters in the page's address."""
    return parse_qs(urlsplit(page.url).query)


def expect_asked(page: Page, name: str, wanted: str | None) -> None:
    """Wait until the address has (or has not) a parameter."""
    page.wait_for_function(
        "([name, wanted]) => { const got = new URLSearchParams(location.search).getAll(name);"
        " return wanted === null ? !got.length : got.includes(wanted) }",
        arg=[name, wanted],
    )


def no_traceback(page: Page) -> None:
    """Nothing of the machine shows: no exception box, no path, no SQL."""
    assert page.get_by_test_id("stException").count() == 0
    shown = page.locator("body").inner_text()
    assert not re.search(r"Traceback|\.py\b|site-packages|SELECT |lake\.|duckdb", shown), shown[:500]


# Links


def test_first_visit_shows_everything(server: Server, visit: Visit) -> None:
    page = visit(f"{server.url}/", ready=TODAY, fresh=True, viewport={"width": 1440, "height": 900})
    expect(page.locator(".st-key-standing tbody tr")).to_have_count(ALL)
    expect(page.locator("h1.answer")).to_contain_text("1 of 15")
    expect(page.locator(".small-map [data-open]")).to_have_count(ALL)
    last = page.locator(".st-key-standing tbody tr").last.bounding_box()
    assert last and last["y"] + last["height"] <= 900, "today is one screen"
    expect_asked(page, "lang", "en")
    assert asked(page) == {"lang": ["en"]}  # only differences from the default, and the language, are in the address


@pytest.mark.parametrize(
    ("label", "option", "parameter", "chosen", "count"),
    [
        ("Province", "Gyeongbuk", "province", "gyeongbuk", 3),
        ("Capital area", "capital area", "situation", "capital", 1),
        ("Stage reached", "Compensation started", "stage", "compensation-started", 1),
    ],
)
def test_each_filter_changes_board_chart_and_address(
    server: Server, visit: Visit, label: str, option: str, parameter: str, chosen: str, count: int
) -> None:
    page = visit(f"{server.url}/board?{DAY}")
    before = page.locator("h1.answer").inner_text()
    choose(page, label, option)
    expect_sites(page, count)
    expect_asked(page, parameter, chosen)
    expect(page.locator("h1.answer")).not_to_have_text(before)
    expect(page.locator(".crumb")).to_contain_text(option)
    expect(page.locator(".js-plotly-plot .ytick")).to_have_count(count)
    page.get_by_role("button", name="Clear filters").click()
    expect_sites(page, ALL)
    expect_asked(page, parameter, None)


def test_a_folded_filter_that_was_cleared_stays_away_and_one_goes_by_its_chip(server: Server, visit: Visit) -> None:
    page = visit(f"{server.url}/board?{DAY}")
    choose(page, "Capital area", "capital area")
    expect_sites(page, {"Yongin"})
    page.get_by_role("button", name="Clear filters").click()
    expect_sites(page, ALL)
    choose(page, "Province", "Gyeongbuk")
    expect_sites(page, GYEONGBUK)
    choose(page, "Complex", "Andong")
    expect_sites(page, {"Andong"})
    page.keyboard.press("Escape")
    page.locator("[class*=st-key-chip-site]").get_by_role("button").click()
    expect_sites(page, GYEONGBUK)
    expect_asked(page, "situation", None)
    expect_asked(page, "site", None)


def test_a_mark_of_a_chart_filters_the_page_and_back_undoes_it(server: Server, visit: Visit) -> None:
    page = visit(f"{server.url}/schedule?{DAY}", ready=".st-key-figure-slips .js-plotly-plot .main-svg")
    page.locator(".st-key-figure-slips .scatterlayer .trace .points path").last.click(force=True)
    page.wait_for_function("() => new URLSearchParams(location.search).has('site')")
    expect(page.locator(".st-key-milestones table.data").first).to_be_visible()
    expect(page.locator(".crumb")).to_contain_text("only")
    page.go_back()
    expect_asked(page, "site", None)
    expect(page.locator(".crumb")).not_to_contain_text("only")


def test_a_row_filters_the_page_its_chip_and_back_undo_it(server: Server, visit: Visit) -> None:
    page = visit(f"{server.url}/?{DAY}", ready='[data-chooses="site:uljin"]')
    row = page.locator('.st-key-standing tr:has([data-chooses="site:uljin"])')
    row.hover()
    row.get_by_role("button", name="Show only Uljin").click()
    expect_asked(page, "site", "uljin")
    expect(page.locator(".st-key-standing tbody tr")).to_have_count(1)
    page.locator("[class*=st-key-chip-site]").get_by_role("button").click()
    expect_asked(page, "site", None)
    expect(page.locator(".st-key-standing tbody tr")).to_have_count(15)
    page.go_back()
    expect_asked(page, "site", "uljin")
    expect(page.locator(".st-key-standing tbody tr")).to_have_count(1)


def test_a_row_sets_the_choice_of_its_view(server: Server, visit: Visit) -> None:
    page = visit(f"{server.url}/investment?{DAY}", ready='[data-chooses="money_rung:contract"]')
    page.locator("tr", has=page.locator('[data-chooses="money_rung:contract"]')).hover()
    page.locator('[data-chooses="money_rung:contract"]').click()
    expect_asked(page, "money_rung", "contract")
    expect(page.locator(".st-key-money_rung button[aria-checked=true]")).to_have_text("Contract")


def test_dates_change_board_and_address(server: Server, visit: Visit) -> None:
    page = visit(f"{server.url}/board?{DAY}", fresh=True)
    expect(page.locator(".clock")).to_contain_text("As of 31 March 2026")
    expect(page.locator("table.board")).to_contain_text("H1 2029")
    year = page.locator(".st-key-bar").get_by_role("group", name="As of").get_by_role("spinbutton").first
    idle(page)
    year.click()
    expect(year).to_be_focused()
    page.keyboard.type("2024")
    expect(year).to_have_attribute("aria-valuenow", "2024")
    page.locator("h1.answer").click()
    expect(page.locator(".clock")).to_contain_text("As of 31 March 2024")
    expect_asked(page, "as_of", "2024-03-31")
    expect(page.locator("table.board")).not_to_contain_text("H1 2029")  # said in 2026


def test_no_match_helps_and_clears(server: Server, visit: Visit) -> None:
    page = visit(f"{server.url}/board?province=jeju", ready='[data-testid="stAlert"]')
    expect(page.get_by_test_id("stAlert")).to_contain_text("Jeju")
    page.get_by_test_id("stMain").get_by_role("button", name="Clear filters").last.click()
    expect_sites(page, ALL)
    expect_asked(page, "province", None)


def test_reload_and_back_keep_the_filters(server: Server, visit: Visit) -> None:
    page = visit(f"{server.url}/board?{DAY}")
    choose(page, "Province", "Gyeongbuk")
    expect_sites(page, GYEONGBUK)
    expect_asked(page, "province", "gyeongbuk")
    page.reload()
    settle(page)
    expect_sites(page, GYEONGBUK)
    page.goto("about:blank")
    page.go_back()
    settle(page)
    expect_sites(page, GYEONGBUK)


# Languages


def test_language_of_the_link(server: Server, visit: Visit) -> None:
    page = visit(f"{server.url}/board?lang=ko&{DAY}")
    expect(page.locator("table.board tbody th .value").first).to_have_text("용인")
    expect(page.get_by_role("button", name=KO.t("More filters"))).to_be_visible()


def test_language_of_the_browser(server: Server, visit: Visit) -> None:
    page = visit(f"{server.url}/board?{DAY}", locale="ko-KR")
    expect(page.locator("table.board tbody th .value").first).to_have_text("용인")


def test_the_link_beats_the_browser(server: Server, visit: Visit) -> None:
    page = visit(f"{server.url}/board?lang=en&{DAY}", locale="ko-KR")
    expect(page.locator("table.board tbody th .value").first).to_have_text("Yongin")


def test_changing_the_language_keeps_the_filters(server: Server, visit: Visit) -> None:
    page = visit(f"{server.url}/board?province=gyeongbuk&{DAY}")
    expect_sites(page, GYEONGBUK)
    page.locator(".st-key-lang").get_by_text("ko", exact=True).click()
    expect(page.locator("table.board tbody th .value").filter(has_text="안동")).to_be_visible()
    expect_sites(page, GYEONGBUK_KO)
    expect_asked(page, "lang", "ko")
    page.reload()
    settle(page)
    expect_sites(page, GYEONGBUK_KO)


# What opens


def test_a_cell_opens_its_statements_with_sources_and_escape_closes(server: Server, visit: Visit) -> None:
    page = visit(f"{server.url}/board?{DAY}")
    page.locator("table.board td.planned button").first.click()
    dialog = page.get_by_role("dialog")
    expect(dialog.locator(".st-key-dialog-body table.data tbody tr").first).to_be_visible()
    link = dialog.locator("ul.origins a").first
    expect(link).to_have_attribute("href", re.compile("^https?://"))
    expect(link).to_have_attribute("rel", re.compile("noopener"))
    idle(page)
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    idle(page)
    page.locator("table.board td.planned button").nth(1).click()  # and another one opens
    expect(page.get_by_role("dialog")).to_be_visible()


def test_the_same_cell_opens_twice(server: Server, visit: Visit) -> None:
    page = visit(f"{server.url}/board?{DAY}")
    for _ in range(2):
        page.locator("table.board td.done button").first.click()
        expect(page.get_by_role("dialog")).to_be_visible()
        idle(page)
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)
        idle(page)


def test_a_figure_opens_its_definition(server: Server, visit: Visit) -> None:
    page = visit(f"{server.url}/?{DAY}", ready=TODAY)
    page.locator('.kpis [data-open="metric:area"]').click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("newest area stated")
    expect(dialog.locator("ul.origins a").first).to_be_visible()


def test_the_keyboard_opens_a_cell(server: Server, visit: Visit) -> None:
    page = visit(f"{server.url}/board?{DAY}")
    page.locator("table.board td.planned button").first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()


def test_the_small_map_opens_a_complex_and_filters_by_a_province(server: Server, visit: Visit) -> None:
    page = visit(f"{server.url}/?{DAY}", ready=TODAY)
    page.locator('.small-map [data-open="complex:yongin"]').click()
    expect(page.get_by_role("dialog")).to_contain_text("Yongin")
    idle(page)
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    province = page.locator('.small-map [data-province="gyeongbuk"]')
    province.press("Enter")
    expect(page.locator(".st-key-standing tbody tr")).to_have_count(len(GYEONGBUK))
    expect_asked(page, "province", "gyeongbuk")
    idle(page)
    province.press("Enter")
    expect(page.locator(".st-key-standing tbody tr")).to_have_count(ALL)
    page.go_back()
    expect(page.locator(".st-key-standing tbody tr")).to_have_count(len(GYEONGBUK))


def test_what_is_new_since_the_last_visit_is_marked(server: Server, visit: Visit) -> None:
    page = visit(f"{server.url}/?{DAY}", ready=TODAY, fresh=True)
    rows, marked = page.locator("[data-section=changed] [data-key]"), page.locator("[data-section=changed] .new")
    counted = page.locator("[data-section=changed] .visited")
    expect(rows.nth(5)).to_be_visible()
    idle(page)
    expect(marked, "a first visit marks nothing").to_have_count(0)
    page.evaluate("""() => {
        const seen = localStorage.rolloutSeen.split('\\n');
        localStorage.rolloutSeen = seen.slice(2).join('\\n');
        localStorage.rolloutVisited = '2026-11-20';
        sessionStorage.clear();
    }""")
    expect(counted).to_be_hidden()
    page.reload()
    settle(page, TODAY)
    expect(marked).to_have_count(2)
    expect(counted).to_have_text("New since your last visit (2026-11-20): 2")


@pytest.mark.parametrize(("lang", "label"), [("en", "Watch this view"), ("ko", "이 화면 변동 알림")])
def test_a_view_is_watched_by_its_feed_or_by_a_command(server: Server, visit: Visit, lang: str, label: str) -> None:
    url = f"{server.url}/changes?lang={lang}&province=gyeongbuk&site=uljin"
    page = visit(url, ready=".st-key-changes-watch button", viewport=PHONE)
    opener = page.get_by_role("button", name=label)
    opener.focus()
    page.keyboard.press("Enter")
    box = page.get_by_role("dialog", name=label)
    feed, command = box.locator("code").all_inner_texts()
    scope = f"complex=uljin&province=gyeongbuk&lang={lang}"
    assert feed == f"{server.url}/feed.atom?{scope}"
    assert command.startswith("python -m rollout watch --complex uljin --province gyeongbuk") and "--to" in command
    answer = page.request.get(feed)
    assert answer.ok and answer.headers["content-type"].startswith("application/atom+xml")
    edges = box.bounding_box()
    assert edges and edges["x"] >= 0 and edges["x"] + edges["width"] <= PHONE["width"]
    page.keyboard.press("Escape")
    expect(box).to_be_hidden()
    expect(opener).to_be_focused()


@pytest.mark.parametrize(
    ("option", "chosen", "first"),
    [("area", "area", "Yongin"), ("construction slip", "slip", "Gyeongju")],
)
def test_board_is_sorted_by_click(server: Server, visit: Visit, option: str, chosen: str, first: str) -> None:
    page = visit(f"{server.url}/board?{DAY}")
    page.locator(".st-key-sort").get_by_text(option, exact=True).click()
    expect(page.locator("table.board tbody th .value").first).to_have_text(first)
    expect_asked(page, "sort", chosen)


# Files


def test_csv_says_what_it_was_made_from(server: Server, visit: Visit, tmp_path: Path) -> None:
    page = visit(f"{server.url}/board?province=gyeongbuk&{DAY}")
    with page.expect_download() as arriving:
        page.get_by_role("button", name="Download CSV").click()
    content = Path(arriving.value.path()).read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    about = {row[0].strip("# "): row[1] for row in rows if row and row[0].startswith("#")}
    assert "Gyeongbuk" in about["Filters"]
    assert about["As of"] == "2026-03-31"
    assert "province=gyeongbuk" in about["Link"]
    named = {row[0] for row in rows[len(about) + 2 :]}
    assert named == GYEONGBUK
    assert arriving.value.suggested_filename == "board-2026-03-31.csv"


def test_xlsx_says_what_it_was_made_from_and_its_link_works(server: Server, visit: Visit, tmp_path: Path) -> None:
    page = visit(f"{server.url}/board?province=gyeongbuk&{DAY}")
    with page.expect_download() as arriving:
        page.get_by_role("button", name="Download XLSX").click()
    file = tmp_path / "board.xlsx"
    arriving.value.save_as(file)
    book = openpyxl.load_workbook(file)
    about = {row[0].value: row[1].value for row in book["About"].iter_rows()}
    assert "Gyeongbuk" in about["Filters"]
    assert {row[0].value for row in book[EN.codes("briefing-section")["board"]].iter_rows(min_row=2)} == GYEONGBUK
    expect_sites(visit(about["Link"]), GYEONGBUK)


def test_pictures_are_saved(server: Server, visit: Visit) -> None:
    for name, view, ready in (("Save map as SVG", "", TODAY), ("Save as SVG", "board", "table.board")):
        page = visit(f"{server.url}/{view}?{DAY}", ready=ready)
        with page.expect_download() as arriving:
            page.get_by_role("button", name=name, exact=True).click()
        assert Path(arriving.value.path()).read_text(encoding="utf-8").startswith("<svg")


# Strangers' links

HOSTILE = {
    "sql and markup": "province="
    + quote("'; DROP TABLE lake.complexes; --")
    + "&province="
    + quote("<img src=x onerror=alert(1)>")
    + "&as_of="
    + quote("2026-01-01' OR '1'='1")
    + "&lang="
    + quote("<script>alert(2)</script>"),
    "markup in every parameter": "&".join(
        f"{name}={quote('<svg/onload=alert(3)>')}"
        for name in ("province", "industry", "stage", "situation", "as_of", "compare", "today", "sort", "lang")
    ),
    "7,000 values": "&".join(["sort=x"] * 7_000),  # 49 kB; from 64 kB on the server itself may answer 400, see below
    "48 kilobytes": "province=" + "A" * 48_000,
    "unknown names": "__proto__=1&constructor=2&embed_options=zzz&%00=3&" + quote("a" * 300) + "=4",
    "template": "province=" + quote("{{7*7}}${7*7}{w}") + "&industry=" + quote("../../etc/passwd"),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_link_does_nothing(server: Server, visit: Visit, kind: str) -> None:
    page = visit(f"{server.url}/board?{HOSTILE[kind]}", fresh=kind.startswith("markup"))
    expect_sites(page, ALL)
    no_traceback(page)
    if "unknown" not in kind:
        expect(page.locator(".note")).to_contain_text("left out")


@pytest.mark.parametrize(
    "query", ["province=" + "A" * 100_000, "&".join(["province=x"] * 10_000)], ids=["one value", "10,000 values"]
)
def test_a_link_of_100_kilobytes_is_answered_in_plain_words_or_works(server: Server, visit: Visit, query: str) -> None:
    page = visit(f"{server.url}/board?{DAY}")
    answer = page.request.get(f"{server.url}/board?{query}")
    assert answer.status in {200, 400, 414, 431}
    assert "Traceback" not in answer.text()
    assert page.request.get(f"{server.url}/_stcore/health").ok


# Widths


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_phone_has_no_sideways_scroll_and_a_readable_board(server: Server, visit: Visit, lang: str) -> None:
    page = visit(f"{server.url}/board?lang={lang}&{DAY}", viewport=PHONE, has_touch=True, is_mobile=True)
    page.locator(".js-plotly-plot .main-svg").first.wait_for()
    widths = page.evaluate("""() => [document.documentElement.scrollWidth, innerWidth,
        ...[...document.querySelectorAll('[data-testid=stMain], [data-testid=stMainBlockContainer]')]
            .map((e) => e.scrollWidth - e.clientWidth)]""")
    assert widths[0] <= widths[1]
    assert all(spare <= 0 for spare in widths[2:]), widths
    board = page.locator("table.board")
    box = board.bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= PHONE["width"]
    outside = board.evaluate(
        "(table) => [...table.querySelectorAll('tbody td, tbody th')].filter((cell) => cell.offsetParent && "
        "cell.getBoundingClientRect().width > 2"
        " && (cell.getBoundingClientRect().right > innerWidth + 1 || cell.scrollWidth > cell.clientWidth + "
        "1)).map((cell) => cell.innerText)"
    )
    assert outside == []
    small = board.evaluate(
        "(table) => Math.min(...[...table.querySelectorAll('.value, .move')].map((e) => "
        "parseFloat(getComputedStyle(e).fontSize)))"
    )
    assert small >= 11


def test_wide_screen_shows_the_whole_board(server: Server, visit: Visit) -> None:
    page = visit(f"{server.url}/board?{DAY}", viewport={"width": 1920, "height": 1080})
    box = page.locator("table.board").bounding_box()
    assert box
    assert box["x"] + box["width"] <= 1920
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


# Accessibility: test_pages.py has all views


def test_axe_finds_nothing_serious_in_a_dialog(server: Server, visit: Visit) -> None:
    page = visit(f"{server.url}/board?{DAY}", fresh=True)
    for again, appearance in enumerate(APPEARANCES):
        if again:
            appear(page, appearance)
        page.locator("table.board td.planned button").first.click()
        page.get_by_role("dialog").locator("ul.origins a").first.wait_for()
        still(page)
        assert serious(page, () if again else None) == [], appearance
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)
        idle(page)
    appear(page, APPEARANCES[0])
