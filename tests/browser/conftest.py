"""Chromium against a real server. Every page is watched: no console error, no request to any other host."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Dialog,
    Page,
    Playwright,
    ViewportSize,
    expect,
    sync_playwright,
)

from tests.conftest import common_folder
from tests.serving import Server, chromium, shared

DESKTOP: ViewportSize = {"width": 1400, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
MOST_ENTRIES = 50  # that Chromium keeps in a page's history
PATIENCE = 120_000  # milliseconds
expect.set_options(timeout=PATIENCE)  # a busy machine is no fault
TURN = "(window.rolloutFrame?.turn ?? 0)"  # templates/frame.js: one more for each time that the page is drawn
GO = """(url) => {
    document.activeElement?.blur();
    history.pushState({}, "", url);
    dispatchEvent(new PopStateEvent("popstate", { state: {} })); }"""
APPEARANCES = ("light", "dark")
WITHIN = ("blob:", "data:", "about:")
NO_MAP = "Failed to create WebGL context"  # what pydeck says of it


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """Playwright, once."""
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browsers(playwright: Playwright) -> Iterator[Callable[[bool], Browser]]:
    """One Chromium for all tests, which have no WebGL, and one for those that look at pydeck's maps."""
    with ExitStack() as stack:
        yield cache(lambda webgl: stack.enter_context(playwright.chromium.launch(**chromium(webgl))))


@pytest.fixture(scope="session")
def browser(browsers: Callable[[bool], Browser]) -> Browser:
    """The Chromium of all tests; each has a context of its own."""
    return browsers(False)


@pytest.fixture(scope="session")
def server(pristine: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The app, running: one server for all workers."""
    with shared(
        common_folder(tmp_path_factory),
        lambda: Path(shutil.copytree(pristine, tmp_path_factory.mktemp("served") / "store")),
    ) as running:
        yield running


@pytest.fixture(scope="session")
def contexts(browsers: Callable[[bool], Browser]) -> Iterator[Callable[..., BrowserContext]]:
    """A browser context a set of options, so that Streamlit's own files are loaded once; sessions belong to pages, not
    to contexts. How large the window is, each page says itself.
    """
    known: dict[str, BrowserContext] = {}

    def context(webgl: bool = False, **options: object) -> BrowserContext:
        wanted = {"locale": "en-GB"} | options
        key = f"{webgl} {wanted}"
        if key not in known:
            known[key] = browsers(webgl).new_context(**wanted)  # type: ignore[arg-type]
            known[key].set_default_timeout(PATIENCE)
        return known[key]

    yield context
    for opened in known.values():
        opened.close()


class Watched:
    """A page that is watched: no console error, no foreign host, no script of a stranger."""

    def __init__(self, page: Page, url: str, webgl: bool = False):
        self.page, self.home, self.troubles, self.webgl = page, urlsplit(url).netloc, list[str](), webgl
        page.on("request", lambda request: self._request(request.url))
        page.on("websocket", lambda socket: self._request(socket.url))
        page.on("console", self._console)
        page.on("pageerror", lambda error: self._error(f"page error: {str(error)[:400]}"))
        page.on("dialog", self._dialog)

    def _request(self, address: str) -> None:
        if not address.startswith(WITHIN) and urlsplit(address).netloc != self.home:
            self.troubles.append(f"request to another host: {address[:200]}")

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not probing(message):
            self._error(f"console: {message.text[:400]}")

    def _error(self, text: str) -> None:
        if self.webgl or NO_MAP not in text:
            self.troubles.append(text)

    def _dialog(self, dialog: Dialog) -> None:
        self.troubles.append(f"a script spoke: {dialog.message}")
        dialog.dismiss()


@pytest.fixture(scope="session")
def known_pages() -> dict[str, Watched]:
    """The pages that are open, by server and options: the next visit goes on in one."""
    return {}


def close_pages(server: Server, known_pages: dict[str, Watched]) -> None:
    """Close the pages of a server that ends."""
    home = urlsplit(server.url).netloc
    for key in [key for key, watched in known_pages.items() if watched.home == home]:
        known_pages.pop(key).page.close()


@pytest.fixture
def visit(
    contexts: Callable[..., BrowserContext], known_pages: dict[str, Watched], request: pytest.FixtureRequest
) -> Iterator[Callable[..., Page]]:
    """Open an address: visit(url, **context options).

    In a page that is open already if there is one of these options, as the browser's Back would: the address says what
    is shown. `fresh`: in a new page; `steps`: so many of its history are counted; `webgl`: where pydeck's maps are
    drawn. Afterwards: no console error, no foreign host, no script of a stranger.
    """
    used: dict[str, Watched] = {}

    def open_page(
        url: str,
        ready: str = "table.board",
        fresh: bool = False,
        steps: int = 0,
        viewport: ViewportSize = DESKTOP,
        **options: object,
    ) -> Page:
        key = f"{urlsplit(url).netloc} {options}"
        open_already = known_pages.get(key)
        if open_already and not (fresh or full(open_already.page, steps)):
            used[key] = open_already
            page = open_already.page
            page.emulate_media(media="null")
            page.set_viewport_size(viewport)
            with answered(page):
                page.evaluate(GO, url)
        else:
            if open_already:
                open_already.page.close()
            page = contexts(**options).new_page()
            page.set_viewport_size(viewport)
            used[key] = known_pages[key] = Watched(page, url, bool(options.get("webgl")))
            page.goto(url, wait_until="commit")
        settle(page, ready)
        return page

    failed = request.session.testsfailed
    yield open_page
    for key, watched in used.items():
        if request.session.testsfailed > failed or watched.troubles:
            watched.page.close()
            known_pages.pop(key, None)
    troubles = [trouble for watched in used.values() for trouble in watched.troubles]
    assert not troubles, troubles


def full(page: Page, steps: int) -> bool:
    """Whether so many steps more would have the page's history forget its first ones."""
    return bool(steps) and int(page.evaluate("history.length")) + steps > MOST_ENTRIES


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


@contextmanager
def answered(page: Page) -> Iterator[None]:
    """Wait, after what is done within, until the server has drawn the whole page for it."""
    before = page.evaluate(TURN)
    yield
    page.wait_for_function(f"(before) => {TURN} !== before", arg=before)
    idle(page)


def idle(page: Page) -> None:
    """Wait until the server has answered everything."""
    page.wait_for_function(
        "() => document.querySelector('.stApp')?.dataset.testScriptState === 'notRunning' && "
        "!document.querySelector('[data-stale=true]')"
    )


def still(page: Page) -> None:
    """Wait until nothing moves."""
    idle(page)
    page.wait_for_function("() => document.getAnimations().every((motion) => motion.playState !== 'running')")


def appear(page: Page, appearance: str) -> None:
    """Change the system's appearance while the page is open: the page is drawn again in it."""
    with answered(page):
        page.emulate_media(color_scheme=appearance)  # type: ignore[arg-type]
    still(page)


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
    with answered(page):
        wanted.click()
    page.keyboard.press("Tab")
