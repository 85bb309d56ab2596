"""How wide the columns of a table are where every word and every date shall stand whole. Lengths in points."""

from collections.abc import Sequence

from rollout.render import measure
from rollout.render.parts import Cell

STRONG = 1.08  # how much wider bold letters are
WIDEST_WORD = 0.3  # of a table, at most
SOFT = 0.45  # of a table: a column that would be wider breaks its lines


def spread(
    rows: Sequence[Sequence[Cell]], room: float, beside: Sequence[float], size: float, whole: bool = False
) -> list[float]:
    """The columns' widths: none narrower than its longest word, the rest by how long its texts are.

    `beside`: what each column needs beside its text. `whole`: no line is broken where all have room.
    """
    columns = list(zip(*rows, strict=True))
    least = [
        min(max(_word(cell, size) for cell in cells), room * WIDEST_WORD) + edge
        for cells, edge in zip(columns, beside, strict=True)
    ]
    if sum(least) >= room:
        return [room * wide / sum(least) for wide in least]
    lines = [max(_line(cell, size) for cell in cells) + edge for cells, edge in zip(columns, beside, strict=True)]
    if whole and sum(lines) <= room:
        return [room * wide / sum(lines) for wide in lines]
    wish = [
        max(min(max(_line(cell, size) for cell in cells), room * SOFT) + edge, low)
        for cells, edge, low in zip(columns, beside, least, strict=True)
    ]
    more = [wide - low for wide, low in zip(wish, least, strict=True)]
    spare = room - sum(least)
    if sum(more) > spare:
        return [low + spare * each / sum(more) for low, each in zip(least, more, strict=True)]
    left = (room - sum(wish)) / sum(wish)
    return [wide * (1 + left) for wide in wish]


def _word(cell: Cell, size: float) -> float:
    """The longest word of a cell; its mark stands with the first word."""
    words = [word for line in cell.text.split("\n") for word in line.split()] or [""]
    words[0] = f"{cell.mark} {words[0]}" if cell.mark else words[0]
    words[-1] = f"{words[-1]} {cell.after}" if cell.after else words[-1]
    return max(measure.width(word, size) for word in words) * (STRONG if cell.strong else 1.0)


def _line(cell: Cell, size: float) -> float:
    """The longest line of a cell."""
    lines = cell.text.split("\n")
    lines[0] = f"{cell.mark} {lines[0]}" if cell.mark else lines[0]
    lines[-1] = f"{lines[-1]} {cell.after}" if cell.after else lines[-1]
    return max(measure.width(line, size) for line in lines) * (STRONG if cell.strong else 1.0)
