"""The office's day and clock, whatever the server's zone; a wrong zone is one clear message."""

import ast
import datetime as dt
import re

import pytest

from rollout import clock
from rollout.trouble import trouble
from rollout.words import Words
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
    assert {part.key: part.value for part in app.date_input} == {
        "as_of": dt.date(2026, 11, 27), "compare": dt.date(2025, 11, 27), "today": dt.date(2026, 11, 27),
    }  # fmt: skip


@pytest.mark.parametrize("name", ["Asia/Soul", "Seoul", "../../etc/passwd", "/etc/localtime", "Asia", "한국", "Asia/Seoul\x00"])
def test_a_zone_that_there_is_not_is_one_clear_message(name, monkeypatch):
    monkeypatch.setenv("TIME_ZONE", name) if "\x00" not in name else monkeypatch.setattr(clock.os, "environ", {"TIME_ZONE": name})
    with pytest.raises(clock.ZoneError, match="is no time zone"):
        clock.today()
    assert name in trouble(clock.ZoneError(name), Words("ko"))


@pytest.mark.parametrize("module", ["rollout.serve", "rollout.store history", "rollout.briefing --format xlsx"])
def test_commands_say_it_in_one_line(module, copied_store):
    name, *arguments = module.split()
    result = command(name, *arguments, TIME_ZONE="Asia/Soul", PORT="28591", LANG="en", STORE_DIR=str(copied_store.folder))
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
    for path in [ROOT / "dashboard.py", *(ROOT / "rollout").rglob("*.py"), *(ROOT / "screens").rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Attribute)
                and node.attr in {"today", "now", "utcnow"}
                and ast.unparse(node.value) in {"dt.date", "dt.datetime"}
            ):
                read.append(path.name)
    assert read == ["clock.py"]
