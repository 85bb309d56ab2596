"""The Forecast page through AppTest: the charts hold the method's numbers, small numbers are refused, languages, early
days.
"""

import datetime as dt

import pytest

from rollout.subjects.forecast import method as forecast
from rollout.subjects.forecast import outlook as forecast_outlook
from tests.opening import LATEST, figures, html, own_store, targets, text, visit, words_of  # noqa: F401  own_store is a fixture


@pytest.fixture(scope="module")
def rows(opened):
    """The forecast of all 15 on the last day of the facts, from the store itself."""
    from rollout.questions.ask import Asker

    asker, day = Asker(opened), dt.date.fromisoformat(LATEST)
    everyone = tuple(opened.query("SELECT complex_id FROM facts.complexes")["complex_id"])
    return forecast.forecast(
        asker.ask("forecast/positions", 1, as_of=day, complexes=everyone),
        asker.ask("forecast/reference", 1, as_of=day),
        day,
    )


def test_the_chart_holds_the_medians_of_the_method(rows):
    drawn = figures(visit("forecast"))[0]
    medians = next(trace for trace in drawn["data"] if trace.get("name") == "median")
    wanted = rows[(rows["stage_id"] == "construction-started") & rows["low"].notna()]
    assert sorted(medians["x"]) == sorted(day.date().isoformat() for day in wanted["median"])


def test_plans_are_drawn_beside_the_range(rows):
    drawn = figures(visit("forecast", milestone="completed"))[0]
    plans = next(trace for trace in drawn["data"] if trace.get("name") == "plan")
    wanted = rows[(rows["stage_id"] == "completed") & rows["low"].notna() & rows["plan_to"].notna()]
    assert sorted(plans["x"]) == sorted(day.date().isoformat() for day in wanted["plan_to"])


def test_every_past_case_is_a_point_with_sources():
    app = visit("cases")
    points = [key for trace in figures(app)[0]["data"] if "customdata" in trace for key in trace["customdata"]]
    assert len(points) == len(set(points)) > 40
    assert set(points) == {f"case:{ids}" for ids in targets(app, "cases-special-act-2008", "case")}


def test_too_few_cases_are_refused_not_guessed():
    app = visit("forecast")
    app = app.selectbox(key="class").select("company-led").run()
    assert "too few cases" in words_of(app, "outlook")
    assert not figures(app), "no range is drawn"


@pytest.fixture(scope="module")
def back_test():
    """The page of the back-test, once it was worked out beside the first request."""
    app = visit(
        "back-test", today="2026-03-30", as_of="2026-03-30"
    )  # a day whose back-test is not kept beside the store
    assert "being worked out" in text(html(app, "top"))
    while "being worked out" in text(html(app, "top")):
        with forecast_outlook.PREPARING:
            pass
        app.run()
    return app


def test_the_back_test_shows_the_scores_of_every_kind_in_every_test(back_test):
    told = words_of(back_test, "back-test")
    assert "Plan approved" in told and "waiting for 36 months" in told
    kinds = ("Kaplan-Meier curve", "Log-normal", "whole duration", "plus median slip")
    assert all(kind in told for kind in kinds)
    assert all(f"CRPS: {test}" in told for test in ("own case out", "selection year out", "the 15 since"))


def test_a_back_test_that_fails_says_so_and_is_not_tried_every_second(monkeypatch):
    tried = []
    monkeypatch.setattr(forecast_outlook, "tested", lambda viewer: tried.append(1) or 1 / 0)
    app = visit("back-test", as_of="2025-11-11")
    for _ in range(2):
        with forecast_outlook.PREPARING:
            pass
        app.run()
    assert tried == [1] and app.error and "Traceback" not in app.error[0].value


def test_base_rates_of_both_ledgers(back_test):
    told = text(html(back_test, "history"))
    assert "older complexes" in told
    assert "the 15" in told


def test_a_filter_keeps_only_its_complexes():
    drawn = figures(visit("forecast", province="gyeongbuk"))[0]["data"]
    plotted = next(trace for trace in drawn if trace.get("name") == "plan")["y"]
    assert set(plotted) == {"Andong", "Gyeongju", "Uljin"}


def test_in_korean_nothing_of_the_table_is_left_in_english():
    told = words_of(visit("forecast", milestone="prefeasibility-cleared", lang="ko"), "outlook")
    assert "도달 가능성" in told
    assert not any(word in told for word in ("later", "under", "Candidate"))


def test_the_headline_counts_the_plans_that_lie_ahead(rows):
    said = text(html(visit("forecast"), "forecast-top"))
    assert f"{int(rows['plan_ahead'].sum())} dated plans lie ahead." in said and "made a year or more ahead" in said


def test_a_day_on_which_nothing_had_been_said_says_so():
    app = visit("forecast", as_of="2023-03-15", compare="2023-03-15", today="2023-03-15")
    assert "dated plans lie ahead" in text(html(app, "forecast-top"))
