"""The stage board on slides: in halves, and as many of its stages as have room."""

from dataclasses import replace

from rollout.document import marks
from rollout.render import grids, measure
from rollout.render.parts import Cell, Table
from rollout.render.sheet import SMALLEST, Sheet

LEAD, MOST_ROWS = 3, 8  # columns before its stages: name, rating, area; rows on one slide
SECTION = "board"
UNSAID = "·"  # nothing published


def halves(table: Table, room: float, sheet: Sheet) -> list[Table]:
    """The stage board as one table, or as two, each of half the complexes.

    Name and rating, then as many stages as have room: those that most have ahead of them; on a screen the day alone.
    """
    rows = [
        tuple(
            replace(
                cell,
                text=cell.text.split("\n")[0] if cell.mark or number < LEAD else UNSAID,
                after="" if sheet.apart else cell.after,
            )
            for number, cell in enumerate(row)
        )
        for row in table.rows
    ]
    wide = [
        max(
            *(measure.width(word, SMALLEST * grids.STRONG) for word in head.split()),
            *(_line_width(row[place]) for row in rows),
        )
        + 2 * grids.PADDING
        + 2
        for place, head in enumerate(table.heads)
    ]
    said = ("", marks.character("done"))
    ahead = {place: sum(row[place].mark not in said for row in rows) for place in range(LEAD, len(table.heads))}
    stages = sorted(ahead, key=lambda place: -ahead[place])
    places = [0, 1]
    for place in stages:
        if sum(wide[one] for one in (*places, place)) <= room:
            places.append(place)
    whole = grids.columns_of(replace(table, rows=tuple(rows), widths=tuple(wide)), sorted(places))
    middle = (len(rows) + 1) // 2 if len(rows) > MOST_ROWS else len(rows)
    return [
        replace(whole, rows=whole.rows[own], ranks=whole.ranks[own], origins=whole.origins[own])
        for own in (slice(middle), slice(middle, None))
        if whole.rows[own]
    ]


def _line_width(cell: Cell) -> float:
    """How wide a cell of the stage board is; its change may stand below."""
    return measure.width(replace(cell, after="").whole, SMALLEST * (grids.STRONG if cell.strong else 1))
