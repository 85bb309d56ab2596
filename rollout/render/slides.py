"""Sections -> slides: which a briefing has, in their order; of a deck, or of a screen in the room.

Data only.
"""

from collections.abc import Sequence
from dataclasses import replace

from rollout.document import model
from rollout.document.briefing import Briefing
from rollout.language.words import Words
from rollout.render import added, board, citing, grids, headings, measure, placing, printed
from rollout.render.parts import Section, Text
from rollout.render.placing import MESSAGE_SIZES, Slide
from rollout.render.sheet import DECK, SCREEN, Box, Sheet

SOURCES_A_SLIDE = 20
MOST_ROWS = 40  # more than any slide holds
MOST_SCREENS = 4  # of a table
MOST_COLUMNS = 6  # of a table on a screen, where its texts would be cut
LEAST = {"definitions": 0, "map": 14, "board": 14}  # what matters least among the sections that a report never drops


def slides(briefing: Briefing) -> list[Slide]:
    """The cover, the slide that answers, every section, decisions, the appendix behind its divider.

    Long tables go on over more slides; where a number of slides is asked for, they are cut by weight, the longest
    first, then sections are left out, those that matter least first, and the first slide says which.
    """
    plan = _Plan(briefing)
    if briefing.most_slides:
        while plan.count() > briefing.most_slides and plan.shorten():
            pass
        while (
            len(plan.slides()) > briefing.most_slides and plan.shorten()
        ):  # the list of sources is longer than counted
            pass
    return plan.slides()


class _Plan:
    """A deck in the making: the slides of each section, what is left of notes, what had to be left out."""

    def __init__(self, briefing: Briefing):
        self.briefing, self.w = briefing, Words(briefing.lang)
        w = self.w
        self.sections = {section.id: section for section in briefing.sections}
        self.made = {
            section.id: _brief(section, briefing, w) if section.id in briefing.brief else _of(section, briefing, w)
            for section in _spoken(briefing)
            if section.id != "sources"
        }
        self.notes = {name: _rest_of_note(self.sections[name].note, made[0]) for name, made in self.made.items()}
        self.cut = set(briefing.brief)
        self.left: dict[str, str] = {}  # sections left out, with their notes
        self.pooled = False  # all notes on one slide
        answer, decisions = added.answer(briefing, w), added.decisions(briefing, w)
        self.first = _section(answer, briefing, w)[:1] if answer else []
        self.acts = _section(decisions, briefing, w) if decisions else []

    @property
    def beside(self) -> int:
        """How many slides there are beside those of the sections."""
        return 1 + len(self.first) + len(self.acts)

    def cited(self) -> set[str]:
        """The sources that the slides cite."""
        return {i for told in (self.first, *self.made.values()) for slide in told for i in slide.cites}

    def shown(self) -> list[str]:
        """The sections that are shown, in their order."""
        return [name for name in self.sections if name in self.made or name == "sources"]

    def count(self) -> int:
        """How many slides there are, about: the list of sources is not laid out."""
        listed = -(-len(self.cited()) // SOURCES_A_SLIDE) if "sources" in self.sections else 0
        divider = bool(added.appendix(self.briefing, self.shown()))
        return self.beside + sum(map(len, self.made.values())) + len(self.further()) + listed + divider

    def further(self) -> list[Slide]:
        """The slides of notes: each where it belongs, or all on one."""
        if not self.pooled:
            return [slide for name in self.made for slide in self.notes[name]]
        told = {**self.left, **{name: self.sections[name].note for name, rest in self.notes.items() if rest}}
        names, w = self.briefing.names, self.w
        text = "\n".join(f"{names[name]}: {note}" for name, note in told.items() if note)
        return _message("notes", w.t("Notes"), text, text, DECK) if text else []

    def shorten(self) -> bool:
        """Cut one thing more; False where nothing is left to cut."""
        made, most = self.made, self.briefing.most_slides
        least = most - self.beside - (2 if most < 15 else 4)  # without sources and divider
        spare = [name for name in list(made)[1:] if not self.sections[name].note]
        long = [name for name in made if len(made[name]) > 1 and name not in self.cut]
        if spare and (len(made) > least or not long):
            self._leave_out(spare)
        elif long:
            name = max(long, key=lambda name: len(made[name]))
            made[name] = _brief(self.sections[name], self.briefing, self.w)
            self.cut.add(name)
        elif not self.pooled and any(self.notes.values()):
            self.pooled = True
        elif len(made) > 1:
            self.pooled = True
            self._leave_out(list(made)[1:])
        else:
            return False
        return True

    def _leave_out(self, names: Sequence[str]) -> None:
        """Leave out the section that matters least; its note is kept."""
        name = min(names, key=lambda name: self.briefing.droppable.get(name, LEAST.get(name, 99)))
        self.left[name] = self.sections.pop(name).note
        del self.made[name], self.notes[name]

    def slides(self) -> list[Slide]:
        """All of them in order."""
        made, w = dict(self.made), self.w
        briefing = self.briefing
        if "sources" in self.sections:
            listed = citing.sources(self.sections["sources"], self.cited(), briefing, w)
            made["sources"] = _section(listed, briefing, w)
        if not self.pooled:
            made |= {name: [*made[name], *rest] for name, rest in self.notes.items()}
        shown = self.shown()
        behind = added.appendix(briefing, shown)
        last = {*behind, *(name for name in shown[-1:] if name == "sources")}
        ahead, after = (
            [slide for name in shown if (name in last) == there for slide in made[name]] for there in (False, True)
        )
        pooled = self.further() if self.pooled else []
        divider = _divider(behind, briefing, w) if behind else []
        left = [briefing.names[name] for name in self.left]
        return [_cover(briefing, w, left=left), *self.first, *ahead, *pooled, *self.acts, *divider, *after]


def screens(briefing: Briefing, deck: Sequence[Slide]) -> list[Slide]:
    """What a deck's slides are on a screen that is read from the last row: one thing each, in large letters.

    Sections in the deck's order, then the sources that they name; what has one slide in a deck has one table here.
    """
    w = Words(briefing.lang)
    held = list(dict.fromkeys(slide.section for slide in deck))
    shown = [name for name in held if name != "sources"]
    single = {name for name in shown if sum(slide.section == name for slide in deck) == 1}
    brief = single if briefing.most_slides else set(briefing.brief)
    told = {section.id: section for section in _spoken(briefing)}
    answer, decisions = added.answer(briefing, w), added.decisions(briefing, w)
    made = {"cover": [_cover(briefing, w, SCREEN)]}
    made |= {one.id: _section(one, briefing, w, SCREEN) for one in (answer, decisions) if one}
    made["appendix"] = _divider(added.appendix(briefing, held), briefing, w, SCREEN)
    pooled = [slide for slide in deck if slide.section == "notes"]
    made["notes"] = [each for slide in pooled for each in _message("notes", slide.title, slide.speaker, "", SCREEN)]
    for name in shown:
        if name in told:
            made[name] = _on_screens(told[name], briefing, w, 1 if name in brief else MOST_SCREENS)
            made[name] += _rest_of_note(told[name].note, made[name][0])
    spoken = [slide for name in shown for slide in made[name]]
    if "sources" in told:
        listed = citing.numbered(told["sources"], [i for slide in spoken for i in slide.cites], briefing, w)
        spoken += _section(listed, briefing, w, SCREEN)
    return spoken


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
    return _message("appendix", w.t("Appendix"), "\n".join(listed), " · ".join(listed), sheet)


def _rest_of_note(note: str, first: Slide) -> list[Slide]:
    """A slide for the officer's note where it is longer than its place."""
    if not first.note or first.note == note:
        return []
    told = _message(first.section, first.title, note, note, first.sheet)
    return [replace(slide, title_lines=first.title_lines) for slide in told]


def _message(section: str, title: str, text: str, speaker: str, sheet: Sheet) -> list[Slide]:
    """A slide with text alone."""
    shown, _, _ = measure.fit(text, sheet.room, MESSAGE_SIZES[-1], _lines(sheet))
    return [Slide(section, title, 1, speaker, message=shown, grid_box=sheet.whole, sheet=sheet)]


def _lines(sheet: Sheet) -> int:
    """How many lines of a message a slide holds."""
    return int(sheet.whole.height / MESSAGE_SIZES[-1] / measure.LINE)


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
    if section.id == board.SECTION:
        return _section(_short_board(section, w, sheet), briefing, w, sheet)
    whole = printed.section(section, "slide", w)
    if isinstance(section.picture, model.Map) and not section.picture.shades:
        unit = w.t("Number and colour: the stage reached. Where discs would overlap they are moved apart")
        whole = _without_ids(replace(whole, unit=unit))
    return _section(whole, briefing, w, sheet)


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
    if table is None or section.id == board.SECTION or len(held) <= most:
        return made
    whole, rows = _uncut(section, w), sum(held[: most + 1])
    while rows:
        made = _section(_cut(whole, table, rows, w), briefing, w, SCREEN)
        fits = [len(slide.grid.heights) for slide in made if slide.grid]
        if len(fits) <= most:
            break
        rows = min(rows - 1, sum(fits[:most]))
    return made


def _short_board(section: model.Section, w: Words, sheet: Sheet) -> Section:
    """The stage board as a slide says it: the day of a stage with its change, on a screen the day alone."""
    whole = printed.section(section, "slide", w)
    unit = (
        w.t("Day reached or latest plan; changes and the other stages are in the annex (XLSX)")
        if sheet.apart
        else w.t("Day reached or latest plan, and months from the first plan; areas and other stages: annex (XLSX)")
    )
    return replace(
        whole, unit=unit, legend=whole.legend.replace(" " * 4, f"   {board.UNSAID} ", 1)
    )  # the mark that is none


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


def _cover(briefing: Briefing, w: Words, sheet: Sheet = DECK, left: Sequence[str] = ()) -> Slide:
    wide = sheet.width - sheet.cover_left - sheet.margin
    title, lines, cut = measure.fit(briefing.title, wide, sheet.cover_title, 3)
    about = "\n".join(f"{name}: {value}" for name, value in briefing.about)
    speaker = "\n".join([*([briefing.title] if cut else []), about])
    own = ", ".join(filter(None, (briefing.department, w.date(briefing.as_of)))) if briefing.department else ""
    names = [own, briefing.occasion, briefing.subtitle, briefing.audience, briefing.clock]
    said = w.t("Left to the annex (XLSX): {names}", names="")
    if left:
        names.append(w.t("Left to the annex (XLSX): {names}", names=", ".join(left)))
    named = [name for name in names if name]
    short = len(named) < 4
    shown = tuple(
        Text(measure.fit(name, wide, sheet.cover_lead, 2 if short or name.startswith(said) else 1)[0]) for name in named
    )
    return Slide("cover", title, lines, speaker, lead=shown, sheet=sheet)


def _section(section: Section, briefing: Briefing, w: Words, sheet: Sheet = DECK) -> list[Slide]:
    if sheet.apart:
        section, sheet = _without_ids(section), headings.with_unit(section, sheet)
    made = _laid(section, briefing, w, sheet)
    return [replace(slide, part=number, parts=len(made)) for number, slide in enumerate(made, 1)]


def _laid(section: Section, briefing: Briefing, w: Words, sheet: Sheet) -> list[Slide]:
    made: list[Slide] = []
    for part in placing.exhibits(section, sheet) if sheet.apart else (section,):
        first, room, cuts = placing.framed(part, sheet)
        pictured, beside = placing.pictured(part, first, room)
        cells: list[str] = []
        told = [*pictured[:-1], *placing.laid(part, pictured[-1], beside, cells)]
        if cells and sheet.apart and (narrowed := _narrowed(section, w)):
            return _laid(narrowed, briefing, w, sheet)
        made += [_sourced(slide, part, [*cuts, *cells], briefing, w) for slide in told]
    return made


def _without_ids(section: Section) -> Section:
    """The section without the ids of sources in its table, which nobody could follow from a screen."""
    table = section.table
    if table is None or table.board or not any(table.origins):
        return section
    return replace(section, table=grids.columns_of(table, range(len(table.heads) - 1)))


def _narrowed(section: Section, w: Words) -> Section | None:
    """The section without the last column of a wide table, where that is numbers; it says that there is more."""
    table = section.table
    if table is None or table.board or len(table.heads) <= MOST_COLUMNS or table.aligns[-1] != "right":
        return None
    left = w.t("the whole is in the annex (XLSX)")
    legend = section.legend if left in section.legend else "   ".join(filter(None, (left, section.legend)))
    return replace(section, table=grids.columns_of(table, range(len(table.heads) - 1)), legend=legend)


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
