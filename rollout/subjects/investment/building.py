"""Built, sold, running: the older complexes and those in scope."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

import pandas as pd

from rollout.document.model import SCREEN, Cell, Chart, Column, Format, Quantity, Row, Section, Table
from rollout.document.target import Target
from rollout.language.words import Words
from rollout.questions.ask import is_missing, rows_of
from rollout.questions.rows import InvestmentBuilding, InvestmentOccupancy
from rollout.questions.view import View, remembered
from rollout.render.markup import as_list
from rollout.subjects.cells import STATES, UNDATED, complex_cell, complex_column, day, number, origin_ids, period
from rollout.subjects.investment import charts, words

BUILT, SOLD = 80, 50  # percent: built for the most part, sold for less than half
RECENT_YEARS = 3
SHARES = ("works-share", "land-sold-share")


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
    found = [_newest(str(place), own, as_of) for place, own in rows.groupby("place", sort=False)]
    table = pd.DataFrame(found)
    return table.sort_values(["national", "mismatch", "sold_value"], ascending=[True, False, True]) if found else table


def _newest(place: str, own: pd.DataFrame, as_of: dt.date) -> dict[str, Any]:
    """One older complex: its newest values, several of land sold where that day has several."""
    newest = own[own["newest"]].set_index("metric", drop=False)
    first = own.iloc[0]
    works, sold = (newest.loc[metric] if metric in newest.index else None for metric in SHARES)
    built = not is_missing(first["completed_on"]) or (works is not None and works["value"] >= BUILT)
    shares, recent = own.iloc[:0], False
    if sold is not None:
        shares = own[(own["metric"] == "land-sold-share") & (own["value_on"] == sold["value_on"])]
        recent = (pd.Timestamp(as_of) - sold["value_on"]).days <= RECENT_YEARS * 365.25
    return {
        "place": place,
        **first[["place_ko", "place_en", "completed_on", "completed_precision"]],
        "works": works,
        "sold": sold,
        "sold_values": sorted(shares["value"]),
        "sold_rows": rows_of(shares),
        "running": [newest.loc[m] for m in ("operating-firms", "employees") if m in newest.index],
        "mismatch": bool(built and recent and shares["value"].max() < SOLD),
        "national": any("do-not-add" in set(x) for x in own["warnings"]),
        "works_value": works["value"] if works is not None else None,
        "sold_value": shares["value"].max() if len(shares) else None,
        "origin_ids": sorted(
            {i for column in ("origin_ids", "completed_origin_ids") for cell in own[column] for i in cell}
        ),
    }


def built_title(found: pd.DataFrame, w: Words) -> str:
    """The mismatch, named: built for the most part but sold for less than half."""
    mismatch = found[found["mismatch"]] if len(found) else found
    if mismatch.empty:
        return w.t("Built, sold, running: the older complexes in scope")
    named = mismatch[mismatch["works_value"].notna()]
    if named.empty:
        row = mismatch.iloc[0]
        return w.t(
            "Construction and land sales are counted separately: {name} is completed and {sold}% of its land is sold",
            name=place_name(row, w),
            sold=w.number(row["sold_value"], 1),
        )
    row = named.iloc[0]
    return w.t(
        "Construction and land sales are counted separately: at {name} {works}% of the works are "
        "done and {sold}% of the land is sold; {n} of {all} older complexes are built but less than "
        "half sold",
        name=place_name(row, w),
        works=w.number(row["works_value"], 1),
        sold=w.number(row["sold_value"], 1),
        n=w.number(len(mismatch)),
        all=w.number(int((~found["national"]).sum())),
    )


def sold_points(rows: pd.DataFrame, w: Words) -> pd.DataFrame:
    """Published shares of land sold as the chart takes them: place, name, part, years, value, text, last.

    Only complexes with a dated completion.
    """
    own = rows[(rows["metric"] == "land-sold-share") & rows["years"].notna()].copy()
    names = [place_name(row, w) for row in rows_of(own)]
    texts = [
        w.t(
            "<b>{name}</b><br>{value}% sold, {years} years after completion<br>{note}",
            name=name,
            value=w.number(row["value"], 1),
            years=w.signed(row["years"], 1),
            note=w.of(row, "note"),
        )
        for name, row in zip(names, rows_of(own), strict=True)
    ]
    return own.assign(name=names, text=texts)[
        ["place", "name", "part", "years", "value", "value_on", "text"]
    ].sort_values(["place", "value_on"])


def sold_alt(points: pd.DataFrame, finding: str, w: Words) -> str:
    """The chart in words."""
    said = []
    for name, own in points.groupby("name", sort=False):
        said.append(
            f"{name}: "
            + ", ".join(
                w.t("{value}% at {years} years", value=w.number(r["value"], 1), years=w.signed(r["years"], 1) or "0")
                for r in rows_of(own)
            )
        )
    return f"{finding}. {'; '.join(said)}."


@remembered
def older(view: View) -> Section:
    """Works done, land sold and operation of the older complexes, kept apart; the mismatches first."""
    w = view.w
    rows = view.scope.rows(view.ask("investment/occupancy"))
    found, points = standing(rows, view.scope.as_of), sold_points(rows, w)
    title = built_title(found, w)
    columns = (
        Column("place", w.t("Older complex"), share=24),
        Column("works", w.t("Built"), Format.PERCENT, share=12, digits=1, note_label=w.t("Completed")),
        Column("works_on", w.t("Built, as of"), Format.DAY, share=11, media=SCREEN),
        Column("sold", w.t("Land sold"), Format.PERCENT, share=12, digits=1, note_label=w.t("Other shares and bases")),
        Column("sold_on", w.t("Sold, as of"), Format.DAY, share=11),
        Column("years", w.t("Years after completion"), Format.NUMBER, share=10, digits=1),
        Column("firms", w.t("Firms in operation"), Format.NUMBER, share=10),
        Column("people", w.t("Employees"), Format.NUMBER, share=10),
    )
    lines = tuple(_older(row, w) for row in rows_of(found))
    foot = w.t(
        "Works, land sold and operation are separate measures and are never combined into one "
        "figure. Bases differ (a phase, industrial plots, land offered so far): the note says which. "
        "Two shares of one day are two zones or two sources."
    )
    return Section(
        "older",
        title,
        _unit(found, points, w),
        picture=_chart(points, rows, title, w),
        tables=(Table(columns, lines, foot=foot if lines else "", empty=w.t("nothing published")),),
        origins=origin_ids(rows["origin_ids"]),
    )


def _unit(found: pd.DataFrame, points: pd.DataFrame, w: Words) -> str:
    """What the chart and the table show, or why there is no chart."""
    if found.empty:
        return w.t(
            "Nothing is published about older complexes in these provinces and industries. Clear the filters to see all"
        )
    if points.empty:
        return w.t(
            "Older complexes, filtered by their province and industry. No share of land sold has a dated "
            "completion to count from"
        )
    return w.t(
        "Older complexes, filtered by their province and industry. Share of the land sold by years since the "
        "first phase was completed; hollow: for a part of the complex. A line joins the same extent"
    )


def _chart(points: pd.DataFrame, rows: pd.DataFrame, title: str, w: Words) -> Chart | None:
    if points.empty:
        return None
    return Chart(
        (),
        (),
        Format.PERCENT,
        "%",
        sold_alt(points, title, w),
        source=words.source_line(rows, w),
        draw=lambda palette: charts.sold(points, w, palette),
    )


def _older(row: Mapping[str, Any], w: Words) -> Row:
    works, sold = row["works"], row["sold"]
    running = {r["metric"]: float(r["value"]) for r in row["running"]}
    built = float(works["value"]) if works is not None else None
    place = Cell(
        place_name(row, w),
        "amber" if row["mismatch"] else "",
        note=w.t("built, not sold") if row["mismatch"] else "",
        opens=Target("place", (row["place"],)),
        strong=not row["national"],
    )
    cells = {
        "place": place,
        "works": Cell(
            built,
            missing=w.t("not published"),
            note=w.t("completed {when}", when=w.period(row["completed_on"], row["completed_precision"]))
            if not is_missing(row["completed_on"])
            else "",
            bar=built / 100 if built is not None else None,
        ),
        "works_on": Cell(works["value_on"].date() if works is not None else None),
        "sold": _sold(row, w),
        "sold_on": Cell(sold["value_on"].date() if sold is not None else None),
        "years": Cell(number(sold["years"]) if sold is not None else None),
        "firms": Cell(running.get("operating-firms")),
        "people": Cell(running.get("employees")),
    }
    return Row(row["place"], cells, tuple(row["origin_ids"]))


def _sold(row: Mapping[str, Any], w: Words) -> Cell:
    """The largest newest share of land sold, with the others of that day."""
    if not row["sold_values"]:
        return Cell(None, missing=w.t("not published"))
    *others, most = (float(value) for value in row["sold_values"])
    notes = [*(f"{w.number(value, 1)}%" for value in others), *(w.of(r, "note") for r in row["sold_rows"])]
    return Cell(
        most,
        missing=w.t("not published"),
        note=" · ".join(dict.fromkeys(filter(None, notes))),
        bar=most / 100,
        warnings=tuple(as_list(row["sold"]["warnings"])),
    )


@remembered
def place(view: View, key: str) -> Section | None:
    """Every published value of one older complex (a dialog)."""
    w, rows = view.w, view.ask("investment/occupancy")
    own = rows[rows["place"] == key].sort_values(["metric", "value_on"], ascending=[True, False])
    if own.empty:
        return None
    columns = (
        Column("figure", w.t("Figure"), Format.NAME, names=w.codes("occupancy-metric"), share=24),
        Column("value", w.t("Value"), share=18),
        Column("on", w.t("As of"), Format.DAY, share=14),
        Column("note", w.t("Note"), share=44),
    )
    lines = tuple(
        Row(
            r["occupancy_id"],
            {
                "figure": Cell(r["metric"]),
                "value": Cell(_occupancy(r), warnings=tuple(as_list(r["warnings"]))),
                "on": Cell(day(r["value_on"])),
                "note": Cell(w.of(r, "note") or None),
            },
            origin_ids(r["origin_ids"]),
        )
        for r in rows_of(own, InvestmentOccupancy)
    )
    return Section(
        "place",
        w.of(own.iloc[0], "place"),
        tables=(Table(columns, lines),),
        origins=origin_ids(own["completed_origin_ids"]),
    )


def _occupancy(row: Mapping[str, Any]) -> Quantity:
    if row["metric"] in SHARES:
        return Quantity(float(row["value"]), Format.PERCENT, digits=1)
    return Quantity(float(row["value"]), Format.WON if row["metric"] == "output" else Format.NUMBER)


@remembered
def own_sites(view: View) -> Section:
    """The same for the complexes in scope: construction, completion, sale of land, operation; mostly still to come."""
    w, rows = view.w, view.ask("investment/building")
    begun, sold, built, running = (
        int((rows[key] == "done").sum()) for key in ("started", "sold", "completed", "running")
    )
    title = w.t(
        "The {n} in scope: construction begun at {begun}, sale of land at {sold}, completed {built}, running {running}",
        n=w.number(len(rows)),
        begun=w.number(begun),
        sold=w.number(sold),
        built=w.number(built),
        running=w.number(running),
    )
    columns = (
        complex_column(view),
        Column("started", w.t("Start of construction"), Format.PERIOD, share=22),
        Column("completed", w.t("Completion"), Format.PERIOD, share=22),
        Column("sold", w.t("Sale of land"), share=18),
        Column("running", w.t("Running"), share=18),
    )
    lines = tuple(_own(row, w) for row in rows_of(rows, InvestmentBuilding))
    foot = w.t("No published share of works done, of land sold or of firms in operation was found for these complexes.")
    return Section("own-sites", title, tables=(Table(columns, lines, foot=foot, whole=True),))


def _own(row: Mapping[str, Any], w: Words) -> Row:
    none = w.t("nothing published")
    planned = w.t("planned, not yet running") if row["running"] in {"planned", "passed"} else None
    cells = {
        "complex": complex_cell(row["complex_id"]),
        "started": _stage(row, "started", w),
        "completed": _stage(row, "completed", w),
        "sold": Cell(w.t("sale begun, share not published") if row["sold"] == "done" else None, missing=none),
        "running": Cell(w.t("in operation") if row["running"] == "done" else planned, missing=none),
    }
    return Row(row["complex_id"], cells, origin_ids(row["origin_ids"]))


def _stage(row: Mapping[str, Any], key: str, w: Words) -> Cell:
    state = row[key]
    return Cell(
        None if state in UNDATED else period(row[f"{key}_on"], row[f"{key}_precision"]),
        mark=state,
        mark_label=w.code(STATES, state),
        missing=w.t("nothing published"),
    )
