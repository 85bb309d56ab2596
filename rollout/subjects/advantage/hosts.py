"""The hosts of the complexes as sections: location quotients, the test of host against theme, shift-share, one host's
industries, its peers.
"""

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import pandas as pd

from rollout.document.model import SCREEN, Cell, Chart, Column, Format, Row, Section, Series, Table, Text, Tone
from rollout.document.target import Target
from rollout.language.words import Words
from rollout.questions.ask import is_missing, metrics, rows_of
from rollout.questions.rows import AdvantageReference, AdvantageSpecialisation
from rollout.questions.view import View
from rollout.render.markup import as_list
from rollout.subjects.advantage import charts, measures, words
from rollout.subjects.advantage.numbers import BASE, END, INDUSTRIES, YEARS, best, effects, peers, theme_rows, whole
from rollout.subjects.advantage.sections import QUOTIENT
from rollout.subjects.cells import complex_cell, complex_column, number, origin_ids, sentences
from rollout.subjects.schedule.words import source_line

LEVELS = (0.5, 1, 1.25, 2, 4)  # bounds of the shades
ACCOUNTS = ("PK-002",)
LABELLED = 7
DEFAULT_SECTOR = "manufacturing"


def shifts(view: View) -> pd.DataFrame:
    """Shift-share of every host in scope, a row a complex and industry."""
    return view.remember("advantage-effects", lambda: effects(view.ask("advantage/specialisation")))


def _district_column(view: View) -> Column:
    return Column("host", view.w.t("Host"), Format.NAME, names=view.names["districts"], share=20)


def _sector_column(view: View, label: str) -> Column:
    return Column("sector", label, Format.NAME, names=view.w.codes("sector"), share=16)


# --- location quotients


def heat(view: View, year: int = END, sector: str = DEFAULT_SECTOR) -> Section:
    """The location quotients of every host in every industry; ordered by the industry chosen, the largest first."""
    w, accounts = view.w, view.ask("advantage/specialisation")
    rows = accounts[accounts["year"] == year]
    cells = {(r["complex_id"], r["sector"]): r for r in rows_of(rows, AdvantageSpecialisation)}
    hosts = accounts.drop_duplicates("complex_id").set_index("complex_id")["district_code"]

    def place(complex_id: str) -> tuple[bool, bool, float]:
        """Hosts with a value first, then those whose value is not published, then those without accounts of the year."""
        known = number(cells[complex_id, sector]["lq"]) if (complex_id, sector) in cells else None
        return (complex_id, sector) not in cells, known is None, -(known or 0.0)

    columns = (
        complex_column(view),
        *(Column(s, name.replace("·", "·\u200b"), Format.INDEX, share=6) for s, name in w.codes("sector").items()),
    )
    lines = tuple(
        Row(
            i,
            {
                "complex": complex_cell(i, view.names["districts"][hosts[i]]),
                **{s: _quotient(i, cells.get((i, s)), s) for s in INDUSTRIES},
            },
            ACCOUNTS,
        )
        for i in sorted(view.scope.complexes, key=place)
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
        "† 2010 lacks Incheon, Daejeon, Ulsan and South Gyeongsang; of Sejong only Yeongi-gun is there. The "
        "reference is the {n} districts with accounts, not the nation. In 2015 the"
        " same districts made {weight}% of the nation's value added, and manufacturing {part}% of theirs against "
        "{whole}% of the nation's: quotients of 2010 for"
        " manufacturing are too high by about that ratio. Do not read a change from 2010 to 2015.",
        n=w.number(rows[YEARS[0], "manufacturing"]["districts"]),
        weight=w.number(here["weight_of_2010"] * 100),
        part=w.number(here["share_of_2010"] * 100, 1),
        whole=w.number(here["share"] * 100, 1),
    )
    return f"{bent} {blank}"


def quotients(view: View) -> Section:
    """Every quotient of every year with the amounts that it is made of."""
    w, rows = view.w, view.ask("advantage/specialisation")
    columns = (
        complex_column(view),
        _district_column(view),
        _sector_column(view, w.t("Industry")),
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
    columns = (
        Column("year", w.t("Year"), share=10),
        Column("value", w.t("Industry in the host"), Format.WON, share=20),
        Column("total", w.t("All industries in the host"), Format.WON, share=20),
        Column("share", w.t("Share in the host"), Format.SHARE, digits=2, share=16),
        Column("nation", w.t("Share in the nation"), Format.SHARE, digits=2, share=16),
        Column("lq", w.t("Quotient"), Format.INDEX, share=12),
    )
    lines = []
    for year in YEARS:
        row = own.get(year)
        value = number(row["value_krw"]) if row else None
        cells = {"year": Cell(words.year_name(year)), "value": Cell(value, missing=w.t("not published"))} | {
            key: Cell() for key in ("total", "share", "nation", "lq")
        }
        if row and value is not None:
            cells |= {
                "total": Cell(row["total_krw"]),
                "share": Cell(value / row["total_krw"]),
                "nation": Cell(row["nation_krw"] / row["nation_total_krw"]),
                "lq": Cell(number(row["lq"])),
            }
        lines.append(Row(str(year), cells))
    every = shifts(view)
    found = every[(every["complex_id"] == complex_id) & (every["sector"] == sector)]
    parts = (
        Column("effect", w.t("Growth 2015–2020"), Format.NAME, names=w.codes("shift-share-effect"), share=40),
        Column("amount", w.t("Amount"), Format.WON_CHANGE, share=30),
    )
    split = (
        tuple(
            Row(effect, {"effect": Cell(effect), "amount": Cell(number(found.iloc[0][effect]), missing="·")})
            for effect in measures.EFFECTS
        )
        if len(found)
        else ()
    )
    host = next(iter(own.values()))["district_code"] if own else ""
    lead = (
        Text(w.t("{sector}, {host}", sector=words.sector_name(sector, w), host=view.names["districts"].get(host, ""))),
    )
    title = f"{view.names['complexes'][complex_id]} · {words.sector_name(sector, w)}"
    return Section(
        "quotient", title, lead=lead, tables=(Table(columns, tuple(lines)), Table(parts, split)), origins=ACCOUNTS
    )


# --- host against theme


def themes(view: View) -> Section:
    """How much the industry of its theme weighs in each complex's host, against the nation."""
    w = view.w
    rows = theme_rows(shifts(view)).sort_values(["lq_2020", "complex_id", "sector"], ascending=[False, True, True])
    sites = view.ask("progress/complexes").set_index("complex_id")
    said = sentences(words.strength(view, rows))
    title = (
        said[0].text.rstrip(".") if said else w.t("No figure is published for the host in the industry of the theme")
    )
    columns = (
        complex_column(view),
        _district_column(view),
        Column("theme", w.t("Theme"), share=20, media=SCREEN),
        _sector_column(view, w.t("Industry of the theme")),
        Column("lq_2015", w.t("Quotient 2015"), Format.INDEX, share=11, media=SCREEN),
        Column("lq_2020", w.t("Quotient 2020"), Format.INDEX, share=11),
        Column(
            "lead",
            w.t("Growth above that of the industry in the nation"),
            Format.SIGNED,
            unit=w.t("points"),
            digits=1,
            share=14,
            media=SCREEN,
        ),
        Column("reading", w.t("Reading"), Format.NAME, names=w.codes("specialisation"), share=26),
    )
    lines = tuple(
        Row(
            f"{r['complex_id']}:{r['sector']}",
            {
                "complex": complex_cell(r["complex_id"]),
                "host": Cell(r["district_code"]),
                "theme": Cell(w.of(sites.loc[r["complex_id"]], "theme")),
                "sector": Cell(r["sector"]),
                "lq_2015": Cell(number(r["lq_2015"]), missing="·"),
                "lq_2020": Cell(
                    number(r["lq_2020"]),
                    "blue" if r["lq_2020"] >= 1 else "",
                    missing=w.t("not published"),
                    strong=True,
                    opens=Target("quotient", (r["complex_id"], r["sector"])),
                ),
                "lead": Cell(_points(r["lead"]), missing="·"),
                "reading": Cell(r["reading"]),
            },
        )
        for r in rows_of(rows)
    )
    foot = w.t(
        "Specialised: quotient of 1 or more in 2020. Gaining: the industry grew faster in the host than in the "
        "nation, 2015–2020 (regional effect above nil)."
        " Which broad industry a theme falls into is our own reading, kept in the table of industries in the "
        "accounts; a theme of several industries counts where any of them is strong."
    )
    unit = w.t(
        "Location quotient of the host in the broad industry of the theme, 2020; 1: as in the nation. Bars: the "
        "strongest of each complex"
    )
    return Section(
        "advantage",
        title,
        unit,
        lead=(*said[1:], Text(words.test_title(rows, w))) if len(rows) else (),
        picture=_strongest(rows, title, view),
        tables=(Table(columns, lines, foot=foot),),
        method=(words.caveat(w),),
        metrics=("location-quotient",),
        origins=tuple(sorted({*origin_ids(view.ask("advantage/specialisation")["origin_ids"]), *ACCOUNTS, *QUOTIENT})),
    )


def _strongest(rows: pd.DataFrame, title: str, view: View) -> Chart | None:
    """The industry of its theme in which each host is strongest, as bars."""
    own = best(rows)
    known = [
        (view.names["complexes"][r["complex_id"]], float(r["lq_2020"])) for r in rows_of(own[own["lq_2020"].notna()])
    ]
    if not known:
        return None
    tones: tuple[Tone, ...] = tuple("blue" if lq >= 1 else "subtle" for _, lq in known)
    series = Series(view.w.of(metrics()["location-quotient"], "name"), tuple(lq for _, lq in known), tones)
    return Chart(
        tuple(name for name, _ in known),
        (series,),
        Format.INDEX,
        "",
        f"{title}: " + "; ".join(f"{name} {lq:.2f}" for name, lq in known),
    )


def _points(ratio: Any) -> float | None:
    """A ratio as percentage points with one decimal; None where it is not known."""
    return None if is_missing(ratio) else round(float(ratio) * 100, 1)


# --- shift-share


def shift(view: View, complex_id: str = "") -> Section:
    """Shift-share of every host, all industries together; `complex_id`: the host that is marked."""
    w, sums = view.w, whole(shifts(view))
    most = float(sums["lead"].abs().max()) or 1.0
    points = w.t("points")
    columns = (
        complex_column(view),
        Column("base", w.t("Value added 2015"), Format.WON, share=14),
        Column("value", w.t("Value added 2020"), Format.WON, share=14),
        Column("growth", w.t("Growth"), Format.CHANGE, digits=1, share=10),
        *(
            Column(key, w.code("shift-share-effect", key), Format.SIGNED, unit=points, digits=1, share=11)
            for key in measures.EFFECTS
        ),
        Column("amount", w.t("Regional effect, amount"), Format.WON_CHANGE, share=16),
    )
    lines = tuple(
        Row(
            r["complex_id"],
            {
                "complex": complex_cell(r["complex_id"], view.names["districts"][r["district_code"]]),
                "base": Cell(r["base_krw"]),
                "value": Cell(r["value_krw"]),
                "growth": Cell(r["growth"]),
                "national": Cell(_points(r["national"] / r["base_krw"])),
                "mix": Cell(_points(r["mix"] / r["base_krw"])),
                "regional": Cell(_points(r["lead"]), bar=r["lead"] / most),
                "amount": Cell(r["regional"]),
            },
            ACCOUNTS,
            chosen=r["complex_id"] == complex_id,
        )
        for r in rows_of(sums)
    )
    unit = w.t(
        "Value added of each host, all industries, current prices (growth includes price changes). National "
        "effect + industry mix + regional effect = growth"
    )
    return Section(
        "shift",
        words.shift_title(view, sums),
        unit,
        tables=(Table(columns, lines, cut_by="regional"),),
        origins=ACCOUNTS,
    )


def shift_share(view: View) -> Section:
    """Shift-share of every host by industry."""
    w, rows = view.w, shifts(view)
    columns = (
        complex_column(view),
        _district_column(view),
        _sector_column(view, w.t("Industry")),
        Column("base", w.t("Value added 2015"), Format.WON),
        Column("value", w.t("Value added 2020"), Format.WON),
        *(Column(key, w.code("shift-share-effect", key), Format.WON_CHANGE) for key in measures.EFFECTS),
    )
    lines = tuple(
        Row(
            f"{r['complex_id']}:{r['sector']}",
            {
                "complex": complex_cell(r["complex_id"]),
                "host": Cell(r["district_code"]),
                "sector": Cell(r["sector"]),
                "base": Cell(number(r["base_krw"])),
                "value": Cell(number(r["value_krw"])),
                **{key: Cell(number(r[key])) for key in measures.EFFECTS},
            },
            origin_ids(r["origin_ids"]),
        )
        for r in rows_of(rows)
    )
    return Section("shift-share", words.shift_title(view, whole(rows)), tables=(Table(columns, lines),))


# --- one host


def first(view: View, complex_id: str) -> str:
    """The complex asked for, if it is in scope; else the first in scope."""
    return complex_id if complex_id in view.scope.complexes else view.scope.complexes[0]


def industries(view: View, complex_id: str = "") -> Section:
    """One host's industries: how specialised, how they grew, how large; on a screen as bubbles too."""
    w, chosen, every = view.w, first(view, complex_id), shifts(view)
    own = {r["sector"]: r for r in rows_of(every[every["complex_id"] == chosen])}
    most = max((abs(r["regional"]) for r in own.values() if not is_missing(r["regional"])), default=0.0) or 1.0
    columns = (
        _sector_column(view, w.t("Industry")),
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


def nearest(view: View, complex_id: str = "") -> Section:
    """The districts most like one host."""
    w, chosen, shares = view.w, first(view, complex_id), view.ask("advantage/shares")
    hosts = shifts(view).drop_duplicates("complex_id").set_index("complex_id")["district_code"]
    near = peers(shares, hosts[chosen])
    foot = w.t(
        "The {n} of 228 other districts whose 16 industries weigh most alike in 2020. Distance: the sum of the "
        "differences of shares, 0 to 2. Not filtered.",
        n=len(near),
    )
    return Section(
        "peers",
        words.peers_title(view, near, chosen),
        tables=(Table(_peer_columns(view), tuple(_peer(r, "", view) for r in rows_of(near)), foot=foot),),
    )


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
            "points": Cell(_points(row["gap_share"])),
            "total": Cell(number(row["total_krw"])),
            "growth": Cell(number(row["growth"])),
        },
        ACCOUNTS,
        chosen=bool(hosted),
    )
