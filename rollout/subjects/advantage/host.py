"""One host as sections: its industries, and the districts most like it."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from rollout.document.model import Cell, Chart, Column, Format, Row, Section, Series, Table, Tone
from rollout.language.words import Words
from rollout.questions.ask import is_missing, metrics, rows_of
from rollout.questions.view import View, remembered
from rollout.render.markup import as_list
from rollout.subjects.advantage import charts, measures, words
from rollout.subjects.advantage.hosts import ACCOUNTS, in_points, sector_column, shifts
from rollout.subjects.advantage.numbers import INDUSTRIES, YEARS, peers
from rollout.subjects.cells import complex_cell, complex_column, number, origin_ids
from rollout.subjects.schedule.words import source_line

LABELLED = 7


def first(view: View, complex_id: str) -> str:
    """The complex asked for, if it is in scope; else the first in scope."""
    return complex_id if complex_id in view.scope.complexes else view.scope.complexes[0]


@remembered
def industries(view: View, complex_id: str = "") -> Section:
    """One host's industries: how specialised, how they grew, how large; on a screen as bubbles too."""
    w, chosen, every = view.w, first(view, complex_id), shifts(view)
    own = {r["sector"]: r for r in rows_of(every[every["complex_id"] == chosen])}
    most = max((abs(r["regional"]) for r in own.values() if not is_missing(r["regional"])), default=0.0) or 1.0
    columns = (
        sector_column(view, w.t("Industry")),
        *(
            Column(f"lq_{year}", w.t("Quotient {year}", year=words.year_name(year)), Format.INDEX, share=9)
            for year in YEARS
        ),
        Column("share", w.t("Share 2020"), Format.SHARE, digits=1, share=9),
        Column("value", w.t("Value added 2020"), Format.WON, share=14),
        Column("growth", w.t("Growth 2015–2020"), Format.CHANGE, digits=1, share=10),
        *(Column(key, w.code("shift-share-effect", key), Format.WON_CHANGE, share=14) for key in measures.EFFECTS),
    )
    lines = tuple(_industry(sector, own[sector], most, w) for sector in INDUSTRIES if sector in own)
    foot = w.t("Highlighted: industry of the theme. †: 2010 against the districts with accounts of that year.")
    bubbles = strengths(view, chosen)
    title = words.strengths_title(view, bubbles, chosen)
    unit = w.t(
        "Right: more specialised than the nation. Up: grew faster than the industry in the nation. Size: value "
        "added 2020. Blue: industry of the theme"
    )
    return Section(
        "host-industries",
        title,
        unit,
        picture=_bubbles(bubbles, title, view),
        tables=(Table(columns, lines, foot=foot, whole=True),),
        origins=ACCOUNTS,
    )


def _industry(sector: str, row: Mapping[str, Any], most: float, w: Words) -> Row:
    base, value = number(row["base_krw"]), number(row["value_krw"])
    regional = number(row["regional"])
    return Row(
        sector,
        {
            "sector": Cell(sector),
            **{f"lq_{year}": Cell(number(row[f"lq_{year}"]), missing="·") for year in YEARS},
            "share": Cell(value / row["total_krw"] if value is not None else None, missing="·"),
            "value": Cell(value, missing=w.t("not published")),
            "growth": Cell(value / base - 1 if value is not None and base else None, missing="·"),
            **{key: Cell(number(row[key]), missing="·") for key in ("national", "mix")},
            "regional": Cell(regional, missing="·", bar=None if regional is None else regional / most),
        },
        origin_ids(row["origin_ids"]),
        chosen=row["relation"] == "main",
    )


def strengths(view: View, complex_id: str) -> pd.DataFrame:
    """The bubbles of one host: name, lq, lead (points), value, relation, labelled, text.

    Industries that are not published have none.
    """
    w, every = view.w, shifts(view)
    rows = every[
        (every["complex_id"] == complex_id)
        & (every["lq_2020"] > 0)
        & every["regional"].notna()
        & (every["base_krw"] > 0)
    ]
    rows = rows.assign(
        name=[words.sector_name(s, w) for s in rows["sector"]],
        lead=rows["regional"] / rows["base_krw"] * 100,
        lq=rows["lq_2020"].astype(float),
        value=rows["value_krw"].astype(float),
    )
    large = {
        *rows.nlargest(LABELLED, "value")["sector"],
        *rows.nlargest(2, "lq")["sector"],
        *rows[rows["relation"] == "main"]["sector"],
    }
    texts = [
        w.t(
            "<b>{sector}</b><br>location quotient {lq}<br>{lead} points against the industry in the "
            "nation<br>{value}, {share}% of the host",
            sector=row["name"],
            lq=w.number(row["lq"], 2),
            lead=w.signed(row["lead"], 1),
            value=w.won(row["value"]),
            share=w.number(100 * row["value"] / row["total_krw"], 1),
        )
        for row in rows_of(rows)
    ]
    return rows.assign(labelled=rows["sector"].isin(large), text=texts).sort_values("value", ascending=False)


def _bubbles(rows: pd.DataFrame, title: str, view: View) -> Chart | None:
    if rows.empty:
        return None
    w = view.w
    tones: tuple[Tone, ...] = tuple("blue" if relation == "main" else "subtle" for relation in rows["relation"])
    series = Series(w.of(metrics()["location-quotient"], "name"), tuple(map(float, rows["lq"].round(2))), tones)
    return Chart(
        tuple(rows["name"]),
        (series,),
        Format.INDEX,
        "",
        words.alt(title, rows["text"]),
        draw=lambda palette: charts.strengths(rows, w, palette),
        source=source_line([rows["origin_ids"]], w),
    )


@remembered
def nearest(view: View, complex_id: str = "") -> Section:
    """The districts most like one host."""
    w, chosen, shares = view.w, first(view, complex_id), view.ask("advantage/shares")
    hosts = shifts(view).drop_duplicates("complex_id").set_index("complex_id")["district_code"]
    near = peers(shares, hosts[chosen])
    foot = w.t(
        "The {n} of 228 other districts with the most similar mix of 16 industries in 2020. "
        "Distance: the sum of the differences of shares, 0 to 2. Not filtered.",
        n=len(near),
    )
    return Section(
        "peers",
        words.peers_title(view, near, chosen),
        tables=(Table(_peer_columns(view), tuple(_peer(r, "", view) for r in rows_of(near)), foot=foot),),
    )


@remembered
def all_peers(view: View) -> Section:
    """The districts most like each host."""
    w, shares = view.w, view.ask("advantage/shares")
    hosts = shifts(view).drop_duplicates("complex_id")
    lines = tuple(
        _peer(r, host["complex_id"], view)
        for host in rows_of(hosts)
        for r in rows_of(peers(shares, host["district_code"]))
    )
    return Section(
        "all-peers",
        w.t("Districts most like each host"),
        tables=(Table((complex_column(view), *_peer_columns(view)), lines),),
    )


def _peer_columns(view: View) -> tuple[Column, ...]:
    w = view.w
    return (
        Column("district", w.t("District"), Format.NAME, names=view.names["districts"], share=24),
        Column("distance", w.t("Distance"), Format.INDEX, share=12),
        Column("differs", w.t("Value added that differs"), Format.PERCENT, share=14),
        Column("gap", w.t("Differs most in"), Format.NAME, names=w.codes("sector"), share=18),
        Column("points", w.t("Difference"), Format.SIGNED, unit=w.t("points"), digits=1, share=12),
        Column("total", w.t("Value added 2020"), Format.WON, share=16),
        Column("growth", w.t("Growth 2015–2020"), Format.CHANGE, digits=1, share=12),
    )


def _peer(row: Mapping[str, Any], complex_id: str, view: View) -> Row:
    w = view.w
    hosted = as_list(row["complex_ids"])
    note = w.t("hosts {complexes}", complexes=w.list([view.names["complexes"][i] for i in hosted])) if hosted else ""
    return Row(
        f"{complex_id}:{row['district_code']}",
        {
            "complex": complex_cell(complex_id),
            "district": Cell(row["district_code"], note=note),
            "distance": Cell(float(row["distance"])),
            "differs": Cell(float(row["distance"]) * 50),
            "gap": Cell(row["gap"]),
            "points": Cell(in_points(row["gap_share"])),
            "total": Cell(number(row["total_krw"])),
            "growth": Cell(number(row["growth"])),
        },
        ACCOUNTS,
        chosen=bool(hosted),
    )
