"""The steps of the procedure as a section: legal basis, who acts, what the law sets and what is usual."""

from collections.abc import Mapping
from typing import Any

from rollout.document.model import (
    ANNEX,
    SCREEN,
    Cell,
    Column,
    Format,
    Row,
    Section,
    Table,
)
from rollout.questions.ask import rows_of
from rollout.questions.view import View, remembered
from rollout.render.markup import as_list
from rollout.subjects.cells import number, origin_ids
from rollout.subjects.green.procedure import PHASES, coded


@remembered
def steps(view: View) -> Section:
    """Every step in its order: legal basis, who acts, what the law sets and what is usual."""
    w, rows = view.w, view.ask("green/steps")
    phases = w.codes(PHASES)
    columns = (
        Column("step", w.t("Procedural step"), share=30, note_label=w.t("Note")),
        Column("number", w.t("No."), Format.NUMBER, media=ANNEX),
        Column("phase", w.t("Phase"), media=ANNEX),
        Column("basis", w.t("Legal basis"), share=24),
        Column("authority", w.t("Who acts"), Format.LIST, share=18),
        Column("law", w.t("Set by law, days"), Format.NUMBER, share=9),
        Column("usual", w.t("Usual, months"), Format.NUMBER, digits=1, share=9),
        Column("kind", w.t("What the usual time is"), Format.NAME, names=w.codes("months-kind"), share=14),
        Column(
            "covers", w.t("What the time covers"), Format.NAME, names=w.codes("phase-coverage"), share=12, media=SCREEN
        ),
    )
    order = {phase: place for place, phase in enumerate(phases)}
    ordered = rows.assign(order=rows["phase_id"].map(order).fillna(-1)).sort_values(["order", "step_no"])
    lines = tuple(
        _step(row, phases.get(row["phase_id"] or "", w.t("Choice of the candidates")), view) for row in rows_of(ordered)
    )
    title = w.t(
        "Step by step: {n} steps, {law} of them with a time limit set by law",
        n=w.number(len(rows)),
        law=w.number(int(rows["statutory_days"].notna().sum())),
    )
    unit = w.t("Who acts, on which legal basis, and the time set or usual, under the phase that each step belongs to")
    table = Table(columns, lines, empty=w.t("No legal step is published for this phase."))
    return Section("procedure-steps", title, unit, tables=(table,))


def _step(row: Mapping[str, Any], phase: str, view: View) -> Row:
    w = view.w
    law, usual = number(row["statutory_days"]), number(row["typical_months"])
    return Row(
        row["step_id"],
        {
            "step": Cell(w.of(row, "name"), note=w.of(row, "note"), warnings=tuple(as_list(row["warnings"]))),
            "number": Cell(number(row["step_no"])),
            "phase": Cell(phase),
            "basis": Cell(w.of(row, "legal_basis") or None, missing=w.t("not named")),
            "authority": Cell(split(w.of(row, "authority")), missing=w.t("not named")),
            "law": Cell(law, strong=law is not None),
            "usual": Cell(usual, missing="" if law is not None else w.t("not published")),
            "kind": Cell(coded(row["months_kind"])),
            "covers": Cell(coded(row["covers"])),
        },
        origin_ids(row["origin_ids"]),
        group=phase,
    )


def split(text: str) -> tuple[str, ...] | None:
    """The names of a `;`-separated list; None where there are none."""
    return tuple(part.strip() for part in text.split(";")) if text else None
