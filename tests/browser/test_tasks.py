"""What a monitoring official, a briefing officer and an analyst come for: from Today in three clicks at most.

What stands on a view of its own is two clicks away, an entry and a tab: test_pages.py goes there and reads the answer.
"""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import answered, idle
from tests.browser.test_pages import READY
from tests.serving import Server

Visit = Callable[..., Page]
DAY = "today=2026-03-31&as_of=2026-03-31&compare=2025-03-31&lang=en"
MOST = 3
DIALOG = "[role=dialog] "
# What is wanted -> the clicks (entry:, link:, or a place on the page), where the answer stands, a word of it.
TASKS: dict[str, tuple[tuple[str, ...], str, str]] = {
    "who said when Uljin's next stage comes": (
        (".st-key-standing [data-open^='cell:uljin:']",),
        f"{DIALOG}ul.origins",
        "press",
    ),
    "everything about Daejeon": (
        (".st-key-standing [data-open='complex:daejeon']", "link:Open the dossier"),
        ".crumb",
        "Daejeon",
    ),
    "the statements behind the announced money": (
        ("entry:Money and support", "[data-open='money-kind:announcement']"),
        f"{DIALOG}table.data",
        "trillion",
    ),
    "the same view as a briefing": (("link:Briefing of this view",), ".sheets .slide", "2026"),
}


def press(page: Page, what: str) -> None:
    """One click, as a person does it."""
    kind, _, name = what.partition(":")
    if kind == "entry":
        with answered(page):
            page.locator(".st-key-entries a").get_by_text(name, exact=True).click()
    elif kind == "link":
        page.get_by_role("link", name=name).or_(page.get_by_role("button", name=name)).first.click()
    else:
        page.locator(what).first.click()
    idle(page)


def test_what_moved_what_is_late_and_what_comes_stand_on_today(server: Server, visit: Visit) -> None:
    page = visit(f"{server.url}/?{DAY}", ready=READY[""])
    for place, word in (
        ("[data-section=changed]", "2026"),
        ("[data-section=late]", "Plan"),
        ("[data-section=coming]", "2026"),
    ):
        expect(page.locator(place).first).to_contain_text(word)


@pytest.mark.parametrize("task", TASKS)
def test_three_clicks_lead_to_the_answer(server: Server, visit: Visit, task: str) -> None:
    clicks, place, word = TASKS[task]
    page = visit(f"{server.url}/?{DAY}", ready=READY[""])
    for one in clicks:
        press(page, one)
    expect(page.locator(place).first).to_contain_text(word)
    assert len(clicks) <= MOST
