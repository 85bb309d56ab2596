"""A briefing -> HWPX: a report in the form that Korean ministries use.

Title box, department and date, the gist in two lines; □ how things stand, what changed, problems, outlook, plans, each
with ○ findings, - what bears them out, ※ what to mind; attached, the 15 and the sources. Sections that belong to no
part of that form follow as they are (`rollout.render.report_sections`).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rollout.document import marks, model
from rollout.document.briefing import Briefing
from rollout.document.model import ANNEX, Section, is_number
from rollout.language.words import Words
from rollout.render import printed
from rollout.render.archive import property_text
from rollout.render.hwpx import TONES, Sheet
from rollout.render.hwpx_file import finished
from rollout.render.hwpx_form import Form, fill
from rollout.render.parts import Cell, Table
from rollout.render.report_sections import Sections

HEAVIEST = 5  # rows of a table that is cut by weight
MOST_WHOLE = 12  # rows of a table that is not
MOST_PAGES = 3  # of the body
MOST_SOURCES = 60
MOST_COLUMNS = 5  # of a table in larger letters
PROGRAM = "rollout monitor"


@dataclass(frozen=True)
class Detail:
    """How much a report says: sentences under each finding, findings by field, tables in each part."""

    sentences: int
    fields: int
    tables: int


DETAILS = (  # the first that has room is taken
    Detail(9, 20, 9),
    Detail(3, 20, 1),
    Detail(3, 8, 1),
    Detail(2, 6, 1),
    Detail(1, 4, 1),
    Detail(0, 3, 1),
    Detail(0, 0, 1),
)


def write(briefing: Briefing, form: Form | None = None) -> bytes:
    """The report as an HWPX file; the same briefing gives the same bytes. `form`: an office's own, to be filled."""
    w = Words(briefing.lang)
    for detail in DETAILS:
        sheet = Sheet(form.open() if form else None)
        report = _Report(sheet, briefing, w, detail)
        if form is None:
            report.head()
        report.body()
        if form or sheet.page <= MOST_PAGES:
            break
    report.attached()
    if form:
        fill(sheet.document, sheet.body(), report.texts())
    else:
        sheet.document.page.set_page_number(target="footer", align="CENTER")
    sheet.document.parts.set_document_metadata(
        title=property_text(briefing.title),
        creator=property_text(briefing.department) or PROGRAM,
        subject=property_text(briefing.footer),
        keyword="",
        created_date=f"{briefing.as_of.isoformat()}T00:00:00Z",
        modified_date=f"{briefing.as_of.isoformat()}T00:00:00Z",
    )
    return finished(sheet, briefing)


def day(briefing: Briefing, w: Words) -> str:
    """The day of a report as it is written in its head."""
    own = briefing.as_of
    return f"{own.year}. {own.month}. {own.day}." if w.lang == "ko" else w.date(own)


class _Report:
    """A report being written: what was said, and which sources its rows name."""

    def __init__(self, sheet: Sheet, briefing: Briefing, w: Words, detail: Detail):
        self._sheet, self._briefing, self._w, self._detail = sheet, briefing, w, detail
        self._tables = 0
        self._said: set[str] = set()
        self._cited: list[str] = []

    def head(self) -> None:
        """Title box, department and date, what it covers, the gist."""
        sheet, briefing, texts = self._sheet, self._briefing, self.texts()
        sheet.box([briefing.title], "title")
        sheet.line(", ".join(filter(None, (briefing.department, texts["date"]))), "byline")
        said = (briefing.occasion, briefing.audience, texts["scope"])
        sheet.line(" · ".join(filter(None, said)), "scope")
        if briefing.parts:
            sheet.box([f"◇ {text}" for text in briefing.gist], "gist")

    def texts(self) -> dict[str, str]:
        """What the head says, by the names of a form's fields (`hwpx_form.FIELDS`)."""
        briefing, w = self._briefing, self._w
        since = w.t("compared with {day}", day=dict(briefing.about)[w.t("Compared with")])
        return {
            "title": briefing.title,
            "department": briefing.department,
            "date": day(briefing, w),
            "gist": " / ".join(briefing.gist),
            "audience": briefing.audience,
            "occasion": briefing.occasion,
            "scope": " · ".join((briefing.subtitle, briefing.clock, since, briefing.snapshot)),
        }

    def body(self) -> None:
        """The parts of the form, then sections that belong to none of them."""
        w = self._w
        for part, heading in (
            ("status", w.t("Progress")),
            ("changes", w.t("Main changes")),
            ("problems", w.t("Problems")),
            ("outlook", w.t("Outlook and risks")),
        ):
            if sections := self._new(part):
                self._sheet.line(heading, "first", "□")
                self._tables = 0
                for section in sections:
                    self._section(section)
                    if part == "outlook" and section.method:
                        self._sheet.line(section.method[0], "remark", "※")
                if part == "status":
                    self._fields()
        others = [section for section in self._briefing.sections if section.id not in self._briefing.parts]
        self._cited += Sections(self._sheet, self._briefing, w).write(others)
        self._plans()

    def _new(self, part: str) -> list[Section]:
        """The sections of a part whose finding was not said yet."""
        found = []
        for section in sorted(self._briefing.of(part), key=lambda section: not section.figures):
            if section.title not in self._said:
                self._said.add(section.title)
                found.append(section)
        return found

    def _section(self, section: Section) -> None:
        """○ the finding, - what bears it out, the table with the rows of most weight, ※ what to mind."""
        sheet = self._sheet
        rated = [figure for figure in section.figures if figure.mark]
        sheet.line(section.title, "second", "○")
        for sentence in section.lead[: self._detail.sentences]:
            sheet.line(sentence.text, "third", "-")
        if rated:
            self._tally(rated, section)
        elif section.figures:
            self._figures(section.figures)
        elif section.table and section.id not in self._briefing.attached:
            self._table(section)
        self._remarks(section)

    def _remarks(self, section: Section) -> None:
        for text in (*section.note.split("\n"), section.warning):
            if text:
                self._sheet.line(text, "remark", "※")

    def _tally(self, rated: Sequence[model.Figure], section: Section) -> None:
        """How many have each rating, a line with a bar each."""
        made = printed.section(section, "report", self._w).figures[: len(rated)]
        counts = [float(figure.value) if is_number(figure.value) else 0.0 for figure in rated]
        most = max(counts, default=0.0) or 1.0
        bars = [(count / most, TONES[marks.tone(one.mark)]) for count, one in zip(counts, rated, strict=True)]
        rows = [
            (
                Cell(one.name, "", marks.character(i), True, mark_tone=marks.tone(i)),
                Cell(f"{one.value} {one.unit}".strip()),
                Cell(one.fact),
            )
            for one, i in ((one, figure.mark) for one, figure in zip(made, rated, strict=True))
        ]
        heads = (self._w.t("Rating"), self._w.t("Complexes"), self._w.t("Area"))
        self._sheet.table(Table(heads, (), (30, 40, 30), ("left", "left", "right")), rows, "small", bars, 1)

    def _figures(self, figures: Sequence[model.Figure]) -> None:
        """Key figures as a table."""
        w, rows = self._w, []
        for figure in figures:
            value, unit = printed.figure_value(figure, w)
            number = Cell(f"{value} {unit}".strip(), figure.tone, strong=True)
            rows.append((Cell(figure.name, strong=True), number, Cell(figure.fact), Cell(figure.change, "subtle")))
        heads = (w.t("Figure"), w.t("Value"), w.t("What it says"), w.t("Change"))
        self._sheet.table(Table(heads, (), (21, 15, 31, 33), ("left", "right", "left", "left")), rows, "small")

    def _table(self, section: Section) -> None:
        """The rows of most weight, and how many of how many they are; a long table without weights stays away."""
        table, told = section.table, ""
        if table is None or table.board or not table.rows or self._tables >= self._detail.tables:
            return
        if len(table.rows) > (HEAVIEST if table.cut_by else MOST_WHOLE):
            if not table.cut_by:
                return
            table, told = printed.cut(table, HEAVIEST, self._w)
        self._tables += 1
        filled = [one for one in table.columns if any(_says(row[one.key]) for row in table.rows)]
        table = replace(table, columns=tuple(replace(one, note_media=ANNEX) for one in filled))
        made = printed.printed_table(table, "report", self._w)
        self._name(table)
        columns = [column.key for column in table.shown("report")]
        drawn, place = [], -1
        if section.picture and table.cut_by in columns:
            place = columns.index(table.cut_by)
            drawn = _bars([row[table.cut_by].value for row in table.rows])
        style = "cell" if len(made.heads) <= MOST_COLUMNS else "small"
        self._sheet.table(made, made.rows, style, drawn, place)
        if told:
            more = self._w.t("{n}; all in the annex (XLSX)", n=told) if self._briefing.annexed else told
            self._sheet.line(more, "foot")

    def _name(self, table: model.Table) -> None:
        for row in table.rows:
            self._cited += sorted(set(row.origins))[: printed.IDS_SHOWN]

    def _fields(self) -> None:
        """The findings of the other fields, a line each."""
        if sections := self._new("fields"):
            shown, w = self._detail.fields, self._w
            told = [one for number, one in enumerate(sections) if number < shown or one.note]
            if told:
                self._sheet.line(w.t("By field"), "second", "○")
            for section in told:
                self._sheet.line(section.title, "third", "-")
                self._remarks_of_officer(section)
            if left := len(sections) - len(told):
                more = w.n("one more field is in the annex (XLSX)", "{n} more fields are in the annex (XLSX)", left)
                self._sheet.line(more, "remark", "※")

    def _remarks_of_officer(self, section: Section) -> None:
        for text in filter(None, section.note.split("\n")):
            self._sheet.line(text, "remark", "※")

    def _plans(self) -> None:
        """What is to be decided and done, as the officer wrote it, and what falls due."""
        briefing, w, sections = self._briefing, self._w, self._new("plan")
        if not (sections or briefing.decisions or briefing.actions):
            return
        self._sheet.line(w.t("Next steps"), "first", "□")
        for decision in briefing.decisions:
            self._sheet.line(w.t("To decide: {what}", what=decision), "second", "○")
        if briefing.actions:
            rows = [(Cell(each.what), Cell(each.who), Cell(each.due)) for each in briefing.actions]
            heads = (w.t("Action"), w.t("Responsible"), w.t("Due by"))
            self._sheet.table(Table(heads, (), (56, 26, 18), ("left", "left", "left")), rows)
        for section in sections:
            self._section(section)

    def attached(self) -> None:
        """The tables that belong behind the report, then the sources that its rows name."""
        briefing, w = self._briefing, self._w
        number, style = 1, "annex-page"
        for section, table in ((one, one.table) for one in briefing.sections if one.id in briefing.attached):
            if table is None:
                continue
            heading = w.t("Annex {n}. {what}", n=number, what=briefing.names.get(section.id) or section.title)
            self._sheet.line(heading, style)
            made = printed.printed_table(table, "report", w)
            self._name(table)
            self._sheet.table(made, made.rows, "small")
            if legend := printed.section(section, "report", w).legend:
                self._sheet.line(legend, "foot")
            number, style = number + 1, "annex"
        self._sources(number, style if number > 1 else "annex")

    def _sources(self, number: int, style: str) -> None:
        briefing, w = self._briefing, self._w
        named = [i for i in dict.fromkeys(self._cited) if i in briefing.sources]
        ids = sorted((named or sorted(briefing.sources))[:MOST_SOURCES])
        if not ids:
            return
        counts = {"n": w.number(len(ids)), "total": w.number(len(briefing.sources))}
        self._sheet.line(
            w.t("Annex {n}. {what}", n=number, what=w.t("Sources ({n} named here of {total})", **counts)), style
        )
        for i in ids:
            publisher, title, published, _ = briefing.sources[i]
            self._sheet.line(f"{i}  {publisher}, “{title}”, {published}", "source")
        if briefing.annexed:
            closing = w.t(
                "All sources with their links, and the definitions, are in the annex (XLSX) of the same briefing."
            )
            self._sheet.line(closing, "foot")


def _says(cell: model.Cell) -> bool:
    """Whether anything is printed for a cell."""
    return bool(cell.value is not None or cell.missing or cell.mark or cell.links or cell.note or cell.after)


def _bars(values: Sequence[model.Value]) -> list[tuple[float, str]]:
    """Each value's share of the largest, and its colour: later is red, earlier blue."""
    numbers = [float(value) if is_number(value) else 0.0 for value in values]
    most = max((abs(number) for number in numbers), default=0.0) or 1.0
    return [(abs(number) / most, TONES["red" if number > 0 else "blue"]) for number in numbers]
