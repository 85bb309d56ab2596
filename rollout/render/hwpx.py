"""An HWPX document being written: paragraphs, tables and boxes, each shape and letter made once."""

from collections.abc import Sequence
from typing import Any

from hwpx import HwpxDocument

from rollout.render.parts import Cell, Table
from rollout.render.theme import LIGHT

FACE, BODY_FACE = "맑은 고딕", "함초롬바탕"
HP = "{http://www.hancom.co.kr/hwpml/2011/paragraph}"
MM = 7200 / 25.4
TEXT_MM = 170.0
TONES = {
    "": "#000000",
    "blue": LIGHT.blue,
    "green": LIGHT.green,
    "amber": LIGHT.amber,
    "red": LIGHT.red,
    "subtle": LIGHT.subtle,
}


class Sheet:
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
        self._written: list[str] = []
        line = self.document.styles.ensure_border_fill
        self._plain = line(border_color="#8A949E", border_width="0.12 mm")
        self._header = line(border_color="#8A949E", border_width="0.12 mm", fill_color="#ECEEF0")
        self._title = line(border_color=LIGHT.ramp[5], border_width="0.5 mm", fill_color=LIGHT.blue_soft)
        self._summary = line(border_color="#58616A", border_width="0.4 mm")

    def plain(self) -> str:
        """What was written, as lines."""
        return "\n".join(self._written)

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
        whole = f"{mark} {text}" if mark else text
        self._written.append(whole)
        self.document.add_paragraph(whole, para_pr_id_ref=shape, char_pr_id_ref=letters, style_id_ref="0")

    def title(self, text: str) -> None:
        """The title block."""
        self._written.append(text)
        frame = self._table(1, 1, self._title)
        self._fill(
            frame.cell(0, 0),
            [[(text, self.letters(20, bold=True))]],
            self.shape("CENTER", before=4, after=4, line=130),
            self._title,
        )

    def box(self, lines: Sequence[str]) -> None:
        """The summary box."""
        self._written += lines
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
        self._written.append("\t".join(table.heads))
        head, grid = self.shape("CENTER", line=115), [list(row.cells) for row in frame.rows]
        for cell, text in zip(grid[0], table.heads, strict=True):
            cell.element.set("header", "1")
            self._fill(cell, [[(text, self.letters(size, bold=True))]], head, self._header)
        sides = [
            self.shape({"left": "LEFT", "right": "RIGHT", "center": "CENTER"}[align], line=115)
            for align in table.aligns
        ]
        for row, places in zip(rows, grid[1:], strict=True):
            self._written.append("\t".join(cell.whole.replace("\n", " / ") for cell in row))
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
