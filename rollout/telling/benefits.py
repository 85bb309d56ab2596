"""What Benefits says: its sentence, its tables, its matrices. Data in, words and HTML out."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from rollout import markup
from rollout.reader import Reader
from rollout.scope import EARLIEST
from rollout.telling import wording
from rollout.words import Words, fold

YEAR_DAYS = 365
MIND = "amber"
STATES = ("in-force", "planned", "replaced", "ended")
CATEGORIES = ("tax", "subsidy", "finance", "deregulation", "siting", "talent", "startup", "infrastructure", "foreign-investment")
BENEFICIARIES = ("company", "sme", "startup", "foreign-investor", "employee", "university", "region")
PLACED = ("all", "non-capital", "designated-zone")
COUNTED = ("named", "tied", "open")
PLAN_TYPES = ("urban-innovation-hub", "strategic-industry-complex", "mpe-complex", "smart-innovation-district")
RELIEF = "restricted-development-zone"
NEARNESS = ("tied", "district", "province")
Row = Mapping[str, Any]


def categories(w: Words) -> dict[str, str]:
    """The kinds of support in words."""
    return {"tax": w.t("Tax"), "subsidy": w.t("Subsidy"), "finance": w.t("Financing"), "deregulation": w.t("Deregulation"), "siting": w.t("Siting"),
            "talent": w.t("Talent"), "startup": w.t("Start-up"), "infrastructure": w.t("Infrastructure"), "foreign-investment": w.t("Foreign investment")}  # fmt: skip


def beneficiaries(w: Words) -> dict[str, str]:
    """Who may have a measure, in words."""
    return {"company": w.t("firms"), "sme": w.t("small and medium firms"), "startup": w.t("start-ups"), "foreign-investor": w.t("foreign investors"),
            "employee": w.t("employees"), "university": w.t("universities"), "region": w.t("authorities, developers, the site")}  # fmt: skip


def states(w: Words) -> dict[str, str]:
    """The states of a measure in words."""
    return {"in-force": w.t("in force"), "planned": w.t("planned"), "replaced": w.t("replaced"), "ended": w.t("ended")}


def zone_types(w: Words) -> dict[str, str]:
    """The kinds of designated zone in words."""
    return {
        "strategic-industry-complex": w.t("Strategic-industry complex"), "mpe-complex": w.t("Materials, parts and equipment complex"),
        "urban-innovation-hub": w.t("Urban innovation hub"), "opportunity-development-zone": w.t("Opportunity development zone"),
        "regulation-free-zone": w.t("Regulation-free zone"), "smart-green-complex": w.t("Smart green complex"),
        "smart-innovation-district": w.t("Smart innovation district"), "foreign-investment-zone": w.t("Foreign investment zone"),
        "research-special-zone": w.t("Special research zone"), "space-cluster": w.t("Space industry cluster"), "hydrogen-city": w.t("Hydrogen city"),
        "defence-cluster": w.t("Defence innovation cluster"), "biocluster": w.t("Green-bio zone"),
    }  # fmt: skip


def in_scope(rows: pd.DataFrame, zones: pd.DataFrame, viewer: Reader) -> pd.DataFrame:
    """The measures (benefits/catalogue) that the shared filters leave: those that reach a complex, province or industry in scope."""
    scope = viewer.scope
    keep = pd.Series(True, index=rows.index)
    if scope.industries:
        wanted = set(scope.industries)
        keep &= pd.Series([not len(own) or bool(set(own) & wanted) for own in rows["industries"]], index=rows.index, dtype=bool)
    if scope.provinces or scope.situation or scope.stages:
        sites = viewer.ask("progress/complexes")
        sites = sites[sites["complex_id"].isin(scope.complexes)]
        provinces = set(scope.provinces) or set(sites["province_id"])
        types = {row["type"] for row in zones.to_dict("records") if provinces & set(row["province_ids"])}
        rural = not sites["capital_area"].all()
        reached = [_reaches(row, set(scope.complexes), types, rural) for row in rows.to_dict("records")]
        keep &= pd.Series(reached, index=rows.index, dtype=bool)
    return rows[keep].reset_index(drop=True)


def naming(rows: pd.DataFrame, complexes: set[str]) -> pd.Series:
    """Which measures name one of these complexes."""
    return pd.Series([bool(set(own) & complexes) for own in rows["complexes"]], index=rows.index, dtype=bool)


def _reaches(row: Row, complexes: set[str], types: set[str], rural: bool) -> bool:
    if row["region_scope"] == "designated-zone":
        return pd.isna(row["zone_type"]) or row["zone_type"] in types
    if len(row["complexes"]):
        return bool(set(row["complexes"]) & complexes)
    return row["region_scope"] == "all" or rural


def top(viewer: Reader, rows: pd.DataFrame, zones: pd.DataFrame) -> str:
    """The top of the page: what is in force, what ends, how much of it lies outside the capital area."""
    w = viewer.w
    force, soon = rows[rows["state"] == "in-force"], ending(rows)
    if rows.empty:
        said = [(w.t("No support measure for this scope was known by this day."), wording.BASIC)]
    else:
        said = [
            (
                w.n("*One support measure is in force* for this scope.", "*{n} support measures are in force* for this scope.", len(force)),
                wording.GOOD,
            )
        ]
        if len(soon):
            said.append((ending_said(soon, w), MIND))
        outside, total = outside_capital(zones), len(zones)
        if total:
            said.append((w.t("Of the country's designated zones {share}% lie outside the capital area ({n} of {total}).", share=w.number(100 * outside / total),
                             n=w.number(outside), total=w.number(total)), wording.BASIC))  # fmt: skip
    under = w.t(
        "In force means that no page found showed an end, not that it was checked today. Orientation, not advice: the law in force and the provider decide."
    )
    return wording.top(viewer, [w.t("Benefits"), *viewer.scope.described(w, viewer.names)], said, under)


def ending(rows: pd.DataFrame) -> pd.DataFrame:
    """The measures in force that end within a year of the as-of day, the next first."""
    return rows[rows["ends_in_days"].notna() & (rows["ends_in_days"] <= YEAR_DAYS)].sort_values(["valid_to", "category", "benefit_id"])


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
    largest = [name for category, name in categories(w).items() if force.get(category, 0) == force.iloc[0]]
    if len(largest) > 1:
        return w.t("{categories} are the largest kinds of support: {n} each of {total} measures in force", categories=w.list(largest), n=w.number(int(force.iloc[0])),
                   total=w.number(int(force.sum())))  # fmt: skip
    return w.t("{category} is the largest kind of support: {n} of {total} measures in force", category=categories(w)[force.index[0]], n=w.number(int(force.iloc[0])),
               total=w.number(int(force.sum())))  # fmt: skip


def by_category(rows: pd.DataFrame, viewer: Reader) -> str:
    """The measures by category and state, as bars with numbers."""
    w, lines = viewer.w, []
    soon = ending(rows)["category"].value_counts()
    counts = rows.groupby(["category", "state"]).size().to_dict()
    most = max([counts.get((c, "in-force"), 0) for c in CATEGORIES] + [1])
    for category, name in categories(w).items():
        force, ends = counts.get((category, "in-force"), 0), int(soon.get(category, 0))
        past = counts.get((category, "replaced"), 0) + counts.get((category, "ended"), 0)
        lines.append({"name": name, "force": w.number(force), "soon": w.number(ends) if ends else "", "planned": w.number(counts[category, "planned"]) if (category, "planned") in counts else "",
                      "past": w.number(past) if past else "", "width": 100 * (force - ends) / most, "soon_width": 100 * ends / most, "id": category})  # fmt: skip
    heads = {
        "name": w.t("Category"),
        "force": w.t("In force"),
        "soon": w.t("ends within a year"),
        "planned": w.t("Planned"),
        "past": w.t("Replaced or ended"),
    }
    caption = w.t("Measures by category on {day}. Select a number for their names.", day=viewer.scope.as_of.isoformat())
    return markup.fill("benefits/categories.html", lines=lines, heads=heads, caption=caption)


def ending_items(rows: pd.DataFrame, viewer: Reader) -> str:
    """What ends within a year, as a dated list."""
    w, kinds = viewer.w, categories(viewer.w)
    items = [
        {"when": w.period(row["valid_to"], row["valid_to_precision"] or "day"), "name": w.of(row, "name"), "text": f"{kinds[row['category']]} · {w.of(row, 'amount_basis')}",
         "move": w.t("{n} days", n=w.number(row["ends_in_days"])), "tone": "amber" if row["ends_in_days"] <= YEAR_DAYS / 2 else "",
         "origins": ";".join(markup.as_list(row["origin_ids"])), "aria": w.t("Sources: {name}, {what}", name=w.of(row, "name"), what=w.t("Valid to"))}
        for row in ending(rows).to_dict("records")
    ]  # fmt: skip
    labels = [w.t("Valid to"), w.t("Measure"), w.t("Rate or amount")]
    return markup.fill("benefits/ending.html", items=items, labels=[*labels, w.t("Source")], source_label=w.t("source"),
                       empty=w.t("No published end falls within a year of this day."))  # fmt: skip


# --- the catalogue --------------------------------------------------------------------------------------------------------------------


def found(rows: pd.DataFrame, text: str, category: str | None, beneficiary: str | None, state: str | None) -> pd.DataFrame:
    """The measures that a search text (any language, however it was typed), a category, a beneficiary and a state leave."""
    keep = pd.Series(True, index=rows.index)
    wanted = fold(text).split()
    if wanted:
        columns = [f"{name}_{lang}" for name in ("name", "provider", "legal_basis", "amount_basis", "note") for lang in ("ko", "en")]
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


def catalogue(rows: pd.DataFrame, viewer: Reader, shown: int) -> str:
    """The measures as a table, in force first; `shown` at most."""
    w, warnings = viewer.w, viewer.warnings()
    kinds, who, told = categories(w), beneficiaries(w), states(w)
    order = rows.assign(place=rows["state"].map(STATES.index), kind=rows["category"].map(CATEGORIES.index))
    lines = []
    for row in order.sort_values(["place", "kind", "name_en"]).head(shown).to_dict("records"):
        soon = pd.notna(row["ends_in_days"]) and row["ends_in_days"] <= YEAR_DAYS
        lines.append({
            "id": row["benefit_id"], "name": w.of(row, "name"), "category": kinds[row["category"]], "chips": markup.chips(row["warnings"], warnings, w),
            "provider": w.of(row, "provider"), "law": w.of(row, "legal_basis"), "who": who[row["beneficiary"]], "where": where(row, viewer), "rate": rate_or_amount(row, w),
            "basis": w.of(row, "amount_basis"), "state": row["state"], "word": told[row["state"]], "soon": w.t("ends in {n} days", n=w.number(row["ends_in_days"])) if soon else "",
            "valid": validity(row, w), "later": w.of(row, "later") if row["state"] == "replaced" else "", "later_id": row["later_id"] if row["state"] == "replaced" else "",
            "origins": ";".join(markup.as_list(row["origin_ids"])), "aria": w.t("Sources: {name}, {what}", name=w.of(row, "name"), what=kinds[row["category"]]),
        })  # fmt: skip
    heads = [
        w.t("Measure"),
        w.t("Who gives it, on what basis"),
        w.t("Who may have it, where"),
        w.t("Rate or amount"),
        w.t("Validity"),
        w.t("Source"),
    ]
    caption = w.t(
        "{n} of {all} measures. Select one for its conditions, notes and sources.", n=w.number(len(lines)), all=w.number(len(rows))
    )
    return markup.fill("benefits/catalogue.html", lines=lines, heads=heads, caption=caption, source_label=w.t("source"),
                       replaced_by=w.t("replaced by"), empty=w.t("No measure matches. Clear the search or choose another category or state."))  # fmt: skip


def rate_or_amount(row: Row, w: Words) -> str:
    """A measure's own rate or amount as published, without its basis."""
    return ranged(row["rate_min_pct"], row["rate_max_pct"], lambda value: f"{w.number(value, 1)}%", w) or ranged(
        row["amount_min_krw"], row["amount_max_krw"], lambda value: won(value, w), w
    )


def won(value: float, w: Words) -> str:
    """An amount of won; below a million in full, which the usual form would round away."""
    return w.t("KRW {n}", n=w.number(value)) if value < 1e6 and w.lang == "en" else w.won(value)


def ranged(low: Any, high: Any, shown: Any, w: Words) -> str:
    """A range in words: one value, a to b, up to b; empty where nothing is published."""
    if pd.isna(high):
        return "" if pd.isna(low) else w.t("at least {low}", low=shown(low))
    if pd.isna(low):
        return w.t("up to {high}", high=shown(high))
    return shown(high) if low == high else w.t("{low} to {high}", low=shown(low), high=shown(high))


def where(row: Row, viewer: Reader) -> str:
    """Where a measure holds, and for which industries."""
    w, names = viewer.w, viewer.names
    complexes = markup.as_list(row["complexes"])
    if len(complexes) == len(names["complexes"]):
        place = w.t("all 15 complexes")
    elif complexes:
        place = w.list([names["complexes"][i] for i in complexes])
    elif row["region_scope"] == "designated-zone":
        place = (
            w.t("inside: {zone}", zone=zone_types(w)[row["zone_type"]])
            if isinstance(row["zone_type"], str)
            else w.t("inside a designated complex")
        )
    else:
        place = {"all": w.t("whole country"), "non-capital": w.t("outside the capital area")}[row["region_scope"]]
    industries = markup.as_list(row["industries"])
    return place + (" · " + ", ".join(names["industries"][i] for i in industries) if industries else "")


def validity(row: Row, w: Words) -> str:
    """From when to when a measure holds, as far as published."""
    start = w.period(row["valid_from"], row["valid_from_precision"] or "day") if pd.notna(row["valid_from"]) else ""
    end = w.period(row["valid_to"], row["valid_to_precision"] or "day") if pd.notna(row["valid_to"]) else ""
    if start and end:
        return w.t("{start} to {end}", start=start, end=end)
    if row["state"] == "planned" and start:
        return w.t("planned for {when}", when=start)
    return w.t("since {day}", day=start) if start else w.t("to {day}", day=end) if end else w.t("dates not published")


def details(row: Row, relations: Sequence[tuple[str, str]], conditions: Sequence[str], viewer: Reader) -> str:
    """One measure in full: facts, conditions, how it bears on others, warnings."""
    w = viewer.w
    facts = [
        (w.t("State on {day}", day=viewer.scope.as_of.isoformat()), states(w)[row["state"]] + (f" · {w.of(row, 'later')}" if row["state"] == "replaced" else "")),
        (w.t("Category"), categories(w)[row["category"]]), (w.t("Provider"), w.of(row, "provider")), (w.t("Legal basis"), w.of(row, "legal_basis") or w.t("not published")),
        (w.t("Who may have it"), beneficiaries(w)[row["beneficiary"]]), (w.t("Where it holds"), where(row, viewer)),
        (w.t("Rate or amount"), rate_or_amount(row, w) or w.t("not published")), (w.t("Validity"), validity(row, w)),
        (w.t("Stated on"), w.period(row["stated_on"], row["stated_precision"] or "day") if pd.notna(row["stated_on"]) else w.t("undated")),
    ]  # fmt: skip
    facts += [(w.t("Condition"), text) for text in conditions] or [(w.t("Condition"), w.t("no condition published: ask the provider"))]
    facts += list(relations)
    note = w.of(row, "note")
    facts += [(w.t("Note"), note)] if note else []
    facts += [(chip["name"], chip["meaning"]) for chip in markup.chips(row["warnings"], viewer.warnings(), w)]
    return markup.card(w.of(row, "amount_basis"), [{"name": name, "value": value, "note": ""} for name, value in facts])


# --- coverage -------------------------------------------------------------------------------------------------------------------------


def coverage_title(reach: pd.DataFrame, viewer: Reader) -> str:
    """The finding of the measures' matrix: who is reached by most and by fewest."""
    w = viewer.w
    counts = reach[reach["reach"].isin(COUNTED)].groupby("complex_id").size()
    if counts.empty:
        return w.t("No measure in force reaches a complex in scope")
    most, fewest = str(counts.idxmax()), str(counts.idxmin())
    if counts.max() == counts.min():
        return w.n("One measure reaches each complex", "{n} measures reach each complex", int(counts.max()))
    return w.t("{most} is reached by {n} measures, {fewest} by {few}", most=viewer.names["complexes"][most], n=w.number(int(counts.max())),
               fewest=viewer.names["complexes"][fewest], few=w.number(int(counts.min())))  # fmt: skip


def coverage(reach: pd.DataFrame, viewer: Reader) -> str:
    """How many measures of each category reach each complex; beside it in small those that hang on a zone or class."""
    w = viewer.w
    kinds = categories(w)
    sure, maybe = (
        reach[reach["reach"].isin(COUNTED) == want].groupby(["complex_id", "category"]).size().to_dict() for want in (True, False)
    )
    most = max([*sure.values(), 1])
    lines = []
    for complex_id in in_order(viewer):
        cells = []
        for category in CATEGORIES:
            count, more = sure.get((complex_id, category), 0), maybe.get((complex_id, category), 0)
            cells.append({"count": w.number(count), "more": f"+{w.number(more)}" if more else "", "level": -(-4 * count // most), "open": f"reach:{complex_id}:{category}" if count + more else "",
                          "label": kinds[category], "aria": w.t("{complex}, {category}: {n} measures, {more} more inside a zone or class", complex=viewer.names["complexes"][complex_id],
                          category=kinds[category], n=w.number(count), more=w.number(more))})  # fmt: skip
        own = int(((reach["complex_id"] == complex_id) & (reach["reach"] == "named")).sum())
        total = sum(count for (site, _), count in sure.items() if site == complex_id)
        lines.append(
            {
                "id": complex_id,
                "name": viewer.names["complexes"][complex_id],
                "cells": cells,
                "own": w.number(own) if own else "",
                "total": w.number(total),
            }
        )
    heads = {"complex": w.t("Complex"), "total": w.t("All"), "own": w.t("name it")}
    foot = w.t(
        "Large: measures that name the complex, hold in a zone that a source ties to it, or are open to its region and industries. +n: more that hold only inside a zone in the same si, gun or gu, or in a class of region that was not found. Counts say nothing of worth."
    )
    return markup.fill("benefits/coverage.html", lines=lines, heads=heads, kinds=list(kinds.values()), foot=foot)


def in_order(viewer: Reader) -> list[str]:
    """The complexes in scope by name."""
    return sorted(viewer.scope.complexes, key=lambda i: viewer.names["complexes"][i])


def reaches(w: Words) -> dict[str, str]:
    """By what a measure reaches a complex, in words."""
    return {"named": w.t("names this complex"), "tied": w.t("by a zone tied to the complex"), "open": w.t("open to its region and industries"),
            "district": w.t("only inside a zone in the same si, gun or gu"), "class": w.t("only in a class of region; whether it is in it was not found")}  # fmt: skip


def reach_list(rows: pd.DataFrame, viewer: Reader) -> str:
    """The measures behind a number of the matrix, by name, with what brings them there."""
    w, words = viewer.w, reaches(viewer.w)
    order = rows.assign(place=rows["reach"].map(list(words).index)).sort_values(["place", "name_en"])
    return _named_list([(w.of(row, "name"), words[row["reach"]], row["origin_ids"]) for row in order.to_dict("records")], w)


def state_list(rows: pd.DataFrame, viewer: Reader) -> str:
    """The measures of a category by name, with their state."""
    w, told = viewer.w, states(viewer.w)
    order = rows.assign(place=rows["state"].map(STATES.index)).sort_values(["place", "name_en"])
    return _named_list(
        [(w.of(row, "name"), f"{told[row['state']]} · {validity(row, w)}", row["origin_ids"]) for row in order.to_dict("records")], w
    )


def _named_list(lines: Iterable[tuple[str, str, Any]], w: Words) -> str:
    return markup.fill("benefits/named.html", lines=[{"name": name, "text": text} for name, text, _ in lines])


def nearness(w: Words) -> dict[str, str]:
    """How near a zone is to a complex, in words."""
    return {
        "tied": w.t("tied to the complex by a source"),
        "district": w.t("in the same si, gun or gu"),
        "province": w.t("elsewhere in the province"),
    }


def designations_title(near: pd.DataFrame, viewer: Reader) -> str:
    """The finding of the zones' matrix."""
    w = viewer.w
    tied = near[near["nearness"] == "tied"]
    if tied.empty:
        return w.t("No source ties a designated zone to a complex in scope")
    return w.n(
        "One designated zone is tied to {sites} of {total} complexes by a source", "{n} designated zones are tied to {sites} of {total} complexes by a source",
        tied["zone_id"].nunique(), sites=w.number(tied["complex_id"].nunique()), total=w.number(len(viewer.scope.complexes)),
    )  # fmt: skip


def designations(near: pd.DataFrame, rows: pd.DataFrame, viewer: Reader) -> str:
    """Zones by complex and type, marked by how near they are; before them the relief of restricted development zones (measures that name the complex)."""
    w = viewer.w
    types, words = zone_types(w), nearness(w)
    counts = near.groupby(["complex_id", "type", "nearness"]).size().to_dict()
    relief = rows[(rows["scheme"] == RELIEF) & rows["state"].isin(["in-force", "planned"])]
    lines = []
    for complex_id in in_order(viewer):
        name = viewer.names["complexes"][complex_id]
        own = relief[naming(relief, {complex_id})]["state"].value_counts()
        marks = [
            {"mark": mark, "n": w.number(int(own[state])), "word": word}
            for state, mark, word in (("in-force", "tied", states(w)["in-force"]), ("planned", "planned", states(w)["planned"]))
            if own.get(state, 0)
        ]
        cells = [{"marks": marks, "open": f"relief:{complex_id}" if marks else "", "label": w.t("Restricted development zone relief")}]
        for kind, label in types.items():
            marks = [
                {"mark": mark, "n": w.number(counts[complex_id, kind, mark]), "word": words[mark]}
                for mark in NEARNESS
                if (complex_id, kind, mark) in counts
            ]
            cells.append({"marks": marks, "open": f"zones:{complex_id}:{kind}" if marks else "", "label": label})
        lines.append({"id": complex_id, "name": name, "cells": cells})
    short = types | {
        "strategic-industry-complex": w.t("Strategic complex"),
        "space-cluster": w.t("Space cluster"),
        "defence-cluster": w.t("Defence cluster"),
    }
    heads = [w.t("Restricted development zone relief"), *short.values()]
    legend = [*words.items(), ("planned", w.t("planned, outcome not found"))]
    foot = w.t(
        "A zone is not the complex: it may be larger, smaller or beside it. Bounds of zones and of most complexes are not published. Zones of one type and place may overlap."
    )
    return markup.fill(
        "benefits/designations.html",
        lines=lines,
        complex_label=w.t("Complex"),
        heads=heads,
        legend=legend,
        foot=foot,
        absent=w.t("none found"),
    )


def zone_list(rows: pd.DataFrame, viewer: Reader) -> str:
    """Zones by name: how near, since when, note."""
    w, words = viewer.w, nearness(viewer.w)
    lines = []
    for row in rows.to_dict("records"):
        day = w.period(row["designated_on"], row["designated_precision"]) if pd.notna(row["designated_on"]) else w.t("undated")
        lines.append((w.of(row, "name"), " · ".join(filter(None, [words[row["nearness"]], day, w.of(row, "note")])), row["origin_ids"]))
    return _named_list(lines, w)


def balance(zones: pd.DataFrame, rows: pd.DataFrame, viewer: Reader) -> tuple[str, str]:
    """How much lies outside the capital area: title and HTML; zones by type, the 15 complexes, the measures bound to a place."""
    w, names = viewer.w, zone_types(viewer.w)
    groups: list[tuple[str, int, int, bool, pd.DataFrame]] = []
    for kind in sorted(names, key=lambda kind: (kind not in PLAN_TYPES, -int((zones["type"] == kind).sum()))):
        own = zones[zones["type"] == kind]
        groups.append((names[kind], outside_capital(own), len(own), kind in PLAN_TYPES, own))
    plan = zones[zones["type"].isin(PLAN_TYPES)]
    force = rows[(rows["state"] == "in-force") & (rows["region_scope"] != "all") & (rows["region_scope"] != "designated-zone")]
    sites = viewer.ask("progress/complexes")
    inside = set(sites[sites["capital_area"]]["complex_id"])
    away = force[~naming(force, inside)]
    lines = [_share(w.t("The 15 national complexes"), int((~sites["capital_area"]).sum()), len(sites), False, sites["area_origin_ids"], w),
             _share(w.t("Measures in force bound to named complexes or to the regions"), len(away), len(force), False, force["origin_ids"], w)]  # fmt: skip
    lines += [_share(name, outside, total, planned, own["origin_ids"], w) for name, outside, total, planned, own in groups]
    plan = plan[plan["designated_on"] >= pd.Timestamp(EARLIEST)]
    title = w.t("No zone of the four kinds that the plan put mainly outside the capital area had been designated by this day")
    if len(plan):
        title = w.t("The plan put four kinds of zone mainly outside the capital area: of those designated since, {n} of {total} are ({share}%)", n=w.number(outside_capital(plan)), total=w.number(len(plan)),
                    share=w.number(100 * outside_capital(plan) / len(plan)))  # fmt: skip
    heads = {
        "name": w.t("What"),
        "outside": w.t("Outside the capital area"),
        "share": w.t("Share"),
        "plan": w.t("named in the plan of 15 March 2023"),
        "source": w.t("Source"),
    }
    return title, markup.fill("benefits/balance.html", lines=lines, heads=heads, source_label=w.t("source"), absent=w.t("none known"))


def _share(name: str, outside: int, total: int, planned: bool, origin_ids: pd.Series, w: Words) -> dict[str, Any]:
    return {"name": name, "count": w.t("{n} out of {total}", n=w.number(outside), total=w.number(total)), "share": f"{w.number(100 * outside / total)}%" if total else "", "width": 100 * outside / total if total else 0,
            "planned": planned, "any": total > 0, "origins": ";".join(markup.ids(origin_ids)), "aria": w.t("Sources: {name}, {what}", name=name, what=w.t("Share"))}  # fmt: skip
