"""Support measures as sections.

By category, what ends soon, every measure with its conditions; and what opens on a click.
"""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from rollout.document.model import ANNEX, SCREEN, Cell, Chart, Column, Format, Link, Row, Section, Series, Table, Text
from rollout.document.target import Target
from rollout.language.words import Words
from rollout.questions.ask import is_missing, rows_of
from rollout.questions.rows import BenefitsCatalogue, BenefitsRules
from rollout.questions.view import View, remembered
from rollout.render.markup import as_list
from rollout.subjects.benefits import finder_words, words
from rollout.subjects.cells import name_keys, number, origin_ids, period, sentences

Record = Mapping[str, Any]


def measures_in_scope(view: View) -> pd.DataFrame:
    """The measures (benefits/catalogue) that reach what the shared filters leave."""
    return words.in_scope(view.ask("benefits/catalogue"), view.ask("benefits/zones"), view)


def in_order(rows: pd.DataFrame, view: View) -> list[dict[str, Any]]:
    """Measures by state, then category, then name."""
    states, kinds = list(view.w.codes("benefit-state")), list(view.w.codes("benefit-category"))
    order = rows.assign(place=rows["state"].map(states.index), kind=rows["category"].map(kinds.index))
    order = order.assign(called=name_keys(rows, view.w)).sort_values(["place", "kind", "called"])
    found: list[dict[str, Any]] = rows_of(order)
    return found


def measure_cell(row: Record, view: View) -> Cell:
    """A measure, which opens; with its usage warnings."""
    return Cell(
        view.w.of(row, "name"),
        warnings=tuple(as_list(row.get("warnings"))),
        opens=Target("measure", (row["benefit_id"],)),
    )


def _category_column(view: View, share: float = 12) -> Column:
    return Column("category", view.w.t("Category"), Format.NAME, names=view.w.codes("benefit-category"), share=share)


# --- by category, and what ends


@remembered
def categories(view: View) -> Section:
    """How many measures of each category stand, end within a year, are planned or are past."""
    w, rows, kinds = view.w, measures_in_scope(view), view.w.codes("benefit-category")
    counts = rows.groupby(["category", "state"]).size().to_dict()
    soon, force = words.ending(rows)["category"].value_counts(), rows[rows["state"] == "in-force"]
    most = max([counts.get((kind, "in-force"), 0) for kind in kinds] + [1])
    columns = (
        _category_column(view, 30),
        Column("force", w.t("In force"), Format.NUMBER, share=30),
        Column("soon", w.t("ends within a year"), Format.NUMBER, share=14),
        Column("planned", w.t("Planned"), Format.NUMBER, share=12),
        Column("past", w.t("Replaced or ended"), Format.NUMBER, share=14),
    )
    lines = tuple(_category(kind, counts, int(soon.get(kind, 0)), most) for kind in kinds)
    by_kind = {kind: counts[kind, "in-force"] for kind in kinds if (kind, "in-force") in counts}
    known = {kinds[kind]: by_kind[kind] for kind in sorted(by_kind, key=lambda kind: -by_kind[kind])}
    said = [w.t("{name} {n}", name=name, n=w.number(n)) for name, n in known.items()]
    title = words.category_title(rows, w)
    lead = (Text(w.t("In force, by category: {counts}.", counts=", ".join(said))),) if known else ()
    unit = w.t("Measures by category on {day}. Select a number for their names.", day=view.scope.as_of.isoformat())
    return Section(
        "benefit-categories",
        title,
        unit,
        lead,
        picture=_category_chart(known, f"{title}: " + "; ".join(said), w) if known else None,
        tables=(Table(columns, lines, whole=True),),
        origins=origin_ids(force["origin_ids"]),
    )


def _category(kind: str, counts: Mapping[Any, int], ends: int, most: int) -> Row:
    """A category with its measures by state; `most`: in force in any category, for the bar."""
    now, past = counts.get((kind, "in-force"), 0), counts.get((kind, "replaced"), 0) + counts.get((kind, "ended"), 0)
    return Row(
        kind,
        {
            "category": Cell(kind),
            "force": Cell(now, bar=now / most, opens=Target("benefit-category", (kind,)), strong=True),
            "soon": Cell(ends or None, "amber"),
            "planned": Cell(counts.get((kind, "planned"))),
            "past": Cell(past or None),
        },
    )


def _category_chart(known: Mapping[str, int], alt: str, w: Words) -> Chart:
    series = Series(w.t("Measures in force"), tuple(float(n) for n in known.values()))
    return Chart(tuple(known), (series,), Format.NUMBER, w.t("measures"), alt)


@remembered
def ending(view: View) -> Section:
    """The measures in force that end within a year, the next first."""
    w, soon = view.w, words.ending(measures_in_scope(view))
    columns = (
        Column("to", w.t("Valid to"), Format.PERIOD, share=13),
        Column("measure", w.t("Measure"), share=36),
        _category_column(view),
        Column("days", w.t("Days left"), Format.NUMBER, share=10),
        Column("basis", w.t("Rate or amount"), share=26, media=SCREEN),
    )
    rows = tuple(
        Row(
            row["benefit_id"],
            {
                "to": Cell(period(row["valid_to"], row["valid_to_precision"] or "day")),
                "measure": measure_cell(row, view),
                "category": Cell(row["category"]),
                "days": Cell(
                    number(row["ends_in_days"]), "amber" if row["ends_in_days"] <= words.YEAR_DAYS / 2 else ""
                ),
                "basis": Cell(w.of(row, "amount_basis") or None),
            },
            origin_ids(row["origin_ids"]),
        )
        for row in rows_of(soon)
    )
    title = w.n("One measure ends within a year", "{n} measures end within a year", len(soon))
    lead = sentences([(words.ending_said(soon, w), "amber")]) if len(soon) else ()
    unit = w.t("In force on {day}, with a published last day", day=view.scope.as_of.isoformat())
    return Section(
        "benefit-ending",
        title,
        unit,
        lead,
        tables=(Table(columns, rows, empty=w.t("No published end falls within a year of this day.")),),
    )


@remembered
def benefits(view: View) -> Section:
    """The measures in force by category as bars, and those that end within a year; the categories in full in files."""
    w, by_category, soon = view.w, categories(view), ending(view)
    counted = by_category.tables[0]
    return Section(
        "benefits",
        by_category.title,
        w.t("Bars: measures in force by category. Table: those that end within a year"),
        by_category.lead + soon.lead,
        picture=by_category.picture,
        tables=(*soon.tables, Table(counted.columns, counted.rows, caption=by_category.unit, whole=True)),
        warning=words.meaning(w),
        origins=by_category.origins,
    )


# --- every measure


@remembered
def measures(
    view: View, text: str = "", category: str | None = None, beneficiary: str | None = None, state: str | None = None
) -> Section:
    """Every measure that reaches the scope, in force first.

    A search text, a category, a beneficiary and a state narrow it.
    """
    w, every = view.w, measures_in_scope(view)
    found = in_order(words.found(every, text, category, beneficiary, state), view)
    replaced = any(row["state"] == "replaced" for row in found)
    columns = _measure_columns(replaced, view)
    title = w.t("{n} of {all} measures", n=w.number(len(found)), all=w.number(len(every)))
    unit = w.t(
        "Every measure known on {day} that applies to the scope, in force first. Select one for its "
        "conditions, notes and sources",
        day=view.scope.as_of.isoformat(),
    )
    empty = w.t("No measure matches. Clear the search or choose another category or state.")
    return Section(
        "measures", title, unit, tables=(Table(columns, tuple(_measure(row, view) for row in found), empty=empty),)
    )


def _measure_columns(replaced: bool, view: View) -> tuple[Column, ...]:
    w = view.w
    return (
        Column("measure", w.t("Measure"), share=26),
        _category_column(view, 9),
        Column("provider", w.t("Provider"), share=16, note_label=w.t("Legal basis")),
        Column(
            "who",
            w.t("Who is eligible"),
            Format.NAME,
            names=w.codes("beneficiary"),
            share=16,
            note_label=w.t("Where it holds"),
        ),
        Column("rate", w.t("Rate or amount"), share=18, note_label=w.t("Of what")),
        Column(
            "state", w.t("State"), Format.NAME, names=w.codes("benefit-state"), share=13, note_label=w.t("Validity")
        ),
        Column("days", w.t("Days left"), Format.NUMBER, share=6),
        Column("later", w.t("Replaced by"), share=12, media=SCREEN if replaced else ANNEX),
        Column("rate_min", w.t("Rate, lowest"), Format.PERCENT, media=ANNEX),
        Column("rate_max", w.t("Rate, highest"), Format.PERCENT, media=ANNEX),
        Column("amount_min", w.t("Amount, lowest"), Format.WON, media=ANNEX),
        Column("amount_max", w.t("Amount, highest"), Format.WON, media=ANNEX),
        Column("from", w.t("Valid from"), Format.PERIOD, media=ANNEX),
        Column("to", w.t("Valid to"), Format.PERIOD, media=ANNEX),
        Column("stated", w.t("Stated on"), Format.PERIOD, media=ANNEX),
        Column("note", w.t("Note"), media=ANNEX),
    )


def _measure(row: Record, view: View) -> Row:
    w, days = view.w, number(row["ends_in_days"])
    later = (Link(w.of(row, "later"), Target("measure", (row["later_id"],))),) if row["state"] == "replaced" else ()
    return Row(
        row["benefit_id"],
        {
            "measure": measure_cell(row, view),
            "category": Cell(row["category"]),
            "provider": Cell(w.of(row, "provider"), note=w.of(row, "legal_basis")),
            "who": Cell(row["beneficiary"], note=words.where(row, view)),
            "rate": Cell(words.rate_or_amount(row, w) or None, note=w.of(row, "amount_basis")),
            "state": Cell(
                row["state"], "blue" if row["state"] == "in-force" else "subtle", note=words.validity(row, w)
            ),
            "days": Cell(days, "amber" if days is not None and days <= words.YEAR_DAYS else ""),
            "later": Cell(links=later),
            "rate_min": Cell(number(row["rate_min_pct"])),
            "rate_max": Cell(number(row["rate_max_pct"])),
            "amount_min": Cell(number(row["amount_min_krw"])),
            "amount_max": Cell(number(row["amount_max_krw"])),
            "from": Cell(_day(row, "valid_from", "valid_from_precision")),
            "to": Cell(_day(row, "valid_to", "valid_to_precision")),
            "stated": Cell(_day(row, "stated_on", "stated_precision")),
            "note": Cell(w.of(row, "note") or None),
        },
        origin_ids(row["origin_ids"]),
    )


def _day(row: Record, day: str, precision: str) -> Any:
    return period(row[day], row[precision] or "day")


@remembered
def conditions(view: View) -> Section:
    """The published conditions of the measures in scope, a row a condition."""
    w, rows = view.w, view.ask("benefits/rules")
    known = {row["benefit_id"]: row for row in rows_of(measures_in_scope(view))}
    columns = (
        Column("measure", w.t("Measure"), share=34),
        Column("condition", w.t("Condition"), share=46),
        Column("sizes", w.t("Firm sizes it is for"), Format.LIST, names=w.codes("firm-size"), share=16),
    )
    lines = tuple(
        Row(
            rule["rule_id"],
            {
                "measure": measure_cell(known[rule["benefit_id"]], view),
                "condition": Cell(finder_words.condition(rule, view)),
                "sizes": Cell(tuple(as_list(rule["firm_sizes"])) or None),
            },
            origin_ids(rule["origin_ids"]),
        )
        for rule in rows_of(rows[rows["benefit_id"].isin(known)], BenefitsRules)
    )
    title = w.n("One published condition", "{n} published conditions", len(lines))
    return Section(
        "conditions",
        title,
        w.t("Conditions that a firm or its place must meet, as published"),
        tables=(Table(columns, lines, empty=w.t("No measure is in force in this scope")),),
    )


# --- what opens


@remembered
def measure(view: View, benefit_id: str) -> Section | None:
    """One measure in full: facts, conditions, how it bears on others (a dialog)."""
    rows = view.ask("benefits/catalogue")
    own = rows[rows["benefit_id"] == benefit_id]
    if own.empty:
        return None
    w, row = view.w, rows_of(own)[0]
    columns = (Column("what", w.t("Item"), share=26), Column("value", w.t("Details"), share=74))
    facts = [*_facts(row, view), *_conditions(row, view), *_related(row, rows, view), *_remarks(row, view)]
    lines = tuple(Row(str(place), {"what": Cell(name), "value": cell}) for place, (name, cell) in enumerate(facts))
    basis = w.of(row, "amount_basis")
    return Section(
        "measure",
        w.of(row, "name"),
        lead=(Text(basis),) if basis else (),
        tables=(Table(columns, lines, whole=True),),
        origins=origin_ids(row["origin_ids"]),
    )


def _facts(row: Record, view: View) -> list[tuple[str, Cell]]:
    """What is known of a measure by itself."""
    w, none = view.w, view.w.t("not published")
    state = w.code("benefit-state", row["state"])
    later = Link(w.of(row, "later"), Target("measure", (row["later_id"],)))
    stated = w.t("undated")
    if not is_missing(row["stated_on"]):
        stated = w.period(row["stated_on"], row["stated_precision"] or "day")
    return [
        (
            w.t("State on {day}", day=view.scope.as_of.isoformat()),
            Cell(state, links=(Link(state), later) if row["state"] == "replaced" else ()),
        ),
        (w.t("Category"), Cell(w.code("benefit-category", row["category"]))),
        (w.t("Provider"), Cell(w.of(row, "provider"))),
        (w.t("Legal basis"), Cell(w.of(row, "legal_basis") or None, missing=none)),
        (w.t("Who is eligible"), Cell(w.code("beneficiary", row["beneficiary"]))),
        (w.t("Where it holds"), Cell(words.where(row, view))),
        (w.t("Rate or amount"), Cell(words.rate_or_amount(row, w) or None, missing=none)),
        (w.t("Validity"), Cell(words.validity(row, w))),
        (w.t("Stated on"), Cell(stated)),
    ]


def _conditions(row: Record, view: View) -> list[tuple[str, Cell]]:
    """What a measure asks, a line a condition."""
    w, rules = view.w, view.ask("benefits/rules")
    asked = [finder_words.condition(rule, view) for rule in rows_of(rules[rules["benefit_id"] == row["benefit_id"]])]
    return [(w.t("Condition"), Cell(text)) for text in asked or [w.t("no condition published: ask the provider")]]


def _related(row: Record, rows: pd.DataFrame, view: View) -> list[tuple[str, Cell]]:
    """How a measure bears on others, and those that it replaces. `rows`: benefits/catalogue."""
    w, relations = view.w, view.ask("benefits/relations")
    names = w.codes("benefit-relation")
    others = rows_of(relations[relations["benefit_id"] == row["benefit_id"]])
    earlier = rows_of(rows[rows["benefit_id"].isin(as_list(row["earlier_ids"]))], BenefitsCatalogue)
    return [
        *(
            (names[r["kind"]], Cell(links=(Link(w.of(r, "other"), Target("measure", (r["other_id"],))),)))
            for r in others
        ),
        *((w.t("replaces"), measure_cell(r, view)) for r in earlier),
    ]


def _remarks(row: Record, view: View) -> list[tuple[str, Cell]]:
    """The note on a measure, and what its usage warnings mean."""
    w, known = view.w, view.warnings()
    return [
        *([(w.t("Note"), Cell(w.of(row, "note")))] if w.of(row, "note") else []),
        *((w.of(known[i], "name"), Cell(w.of(known[i], "meaning"))) for i in as_list(row["warnings"])),
    ]


@remembered
def of_category(view: View, category: str) -> Section | None:
    """The measures of a category with their state (a dialog)."""
    names = view.w.codes("benefit-category")
    if category not in names:
        return None
    rows = measures_in_scope(view)
    return listed("benefit-category", names[category], rows[rows["category"] == category], view)


def listed(section_id: str, title: str, rows: pd.DataFrame, view: View) -> Section:
    """Measures by name with their state and validity."""
    w = view.w
    columns = (
        Column("measure", w.t("Measure"), share=50),
        Column("state", w.t("State"), Format.NAME, names=w.codes("benefit-state"), share=16),
        Column("valid", w.t("Validity"), share=24),
    )
    lines = tuple(
        Row(
            row["benefit_id"],
            {"measure": measure_cell(row, view), "state": Cell(row["state"]), "valid": Cell(words.validity(row, w))},
            origin_ids(row["origin_ids"]),
        )
        for row in in_order(rows, view)
    )
    return Section(section_id, title, tables=(Table(columns, lines, empty=w.t("none")),))
