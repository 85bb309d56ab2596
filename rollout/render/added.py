"""Slides that a deck has beside its sections: the one that answers, what is to be decided and done, the appendix."""

from collections.abc import Sequence

from rollout.document import model
from rollout.document.briefing import Briefing
from rollout.document.model import Column, Format, Quantity, Row
from rollout.document.model import Section as Told
from rollout.language.words import Words
from rollout.render import printed
from rollout.render.parts import Align, Cell, Figure, Section, Table

FIGURES = 3


def answer(briefing: Briefing, w: Words) -> Section | None:
    """The verdict, three numbers, three findings, what is to be decided; None where too little is told for it."""
    findings = briefing.findings
    status = briefing.of("status")
    if not status or len(findings) < FIGURES - 1:
        return None
    rows = [(Cell(w.t("Finding {n}", n=number), strong=True), Cell(text)) for number, text in enumerate(findings, 1)]
    rows += [(Cell(w.t("To decide"), "blue", strong=True), Cell(text)) for text in briefing.decisions]
    used = [section for section in briefing.sections if section.title in (status[0].title, *findings)]
    table = _table((w.t("Point"), w.t("What it says")), rows, (14, 86))
    ids = tuple(sorted({i for section in used for i in section.every_origin()}))
    return Section("answer", status[0].title, figures=_three(status, w), table=table, origin_ids=ids)


def _three(status: Sequence[Told], w: Words) -> tuple[Figure, ...]:
    """Three key figures: those that stand out first, in their order; not the count of all. Of one complex, its own."""
    section = next((one for one in status if one.figures and not one.figures[0].mark), None)
    if section is None:
        return _of_rows(status[0].table, w)
    made = printed.section(section, "slide", w).figures
    order = sorted(range(1, len(made)), key=lambda place: (not made[place].tone, place))[:FIGURES]
    return tuple(made[place] for place in sorted(order))


def _of_rows(table: model.Table | None, w: Words) -> tuple[Figure, ...]:
    """The first three rows of a table that say a number, as figures: those that have changed first, in their order."""
    if table is None or len(table.columns) < 2:
        return ()
    head, said, *others = table.shown("slide")
    made = list[tuple[bool, int, Figure]]()
    for row in table.rows:
        value = row[said.key].value
        if isinstance(value, Quantity):
            changed = any(isinstance(row[each.key].value, Quantity) for each in others)
            made.append((not changed, len(made), _of_row(row, value, (head, *others), w)))
    return tuple(figure for _, _, figure in sorted(sorted(made)[:FIGURES], key=lambda each: each[1]))


def _of_row(row: Row, value: Quantity, columns: Sequence[Column], w: Words) -> Figure:
    """A row as a figure; below it what two of its other columns say, what came before first."""
    head, *others = columns
    told = [f"{each.label} {text}" for each in others if (text := printed.cell_text(row[each.key], each, w))][:2]
    number, unit = printed.figure_value(model.Figure("", "", value.value, value.format, value.unit), w)
    if value.format is Format.AREA:
        number = w.area(value.value)
    fact, change = [*reversed(told), "", ""][:2]
    return Figure(row.key, printed.cell_text(row[head.key], head, w), number, unit, fact, change)


def decisions(briefing: Briefing, w: Words) -> Section | None:
    """What is to be decided and done, by whom, until when; None where the officer wrote nothing."""
    rows = [(Cell(w.t("Decision"), strong=True), Cell(text), Cell(""), Cell("")) for text in briefing.decisions]
    rows += [
        (Cell(w.t("Action"), strong=True), Cell(each.what), Cell(each.who), Cell(each.due)) for each in briefing.actions
    ]
    if not rows:
        return None
    heads = (w.t("Point"), w.t("What it says"), w.t("Responsible"), w.t("Due by"))
    return Section("decisions", w.t("Decisions and actions"), table=_table(heads, rows, (12, 52, 20, 16)))


def _table(heads: tuple[str, ...], rows: Sequence[tuple[Cell, ...]], widths: tuple[float, ...]) -> Table:
    count, sides = len(rows), tuple[Align, ...](["left"] * len(heads))
    return Table(heads, tuple(rows), widths, sides, ranks=tuple(range(count)), origins=((),) * count)


def appendix(briefing: Briefing, shown: Sequence[str]) -> tuple[str, ...]:
    """The sections of the appendix among those shown: the last ones, as far as they belong there; none of too few."""
    names = list[str]()
    for name in reversed(shown):
        if name not in briefing.appendix:
            break
        names.insert(0, name)
    return tuple(names) if len(names) > 1 and len(names) < len(shown) else ()
