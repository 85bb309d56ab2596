"""How long the stages of older complexes took.

Months from one stage to another, case by case, between the middles of the periods in which they are known to lie. A
case that had not come to the second stage is censored: on the last day on which a dated source spoke of what had
happened there (silence since then is no news), or on the day it was given up. What comparable complexes took is the
Kaplan-Meier estimate (Kaplan & Meier 1958, "Nonparametric Estimation from Incomplete Observations", JASA 53, 457-481).

The curve describes the cases seen. It gives no chance to anything shorter than the shortest or longer than the longest
of them, though with n cases one more falls outside them with chance 2 / (n + 1). A forecast therefore draws from the
predictive form of the same curve: a step with n at risk leaves n / (n + 1), not (n - 1) / n (Berliner & Hill 1988,
"Bayesian Nonparametric Survival Analysis", JASA 83, 772-779). Between two cases a draw lies anywhere; beyond the last
it is open: later than that case, nobody knows how much.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

MAIN = ("candidate-selected", "prefeasibility-cleared", "plan-approved", "construction-started", "completed")
FILED = "prefeasibility-started"  # a state to start from; what had filed is not known of four that were cleared
BETWEEN = {
    FILED: ("candidate-selected", "prefeasibility-cleared"),
    "plan-submitted": ("prefeasibility-cleared", "plan-approved"),
    "compensation-started": ("plan-approved", "construction-started"),
}
CHAIN = (MAIN[0], FILED, MAIN[1], "plan-submitted", MAIN[2], "compensation-started", *MAIN[3:])
CLASSES = ("special-act-2008", "company-led")
# Its plan of 2018 (Yonhap, 2018-05-17) is not recorded: "not reached" cannot be distinguished from "not recorded".
INCOMPLETE = frozenset({"changwon-expansion"})
MINIMUM = 5  # observed cases below which a duration is not used
LOW, HIGH = 0.1, 0.9
MONTH = pd.Timedelta(days=365.25 / 12)
# Results are given as half-years, and as years where what they rest on is known less exactly than this.
COARSE_MONTHS = 6
Stages = Mapping[str, Mapping[str, np.ndarray]]  # stage -> column -> a value an older complex
Past = Mapping[tuple[str, str], "Durations"]  # the durations by their two stages


@dataclass(frozen=True, eq=False)
class Durations:
    """How long older complexes took from one stage to another.

    cases: a row each, those that came first, by months: ref_id, name_ko, name_en, cohort_year; reached; months (of a
        censored case those it is known to have lasted); months_low, months_high: what the periods allow; withdrawn:
        given up; start_from, start_to, end_from, end_to: the periods; until: the last day known of a censored case;
        origin_ids, warnings: of both ends.
    left_out: ref_id, name_ko, name_en, reason: out-of-order (the second stage lies before the first); passed-over (a
        later stage was reached, nothing says when this one was); incomplete-record (see `INCOMPLETE`).
    minimum: observed cases below which it is not used.
    """

    start: str
    end: str
    klass: str
    cases: pd.DataFrame
    left_out: pd.DataFrame
    minimum: int

    @cached_property
    def curve(self) -> pd.DataFrame:
        """Months and the share still waiting after them: `share` (Kaplan-Meier), `predicted` (for one more case)."""
        return _curve(self.cases)

    @cached_property
    def reason(self) -> str | None:
        """too-few-cases, if fewer are observed than the minimum; then there are no low, median, high."""
        return None if self.observed >= self.minimum else "too-few-cases"

    @cached_property
    def low(self) -> float | None:
        """Months after which a tenth had come; None: later than the longest case that did."""
        return self._after(LOW)

    @cached_property
    def median(self) -> float | None:
        """The same of a half."""
        return self._after(0.5)

    @cached_property
    def high(self) -> float | None:
        """The same of nine tenths."""
        return self._after(HIGH)

    def _after(self, share: float) -> float | None:
        return None if self.reason else _reached_by(self.curve, share)

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
        return float(self._came.max()) if self.observed else 0.0

    @cached_property
    def coarse(self) -> bool:
        """Whether the middle case is known less exactly than half a year."""
        return bool((self.cases["months_high"] - self.cases["months_low"]).median() > COARSE_MONTHS)

    def longer_than(self, waited: float) -> int:
        """How many of those that came took longer than this."""
        return int((self._came > waited).sum())

    @cached_property
    def _came(self) -> np.ndarray:
        """The months of those that came."""
        return self.cases.loc[self.cases["reached"].astype(bool), "months"].to_numpy(float)

    def draw(self, chances: np.ndarray, waited: float = 0.0, predictive: bool = True) -> tuple[np.ndarray, np.ndarray]:
        """Durations at these chances (0 to 1) of a case that has waited so many months, and the least they can be.

        They are infinite where open. `predictive` False draws from the plain Kaplan-Meier curve, for comparison.
        """
        months, share = self.curve["months"].to_numpy(), self.curve["predicted" if predictive else "share"].to_numpy()
        passed = int(np.searchsorted(months, waited, side="right"))
        # Of those that waited as long: the later steps have the same cases at risk.
        still = share[passed - 1] if passed else 1.0
        done = 1 - np.concatenate(([1.0], share[passed:] / still))
        least = np.interp(chances, done, np.concatenate(([waited], months[passed:])))
        return np.where(chances > done[-1], np.inf, least), least


def durations(
    reference: pd.DataFrame, start: str, end: str, klass: str, as_of: dt.date, minimum: int = MINIMUM
) -> Durations:
    """The durations from stage to stage in a class of older complexes, as known on a day.

    `reference`: forecast/reference.
    """
    return _between(_known(reference, klass, as_of), start, end, klass, minimum)


def history(
    reference: pd.DataFrame, klass: str, as_of: dt.date, minimum: int = MINIMUM
) -> dict[tuple[str, str], Durations]:
    """Every duration that a forecast uses, by its two stages."""
    pairs = list(pairwise(MAIN))
    for side, (start, end) in BETWEEN.items():
        pairs += [(start, side), (side, end)]
    known = _known(reference, klass, as_of)
    return {pair: _between(known, *pair, klass, minimum) for pair in pairs}


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


def given_up_rate(cases: pd.DataFrame) -> float:
    """How many of these cases were given up for each month that one waited, half a one added."""
    months = float(cases["months"].sum())
    return (int(cases["withdrawn"].sum()) + 0.5) / months if months else 0.0


def came_of(cases: pd.DataFrame) -> tuple[float, float]:
    """The shares of cases that came and that were given up: Aalen-Johansen (1978, "An Empirical Transition Matrix",
    Scandinavian Journal of Statistics 5, 141-150); the rest is open still.
    """
    left, came, given_up = 1.0, 0.0, 0.0
    for month in sorted(cases.loc[cases["reached"] | cases["withdrawn"], "months"].unique()):
        at_risk, now = (cases["months"] >= month).sum(), cases[cases["months"] == month]
        came += left * now["reached"].sum() / at_risk
        given_up += left * now["withdrawn"].sum() / at_risk
        left = 1 - came - given_up
    return float(came), float(given_up)


def without(known: Durations, out: Callable[[pd.DataFrame], pd.Series], minimum: int = MINIMUM) -> Durations:
    """The same durations with some cases taken out."""
    gone = out(known.cases)
    if not gone.any() and known.minimum == minimum:
        return known
    return replace(known, cases=known.cases[~gone], minimum=minimum)


def _known(reference: pd.DataFrame, klass: str, as_of: dt.date) -> dict[str, dict[str, np.ndarray]]:
    """What is known of each stage on a day; the complexes of the class stand in the same order throughout.

    Arrays, because hundreds of durations are asked for and a step on a column costs far more than its few rows.
    """
    today = pd.Timestamp(as_of)
    known = reference[reference["reference_class"] == klass]
    known = known.assign(middle=middle(known), happened=known["from_day"] <= today)
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


def _between(known: Stages, start: str, end: str, klass: str, minimum: int) -> Durations:
    """The durations from stage to stage; `known`: _known."""
    happened = known[start]["happened"]
    begun, done = ({name: values[happened] for name, values in known[stage].items()} for stage in (start, end))
    cases = pd.DataFrame(_cases(begun, done))
    reached = done["happened"]
    reason = np.select(
        [
            reached & (done["to_day"] < begun["from_day"]),
            ~reached & np.isin(begun["ref_id"], list(INCOMPLETE)),
            ~reached & (begun["furthest"] > done["position"]),
        ],
        ["out-of-order", "incomplete-record", "passed-over"],
        "",
    )
    left_out = cases.assign(reason=reason).loc[reason != "", ["ref_id", "name_ko", "name_en", "reason"]]
    kept = cases[reason == ""]
    ordered = kept.sort_values(["reached", "months", "ref_id"], ascending=[False, True, True], ignore_index=True)
    return Durations(start, end, klass, ordered, left_out.reset_index(drop=True), minimum)


def _cases(begun: Mapping[str, np.ndarray], done: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """The columns of `Durations.cases`, from the first stage and the second of each complex that came to the first."""
    reached, never = done["happened"], np.datetime64("NaT")
    came = {column: np.where(reached, done[column], begun["until"]) for column in ("from_day", "middle", "to_day")}
    cases = {name: begun[name] for name in ("ref_id", "name_ko", "name_en", "cohort_year")} | {
        "reached": reached,
        "months": months_of(came["middle"] - begun["middle"]).clip(0),
        "months_low": months_of(came["from_day"] - begun["to_day"]).clip(0),
        "months_high": months_of(came["to_day"] - begun["from_day"]).clip(0),
        "withdrawn": ~reached & ~np.isnat(begun["withdrawn_on"]),
        "start_from": begun["from_day"],
        "start_to": begun["to_day"],
        "end_from": np.where(reached, done["from_day"], never),
        "end_to": np.where(reached, done["to_day"], never),
        "until": np.where(reached, never, begun["until"]),
    }
    for lists in ("origin_ids", "warnings"):
        both = zip(begun[lists], done[lists], reached, strict=True)
        joined = (_joined(one, other if there else None) for one, other, there in both)
        cases[lists] = np.fromiter(joined, object, len(reached))
    return cases


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


def median(values: pd.Series, known: pd.Series) -> float | None:
    """The Kaplan-Meier median of values of which some (known False) are only the least they can be.

    None if half is not known.
    """
    if not len(values):
        return None
    least = values.min()
    found = _reached_by(_curve(pd.DataFrame({"months": values - least, "reached": known.astype(bool)})), 0.5)
    return None if found is None else found + least


def months_of(span: Any) -> Any:
    """Months of a span of time, or of a column of them."""
    return span / MONTH


def middle(period: Any) -> Any:
    """The middle of a period."""
    return period["from_day"] + (period["to_day"] - period["from_day"]) / 2


def _joined(*lists: Any) -> list[str]:
    """The items of several lists (or of None), each once."""
    return list(dict.fromkeys(item for items in lists if isinstance(items, list | np.ndarray) for item in items))
