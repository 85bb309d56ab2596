"""What each model would have said of the older complexes and of the 15, and what came.

Every older complex is forecast in the situations of `SITUATIONS`, with its own case out or its whole cohort out; the
others' later outcomes stay in, so that it is no record of forecasts made at the time. The 15 are forecast as they stood
on earlier days, from what was known then. What is scored, and the rule by which a model is taken, were written down
before the first run: docs/decisions.md. The scores are made anew from the facts: `make scores`.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from rollout.questions.ask import is_missing, rows_of
from rollout.subjects.forecast.durations import (
    CHAIN,
    CLASSES,
    FILED,
    HIGH,
    LOW,
    MAIN,
    MINIMUM,
    MONTH,
    Durations,
    durations,
    given_up_rate,
    history,
    median,
    middle,
    months_of,
    without,
)
from rollout.subjects.forecast.method import SEED, even_chances, heard, simulate, steps_of, waits
from rollout.subjects.forecast.models import MODELS, Curve
from rollout.subjects.forecast.promises import judged, slip_months

SITUATIONS = ((MAIN[0], 0), (MAIN[0], 24), (MAIN[0], 36), (FILED, 0), (MAIN[1], 0), (MAIN[2], 0))  # stage, months since
CASE, COHORT, NOW = "case", "cohort", "now"  # own case out; whole cohort out; the 15 since
WHOLE, PLAN = "whole", "plan"  # the baselines
KINDS = (*MODELS, WHOLE, PLAN)
DRAWS = 2000
FEWEST = 3  # observed cases that a step of a test needs
HORIZON, AT = 120, 24  # months: of the CRPS, of the Brier score
USED = {*pairwise(MAIN), (FILED, MAIN[1])}  # the steps from the situations on
MONTHS = np.arange(HORIZON + 1.0)
GRACE_DAYS = 31  # a plan made with a decision may be printed some days after it
LOOKS_BACK = (24, 12)  # months before the as-of day at which the 15 are forecast
BACK_TEST_COLUMNS = (
    "test",  # case, cohort, now
    "kind",  # a model or a baseline
    "anchor",  # the stage last reached; all that follows is in months from the day of the forecast
    "waited",  # months since then, as SITUATIONS have them; empty for the 15
    "day",  # of the forecast; of the 15 the day up to which it knew
    "id",  # the older complex, or the complex
    "stage_id",
    "low",  # as in a forecast
    "median",
    "high",
    "came",  # when the stage was reached or, where `reached` is False, until when it is known not to have been
    "reached",
    "never",  # given up
    "crps",
    "brier",  # empty where the state after AT months is not known
    "pit",  # the share that should have come by then
    "promised",  # the end of the period last promised by then
    "promise_held",  # whether the stage was reached by then
    "promise_error",  # by how much it came later, 0 where the periods overlap; of an unfinished one the least it can be
    "promise_chance",  # what the model gave it
    "promise_rate",  # how often the others' plans were kept
    "origin_ids",
)


Plans = Mapping[tuple[str, str], list[Mapping[str, Any]]]  # complex, stage -> the plans made for it


@dataclass(frozen=True)
class Told:
    """What is said of a stage: draws, in months, and the chance of each that the complex is not given up before."""

    drawn: np.ndarray
    carried: np.ndarray

    @cached_property
    def share(self) -> np.ndarray:
        """The share that has come by each of MONTHS."""
        counted, _ = np.histogram(self.drawn, [0, *MONTHS + 1e-9], weights=self.carried)
        return np.asarray(counted.cumsum() / len(self.drawn))


@dataclass(frozen=True)
class Came:
    """What came of a stage: when it was reached; or until when it is known to be open, or that it was given up then."""

    months: float
    reached: bool
    never: bool = False

    @property
    def known(self) -> np.ndarray:
        """At which of MONTHS it is known whether the stage had been reached."""
        return (self.months >= MONTHS) | self.reached | self.never

    @property
    def there(self) -> np.ndarray:
        """At which of MONTHS it had been."""
        return self.reached & (self.months <= MONTHS)


def back_test(
    reference: pd.DataFrame, promises: pd.DataFrame, as_of: dt.date, klass: str = CLASSES[0], seed: int = SEED
) -> pd.DataFrame:
    """What each of `KINDS` says of each older complex in each situation, and what came: BACK_TEST_COLUMNS."""
    reference = reference[reference["reference_class"] == klass]
    older = judged(promises[promises["ledger"] == "reference"], as_of)
    past = {pair: known for pair, known in history(reference, klass, as_of, FEWEST).items() if pair in USED}
    pairs = {(start, end) for start in (MAIN[0], FILED, *MAIN[1:3]) for end in MAIN[1:] if comes_after(end, start)}
    whole = {pair: durations(reference, *pair, klass, as_of, FEWEST) for pair in pairs}
    cases = {(*pair, row["ref_id"]): row for pair, known in whole.items() for row in rows_of(known.cases)}
    own = _by_stage(older)
    cohorts = reference.drop_duplicates("ref_id").set_index("ref_id")["cohort_year"]
    chances = {end: even_chances(end, seed, DRAWS) for end in MAIN[1:]}
    rows: list[dict[str, Any]] = []
    for test, members in _groups(cohorts):
        out = partial(_one_of, members)
        forecaster = Forecaster(
            {pair: without(known, out, FEWEST) for pair, known in past.items()},
            {pair[1]: without(known, out, FEWEST) for pair, known in whole.items() if pair[0] == MAIN[0]},
            given_up_rate(without(whole[MAIN[0], MAIN[2]], out, FEWEST).cases),
            chances,
            older[~older["id"].isin(members)],
        )
        for ref_id in members:
            for found in _situations(ref_id, cases):
                rows += [{"test": test} | row for row in forecaster.rows(found, own)]
    return _framed(rows)


def _groups(cohorts: pd.Series) -> Iterator[tuple[str, list[str]]]:
    """Who is left out together: each complex by itself, and each cohort."""
    for ref_id in sorted(cohorts.index):
        yield CASE, [ref_id]
    for _, part in cohorts.groupby(cohorts):
        yield COHORT, sorted(part.index)


def _by_stage(promises: pd.DataFrame) -> Plans:
    """The plans of each complex and stage that have a day, the newest last; of one day the more exact, the later."""
    known = promises[promises["stage_id"].isin(MAIN) & promises["stated_on"].notna()]
    plans: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for row in rows_of(known[["id", "stage_id", "stated_on", "plan_from", "plan_to"]]):
        plans.setdefault((row["id"], row["stage_id"]), []).append(row)
    for made in plans.values():
        made.sort(key=lambda plan: (plan["stated_on"], plan["plan_from"] - plan["plan_to"], plan["plan_to"]))
    return plans


def _one_of(members: list[str], rows: pd.DataFrame) -> pd.Series:
    return rows["ref_id"].isin(members)


@dataclass(frozen=True)
class Situation:
    """A complex on the day of a forecast.

    `waited`: as SITUATIONS have it; `reached`: stage -> months ago; `selected`: months since selection, where known;
    `came`: stage -> what came of it, from there; `cases`: stage -> the periods and sources of that.
    """

    id: str
    anchor: str
    waited: float
    day: pd.Timestamp
    reached: Mapping[str, float]
    selected: float | None
    came: Mapping[str, Came]
    cases: Mapping[str, Mapping[str, Any]]


def _situations(ref_id: str, cases: Mapping[tuple[str, str, str], Mapping[str, Any]]) -> Iterator[Situation]:
    """The situations in which an older complex was, with what came of each later stage of the main chain.

    `cases`: from stage, to stage, older complex -> its case.
    """
    for anchor, waited in SITUATIONS:
        known = {end: cases[anchor, end, ref_id] for end in MAIN[1:] if (anchor, end, ref_id) in cases}
        following = next(end for end in MAIN if comes_after(end, anchor))
        if following not in known or (waited and known[following]["months"] <= waited):
            continue
        first, since = known[following], cases.get((MAIN[0], following, ref_id))
        day = middle({"from_day": first["start_from"], "to_day": first["start_to"]}) + waited * MONTH
        selected = None if since is None else max(0.0, months_of(day - since["start_from"]))
        came = {end: Came(case["months"] - waited, case["reached"], case["withdrawn"]) for end, case in known.items()}
        yield Situation(ref_id, anchor, waited, day, {anchor: float(waited)}, selected, came, known)


def comes_after(stage: str, other: str) -> bool:
    """Whether one stage of `CHAIN` comes after another."""
    return CHAIN.index(stage) > CHAIN.index(other)


class Forecaster:
    """What each of `KINDS` says from a past: its steps, whole durations from selection, rate of giving up, plans."""

    def __init__(
        self,
        past: Mapping[tuple[str, str], Durations],
        whole: Mapping[str, Durations],
        rate: float,
        chances: Mapping[str, np.ndarray],
        plans: pd.DataFrame,
    ) -> None:
        self.models = {model: steps_of(past, model) for model in MODELS}
        self.whole = {stage: Curve(known) for stage, known in whole.items() if known.reason is None}
        self.rate, self.chances = rate, chances
        due = plans.loc[plans["slip_months"].notna(), ["stage_id", "verdict", "slip_months"]]
        self.kept = float((due["verdict"] == "kept").mean()) if len(due) else float("nan")
        self.slips = {str(stage): _median_slip(part) for stage, part in due.groupby("stage_id") if stage in MAIN}

    def rows(self, found: Situation, plans: Plans) -> Iterator[dict[str, Any]]:
        """What each kind says of each stage, with its scores; `plans`: of all complexes."""
        said = {
            model: simulate(steps, found.reached, self.chances, 0.0 if model == "curve" else self.rate)
            for model, steps in self.models.items()
        }
        for stage, came in found.came.items():
            plan = _plan(plans.get((found.id, stage), []), found)
            told: dict[str, Told | None] = {}
            for model, outlooks in said.items():
                outlook = outlooks.get(stage, "")
                told[model] = None if isinstance(outlook, str) else Told(outlook.drawn, outlook.carried)
            told[WHOLE] = self._whole(stage, found)
            told[PLAN] = self._planned(stage, plan)
            promised = _promised(plan, came, found.cases[stage])
            row = {"anchor": found.anchor, "waited": found.waited, "day": found.day, "id": found.id, "stage_id": stage}
            row["origin_ids"] = found.cases[stage]["origin_ids"]
            for kind, one in told.items():
                if one is not None:
                    yield row | {"kind": kind} | scored(one, came) | promised | self._chance(one, promised)

    def _whole(self, stage: str, found: Situation) -> Told | None:
        waited, curve = found.selected, self.whole.get(stage)
        if waited is None or curve is None or not curve.basis.longer_than(waited):
            return None
        return _certain(curve.draw(self.chances[stage], waited) - waited)

    def _planned(self, stage: str, plan: Mapping[str, Any] | None) -> Told | None:
        if plan is None or stage not in self.slips:
            return None
        return _certain(np.full(DRAWS, max(0.0, plan["months"] + self.slips[stage])))

    def _chance(self, told: Told, promised: Mapping[str, Any]) -> dict[str, Any]:
        if not promised:
            return {}
        met = (told.drawn <= promised["promised"]) * told.carried
        return {"promise_chance": float(met.mean()), "promise_rate": self.kept}


def _certain(drawn: np.ndarray) -> Told:
    """Draws of a baseline that knows nothing of giving up."""
    return Told(drawn, np.ones_like(drawn))


def _median_slip(plans: pd.DataFrame) -> float:
    """By how many months half of the plans were missed; where half is not known, the least it can be."""
    found = median(plans["slip_months"], plans["verdict"] != "overdue")
    return float(plans["slip_months"].median()) if found is None else found


def _plan(plans: list[Mapping[str, Any]], found: Situation) -> dict[str, Any] | None:
    """The newest plan on the day."""
    known = [plan for plan in plans if plan["stated_on"] <= found.day + pd.Timedelta(days=GRACE_DAYS)]
    if not known:
        return None
    plan = known[-1]
    return {"from": plan["plan_from"], "to": plan["plan_to"], "months": months_of(plan["plan_to"] - found.day)}


def _promised(plan: Mapping[str, Any] | None, came: Came, case: Mapping[str, Any]) -> dict[str, Any]:
    if plan is None:
        return {}
    start, end = (case["end_from"], case["end_to"]) if came.reached else (case["until"], case["until"])
    slip = float(slip_months(plan["from"], plan["to"], start, end))
    held = slip <= 0 if came.reached else False if slip > 0 else None
    return {"promised": plan["months"], "promise_held": held, "promise_error": slip}


def scored(told: Told, came: Came) -> dict[str, Any]:
    """The scores of what was said of a stage, by what came."""
    low, half, high = (float(q) for q in np.quantile(told.drawn, (LOW, 0.5, HIGH), method="inverted_cdf"))
    missed = (told.share - came.there) ** 2
    return {
        "low": low,
        "median": half,
        "high": high,
        "came": came.months,
        "reached": came.reached,
        "never": came.never,
        "crps": float(missed[1:][came.known[1:]].sum()),
        "brier": float(missed[AT]) if came.known[AT] else np.nan,
        "pit": float((told.drawn <= came.months).mean()),
    }


def since_then(
    then: Mapping[dt.date, tuple[pd.DataFrame, pd.DataFrame]],
    positions: pd.DataFrame,
    promises: pd.DataFrame,
    as_of: dt.date,
    klass: str = CLASSES[0],
    seed: int = SEED,
) -> pd.DataFrame:
    """What each of `KINDS` said of the 15 on earlier days, and what has come since: BACK_TEST_COLUMNS.

    `then`: day -> forecast/positions and forecast/reference of that day; `positions`: of the as-of day.
    """
    now = {(cell["complex_id"], cell["stage_id"]): cell for cell in rows_of(positions)}
    chances = {end: even_chances(end, seed, DRAWS) for end in MAIN[1:]}
    of_the_15 = promises[promises["ledger"] == "complexes"]
    rows: list[dict[str, Any]] = []
    for day, (before, reference) in then.items():
        older = promises[(promises["ledger"] == "reference") & (promises["stated_on"] <= pd.Timestamp(day))]
        forecaster = Forecaster(
            history(reference, klass, day, MINIMUM),
            {end: durations(reference, MAIN[0], end, klass, day, MINIMUM) for end in MAIN[1:]},
            given_up_rate(durations(reference, MAIN[0], MAIN[2], klass, day).cases),
            chances,
            judged(_as_known(older, day), day),
        )
        own = _by_stage(of_the_15[of_the_15["stated_on"] <= pd.Timestamp(day)])
        for found in _of_the_15(before, now, day, as_of):
            rows += [
                {"test": NOW} | row | {"waited": np.nan, "day": pd.Timestamp(day)}
                for row in forecaster.rows(found, own)
            ]
    return _framed(rows)


def _as_known(promises: pd.DataFrame, day: dt.date) -> pd.DataFrame:
    """Plans with what had come of them by a day."""
    later = promises["to_day"] > pd.Timestamp(day)
    return promises.assign(
        from_day=promises["from_day"].mask(later),
        to_day=promises["to_day"].mask(later),
        withdrawn_on=promises["withdrawn_on"].mask(promises["withdrawn_on"] > pd.Timestamp(day)),
    )


def _of_the_15(
    before: pd.DataFrame, now: Mapping[tuple[str, str], Mapping[str, Any]], day: dt.date, as_of: dt.date
) -> Iterator[Situation]:
    """The 15 as they stood on a day, with what has come of each later stage to the newest evidence."""
    for complex_id, stages in before[before["stage_id"].isin(CHAIN)].groupby("complex_id", sort=True):
        cells = {cell["stage_id"]: cell for cell in rows_of(stages)}
        reached = waits(cells, day)
        if not reached:
            continue
        anchor, since = max(reached, key=CHAIN.index), heard(next(iter(cells.values())), day)
        came, cases = {}, {}
        for end in (end for end in MAIN[1:] if comes_after(end, anchor)):
            cell = now[str(complex_id), end]
            if cell["state"] in ("skipped", "withdrawn"):
                continue
            done = cell["state"] == "done"
            until = heard(cell, as_of)
            months = max(0.0, months_of((middle(cell) if done else until) - since))
            came[end] = Came(months, done)
            cases[end] = {
                "end_from": cell["from_day"],
                "end_to": cell["to_day"],
                "until": until,
                "origin_ids": None if is_missing(cell["from_day"]) else cell["origin_ids"],
            }
        yield Situation(str(complex_id), anchor, 0.0, since, reached, reached.get(MAIN[0]), came, cases)


def _framed(rows: list[dict[str, Any]]) -> pd.DataFrame:
    others, truths = (
        ("test", "kind", "anchor", "day", "id", "stage_id", "origin_ids"),
        ("reached", "never", "promise_held"),
    )
    numbers = [name for name in BACK_TEST_COLUMNS if name not in (*others, *truths)]
    types = dict.fromkeys(numbers, "float64") | dict.fromkeys(truths, "boolean")
    return pd.DataFrame(rows, columns=list(BACK_TEST_COLUMNS)).astype(types)
