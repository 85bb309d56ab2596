"""Pages on paper, and what is chosen in the forced colours of a high-contrast screen."""

import html
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, idle
from tests.browser.test_pages import CHARTED, DAY, READY
from tests.serving import Server

Visit = Callable[..., Page]
WINDOWS = {"wide": {"width": 1920, "height": 1080}, "usual": {"width": 1440, "height": 900}, "phone": PHONE}
MARGIN = 28  # points, the 10 mm of the page
PRINT = "() => { window.printed = false; window.print = () => { window.printed = true; }; }"
# The words of each chart, by its heading: what a reader must find on the chart's sheet.
CHART_WORDS = """() => [...document.querySelectorAll('.js-plotly-plot')].map((chart) =>
    [...chart.querySelectorAll('svg text:not([transform*="rotate(-90"])')]
        .flatMap((text) => text.querySelector('tspan') ? [...text.querySelectorAll('tspan')] : [text])
        .flatMap((piece) => piece.textContent.match(/[\\p{Ll}\\p{Lu}\\p{Lo}\\p{N}]+/gu) ?? []))"""


def opened(server: Server, visit: Visit, name: str, **options: object) -> Page:
    """A page, drawn to its end."""
    page = visit(f"{server.url}/{name}?lang=en&{DAY}", ready=READY[name], **options)
    if name in CHARTED:
        page.locator(".js-plotly-plot .main-svg").first.wait_for()
    idle(page)
    return page


def test_what_is_chosen_is_seen_in_forced_colours(server: Server, visit: Visit) -> None:
    page = opened(server, visit, "works", forced_colors="active")
    ground = "(one) => getComputedStyle(one).backgroundColor"
    chosen = page.locator(".st-key-lang button[aria-checked=true]").evaluate(ground)
    assert chosen != page.locator(".st-key-lang button[aria-checked=false]").evaluate(ground)
    switch = page.locator(".st-key-gantt-compared label > span + div")
    on = switch.evaluate(ground)
    page.locator(".st-key-gantt-compared label").click()
    expect(page.locator(".st-key-gantt-compared input")).not_to_be_checked()
    page.wait_for_function("() => document.getAnimations().every((motion) => motion.playState !== 'running')")
    assert switch.evaluate(ground) != on
    page = opened(server, visit, "ratings", forced_colors="active")
    strip = page.locator(".st-key-ratings td.compact .mark")
    for mark in strip.all()[:20]:
        assert mark.evaluate(ground) != page.locator(".stApp").evaluate(ground)


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="poppler is not installed (apt-get install poppler-utils)")
@pytest.mark.parametrize(
    ("name", "window"),
    [
        ("foreign", "wide"),
        ("built", "phone"),
        ("works", "wide"),
        ("procedure", "usual"),
        ("host", "wide"),
        ("board", "wide"),
        ("map", "phone"),
    ],
)
def test_a_printed_page_has_whole_charts_and_its_sources(
    server: Server, visit: Visit, name: str, window: str, tmp_path: Path
) -> None:
    page = opened(server, visit, name, viewport=WINDOWS[window])
    page.evaluate(PRINT)
    page.get_by_role("button", name="Print", exact=True).click()
    page.wait_for_function("() => window.printed")
    label = page.get_by_test_id("stExpander").filter(has_text="Sources of this page").locator("summary").inner_text()
    charts = page.evaluate(CHART_WORDS)
    page.emulate_media(media="print")
    page.pdf(path=tmp_path / "page.pdf", format="A4", prefer_css_page_size=True, print_background=True)
    sheets = words(tmp_path / "page.pdf")
    text = "".join(sheets)
    listed = re.search(r"Sources of this page: ([\d,]+)", label)
    assert listed
    assert "Filters:" in text
    assert all(f"{number}/{len(sheets)}" in sheet for number, sheet in enumerate(sheets, 1)), "each sheet its number"
    assert all("allindustries·Asof31March2026" in sheet for sheet in sheets), "filters and day on each sheet"
    assert "Morefilters" not in text, "nothing live"
    assert len(set(re.findall(r"[A-Z]{2}-\d{3}", text))) >= 0.9 * int(listed[1].replace(",", "")), (
        "the sources are listed"
    )
    for chart in charts:
        assert any(all(word in sheet for word in chart) for sheet in sheets), (
            f"no sheet holds the whole chart {chart[:6]} …"
        )
    assert "showthechart" not in text
    assert "Constructionhasmovedlater" not in text, "the heading of a chart that is not shown"


@pytest.mark.parametrize("name", ["complex-sources", "explore"])
def test_a_view_without_a_list_of_sources_is_printed(server: Server, visit: Visit, name: str) -> None:
    page = opened(server, visit, name)
    page.evaluate(PRINT)
    page.get_by_role("button", name="Print", exact=True).click()
    page.wait_for_function("() => window.printed")


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="poppler is not installed (apt-get install poppler-utils)")
def test_all_tabs_are_printed_where_that_is_chosen(server: Server, visit: Visit, tmp_path: Path) -> None:
    page = opened(server, visit, "changes")
    page.evaluate(PRINT)
    page.get_by_role("button", name="Print all tabs", exact=True).click()
    page.wait_for_function("() => window.printed")
    page.emulate_media(media="print")
    page.pdf(path=tmp_path / "page.pdf", format="A4", prefer_css_page_size=True, print_background=True)
    sheets = words(tmp_path / "page.pdf")
    assert 8 <= len(sheets) <= 20, "pages"
    assert sheets[0].startswith("Today·allprovinces"), "what is printed"
    titles = [place for place, sheet in enumerate(sheets) if sheet.startswith(("Today", "Changes"))]
    assert len(titles) == 2, "a tab begins a sheet"
    assert sheets[titles[1] + 1].startswith(("When", "Complex")), "heads are repeated on the next sheet"
    assert "Backtothetab" not in "".join(sheets), "nothing live"
    assert re.search(r"[A-Z]{2}-\d{3}", sheets[-1]), "the sources are at the end"
    page.emulate_media(media="screen")
    page.get_by_role("button", name="Back to the tab").click()
    page.locator(READY["changes"]).wait_for()
    expect(page.get_by_role("button", name="Print", exact=True)).to_have_count(1)


def words(pdf: Path) -> list[str]:
    """The words inside the margins of each sheet, without blanks."""
    marked = subprocess.run(["pdftotext", "-bbox", str(pdf), "-"], capture_output=True, text=True, check=True).stdout
    sheets = []
    for sheet in re.split(r"<page ", marked)[1:]:
        width = float(re.match(r'width="([\d.]+)"', sheet)[1])  # type: ignore[index]
        found = re.findall(r'xMin="([\d.-]+)"[^>]*xMax="([\d.]+)"[^>]*>([^<]*)<', sheet)
        within = [
            word for left, right, word in found if float(left) >= MARGIN - 2 and float(right) <= width - MARGIN + 2
        ]
        sheets.append(html.unescape("".join(within)))
    return sheets


def test_the_browsers_own_order_to_print_presses_the_pages_button(server: Server, visit: Visit) -> None:
    page = opened(server, visit, "complexes")
    page.evaluate(PRINT)
    page.locator("h1.answer").click()
    page.keyboard.press("Control+KeyP")
    page.wait_for_function("() => window.printed")
    expect(page.locator("ul.origins a").last).to_be_visible()


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="poppler is not installed (apt-get install poppler-utils)")
def test_printed_from_the_browsers_menu_the_page_says_how_to_print_its_sources(
    server: Server, visit: Visit, tmp_path: Path
) -> None:
    page = opened(server, visit, "complexes", fresh=True)  # another test may have printed it
    hint = page.get_by_text("The sources are listed when the page is printed")
    expect(hint).to_be_hidden()
    page.pdf(path=tmp_path / "page.pdf", format="A4", prefer_css_page_size=True)
    assert "withitsPrintbuttonorCtrl+P" in "".join(words(tmp_path / "page.pdf"))
