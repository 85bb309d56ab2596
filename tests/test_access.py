"""Who may do what, decided without a browser."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from rollout import access
from rollout.access import Person, Settings
from rollout.language.words import Words

NOW = 1_795_000_000.0
KIM = {"iat": NOW - 60, "sub": "7", "name": "Kim Min-su", "email": "Kim@Example.go.kr", "email_verified": True}
LISTED = Settings(emails={"steward": ["kim@example.go.kr"]}, claim="groups", claims={"publisher": ["belt-publishers"]})


def decided(rules: Settings = LISTED, signs_in: bool = True, operator: str = "", **claims: object) -> Person:
    return access.decide(rules, signs_in, claims, operator, NOW)


@pytest.mark.parametrize(
    ("claims", "role"),
    [
        (KIM, "steward"),
        (KIM | {"email": "lee@example.go.kr"}, "viewer"),
        (KIM | {"email_verified": False}, "viewer"),
        (KIM | {"email_verified": "false"}, "viewer"),
        (KIM | {"groups": ["staff", "belt-publishers"]}, "publisher"),
        (KIM | {"email": None, "groups": "belt-publishers"}, "publisher"),
        (KIM | {"groups": ["publisher"]}, "steward"),  # the file gives that role another name
        (KIM | {"groups": ["administrator"]}, "administrator"),
        (KIM | {"groups": {"administrator": True}}, "steward"),
    ],
)
def test_the_role_is_the_highest_that_email_or_claim_gives(claims: dict[str, object], role: str) -> None:
    assert decided(**claims).role == role


def test_a_person_is_the_author_of_commits_and_known_by_the_email() -> None:
    kim = decided(**KIM)
    assert (kim.author, kim.id) == ("Kim Min-su <Kim@Example.go.kr>", "kim@example.go.kr")
    nameless = decided(iat=NOW, sub="7")
    assert (nameless.author, nameless.id, nameless.role) == ("7", "7", "viewer")


@pytest.mark.parametrize("claims", [{}, KIM | {"iat": NOW - 13 * 3600}, {**KIM, "iat": None}])
def test_nobody_signed_in_reads_or_sees_nothing_as_the_office_says(claims: dict[str, object]) -> None:
    assert decided(**claims) == access.ANONYMOUS
    assert access.ANONYMOUS.may("view") and access.ANONYMOUS.may("report") and not access.ANONYMOUS.may("edit")
    assert not decided(Settings(sign_in="required"), **claims).may("view")


def test_without_sign_in_the_person_at_the_machine_is_the_steward_and_everybody_else_reads() -> None:
    assert decided(signs_in=False, operator="park").may("administer")
    assert decided(signs_in=False, operator="park").author == "park"
    assert not decided(signs_in=False).may("edit")
    assert not decided(signs_in=True, operator="park").may("edit"), "a sign-in holds at the machine, too"


@pytest.mark.parametrize(
    ("listens_on", "headers", "here"),
    [
        ("127.0.0.1", {"host": "localhost:8501", "origin": "http://localhost:8501"}, True),
        ("::1", {"host": "[::1]:8501"}, True),
        ("0.0.0.0", {"host": "localhost:8501"}, False),
        ("", {"host": "localhost:8501"}, False),
        ("127.0.0.1", {}, False),
        ("127.0.0.1", {"host": "monitor.example.go.kr"}, False),
        ("127.0.0.1", {"host": "localhost:8501", "origin": "https://elsewhere.example"}, False),
        ("127.0.0.1", {"host": "127.0.0.1:8501", "x-forwarded-for": "10.0.0.7"}, False),
    ],
)
def test_a_request_from_this_machine(listens_on: str, headers: dict[str, str], here: bool) -> None:
    assert access.comes_from_here(listens_on, headers) is here


def test_with_four_eyes_another_publishes() -> None:
    kim, lee = Person("Kim", "", "publisher", "kim"), Person("Lee", "", "publisher", "lee")
    assert access.may_publish(kim, "kim", Settings())
    assert not access.may_publish(kim, "kim", Settings(four_eyes=True))
    assert access.may_publish(lee, "kim", Settings(four_eyes=True))
    assert not access.may_publish(Person("Park", "", "steward", "park"), "kim", Settings())


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where SETTINGS_FILE points."""
    monkeypatch.setenv("SETTINGS_FILE", str(tmp_path / "office.toml"))
    return tmp_path / "office.toml"


def test_the_settings_are_read_again_when_they_change(file: Path) -> None:
    file.write_text('four_eyes = true\n[emails]\nsteward = ["kim@example.go.kr"]', encoding="utf-8")
    assert decided(access.settings(), **KIM).role == "steward"
    file.write_text("four_eyes = true", encoding="utf-8-sig")
    assert access.settings().four_eyes and decided(access.settings(), **KIM).role == "viewer"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("four_eyes = ", "not valid TOML"),
        ("four_eyes = 'yes'", "“four_eyes” must be true / false"),
        ("hours = 0", "“hours” must be 1–720"),
        ("sign_in = 'maybe'", "“sign_in” must be"),
        ("four_eye = true", "“four_eye”, which is no setting. The settings are: office"),
        ("emails = ['kim@example.go.kr']", "“[emails]” must be"),
        ("[emails]\neditor = ['kim@example.go.kr']", "“emails.editor”, which is no setting. The settings are: steward"),
        ("[emails]\nsteward = 'kim@example.go.kr'", "“emails.steward” must be"),
        ("[emails]\nsteward = ['Kim']", "“emails.steward” must be"),
    ],
)
def test_a_faulty_file_is_named_in_one_sentence(file: Path, text: str, said: str) -> None:
    file.write_text(text, encoding="utf-8")
    with pytest.raises(access.SettingsError) as caught:
        access.settings()
    assert said in caught.value.said(Words("en"))
    assert "office.toml" in caught.value.said(Words("ko"))


def test_a_file_that_is_named_must_be_there(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(access.SettingsError):
        access.settings()
    monkeypatch.delenv("SETTINGS_FILE")
    assert access.settings() == Settings()


def test_a_page_run_at_the_machine_is_its_users() -> None:
    def page() -> None:
        import streamlit as st

        from rollout.web import identity

        st.write(identity.person().role)

    assert AppTest.from_function(page).run().markdown[0].value == "administrator"
