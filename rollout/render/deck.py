"""Slides -> PPTX.

Native text, tables and charts, the map as free-form shapes; everything can be edited in PowerPoint.
"""

import datetime as dt
import io
import re
from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import escape

from lxml import etree  # type: ignore[import-untyped]
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.util import Emu, Pt

from rollout.document.briefing import Briefing
from rollout.language.words import Words
from rollout.render import headings, map_labels, map_sheet, measure, office_template
from rollout.render.archive import property_text, settled
from rollout.render.bar_frame import MARK, axis, frame, names_size
from rollout.render.chart_data import text_chart_data
from rollout.render.grids import PADDING, Grid, insets
from rollout.render.map_sheet import KEY_LINES, RADIUS
from rollout.render.parts import Cell, Chart, Figure, Map, Site
from rollout.render.placing import Slide, chart_height, cover_boxes, footer_boxes, message
from rollout.render.powerpoint import Outline, number_parts, state
from rollout.render.sheet import DECK, SMALLEST, Box, Sheet
from rollout.render.theme import LIGHT

FACE = "맑은 고딕"
PROGRAM = "rollout monitor"
LANGUAGES = {"ko": "ko-KR", "en": "en-US"}
PANOSE = "020B0503020000020004"
TONES = {
    "": LIGHT.text,
    "blue": LIGHT.blue,
    "green": LIGHT.green,
    "amber": LIGHT.amber,
    "red": LIGHT.red,
    "subtle": LIGHT.subtle,
}
BAR_GAP = 55  # between two bars, in hundredths of a bar's height
NO_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
HANGUL = re.compile("[ㄱ-ㆎ가-힣]")
THEME_COLOURS = {
    "dk1": LIGHT.text,
    "lt1": LIGHT.ground,
    "dk2": LIGHT.ramp[6],
    "lt2": LIGHT.surface,
    "accent1": LIGHT.blue,
    "accent2": LIGHT.ramp[2],
    "accent3": LIGHT.ramp[0],
    "accent4": LIGHT.faint,
    "accent5": LIGHT.amber,
    "accent6": LIGHT.red,
    "hlink": LIGHT.blue,
    "folHlink": LIGHT.ramp[5],
}


def draw(briefing: Briefing, slides: Sequence[Slide], own: Any = None) -> bytes:
    """The deck as a PPTX file; the same briefing gives the same bytes.

    `own`: an office's own template (`office_template.read`), whose master, layouts and theme stay as they are.
    """
    file = own or Presentation()
    if own is None:
        file.slide_width, file.slide_height = _points(DECK.width), _points(DECK.height)
        _clothe(file)
    _describe(file, briefing)
    number_parts(file.part.package)
    w, kind = Words(briefing.lang), office_template.layout(file)
    for number, slide in enumerate(slides, 1):
        page = file.slides.add_slide(kind)
        if own is not None:
            _make_room(page)
        if slide.section == "cover":
            _cover(page, slide, briefing, w)
        else:
            _page(page, slide)
        _footer(page, briefing, number, len(slides))
        if slide.speaker:
            page.notes_slide.notes_text_frame.text = slide.speaker
    if own is None and any(slide.speaker for slide in slides):
        _dress_theme(file.notes_master.part)
    state(file, LANGUAGES[briefing.lang], PROGRAM)
    out = io.BytesIO()
    file.save(out)
    return settled(out.getvalue(), briefing.as_of)


def _points(value: float) -> Emu:
    return Emu(round(value * 12700))


def _stand(shape: Any, box: Box) -> None:
    """Put a shape into a place."""
    shape.left, shape.top, shape.width, shape.height = map(_points, (box.x, box.y, box.width, box.height))


def _colour(value: str) -> RGBColor:
    colour: RGBColor = RGBColor.from_string(value.lstrip("#").upper())
    return colour


def _make_room(page: Any) -> None:
    """The title where ours stands, and no other place of an office's layout."""
    for shape in list(page.placeholders):
        if shape is page.shapes.title or shape.placeholder_format.idx == 0:
            _stand(shape, DECK.title)
        else:
            shape._element.getparent().remove(shape._element)


def _clothe(file: Any) -> None:
    """One layout (a title), our colours and typeface in the theme."""
    layouts = file.slide_layouts
    keep = next(layout for layout in layouts if layout.name == "Title Only")
    for layout in list(layouts):
        if layout is not keep:
            layouts.remove(layout)
    for holder in (file.slide_master, keep):
        for shape in list(holder.placeholders):
            kind = shape.placeholder_format.type
            if "TITLE" in str(kind):
                _stand(shape, DECK.title)
            elif holder is keep or "BODY" not in str(kind):
                shape._element.getparent().remove(shape._element)
            else:
                _stand(shape, DECK.whole)
    _dress_theme(file.slide_master.part)
    for level in file.slide_master.element.iterfind(f".//{{{A}}}lvl1pPr"):
        if level.getparent().tag.endswith("titleStyle"):
            level.set("algn", "l")
            level.set("eaLnBrk", "0")
            run = level.find(f"{{{A}}}defRPr")
            run.set("sz", str(int(DECK.title_size * 100)))
            run.set("b", "1")


def _describe(file: Any, briefing: Briefing) -> None:
    """The file's own properties."""
    properties = file.core_properties
    properties.title, properties.subject = property_text(briefing.title), property_text(briefing.footer)
    properties.author = property_text(briefing.department) or PROGRAM
    properties.last_modified_by = PROGRAM
    properties.comments = ""
    properties.version = property_text(briefing.snapshot)
    properties.language, properties.revision = LANGUAGES[briefing.lang], 1
    properties.created = properties.modified = dt.datetime.combine(briefing.as_of, dt.time())


def _dress_theme(part: Any) -> None:
    """Our typeface for every script and our colours in the theme of a master."""
    theme = part.part_related_by(RELATIONSHIP_TYPE.THEME)
    tree = (
        theme._element if hasattr(theme, "_element") else etree.fromstring(theme.blob)
    )  # the notes' theme is kept parsed
    for kind in ("majorFont", "minorFont"):
        fonts = tree.find(f".//{{{A}}}{kind}")
        for font in list(fonts):
            fonts.remove(font)
        for script in ("latin", "ea", "cs"):
            etree.SubElement(fonts, f"{{{A}}}{script}", typeface=FACE, panose=PANOSE)
        etree.SubElement(fonts, f"{{{A}}}font", script="Hang", typeface=FACE)
    for name, colour in THEME_COLOURS.items():
        slot = tree.find(f".//{{{A}}}clrScheme/{{{A}}}{name}")
        for old in list(slot):
            slot.remove(old)
        etree.SubElement(slot, f"{{{A}}}srgbClr", val=colour.lstrip("#").upper())
    if not hasattr(theme, "_element"):
        theme._blob = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)


def _cover(page: Any, slide: Slide, briefing: Briefing, w: Words) -> None:
    band = page.shapes.add_shape(MSO_SHAPE.RECTANGLE, 0, 0, _points(14), _points(DECK.height))
    _plain(band, LIGHT.blue)
    _named(band, w.t("Edge"))
    title = page.shapes.title
    above, beneath, last = cover_boxes(slide)
    _stand(title, above)
    _put(title.text_frame, [[(slide.title, DECK.cover_title, LIGHT.text, True)]], MSO_ANCHOR.BOTTOM)
    lines = [
        [
            (text.text, DECK.cover_lines, LIGHT.subtle, False)
            if number
            else (text.text, DECK.cover_lead, LIGHT.text, False)
        ]
        for number, text in enumerate(slide.lead)
    ]
    _text(page, beneath, lines, w.t("Scope and day"))
    _text(page, last, [[(on_sources(w), SMALLEST, LIGHT.subtle, False)]], w.t("On the sources"))


def on_sources(w: Words) -> str:
    """What the cover says of where the figures come from."""
    return w.t(
        "Every figure comes from public sources: publishers and source numbers are on the slides, titles in the "
        "speaker notes, addresses in the list of sources."
    )


def _page(page: Any, slide: Slide) -> None:
    suffix = f" ({slide.part}/{slide.parts})" if slide.parts > 1 else ""
    size = DECK.title_size if slide.title_lines == 1 else DECK.title_small
    _put(
        page.shapes.title.text_frame,
        [[(slide.title, size, LIGHT.text, True), (suffix, 13, LIGHT.faint, False)]],
        MSO_ANCHOR.MIDDLE,
    )
    if slide.unit:
        _text(page, headings.unit_box(slide.sheet), [[(slide.unit, SMALLEST, LIGHT.subtle, False)]], "unit")
    if slide.lead_box:
        runs = [(f"{text.text} ", slide.lead_size, TONES[text.tone], bool(text.tone)) for text in slide.lead]
        _text(page, slide.lead_box, [runs], "lead")
    for figure, box in slide.figures:
        _figure(page, figure, box)
    if isinstance(slide.picture, Map) and slide.picture_box:
        _map(page, slide.picture, slide.picture_box)
    elif isinstance(slide.picture, Chart) and slide.picture_box:
        _chart(page, slide.picture, slide.picture_box)
    if slide.grid and slide.grid_box:
        _table(page, slide.grid, slide.grid_box)
    elif slide.message and slide.grid_box:
        box, letters = message(slide)
        _text(page, box, [[(slide.message, letters, LIGHT.subtle, False)]], "message")
    if slide.note_box:
        _note(page, slide.note, slide.note_box)
    if slide.foot_box and slide.foot:
        lines = [
            [(("▲ " if text.tone == "amber" else "") + text.text, SMALLEST, TONES[text.tone], False)]
            for text in slide.foot
        ]
        _text(page, slide.foot_box, lines, "foot")
    if slide.sources_box:
        _text(page, slide.sources_box, [[(slide.sources, DECK.sources_size, LIGHT.subtle, False)]], "sources")


def spoken(text: str) -> str:
    """The language of a run, for the spelling check and for what reads aloud."""
    own, other = ("ko-KR", "en-US") if HANGUL.search(text) else ("en-US", "ko-KR")
    return f'lang="{own}" altLang="{other}"'


Run = tuple[str, float, str, bool]


def _put(frame: Any, lines: Sequence[Sequence[Run]], anchor: Any, align: Any = PP_ALIGN.LEFT) -> None:
    """Lines of runs (text, size, colour, bold) into a text frame without inner margins.

    Line ends inside a run are kept.
    """
    frame.word_wrap = True
    frame.vertical_anchor = anchor
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    body = frame._txBody
    for paragraph in list(body.p_lst):
        body.remove(paragraph)
    side = {PP_ALIGN.LEFT: "l", PP_ALIGN.RIGHT: "r", PP_ALIGN.CENTER: "ctr"}[align]
    for line in lines:
        body.append(parse_xml(_paragraph(_runs(line), side, max(run[1] for run in line))))


def _paragraph(runs: str, side: str, size: float) -> str:
    return (
        f'<a:p xmlns:a="{A}"><a:pPr algn="{side}" eaLnBrk="0" indent="0" marL="0"><a:lnSpc><a:spcPts '
        f'val="{round(size * measure.LINE * 100)}"/></a:lnSpc><a:spcBef><a:spcPts '
        f'val="0"/></a:spcBef><a:buNone/></a:pPr>{runs}<a:endParaRPr lang="ko-KR" sz="{round(size * 100)}" '
        f'dirty="0"/></a:p>'
    )


def _runs(line: Sequence[Run], link: str = "") -> str:
    """Runs as XML, each in its language; `link`: the relationship of the address that they open."""
    made: list[str] = []
    opens = f'<a:hlinkClick xmlns:r="{R}" r:id="{link}"/>' if link else ""
    for text, size, colour, bold in line:
        style = f'<a:solidFill><a:srgbClr val="{colour.lstrip("#").upper()}"/></a:solidFill>{opens}'
        properties = f'{spoken(text)} sz="{round(size * 100)}" b="{int(bold)}" dirty="0"'
        pieces = (
            [f"<a:r><a:rPr {properties}>{style}</a:rPr><a:t>{escape(piece)}</a:t></a:r>" for piece in text.split("\n")]
            if text
            else []
        )
        made.append("<a:br/>".join(pieces))
    return "".join(made)


def _text(
    page: Any,
    box: Box,
    lines: Sequence[Sequence[Run]],
    name: str,
    anchor: Any = MSO_ANCHOR.TOP,
    align: Any = PP_ALIGN.LEFT,
) -> Any:
    shape = page.shapes.add_textbox(*map(_points, (box.x, box.y, box.width, box.height)))
    _named(shape, name)
    _put(shape.text_frame, lines, anchor, align)
    return shape


def _named(shape: Any, name: str, alt: str = "") -> None:
    shape.name = name
    if alt:
        shape._element._nvXxPr.cNvPr.set("descr", alt)


def _plain(shape: Any, fill: str, line: str = "") -> None:
    shape.fill.solid()
    shape.fill.fore_color.rgb = _colour(fill)
    if line:
        shape.line.color.rgb = _colour(line)
        shape.line.width = Pt(0.75)
    else:
        shape.line.fill.background()
    style = shape._element.find(qn("p:style"))
    if style is not None:  # the theme's shadow and outline
        shape._element.remove(style)


def _figure(page: Any, figure: Figure, box: Box) -> None:
    card = page.shapes.add_shape(MSO_SHAPE.RECTANGLE, *map(_points, (box.x, box.y, box.width, box.height)))
    _plain(card, LIGHT.ground, LIGHT.line)
    _named(card, figure.name)
    frame = card.text_frame
    size = figure_size(figure, box.width, DECK)
    lines: list[list[Run]] = [
        [(figure.name, 12, LIGHT.subtle, False)],
        [
            (figure.value, size, TONES[figure.tone], True),
            (f" {figure.unit}" if figure.unit else "", 15, LIGHT.text, False),
        ],
        [(figure.fact, SMALLEST, LIGHT.text, False)],
        [(figure.change, SMALLEST, LIGHT.subtle, False)],
    ]
    _put(frame, [line for line in lines if line[0][0]], MSO_ANCHOR.MIDDLE)
    frame.margin_left = frame.margin_right = _points(14)


def figure_size(figure: Figure, wide: float, sheet: Sheet) -> float:
    """How large a figure's value is set, in points, in a card so wide."""
    size, room = sheet.figure, wide - 2 * sheet.inset
    while size > 14 and measure.width(figure.value, size) + measure.width(f" {figure.unit}", 15) > room:
        size -= 2
    return size


def _note(page: Any, note: str, box: Box) -> None:
    shape = page.shapes.add_shape(MSO_SHAPE.RECTANGLE, *map(_points, (box.x, box.y, box.width, box.height)))
    _plain(shape, LIGHT.blue_soft)
    _named(shape, "note")
    _put(shape.text_frame, [[(note, 12, LIGHT.text, False)]], MSO_ANCHOR.MIDDLE)
    shape.text_frame.margin_left = shape.text_frame.margin_right = _points(14)


def _footer(page: Any, briefing: Briefing, number: int, count: int) -> None:
    filters, place = footer_boxes(DECK)
    left, _, _ = measure.fit(briefing.footer, filters.width - 10, SMALLEST, 1)
    _text(page, filters, [[(left, SMALLEST, LIGHT.subtle, False)]], "filters")
    shape = _text(
        page,
        place,
        [[(f" / {count}", SMALLEST, LIGHT.subtle, False)]],
        "number",
        align=PP_ALIGN.RIGHT,
    )
    field = (
        f'<a:fld xmlns:a="{A}" id="{{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}}" type="slidenum"><a:rPr lang="ko-KR" '
        f'sz="{round(SMALLEST * 100)}" dirty="0"><a:solidFill>'
        f'<a:srgbClr val="{LIGHT.subtle.lstrip("#").upper()}"/></a:solidFill></a:rPr><a:t>{number}</a:t></a:fld>'
    )
    shape.text_frame.paragraphs[0].runs[0]._r.addprevious(parse_xml(field))


def _table(page: Any, grid: Grid, box: Box) -> None:
    table, rows = grid.table, len(grid.heights) + 1
    high = grid.head + sum(grid.heights)
    frame = page.shapes.add_table(1, 1, *map(_points, (box.x, box.y, box.width, high)))
    _named(frame, "table")
    columns = "".join(f'<a:gridCol w="{_points(width)}"/>' for width in grid.columns)
    lines = [_row([Cell(head, "subtle", strong=True) for head in table.heads], grid, grid.head, last=False, head=True)]
    for number, (row, height) in enumerate(zip(table.rows, grid.heights, strict=True), 1):
        links = [_address(page, cell.address) for cell in row]
        lines.append(_row(row, grid, height, last=number == rows - 1, links=links))
    xml = (
        f'<a:tbl xmlns:a="{A}"><a:tblPr '
        f'firstRow="1"><a:tableStyleId>{NO_STYLE}</a:tableStyleId></a:tblPr><a:tblGrid>{columns}</a:tblGrid>{"".join(lines)}</a:tbl>'
    )
    old = frame._element.graphic.graphicData.tbl
    old.getparent().replace(old, parse_xml(xml))


def _address(page: Any, address: str) -> str:
    """The relationship of an address that a cell opens; empty for none."""
    if not address.startswith(("https://", "http://")):
        return ""
    link: str = page.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    return link


def _row(
    row: Sequence[Cell], grid: Grid, height: float, last: bool, head: bool = False, links: Sequence[str] = ()
) -> str:
    cells = []
    opens = links or [""] * len(row)
    for cell, align, inset, link in zip(row, grid.table.aligns, insets(grid.table.aligns), opens, strict=True):
        side = {"left": "l", "right": "r", "center": "ctr"}[align]
        runs: list[Run] = [(f"{cell.mark} ", grid.size, TONES[cell.mark_tone], False)] if cell.mark else []
        runs.append((cell.text, grid.size, TONES[cell.tone], cell.strong))
        if cell.after:
            runs.append((f" {cell.after}", grid.size, TONES[cell.after_tone or "subtle"], True))
        colour, weight = (LIGHT.subtle, 9525) if head else (LIGHT.line, 6350)
        none = "".join(f'<a:{edge} w="0"><a:noFill/></a:{edge}>' for edge in ("lnL", "lnR", "lnT"))
        below = (
            f'<a:lnB w="{weight}"><a:solidFill><a:srgbClr val="{colour.lstrip("#").upper()}"/></a:solidFill></a:lnB>'
        )
        inner = _points(PADDING)
        cells.append(
            f"<a:tc><a:txBody><a:bodyPr/><a:lstStyle/>{_paragraph(_runs(runs, link), side, grid.size)}</a:txBody>"
            f'<a:tcPr marL="{_points(inset)}" marR="{inner}" marT="{_points(PADDING / 2)}" '
            f'marB="{_points(PADDING / 2)}" '
            f'anchor="{"b" if head else "ctr"}">{none}{below}<a:noFill/></a:tcPr></a:tc>'
        )
    return f'<a:tr h="{_points(height)}">{"".join(cells)}</a:tr>'


def _chart(page: Any, chart: Chart, box: Box) -> None:
    data = text_chart_data("General")
    data.categories = list(chart.categories)
    for number, series in enumerate(chart.series):  # of days, the first begins at one and the others last so many
        data.add_series(series.name, list(series.values), "General" if number or not chart.dates else "yyyy-mm-dd")
    high = min(box.height, chart_height(chart))
    place = map(_points, (box.x, box.y, box.width, high))
    if chart.labels:
        room = ((chart.until or 0) - (chart.since or 0)) * 0.22
        data.add_series("…", [room if text else None for text in chart.labels])
    kind = XL_CHART_TYPE.BAR_STACKED if chart.labels or len(chart.series) > 1 else XL_CHART_TYPE.BAR_CLUSTERED
    frame = page.shapes.add_chart(kind, *place, data)
    _named(frame, "chart", chart.alt)
    drawn = frame.chart
    drawn.has_legend = drawn.has_title = False
    drawn.font.size, drawn.font.color.rgb = Pt(SMALLEST), _colour(LIGHT.text)
    _names_axis(drawn.category_axis, names_size(chart, high))
    _values_axis(drawn.value_axis, chart)
    plot = drawn.plots[0]
    plot.gap_width, plot.overlap = BAR_GAP, 100
    plot.vary_by_categories = False
    _colours(plot, chart)
    _labels(list(plot.series)[-1], chart)
    if any(mark is not None for mark in chart.marks):
        _marks(page, chart, box)


def _marks(page: Any, chart: Chart, box: Box) -> None:
    """A diamond a category over its bars, whose place in the chart is fixed for it."""
    stand, high = frame(chart, box, DECK), min(box.height, chart_height(chart))
    inner = {"x": stand.left / box.width, "y": stand.top / high, "w": (stand.right - stand.left) / box.width}
    inner["h"] = (stand.bottom - stand.top) / high
    modes = "".join(f'<c:{side}Mode val="edge"/>' for side in "xy")
    places = "".join(f'<c:{side} val="{share:.5f}"/>' for side, share in inner.items())
    manual = f'<c:manualLayout><c:layoutTarget val="inner"/>{modes}{places}</c:manualLayout>'
    layout = parse_xml(f'<c:layout xmlns:c="{C}">{manual}</c:layout>')
    area = page.shapes[-1].chart._chartSpace.chart.plotArea
    for old in area.findall(qn("c:layout")):
        area.remove(old)
    area.insert(0, layout)
    for place, mark in enumerate(chart.marks):
        if mark is None:
            continue
        x, y = box.x + stand.across(mark) - MARK / 2, box.y + stand.middle(place) - MARK / 2
        diamond = page.shapes.add_shape(MSO_SHAPE.DIAMOND, *map(_points, (x, y, MARK, MARK)))
        _plain(diamond, LIGHT.text, LIGHT.ground)
        _named(diamond, f"◆ {chart.categories[place]}")


def _names_axis(names: Any, size: float) -> None:
    """The axis of the categories, from the top, each with its name."""
    names.reverse_order = True
    names.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    names.major_tick_mark = XL_TICK_MARK.NONE
    names.tick_labels.font.size = Pt(size)
    every = names._element.makeelement(qn("c:tickLblSkip"), {"val": "1"})  # each category its name, however tight
    names._element.find(qn("c:noMultiLvlLbl")).addprevious(every)
    names.format.line.color.rgb = _colour(LIGHT.line)


def _values_axis(values: Any, chart: Chart) -> None:
    """The axis of the values: years with their lines; hidden where numbers stand at the bars."""
    values.major_tick_mark = XL_TICK_MARK.NONE
    values.has_major_gridlines = chart.dates
    values.format.line.fill.background()
    values.minimum_scale, values.maximum_scale, step = axis(chart)
    if not chart.dates:
        values.visible = False
        return
    values.major_unit = step
    values.tick_labels.number_format, values.tick_labels.number_format_is_linked = "yyyy", False
    values.tick_labels.font.size, values.tick_labels.font.color.rgb = Pt(SMALLEST), _colour(LIGHT.subtle)
    values.major_gridlines.format.line.color.rgb = _colour(LIGHT.line)
    values.major_gridlines.format.line.width = Pt(0.5)


def _colours(plot: Any, chart: Chart) -> None:
    """The colour of each series, or of each of its bars; none of a hidden one."""
    for series, meant in zip(plot.series, chart.series, strict=False):
        series.invert_if_negative = False
        if meant.hidden:
            series.format.fill.background()
            continue
        series.format.fill.solid()
        series.format.fill.fore_color.rgb = _colour(meant.colour)
        for number, tone in enumerate(meant.tones):
            fill = series.points[number].format.fill
            fill.solid()
            fill.fore_color.rgb = _colour(LIGHT.ramp[3] if tone == "blue" else TONES[tone])


def _labels(series: Any, chart: Chart) -> None:
    """What stands at the end of the bars: values in a number format (alive), or fixed words."""
    if chart.label_format:
        labels = series.data_labels
        labels.show_value, labels.number_format, labels.number_format_is_linked = True, chart.label_format, False
        labels.position = XL_LABEL_POSITION.OUTSIDE_END
        labels.font.size = Pt(SMALLEST)
        return
    series.format.fill.background()  # room for the words, after the bars
    for number, text in enumerate(chart.labels):
        if text:
            label = series.points[number].data_label
            frame = label.text_frame
            frame.text = f"  {text}" if chart.marks else text
            frame.word_wrap = False
            run = frame.paragraphs[0].runs[0]
            run.font.size, run.font.color.rgb = Pt(SMALLEST), _colour(LIGHT.text)
            label.position = XL_LABEL_POSITION.INSIDE_BASE


def _map(page: Any, chart: Map, box: Box) -> None:
    """The provinces as free-form shapes and the sites as discs, each with its stage's number and its name."""
    sheeted, names, fills = map_sheet.laid(chart, box, DECK), dict(chart.provinces), dict(chart.fills)
    group = page.shapes.add_group_shape()  # moved and sized as one
    for i, around in sheeted.places:
        _place(group, names.get(i, ""), around, fills.get(i, LIGHT.land))
    if sheeted.islet:
        x, y = sheeted.islet
        islet = group.shapes.add_shape(MSO_SHAPE.OVAL, *map(_points, (x - 1, y - 1, 2, 2)))
        _plain(islet, LIGHT.faint)
        _named(islet, "Dokdo")
    places = map_labels.places(chart.sites, sheeted.spots, box)
    for site in chart.sites:
        x, y = sheeted.spots[site.complex_id]
        _disc(group, x, y, site.colour, site.number, site.name)
        _name(group, site, x, y, places[site.complex_id])
    for key in sheeted.keys:
        left = key.x
        if key.colour:
            _disc(group, key.x + RADIUS, key.y + RADIUS, key.colour, key.number, key.words)
            left += 2 * RADIUS + 4
        run = (key.words, SMALLEST, LIGHT.subtle, not key.colour)
        _text(group, Box(left, key.y, key.wide, KEY_LINES * SMALLEST * measure.LINE), [[run]], "key")
    _named(group, "map", chart.alt)


def _place(page: Any, name: str, around: Sequence[map_sheet.Ring], fill: str) -> None:
    """A province or district as a free-form shape; nothing without an outline."""
    builder = None
    for ring in around:
        corners = [tuple(map(_points, point)) for point in ring]
        if builder is None:
            builder = Outline.new(page.shapes, corners[0][0], corners[0][1], 1.0, 1.0)
        else:
            builder.move_to(*corners[0])
        builder.add_line_segments(corners[1:], close=True)
    if builder is not None:
        shape = builder.convert_to_shape()
        _plain(shape, fill, LIGHT.ground)
        _named(shape, name)


def _disc(page: Any, x: float, y: float, colour: str, number: str, name: str) -> None:
    """A disc with a number in it."""
    place = (x - RADIUS, y - RADIUS, 2 * RADIUS, 2 * RADIUS)
    disc = page.shapes.add_shape(MSO_SHAPE.OVAL, *map(_points, place))
    _plain(disc, colour, LIGHT.ground)
    _named(disc, name)
    _put(disc.text_frame, [[(number, SMALLEST, map_sheet.ink(colour), True)]], MSO_ANCHOR.MIDDLE, PP_ALIGN.CENTER)
    disc.text_frame.word_wrap = False


def _name(page: Any, site: Site, x: float, y: float, place: map_labels.Place) -> None:
    """A site's name beside its disc."""
    wide = measure.width(site.name, SMALLEST) + 8
    across, down = map_labels.spot(place, x, y)
    left, align = {
        "start": (across, PP_ALIGN.LEFT),
        "end": (across - wide, PP_ALIGN.RIGHT),
        "middle": (across - wide / 2, PP_ALIGN.CENTER),
    }[place[0]]
    box, runs = Box(left, down - 8, wide, 16), [[(site.name, SMALLEST, LIGHT.text, True)]]
    _text(page, box, runs, f"{site.name} ", MSO_ANCHOR.MIDDLE, align).text_frame.word_wrap = False
