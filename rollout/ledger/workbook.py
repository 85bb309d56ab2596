"""A workbook (XLSX) read as a stream of XML: no more is kept than the cells that hold something."""

import datetime as dt
import posixpath
import re
import zipfile
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any
from xml.parsers import expat

from rollout.facts.reasons import Reason
from rollout.ledger.grid import UNPACKED, Cell, FileRefusedError, Sheet, area, column_of, too_much, within

DATE_FORMATS = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}  # of those that need no definition
ELEMENTS = 1_000_000  # of XML
DEEPEST = 50  # elements in one another
LONGEST_TAG = 2**20
CHUNK = 2**16


class Workbook:
    """The parts of a workbook that hold cells, read one after the other."""

    def __init__(self, archive: zipfile.ZipFile):
        self.archive = archive
        self.names = {part.filename for part in archive.infolist()}
        self.rows = self.cells = self.signs = self.elements = self.merged = 0

    def sheets(self) -> list[Sheet]:
        """The sheets in their order."""
        listed: list[tuple[str, str]] = []
        starts_1904 = [False]

        def open_book(tag: str, attributes: dict[str, str]) -> None:
            if tag == "sheet":
                listed.append((attributes["name"], next(v for k, v in attributes.items() if k.endswith(":id"))))
            elif tag == "workbookPr":
                starts_1904[0] = attributes.get("date1904") in {"1", "true"}

        self._parse("xl/workbook.xml", open_book)
        targets: dict[str, str] = {}

        def open_relation(tag: str, attributes: dict[str, str]) -> None:
            if tag == "Relationship" and attributes.get("TargetMode") != "External":
                targets[attributes["Id"]] = posixpath.normpath(posixpath.join("xl", attributes["Target"])).lstrip("/")

        self._parse("xl/_rels/workbook.xml.rels", open_relation)
        texts, dates = self._texts(), self._dates()
        start = dt.date(1904, 1, 1) if starts_1904[0] else dt.date(1899, 12, 30)
        there = [(name, targets[i]) for name, i in listed if targets.get(i) in self.names]
        return [self._sheet(name, part, texts, dates, start) for name, part in there]

    def _parse(
        self,
        part: str,
        opened: Callable[[str, dict[str, str]], None],
        closed: Callable[[str], None] | None = None,
        said: Callable[[str], None] | None = None,
    ) -> None:
        """Read one part; a part that declares a document type (and with it entities) is refused."""
        depth = 0

        def start(tag: str, attributes: dict[str, str]) -> None:
            nonlocal depth
            depth += 1
            self.elements += 1
            if depth > DEEPEST or self.elements > ELEMENTS:
                raise FileRefusedError(too_much())
            opened(tag.rpartition(":")[2], attributes)

        def end(tag: str) -> None:
            nonlocal depth
            depth -= 1
            if closed:
                closed(tag.rpartition(":")[2])

        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = _no_doctype
        parser.StartElementHandler, parser.EndElementHandler = start, end
        if said:
            parser.CharacterDataHandler = said
        fed = 0
        with self.archive.open(part) as stream:
            while chunk := stream.read(CHUNK):
                parser.Parse(chunk, False)
                fed += len(chunk)
                if fed - parser.CurrentByteIndex > LONGEST_TAG:
                    raise FileRefusedError(too_much())
            parser.Parse(b"", True)

    def _texts(self) -> list[str]:
        """The texts that cells share; how Hanja is read is left out."""
        part = "xl/sharedStrings.xml"
        if part not in self.names:
            return []
        texts: list[str] = []
        pieces: list[str] = []
        inside: list[str] = []

        def opened(tag: str, _: dict[str, str]) -> None:
            inside.append(tag)
            if tag == "si":
                pieces.clear()

        def closed(tag: str) -> None:
            inside.pop()
            if tag == "si":
                texts.append("".join(pieces))

        def said(text: str) -> None:
            if inside[-1] == "t" and "rPh" not in inside:
                pieces.append(text)

        self._parse(part, opened, closed, said)
        return texts

    def _dates(self) -> set[str]:
        """The styles that show a number as a date."""
        if "xl/styles.xml" not in self.names:
            return set()
        own: dict[str, str] = {}
        styles: list[str] = []
        inside: list[str] = []

        def opened(tag: str, attributes: dict[str, str]) -> None:
            inside.append(tag)
            if tag == "numFmt":
                own[attributes["numFmtId"]] = attributes["formatCode"]
            elif tag == "xf" and inside[-2] == "cellXfs":
                styles.append(attributes.get("numFmtId", "0"))

        def closed(_: str) -> None:
            inside.pop()

        self._parse("xl/styles.xml", opened, closed)
        return {str(n) for n, i in enumerate(styles) if int(i) in DATE_FORMATS or _shows_date(own.get(i, ""))}

    def _sheet(self, name: str, part: str, texts: Sequence[str], dates: set[str], start: dt.date) -> Sheet:
        sheet = Sheet(name)
        pieces: list[str] = []
        state: dict[str, Any] = {"row": 0, "place": -1, "cell": {}, "formula": False, "in": ""}

        def opened(tag: str, attributes: dict[str, str]) -> None:
            state["in"] = tag
            if tag == "row":
                state["row"] = int(attributes.get("r", state["row"] + 1))
                state["place"] = -1
            elif tag == "c":
                state["place"] = column_of(attributes["r"]) if "r" in attributes else state["place"] + 1
                state["cell"], state["formula"] = attributes, False
                pieces.clear()
            elif tag == "f":
                state["formula"] = True
            elif tag == "mergeCell":
                self.merged += area(attributes.get("ref", ""))
                within(0, self.merged)

        def said(text: str) -> None:
            if state["in"] in {"v", "t"}:
                pieces.append(text)

        def closed(tag: str) -> None:
            state["in"] = ""
            if tag == "c":
                self._keep(sheet, state, _cell("".join(pieces), state, texts, dates, start))

        self._parse(part, opened, closed, said)
        return sheet

    def _keep(self, sheet: Sheet, state: dict[str, Any], cell: Cell) -> None:
        """Keep a cell that holds something, as long as there are not too many."""
        if not cell.text.strip() and cell.kind != "formula":
            return
        self.rows += state["row"] not in sheet.rows
        self.cells += 1
        self.signs += len(cell.text)
        within(self.rows, self.cells)
        if self.signs > UNPACKED:
            raise FileRefusedError(too_much())
        sheet.rows.setdefault(state["row"], {})[state["place"]] = cell


def _no_doctype(*_: Any) -> None:
    raise FileRefusedError(Reason("The workbook declares entities, which no spreadsheet does; save it again as .xlsx"))


def _shows_date(look: str) -> bool:
    bare = re.sub(r'"[^"]*"|\[[^\]]*\]|\\.', "", look)
    return bool(re.search("[yd]|m{2,}", bare, re.IGNORECASE)) and not re.search("[0#]", bare.split(".0")[0])


def _cell(text: str, state: dict[str, Any], texts: Sequence[str], dates: set[str], start: dt.date) -> Cell:
    """A cell as its type says."""
    kind = state["cell"].get("t", "n")
    if state["formula"]:
        return Cell(text, "formula")
    if kind == "s":
        return Cell(texts[int(text)] if text.strip() else "")
    if kind == "b":
        return Cell("true" if text.strip() == "1" else "false")
    if kind == "e":
        return Cell(text, "error")
    if kind in {"str", "inlineStr"} or not text.strip():
        return Cell(text)
    if kind == "d":
        return Cell(text[:10], "date")
    number = float(text)
    if state["cell"].get("s") in dates and 0 < number < 2_958_466:
        return Cell((start + dt.timedelta(days=int(number))).isoformat(), "date")
    return Cell(format(Decimal(repr(number)).normalize(), "f"), "number")
