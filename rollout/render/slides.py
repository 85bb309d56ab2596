"""Sections -> slides: which a briefing has, in their order; of a deck, or of a screen in the room.

Data only.
"""

from collections.abc import Sequence
from dataclasses import replace

from rollout.document import model
from rollout.document.briefing import Briefing
from rollout.language.words import Words
from rollout.render import added, citing, measure, placing, printed
from rollout.render.parts import Section, Text
from rollout.render.placing import MESSAGE_SIZE, Slide
from rollout.render.sheet import DECK, SCREEN, Box, Sheet

SOURCES_A_SLIDE = 20
MOST_ROWS = 40  # more than any slide holds
MOST_SCREENS = 4  # of a table
LEAST = {"definitions": 0, "map": 14, "board": 14}  # what matters least among the sections that a report never drops


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


def screens(briefing: Briefing, deck: Sequence[Slide]) -> list[Slide]:
    """What a deck's slides are on a screen that is read from the last row: one thing each, in large letters.

    Sections in the deck's order, without the list of sources; what has one slide in a deck has one table here.
    """
    w = Words(briefing.lang)
    shown = list(dict.fromkeys(slide.section for slide in deck if slide.section != "sources"))
    single = {name for name in shown if sum(slide.section == name for slide in deck) == 1}
    brief = single if briefing.most_slides else set(briefing.brief)
    told = {section.id: section for section in _spoken(briefing)}
    answer, decisions = added.answer(briefing, w), added.decisions(briefing, w)
    made = {"cover": [_cover(briefing, w, SCREEN)]}
    made |= {one.id: _section(one, briefing, w, SCREEN) for one in (answer, decisions) if one}
    made["appendix"] = _divider(added.appendix(briefing, [*shown, "sources"]), briefing, w, SCREEN)
    for name in shown:
        if name in told:
            made[name] = _on_screens(told[name], briefing, w, 1 if name in brief else MOST_SCREENS)
            made[name] += _rest_of_note(told[name].note, made[name][0])
    return [slide for name in shown for slide in made[name]]


def began(deck: Sequence[Slide], shown: Sequence[Slide]) -> list[int]:
    """The screen that each slide of a deck begins at: that of its section, as far into it."""
    first: dict[str, int] = {}
    count: dict[str, int] = {}
    for number, slide in enumerate(shown):
        first.setdefault(slide.section, number)
        count[slide.section] = count.get(slide.section, 0) + 1
    return [
        first[slide.section] + (slide.part - 1) * count[slide.section] // slide.parts
        if slide.section in first
        else len(shown) - 1
        for slide in deck
    ]


def _divider(names: Sequence[str], briefing: Briefing, w: Words, sheet: Sheet = DECK) -> list[Slide]:
    """The slide before the appendix: what is in it."""
    listed = [briefing.names[name] for name in names]
    shown, _, _ = measure.fit("\n".join(listed), sheet.room, MESSAGE_SIZE, _lines(sheet))
    return [Slide("appendix", w.t("Appendix"), 1, " · ".join(listed), message=shown, grid_box=sheet.whole, sheet=sheet)]


def _rest_of_note(note: str, first: Slide) -> list[Slide]:
    """A slide for the officer's note where it is longer than its place."""
    if not first.note or first.note == note:
        return []
    sheet = first.sheet
    shown, _, _ = measure.fit(note, sheet.room, MESSAGE_SIZE, _lines(sheet))
    return [
        Slide(first.section, first.title, first.title_lines, note, message=shown, grid_box=sheet.whole, sheet=sheet)
    ]


def _lines(sheet: Sheet) -> int:
    """How many lines of a message a slide holds."""
    return int(sheet.whole.height / MESSAGE_SIZE / measure.LINE)


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


def _of(section: model.Section, briefing: Briefing, w: Words, sheet: Sheet = DECK) -> list[Slide]:
    return _section(printed.section(section, "slide", w), briefing, w, sheet)


def _brief(section: model.Section, briefing: Briefing, w: Words) -> list[Slide]:
    """The section on one slide: as many rows of its table as have room, those of most weight, and how many they are."""
    made = _of(section, briefing, w)
    if len(made) == 1 or section.table is None:
        return made
    whole = _uncut(section, w)
    made = _section(replace(whole, table=None, legend=w.t("The table is in the annex (XLSX)")), briefing, w)
    least, most = 0, min(len(section.table.rows), MOST_ROWS)
    while most - least > 1:
        half = (least + most) // 2
        tried = _section(_cut(whole, section.table, half, w), briefing, w)
        if len(tried) == 1:
            made, least = tried, half
        else:
            most = half
    return made


def _on_screens(section: model.Section, briefing: Briefing, w: Words, most: int) -> list[Slide]:
    """The section on screens, its table on so many at most: the rows of most weight, and how many they are."""
    made = _of(section, briefing, w, SCREEN)
    table, held = section.table, [len(slide.grid.heights) for slide in made if slide.grid]
    if table is None or table.board or len(held) <= most:
        return made
    whole, rows = _uncut(section, w), sum(held[: most + 1])
    while rows:
        made = _section(_cut(whole, table, rows, w), briefing, w, SCREEN)
        fits = [len(slide.grid.heights) for slide in made if slide.grid]
        if len(fits) <= most:
            break
        rows = min(rows - 1, sum(fits[:most]))
    return made


def _uncut(section: model.Section, w: Words) -> Section:
    """The section as it is printed, with every row of its table."""
    tables = (replace(table, whole=True) for table in section.tables)
    return printed.section(replace(section, tables=tuple(tables)), "slide", w)


def _cut(whole: Section, table: model.Table, rows: int, w: Words) -> Section:
    """The section with so many rows of its table, and the line that says how many of how many they are."""
    kept, told = printed.cut(table, rows, w)
    shown = printed.printed_table(replace(kept, whole=True), "slide", w)
    left = w.t("the whole is in the annex (XLSX)")
    return replace(whole, table=shown, legend="   ".join(filter(None, (f"{told}; {left}", whole.legend))))


def _cover(briefing: Briefing, w: Words, sheet: Sheet = DECK) -> Slide:
    wide = sheet.width - sheet.cover_left - sheet.margin
    title, lines, cut = measure.fit(briefing.title, wide, sheet.cover_title, 3)
    about = "\n".join(f"{name}: {value}" for name, value in briefing.about)
    speaker = "\n".join([*([briefing.title] if cut else []), about])
    own = ", ".join(filter(None, (briefing.department, w.date(briefing.as_of)))) if briefing.department else ""
    names = [own, briefing.occasion, briefing.subtitle, briefing.audience, briefing.clock]
    said = w.t("Left to the annex (XLSX): {names}", names="")
    if briefing.left_out:
        names.append(w.t("Left to the annex (XLSX): {names}", names=", ".join(briefing.left_out)))
    named = [name for name in names if name]
    short = len(named) < 4
    shown = tuple(
        Text(measure.fit(name, wide, sheet.cover_lead, 2 if short or name.startswith(said) else 1)[0]) for name in named
    )
    return Slide("cover", title, lines, speaker, lead=shown, sheet=sheet)


def _section(section: Section, briefing: Briefing, w: Words, sheet: Sheet = DECK) -> list[Slide]:
    made: list[Slide] = []
    for part in placing.exhibits(_without_ids(section), sheet) if sheet.apart else (section,):
        first, room, cuts = placing.framed(part, sheet)
        pictured, beside = placing.pictured(part, first, room)
        told = [*pictured[:-1], *placing.laid(part, pictured[-1], beside, cuts)]
        made += [_sourced(slide, part, cuts, briefing, w) for slide in told]
    return [replace(slide, part=number, parts=len(made)) for number, slide in enumerate(made, 1)]


def _without_ids(section: Section) -> Section:
    """The section without the ids of sources in its table, which nobody could follow from a screen."""
    table = section.table
    if table is None or table.board or not any(table.origins):
        return section
    cut = {"heads": table.heads[:-1], "widths": table.widths[:-1], "aligns": table.aligns[:-1]}
    return replace(section, table=replace(table, rows=tuple(row[:-1] for row in table.rows), **cut))


def _sourced(slide: Slide, section: Section, cuts: Sequence[str], briefing: Briefing, w: Words) -> Slide:
    """The slide with its notes and, where it shows anything of a source, the line that names who published it."""
    sheet = slide.sheet
    table = slide.grid.table if slide.grid else None
    ids = () if slide.message else citing.used(section, table, not slide.picture and not slide.figures)
    speaker = citing.notes(section, table, cuts, ids, briefing, w)
    if section.id in citing.TERMS or not ids:
        return replace(slide, speaker=speaker)
    return replace(
        slide,
        speaker=speaker,
        sources=citing.line(ids, briefing, sheet.room, sheet.sources_size, w),
        sources_box=Box(sheet.margin, sheet.sources, sheet.room, sheet.sources_size * measure.LINE),
        cites=tuple(sorted({*citing.shown(table), *citing.told(table, ids, briefing)})),
    )
