"""Slides -> HTML.

Each slide as it will be in the deck, from the same places, sizes and colours, at any width; no Streamlit.
"""

import datetime as dt
import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from rollout.document.briefing import Briefing
from rollout.language.words import Words, rounded
from rollout.render import headings, map_labels, map_sheet, measure, slides
from rollout.render.bar_frame import MARK, Frame, frame
from rollout.render.deck import (
    BAR_GAP,
    TONES,
    figure_size,
    on_sources,
)
from rollout.render.grids import PADDING, Grid, insets
from rollout.render.map_sheet import RADIUS
from rollout.render.markup import Sheets, fill
from rollout.render.parts import Cell, Chart, Figure, Map
from rollout.render.placing import Slide, cover_boxes, footer_boxes, message
from rollout.render.sheet import SMALLEST, Box, Sheet
from rollout.render.theme import LIGHT

COLOURS = {
    "text": LIGHT.text,
    "subtle": LIGHT.subtle,
    "faint": LIGHT.faint,
    "line": LIGHT.line,
    "ground": LIGHT.ground,
    "land": LIGHT.land,
    "blue": LIGHT.blue,
    "blue-soft": LIGHT.blue_soft,
    "green": LIGHT.green,
    "amber": LIGHT.amber,
    "red": LIGHT.red,
}
FIRST_DAY = dt.date(1899, 12, 30)  # a chart's day 0
NUMBER = re.compile(r'"([^"]*)"|([#0][#0,.]*)')

Run = tuple[str, float, str, bool]


def sheets(briefing: Briefing, told: Sequence[Slide]) -> list[str]:
    """Each slide as an <article class="slide">, as wide as the place it is put in; everything is escaped.

    Its CSS is part of markup.styles(). The colours are the deck's, whatever the screen's appearance.
    """
    w = Words(briefing.lang)
    return [_sheet(briefing, slide, number, len(told), w) for number, slide in enumerate(told, 1)]


def shown(briefing: Briefing) -> Sheets:
    """The briefing's slides, and its screens for the room."""
    deck = slides.slides(briefing)
    room = slides.screens(briefing, deck)
    scripts = [slide.speaker for slide in room]
    return Sheets(
        sheets(briefing, deck),
        list(zip(sheets(briefing, room), scripts, strict=True)),
        slides.began(deck, room),
        briefing.footer,
    )


def _sheet(briefing: Briefing, slide: Slide, number: int, count: int, w: Words) -> str:
    cover, sheet = slide.section == "cover", slide.sheet
    title, texts = _cover(slide, w) if cover else _page(slide)
    if sheet.footer:
        filters, last = footer_boxes(sheet)
        left, _, _ = measure.fit(briefing.footer, filters.width - 10, SMALLEST, 1)
        texts.append(_text(filters, [[(left, SMALLEST, "subtle", False)]]))
        texts.append(_text(last, [[(f"{number} / {count}", SMALLEST, "subtle", False)]], align="right"))
    picture, place = slide.picture, slide.picture_box
    return fill(
        "briefing/slide.html",
        label=f"{number} / {count}: {slide.title}",
        lang=briefing.lang,
        colours=COLOURS,
        section=slide.section,
        width=sheet.width,
        height=sheet.height,
        inset=sheet.inset,
        cover=cover,
        title=title,
        texts=texts,
        figures=[_figure(figure, box, sheet) for figure, box in slide.figures],
        chart=_chart(picture, place, sheet) if isinstance(picture, Chart) and place else None,
        map=_map(picture, place, sheet) if isinstance(picture, Map) and place else None,
        table=_table(slide.grid, slide.grid_box) if slide.grid and slide.grid_box else None,
    )


def _cover(slide: Slide, w: Words) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    sheet, (above, beneath, last) = slide.sheet, cover_boxes(slide)
    title = _text(above, [[(slide.title, sheet.cover_title, "", True)]], "end")
    lines = [
        [(text.text, sheet.cover_lines, "subtle", False) if number else (text.text, sheet.cover_lead, "", False)]
        for number, text in enumerate(slide.lead)
    ]
    return title, [_text(beneath, lines), _text(last, [[(on_sources(w), SMALLEST, "subtle", False)]])]


def _page(slide: Slide) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    suffix = f" ({slide.part}/{slide.parts})" if slide.parts > 1 else ""
    sheet = slide.sheet
    size = headings.size(slide.title, slide.title_lines, sheet) or sheet.titles[-1]
    title = _text(sheet.title, [[(slide.title, size, "", True), (suffix, 13, "faint", False)]], "center")
    texts = []
    if slide.unit:
        texts.append(_text(headings.unit_box(slide.sheet), [[(slide.unit, SMALLEST, "subtle", False)]]))
    if slide.lead_box:
        texts.append(
            _text(
                slide.lead_box,
                [[(f"{text.text} ", slide.lead_size, text.tone, bool(text.tone)) for text in slide.lead]],
            )
        )
    if slide.message and slide.grid_box and not slide.grid:
        box, letters = message(slide)
        texts.append(_text(box, [[(slide.message, letters, "subtle", False)]]))
    if slide.note_box:
        texts.append(_text(slide.note_box, [[(slide.note, 12, "", False)]], "center", kind="note"))
    if slide.foot_box and slide.foot:
        lines = [
            [(("▲ " if text.tone == "amber" else "") + text.text, SMALLEST, text.tone, False)] for text in slide.foot
        ]
        texts.append(_text(slide.foot_box, lines))
    if slide.sources_box:
        texts.append(_text(slide.sources_box, [[(slide.sources, sheet.sources_size, "subtle", False)]]))
    return title, texts


def _text(
    box: Box, lines: Sequence[Sequence[Run]], anchor: str = "start", align: str = "left", kind: str = ""
) -> dict[str, Any]:
    """Lines of runs (text, size, tone, bold) in a box; a line is as high as its largest letters ask."""
    told = []
    for line in lines:
        size = max(run[1] for run in line)
        told.append({"size": size, "high": round(size * measure.LINE, 2), "runs": [run for run in line if run[0]]})
    return {"box": box, "lines": told, "anchor": anchor, "align": align, "kind": kind}


def _figure(figure: Figure, box: Box, sheet: Sheet) -> dict[str, Any]:
    lines: list[list[Run]] = [
        [(figure.name, 12, "subtle", False)],
        [
            (figure.value, figure_size(figure, box.width, sheet), figure.tone, True),
            (f" {figure.unit}" if figure.unit else "", 15, "", False),
        ],
        [(figure.fact, SMALLEST, "", False)],
        [(figure.change, SMALLEST, "subtle", False)],
    ]
    return _text(box, [line for line in lines if line[0][0]], "center", kind="figure")


def _table(grid: Grid, box: Box) -> dict[str, Any]:
    """The grid as cells with their runs, sizes and insets."""
    table = grid.table
    sides = insets(table.aligns)
    heads = [_cell(Cell(head, "subtle", strong=True), grid.size) for head in table.heads]
    rows = [
        (height, [_cell(cell, grid.size) for cell in row]) for row, height in zip(table.rows, grid.heights, strict=True)
    ]
    styles = [{"align": align, "inset": inset} for align, inset in zip(table.aligns, sides, strict=True)]
    return {
        "box": box,
        "columns": grid.columns,
        "heads": heads,
        "head": grid.head,
        "rows": rows,
        "styles": styles,
        "size": grid.size,
        "high": round(grid.size * measure.LINE, 2),
        "inner": PADDING,
    }


def _cell(cell: Cell, size: float) -> list[Run]:
    runs: list[Run] = [(f"{cell.mark} ", size, cell.mark_tone, False)] if cell.mark else []
    runs.append((cell.text, size, cell.tone, cell.strong))
    if cell.after:
        runs.append((f" {cell.after}", size, cell.after_tone or "subtle", True))
    return runs


def _chart(chart: Chart, box: Box, sheet: Sheet) -> dict[str, Any]:
    """Bars, lines and words of a bar chart as numbers in points from the box's upper left corner."""
    stand = frame(chart, box, sheet)
    names = [
        {"y": stand.middle(place), "lines": measure.wrap(name, stand.room, stand.size)}
        for place, name in enumerate(chart.categories)
    ]
    bars, words = list[dict[str, Any]](), list[dict[str, Any]]()
    for place in range(len(chart.categories)):
        own, last = _bars(chart, place, stand)
        bars += own
        words += _word(chart, place, last, stand)
    return {
        "box": Box(box.x, box.y, box.width, stand.high),
        "alt": chart.alt,
        "names": names,
        "size": stand.size,
        "line": stand.size * 1.2,
        "bars": bars,
        "words": words,
        "marks": [
            {"x": stand.across(mark), "y": stand.middle(place)}
            for place, mark in enumerate(chart.marks)
            if mark is not None
        ],
        "mark": MARK,
        "word_size": SMALLEST,
        "years": SMALLEST,
        "lines": _year_lines(stand),
        "top": stand.top,
        "bottom": stand.bottom,
        "zero": stand.across(0),
        "room": stand.room,
    }


def _bars(chart: Chart, place: int, stand: Frame) -> tuple[list[dict[str, Any]], float | None]:
    """The bars of a category, each from the end of the one before it; and where the last one ends."""
    thick = stand.band / (1 + BAR_GAP / 100)
    ends = {True: 0.0, False: 0.0}  # of the bars so far, to the right and to the left
    bars: list[dict[str, Any]] = []
    last = None
    for series in chart.series:
        value = series.values[place]
        if value is None:
            continue
        start = ends[value >= 0]
        last = ends[value >= 0] = start + value
        if not series.hidden:
            tone = series.tones[place] if series.tones else ""
            colour = series.colour if not series.tones else LIGHT.ramp[3] if tone == "blue" else TONES[tone]
            x, end = sorted((stand.across(start), stand.across(last)))
            y = stand.middle(place) - thick / 2
            bars.append({"x": x, "y": y, "width": end - x, "height": thick, "colour": colour})
    return bars, last


def _word(chart: Chart, place: int, last: float | None, stand: Frame) -> list[dict[str, Any]]:
    """What stands at the end of a category's bars; none without bars or words."""
    text = chart.labels[place] if chart.labels else ""
    value = chart.series[-1].values[place]
    if chart.label_format and value is not None:
        text = formatted(value, chart.label_format)
    if not text or last is None:
        return []
    before = bool(chart.label_format) and last < 0
    away = MARK if chart.marks else 4
    x = stand.across(last) + (-away if before else away)
    return [{"x": x, "y": stand.middle(place), "text": text, "anchor": "end" if before else "start"}]


def _year_lines(stand: Frame) -> list[dict[str, Any]]:
    """The lines of the years, so many days apart; none without a step."""
    lines: list[dict[str, Any]] = []
    day = stand.least
    while stand.step and day <= stand.most:
        lines.append({"x": stand.across(day), "text": str((FIRST_DAY + dt.timedelta(days=int(day))).year)})
        day += stand.step
    return lines


def formatted(value: float, form: str) -> str:
    """A number in an Excel number format of digits and words.

    For positive, negative and nought, parted by semicolons.
    """
    forms = form.split(";")
    chosen = forms[2] if value == 0 and len(forms) > 2 else forms[1] if value < 0 and len(forms) > 1 else forms[0]
    minus = "-" if value < 0 and len(forms) == 1 else ""

    def part(found: re.Match[str]) -> str:
        if found[2] is None:
            return found[1]
        return f"{rounded(abs(value), len(found[2].partition('.')[2])):{',' if ',' in found[2] else ''}f}"

    return minus + NUMBER.sub(part, chosen)


def _map(chart: Map, box: Box, sheet: Sheet) -> dict[str, Any]:
    """Land, discs, names and keys as numbers in points from the box's upper left corner."""
    room = Box(0, 0, box.width, box.height)
    sheeted = map_sheet.laid(chart, room, sheet)
    places, discs = map_labels.places(chart.sites, sheeted.spots, room), []
    for site in chart.sites:
        x, y = sheeted.spots[site.complex_id]
        place = places[site.complex_id]
        name_x, name_y = map_labels.spot(place, x, y)
        discs.append(
            _disc(x, y, site.colour, site.number)
            | {"name": site.name, "anchor": place[0], "name_x": name_x, "name_y": name_y}
        )
    keys = [
        _disc(key.x + RADIUS, key.y + RADIUS, key.colour, key.number)
        | {
            "lines": measure.wrap(key.words, key.wide, SMALLEST),
            "left": key.x + (2 * RADIUS + 4 if key.colour else 0),
            "top": key.y,
        }
        for key in sheeted.keys
    ]
    fills = dict(chart.fills)
    return {
        "box": box,
        "alt": chart.alt,
        "land": [
            {"path": path, "fill": fills.get(i, LIGHT.land)}
            for i, around in sheeted.places
            if (path := "".join(map(_ring, around)))
        ],
        "islet": sheeted.islet,
        "discs": discs,
        "keys": keys,
        "radius": RADIUS,
        "letters": SMALLEST,
        "line": SMALLEST * measure.LINE,
    }


def _disc(x: float, y: float, colour: str, number: str) -> dict[str, Any]:
    return {"x": x, "y": y, "colour": colour, "number": number, "ink": map_sheet.ink(colour) if colour else ""}


@lru_cache(maxsize=2000)
def _ring(ring: map_sheet.Ring) -> str:
    """A ring as an SVG path, in tenths of a point."""
    corners = list(dict.fromkeys(f"{x:.1f} {y:.1f}" for x, y in ring))
    return f"M{'L'.join(corners)}Z" if len(corners) > 2 else ""
