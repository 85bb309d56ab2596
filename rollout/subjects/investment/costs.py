"""What developing a complex costs, and what a square metre of it costs."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from rollout.document.model import ANNEX, Cell, Column, Format, Part, Row, Section, Table
from rollout.document.target import Target
from rollout.language.words import Words
from rollout.questions.ask import is_missing, rows_of
from rollout.questions.view import View, remembered
from rollout.render.markup import as_list
from rollout.subjects.cells import complex_cell, complex_column, day, number, origin_ids

SAME_EXTENT = 0.01  # areas that differ by less are the same extent, rounded


def per_m2(costs: pd.DataFrame) -> pd.DataFrame:
    """The costs a square metre, each over the area of its own day.

    `costs`: investment/site_costs. Adds `now` and `before` (won a square metre), `rise` (ratio less one) and
    `other_extent`: the newest cost is for another area than the newest.
    """
    now = costs["cost_krw"].astype("Float64") / costs["cost_area_m2"].astype("Float64")
    before = costs["first_cost_krw"].astype("Float64") / costs["first_cost_area_m2"].astype("Float64")
    other = (costs["cost_area_m2"].astype("Float64") / costs["area_m2"].astype("Float64") - 1).abs() > SAME_EXTENT
    return costs.assign(now=now, before=before, rise=now / before - 1, other_extent=other.fillna(False).astype(bool))


def cost_title(costs: pd.DataFrame, w: Words) -> str:
    """The finding: where a square metre became dearer; `costs`: per_m2."""
    known = costs[costs["rise"].notna()].sort_values("rise", ascending=False)
    dearer = known[known["rise"] >= 0.005]
    if known.empty:
        return w.t(
            "Site cost: {n} of {all} complexes have a published cost, none at two extents to compare",
            n=w.number(int(costs["cost_krw"].notna().sum())),
            all=w.number(len(costs)),
        )
    if dearer.empty:
        return w.t(
            "Cost per square metre has risen at none of the {n} complexes whose cost was restated",
            n=w.number(len(known)),
        )
    first = dearer.iloc[0]
    return w.t(
        "Cost per square metre has risen at {n} of {all} complexes whose cost was restated, most at {name}: {rise}",
        n=w.number(len(dearer)),
        all=w.number(len(known)),
        name=w.of(first, "short"),
        rise=w.percent(first["rise"]),
    )


@remembered
def site_costs(view: View) -> Section:
    """What developing each complex costs, how that grew, and what a square metre costs over that day's area."""
    w, costs = view.w, per_m2(view.ask("investment/site_costs"))
    most = float(costs["now"].max()) if costs["now"].notna().any() else 1.0
    columns = (
        complex_column(view),
        Column("cost", w.t("Site cost, newest"), Format.WON, share=15, note_label=w.t("For another area")),
        Column("stated", w.t("Stated on"), Format.DAY, share=11),
        Column("first", w.t("First stated"), Format.WON, share=13),
        Column("growth", w.t("Growth"), Format.CHANGE, share=8),
        Column("area", w.t("Area now"), Format.AREA, share=11),
        Column("metre", w.t("Cost a square metre"), Format.WON, share=13),
        Column("rise", w.t("Rise of it"), Format.CHANGE, share=9),
        Column("cost_area", w.t("For the area"), Format.AREA, media=ANNEX),
        Column("announced", w.t("Announced area"), Format.AREA, media=ANNEX),
        Column("first_on", w.t("First stated on"), Format.DAY, media=ANNEX),
        Column("first_area", w.t("First for the area"), Format.AREA, media=ANNEX),
        Column("before", w.t("First cost a square metre"), Format.WON, media=ANNEX),
        Column("note", w.t("Note"), media=ANNEX),
    )
    total = Row("total", {column.key: Cell() for column in columns} | _sums(costs, w), total=True)
    foot = w.t(
        "A cost is divided by the area in force on the day it was stated, so cost and area refer to "
        "the same extent. Where the site has changed since, the row says so: no newer cost was "
        "found. Costs are estimates of different days, not money spent. Select a cost or an area for "
        "every statement and its sources."
    )
    rows = tuple(_cost(row, most, view) for row in rows_of(costs))
    return Section(
        "site-costs",
        cost_title(costs, w),
        w.t("Cost of developing the site, not what firms invest there. The complexes in scope"),
        tables=(Table(columns, (*rows, total), foot=foot, cut_by="cost"),),
        metrics=("site-cost",),
    )


def _sums(costs: pd.DataFrame, w: Words) -> dict[str, Cell]:
    """What can be added up: the published costs, and the areas against the announced ones."""
    known, areas = costs[costs["cost_krw"].notna()], costs[costs["area_m2"].notna()]
    change = areas["area_m2"].sum() / areas["announced_m2"].sum() - 1 if len(areas) else None
    return {
        "complex": Cell(None, missing=w.n("one complex", "{n} complexes", len(costs))),
        "cost": Cell(
            float(known["cost_krw"].sum()) if len(known) else None,
            missing=w.t("not published"),
            note=w.t("published for {n}", n=w.number(len(known))),
        ),
        "area": Cell(
            float(areas["area_m2"].sum()) if len(areas) else None,
            after=Part(change, Format.CHANGE, label=w.t("against the announced area")) if change else None,
        ),
    }


def _cost(row: Mapping[str, Any], most: float, view: View) -> Row:
    w, i, known = view.w, row["complex_id"], not is_missing(row["cost_krw"])
    growth = row["cost_krw"] / row["first_cost_krw"] - 1 if not is_missing(row["first_cost_krw"]) else None
    cost = Cell(
        number(row["cost_krw"]),
        missing=w.t("not published"),
        note=_extent(row, w) if known and row["other_extent"] else "",
        warnings=tuple(as_list(row["warnings"])),
        opens=Target("figure", (i, "site-cost")) if known else None,
    )
    cells = {
        "complex": complex_cell(i),
        "cost": cost,
        "stated": Cell(day(row["cost_stated_on"])),
        "first": Cell(number(row["first_cost_krw"])),
        "growth": Cell(growth, "amber" if growth and growth >= 0.1 else ""),
        "area": _area(row, w),
        "metre": Cell(number(row["now"]), bar=number(row["now"] / most) if not is_missing(row["now"]) else None),
        "rise": Cell(number(row["rise"]), "amber" if not is_missing(row["rise"]) and row["rise"] >= 0.1 else ""),
        "cost_area": Cell(number(row["cost_area_m2"])),
        "announced": Cell(number(row["announced_m2"])),
        "first_on": Cell(day(row["first_cost_stated_on"])),
        "first_area": Cell(number(row["first_cost_area_m2"])),
        "before": Cell(number(row["before"])),
        "note": Cell(w.of(row, "note") or None),
    }
    return Row(i, cells, origin_ids(row["origin_ids"]))


def _extent(row: Mapping[str, Any], w: Words) -> str:
    """For which area a cost was stated, where the site has changed since."""
    return w.t(
        "for {then} km², the site then; it is {now} km² today",
        then=w.area(row["cost_area_m2"]),
        now=w.area(row["area_m2"]),
    )


def _area(row: Mapping[str, Any], w: Words) -> Cell:
    lost = row["area_m2"] / row["announced_m2"] - 1 if not is_missing(row["area_m2"]) else 0
    change = Part(lost, Format.CHANGE, "amber" if lost <= -0.1 else "", w.t("against the announced area"))
    return Cell(
        number(row["area_m2"]),
        opens=Target("figure", (row["complex_id"], "area")),
        after=change if round(lost * 100) else None,
    )
