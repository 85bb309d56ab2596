"""What a dossier says: its sentences, its facts, its promises. Data in, words out."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from rollout.language.words import Words, rounded
from rollout.questions.ask import is_missing, rows_of
from rollout.questions.view import View

FIGURES = ("area", "site-cost", "private-investment", "jobs", "output", "rdz-area")
WHOSE = "private-investment"  # announced by a company or estimated by a local government: its note says which
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
    """The complex's state in three sentences: what it reached, what comes next and how far that moved, its area."""
    w, stages = viewer.w, viewer.names["stages"]
    reached = w.t("No stage is reported as reached by this day.")
    if not is_missing(site["stage_id"]):
        reached = w.t(
            "Last stage reached: {stage} ({when}).",
            stage=stages[site["stage_id"]],
            when=w.period(site["stage_on"], site["stage_precision"]),
        )
    following = rows_of(cells[cells["stage_id"] == site["next_stage_id"]])
    said = [reached, _next(following[0], stages, w) if following else w.t("No date is published for any later stage.")]
    return said if is_missing(site["area_m2"]) else [*said, _area(site, w)]


def _next(cell: Mapping[str, Any], stages: Mapping[str, str], w: Words) -> str:
    """The next stage, its plan, and how far that moved."""
    words = {"stage": stages[cell["stage_id"]], "when": w.period(cell["date"], cell["precision"])}
    if cell["state"] == "unconfirmed":
        return w.t(
            "Next is {stage}, planned for {when}; unconfirmed: nothing was published about the complex since {heard}.",
            **words,
            heard=w.date(cell["heard_on"].date()),
        )
    if cell["state"] == "passed":
        return w.t(
            "Next is {stage}, last planned for {when}; that date has passed and nothing newer was published.", **words
        )
    if not cell["slip_months"]:
        return w.t("Next is {stage}, planned for {when}, as in the first plan.", **words)
    return w.t(
        "Next is {stage}, planned for {when} ({move} against the first plan, {first}).",
        **words,
        move=w.months(int(cell["slip_months"])),
        first=w.period(cell["first_date"], cell["first_precision"]),
    )


def _area(site: Mapping[str, Any], w: Words) -> str:
    """The area against the announced one."""
    change = rounded((site["area_m2"] / site["announced_m2"] - 1) * 100)
    if not change:
        return w.t("The site is stated at {area} km², as announced.", area=w.area(site["area_m2"]))
    return w.t(
        "The site is stated at {area} km², {change} against the {announced} announced.",
        area=w.area(site["area_m2"]),
        change=w.percent(change / 100),
        announced=w.area(site["announced_m2"]),
    )


def promises_title(slips: pd.Series, w: Words) -> str:
    """The finding of the plans; `slips`: months by stage, empty where there is no date."""
    dated, later = slips.notna().sum(), slips[slips.fillna(0) > 0]
    if not dated:
        return w.t("No date is published for any stage")
    if later.empty:
        return w.t("No published date is later than in the first plan")
    return w.t(
        "{later} of {n} dates are later than in the first plan, by up to {most}",
        later=w.number(len(later)),
        n=w.number(int(dated)),
        most=w.months(int(later.max())),
    )
