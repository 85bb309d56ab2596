"""A report's document as a file: the same content gives the same bytes, with a preview of its own."""

import re
import zipfile
from functools import partial
from io import BytesIO
from typing import Any

from rollout.document.briefing import Briefing
from rollout.render.archive import settled
from rollout.render.bars import Bar, png
from rollout.render.hwpx import HP, Sheet

RANDOM_ID = re.compile(r'\b(id|idRef|instid)="(\d{5,})"')
DOUBLE_NUMBER = re.compile(r'<hp:run charPrIDRef="\d+"><hp:ctrl><hp:pageNum [^>]*/></hp:ctrl></hp:run>')
DOUBLE_FOOTER = re.compile(
    r"<hp:footer (?:(?!</hp:footer>).)*</hp:footer><hp:footerApply [^>]*/>(?=</hp:secPr>)", re.DOTALL
)  # Hangul keeps a footer in a control of the text
WIDE, HIGH = 724, 1024  # of the preview, in pixels
SCALE = WIDE / 59528
LEFT, TOP = 5669, 4252 + 2268
LINE, LETTERS = 22.5, 34  # of a line of the body: its height, its letters
INK, RULE, SHADE = "#555f69", "#8a949e", "#eceef0"


def finished(sheet: Sheet, briefing: Briefing) -> bytes:
    """The file of a written document."""
    picture = b"" if sheet.is_form else _preview(sheet)
    content = sheet.document.to_bytes()
    return settled(_steady(content, sheet.plain(), picture, briefing, sheet.is_form), briefing.as_of)


def _renumbered(found: re.Match[str], known: dict[str, str]) -> str:
    """A random id as a number that is the same each time: ids in their order of appearance."""
    return f'{found[1]}="{known.setdefault(found[2], str(100_001 + len(known)))}"'


def _steady(content: bytes, text: str, picture: bytes, briefing: Briefing, is_form: bool) -> bytes:
    """The archive with its random ids numbered in order, one page number and one footer instead of two, and a preview
    of its own text and first page.
    """
    out, day = BytesIO(), briefing.as_of.isoformat()
    numbers: dict[str, str] = {}
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for member in old.infolist():
            data = old.read(member)
            if member.filename.startswith("Contents/section"):
                if is_form:  # its own ids may be named elsewhere in it
                    new.writestr(member, data)
                    continue
                body = DOUBLE_FOOTER.sub("", DOUBLE_NUMBER.sub("", data.decode("utf-8")))
                data = RANDOM_ID.sub(partial(_renumbered, known=numbers), body).encode("utf-8")
            elif member.filename == "Preview/PrvText.txt":
                data = text[:1000].encode("utf-8")
            elif member.filename == "Preview/PrvImage.png" and picture:
                data = picture
            elif member.filename == "Contents/content.hpf":
                data = re.sub(rb'(<opf:meta name="date"[^>]*>)[^<]*', rb"\g<1>" + day.encode(), data)
                data = re.sub(rb'(<opf:meta name="lastsaveby"[^>]*>)[^<]*', rb"\g<1>rollout monitor", data)
            new.writestr(member, data)
    return out.getvalue()


def _preview(sheet: Sheet) -> bytes:
    """The first page in small: its lines as strokes, its tables as grids, where the layout places them."""
    drawn: list[Bar] = []
    for spot in (spot for spot in sheet.flow.spots if spot.page == 0):
        if spot.thing.tag == f"{HP}tbl":
            _grid(spot.thing, spot.top * 100, drawn)
            continue
        if spot.thing.find(f".//{HP}pic") is not None:
            top = round((TOP + spot.top * 100) * SCALE)
            drawn.append(Bar(round(LEFT * SCALE), top, round(48189 * SCALE), round(900 * SCALE), INK))
            continue
        text = "".join(spot.thing.itertext()).strip()
        lines = max(round(spot.high / LINE), 1)
        for number in range(lines if text else 0):
            share = min((len(text) - number * LETTERS) / LETTERS, 1.0)
            edge = TOP + (spot.top + number * LINE) * 100 + 500
            drawn.append(Bar(round(LEFT * SCALE), round(edge * SCALE), round(48189 * share * SCALE), 6, INK))
    return png(WIDE, HIGH, drawn)


def _grid(table: Any, top: float, drawn: list[Bar]) -> None:
    """A table's rules, a shade behind its head, and a stroke for the text of each cell."""
    y = TOP + top
    for number, row in enumerate(table.findall(f"{HP}tr")):
        cells = row.findall(f"{HP}tc")
        high = max(int(cell.find(f"{HP}cellSz").get("height")) for cell in cells)
        x = LEFT
        for cell in cells:
            wide = int(cell.find(f"{HP}cellSz").get("width"))
            edges = [round(value * SCALE) for value in (x, y, wide, high)]
            drawn.append(Bar(edges[0], edges[1], edges[2] + 1, edges[3] + 1, RULE))
            ground = SHADE if number == 0 and cell.get("header") == "1" else "#ffffff"
            drawn.append(Bar(edges[0] + 1, edges[1] + 1, edges[2] - 1, edges[3] - 1, ground))
            text = "".join(cell.itertext()).strip()
            stroke = min(len(text) * 8, edges[2] - 10)
            if text and stroke > 0:
                drawn.append(Bar(edges[0] + 5, edges[1] + edges[3] // 2 - 2, stroke, 5, INK))
            x += wide
        y += high
