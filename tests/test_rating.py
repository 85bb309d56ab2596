"""The delivery rating: each flag of the written rule, its edges, and the direction."""

import datetime as dt
from typing import Any

import pandas as pd
import pytest

from rollout.language import codes
from rollout.questions.ask import Asker
from rollout.questions.rows import ScheduleStanding
from rollout.questions.scope import Scope, year_before
from rollout.questions.view import view_of
from rollout.render import html
from rollout.subjects.progress import today
from rollout.subjects.schedule import rating
from rollout.subjects.schedule.rating import Rated

DAY, YEAR_AGO = dt.date(2026, 3, 31), dt.date(2025, 3, 31)
STAGES = ["candidate-selected", "prefeasibility-cleared", "plan-approved", "construction-started", "completed"]
NEVER = {}  # no older complex has passed any gate


def cell(
    stage: str, state: str = "planned", due: str = "2027-12-31", day: dt.date = DAY, **more: Any
) -> dict[str, Any]:
    """One stage as schedule/standing gives it; a plan ahead unless it says otherwise."""
    end = pd.NaT if state in {"skipped", "unpublished"} else pd.Timestamp(due)
    row = dict.fromkeys(ScheduleStanding.__annotations__) | {
        "day": pd.Timestamp(day),
        "complex_id": "a",
        "stage_id": stage,
        "position": STAGES.index(stage) + 1,
        "state": state,
        "last_end": end,
        "withdrawn_on": pd.NaT,
        "heard_on": pd.Timestamp("2026-01-15"),
    }
    return row | more


def selected(on: str = "2025-06-30", **more: Any) -> dict[str, Any]:
    """The first stage, reached lately."""
    return cell("candidate-selected", "done", on, **more)


def rate(*cells: dict[str, Any], paces: dict[str, float] | None = None) -> Rated:
    """The rating on DAY of the one complex that these cells are of."""
    return rating.rate(pd.DataFrame(list(cells)), [DAY], {DAY: paces or NEVER})[0]


def raised(*cells: dict[str, Any], **more: Any) -> dict[str, tuple[str, str]]:
    """The flags: code -> stage and cause."""
    return {flag.code: (flag.stage_id, flag.cause) for flag in rate(*cells, **more).flags}


def test_green_needs_a_date_ahead_and_a_stage_reached_lately() -> None:
    assert rate(selected(), cell("prefeasibility-cleared")).rating == "green"


@pytest.mark.parametrize(("flags", "step"), enumerate(["green", "amber-green", "amber", "amber-red", "red"]))
def test_the_step_is_the_number_of_flags(flags: int, step: str) -> None:
    old = selected("2024-06-30" if flags > 0 else "2025-06-30")  # stuck
    state = "unpublished" if flags > 1 else "planned"  # undated
    later = [cell("plan-approved", withdrawn_on=pd.Timestamp("2025-08-11"))] if flags > 2 else []  # slipping
    row = rate(
        old, cell("prefeasibility-cleared", state), *later, paces={"prefeasibility-cleared": 12} if flags > 3 else {}
    )
    assert (len(row.flags), row.rating) == (flags, step)


@pytest.mark.parametrize(("pace", "behind"), [(9.0, True), (9.1, False)])
def test_behind_from_the_age_at_which_half_had_passed_the_next_gate(pace: float, behind: bool) -> None:
    flags = raised(selected("2025-06-30"), cell("plan-approved"), paces={"plan-approved": pace, "completed": 1.0})
    assert flags == ({"behind": ("plan-approved", "")} if behind else {})


@pytest.mark.parametrize(("on", "stuck"), [("2024-09-29", True), ("2024-10-05", False)])
def test_stuck_after_eighteen_months(on: str, stuck: bool) -> None:
    assert ("stuck" in raised(selected(on), cell("plan-approved"))) is stuck


@pytest.mark.parametrize("state", ["passed", "unpublished", "withdrawn"])
def test_undated_without_a_date_in_force(state: str) -> None:
    assert raised(selected(), cell("plan-approved", state, "2024-12-31"))["undated"] == ("plan-approved", state)


def test_a_date_that_passed_in_silence_raises_no_flag() -> None:
    assert raised(selected(), cell("plan-approved", "unconfirmed", "2026-02-28")) == {}


@pytest.mark.parametrize(("due", "slips"), [("2027-06-30", False), ("2027-12-31", True), ("2025-12-31", False)])
def test_slipping_by_half_a_year_within_a_year(due: str, slips: bool) -> None:
    before = cell("completed", due="2027-01-31" if due == "2027-06-30" else "2027-06-30", day=YEAR_AGO)
    flags = raised(before, selected(), cell("completed", due=due))
    assert flags == ({"slipping": ("completed", "moved")} if slips else {})


def test_slipping_where_a_date_lapsed_or_was_withdrawn_within_the_year() -> None:
    assert raised(selected(), cell("plan-approved"), cell("completed", "passed", "2025-12-31")) == {
        "slipping": ("completed", "passed")
    }
    assert raised(selected(), cell("plan-approved"), cell("completed", "passed", "2024-12-31")) == {}
    again = cell("plan-approved", withdrawn_on=pd.Timestamp("2025-08-11"))
    assert raised(selected(), again, cell("completed", "passed", "2025-12-31")) == {
        "slipping": ("plan-approved", "withdrawn")
    }


def test_what_is_reached_or_passed_over_raises_no_flag() -> None:
    reached = [cell(stage, "done", "2025-06-30") for stage in STAGES]
    assert rate(*reached).rating == "green"
    assert (
        raised(cell("candidate-selected", "done", "2025-06-30"), cell("plan-approved", "skipped"), cell("completed"))
        == {}
    )


def test_quiet_after_180_days() -> None:
    assert rate(selected(heard_on=pd.Timestamp("2025-10-02"))).quiet
    assert not rate(selected(heard_on=pd.Timestamp("2025-10-03"))).quiet


def test_better_only_where_a_stage_was_reached() -> None:
    then = rate(selected(), cell("plan-approved", "unpublished"))
    dated = rate(selected(), cell("plan-approved"))
    reached = rate(selected(), cell("plan-approved", "done", "2026-01-31"), cell("completed"))
    assert (len(then.flags), len(dated.flags), len(reached.flags)) == (1, 0, 0)
    assert rating.direction(dated, then) == "same"  # a date alone betters nothing
    assert rating.direction(reached, then) == "better"
    assert rating.direction(then, dated) == "worse"


def test_foretold_is_the_frequency_of_right_orders() -> None:
    def row(name: str, day: dt.date, flags: int, reached: int) -> Rated:
        return Rated(day, name, "green", (rating.Flag("stuck"),) * flags, reached, False, None)

    first, later = dt.date(2024, 12, 31), dt.date(2025, 12, 31)
    rows = [row("a", first, 2, 1), row("a", later, 2, 1), row("b", first, 1, 1), row("b", later, 0, 2)]
    assert rating.foretold(rows) == (1.0, 2)
    assert rating.foretold(rows[:2]) is None


def test_quarters() -> None:
    assert rating.quarter_ends(dt.date(2023, 9, 29)) == (dt.date(2023, 3, 31), dt.date(2023, 6, 30))
    assert rating.quarter_ends(dt.date(2023, 9, 30))[-1] == dt.date(2023, 9, 30)
    assert len(rating.quarter_ends(dt.date(2099, 12, 31))) == rating.MOST_QUARTERS


def test_the_words_name_the_thresholds() -> None:
    for lang in ("ko", "en"):
        said = {flag.code: flag.definition(lang) for flag in codes.codes("rating-flag")}
        assert list(said) == list(rating.FLAGS)
        assert str(rating.STUCK_MONTHS) in said["stuck"]
        assert "six months" in said["slipping"] or f"{rating.SLIP_MONTHS}개월" in said["slipping"]
    assert tuple(each.code for each in codes.codes("rating")) == rating.RATINGS


def test_a_rating_of_a_complex_that_nobody_spoke_of_is_hatched_and_says_so(asker: Asker) -> None:
    day = dt.date(2026, 11, 27)
    view = view_of(asker, Scope(day, year_before(day), day, "en", snapshot=asker.snapshot()))
    table = today.standing(view).tables[0]
    quiet = {row.key for row in table.rows if row["rating"].hatched}
    assert quiet == {row.key for row in table.rows if (day - row["heard"].value).days >= 180} != set()
    assert "Hatched" in table.foot
    assert "strong hatched" in html.section(today.standing(view), view.w, view.warnings())
