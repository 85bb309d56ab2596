"""The map's lists as sections: the complexes, places by the figure that colours them, what lies near, the items; and
what opens on a click.
"""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from rollout.document.model import ANNEX, Cell, Column, Format, Row, Section, Table, Text
from rollout.document.target import Target
from rollout.language.words import Words, rounded
from rollout.questions.ask import is_missing, rows_of
from rollout.questions.rows import ProgressStages
from rollout.questions.view import View
from rollout.render.markup import as_list
from rollout.subjects.cells import complex_cell, complex_column, number, origin_ids, period
from rollout.subjects.map import words
from rollout.subjects.map.figures import (
    ACCOUNTS,
    BOUNDARIES,
    COLUMNS,
    EVERY_YEAR,
    FIGURES,
    FORMATS,
    INDUSTRIES,
    KINDS,
    LEVELS,
    NEAR_KINDS,
    USUAL_KM,
    Asked,
    amount,
    hosting,
    items,
    near_counts,
    places,
    ranking,
    ratings,
)
from rollout.subjects.map.figures import near as within

OF_PLACES = (BOUNDARIES, ACCOUNTS)
MOST_PLACES = 60
USUAL = Asked()
NATION = "kr"


def place_names(view: View) -> Mapping[str, str]:
    """Districts, provinces and the nation by code."""
    return {**view.names["districts"], **view.names["provinces"], NATION: view.w.t("Korea")}


def opens_place(level: str, code: str, asked: Asked) -> Target:
    """The figures of a place."""
    return Target("place-figures", (level, code, asked.figure, str(asked.year), asked.sector))


# --- the complexes


def sites(view: View, asked: Asked = USUAL) -> Section:
    """The complexes with their stage or rating, their host and its figure; the largest figure first."""
    w, rows, rated = view.w, hosting(view, asked), ratings(view) if asked.by_rating else {}
    stages = rows_of(view.ask("progress/stages"), ProgressStages)
    names = {stage["stage_id"]: f"{place} {w.of(stage, 'short')}" for place, stage in enumerate(stages, 1)}
    positions = {stage["stage_id"]: place for place, stage in enumerate(stages, 1)}
    column = asked.column
    if column:
        rows = rows.sort_values(column, ascending=False, na_position="last", kind="stable")
    state = (
        Column("state", w.t("Rating"), Format.NAME, names=w.codes("rating"))
        if rated
        else Column("state", w.t("Stage reached"), Format.NAME, names=names)
    )
    form, digits = FORMATS[asked.figure] if column else (Format.AREA, 0)
    columns = (
        complex_column(view),
        state,
        Column(
            "figure",
            words.title(asked, w) if column else w.t("Area"),
            form,
            digits=digits,
            share=20,
            note_label=w.t("Host"),
        ),
        Column("area", w.t("Area now"), Format.AREA, media=ANNEX),
        Column("host", w.t("Host, code"), media=ANNEX),
        Column("latitude", w.t("Latitude, host town"), Format.NUMBER, digits=4, media=ANNEX),
        Column("longitude", w.t("Longitude, host town"), Format.NUMBER, digits=4, media=ANNEX),
        Column("sources", w.t("Sources"), Format.LIST, media=ANNEX),
    )
    made = tuple(
        Row(
            r["complex_id"],
            {
                "complex": complex_cell(r["complex_id"]),
                "state": _state(r, rated, positions),
                "host": Cell(r["code"] if not is_missing(r["code"]) else None),
                "figure": Cell(
                    amount(asked.figure, r[column]) if column else number(r["area_m2"]),
                    missing=w.t("not published"),
                    note=view.names["districts"].get(r["code"], ""),
                    opens=opens_place("district", r["code"], asked) if not is_missing(r["code"]) else None,
                    origins=OF_PLACES if column else (),
                ),
                "area": Cell(number(r["area_m2"])),
                "latitude": Cell(float(r["latitude"])),
                "longitude": Cell(float(r["longitude"])),
                "sources": Cell(origin_ids(r["area_origin_ids"])),
            },
        )
        for r in rows_of(rows)
    )
    unit = words.title(asked, w) if column else w.t("Area")
    return Section(
        "map-sites",
        w.t("Complexes as a list"),
        unit,
        tables=(Table(columns, made, whole=True),),
        origins=origin_ids(rows["area_origin_ids"]),
    )


def _state(row: Mapping[str, Any], rated: Mapping[str, str], positions: Mapping[str, int]) -> Cell:
    own = rated.get(row["complex_id"])
    return Cell(own, mark=own) if own else Cell(row["stage_id"], mark=f"stage-{positions[row['stage_id']]}")


# --- places


def rank(view: View, asked: Asked = USUAL) -> Section:
    """The coloured map as a table: every place with its value and rank. A figure must colour the map."""
    w, column = view.w, COLUMNS[asked.figure]
    rows = ranking(places(view, asked), asked, view)
    most = float(rows[column].astype(float).abs().max()) or 1.0
    form, digits = FORMATS[asked.figure]
    columns = (
        Column("place", w.t("Place"), Format.NAME, names=view.names[f"{asked.level}s"], share=24),
        Column("rank", w.t("Rank in Korea"), Format.NUMBER),
        Column("value", w.code("map-figure", asked.figure), form, digits=digits, share=24),
        Column("hosts", w.t("Hosts"), Format.LIST, names=view.names["complexes"], share=24),
    )
    made = tuple(
        Row(
            r["code"],
            {
                "place": Cell(
                    r["code"], opens=opens_place(asked.level, r["code"], asked), strong=bool(as_list(r["hosts"]))
                ),
                "rank": Cell(number(r["rank"]), missing="–"),
                "value": Cell(
                    amount(asked.figure, r[column]),
                    missing=w.t("not published"),
                    bar=abs(float(r[column])) / most if not is_missing(r[column]) else None,
                ),
                "hosts": Cell(tuple(as_list(r["hosts"])) or None),
            },
            OF_PLACES,
        )
        for r in rows_of(rows)
    )
    foot = w.t("Source: KOSTAT")
    return Section(
        "map-ranking",
        w.t("The coloured map as a table: {figure}", figure=words.title(asked, w)),
        words.figure_meaning(asked.figure, w),
        tables=(Table(columns, made, foot=foot, cut_by="value"),),
    )


def figures(view: View, asked: Asked = USUAL) -> Section:
    """Every figure of every place in a year: districts, provinces, the nation."""
    w, rows = view.w, places(view, asked)
    rows = rows[view.scope.passing(rows) | (rows["level"] == "nation")]
    columns = (
        Column("place", w.t("Place"), Format.NAME, names=place_names(view), share=18),
        Column("level", w.t("Level"), Format.NAME, names=w.codes("place-level")),
        Column("code", w.t("Code")),
        Column("year", w.t("Year"), Format.YEAR),
        *_figure_columns(asked.sector, w),
        Column("persons", w.t("People"), Format.NUMBER),
        Column("hosts", w.t("Hosts"), Format.LIST, names=view.names["complexes"]),
    )
    made = tuple(
        Row(
            f"{r['level']}:{r['code']}",
            {
                "place": Cell(r["code"]),
                "level": Cell(r["level"]),
                "code": Cell(r["code"]),
                "year": Cell(asked.year),
                **_figure_cells(r),
                "hosts": Cell(tuple(as_list(r["hosts"])) or None),
            },
            (ACCOUNTS,),
        )
        for r in rows_of(rows)
    )
    return Section(
        "map-places",
        w.t("Figures of cities, counties, districts and provinces, {year}", year=asked.year),
        tables=(Table(columns, made),),
    )


def _figure_columns(sector: str, w: Words) -> tuple[Column, ...]:
    """A column a figure, the location quotient of an industry."""
    heads = w.codes("map-figure") | {"lq": w.t("Location quotient: {industry}", industry=words.sector_name(sector, w))}
    return tuple(
        Column(figure, heads[figure], FORMATS[figure][0], digits=FORMATS[figure][1])
        for figure in ("grdp", "growth", "manufacturing", "lq", "population")
    )


def _figure_cells(row: Mapping[str, Any]) -> dict[str, Cell]:
    return {figure: Cell(amount(figure, row[column])) for figure, column in COLUMNS.items()} | {
        "persons": Cell(number(row["persons"]))
    }


def place(view: View, level: str, code: str, figure: str, year: str, sector: str) -> Section | None:
    """A place's figures in every year, its hosts, and its rank by the figure that colours the map (a dialog)."""
    known = (
        level in LEVELS
        and code in view.names[f"{level}s"]
        and figure in FIGURES
        and year in map(str, EVERY_YEAR)
        and sector in INDUSTRIES
    )
    if not known:
        return None
    w, asked = view.w, Asked(figure, int(year), sector, level)
    columns = (
        Column("year", w.t("Year"), Format.YEAR),
        *_figure_columns(sector, w),
        Column("persons", w.t("People"), Format.NUMBER),
    )
    made: list[Row] = []
    hosts: tuple[str, ...] = ()
    for each in reversed(EVERY_YEAR):
        rows = view.ask("map/figures", year=each, sector=sector)
        row = rows_of(rows[(rows["level"] == level) & (rows["code"] == code)])[0]
        cells = _figure_cells(row)
        hosts = tuple(as_list(row["hosts"]))
        if any(cell.value is not None for cell in cells.values()):
            made.append(Row(str(each), {"year": Cell(each), **cells}))
    lead = [
        Text(
            w.t(
                "Current prices; – is not published. Accounts: 2010, 2015, 2020 (2020 is the latest); census: "
                "2015, 2020, 2025."
            )
        )
    ]
    if hosts:
        lead.insert(0, Text(w.t("Hosts: {names}.", names=w.list([view.names["complexes"][i] for i in hosts]))))
    if asked.column:
        lead.insert(0, Text(_standing(view, asked, code), "blue"))
    none = tuple(Row(r.key, {key: Cell(cell.value, missing="–") for key, cell in r.cells.items()}) for r in made)
    return Section(
        "place-figures",
        view.names[f"{level}s"][code],
        lead=tuple(lead),
        tables=(Table(columns, none),),
        origins=OF_PLACES,
    )


def _standing(view: View, asked: Asked, code: str) -> str:
    """A place's figure and its rank in the nation."""
    w, rows = view.w, places(view, asked)
    rows = rows[rows["level"] == asked.level].dropna(subset=[COLUMNS[asked.figure]])
    title = words.title(asked, w)
    if code not in set(rows["code"]):
        return w.t("{figure}: not published.", figure=title)
    values = rows.set_index("code")[COLUMNS[asked.figure]].astype(float)
    above = int((values > values[code]).sum()) + 1
    return w.t(
        "{figure}: {value}, rank {place} of {n}.",
        figure=title,
        value=words.value_text(asked.figure, values[code], w),
        place=w.number(above),
        n=w.number(len(rows)),
    )


# --- what lies near


def counts(view: View, km: int = USUAL_KM, chosen: str | None = None) -> Section:
    """How much of each kind lies within the distance of each complex; the one with most first."""
    w, count = view.w, near_counts(view, km)
    columns = (
        complex_column(view),
        *(Column(f"near-{kind}", name, Format.NUMBER) for kind, name in w.codes("near-kind").items()),
    )
    made = tuple(
        Row(
            i,
            {
                "complex": complex_cell(i, w.t("(chosen)") if i == chosen else ""),
                **{f"near-{kind}": Cell(int(row[kind])) for kind in NEAR_KINDS},
            },
            chosen=i == chosen,
        )
        for i, row in zip(count.index, rows_of(count), strict=True)
    )
    caption = w.t("How many lie within {km} km of each complex in scope", km=w.number(km))
    return Section(
        "map-counts",
        words.near_title(within(view, km, view.scope.complexes), count, None, km, view),
        near_unit(w),
        tables=(Table(columns, made, caption=caption, whole=True),),
    )


def near_unit(w: Words) -> str:
    """How distances are measured."""
    return w.t(
        "Straight-line distance from the host town's centre to the middle of the city, county or district that "
        "the source names; items located only by province are excluded. Not filtered by province or industry"
    )


def near(view: View, complex_id: str, km: int = USUAL_KM, kind: str = "") -> Section:
    """What lies within the distance of a complex, nearest first; of one kind or of all."""
    w, rows = view.w, within(view, km, (complex_id,))
    title = words.near_title(rows, rows, complex_id, km, view)
    own = rows[rows["kind"] == kind] if kind else rows
    order = {name: place for place, name in enumerate(NEAR_KINDS)}
    own = own.assign(order=own["kind"].map(order)).sort_values(["order", "distance_km", "item_id"])
    table = _item_table(own, view, w.t("Nothing known lies within this distance."), distance=True, kinds=not kind)
    return Section("map-near", title, near_unit(w), tables=(table,))


def listed(view: View, asked: Asked = USUAL) -> Section:
    """The zones, programmes and older complexes that are on the map."""
    rows = items(view, asked)
    title = view.w.n("One item on the map", "{n} items on the map", rows["item_id"].nunique())
    return Section(
        "map-items",
        title,
        tables=(_item_table(rows, view, view.w.t("No layer of zones, programmes or older complexes is on.")),),
    )


def items_at(view: View, kind: str, places_: str) -> Section | None:
    """The zones, programmes or older complexes at some places (a dialog)."""
    if kind not in KINDS.values():
        return None
    rows = view.ask("map/items")
    rows = rows[(rows["kind"] == kind) & rows["place_code"].isin(places_.split(";")[:MOST_PLACES])]
    if rows.empty:
        return None
    w = view.w
    title = w.t("{what}: {n}", what=w.code("near-kind", kind), n=w.number(rows["item_id"].nunique()))
    return Section(
        "items", title, tables=(_item_table(rows.sort_values(["place_code"], kind="stable"), view, "", kinds=False),)
    )


def _item_table(rows: pd.DataFrame, view: View, empty: str, distance: bool = False, kinds: bool = True) -> Table:
    """Zones, programmes, older and other complexes as a table, with their distance or how exact their place is."""
    w = view.w
    columns = (
        Column("name", w.t("Name"), share=30),
        *((Column("distance", w.t("Distance"), Format.NUMBER, "km", digits=1),) if distance else ()),
        *((Column("kind", w.t("Kind"), Format.NAME, names=w.codes("near-kind")),) if kinds else ()),
        Column("type", w.t("Type"), share=18),
        Column("place", w.t("Place"), Format.NAME, names=place_names(view), share=18),
        *(
            ()
            if distance
            else (Column("exact", w.t("Place is exact to"), Format.NAME, names=w.codes("place-level"), media=ANNEX),)
        ),
        Column("date", w.t("Date"), Format.PERIOD),
    )
    made = tuple(
        Row(
            f"{r['kind']}:{r['item_id']}:{r['place_code'] or ''}",
            {
                "name": Cell(
                    w.of(r, "name"),
                    opens=Target("complex", (r["item_id"],)) if r["kind"] == "complex" else None,
                    warnings=tuple(as_list(r["warnings"])),
                    strong=True,
                ),
                "distance": Cell(float(rounded(r["distance_km"], 1)) if distance else None),
                "kind": Cell(r["kind"]),
                "type": Cell(words.type_name(r["kind"], r["type"], w) or None),
                "place": Cell(r["place_code"] if isinstance(r["place_code"], str) else None),
                "exact": Cell("district" if r.get("exact", True) else "province"),
                "date": Cell(period(r["dated_on"], r["dated_precision"])),
            },
            origin_ids(r["origin_ids"]),
        )
        for r in rows_of(rows)
    )
    return Table(columns, made, empty=empty)


def origins(view: View, asked: Asked = USUAL) -> tuple[str, ...]:
    """Every source that the map rests on: outlines, accounts, sites, and the items of the layers that are on."""
    return tuple(
        sorted({*OF_PLACES, *origin_ids(hosting(view, asked)["area_origin_ids"], items(view, asked)["origin_ids"])})
    )
