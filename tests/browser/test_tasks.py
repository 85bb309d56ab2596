"""What a monitoring official, a briefing officer and an analyst come for: from Today in three clicks at most."""

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
# What is wanted -> the clicks (entry:, tab:, button:, or a place on the page), where the answer stands, a word of it.
TASKS: dict[str, tuple[tuple[str, ...], str, str]] = {
    "what moved in the last year": ((), ".st-key-changed", "2026"),
    "which stages are late": ((), ".st-key-late", "Plan"),
    "what comes in 180 days": ((), ".st-key-coming", "2026"),
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
    "two complexes side by side": (("entry:Complexes", "tab:Compare"), READY["compare"], "Plan"),
    "by how much each date slipped": (("entry:Schedule",), READY["schedule"], "mo"),
    "how complexes are rated and why": (("entry:Schedule", "tab:Delivery rating"), READY["ratings"], "Yongin"),
    "when construction can be expected": (("entry:Schedule", "tab:Forecast"), READY["forecast"], "20"),
    "how long the procedure takes": (("entry:Schedule", "tab:Procedure"), READY["procedure"], "month"),
    "announced money by industry": (("entry:Money and support",), READY["investment"], "Semiconductors"),
    "the statements behind the announced money": (
        ("entry:Money and support", "[data-open='money-kind:announcement']"),
        f"{DIALOG}table.data",
        "trillion",
    ),
    "which measures end": (("entry:Money and support", "tab:Categories and ends"), READY["ending"], "Tax"),
    "training places near each complex": (("entry:Conditions", "tab:Talent"), READY["talent"], "Gwangju"),
    "how well the facts are sourced": (("entry:Reference", "tab:Official sources"), READY["support"], "%"),
    "announced money by province and kind": (
        ("entry:Explore",),
        READY["explore"],
        "trillion",
    ),
    "the same view as a briefing": (("link:Briefing of this view",), ".sheets .slide", "2026"),
}


def press(page: Page, what: str) -> None:
    """One click, as a person does it."""
    kind, _, name = what.partition(":")
    places = {"entry": ".st-key-entries a", "tab": ".st-key-tabs a"}
    if kind in places:
        with answered(page):
            page.locator(places[kind]).get_by_text(name, exact=True).click()
    elif kind == "link":
        page.get_by_role("link", name=name).or_(page.get_by_role("button", name=name)).first.click()
    else:
        page.locator(what).first.click()
    idle(page)


@pytest.mark.parametrize("task", TASKS)
def test_three_clicks_lead_to_the_answer(server: Server, visit: Visit, task: str) -> None:
    clicks, place, word = TASKS[task]
    page = visit(f"{server.url}/?{DAY}", ready=READY[""])
    for one in clicks:
        press(page, one)
    expect(page.locator(place).first).to_contain_text(word)
    assert len(clicks) <= MOST
