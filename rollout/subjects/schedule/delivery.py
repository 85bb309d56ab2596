"""Delivery ratings as sections: of all complexes, and of one over time."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from rollout.document.model import SCREEN, Cell, Column, Figure, Format, Link, Row, Section, Table
from rollout.document.target import Target
from rollout.language.words import Words
from rollout.questions.ask import is_missing, rows_of
from rollout.questions.view import View
from rollout.render.markup import main_reasons
from rollout.subjects.cells import complex_cell, complex_column, origin_ids
from rollout.subjects.schedule import rating, words
from rollout.subjects.schedule.sections import on, sites, standing


def ratings(view: View) -> Section:
    """The delivery rating now, before and at each quarter's end, with its reasons; the worst first."""
    w, scope = view.w, view.scope
    rated, names = words.rated(standing(view), view), w.codes("rating")
    now, then = (on(rated, when).set_index("complex_id") for when in (scope.as_of, scope.compare))
    past = rated[(rated["day"] < pd.Timestamp(scope.as_of)) & rated["day"].dt.is_quarter_end]
    before = {(row["complex_id"], _key(row["day"])): row["rating"] for row in rows_of(past)}
    quarters = {_key(end): w.period(end, "quarter") for end in sorted(past["day"].unique())}
    columns = (
        complex_column(view),
        *(
            Column(key, name, Format.NAME, names=names, share=2, media=SCREEN, compact=True)
            for key, name in quarters.items()
        ),
        Column("now", w.t("Now"), Format.NAME, names=names, share=12),
        Column("then", w.t("On {day}", day=scope.compare.isoformat()), Format.NAME, names=names, share=12),
        Column("why", w.t("Why"), share=46),
        Column("chance", w.t("Chance of next plan"), share=19),
    )
    rows = tuple(
        Row(
            i,
            {
                **_now(i, now.loc[i], view),
                "then": _rated(then.loc[i, "rating"], names),
                **{key: _rated(before.get((i, key)), names) for key in quarters},
            },
        )
        for i in words.worst_first(sites(view), now.reset_index())["complex_id"]
    )
    today = on(standing(view), scope.as_of)
    return Section(
        "ratings",
        words.rating_title(now.reset_index(), w),
        w.t("Delivery rating, computed by a written rule; the worst first"),
        figures=_tally(view, now, then),
        tables=(Table(columns, rows, whole=True),),
        method=_method(w),
        origins=origin_ids(today["origin_ids"], today["first_origin_ids"]),
    )


def _key(quarter_end: pd.Timestamp) -> str:
    """The column of a quarter."""
    return f"q{quarter_end.date()}"


def _method(w: Words) -> tuple[str, ...]:
    foot = w.t(
        "The first line that fits counts. Nobody sets a rating: it follows from the statements alone. “No news” "
        "means that nothing newer was found in public sources."
    )
    return (*(f"{w.code('rating', key)}: {text}" for key, text in rating.rule(w)), foot)


def _now(complex_id: str, row: Mapping[str, Any], view: View) -> dict[str, Cell]:
    """The rating of a complex, why, and the chance of its next plan."""
    w = view.w
    reasons = tuple(
        Link(reason["text"], Target("cell", (complex_id, reason["stage_id"])) if reason["stage_id"] else None)
        for reason in main_reasons(row["rating"], row["reasons"])
    )
    chance = Cell()
    if not is_missing(row["chance"]):
        text = rating.percent(row["chance"], int(row["chance_cases"]), w)
        chance = Cell(text, note=words.short_stages(view)[row["chance_stage_id"]])
    return {
        "complex": complex_cell(complex_id),
        "now": _rated(row["rating"], w.codes("rating"), Target("rating", (complex_id,))),
        "why": Cell(links=reasons),
        "chance": chance,
    }


def _rated(value: str | None, names: Mapping[str, str], opens: Target | None = None) -> Cell:
    return Cell(
        value, mark=value or "", mark_label=names[value] if value else "", opens=opens, strong=opens is not None
    )


def _tally(view: View, now: pd.DataFrame, then: pd.DataFrame) -> tuple[Figure, ...]:
    """How many complexes have each rating, with the area and site cost that they stand for."""
    w, own, since = view.w, sites(view), view.scope.compare.isoformat()
    rated = own["complex_id"].map(now["rating"])
    figures = []
    for key in rating.RATINGS:
        part = own[rated == key]
        change = len(part) - int((then["rating"] == key).sum())
        figures.append(
            Figure(
                "delivery-rating",
                w.code("rating", key),
                len(part),
                Format.NUMBER,
                w.t("of {n}", n=w.number(len(own))),
                f"{w.area(part['area_m2'].sum(), 1)} km² · {_cost(part, w)}" if len(part) else "",
                w.t("{change} since {day}", change=w.signed(change), day=since)
                if change
                else w.t("unchanged since {day}", day=since),
            )
        )
    return tuple(figures)


def _cost(part: pd.DataFrame, w: Words) -> str:
    """The site cost of some complexes, and for how many it is published."""
    published = int(part["cost_krw"].notna().sum())
    if not published:
        return w.t("no site cost published")
    amount = w.won(part["cost_krw"].sum())
    if published == len(part):
        return w.t("site cost {amount}", amount=amount)
    return w.t("site cost {amount}, published for {n}", amount=amount, n=w.number(published))


def history(view: View, complex_id: str) -> Section | None:
    """One complex's ratings with their reasons, the newest first (a dialog)."""
    if complex_id not in view.names["complexes"]:
        return None
    w = view.w
    names = w.codes("rating")
    rated = words.rated(standing(view), view)
    rows = [
        Row(
            row["day"].date().isoformat(),
            {
                "day": Cell(row["day"].date()),
                "rating": _rated(row["rating"], names),
                "why": Cell(
                    "; ".join(reason["text"] for reason in row["reasons"])
                    or w.t("every published date is ahead, none has moved later")
                ),
            },
        )
        for row in rows_of(rated[rated["complex_id"] == complex_id].sort_values("day", ascending=False))
    ]
    columns = (
        Column("day", w.t("Day"), Format.DAY),
        Column("rating", w.t("Rating"), Format.NAME, names=names),
        Column("why", w.t("Reasons"), share=60),
    )
    return Section(
        "rating-history",
        w.t("{name}: rating at each quarter", name=view.names["complexes"][complex_id]),
        tables=(Table(columns, tuple(rows)),),
    )
