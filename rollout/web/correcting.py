"""From what a dialog shows to the form that adds to it or corrects it."""

from dataclasses import replace

from rollout.document.model import Cell, Column, Link, Row, Section, Table
from rollout.document.target import Target
from rollout.ledger import forms
from rollout.web.blocks import Viewer

CORRECT, NEWER = "correct", "newer"
FILLED = {CORRECT: "add_row", NEWER: "add_from"}  # what is clicked -> the control of the form that names the row
NONE = {"add_row": "new", "add_from": "new"}  # no row has that id: what was chosen before is not meant
TABLES = {  # what a dialog shows -> the controls of the form that corrects it
    "cell": ("milestones", "add_complex", "add_stage"),
    "figure": ("complex_figures", "add_complex", "add_metric"),
    "complex": ("milestones", "add_complex"),
    "money": ("investments", "add_row"),
    "measure": ("benefits", "add_row"),
    "programme": ("talent_programmes", "add_row"),
    "goal": ("targets", "add_row"),
}
ABOVE = {"complex_id": "add_complex", "stage_id": "add_stage", "metric": "add_metric"}  # chosen before the row


def controls(target: Target | None) -> dict[str, str]:
    """The controls of the form that adds to, or corrects, what is open; empty where there is no such form."""
    if target is None or target.kind not in TABLES:
        return {}
    table, *fields = TABLES[target.kind]
    return {"add_table": table} | NONE | dict(zip(fields, target.ids, strict=False))


def filled(target: Target, viewer: Viewer) -> dict[str, str]:
    """The controls of the form with the row filled in that was clicked; empty for anything unknown."""
    table, name = target.ids if len(target.ids) == 2 else ("", "")
    row = forms.present(viewer.asker).get(table, {}).get(name)
    if row is None or table not in forms.tables(viewer.w):
        return {}
    above = {control: row[field] for field, control in ABOVE.items() if row.get(field)}
    return {"add_table": table} | NONE | {FILLED[target.kind]: name} | above


def with_links(section: Section, viewer: Viewer) -> Section:
    """A section whose rows lead to the form: to correct the fact that a row shows, or to add a newer one."""
    w, present = viewer.w, forms.present(viewer.asker)
    column = Column("edit", w.t("Edit"), media=frozenset({"page"}))

    def row(own: Row) -> Row:
        record = forms.record_of(own.key, present)
        links = (
            (Link(w.t("Correct"), Target(CORRECT, record)), Link(w.t("Add a newer one"), Target(NEWER, record)))
            if record
            else ()
        )
        return replace(own, cells={**own.cells, "edit": Cell(links=links)})

    def table(own: Table) -> Table:
        rows = tuple(map(row, own.rows))
        return replace(own, columns=(*own.columns, column), rows=rows) if any(r["edit"].links for r in rows) else own

    return replace(section, tables=tuple(map(table, section.tables)))
