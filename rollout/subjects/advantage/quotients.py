"""Location quotients as sections.

The hosts by industries in a year, every year's amounts, and what a cell is made of.
"""

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from rollout.document.model import Cell, Column, Format, Row, Section, Table, Text
from rollout.document.target import Target
from rollout.language.words import Words
from rollout.questions.ask import rows_of
from rollout.questions.rows import AdvantageReference, AdvantageSpecialisation
from rollout.questions.view import View, remembered
from rollout.subjects.advantage import measures, words
from rollout.subjects.advantage.hosts import ACCOUNTS, district_column, sector_column, shifts
from rollout.subjects.advantage.numbers import BASE, END, INDUSTRIES, YEARS
from rollout.subjects.cells import complex_cell, complex_column, number, origin_ids

LEVELS = (0.5, 1, 1.25, 2, 4)  # bounds of the shades
DEFAULT_SECTOR = "manufacturing"


@remembered
def heat(view: View, year: int = END, sector: str = DEFAULT_SECTOR) -> Section:
    """The location quotients of every host in every industry; ordered by the industry chosen, the largest first."""
    w, accounts = view.w, view.ask("advantage/specialisation")
    rows = accounts[accounts["year"] == year]
    cells = {(r["complex_id"], r["sector"]): r for r in rows_of(rows, AdvantageSpecialisation)}
    hosts = accounts.drop_duplicates("complex_id").set_index("complex_id")["district_code"]

    def place(complex_id: str) -> tuple[bool, bool, float]:
        """Hosts with a value first, then those without a published value, then those without accounts."""
        known = number(cells[complex_id, sector]["lq"]) if (complex_id, sector) in cells else None
        return (complex_id, sector) not in cells, known is None, -(known or 0.0)

    columns = (
        complex_column(view),
        *(Column(s, name.replace("·", "·\u200b"), Format.INDEX, share=6) for s, name in w.codes("sector").items()),
    )
    lines = tuple(
        _host_row(i, cells, view.names["districts"][hosts[i]]) for i in sorted(view.scope.complexes, key=place)
    )
    unit = w.t(
        "Location quotient {year}: share of the industry in the value added of the host over its share in the "
        "nation; 1: as in the nation. Ordered by the industry chosen",
        year=words.year_name(year),
    )
    table = Table(columns, lines, legend=_shades(w), foot=_foot(year, view), board=True, whole=True)
    return Section(
        "quotient-table",
        words.heat_title(view, accounts, year, sector),
        unit,
        tables=(table,),
        metrics=("location-quotient",),
        origins=ACCOUNTS,
    )


def _host_row(complex_id: str, cells: Mapping[tuple[str, str], Mapping[str, Any]], host: str) -> Row:
    quotients_of = {s: _quotient(complex_id, cells.get((complex_id, s)), s) for s in INDUSTRIES}
    return Row(complex_id, {"complex": complex_cell(complex_id, host), **quotients_of}, ACCOUNTS)


def _quotient(complex_id: str, row: Mapping[str, Any] | None, sector: str) -> Cell:
    lq = number(row["lq"]) if row else None
    opens = Target("quotient", (complex_id, sector))
    if lq is None:
        return Cell(missing="·", shade=0, opens=opens)
    return Cell(
        lq, shade=sum(lq >= bound for bound in LEVELS), strong=bool(row and row["relation"] == "main"), opens=opens
    )


def _shades(w: Words) -> tuple[tuple[str, str], ...]:
    bounds = [w.number(level, 2) for level in LEVELS]
    between = [
        (f"shade-{place}", w.t("{low} to {high}", low=low, high=high))
        for place, (low, high) in enumerate(pairwise(bounds), 1)
    ]
    return (
        ("shade-0", w.t("below {n}", n=bounds[0])),
        *between,
        (f"shade-{len(LEVELS)}", w.t("{n} and more", n=bounds[-1])),
        ("strong", w.t("industry of the theme")),
    )


def _foot(year: int, view: View) -> str:
    """What to mind in the table of a year; for 2010 what its reference is and how far that bends the quotients."""
    w = view.w
    blank = w.t("·: not published, or no accounts of that year.")
    if year != YEARS[0]:
        return blank
    rows = {(r["year"], r["sector"]): r for r in rows_of(view.ask("advantage/reference"), AdvantageReference)}
    here = rows[BASE, "manufacturing"]
    bent = w.t(
        "† The 2010 accounts lack Incheon, Daejeon, Ulsan and South Gyeongsang; of Sejong only "
        "Yeongi-gun is included. The reference is the {n} districts with accounts, not the nation. "
        "In 2015 the same districts made {weight}% of the nation's value added, and manufacturing "
        "{part}% of theirs against {whole}% of the nation's: quotients of 2010 for manufacturing are "
        "too high by about that ratio. Do not read a change from 2010 to 2015.",
        n=w.number(rows[YEARS[0], "manufacturing"]["districts"]),
        weight=w.number(here["weight_of_2010"] * 100),
        part=w.number(here["share_of_2010"] * 100, 1),
        whole=w.number(here["share"] * 100, 1),
    )
    return f"{bent} {blank}"


@remembered
def quotients(view: View) -> Section:
    """Every quotient of every year with the amounts that it is made of."""
    w, rows = view.w, view.ask("advantage/specialisation")
    columns = (
        complex_column(view),
        district_column(view),
        sector_column(view, w.t("Industry")),
        Column("year", w.t("Year"), Format.YEAR, share=8),
        Column("value", w.t("Value added in the host"), Format.WON),
        Column("total", w.t("All industries in the host"), Format.WON),
        Column("nation", w.t("Industry in the reference"), Format.WON),
        Column("nation_total", w.t("All industries in the reference"), Format.WON),
        Column("lq", w.t("Location quotient"), Format.INDEX),
    )
    lines = tuple(
        Row(
            f"{r['complex_id']}:{r['sector']}:{r['year']}",
            {
                "complex": complex_cell(r["complex_id"]),
                "host": Cell(r["district_code"]),
                "sector": Cell(r["sector"]),
                "year": Cell(int(r["year"])),
                "value": Cell(number(r["value_krw"])),
                "total": Cell(number(r["total_krw"])),
                "nation": Cell(number(r["nation_krw"])),
                "nation_total": Cell(number(r["nation_total_krw"])),
                "lq": Cell(number(r["lq"])),
            },
            origin_ids(r["origin_ids"]),
        )
        for r in rows_of(rows, AdvantageSpecialisation)
    )
    return Section(
        "quotients",
        words.heat_title(view, rows, END, DEFAULT_SECTOR),
        tables=(Table(columns, lines),),
        metrics=("location-quotient",),
    )


@remembered
def quotient(view: View, complex_id: str, sector: str) -> Section | None:
    """One cell: the quotient's parts in every year, and the three effects on its growth (a dialog)."""
    w, accounts = view.w, view.ask("advantage/specialisation")
    if complex_id not in view.scope.complexes or sector not in INDUSTRIES:
        return None
    own = {
        int(r["year"]): r
        for r in rows_of(
            accounts[(accounts["complex_id"] == complex_id) & (accounts["sector"] == sector)], AdvantageSpecialisation
        )
    }
    parts = (
        Column("effect", w.t("Growth 2015–2020"), Format.NAME, names=w.codes("shift-share-effect"), share=40),
        Column("amount", w.t("Amount"), Format.WON_CHANGE, share=30),
    )
    host = next(iter(own.values()))["district_code"] if own else ""
    name = words.sector_name(sector, w)
    lead = (Text(w.t("{sector}, {host}", sector=name, host=view.names["districts"].get(host, ""))),)
    title = f"{view.names['complexes'][complex_id]} · {name}"
    lines = tuple(_year(year, own.get(year), w) for year in YEARS)
    split = Table(parts, _effects(view, complex_id, sector))
    return Section("quotient", title, lead=lead, tables=(Table(_year_columns(w), lines), split), origins=ACCOUNTS)


def _year(year: int, row: Mapping[str, Any] | None, w: Words) -> Row:
    """What a quotient of a year is made of; only the year where nothing is published."""
    value = number(row["value_krw"]) if row else None
    cells = {"year": Cell(words.year_name(year)), "value": Cell(value, missing=w.t("not published"))}
    if row is None or value is None:
        return Row(str(year), cells | {key: Cell() for key in ("total", "share", "nation", "lq")})
    parts = {
        "total": Cell(row["total_krw"]),
        "share": Cell(value / row["total_krw"]),
        "nation": Cell(row["nation_krw"] / row["nation_total_krw"]),
        "lq": Cell(number(row["lq"])),
    }
    return Row(str(year), cells | parts)


def _effects(view: View, complex_id: str, sector: str) -> tuple[Row, ...]:
    """The three effects on the growth of an industry; none where nothing is published."""
    every = shifts(view)
    found = every[(every["complex_id"] == complex_id) & (every["sector"] == sector)]
    return tuple(
        Row(effect, {"effect": Cell(effect), "amount": Cell(number(found.iloc[0][effect]), missing="·")})
        for effect in measures.EFFECTS
        if len(found)
    )


def _year_columns(w: Words) -> tuple[Column, ...]:
    return (
        Column("year", w.t("Year"), share=10),
        Column("value", w.t("Industry in the host"), Format.WON, share=20),
        Column("total", w.t("All industries in the host"), Format.WON, share=20),
        Column("share", w.t("Share in the host"), Format.SHARE, digits=2, share=16),
        Column("nation", w.t("Share in the nation"), Format.SHARE, digits=2, share=16),
        Column("lq", w.t("Quotient"), Format.INDEX, share=12),
    )
