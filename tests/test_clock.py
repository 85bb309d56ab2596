"""The office's day and clock, whatever the server's zone; a wrong zone is one clear message."""

import ast
import datetime as dt
import re

import pytest

from rollout import clock
from rollout.briefing.__main__ import main
from rollout.errors import explain
from rollout.language.words import Words
from tests.conftest import ROOT, command
from tests.opening import own_store, visit  # noqa: F401  own_store is a fixture

SEVEN_IN_SEOUL = dt.datetime(2026, 11, 26, 22, 0, tzinfo=dt.UTC)  # the morning of the 27th there


class Stopped(dt.datetime):
    """A clock that stands at seven in the morning in Seoul."""

    @classmethod
    def now(cls, tz=None):
        return SEVEN_IN_SEOUL.astimezone(tz)


@pytest.fixture
def morning(monkeypatch):
    monkeypatch.delenv("TIME_ZONE", raising=False)
    monkeypatch.setattr(clock.dt, "datetime", Stopped)


def test_before_nine_in_the_morning_it_is_koreas_day(morning, monkeypatch):
    assert clock.today() == dt.date(2026, 11, 27)
    monkeypatch.setenv("TIME_ZONE", "UTC")
    assert clock.today() == dt.date(2026, 11, 26)


def test_the_page_shows_that_day(morning):
    app = visit("sources", today="", as_of="", compare="")
    assert {name: app.session_state[name] for name in ("as_of", "compare", "today")} == {
        "as_of": dt.date(2026, 6, 29),  # the data date
        "compare": dt.date(2025, 6, 29),
        "today": dt.date(2026, 11, 27),
    }


@pytest.mark.parametrize(
    "name", ["Asia/Soul", "Seoul", "../../etc/passwd", "/etc/localtime", "Asia", "한국", "Asia/Seoul\x00"]
)
def test_a_zone_that_there_is_not_is_one_clear_message(name, monkeypatch):
    monkeypatch.setenv("TIME_ZONE", name) if "\x00" not in name else monkeypatch.setattr(
        clock.os, "environ", {"TIME_ZONE": name}
    )
    with pytest.raises(clock.ZoneError, match="is no time zone"):
        clock.today()
    assert name in explain(clock.ZoneError(name), Words("ko"))


@pytest.mark.parametrize("module", ["rollout.serve", "rollout.store history", "rollout.briefing --format xlsx"])
def test_commands_say_it_in_one_line(module, copied_store):
    name, *arguments = module.split()
    result = command(
        name, *arguments, TIME_ZONE="Asia/Soul", PORT="28591", LANG="en", STORE_DIR=str(copied_store.folder)
    )
    assert (result.returncode, result.stderr.count("\n")) == (1, 1)
    assert "TIME_ZONE" in result.stderr


def test_history_names_the_offset_of_its_clock(opened, monkeypatch):
    monkeypatch.setenv("TIME_ZONE", "Asia/Seoul")
    in_seoul = opened.history()["snapshot_time"][0]
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\+09:00", in_seoul)
    monkeypatch.setenv("TIME_ZONE", "America/New_York")
    assert dt.datetime.fromisoformat(opened.history()["snapshot_time"][0]) == dt.datetime.fromisoformat(in_seoul)


def test_nothing_else_reads_the_machines_clock():
    read = []
    for path in [ROOT / "dashboard.py", *(ROOT / "rollout").rglob("*.py"), *(ROOT / "pages").rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Attribute)
                and node.attr in {"today", "now", "utcnow"}
                and ast.unparse(node.value) in {"dt.date", "dt.datetime"}
            ):
                read.append(path.name)
    assert read == ["clock.py"]


# The days of a job


@pytest.mark.parametrize(("now", "as_of"), [(dt.date(2026, 1, 15), "2026-01-15"), (dt.date(2026, 11, 27), "2026-06-")])
def test_a_job_without_a_day_is_as_of_the_newest_fact_but_never_of_a_day_to_come(
    copied_store, tmp_path, monkeypatch, now, as_of
):
    monkeypatch.setenv("STORE_DIR", str(copied_store.folder))
    monkeypatch.setattr(clock, "today", lambda: now)
    assert main(["--format", "xlsx", "--lang", "en", "--sections", "overview", "--out", str(tmp_path / "out")]) == 0
    assert [path.name for path in (tmp_path / "out").iterdir() if path.name.startswith(f"weekly-{as_of}")]


@pytest.mark.parametrize("option", ["--as-of", "--today", "--compare"])
def test_a_job_asks_for_no_day_more_than_a_year_ahead(copied_store, monkeypatch, capsys, option):
    monkeypatch.setenv("STORE_DIR", str(copied_store.folder))
    monkeypatch.setattr(clock, "today", lambda: dt.date(2026, 11, 27))
    assert main(["--lang", "en", option, "2099-12-31"]) == 2
    assert "2099-12-31 is outside 2023-03-15 to 2027-11-27" in capsys.readouterr().err
