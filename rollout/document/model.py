"""The document model.

A cell holds the value, not the printed text: a renderer prints it by its column's format, in the reader's language.
What slides and reports print has the same names in `rollout.render.parts`, where each value is text.

Sentences, labels and notes are in the reader's language already; ids are keys, labels come last. Origins (source ids)
are fields of cells, rows, figures and sections.
"""

import datetime as dt
from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from numbers import Real
from typing import Any, Literal, TypeGuard

from rollout.document.target import Target

Tone = Literal["", "subtle", "blue", "green", "amber", "red"]
Align = Literal["left", "right", "center"]
Medium = Literal["page", "slide", "report", "workbook", "csv"]
MEDIA: tuple[Medium, ...] = ("page", "slide", "report", "workbook", "csv")
ANNEX: frozenset[Medium] = frozenset({"workbook", "csv"})
SCREEN: frozenset[Medium] = frozenset({"page", "workbook", "csv"})  # too wide for a slide
PRINT: frozenset[Medium] = frozenset({"slide", "report"})  # sums of columns that are too many for paper
EVERYWHERE: frozenset[Medium] = frozenset(MEDIA)


@dataclass(frozen=True, slots=True)
class Period:
    """A day that is exact to a day, month, quarter, half or year; it stands at the period's last day."""

    day: dt.date
    precision: str


class Format(StrEnum):
    """How a column's values are printed. The unit that a value is kept in stands behind it."""

    TEXT = "text"  # words of the reader's language
    NAME = "name"  # a code or an id; Column.names has the words
    LIST = "list"  # several texts, or ids where Column.names is given
    NUMBER = "number"
    SIGNED = "signed"
    MONTHS = "months"  # a move in months, signed
    PERCENT = "percent"  # 0 to 100
    SHARE = "share"  # a ratio, printed as percent
    CHANGE = "change"  # a ratio less one, printed as signed percent
    INDEX = "index"  # a ratio to a norm of 1, with two decimals that line up; none from 10 on
    WON = "won"  # won
    WON_CHANGE = "won-change"  # won more or less, signed
    DOLLARS = "dollars"  # US dollars
    AREA = "area"  # square metres, printed as km²
    DAY = "day"
    PERIOD = "period"  # Period
    YEAR = "year"
    YES = "yes"  # true or false


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number that is printed by a format of its own, in a column of unlike figures.

    `unit`: where the format has none.
    """

    value: float
    format: Format
    unit: str = ""
    digits: int = 0


Value = str | int | float | bool | dt.date | Period | Quantity | tuple[str, ...] | None


def is_number(value: object) -> TypeGuard[float]:
    """Whether a value is a number, numpy's too; a truth value is none."""
    return isinstance(value, Real) and not isinstance(value, bool)


RIGHT = frozenset(
    {
        Format.NUMBER,
        Format.SIGNED,
        Format.MONTHS,
        Format.PERCENT,
        Format.SHARE,
        Format.CHANGE,
        Format.INDEX,
        Format.WON,
        Format.WON_CHANGE,
        Format.DOLLARS,
        Format.AREA,
    }
)


@dataclass(frozen=True, slots=True)
class Text:
    """A sentence and its tone."""

    text: str
    tone: Tone = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A second value beside a cell's own, such as the move of a date."""

    value: Value
    format: Format
    tone: Tone = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """One of several texts of a cell, and what a click on it opens.

    `mark`: a code drawn as a shape on the screen; `mark_label`: its words, which stand before the text elsewhere.
    """

    text: str
    opens: Target | None = None
    note: str = ""
    mark: str = ""
    mark_label: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """A table's cell.

    `mark`: a code drawn as a shape on the screen and as a character elsewhere (a milestone's state, a rating;
    `stage-3`: the disc of the third stage on a map); `mark_label`: its words. `missing`: printed where there is no
    value. `after`: a second value. `note`: small print. `warnings`: ids of usage warnings. `opens`: what a click opens.
    `bar`: the length of a bar behind the value, 0 to 1; below 0 for a value that falls short. `shade`: how strong the
    ground is drawn on a screen, 0 to 5, in a table that is read by its pattern. `hatched`: a screen draws the mark
    hatched, which a foot explains. `origins`: sources of this cell alone. `links`: several texts in place of a value.
    `url`: the public page that the value names. `filters`: the filter, and its value, that a press chooses.
    """

    value: Value = None
    tone: Tone = ""
    mark: str = ""
    mark_label: str = ""
    missing: str = ""
    after: Part | None = None
    note: str = ""
    warnings: tuple[str, ...] = ()
    opens: Target | None = None
    bar: float | None = None
    shade: int | None = None
    strong: bool = False
    hatched: bool = False
    origins: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    url: str = ""
    filters: Target | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """A table's column: its key, its head, how its values are printed, its share of the width, the media that show it.

    `unit`: stands in the head. `names`: the words of codes or ids. `digits`: decimals at most. `note_label`,
    `mark_label`: heads of the columns that a file gives the cells' notes and marks. `note_media`: the media that print
    the cells' notes; files always have them. `compact`: a screen shows the marks alone. `wordless`: it shows marks
    without their words, which a legend gives.
    """

    key: str
    label: str
    format: Format = Format.TEXT
    unit: str = ""
    share: float = 10.0
    names: Mapping[str, str] | None = None
    digits: int = 0
    media: frozenset[Medium] = EVERYWHERE
    note_label: str = ""
    note_media: frozenset[Medium] = EVERYWHERE
    mark_label: str = ""
    compact: bool = False
    wordless: bool = False

    @property
    def align(self) -> Align:
        """Numbers stand to the right."""
        return "right" if self.format in RIGHT else "left"


@dataclass(frozen=True, slots=True)
class Row:
    """A table's row: its key, a cell a column key, its sources.

    `total`: a sum or an average of the others. `group`: the heading it stands under.

    `chosen`: marked. `depth`: how far it lies below the row that contains it.
    """

    key: str
    cells: Mapping[str, Cell]
    origins: tuple[str, ...] = ()
    total: bool = False
    group: str = ""
    chosen: bool = False
    depth: int = 0

    def __getitem__(self, key: str) -> Cell:
        return self.cells[key]

    def every_origin(self) -> Iterator[str]:
        """Every source of the row and of its cells."""
        yield from self.origins
        for cell in self.cells.values():
            yield from cell.origins


@dataclass(frozen=True, slots=True)
class Table:
    """Columns and rows. The first column heads the row.

    `cut_by`: the key of the column by which a medium without room for all picks its rows (largest absolute value
    first); without it the first rows are kept. `whole`: never cut. `board`: many narrow columns, set small. `empty`:
    said where there are no rows. `legend`: what marks mean, as code and words. `foot`: what to know when reading it.
    `brief`: a list beside others on a screen; rows that this browser has not shown before are marked, by their keys.
    `dense`: a line a row on a screen.
    """

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    empty: str = ""
    caption: str = ""
    foot: str = ""
    legend: tuple[tuple[str, str], ...] = ()
    board: bool = False
    cut_by: str = ""
    whole: bool = False
    brief: bool = False
    dense: bool = False

    def shown(self, medium: Medium) -> tuple[Column, ...]:
        """The columns that a medium shows."""
        return tuple(column for column in self.columns if medium in column.media)

    @property
    def cites(self) -> bool:
        """Whether its rows name their sources."""
        return any(row.origins for row in self.rows)


@dataclass(frozen=True, slots=True)
class Figure:
    """A key figure.

    The metric that defines it, name, value with its format and unit, a fact beneath, its change, its tone, its sources.
    `mark`: a code drawn as a shape before the name.
    """

    metric: str
    name: str
    value: Value
    format: Format
    unit: str = ""
    fact: str = ""
    change: str = ""
    tone: Tone = ""
    missing: str = ""
    digits: int = 0
    opens: Target | None = None
    origins: tuple[str, ...] = ()
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Series:
    """A chart's series: a value a category. `hidden`: only pushes the next one along. `tones`: one a value, or none."""

    name: str
    values: tuple[float | dt.date | None, ...]
    tones: tuple[Tone, ...] = ()
    hidden: bool = False
    step: int = 3  # its blue on the ramp of seven


@dataclass(frozen=True)
class Chart:
    """A chart of horizontal bars, categories from the top, for slides; and the richer drawing that a screen shows.

    `format`: of the values (DAY: an axis of years). `labels`: a word at the end of each bar, else the value. `marks`: a
    day a category, as a diamond. `draw`: palette -> Plotly figure; None where the bars are all. `source`: the line that
    names what it rests on. `key`: what the bars show, where the unit is of the richer drawing.
    """

    categories: tuple[str, ...]
    series: tuple[Series, ...]
    format: Format
    unit: str
    alt: str
    labels: tuple[str, ...] = ()
    since: dt.date | None = None
    until: dt.date | None = None
    draw: Callable[[Any], dict[str, Any]] | None = field(default=None, compare=False)
    source: str = ""
    key: str = ""
    marks: tuple[dt.date | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Site:
    """A complex on the map: where it is, how large it is (m²), the stage that gives it its colour."""

    complex_id: str
    name: str
    longitude: float
    latitude: float
    area_m2: float
    stage: int


@dataclass(frozen=True, slots=True)
class Shades:
    """The class of places, 0 the palest; `classes`: in words; `names`: of every place; `title`: what they are of."""

    level: Literal["province", "district"]
    names: Mapping[str, str]
    places: Mapping[str, int]
    classes: tuple[str, ...]
    title: str


@dataclass(frozen=True, slots=True)
class Map:
    """The provinces with the complexes in scope; `keys`: position and name of each stage that one has reached.

    `day`: whose outlines are drawn. `provinces`: id and name of each; `focus`: those that were chosen. `shades`: where
    places are coloured by a figure. `draw`: palette -> what the canvas of a screen is given.
    """

    sites: tuple[Site, ...]
    keys: tuple[tuple[int, str], ...]
    alt: str
    day: dt.date
    provinces: tuple[tuple[str, str], ...]
    focus: tuple[str, ...] = ()
    shades: Shades | None = None
    draw: Callable[[Any], dict[str, Any]] | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Section:
    """A part of a document: a title that says the finding, and what bears it out.

    `unit`: what stands below. `lead`: sentences. `figures`: key figures. `picture`: a chart or a map. `method`: how
    figures were derived. `metrics`: whose definitions belong to it. `warning`: what to mind. `note`: the officer's own.
    `origins`: sources beyond those of its rows. `made`: what was made of it, by who made it.
    """

    id: str
    title: str
    unit: str = ""
    lead: tuple[Text, ...] = ()
    figures: tuple[Figure, ...] = ()
    picture: Chart | Map | None = None
    tables: tuple[Table, ...] = ()
    method: tuple[str, ...] = ()
    metrics: tuple[str, ...] = ()
    warning: str = ""
    note: str = ""
    origins: tuple[str, ...] = ()
    made: dict[Hashable, Any] = field(default_factory=dict, init=False, compare=False, repr=False)

    @property
    def table(self) -> Table | None:
        """Its first table."""
        return self.tables[0] if self.tables else None

    def cited(self, most: int) -> set[str]:
        """The first few sources of each row, which a source column names."""
        return {i for table in self.tables for row in table.rows for i in sorted(set(row.origins))[:most]}

    def opens(self) -> Iterator[Target]:
        """Everything that a click on it opens."""
        for figure in self.figures:
            if figure.opens:
                yield figure.opens
        for table in self.tables:
            for row in table.rows:
                for cell in row.cells.values():
                    yield from (target for target in (cell.opens, *(link.opens for link in cell.links)) if target)

    def every_origin(self) -> tuple[str, ...]:
        """Every source of the section, its figures, rows and cells, once, sorted."""
        found = set(self.origins)
        for figure in self.figures:
            found.update(figure.origins)
        for table in self.tables:
            for row in table.rows:
                found.update(row.every_origin())
        return tuple(sorted(found))
