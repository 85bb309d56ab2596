"""Tables on slides: columns, rows, and letters as large as the room allows."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rollout.render import columns, measure
from rollout.render.parts import Cell, Table
from rollout.render.sheet import SMALLEST, Box, Sheet

PADDING = 4.0
STRONG = 1.06  # how much wider bold letters are
WIDEST_WORD = 0.25  # of a table, at most
MOST_LINES, MOST_ALONE = 9, 14  # of a cell; where nothing else is on the sheet
NEAR = 1.03  # words are measured a little too wide
MOST_LARGE, MOST_LARGE_ROWS = 7, 20  # columns and rows of a table in large letters
CALM_LINES = 3  # of a cell in large letters
FILLED = 0.95  # of its place that a table takes with that air: another typeface may need more
AIR = 10.0  # points more that a row has at most, where there is room
FEW_ROWS, FEW_AIR = 6, 2.2  # so few rows have more: at most so many times the size of their letters


@dataclass(frozen=True)
class Grid:
    """A table as it stands on one slide.

    The rows of this slide, their heights, the columns' widths, the size of its letters.
    """

    table: Table
    columns: tuple[float, ...]
    heights: tuple[float, ...]
    head: float
    size: float


_Layout = tuple[list[Grid], list[str]]  # the slides of a table, and what had to be cut
_Try = tuple[float, bool, list[Grid], list[str]]  # a layout in letters of a size, with columns fitted or not


def spread(table: Table, sheet: Sheet, box: Box, rest: Box, beside: bool, cuts: list[str]) -> list[Grid]:
    """The table over as few slides as legible letters allow; the first in `box`, the others in `rest`.

    What is cut is added to `cuts`.
    """
    sizes = (SMALLEST,) if table.board else (sheet.sources_size,) if table.small else sheet.tables
    lines = 1 if table.small and sheet.apart else MOST_ALONE if sheet.apart else MOST_LINES
    ways = (False, True) if sheet.apart else (False,)

    def tried(size: float, fitted: bool, rows: int = 0) -> _Layout:
        return laid(table, box, rest, beside, size, lines, fitted, rows)

    tries = [(size, fitted, *tried(size, fitted)) for size in sizes for fitted in ways]
    few = len(table.heads) <= MOST_LARGE and len(table.rows) <= MOST_LARGE_ROWS
    if sizes == sheet.tables and not beside and few:
        large = ((size, sheet.apart, *tried(size, sheet.apart)) for size in sheet.alone)
        tries = [*(made for made in large if len(made[2]) == 1 and _calm(made[2][0])), *tries]
    size, fitted, made, found = min(tries, key=lambda made: (_cut(made) if sheet.apart else (), _cost(made[2])))
    slides, fullest = len(made), max((len(grid.heights) for grid in made), default=0)
    for rows in range(-(-len(table.rows) // max(slides, 1)), fullest):  # no slide with the few rows that were left over
        even, even_cuts = tried(size, fitted, rows)
        if len(even) == slides:
            made, found = even, even_cuts
            break
    cuts += found
    return made


def _calm(grid: Grid) -> bool:
    """Whether the cells of a table have few lines."""
    rooms = [wide - PADDING - side for wide, side in zip(grid.columns, insets(grid.table.aligns), strict=True)]
    return all(
        len(measure.wrap(cell.text, room, grid.size)) <= CALM_LINES
        for row in grid.table.rows
        for cell, room in zip(row, rooms, strict=True)
    )


def _cut(made: _Try) -> tuple[int, int]:
    """How many words a layout breaks, and how many texts it cuts: on a screen it rather takes one more."""
    _, _, grids, cuts = made
    broken = sum(
        _longest(cell, grid.size) + PADDING + side > wide * NEAR
        for grid in grids
        for heads in [tuple(Cell(head, strong=True) for head in grid.table.heads)]
        for row in (heads, *grid.table.rows)
        for cell, wide, side in zip(row, grid.columns, insets(grid.table.aligns), strict=True)
    )
    return broken, len(cuts)


def _cost(grids: Sequence[Grid]) -> tuple[int, float, float]:
    """What a layout is chosen by: few slides, then large letters, then few lines."""
    return len(grids), -grids[0].size, sum(sum(grid.heights) for grid in grids)


def laid(
    table: Table,
    box: Box,
    rest: Box,
    beside: bool,
    size: float,
    lines: int = MOST_LINES,
    fitted: bool = False,
    most_rows: int = 0,
) -> _Layout:
    """The table in letters of a size: its slides, and what had to be cut.

    `lines`: of a cell at most. `fitted`: columns as wide as what is in them asks, not by their shares. `most_rows`: of
    a slide; 0 as many as have room.
    """
    rows, sides, grids, cuts = list(table.rows), insets(table.aligns), list[Grid](), list[str]()
    while rows:
        first, start = not grids, len(table.rows) - len(rows)
        here = box if first else rest
        wide = _fitted_columns(table, here.width, sides, size) if fitted else _columns(table, here.width, sides, size)
        most = 3 if table.board or (beside and first) else lines
        head = (
            max(
                len(measure.wrap(text, room - PADDING - side, size))
                for text, room, side in zip(table.heads, wide, sides, strict=True)
            )
            * size
            * measure.LINE
            + PADDING
        )
        most = min(most, max(1, int((here.height - head - PADDING * 1.75) / size / measure.LINE)))
        used, heights = head, list[float]()
        taken: list[tuple[Cell, ...]] = []
        while rows:
            shown, height, cut = _fitted(
                rows[0], wide, sides, size, most, tight=table.board or table.small or (beside and first)
            )
            if taken and (used + height > here.height or len(taken) == most_rows):
                break
            cuts += cut
            taken.append(shown)
            heights.append(height)
            used += height
            rows.pop(0)
        if not table.small:
            air = FEW_AIR * size if len(heights) <= FEW_ROWS and not beside else AIR
            spare = max(0.0, min((here.height * FILLED - used) / len(heights), air))
            heights = [height + spare for height in heights]
        own = slice(start, start + len(taken))
        here_rows = replace(table, rows=tuple(taken), ranks=table.ranks[own], origins=table.origins[own])
        grids.append(Grid(here_rows, wide, tuple(heights), head, size))
    return grids, cuts


def _columns(table: Table, room: float, sides: Sequence[float], size: float) -> tuple[float, ...]:
    """The columns' widths: their shares, but none narrower than its longest word where the others can give way."""
    own = [room * share / sum(table.widths) for share in table.widths]
    least = [min(room * WIDEST_WORD, need) for need in _needed(table, sides, size)]
    missing = sum(max(0.0, need - wide) for need, wide in zip(least, own, strict=True))
    spare = sum(max(0.0, wide - need) for need, wide in zip(least, own, strict=True))
    if not missing:
        return tuple(own)
    if spare < missing:
        return _fitted_columns(table, room, sides, size)
    return tuple(
        need if wide < need else wide - (wide - need) * missing / spare for need, wide in zip(least, own, strict=True)
    )


def holds(table: Table, room: float) -> bool:
    """Whether a table can stand in so much room with every word whole."""
    return sum(_needed(table, insets(table.aligns), SMALLEST)) <= room


def _needed(table: Table, sides: Sequence[float], size: float) -> list[float]:
    """How wide the longest word of each column is, with what stands beside it."""
    return [
        max(_longest(cell, size) for cell in (Cell(head), *cells)) + PADDING + side + 2
        for head, side, *cells in zip(table.heads, sides, *table.rows, strict=True)
    ]


def _fitted_columns(table: Table, room: float, sides: Sequence[float], size: float) -> tuple[float, ...]:
    """The columns' widths by what is in them (columns.spread)."""
    heads = tuple(Cell(head, strong=True) for head in table.heads)
    return tuple(columns.spread([heads, *table.rows], room, [PADDING + side + 2 for side in sides], size, True))


def _longest(cell: Cell, size: float) -> float:
    """How wide the longest word of a cell is, beside its mark."""
    words = max((measure.width(word, size) for word in cell.text.split()), default=0.0)
    return words * STRONG + (measure.width(f"{cell.mark} ", size) if cell.mark else 0.0)


def columns_of(table: Table, places: Sequence[int]) -> Table:
    """Some columns of a table."""
    return replace(
        table,
        heads=tuple(table.heads[place] for place in places),
        rows=tuple(tuple(row[place] for place in places) for row in table.rows),
        widths=tuple(table.widths[place] for place in places),
        aligns=tuple(table.aligns[place] for place in places),
    )


def insets(aligns: Sequence[str]) -> tuple[float, ...]:
    """The room left of each column's text: more between a column set to the right and one set to the left."""
    return tuple(
        PADDING + (12.0 if number and align == "left" and aligns[number - 1] == "right" else 0.0)
        for number, align in enumerate(aligns)
    )


def _fitted(
    row: Sequence[Cell], columns: Sequence[float], sides: Sequence[float], size: float, most: int, tight: bool
) -> tuple[tuple[Cell, ...], float, list[str]]:
    """A row with its cells shortened to so many lines, how high it is, and what was cut."""
    shown, lines, cuts = [], 1, []
    for cell, room, side in zip(row, columns, sides, strict=True):
        inside = room - PADDING - side - 1
        beside = measure.width(f"{cell.mark} ", size) if cell.mark else 0.0
        beside += measure.width(f" {cell.after}", size) if cell.after else 0.0
        strong = STRONG if cell.strong else 1.0
        if cell.after and beside + measure.width(cell.text, size * strong) > inside:
            beside = max(0.0, beside - measure.width(f" {cell.after}", size))
            extra = 1
        else:
            extra = 0
        text, count, cut = measure.fit(cell.text, max(inside - beside, size * 2), size * strong, most)
        cuts += [cell.text] if cut else []
        shown.append(replace(cell, text=text))
        lines = max(lines, count + extra)
    return tuple(shown), lines * size * measure.LINE + (PADDING if tight else PADDING * 1.75), cuts
