"""The styles of a report: names that Hangul knows, sizes and faces that ministries use.

Lengths in mm, gaps in points.
"""

from collections.abc import Mapping
from dataclasses import dataclass

HEAD_FACE, BODY_FACE, TABLE_FACE = "HY헤드라인M", "휴먼명조", "맑은 고딕"
FALLBACKS = {HEAD_FACE: "함초롬돋움", BODY_FACE: "함초롬바탕", TABLE_FACE: "함초롬돋움"}  # where a machine lacks them


@dataclass(frozen=True)
class Style:
    """A style of paragraphs. `level`: of the outline, from 1; `new_page`: it starts a page; `keep`: with the next."""

    name: str
    english: str
    size: float
    face: str = BODY_FACE
    bold: bool = False
    align: str = "JUSTIFY"
    left: float = 0
    first: float = 0
    before: float = 0
    after: float = 0
    line: int = 150
    keep: bool = False
    level: int = 0
    new_page: bool = False


def _cells(key: str, name: str, english: str, size: float) -> dict[str, Style]:
    """The styles of a table's cells."""
    sides = {
        "": ("", "LEFT"),
        "-right": (" 오른쪽", "RIGHT"),
        "-center": (" 가운데", "CENTER"),
        "-head": (" 머리", "CENTER"),
    }
    return {
        f"{key}{end}": Style(
            f"{name}{more}", f"{english}{end}", size, TABLE_FACE, bold=end == "-head", align=align, line=125
        )
        for end, (more, align) in sides.items()
    }


STYLES: Mapping[str, Style] = {
    "normal": Style("바탕글", "Normal", 15),
    "first": Style("개요 1", "Outline 1", 16, HEAD_FACE, before=12, after=2, keep=True, level=1),
    "second": Style("개요 2", "Outline 2", 15, align="LEFT", left=9, first=-6, before=5, level=2, keep=True),
    "third": Style("개요 3", "Outline 3", 15, align="LEFT", left=14, first=-5, before=1, level=3),
    "remark": Style("참고", "Remark", 13, align="LEFT", left=15, first=-5.5, before=1, line=140),
    "title": Style("보고 제목", "Report Title", 20, HEAD_FACE, align="CENTER", before=3, after=3, line=130),
    "byline": Style("보고 부서", "Report Byline", 13, align="RIGHT", before=4, line=130),
    "scope": Style("보고 범위", "Report Scope", 11, align="RIGHT", after=4, line=130),
    "gist": Style("요지", "Gist", 15, bold=True, left=6, first=-6, before=2, after=2, line=140),
    "annex": Style("붙임", "Annex", 15, HEAD_FACE, before=10, after=4, line=130, keep=True, level=1),
    "annex-page": Style(
        "붙임 새 쪽", "Annex Page", 15, HEAD_FACE, after=4, line=130, keep=True, level=1, new_page=True
    ),
    "unit": Style("단위", "Unit", 10, TABLE_FACE, align="RIGHT", before=2, line=120, keep=True),
    "foot": Style("표 주석", "Table Note", 10, TABLE_FACE, align="LEFT", before=1, after=2, line=120),
    "source": Style("출처", "Source", 9, TABLE_FACE, align="LEFT", left=15, first=-15, line=120),
    "table": Style("표 자리", "Table Place", 10, TABLE_FACE, before=2, after=3, line=100),
    "picture": Style("그림 자리", "Picture Place", 10, TABLE_FACE, before=3, line=100, keep=True),
    **_cells("cell", "표", "Table", 11),
    **_cells("small", "표 작게", "Table Small", 10),
}
