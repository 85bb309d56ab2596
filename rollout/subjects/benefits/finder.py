"""What a firm may have, as a section: measures in force against what was typed (Asked)."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from rollout.document.model import ANNEX, Column, Format, Row, Section, Table
from rollout.language import codes
from rollout.language.words import Words
from rollout.questions.ask import rows_of
from rollout.questions.view import View, remembered
from rollout.subjects.benefits import eligibility
from rollout.subjects.benefits.eligibility import (
    APPLIES,
    CONFIRM,
    NEARLY,
    Firm,
)
from rollout.subjects.benefits.finder_lines import Line, group, merged_lines
from rollout.subjects.benefits.plant import ANY, Asked, place

GROUPS = tuple(each.code for each in codes.codes("finder-group"))


def assessed(rows: pd.DataFrame, rules: pd.DataFrame, rates: pd.DataFrame, firm: Firm) -> list[dict[str, Any]]:
    """Each measure in force or planned (benefits/catalogue) with its verdict and worth for a firm."""
    own_rules = {key: rows_of(own) for key, own in rules.groupby("benefit_id")}
    own_rates = {key: rows_of(own) for key, own in rates.groupby("benefit_id")}
    return [
        {
            "row": row,
            "verdict": eligibility.assess(own_rules.get(row["benefit_id"], []), firm),
            "rates": own_rates.get(row["benefit_id"], []),
            "worth": eligibility.worth(own_rates.get(row["benefit_id"], []), firm),
        }
        for row in rows_of(rows[rows["state"] == "in-force"])
    ]


def title(found: Sequence[Mapping[str, Any]], w: Words) -> str:
    """The finder's finding."""
    counts = {name: sum(group(item) == name for item in found) for name in (APPLIES, CONFIRM, NEARLY)}
    return w.t(
        "{applies} measures meet every published condition, {confirm} have something to confirm, {nearly} lack "
        "one condition",
        **{name: w.number(count) for name, count in counts.items()},
    )


@remembered
def items(view: View, asked: Asked) -> list[dict[str, Any]]:
    """Each measure in force against what was asked; the shared filters do not apply."""
    return assessed(view.ask("benefits/catalogue"), view.ask("benefits/rules"), view.ask("benefits/rates"), asked.firm)


@remembered
def foot(view: View, asked: Asked) -> str:
    """What the groups on the page leave out, and how to read them."""
    w, out = view.w, sum(group(item) == "no" for item in items(view, asked))
    return w.t(
        "Left out: {n} measures in force of which two conditions or more are not met (listed in the "
        "workbook). Amounts are of each measure alone and are never added up. Planned and ended "
        "measures are in the catalogue.",
        n=w.number(out),
    )


# --- the section


@remembered
def unanswered(view: View) -> Section:
    """The finder before anything is answered: every measure with what it would depend on."""
    found, near = place(ANY, view.ask("benefits/places"), view.ask("benefits/zones"))
    return section(view, Asked(Firm(None, None, None, None, None, found), ANY, near))


@remembered
def section(view: View, asked: Asked, only: str = "") -> Section:
    """The measures in force in their groups, each with what it is worth, what it hangs on and what limits it.

    `only`: one group.
    """
    w = view.w
    found, names, relations = items(view, asked), w.codes("finder-group"), view.ask("benefits/relations")
    bears = {str(key): rows_of(own) for key, own in relations.groupby("benefit_id")}
    groups = (only,) if only else GROUPS
    columns = (
        Column("measure", w.t("Measure"), share=24),
        Column("result", w.t("Result"), Format.NAME, names=names, share=14, media=ANNEX),
        Column("category", w.t("Category"), Format.NAME, names=w.codes("benefit-category"), share=9),
        Column("worth", w.t("Worth"), share=24),
        Column("most", w.t("Worth at most"), Format.WON, media=ANNEX),
        Column("conditions", w.t("Conditions"), share=30),
        Column("limits", w.t("Limits and related measures"), share=18),
        Column("valid", w.t("Validity"), share=12),
        Column("rates", w.t("Measures"), Format.NUMBER, media=ANNEX),
    )
    rows: list[Row] = []
    for name in groups:
        own = [
            Line(item, asked, bears.get(item["row"]["benefit_id"], []), view) for item in found if group(item) == name
        ]
        rows += [line.row() for line in sorted(merged_lines(own, bears, w), key=lambda line: line.order)]
    count = sum(group(item) in groups for item in found)
    table = Table(
        columns, tuple(rows), empty=w.t("none"), legend=tuple(w.codes("condition-state").items()) if rows else ()
    )
    if only:
        code = codes.find("finder-group", only)
        return Section(
            f"finder-{only}",
            w.t("{what}: {n}", what=code.name(w.lang), n=w.number(count)),
            code.definition(w.lang),
            tables=(table,),
        )
    return Section("finder", title(found, w), w.t("Conditions as published. For guidance only"), tables=(table,))


def faults(problems: Mapping[str, str | None], w: Words) -> list[str]:
    """What was wrong with the numbers typed, in words."""
    names = {"investment": w.t("Planned investment"), "hires": w.t("Planned hires")}
    words = {
        "unreadable": w.t("{name}: this is no number that can be read; it is left out."),
        "negative": w.t("{name}: it can't be negative; it is left out."),
        "zero": w.t("{name}: zero is left out; type a number above it."),
        "huge": w.t("{name}: this is more than any plan; it is left out."),
    }
    return [words[fault].format(name=names[name]) for name, fault in problems.items() if fault]
