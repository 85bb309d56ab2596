"""Chromium against a real server. Every page is watched: no console error, no request to any other host."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Playwright, sync_playwright

from tests.serving import Server, chromium, serving

DESKTOP = {"width": 1400, "height": 900}
PHONE = {"width": 390, "height": 844}
PATIENCE = 90_000
WITHIN = ("blob:", "data:", "about:")


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """Playwright, once."""
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """One Chromium for all tests; each test has a context of its own."""
    launched = playwright.chromium.launch(**chromium())
    yield launched
    launched.close()


@pytest.fixture(scope="session")
def server(pristine: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The app, running."""
    with serving(shutil.copytree(pristine, tmp_path_factory.mktemp("served") / "store")) as running:
        yield running


@pytest.fixture
def cold_server(pristine: Path, tmp_path: Path) -> Iterator[Server]:
    """The app, just started: nobody has asked it for anything yet."""
    with serving(shutil.copytree(pristine, tmp_path / "store")) as running:
        yield running


@pytest.fixture(scope="session")
def contexts(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """A browser context a set of options, so that Streamlit's own files are loaded once; sessions belong to pages, not
    to contexts.
    """
    known: dict[str, BrowserContext] = {}

    def context(**options: object) -> BrowserContext:
        wanted = {"viewport": DESKTOP, "locale": "en-GB"} | options
        if repr(wanted) not in known:
            known[repr(wanted)] = browser.new_context(**wanted)  # type: ignore[arg-type]
            known[repr(wanted)].set_default_timeout(PATIENCE)
        return known[repr(wanted)]

    yield context
    for opened in known.values():
        opened.close()


@pytest.fixture
def visit(contexts: Callable[..., BrowserContext]) -> Iterator[Callable[..., Page]]:
    """Open an address: visit(url, **context options).

    Afterwards: no console error, no foreign host, no script of a stranger.
    """
    pages: list[Page] = []
    troubles: list[str] = []

    def open_page(url: str, ready: str = "table.board", **options: object) -> Page:
        page = contexts(**options).new_page()
        pages.append(page)
        home = urlsplit(url).netloc

        def watch(address: str) -> None:
            if not address.startswith(WITHIN) and urlsplit(address).netloc != home:
                troubles.append(f"request to another host: {address[:200]}")

        page.on("request", lambda request: watch(request.url))
        page.on("websocket", lambda socket: watch(socket.url))
        page.on(
            "console",
            lambda message: (
                troubles.append(f"console: {message.text[:400]}")
                if message.type == "error" and not probing(message)
                else None
            ),
        )
        page.on("pageerror", lambda error: troubles.append(f"page error: {str(error)[:400]}"))
        page.on("dialog", lambda dialog: (troubles.append(f"a script spoke: {dialog.message}"), dialog.dismiss()))
        page.goto(url, wait_until="commit")
        settle(page, ready)
        return page

    yield open_page
    for page in pages:
        page.close()
    assert not troubles, troubles


def probing(message: ConsoleMessage) -> bool:
    """Whether a console error is Streamlit's own look, below a page's address, for where the server's root is: it must
    find nothing there.
    """
    return (
        urlsplit(message.location["url"]).path.endswith(("/_stcore/health", "/_stcore/host-config"))
        and "404" in message.text
    )


def settle(page: Page, ready: str = "table.board") -> None:
    """Wait until `ready` is on the page and no script runs."""
    page.locator(ready).first.wait_for()
    idle(page)


def idle(page: Page) -> None:
    """Wait until the server has answered everything."""
    page.wait_for_function(
        "() => document.querySelector('.stApp')?.dataset.testScriptState === 'notRunning' && "
        "!document.querySelector('[data-stale=true]')"
    )


def choose(page: Page, label: str, option: str) -> None:
    """Pick one option of a filter, as a person does; few need those that are folded."""
    box = page.get_by_role("combobox", name=label, exact=True)
    if not box.is_visible():
        page.locator(".st-key-bar").get_by_test_id("stPopover").get_by_role("button").first.click()
    box.click()
    wanted = page.get_by_role("option", name=option, exact=True)
    if wanted.count() == 0 and box.is_editable():
        box.press_sequentially(option)  # a long list is drawn as far as it is seen
    # The list scrolls to what is highlighted: a press before that lands on one option, its release on another.
    wanted.hover()
    wanted.click()
    page.keyboard.press("Tab")
