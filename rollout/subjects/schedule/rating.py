"""Delivery rating: green, amber, red or too little published, by a written rule.

Pure: the same statements give the same rating. Nobody sets a rating and nothing overrides one. It is read off a
complex's open milestones (those of the board not reached and not skipped) as they were known on a day. The first rule
that fits wins, worst first:

1. red      a stage was withdrawn and not reached since; or an open milestone is planned LATE_MONTHS or more later than
            first promised; or a promised period ended LATE_MONTHS or more ago and nothing newer was said
2. amber    an open milestone is planned later than first promised, or a promised period has passed without news (by
            less than that); or the chance of meeting the latest plan of the next milestone, by what comparable
            complexes took, is below LIKELY
3. little   fewer than ENOUGH_DATES open milestones have a date in force, or nothing was said for QUIET_MONTHS or more
4. green    none of these

What can't turn a complex green: a newer, later date (moves count from the first promise), a vaguer date (a move is
measured between periods), silence (a date that passes stays counted; too little published is no green), and dropping a
milestone (its last plan stays in force until it is reached or replaced).
"""

import datetime as dt
from collections.abc import Mapping
from typing import Any

import pandas as pd

from rollout.language.words import Words, rounded
from rollout.questions.ask import is_missing, rows_of

RED, AMBER, LITTLE, GREEN = "red", "amber", "little", "green"
RATINGS = (RED, AMBER, LITTLE, GREEN)
LATE_MONTHS = 12
ENOUGH_DATES = 2
QUIET_MONTHS = 12
LIKELY = 0.5
FIRST_QUARTER = dt.date(2023, 3, 31)
MOST_QUARTERS = 40  # ten years: each is forecast, rated and drawn
OPEN = ("planned", "passed", "withdrawn", "unpublished")
COLUMNS = (
    "day",
    "complex_id",
    "rating",
    "reasons",
    "withdrawn",
    "moved",
    "most_moved",
    "passed",
    "longest_passed",
    "dated",
    "heard_on",
    "chance",
    "chance_cases",
    "chance_stage_id",
)
Reason = dict[str, Any]  # rating, stage_id, text
Chances = Mapping[dt.date, Mapping[str, tuple[str, float, int]]]


def quarter_ends(until: dt.date) -> tuple[dt.date, ...]:
    """The last days of the quarters since the announcement that are over by a day, of the newest MOST_QUARTERS."""
    return tuple(day.date() for day in pd.date_range(FIRST_QUARTER, until, freq="QE")[-MOST_QUARTERS:])


def rate(cells: pd.DataFrame, names: Mapping[str, str], w: Words, chances: Chances | None = None) -> pd.DataFrame:
    """Rate each complex on each day.

    `cells`: schedule/standing (day, complex_id, stage_id, position, state, date, precision, slip_months, last_end,
    passed_days, heard_on). `names`: the stages' names. `chances`: day -> complex -> (its next milestone with a plan
    ahead, the chance from 0 to 1 of meeting that plan, the fewest past cases behind it), each as it was known on that
    day; where there is none, the chance plays no part.

    Returns a row a day and complex: day, complex_id, rating, reasons (list of {rating, stage_id, text}, the worst
    first), and what was measured: withdrawn, moved (open milestones later than first promised), most_moved (months),
    passed, longest_passed (days), dated, heard_on, chance, chance_cases, chance_stage_id.
    """
    columns = [
        "day",
        "complex_id",
        "stage_id",
        "position",
        "state",
        "date",
        "precision",
        "slip_months",
        "last_end",
        "passed_days",
        "heard_on",
    ]
    grouped: dict[tuple[Any, str], list[dict[str, Any]]] = {}
    for cell in rows_of(cells[columns].sort_values(["day", "complex_id", "position"])):
        grouped.setdefault((cell["day"], cell["complex_id"]), []).append(cell)
    rows = []
    for (day, complex_id), group in grouped.items():
        chance = (chances or {}).get(day.date(), {}).get(complex_id)
        rows.append({"day": day, "complex_id": complex_id} | _rate(day, group, chance, names, w))
    return pd.DataFrame(rows, columns=list(COLUMNS))


def rule(w: Words) -> list[tuple[str, str]]:
    """The rule in words with its thresholds: (rating, when), in the order in which they are tried."""
    return [
        (
            RED,
            w.t(
                "a stage was withdrawn and not reached since; or a milestone still open is planned {n} months or "
                "more later than first promised;"
                " or its promised period ended {n} months or more ago and nothing newer was said",
                n=w.number(LATE_MONTHS),
            ),
        ),
        (
            AMBER,
            w.t(
                "a milestone still open is planned later than first promised, or its promised period has passed "
                "without news, in both cases by less"
                " than {n} months; or the latest plan of the next milestone has a chance below {percent}%, by "
                "what comparable complexes took and as it was known that day",
                n=w.number(LATE_MONTHS),
                percent=w.number(LIKELY * 100),
            ),
        ),
        (
            LITTLE,
            w.t(
                "fewer than {n} open milestones have a date in force, or nothing was said for {months} months or more",
                n=w.number(ENOUGH_DATES),
                months=w.number(QUIET_MONTHS),
            ),
        ),
        (
            GREEN,
            w.t(
                "none of these: every published date is ahead, none has moved later, and the next is more likely "
                "met than missed"
            ),
        ),
    ]


def percent(chance: float, cases: int, w: Words) -> str:
    """A chance in words, no finer than so many past cases allow.

    Nothing below 1 in cases + 1 can be known, nor anything as near to certain.
    """
    least = 1 / (cases + 1)
    if chance < least:
        return w.t("under {n}%", n=w.number(least * 100))
    if chance > 1 - least:
        return w.t("over {n}%", n=w.number((1 - least) * 100))
    return w.t("about {n}%", n=w.number(rounded(chance * 20) * 5))


def _rate(
    day: Any, group: list[dict[str, Any]], chance: tuple[str, float, int] | None, names: Mapping[str, str], w: Words
) -> dict[str, Any]:
    """One complex on one day."""
    still = [cell for cell in group if cell["state"] in OPEN]
    withdrawn = [cell for cell in still if cell["state"] == "withdrawn"]
    later = [cell for cell in still if cell["state"] != "withdrawn" and _is_later(cell)]
    moved = sorted(later, key=lambda cell: (-cell["slip_months"], cell["position"]))
    silent = [cell for cell in still if cell["state"] == "passed"]
    passed = sorted(silent, key=lambda cell: (-cell["passed_days"], cell["position"]))
    dated = sum(cell["state"] == "planned" for cell in still)
    heard = group[0]["heard_on"]
    reasons = [
        *(_withdrawn(cell, names, w) for cell in withdrawn),
        *_moved(moved, names, w),
        *_passed(passed, day, names, w),
        *_unlikely(chance, names, w),
        *(_too_little(len(still), dated, heard, day, w) if still else ()),
    ]
    reasons.sort(key=lambda reason: RATINGS.index(reason["rating"]))
    stage_id, likely, cases = chance or ("", None, None)
    return {
        "rating": reasons[0]["rating"] if reasons else GREEN,
        "reasons": reasons,
        "withdrawn": len(withdrawn),
        "moved": len(moved),
        "most_moved": int(moved[0]["slip_months"]) if moved else 0,
        "passed": len(passed),
        "longest_passed": int(passed[0]["passed_days"]) if passed else 0,
        "dated": dated,
        "heard_on": heard,
        "chance": likely,
        "chance_cases": cases,
        "chance_stage_id": stage_id,
    }


def _is_later(cell: Mapping[str, Any]) -> bool:
    return not is_missing(cell["slip_months"]) and cell["slip_months"] > 0


def _withdrawn(cell: Mapping[str, Any], names: Mapping[str, str], w: Words) -> Reason:
    when = w.period(cell["date"], cell["precision"])
    return _reason(RED, cell["stage_id"], w.t("{stage} withdrawn {when}", stage=names[cell["stage_id"]], when=when))


def _moved(moved: list[dict[str, Any]], names: Mapping[str, str], w: Words) -> list[Reason]:
    """The milestone that moved the most."""
    if not moved:
        return []
    worst = moved[0]
    text = w.t("{stage} {months}", stage=names[worst["stage_id"]], months=w.months(int(worst["slip_months"])))
    rating = RED if worst["slip_months"] >= LATE_MONTHS else AMBER
    return [_reason(rating, worst["stage_id"], _and_more(text, len(moved) - 1, w))]


def _passed(passed: list[dict[str, Any]], day: Any, names: Mapping[str, str], w: Words) -> list[Reason]:
    """The milestone whose date passed the longest ago without news."""
    if not passed:
        return []
    worst = passed[0]
    text = w.n(
        "{stage} due {when}, no news for one day",
        "{stage} due {when}, no news for {n} days",
        int(worst["passed_days"]),
        stage=names[worst["stage_id"]],
        when=w.period(worst["date"], worst["precision"]),
    )
    rating = RED if _past(worst["last_end"], LATE_MONTHS, day) else AMBER
    return [_reason(rating, worst["stage_id"], _and_more(text, len(passed) - 1, w))]


def _unlikely(chance: tuple[str, float, int] | None, names: Mapping[str, str], w: Words) -> list[Reason]:
    """A next plan that is missed more likely than met."""
    if chance is None or chance[1] >= LIKELY:
        return []
    stage_id, likely, cases = chance
    text = w.t("{stage}: {chance} chance of meeting the plan", stage=names[stage_id], chance=percent(likely, cases, w))
    return [_reason(AMBER, stage_id, text) | {"chance": True}]


def _too_little(still: int, dated: int, heard: Any, day: Any, w: Words) -> list[Reason]:
    """What is lacking to judge by; `still`, `dated`: open milestones, and those of them with a date in force."""
    texts = []
    if dated < ENOUGH_DATES:
        texts.append(
            w.n(
                "one open milestone of {open} has a date in force",
                "{n} open milestones of {open} have a date in force",
                dated,
                open=w.number(still),
            )
        )
    if is_missing(heard):
        texts.append(w.t("nothing was said yet"))
    elif _past(heard, QUIET_MONTHS, day):
        texts.append(w.t("nothing said since {day}", day=heard.date().isoformat()))
    return [_reason(LITTLE, "", text) for text in texts]


def _reason(rating: str, stage_id: str, text: str) -> Reason:
    return {"rating": rating, "stage_id": stage_id, "text": text}


def _and_more(text: str, count: int, w: Words) -> str:
    return text + " " + w.n("(and one more)", "(and {n} more)", count) if count else text


def _past(since: Any, months: int, day: Any) -> bool:
    """Whether so many months or more have gone by from one day to another."""
    gone = (day.year - since.year) * 12 + day.month - since.month
    short = day.day < since.day and not day.is_month_end
    return bool(gone - short >= months)
