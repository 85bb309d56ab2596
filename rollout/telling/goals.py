"""Numbered goals against what was published. Data in, words out."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from rollout import markup
from rollout.reader import Reader
from rollout.words import Words

STATES = ("open", "short", "met", "unlike", "nothing")


def title(rows: pd.DataFrame, w: Words) -> str:
    """The finding: how many goals have a published value, how many are met."""
    if rows.empty:
        return w.t("No numbered goal fits these filters")
    known, met = rows["values_found"] > 0, rows["state"] == "met"
    return w.t("Of {n} numbered goals {known} have a published value and {met} are met; for {rest} nothing is published", n=w.number(len(rows)),
               known=w.number(int(known.sum())), met=w.number(int(met.sum())), rest=w.number(int((~known).sum())))  # fmt: skip


def unit(reader: Reader, left_out: int) -> str:
    """The line below the title."""
    w = reader.w
    text = w.t(
        "Every goal that a plan printed with a number or a date, for any subject. Distance is told only in the unit of the goal; pace is counted from the day of the value to the due day"
    )
    return text + (". " + w.n("One goal for another or no single place or industry is outside the filters", "{n} goals for another or no single place or industry are outside the filters", left_out) if left_out else "")  # fmt: skip


def html(rows: pd.DataFrame, reader: Reader) -> str:
    """Goals with a value, goals stated twice, and the rest by plan, folded. `rows`: investment/targets in scope."""
    w = reader.w
    names = state_names(w)
    told = [held(row, reader) for row in valued(rows).to_dict("records")]
    twice = rows[rows["goal_group"].notna() & rows["goal_group"].duplicated(keep=False)]
    pairs = [[_goal(row, names, reader) for row in own.to_dict("records")] for _, own in twice.groupby("goal_group", sort=False)]
    silent = rows[rows["values_found"] == 0]
    plans = []
    for _, own in silent.groupby("programme_ko", sort=False):
        goals = [_goal(row, names, reader) for row in own.to_dict("records")]
        plans.append({"name": w.of(own.iloc[0], "programme"), "count": w.n("one goal", "{n} goals", len(own)), "goals": goals})
    return markup.fill(
        "investment/goals.html", told=told, pairs=pairs, plans=plans,
        heads=[w.t("Goal"), w.t("Due"), w.t("Newest value"), w.t("Distance to the goal"), w.t("Pace needed"), w.t("State")],
        told_title=w.t("With a published value"), no_told=w.t("No goal in scope has a published value."),
        twice_title=w.t("Stated more than once: another amount, scope or year, side by side"), silent_title=w.t("Nothing published against {n} goals, by plan", n=w.number(len(silent))),
        silent_word=w.t("nothing published"),
    )  # fmt: skip


def valued(rows: pd.DataFrame) -> pd.DataFrame:
    """The goals with a published value, those that are still open first."""
    known = rows[rows["values_found"] > 0]
    return known.assign(order=known["state"].map(STATES.index)).sort_values(["order", "due_on", "target_id"])


def state_names(w: Words) -> dict[str, str]:
    """What became of a goal, in words."""
    return {"met": w.t("goal met"), "open": w.t("due day ahead"), "short": w.t("due day passed, not met as last published"), "unlike": w.t("published in another unit: no distance"),
            "nothing": w.t("nothing published")}  # fmt: skip


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


def _goal(row: Mapping[str, Any], names: Mapping[str, str], reader: Reader) -> dict[str, Any]:
    w = reader.w
    scope = [reader.names[kind][row[column]] for kind, column in (("complexes", "complex_id"), ("provinces", "province_id"), ("industries", "industry_id"))
             if isinstance(row[column], str)]  # fmt: skip
    return {
        "id": row["target_id"], "metric": w.of(row, "metric"), "programme": w.of(row, "programme"), "scope": " · ".join(scope) or w.t("national"), "state": row["state"],
        "value": measure(row["value"], w.of(row, "unit"), w) if pd.notna(row["value"]) else w.t("a date"),
        "due": w.period(row["due_on"], row["due_precision"] or "day") if pd.notna(row["due_on"]) else w.t("no due date"),
        "stated": w.t("stated {day}", day=w.period(row["stated_on"], row["stated_precision"] or "day")) if pd.notna(row["stated_on"]) else w.t("undated"),
        "chips": markup.chips(row["warnings"], reader.warnings(), w), "note": w.of(row, "note"), "word": names[row["state"]],
        "aria": w.t("Sources: {name}, {what}", name=w.of(row, "programme"), what=w.of(row, "metric")),
    }  # fmt: skip


def held(row: Mapping[str, Any], reader: Reader) -> dict[str, Any]:
    """A goal against its newest value: both in words, the distance, the pace."""
    w, names = reader.w, state_names(reader.w)
    unit_ = w.of(row, "unit")
    distance, done = "", ""
    if pd.notna(row["distance"]):
        distance = (
            w.t("reached, {over} above", over=gap(-row["distance"], unit_, w))
            if row["distance"] < 0
            else w.t("exactly reached")
            if not row["distance"]
            else gap(row["distance"], unit_, w)
        )
        done = f"{min(max(row['found'] / row['value'], 0), 1) * 100:.1f}" if row["value"] else ""
    pace = w.t("{pace} a year", pace=gap(row["pace_needed"], unit_, w)) if pd.notna(row["pace_needed"]) else ""
    so_far = w.t("so far {pace} a year", pace=gap(row["pace_so_far"], unit_, w)) if pd.notna(row["pace_so_far"]) else ""
    return _goal(row, names, reader) | {
        "found": measure(row["found"], w.of(row, "found_unit"), w), "found_on": w.period(row["found_on"], row["found_precision"]), "found_note": w.of(row, "found_note"),
        "distance": distance, "done": done, "pace": pace, "so_far": so_far, "found_chips": markup.chips(row["found_warnings"], reader.warnings(), w),
    }  # fmt: skip


def values(target_id: str, rows: pd.DataFrame, reader: Reader) -> tuple[str, str, list[str]]:
    """One goal's dialog: title, HTML (the goal and every value published for it), sources."""
    w = reader.w
    goal = rows[rows["target_id"] == target_id].iloc[0].to_dict()
    told = _goal(goal, state_names(w), reader)
    found = reader.ask("investment/goal_values")
    found = found[found["target_id"] == target_id]
    facts = [{"name": w.t("Goal"), "value": told["value"], "note": told["note"]}, {"name": w.t("Due"), "value": told["due"], "note": ""},
             {"name": w.t("For what"), "value": told["scope"], "note": ""}, {"name": w.t("Stated"), "value": told["stated"], "note": ", ".join(c["name"] for c in told["chips"])}]  # fmt: skip
    roles = {"progress": w.t("towards the goal"), "baseline": w.t("baseline, of before the goal's time")}
    lines = [
        [
            w.period(row["value_on"], row["value_precision"]),
            measure(row["value"], w.of(row, "unit"), w),
            roles[row["role"]],
            w.of(row, "note"),
        ]
        for row in found.to_dict("records")
    ]
    heads = [w.t("As of"), w.t("Value"), w.t("Role"), w.t("Note")]
    ids = sorted({*markup.as_list(goal["origin_ids"]), *markup.ids(found["origin_ids"])})
    return told["metric"], markup.card(told["programme"], facts, heads, lines), ids
