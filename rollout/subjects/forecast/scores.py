"""How the models and the baselines scored, and which model is taken by the rule declared before (docs/decisions.md)."""

from itertools import product
from typing import Any

import numpy as np
import pandas as pd

from rollout.questions.ask import rows_of
from rollout.subjects.forecast.back_test import CASE, COHORT, KINDS, NOW, PLAN
from rollout.subjects.forecast.durations import CHAIN, HIGH, LOW, median
from rollout.subjects.forecast.method import SEED
from rollout.subjects.forecast.models import MODELS

TESTS = (CASE, COHORT, NOW)
KEY = ["test", "anchor", "waited", "day", "id", "stage_id"]
WORSE, ALIKE = 1.05, 1.02  # what the rule forgives, and what it takes for equal
RESAMPLES = 2000
FIFTHS = 5
SCORE_COLUMNS = (
    "test",
    "kind",
    "n",  # tests in which all speak; of PLAN those with a plan, too
    "crps",
    "brier",
    "against",  # CRPS of the model taken in the same tests
    "within",  # the share that came within the 80 % range, open cases spread over what is left to them
    "open",  # ranges whose upper end is open
    "pit",  # the share in each fifth of what was said, in the same way
)
SUMMARY_COLUMNS = (
    "anchor",
    "waited",
    "stage_id",  # empty: all of the situation
    "n",
    "reached",
    "within",  # as in SCORE_COLUMNS
    "median_error",  # came less median, unfinished ones as at least that (Kaplan-Meier); empty where half is not known
    "crps",
    "promises",  # the same for the plans made by then
    "promises_decided",
    "promises_held",
    "promise_median_error",
)


def common(tested: pd.DataFrame) -> pd.DataFrame:
    """The tests in which every model and the whole duration speak; `tested`: back_test and since_then."""
    kinds = tested[tested["kind"] != PLAN].groupby(KEY, dropna=False)["kind"].transform("nunique")
    everyone = tested.loc[kinds.index[kinds == len(KINDS) - 1], KEY].drop_duplicates()
    return tested.merge(everyone, on=KEY)


def scores(tested: pd.DataFrame, taken: str) -> pd.DataFrame:
    """The scores of each kind in each test: SCORE_COLUMNS; `taken`: the model that is used."""
    same = common(tested)
    rows = []
    for test, kind in product(TESTS, KINDS):
        part = same[(same["test"] == test) & (same["kind"] == kind)]
        rival = part[KEY].merge(same[same["kind"] == taken], on=KEY)
        rows.append({"test": test, "kind": kind, "against": rival["crps"].mean()} | _scored(part))
    return pd.DataFrame(rows, columns=list(SCORE_COLUMNS))


def _scored(part: pd.DataFrame) -> dict[str, Any]:
    return {
        "n": len(part),
        "crps": part["crps"].mean(),
        "brier": part["brier"].mean(),
        "within": within(part),
        "open": int(np.isinf(part["high"]).sum()),
        "pit": [spread(part, k / FIFTHS, (k + 1) / FIFTHS) for k in range(FIFTHS)],
    }


def within(part: pd.DataFrame) -> float:
    """The share that came within the 80 % range."""
    return spread(part, LOW, HIGH)


def spread(part: pd.DataFrame, low: float, high: float) -> float:
    """The share of tests that came where between `low` and `high` of the cases were to come.

    An open case will come somewhere beyond where it is now: it counts evenly there.
    """
    came = part["reached"].to_numpy(bool)
    pit = np.minimum(part["pit"].to_numpy(float), np.where(came, 1.0, 1 - 1e-9))
    inside = ((pit > low) | (low <= 0)) & (pit <= high)
    ahead = (np.maximum(high, pit) - np.maximum(low, pit)) / np.where(came, 1.0, 1 - pit)
    return float(np.where(came, inside, ahead).mean()) if len(part) else float("nan")


def difference(tested: pd.DataFrame, test: str, kind: str, other: str) -> tuple[float, float, float]:
    """The mean CRPS of one kind less that of another in a test, and its 90 % interval, complexes drawn anew."""
    same = common(tested)
    crps = same[same["test"] == test].pivot_table(index=KEY[1:], columns="kind", values="crps", dropna=False)
    crps = crps.reindex(columns=sorted({kind, other}))  # on an early day a test may have none of a kind
    each = (crps[kind] - crps[other]).dropna().groupby("id").agg(["sum", "count"])
    if each.empty:
        return (float("nan"),) * 3
    drawn = np.random.default_rng(SEED).integers(0, len(each), (RESAMPLES, len(each)))
    sums, counts = (each[name].to_numpy()[drawn].sum(axis=1) for name in ("sum", "count"))
    low, high = np.quantile(sums / counts, (0.05, 0.95))
    return float(each["sum"].sum() / each["count"].sum()), float(low), float(high)


def choose(made: pd.DataFrame) -> str:
    """The model that the declared rule takes, the curve where there is nothing to tell; `made`: scores."""
    rows = {(row["test"], row["kind"]): row for row in rows_of(made)}
    plain = next(iter(MODELS))
    if not all(rows[test, plain]["n"] for test in (CASE, COHORT)):
        return plain
    case, cohort = ({model: float(rows[test, model]["crps"]) for model in MODELS} for test in (CASE, COHORT))
    able = [model for model in MODELS if case[model] <= WORSE * min(case.values())]
    taken = next(model for model in able if cohort[model] <= ALIKE * min(cohort[other] for other in able))
    beaten = case[taken] < case[plain] and cohort[taken] < cohort[plain]
    return taken if beaten and rows[COHORT, taken]["brier"] <= rows[COHORT, plain]["brier"] else plain


def plans_told(tested: pd.DataFrame, taken: str, test: str = COHORT) -> tuple[int, float, float]:
    """How many plans of the tests are decided, and the Brier scores of a chance for each and of their base rate."""
    part = tested[(tested["test"] == test) & (tested["kind"] == taken) & tested["promise_held"].notna()]
    held = part["promise_held"].astype(float)
    return (
        len(part),
        float(((part["promise_chance"] - held) ** 2).mean()),
        float(((part["promise_rate"] - held) ** 2).mean()),
    )


def summary(tested: pd.DataFrame, test: str, kind: str) -> pd.DataFrame:
    """How one kind did in one test, by situation and stage and (stage_id empty) by situation: SUMMARY_COLUMNS.

    The stages of one complex and the complexes of one year hang together: n is more than the independent tests.
    """
    own = tested[(tested["test"] == test) & (tested["kind"] == kind)]
    parts = [((*where, None), part) for where, part in own.groupby(["anchor", "waited"])]
    parts += list(own.groupby(["anchor", "waited", "stage_id"]))
    rows = [dict(zip(SUMMARY_COLUMNS[:3], where, strict=True)) | _summed(part) for where, part in parts]
    place = {stage: number for number, stage in enumerate(CHAIN)}
    return pd.DataFrame(rows, columns=list(SUMMARY_COLUMNS)).sort_values(
        ["anchor", "waited", "stage_id"],
        key=lambda column: column if column.name == "waited" else column.map(place).fillna(len(place)),
        ignore_index=True,
    )


def _summed(part: pd.DataFrame) -> dict[str, Any]:
    promised = part[part["promised"].notna()]
    error = part["came"] - part["median"]
    known = np.isfinite(error)
    return {
        "n": len(part),
        "reached": int(part["reached"].sum()),
        "within": within(part),
        "median_error": median(error[known], part.loc[known, "reached"]),
        "crps": part["crps"].mean(),
        "promises": len(promised),
        "promises_decided": int(promised["promise_held"].notna().sum()),
        "promises_held": int(promised["promise_held"].sum()),
        "promise_median_error": median(promised["promise_error"], promised["reached"]),
    }
