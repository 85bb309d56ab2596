"""An uploaded file as sheets of cells: XLSX, CSV, a data package as ZIP.

Nothing of it is run, followed or unpacked to disk. What is larger, or of another kind, than a ministry's workbook is
refused in one sentence before it is read.
"""

import csv
import io
import json
import posixpath
import re
import struct
import zipfile
import zlib
from xml.parsers import expat

from rollout.facts.reasons import Reason
from rollout.ledger.grid import LARGEST, UNPACKED, Cell, FileRefusedError, Sheet, too_much, within
from rollout.ledger.workbook import Workbook

SNAPSHOT, PROPERTIES, LONGEST_PROPERTIES = "rollout-snapshot", "docProps/custom.xml", 100_000
PROPERTY = re.compile(rf'name="{SNAPSHOT}"[^>]*>\s*<[^>]*>(\d{{1,9}})(?:\.0+)?<')
PARTS = 2_000  # files in an archive
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
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


def made_from(content: bytes) -> int | None:
    """The snapshot that a template was made from; None for a file that does not say it."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if archive.getinfo(PROPERTIES).file_size > LONGEST_PROPERTIES:
                return None
            found = PROPERTY.search(archive.read(PROPERTIES).decode("utf-8", "replace"))
    except (KeyError, *BROKEN):
        return None
    return int(found[1]) if found else None


def _archive(content: bytes) -> list[Sheet]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            if len(parts) > PARTS or sum(part.file_size for part in parts) > UNPACKED:
                raise FileRefusedError(too_much())
            if any(part.flag_bits & 1 for part in parts):
                raise FileRefusedError(Reason("The archive is encrypted; remove its password and save it again"))
            names = {part.filename for part in parts}
            if any(_leads_out(part) for part in names):
                raise FileRefusedError(Reason("The archive holds a path that leads out of it; pack it anew"))
            if any(part.lower().endswith("vbaproject.bin") for part in names):
                raise FileRefusedError(Reason("The workbook holds macros; save it as .xlsx without them"))
            if "xl/workbook.xml" in names:
                return Workbook(archive).sheets()
            if "xl/workbook.bin" in names or "mimetype" in names:
                raise FileRefusedError(Reason("This workbook is no .xlsx; save it as .xlsx"))
            return _package(archive, names)
    except BROKEN:
        raise FileRefusedError(Reason("The file is damaged and can't be read; save it again")) from None


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    """One file of a data package; none of them is larger than an upload may be."""
    if archive.getinfo(name).file_size > LARGEST:
        raise FileRefusedError(Reason("The file is larger than {n} MB; split it by table", n=LARGEST // 2**20))
    return archive.read(name)


def _leads_out(name: str) -> bool:
    plain = name.replace("\\", "/")
    return plain.startswith("/") or ":" in plain or ".." in plain.split("/")


def _package(archive: zipfile.ZipFile, names: set[str]) -> list[Sheet]:
    """The tables of a data package: the CSV files that its descriptor names, wherever it lies in the archive."""
    described = next((name for name in sorted(names, key=len) if posixpath.basename(name) == "datapackage.json"), None)
    if described is None:
        raise FileRefusedError(Reason("The archive is neither a workbook nor a data package (no datapackage.json)"))
    try:
        resources = json.loads(_part(archive, described).decode("utf-8-sig"))["resources"]
        paths = [posixpath.join(posixpath.dirname(described), resource["path"]) for resource in resources]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise FileRefusedError(Reason("The data package's descriptor (datapackage.json) can't be read")) from None
    found, rows = [], 0
    for path in paths:
        if path in names:
            sheet = _csv(posixpath.basename(path), _part(archive, path), rows)
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
            within(known + number, cells)
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
