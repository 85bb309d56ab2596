"""What history says: what follows for the 15 from how long the stages of older complexes took.

Reference class forecasting: not the plan of a project but the outcomes of projects like it tell when it will be done
(Flyvbjerg 2006, "From Nobel Prize to Project Management: Getting Risks Right", Project Management Journal 37(3), 5-15;
HM Treasury, Supplementary Green Book Guidance: Optimism Bias). Pure functions over the answers to forecast/reference,
forecast/promises and forecast/positions. No planned date is ever used as an outcome.

**Waiting and silence.** A complex is held to have waited until its own newest evidence, as the older ones are, and is
compared with the cases that took longer. What follows may lie before the day asked about: the chance that it was
reached, unseen, is given.

**Steps.** From its last finished stage on, the stages of `MAIN` follow each other, each duration drawn independently
from MODEL (models.py; why that one: scores.py); a stage of `BETWEEN` shares the draw of the main step in which it lies,
so that it never falls outside. Steps with fewer than `MINIMUM` observed cases, and waits longer than every case that
came, give no date.

**Given up.** Dates hold if the complex is carried on. The chance of a plan does not ask that: before approval a complex
is given up at the rate at which older ones were.

**A study filed** is a state to start from, but is not forecast itself: four of the ten that were cleared, the slowest
among them, have no date of filing. Durations from it may therefore be too short.
"""

import datetime as dt
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from rollout.questions.ask import is_missing, rows_of
from rollout.subjects.forecast.durations import (
    BETWEEN,
    CHAIN,
    CLASSES,
    COARSE_MONTHS,
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
    middle,
    months_of,
)
from rollout.subjects.forecast.models import MODELS, Step

MODEL = "log-normal"  # by the scores (scores.py) and the rule of docs/decisions.md
SEED, DRAWS = 20230315, 5_000
APPROVED = "plan-approved"
FOREVER = 1e6  # months
WIDE_MONTHS = 60  # a range wider than this is given in years
FORECAST_COLUMNS = (
    "complex_id",
    "stage_id",
    "position",
    "from_stage",  # the last finished stage and its period
    "from_start",
    "from_end",
    "evidence_on",  # the newest day on which anything was said of the complex
    "waited_months",  # from the middle of that period to then
    "low",  # by then a tenth of the draws are there: the last day of a half-year or year, as `precision` says
    "median",  # half of them
    "high",  # nine tenths
    "precision",
    "unseen",  # the chance that it was reached between the evidence and the day asked about
    "cases",  # how many older complexes came to the end of the step on the way that the fewest tell of
    "fewest_cases",  # those of them that took longer than the wait; no chance is known finer than 1 in as many + 1
    "plan_from",  # the latest plan
    "plan_to",
    "plan_precision",
    "plan_stated_on",
    "plan_origin_ids",
    "plan_ahead",  # whether its period is not over
    "chance",  # that it is met; empty where it was over before the newest evidence
    "reason",  # why there is no date: too-few-cases; waited-longest (than all that came); withdrawn; not-begun
)
DAYS = ("from_start", "from_end", "evidence_on", "low", "median", "high", "plan_from", "plan_to", "plan_stated_on")
COUNTS = ("position", "cases", "fewest_cases")
NUMBERS = ("waited_months", "unseen", "chance")
TYPES: Mapping[str, str] = {
    **dict.fromkeys(DAYS, "datetime64[us]"),
    **dict.fromkeys(COUNTS, "Int64"),
    **dict.fromkeys(NUMBERS, "float64"),
    "plan_ahead": "boolean",
}


@dataclass(frozen=True)
class Outlook:
    """What is drawn for a stage, in months from the newest evidence, and what it rests on.

    `drawn` holds if the complex is carried on (infinite where open); `carried`: of each draw, the chance of that.
    `fewest`: of the step on the way that the fewest tell of, the cases that took longer than the wait, and all.
    `coarse`: whether some step is known less exactly than half a year.
    """

    drawn: np.ndarray
    carried: np.ndarray
    fewest: tuple[int, int]
    coarse: bool

    @cached_property
    def quantiles(self) -> tuple[float, float, float]:
        """Months at LOW, one half and HIGH."""
        low, half, high = np.quantile(self.drawn, (LOW, 0.5, HIGH), method="inverted_cdf")
        return float(low), float(half), float(high)

    def chance(self, months: float) -> float:
        """The chance that the stage is reached within so many months."""
        return float(((self.drawn <= months) * self.carried).mean())


Steps = Mapping[tuple[str, str], Step]


def steps_of(past: Mapping[tuple[str, str], Durations], model: str = MODEL) -> dict[tuple[str, str], Step]:
    """What each step may take, by a model, of those that enough cases are known of."""
    return {pair: MODELS[model](known) for pair, known in past.items() if known.reason is None}


def simulate(
    steps: Steps, reached: Mapping[str, float], chances: Mapping[str, np.ndarray], rate: float = 0.0
) -> dict[str, Outlook | str]:
    """The stages that come after those reached (stage -> months ago): draws, or the reason for none.

    `rate`: of giving up, a month, before approval.
    """
    last = max(CHAIN.index(stage) for stage in reached)
    outlooks: dict[str, Outlook | str] = {}
    before: Outlook | str | None = None
    for end in (stage for stage in MAIN if CHAIN.index(stage) > last):
        starts = [stage for stage in reversed(CHAIN[: last + 1]) if stage in reached and (stage, end) in steps]
        if before is not None:
            starts = [MAIN[MAIN.index(end) - 1]]
        main = _step(steps, starts, end, before, reached, chances[end], rate)
        for side in (side for side, span in BETWEEN.items() if span[1] == end and CHAIN.index(side) > last):
            if side == FILED:
                continue
            within = _step(steps, [BETWEEN[side][0]], side, before, reached, chances[end], rate)
            if not isinstance(within, str) and not isinstance(main, str):
                sooner = np.minimum(within.drawn, main.drawn)
                within = replace(within, drawn=sooner, carried=np.maximum(within.carried, main.carried))
            outlooks[side] = within
        outlooks[end] = before = main
    return outlooks


def _step(
    steps: Steps,
    starts: Sequence[str],
    end: str,
    before: Outlook | str | None,
    reached: Mapping[str, float],
    chances: np.ndarray,
    rate: float,
) -> Outlook | str:
    """A stage from the one before it, if that was drawn (`before`), else from one of `starts`.

    The first of them that enough cases are known of.
    """
    if isinstance(before, str):
        return before
    step = next((steps[start, end] for start in starts if (start, end) in steps), None)
    if step is None or (before is None and step.basis.start not in reached):
        return "too-few-cases"
    basis, waited = step.basis, reached[step.basis.start] if before is None else 0.0
    fewest = (basis.longer_than(waited), basis.observed)
    if not fewest[0]:
        return "waited-longest"
    drawn = step.draw(chances, waited) - waited
    if before is None:
        return Outlook(drawn, _carried(end, drawn, rate), fewest, basis.coarse)
    drawn = before.drawn + drawn
    carried = before.carried if CHAIN.index(end) > CHAIN.index(APPROVED) else _carried(end, drawn, rate)
    return Outlook(drawn, carried, min(before.fewest, fewest), before.coarse or basis.coarse)


def _carried(end: str, drawn: np.ndarray, rate: float) -> np.ndarray:
    """The chance that a complex is not given up before a stage that is reached after so many months."""
    if CHAIN.index(end) > CHAIN.index(APPROVED):
        return np.ones_like(drawn)
    kept: np.ndarray = np.exp(-rate * np.minimum(drawn, FOREVER))
    return kept


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

    `positions`: forecast/positions. One row per complex and stage of `CHAIN` after its last finished one (FILED aside),
    with the columns of FORECAST_COLUMNS.
    """
    steps = steps_of(history(reference, klass, as_of, minimum))
    rate = given_up_rate(durations(reference, MAIN[0], APPROVED, klass, as_of).cases)
    chances = {end: even_chances(end, seed, draws) for end in MAIN[1:]}
    rows: list[dict[str, Any]] = []
    for complex_id, stages in positions[positions["stage_id"].isin(CHAIN)].groupby("complex_id", sort=True):
        cells = {cell["stage_id"]: cell for cell in rows_of(stages)}
        reached = waits(cells, as_of)
        outlooks = simulate(steps, reached, chances, rate) if reached else {}
        rows += _forecast(str(complex_id), cells, reached, outlooks, pd.Timestamp(as_of))
    return pd.DataFrame(rows, columns=list(FORECAST_COLUMNS)).astype(dict(TYPES))


def waits(cells: Mapping[str, Mapping[str, Any]], as_of: dt.date) -> dict[str, float]:
    """The stages that a complex has reached -> the months from there to its newest evidence; `cells`: by stage."""
    done = {stage: cell for stage, cell in cells.items() if cell["state"] == "done"}
    return {stage: max(0.0, months_of(heard(cell, as_of) - middle(cell))) for stage, cell in done.items()}


def heard(cell: Mapping[str, Any], as_of: dt.date) -> pd.Timestamp:
    """The newest day on which anything was said of a complex."""
    return pd.Timestamp(as_of) if is_missing(cell["evidence_on"]) else cell["evidence_on"]


def _forecast(
    complex_id: str,
    cells: Mapping[str, Mapping[str, Any]],
    reached: Mapping[str, float],
    outlooks: Mapping[str, Outlook | str],
    today: pd.Timestamp,
) -> list[dict[str, Any]]:
    """The rows of one complex; none comes after a stage that was withdrawn."""
    last = max(reached, key=CHAIN.index, default=None)
    begun: dict[str, Any] = {}
    if last:
        start, end = cells[last]["from_day"], cells[last]["to_day"]
        begun = {"from_stage": last, "from_start": start, "from_end": end, "waited_months": reached[last]}
    rows, stopped = [], None
    for stage in CHAIN[CHAIN.index(last) + 1 :] if last else CHAIN:
        if stage not in cells or stage == FILED:
            continue
        cell = cells[stage]
        stopped = "withdrawn" if cell["state"] == "withdrawn" else stopped
        row = {name: cell[name] for name in FORECAST_COLUMNS if name in cell} | {"complex_id": complex_id} | begun
        if not is_missing(row["plan_to"]):
            row["plan_ahead"] = bool(row["plan_to"] >= today)
        outlook = stopped or outlooks.get(stage, "not-begun")
        rows.append(row | ({"reason": outlook} if isinstance(outlook, str) else _drawn(outlook, row, today)))
    return rows


def _drawn(outlook: Outlook, row: Mapping[str, Any], today: pd.Timestamp) -> dict[str, Any]:
    """The columns of a forecast that are drawn."""
    since, (low, median, high) = heard(row, today.date()), outlook.quantiles
    vague = months_of(row["from_end"] - row["from_start"]) > COARSE_MONTHS or high - low > WIDE_MONTHS
    precision = "year" if outlook.coarse or vague else "half"
    found: dict[str, Any] = {
        "low": _last_day(since + low * MONTH, precision),
        "median": _last_day(since + median * MONTH, precision),
        "high": _last_day(since + high * MONTH, precision),
        "precision": precision,
        "unseen": outlook.chance(months_of(today - since)),
        "cases": outlook.fewest[1],
        "fewest_cases": outlook.fewest[0],
    }
    if not is_missing(row["plan_to"]) and row["plan_to"] >= since:
        found["chance"] = outlook.chance(months_of(row["plan_to"] + pd.Timedelta(days=1) - since))
    return found


def even_chances(name: str, seed: int, draws: int) -> np.ndarray:
    """Chances evenly spread over 0 to 1, in an order of its own for each name.

    The same for every complex, whichever are asked for.
    """
    return (np.random.default_rng([seed, zlib.crc32(name.encode())]).permutation(draws) + 0.5) / draws


def _last_day(day: pd.Timestamp, precision: str) -> pd.Timestamp:
    """The last day of the half-year or year in which a day lies."""
    return pd.Timestamp(day.year, 6, 30) if precision == "half" and day.month <= 6 else pd.Timestamp(day.year, 12, 31)
