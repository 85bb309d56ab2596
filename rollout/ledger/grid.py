"""An uploaded file as sheets of cells: XLSX, CSV, a data package as ZIP.

Nothing of it is run, followed or unpacked to disk.
What is larger, or of another kind, than a ministry's workbook is refused in one sentence before it is read.
"""

import csv
import datetime as dt
import io
import json
import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import Any
from xml.parsers import expat

from rollout.facts.reasons import Reason

LARGEST = 5 * 2**20  # bytes of a file; as .streamlit/config.toml has it
UNPACKED = 40 * 2**20  # bytes of all that a file holds
ROWS = 20_000
CELLS = 200_000
PARTS = 2_000  # files in an archive
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
DATE_FORMATS = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
CHUNK = 2**16
UNREAD = {"formula", "error"}  # kinds of cells that hold no value


BROKEN = (  # what a damaged archive or part of it raises
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    expat.ExpatError,
    NotImplementedError,
    RuntimeError,
    EOFError,
    OSError,
    ValueError,
    LookupError,
    OverflowError,
    struct.error,
)


class FileRefusedError(Exception):
    """A file that can't be read; `reason` says why and what to do, in a sentence."""

    def __init__(self, reason: Reason):
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Cell:
    """What stands in a cell; `kind`: text, number, date (ISO), formula or error."""

    text: str
    kind: str = "text"


@dataclass
class Sheet:
    """A sheet: its name, and the cells that hold something, by row (from 1) and column (from 0).

    `is_whole`: a file that is the table, such as one of a data package.
    """

    name: str
    rows: dict[int, dict[int, Cell]] = field(default_factory=dict)
    is_whole: bool = False


def sheets(name: str, content: bytes) -> list[Sheet]:
    """The sheets of a file. Raises FileRefusedError."""
    if len(content) > LARGEST:
        raise FileRefusedError(Reason("The file is larger than {n} MB; split it by table", n=LARGEST // 2**20))
    if content.startswith(OLE):
        if ENCRYPTED in content:
            raise FileRefusedError(Reason("The workbook is encrypted; remove its password and save it again"))
        raise FileRefusedError(Reason("This is a workbook of the old kind (.xls); save it as .xlsx"))
    if content.startswith(ZIP):
        return _archive(content)
    if name.lower().endswith((".csv", ".txt", ".tsv")):
        return [_csv(re.split(r"[\\/]", name)[-1], content)]
    raise FileRefusedError(Reason("This is no workbook (.xlsx), no CSV and no data package (.zip)"))


def _archive(content: bytes) -> list[Sheet]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            if len(parts) > PARTS or sum(part.file_size for part in parts) > UNPACKED:
                raise FileRefusedError(Reason("The file unpacks to more than {n} MB; split it", n=UNPACKED // 2**20))
            if any(part.flag_bits & 1 for part in parts):
                raise FileRefusedError(Reason("The archive is encrypted; remove its password and save it again"))
            names = {part.filename for part in parts}
            if any(_leads_out(part) for part in names):
                raise FileRefusedError(Reason("The archive holds a path that leads out of it; pack it anew"))
            if any(part.lower().endswith("vbaproject.bin") for part in names):
                raise FileRefusedError(Reason("The workbook holds macros; save it as .xlsx without them"))
            if "xl/workbook.xml" in names:
                return _Workbook(archive).sheets()
            if "xl/workbook.bin" in names or "mimetype" in names:
                raise FileRefusedError(Reason("This workbook is no .xlsx; save it as .xlsx"))
            return _package(archive, names)
    except BROKEN:
        raise FileRefusedError(Reason("The file is damaged and can't be read; save it again")) from None


def _leads_out(name: str) -> bool:
    plain = name.replace("\\", "/")
    return plain.startswith("/") or ":" in plain or ".." in plain.split("/")


def _package(archive: zipfile.ZipFile, names: set[str]) -> list[Sheet]:
    """The tables of a data package: the CSV files that its descriptor names, wherever it lies in the archive."""
    described = next((name for name in sorted(names, key=len) if posixpath.basename(name) == "datapackage.json"), None)
    if described is None:
        raise FileRefusedError(Reason("The archive is neither a workbook nor a data package (no datapackage.json)"))
    try:
        resources = json.loads(archive.read(described).decode("utf-8-sig"))["resources"]
        paths = [posixpath.join(posixpath.dirname(described), resource["path"]) for resource in resources]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise FileRefusedError(Reason("The data package's descriptor (datapackage.json) can't be read")) from None
    found, rows = [], 0
    for path in paths:
        if path in names:
            sheet = _csv(posixpath.basename(path), archive.read(path), rows)
            rows += len(sheet.rows)
            found.append(Sheet(sheet.name, sheet.rows, is_whole=True))
    return found


def _csv(name: str, content: bytes, known: int = 0) -> Sheet:
    """A CSV file in UTF-8, UTF-16 or CP949, its cells parted by comma, semicolon or tab.

    `known`: rows that were read before.
    """
    text = _decoded(content)
    first = text.split("\n", 1)[0]
    parting = max(",;\t", key=first.count)
    sheet, cells = Sheet(name), 0
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=parting, strict=True)
    try:
        for row in reader:
            number = len(sheet.rows) + 1
            sheet.rows[number] = {place: Cell(cell) for place, cell in enumerate(row) if cell.strip()}
            cells += len(row)
            _within(known + number, cells)
    except csv.Error:
        reason = Reason("Row {n} is no CSV: a quotation mark is missing, or one too many", n=len(sheet.rows) + 1)
        raise FileRefusedError(reason) from None
    return sheet


def _decoded(content: bytes) -> str:
    marked = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ["utf-16"] if marked else ["utf-8-sig", "cp949"]:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise FileRefusedError(Reason("The text is neither UTF-8 nor CP949; save it as “CSV UTF-8”"))


def _within(rows: int, cells: int) -> None:
    if rows > ROWS:
        raise FileRefusedError(Reason("The file has more than {n} rows; split it", n=f"{ROWS:,}"))
    if cells > CELLS:
        raise FileRefusedError(Reason("The file has more than {n} cells; split it", n=f"{CELLS:,}"))


class _Workbook:
    """A workbook, read part by part as a stream: no more is kept than the cells that hold something."""

    def __init__(self, archive: zipfile.ZipFile):
        self.archive = archive
        self.names = {part.filename for part in archive.infolist()}
        self.rows = self.cells = self.signs = 0

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
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = _no_doctype
        parser.StartElementHandler = lambda tag, attributes: opened(tag.rpartition(":")[2], attributes)
        if closed:
            parser.EndElementHandler = lambda tag: closed(tag.rpartition(":")[2])
        if said:
            parser.CharacterDataHandler = said
        with self.archive.open(part) as stream:
            while chunk := stream.read(CHUNK):
                parser.Parse(chunk, False)
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
                state["place"] = _column(attributes["r"]) if "r" in attributes else state["place"] + 1
                state["cell"], state["formula"] = attributes, False
                pieces.clear()
            elif tag == "f":
                state["formula"] = True

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
        _within(self.rows, self.cells)
        if self.signs > UNPACKED:
            raise FileRefusedError(Reason("The file unpacks to more than {n} MB; split it", n=UNPACKED // 2**20))
        sheet.rows.setdefault(state["row"], {})[state["place"]] = cell


def _no_doctype(*_: Any) -> None:
    raise FileRefusedError(Reason("The workbook declares entities, which no spreadsheet does; save it again as .xlsx"))


def _shows_date(look: str) -> bool:
    bare = re.sub(r'"[^"]*"|\[[^\]]*\]|\\.', "", look)
    return bool(re.search("[yd]|m{2,}", bare, re.IGNORECASE)) and not re.search("[0#]", bare.split(".0")[0])


def _column(reference: str) -> int:
    """The place of a column: A1 is 0."""
    return _place(reference.rstrip("0123456789"))


@lru_cache(1000)
def _place(letters_of: str) -> int:
    place = 0
    for letter in letters_of:
        place = place * 26 + ord(letter.upper()) - 64
    return place - 1


def letters(place: int) -> str:
    """The letters of a column: 0 is A."""
    text, rest = "", place + 1
    while rest:
        rest, letter = divmod(rest - 1, 26)
        text = chr(65 + letter) + text
    return text


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
