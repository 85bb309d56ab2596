"""What a dossier says: its sentences, its facts, its promises. Data in, words out."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from rollout.language.words import rounded
from rollout.questions.ask import is_missing
from rollout.questions.view import View

FIGURES = ("area", "site-cost", "private-investment", "jobs", "output", "rdz-area")
WARNINGS_SHOWN = (
    "claimed-at-announcement",
    "larger-site",
    "converted",
    "part-of-site",
    "beyond-site",
    "conflict",
    "weak-source",
    "derived",
)


def sentences(site: Mapping[str, Any], cells: pd.DataFrame, viewer: View) -> list[str]:
    """The complex's state in three sentences: what it reached, what comes next and how far that moved, area and cost."""
    w, stages = viewer.w, viewer.names["stages"]
    said = []
    if not is_missing(site["stage_id"]):
        said.append(
            w.t(
                "Last stage reached: {stage} ({when}).",
                stage=stages[site["stage_id"]],
                when=w.period(site["stage_on"], site["stage_precision"]),
            )
        )
    else:
        said.append(w.t("No stage is reported as reached by this day."))
    following = cells[cells["stage_id"] == site["next_stage_id"]]
    if following.empty:
        said.append(w.t("No date is published for any later stage."))
    else:
        cell = following.iloc[0]
        words = {"stage": stages[cell["stage_id"]], "when": w.period(cell["date"], cell["precision"])}
        first = w.period(cell["first_date"], cell["first_precision"])
        if cell["state"] == "passed":
            said.append(
                w.t(
                    "Next would be {stage}, last planned for {when}; that has passed and nothing newer was found.",
                    **words,
                )
            )
        elif cell["state"] == "unconfirmed":
            said.append(
                w.t(
                    "Next is {stage}, planned for {when}; unconfirmed: nothing was published about the complex since "
                    "{heard}.",
                    **words,
                    heard=w.date(cell["heard_on"].date()),
                )
            )
        elif cell["slip_months"]:
            move = w.months(int(cell["slip_months"]))
            said.append(
                w.t(
                    "Next is {stage}, planned for {when} ({move} against the first plan, {first}).",
                    **words,
                    move=move,
                    first=first,
                )
            )
        else:
            said.append(w.t("Next is {stage}, planned for {when}, as first promised.", **words))
    if not is_missing(site["area_m2"]):
        change = rounded((site["area_m2"] / site["announced_m2"] - 1) * 100)
        area = {
            "area": w.area(site["area_m2"]),
            "announced": w.area(site["announced_m2"]),
            "change": w.percent(change / 100),
        }
        said.append(
            w.t("The site is stated at {area} km², {change} against the {announced} announced.", **area)
            if change
            else w.t("The site is stated at {area} km², as announced.", **area)
        )
    return said
