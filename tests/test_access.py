"""Who may do what, decided without a browser."""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import streamlit as st
from streamlit import config
from streamlit.runtime.secrets import Secrets
from streamlit.testing.v1 import AppTest

from rollout import access, serve
from rollout.access import Person, Settings
from rollout.audit import audit
from rollout.language.words import Words
from rollout.web import identity

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
        ("origins = 'https://portal.example.go.kr'", "“origins” must be"),
        ("origins = ['https://portal.example.go.kr/page']", "“origins” must be"),
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


AUTH = {
    "redirect_uri": "https://monitor.example.go.kr/oauth2callback",
    "cookie_secret": "c" * 32,
    "client_id": "rollout",
    "client_secret": "s",
    "server_metadata_url": "https://login.example.go.kr/.well-known/openid-configuration",
}


@pytest.mark.parametrize(
    ("auth", "said"),
    [
        (AUTH, None),
        (AUTH | {"redirect_uri": "https://monitor.example.go.kr"}, "redirect_uri must be"),
        (AUTH | {"cookie_secret": "short"}, "cookie_secret must have 32 characters"),
        ({key: value for key, value in AUTH.items() if key != "client_id"}, "client_id is missing"),
        (AUTH | {"server_metadata_url": "http://login.example.go.kr/"}, "must begin with https://"),
        (AUTH | {"server_metadata_url": "http://127.0.0.1:9/"}, None),
    ],
)
def test_a_sign_in_that_can_not_work_is_named_at_the_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, auth: dict[str, str], said: str | None
) -> None:
    secrets(tmp_path, monkeypatch, "[auth]\n" + "\n".join(f'{key} = "{value}"' for key, value in auth.items()))
    why = identity.why_not(Words("en"))
    assert (said in why) if said and why else why == said


def test_secrets_that_can_not_be_read_do_not_open_the_door(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    secrets(tmp_path, monkeypatch, "[auth")
    assert "secrets.toml can't be read as TOML" in (identity.why_not(Words("en")) or "")
    (tmp_path / "secrets.toml").unlink()
    monkeypatch.setenv("STREAMLIT_SECRETS_FILES", str(tmp_path / "secrets.toml"))
    assert "a file that is not there" in (identity.why_not(Words("en")) or "")


def secrets(folder: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    """A secrets.toml of this text, as Streamlit would find it."""
    (folder / "secrets.toml").write_text(text, encoding="utf-8")
    found = config.get_option
    monkeypatch.setattr(
        config, "get_option", lambda key: [str(folder / "secrets.toml")] if key == "secrets.files" else found(key)
    )
    monkeypatch.setattr(st, "get_option", config.get_option)
    monkeypatch.setattr(identity, "secrets_singleton", Secrets())


def test_faulty_settings_end_the_start_with_one_line(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text("four_eyes = 'yes'", encoding="utf-8")
    assert serve.main(["8501"]) == 1
    out, err = capsys.readouterr()
    assert out == "" and err == "In the settings file office.toml, “four_eyes” must be true / false.\n"


def test_the_audit_log_is_for_this_user_and_keeps_every_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("STORE_DIR", str(tmp_path))
    kim = Person("김민수", "kim@example.go.kr", "publisher", "kim@example.go.kr")
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: audit(kim, "publish", snapshot=number, note="한 줄\n두 줄"), range(200)))
    log = tmp_path / "audit.log"
    entries = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    assert sorted(entry["snapshot"] for entry in entries) == list(range(200))
    assert entries[0]["name"] == "김민수" and log.stat().st_mode & 0o077 == 0
    monkeypatch.setenv("STORE_DIR", str(tmp_path / "gone"))
    audit(kim, "revert", snapshot=7)
    assert "revert" in caplog.text, "the server's log has what the audit log can't take"
