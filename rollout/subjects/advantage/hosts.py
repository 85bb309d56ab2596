"""The hosts of the complexes as sections: the test of host against theme, shift-share."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from rollout.document.model import SCREEN, Cell, Chart, Column, Format, Row, Section, Series, Table, Text, Tone
from rollout.document.target import Target
from rollout.language.words import Words
from rollout.questions.ask import is_missing, metrics, rows_of
from rollout.questions.view import View, remembered
from rollout.subjects.advantage import measures, words
from rollout.subjects.advantage.method import QUOTIENT
from rollout.subjects.advantage.numbers import best, effects, theme_rows, whole
from rollout.subjects.cells import complex_cell, complex_column, number, origin_ids, sentences

ACCOUNTS = ("PK-002",)


def shifts(view: View) -> pd.DataFrame:
    """Shift-share of every host in scope, a row a complex and industry."""
    return view.remember("advantage-effects", lambda: effects(view.ask("advantage/specialisation")))


def district_column(view: View) -> Column:
    return Column("host", view.w.t("Host"), Format.NAME, names=view.names["districts"], share=20)


def sector_column(view: View, label: str) -> Column:
    return Column("sector", label, Format.NAME, names=view.w.codes("sector"), share=16)


# --- host against theme


@remembered
def themes(view: View) -> Section:
    """How much the industry of its theme weighs in each complex's host, against the nation."""
    w = view.w
    rows = theme_rows(shifts(view)).sort_values(["lq_2020", "complex_id", "sector"], ascending=[False, True, True])
    sites = view.ask("progress/complexes").set_index("complex_id")
    said = sentences(words.strength(view, rows))
    title = (
        said[0].text.rstrip(".") if said else w.t("No figure is published for the host in the industry of the theme")
    )
    columns = _theme_columns(view)
    lines = tuple(_theme(r, sites, w) for r in rows_of(rows))
    foot = w.t(
        "Specialised: quotient of 1 or more in 2020. Gaining: the industry grew faster in the host "
        "than in the nation, 2015–2020 (regional effect above zero). Which broad industry a theme "
        "falls into is our own reading, kept in the table of industries in the accounts; a theme of "
        "several industries counts where any of them is strong."
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


def _theme(r: Mapping[str, Any], sites: pd.DataFrame, w: Words) -> Row:
    return Row(
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
            "lead": Cell(in_points(r["lead"]), missing="·"),
            "reading": Cell(r["reading"]),
        },
    )


def _theme_columns(view: View) -> tuple[Column, ...]:
    w = view.w
    return (
        complex_column(view),
        district_column(view),
        Column("theme", w.t("Theme"), share=20, media=SCREEN),
        sector_column(view, w.t("Industry of the theme")),
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


def in_points(ratio: Any) -> float | None:
    """A ratio as percentage points with one decimal; None where it is not known."""
    return None if is_missing(ratio) else round(float(ratio) * 100, 1)


# --- shift-share


@remembered
def shift(view: View, complex_id: str = "") -> Section:
    """Shift-share of every host, all industries together; `complex_id`: the host that is marked."""
    w, sums = view.w, whole(shifts(view))
    most = float(sums["lead"].abs().max()) or 1.0
    columns = _shift_columns(view)
    lines = tuple(_shifted(r, most, complex_id, view) for r in rows_of(sums))
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


def _shifted(r: Mapping[str, Any], most: float, chosen: str, view: View) -> Row:
    return Row(
        r["complex_id"],
        {
            "complex": complex_cell(r["complex_id"], view.names["districts"][r["district_code"]]),
            "base": Cell(r["base_krw"]),
            "value": Cell(r["value_krw"]),
            "growth": Cell(r["growth"]),
            "national": Cell(in_points(r["national"] / r["base_krw"])),
            "mix": Cell(in_points(r["mix"] / r["base_krw"])),
            "regional": Cell(in_points(r["lead"]), bar=r["lead"] / most),
            "amount": Cell(r["regional"]),
        },
        ACCOUNTS,
        chosen=r["complex_id"] == chosen,
    )


def _shift_columns(view: View) -> tuple[Column, ...]:
    w, points = view.w, view.w.t("points")
    return (
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


@remembered
def shift_share(view: View) -> Section:
    """Shift-share of every host by industry."""
    w, rows = view.w, shifts(view)
    columns = (
        complex_column(view),
        district_column(view),
        sector_column(view, w.t("Industry")),
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
