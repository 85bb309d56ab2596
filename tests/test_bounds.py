"""What one stranger may ask of the server: how much is worked out for a link, and how much is remembered of it."""

import datetime as dt
from collections.abc import Callable
from threading import Event, Thread
from types import SimpleNamespace

import pandas as pd
import pytest

from rollout.questions.ask import Asker, size_of
from rollout.store import lake as store
from rollout.subjects.forecast import method as forecast
from rollout.subjects.forecast import outlook
from tests.opening import html, own_store, visit  # noqa: F401  own_store is a fixture


@pytest.fixture(scope="module")
def prepared(own_store: Callable[[], None]) -> list[dt.date]:  # noqa: F811
    """The day that the first visit, by a link to a later day, had prepared in the background."""
    asked: list[dt.date] = []
    own_store()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(outlook, "prepare", lambda viewer: asked.append(viewer.scope.as_of))
        visit("today", today="2027-03-31", as_of="2027-03-31")
    return asked


def test_what_is_worked_out_in_the_background_follows_the_facts_not_the_link(prepared: list[dt.date]) -> None:
    assert prepared == [dt.date(2026, 6, 29)]  # the data date


def test_a_day_asks_for_its_own_forecasts_and_no_others(
    prepared: list[dt.date], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The ratings of past quarters need no forecast: a day costs its own."""
    days = []
    real = forecast.forecast
    visit("forecast")
    monkeypatch.setattr(forecast, "forecast", lambda *given, **more: (days.append(given[2]), real(*given, **more))[1])
    visit("forecast", as_of="2026-03-29", compare="2024-05-05")
    assert set(days) == {dt.date(2026, 3, 29)}


def test_one_preparation_at_a_time_and_of_the_newest_snapshot_only(monkeypatch: pytest.MonkeyPatch) -> None:
    begun, go_on, done = [], Event(), Event()
    monkeypatch.setattr(outlook, "tested", lambda viewer: None)
    monkeypatch.setattr(outlook, "ranges", lambda viewer, day: (begun.append(day), done.set(), go_on.wait(30)))
    asker = SimpleNamespace(snapshot=lambda: 7)
    viewers = [
        SimpleNamespace(asker=asker, scope=SimpleNamespace(as_of=name, snapshot=snapshot))
        for name, snapshot in (("first", 7), ("second", 7), ("of before a commit", 6))
    ]
    threads = [Thread(target=outlook.prepare, args=(viewer,)) for viewer in viewers]
    for thread in threads:
        thread.start()
    assert done.wait(30)
    assert len(begun) == 1, "the second waits for the first"
    go_on.set()
    for thread in threads:
        thread.join(30)
    assert sorted(begun) == ["first", "second"]


def test_what_is_remembered_is_bounded_by_its_size_not_by_its_number(opened: store.Store) -> None:
    asker = Asker(opened, most=2_000_000)
    for number in range(100):
        assert len(asker.remember(("page", number), lambda number=number: str(number) * 100_000)) >= 100_000
        assert asker.remembered <= 2_000_000
    made = []
    asker.remember(("page", 99), lambda: made.append("again"))
    assert not made, "the newest stays"
    asker.remember(("page", 0), lambda: made.append("again"))
    assert made, "the oldest went"
    assert len(asker.remember("larger than all", lambda: "x" * 3_000_000)) == 3_000_000
    assert asker.remembered <= 2_000_000


def test_sizes_are_those_of_all_that_hangs_on_a_value() -> None:
    text = "x" * 10_000
    assert 10_000 <= size_of(text) <= 10_100
    assert 20_000 <= size_of([{"a": text}, ("y" * 10_000,)]) <= 21_500
    assert size_of([text, text]) < 11_000, "what is there once counts once"
    frame = pd.DataFrame({"a": [str(n) * 1000 for n in range(100)]})
    assert size_of(frame) >= 100_000
    circle: list = []
    circle.append(circle)
    assert size_of(circle) < 1000


def test_a_briefing_that_somebody_typed_is_not_kept_for_all(monkeypatch: pytest.MonkeyPatch) -> None:
    keys: list = []
    real = Asker.remember
    monkeypatch.setattr(Asker, "remember", lambda asker, key, make: (keys.append(key), real(asker, key, make))[1])
    app = visit("briefing", briefing_sections=["overview"], briefing_title="First title")
    assert "First title" in html(app, "sheets")
    app.text_input(key="briefing_title").set_value("Second title").run()
    assert "Second title" in html(app, "sheets")
    assert "First title" not in repr(keys) and "Second title" not in repr(keys)
    assert "First" not in repr(app.session_state["briefing_latest"]), "the session keeps the latest only"
