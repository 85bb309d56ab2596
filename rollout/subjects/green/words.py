"""What the page "Green and governance" says: its sentences, its titles, times and amounts in words."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from rollout.document.model import Format, Quantity
from rollout.language.words import Words
from rollout.questions.ask import is_missing, metrics, present, rows_of
from rollout.questions.rows import GreenPhases
from rollout.questions.view import View
from rollout.subjects import wording

DAYS_A_MONTH = 365.25 / 12
METRIC = "plans-over-legal-time"
AGEING = "Share of workers in their 20s-30s in complexes"
AMBER, BASIC, STRONG = "amber", "", "blue"


# --- values


def months(days: float) -> float:
    """Days as months of 365.25 / 12 days."""
    return days / DAYS_A_MONTH


def span(least: float, most: float, w: Words) -> str:
    """A time between a shortest and a longest (days) in months: one number where they round to the same."""
    low, high = w.number(months(least), 1), w.number(months(most), 1)
    if low == high:
        return w.t("1 month") if low == "1" else w.t("{n} months", n=low)
    return w.t("{low}–{high} months", low=low, high=high)


def days_between(least: float, most: float, w: Words) -> str:
    """A number of days between a least and a most."""
    low, high = w.number(max(least, 0)), w.number(most)
    return w.t("{n} days", n=low) if low == high else w.t("{low}–{high} days", low=low, high=high)


def quantity(value: float, row: Mapping[str, Any], w: Words) -> Quantity:
    """A value with its unit: 6 GW, 25%, 35 complexes, KRW 3.2 trillion."""
    unit = row["unit"]
    if unit in {"KRW", "pct"}:
        return Quantity(value, Format.WON if unit == "KRW" else Format.PERCENT, digits=2)
    named = row["unit_ko"] if w.lang == "ko" and unit not in {"MW", "GW"} else "m²" if unit == "m2" else unit
    return Quantity(value, Format.NUMBER, named, 2)


# --- the top


def top(view: View) -> str:
    """The top of the page: filters, clock, the sentence."""
    w = view.w
    metric = metrics()[METRIC]
    under = f"{w.of(metric, 'name')}: {w.of(metric, 'formula')}. " + w.t(
        "Targets and actuals are nationwide or of older complexes: the filters by complex apply to the procedure "
        "and the zones."
    )
    return wording.top(
        view, [w.t("Green and governance"), *view.scope.described(w, view.names)], sentences(view), under
    )


def sentences(view: View) -> list[tuple[str, str]]:
    """The finding: the approvals, the studies, the targets; each with a tone."""
    w = view.w
    indicators, targets = (
        view.scope.rows(view.ask(f"green/{name}"), national=True) for name in ("indicators", "targets")
    )
    said = [_approval(view), *_study(view)]
    goals = int((indicators["status"] == "target").sum())
    if goals:
        text = w.t(
            "*No smart-and-green target is published for any of these complexes*; of {n} set elsewhere, {held} "
            "can be measured and {met} are met.",
            n=w.number(goals),
            held=w.number(len(targets)),
            met=w.number(int(targets["first_year"].notna().sum())),
        )
        said.append((text, BASIC))
    return said


def _approval(view: View) -> tuple[str, str]:
    """How long the approval took where it was given.

    Where it was not, that nothing is known since the newest statement.
    """
    w, spans = view.w, view.ask("green/phases")
    rows = spans[(spans["phase_id"] == "approval") & spans["state"].isin(["done", "open"])]
    if rows.empty:
        return w.t("No complex in scope has filed its plan for approval yet; the law allows 180 days for it."), BASIC
    name = view.names["complexes"]
    parts = []
    done, waiting = rows[rows["state"] == "done"], rows[rows["state"] == "open"]
    for row in rows_of(done, GreenPhases):
        values = {
            "name": name[row["complex_id"]],
            "time": span(present(row["least_days"]), present(row["most_days"]), w),
            "limit": w.number(row["limit_days"]),
        }
        over = row["excess"] == "over"
        parts.append(
            w.t("*{name} approved after {time}, over the {limit} days set by law*", **values)
            if over
            else w.t("{name} approved after {time} ({limit} days set by law)", **values)
        )
    if len(waiting):
        names = w.list([name[i] for i in waiting["complex_id"]])
        parts.append(w.t("no decision known for {names} as of {day}", names=names, day=w.date(view.data_date)))
    text = w.n(
        "One plan filed for approval: {parts}.",
        "{n} plans filed for approval: {parts}.",
        len(rows),
        parts="; ".join(parts),
    )
    return text, AMBER if (done["excess"] == "over").any() else BASIC


def _study(view: View) -> list[tuple[str, str]]:
    """How many finished studies took longer than the guideline allows; nothing where none is finished."""
    w, spans = view.w, view.ask("green/phases")
    rows = spans[(spans["phase_id"] == "prefeasibility") & (spans["state"] == "done") & spans["limit_days"].notna()]
    if rows.empty:
        return []
    over = int((rows["excess"] == "over").sum())
    text = w.t(
        "The preliminary feasibility study took longer than the seven months of the guideline at {over} of {n}.",
        over=w.number(over),
        n=w.number(len(rows)),
    )
    return [(text, AMBER if over else BASIC)]


# --- targets and actuals


def plan_title(indicators: pd.DataFrame, targets: pd.DataFrame, year: int, w: Words) -> str:
    """The smart-and-green plan's finding."""
    goals = int((indicators["status"] == "target").sum())
    if targets.empty:
        return w.t("No smart-and-green target can be compared with a published value by this day")
    late = int(sum(overdue(row, year) for row in rows_of(targets)))
    return w.t(
        "{held} of {n} targets can be compared with a published value: {met} reached, {late} due without a newer value",
        held=w.number(len(targets)),
        n=w.number(goals),
        met=w.number(int(targets["first_year"].notna().sum())),
        late=w.number(late),
    )


def overdue(row: Mapping[str, Any], year: int) -> bool:
    """Whether a target's year has passed and no value of that year or later, and none that reaches it, is known."""
    return bool(is_missing(row["first_year"]) and row["target_year"] < year)


def life_title(indicators: pd.DataFrame, w: Words) -> str:
    """The finding on young workers: how their share has changed."""
    rows = indicators[(indicators["metric_en"] == AGEING) & (indicators["status"] == "actual")].sort_values("year")
    if len(rows) < 2:
        return w.t("Living conditions and young workers: what is published")
    first, last = rows.iloc[0], rows.iloc[-1]
    return w.t(
        "Workers in their 20s and 30s in industrial complexes: {before}% in {first}, {after}% in {last}; nothing "
        "newer is published",
        before=w.number(first["value"], 1),
        first=int(first["year"]),
        after=w.number(last["value"], 1),
        last=int(last["year"]),
    )


# --- by complex


def zones_title(zones: pd.DataFrame, view: View) -> str:
    """What of the plan is tied to the complexes in scope."""
    w = view.w
    tied = zones.loc[zones["own"], "complex_id"].nunique()
    near = zones.loc[zones["type"] == "smart-green-complex", "complex_id"].nunique()
    return w.t(
        "By complex: no target of its own at any of {n}; a green zone is tied to {tied}, a smart green complex "
        "lies in the province of {near}",
        n=w.number(len(view.scope.complexes)),
        tied=w.number(int(tied)),
        near=w.number(int(near)),
    )


# --- the procedure


def procedure_title(spans: pd.DataFrame, older: pd.DataFrame, w: Words) -> str:
    """The procedure's finding: the law's time for the approval against what it took here and before."""
    before = older[older["phase_id"] == "approval"]
    done = spans[(spans["phase_id"] == "approval") & (spans["state"] == "done")]
    if before.empty:
        return w.t("The procedure step by step: statutory limits and actual times")
    then = {
        "median": w.number(months(before["median_days"].iloc[0]), 1),
        "late": w.number(int((before["excess"] == "over").sum())),
        "cases": w.number(len(before)),
    }
    if done.empty:
        return w.t(
            "Approval: 180 days by law; {late} of {cases} older complexes took longer (median {median} months)", **then
        )
    over = int((done["excess"] == "over").sum())
    return w.t(
        "Approval: 180 days by law; {late} of {cases} older complexes took longer (median {median} months), as "
        "did {over} of {n} approved here",
        over=w.number(over),
        n=w.number(len(done)),
        **then,
    )


def limit_said(row: Mapping[str, Any], w: Words) -> str:
    """What the law or a guideline sets as the most for a phase."""
    if row["limit_kind"] == "statutory":
        return w.t("law: {n} days", n=w.number(row["limit_days"]))
    return w.t("guideline: {n} months at most", n=w.number(months(row["limit_days"]), 1))


def excess_said(row: Mapping[str, Any], w: Words) -> str:
    """By how much a time is above its limit, in words."""
    by = days_between(row["least_days"] - row["limit_days"], row["most_days"] - row["limit_days"], w)
    if row["excess"] == "perhaps":
        most = w.number(row["most_days"] - row["limit_days"])
        return (
            w.t("possibly over the law, by up to {n} days", n=most)
            if row["limit_kind"] == "statutory"
            else w.t("possibly over the guideline, by up to {n} days", n=most)
        )
    return (
        w.t("over the law by {time}", time=by)
        if row["limit_kind"] == "statutory"
        else w.t("over the guideline by {time}", time=by)
    )


def step_time(row: Mapping[str, Any], w: Words) -> str:
    """A step's time: what the law sets, else what pages give and on what it rests; empty where neither is published."""
    if not is_missing(row["statutory_days"]):
        return w.t("law: {n} days", n=w.number(row["statutory_days"]))
    if is_missing(row["typical_months"]):
        return ""
    return w.t(
        "{time}, {kind}",
        time=w.t("{n} months", n=w.number(row["typical_months"], 1)),
        kind=w.code("months-kind", row["months_kind"]),
    )


# --- who decides


def bodies_title(rows: pd.DataFrame, w: Words) -> str:
    """How many bodies decide, and how many of them about the procedure of the new complexes."""
    bodies = rows[rows["kind"] == "body"]
    return w.t(
        "Who decides: {n} bodies, {own} of them on the procedure of the new complexes",
        n=w.number(len(bodies)),
        own=w.number(int((bodies["field"] == "procedure").sum())),
    )


def meetings_title(rows: pd.DataFrame, w: Words) -> str:
    """The newest meeting or agreement."""
    own = rows[(rows["kind"] != "body") & rows["date_on"].notna()]
    if own.empty:
        return w.t("Meetings and agreements: none known by this day")
    newest = own.sort_values("date_on").iloc[-1]
    return w.t(
        "{n} meetings and agreements; the newest known: {name}, {when}",
        n=w.number(len(own)),
        name=w.of(newest, "body"),
        when=w.period(newest["date_on"], newest["date_precision"]),
    )
