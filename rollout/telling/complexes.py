"""What a dossier says: its sentences, its facts, its promises. Data in, words out."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from rollout import markup
from rollout.reader import Reader
from rollout.telling import wording
from rollout.words import Words, rounded

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


def sentences(site: Mapping[str, Any], cells: pd.DataFrame, viewer: Reader) -> list[str]:
    """The complex's state in three sentences: what it reached, what comes next and how far that moved, area and cost."""
    w, stages = viewer.w, viewer.names["stages"]
    said = []
    if pd.notna(site["stage_id"]):
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
            said.append(w.t("Next would be {stage}, last planned for {when}; that has passed and nothing newer was found.", **words))
        elif cell["slip_months"]:
            move = w.months(int(cell["slip_months"]))
            said.append(
                w.t("Next is {stage}, planned for {when} ({move} against the first plan, {first}).", **words, move=move, first=first)
            )
        else:
            said.append(w.t("Next is {stage}, planned for {when}, as first promised.", **words))
    if pd.notna(site["area_m2"]):
        change = rounded((site["area_m2"] / site["announced_m2"] - 1) * 100)
        area = {"area": w.area(site["area_m2"]), "announced": w.area(site["announced_m2"]), "change": w.percent(change / 100)}
        said.append(w.t("The site is stated at {area} km², {change} against the {announced} announced.", **area) if change
                    else w.t("The site is stated at {area} km², as announced.", **area))  # fmt: skip
    return said


def fact_rows(fixed: Mapping[str, Any], figures: pd.DataFrame, viewer: Reader, complex_id: str) -> list[dict[str, Any]]:
    """The facts table: what is fixed, then each figure with its newest value, its warnings and how it changed."""
    w, names = viewer.w, viewer.names
    warnings = viewer.warnings()
    site = {"open": f"origins:{';'.join(markup.as_list(fixed['origin_ids']))}", "chips": [], "trail": ""}
    rows = [
        site | {"name": w.t("Place"), "value": f"{w.of(fixed, 'district')}, {w.of(fixed, 'locality')}"},
        site | {"name": w.t("Developer"), "value": w.of(fixed, "developer").replace(";", ", ")},
        site | {"name": w.t("Companies named"), "value": (fixed["anchor_companies_ko"] or "").replace(";", ", ")},
    ]
    for metric in FIGURES:
        said = figures[(figures["metric"] == metric) & figures["counts"]]
        row: dict[str, Any] = {"name": wording.figure_name(metric, w), "value": "", "chips": [], "trail": "", "open": ""}
        if not said.empty:
            newest, first = said.iloc[0], said.iloc[-1]
            shown = [i for i in markup.as_list(newest["warnings"]) if i in WARNINGS_SHOWN]
            row |= {"value": wording.figure_value(newest["value"], newest["unit"], w), "chips": markup.chips(shown, warnings, w),
                    "trail": _trail(newest, first, len(said), w), "open": f"figure:{complex_id}:{metric}"}  # fmt: skip
        rows.append(row)
    return [row | {"aria": w.t("Sources: {name}, {what}", name=names["complexes"][complex_id], what=row["name"])} for row in rows]


def _trail(newest: pd.Series, first: pd.Series, count: int, w: Words) -> str:
    stated = w.t("stated {when}", when=w.period(newest["stated_on"], newest["stated_precision"]))
    if count == 1 or first["value"] == newest["value"]:
        return stated
    return w.t("{stated}; first {value} ({when})", stated=stated, value=wording.figure_value(first["value"], first["unit"], w),
               when=w.period(first["stated_on"], first["stated_precision"]))  # fmt: skip


def promise_rows(cells: pd.DataFrame, history: Mapping[str, str], complex_id: str, viewer: Reader) -> list[dict[str, str]]:
    """Three dates a stage: first promised, latest promised, what comparable complexes took (`history`: stage_id -> words)."""
    w, rows = viewer.w, []
    for cell in cells.to_dict("records"):
        done = cell["state"] in {"done", "withdrawn"}
        planned = pd.notna(cell["first_date"])
        move = int(cell["slip_months"]) if pd.notna(cell["slip_months"]) else 0
        rows.append({
            "stage": viewer.names["stages"][cell["stage_id"]], "state": cell["state"], "word": markup.state_name(cell["state"], w),
            "when": w.period(cell["date"], cell["precision"]) if done else "",
            "first": w.period(cell["first_date"], cell["first_precision"]) if planned else w.t("none stated"),
            "first_stated": w.t("said {day}", day=w.period(cell["first_stated_on"], "day")) if planned else "",
            "last": w.period(cell["last_date"], cell["last_precision"]) if planned else "",
            "last_stated": _restated(cell, w) if planned else "",
            "move": w.months(move) if move else "", "tone": markup.move_tone(move),
            "history": history.get(cell["stage_id"], ""),
            "open": "" if cell["state"] == "unpublished" else f"cell:{complex_id}:{cell['stage_id']}",
        })  # fmt: skip
    return rows


def _restated(cell: Mapping[str, Any], w: Words) -> str:
    said = w.period(cell["last_stated_on"], "day")
    return (
        w.n("said {day}, restated once", "said {day}, restated {n} times", int(cell["restatements"]), day=said)
        if cell["restatements"]
        else ""
    )


def comparison(sites: pd.DataFrame, figures: Mapping[str, pd.DataFrame], viewer: Reader) -> tuple[list[str], list[list[str]]]:
    """Up to three complexes side by side, row by row: heads and lines."""
    w, stages = viewer.w, viewer.names["stages"]
    records = sites.to_dict("records")

    def newest(complex_id: str, metric: str) -> str:
        said = figures[complex_id]
        said = said[(said["metric"] == metric) & said["counts"]]
        if said.empty:
            return w.t("not published")
        row = said.iloc[0]
        return f"{wording.figure_value(row['value'], row['unit'], w)} ({w.period(row['stated_on'], row['stated_precision'])})"

    def slip(site: Mapping[str, Any]) -> str:
        months = site["construction_slip_months"]
        return w.t("no date published") if pd.isna(months) else w.months(int(months)) if months else w.t("not moved")

    lines = [
        [w.t("Theme"), *(w.of(s, "theme") for s in records)],
        [w.t("Province"), *(w.of(s, "province") for s in records)],
        [w.t("Stage reached"), *(stages.get(s["stage_id"], w.t("none")) for s in records)],
        [w.t("Next"), *(wording.next_milestone(s, stages, w) for s in records)],
        [w.t("Construction against the first plan"), *(slip(s) for s in records)],
        [w.t("Announced area, km²"), *(w.area(s["announced_m2"]) for s in records)],
        *([wording.figure_name(metric, w), *(newest(s["complex_id"], metric) for s in records)] for metric in FIGURES[:5]),
        [
            w.t("Site cost a m²"),
            *(w.won(s["cost_krw"] / s["area_m2"]) if pd.notna(s["cost_krw"]) else w.t("not published") for s in records),
        ],
    ]
    return ["", *(w.of(s, "short") for s in records)], lines
