"""Sections -> slides: what stands where on a 16:9 sheet of 960 x 540 points, so that nothing runs over its box.

Data only.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rollout.document import model
from rollout.document.briefing import Briefing
from rollout.language.words import Words
from rollout.render import added, citing, grids, measure, printed
from rollout.render.grids import SMALLEST, SOURCE_SIZE, Box, Grid
from rollout.render.parts import Chart, Figure, Map, Section, Text

WIDTH, HEIGHT = 960.0, 540.0
MARGIN = 40.0
ROOM = WIDTH - 2 * MARGIN
TITLE_SIZE, TITLE_LINES = 24.0, 2
TOP, BOTTOM = 116.0, 494.0
MOST_BESIDE = 5  # columns of a table that has room beside a picture
NOTE_SIZE, NOTE_LINES = 12.0, 4
MESSAGE_SIZE = 14.0
SOURCES_BOX_TOP = 495.0
SOURCES_A_SLIDE = 20
MOST_ROWS = 40  # more than any slide holds
LEAST = {"definitions": 0, "map": 14, "board": 14}  # what matters least among the sections that a report never drops


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


def slides(briefing: Briefing) -> list[Slide]:
    """The cover, the slide that answers, every section, decisions, the appendix behind its divider.

    Long tables go on over more slides; where a number of slides is asked for, they are cut by weight, the longest
    first, then sections are left out, those that matter least first, and the first slide says which.
    """
    w = Words(briefing.lang)
    made = {
        section.id: _brief(section, briefing, w) if section.id in briefing.brief else _of(section, briefing, w)
        for section in _spoken(briefing)
        if section.id != "sources"
    }
    answer, decisions = added.answer(briefing, w), added.decisions(briefing, w)
    first = _section(answer, briefing, w)[:1] if answer else []
    acts = _section(decisions, briefing, w) if decisions else []
    if briefing.most_slides:
        briefing = _shortened(briefing, made, 1 + len(first) + len(acts), w)
    cited = {i for told in (first, *made.values()) for slide in told for i in slide.cites}
    for section in briefing.sections:
        if section.id == "sources":
            made[section.id] = _section(citing.sources(section, cited, briefing, w), briefing, w)
        if section.id in made:
            made[section.id] += _rest_of_note(section.note, made[section.id][0])
    shown = [section.id for section in briefing.sections if section.id in made]
    behind = added.appendix(briefing, shown)
    last = {*behind, *(name for name in shown[-1:] if name == "sources")}
    ahead, after = (
        [slide for name in shown if (name in last) == there for slide in made[name]] for there in (False, True)
    )
    divider = _divider(behind, briefing, w) if behind else []
    return [_cover(briefing, w), *first, *ahead, *acts, *divider, *after]


def _shortened(briefing: Briefing, made: dict[str, list[Slide]], beside: int, w: Words) -> Briefing:
    """The briefing without what has no room; of what is left, `made` has one slide each where that is needed."""
    sections, cut = {section.id: section for section in briefing.sections}, set(briefing.brief)
    left: list[str] = []

    def room() -> int:
        cited = {i for told in made.values() for slide in told for i in slide.cites}
        behind = added.appendix(briefing, [name for name in sections if name in made or name == "sources"])
        listed = -(-len(cited) // SOURCES_A_SLIDE) if "sources" in sections else 0
        return briefing.most_slides - beside - bool(behind) - listed

    least = briefing.most_slides - beside - (2 if briefing.most_slides < 15 else 4)  # without sources and divider
    while sum(map(len, made.values())) > room():
        spare = [name for name in list(made)[1:] if not sections[name].note]
        long = [name for name in made if len(made[name]) > 1 and name not in cut]
        if spare and (len(made) > least or not long):
            name = min(spare, key=lambda name: briefing.droppable.get(name, LEAST.get(name, 99)))
            del made[name], sections[name]
            left.append(briefing.names[name])
        elif long:
            name = max(long, key=lambda name: len(made[name]))
            made[name] = _brief(sections[name], briefing, w)
            cut.add(name)
        else:
            break
    return replace(briefing, sections=tuple(sections.values()), left_out=tuple(left))


def _divider(names: Sequence[str], briefing: Briefing, w: Words) -> list[Slide]:
    """The slide before the appendix: what is in it."""
    listed = [briefing.names[name] for name in names]
    room = Box(MARGIN, TOP, ROOM, BOTTOM - TOP)
    shown, _, _ = measure.fit("\n".join(listed), ROOM, MESSAGE_SIZE, int(room.height / MESSAGE_SIZE / measure.LINE))
    return [Slide("appendix", w.t("Appendix"), 1, " · ".join(listed), message=shown, grid_box=room)]


def _rest_of_note(note: str, first: Slide) -> list[Slide]:
    """A slide for the officer's note where it is longer than its place."""
    if not first.note or first.note == note:
        return []
    room = Box(MARGIN, TOP, ROOM, BOTTOM - TOP)
    shown, _, _ = measure.fit(note, ROOM, MESSAGE_SIZE, int(room.height / MESSAGE_SIZE / measure.LINE))
    return [Slide(first.section, first.title, first.title_lines, note, message=shown, grid_box=room)]


def _spoken(briefing: Briefing) -> Sequence[model.Section]:
    """The sections that have slides: one of the brief ones without any row is a sentence on the first slide."""
    first, *others = briefing.sections
    silent = [
        one
        for one in others
        if one.id in briefing.brief and one.table and not one.table.rows and not one.picture and not one.note
    ]
    said = tuple(model.Text(f"{one.title}.") for one in silent if one.id != "sources")
    return (replace(first, lead=(*first.lead, *said)), *(one for one in others if one not in silent))


def _of(section: model.Section, briefing: Briefing, w: Words) -> list[Slide]:
    return _section(printed.section(section, "slide", w), briefing, w)


def _brief(section: model.Section, briefing: Briefing, w: Words) -> list[Slide]:
    """The section on one slide: as many rows of its table as have room, those of most weight, and how many they are."""
    made = _of(section, briefing, w)
    if len(made) == 1 or section.table is None:
        return made
    uncut = replace(section, tables=(replace(section.table, whole=True),))
    whole = printed.section(uncut, "slide", w)
    left = w.t("the whole is in the annex (XLSX)")
    none = replace(whole, table=None, legend=w.t("The table is in the annex (XLSX)"))
    made = _section(none, briefing, w)
    least, most = 0, min(len(section.table.rows), MOST_ROWS)
    while most - least > 1:
        half = (least + most) // 2
        table, told = printed.cut(section.table, half, w)
        shown = printed.printed_table(replace(table, whole=True), "slide", w)
        tried = _section(
            replace(whole, table=shown, legend="   ".join(filter(None, (f"{told}; {left}", whole.legend)))), briefing, w
        )
        if len(tried) == 1:
            made, least = tried, half
        else:
            most = half
    return made


def _cover(briefing: Briefing, w: Words) -> Slide:
    title, lines, cut = measure.fit(briefing.title, ROOM - 60, 36, 3)
    about = "\n".join(f"{name}: {value}" for name, value in briefing.about)
    speaker = "\n".join([*([briefing.title] if cut else []), about])
    own = ", ".join(filter(None, (briefing.department, w.date(briefing.as_of)))) if briefing.department else ""
    names = [own, briefing.occasion, briefing.subtitle, briefing.audience, briefing.clock]
    if briefing.left_out:
        names.append(w.t("Left to the annex (XLSX): {names}", names=", ".join(briefing.left_out)))
    named = [name for name in names if name]
    short = len(named) < 4
    shown = tuple(
        Text(
            measure.fit(
                name,
                ROOM - 60,
                16,
                2 if short or name.startswith(w.t("Left to the annex (XLSX): {names}", names="")) else 1,
            )[0]
        )
        for name in named
    )
    return Slide("cover", title, lines, speaker, lead=shown)


def _section(section: Section, briefing: Briefing, w: Words) -> list[Slide]:
    first, room, cuts = _framed(section)
    if section.picture:
        alone = _alone(section, room) or section.table is None
        share = 1.0 if alone else 0.46 if isinstance(section.picture, Map) else 0.5
        beside = Box(MARGIN + ROOM * share + 4, room.y, ROOM * (1 - share) - 4, room.height)
        box = Box(MARGIN, room.y, ROOM * share - (0 if alone else 12), room.height)
        first = replace(first, picture=section.picture, picture_box=box)
        room = beside
    made = _laid(section, first, room, cuts)
    return [
        replace(_sourced(slide, section, cuts, briefing, w), part=number, parts=len(made))
        for number, slide in enumerate(made, 1)
    ]


def _sourced(slide: Slide, section: Section, cuts: Sequence[str], briefing: Briefing, w: Words) -> Slide:
    """The slide with its notes and, where it shows anything of a source, the line that names who published it."""
    table = slide.grid.table if slide.grid else None
    ids = () if slide.message else citing.used(section, table, not slide.picture and not slide.figures)
    speaker = citing.notes(section, table, cuts, ids, briefing, w)
    if section.id in citing.TERMS or not ids:
        return replace(slide, speaker=speaker)
    return replace(
        slide,
        speaker=speaker,
        sources=citing.line(ids, briefing, ROOM, SOURCE_SIZE, w),
        sources_box=Box(MARGIN, SOURCES_BOX_TOP, ROOM, SOURCE_SIZE * measure.LINE),
        cites=tuple(sorted({*citing.shown(table), *citing.told(table, ids, briefing)})),
    )


def _framed(section: Section) -> tuple[Slide, Box, list[str]]:
    """The first slide without picture and table, the room that it leaves for them, and what was cut."""
    title, title_lines, title_cut = measure.fit(section.title, (ROOM - 50) / 1.06, TITLE_SIZE, TITLE_LINES)
    foot, foot_box, cuts = _foot(section)
    top, bottom = TOP if section.unit else TOP - 20, foot_box.y - 8 if foot_box else BOTTOM
    note, note_box = "", None
    if section.note:
        note, lines, _ = measure.fit(section.note, ROOM - 28, NOTE_SIZE, NOTE_LINES)
        height = lines * NOTE_SIZE * measure.LINE + 14
        note_box = Box(MARGIN, bottom - height, ROOM, height)
        bottom = note_box.y - 10
    lead_box = None
    size = 13.0 if section.table else 16.0  # smaller where a table follows
    if section.lead:
        lines = len(measure.wrap(" ".join(text.text for text in section.lead), ROOM, size * 1.05))
        lead_box = Box(MARGIN, top, ROOM, lines * size * measure.LINE + 2)
        top = lead_box.y + lead_box.height + 10
    figures, top = _figures_above(section, top, bottom)
    first = Slide(
        section.id,
        title,
        title_lines,
        "",
        measure.fit(section.unit, ROOM, SMALLEST, 1)[0],
        lead=section.lead,
        lead_box=lead_box,
        lead_size=size,
        figures=figures,
        note=note,
        note_box=note_box,
        foot=foot,
        foot_box=foot_box,
    )
    return first, Box(MARGIN, top, ROOM, bottom - top), [*([section.title] if title_cut else []), *cuts]


def _foot(section: Section) -> tuple[tuple[Text, ...], Box | None, list[str]]:
    """What stands at the foot: what marks mean, what to mind; its place, and what was cut."""
    foot, cuts = list[Text](), list[str]()
    for text, tone in ((section.legend, "subtle"), (section.warning, "amber")):
        if text:
            shown, _, cut = measure.fit(text, ROOM, SMALLEST, 3)
            foot.append(Text(shown, tone))
            cuts += [text] if cut else []
    high = sum(len(measure.wrap(text.text, ROOM, SMALLEST)) for text in foot) * SMALLEST * measure.LINE
    return tuple(foot), Box(MARGIN, BOTTOM - high, ROOM, high) if foot else None, cuts


def _figures_above(section: Section, top: float, bottom: float) -> tuple[tuple[tuple[Figure, Box], ...], float]:
    """The key figures in their boxes, and where what follows them begins."""
    beside = section.table is not None or section.picture is not None
    figures = _figures(
        section.figures,
        Box(MARGIN, top, ROOM, min(bottom - top, 104.0) if beside else bottom - top),
        len(section.figures) if beside else 3,
    )
    return figures, figures[-1][1].y + figures[-1][1].height + 10 if figures and beside else top


def _alone(section: Section, room: Box) -> bool:
    """Whether a picture fills the first slide, its table being too wide to stand beside it."""
    wide = section.table is not None and len(section.table.heads) > MOST_BESIDE
    return wide and not _stacked(section, room.height)


def _laid(section: Section, first: Slide, room: Box, cuts: list[str]) -> list[Slide]:
    """The section's slides: its table beside or below its picture, or on as many slides as it takes.

    What is cut is added to `cuts`.
    """
    table, picture_box = section.table, first.picture_box
    if table is None:
        return [first]
    if not table.rows:
        return [replace(first, message=table.empty, grid_box=room)]
    if isinstance(section.picture, Chart) and picture_box and _stacked(section, picture_box.height):
        high = chart_height(section.picture)
        below = Box(MARGIN, picture_box.y + high + 10, ROOM, picture_box.height - high - 10)
        grid = grids.laid(table, below, below, False, SMALLEST)[0][0]
        return [replace(first, picture_box=replace(picture_box, width=ROOM, height=high), grid=grid, grid_box=below)]
    alone = picture_box is not None and picture_box.width == ROOM
    low = first.foot_box.y - 8 if first.foot_box and section.legend else BOTTOM
    whole = Box(MARGIN, TOP, ROOM, low - TOP)
    told = grids.spread(table, whole if alone else room, whole, bool(section.picture) and not alone, cuts)
    further = Slide(
        first.section,
        first.title,
        first.title_lines,
        "",
        first.unit,
        grid_box=whole,
        foot=first.foot[:1] if section.legend else (),
        foot_box=first.foot_box if section.legend else None,
    )
    if not alone:
        first, told = replace(first, grid=told[0], grid_box=room), told[1:]
    return [first, *(replace(further, grid=grid) for grid in told)]


def _stacked(section: Section, room: float) -> bool:
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
    below = Box(MARGIN, TOP, ROOM, left)
    made, cuts = grids.laid(section.table, below, below, False, SMALLEST)
    return len(made) == 1 and not cuts and made[0].head + sum(made[0].heights) <= left


def chart_height(chart: Chart) -> float:
    """How high a chart needs to stand for its bars."""
    return 54.0 + len(chart.categories) * 40.0


def _figures(figures: Sequence[Figure], room: Box, across: int) -> tuple[tuple[Figure, Box], ...]:
    """Figures so many in a row, in boxes of one size."""
    if not figures:
        return ()
    gap = 16.0
    down = -(-len(figures) // across)
    wide = (room.width - gap * (across - 1)) / across
    high = min(132.0, (room.height - gap * (down - 1)) / down)
    placed = []
    for number, figure in enumerate(figures):
        box = Box(room.x + (number % across) * (wide + gap), room.y + (number // across) * (high + gap), wide, high)
        fact, change = (measure.fit(text, wide - 28, SMALLEST, 2)[0] for text in (figure.fact, figure.change))
        placed.append((replace(figure, fact=fact, change=change), box))
    return tuple(placed)
