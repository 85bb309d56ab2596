"""What developing a complex costs; and built, sold, running: the older complexes and the 15. Data in, words out."""

import datetime as dt
from typing import Any

import pandas as pd

from rollout import markup
from rollout.reader import Reader
from rollout.words import Words

SAME_EXTENT = 0.01  # areas that differ by less are the same extent, rounded
BUILT, SOLD = 80, 50  # percent: built for the most part, sold for less than half
RECENT_YEARS = 3
SHARES = ("works-share", "land-sold-share")


# --- site cost ------------------------------------------------------------------------------------------------------------------------


def per_m2(costs: pd.DataFrame) -> pd.DataFrame:
    """The costs with `now` and `before` (won a square metre, each over the area of its own day), `rise` (ratio less one) and `other_extent`.

    `costs`: investment/site_costs. `other_extent`: the newest cost is for another area than the newest.
    """
    now = costs["cost_krw"].astype("Float64") / costs["cost_area_m2"].astype("Float64")
    before = costs["first_cost_krw"].astype("Float64") / costs["first_cost_area_m2"].astype("Float64")
    other = (costs["cost_area_m2"].astype("Float64") / costs["area_m2"].astype("Float64") - 1).abs() > SAME_EXTENT
    return costs.assign(now=now, before=before, rise=now / before - 1, other_extent=other.fillna(False).astype(bool))


def won_per_m2(value: float, w: Words) -> str:
    """Won a square metre: 66.1만원/㎡; KRW 661,000/m²."""
    return f"{w.number(value / 1e4, 1)}만원/㎡" if w.lang == "ko" else f"KRW {w.number(round(value, -3))}/m²"


def cost_title(costs: pd.DataFrame, w: Words) -> str:
    """The finding: where a square metre became dearer."""
    told = per_m2(costs)
    known = told[told["rise"].notna()].sort_values("rise", ascending=False)
    dearer = known[known["rise"] >= 0.005]
    if known.empty:
        return w.t(
            "Site cost: {n} of {all} complexes have a published cost, none at two extents to compare",
            n=w.number(int(told["cost_krw"].notna().sum())),
            all=w.number(len(told)),
        )
    if dearer.empty:
        return w.t("A square metre has become dearer at none of the {n} complexes whose cost was restated", n=w.number(len(known)))
    first = dearer.iloc[0]
    return w.t("A square metre has become dearer at {n} of {all} complexes whose cost was restated, most at {name}: {rise}", n=w.number(len(dearer)), all=w.number(len(known)),
               name=w.of(first, "short"), rise=w.percent(first["rise"]))  # fmt: skip


def cost_html(costs: pd.DataFrame, reader: Reader) -> str:
    """Cost, growth, area before and after and cost a square metre, a row a complex; the sums below."""
    w, warnings = reader.w, reader.warnings()
    told = per_m2(costs)
    most = float(told["now"].max()) if told["now"].notna().any() else 1.0
    rows = [_cost_row(row, most, warnings, reader) for row in told.to_dict("records")]
    known, areas = told[told["cost_krw"].notna()], told[told["area_m2"].notna()]
    change = areas["area_m2"].sum() / areas["announced_m2"].sum() - 1 if len(areas) else 0
    sums = {
        "name": w.n("one complex", "{n} complexes", len(told)), "cost": w.won(known["cost_krw"].sum()) if len(known) else w.t("not published"),
        "known": w.t("published for {n}", n=w.number(len(known))), "areas": f"{w.area(areas['announced_m2'].sum())} → {w.area(areas['area_m2'].sum())} km²", "change": w.percent(change, 1),
    }  # fmt: skip
    return markup.fill(
        "investment/costs.html", rows=rows, sums=sums,
        heads=[w.t("Complex"), w.t("Site cost, newest"), w.t("First stated"), w.t("Growth"), w.t("Area: announced → newest"), w.t("Cost a square metre")],
        foot=w.t("A cost is divided by the area that was in force on the day it was stated, so cost and area belong to the same extent. Where the site has changed since, the row says so: no newer cost was found."
                 " Costs are estimates of different days, none is money spent. Select a cost or an area for every statement and its sources."),
    )  # fmt: skip


def _cost_row(row: dict[str, Any], most: float, warnings: dict[str, dict[str, str]], reader: Reader) -> dict[str, Any]:
    w = reader.w
    cost, area = pd.notna(row["cost_krw"]), pd.notna(row["area_m2"])
    growth = row["cost_krw"] / row["first_cost_krw"] - 1 if pd.notna(row["first_cost_krw"]) else None
    change = row["area_m2"] / row["announced_m2"] - 1 if area else 0
    extent = ""
    if cost and row["other_extent"]:
        extent = w.t("for {then} km², the site then; it is {now} km² today", then=w.area(row["cost_area_m2"]), now=w.area(row["area_m2"]))
    return {
        "id": row["complex_id"], "name": w.of(row, "short"), "cost": w.won(row["cost_krw"]) if cost else "", "missing": w.t("not published"),
        "said": w.t("stated {day}", day=row["cost_stated_on"].date().isoformat()) if cost else "", "chips": markup.chips(row["warnings"], warnings, w), "note": w.of(row, "note"),
        "first": w.won(row["first_cost_krw"]) if growth is not None else "", "first_said": row["first_cost_stated_on"].date().isoformat() if growth is not None else "",
        "once": w.t("stated once") if cost and growth is None else "", "growth": (w.percent(growth) if round(growth * 100) else "0%") if growth is not None else "",
        "grown": growth is not None and growth >= 0.1, "areas": f"{w.area(row['announced_m2'])} → {w.area(row['area_m2'])} km²" if area else "",
        "change": w.percent(change) if round(change * 100) else "", "cut": change <= -0.1, "extent": extent,
        "per": won_per_m2(row["now"], w) if pd.notna(row["now"]) else "", "width": f"{row['now'] / most * 100:.1f}" if pd.notna(row["now"]) else "0",
        "rise": w.t("{rise} since {day}, when it was {before}", rise=w.percent(row["rise"]) if round(row["rise"] * 100) else w.t("unchanged"), before=won_per_m2(row["before"], w),
                    day=row["first_cost_stated_on"].date().isoformat()) if pd.notna(row["rise"]) else "",
        "dearer": pd.notna(row["rise"]) and row["rise"] >= 0.1,
    }  # fmt: skip


# --- built, sold, running -------------------------------------------------------------------------------------------------------------


def in_scope(rows: pd.DataFrame, reader: Reader) -> pd.DataFrame:
    """The older complexes that pass the filters of province, situation and industry; stages are those of the 15."""
    scope, keep = reader.scope, pd.Series(True, index=rows.index)
    for values, column in (
        (scope.provinces, "province_id"),
        (scope.industries, "industry_id"),
        ((scope.situation,) if scope.situation else (), "situation"),
    ):
        if values:
            keep &= rows[column].isin(values)
    return rows[keep]


def place_name(row: Any, w: Words) -> str:
    """The name of an older complex without what all of them are called."""
    name = w.of(row, "place")
    for common in (" National Industrial Complex", " national industrial complex", "국가산업단지"):
        name = name.replace(common, "")
    return " ".join(name.replace(" ,", ",").split())


def standing(rows: pd.DataFrame, as_of: dt.date) -> pd.DataFrame:
    """A row an older complex: its newest works, land sold and operation, and whether it is built but not sold.

    `rows`: investment/occupancy. Works count as built from BUILT percent on, or once its first phase was completed;
    a share of land sold older than RECENT_YEARS on the as-of day decides nothing.
    """
    found = []
    for place, own in rows.groupby("place", sort=False):
        newest = own[own["newest"]].set_index("metric", drop=False)
        first = own.iloc[0]
        works = newest.loc["works-share"] if "works-share" in newest.index else None
        sold = newest.loc["land-sold-share"] if "land-sold-share" in newest.index else None
        built = pd.notna(first["completed_on"]) or (works is not None and works["value"] >= BUILT)
        told = own[(own["metric"] == "land-sold-share") & (own["value_on"] == sold["value_on"])] if sold is not None else own.iloc[:0]
        same_day = told["value"].tolist()
        recent = sold is not None and (pd.Timestamp(as_of) - sold["value_on"]).days <= RECENT_YEARS * 365.25
        found.append({
            "place": place, "place_ko": first["place_ko"], "place_en": first["place_en"], "completed_on": first["completed_on"], "completed_precision": first["completed_precision"],
            "works": works, "sold": sold, "sold_values": sorted(same_day), "sold_rows": told.to_dict("records"), "running": [newest.loc[m] for m in ("operating-firms", "employees") if m in newest.index],
            "mismatch": bool(built and recent and max(same_day) < SOLD), "national": any("do-not-add" in set(x) for x in own["warnings"]),
            "works_value": works["value"] if works is not None else None, "sold_value": max(same_day) if same_day else None,
            "origin_ids": sorted({i for column in ("origin_ids", "completed_origin_ids") for cell in own[column] for i in cell}),
        })  # fmt: skip
    table = pd.DataFrame(found)
    return table.sort_values(["national", "mismatch", "sold_value"], ascending=[True, False, True]) if found else table


def built_title(told: pd.DataFrame, w: Words) -> str:
    """The mismatch, named: built for the most part but sold for less than half."""
    mismatch = told[told["mismatch"]] if len(told) else told
    if mismatch.empty:
        return w.t("Built, sold, running: the older complexes in scope")
    named = mismatch[mismatch["works_value"].notna()]
    if named.empty:
        row = mismatch.iloc[0]
        return w.t(
            "Built is not sold: {name} is completed and {sold}% of its land is sold",
            name=place_name(row, w),
            sold=w.number(row["sold_value"], 1),
        )
    row = named.iloc[0]
    return w.t("Built is not sold: at {name} {works}% of the works are done and {sold}% of the land is sold; built but sold for less than half are {n} of {all} older complexes",
               name=place_name(row, w), works=w.number(row["works_value"], 1), sold=w.number(row["sold_value"], 1), n=w.number(len(mismatch)), all=w.number(int((~told["national"]).sum())))  # fmt: skip


def sold_points(rows: pd.DataFrame, w: Words) -> pd.DataFrame:
    """Published shares of land sold as the chart takes them: place, name, part, years, value, text, last. Only complexes with a dated completion."""
    own = rows[(rows["metric"] == "land-sold-share") & rows["years"].notna()].copy()
    names = [place_name(row, w) for row in own.to_dict("records")]
    texts = [
        w.t("<b>{name}</b><br>{value}% sold, {years} years after completion<br>{note}", name=name, value=w.number(row["value"], 1), years=w.signed(row["years"], 1),
            note=w.of(row, "note"))
        for name, row in zip(names, own.to_dict("records"), strict=True)
    ]  # fmt: skip
    return own.assign(name=names, text=texts)[["place", "name", "part", "years", "value", "value_on", "text"]].sort_values(
        ["place", "value_on"]
    )


def sold_alt(points: pd.DataFrame, finding: str, w: Words) -> str:
    """The chart in words."""
    said = []
    for name, own in points.groupby("name", sort=False):
        said.append(
            f"{name}: "
            + ", ".join(
                w.t("{value}% at {years} years", value=w.number(r["value"], 1), years=w.signed(r["years"], 1) or "0")
                for r in own.to_dict("records")
            )
        )
    return f"{finding}. {'; '.join(said)}."


def built_html(told: pd.DataFrame, reader: Reader) -> str:
    """Works, land sold and operation of the older complexes, the mismatches first."""
    w, warnings = reader.w, reader.warnings()
    rows = []
    for row in told.to_dict("records"):
        works, sold = row["works"], row["sold"]
        done = pd.notna(row["completed_on"])
        years = sold["years"] if sold is not None else None
        rows.append({
            "open": f"place:{row['place']}", "name": place_name(row, w), "mismatch": w.t("built, not sold") if row["mismatch"] else "", "national": row["national"],
            "works": f"{w.number(works['value'], 1)}%" if works is not None else "", "works_on": works["value_on"].date().isoformat() if works is not None else "",
            "completed": w.t("completed {when}", when=w.period(row["completed_on"], row["completed_precision"])) if done else "", "works_width": f"{works['value']:.1f}" if works is not None else "",
            "sold": " · ".join(f"{w.number(v, 1)}%" for v in row["sold_values"]), "sold_on": sold["value_on"].date().isoformat() if sold is not None else "",
            "sold_width": f"{max(row['sold_values']):.1f}" if row["sold_values"] else "", "years": _years(years, w), "note": " · ".join(dict.fromkeys(filter(None, (w.of(r, "note") for r in row["sold_rows"])))),
            "chips": markup.chips(sold["warnings"], warnings, w) if sold is not None else [],
            "running": [_running(r, w) for r in row["running"]],
        })  # fmt: skip
    return markup.fill(
        "investment/built.html", rows=rows, heads=[w.t("Older complex"), w.t("Built"), w.t("Land sold"), w.t("Running")], missing=w.t("not published"),
        foot=w.t("Works, land sold and operation are different things and are never blended into one figure. Bases differ (a phase, industrial plots, land offered so far): the note says which. Two shares of one day are two zones or two sources. Built, not sold: works at {built}% or more, or first phase completed, and less than {sold}% sold as published within {years} years. Select a name for every published value.", built=BUILT, sold=SOLD, years=RECENT_YEARS),
    )  # fmt: skip


def _years(years: Any, w: Words) -> str:
    if years is None or pd.isna(years):
        return ""
    if years < 0:
        return w.t("{n} years before completion", n=w.number(-years, 1))
    return w.t("{n} years after completion", n=w.number(years, 1))


def _running(row: Any, w: Words) -> str:
    text = (
        w.t("{n} firms", n=w.number(row["value"])) if row["metric"] == "operating-firms" else w.t("{n} employees", n=w.number(row["value"]))
    )
    return f"{text} ({row['value_on'].date().isoformat()})"


def figure_names(w: Words) -> dict[str, str]:
    """What is published of an older complex, in words."""
    return {"works-share": w.t("Works done"), "land-sold-share": w.t("Land sold"), "employees": w.t("Employees"), "operating-firms": w.t("Firms in operation"),
            "output": w.t("Output")}  # fmt: skip


def values(place: str, rows: pd.DataFrame, reader: Reader) -> tuple[str, str, list[str]]:
    """One older complex's dialog: title, HTML (every published value), sources."""
    w = reader.w
    own = rows[rows["place"] == place].sort_values(["metric", "value_on"], ascending=[True, False])
    metrics = figure_names(w)
    lines = []
    for row in own.to_dict("records"):
        value = (
            f"{w.number(row['value'], 1)}%"
            if row["metric"] in SHARES
            else w.won(row["value"])
            if row["metric"] == "output"
            else w.number(row["value"])
        )
        chips = ", ".join(chip["name"] for chip in markup.chips(row["warnings"], reader.warnings(), w))
        lines.append(
            [
                metrics[row["metric"]],
                value,
                row["value_on"].date().isoformat(),
                " · ".join(part for part in (w.of(row, "note"), chips) if part),
            ]
        )
    heads = [w.t("Figure"), w.t("Value"), w.t("As of"), w.t("Note")]
    ids = sorted({*markup.ids(own["origin_ids"]), *markup.ids(own["completed_origin_ids"])})
    return w.of(own.iloc[0], "place"), markup.table(heads, lines), ids


def own_html(rows: pd.DataFrame, reader: Reader) -> str:
    """The same for the complexes in scope: empty until something is published, and said as such. `rows`: investment/building."""
    w = reader.w
    told = []
    for row in rows.to_dict("records"):
        told.append({
            "id": row["complex_id"], "name": reader.names["complexes"][row["complex_id"]], "origins": ";".join(markup.as_list(row["origin_ids"])),
            "cells": [_stage(row["started"], row["started_on"], row["started_precision"], w), _stage(row["completed"], row["completed_on"], row["completed_precision"], w),
                      w.t("sale begun, share not published") if row["sold"] == "done" else w.t("nothing published"),
                      w.t("in operation") if row["running"] == "done" else w.t("planned, nothing runs yet") if row["running"] in {"planned", "passed"} else w.t("nothing published")],
            "aria": w.t("Sources: {name}, {what}", name=reader.names["complexes"][row["complex_id"]], what=w.t("Built, sold, running")),
        })  # fmt: skip
    built, running = int((rows["completed"] == "done").sum()), int((rows["running"] == "done").sum())
    begun, sold = int((rows["started"] == "done").sum()), int((rows["sold"] == "done").sum())
    title = w.t("The {n} in scope: construction begun at {begun}, sale of land at {sold}, completed {built}, running {running}", n=w.number(len(rows)), begun=w.number(begun),
                sold=w.number(sold), built=w.number(built), running=w.number(running))  # fmt: skip
    return markup.fill("investment/own.html", title=title, rows=told, source_label=w.t("source"),
                       heads=[w.t("Complex"), w.t("Start of construction"), w.t("Completion"), w.t("Land sold"), w.t("Running"), w.t("Source")],
                       foot=w.t("No published share of works done, of land sold or of firms in operation was found for these complexes. The rows stand ready."))  # fmt: skip


def _stage(state: str, day: Any, precision: str, w: Words) -> str:
    if pd.isna(day) or state in {"unpublished", "skipped"}:
        return w.t("nothing published")
    when = w.period(day, precision)
    return {"done": w.t("reached {when}", when=when), "withdrawn": w.t("withdrawn {when}", when=when),
            "passed": w.t("planned for {when}, passed without news", when=when)}.get(state, w.t("planned for {when}", when=when))  # fmt: skip
