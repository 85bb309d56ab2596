"""An HWPX document being written: paragraphs, tables and pictures in the styles of a report.

Every paragraph has a style (바탕글, 개요 1 to 3, 표, …) and no shape of its own. In an office's own form the styles
that it has by these names, and that somebody has dressed, are taken as they are.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from hwpx import HwpxDocument
from lxml import etree  # type: ignore[import-untyped]

from rollout.render import measure
from rollout.render.bars import Bar, png
from rollout.render.columns import spread
from rollout.render.flow import Flow
from rollout.render.hwpx_styles import FALLBACKS, STYLES, Style
from rollout.render.parts import Cell, Table
from rollout.render.theme import LIGHT

HANGUL = re.compile("[가-힣]")
HP = "{http://www.hancom.co.kr/hwpml/2011/paragraph}"
HH = "{http://www.hancom.co.kr/hwpml/2011/head}"
PT = 100
PT_MM = 25.4 / 72
TEXT_MM = 170.0
CELL_PADDING = 5.1  # points at each side of a cell
CELL_EDGE = 2.0  # above and below its lines
TABLE_LINE = 1.25
BAR_ROOM = 36.0  # beside a value
BAR_LONGEST = 96  # pixels of 120: the rest keeps it apart from the value
FIRM = "\u00a0"  # between what must not be parted
TALLEST_WHOLE = 600.0  # points of a table that stands on one page
PAGE_HIGH = (297 - 2 * (15 + 8)) / PT_MM * 0.97  # some faces need more room than ours
TONES = {
    "": "#000000",
    "blue": LIGHT.blue,
    "green": LIGHT.green,
    "amber": LIGHT.amber,
    "red": LIGHT.red,
    "subtle": LIGHT.subtle,
}


class Sheet:
    """A document being written. `document`: an office's form; without it a blank one."""

    def __init__(self, document: Any = None) -> None:
        self.is_form = document is not None
        self.document: Any = document if self.is_form else HwpxDocument.new()
        self._head = self.document.oxml.headers[0]
        self._refs: dict[str, tuple[str, str, str]] = {}
        self._letters: dict[tuple[Any, ...], str] = {}
        self._written: list[str] = []
        self.wide = _text_wide(self.document.sections[-1].element) if self.is_form else TEXT_MM / PT_MM
        self._before = len(self.document.sections[-1].element)
        self.flow = Flow(PAGE_HIGH)
        for face, instead in FALLBACKS.items():
            self.document.styles.ensure_font(face, subst_face=instead)
        if not self.is_form:
            self._set_up()
        line = self.document.styles.ensure_border_fill
        self._plain = line(border_color="#8A949E", border_width="0.12 mm")
        self._header = line(border_color="#8A949E", border_width="0.12 mm", fill_color="#ECEEF0")
        self._title = line(border_color=LIGHT.ramp[5], border_width="0.5 mm", fill_color=LIGHT.blue_soft)
        self._summary = line(border_color="#58616A", border_width="0.4 mm")

    def _set_up(self) -> None:
        """A4 with the customary margins; the outline has levels and prints no number."""
        self.document.page.setup(
            paper_size="A4",
            margin_left_mm=20,
            margin_right_mm=20,
            margin_top_mm=15,
            margin_bottom_mm=15,
            header_margin_mm=8,
            footer_margin_mm=8,
        )
        for head in self._head.element.iter(f"{HH}paraHead"):
            head.text, head.attrib["useInstWidth"], head.attrib["textOffset"] = "", "0", "0"
        for name in STYLES:  # the standing ones take their shapes before anything is written
            self._style(name)

    def plain(self) -> str:
        """What was written, as lines."""
        return "\n".join(self._written)

    def _style(self, name: str) -> tuple[str, str, str]:
        """The ids of a style, its paragraph shape and its letter shape; a form's own come before ours."""
        if name not in self._refs:
            style, known = STYLES[name], {one.get("name"): one for one in self._head.element.iter(f"{HH}style")}
            found = known.get(style.name)
            if not self.is_form:
                found = self._defined(style, found)
            elif found is None or found.get("charPrIDRef") == known.get("바탕글", {}).get("charPrIDRef"):
                found = self._defined(
                    replace(style, name=f"보고 {style.name}", level=0), None
                )  # theirs is nobody's work
            refs = found.get("id"), found.get("paraPrIDRef"), found.get("charPrIDRef")
            self._refs[name] = refs
        return self._refs[name]

    def _defined(self, style: Style, found: Any) -> Any:
        """A style of the document with our shapes, added where it has none by that name."""
        sample = self.document.add_paragraph("", para_pr_id_ref="0", style_id_ref="0", char_pr_id_ref="0")
        self.document.styles.apply_paragraph_format(
            paragraphs=[sample],
            alignment=style.align,
            indent_left_mm=style.left,
            first_line_indent_mm=style.first,
            spacing_before_pt=style.before,
            spacing_after_pt=style.after,
            line_spacing_percent=style.line,
            keep_with_next=style.keep,
            page_break_before=style.new_page,
            **({"outline_level": style.level} if style.level else {}),
        )
        if found is None:
            every = self._head.element.find(f".//{HH}styles")
            found = etree.SubElement(every, f"{HH}style", dict(every[0].attrib))
            number = str(max(int(one.get("id")) for one in every) + 1) if len(every) > 1 else "0"
            found.attrib.update({"id": number, "name": style.name, "engName": style.english, "nextStyleIDRef": number})
            every.set("itemCnt", str(len(every)))
        found.set("paraPrIDRef", str(sample.para_pr_id_ref))
        shape = self._head.element.find(f".//{HH}paraPr[@id='{sample.para_pr_id_ref}']/{HH}breakSetting")
        shape.set("breakNonLatinWord", "KEEP_WORD")  # lines end between words, as their heights are reckoned
        found.set("charPrIDRef", self._letter(style.size, "", style.bold, style.face))
        self.document.remove_paragraph(sample)
        self._head.mark_dirty()
        return found

    def _letter(self, size: float, tone: str, bold: bool, face: str) -> str:
        key = (size, tone, bold, face)
        if key not in self._letters:
            self._letters[key] = str(
                self.document.styles.ensure_run(size=size, color=TONES[tone], bold=bold, font=face, base_char_pr_id="0")
            )
        return self._letters[key]

    def numbered(self, name: str) -> bool:
        """Whether a style prints a number or a mark of its own, as those of a form may."""
        _, shape, _ = self._style(name)
        found = next(one for one in self._head.element.iter(f"{HH}paraPr") if one.get("id") == shape)
        heading = found.find(f"{HH}heading")
        return self.is_form and heading is not None and heading.get("type") != "NONE"

    def line(self, text: str, style: str, mark: str = "", tone: str = "") -> None:
        """A paragraph in a style, its mark before it."""
        text = text.removesuffix(".") if mark and HANGUL.search(text) else text  # a report's lines are no sentences
        whole = f"{mark} {text}" if mark and not self.numbered(style) else text
        self._written.append(whole)
        number, shape, letters = self._style(style)
        if tone:
            own = STYLES[style]
            letters = self._letter(own.size, tone, own.bold, own.face)
        made = self.document.add_paragraph(whole, para_pr_id_ref=shape, char_pr_id_ref=letters, style_id_ref=number)
        own = STYLES[style]
        if own.new_page:
            self.flow.turn()
        wide = self.wide - own.left / PT_MM
        lines = len(measure.wrap(whole, wide, own.size))
        self.flow.place(lines * own.size * own.line / 100 + own.before + own.after, made.element, own.keep)

    def box(self, lines: Sequence[str], style: str) -> None:
        """Lines in a frame."""
        self._written += lines
        own = STYLES[style]
        room = self.wide - 2 * CELL_PADDING - (own.left + min(own.first, 0)) / PT_MM
        count = sum(len(measure.wrap(line, room, own.size)) for line in lines)
        high = count * own.size * own.line / 100 + len(lines) * (own.before + own.after) + 2 * CELL_EDGE
        frame = self._table(1, 1, self._title if style == "title" else self._summary, [high])
        self._fill(frame.cell(0, 0), [[(line, self._style(style)[2])] for line in lines], style)

    def table(
        self,
        table: Table,
        rows: Sequence[Sequence[Cell]],
        style: str = "cell",
        bars: Sequence[tuple[float, str]] = (),
        bar_column: int = -1,
    ) -> None:
        """A table whose head repeats on every page and whose rows don't split.

        `bars`: the length (0 to 1) and the colour of a bar beside each row's value in `bar_column`.
        """
        size = STYLES[style].size
        heads = tuple(Cell(text, strong=True) for text in table.heads)
        beside = [2 * CELL_PADDING + 1 + (BAR_ROOM if place == bar_column else 0) for place in range(len(heads))]
        columns = spread([heads, *rows], self.wide, beside, size)
        rooms = [wide - edge for wide, edge in zip(columns, beside, strict=True)]
        heights = [_height(row, rooms, size) for row in (heads, *rows)]
        frame = self._table(len(rows) + 1, len(columns), self._plain, heights)
        frame.set_column_widths([round(wide * PT) for wide in columns])
        frame.element.attrib.update({"repeatHeader": "1", "pageBreak": "TABLE"})
        if sum(heights) > TALLEST_WHOLE:  # what stands as a letter is not carried over to the next page
            frame.element.find(f"{HP}pos").set("treatAsChar", "0")
        self._written.append("\t".join(table.heads))
        grid = [list(row.cells) for row in frame.rows]
        for cell, head in zip(grid[0], heads, strict=True):
            cell.element.set("header", "1")
            self._fill(cell, [[(head.text, self._letter(size, "", True, STYLES[style].face))]], f"{style}-head")
            cell.element.set("borderFillIDRef", self._header)
        for number, (row, places) in enumerate(zip(rows, grid[1:], strict=True)):
            self._written.append("\t".join(cell.whole.replace("\n", " / ") for cell in row))
            for column, (cell, place, align) in enumerate(zip(row, places, table.aligns, strict=True)):
                own = style if align == "left" else f"{style}-{align}"
                self._fill(place, self._runs(cell, STYLES[style]), own)
                if bars and column == bar_column:
                    self._bar(place.paragraphs[0], bars[number])

    def _bar(self, paragraph: Any, bar: tuple[float, str]) -> None:
        """A bar before a cell's text."""
        share, colour = bar
        picture = png(120, 12, [Bar(0, 0, max(round(BAR_LONGEST * share), 1), 12, colour)])
        self._picture(paragraph, picture, BAR_ROOM - 6, 7.0, "", first=True)

    def picture(self, picture: bytes, wide: float, high: float, alt: str, style: str = "picture") -> None:
        """A picture in a line of its own, in points; `alt`: what it shows, in words."""
        number, shape, letters = self._style(style)
        paragraph = self.document.add_paragraph(
            "", para_pr_id_ref=shape, char_pr_id_ref=letters, style_id_ref=number, include_run=False
        )
        self._picture(paragraph, picture, wide, high, alt)
        self.flow.place(high + STYLES[style].before, paragraph.element, STYLES[style].keep)

    def _picture(self, paragraph: Any, picture: bytes, wide: float, high: float, alt: str, first: bool = False) -> None:
        item = str(self.document.media.add_image(picture, "png"))
        before = len(paragraph.element)
        paragraph.add_picture(item, width=round(wide * PT), height=round(high * PT))
        made = paragraph.element[before]
        said = made.find(f".//{HP}shapeComment")
        if said is None and alt:
            said = etree.SubElement(made.find(f"{HP}pic"), f"{HP}shapeComment")
        if said is not None:
            said.text = alt
        if first:
            paragraph.element.insert(0, made)

    def _runs(self, cell: Cell, style: Style) -> list[list[tuple[str, str]]]:
        """A cell's lines, each its runs of text and letters."""
        size, face = style.size, style.face
        lines = [[(text, self._letter(size, cell.tone, cell.strong, face))] for text in cell.text.split("\n")]
        if cell.mark:
            lines[0].insert(
                0, (f"{cell.mark}{FIRM}" if cell.text else cell.mark, self._letter(size, cell.mark_tone, False, face))
            )
        if cell.after:
            lines[-1].append((f"{FIRM}{cell.after}", self._letter(size, cell.after_tone or "subtle", True, face)))
        return lines

    def _table(self, rows: int, columns: int, border: str, heights: Sequence[float]) -> Any:
        """An empty table with rows as high as their text."""
        number, shape, letters = self._style("table")
        if self.is_form or self.flow.spots:
            place = self.document.add_paragraph("", style_id_ref=number, char_pr_id_ref=letters, include_run=False)
        else:  # the first paragraph holds the page's settings, too
            place = self.document.paragraphs[0]
            place.style_id_ref = number
        place.para_pr_id_ref = shape
        size = {"width": round(self.wide * PT), "height": round(sum(heights) * PT)}
        frame = place.add_table(rows, columns, border_fill_id_ref=border, char_pr_id_ref=letters, **size)
        for row, high in zip(frame.rows, heights, strict=True):
            for cell in row.cells:
                cell.element.find(f"{HP}cellSz").set("height", str(round(high * PT)))
                cell.element.set("borderFillIDRef", border)
        frame.element.find(f"{HP}sz").set("height", str(round(sum(heights) * PT)))
        self.flow.place(sum(heights) + STYLES["table"].before + STYLES["table"].after, frame.element, False)
        return frame

    def _fill(self, cell: Any, lines: Sequence[Sequence[tuple[str, str]]], style: str) -> None:
        """Lines of runs into a cell, in place of its empty paragraph."""
        number, shape, _ = self._style(style)
        for place, runs in enumerate(lines):
            paragraph = (
                cell.paragraphs[0]
                if place == 0
                else cell.add_paragraph("", para_pr_id_ref=shape, char_pr_id_ref=runs[0][1])
            )
            paragraph.para_pr_id_ref, paragraph.style_id_ref = shape, number
            for run in list(paragraph.runs):
                run.remove()
            for text, letters in runs:
                paragraph.add_run(text, char_pr_id_ref=letters)

    def body(self) -> list[Any]:
        """The paragraphs that were written into a form."""
        return list(self.document.sections[-1].element)[self._before :]

    @property
    def page(self) -> int:
        """The page on which what was written so far ends, from 1; worked out as the document is written."""
        return self.flow.page + 1


def _text_wide(section: Any) -> float:
    """How wide a form's text is, in points."""
    page = section.find(f".//{HP}pagePr")
    margin = page.find(f"{HP}margin")
    return (int(page.get("width")) - int(margin.get("left")) - int(margin.get("right"))) / PT


def _height(row: Sequence[Cell], rooms: Sequence[float], size: float) -> float:
    """How high a row stands, in points."""
    lines = max(len(measure.wrap(cell.whole, room, size * 1.03)) for cell, room in zip(row, rooms, strict=True))
    return lines * size * TABLE_LINE + 2 * CELL_EDGE
