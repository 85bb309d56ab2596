"""Foreign direct investment: by year, sector and region. Data in, words out."""

from typing import Any

import pandas as pd

from rollout import markup
from rollout.reader import Reader
from rollout.words import Words

INSIDE = (
    "electrical-electronics",
    "machinery-medical-precision",
    "transport-machinery",
    "pharmaceuticals",
    "semiconductor",
    "bio",
    "materials-parts-equipment",
)
SECTORS = ("manufacturing", *INSIDE, "services")
BASES = ("reported", "arrived")


def usd(value: float, w: Words) -> str:
    """US dollars in the language's habit: 360.5억 달러; USD 36.05 billion."""
    return f"{w.number(value / 1e8, 1)}억 달러" if w.lang == "ko" else f"USD {w.number(value / 1e9, 2)} billion"


def basis_name(basis: str, w: Words) -> str:
    """What is measured, in words."""
    return {"reported": w.t("reported"), "arrived": w.t("arrived")}[basis]


def period_name(year: int, period: str, w: Words) -> str:
    """A year or a part of one."""
    return str(year) if period == "year" else {"H1": w.t("H1 {year}", year=year), "Q1-Q3": w.t("Q1–Q3 {year}", year=year)}[period]


def years(rows: pd.DataFrame, w: Words) -> pd.DataFrame:
    """Whole years' totals as the chart takes them: year, basis, usd, first_usd, label, text."""
    own = rows[(rows["scope_kind"] == "total") & (rows["period"] == "year")]
    texts = []
    for row in own.to_dict("records"):
        text = w.t(
            "<b>{year}, {basis}</b><br>{amount}", year=row["year"], basis=basis_name(row["basis"], w), amount=usd(row["amount_usd"], w)
        )
        if pd.notna(row["first_usd"]):
            text += "<br>" + w.t("first published: {amount}", amount=usd(row["first_usd"], w))
        texts.append(text)
    scale = 1e8 if w.lang == "ko" else 1e9
    return pd.DataFrame({
        "year": own["year"].astype(int), "basis": own["basis"], "value": own["amount_usd"] / scale, "first": own["first_usd"].astype("Float64") / scale,
        "label": [w.number(v / scale, 1 if w.lang == "ko" else 2) for v in own["amount_usd"]], "text": texts,
    })  # fmt: skip


def title(rows: pd.DataFrame, w: Words) -> str:
    """The finding: the newest year, and how much of what was reported arrived."""
    own = rows[(rows["scope_kind"] == "total") & (rows["period"] == "year")]
    both = own.pivot(index="year", columns="basis", values="amount_usd").reindex(columns=list(BASES))
    if both.empty:
        return w.t("Foreign direct investment: no whole year is published by this day")
    year, last = int(both.index[-1]), both.iloc[-1]
    if last.isna().any():
        basis = BASES[0] if pd.notna(last["reported"]) else BASES[1]
        return w.t(
            "Foreign direct investment {year}: {amount} {basis}", year=year, amount=usd(float(last[basis]), w), basis=basis_name(basis, w)
        )
    return w.t(
        "Foreign direct investment {year}: {reported} reported, {arrived} arrived",
        year=year,
        reported=usd(float(last["reported"]), w),
        arrived=usd(float(last["arrived"]), w),
    )


def alt(told: pd.DataFrame, finding: str, w: Words) -> str:
    """The chart in words."""
    unit = w.t("100 million dollars") if w.lang == "ko" else w.t("billion dollars")
    parts = [
        f"{year}: " + ", ".join(f"{basis_name(r['basis'], w)} {r['label']}" for r in own.to_dict("records"))
        for year, own in told.groupby("year")
    ]
    return f"{finding}. {'; '.join(parts)} ({unit})."


def html(rows: pd.DataFrame, reader: Reader) -> str:
    """Sectors by year, regions as far as published, parts of a year; each figure opens its sources."""
    w = reader.w
    whole = rows[rows["period"] == "year"]
    regions = rows[rows["scope_kind"].isin(["area", "province"])]
    if reader.scope.provinces:
        regions = regions[regions["province_id"].isin(reader.scope.provinces)]
    sectors = [
        {"name": w.of(own.iloc[0], "scope"), "inside": sector in INSIDE, "cells": own.set_index("year").to_dict("index")}
        for sector in SECTORS
        if len(own := whole[(whole["scope_kind"] == "sector") & (whole["scope"] == sector)])
    ]
    shown = sorted({int(year) for row in sectors for year in row["cells"]})
    matrix = [
        {"name": row["name"], "inside": row["inside"], "cells": [_cell(row["cells"].get(year), row["name"], w) for year in shown]}
        for row in sectors
    ]
    parts = rows[(rows["period"] != "year") & rows["scope_kind"].isin(["total", "sector"])].sort_values(
        ["year", "period", "scope_kind"], ascending=[False, False, False]
    )
    return markup.fill(
        "investment/fdi.html", matrix=matrix, years=shown, sector_head=w.t("Sector"), sector_title=w.t("Reported, by sector"),
        sector_foot=w.t("In {unit}. Indented sectors lie inside manufacturing or cut across it: they are not added. An empty cell: nothing found.", unit=w.t("100 million dollars") if w.lang == "ko" else w.t("billion dollars")),
        region_title=w.t("By region, as far as published"), regions=[_line(row, w) for row in regions.sort_values(["year", "basis"], ascending=[False, False]).to_dict("records")],
        region_heads=[w.t("Year or part of it"), w.t("Region"), w.t("Basis"), w.t("Amount"), w.t("Of all Korea")], no_regions=w.t("Nothing is published for the regions in scope."),
        region_foot=w.t("Regions are published for few years; the other years are empty because nothing was found, not because nothing came."),
        part_title=w.t("Parts of a year: half-years and three quarters, never added to a year"), parts=[_line(row, w) for row in parts.to_dict("records")],
        mind=w.t("restated or disputed: select for sources"),
    )  # fmt: skip


def _cell(row: Any, name: str, w: Words) -> dict[str, Any]:
    if not row:
        return {"text": "", "origins": "", "aria": "", "mark": False}
    value = w.number(row["amount_usd"] / 1e8, 1) if w.lang == "ko" else w.number(row["amount_usd"] / 1e9, 2)
    return {
        "text": value,
        "origins": ";".join(markup.as_list(row["origin_ids"])),
        "aria": w.t("Sources: {name}, {what}", name=name, what=value),
        "mark": bool(len(row["warnings"])),
    }


def _line(row: dict[str, Any], w: Words) -> dict[str, Any]:
    name = w.of(row, "scope")
    return {
        "when": period_name(int(row["year"]), row["period"], w), "name": name, "basis": basis_name(row["basis"], w), "amount": usd(row["amount_usd"], w),
        "share": f"{w.number(row['share'] * 100)}%" if pd.notna(row["share"]) and row["scope_kind"] != "total" else "",
        "origins": ";".join(markup.as_list(row["origin_ids"])), "aria": w.t("Sources: {name}, {what}", name=name, what=period_name(int(row["year"]), row["period"], w)),
    }  # fmt: skip
