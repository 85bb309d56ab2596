"""What a slide rests on: the line at its foot, what its notes say, and the list of sources at the end of a deck."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace

from rollout.document import model
from rollout.document.briefing import Briefing
from rollout.language.words import Words
from rollout.render import measure
from rollout.render.parts import Cell, Figure, Section, Table
from rollout.render.printed import IDS_SHOWN, section

IN_NOTES = 6
SENTENCES = 3
CELLS_SAID = 4  # of a row in the script
TERMS = ("definitions", "sources")  # sections that are about the others
LINKED = "title"  # the column of the list of sources that opens the address


def shown(table: Table | None) -> tuple[str, ...]:
    """The sources that a table names in its last column."""
    if table is None or table.board:
        return ()
    return tuple(sorted({i for row in table.origins for i in sorted(set(row))[:IDS_SHOWN]}))


def used(whole: Section, table: Table | None, alone: bool) -> tuple[str, ...]:
    """The sources of what a slide shows: of the rows of a table that stands alone, else of the section."""
    own = sorted({i for row in table.origins for i in row}) if table and alone else []
    return tuple(own) or whole.origin_ids


def told(table: Table | None, ids: Sequence[str], briefing: Briefing) -> tuple[str, ...]:
    """The sources that the notes name: those the slide names, else the newest of those it rests on."""
    known = [i for i in shown(table) or ids if i in briefing.sources]
    days = {i: day if (day := briefing.sources[i][2])[:1].isdigit() else "" for i in known}
    return tuple(sorted(sorted(known), key=lambda i: days[i], reverse=True)[:IN_NOTES])


def line(ids: Sequence[str], briefing: Briefing, room: float, size: float, w: Words) -> str:
    """Who published what a slide rests on, the most used first, as many as a line holds."""
    counts = Counter(briefing.sources[i][0] for i in ids if i in briefing.sources)
    names = sorted(counts, key=lambda name: (-counts[name], name))
    for most in range(len(names), 0, -1):
        left = len(names) - most
        told = w.t("Sources: {names}", names=", ".join(names[:most]))
        if left:
            told = w.t("Sources: {names} and {n} more", names=", ".join(names[:most]), n=w.number(left))
        if measure.width(told, size) <= room or most == 1:
            return measure.fit(told, room, size, 1)[0]
    return ""


def notes(
    whole: Section, table: Table | None, cuts: Sequence[str], ids: Sequence[str], briefing: Briefing, w: Words
) -> str:
    """The speaker notes: a script, the officer's note, what was cut, what to mind, the sources in short."""
    parts = ["\n".join(_script(whole, table))] if whole.id not in TERMS else []
    parts += [whole.note] if whole.note else []
    if cuts:
        parts.append("\n".join([w.t("In full:"), *dict.fromkeys(cuts)]))
    parts += [whole.warning] if whole.warning else []
    known = [i for i in ids if i in briefing.sources] if whole.id not in TERMS else []
    if known:
        names = told(table, ids, briefing)
        listed = ["{} {}, {} ({})".format(i, *briefing.sources[i][:3]) for i in names]
        left = len(known) - len(names)
        rest = [w.t("and {n} more, in the annex (XLSX)", n=w.number(left))] if left else []
        parts.append("\n".join([w.t("Sources ({n})", n=w.number(len(known))), *listed, *rest]))
    return "\n\n".join(parts)


def _script(whole: Section, table: Table | None) -> list[str]:
    """What is said with a slide, in three sentences: its finding, then what bears it out."""
    said = [whole.title, *(text.text for text in whole.lead)]
    said += [_figure_said(figure) for figure in whole.figures]
    if table:
        order = sorted(zip(table.ranks, table.rows, strict=True), key=lambda pair: pair[0])
        cited = bool(shown(table))
        for _, row in order:
            cells = [cell.whole.replace("\n", ", ") for cell in (row[:-1] if cited else row)]
            said.append(" · ".join([cell for cell in cells if cell][:CELLS_SAID]))
    return [text if text.endswith((".", "…")) else f"{text}." for text in said if text][:SENTENCES]


def _figure_said(figure: Figure) -> str:
    value = f"{figure.value} {figure.unit}".strip()
    return ", ".join(part for part in (f"{figure.name}: {value}", figure.fact) if part)


def sources(whole: model.Section, cited: Collection[str], briefing: Briefing, w: Words) -> Section:
    """The list of sources as a deck prints it: those that its slides name, each opening its address."""
    table = whole.table
    if table is None:
        return section(whole, "slide", w)
    rows = tuple(row for row in table.rows if row.key in cited)
    title = w.t("Sources named on the slides: {n} of {total}", n=w.number(len(rows)), total=w.number(len(table.rows)))
    made = section(replace(whole, title=title, tables=(replace(table, rows=rows, whole=True),)), "slide", w)
    if made.table is None or not rows:
        return made
    place = [column.key for column in table.shown("slide")].index(LINKED)
    linked = tuple(
        tuple(
            replace(cell, address=briefing.sources[row.key][3]) if number == place else cell
            for number, cell in enumerate(cells)
        )
        for row, cells in zip(rows, made.table.rows, strict=True)
    )
    left = w.t("All {n} are in the annex (XLSX)", n=w.number(len(table.rows))) if len(rows) < len(table.rows) else ""
    return replace(made, table=replace(made.table, rows=linked, small=True), unit=left)


def numbered(whole: model.Section, cited: Sequence[str], briefing: Briefing, w: Words) -> Section:
    """The list of sources as screens show it: each once, numbered as it was first named, a line each."""
    order = {i: number for number, i in enumerate(dict.fromkeys(cited), 1)}
    made = sources(whole, order, briefing, w)
    if made.table is None or whole.table is None:
        return made
    ids = [row.key for row in whole.table.rows if row.key in order]
    rows = sorted(zip(ids, made.table.rows, strict=True), key=lambda pair: order[pair[0]])
    shown = tuple((Cell(str(order[i])), *row[1:]) for i, row in rows)
    title = w.t("Sources named on the screens: {n}", n=w.number(len(rows)))
    return replace(made, title=title, table=replace(made.table, heads=(w.t("No."), *made.table.heads[1:]), rows=shown))
