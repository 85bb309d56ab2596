"""What the method would have said of the older complexes, and what came.

**What it found** (special-act-2008, as of 2026-11-27). With draws from the plain Kaplan-Meier curve the 80 % range held
in 27 of 36 decided cases as of pre-feasibility and 21 of 28 as of plan approval (75 and 75 %): too
narrow, because a tenth and nine tenths of ten cases are nearly their extremes. With the predictive curve it holds in 35
of 41 and 25 of 28 (85 and 89 %), where 86 % are to be expected, since an open range can only be missed below. The dates
promised at the same time held in 0 of 17 and 2 of 24.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd

from rollout.questions.ask import rows_of
from rollout.subjects.forecast.durations import (
    CHAIN,
    CLASSES,
    HIGH,
    LOW,
    MAIN,
    MINIMUM,
    Past,
    durations,
    history,
    median,
    months_of,
    without,
)
from rollout.subjects.forecast.method import DRAWS, SEED, Outlook, even_chances, simulate
from rollout.subjects.forecast.promises import slip_months

ANCHORS = ("prefeasibility-cleared", "plan-approved")
GRACE_DAYS = 31  # a promise made with a decision may be printed some days after it
BACK_TEST_COLUMNS = (
    "anchor",  # the stage on whose day the forecast is made; all that follows is in months from there
    "ref_id",
    "name_ko",
    "name_en",
    "stage_id",
    "low",  # as in a forecast
    "median",
    "high",
    "median_open",
    "high_open",
    "came",  # when the stage was reached or, where `reached` is False, until when it is known not to have been
    "reached",
    "held",  # whether that lies in the range; empty where it is not decided (_judged)
    "error",  # came less median, empty where the median is open; of an unfinished complex the least it can be
    "promised",  # the end of the period last promised by the anchor (GRACE_DAYS)
    "promise_id",
    "promise_held",  # whether the stage was reached by then
    "promise_error",  # by how much it came later, 0 where the periods overlap; of an unfinished one the least it can be
    "origin_ids",
)
BACK_TEST_TYPES: Mapping[str, str] = {
    **dict.fromkeys(("low", "median", "high", "came", "error", "promised", "promise_error"), "float64"),
    **dict.fromkeys(("median_open", "high_open", "reached", "held", "promise_held"), "boolean"),
}
SUMMARY_COLUMNS = (
    "anchor",
    "stage_id",  # empty: all of the anchor
    "n",
    "reached",
    "decided",  # of them the range is known to have held or not
    "held",
    "coverage",  # held / decided
    "expected",  # the coverage of a sound method: closed ranges 80 %, open ones 90 %
    "coverage_least",  # if all that is undecided were missed
    "coverage_most",  # if it held
    "open",  # ranges with an open upper end
    "median_error",  # came less median, unfinished ones as at least that (Kaplan-Meier); empty where half is not known
    "median_miss",  # its size among those reached
    "promises",  # the same for the promises made by then
    "promises_decided",
    "promises_held",
    "promise_median_error",
)


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
    """What the method would have said of each older complex on the days of `ANCHORS`, and what came.

    Leave-one-out: the complex's own durations are taken out (so that one case fewer is asked for), those of the others
    stay in, the later ones too: it is no record of forecasts made at the time. One row per anchor, complex and later
    stage, with the columns of BACK_TEST_COLUMNS.
    """
    past = history(reference, klass, as_of, minimum - 1)
    chances = {end: even_chances(end, seed, draws) for end in MAIN[1:]}
    rows = []
    for anchor in ANCHORS:
        place = CHAIN.index(anchor)
        used = {pair: known for pair, known in past.items() if pair[0] in MAIN and CHAIN.index(pair[0]) >= place}
        own = {stage: durations(reference, anchor, stage, klass, as_of).cases for stage in CHAIN[place + 1 :]}
        for came, stage, outlook in _outlooks(anchor, used, own, chances, minimum, predictive):
            row = {"anchor": anchor, "stage_id": stage}
            row |= {name: came[name] for name in ("ref_id", "name_ko", "name_en", "reached", "origin_ids")}
            plans = promises[(promises["id"] == came["ref_id"]) & (promises["stage_id"] == stage)]
            rows.append(row | _judged(outlook, came) | _promised(plans, came))
    return pd.DataFrame(rows, columns=list(BACK_TEST_COLUMNS)).astype(dict(BACK_TEST_TYPES))


def _outlooks(
    anchor: str,
    past: Past,
    own: Mapping[str, pd.DataFrame],
    chances: Mapping[str, np.ndarray],
    minimum: int,
    predictive: bool,
) -> Iterator[tuple[Mapping[str, Any], str, Outlook]]:
    """The case of each older complex and stage, with what is drawn for it from the others; `own`: stage -> cases."""
    cases = {(case["ref_id"], stage): case for stage, frame in own.items() for case in rows_of(frame)}
    for ref_id in sorted({ref_id for ref_id, _ in cases}):
        others = {pair: without(known, ref_id, minimum - 1) for pair, known in past.items()}
        for stage, outlook in simulate(others, {anchor: 0.0}, chances, predictive).items():
            if not isinstance(outlook, str) and (ref_id, stage) in cases:
                yield cases[ref_id, stage], stage, outlook


def _judged(outlook: Outlook, case: Mapping[str, Any]) -> dict[str, Any]:
    """Whether a range held; undecided while a complex on its way could still make it so or not.

    It decides once it has outlasted the whole range (missed) or, where the upper end is open, its lower end (held).
    """
    (low, median, high), (_, median_open, high_open) = outlook.quantiles
    came, above = case["months"], case["months"] > high and not high_open
    held = came >= low and not above
    if not case["reached"] and not above and not (high_open and held):
        held = None
    drawn = {"low": low, "median": median, "high": high, "median_open": median_open, "high_open": high_open}
    return drawn | {"came": came, "held": held, "error": np.nan if median_open else came - median}


def _promised(plans: pd.DataFrame, case: Mapping[str, Any]) -> dict[str, Any]:
    made = plans[plans["stated_on"] <= case["start_to"] + pd.Timedelta(days=GRACE_DAYS)]
    if made.empty:
        return {}
    # The newest; of one day the more exact, then the later.
    by_width = made.assign(width=made["plan_to"] - made["plan_from"])
    plan = by_width.sort_values(["stated_on", "width", "plan_to"], ascending=[False, True, False]).iloc[0]
    start, end = (case["end_from"], case["end_to"]) if case["reached"] else (case["until"], case["until"])
    slip = float(slip_months(plan["plan_from"], plan["plan_to"], start, end))
    anchor = case["start_from"] + (case["start_to"] - case["start_from"]) / 2
    held = slip <= 0 if case["reached"] else False if slip > 0 else None
    return {
        "promised": months_of(plan["plan_to"] - anchor),
        "promise_id": plan["promise_id"],
        "promise_held": held,
        "promise_error": slip,
    }


def summary(tested: pd.DataFrame) -> pd.DataFrame:
    """How a back-test came out, per anchor and stage and (stage_id empty) per anchor.

    The columns are those of SUMMARY_COLUMNS. The stages of one complex and the complexes of one year hang together: n
    counts fewer independent tests than it says.
    """
    by_stage = [((anchor, stage), part) for (anchor, stage), part in tested.groupby(["anchor", "stage_id"])]
    parts = by_stage + [((anchor, None), part) for anchor, part in tested.groupby("anchor")]
    rows = [{"anchor": anchor, "stage_id": stage} | _summed(part) for (anchor, stage), part in parts]
    place = {stage: number for number, stage in enumerate(CHAIN)}
    return pd.DataFrame(rows, columns=list(SUMMARY_COLUMNS)).sort_values(
        ["anchor", "stage_id"], key=lambda column: column.map(place).fillna(len(place)), ignore_index=True
    )


def _summed(part: pd.DataFrame) -> dict[str, Any]:
    known, promised = part[part["error"].notna()], part[part["promised"].notna()]
    held, decided = int(part["held"].sum()), int(part["held"].notna().sum())
    is_open = part["high_open"].astype(bool)
    return {
        "n": len(part),
        "reached": int(part["reached"].sum()),
        "decided": decided,
        "held": held,
        "coverage": held / decided if decided else np.nan,
        "expected": float(np.where(is_open, 1 - LOW, HIGH - LOW).mean()),
        "coverage_least": held / len(part),
        "coverage_most": (held + len(part) - decided) / len(part),
        "open": int(is_open.sum()),
        "median_error": median(known["error"], known["reached"]),
        "median_miss": known.loc[known["reached"].astype(bool), "error"].abs().median(),
        "promises": len(promised),
        "promises_decided": int(promised["promise_held"].notna().sum()),
        "promises_held": int(promised["promise_held"].sum()),
        "promise_median_error": median(promised["promise_error"], promised["reached"]),
    }
