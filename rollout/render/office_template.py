"""An office's own PowerPoint template (.potx, .pptx): its master, layouts, theme and pictures dress the deck.

The file is a stranger's: what is no sound widescreen presentation of moderate size, or brings macros along, is
refused with one message.
"""

import io
import re
import zipfile
from typing import Any

from lxml import etree  # type: ignore[import-untyped]
from pptx import Presentation

from rollout.language.words import Words

LARGEST, LARGEST_OPEN, MOST_MEMBERS = 20_000_000, 120_000_000, 2000  # bytes of the file, of its parts; parts
TEMPLATE = b"application/vnd.openxmlformats-officedocument.presentationml.template.main+xml"
PRESENTATION = b"application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
WIDE = (12192000, 6858000)
RUNS = re.compile(r"vbaProject|\.(exe|js|dll)$|activeX|embeddings/oleObject", re.IGNORECASE)
READER = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}


class TemplateError(Exception):
    """The file can't dress a deck; the message is in the reader's language."""


def read(content: bytes, w: Words) -> Any:
    """An empty presentation with the template's master, layouts and theme. Raises TemplateError."""
    try:
        file = Presentation(io.BytesIO(_checked(content)))
        for number in range(len(file.slides) - 1, -1, -1):
            listed = file.slides._sldIdLst
            file.part.drop_rel(listed[number].rId)
            listed.remove(listed[number])
        for name in ("custShowLst", "extLst"):  # they name slides that are gone
            for each in file.part._element.findall(f"{{*}}{name}"):
                file.part._element.remove(each)
        layout(file)
    except Exception as error:  # a stranger's file: whatever the reader stumbles over, it is no template
        raise TemplateError(
            w.t("The template is no sound PowerPoint file without macros, or it is protected or too large.")
        ) from error
    if (file.slide_width, file.slide_height) != WIDE:
        raise TemplateError(w.t("The template's slides must be widescreen (16:9, 33.867 by 19.05 cm)."))
    return file


def layout(file: Any) -> Any:
    """The layout that has a title and the fewest other places."""
    titled = [
        one for one in file.slide_layouts if any("TITLE" in str(p.placeholder_format.type) for p in one.placeholders)
    ]
    return min(titled, key=lambda one: len([p for p in one.placeholders if p.placeholder_format.idx < 10]))


def _checked(content: bytes) -> bytes:
    """The archive as a presentation; ValueError for one that is damaged, swollen, or would run something."""
    if len(content) > LARGEST:
        raise ValueError("size")
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        members = old.infolist()
        if len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > LARGEST_OPEN:
            raise ValueError("size")
        for member in members:
            data = old.read(member)
            if RUNS.search(member.filename):
                raise ValueError(member.filename)
            if member.filename.endswith((".xml", ".rels")):
                root = etree.fromstring(data, etree.XMLParser(**READER))
                if root.getroottree().docinfo.doctype:
                    raise ValueError(member.filename)
            if member.filename == "[Content_Types].xml":
                data = data.replace(TEMPLATE, PRESENTATION)
            new.writestr(member.filename, data)
    return out.getvalue()
