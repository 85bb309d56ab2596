"""A copy of an uploaded file as a workbook in which the cells at fault are coloured and say why."""

import io
import zipfile
from collections.abc import Sequence

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet

from rollout.language.words import Words
from rollout.ledger import files, grid
from rollout.ledger.upload import Finding

FAULT = PatternFill("solid", start_color="FFF4C7C3")
QUESTION = PatternFill("solid", start_color="FFFCE8B2")
AUTHOR = "rollout monitor"
LONGEST = 800  # characters of a comment
READ = ("xl/worksheets/sheet", "xl/sharedStrings", "xl/styles")  # parts that grid.py reads within its limits
MOST_REST = 5 * 2**20  # bytes of all other parts
DOCTYPES = tuple("<!DOCTYPE".encode(encoding) for encoding in ("ascii", "utf-16-le", "utf-16-be"))


def marked(name: str, content: bytes, findings: Sequence[Finding], w: Words) -> bytes:
    """The workbook with its faults (red) and questions (amber) marked; a CSV or a package becomes a workbook.

    Raises FileRefusedError.
    """
    sheets = files.sheets(name, content)
    book = _opened(content) or _made(sheets)
    by_cell: dict[tuple[str, int, str], list[Finding]] = {}
    for finding in findings:
        if finding.sheet and finding.row:
            by_cell.setdefault((finding.sheet, finding.row, finding.column or "A"), []).append(finding)
    for (sheet, row, column), found in by_cell.items():
        if _title(sheet) in book.sheetnames:
            cell = book[_title(sheet)][f"{column}{row}"]
            cell.fill = QUESTION if all(one.question for one in found) else FAULT
            text = "\n".join(dict.fromkeys(one.said(w) for one in found))[:LONGEST]
            cell.comment = Comment(ILLEGAL_CHARACTERS_RE.sub("", text), AUTHOR, height=90, width=280)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _opened(content: bytes) -> Workbook | None:
    """The workbook itself; None if the file is none, or holds more than cells."""
    if not content.startswith(files.ZIP):
        return None
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
        if "xl/workbook.xml" not in names:
            return None
        rest = sum(part.file_size for part in archive.infolist() if not part.filename.startswith(READ))
        if rest > MOST_REST:
            return None
        if any(sign in archive.read(part) for part in names if part.endswith((".xml", ".rels")) for sign in DOCTYPES):
            return None
    try:
        return load_workbook(io.BytesIO(content), keep_links=False)
    except (InvalidFileException, ValueError, KeyError, TypeError, AttributeError, IndexError):
        return None


def _made(sheets: Sequence[grid.Sheet]) -> Workbook:
    """A workbook of what was read, as text."""
    book = Workbook()
    book.remove(book.active)
    for sheet in sheets:
        page: Worksheet = book.create_sheet(_title(sheet.name))
        for row, cells in sheet.rows.items():
            for place, cell in cells.items():
                made = page.cell(row, place + 1)
                made.value, made.data_type = ILLEGAL_CHARACTERS_RE.sub("", cell.text), "s"
    return book


def _title(name: str) -> str:
    """A name as a workbook allows it."""
    return "".join(" " if sign in "[]:*?/\\" else sign for sign in name)[:31]
