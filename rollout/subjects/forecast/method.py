"""What history says: how long the stages of older complexes took, and what follows from it for the 15.

Reference class forecasting: not the plan of a project but the outcomes of projects like it tell when it will be done
(Flyvbjerg
2006, "From Nobel Prize to Project Management: Getting Risks Right", Project Management Journal 37(3), 5-15; HM
Treasury,
Supplementary Green Book Guidance: Optimism Bias). Pure functions over the answers to forecast/reference,
forecast/promises and
forecast/positions. No planned date is ever used as an outcome.

**Durations.** Months from one stage to another, case by case, between the middles of the periods in which they are
known to lie.
A case that had not come to the second stage is censored: on the last day on which a dated source spoke of what had
happened
there (silence since then is no news), or on the day it was given up. What comparable complexes took is the Kaplan-Meier
estimate
(Kaplan & Meier 1958, "Nonparametric Estimation from Incomplete Observations", JASA 53, 457-481).

**The range for one more case.** The Kaplan-Meier curve describes the cases seen. It gives no chance to anything shorter
than
the shortest or longer than the longest of them, though with n cases one more falls outside them with chance 2 / (n +
1). A forecast
therefore draws from the predictive form of the same curve: a step with n at risk leaves n / (n + 1), not (n - 1) / n
(Berliner & Hill
1988, "Bayesian Nonparametric Survival Analysis", JASA 83, 772-779). Between two cases a draw lies anywhere; beyond the
last it is open: later than that case, nobody knows how much. Where open draws decide a result, it is told as "later
than".

**Waiting.** A complex that has waited is compared with the cases that took longer than it has waited. From its last
finished
stage on, the stages of `MAIN` follow each other, each duration drawn independently; a stage of `BETWEEN` shares the
draw of the
main step in which it lies, so that it never falls outside. The dates hold if the complex is carried on: cases given up
are censored
and counted apart.

**Which stages.** All with at least `MINIMUM` observed cases. `prefeasibility-started` is left out: four of the ten that
cleared the study, the slowest among them, have no date of filing, so that durations from it would flatter.

**What the back-test found** (special-act-2008, as of 2026-11-23, `back_test`). With draws from the plain Kaplan-Meier
curve the
80 % range held in 27 of 36 decided cases as of pre-feasibility and 21 of 29 as of plan approval (75 and 72 %;
compensation 60 %):
too narrow, because a tenth and nine tenths of ten cases are nearly their extremes. With the predictive curve it holds
in 35 of 41 and 24 of 29 (85 and 83 %), where 86 % are to be expected, since an open range can only be missed below. The
dates
promised at the same time held in 0 of 17 and 2 of 25.
"""

import datetime as dt
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from rollout.questions.ask import is_missing, rows_of

MAIN = ("candidate-selected", "prefeasibility-cleared", "plan-approved", "construction-started", "completed")
BETWEEN = {
    "plan-submitted": ("prefeasibility-cleared", "plan-approved"),
    "compensation-started": ("plan-approved", "construction-started"),
}
CHAIN = (*MAIN[:2], "plan-submitted", MAIN[2], "compensation-started", *MAIN[3:])
CLASSES = ("special-act-2008", "company-led")
# Its plan of 2018 (Yonhap, 2018-05-17) is not recorded: "not reached" cannot be told from "not recorded".
INCOMPLETE = frozenset({"changwon-expansion"})
MINIMUM = 5  # observed cases below which a duration is not used
LOW, HIGH = 0.1, 0.9
MONTH = pd.Timedelta(days=365.25 / 12)
COARSE_MONTHS = (
    6  # results are given as half-years, and as years where what they rest on is known less exactly than this
)
SEED, DRAWS = 20230315, 10_000
ANCHORS = ("prefeasibility-cleared", "plan-approved")
GRACE_DAYS = 31  # a promise made with a decision may be printed some days after it

FORECAST_COLUMNS = (
    "complex_id",
    "stage_id",
    "position",
    "from_stage",
    "from_start",
    "from_end",
    "waited_months",
    "low",
    "median",
    "high",
    "precision",
    "median_open",
    "high_open",
    "cases",
    "unfinished",
    "given_up",
    "still_waiting",
    "fewest_cases",
    "plan_from",
    "plan_to",
    "plan_precision",
    "plan_stated_on",
    "plan_origin_ids",
    "chance",
    "chance_most",
    "reason",
)
BACK_TEST_COLUMNS = (
    "anchor",
    "ref_id",
    "name_ko",
    "name_en",
    "stage_id",
    "low",
    "median",
    "high",
    "median_open",
    "high_open",
    "came",
    "reached",
    "held",
    "error",
    "promised",
    "promise_id",
    "promise_held",
    "promise_error",
    "origin_ids",
)
SUMMARY_COLUMNS = (
    "anchor",
    "stage_id",
    "n",
    "reached",
    "decided",
    "held",
    "coverage",
    "expected",
    "coverage_least",
    "coverage_most",
    "open",
    "median_error",
    "median_miss",
    "promises",
    "promises_decided",
    "promises_held",
    "promise_median_error",
)
BASE_RATE_COLUMNS = (
    "ledger",
    "stage_id",
    "position",
    "promises",
    "due",
    "complexes",
    "kept",
    "late",
    "overdue",
    "share_late",
    "first_share_late",
    "median_slip",
    "slip_open",
)


@dataclass(frozen=True)
class Durations:
    """How long older complexes took from one stage to another.

    cases: a row each, those that came first, by months: ref_id, name_ko, name_en; reached; months (of a censored case
    those it is known
        to have lasted); months_low, months_high: what the periods allow; withdrawn: given up; start_from, start_to,
        end_from, end_to:
        the periods; until: the last day known of a censored case; origin_ids, warnings: of both ends.
    left_out: ref_id, name_ko, name_en, reason: out-of-order (the second stage lies before the first); passed-over (a
    later
        stage was reached, nothing says when this one was); incomplete-record (see `INCOMPLETE`).
    curve: months and the share still waiting after them: `share` (Kaplan-Meier) and `predicted` (for one more case).
    low, median, high: months after which a tenth, half and nine tenths had come; None: later than the longest case that
    did.
    reason: too-few-cases, if fewer are observed than the minimum; then there are no low, median, high.
    """

    start: str
    end: str
    klass: str
    cases: pd.DataFrame
    left_out: pd.DataFrame
    curve: pd.DataFrame
    low: float | None
    median: float | None
    high: float | None
    reason: str | None

    @cached_property
    def observed(self) -> int:
        """How many cases came to the second stage."""
        return int(self.cases["reached"].sum())

    @cached_property
    def unfinished(self) -> int:
        """How many are censored: not there yet as far as is known, or given up."""
        return len(self.cases) - self.observed

    @cached_property
    def longest(self) -> float:
        """The months of the longest case that came; 0 without one."""
        return float(self.curve["months"].max()) if len(self.curve) else 0.0

    @cached_property
    def coarse(self) -> bool:
        """Whether the middle case is known less exactly than half a year."""
        return bool((self.cases["months_high"] - self.cases["months_low"]).median() > COARSE_MONTHS)

    def draw(self, chances: np.ndarray, waited: float = 0.0, predictive: bool = True) -> tuple[np.ndarray, np.ndarray]:
        """Durations at these chances (0 to 1) of a case that has waited so many months: infinite where open; and the
        least they can be.

        `predictive` False draws from the plain Kaplan-Meier curve, for comparison.
        """
        months, share = self.curve["months"].to_numpy(), self.curve["predicted" if predictive else "share"].to_numpy()
        passed = int(np.searchsorted(months, waited, side="right"))
        still = (
            share[passed - 1] if passed else 1.0
        )  # of those that waited as long; the later steps have the same cases at risk
        done = 1 - np.concatenate(([1.0], share[passed:] / still))
        least = np.interp(chances, done, np.concatenate(([waited], months[passed:])))
        return np.where(chances > done[-1], np.inf, least), least


def durations(
    reference: pd.DataFrame, start: str, end: str, klass: str, as_of: dt.date, minimum: int = MINIMUM
) -> Durations:
    """The durations from stage to stage in a class of older complexes, as known on a day (`reference`:
    forecast/reference).
    """
    return _between(_known(reference, klass, as_of), start, end, klass, minimum)


def _known(reference: pd.DataFrame, klass: str, as_of: dt.date) -> dict[str, dict[str, np.ndarray]]:
    """What is known of each stage on a day: stage -> column -> a value an older complex of the class, always in the
    same order.

    Arrays, because hundreds of durations are asked for and a step on a column costs far more than its few rows.
    """
    today = pd.Timestamp(as_of)
    known = reference[reference["reference_class"] == klass]
    known = known.assign(middle=_middle(known), happened=known["from_day"] <= today)
    until = known[["followed_until", "withdrawn_on"]].min(axis=1).fillna(today)
    until = until.where(until <= today, today)
    furthest = known[known["happened"] & known["stage_id"].isin(CHAIN)].groupby("ref_id")["position"].max()
    known = known.assign(until=until, furthest=known["ref_id"].map(furthest))
    stages, refs = reference["stage_id"].unique(), known["ref_id"].unique()
    grid = known.set_index(["stage_id", "ref_id"]).reindex(
        pd.MultiIndex.from_product([stages, refs], names=["stage_id", "ref_id"])
    )
    columns = {str(name): grid[name].to_numpy().reshape(len(stages), len(refs)) for name in grid}
    columns |= {"ref_id": np.tile(np.asarray(refs, object), (len(stages), 1)), "happened": columns["happened"] == True}  # noqa: E712  none: no row
    return {
        str(stage): {name: values[number] for name, values in columns.items()} for number, stage in enumerate(stages)
    }


def _between(
    known: Mapping[str, Mapping[str, np.ndarray]], start: str, end: str, klass: str, minimum: int
) -> Durations:
    """The durations from stage to stage; `known`: _known."""
    happened = known[start]["happened"]
    begun, done = ({name: values[happened] for name, values in known[stage].items()} for stage in (start, end))
    reached = done["happened"]
    came = {column: np.where(reached, done[column], begun["until"]) for column in ("from_day", "middle", "to_day")}
    never = np.datetime64("NaT")
    cases = {
        "ref_id": begun["ref_id"],
        "name_ko": begun["name_ko"],
        "name_en": begun["name_en"],
        "reached": reached,
        "months": _months(came["middle"] - begun["middle"]).clip(0),
        "months_low": _months(came["from_day"] - begun["to_day"]).clip(0),
        "months_high": _months(came["to_day"] - begun["from_day"]).clip(0),
        "withdrawn": ~reached & ~np.isnat(begun["withdrawn_on"]),
        "start_from": begun["from_day"],
        "start_to": begun["to_day"],
        "end_from": np.where(reached, done["from_day"], never),
        "end_to": np.where(reached, done["to_day"], never),
        "until": np.where(reached, never, begun["until"]),
    }
    for lists in ("origin_ids", "warnings"):
        both = zip(begun[lists], done[lists], reached, strict=True)
        cases[lists] = np.fromiter(
            (_joined(one, other if there else None) for one, other, there in both), object, len(reached)
        )
    reason = np.select(
        [
            reached & (done["to_day"] < begun["from_day"]),
            ~reached & np.isin(cases["ref_id"], list(INCOMPLETE)),
            ~reached & (begun["furthest"] > done["position"]),
        ],
        ["out-of-order", "incomplete-record", "passed-over"],
        "",
    )
    frame = pd.DataFrame(cases)
    left_out = frame.assign(reason=reason).loc[reason != "", ["ref_id", "name_ko", "name_en", "reason"]]
    return _durations(start, end, klass, frame[reason == ""], left_out.reset_index(drop=True), minimum)


def paces(reference: pd.DataFrame, as_of: dt.date, klass: str = CLASSES[0]) -> dict[str, float]:
    """For each stage of `MAIN` after the first, the months after selection at which half of the older complexes of a
    class had reached it, as known on a day; infinite where fewer than half have.
    """
    known = _known(reference, klass, as_of)
    found = {}
    for stage in MAIN[1:]:
        cases = _between(known, MAIN[0], stage, klass, 1).cases
        months = sorted(cases.loc[cases["reached"], "months"])
        half = (len(cases) + 1) // 2
        found[stage] = float(months[half - 1]) if 0 < half <= len(months) else float("inf")
    return found


def without(known: Durations, ref_id: str, minimum: int = MINIMUM) -> Durations:
    """The same durations with one case taken out."""
    rest = known.cases[known.cases["ref_id"] != ref_id]
    return _durations(known.start, known.end, known.klass, rest, known.left_out, minimum)


def _durations(
    start: str, end: str, klass: str, cases: pd.DataFrame, left_out: pd.DataFrame, minimum: int
) -> Durations:
    curve = _curve(cases)
    enough = cases["reached"].sum() >= minimum
    low, median, high = (_reached_by(curve, share) if enough else None for share in (LOW, 0.5, HIGH))
    ordered = cases.sort_values(["reached", "months", "ref_id"], ascending=[False, True, True], ignore_index=True)
    return Durations(
        start, end, klass, ordered, left_out, curve, low, median, high, None if enough else "too-few-cases"
    )


def _curve(cases: pd.DataFrame) -> pd.DataFrame:
    """The share still waiting after each observed duration: Kaplan-Meier, and predicted for one more case."""
    # Not by lifelines' fit, which takes a hundred times as long and brings matplotlib along (a test compares): a page
    # asks for hundreds.
    months = np.sort(cases["months"].to_numpy(float))
    steps, observed = np.unique(cases.loc[cases["reached"].astype(bool), "months"].to_numpy(float), return_counts=True)
    at_risk = len(months) - np.searchsorted(months, steps)
    share, predicted = np.cumprod(1 - observed / at_risk), np.cumprod((at_risk - observed + 1) / (at_risk + 1))
    return pd.DataFrame({"months": steps, "share": share, "predicted": predicted})


def _reached_by(curve: pd.DataFrame, share: float) -> float | None:
    """The months after which this share of the cases had come, None if it never had."""
    there = curve.loc[curve["share"] <= 1 - share + 1e-9, "months"]
    return float(there.iloc[0]) if len(there) else None


def history(
    reference: pd.DataFrame, klass: str, as_of: dt.date, minimum: int = MINIMUM
) -> dict[tuple[str, str], Durations]:
    """Every duration that a forecast uses, by its two stages."""
    pairs = list(pairwise(MAIN))
    for side, (start, end) in BETWEEN.items():
        pairs += [(start, side), (side, end)]
    known = _known(reference, klass, as_of)
    return {pair: _between(known, *pair, klass, minimum) for pair in pairs}


@dataclass(frozen=True)
class _Outlook:
    """What is drawn for a stage, in months from the day asked about (infinite where open; and the least), and what it
    rests on.
    """

    drawn: np.ndarray
    least: np.ndarray
    basis: Durations
    waited: float
    fewest: int
    coarse: bool

    @cached_property
    def quantiles(self) -> tuple[list[float], list[bool]]:
        """Months at LOW, one half and HIGH: the least that they can be, and whether they can be more than half a year
        later.
        """
        shares = (LOW, 0.5, HIGH)
        least, most = (np.quantile(values, shares, method="inverted_cdf") for values in (self.least, self.drawn))
        return [float(months) for months in least], [bool(later) for later in most > least + COARSE_MONTHS]


def _simulate(
    past: Mapping[tuple[str, str], Durations],
    reached: Mapping[str, float],
    chances: Mapping[str, np.ndarray],
    predictive: bool = True,
) -> dict[str, _Outlook | str]:
    """The stages that come after those reached (stage -> months ago): draws, or the reason for none."""
    last = max(CHAIN.index(stage) for stage in reached)
    outlooks: dict[str, _Outlook | str] = {}
    before: _Outlook | str | None = None
    for end in (stage for stage in MAIN if CHAIN.index(stage) > last):
        starts = [stage for stage in reversed(CHAIN[: last + 1]) if stage in reached and (stage, end) in past]
        if before is not None:
            starts = [MAIN[MAIN.index(end) - 1]]
        main = _step(past, starts, end, before, reached, chances[end], predictive)
        for side in (side for side, span in BETWEEN.items() if span[1] == end and CHAIN.index(side) > last):
            within = _step(past, [BETWEEN[side][0]], side, before, reached, chances[end], predictive)
            if not isinstance(within, str) and not isinstance(main, str):
                drawn = np.minimum(within.drawn, main.drawn)
                within = replace(within, drawn=drawn, least=np.minimum(within.least, main.least))
            outlooks[side] = within
        outlooks[end] = before = main
    return outlooks


def _step(
    past: Mapping[tuple[str, str], Durations],
    starts: Sequence[str],
    end: str,
    before: _Outlook | str | None,
    reached: Mapping[str, float],
    chances: np.ndarray,
    predictive: bool,
) -> _Outlook | str:
    """A stage from the one before it, if that was drawn (`before`), else from the first of `starts` that enough cases
    are known of.
    """
    if isinstance(before, str):
        return before
    basis = next((past[start, end] for start in starts if past[start, end].reason is None), None)
    if basis is None or (before is None and basis.start not in reached):
        return "too-few-cases"
    if before is not None:
        drawn, least = basis.draw(chances, 0.0, predictive)
        fewest, coarse = min(before.fewest, basis.observed), before.coarse or basis.coarse
        return _Outlook(before.drawn + drawn, before.least + least, basis, 0.0, fewest, coarse)
    waited = reached[basis.start]
    if basis.longest <= waited:
        return "waited-longest"
    drawn, least = basis.draw(chances, waited, predictive)
    return _Outlook(drawn - waited, least - waited, basis, waited, basis.observed, basis.coarse)


def forecast(
    positions: pd.DataFrame,
    reference: pd.DataFrame,
    as_of: dt.date,
    klass: str = CLASSES[0],
    seed: int = SEED,
    draws: int = DRAWS,
    minimum: int = MINIMUM,
) -> pd.DataFrame:
    """When each complex will come to each later stage, if it goes as it went with older complexes.

    `positions`: forecast/positions. One row per complex and stage of `CHAIN` after its last finished one:

    - from_stage, from_start, from_end: the last finished stage and its period; waited_months since then
    - low, median, high: by then a tenth, half and nine tenths of the draws are there; the last day of a half-year or
      year, as
      `precision` says. Draws that are open stand at the least they can be; `median_open`, `high_open`: it is later than
      that
      (the most it can be is more than half a year away). Of `low` it is the least that is told
    - cases, unfinished, given_up: how many older complexes came to the stage, had not come as far as is known, were
      given up;
      still_waiting: how many had waited as long as this one; fewest_cases: the fewest behind any step on the way
    - plan_...: the latest plan. chance: the share of draws that meet it, where open draws do not; chance_most: where
      they do if they may.
      Nothing finer than 1 in fewest_cases + 1 can be known
    - reason, where there is no date: too-few-cases; waited-longest (longer than every older complex that came);
      withdrawn; not-begun
    """
    past = history(reference, klass, as_of, minimum)
    chances = {end: _chances(end, seed, draws) for end in MAIN[1:]}
    today = pd.Timestamp(as_of)
    rows = []
    simulated: dict[
        tuple[tuple[str, float], ...], dict[str, _Outlook | str]
    ] = {}  # complexes that are as far, and waited as long, share draws
    for complex_id, stages in positions[positions["stage_id"].isin(CHAIN)].groupby("complex_id", sort=True):
        cells = {cell["stage_id"]: cell for cell in rows_of(stages)}
        reached = {
            stage: max(0.0, _months(today - _middle(cell))) for stage, cell in cells.items() if cell["state"] == "done"
        }
        last = max(reached, key=CHAIN.index, default=None)
        key = tuple(sorted(reached.items()))
        if reached and key not in simulated:
            simulated[key] = _simulate(past, reached, chances)
        outlooks = simulated.get(key, {})
        stopped = None
        for stage in CHAIN[CHAIN.index(last) + 1 :] if last else CHAIN:
            if stage not in cells:
                continue
            cell = cells[stage]
            stopped = "withdrawn" if cell["state"] == "withdrawn" else stopped
            row = {"complex_id": complex_id} | {
                name: cell[name] for name in FORECAST_COLUMNS if name in cell and name != "complex_id"
            }
            if last:
                start, end = cells[last]["from_day"], cells[last]["to_day"]
                row |= {"from_stage": last, "from_start": start, "from_end": end, "waited_months": reached[last]}
            outlook = stopped or outlooks.get(stage, "not-begun")
            rows.append(row | ({"reason": outlook} if isinstance(outlook, str) else _told(outlook, row, today)))
    frame = pd.DataFrame(rows, columns=list(FORECAST_COLUMNS))
    days = ("from_start", "from_end", "low", "median", "high", "plan_from", "plan_to", "plan_stated_on")
    counts = ("position", "cases", "unfinished", "given_up", "still_waiting", "fewest_cases")
    numbers = ("waited_months", "chance", "chance_most")
    types: dict[str, str] = (
        dict.fromkeys(days, "datetime64[us]") | dict.fromkeys(counts, "Int64") | dict.fromkeys(numbers, "float64")
    )
    return frame.astype(types | {"median_open": "boolean", "high_open": "boolean"})


def _told(outlook: _Outlook, row: Mapping[str, Any], today: pd.Timestamp) -> dict[str, Any]:
    """The columns of a forecast that are drawn."""
    precision = "year" if outlook.coarse or _months(row["from_end"] - row["from_start"]) > COARSE_MONTHS else "half"
    (low, median, high), (_, median_open, high_open) = outlook.quantiles
    told: dict[str, Any] = {
        name: _last_day(today + months * MONTH, precision)
        for name, months in (("low", low), ("median", median), ("high", high))
    }
    basis = outlook.basis
    told |= {
        "precision": precision,
        "median_open": median_open,
        "high_open": high_open,
        "cases": basis.observed,
        "unfinished": basis.unfinished,
        "given_up": int(basis.cases["withdrawn"].sum()),
        "still_waiting": int((basis.cases["months"] > outlook.waited).sum()),
        "fewest_cases": outlook.fewest,
    }
    if not is_missing(row["plan_to"]):
        left = _months(row["plan_to"] + pd.Timedelta(days=1) - today)
        told |= {"chance": float((outlook.drawn <= left).mean()), "chance_most": float((outlook.least <= left).mean())}
    return told


def back_test(
    reference: pd.DataFrame,
    promises: pd.DataFrame,
    as_of: dt.date,
    klass: str = CLASSES[0],
    seed: int = SEED,
    draws: int = DRAWS,
    minimum: int = MINIMUM,
    predictive: bool = True,
) -> pd.DataFrame:
    """What the method would have said of each older complex on the days of `ANCHORS`, from the other complexes, and
    what came.

    Leave-one-out: the complex's own durations are taken out (so that one case fewer is asked for), those of the others
    stay in, the
    later ones too: it is no record of forecasts made at the time. One row per anchor, complex and later stage, in
    months from the anchor:

    - low, median, high, median_open, high_open: as in `forecast`
    - came: when the stage was reached or, where `reached` is False, until when it is known not to have been; origin_ids
    - held: whether that lies in the range; empty where it is not decided. A complex that is still on its way decides it
      once it has
      outlasted the whole range (missed) or, where the upper end is open, its lower end (held)
    - error: came less median, empty where the median is open; of an unfinished complex the least it can be
    - promised: the end of the period last promised by the anchor (`GRACE_DAYS`); promise_held: whether the stage was
      reached by then;
      promise_error: months by which it came later, 0 where the periods overlap; of an unfinished complex the least it
      can be
    """
    past = history(reference, klass, as_of, minimum - 1)
    chances = {end: _chances(end, seed, draws) for end in MAIN[1:]}
    rows = []
    for anchor in ANCHORS:
        later = CHAIN[CHAIN.index(anchor) + 1 :]
        used = {
            pair: known
            for pair, known in past.items()
            if pair[0] in MAIN and CHAIN.index(pair[0]) >= CHAIN.index(anchor)
        }
        own = {stage: durations(reference, anchor, stage, klass, as_of).cases.set_index("ref_id") for stage in later}
        for ref_id in sorted(set().union(*(cases.index for cases in own.values()))):
            others = {pair: without(known, ref_id, minimum - 1) for pair, known in used.items()}
            for stage, outlook in _simulate(others, {anchor: 0.0}, chances, predictive).items():
                if isinstance(outlook, str) or ref_id not in own[stage].index:
                    continue
                came = own[stage].loc[ref_id]
                row = {
                    "anchor": anchor,
                    "ref_id": ref_id,
                    "stage_id": stage,
                    **came[["name_ko", "name_en", "reached", "origin_ids"]],
                }
                plans = promises[(promises["id"] == ref_id) & (promises["stage_id"] == stage)]
                rows.append(row | _judged(outlook, came) | _promised(plans, came))
    frame = pd.DataFrame(rows, columns=list(BACK_TEST_COLUMNS))
    numbers = ("low", "median", "high", "came", "error", "promised", "promise_error")
    truths = ("median_open", "high_open", "reached", "held", "promise_held")
    return frame.astype(dict.fromkeys(numbers, "float64") | dict.fromkeys(truths, "boolean"))


def _judged(outlook: _Outlook, case: pd.Series) -> dict[str, Any]:
    (low, median, high), (_, median_open, high_open) = outlook.quantiles
    came, above = case["months"], case["months"] > high and not high_open
    held = came >= low and not above
    if not case["reached"] and not above and not (high_open and held):
        held = None
    told = {"low": low, "median": median, "high": high, "median_open": median_open, "high_open": high_open}
    return told | {"came": came, "held": held, "error": np.nan if median_open else came - median}


def _promised(plans: pd.DataFrame, case: pd.Series) -> dict[str, Any]:
    made = plans[plans["stated_on"] <= case["start_to"] + pd.Timedelta(days=GRACE_DAYS)]
    if made.empty:
        return {}
    sharpest = made.assign(
        width=made["plan_to"] - made["plan_from"]
    )  # the newest; of one day the more exact, then the later
    plan = sharpest.sort_values(["stated_on", "width", "plan_to"], ascending=[False, True, False]).iloc[0]
    start, end = (case["end_from"], case["end_to"]) if case["reached"] else (case["until"], case["until"])
    slip = float(_slip(plan["plan_from"], plan["plan_to"], start, end))
    anchor = case["start_from"] + (case["start_to"] - case["start_from"]) / 2
    held = slip <= 0 if case["reached"] else False if slip > 0 else None
    return {
        "promised": _months(plan["plan_to"] - anchor),
        "promise_id": plan["promise_id"],
        "promise_held": held,
        "promise_error": slip,
    }


def summary(tested: pd.DataFrame) -> pd.DataFrame:
    """How a back-test came out, per anchor and stage and (stage_id empty) per anchor.

    n; reached; decided: of them the range is known to have held or not; held; coverage = held / decided; expected: the
    coverage of a
    sound method (closed ranges 80 %, open ones 90 %); coverage_least, coverage_most: if all that is undecided were
    missed, or held;
    open: ranges with an open upper end. median_error: came less median, unfinished ones counted as at least that
    (Kaplan-Meier), empty
    where half is not known; median_miss: its size among those reached. The same for the promises made by then. The
    stages
    of one complex and the complexes of one year hang together: n counts fewer independent tests than it says.
    """
    rows = []
    by_stage = [((anchor, stage), part) for (anchor, stage), part in tested.groupby(["anchor", "stage_id"])]
    for (anchor, stage), part in by_stage + [((anchor, None), part) for anchor, part in tested.groupby("anchor")]:
        told, promised = part[part["error"].notna()], part[part["promised"].notna()]
        held, decided = int(part["held"].sum()), int(part["held"].notna().sum())
        is_open = part["high_open"].astype(bool)
        rows.append(
            {
                "anchor": anchor,
                "stage_id": stage,
                "n": len(part),
                "reached": int(part["reached"].sum()),
                "decided": decided,
                "held": held,
                "coverage": held / decided if decided else np.nan,
                "expected": float(np.where(is_open, 1 - LOW, HIGH - LOW).mean()),
                "coverage_least": held / len(part),
                "coverage_most": (held + len(part) - decided) / len(part),
                "open": int(is_open.sum()),
                "median_error": _median(told["error"], told["reached"]),
                "median_miss": told.loc[told["reached"].astype(bool), "error"].abs().median(),
                "promises": len(promised),
                "promises_decided": int(promised["promise_held"].notna().sum()),
                "promises_held": int(promised["promise_held"].sum()),
                "promise_median_error": _median(promised["promise_error"], promised["reached"]),
            }
        )
    frame = pd.DataFrame(rows, columns=list(SUMMARY_COLUMNS))
    place = {stage: number for number, stage in enumerate(CHAIN)}
    return frame.sort_values(
        ["anchor", "stage_id"], key=lambda column: column.map(place).fillna(len(place)), ignore_index=True
    )


def judged(promises: pd.DataFrame, as_of: dt.date) -> pd.DataFrame:
    """Every promise (`promises`: forecast/promises) with what came of it: `verdict`, and `slip_months` where it is due.

    kept: reached in the promised period or before it. late: after it. overdue: the period is over and the stage not
    reached as far as
    is known (slip: at least so many months). not-due: the period is not over; what was reached early counts once it is
    due, as the
    others do. unrecorded: a later stage was reached, nothing says when this one was. afterwards: said when it had
    happened already.
    """
    today = pd.Timestamp(as_of)
    horizon = promises[["followed_until", "withdrawn_on"]].min(axis=1).fillna(today)
    horizon = horizon.where(horizon <= today, today)
    reached = promises["from_day"].notna()
    slip = _slip(
        promises["plan_from"],
        promises["plan_to"],
        promises["from_day"].fillna(horizon),
        promises["to_day"].fillna(horizon),
    )
    verdict = np.select(
        [
            promises["passed_over"],
            reached & (promises["stated_on"] > promises["to_day"]),
            promises["plan_to"] > horizon.where(~reached, today),
            reached & (slip <= 0),
            reached,
        ],
        ["unrecorded", "afterwards", "not-due", "kept", "late"],
        "overdue",
    )
    return promises.assign(verdict=verdict, slip_months=slip.where(np.isin(verdict, ["kept", "late", "overdue"])))


def base_rates(promises: pd.DataFrame, as_of: dt.date, minimum: int = MINIMUM) -> pd.DataFrame:
    """How often promises held, by ledger and stage and (stage_id empty) by ledger; `promises`: forecast/promises.

    promises; due: those whose period is over; kept, late, overdue: of those due, see `judged`; complexes: how many made
    them (the
    promises of one complex hang together); share_late = (late + overdue) / due; first_share_late: the same of the first
    promise of each
    complex and stage; median_slip: months, overdue ones counted as at least so many (Kaplan-Meier); slip_open: half is
    not known yet, and
    median_slip the least it can be. Shares and medians are empty where fewer are due than the minimum.
    """
    told = judged(promises, as_of)
    rows = []
    by_stage = [((ledger, stage), part) for (ledger, stage), part in told.groupby(["ledger", "stage_id"])]
    for (ledger, stage), part in by_stage + [((ledger, None), part) for ledger, part in told.groupby("ledger")]:
        due = part[part["slip_months"].notna()]
        counts = due["verdict"].value_counts()
        row = {
            "ledger": ledger,
            "stage_id": stage,
            "position": part["position"].iloc[0] if stage else None,
            "promises": len(part),
        }
        row |= {"due": len(due), "complexes": due["id"].nunique()} | {
            name: counts.get(name, 0) for name in ("kept", "late", "overdue")
        }
        if len(due) >= minimum:
            median = _median(due["slip_months"], due["verdict"] != "overdue")
            first = due.sort_values(["stated_on", "plan_to"]).groupby(["id", "stage_id"])["verdict"].first()
            row |= {
                "share_late": (due["verdict"] != "kept").mean(),
                "first_share_late": (first != "kept").mean(),
                "median_slip": due["slip_months"].median() if median is None else median,
                "slip_open": median is None,
            }
        rows.append(row)
    frame = pd.DataFrame(rows, columns=list(BASE_RATE_COLUMNS))
    numbers = dict.fromkeys(("share_late", "first_share_late", "median_slip"), "float64")
    frame = frame.astype(numbers | {"position": "Int64", "slip_open": "boolean"})
    return frame.sort_values(["ledger", "position"], na_position="last", ignore_index=True)


def _median(values: pd.Series, known: pd.Series) -> float | None:
    """The Kaplan-Meier median of values of which some (known False) are only the least they can be; None if half is not
    known.
    """
    if not len(values):
        return None
    least = values.min()
    found = _reached_by(_curve(pd.DataFrame({"months": values - least, "reached": known.astype(bool)})), 0.5)
    return None if found is None else found + least


def _slip(plan_from: Any, plan_to: Any, start: Any, end: Any) -> Any:
    """Months between the ends of two periods, 0 while they overlap: a vaguer date is no slip.

    Days, or columns of days.
    """
    return _months(end - plan_to) * ((start > plan_to) | (end < plan_from))


def _chances(name: str, seed: int, draws: int) -> np.ndarray:
    """Chances evenly spread over 0 to 1 in an order of its own for each name: the same for every complex, whichever are
    asked for.
    """
    return (np.random.default_rng([seed, zlib.crc32(name.encode())]).permutation(draws) + 0.5) / draws


def _months(span: Any) -> Any:
    return span / MONTH


def _middle(period: Any) -> Any:
    return period["from_day"] + (period["to_day"] - period["from_day"]) / 2


def _last_day(day: pd.Timestamp, precision: str) -> pd.Timestamp:
    """The last day of the half-year or year in which a day lies."""
    return pd.Timestamp(day.year, 6, 30) if precision == "half" and day.month <= 6 else pd.Timestamp(day.year, 12, 31)


def _joined(*lists: Any) -> list[str]:
    """The items of several lists (or of None), each once."""
    return list(dict.fromkeys(item for items in lists if isinstance(items, list | np.ndarray) for item in items))
