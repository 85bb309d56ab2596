"""People sign in at a real OpenID Connect provider on this machine; the page knows who they are and what they may."""

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from oidc_provider_mock import User, run_server_in_thread
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import PATIENCE, idle, settle
from tests.serving import Server, free_port, serving

PEOPLE = (
    User(sub="lee", claims={"name": "이서연", "email": "lee@example.go.kr", "email_verified": True}),
    User(sub="kim", claims={"name": "Kim Min-su", "email": "Kim@Example.go.kr", "email_verified": True}),
    User(sub="park", claims={"name": "Park", "email": "park@example.go.kr", "groups": ["staff", "belt-publishers"]}),
)
SETTINGS = """
office = "산업단지과"
sign_in = "required"
claim = "groups"
[emails]
steward = ["kim@example.go.kr"]
[claims]
publisher = ["belt-publishers"]
"""
SECRETS = """
[auth]
redirect_uri = "http://localhost:{port}/oauth2callback"
cookie_secret = "{secret}"
client_id = "rollout"
client_secret = "of the client"
server_metadata_url = "http://localhost:{provider}/.well-known/openid-configuration"
client_kwargs = {{ scope = "openid email profile" }}
"""
ASKED = "/schedule?province=gyeongbuk&lang=en"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the settings and the store lie."""
    return tmp_path_factory.mktemp("office")


@pytest.fixture(scope="module")
def office(pristine: Path, folder: Path) -> Iterator[Server]:
    """The monitor of an office where everybody must sign in."""
    port = free_port()
    (folder / "settings.toml").write_text(SETTINGS, encoding="utf-8")
    with run_server_in_thread(user_claims=PEOPLE) as provider:
        secrets = folder / "secrets.toml"
        secrets.write_text(SECRETS.format(port=port, provider=provider.server_port, secret="s" * 40), encoding="utf-8")
        environment = {"STREAMLIT_SECRETS_FILES": str(secrets)}
        with serving(shutil.copytree(pristine, folder / "store"), environment=environment, port=port) as running:
            yield running


@pytest.fixture(scope="module")
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A browser's own place: what the pages are made of is fetched once."""
    opened = browser.new_context(locale="en-GB", viewport={"width": 1400, "height": 900})
    opened.set_default_timeout(PATIENCE)
    yield opened
    opened.close()


@pytest.fixture
def stranger(context: BrowserContext) -> Iterator[Page]:
    """A page of a browser in which nobody is signed in."""
    context.clear_cookies()
    page = context.new_page()
    yield page
    page.close()


def sign_in(page: Page, office: Server, who: str) -> None:
    """Open a deep link and sign in as somebody."""
    page.goto(office.url + ASKED)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("button", name=who, exact=True).click()
    settle(page, ".st-key-milestones table.data")


def audited(folder: Path) -> list[dict[str, str]]:
    """What the audit log holds."""
    return [json.loads(line) for line in (folder / "store" / "audit.log").read_text(encoding="utf-8").splitlines()]


def test_who_has_not_signed_in_sees_the_sign_in_page_alone(office: Server, stranger: Page) -> None:
    troubles: list[str] = []
    stranger.on("console", lambda message: troubles.append(message.text) if "Policy" in message.text else None)
    stranger.goto(office.url + ASKED)
    expect(stranger.get_by_role("button", name="Sign in")).to_be_visible()
    idle(stranger)
    expect(stranger.get_by_text("산업단지과")).to_be_visible()
    assert stranger.locator("table").count() == 0 and stranger.get_by_role("combobox").count() == 0
    assert not troubles
    assert httpx.get(f"{office.url}/media/{'0' * 56}.xlsx").status_code == 403
    assert httpx.put(f"{office.url}/_stcore/upload_file/a/b", content=b"x").status_code == 403
    assert httpx.get(f"{office.url}/readyz").status_code == 200


def expect_signed_in(page: Page, folder: Path, who: str, name: str, role: str) -> None:
    """They are back where they wanted to be, in their role; the log says who came."""
    assert "province=gyeongbuk" in page.url
    page.get_by_role("button", name=name).click()
    expect(page.get_by_text(re.compile(f"example.go.kr · {role}", re.IGNORECASE))).to_be_visible()
    entry = audited(folder)[-1]
    assert (entry["action"], entry["name"], entry["person"]) == ("sign in", name, f"{who}@example.go.kr")
    page.keyboard.press("Escape")


def test_who_is_not_named_reads_and_a_forged_cookie_is_nobody(office: Server, stranger: Page, folder: Path) -> None:
    sign_in(stranger, office, "lee")
    expect_signed_in(stranger, folder, "lee", "이서연", "reader")
    cookie = next(cookie for cookie in stranger.context.cookies() if cookie["name"] == "_streamlit_user")
    assert cookie["httpOnly"]
    real, forged = cookie["value"], cookie["value"][:-4] + "AAAA"
    address = f"{office.url}/media/{'0' * 56}.xlsx"
    assert httpx.get(address, cookies={"_streamlit_user": real}).status_code == 404, "signed in, but no such file"
    assert httpx.get(address, cookies={"_streamlit_user": forged}).status_code == 403


def test_a_claim_gives_a_role(office: Server, stranger: Page, folder: Path) -> None:
    sign_in(stranger, office, "park")
    expect_signed_in(stranger, folder, "park", "Park", "publisher")


def test_an_email_gives_a_role_and_what_they_take_out_and_that_they_leave_is_audited(
    office: Server, stranger: Page, folder: Path
) -> None:
    sign_in(stranger, office, "kim")
    expect_signed_in(stranger, folder, "kim", "Kim Min-su", "steward")
    with stranger.expect_download():
        stranger.get_by_role("button", name="Download CSV").click()
    entry = audited(folder)[-1]
    assert (entry["action"], entry["person"]) == ("export", "kim@example.go.kr") and entry["file"].endswith(".csv")
    idle(stranger)
    assert_a_role_that_is_taken_away_is_gone_at_the_next_click(stranger, folder)
    stranger.get_by_role("link", name="Schedule").click()
    settle(stranger, ".st-key-milestones table.data")
    stranger.get_by_role("button", name="Kim Min-su").click()
    stranger.get_by_role("button", name="Sign out").click()
    stranger.get_by_role("button", name="End session").click()  # the provider asks whether they mean it
    expect(stranger.get_by_role("button", name="Sign in")).to_be_visible()
    assert audited(folder)[-1]["action"] == "sign out"


def assert_a_role_that_is_taken_away_is_gone_at_the_next_click(page: Page, folder: Path) -> None:
    """Of a person who is signed in; a settings file that is broken is named."""
    settings = folder / "settings.toml"
    try:
        settings.write_text("sign_in = 'maybe'", encoding="utf-8")
        page.get_by_role("link", name="Today").click()
        expect(page.get_by_text("In the settings file settings.toml, “sign_in” must be")).to_be_visible()
        settings.write_text(SETTINGS.replace("kim@", "nobody@"), encoding="utf-8")
        page.reload()
        settle(page, ".small-map svg")
        page.get_by_role("button", name="Kim Min-su").click()
        expect(page.get_by_text("Example.go.kr · reader")).to_be_visible()
        page.keyboard.press("Escape")
    finally:
        settings.write_text(SETTINGS, encoding="utf-8")


def test_nobody_is_led_to_another_host(office: Server, stranger: Page) -> None:
    stranger.goto(office.url + ASKED)
    stranger.context.add_cookies([{"name": "rollout_back", "value": "%2F%2Fevil.invalid%2F", "url": office.url}])

    stranger.get_by_role("button", name="Sign in").click()
    stranger.context.add_cookies([{"name": "rollout_back", "value": "%2F%2Fevil.invalid%2F", "url": office.url}])
    stranger.get_by_role("button", name="lee", exact=True).click()
    stranger.wait_for_url(re.compile(re.escape(office.url)))
    assert "evil" not in stranger.url
