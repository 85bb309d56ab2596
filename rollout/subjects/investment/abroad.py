"""Foreign direct investment: by year, sector and region."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from rollout.document.model import SCREEN, Cell, Chart, Column, Format, Row, Section, Table
from rollout.document.target import Target
from rollout.language.words import Words
from rollout.questions.ask import is_missing, rows_of
from rollout.questions.view import View, remembered
from rollout.render.markup import as_list
from rollout.subjects.cells import number, origin_ids
from rollout.subjects.investment import charts, words

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


def period_name(year: int, period: str, w: Words) -> str:
    """A year or a part of one."""
    return (
        str(year)
        if period == "year"
        else {"H1": w.t("H1 {year}", year=year), "Q1-Q3": w.t("Q1–Q3 {year}", year=year)}[period]
    )


def years(rows: pd.DataFrame, w: Words) -> pd.DataFrame:
    """Whole years' totals as the chart takes them: year, basis, usd, first_usd, label, text."""
    own = rows[(rows["scope_kind"] == "total") & (rows["period"] == "year")]
    texts = []
    for row in rows_of(own):
        text = w.t(
            "<b>{year}, {basis}</b><br>{amount}",
            year=row["year"],
            basis=w.code("fdi-basis", row["basis"]),
            amount=usd(row["amount_usd"], w),
        )
        if not is_missing(row["first_usd"]):
            text += "<br>" + w.t("first published: {amount}", amount=usd(row["first_usd"], w))
        texts.append(text)
    scale = 1e8 if w.lang == "ko" else 1e9
    return pd.DataFrame(
        {
            "year": own["year"].astype(int),
            "basis": own["basis"],
            "value": own["amount_usd"] / scale,
            "first": own["first_usd"].astype("Float64") / scale,
            "label": [w.number(v / scale, 1 if w.lang == "ko" else 2) for v in own["amount_usd"]],
            "text": texts,
        }
    )


def title(rows: pd.DataFrame, w: Words) -> str:
    """The finding: the newest year, and how much of what was reported arrived."""
    own = rows[(rows["scope_kind"] == "total") & (rows["period"] == "year")]
    both = own.pivot(index="year", columns="basis", values="amount_usd").reindex(columns=list(BASES))
    if both.empty:
        return w.t("Foreign direct investment: no whole year is published by this day")
    year, last = int(both.index[-1]), both.iloc[-1]
    if last.isna().any():
        basis = BASES[0] if not is_missing(last["reported"]) else BASES[1]
        return w.t(
            "Foreign direct investment {year}: {amount} {basis}",
            year=year,
            amount=usd(float(last[basis]), w),
            basis=w.code("fdi-basis", basis),
        )
    return w.t(
        "Foreign direct investment {year}: {reported} reported, {arrived} arrived",
        year=year,
        reported=usd(float(last["reported"]), w),
        arrived=usd(float(last["arrived"]), w),
    )


def _unit(w: Words) -> str:
    return w.t("100 million dollars") if w.lang == "ko" else w.t("billion dollars")


def alt(rows: pd.DataFrame, finding: str, w: Words) -> str:
    """The chart in words."""
    parts = [
        f"{year}: " + ", ".join(f"{w.code('fdi-basis', r['basis'])} {r['label']}" for r in own.to_dict("records"))
        for year, own in rows.groupby("year")
    ]
    return f"{finding}. {'; '.join(parts)} ({_unit(w)})."


@remembered
def foreign(view: View) -> Section:
    """Foreign direct investment: whole years as a chart; sectors, regions and parts of a year as published."""
    w, rows = view.w, view.ask("investment/fdi")
    finding, unit = title(rows, w), _unit(w)
    line = w.t(
        "All Korea, whole years, in {unit}: the filters of province, industry and stage do not "
        "apply. “Reported” is the amount filed and “arrived” the amount received; in a given year "
        "neither is part of the other.",
        unit=unit,
    )
    return Section(
        "foreign",
        finding,
        line,
        picture=_chart(rows, finding, unit, w),
        tables=(_sectors(rows[rows["period"] == "year"], view), _periods(rows, view)),
    )


def _chart(rows: pd.DataFrame, finding: str, unit: str, w: Words) -> Chart | None:
    drawn = years(rows, w)
    if drawn.empty:
        return None
    return Chart(
        (),
        (),
        Format.DOLLARS,
        unit,
        alt(drawn, finding, w),
        source=words.source_line(rows, w),
        draw=lambda palette: charts.fdi(drawn, w, palette, unit, w.codes("fdi-basis")),
    )


def _periods(rows: pd.DataFrame, view: View) -> Table:
    """Years, parts of a year and regions as they were published."""
    w = view.w
    columns = (
        Column("when", w.t("Year or part of it"), share=14),
        Column("scope", w.t("Scope"), share=22),
        Column("basis", w.t("Basis"), Format.NAME, names=w.codes("fdi-basis"), share=12),
        Column("amount", w.t("Amount"), Format.DOLLARS, share=18),
        Column("first", w.t("First published"), Format.DOLLARS, share=16, media=SCREEN),
        Column("share", w.t("Of all Korea"), Format.SHARE, share=10),
    )
    whole, scope = rows["period"] == "year", rows["scope_kind"]
    parts = rows[~whole & scope.isin(["total", "sector"])]
    groups = (
        (w.t("All Korea, whole years"), rows[whole & (scope == "total")], ["year", "basis"]),
        (
            w.t("Parts of a year: half-years and three quarters, never added to a year"),
            parts,
            ["year", "period", "scope_kind"],
        ),
        (
            w.t("By region, as far as published"),
            view.scope.rows(rows[scope.isin(["area", "province"])]),
            ["year", "basis"],
        ),
    )
    lines = tuple(
        _amount(f"{place}:{number_}", row, name, w)
        for place, (name, frame, order) in enumerate(groups)
        for number_, row in enumerate(rows_of(frame.sort_values(order, ascending=False)))
    )
    foot = w.t(
        "Regional figures are published for few years; an empty year means that no figure was found, "
        "not that nothing was invested."
    )
    return Table(columns, lines, caption=w.t("Years, parts of a year, regions"), foot=foot)


def _amount(key: str, row: Mapping[str, Any], group: str, w: Words) -> Row:
    cells = {
        "when": Cell(period_name(int(row["year"]), row["period"], w)),
        "scope": Cell(w.of(row, "scope")),
        "basis": Cell(row["basis"]),
        "amount": Cell(float(row["amount_usd"]), warnings=tuple(as_list(row["warnings"]))),
        "first": Cell(number(row["first_usd"])),
        "share": Cell(number(row["share"]) if row["scope_kind"] != "total" else None),
    }
    return Row(key, cells, origin_ids(row["origin_ids"]), group=group)


def _sectors(whole: pd.DataFrame, view: View) -> Table:
    """Reported investment by sector and year. Some sectors lie inside others and are not added."""
    w = view.w
    own = whole[whole["scope_kind"] == "sector"]
    heads = sorted({int(year) for year in own["year"]})
    columns = (
        Column("sector", w.t("Sector"), share=24),
        *(Column(str(year), str(year), Format.DOLLARS, share=12) for year in heads),
    )
    rows = tuple(
        _sector(sector, own[own["scope"] == sector], columns[1:], w)
        for sector in SECTORS
        if (own["scope"] == sector).any()
    )
    foot = w.t(
        "Sectors in grey are part of manufacturing or cut across it: they are not added. An empty cell: nothing found."
    )
    return Table(columns, rows, caption=w.t("Reported, by sector"), foot=foot if rows else "", whole=True)


def _sector(sector: str, found: pd.DataFrame, columns: Sequence[Column], w: Words) -> Row:
    cells = {
        str(int(r["year"])): Cell(
            float(r["amount_usd"]),
            opens=Target("origins", (";".join(as_list(r["origin_ids"])),)),
            warnings=tuple(as_list(r["warnings"])),
        )
        for r in rows_of(found)
    }
    name = Cell(w.of(found.iloc[0], "scope"), "subtle" if sector in INSIDE else "")
    return Row(
        sector,
        {"sector": name, **{column.key: cells.get(column.key, Cell()) for column in columns}},
        origin_ids(found["origin_ids"]),
    )
