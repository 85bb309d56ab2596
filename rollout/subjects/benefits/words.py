"""Support measures in words.

The page's sentence, titles, a measure's rate, place and validity; which measures a scope or a search leaves.
"""

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from rollout.language.words import Words, fold
from rollout.questions.ask import is_missing, rows_of
from rollout.questions.scope import EARLIEST
from rollout.questions.view import View
from rollout.render import markup
from rollout.subjects import wording

YEAR_DAYS = 365
COUNTED = ("named", "tied", "open")  # reaches a complex for certain
PLAN_TYPES = ("urban-innovation-hub", "strategic-industry-complex", "mpe-complex", "smart-innovation-district")
Row = Mapping[str, Any]


def in_scope(rows: pd.DataFrame, zones: pd.DataFrame, view: View) -> pd.DataFrame:
    """The measures (benefits/catalogue) that the shared filters leave.

    Those that reach a complex, province or industry in scope.
    """
    scope = view.scope
    rows = scope.rows(rows, national=True)
    if scope.provinces or scope.situation or scope.stages or scope.sites:
        sites = scope.rows(view.ask("progress/complexes"))
        provinces = set(scope.provinces) or set(sites["province_id"])
        types = {row["type"] for row in rows_of(zones) if provinces & set(row["province_ids"])}
        rural = not sites["capital_area"].all()
        reached = [_reaches(row, set(scope.complexes), types, rural) for row in rows_of(rows)]
        rows = rows[pd.Series(reached, index=rows.index, dtype=bool)]
    return rows.reset_index(drop=True)


def naming(rows: pd.DataFrame, complexes: set[str]) -> pd.Series:
    """Which measures name one of these complexes."""
    return pd.Series([bool(set(own) & complexes) for own in rows["complexes"]], index=rows.index, dtype=bool)


def _reaches(row: Row, complexes: set[str], types: set[str], rural: bool) -> bool:
    if row["region_scope"] == "designated-zone":
        return is_missing(row["zone_type"]) or row["zone_type"] in types
    if len(row["complexes"]):
        return bool(set(row["complexes"]) & complexes)
    return row["region_scope"] == "all" or rural


def top(view: View, rows: pd.DataFrame, zones: pd.DataFrame) -> str:
    """The top of the page: what is in force, what ends, how much of it lies outside the capital area."""
    w = view.w
    force, soon = rows[rows["state"] == "in-force"], ending(rows)
    if rows.empty:
        said = [(w.t("No support measure for this scope was known by this day."), wording.BASIC)]
    else:
        said = [
            (
                w.n(
                    "*One support measure is in force* for this scope.",
                    "*{n} support measures are in force* for this scope.",
                    len(force),
                ),
                wording.GOOD,
            )
        ]
        if len(soon):
            said.append((ending_said(soon, w), "amber"))
        outside, total = outside_capital(zones), len(zones)
        if total:
            said.append(
                (
                    w.t(
                        "{share}% of the country's designated zones are outside the capital area ({n} of {total}).",
                        share=w.number(100 * outside / total),
                        n=w.number(outside),
                        total=w.number(total),
                    ),
                    wording.BASIC,
                )
            )
    return wording.top(view, [w.t("Benefits"), *view.scope.described(w, view.names)], said, meaning(w))


def meaning(w: Words) -> str:
    """What “in force” means here."""
    return w.t(
        "“In force” means that no source shows an end date, not that it was checked today. For "
        "guidance only: the law in force and the provider decide."
    )


def ending(rows: pd.DataFrame) -> pd.DataFrame:
    """The measures in force that end within a year of the as-of day, the next first."""
    return rows[rows["ends_in_days"].notna() & (rows["ends_in_days"] <= YEAR_DAYS)].sort_values(
        ["valid_to", "category", "benefit_id"]
    )


def ending_said(soon: pd.DataFrame, w: Words) -> str:
    """How many measures end within a year, and when the first does. `soon`: of `ending`, at least one."""
    return w.n(
        "One ends within a year, on {day}.",
        "*{n} end within a year*, the first on {day}.",
        len(soon),
        day=w.date(soon["valid_to"].iloc[0].date()),
    )


def outside_capital(zones: pd.DataFrame) -> int:
    """How many zones (benefits/zones) lie wholly outside the capital area."""
    return int((zones["outside"] == zones["province_ids"].map(len)).sum()) if len(zones) else 0


def category_title(rows: pd.DataFrame, w: Words) -> str:
    """The finding of the bars: the largest kind of support in force."""
    force = rows[rows["state"] == "in-force"]["category"].value_counts()
    if force.empty:
        return w.t("No measure is in force in this scope")
    largest = [
        name for category, name in w.codes("benefit-category").items() if force.get(category, 0) == force.iloc[0]
    ]
    if len(largest) > 1:
        return w.t(
            "{categories} are the largest kinds of support: {n} each of {total} measures in force",
            categories=w.list(largest),
            n=w.number(int(force.iloc[0])),
            total=w.number(int(force.sum())),
        )
    return w.t(
        "{category} is the largest kind of support: {n} of {total} measures in force",
        category=w.codes("benefit-category")[force.index[0]],
        n=w.number(int(force.iloc[0])),
        total=w.number(int(force.sum())),
    )


# --- measures


def found(
    rows: pd.DataFrame, text: str, category: str | None, beneficiary: str | None, state: str | None
) -> pd.DataFrame:
    """The measures that a search text, a category, a beneficiary and a state leave.

    The text may be of any language, however it was typed.
    """
    keep = pd.Series(True, index=rows.index)
    wanted = fold(text).split()
    if wanted:
        columns = [
            f"{name}_{lang}"
            for name in ("name", "provider", "legal_basis", "amount_basis", "note")
            for lang in ("ko", "en")
        ]
        texts = [fold(" ".join(cells), 4000) for cells in rows[columns].fillna("").itertuples(index=False, name=None)]
        keep &= pd.Series([all(word in text for word in wanted) for text in texts], index=rows.index, dtype=bool)
    if category:
        keep &= rows["category"] == category
    if beneficiary:
        keep &= rows["beneficiary"] == beneficiary
    if state == "soon":
        keep &= rows["benefit_id"].isin(ending(rows)["benefit_id"])
    elif state:
        keep &= rows["state"] == state
    return rows[keep]


def rate_or_amount(row: Row, w: Words) -> str:
    """A measure's own rate or amount as published, without its basis."""
    return ranged(row["rate_min_pct"], row["rate_max_pct"], lambda value: f"{w.number(value, 1)}%", w) or ranged(
        row["amount_min_krw"], row["amount_max_krw"], lambda value: won(value, w), w
    )


def won(value: float, w: Words) -> str:
    """An amount of won; below a million in full, which the usual form would round away."""
    return w.t("KRW {n}", n=w.number(value)) if value < 1e6 and w.lang == "en" else w.won(value)


def ranged(low: Any, high: Any, shown: Callable[[Any], str], w: Words) -> str:
    """A range in words: one value, a to b, up to b; empty where nothing is published."""
    if is_missing(high):
        return "" if is_missing(low) else w.t("at least {low}", low=shown(low))
    if is_missing(low):
        return w.t("up to {high}", high=shown(high))
    return shown(high) if low == high else w.t("{low} to {high}", low=shown(low), high=shown(high))


def where(row: Row, view: View) -> str:
    """Where a measure holds, and for which industries."""
    w, names = view.w, view.names
    complexes = markup.as_list(row["complexes"])
    if len(complexes) == len(names["complexes"]):
        place = w.t("all 15 complexes")
    elif complexes:
        place = w.list([names["complexes"][i] for i in complexes])
    elif row["region_scope"] == "designated-zone":
        kind = row["zone_type"]
        place = (
            w.t("inside: {zone}", zone=w.code("zone-type", kind))
            if isinstance(kind, str)
            else w.code("benefit-region", "designated-zone")
        )
    else:
        place = w.code("benefit-region", row["region_scope"])
    industries = markup.as_list(row["industries"])
    return place + (" · " + ", ".join(names["industries"][i] for i in industries) if industries else "")


def validity(row: Row, w: Words) -> str:
    """From when to when a measure holds, as far as published."""
    start = (
        w.period(row["valid_from"], row["valid_from_precision"] or "day") if not is_missing(row["valid_from"]) else ""
    )
    end = w.period(row["valid_to"], row["valid_to_precision"] or "day") if not is_missing(row["valid_to"]) else ""
    if start and end:
        return w.t("{start} to {end}", start=start, end=end)
    if row["state"] == "planned" and start:
        return w.t("planned for {when}", when=start)
    return w.t("since {day}", day=start) if start else w.t("to {day}", day=end) if end else w.t("dates not published")


# --- places


def coverage_title(reach: pd.DataFrame, view: View) -> str:
    """The finding of the measures' matrix: who is reached by most and by fewest."""
    w = view.w
    counts = reach[reach["reach"].isin(COUNTED)].groupby("complex_id").size()
    if counts.empty:
        return w.t("No measure in force applies to a complex in scope")
    most, fewest = str(counts.idxmax()), str(counts.idxmin())
    if counts.max() == counts.min():
        return w.n("One measure applies to each complex", "{n} measures apply to each complex", int(counts.max()))
    return w.t(
        "{most} has the most measures ({n}), {fewest} the fewest ({few})",
        most=view.names["complexes"][most],
        n=w.number(int(counts.max())),
        fewest=view.names["complexes"][fewest],
        few=w.number(int(counts.min())),
    )


def designations_title(near: pd.DataFrame, view: View) -> str:
    """The finding of the zones' matrix."""
    w = view.w
    tied = near[near["nearness"] == "tied"]
    if tied.empty:
        return w.t("No source ties a designated zone to a complex in scope")
    return w.n(
        "One designated zone is tied to {sites} of {total} complexes by a source",
        "{n} designated zones are tied to {sites} of {total} complexes by a source",
        tied["zone_id"].nunique(),
        sites=w.number(tied["complex_id"].nunique()),
        total=w.number(len(view.scope.complexes)),
    )


def balance_title(zones: pd.DataFrame, w: Words) -> str:
    """How many of the zones that the plan put mainly outside the capital area are, of those designated since.

    `zones`: benefits/zones.
    """
    plan = zones[zones["type"].isin(PLAN_TYPES)]
    plan = plan[plan["designated_on"] >= pd.Timestamp(EARLIEST)]
    if plan.empty:
        return w.t(
            "No zone of the four kinds that the plan put mainly outside the capital area had been designated by "
            "this day"
        )
    outside = outside_capital(plan)
    return w.t(
        "The plan put four kinds of zone mainly outside the capital area: {n} of {total} designated "
        "since ({share}%) are outside it",
        n=w.number(outside),
        total=w.number(len(plan)),
        share=w.number(100 * outside / len(plan)),
    )
