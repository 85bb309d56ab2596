"""The life cycle as sections: what stands for each stage at each complex, and the evidence itself."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from rollout.document.model import Cell, Column, Format, Row, Section, Table
from rollout.document.target import Target
from rollout.language.words import Words
from rollout.questions.ask import rows_of
from rollout.questions.rows import AdvantageLifeCycleRules
from rollout.questions.view import View, remembered
from rollout.render.markup import as_list
from rollout.subjects.advantage import words
from rollout.subjects.advantage.numbers import STAGES, cycle_counts
from rollout.subjects.cells import complex_cell, complex_column, origin_ids

REACHED = {"here": 3, "nearby": 1}  # how strong a cell of the matrix is drawn


def counts(view: View) -> pd.DataFrame:
    """How much was found for each stage, a row a complex and stage."""
    return cycle_counts(view.ask("advantage/life_cycle"), view.scope.complexes)


@remembered
def cycle(view: View) -> Section:
    """Complexes by stages of the life cycle: how much was found here and nearby; blanks visible."""
    w, every = view.w, counts(view)
    sites = view.ask("progress/complexes").set_index("complex_id")
    found = every.set_index(["complex_id", "stage"])
    known = every["here"] + every["nearby"] > 0
    by_complex, by_stage = (known.groupby(every[key]).sum() for key in ("complex_id", "stage"))
    columns = _stage_columns(view)
    order = sorted(view.scope.complexes, key=lambda i: -by_complex[i])
    lines = [
        Row(
            i,
            {
                "complex": complex_cell(i, w.of(sites.loc[i], "theme")),
                **{stage: _count(i, stage, found.loc[(i, stage)], w) for stage in STAGES},
            },
        )
        for i in order
    ]
    note = w.t("of {n}", n=w.number(len(lines)))
    total = {
        "complex": Cell(missing=w.t("Complexes with evidence")),
        **{stage: Cell(int(by_stage[stage]), note=note) for stage in STAGES},
    }
    lines.append(Row("all", total, total=True))
    legend = _legend(w)
    unit = w.t(
        "Number of zones, programmes, older complexes and indicators from the accounts for each stage, by the as-of day"
    )
    return Section(
        "cycle",
        words.cycle_title(every, len(lines) - 1, w),
        unit,
        tables=(Table(columns, tuple(lines), legend=legend, foot=_rule(w), whole=True),),
        method=_rules(view),
        origins=origin_ids(view.ask("advantage/life_cycle")["origin_ids"]),
    )


def _legend(w: Words) -> tuple[tuple[str, str], ...]:
    return (
        ("shade-3", w.t("at least one here: tied to the complex, or in its city, county or district")),
        ("shade-1", w.t("only elsewhere in the province")),
    )


def _stage_columns(view: View) -> tuple[Column, ...]:
    w = view.w
    return (
        complex_column(view),
        *(
            Column(stage, name, Format.NUMBER, share=12, note_label=w.t("{stage}: here and nearby", stage=name))
            for stage, name in w.codes("life-cycle-stage").items()
        ),
    )


def _count(complex_id: str, stage: str, row: Any, w: Words) -> Cell:
    here, nearby = int(row["here"]), int(row["nearby"])
    if not here + nearby:
        return Cell(missing=w.t("nothing found"))
    note = (
        w.t("{here} here, {nearby} nearby", here=w.number(here), nearby=w.number(nearby))
        if nearby
        else w.t("{here} here", here=w.number(here))
    )
    return Cell(
        here + nearby,
        note=note,
        shade=REACHED["here" if here else "nearby"],
        opens=Target("evidence", (complex_id, stage)),
    )


def _rule(w: Words) -> str:
    return w.t(
        "Zones and programmes elsewhere in the province count only if they share an industry with "
        "the complex or serve no single one. The rule is our own, kept in the data; it counts what "
        "exists, not its quality, and does not prove that the complex will have the stage."
    )


def _rules(view: View) -> tuple[str, ...]:
    """What counts for which stage."""
    w, rules = view.w, view.ask("advantage/life_cycle_rules")
    texts = {
        stage: "; ".join(w.of(r, "text") for r in rows_of(rules[rules["stage"] == stage], AdvantageLifeCycleRules))
        for stage in STAGES
    }
    return tuple(
        w.t("{stage}: {rules}", stage=w.code("life-cycle-stage", stage), rules=text) for stage, text in texts.items()
    )


@remembered
def evidence_list(view: View) -> Section:
    """Everything that counts for a stage at a complex."""
    w, rows = view.w, view.ask("advantage/life_cycle")
    title = w.n("One piece of evidence for the life cycle", "{n} pieces of evidence for the life cycle", len(rows))
    return Section("evidence", title, tables=(_evidence_table(rows, view),))


@remembered
def evidence(view: View, complex_id: str, stage: str) -> Section | None:
    """What was found for one stage at one complex (a dialog)."""
    if complex_id not in view.scope.complexes or stage not in STAGES:
        return None
    w, rows = view.w, view.ask("advantage/life_cycle")
    own = rows[(rows["complex_id"] == complex_id) & (rows["stage"] == stage)]
    title = f"{view.names['complexes'][complex_id]} · {w.code('life-cycle-stage', stage)}"
    return Section("evidence-found", title, tables=(_evidence_table(own, view, short=True),))


def _evidence_table(rows: pd.DataFrame, view: View, short: bool = False) -> Table:
    w = view.w
    columns = [
        Column("name", w.t("Name"), share=36),
        complex_column(view),
        Column("stage", w.t("Stage of the life cycle"), Format.NAME, names=w.codes("life-cycle-stage"), share=14),
        Column("reach", w.pt("reach", "Where"), Format.NAME, names=w.codes("evidence-reach"), share=14),
        Column("detail", w.t("Detail"), share=24),
    ]
    if short:
        columns = [column for column in columns if column.key not in {"complex", "stage"}]
    return Table(
        tuple(columns),
        tuple(_evidence(r, place, w) for place, r in enumerate(rows_of(rows))),
        empty=w.t("nothing found"),
    )


def _evidence(row: Mapping[str, Any], place: int, w: Words) -> Row:
    return Row(
        str(place),
        {
            "name": Cell(w.of(row, "name"), warnings=tuple(as_list(row["warnings"]))),
            "complex": complex_cell(row["complex_id"]),
            "stage": Cell(row["stage"]),
            "reach": Cell(row["reach"], "blue" if row["reach"] == "here" else ""),
            "detail": Cell(words.detail(row, w)),
        },
        origin_ids(row["origin_ids"]),
    )
