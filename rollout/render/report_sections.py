"""Sections of a report that belong to no part of the customary form: each with its finding, sentences and table.

How many rows a table has is worked out from the room there is.
"""

from collections.abc import Mapping, Sequence

from rollout.document.briefing import Briefing
from rollout.document.model import Section
from rollout.language.words import Words
from rollout.render import measure, parts, printed
from rollout.render.hwpx import PT_MM, TEXT_MM, Sheet
from rollout.render.hwpx_styles import STYLES
from rollout.render.parts import Cell, Table

ROOM_MM, ROOM_BESIDE_MM = 430.0, 200.0  # of a report that has nothing else; behind the parts of the form
MOST_ROWS, FEWEST_ROWS = 20, 4
LEFT_OUT = ("map", "definitions", "sources")
TEXT_WIDE = (TEXT_MM - 12) / PT_MM


class Sections:
    """What writes them; the sources that their printed rows name come back."""

    def __init__(self, sheet: Sheet, briefing: Briefing, w: Words):
        self._sheet, self._briefing, self._w = sheet, briefing, w
        self._cited: list[str] = []

    def write(self, sections: Sequence[Section]) -> list[str]:
        """Write them; returns the ids of the sources that their printed rows name."""
        made = [printed.section(section, "report", self._w) for section in sections if section.id not in LEFT_OUT]
        if not made:
            return []
        room = ROOM_BESIDE_MM if self._briefing.parts else ROOM_MM
        most, left_out = _budget(made, self._briefing.droppable, room)
        for section in made:
            if section.id not in left_out:
                self._section(section, most)
        if left_out:
            self._findings([section for section in made if section.id in left_out])
        return self._cited

    def _section(self, section: parts.Section, most: int) -> None:
        """□ the finding, ○ what bears it out; then the table; ※ what to mind."""
        sheet = self._sheet
        sheet.line(section.title, "first", "□")
        for sentence in (*(text.text for text in section.lead), *section.note.split("\n")):
            if sentence:
                sheet.line(sentence, "second", "○")
        if section.figures:
            sheet.table(*_figures(section, self._w))
        if section.table and section.table.rows:
            self._table(section, section.table, most)
        elif section.table:
            sheet.line(section.table.empty, "second", "○")
        if section.warning:
            sheet.line(section.warning, "remark", "※")

    def _table(self, section: parts.Section, table: Table, most: int) -> None:
        sheet, w = self._sheet, self._w
        places = [place for place, rank in enumerate(table.ranks) if table.uncut or rank < most]
        if not places or table.board:
            return
        if section.unit:
            sheet.line(section.unit, "unit")
        sheet.table(table, [table.rows[place] for place in places], "small")
        if len(places) < len(table.rows):
            left = w.number(len(table.rows) - len(places))
            more = (
                w.t("and {n} more, in the annex (XLSX)", n=left) if self._briefing.annexed else w.t("{n} more", n=left)
            )
            sheet.line(more, "unit")
        if section.legend:
            sheet.line(section.legend, "foot")
        self._cited += [i for place in places for i in sorted(set(table.origins[place]))[: printed.IDS_SHOWN]]

    def _findings(self, sections: Sequence[parts.Section]) -> None:
        """□ one heading, ○ the finding of each section whose table is only in the annex, - the officer's note."""
        self._sheet.line(self._w.t("Further findings (tables in the annex, XLSX)"), "first", "□")
        for section in sections:
            finding, *note = _brief(section)
            self._sheet.line(finding, "second", "○")
            for line in note:
                self._sheet.line(line, "third", "-")


def _figures(section: parts.Section, w: Words) -> tuple[Table, tuple[tuple[Cell, ...], ...]]:
    """The key figures as a table."""
    rows = tuple(
        (
            Cell(f.name, strong=True),
            Cell(f"{f.value} {f.unit}".strip(), f.tone, strong=True),
            Cell(f.fact),
            Cell(f.change, "subtle"),
        )
        for f in section.figures
    )
    heads = (w.t("Figure"), w.t("Value"), w.t("What it says"), w.t("Change"))
    return Table(heads, rows, (21, 15, 31, 33), ("left", "right", "left", "left")), rows


def _budget(sections: Sequence[parts.Section], droppable: Mapping[str, int], room: float) -> tuple[int, frozenset[str]]:
    """How many rows of each table there is room for, and which sections must do without their table."""
    heights = {section.id: (_text_height(section), _row_heights(section)) for section in sections}
    short = {section.id: sum(_lines_high(line, "second") for line in _brief(section)) for section in sections}
    uncut = {section.id for section in sections if section.table and section.table.uncut}
    left_out: set[str] = set()
    spare = sorted((name for name in heights if name in droppable), key=droppable.__getitem__)

    def high(name: str, most: int) -> float:
        text, rows = heights[name]
        if not rows:
            return text
        return short[name] if name in left_out else text + 14 + sum(rows if name in uncut else rows[:most])

    while True:
        for most in range(MOST_ROWS, FEWEST_ROWS - 1, -1):
            if sum(high(name, most) for name in heights) <= room:
                return most, frozenset(left_out)
        if not spare:
            return FEWEST_ROWS, frozenset(left_out)
        left_out.add(spare.pop(0))


def _brief(section: parts.Section) -> list[str]:
    """A section in its finding and the officer's note alone.

    Its table is in the annex, its sentences would cost another section's table.
    """
    return [section.title, *(line for line in section.note.split("\n") if line)]


def _lines_high(text: str, style: str) -> float:
    """About how high a text stands in a style, in mm."""
    own = STYLES[style]
    gaps = (own.before + own.after) * PT_MM
    return len(measure.wrap(text, TEXT_WIDE, own.size)) * own.size * own.line / 100 * PT_MM + gaps


def _text_height(section: parts.Section) -> float:
    """About how high a section stands without its table, in mm."""
    high = _lines_high(section.title, "first") + len(section.figures) * 7.0
    high += sum(_lines_high(text, "second") for text in (*(t.text for t in section.lead), section.note) if text)
    return high + (_lines_high(section.warning, "remark") if section.warning else 0) + (8 if section.legend else 0)


def _row_heights(section: parts.Section) -> list[float]:
    """About how high each row of a section's table stands, in mm; only those that could ever be shown."""
    table = section.table
    if table is None or table.board:
        return []
    size = STYLES["small"].size
    rooms = [TEXT_MM / PT_MM * share / sum(table.widths) - 12 for share in table.widths]
    rows = table.rows if table.uncut else table.rows[:MOST_ROWS]
    return [
        max(len(measure.wrap(cell.whole, room, size)) for cell, room in zip(row, rooms, strict=True))
        * size
        * 1.25
        * PT_MM
        + 1.6
        for row in rows
    ]
