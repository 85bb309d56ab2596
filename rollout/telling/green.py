"""What the page "Green and governance" says: its sentence, its titles, its rows. Data in, words out."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from rollout import markup
from rollout.ask import metrics
from rollout.reader import Reader
from rollout.telling import wording
from rollout.words import Words

DAYS_A_MONTH = 365.25 / 12
METRIC = "plans-over-legal-time"
WHOLE_WAY = "announced-to-approved"
PLAN_THEMES = ("energy", "emissions", "smart")
LIFE_THEMES = ("living", "young-workers")
FIELDS = ("procedure", "designation", "support", "green", "local")
AGEING = "Share of workers in their 20s-30s in complexes"
AMBER, BASIC, STRONG = "amber", "", "blue"


# --- names ----------------------------------------------------------------------------------------------------------------------------


def themes(w: Words) -> dict[str, str]:
    """What the targets and actuals are about."""
    return {
        "energy": w.t("Energy"),
        "emissions": w.t("Emissions and environment"),
        "smart": w.t("Smart complexes"),
        "living": w.t("Living conditions"),
        "young-workers": w.t("Young workers"),
    }


def phases(w: Words) -> dict[str, str]:
    """The phases of the procedure, each from one stage to the next, and the whole way."""
    return {
        "agreement": w.t("Candidate to agreement"),
        "preparation": w.t("Agreement to pre-feasibility filing"),
        "prefeasibility": w.t("Pre-feasibility study"),
        "plan": w.t("Study cleared to plan filed"),
        "approval": w.t("Plan filed to approval"),
        "compensation": w.t("Approval to compensation"),
        "start": w.t("Compensation to start of works"),
        "works": w.t("Works"),
        WHOLE_WAY: w.t("Announcement to approval"),
    }


def fields(w: Words) -> dict[str, str]:
    """What bodies decide about."""
    return {
        "procedure": w.t("Procedure of the new complexes"),
        "designation": w.t("Designation of zones"),
        "support": w.t("Money and support"),
        "green": w.t("Green and liveable complexes"),
        "local": w.t("One locality"),
    }


def kinds(w: Words) -> dict[str, str]:
    """What a row of the governance table is."""
    return {"body": w.t("body"), "meeting": w.t("meeting"), "agreement": w.t("agreement")}


def zone_types(w: Words) -> dict[str, str]:
    """The zones that stand for the smart-and-green plan."""
    return {
        "smart-green-complex": w.t("Smart green complexes"),
        "hydrogen-city": w.t("Hydrogen cities and complexes"),
        "smart-innovation-district": w.t("Smart innovation districts"),
    }


def months_kinds(w: Words) -> dict[str, str]:
    """What a usual time rests on."""
    return {
        "average": w.t("average"),
        "ceiling": w.t("ceiling of the guideline"),
        "goal": w.t("goal"),
        "case": w.t("as in single cases"),
        "stated": w.t("as commonly stated"),
        "sum": w.t("sum of the listed parts"),
    }


def states(w: Words) -> dict[str, str]:
    """How a phase stands at a complex."""
    return {"done": w.t("done"), "open": w.t("so far"), "skipped": w.t("skipped"), "withdrawn": w.t("withdrawn")}


def excesses(w: Words) -> dict[str, str]:
    """Whether a time is above what the law or a guideline sets."""
    return {"none": w.t("within the limit"), "over": w.t("over the limit"), "perhaps": w.t("perhaps over the limit")}


# --- values ---------------------------------------------------------------------------------------------------------------------------


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


def amount(value: float, row: Mapping[str, Any], w: Words) -> str:
    """A value with its unit: 6 GW, 25%, 35 complexes, KRW 3.2 trillion."""
    unit = row["unit"]
    if unit == "KRW":
        return w.won(value)
    number = w.number(value, 2)
    if unit == "pct":
        return f"{number}%"
    if w.lang == "ko" and unit not in {"MW", "GW"}:
        return f"{number}{row['unit_ko']}"
    return f"{number} {'m²' if unit == 'm2' else unit}"


def in_scope(rows: pd.DataFrame, sites: pd.DataFrame, viewer: Reader) -> pd.DataFrame:
    """The rows (province_id, or province_ids and complex_ids) that are national or lie in a province of the complexes in scope; all if nothing is filtered."""
    if len(viewer.scope.complexes) == len(viewer.names["complexes"]):
        return rows
    provinces, complexes = set(sites["province_id"]), set(viewer.scope.complexes)
    if "province_id" in rows:
        return rows[rows["province_id"].isna() | rows["province_id"].isin(provinces)]

    def fits(row: Mapping[str, Any]) -> bool:
        own, places = set(markup.as_list(row["complex_ids"])), set(markup.as_list(row["province_ids"]))
        return bool(own & complexes) if own else not places or bool(places & provinces)

    return rows[[fits(row) for row in rows.to_dict("records")]]


# --- the top --------------------------------------------------------------------------------------------------------------------------


def top(viewer: Reader, indicators: pd.DataFrame, targets: pd.DataFrame, spans: pd.DataFrame) -> str:
    """The top of the page: filters, clock, the sentence."""
    w = viewer.w
    metric = metrics()[METRIC]
    under = f"{w.of(metric, 'name')}: {w.of(metric, 'formula')}. " + w.t(
        "Targets and actuals are nationwide or of older complexes: the filters by complex apply to the procedure and the zones."
    )
    return wording.top(
        viewer,
        [w.t("Green and governance"), *viewer.scope.described(w, viewer.names)],
        sentences(viewer, indicators, targets, spans),
        under,
    )


def sentences(viewer: Reader, indicators: pd.DataFrame, targets: pd.DataFrame, spans: pd.DataFrame) -> list[tuple[str, str]]:
    """The finding: the law's time for the approval, the ceiling of the study, the targets; each with a tone."""
    w = viewer.w
    said = []
    for phase, none, found in (("approval", w.t("No complex in scope has filed its plan for approval yet, for which the law sets six months."), _approval),
                               ("prefeasibility", "", _study)):  # fmt: skip
        rows = spans[(spans["phase_id"] == phase) & spans["limit_days"].notna() & spans["state"].isin(["done", "open"])]
        if not rows.empty:
            over = rows[rows["excess"] == "over"]
            said.append((found(over, rows, viewer), AMBER if len(over) else BASIC))
        elif none:
            said.append((none, BASIC))
    goals = int((indicators["status"] == "target").sum())
    if goals:
        held, met = w.number(len(targets)), w.number(int(targets["first_year"].notna().sum()))
        said.append((w.t("*No smart-and-green target is published for any of these complexes*; of {n} elsewhere {held} can be measured, {met} are reached.", n=w.number(goals), held=held, met=met),
                     BASIC))  # fmt: skip
    return said


def _approval(over: pd.DataFrame, rows: pd.DataFrame, viewer: Reader) -> str:
    w = viewer.w
    if over.empty:
        return w.n("The one plan filed is within the six months that the law sets for the approval.",
                   "The {n} plans filed are within the six months that the law sets for the approval.", len(rows))  # fmt: skip
    return w.t("*The law’s six months for the approval are exceeded at {over} of the {n} plans filed* ({names}).", over=w.number(len(over)),
               n=w.number(len(rows)), names=w.list([_with_span(row, viewer) for row in over.to_dict("records")]))  # fmt: skip


def _study(over: pd.DataFrame, rows: pd.DataFrame, viewer: Reader) -> str:
    w = viewer.w
    return w.t(
        "The seven-month ceiling of the pre-feasibility study is exceeded at {over} of {n}.",
        over=w.number(len(over)),
        n=w.number(len(rows)),
    )


def _with_span(row: Mapping[str, Any], viewer: Reader) -> str:
    w = viewer.w
    name, time = viewer.names["complexes"][row["complex_id"]], span(row["least_days"], row["most_days"], w)
    return w.t("{name} {time}", name=name, time=time) if row["state"] == "done" else w.t("{name} {time} so far", name=name, time=time)


# --- targets and actuals --------------------------------------------------------------------------------------------------------------


def plan_title(indicators: pd.DataFrame, targets: pd.DataFrame, year: int, w: Words) -> str:
    """The smart-and-green plan's finding."""
    goals = int((indicators["status"] == "target").sum())
    if targets.empty:
        return w.t("No smart-and-green target has a published value to be held against by this day")
    late = int(sum(overdue(row, year) for row in targets.to_dict("records")))
    return w.t("{held} of {n} targets can be held against a published value: {met} reached, {late} due without a newer value", held=w.number(len(targets)),
               n=w.number(goals), met=w.number(int(targets["first_year"].notna().sum())), late=w.number(late))  # fmt: skip


def overdue(row: Mapping[str, Any], year: int) -> bool:
    """Whether a target's year has passed and no value of that year or later, and none that reaches it, is known."""
    return bool(pd.isna(row["first_year"]) and row["target_year"] < year)


def target_bars(targets: pd.DataFrame, year: int, viewer: Reader) -> str:
    """Each target that has an actual of the same metric, place and unit: bar, distance, pace."""
    w, rows = viewer.w, []
    for row in targets.to_dict("records"):
        top_value = max(row["target"], row["actual"])
        met, late = pd.notna(row["first_year"]), overdue(row, year)
        rows.append({
            "name": w.of(row, "metric"), "place": w.of(row, "place"), "theme": themes(w)[row["theme"]],
            "actual": amount(row["actual"], row, w), "target": amount(row["target"], row, w),
            "actual_year": w.t("actual {year}", year=int(row["actual_year"])), "target_year": w.t("target {year}", year=int(row["target_year"])),
            "fill": 100 * row["actual"] / top_value, "tick": 100 * row["target"] / top_value, "said": distance(row, w), "tone": "amber" if late else "met" if met else "",
            "word": w.t("due, no newer value published") if late else w.t("target met") if met else w.t("on the way"),
            "chips": markup.chips(row["warnings"], viewer.warnings(), w), "origins": ";".join(markup.as_list(row["origin_ids"])),
            "aria": w.t("Sources: {name}, {what}", name=w.of(row, "metric"), what=w.t("target {year}", year=int(row["target_year"]))),
        })  # fmt: skip
    return markup.fill("green/targets.html", rows=rows, source=w.t("source"))


def distance(row: Mapping[str, Any], w: Words) -> str:
    """How far a target is: reached when, or what is missing and what would have to come a year."""
    if pd.notna(row["first_year"]):
        early = int(row["target_year"] - row["first_year"])
        return w.n("by {year}, one year early", "by {year}, {n} years early", early, year=int(row["first_year"])) if early > 0 \
            else w.t("by {year}", year=int(row["first_year"]))  # fmt: skip
    missing, pace = (
        w.t("{n} points", n=w.number(value, 2)) if row["unit"] == "pct" else amount(value, row, w)
        for value in (row["distance"], row["pace"])
    )
    return w.t("{missing} missing; {pace} a year needed from {year} on", missing=missing, pace=pace, year=int(row["actual_year"]))


def ledger(indicators: pd.DataFrame, shown: Sequence[str], viewer: Reader) -> str:
    """Every target and actual of some themes, a column a theme, a line a metric and place; nationwide first."""
    w, columns = viewer.w, []
    warnings = viewer.warnings()
    for theme in shown:
        lines = []
        own = indicators[indicators["theme"] == theme]
        for _, rows in own.groupby([own["place_en"].fillna(""), own["metric_en"]], sort=False):
            first, listed = rows.iloc[0], rows.to_dict("records")
            lines.append({
                "name": w.of(first, "metric"), "place": w.of(first, "place"), "notes": list(dict.fromkeys(w.of(row, "note") for row in listed if w.of(row, "note"))),
                "chips": markup.chips(markup.ids(rows["warnings"]), warnings, w),
                "values": [{"status": row["status"], "said": said_year(row, w), "value": amount(row["value"], row, w), "origins": ";".join(markup.as_list(row["origin_ids"])),
                            "aria": w.t("Sources: {name}, {what}", name=w.of(row, "metric"), what=said_year(row, w))} for row in listed],
            })  # fmt: skip
        counts = own["status"].value_counts()
        columns.append({"name": themes(w)[theme], "lines": lines, "count": w.t("{targets} targets, {actuals} actuals", targets=w.number(int(counts.get("target", 0))),
                                                                             actuals=w.number(int(counts.get("actual", 0))))})  # fmt: skip
    return markup.fill("green/ledger.html", columns=columns, empty=w.t("Nothing was published by this day."))


def said_year(row: Mapping[str, Any], w: Words) -> str:
    """Whether a row is a target or an actual, and of which year."""
    if pd.isna(row["year"]):
        return w.t("target, year not given") if row["status"] == "target" else w.t("actual, year not given")
    year = int(row["year"])
    return w.t("target {year}", year=year) if row["status"] == "target" else w.t("actual {year}", year=year)


def life_title(indicators: pd.DataFrame, w: Words) -> str:
    """The finding on young workers: how their share has changed."""
    rows = indicators[(indicators["metric_en"] == AGEING) & (indicators["status"] == "actual")].sort_values("year")
    if len(rows) < 2:
        return w.t("Living conditions and young workers: what is published")
    first, last = rows.iloc[0], rows.iloc[-1]
    return w.t("Workers in their 20s and 30s in industrial complexes: {before}% in {first}, {after}% in {last}; nothing newer is published", before=w.number(first["value"], 1),
               first=int(first["year"]), after=w.number(last["value"], 1), last=int(last["year"]))  # fmt: skip


# --- by complex -----------------------------------------------------------------------------------------------------------------------


def zones_title(zones: pd.DataFrame, viewer: Reader) -> str:
    """What of the plan is tied to the complexes in scope."""
    w = viewer.w
    tied = zones.loc[zones["own"], "complex_id"].nunique()
    near = zones.loc[zones["type"] == "smart-green-complex", "complex_id"].nunique()
    return w.t("By complex: no target of its own at any of {n}; a green zone is tied to {tied}, a smart green complex lies in the province of {near}",
               n=w.number(len(viewer.scope.complexes)), tied=w.number(int(tied)), near=w.number(int(near)))  # fmt: skip


def zones_table(zones: pd.DataFrame, sites: pd.DataFrame, viewer: Reader) -> str:
    """The complexes with the zones that stand for the plan: tied by a source, or in the same province."""
    w, names, types = viewer.w, viewer.names, zone_types(viewer.w)
    rows = []
    for site in sites.to_dict("records"):
        own = zones[zones["complex_id"] == site["complex_id"]]
        cells = [_zone_cell(own[own["own"]], viewer, tied=True)] + [
            _zone_cell(own[~own["own"] & (own["type"] == kind)], viewer) for kind in types
        ]
        rows.append(
            {
                "id": site["complex_id"],
                "name": names["complexes"][site["complex_id"]],
                "province": names["provinces"][site["province_id"]],
                "cells": cells,
            }
        )
    heads = [
        w.t("Complex"),
        w.t("Own target"),
        w.t("Tied to it by a source"),
        *(w.t("{type} in the province", type=name) for name in types.values()),
    ]
    return markup.fill("green/zones.html", heads=heads, rows=rows, nothing=w.t("nothing published"), absent=w.t("none"))


def _zone_cell(rows: pd.DataFrame, viewer: Reader, tied: bool = False) -> dict[str, Any]:
    w = viewer.w
    listed: list[dict[str, Any]] = [{"name": w.of(row, "name"), "when": w.period(row["designated_on"], row["designated_precision"]) if pd.notna(row["designated_on"]) else w.t("undated"),
               "chips": markup.chips(row["warnings"], viewer.warnings(), w) if tied else []} for row in rows.to_dict("records")]  # fmt: skip
    return {"zones": listed, "origins": ";".join(markup.ids(rows["origin_ids"])) if len(rows) else "",
            "aria": w.t("Sources: {name}, {what}", name=w.t("Designated zone"), what=w.list([zone["name"] for zone in listed]))}  # fmt: skip


# --- the procedure --------------------------------------------------------------------------------------------------------------------


def procedure_title(spans: pd.DataFrame, older: pd.DataFrame, w: Words) -> str:
    """The procedure's finding: the law's time for the approval against what it took here and before."""
    before = older[older["phase_id"] == "approval"]
    rows = spans[(spans["phase_id"] == "approval") & spans["state"].isin(["done", "open"])]
    over = int((rows["excess"] == "over").sum())
    if before.empty:
        return w.t("The procedure step by step: what the law sets and what it took")
    late = int((before["excess"] == "over").sum())
    then = {"median": w.number(months(before["median_days"].iloc[0]), 1), "late": w.number(late), "cases": w.number(len(before))}
    if rows.empty:
        return w.t("Approval: six months by law; {median} at older complexes (median), {late} of {cases} over the law", **then)
    return w.t("Approval: six months by law; {median} at older complexes (median), {late} of {cases} over the law; here {over} of {n}", over=w.number(over), n=w.number(len(rows)),
               **then)  # fmt: skip


def drawn(spans: pd.DataFrame, older: pd.DataFrame, viewer: Reader) -> pd.DataFrame:
    """The chart's rows, a mark each: lane, place, kind (older, done, open, limit), low, middle, high (months), excess, text."""
    w, names, lanes = viewer.w, viewer.names, phases(viewer.w)
    marks: list[dict[str, Any]] = []
    for (phase, place), rows in older.groupby(["phase_id", "place"], sort=False):
        first = rows.iloc[0]
        low, middle, high = (months(first[c]) for c in ("shortest_days", "median_days", "longest_days"))
        text = w.t("<b>{phase}</b><br>older complexes: median {median} months, {low} to {high} ({n} complexes)", phase=lanes[str(phase)], median=w.number(middle, 1), low=w.number(low, 1),
                   high=w.number(high, 1), n=w.number(len(rows)))  # fmt: skip
        marks.append(
            {
                "lane": lanes[str(phase)],
                "place": place,
                "kind": "older",
                "low": low,
                "middle": middle,
                "high": high,
                "excess": "",
                "text": text,
            }
        )
    for row in spans[spans["state"].isin(["done", "open"])].to_dict("records"):
        low, high = months(row["least_days"]), months(row["most_days"])
        text = w.t("<b>{name}</b><br>{phase}: {time}, {state}", name=names["complexes"][row["complex_id"]], phase=lanes[row["phase_id"]], time=span(row["least_days"], row["most_days"], w),
                   state=states(w)[row["state"]]) + (f"<br>{excess_said(row, w)}" if row["excess"] in {"over", "perhaps"} else "")  # fmt: skip
        marks.append({"lane": lanes[row["phase_id"]], "place": row["place"], "kind": row["state"], "low": low, "middle": (low + high) / 2, "high": high,
                      "excess": row["excess"] if isinstance(row["excess"], str) else "", "text": text})  # fmt: skip
    for row in spans[spans["limit_days"].notna()].drop_duplicates("phase_id").to_dict("records"):
        at = months(row["limit_days"])
        marks.append(
            {
                "lane": lanes[row["phase_id"]],
                "place": row["place"],
                "kind": "limit",
                "low": at,
                "middle": at,
                "high": at,
                "excess": "",
                "text": limit_said(row, w),
            }
        )
    columns = ["lane", "place", "kind", "low", "middle", "high", "excess", "text"]
    return pd.DataFrame(marks, columns=columns).sort_values(["place", "middle"], kind="stable")


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
            w.t("perhaps over the law, by up to {n} days", n=most)
            if row["limit_kind"] == "statutory"
            else w.t("perhaps over the guideline, by up to {n} days", n=most)
        )
    return w.t("over the law by {time}", time=by) if row["limit_kind"] == "statutory" else w.t("over the guideline by {time}", time=by)


def procedure_alt(marks: pd.DataFrame, title: str) -> str:
    """The chart for someone who can't see it."""
    return f"{title}. " + " ".join(
        f"{lane}: {'; '.join(map(markup.spoken, rows['text']))}." for lane, rows in marks.groupby("lane", sort=False)
    )


def flow(steps: pd.DataFrame, spans: pd.DataFrame, older: pd.DataFrame, viewer: Reader) -> str:
    """The procedure as a flow: each phase with its steps, the law's and the usual time, what it took at older complexes and here, and who stands in it."""
    w, names = viewer.w, viewer.names
    listed: list[dict[str, Any]] = []
    start = steps[steps["phase_id"].isna()]
    if len(start):
        listed.append(
            {
                "number": "",
                "name": w.t("Choice of the candidates"),
                "steps": _steps(start, viewer),
                "limits": [],
                "older": None,
                "sites": [],
                "standing": [],
                "whole": False,
            }
        )
    for number, (phase, name) in enumerate(phases(w).items(), 1):
        own, before = spans[spans["phase_id"] == phase], older[older["phase_id"] == phase]
        parts = steps[steps["phase_id"] == phase]
        limits = own[own["limit_days"].notna()].drop_duplicates("phase_id").to_dict("records")
        listed.append({
            "number": "" if phase == WHOLE_WAY else str(number), "name": name, "whole": phase == WHOLE_WAY, "steps": _steps(parts, viewer), "limits": [limit_said(row, w) for row in limits],
            "older": _older(before, phase, name, w), "sites": _sites(own, name, viewer),
            "standing": [{"id": i, "name": names["complexes"][i]} for i in own.loc[own["stands"], "complex_id"]],
        })  # fmt: skip
    labels = {
        "step": w.t("Procedural step"), "basis": w.t("Legal basis"), "authority": w.t("Who acts"), "time": w.t("Set or usual time"), "limit": w.t("Limit"), "older": w.t("Older complexes"), "here": w.t("What it took here"),
        "standing": w.t("Stand here now"), "nobody": w.t("none of these complexes"), "no_basis": w.t("not named"), "no_time": w.t("not published"), "no_older": w.t("no dates published"),
        "no_steps": w.t("No legal step is published for this phase."), "no_sites": w.t("No complex in scope has come this far."), "source": w.t("source"),
    }  # fmt: skip
    return markup.fill("green/flow.html", phases=listed, labels=labels)


def _steps(rows: pd.DataFrame, viewer: Reader) -> list[dict[str, Any]]:
    w = viewer.w
    return [
        {"name": w.of(row, "name"), "basis": w.of(row, "legal_basis"), "authority": w.of(row, "authority").replace(";", ", "), "time": step_time(row, w), "note": w.of(row, "note"),
         "legal": pd.notna(row["statutory_days"]), "chips": markup.chips(row["warnings"], viewer.warnings(), w), "origins": ";".join(markup.as_list(row["origin_ids"])),
         "aria": w.t("Sources: {name}, {what}", name=w.of(row, "name"), what=w.t("Procedural step"))}
        for row in rows.to_dict("records")
    ]  # fmt: skip


def step_time(row: Mapping[str, Any], w: Words) -> str:
    """A step's time: what the law sets, else what pages give and on what it rests; empty where neither is published."""
    if pd.notna(row["statutory_days"]):
        return w.t("law: {n} days", n=w.number(row["statutory_days"]))
    if pd.isna(row["typical_months"]):
        return ""
    return w.t("{time}, {kind}", time=w.t("{n} months", n=w.number(row["typical_months"], 1)), kind=months_kinds(w)[row["months_kind"]])


def _older(rows: pd.DataFrame, phase: str, name: str, w: Words) -> dict[str, str] | None:
    if rows.empty:
        return None
    first = rows.iloc[0]
    return {"median": w.t("{n} months", n=w.number(months(first["median_days"]), 1)), "open": f"older:{phase}", "aria": w.t("{phase}: each older complex", phase=name),
            "range": w.t("median of {n}; {low} to {high}", n=w.number(len(rows)), low=w.number(months(first["shortest_days"]), 1), high=w.number(months(first["longest_days"]), 1))}  # fmt: skip


def _sites(rows: pd.DataFrame, phase: str, viewer: Reader) -> list[dict[str, Any]]:
    """What a phase took here: a line for each time and its dates, with the complexes that share them; the longest first."""
    w = viewer.w
    lines: dict[tuple[str, ...], dict[str, Any]] = {}
    order = rows["state"].map({"done": 0, "open": 1, "withdrawn": 2, "skipped": 3})
    ordered = rows.assign(order=order, long=-rows["most_days"].astype(float)).sort_values(["order", "long", "complex_id"])
    for row in ordered.to_dict("records"):
        timed, over = row["state"] in {"done", "open"}, row["excess"] in {"over", "perhaps"}
        line = {
            "state": row["state"], "time": span(row["least_days"], row["most_days"], w) if timed else states(w)[row["state"]], "word": states(w)["open"] if row["state"] == "open" else "",
            "dates": dates(row, w) if timed else "", "over": excess_said(row, w) if over else "",
        }  # fmt: skip
        known = lines.setdefault(tuple(line.values()), line | {"sites": [], "ids": set()})
        known["sites"].append({"id": row["complex_id"], "name": viewer.names["complexes"][row["complex_id"]]})
        known["ids"].update(markup.as_list(row["origin_ids"]))
    for line in lines.values():
        what = w.list([site["name"] for site in line["sites"]])
        line |= {"origins": ";".join(sorted(line["ids"])), "aria": w.t("Sources: {name}, {what}", name=phase, what=what)}
    return list(lines.values())


def dates(row: Mapping[str, Any], w: Words) -> str:
    """The dates that begin and end a phase, as vague as they were stated; an open one ends nowhere."""
    begun = w.period(row["from_on"], row["from_precision"])
    return (
        w.t("{before} → {after}", before=begun, after=w.period(row["to_on"], row["to_precision"]))
        if pd.notna(row["to_on"])
        else w.t("since {day}", day=begun)
    )


def older_lines(rows: pd.DataFrame, w: Words) -> tuple[list[str], list[list[str]]]:
    """A phase at each older complex: heads and lines, the shortest first."""
    heads = [w.t("Older complex"), w.t("Time"), w.t("Begun on"), w.t("Ended on"), w.t("Against the law")]
    said = excesses(w)
    lines = [[w.of(row, "name"), span(row["least_days"], row["most_days"], w), w.period(row["from_on"], row["from_precision"]), w.period(row["to_on"], row["to_precision"]),
              said.get(row["excess"], w.t("no limit set"))] for row in rows.to_dict("records")]  # fmt: skip
    return heads, lines


# --- who decides ----------------------------------------------------------------------------------------------------------------------


def bodies_title(rows: pd.DataFrame, w: Words) -> str:
    """How many bodies decide, and how many of them about the procedure of the new complexes."""
    bodies = rows[rows["kind"] == "body"]
    return w.t(
        "Who decides: {n} bodies, {own} of them on the procedure of the new complexes",
        n=w.number(len(bodies)),
        own=w.number(int((bodies["field"] == "procedure").sum())),
    )


def bodies(rows: pd.DataFrame, viewer: Reader) -> str:
    """The bodies by what they decide about: name, decision, step, members, start, meetings known."""
    w, groups = viewer.w, []
    met = rows.loc[rows["kind"] == "meeting", "parent_id"].value_counts()
    own = rows[rows["kind"] == "body"]
    for field, name in fields(w).items():
        lines = [
            {"name": w.of(row, "body"), "role": w.of(row, "role"), "note": w.of(row, "note"), "members": members(row, w), "chips": markup.chips(row["warnings"], viewer.warnings(), w),
             "stage": viewer.names["stages"].get(row["stage_id"] or "", ""), "since": w.period(row["date_on"], row["date_precision"]) if pd.notna(row["date_on"]) else "",
             "met": w.n("one meeting listed", "{n} meetings listed", int(met.get(row["body_id"], 0))) if met.get(row["body_id"], 0) else "",
             "origins": ";".join(markup.as_list(row["origin_ids"])), "aria": w.t("Sources: {name}, {what}", name=w.of(row, "body"), what=w.t("What it decides"))}
            for row in own[own["field"] == field].to_dict("records")
        ]  # fmt: skip
        if lines:
            groups.append({"name": name, "lines": lines})
    heads = [w.t("Body"), w.t("What it decides"), w.t("Members named"), w.t("Start or first meeting"), w.t("Source")]
    return markup.fill("green/bodies.html", groups=groups, heads=heads, source=w.t("source"), nobody=w.t("not named"), undated=w.t("not published"), step=w.t("Stage"),
                       empty=w.t("No body was known by this day."))  # fmt: skip


def members(row: Mapping[str, Any], w: Words) -> str:
    """Who takes part, as far as pages name them."""
    return w.list(w.of(row, "members").split(";")) if w.of(row, "members") else ""


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


def meetings(rows: pd.DataFrame, viewer: Reader) -> str:
    """Meetings and agreements by year, the newest first; one known by its year alone stands at the end of its year."""
    w, years = viewer.w, []
    own = rows[(rows["kind"] != "body") & rows["date_on"].notna()]
    own = own.assign(year=own["date_on"].dt.year, vague=own["date_precision"] == "year").sort_values(
        ["year", "vague", "date_on"], ascending=[False, True, False]
    )
    for year, group in own.groupby("year", sort=False):
        items = [
            {"when": w.period(row["date_on"], row["date_precision"]), "kind": kinds(w)[row["kind"]], "tone": row["kind"], "name": w.of(row, "body"), "role": w.of(row, "role"), "note": w.of(row, "note"),
             "members": members(row, w) if row["kind"] == "agreement" else "", "chips": markup.chips(row["warnings"], viewer.warnings(), w),
             "sites": [{"id": i, "name": viewer.names["complexes"][i]} for i in markup.as_list(row["complex_ids"])], "origins": ";".join(markup.as_list(row["origin_ids"])),
             "aria": w.t("Sources: {name}, {what}", name=w.of(row, "body"), what=w.period(row["date_on"], row["date_precision"]))}
            for row in group.to_dict("records")
        ]  # fmt: skip
        years.append({"year": str(year), "items_": items})
    return markup.fill(
        "green/meetings.html",
        years=years,
        source=w.t("source"),
        between=w.t("between"),
        empty=w.t("No meeting or agreement was known by this day."),
    )
