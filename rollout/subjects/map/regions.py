"""Places as sections: by the figure that colours the map, every figure of a year, one place in every year."""

from collections.abc import Mapping
from typing import Any

from rollout.document.model import Cell, Column, Format, Row, Section, Table, Text
from rollout.document.target import Target
from rollout.language.words import Words
from rollout.questions.ask import is_missing, rows_of
from rollout.questions.view import View, remembered
from rollout.render.markup import as_list
from rollout.subjects.cells import chooses, number
from rollout.subjects.map import words
from rollout.subjects.map.figures import (
    ACCOUNTS,
    BOUNDARIES,
    COLUMNS,
    EVERY_YEAR,
    FIGURES,
    FORMATS,
    INDUSTRIES,
    LEVELS,
    USUAL,
    Asked,
    amount,
    places,
    ranking,
)

OF_PLACES = (BOUNDARIES, ACCOUNTS)
NATION = "kr"


def place_names(view: View) -> Mapping[str, str]:
    """Districts, provinces and the nation by code."""
    return {**view.names["districts"], **view.names["provinces"], NATION: view.w.t("Korea")}


def opens_place(level: str, code: str, asked: Asked) -> Target:
    """The figures of a place."""
    return Target("place-figures", (level, code, asked.figure, str(asked.year), asked.sector))


@remembered
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
                    r["code"],
                    opens=opens_place(asked.level, r["code"], asked),
                    strong=bool(as_list(r["hosts"])),
                    filters=chooses(asked.level, r["code"]) if as_list(r["hosts"]) else None,
                ),
                "rank": Cell(number(r["rank"]), missing="–"),
                "value": Cell(
                    amount(asked.figure, r[column]),
                    missing=w.t("not published"),
                    bar=abs(float(r[column])) / most if not is_missing(r[column]) else None,
                ),
                "hosts": Cell(view.listed(as_list(r["hosts"])) or None),
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


@remembered
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
                "code": Cell(r["code"] if r["level"] == "district" else None),
                "year": Cell(asked.year),
                **_figure_cells(r),
                "hosts": Cell(view.listed(as_list(r["hosts"])) or None),
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


@remembered
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
    years = {year: _place_of_year(view, level, code, year, sector) for year in reversed(EVERY_YEAR)}
    hosts = view.listed(as_list(years[EVERY_YEAR[0]]["hosts"]))
    lead = [
        Text(
            w.t(
                "Current prices; –: not published. Accounts: 2010, 2015, 2020 (2020 is the latest); "
                "census: 2015, 2020, 2025."
            )
        )
    ]
    if hosts:
        lead.insert(0, Text(w.t("Hosts: {names}.", names=w.list([view.names["complexes"][i] for i in hosts]))))
    if asked.column:
        lead.insert(0, Text(_standing(view, asked, code), "blue"))
    return Section(
        "place-figures",
        view.names[f"{level}s"][code],
        lead=tuple(lead),
        tables=(Table(columns, _years(years)),),
        origins=OF_PLACES,
    )


def _place_of_year(view: View, level: str, code: str, year: int, sector: str) -> dict[str, Any]:
    rows = view.ask("map/figures", year=year, sector=sector)
    return rows_of(rows[(rows["level"] == level) & (rows["code"] == code)])[0]


def _years(years: Mapping[int, Mapping[str, Any]]) -> tuple[Row, ...]:
    """A place's figures, a row a year that has any."""
    cells = {year: _figure_cells(row) for year, row in years.items()}
    return tuple(
        Row(str(year), {key: Cell(cell.value, missing="–") for key, cell in ({"year": Cell(year)} | own).items()})
        for year, own in cells.items()
        if any(cell.value is not None for cell in own.values())
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
