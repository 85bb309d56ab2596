"""What the page on selection and comparative advantage says: its sentences, its titles, single values in words."""

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from rollout.language.words import Words
from rollout.questions.ask import is_missing, rows_of
from rollout.questions.view import View
from rollout.render import markup
from rollout.subjects import wording
from rollout.subjects.advantage.numbers import STAGES, YEARS, best, pace_facts

GOOD, BASIC = "blue", ""
Row = Mapping[str, Any]
Piece = tuple[str, str]


def sector_name(sector: str, w: Words) -> str:
    """A broad industry of the accounts, short."""
    return w.code("sector", sector)


def year_name(year: int) -> str:
    """A year of the accounts; a dagger where the reference is not the whole nation."""
    return f"{year}†" if year == YEARS[0] else str(year)


# --- the top


def top(view: View, themes: pd.DataFrame, counts: pd.DataFrame) -> str:
    """The top of the page: filters, clock, the sentence."""
    w = view.w
    crumb = [w.t("Selection and advantage"), *view.scope.described(w, view.names)]
    return wording.top(view, crumb, sentence(view, themes, counts), caveat(w))


def caveat(w: Words) -> str:
    """What the accounts can't show."""
    return w.t(
        "Broad industries only: “manufacturing” covers everything from semiconductors to food. The accounts end "
        "in 2020, at current prices, and show"
        " where the regions stood before the selection, not what the complexes will become."
    )


def strength(view: View, themes: pd.DataFrame) -> list[Piece]:
    """Whether the hosts are strong in the industries of their themes.

    Of one complex a sentence an industry, none where nothing is published.
    """
    w, total = view.w, len(view.scope.complexes)
    said: list[Piece] = []
    if total == 1:
        name = view.names["complexes"][view.scope.complexes[0]]
        for row in rows_of(themes.dropna(subset=["lq_2020"])):
            said.append(
                (
                    w.t(
                        "{name}: the share of {sector} in the host is *{lq} times* the national share.",
                        name=name,
                        sector=sector_name(row["sector"], w).lower(),
                        lq=w.fixed(row["lq_2020"], 2),
                    ),
                    GOOD if row["lq_2020"] >= 1 else BASIC,
                )
            )
    else:
        readings = best(themes)["reading"]
        strong, up = int(readings.str.startswith("strong").sum()), int((readings == "strong-up").sum())
        said.append(
            (
                w.t(
                    "At *{strong} of {total}* complexes the host specialises in the industry of its theme; at "
                    "*{up}* that industry also grew faster than in the nation.",
                    strong=w.number(strong),
                    total=w.number(total),
                    up=w.number(up),
                ),
                GOOD,
            )
        )
    return said


def sentence(view: View, themes: pd.DataFrame, counts: pd.DataFrame) -> list[Piece]:
    """Whether the hosts are strong in what their complexes are for, and which stages of the life cycle have nothing."""
    w, total = view.w, len(view.scope.complexes)
    said = strength(view, themes)
    found = (counts["here"] + counts["nearby"] > 0).groupby(counts["stage"]).sum()
    least = min(STAGES, key=lambda stage: found[stage])
    if total > 1 and found[least] < total:
        said.append(
            (
                w.t(
                    "Least covered stage of the life cycle: {stage}, with evidence at {n} of {total} complexes.",
                    stage=w.code("life-cycle-stage", least).lower(),
                    n=w.number(int(found[least])),
                    total=w.number(total),
                ),
                BASIC,
            )
        )
    elif total == 1:
        blank = [w.code("life-cycle-stage", stage).lower() for stage in STAGES if not found[stage]]
        said.append(
            (
                w.t("Nothing was found for these stages of the life cycle: {stages}.", stages=w.list(blank))
                if blank
                else w.t("Evidence was found for every stage of the life cycle."),
                BASIC,
            )
        )
    return said


def pace_title(view: View, generations: pd.DataFrame) -> str:
    """The chart's finding."""
    facts = pace_facts(generations, view.scope.complexes)
    w = view.w
    if facts["total"] == 1:
        name = view.names["complexes"][view.scope.complexes[0]]
        values = {
            "name": name,
            "age": w.number(facts["age"], 1),
            "n": w.number(facts["older_by_age"]),
            "older": w.number(facts["older"]),
        }
        if facts["approved"]:
            return w.t(
                "The plan of {name} was approved after {age} months; at that age {n} of {older} earlier "
                "complexes had theirs",
                **values,
            )
        return w.t(
            "After {age} months the plan of {name} is not approved; at that age {n} of {older} earlier complexes "
            "had theirs",
            **values,
        )
    return w.t(
        "After {age} months {approved} of {total} plans are approved; at that age {n} of {older} earlier "
        "complexes were",
        age=w.number(facts["age"], 1),
        approved=w.number(facts["approved"]),
        total=w.number(facts["total"]),
        n=w.number(facts["older_by_age"]),
        older=w.number(facts["older"]),
    )


def alt(title: str, texts: Iterable[str]) -> str:
    """A chart for someone who can't see it: its title and what its points say on hover."""
    return f"{title}. " + "; ".join(map(markup.spoken, texts)) + "."


def heat_title(view: View, accounts: pd.DataFrame, year: int, sector: str) -> str:
    """The heat table's finding about the industry chosen."""
    w, rows = view.w, accounts[(accounts["year"] == year) & (accounts["sector"] == sector) & accounts["lq"].notna()]
    if rows.empty:
        return w.t(
            "{sector} {year}: nothing published for these hosts", sector=sector_name(sector, w), year=year_name(year)
        )
    top_row = rows.sort_values("lq", ascending=False).iloc[0]
    if len(rows) == 1:
        return w.t(
            "{sector} {year}: location quotient {lq} in the host of {name}",
            sector=sector_name(sector, w),
            year=year_name(year),
            lq=w.fixed(top_row["lq"], 2),
            name=view.names["complexes"][top_row["complex_id"]],
        )
    return w.t(
        "{sector} {year}: {n} of {total} hosts are more specialised than the nation, {name} most ({lq})",
        sector=sector_name(sector, w),
        year=year_name(year),
        n=w.number(int((rows["lq"] > 1).sum())),
        total=w.number(len(rows)),
        name=view.names["complexes"][top_row["complex_id"]],
        lq=w.fixed(top_row["lq"], 1),
    )


def test_title(themes: pd.DataFrame, w: Words) -> str:
    """The finding of the hosts against their themes."""
    readings = best(themes)["reading"]
    if len(readings) == 1:
        return w.t("Host and theme: {reading}", reading=w.code("specialisation", readings.iloc[0]))
    counts = {
        key: w.number(int((readings == key).sum())) for key in ("strong-up", "strong-down", "weak-up", "weak-down")
    }
    return w.t(
        "Host and theme: {a} specialised and gaining, {b} specialised but losing ground, {c} not specialised but "
        "gaining, {d} neither",
        a=counts["strong-up"],
        b=counts["strong-down"],
        c=counts["weak-up"],
        d=counts["weak-down"],
    )


def shift_title(view: View, sums: pd.DataFrame) -> str:
    """The shift-share's finding."""
    w, names = view.w, view.names
    first, last = sums.iloc[0], sums.iloc[-1]
    if len(sums) == 1:
        return w.t(
            "The host of {name} grew by {growth}, 2015–2020; regional effect {lead} points",
            name=names["complexes"][first["complex_id"]],
            growth=w.percent(first["growth"], 1),
            lead=w.signed(first["lead"] * 100, 1),
        )
    return w.t(
        "{n} of {total} hosts grew more than nation and mix explain, 2015–2020; from {best} ({high} points) to "
        "{worst} ({low})",
        n=w.number(int((sums["regional"] > 0).sum())),
        total=w.number(len(sums)),
        best=names["complexes"][first["complex_id"]],
        high=w.signed(first["lead"] * 100, 1),
        worst=names["complexes"][last["complex_id"]],
        low=w.signed(last["lead"] * 100, 1),
    )


def strengths_title(view: View, rows: pd.DataFrame, complex_id: str) -> str:
    """One host's finding: where it is strong and gains."""
    w, name = view.w, view.names["complexes"][complex_id]
    good = rows[(rows["lq"] >= 1) & (rows["lead"] > 0)]
    if good.empty:
        return w.t("{name}: in no industry is the host both specialised and gaining", name=name)
    return w.t(
        "{name}: the host is specialised and gaining in {sectors}",
        name=name,
        sectors=w.list([sector.lower() for sector in good["name"].head(4)]),
    )


def peers_title(view: View, near: pd.DataFrame, complex_id: str) -> str:
    """The peers' finding."""
    w, names = view.w, view.names
    return w.t(
        "Most like the host of {name}: {peers}",
        name=names["complexes"][complex_id],
        peers=w.list([names["districts"][code] for code in near["district_code"].head(3)]),
    )


def cycle_title(counts: pd.DataFrame, total: int, w: Words) -> str:
    """The matrix's finding: complexes with something for every stage, and the stages that stand at the host itself."""
    some = counts["here"] + counts["nearby"] > 0
    every = int(some.groupby(counts["complex_id"]).all().sum())
    blanks = int((~some).sum())
    if total == 1:
        return w.t("Life cycle: evidence for {n} of six stages", n=w.number(len(some) - blanks))
    return w.t(
        "Life cycle: evidence for all six stages at {every} of {total} complexes; {blanks} of {cells} cells blank",
        every=w.number(every),
        total=w.number(total),
        blanks=w.number(blanks),
        cells=w.number(len(some)),
    )


def detail(row: Row, w: Words) -> str:
    """What a thing found is, in a few words."""
    kind = row["kind"]
    if kind == "zone":
        return (
            w.t("designated {when}", when=w.period(row["on_day"], row["on_precision"] or "day"))
            if not is_missing(row["on_day"])
            else w.t("undated")
        )
    if kind == "programme":
        return (
            w.t("{n} seats a year", n=w.number(row["value"]))
            if not is_missing(row["value"])
            else w.t("seats not published")
        )
    if kind == "older":
        return w.t("{n} km", n=w.number(row["value"]))
    if kind == "sector":
        return w.t("location quotient {lq} (2020)", lq=w.number(row["value"], 2))
    return w.t("{change} people since 2015", change=w.percent(row["value"], 1))
