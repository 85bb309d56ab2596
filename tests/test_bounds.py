"""What one stranger may ask of the server: how much is worked out for a link, and how much is remembered of it."""

import datetime as dt
from threading import Event, Thread

import pytest

from rollout import forecast
from rollout.telling import outlook
from tests.opening import own_store, visit  # noqa: F401  own_store is a fixture


@pytest.fixture(scope="module")
def prepared(own_store: None) -> list[dt.date]:  # noqa: F811
    """The days that the first visit, by a link to a later day, had prepared in the background."""
    asked: list[dt.date] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(outlook, "prepare", lambda viewer, days: asked.extend([*days, viewer.scope.as_of]))
        visit("overview", today="2027-03-31", as_of="2027-03-31")
    return asked


def test_what_is_worked_out_in_the_background_follows_the_clock_not_the_link(prepared: list[dt.date]) -> None:
    assert dt.date(2023, 3, 31) in prepared
    assert max(prepared) <= dt.date.today()


def test_a_day_asks_for_its_own_forecasts_and_no_others(prepared: list[dt.date], monkeypatch: pytest.MonkeyPatch) -> None:
    """The quarters of the ratings are forecast once for all days; a further day costs itself and the day it is compared with."""
    days = []
    real = forecast.forecast
    visit("schedule")
    monkeypatch.setattr(forecast, "forecast", lambda *given, **more: (days.append(given[2]), real(*given, **more))[1])
    visit("schedule", as_of="2026-03-29", compare="2024-05-05")
    assert set(days) == {dt.date(2026, 3, 29), dt.date(2024, 5, 5)}


def test_one_preparation_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    begun, go_on, done = [], Event(), Event()
    monkeypatch.setattr(outlook, "back_test", lambda viewer: None)
    monkeypatch.setattr(outlook, "chances", lambda viewer, day: (begun.append(viewer), done.set(), go_on.wait(30)))
    threads = [Thread(target=outlook.prepare, args=(name, [dt.date(2026, 3, 31)])) for name in ("first", "second")]
    for thread in threads:
        thread.start()
    assert done.wait(30)
    assert len(begun) == 1, "the second waits for the first"
    go_on.set()
    for thread in threads:
        thread.join(30)
    assert sorted(begun) == ["first", "second"]
