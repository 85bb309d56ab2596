"""The delivery rating: the written rule, its edges, its reasons.

Nothing but delivery turns a complex green.
"""

import datetime as dt
import inspect
from typing import Any

import pandas as pd
import pytest

from rollout.language.words import Words
from rollout.subjects.schedule import rating
from rollout.subjects.schedule.rating import AMBER, GREEN, LITTLE, RED

DAY = pd.Timestamp("2026-03-31")
STAGES = ["prefeasibility-cleared", "plan-approved", "construction-started", "completed"]
NAMES = dict(zip(STAGES, ["Pre-feasibility", "Plan", "Construction", "Completion"], strict=True))
EN = Words("en")


def cell(
    stage: str, state: str = "planned", slip: int | None = 0, due: str = "2027-12-31", **more: Any
) -> dict[str, Any]:
    """One stage as schedule/standing gives it; a plan that holds unless told otherwise."""
    end = pd.Timestamp(due)
    passed = (DAY - end).days if state == "passed" else None
    dated = state not in {"skipped", "unpublished"}
    row = {
        "day": DAY,
        "complex_id": "a",
        "stage_id": stage,
        "position": STAGES.index(stage),
        "state": state,
        "date": end if dated else pd.NaT,
        "precision": "day",
        "slip_months": slip if dated else None,
        "last_end": end if dated else pd.NaT,
        "passed_days": passed,
        "heard_on": pd.Timestamp("2026-01-15"),
    }
    return row | more


def rate(*cells: dict[str, Any], **more: Any) -> pd.Series:
    """The rating of the one complex that these cells tell of."""
    frame = pd.DataFrame(list(cells)).astype({"slip_months": "Int64", "passed_days": "Int64"})
    rated = rating.rate(frame, NAMES, EN, **more)
    assert len(rated) == 1
    return rated.iloc[0]


def promise(**more: Any) -> list[dict[str, Any]]:
    """Two open plans that hold: enough for a green."""
    return [cell("construction-started", **more), cell("completed", due="2030-12-31", **more)]


def test_green_needs_dates_ahead_that_have_not_moved() -> None:
    row = rate(*promise())
    assert (row["rating"], row["reasons"], row["dated"]) == (GREEN, [], 2)


@pytest.mark.parametrize(
    ("slip", "expected"), [(-12, GREEN), (0, GREEN), (1, AMBER), (11, AMBER), (12, RED), (48, RED)]
)
def test_moves(slip: int, expected: str) -> None:
    assert rate(*promise(), cell("plan-approved", slip=slip))["rating"] == expected


@pytest.mark.parametrize(
    ("due", "expected"), [("2026-03-30", AMBER), ("2025-04-01", AMBER), ("2025-03-31", RED), ("2023-12-31", RED)]
)
def test_dates_passed_without_news(due: str, expected: str) -> None:
    row = rate(*promise(), cell("plan-approved", "passed", due=due))
    assert row["rating"] == expected
    assert row["longest_passed"] == (DAY - pd.Timestamp(due)).days


def test_twelve_months_end_with_the_month() -> None:
    assert rating._past(pd.Timestamp("2024-02-29"), 12, pd.Timestamp("2025-02-28"))
    assert not rating._past(pd.Timestamp("2024-03-30"), 12, pd.Timestamp("2025-03-29"))


def test_withdrawal_is_red() -> None:
    row = rate(*promise(), cell("prefeasibility-cleared", "withdrawn", None, "2025-08-11"))
    assert row["rating"] == RED
    assert row["reasons"][0] == {
        "rating": RED,
        "stage_id": "prefeasibility-cleared",
        "text": "Pre-feasibility withdrawn 2025-08-11",
    }


@pytest.mark.parametrize("state", ["done", "skipped"])
def test_what_is_behind_does_not_count(state: str) -> None:
    assert rate(*promise(), cell("plan-approved", state, slip=24 if state == "done" else None))["rating"] == GREEN


def test_too_little_published() -> None:
    assert rate(cell("construction-started"), cell("completed", "unpublished"))["rating"] == LITTLE
    assert rate(*promise(heard_on=pd.Timestamp("2025-03-31")))["rating"] == LITTLE  # a year of silence
    assert rate(*promise(heard_on=pd.Timestamp("2025-04-01")))["rating"] == GREEN
    assert rate(cell("completed", "unpublished", heard_on=pd.NaT))["rating"] == LITTLE


def test_silence_hides_nothing() -> None:
    """Publishing less can't better a rating: what was said and passed stays counted."""
    lone = cell("construction-started", "passed", due="2024-12-31", heard_on=pd.Timestamp("2024-01-01"))
    assert rate(lone, cell("completed", "unpublished"))["rating"] == RED


def test_a_later_promise_paints_nothing_green() -> None:
    """A date restated ever later goes from passed to moved, never back to green."""
    before = rate(*promise(), cell("plan-approved", "passed", due="2026-02-28"))
    after = rate(*promise(), cell("plan-approved", "planned", slip=12, due="2027-02-28"))
    assert rating.RATINGS.index(after["rating"]) <= rating.RATINGS.index(before["rating"])


def test_all_reached_is_green() -> None:
    assert rate(*(cell(stage, "done", slip=36, due="2025-01-01") for stage in STAGES))["rating"] == GREEN


@pytest.mark.parametrize(("chance", "expected"), [(0.49, AMBER), (0.5, GREEN), (0.0, AMBER)])
def test_chance_makes_amber_never_red(chance: float, expected: str) -> None:
    chances = {DAY.date(): {"a": ("completed", chance, 10)}}
    assert rate(*promise(), chances=chances)["rating"] == expected
    assert rate(*promise(), cell("plan-approved", slip=24), chances=chances)["rating"] == RED


def test_chance_of_another_day_plays_no_part() -> None:
    assert rate(*promise(), chances={dt.date(2025, 12, 31): {"a": ("completed", 0.0, 10)}})["rating"] == GREEN


@pytest.mark.parametrize(
    ("chance", "said"), [(0.0, "under 9%"), (0.08, "under 9%"), (0.13, "about 15%"), (1.0, "over 91%")]
)
def test_no_chance_is_told_as_certain(chance: float, said: str) -> None:
    assert rating.percent(chance, 10, EN) == said


def test_reasons_name_the_worst_and_count_the_rest() -> None:
    row = rate(
        cell("plan-approved", slip=6),
        cell("construction-started", slip=30),
        cell("completed", "passed", slip=3, due="2025-12-31"),
    )
    assert [r["text"] for r in row["reasons"]] == [
        "Construction +30 mo (and 2 more)",
        "Completion due 2025-12-31, no news for 90 days",
    ]
    assert [r["rating"] for r in row["reasons"]] == [RED, AMBER]
    assert (row["moved"], row["most_moved"], row["passed"]) == (3, 30, 1)


def test_same_statements_same_rating() -> None:
    """Reproducible: neither the order of the rows nor other days and complexes change a rating."""
    cells = [*promise(), cell("plan-approved", "passed", due="2025-12-31")]
    others = [c | {"complex_id": "b", "state": "unpublished"} for c in cells] + [
        c | {"day": DAY - pd.Timedelta(days=90)} for c in cells
    ]
    frame = pd.DataFrame([*cells, *others]).astype({"slip_months": "Int64", "passed_days": "Int64"})
    once = rating.rate(frame, NAMES, EN)
    again = rating.rate(frame.iloc[::-1], NAMES, EN)
    pd.testing.assert_frame_equal(once, again)
    assert once.set_index(["day", "complex_id"]).loc[(DAY, "a"), "rating"] == rate(*cells)["rating"]


def test_nothing_to_rate() -> None:
    nothing = pd.DataFrame([cell("completed")]).iloc[:0]
    assert rating.rate(nothing, NAMES, EN).columns.tolist() == list(rating.COLUMNS)


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_printed_rule_holds_every_threshold(lang: str) -> None:
    rule = dict(rating.rule(Words(lang)))
    assert tuple(rule) == rating.RATINGS
    assert rule[RED].count(str(rating.LATE_MONTHS)) == 2
    assert str(rating.LATE_MONTHS) in rule[AMBER]
    assert f"{rating.LIKELY * 100:.0f}%" in rule[AMBER]
    assert str(rating.ENOUGH_DATES) in rule[LITTLE]
    assert str(rating.QUIET_MONTHS) in rule[LITTLE]


def test_quarters() -> None:
    assert rating.quarter_ends(dt.date(2023, 3, 30)) == ()
    assert rating.quarter_ends(dt.date(2023, 9, 30)) == (
        dt.date(2023, 3, 31),
        dt.date(2023, 6, 30),
        dt.date(2023, 9, 30),
    )
    assert len(rating.quarter_ends(dt.date(2026, 11, 23))) == 15
    far = rating.quarter_ends(dt.date(2099, 12, 31))
    assert (len(far), far[-1]) == (40, dt.date(2099, 12, 31)), "however far a day lies, ten years are rated: the newest"


def test_nobody_can_set_a_rating() -> None:
    """The rule takes statements and chances; there is no way to hand it a rating."""
    assert set(inspect.signature(rating.rate).parameters) == {"cells", "names", "w", "chances"}
