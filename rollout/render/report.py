"""A briefing -> HWPX: a short report in the form that Korean ministries use (title block, summary box, □ ○ - levels,
tables, annex of sources).
"""

import re
import zipfile
from collections.abc import Collection, Mapping, Sequence
from functools import partial
from io import BytesIO
from typing import Any

from hwpx import HwpxDocument
from hwpx.layout.pages import estimate_pages

from rollout.document.briefing import Briefing
from rollout.language.words import Words
from rollout.render import measure, printed
from rollout.render.archive import property_text, settled
from rollout.render.parts import Cell, Section, Table
from rollout.render.theme import LIGHT

FACE, BODY_FACE = "맑은 고딕", "함초롬바탕"
HP = "{http://www.hancom.co.kr/hwpml/2011/paragraph}"
MM = 7200 / 25.4
TEXT_MM = 170.0
PT_MM = 25.4 / 72
BODY_MM = (
    400.0  # two pages with the gaps that whole tables leave at their foot, less the title; the annex takes the third
)
MOST_ROWS, FEWEST_ROWS = 20, 4
PAGES, PAGE_UNITS = 3, 69_000  # HWPUNIT of text a page
MOST_SOURCES, FEWEST_SOURCES = 45, 5
LEFT_OUT = ("map", "definitions", "sources")
TONES = {
    "": "#000000",
    "blue": LIGHT.blue,
    "green": LIGHT.green,
    "amber": LIGHT.amber,
    "red": LIGHT.red,
    "subtle": LIGHT.subtle,
}
RANDOM_ID = re.compile(r'\b(id|idRef|instid)="(\d{5,})"')
DOUBLE_NUMBER = re.compile(r'<hp:run charPrIDRef="\d+"><hp:ctrl><hp:pageNum [^>]*/></hp:ctrl></hp:run>')
DOUBLE_FOOTER = re.compile(
    r"<hp:footer (?:(?!</hp:footer>).)*</hp:footer><hp:footerApply [^>]*/>(?=</hp:secPr>)", re.DOTALL
)  # Hangul keeps a footer in a control of the text


def write(briefing: Briefing) -> bytes:
    """The report as an HWPX file; the same briefing gives the same bytes."""
    w = Words(briefing.lang)
    sheet = _Sheet()
    _head(sheet, briefing, w)
    sections = [printed.section(section, "report", w) for section in briefing.sections if section.id not in LEFT_OUT]
    first = sections[0] if sections and (sections[0].lead or sections[0].figures) else None
    if first:
        sheet.box([first.title, *(text.text for text in first.lead)])
    most, left_out = _budget(sections, briefing.droppable)
    for section in sections:
        if section.id not in left_out:
            _section(sheet, section, most, w, told=section is first)
    if left_out:
        _findings(sheet, [section for section in sections if section.id in left_out], w)
    told = [
        i for section in sections if section.id not in left_out and section.table for i in _named(section.table, most)
    ]
    _annex(sheet, told, sections, briefing, w)
    sheet.document.page.set_page_number(target="footer", align="CENTER")
    sheet.document.parts.set_document_metadata(
        title=property_text(briefing.title),
        creator="rollout monitor",
        subject=property_text(briefing.footer),
        keyword="",
        created_date=f"{briefing.as_of.isoformat()}T00:00:00Z",
        modified_date=f"{briefing.as_of.isoformat()}T00:00:00Z",
    )
    return settled(_steady(sheet.document.to_bytes(), sheet.plain(), briefing), briefing.as_of)


class _Sheet:
    """A document being written: its paragraph shapes and letters, each made once."""

    def __init__(self) -> None:
        self.document: Any = HwpxDocument.new()
        self.document.page.setup(
            paper_size="A4",
            margin_left_mm=20,
            margin_right_mm=20,
            margin_top_mm=15,
            margin_bottom_mm=15,
            header_margin_mm=8,
            footer_margin_mm=8,
        )
        self._letters: dict[tuple[Any, ...], str] = {}
        self._shapes: dict[tuple[Any, ...], str] = {}
        self._said: list[str] = []
        line = self.document.styles.ensure_border_fill
        self._plain = line(border_color="#8A949E", border_width="0.12 mm")
        self._header = line(border_color="#8A949E", border_width="0.12 mm", fill_color="#ECEEF0")
        self._title = line(border_color=LIGHT.ramp[5], border_width="0.5 mm", fill_color=LIGHT.blue_soft)
        self._summary = line(border_color="#58616A", border_width="0.4 mm")

    def plain(self) -> str:
        """What was written, as lines."""
        return "\n".join(self._said)

    def letters(self, size: float, tone: str = "", bold: bool = False, face: str = FACE) -> str:
        """The id of a letter shape."""
        key = (size, tone, bold, face)
        if key not in self._letters:
            self._letters[key] = self.document.styles.ensure_run(size=size, color=TONES[tone], bold=bold, font=face)
        return self._letters[key]

    def shape(
        self,
        align: str = "JUSTIFY",
        left: float = 0,
        first: float = 0,
        before: float = 0,
        after: float = 0,
        line: int = 150,
        keep: bool = False,
    ) -> str:
        """The id of a paragraph shape; lengths in mm, gaps in points."""
        key = (align, left, first, before, after, line, keep)
        if key not in self._shapes:
            sample = self.document.add_paragraph("")
            self.document.styles.apply_paragraph_format(
                paragraphs=[sample],
                alignment=align,
                indent_left_mm=left,
                first_line_indent_mm=first,
                spacing_before_pt=before,
                spacing_after_pt=after,
                line_spacing_percent=line,
                keep_with_next=keep,
            )
            self._shapes[key] = str(sample.para_pr_id_ref)
            self.document.remove_paragraph(sample)
        return self._shapes[key]

    def line(self, text: str, letters: str, shape: str, mark: str = "") -> None:
        """A paragraph, with its mark before it."""
        told = f"{mark} {text}" if mark else text
        self._said.append(told)
        self.document.add_paragraph(told, para_pr_id_ref=shape, char_pr_id_ref=letters, style_id_ref="0")

    def title(self, text: str) -> None:
        """The title block."""
        self._said.append(text)
        frame = self._table(1, 1, self._title)
        self._fill(
            frame.cell(0, 0),
            [[(text, self.letters(20, bold=True))]],
            self.shape("CENTER", before=4, after=4, line=130),
            self._title,
        )

    def box(self, lines: Sequence[str]) -> None:
        """The summary box."""
        self._said += lines
        frame = self._table(1, 1, self._summary)
        self._fill(
            frame.cell(0, 0),
            [[(f"◇ {text}", self.letters(12, bold=True))] for text in lines],
            self.shape("JUSTIFY", left=6, first=-5, before=2, after=2, line=140),
            self._summary,
        )

    def table(self, table: Table, rows: Sequence[Sequence[Cell]], size: float) -> None:
        """A table with a grey head that repeats on every page."""
        frame = self._table(len(rows) + 1, len(table.heads), self._plain)
        frame.set_column_widths(list(table.widths))
        frame.element.set("repeatHeader", "1")
        if table.board:  # many narrow columns
            frame.element.find(f"{HP}inMargin").attrib.update({"left": "140", "right": "80"})
        self._said.append("\t".join(table.heads))
        head, grid = self.shape("CENTER", line=115), [list(row.cells) for row in frame.rows]
        for cell, text in zip(grid[0], table.heads, strict=True):
            cell.element.set("header", "1")
            self._fill(cell, [[(text, self.letters(size, bold=True))]], head, self._header)
        sides = [
            self.shape({"left": "LEFT", "right": "RIGHT", "center": "CENTER"}[align], line=115)
            for align in table.aligns
        ]
        for row, places in zip(rows, grid[1:], strict=True):
            self._said.append("\t".join(cell.whole.replace("\n", " / ") for cell in row))
            for cell, place, side in zip(row, places, sides, strict=True):
                self._fill(place, self._runs(cell, size), side, self._plain)

    def _runs(self, cell: Cell, size: float) -> list[list[tuple[str, str]]]:
        """A cell's lines, each its runs of text and letters."""
        lines = [[(text, self.letters(size, cell.tone, cell.strong))] for text in cell.text.split("\n")]
        if cell.mark:
            lines[0].insert(0, (f"{cell.mark} " if cell.text else cell.mark, self.letters(size, cell.mark_tone)))
        if cell.after:
            lines[-1].append((f" {cell.after}", self.letters(size, cell.after_tone or "subtle", bold=True)))
        return lines

    def _table(self, rows: int, columns: int, border: str) -> Any:
        shape = self.shape(before=2, after=2, line=130)
        return self.document.add_table(
            rows, columns, width=round(TEXT_MM * MM), border_fill_id_ref=border, para_pr_id_ref=shape
        )

    def _fill(self, cell: Any, lines: Sequence[Sequence[tuple[str, str]]], shape: str, border: str) -> None:
        """Lines of runs into a cell, in place of its empty paragraph."""
        cell.element.set("borderFillIDRef", border)
        for number, runs in enumerate(lines):
            paragraph = (
                cell.paragraphs[0]
                if number == 0
                else cell.add_paragraph("", para_pr_id_ref=shape, char_pr_id_ref=runs[0][1])
            )
            paragraph.para_pr_id_ref = shape
            for run in list(paragraph.runs):
                run.remove()
            for text, letters in runs:
                paragraph.add_run(text, char_pr_id_ref=letters)


def _head(sheet: _Sheet, briefing: Briefing, w: Words) -> None:
    sheet.title(briefing.title)
    facts = [
        briefing.clock,
        w.t("compared with {day}", day=dict(briefing.about)[w.t("Compared with")]),
        briefing.snapshot,
    ]
    sheet.line(" · ".join(facts), sheet.letters(10, "subtle"), sheet.shape("RIGHT", before=3, line=130))
    named = " · ".join(part for part in (briefing.subtitle, briefing.audience) if part)
    sheet.line(named, sheet.letters(10, "subtle"), sheet.shape("RIGHT", after=4, line=130))


def _section(sheet: _Sheet, section: Section, most: int, w: Words, told: bool) -> None:
    """□ the finding, ○ what bears it out, - what to mind; then the table."""
    first, second, third = (
        sheet.shape(left=left, first=-5, before=before, after=1, line=145, keep=keep)
        for left, before, keep in ((6, 9, True), (10, 2, False), (15, 1, False))
    )
    heading = w.t("Key figures") if told and section.figures else section.title
    sheet.line(heading, sheet.letters(14, bold=True), first, "□")
    if not told:
        for said in section.lead:
            sheet.line(said.text, sheet.letters(12, face=BODY_FACE), second, "○")
    for line in section.note.split("\n"):
        if line:
            sheet.line(line, sheet.letters(12, face=BODY_FACE), second, "○")
    if section.figures:
        sheet.table(*_figures(section, w), 9.5)
    table = section.table
    if table and table.rows and not most:
        return
    if table and table.rows:
        rows = [table.rows[place] for place in _shown(table, most)]
        if section.unit:
            sheet.line(section.unit, sheet.letters(9, "subtle"), sheet.shape("RIGHT", line=120, keep=True))
        sheet.table(table, rows, 7 if table.board else 9)
        if len(rows) < len(table.rows):
            sheet.line(
                w.t("and {n} more, in the annex (XLSX)", n=w.number(len(table.rows) - len(rows))),
                sheet.letters(9, "subtle"),
                sheet.shape("RIGHT", line=120),
            )
        if section.legend:
            sheet.line(section.legend, sheet.letters(8, "subtle"), sheet.shape(line=120))
    elif table:
        sheet.line(table.empty, sheet.letters(12, face=BODY_FACE), second, "○")
    if section.warning:
        sheet.line(section.warning, sheet.letters(10, "amber", face=BODY_FACE), third, "-")


def _findings(sheet: _Sheet, sections: Sequence[Section], w: Words) -> None:
    """□ one heading, ○ the finding of each section whose table is only in the annex, - the officer's note."""
    sheet.line(
        w.t("Further findings (tables in the annex, XLSX)"),
        sheet.letters(14, bold=True),
        sheet.shape(left=6, first=-5, before=9, after=1, line=145, keep=True),
        "□",
    )
    for section in sections:
        finding, *note = _brief(section)
        sheet.line(
            finding, sheet.letters(12, face=BODY_FACE), sheet.shape(left=10, first=-5, before=2, after=1, line=145), "○"
        )
        for line in note:
            sheet.line(
                line,
                sheet.letters(11, face=BODY_FACE),
                sheet.shape(left=15, first=-5, before=1, after=1, line=145),
                "-",
            )


def _figures(section: Section, w: Words) -> tuple[Table, tuple[tuple[Cell, ...], ...]]:
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
    return Table(
        (w.t("Figure"), w.t("Value"), w.t("What it says"), w.t("Change")),
        rows,
        (22, 20, 32, 26),
        ("left", "right", "left", "left"),
    ), rows


def _shown(table: Table, most: int) -> list[int]:
    """The places of the rows that a table has room for."""
    return [place for place, rank in enumerate(table.ranks) if table.board or rank < most]


def _named(table: Table, most: int) -> set[str]:
    """The sources that the source column of its printed rows names."""
    return (
        set()
        if table.board
        else {i for place in _shown(table, most) for i in sorted(set(table.origins[place]))[: printed.IDS_SHOWN]}
    )


def _annex(sheet: _Sheet, told: Collection[str], sections: Sequence[Section], briefing: Briefing, w: Words) -> None:
    """Sources by their numbers: those that the printed rows name (`told`), then as many of the other rows' as there is
    room for.
    """
    named = {
        i
        for section in sections
        if section.table
        for origins in section.table.origins
        for i in sorted(set(origins))[: printed.IDS_SHOWN]
    }
    ids = sorted(named & briefing.sources.keys(), key=lambda i: (i not in told, i)) or sorted(briefing.sources)
    ids = sorted(
        ids[: _sources_left(sheet, [f"{i}  {briefing.sources[i][0]}, “{briefing.sources[i][1]}”" for i in ids])]
    )
    shape = sheet.shape(before=10, after=2, line=140, keep=True)
    heading = w.t(
        "Annex: sources ({n} named here of {total})", n=w.number(len(ids)), total=w.number(len(briefing.sources))
    )
    sheet.line(heading, sheet.letters(12, bold=True), shape, "□")
    small, thin = sheet.letters(8), sheet.shape("LEFT", left=14, first=-13, line=115)
    for i in ids:
        publisher, title, published, _ = briefing.sources[i]
        sheet.line(f"{i}  {publisher}, “{title}”, {published}", small, thin)
    told = w.t("All sources with their links, and the definitions, are in the annex (XLSX) of the same briefing.")
    sheet.line(told, sheet.letters(8, "subtle"), sheet.shape("LEFT", before=2, line=115))


def _sources_left(sheet: _Sheet, lines: Sequence[str]) -> int:
    """How many of these lines the last page still has room for."""
    last = estimate_pages(sheet.document).lines[-1][-1]
    room = (PAGES - 1 - last.page) * PAGE_UNITS + PAGE_UNITS - last.vertpos - 8_000
    count = 0
    for line in lines[:MOST_SOURCES]:
        room -= 930 * len(measure.wrap(line + " 2026-03-31", (TEXT_MM - 14) / PT_MM, 8))
        if room < 0 and count >= FEWEST_SOURCES:
            break
        count += 1
    return count


def _budget(sections: Sequence[Section], droppable: Mapping[str, int]) -> tuple[int, frozenset[str]]:
    """How many rows of each table two pages have room for, and which sections must do without their table."""
    heights = {section.id: (_text_height(section), _row_heights(section)) for section in sections}
    short = {
        section.id: sum(len(measure.wrap(line, (TEXT_MM - 12) / PT_MM, 12)) * 6.2 + 1 for line in _brief(section))
        for section in sections
    }
    boards = {section.id for section in sections if section.table and section.table.board}
    left_out: set[str] = set()
    spare = sorted((name for name in heights if name in droppable), key=droppable.__getitem__)

    def high(name: str, most: int) -> float:
        text, rows = heights[name]
        if not rows:
            return text
        return short[name] if name in left_out else text + 14 + sum(rows if name in boards else rows[:most])

    while True:
        for most in range(MOST_ROWS, FEWEST_ROWS - 1, -1):
            if sum(high(name, most) for name in heights) <= BODY_MM:
                return most, frozenset(left_out)
        if not spare:
            return FEWEST_ROWS, frozenset(left_out)
        left_out.add(spare.pop(0))


def _brief(section: Section) -> list[str]:
    """A section in its finding and the officer's note alone: its table is in the annex, its sentences would cost
    another section's table.
    """
    return [section.title, *(line for line in section.note.split("\n") if line)]


def _text_height(section: Section) -> float:
    """About how high a section stands without its table, in mm."""
    high = 5.0 + len(measure.wrap(section.title, (TEXT_MM - 8) / PT_MM, 14)) * 7.2 + len(section.figures) * 7.0
    said = [*(text.text for text in section.lead), section.note, section.warning]
    high += sum(len(measure.wrap(text, (TEXT_MM - 12) / PT_MM, 12)) * 6.2 + 1 for text in said if text)
    return high + (8 if section.legend else 0)


def _row_heights(section: Section) -> list[float]:
    """About how high each row of a section's table stands, in mm; only those that could ever be shown."""
    table = section.table
    if table is None:
        return []
    size = 7 if table.board else 9
    rooms = [TEXT_MM / PT_MM * share / sum(table.widths) - (4 if table.board else 10) for share in table.widths]
    rows = table.rows if table.board else table.rows[:MOST_ROWS]
    return [
        max(len(measure.wrap(cell.whole, room, size)) for cell, room in zip(row, rooms, strict=True))
        * size
        * 1.2
        * PT_MM
        + 1.6
        for row in rows
    ]


def _renumbered(found: re.Match[str], known: dict[str, str]) -> str:
    """A random id as a number that is the same each time: ids in their order of appearance."""
    return f'{found[1]}="{known.setdefault(found[2], str(100_001 + len(known)))}"'


def _steady(content: bytes, text: str, briefing: Briefing) -> bytes:
    """The archive with its random ids numbered in order, one page number and one footer instead of two, and a preview
    of its own text.
    """
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for member in old.infolist():
            data = old.read(member)
            if member.filename.startswith("Contents/section"):
                numbers: dict[str, str] = {}
                content_xml = DOUBLE_FOOTER.sub("", DOUBLE_NUMBER.sub("", data.decode("utf-8")))
                content_xml = RANDOM_ID.sub(partial(_renumbered, known=numbers), content_xml)
                data = content_xml.encode("utf-8")
            elif member.filename == "Preview/PrvText.txt":
                data = text[:1000].encode("utf-8")
            elif member.filename == "Contents/content.hpf":
                day = briefing.as_of.isoformat()
                data = re.sub(rb'(<opf:meta name="date"[^>]*>)[^<]*', rb"\g<1>" + day.encode(), data)
                data = re.sub(rb'(<opf:meta name="lastsaveby"[^>]*>)[^<]*', rb"\g<1>rollout monitor", data)
            new.writestr(member, data)
    return out.getvalue()
