"""Numbered goals against what was published. Data in, words out."""

import pandas as pd

from rollout.language.words import Words
from rollout.questions.view import View

STATES = ("open", "short", "met", "unlike", "nothing")


def title(rows: pd.DataFrame, w: Words) -> str:
    """The finding: how many goals have a published value, how many are met."""
    if rows.empty:
        return w.t("No numbered goal fits these filters")
    known, met = rows["values_found"] > 0, rows["state"] == "met"
    return w.t(
        "Of {n} numbered goals {known} have a published value and {met} are met; for {rest} nothing is published",
        n=w.number(len(rows)),
        known=w.number(int(known.sum())),
        met=w.number(int(met.sum())),
        rest=w.number(int((~known).sum())),
    )


def unit(view: View, left_out: int) -> str:
    """The line below the title."""
    w = view.w
    text = w.t(
        "Every goal that a plan printed with a number or a date, for any subject. Distance is told only in the "
        "unit of the goal; pace is counted from the day of the value to the due day"
    )
    return text + (
        ". "
        + w.n(
            "One goal for another or no single place or industry is outside the filters",
            "{n} goals for another or no single place or industry are outside the filters",
            left_out,
        )
        if left_out
        else ""
    )


def valued(rows: pd.DataFrame) -> pd.DataFrame:
    """The goals with a published value, those that are still open first."""
    known = rows[rows["values_found"] > 0]
    return known.assign(order=known["state"].map(STATES.index)).sort_values(["order", "due_on", "target_id"])


def measure(value: float, unit_: str, w: Words) -> str:
    """A number with its unit as printed."""
    if unit_ == "십억 달러":
        return f"{w.number(value * 10)}억 달러"  # as Korean counts
    number = w.number(value, 2 if abs(value) < 100 else 0)
    if unit_.endswith(" %"):
        return f"{unit_.removesuffix(' %')} {number}%"
    return f"{number}{unit_}" if unit_.startswith("%") or "가" <= unit_[:1] <= "힣" else f"{number} {unit_}".strip()


def gap(value: float, unit_: str, w: Words) -> str:
    """A difference with its unit: between two shares it is in percentage points."""
    return w.t("{n} points", n=w.number(value, 1)) if unit_ == "%" else measure(value, unit_, w)
