"""From Today to a published correction, as a desk officer goes: six clicks; another server sees it at its next."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import PATIENCE, Watched, choose, close_pages, idle
from tests.serving import Server, serving

Visit = Callable[..., Page]
MOST_CLICKS = 6


class Counted:
    """Clicks, counted."""

    def __init__(self) -> None:
        self.clicks = 0

    def click(self, what: Locator) -> None:
        self.clicks += 1
        what.click()


@pytest.fixture
def second_server(cold_server: Server, tmp_path: Path, known_pages: dict[str, Watched]) -> Iterator[Server]:
    """Another server on the same store."""
    with serving(tmp_path / "store") as running:
        yield running
        close_pages(running, known_pages)


def test_from_today_to_a_published_correction_in_six_clicks(
    cold_server: Server, second_server: Server, visit: Visit
) -> None:
    other = visit(f"{second_server.url}/board?lang=en", viewport={"width": 1440, "height": 900})
    before = other.locator("table.board").inner_text()
    page, count = visit(f"{cold_server.url}/?lang=en", ready=".small-map svg"), Counted()
    count.click(page.locator(".st-key-standing [data-open^='cell:uljin:plan-approved']"))
    dialog = page.get_by_role("dialog")
    expect(dialog.locator("table.data").first).to_be_visible()
    count.click(dialog.get_by_text("Add or correct"))
    box = page.get_by_role("combobox", name="New, or correct one that was made")
    count.click(box)
    count.click(page.get_by_role("option").nth(1))
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
    choose(other, "Province", "Gyeongbuk")
    expect(other.locator("table.board")).to_contain_text("H1 2028")
    assert "H1 2028" not in before
