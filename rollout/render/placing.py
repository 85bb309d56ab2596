"""What stands where on a slide: figures, picture, table, notes in their places, so that nothing runs over its box.

Data only.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rollout.render import board, grids, headings, measure
from rollout.render.grids import Grid
from rollout.render.parts import Chart, Figure, Map, Section, Text
from rollout.render.sheet import DECK, SMALLEST, Box, Sheet

MOST_BESIDE = 5  # columns of a table that has room beside a picture
NOTE_SIZE, NOTE_LINES, FOOT_LINES = 12.0, 4, 3
MESSAGE_SIZES = (28.0, 24.0, 20.0, 18.0, 16.0, 14.0)  # of a text alone: the largest that leaves a third of its place
FREE = 0.45  # of its place that a table leaves: it stands lower then
BETWEEN = 4.0  # points from the middle to a table beside a picture
FIGURES_ABREAST = 3
LEAST_FIGURE = 84.0  # how high a figure with its name, fact and change is
ROOMY_FIGURE = 110.0  # with room for two lines of each
LEAST_BAND = 14.6  # of a bar, so that its name is legible
FEWEST_BARS = 4  # below sentences


@dataclass(frozen=True)
class Slide:
    """One slide with everything in its place.

    `speaker`: what the speaker notes say. `part` of `parts`: of its section. `sources`: the line that names publishers;
    `cites`: the sources that it and its notes name.
    """

    section: str
    title: str
    title_lines: int
    speaker: str
    unit: str = ""
    part: int = 1
    parts: int = 1
    lead: tuple[Text, ...] = ()
    lead_box: Box | None = None
    lead_size: float = 16.0
    figures: tuple[tuple[Figure, Box], ...] = ()
    picture: Chart | Map | None = None
    picture_box: Box | None = None
    grid: Grid | None = None
    grid_box: Box | None = None
    message: str = ""
    note: str = ""
    note_box: Box | None = None
    foot: tuple[Text, ...] = ()
    foot_box: Box | None = None
    sources: str = ""
    sources_box: Box | None = None
    cites: tuple[str, ...] = ()
    sheet: Sheet = DECK


def cover_boxes(slide: Slide) -> tuple[Box, Box, Box]:
    """Where the title of a cover stands, what is told below it, and the line on the sources."""
    sheet, left = slide.sheet, slide.sheet.cover_left
    high = slide.title_lines * sheet.cover_title * measure.LINE + 8
    wide, middle = sheet.width - left - sheet.margin, sheet.cover_middle
    return (
        Box(left, middle - high, wide, high),
        Box(left, middle + 16, wide, 110),
        Box(left, sheet.cover_sources, wide, 34),
    )


def footer_boxes(sheet: Sheet) -> tuple[Box, Box]:
    """Where the filters and the number of a slide stand."""
    wide = 170.0
    return (
        Box(sheet.margin, sheet.footer, sheet.room - wide - 10, 17),
        Box(sheet.width - sheet.margin - wide, sheet.footer, wide, 17),
    )


def exhibits(section: Section, sheet: Sheet) -> Iterator[Section]:
    """What has slides of its own on a screen: figures, picture, table; a short table stands below its figures."""
    alone = replace(section, figures=(), picture=None, table=None, legend="", warning="")
    parts = [
        replace(alone, figures=section.figures) if section.figures else None,
        replace(alone, picture=section.picture) if section.picture else None,
        replace(alone, table=section.table, legend=section.legend) if section.table else None,
    ]
    shown = [part for part in parts if part]
    if (len(shown) < 2 and not section.figures) or _short(section, sheet):
        yield section
        return
    if section.lead and section.figures and _tight(section, sheet):
        row = section.figures[:FIGURES_ABREAST]
        beside = () if _tight(replace(section, figures=row), sheet) else row
        yield replace(alone, note="", figures=beside)
        section = replace(section, lead=())
        shown[0] = replace(shown[0], lead=(), figures=section.figures[len(beside) :])
        shown = shown if shown[0].figures else shown[1:]
    for number, part in enumerate(shown):
        first = replace(part, warning=section.warning)
        yield (
            replace(part, lead=(), note="", unit=section.unit if part.picture or part.table else "")
            if number
            else first
        )


def _short(section: Section, sheet: Sheet) -> bool:
    """Whether a table stands below a row of figures, with room for all."""
    if section.picture or section.table is None or not 0 < len(section.figures) <= FIGURES_ABREAST:
        return False
    first, room, cuts = framed(section, sheet)
    return len(laid(section, first, room, cuts)) == 1


def _tight(section: Section, sheet: Sheet) -> bool:
    """Whether the sentences above leave no room for the figures."""
    first, _, _ = framed(replace(section, picture=None, table=None, note=""), sheet)
    return first.figures[0][1].height < LEAST_FIGURE


def framed(section: Section, sheet: Sheet) -> tuple[Slide, Box, list[str]]:
    """The first slide without picture and table, the room that it leaves for them, and what was cut."""
    room = sheet.room
    title, title_lines, title_cut = headings.title(section.title, sheet)
    foot, foot_box, cuts = _foot(section, sheet)
    top, bottom = sheet.top if section.unit else sheet.top_plain, foot_box.y - 8 if foot_box else sheet.bottom
    note, note_box = "", None
    if section.note:
        note, lines, _ = measure.fit(section.note, room - 28, NOTE_SIZE, NOTE_LINES)
        height = lines * NOTE_SIZE * measure.LINE + 14
        note_box = Box(sheet.margin, bottom - height, room, height)
        bottom = note_box.y - 10
    lead_box = None
    size = 13.0 if section.table else 16.0  # smaller where a table follows
    if section.lead:
        lines = len(measure.wrap(" ".join(text.text for text in section.lead), room, size * 1.05))
        lead_box = Box(sheet.margin, top, room, lines * size * measure.LINE + 2)
        top = lead_box.y + lead_box.height + 10
    figures, top = _figures_above(section, sheet, top, bottom)
    first = Slide(
        section.id,
        title,
        title_lines,
        "",
        headings.unit(section, sheet),
        lead=section.lead,
        lead_box=lead_box,
        lead_size=size,
        figures=figures,
        note=note,
        note_box=note_box,
        foot=foot,
        foot_box=foot_box,
        sheet=sheet,
    )
    return first, Box(sheet.margin, top, room, bottom - top), [*([section.title] if title_cut else []), *cuts]


def _foot(section: Section, sheet: Sheet) -> tuple[tuple[Text, ...], Box | None, list[str]]:
    """What stands at the foot: what marks mean, what to mind; its place, and what was cut."""
    foot, cuts, room = list[Text](), list[str](), sheet.room
    for text, tone in ((section.legend, "subtle"), (section.warning, "amber")):
        if text:
            shown, _, cut = measure.fit(text, room, SMALLEST, FOOT_LINES)
            foot.append(Text(shown, tone))
            cuts += [text] if cut else []
    high = sum(len(measure.wrap(text.text, room, SMALLEST)) for text in foot) * SMALLEST * measure.LINE
    return tuple(foot), Box(sheet.margin, sheet.bottom - high, room, high) if foot else None, cuts


def _figures_above(
    section: Section, sheet: Sheet, top: float, bottom: float
) -> tuple[tuple[tuple[Figure, Box], ...], float]:
    """The key figures in their boxes, and where what follows them begins."""
    beside = section.table is not None or section.picture is not None
    figures = _figures(
        section.figures,
        sheet,
        Box(sheet.margin, top, sheet.room, min(bottom - top, sheet.figures) if beside else bottom - top),
        len(section.figures) if beside else FIGURES_ABREAST,
    )
    return figures, figures[-1][1].y + figures[-1][1].height + 10 if figures and beside else top


def pictured(section: Section, first: Slide, room: Box) -> tuple[list[Slide], Box]:
    """The slides with the section's picture, more than one where its bars would not be legible; the room beside it."""
    if not section.picture:
        return [first], room
    sheet = first.sheet
    alone = _alone(section, sheet, room) or section.table is None
    share = 1.0 if alone else 0.5
    box = Box(sheet.margin, room.y, sheet.room * share - (0 if alone else 12), room.height)
    left = sheet.room * share + BETWEEN
    beside = Box(sheet.margin + left, room.y, sheet.room - left, room.height)
    if not sheet.apart or not isinstance(section.picture, Chart):
        return [replace(first, picture=section.picture, picture_box=box)], beside
    later = replace(first, lead=(), lead_box=None, note="", note_box=None, foot=(), foot_box=None)
    whole = Box(sheet.margin, sheet.top, sheet.room, sheet.bottom - sheet.top)
    made = [replace(first, picture=section.picture, picture_box=box)]
    if _bars(box) < len(section.picture.categories):
        charts = _halves(section.picture, _bars(box), _bars(whole))
        slides = [replace(later, picture=half, picture_box=whole) for half in charts]
        with_text = replace(first, picture=charts[0], picture_box=box)
        made = [with_text, *slides[1:]] if len(charts[0].categories) <= _bars(box) else [first, *slides]
        made = made if first.lead or first.note else slides
    return made, beside


def _bars(box: Box) -> int:
    """How many bars of a chart are legible in a box."""
    return max(0, int((box.height - 30) / LEAST_BAND))


def _halves(chart: Chart, first: int, most: int) -> list[Chart]:
    """A chart in as many parts as are needed for so many bars at most each, all on one axis.

    `first`: how many the first part has room for; too few are none.
    """
    count = len(chart.categories)
    few = first if FEWEST_BARS <= first < most else 0
    parts = (1 if few else 0) + -(-(count - few) // most)
    even = -(-count // parts)
    sizes = [min(few, even)] if few else []
    while sum(sizes) < count:
        sizes.append(-(-(count - sum(sizes)) // (parts - len(sizes))))
    known = [value for each in chart.series for value in each.values if value is not None]
    axis = chart if chart.dates else replace(chart, since=min([*known, 0.0]), until=max([*known, 0.0]))
    starts = [sum(sizes[:number]) for number in range(len(sizes))]
    return [_bars_of(axis, slice(start, start + size)) for start, size in zip(starts, sizes, strict=True)]


def _bars_of(chart: Chart, part: slice) -> Chart:
    """Some bars of a chart."""
    return replace(
        chart,
        categories=chart.categories[part],
        labels=chart.labels[part],
        marks=chart.marks[part],
        series=tuple(replace(each, values=each.values[part], tones=each.tones[part]) for each in chart.series),
    )


def _alone(section: Section, sheet: Sheet, room: Box) -> bool:
    """Whether a picture fills the first slide, its table being too wide to stand beside it."""
    table = section.table
    wide = table is not None and (len(table.heads) > MOST_BESIDE or not grids.holds(table, sheet.room / 2 - BETWEEN))
    return wide and not _stacked(section, sheet, room.height)


def laid(section: Section, first: Slide, room: Box, cuts: list[str]) -> list[Slide]:
    """The section's slides: its table beside or below its picture, or on as many slides as it takes.

    What is cut is added to `cuts`.
    """
    table, picture_box, sheet = section.table, first.picture_box, first.sheet
    if table is None:
        return [first]
    if not table.rows:
        return [replace(first, message=table.empty, grid_box=room)]
    if isinstance(section.picture, Chart) and picture_box and _stacked(section, sheet, picture_box.height):
        high = chart_height(section.picture)
        below = Box(sheet.margin, picture_box.y + high + 10, sheet.room, picture_box.height - high - 10)
        grid = grids.laid(table, below, below, False, SMALLEST)[0][0]
        return [
            replace(first, picture_box=replace(picture_box, width=sheet.room, height=high), grid=grid, grid_box=below)
        ]
    alone = picture_box is not None and picture_box.width == sheet.room
    low = first.foot_box.y - 8 if first.foot_box and section.legend else sheet.bottom
    whole = Box(sheet.margin, sheet.top, sheet.room, low - sheet.top)
    beside = bool(section.picture) and not alone
    told = [
        grid
        for part in (board.halves(table, whole.width, sheet) if section.id == board.SECTION else [table])
        for grid in grids.spread(part, sheet, whole if alone else room, whole, beside, cuts)
    ]
    further = Slide(
        first.section,
        first.title,
        first.title_lines,
        "",
        first.unit,
        grid_box=whole,
        foot=first.foot[:1] if section.legend else (),
        foot_box=first.foot_box if section.legend else None,
        sheet=sheet,
    )
    if not alone:
        first, told = replace(first, grid=told[0], grid_box=room if beside else _lower(told[0], room)), told[1:]
    return [first, *(replace(further, grid=grid, grid_box=_lower(grid, whole)) for grid in told)]


def _lower(grid: Grid, box: Box) -> Box:
    """Where a table stands: a short one not at the top of an empty slide."""
    spare = box.height - grid.head - sum(grid.heights)
    down = spare / 3 if spare > box.height * FREE and not grid.table.small else 0.0
    return replace(box, y=box.y + down, height=box.height - down)


def message(slide: Slide) -> tuple[Box, float]:
    """Where a text that stands alone is set, about the middle of its place, and the size of its letters."""
    box = slide.grid_box or slide.sheet.whole
    highs = {size: len(measure.wrap(slide.message, box.width, size)) * size * measure.LINE for size in MESSAGE_SIZES}
    size = next((size for size, high in highs.items() if high <= box.height * 2 / 3), MESSAGE_SIZES[-1])
    down = max(0.0, (box.height - highs[size]) * 0.4)
    return replace(box, y=box.y + down, height=box.height - down), size


def _stacked(section: Section, sheet: Sheet, room: float) -> bool:
    """Whether a chart and the wide table that belongs to it have room on one slide, one below the other."""
    if (
        not isinstance(section.picture, Chart)
        or not section.table
        or len(section.table.heads) <= MOST_BESIDE
        or not section.table.rows
    ):
        return False
    left = room - chart_height(section.picture) - 10
    if left < 40:
        return False
    below = Box(sheet.margin, sheet.top, sheet.room, left)
    made, cuts = grids.laid(section.table, below, below, False, SMALLEST)
    return len(made) == 1 and not cuts and made[0].head + sum(made[0].heights) <= left


def chart_height(chart: Chart) -> float:
    """How high a chart needs to stand for its bars."""
    return 54.0 + len(chart.categories) * 40.0


def _figures(figures: Sequence[Figure], sheet: Sheet, room: Box, across: int) -> tuple[tuple[Figure, Box], ...]:
    """Figures so many in a row, in boxes of one size."""
    if not figures:
        return ()
    gap = 16.0
    down = -(-len(figures) // across)
    wide = (room.width - gap * (across - 1)) / across
    high = min(132.0, (room.height - gap * (down - 1)) / down)
    spare = room.height - high * down - gap * (down - 1)
    top = room.y + (spare / 3 if sheet.apart and spare > room.height * FREE else 0.0)
    placed = []
    for number, figure in enumerate(figures):
        box = Box(room.x + (number % across) * (wide + gap), top + (number // across) * (high + gap), wide, high)
        inside, lines = wide - 2 * sheet.inset, 1 if sheet.apart and high < ROOMY_FIGURE else 2
        fact, change = (measure.fit(text, inside, SMALLEST, lines)[0] for text in (figure.fact, figure.change))
        short = all(len(measure.wrap(text, inside, SMALLEST)) == 1 for text in (figure.fact, figure.change))
        name = measure.fit(figure.name, inside, SMALLEST, 2 if sheet.apart and lines == 2 and short else 1)[0]
        placed.append((replace(figure, name=name, fact=fact, change=change), box))
    return tuple(placed)
