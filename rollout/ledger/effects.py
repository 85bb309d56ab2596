"""What changes of rows do to the figures that pages show: before and after, cell by cell."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from rollout.document.model import Cell, Column, Row, Section, Table
from rollout.facts.change import Change
from rollout.language.words import Words
from rollout.ledger.changed import Changed
from rollout.questions.ask import Asked, recording
from rollout.questions.view import View, data_date
from rollout.render import printed
from rollout.store.scratch import Scratch
from rollout.subjects.registry import ENTRIES

ALWAYS = ("overview", "standing")
ALSO = {  # sections that show what a table holds
    "milestones": ("board",),
    "complex_figures": ("area", "cost"),
    "investments": ("ladder",),
    "targets": ("goals",),
    "target_progress": ("goals",),
    "fdi": ("foreign",),
    "benefits": ("benefits",),
    "designations": ("designations",),
    "talent_programmes": ("talent",),
    "smart_green": ("green-indicators",),
    "governance": ("bodies", "meetings"),
    "statutory_process": ("procedure-steps",),
}


def effects(view: View, changes: Sequence[Change]) -> Section:
    """The cells of the sections that these changes touch and that would be different, before and after.

    Both are the newest state, whichever the reader looks at, as of one day: the newest statement that either knows.
    """
    w, scratch = view.w, Scratch(view.asker.store, changes)
    try:
        asker = Changed(view.asker, scratch, {change.table for change in changes})
        day = max(
            view.scope.as_of,
            data_date(asker, scratch.snapshot(), view.scope.today, view.names["complexes"]),
        )
        before = replace(view, scope=replace(view.scope, as_of=day, snapshot=scratch.snapshot()))
        after = replace(before, asker=asker)
        ids = dict.fromkeys((*ALWAYS, *(i for change in changes for i in ALSO.get(change.table, ()))))
        drawn = {i: _drawn(i, before) for i in ids}
        asker.prepare(frozenset().union(*(asked for _, asked in drawn.values())))
        rows = [
            row
            for i, (was, asked) in drawn.items()
            if asker.differs(asked)
            for row in _different(was, ENTRIES[i].build(after), w)
        ]
    finally:
        scratch.close()
    columns = (
        Column("what", w.t("Figure"), share=40),
        Column("before", w.t("Before"), share=25),
        Column("after", w.t("After"), share=25),
        Column("where", w.t("Shown in"), share=20),
    )
    title = w.n("One figure changes", "{n} figures change", len(rows)) if rows else w.t("No figure changes")
    return Section(
        "effects", title, w.t("As of {day}", day=w.date(day)), tables=(Table(columns, tuple(rows)),) if rows else ()
    )


def _drawn(id_: str, view: View) -> tuple[Section, frozenset[Asked]]:
    """A section, and the questions that it was made from."""
    with recording() as asked:
        section = ENTRIES[id_].build(view)
    return section, frozenset(asked)


def _different(before: Section, after: Section, w: Words) -> Iterator[Row]:
    """A row for each figure and each cell of two states of one section that is printed differently."""
    known = dict(_printed(before, w))
    now = dict(_printed(after, w))
    for key in dict.fromkeys((*known, *now)):
        if known.get(key, "") != now.get(key, ""):
            yield Row(
                f"{before.id}:{key}",
                {
                    "what": Cell(key),
                    "before": Cell(known.get(key, ""), missing=w.t("none")),
                    "after": Cell(now.get(key, ""), strong=True),
                    "where": Cell(w.code("briefing-section", before.id)),
                },
            )


def _printed(section: Section, w: Words) -> Iterator[tuple[str, str]]:
    """Every key figure and cell of a section as it is printed, by its name."""
    for figure in section.figures:
        value, unit = printed.figure_value(figure, w)
        yield figure.name, f"{value} {unit}".strip()
    for table in section.tables:
        heads = table.shown("page")
        for row in table.rows:
            first = printed.cell_text(row[heads[0].key], heads[0], w)
            for column in heads[1:]:
                cell = row.cells.get(column.key)
                if cell is None:
                    continue
                said = " ".join(part for part in (printed.cell_text(cell, column, w), cell.mark_label) if part)
                after = f" ({printed.part_text(cell.after, w)})" if cell.after else ""
                yield f"{first}, {printed.head(column)}", said + after
