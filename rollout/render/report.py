"""A briefing -> HWPX.

A short report in the form that Korean ministries use (title block, summary box, □ ○ - levels, tables, annex of
sources).
"""

import re
import zipfile
from collections.abc import Collection, Mapping, Sequence
from functools import partial
from io import BytesIO

from hwpx.layout.pages import estimate_pages

from rollout.document.briefing import Briefing
from rollout.language.words import Words
from rollout.render import measure, printed
from rollout.render.archive import property_text, settled
from rollout.render.hwpx import BODY_FACE, TEXT_MM, Sheet
from rollout.render.parts import Cell, Section, Table

PT_MM = 25.4 / 72
BODY_MM = (
    400.0  # two pages with the gaps that whole tables leave at their foot, less the title; the annex takes the third
)
MOST_ROWS, FEWEST_ROWS = 20, 4
PAGES, PAGE_UNITS = 3, 69_000  # HWPUNIT of text a page
MOST_SOURCES, FEWEST_SOURCES = 45, 5
LEFT_OUT = ("map", "definitions", "sources")
RANDOM_ID = re.compile(r'\b(id|idRef|instid)="(\d{5,})"')
DOUBLE_NUMBER = re.compile(r'<hp:run charPrIDRef="\d+"><hp:ctrl><hp:pageNum [^>]*/></hp:ctrl></hp:run>')
DOUBLE_FOOTER = re.compile(
    r"<hp:footer (?:(?!</hp:footer>).)*</hp:footer><hp:footerApply [^>]*/>(?=</hp:secPr>)", re.DOTALL
)  # Hangul keeps a footer in a control of the text


def write(briefing: Briefing) -> bytes:
    """The report as an HWPX file; the same briefing gives the same bytes."""
    w = Words(briefing.lang)
    sheet = Sheet()
    _head(sheet, briefing, w)
    sections = [printed.section(section, "report", w) for section in briefing.sections if section.id not in LEFT_OUT]
    first = sections[0] if sections and (sections[0].lead or sections[0].figures) else None
    if first:
        sheet.box([first.title, *(text.text for text in first.lead)])
    most, left_out = _budget(sections, briefing.droppable)
    for section in sections:
        if section.id not in left_out:
            _section(sheet, section, most, w, in_summary=section is first, annexed=briefing.annexed)
    if left_out:
        _findings(sheet, [section for section in sections if section.id in left_out], w)
    cited = [
        i for section in sections if section.id not in left_out and section.table for i in _named(section.table, most)
    ]
    _annex(sheet, cited, sections, briefing, w)
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


def _head(sheet: Sheet, briefing: Briefing, w: Words) -> None:
    sheet.title(briefing.title)
    facts = [
        briefing.clock,
        w.t("compared with {day}", day=dict(briefing.about)[w.t("Compared with")]),
        briefing.snapshot,
    ]
    sheet.line(" · ".join(facts), sheet.letters(10, "subtle"), sheet.shape("RIGHT", before=3, line=130))
    named = " · ".join(part for part in (briefing.subtitle, briefing.audience) if part)
    sheet.line(named, sheet.letters(10, "subtle"), sheet.shape("RIGHT", after=4, line=130))


def _section(sheet: Sheet, section: Section, most: int, w: Words, in_summary: bool, annexed: bool) -> None:
    """□ the finding, ○ what bears it out, - what to mind; then the table."""
    first, second, third = (
        sheet.shape(left=left, first=-5, before=before, after=1, line=145, keep=keep)
        for left, before, keep in ((6, 9, True), (10, 2, False), (15, 1, False))
    )
    heading = w.t("Key figures") if in_summary and section.figures else section.title
    sheet.line(heading, sheet.letters(14, bold=True), first, "□")
    if not in_summary:
        for sentence in section.lead:
            sheet.line(sentence.text, sheet.letters(12, face=BODY_FACE), second, "○")
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
            left = w.number(len(table.rows) - len(rows))
            said = w.t("and {n} more, in the annex (XLSX)", n=left) if annexed else w.t("{n} more", n=left)
            sheet.line(said, sheet.letters(9, "subtle"), sheet.shape("RIGHT", line=120))
        if section.legend:
            sheet.line(section.legend, sheet.letters(8, "subtle"), sheet.shape(line=120))
    elif table:
        sheet.line(table.empty, sheet.letters(12, face=BODY_FACE), second, "○")
    if section.warning:
        sheet.line(section.warning, sheet.letters(10, "amber", face=BODY_FACE), third, "-")


def _findings(sheet: Sheet, sections: Sequence[Section], w: Words) -> None:
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
    return [place for place, rank in enumerate(table.ranks) if table.uncut or rank < most]


def _named(table: Table, most: int) -> set[str]:
    """The sources that the source column of its printed rows names."""
    return (
        set()
        if table.board
        else {i for place in _shown(table, most) for i in sorted(set(table.origins[place]))[: printed.IDS_SHOWN]}
    )


def _annex(sheet: Sheet, cited: Collection[str], sections: Sequence[Section], briefing: Briefing, w: Words) -> None:
    """Sources by their numbers.

    Those that the printed rows name (`cited`), then as many of the other rows' as there is room for.
    """
    named = {
        i
        for section in sections
        if section.table
        for origins in section.table.origins
        for i in sorted(set(origins))[: printed.IDS_SHOWN]
    }
    ids = sorted(named & briefing.sources.keys(), key=lambda i: (i not in cited, i)) or sorted(briefing.sources)
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
    if briefing.annexed:
        closing = w.t(
            "All sources with their links, and the definitions, are in the annex (XLSX) of the same briefing."
        )
        sheet.line(closing, sheet.letters(8, "subtle"), sheet.shape("LEFT", before=2, line=115))


def _sources_left(sheet: Sheet, lines: Sequence[str]) -> int:
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
    boards = {section.id for section in sections if section.table and section.table.uncut}
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
    """A section in its finding and the officer's note alone.

    Its table is in the annex, its sentences would cost another section's table.
    """
    return [section.title, *(line for line in section.note.split("\n") if line)]


def _text_height(section: Section) -> float:
    """About how high a section stands without its table, in mm."""
    high = 5.0 + len(measure.wrap(section.title, (TEXT_MM - 8) / PT_MM, 14)) * 7.2 + len(section.figures) * 7.0
    texts = [*(text.text for text in section.lead), section.note, section.warning]
    high += sum(len(measure.wrap(text, (TEXT_MM - 12) / PT_MM, 12)) * 6.2 + 1 for text in texts if text)
    return high + (8 if section.legend else 0)


def _row_heights(section: Section) -> list[float]:
    """About how high each row of a section's table stands, in mm; only those that could ever be shown."""
    table = section.table
    if table is None:
        return []
    size = 7 if table.board else 9
    rooms = [TEXT_MM / PT_MM * share / sum(table.widths) - (4 if table.board else 10) for share in table.widths]
    rows = table.rows if table.uncut else table.rows[:MOST_ROWS]
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
    """The archive with its random ids numbered in order, so that the same briefing gives the same bytes.

    It has one page number and one footer instead of two, and a preview of its own text.
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
