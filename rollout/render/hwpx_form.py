"""An office's own HWPX as the form of a report: its fields are filled, the body stands where it is marked.

A field is a 누름틀 or a cell with a name, or the name in double braces anywhere in the text: {{제목}}. The body takes
the place of the paragraph that holds {{본문}}, or of a field of that name. The file is a stranger's: what is no sound
HWPX of moderate size is refused with one message.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from hwpx import HwpxDocument
from lxml import etree  # type: ignore[import-untyped]

from rollout.language.words import Words

HP = "{http://www.hancom.co.kr/hwpml/2011/paragraph}"
OLD_HWP = b"\xd0\xcf\x11\xe0"
LARGEST, LARGEST_OPEN, MOST_MEMBERS = 10_000_000, 60_000_000, 500  # bytes of the file, of its parts; parts
BODY = ("본문", "body")
FIELDS: Mapping[str, tuple[str, ...]] = {  # what fills a field, and what the field may be called
    "title": ("제목", "title"),
    "department": ("부서", "담당부서", "department"),
    "date": ("일자", "날짜", "작성일", "date"),
    "gist": ("요지", "gist"),
    "audience": ("보고대상", "audience"),
    "occasion": ("계기", "occasion"),
    "scope": ("범위", "scope"),
}
MARK = "{{본문}}"
BRACES = re.compile(r"\{\{\s*([^{}]{1,40}?)\s*\}\}")
FIRST_ID = 900_000_001  # of what is put into a form
READER = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}


class FormError(Exception):
    """The file can't be a form; the message is in the reader's language."""


@dataclass(frozen=True)
class Form:
    """A form that was found sound and to have a place for the body."""

    content: bytes

    def open(self) -> Any:
        """The form as a document."""
        return HwpxDocument.open(self.content)


def read(content: bytes, w: Words) -> Form:
    """A form from a file. Raises FormError."""
    if content.startswith(OLD_HWP):
        raise FormError(w.t("The form is an HWP file. Save it as HWPX in Hangul."))
    try:
        if len(content) > LARGEST:
            raise ValueError("size")
        _check(content)
        document = HwpxDocument.open(content)
        _mark_fields(document)
        marks = [one for section in document.sections for one in _marked(section.element)]
    except Exception as error:  # a stranger's file: whatever the reader stumbles over, it is no form
        raise FormError(w.t("The form is no sound HWPX file, or it is protected or too large.")) from error
    if len(marks) != 1:
        raise FormError(w.t("The body needs exactly one {mark} in the form; found: {n}.", mark=MARK, n=len(marks)))
    return Form(content)


def _check(content: bytes) -> None:
    """Refuse an archive that is damaged, swollen or protected, and XML that brings a document type along."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        members = file.infolist()
        if len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > LARGEST_OPEN:
            raise ValueError("size")
        if file.read("mimetype").strip() != b"application/hwp+zip":
            raise ValueError("mimetype")
        for member in members:
            if member.filename.endswith((".xml", ".hpf", ".rdf")):
                root = etree.fromstring(file.read(member), etree.XMLParser(**READER))
                if root.getroottree().docinfo.doctype or root.find(".//{*}encryption-data") is not None:
                    raise ValueError(member.filename)


def fill(document: Any, written: list[Any], texts: Mapping[str, str]) -> None:
    """Put the body, which was written at the end, where it is marked, and the texts into the fields.

    `written`: the paragraphs of the body; `texts`: what fills each of FIELDS.
    """
    _mark_fields(document)
    mark = next(one for section in document.sections for one in _marked(section.element))
    for number, each in enumerate(one for whole in written for one in whole.iter() if one.get("id", "").isdigit()):
        each.set("id", str(FIRST_ID + number))
        if each.get("instid"):
            each.set("instid", str(FIRST_ID + number))
    parent, place = mark.getparent(), mark.getparent().index(mark) + 1
    for number, each in enumerate(written):
        parent.insert(place + number, each)
    if mark.find(f".//{HP}secPr") is None:
        parent.remove(mark)
    called = {name: texts.get(key, "") for key, names in FIELDS.items() for name in names}
    for section in document.sections:
        for paragraph in section.element.iter(f"{HP}p"):
            _replace(paragraph, called)
        section.mark_dirty()


def _mark_fields(document: Any) -> None:
    """Write a field's own name in braces into it, so that all are filled alike."""
    known = {*BODY, *(name for names in FIELDS.values() for name in names)}
    fields = document.fields
    for name in sorted({field.name for field in fields.all} & known):
        for field in [one for one in fields.all if one.name == name]:
            field.value = f"{{{{{name}}}}}"
    for name in sorted({cell.name for cell in fields.cells} & known):
        fields.fill_cell(f"{{{{{name}}}}}", name=name)


def _marked(root: Any) -> Iterator[Any]:
    """The paragraphs that stand for the body."""
    for paragraph in root.iter(f"{HP}p"):
        if any(name in BODY for name in BRACES.findall(_said(paragraph))):
            yield paragraph


def _texts(paragraph: Any) -> list[Any]:
    """The texts of a paragraph, without those of tables in it."""
    return [text for run in paragraph.findall(f"{HP}run") for text in run.findall(f"{HP}t")]


def _said(paragraph: Any) -> str:
    return "".join("".join(text.itertext()) for text in _texts(paragraph))


def _replace(paragraph: Any, called: Mapping[str, str]) -> None:
    """Fill the names in braces of a paragraph, also one that several runs hold."""
    whole = _said(paragraph)
    names = [name for name in BRACES.findall(whole) if name in called or name in BODY]
    if not names:
        return
    texts = _texts(paragraph)
    filled = BRACES.sub(lambda found: "" if found[1] in BODY else called.get(found[1], found[0]), whole)
    for number, text in enumerate(texts):
        for child in list(text):
            text.remove(child)
        text.text = filled if number == 0 else ""
    for lines in paragraph.findall(f"{HP}linesegarray"):
        paragraph.remove(lines)  # the lines of the text that was there
