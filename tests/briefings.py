"""What the tests of decks, reports and annexes share: who reads, what is composed, what a slide says."""

import datetime as dt
import io
import re

from pptx import Presentation

from rollout.briefing import (
    build,
    compose,
)
from rollout.questions.scope import Scope
from rollout.questions.view import view_of
from rollout.render import grids, measure
from tests.conftest import AS_OF

SINCE = dt.date(2025, 3, 31)
FILTERS = {
    "weekly": {},
    "monthly": {},
    "programme": {},
    "province": {"provinces": ("gyeongbuk",)},
    "industry": {"industries": ("semiconductor",)},
    "complex": {},
}
EVERY = [  # every template, and the largest in both languages
    ("weekly", "en"),
    ("monthly", "ko"),
    ("programme", "ko"),
    ("programme", "en"),
    ("province", "ko"),
    ("industry", "en"),
    ("complex", "en"),
]


def read_as(asker, lang="ko", template="programme", chosen=None, **filters):
    """A reader in the scope that a template is usually asked for."""
    chosen = chosen or ("daejeon" if template == "complex" else None)
    scope = Scope(AS_OF, SINCE, AS_OF, lang, snapshot=asker.snapshot(), **(FILTERS[template] | filters))
    return view_of(asker, scope, chosen)


def composed(who, template="programme", **wish):
    """A composition without remarks."""
    raw = {"template": template, "complex": who.scope.complexes[0] if template == "complex" else None} | wish
    made, remarks = compose.read(raw, who.w, list(who.names["complexes"]))
    assert not remarks
    return made


def deck(content_):
    return Presentation(io.BytesIO(content_))


def words_of(slide):
    """All text of a slide, its tables included."""
    said = []
    for shape in slide.shapes:
        if shape.has_text_frame:
            said.append(shape.text_frame.text)
        if getattr(shape, "has_table", False) and shape.has_table:
            said += [cell.text for row in shape.table.rows for cell in row.cells]
    return "\n".join(said)


def table_of(slide):
    """The rows of a slide's table, as text."""
    table = next(shape.table for shape in slide.shapes if getattr(shape, "has_table", False) and shape.has_table)
    return [[cell.text.replace("\x0b", "\n") for cell in row.cells] for row in table.rows]


def chart_of(slide):
    return next(shape.chart for shape in slide.shapes if getattr(shape, "has_chart", False) and shape.has_chart)


def assert_fits(slide):
    """Boxes lie on the sheet and not on each other, and hold what is in them."""
    boxes = [
        box
        for box in (
            slide.lead_box,
            slide.picture_box if slide.picture else None,
            slide.grid_box,
            slide.note_box,
            slide.foot_box,
        )
        if box
    ]
    boxes += [box for _, box in slide.figures]
    for box in boxes:
        assert box.x >= slide.sheet.margin - 0.1 and box.x + box.width <= slide.sheet.width - slide.sheet.margin + 0.1
        assert box.y >= slide.sheet.unit - 1 and box.y + box.height <= slide.sheet.bottom + 0.1
        assert box.height > 12, "room for a line"
    for one, other in ((a, b) for i, a in enumerate(boxes) for b in boxes[i + 1 :]):
        apart = one.x + one.width <= other.x + 0.1 or other.x + other.width <= one.x + 0.1
        assert apart or one.y + one.height <= other.y + 0.1 or other.y + other.height <= one.y + 0.1, (
            slide.section,
            one,
            other,
        )
    if slide.grid:
        assert slide.grid.head + sum(slide.grid.heights) <= slide.grid_box.height + 0.5, slide.section
        assert abs(sum(slide.grid.columns) - slide.grid_box.width) < 0.5
        assert slide.grid.size >= 8.5


def broken_words(grid):
    """The words of a table that are wider than their column."""
    rooms = [
        wide - grids.PADDING - side + 0.5
        for wide, side in zip(grid.columns, grids.insets(grid.table.aligns), strict=True)
    ]
    cells = [(head, grid.size, room) for head, room in zip(grid.table.heads, rooms, strict=True)]
    for row in grid.table.rows:
        cells += [(cell.text, grid.size, room) for cell, room in zip(row, rooms, strict=True)]
    return {word for text, size, room in cells for word in text.split() if measure.width(word, size) > room}


def squeezed(text):
    return re.sub(r"\s+", "", text)


def rows_of(sheet):
    """The rows of a sheet by its heads."""
    heads, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(heads, row, strict=True)) for row in rows]


def file_of(asker, template, lang, form):
    """A briefing's file as a reader of its usual scope has it."""
    who = read_as(asker, lang, template)
    return build(composed(who, template), who, form)
