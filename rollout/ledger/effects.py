"""What changes of rows do to the figures that pages show: before and after, cell by cell."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any, TypeVar

import pandas as pd

from rollout.document.model import Cell, Column, Row, Section, Table
from rollout.facts.change import Change
from rollout.language.words import Words
from rollout.questions.ask import Asked, Asker, recording
from rollout.questions.view import View, data_date
from rollout.render import printed
from rollout.store.scratch import Scratch
from rollout.subjects.registry import ENTRIES
from rollout.subjects.sources import hops

T = TypeVar("T")
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

    Both states are shown as of one day, the newest statement that either knows.
    """
    w, scratch = view.w, Scratch(view.asker.store, changes)
    try:
        asker = Changed(view.asker, scratch, {change.table for change in changes})
        day = max(
            view.scope.as_of,
            data_date(asker, scratch.snapshot(), view.scope.today, view.names["complexes"]),
        )
        before = replace(view, scope=replace(view.scope, as_of=day))
        after = replace(before, asker=asker)
        ids = dict.fromkeys((*ALWAYS, *(i for change in changes for i in ALSO.get(change.table, ()))))
        rows = [row for i in ids for row in _rows(i, before, after, asker)]
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


class Changed(Asker):
    """Answers of the newest state with changes of some tables; what they leave as it was comes from who knew it."""

    def __init__(self, known: Asker, scratch: Scratch, tables: Iterable[str]):
        super().__init__(scratch)
        self._before, self._tables = known, frozenset(tables)

    def ask(self, name: str, snapshot: int, **parameters: Any) -> pd.DataFrame:
        """The answer to a question; asked anew where it reads a table with changes."""
        if self._tables.isdisjoint(hops.questions()[name]):
            return self._before.ask(name, snapshot, **parameters)
        return super().ask(name, snapshot, **parameters)

    def remember(self, key: Hashable, make: Callable[[], T]) -> T:
        """What `make` gives; what it gave before where the answers behind it are as they were."""
        behind = self._before.behind(key)
        if behind and not self.differs(behind):
            return self._before.remember(key, make)
        return super().remember(key, make)

    def differs(self, asked: Iterable[Asked]) -> bool:
        """Whether any of these questions about the newest snapshot is answered otherwise than before."""
        number = self.snapshot()
        return any(
            not self._tables.isdisjoint(hops.questions()[name])
            and not self.ask(name, number, **dict(values)).equals(self._before.ask(name, number, **dict(values)))
            for name, values in asked
        )


def _rows(id_: str, before: View, after: View, asker: Changed) -> Iterator[Row]:
    """What differs of a section; drawn again only where an answer does."""
    with recording() as asked:
        was = ENTRIES[id_].build(before)
    if asker.differs(asked):
        yield from _different(was, ENTRIES[id_].build(after), before.w)


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
