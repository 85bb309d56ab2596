"""The models and their scores: recomputed in another way, the declared rule, and what the real facts say."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from rollout.questions.scope import Scope, year_before
from rollout.questions.view import view_of
from rollout.scores import told
from rollout.subjects.forecast import back_test as trial
from rollout.subjects.forecast import models, outlook, scores
from rollout.subjects.forecast.durations import MAIN
from rollout.subjects.forecast.method import MODEL
from tests.test_forecast import TODAY, lasting, taking

MONTHS = [9, 14, 15, 18, 22, 24, 31, 40, "12+", "45+"]


# The models


@pytest.mark.parametrize("model", ["log-normal", "cohort"])
def test_the_grid_gives_what_draws_of_the_prior_give(model):
    """Importance sampling: parameters from the prior, weighed by how likely they make the cases."""
    took = taking(lasting(*MONTHS))
    years = [2008] * 5 + [2014] * 5
    cases = took.cases.assign(cohort_year=years)
    share = models.MODELS[model](replace(took, cases=cases)).share
    draws = np.random.default_rng(1)
    n = 20_000
    middle = draws.normal(np.log(24), 1.0, n)
    spread = np.exp(draws.normal(np.log(0.5), 0.5, n))
    wide = np.abs(draws.normal(0, 0.3, n)) if model == "cohort" else np.zeros(n)
    weight = np.zeros(n)
    effects = stats.norm.ppf((np.arange(80) + 0.5) / 80)  # of a cohort, averaged over
    for year in (2008, 2014):
        own = cases[cases["cohort_year"] == year]
        of = effects if model == "cohort" else np.zeros(1)
        off = middle[:, None] + wide[:, None] * of
        likely = np.zeros_like(off)
        for months, reached in own[["months", "reached"]].to_numpy():
            z = (np.log(months) - off) / spread[:, None]
            likely += stats.norm.logpdf(z) - np.log(spread)[:, None] if reached else stats.norm.logsf(z)
        weight += np.log(np.exp(likely).mean(axis=1) + 1e-300)
    weight = np.exp(weight - weight.max())
    for months in (12, 24, 48):
        z = (np.log(months) - middle) / np.hypot(spread, wide)
        expected = (weight * stats.norm.cdf(z)).sum() / weight.sum()
        assert np.interp(np.log(months), models.LOG_TIMES, share) == pytest.approx(expected, abs=0.02), months


def test_many_cases_are_believed_and_few_are_drawn_towards_what_projects_have():
    many, few = (
        models.log_normal(taking(lasting(*months), minimum=1))
        for months in ([20 + k / 50 for k in range(99)], [20, 21])
    )
    spans = [np.subtract(*np.log(step.draw(np.array([0.9, 0.1])))) for step in (many, few)]
    assert spans[0] < 0.5 < spans[1]


# The scores


def test_the_crps_is_that_of_the_draws():
    drawn = np.random.default_rng(2).lognormal(3, 0.5, 3000).clip(0, 110)
    made = trial.scored(trial.Told(drawn, np.ones_like(drawn)), trial.Came(25.0, True))
    among = np.abs(drawn[:, None] - drawn[None, ::7]).mean() / 2
    assert made["crps"] == pytest.approx(np.abs(drawn - 25).mean() - among, abs=0.3)
    assert made["pit"] == pytest.approx((drawn <= 25).mean())
    assert made["brier"] == pytest.approx((drawn <= 24).mean() ** 2)


def test_a_case_counts_as_far_as_it_is_known():
    said = trial.Told(np.full(10, 30.0), np.ones(10))
    open_, gone = (trial.scored(said, trial.Came(40.0, False, never)) for never in (False, True))
    assert open_["crps"] == pytest.approx(11), "from 30 to 40 it was wrong, later nobody knows"
    assert gone["crps"] == pytest.approx(91), "one given up never comes"
    assert np.isnan(trial.scored(said, trial.Came(20.0, False))["brier"]) and gone["brier"] == 0


def test_an_open_case_is_spread_over_what_is_left_to_it():
    part = pd.DataFrame({"pit": [0.5, 0.5], "reached": [True, False]})
    fifths = [scores.spread(part, k / 5, (k + 1) / 5) for k in range(5)]
    assert scores.spread(part.assign(pit=0.0).iloc[:1], 0, 0.2) == 1
    assert fifths == pytest.approx([0, 0, 0.5 + 0.1, 0.2, 0.2]) and scores.within(part) == pytest.approx(0.9)


def made(case, cohort, brier=(0.1, 0.1, 0.1)):
    rows = [
        {"test": test, "kind": kind, "n": 9, "crps": crps, "brier": b}
        for test, row in (("case", case), ("cohort", cohort))
        for kind, crps, b in zip(models.MODELS, row, brier, strict=True)
    ]
    return pd.DataFrame(rows)


@pytest.mark.parametrize(
    ("scored", "taken"),
    [
        (made((9, 8, 8), (9, 8, 7)), "cohort"),
        (made((9, 8, 8), (9, 7.1, 7)), "log-normal"),  # alike: the simpler
        (made((9, 8, 8.5), (9, 8, 7)), "log-normal"),  # more than 5 % worse in the other test
        (made((7.9, 8, 8), (9, 8, 7)), "curve"),  # not beaten in both
        (made((9, 8, 8), (9, 8, 7), (0.1, 0.2, 0.2)), "curve"),  # its Brier is the better
    ],
)
def test_the_declared_rule(scored, taken):
    assert scores.choose(scored) == taken


# The real facts


@pytest.fixture(scope="module")
def view(asker):
    return view_of(asker, Scope(TODAY, year_before(TODAY), TODAY, "en", snapshot=asker.snapshot()))


@pytest.fixture(scope="module")
def tested(view):
    return outlook.tested(view)


def test_the_forecast_uses_the_model_that_the_rule_takes(tested):
    assert scores.choose(scores.scores(tested, MODEL)) == MODEL


def test_every_kind_is_scored_on_the_same_tests_and_none_knows_what_it_is_asked(tested):
    table = scores.scores(tested, MODEL)
    assert all(tuple(kinds) == trial.KINDS for _, kinds in table.groupby("test")["kind"])
    for _, rows in table[table["kind"] != trial.PLAN].groupby("test"):
        assert rows["n"].nunique() == 1 and rows["n"].iloc[0] > 50
        assert rows["pit"].map(sum).to_numpy() == pytest.approx(1)
    mine = table[table["kind"] == MODEL]
    assert mine["crps"].tolist() == pytest.approx(mine["against"].tolist()) and (mine["open"] == 0).all()
    waiting = tested[(tested["anchor"] == MAIN[0]) & (tested["waited"] == 36)]
    assert len(waiting), "the state that ten complexes are in is among the tested"
    far = table.set_index(["test", "kind"])["crps"]
    assert far[trial.CASE, MODEL] < far[trial.COHORT, MODEL], "a cohort of its own is harder to tell"


def test_a_left_out_complex_tells_nothing_of_itself(real_reference, tested):
    """Its own outcome moved by years changes what came, and nothing of what was said."""
    reference, promises = real_reference
    own = (reference["ref_id"] == "jeonju-carbon") & (reference["stage_id"] == MAIN[1])
    later = pd.Timedelta(days=200)
    moved = reference.assign(
        from_day=reference["from_day"].mask(own, reference["from_day"] + later),
        to_day=reference["to_day"].mask(own, reference["to_day"] + later),
    )
    said = []
    for rows in (tested[tested["test"] != trial.NOW], trial.back_test(moved, promises, TODAY)):
        rows = rows[(rows["id"] == "jeonju-carbon") & (rows["anchor"] == MAIN[0]) & (rows["kind"] == MODEL)]
        said.append(rows.set_index(["test", "waited", "stage_id"])[["low", "median", "high", "came"]])
    edges = ["low", "median", "high"]
    pd.testing.assert_frame_equal(said[0][edges], said[1][edges])
    assert said[0]["came"].ne(said[1]["came"]).any()


@pytest.fixture(scope="module")
def real_reference(view):
    return view.ask("forecast/reference"), view.ask("forecast/promises")


def test_without_cases_there_is_nothing_to_tell(real_reference):
    tested = trial.back_test(*real_reference, TODAY, "company-led")
    table = scores.scores(tested, MODEL)
    assert (table["n"] == 0).all() and scores.choose(table) == "curve"
    assert scores.plans_told(tested, MODEL)[0] == 0


def test_the_command_prints_what_the_page_shows(view, tested):
    text = told(view)
    assert text.splitlines()[-1] == MODEL and text.startswith("Back-test: ")
    table = scores.scores(tested, MODEL)
    assert all(view.w.number(value, 2) in text for value in table["crps"])
