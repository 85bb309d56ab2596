"""The title of a slide and the line that names what it shows: how many lines they take, and in which letters."""

from dataclasses import replace

from rollout.render import measure
from rollout.render.parts import Section
from rollout.render.sheet import SCREEN, SMALLEST, Box, Sheet

LINES = 2
NUMBER = 50.0  # room of what tells the slides of a section apart
STRONG, STRONG_ON_SCREEN = 1.06, 1.2  # how much wider bold letters are: a screen's typeface is not known
UNIT_LINES = 3  # on a screen


def title(text: str, sheet: Sheet) -> tuple[str, int, bool]:
    """The title as it is shown, how many lines it takes, and whether it was cut: on a screen rather smaller."""
    shown, lines, cut = measure.fit(text, _room(sheet), sheet.title_size, LINES)
    return (text, LINES, False) if cut and size(text, LINES, sheet) else (shown, lines, cut)


def size(text: str, lines: int, sheet: Sheet) -> float:
    """The size of a title's letters; 0 where a screen has none small enough."""
    if lines == 1:
        return sheet.title_size
    if not sheet.titles:
        return sheet.title_small
    sizes = (each for each in sheet.titles if len(measure.wrap(text, _room(sheet), each)) <= LINES)
    return next(sizes, 0.0)


def _room(sheet: Sheet) -> float:
    return (sheet.room - NUMBER) / (STRONG_ON_SCREEN if sheet.apart else STRONG)


def with_unit(section: Section, sheet: Sheet) -> Sheet:
    """The sheet, lower where a screen needs more than a line to name what is shown."""
    more = min(len(measure.wrap(section.unit, sheet.room, SMALLEST)), UNIT_LINES) - 1
    return replace(sheet, top=SCREEN.top + more * SMALLEST * measure.LINE) if sheet.apart else sheet


def unit(section: Section, sheet: Sheet) -> str:
    """The line that names what is shown."""
    return measure.fit(section.unit, sheet.room, SMALLEST, UNIT_LINES if sheet.apart else 1)[0]


def unit_box(sheet: Sheet) -> Box:
    """Where the line that names what is shown stands."""
    return Box(sheet.margin, sheet.unit, sheet.room, sheet.top - sheet.unit if sheet.apart else 18)
