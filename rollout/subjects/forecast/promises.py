"""What came of the promises: of each, and how often they held."""

import datetime as dt
from collections.abc import Hashable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from rollout.subjects.forecast.durations import CHAIN, FILED, MINIMUM, median, months_of

AHEAD_MONTHS = 12

BASE_RATE_COLUMNS = (
    "ledger",
    "stage_id",  # empty: all of the ledger
    "position",
    "promises",
    "due",  # those whose period is over
    "complexes",  # how many made them; the promises of one complex hang together
    "unrecorded",  # not among those due, as `judged` has them
    "afterwards",
    "kept",  # of those due, as `judged` has them
    "late",
    "overdue",
    "share_late",  # (late + overdue) / due; empty, as all below, where fewer are due than the minimum
    "first_share_late",  # the same of the first promise of each complex and stage
    "median_slip",  # months, overdue ones as at least so many (Kaplan-Meier)
    "slip_open",  # half is not known yet, and median_slip the least it can be
)
BASE_RATE_TYPES: Mapping[str, str] = {
    **dict.fromkeys(("share_late", "first_share_late", "median_slip"), "float64"),
    "position": "Int64",
    "slip_open": "boolean",
}


def judged(promises: pd.DataFrame, as_of: dt.date) -> pd.DataFrame:
    """Every promise (`promises`: forecast/promises) with what came of it: `verdict`, and `slip_months` where it is due.

    kept: reached in the promised period or before it. late: after it. overdue: the period is over and the stage not
    reached as far as is known (slip: at least so many months). not-due: the period is not over; what was reached early
    counts once it is due, as the others do. unrecorded: a later stage was reached, nothing says when this one was.
    afterwards: said when it had happened already.
    """
    today = pd.Timestamp(as_of)
    horizon = promises[["followed_until", "withdrawn_on"]].min(axis=1).fillna(today)
    horizon = horizon.where(horizon <= today, today)
    reached = promises["from_day"].notna()
    slip = slip_months(
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
    """How often promises held, by ledger and stage and (stage_id empty) by ledger.

    `promises`: forecast/promises. The columns are those of BASE_RATE_COLUMNS.
    """
    known = judged(promises, as_of)
    by_stage = [((ledger, stage), part) for (ledger, stage), part in known.groupby(["ledger", "stage_id"])]
    parts = by_stage + [((ledger, None), part) for ledger, part in known.groupby("ledger")]
    rows = [{"ledger": ledger, "stage_id": stage} | _rates(part, stage, minimum) for (ledger, stage), part in parts]
    frame = pd.DataFrame(rows, columns=list(BASE_RATE_COLUMNS)).astype(dict(BASE_RATE_TYPES))
    return frame.sort_values(["ledger", "position"], na_position="last", ignore_index=True)


def made_ahead(known: pd.DataFrame) -> tuple[int, int]:
    """How many due plans that were made AHEAD_MONTHS or more before their day were kept, and how many there are.

    `known`: judged. Of the milestones that are forecast; of the older complexes and of the 15.
    """
    ahead = months_of(known["plan_to"] - known["stated_on"]) >= AHEAD_MONTHS
    due = known[ahead & known["slip_months"].notna() & known["stage_id"].isin([s for s in CHAIN if s != FILED])]
    return int((due["verdict"] == "kept").sum()), len(due)


def _rates(part: pd.DataFrame, stage: Hashable, minimum: int) -> dict[str, Any]:
    due = part[part["slip_months"].notna()]
    counts = part["verdict"].value_counts()
    row = {
        "position": part["position"].iloc[0] if stage else None,
        "promises": len(part),
        "due": len(due),
        "complexes": due["id"].nunique(),
        **{name: counts.get(name, 0) for name in ("unrecorded", "afterwards", "kept", "late", "overdue")},
    }
    if len(due) < minimum:
        return row
    middle = median(due["slip_months"], due["verdict"] != "overdue")
    first = due.sort_values(["stated_on", "plan_to"]).groupby(["id", "stage_id"])["verdict"].first()
    return row | {
        "share_late": (due["verdict"] != "kept").mean(),
        "first_share_late": (first != "kept").mean(),
        "median_slip": due["slip_months"].median() if middle is None else middle,
        "slip_open": middle is None,
    }


def slip_months(plan_from: Any, plan_to: Any, start: Any, end: Any) -> Any:
    """Months between the ends of two periods, 0 while they overlap: a vaguer date is no slip.

    Days, or columns of days.
    """
    return months_of(end - plan_to) * ((start > plan_to) | (end < plan_from))
