"""Seats against demand, and every published figure of people needed and trained, as sections.

And what opens on a click.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from rollout.document.model import SCREEN, Cell, Chart, Column, Format, Row, Section, Series, Table
from rollout.document.target import Target
from rollout.language.words import Words
from rollout.questions.ask import rows_of
from rollout.questions.view import View, remembered
from rollout.render.markup import as_list
from rollout.subjects.cells import chooses, day, number, origin_ids
from rollout.subjects.talent import charts, words
from rollout.subjects.talent.programmes import ADDED, balance, supply

SEVERAL = "several"  # a figure of several industries


@remembered
def demand(view: View) -> Section:
    """Seats against demand by industry: a chart, and its figures."""
    w, rows = view.w, balance(view)
    title = words.balance_title(rows, w)
    unit = w.t(
        "People a year, nationwide: need is a published forecast of people on top of today's workforce, spread "
        "evenly over its years (derived); places and training of the programmes counted here, not of all "
        "schools. Provinces, types and levels do not apply"
    )
    none = w.t("nothing published")
    columns = _balance_columns(view)
    made = tuple(_balance_row(r, none) for r in rows_of(rows))
    empty = w.t("Nothing is published for the industries in scope. Choose another industry or a later day.")
    drawn = words.balance_drawn(rows, w) if len(rows) else rows
    table = Table(columns, made if len(drawn) else (), empty=empty, cut_by="need")
    return Section(
        "talent-demand",
        title,
        unit,
        picture=_balance_chart(drawn, title, view) if len(drawn) else None,
        tables=(table,),
    )


def _balance_row(r: dict[str, Any], none: str) -> Row:
    return Row(
        r["industry_id"],
        {"industry": Cell(r["industry_id"], filters=chooses("industry", r["industry_id"]))}
        | {
            key: Cell(number(r[key]), missing=none if key in {"need", *ADDED} else "", strong=key == "need")
            for key in ("need", "need_total", "need_years", "need_until", "programmes", *ADDED)
        }
        | {f"{kind}_published": Cell(r[f"{kind}_published"] or None) for kind in ADDED},
        tuple(sorted(set(r["origin_ids"]))),
    )


def _balance_columns(view: View) -> tuple[Column, ...]:
    w = view.w
    return (
        Column("industry", w.t("Industry"), Format.NAME, names=view.names["industries"], share=16),
        Column("need", w.t("Needed a year (derived)"), Format.NUMBER, w.t("people")),
        Column("need_total", w.t("Needed in all"), Format.NUMBER, w.t("people")),
        Column("need_years", w.t("Over years"), Format.NUMBER),
        Column("need_until", w.t("Until year"), Format.YEAR),
        Column("programmes", w.t("Counted"), Format.NUMBER),
        Column("intake", w.t("Admission places a year"), Format.NUMBER),
        Column("intake_published", w.t("Admission places published for"), Format.NUMBER, media=SCREEN),
        Column("trained", w.t("To be trained a year"), Format.NUMBER),
        Column("trained_published", w.t("To be trained published for"), Format.NUMBER, media=SCREEN),
    )


def _balance_chart(drawn: pd.DataFrame, title: str, view: View) -> Chart:
    w, names = view.w, view.w.codes("talent-balance")
    series = tuple(
        Series(names[key], tuple(map(number, drawn[key])), step=step)
        for key, step in (("need", 1), ("intake", 3), ("trained", 5))
    )
    source = w.t(
        "Seats: (n of m) published for n of the m counted programmes. Not everyone trained enters the industry, "
        "and ordinary degrees are not in it"
    )
    return Chart(
        tuple(drawn["name"]),
        series,
        Format.NUMBER,
        w.t("people a year"),
        words.balance_alt(drawn, title, w),
        draw=lambda palette: charts.balance(drawn, w, palette),
        source=source,
    )


@remembered
def board(view: View) -> Section:
    """Every published figure by industry and year: the largest of each year, and how many more there are."""
    w, figures = view.w, supply(view)
    metrics, names = w.codes("supply-metric"), {**view.names["industries"], SEVERAL: w.t("Several industries")}
    years = sorted({int(year) for year in figures["year"]})
    columns = _board_columns(names, years, w)
    wanted = [i for i in (view.scope.industries or tuple(view.names["industries"])) if i != "other"] + (
        [] if view.scope.industries else [SEVERAL]
    )
    keyed = figures.assign(key=figures["industry_id"].fillna(SEVERAL))
    rows, silent = [], []
    for industry in wanted:
        own = keyed[keyed["key"] == industry]
        rows += [
            _board_row(industry, metric, own[own["metric"] == metric], years, w)
            for metric in metrics
            if (own["metric"] == metric).any()
        ]
        if own.empty:
            silent.append(
                Row(
                    industry,
                    {
                        "industry": Cell(industry),
                        "metric": Cell(missing=w.t("nothing published")),
                        **{str(year): Cell() for year in years},
                    },
                )
            )
    unit = w.t("Demand, targets, seats, graduates and people trained; lines without published figures say so")
    foot = w.t(
        "The year is the one a figure is for. One figure of a cell is shown, the largest; +n: further ones of "
        "that year. Units and scopes differ: figures are never"
        " added. Select one for its unit, scope and sources."
    )
    table = Table(columns, (*rows, *silent), foot=foot, board=True, whole=True)
    return Section("talent-board", w.t("Every published figure by industry and year"), unit, tables=(table,))


def _board_columns(names: Mapping[str, str], years: Sequence[int], w: Words) -> tuple[Column, ...]:
    return (
        Column("industry", w.t("Industry"), Format.NAME, names=names, share=14),
        Column("metric", w.t("Figure"), Format.NAME, names=w.codes("supply-metric"), share=12),
        *(
            Column(
                str(year),
                str(year),
                Format.NUMBER,
                share=6,
                media=SCREEN,
                note_label=w.t("{year}: further figures", year=year),
            )
            for year in years
        ),
    )


def _board_row(industry: str, metric: str, own: pd.DataFrame, years: Sequence[int], w: Words) -> Row:
    cells = {"industry": Cell(industry), "metric": Cell(metric, strong=metric == "demand")}
    for year in years:
        part = own[own["year"] == year]
        more = w.t("+{n}", n=w.number(len(part) - 1)) if len(part) > 1 else ""
        opens = Target("supply", (industry, metric, str(year)))
        cells[str(year)] = Cell(number(part.iloc[0]["value"]), note=more, opens=opens) if len(part) else Cell()
    return Row(f"{industry}:{metric}", cells, origin_ids(own["origin_ids"]))


@remembered
def figures(view: View) -> Section:
    """The published figures as a list."""
    rows = supply(view)
    title = view.w.n("One published figure", "{n} published figures", len(rows))
    return Section("talent-figures", title, tables=(_figure_table(rows, view),))


@remembered
def figures_of(view: View, industry: str, metric: str, year: str) -> Section | None:
    """The published figures of an industry, metric and year (a dialog)."""
    rows = supply(view)
    own = rows[
        rows["industry_id"].fillna(SEVERAL).eq(industry) & rows["metric"].eq(metric) & rows["year"].astype(str).eq(year)
    ]
    if own.empty:
        return None
    title = f"{words.industry(rows_of(own)[0], view)} · {view.w.code('supply-metric', metric)} · {year}"
    return Section("supply", title, tables=(_figure_table(own, view),))


def _figure_table(rows: pd.DataFrame, view: View) -> Table:
    w = view.w
    columns = (
        Column("industry", w.t("Industry"), share=12),
        Column("metric", w.t("Figure"), Format.NAME, names=w.codes("supply-metric"), share=10),
        Column("year", w.t("Year"), Format.YEAR, share=7),
        Column("what", w.t("What"), share=24),
        Column("value", w.t("Value"), Format.NUMBER, digits=1),
        Column("unit", w.t("Unit"), share=12),
        Column("stated", w.t("Stated on"), Format.DAY),
        Column("note", w.t("Note"), share=24, media=SCREEN),
    )
    made = tuple(
        Row(
            r["supply_id"],
            {
                "industry": Cell(words.industry(r, view)),
                "metric": Cell(r["metric"]),
                "year": Cell(int(r["year"])),
                "what": Cell(w.of(r, "scope") or None, warnings=tuple(as_list(r["warnings"]))),
                "value": Cell(number(r["value"])),
                "unit": Cell(words.unit(r, w)),
                "stated": Cell(day(r["stated_on"]), missing=w.t("undated")),
                "note": Cell(w.of(r, "note") or None),
            },
            origin_ids(r["origin_ids"]),
        )
        for r in rows_of(rows)
    )
    return Table(columns, made)
