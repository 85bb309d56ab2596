"""What history says: what follows for the 15 from how long the stages of older complexes took.

Reference class forecasting: not the plan of a project but the outcomes of projects like it tell when it will be done
(Flyvbjerg 2006, "From Nobel Prize to Project Management: Getting Risks Right", Project Management Journal 37(3), 5-15;
HM Treasury, Supplementary Green Book Guidance: Optimism Bias). Pure functions over the answers to forecast/reference,
forecast/promises and forecast/positions. No planned date is ever used as an outcome.

**Open draws.** A draw beyond the longest case (durations.py) is open. Where open draws decide a result, it is printed
as "later than".

**Waiting.** A complex that has waited is compared with the cases that took longer than it has waited. From its last
finished stage on, the stages of `MAIN` follow each other, each duration drawn independently; a stage of `BETWEEN`
shares the draw of the main step in which it lies, so that it never falls outside. The dates hold if the complex is
carried on: cases given up are censored and counted apart.

**Which stages.** All with at least `MINIMUM` observed cases. `prefeasibility-started` is left out: four of the ten that
cleared the study, the slowest among them, have no date of filing, so that durations from it would flatter.
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
    HIGH,
    LOW,
    MAIN,
    MINIMUM,
    MONTH,
    Durations,
    history,
    middle,
    months_of,
)

SEED, DRAWS = 20230315, 10_000
FORECAST_COLUMNS = (
    "complex_id",
    "stage_id",
    "position",
    "from_stage",  # the last finished stage and its period
    "from_start",
    "from_end",
    "waited_months",  # since then
    "low",  # by then a tenth of the draws are there: the last day of a half-year or year, as `precision` says
    "median",  # half of them; an open draw stands at the least it can be
    "high",  # nine tenths
    "precision",
    "median_open",  # it is later than that: the most it can be is more than half a year away
    "high_open",
    "cases",  # how many older complexes came to the stage
    "unfinished",  # had not come as far as is known
    "given_up",
    "still_waiting",  # had waited as long as this one
    "fewest_cases",  # the fewest behind any step on the way; no chance is known finer than 1 in as many + 1
    "plan_from",  # the latest plan
    "plan_to",
    "plan_precision",
    "plan_stated_on",
    "plan_origin_ids",
    "chance",  # the share of draws that meet it, where open draws do not
    "chance_most",  # where they do if they may
    "reason",  # why there is no date: too-few-cases; waited-longest (than all that came); withdrawn; not-begun
)
DAYS = ("from_start", "from_end", "low", "median", "high", "plan_from", "plan_to", "plan_stated_on")
COUNTS = ("position", "cases", "unfinished", "given_up", "still_waiting", "fewest_cases")
NUMBERS = ("waited_months", "chance", "chance_most")
TYPES: Mapping[str, str] = {
    **dict.fromkeys(DAYS, "datetime64[us]"),
    **dict.fromkeys(COUNTS, "Int64"),
    **dict.fromkeys(NUMBERS, "float64"),
    **dict.fromkeys(("median_open", "high_open"), "boolean"),
}


@dataclass(frozen=True)
class Outlook:
    """What is drawn for a stage, in months from the day asked about, and what it rests on.

    `drawn` is infinite where open; `least` is the least it can be.
    """

    drawn: np.ndarray
    least: np.ndarray
    basis: Durations
    waited: float
    fewest: int
    coarse: bool

    @cached_property
    def quantiles(self) -> tuple[list[float], list[bool]]:
        """Months at LOW, one half and HIGH: the least they can be, and whether they can be half a year later."""
        shares = (LOW, 0.5, HIGH)
        least, most = (np.quantile(values, shares, method="inverted_cdf") for values in (self.least, self.drawn))
        return [float(months) for months in least], [bool(later) for later in most > least + COARSE_MONTHS]


def simulate(
    past: Mapping[tuple[str, str], Durations],
    reached: Mapping[str, float],
    chances: Mapping[str, np.ndarray],
    predictive: bool = True,
) -> dict[str, Outlook | str]:
    """The stages that come after those reached (stage -> months ago): draws, or the reason for none."""
    last = max(CHAIN.index(stage) for stage in reached)
    outlooks: dict[str, Outlook | str] = {}
    before: Outlook | str | None = None
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
    before: Outlook | str | None,
    reached: Mapping[str, float],
    chances: np.ndarray,
    predictive: bool,
) -> Outlook | str:
    """A stage from the one before it, if that was drawn (`before`), else from one of `starts`.

    The first of them that enough cases are known of.
    """
    if isinstance(before, str):
        return before
    basis = next((past[start, end] for start in starts if past[start, end].reason is None), None)
    if basis is None or (before is None and basis.start not in reached):
        return "too-few-cases"
    if before is not None:
        drawn, least = basis.draw(chances, 0.0, predictive)
        fewest, coarse = min(before.fewest, basis.observed), before.coarse or basis.coarse
        return Outlook(before.drawn + drawn, before.least + least, basis, 0.0, fewest, coarse)
    waited = reached[basis.start]
    if basis.longest <= waited:
        return "waited-longest"
    drawn, least = basis.draw(chances, waited, predictive)
    return Outlook(drawn - waited, least - waited, basis, waited, basis.observed, basis.coarse)


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

    `positions`: forecast/positions. One row per complex and stage of `CHAIN` after its last finished one, with the
    columns of FORECAST_COLUMNS.
    """
    past = history(reference, klass, as_of, minimum)
    chances = {end: even_chances(end, seed, draws) for end in MAIN[1:]}
    today = pd.Timestamp(as_of)
    rows: list[dict[str, Any]] = []
    # Complexes that are as far, and waited as long, share draws.
    simulated: dict[tuple[tuple[str, float], ...], dict[str, Outlook | str]] = {}
    for complex_id, stages in positions[positions["stage_id"].isin(CHAIN)].groupby("complex_id", sort=True):
        cells = {cell["stage_id"]: cell for cell in rows_of(stages)}
        done = {stage: cell for stage, cell in cells.items() if cell["state"] == "done"}
        reached = {stage: max(0.0, months_of(today - middle(cell))) for stage, cell in done.items()}
        key = tuple(sorted(reached.items()))
        if reached and key not in simulated:
            simulated[key] = simulate(past, reached, chances)
        rows += _forecast(str(complex_id), cells, reached, simulated.get(key, {}), today)
    return pd.DataFrame(rows, columns=list(FORECAST_COLUMNS)).astype(dict(TYPES))


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
        if stage not in cells:
            continue
        cell = cells[stage]
        stopped = "withdrawn" if cell["state"] == "withdrawn" else stopped
        row = {name: cell[name] for name in FORECAST_COLUMNS if name in cell} | {"complex_id": complex_id} | begun
        outlook = stopped or outlooks.get(stage, "not-begun")
        rows.append(row | ({"reason": outlook} if isinstance(outlook, str) else _drawn(outlook, row, today)))
    return rows


def _drawn(outlook: Outlook, row: Mapping[str, Any], today: pd.Timestamp) -> dict[str, Any]:
    """The columns of a forecast that are drawn."""
    precision = "year" if outlook.coarse or months_of(row["from_end"] - row["from_start"]) > COARSE_MONTHS else "half"
    (low, median, high), (_, median_open, high_open) = outlook.quantiles
    found: dict[str, Any] = {
        name: _last_day(today + months * MONTH, precision)
        for name, months in (("low", low), ("median", median), ("high", high))
    }
    basis = outlook.basis
    found |= {
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
        left = months_of(row["plan_to"] + pd.Timedelta(days=1) - today)
        found |= {"chance": float((outlook.drawn <= left).mean()), "chance_most": float((outlook.least <= left).mean())}
    return found


def even_chances(name: str, seed: int, draws: int) -> np.ndarray:
    """Chances evenly spread over 0 to 1, in an order of its own for each name.

    The same for every complex, whichever are asked for.
    """
    return (np.random.default_rng([seed, zlib.crc32(name.encode())]).permutation(draws) + 0.5) / draws


def _last_day(day: pd.Timestamp, precision: str) -> pd.Timestamp:
    """The last day of the half-year or year in which a day lies."""
    return pd.Timestamp(day.year, 6, 30) if precision == "half" and day.month <= 6 else pd.Timestamp(day.year, 12, 31)
