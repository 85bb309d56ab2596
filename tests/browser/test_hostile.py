"""A stranger's texts in every name and note, as Chromium draws them: a view of each kind of what is drawn.

No page asks another host because of them, and none reads them as markup. tests/test_hostile_names.py has every view.
"""

import re
import shutil
from collections.abc import Callable, Iterator
from itertools import cycle
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Watched, close_pages, idle
from tests.browser.test_pages import DAY, READY, drawn
from tests.serving import Server, serving

Visit = Callable[..., Page]
# A small map and dialogs; lists to choose from; a chart; the large map; a form; slides.
PAGES = {view: READY[view] for view in ("", "complexes", "works", "map", "add")} | {"briefing": "article.slide"}
# What a name may not become. Links to sources and the marks that our own templates make are told by their classes or
# addresses.
MADE = """() => {
  const roots = [document], found = [];
  for (const root of roots) {
    for (const node of root.querySelectorAll('*')) if (node.shadowRoot) roots.push(node.shadowRoot);
    const find = (node) => found.push(node.outerHTML.slice(0, 200));
    const words = '[data-testid=stMarkdownContainer]';
    const marks = `${words} :is(img, code, strong, b, a, .katex, .stMarkdownColoredText, span[role=img])`;
    const links = '[src*="s.invalid"], [href*="//s.invalid"], [href*="@s.invalid"]';
    root.querySelectorAll(`.katex, b.s, ${links}, ${marks}`).forEach(find);
    for (const node of root.querySelectorAll('svg text')) if (/😄|🏠/.test(node.textContent)) find(node);
    for (const node of root.querySelectorAll(words)) if (node.textContent.includes('😄')) find(node);
    for (const node of root.querySelectorAll('.js-plotly-plot tspan')) if (node.textContent.trim() === 'b') find(node);
  }
  return found;
}"""


@pytest.fixture(scope="module")
def hostile_server(
    hostile_store: Path, tmp_path_factory: pytest.TempPathFactory, known_pages: dict[str, Watched]
) -> Iterator[Server]:
    """The app over a store in which every free text is hostile."""
    with serving(shutil.copytree(hostile_store, tmp_path_factory.mktemp("hostile") / "store")) as running:
        yield running
        close_pages(running, known_pages)


def made(page: Page) -> list[str]:
    """What the page has made of names, but for what is ours."""
    return page.evaluate(MADE)


@pytest.mark.parametrize(("name", "lang"), zip(PAGES, cycle(["en", "ko"]), strict=False))
def test_a_name_is_text(hostile_server: Server, visit: Visit, name: str, lang: str) -> None:
    page = visit(f"{hostile_server.url}/{name}?lang={lang}&{DAY}", ready=PAGES[name])
    if name in READY:
        drawn(page, name)
    assert made(page) == []
    for summary in page.locator("[data-testid=stExpander] summary").all():
        summary.click()
    if page.locator("summary", has_text=re.compile("(?:Sources of this page|이 화면의 출처).*[1-9]")).count():
        page.locator("details[open] .origins li").first.wait_for()  # asked of the server, the last of what unfolds
    idle(page)
    if name in ("", "complexes"):  # every kind of dialog is drawn alike
        page.locator("[data-open]:visible").first.click()
        dialog = page.get_by_role("dialog")
        expect(dialog).to_be_visible()
        idle(page)
        assert made(page) == []
        dialog.get_by_role("button", name="Close").click()
        expect(dialog).to_have_count(0)
