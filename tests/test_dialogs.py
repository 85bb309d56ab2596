"""What a click opens has a link: the view as it stands, and the dialog on it."""

import html as entities
import re
from urllib.parse import parse_qs, urlsplit

import pytest

from rollout.document.target import Target
from rollout.web import address, filters
from tests.opening import html, own_store, text, visit  # noqa: F401  own_store is a fixture


@pytest.mark.parametrize(
    ("page", "opens", "words"),
    [
        ("board", "cell:andong:plan-approved", "Stated on"),
        ("", "complex:yongin", "Gyeonggi"),
        ("measures", "measure:odz-corporate-tax", "business-asset investment"),
    ],
)
def test_a_link_opens_the_dialog_and_the_dialog_gives_that_link(page: str, opens: str, words: str) -> None:
    app = visit(page, open=opens, province="")
    assert words.lower() in text(html(app, "dialog-body")).lower()
    link = re.search(r'data-copy="([^"]+)"', html(app, "dialog-link"))
    assert link
    asked = parse_qs(urlsplit(entities.unescape(link[1])).query)
    assert asked["open"] == [opens] and asked["as_of"] == ["2026-03-31"]


def test_sources_open_by_a_link_too() -> None:
    app = visit("board", open="origins:CA-001;CA-002")
    assert html(app, "dialog-origins").count("<li") == 2


@pytest.mark.parametrize(
    "opens", ["cell:nowhere:never", "cell", "origins:none", "__class__:x", "<script>alert(1)</script>", ":" * 3000]
)
def test_a_link_to_nothing_opens_nothing(opens: str) -> None:
    app = visit("board", open=opens)
    assert not html(app, "dialog-body") and not html(app, "dialog-origins")
    assert html(app, "board")


def test_a_name_of_a_complex_and_a_province_is_offered_once() -> None:
    app = visit("board", open="complex:daejeon")
    assert [button.key for button in app.button if (button.key or "").startswith("only-")] == ["only-site"]


@pytest.mark.parametrize(
    "sent", ["site:nowhere", "site", "site:yongin:uljin", "today:2020-01-01", "lang:xx", "__class__:x", "", ":" * 3000]
)
def test_a_choice_that_a_page_does_not_offer_sets_no_filter(sent: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(address.st, "session_state", {address.STATE: address._State()})
    names = {"complexes": {"yongin": "", "uljin": ""}, "provinces": {}, "industries": {}, "stages": {}}
    assert not filters.press(Target.parse(sent), names)
