"""What python-pptx leaves to do: names and outlines without its loops, what a file says of itself."""

import itertools
from collections.abc import Iterator
from functools import cached_property
from typing import Any

from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.opc.packuri import PackURI
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.shapes.freeform import FreeformBuilder
from pptx.util import Length

NAMESPACES = {
    "p": "http://schemas.openxmlformats.org/presentationml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
}
OF_THE_TEMPLATE = {RELATIONSHIP_TYPE.THUMBNAIL, RELATIONSHIP_TYPE.PRINTER_SETTINGS}
APPLICATION = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Application>{name}</Application><PresentationFormat>Widescreen</PresentationFormat>"
    "<Slides>{slides}</Slides><Notes>{notes}</Notes><AppVersion>1.0000</AppVersion></Properties>"
)


def number_parts(package: Any) -> None:
    """Name new parts by counting on: python-pptx walks the whole file for the name of each."""
    counts: dict[str, Iterator[int]] = {}
    search = package.next_partname

    def count_on(template: str) -> PackURI:
        if template not in counts:
            first: PackURI = search(template)
            before, _, after = template.partition("%d")
            counts[template] = itertools.count(int(first.removeprefix(before).removesuffix(after)) + 1)
            return first
        return PackURI(template % next(counts[template]))

    package.next_partname = count_on


class Outline(FreeformBuilder):
    """A free form whose origin is worked out once: python-pptx does it again for every corner.

    Ask for the origin when all corners are there.
    """

    @cached_property
    def shape_offset_x(self) -> Length:
        return super().shape_offset_x

    @cached_property
    def shape_offset_y(self) -> Length:
        return super().shape_offset_y


def state(file: Any, language: str, name: str) -> None:
    """What a finished presentation says of itself, where python-pptx keeps what its template said.

    Its format, the program that made it, its notes' master by name, axes with numbers that a validator takes.
    """
    slides = list(file.slides)
    noted = sum(slide.has_notes_slide for slide in slides)
    root, package = file.part._element, file.part.package
    root.find(qn("p:sldSz")).attrib.pop("type", None)  # the template's own is 4:3
    root.find(qn("p:defaultTextStyle")).find(qn("a:defPPr")).find(qn("a:defRPr")).set("lang", language)
    if noted and root.find(qn("p:notesMasterIdLst")) is None:
        master = file.part.relate_to(file.notes_master.part, RELATIONSHIP_TYPE.NOTES_MASTER)
        listed = (
            f'<p:notesMasterIdLst xmlns:p="{NAMESPACES["p"]}" xmlns:r="{NAMESPACES["r"]}">'
            f'<p:notesMasterId r:id="{master}"/></p:notesMasterIdLst>'
        )
        root.find(qn("p:sldMasterIdLst")).addnext(parse_xml(listed))
    for part in list(package.iter_parts()):
        if part.partname == "/docProps/app.xml":
            part._blob = APPLICATION.format(name=name, slides=len(slides), notes=noted).encode()
        elif part.partname.startswith("/ppt/charts/"):
            for axis in part._element.iter(qn("c:axId"), qn("c:crossAx")):
                axis.set("val", str(int(axis.get("val")) % 2**31))  # LibreOffice reads signed ones: axes got lost
    for relations in (package._rels, file.part._rels):
        for key in [key for key, rel in relations.items() if rel.reltype in OF_THE_TEMPLATE]:
            relations.pop(key)
