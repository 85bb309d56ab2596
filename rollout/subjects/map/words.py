"""What is said of the map: names, the page's sentence, titles, the map in words. Data in, words out."""

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from rollout.language import codes
from rollout.language.words import Words
from rollout.questions.ask import is_missing, metrics, rows_of
from rollout.questions.view import View
from rollout.store.regional_accounts import SECTORS
from rollout.subjects.map.figures import LEAST_CHANGE, METRICS, Asked

BASIC, GOOD = "", "blue"
Piece = tuple[str, str]


# --- names


def figure_meaning(figure: str, w: Words) -> str:
    """How the figure is computed, and what to mind."""
    metric = metrics()[METRICS[figure]]
    return f"{w.of(metric, 'formula')}. {w.of(metric, 'caveat')}"


def sector_name(sector: str, w: Words) -> str:
    """An industry of the accounts in words."""
    return SECTORS[sector][1 if w.lang == "ko" else 2]


def type_name(kind: str, type_: Any, w: Words) -> str:
    """The type of a zone, programme or older complex in words; empty for a complex of the 15."""
    if kind == "older":
        return codes.short("reference-class", type_, w.lang)
    list_name = {"zone": "zone-type", "programme": "programme-type"}.get(kind)
    return w.code(list_name, type_) if list_name else ""


def value_text(figure: str, value: Any, w: Words) -> str:
    """A figure's value with its unit; empty where it is not published."""
    if is_missing(value):
        return ""
    if figure == "grdp":
        return w.won(value)
    if figure == "manufacturing":
        return f"{w.number(value * 100, 1)}%"
    if figure == "lq":
        return w.number(value, 2)
    return w.percent(value, 1 if abs(value) >= LEAST_CHANGE or not value else 2)


def title(asked: Asked, w: Words) -> str:
    """The figure and its year, as the legend heads it."""
    name = w.code("map-figure", asked.figure)
    if asked.figure in {"growth", "population"}:
        return w.t("{figure}, {before} to {year}", figure=name, before=asked.year - 5, year=asked.year)
    if asked.figure == "lq":
        return w.t(
            "{figure} of {industry}, {year}", figure=name, industry=sector_name(asked.sector, w), year=asked.year
        )
    return w.t("{figure}, {year}", figure=name, year=asked.year)


# --- the sentence


def sentence(hosting: pd.DataFrame, asked: Asked, nation: Mapping[str, Any], view: View) -> list[Piece]:
    """What the map shows: how the hosts of these complexes compare with the nation."""
    w, column = view.w, asked.column
    if column is None:
        return _places(hosting, w)
    known = hosting[column].dropna().astype(float)
    if known.empty:
        return [
            (
                w.t(
                    "Nothing is published of this figure for the places that host these complexes in {year}.",
                    year=asked.year,
                ),
                BASIC,
            )
        ]
    if asked.figure == "grdp":
        return [
            (_share_of_grdp(hosting.drop_duplicates("code")[column].dropna().sum(), nation[column], asked, w), GOOD)
        ]
    return [(_compared(known, nation[column], asked, w), GOOD)]


def _places(hosting: pd.DataFrame, w: Words) -> list[Piece]:
    """How many complexes stand in how many places, where no figure colours the map."""
    provinces, districts = hosting["province_id"].nunique(), hosting["code"].nunique()
    where = w.n(
        "One complex, in one province.",
        "*{n} complexes in {provinces} provinces*.",
        len(hosting),
        provinces=w.number(provinces),
    )
    area = w.area(hosting["area_m2"].sum())
    return [
        (where, GOOD),
        (
            w.t(
                "{area} km² in all, in {places} cities, counties and districts.", area=area, places=w.number(districts)
            ),
            BASIC,
        ),
    ]


def _share_of_grdp(own: float, nation: Any, asked: Asked, w: Words) -> str:
    """What the hosts make of the nation's GRDP."""
    amount = w.won(own)
    if is_missing(nation):
        return w.t(
            "The host cities and counties had a GRDP of *{amount}* in {year}; the data are "
            "incomplete, so no national total is given.",
            amount=amount,
            year=asked.year,
        )
    share = value_text("manufacturing", own / nation, w)
    return w.t(
        "The host cities and counties accounted for *{share} of Korea's GRDP* in {year}: {amount}.",
        share=share,
        amount=amount,
        year=asked.year,
    )


def _compared(known: pd.Series, nation: Any, asked: Asked, w: Words) -> str:
    """At how many of the complexes the host's figure lies above the nation's."""
    if asked.figure in ("manufacturing", "growth") and is_missing(nation):
        return _without_nation(known, asked, w)
    said = {"n": w.number(len(known)), "year": asked.year, "nation": value_text(asked.figure, nation, w)}
    if asked.figure not in ("manufacturing", "growth", "lq"):
        lost = w.number(int((known < 0).sum()))
        return w.t(
            "*{lost} of {n} complexes* are in districts whose population fell in the five years to "
            "{year}; Korea: {nation}.",
            lost=lost,
            **said,
        )
    said["k"] = w.number(int((known > (0 if is_missing(nation) else nation)).sum()))
    if asked.figure == "manufacturing":
        return w.t(
            "*{k} of {n} complexes* are in districts where manufacturing has a larger share than in "
            "Korea as a whole ({nation} of value added, {year}).",
            **said,
        )
    if asked.figure == "growth":
        return w.t(
            "*{k} of {n} complexes* are in districts where GRDP grew faster than in Korea as a whole "
            "({nation} in the five years to {year}).",
            **said,
        )
    return w.t(
        "*{k} of {n} complexes* are in districts where this industry has a larger share than in "
        "Korea as a whole: {industry}, {year}.",
        industry=sector_name(asked.sector, w),
        **said,
    )


def _without_nation(known: pd.Series, asked: Asked, w: Words) -> str:
    """The hosts' figures where there is no figure of the nation to hold them against."""
    if asked.figure == "manufacturing":
        return w.t(
            "Manufacturing accounted for *{low} to {high}* of value added in the host cities and "
            "counties ({year}); the data are incomplete, so no national share is given.",
            low=value_text(asked.figure, known.min(), w),
            high=value_text(asked.figure, known.max(), w),
            year=asked.year,
        )
    return w.t(
        "*{k} of {n} complexes* are in districts where GRDP grew in the five years to {year}; the "
        "data for {before} are incomplete, so no national growth is given.",
        k=w.number(int((known > 0).sum())),
        n=w.number(len(known)),
        year=asked.year,
        before=asked.year - 5,
    )


def alt(asked: Asked, sites: pd.DataFrame, view: View) -> str:
    """The map for someone who can't see it; the lists beside and below it hold the figures."""
    w = view.w
    shown = w.list([w.code("map-layer", layer) for layer in asked.layers])
    coloured = (
        w.t(
            "{places} coloured by {figure}.",
            places=codes.short("place-level", asked.level, w.lang),
            figure=title(asked, w),
        )
        if asked.figure != "none"
        else ""
    )
    named = ", ".join(w.of(site, "short") for site in rows_of(sites))
    return " ".join(
        part
        for part in (
            w.t("Map of Korea."),
            coloured,
            w.t("Layers: {layers}.", layers=shown) if shown else "",
            w.t("Complexes in scope: {names}. The lists beside and below show the same.", names=named),
        )
        if part
    )


def near_title(near: pd.DataFrame, counts: pd.DataFrame, chosen: str | None, km: int, view: View) -> str:
    """What lies within the distance: of the chosen complex, or where there is most."""
    w, names = view.w, view.names["complexes"]
    if chosen:
        own = near[near["complex_id"] == chosen]["kind"].value_counts()
        number: Callable[[str], str] = lambda kind: w.number(int(own.get(kind, 0)))  # noqa: E731
        return w.t(
            "Within {km} km of {name}: {zones} designated zones, {programmes} talent programmes, {older} older "
            "complexes",
            km=w.number(km),
            name=names[chosen],
            zones=number("zone"),
            programmes=number("programme"),
            older=number("older"),
        )
    total = counts.sum(axis=1)
    if not int(total.max()):
        return w.t("No item is known within {km} km of these complexes", km=w.number(km))
    return w.t(
        "{first} has the most within {km} km ({most}), {last} the least ({least})",
        km=w.number(km),
        first=names[total.index[0]],
        most=w.number(int(total.iloc[0])),
        last=names[total.index[-1]],
        least=w.number(int(total.iloc[-1])),
    )
