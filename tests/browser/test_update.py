"""From Today to a published correction, as a desk officer goes: three clicks; another server sees it at its next. That
one has just started: a deep link is the first that anybody asks of it.
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from rollout.store import backup
from rollout.store.lake import Place
from tests.browser.conftest import PATIENCE, Watched, choose, close_pages, idle
from tests.serving import Server, serving

Visit = Callable[..., Page]
MOST_CLICKS = 3


class Counted:
    """Clicks, counted."""

    def __init__(self) -> None:
        self.clicks = 0

    def click(self, what: Locator) -> None:
        self.clicks += 1
        what.click()


@pytest.fixture
def shared(pristine: Path, tmp_path: Path, request: pytest.FixtureRequest) -> dict[str, str]:
    """A store's environment: its catalogue is in PostgreSQL where that is installed, else in a file."""
    folder = tmp_path / "store"
    try:
        url = f"postgres:{request.getfixturevalue('postgres')} dbname=served user=admin password=secret"
    except pytest.skip.Exception:
        shutil.copytree(pristine, folder)
        return {}
    backup.restore(Place(url, folder), pristine)
    return {"STORE_URL": url}


@pytest.fixture
def servers(shared: dict[str, str], tmp_path: Path, known_pages: dict[str, Watched]) -> Iterator[list[Server]]:
    """Two servers on one store."""
    with ExitStack() as stack:
        running = [stack.enter_context(serving(tmp_path / "store", environment=shared)) for _ in range(2)]
        yield running
        for one in running:
            close_pages(one, known_pages)


def test_from_today_to_a_published_correction_in_three_clicks(servers: list[Server], visit: Visit) -> None:
    other = visit(f"{servers[1].url}/board?province=gyeongbuk&lang=ko", viewport={"width": 1440, "height": 900})
    assert set(other.locator("table.board tbody th .value").all_inner_texts()) == {"안동", "경주", "울진"}
    expect(other.locator(".crumb")).to_contain_text("경북")
    expect(other.get_by_text("Page not found")).to_have_count(0)
    assert {"province=gyeongbuk", "lang=ko"} == set(urlsplit(other.url).query.split("&"))
    other.locator(".st-key-lang").get_by_text("en", exact=True).click()
    expect(other.locator("table.board tbody th .value").filter(has_text="Andong")).to_be_visible()
    idle(other)
    before = other.locator("table.board").inner_text()
    page, count = visit(f"{servers[0].url}/?lang=en", ready=".small-map svg"), Counted()
    count.click(page.locator(".st-key-standing [data-open^='cell:uljin:plan-approved']"))
    row = page.get_by_role("dialog").locator("table.data tbody tr").first
    count.click(row.get_by_role("button", name="Correct"))
    date = page.get_by_role("textbox", name="Date *", exact=True)
    expect(date).not_to_have_value("")
    idle(page)
    date.fill("2028 H1")
    date.press("Enter")
    publish = page.get_by_role("button", name="Publish", exact=True)
    expect(publish).to_be_enabled(timeout=PATIENCE)
    expect(page.locator("[class*=st-key-effects-]")).to_contain_text("H1 2028")
    count.click(publish)
    expect(page.get_by_text("Published as commit")).to_be_visible(timeout=PATIENCE)
    assert count.clicks <= MOST_CLICKS
    choose(other, "Complex", "Uljin")
    expect(other.locator("table.board")).to_contain_text("H1 2028")
    assert "H1 2028" not in before
