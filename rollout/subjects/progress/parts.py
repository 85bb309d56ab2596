"""The key figures taken apart: area, site cost and announced investment by complex; what a click on one opens."""

from collections.abc import Mapping
from typing import Any

from rollout.document.model import Cell, Chart, Column, Format, Row, Section, Series, Table
from rollout.document.target import Target
from rollout.questions.ask import metrics, rows_of
from rollout.questions.rows import ProgressBoard, ProgressPrivateInvestment
from rollout.questions.view import View, remembered
from rollout.subjects.cells import complex_cell, complex_column, day, milestone, number, origin_ids
from rollout.subjects.progress.sections import LOST, SHRUNK, construction, sites


@remembered
def area(view: View) -> Section:
    """The newest stated area of each complex against the announced one."""
    w, now = view.w, sites(view)
    whole, announced = now["area_m2"].sum(), now["announced_m2"].sum()
    change = whole / announced - 1
    title = w.t("{area} km² in force, as announced", area=w.area(whole))
    if round(change * 100):
        title = w.t(
            "{area} km² in force, {change} against the {announced} km² announced",
            area=w.area(whole),
            change=w.percent(change),
            announced=w.area(announced),
        )
    columns = (
        complex_column(view),
        Column("now", w.t("Now"), Format.AREA),
        Column("announced", w.t("Announced"), Format.AREA),
        Column("change", w.t("Change"), Format.CHANGE),
        Column("stated", w.t("Stated on"), Format.DAY),
    )
    known = now[now["area_m2"].notna()].sort_values("area_m2", ascending=False)
    table = Table(columns, tuple(map(_area, rows_of(known))), cut_by="now")
    return _parts("area", "area", title, w.t("Newest stated area of each complex"), table, view)


def _area(site: Mapping[str, Any]) -> Row:
    change = site["area_m2"] / site["announced_m2"] - 1
    cells = {
        "complex": complex_cell(site["complex_id"]),
        "now": Cell(site["area_m2"], opens=Target("figure", (site["complex_id"], "area"))),
        "announced": Cell(site["announced_m2"]),
        "change": Cell(change, SHRUNK if change <= LOST else ""),
        "stated": Cell(day(site["area_stated_on"])),
    }
    return Row(site["complex_id"], cells, origin_ids(site["area_origin_ids"]))


@remembered
def cost(view: View) -> Section:
    """The newest stated development cost of each complex."""
    w, now = view.w, sites(view)
    known = now[now["cost_krw"].notna()].sort_values("cost_krw", ascending=False)
    title = w.t("No site cost is published")
    if len(known):
        title = w.t(
            "Site cost of {amount} stated for {n} of {total} complexes",
            amount=w.won(known["cost_krw"].sum()),
            n=w.number(len(known)),
            total=w.number(len(now)),
        )
    columns = (
        complex_column(view),
        Column("amount", w.t("Site cost"), Format.WON),
        Column("stated", w.t("Stated on"), Format.DAY),
    )
    rows = tuple(
        Row(
            s["complex_id"],
            {
                "complex": complex_cell(s["complex_id"]),
                "amount": Cell(s["cost_krw"], opens=Target("figure", (s["complex_id"], "site-cost"))),
                "stated": Cell(day(s["cost_stated_on"])),
            },
            origin_ids(s["cost_origin_ids"]),
        )
        for s in rows_of(known)
    )
    table = Table(columns, rows, cut_by="amount", empty=w.t("no amount published"))
    unit = w.t("Newest stated cost of development of each complex; not money spent")
    return _parts("cost", "site-cost", title, unit, table, view)


@remembered
def investment(view: View) -> Section:
    """What companies announced at the complexes."""
    w, found = view.w, view.ask("progress/private_investment")
    title = w.t("No company has announced an amount for these complexes")
    if len(found):
        title = w.t(
            "Companies announced {amount} at {n} of {total} complexes",
            amount=w.won(found["amount_krw"].sum()),
            n=w.number(found["complex_id"].nunique()),
            total=w.number(len(view.scope.complexes)),
        )
    columns = (
        complex_column(view),
        Column("company", w.t("Company"), share=24),
        Column("amount", w.t("Amount"), Format.WON),
        Column("until", w.t("Until"), Format.YEAR),
        Column("stated", w.t("Stated on"), Format.DAY),
    )
    rows = tuple(
        Row(
            str(place),
            {
                "complex": complex_cell(m["complex_id"]),
                "company": Cell(w.of(m, "company")),
                "amount": Cell(m["amount_krw"]),
                "until": Cell(number(m["period_to"])),
                "stated": Cell(day(m["stated_on"])),
            },
            origin_ids(m["origin_ids"]),
        )
        for place, m in enumerate(rows_of(found, ProgressPrivateInvestment))
    )
    table = Table(columns, rows, cut_by="amount", empty=w.t("no amount published"))
    unit = w.t("Announced by companies for the complex; estimates, MOUs, contracts and money spent are other kinds")
    return _parts("investment", "private-investment", title, unit, table, view)


def _parts(name: str, metric: str, title: str, unit: str, table: Table, view: View) -> Section:
    """A headline figure taken apart: a bar a complex (its rows added up), the rows, the metric's caveat."""
    w, names = view.w, view.names["complexes"]
    key, form = table.cut_by, next(column.format for column in table.columns if column.key == table.cut_by)
    sums: dict[str, float] = {}
    for row in table.rows:
        complex_id, value = str(row["complex"].value), row[key].value
        sums[complex_id] = sums.get(complex_id, 0.0) + (float(value) if isinstance(value, (int, float)) else 0.0)
    ordered = sorted(sums.items(), key=lambda item: -item[1])
    labels = tuple(f"{w.area(value)} km²" if form is Format.AREA else w.won(value) for _, value in ordered)
    bars = tuple(names[i] for i, _ in ordered)
    series = Series(w.of(metrics()[metric], "name"), tuple(value for _, value in ordered))
    alt = f"{title}: " + "; ".join(f"{bar} {label}" for bar, label in zip(bars, labels, strict=True))
    chart = Chart(bars, (series,), form, "", alt, labels) if ordered else None
    caveat = w.of(metrics()[metric], "caveat")
    return Section(name, title, unit, picture=chart, tables=(table,), metrics=(metric,), warning=caveat)


@remembered
def metric(view: View, metric_id: str) -> Section | None:
    """A key figure's definition, its parts and their sources (a dialog)."""
    parts = {"area": area, "site-cost": cost, "private-investment": investment, "construction-slip": construction}
    if metric_id not in metrics():
        return None
    w, defined = view.w, metrics()[metric_id]
    build = parts.get(metric_id)
    tables = (
        build(view).tables
        if build
        else (_reached(view, "plan-approved" if metric_id == "plans-approved" else "candidate-selected"),)
    )
    return Section(
        "metric", w.of(defined, "name"), method=(w.of(defined, "formula"), w.of(defined, "caveat")), tables=tables
    )


def _reached(view: View, stage_id: str) -> Table:
    """The complexes that reached a stage, and when."""
    cells = view.ask("progress/board")
    own = cells[(cells["stage_id"] == stage_id) & (cells["state"] == "done")]
    columns = (complex_column(view), Column("reached", view.names["stages"][stage_id], Format.PERIOD))
    rows = tuple(
        Row(
            r["complex_id"],
            {"complex": complex_cell(r["complex_id"]), "reached": milestone(r, view.w)},
            origin_ids(r["origin_ids"]),
        )
        for r in rows_of(own, ProgressBoard)
    )
    return Table(columns, rows, empty=view.w.t("none"))
