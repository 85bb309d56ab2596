"""What a slide or a report prints: the sections of `rollout.document.model` with every value as text, in one language.

The classes have the model's names, since each is the printed form of its namesake: `model.Cell` holds a value and how
it is printed, `parts.Cell` the printed text. `rollout.render.printed` makes the one from the other; slides, decks,
previews and reports know these alone; page, workbook and CSV read the model. Data only.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Literal

Align = Literal["left", "right", "center"]
Scalar = str | int | float | dt.date | None


@dataclass(frozen=True)
class Text:
    """A sentence and how it is meant."""

    text: str
    tone: str = ""


@dataclass(frozen=True)
class Cell:
    """A table's cell.

    A mark, what it says, a word after it; a tone for each; and the value behind it where that is a number, a day, or
    every source of its row. `address`: the public page that its text opens.
    """

    text: str
    tone: str = ""
    mark: str = ""
    strong: bool = False
    value: Scalar = None
    mark_tone: str = ""
    after: str = ""
    after_tone: str = ""
    address: str = ""

    @property
    def whole(self) -> str:
        """Everything it says in one line or more."""
        return " ".join(part for part in (self.mark, self.text, self.after) if part)


@dataclass(frozen=True)
class Table:
    """Heads, rows, and for each column its share of the width and how it is aligned.

    `board`: the stage board, set small; `small`: the list of sources, likewise.

    `ranks`: each row's place by weight, for a file without room for all; `origins`: each row's sources. `uncut`: a
    report shows every row, as of the stage board and of the 15.
    """

    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[float, ...]
    aligns: tuple[Align, ...]
    board: bool = False
    empty: str = ""
    ranks: tuple[int, ...] = ()
    origins: tuple[tuple[str, ...], ...] = ()
    small: bool = False
    uncut: bool = False


@dataclass(frozen=True)
class Figure:
    """A key figure.

    Name, value, unit, a fact beneath, its change since the comparison date, its tone; the metric that defines it.
    """

    metric: str
    name: str
    value: str
    unit: str
    fact: str
    change: str
    tone: str = ""


@dataclass(frozen=True)
class Series:
    """A chart's series; `hidden` ones only push the next one along. `tones`: one a point, or none."""

    name: str
    values: tuple[float | None, ...]
    colour: str
    tones: tuple[str, ...] = ()
    hidden: bool = False


@dataclass(frozen=True)
class Chart:
    """A horizontal bar chart, categories from the top. `dates`: values are days since 1899-12-30, the axis shows years.

    `labels`: one a category, printed at the end of its bar; `label_format`: an Excel number format that prints them
    from the values instead. `since`, `until`: the axis, where it does not start at nought. `marks`: a diamond a
    category over its bars, or none.
    """

    categories: tuple[str, ...]
    series: tuple[Series, ...]
    unit: str
    alt: str
    labels: tuple[str, ...] = ()
    label_format: str = ""
    dates: bool = False
    since: float | None = None
    until: float | None = None
    marks: tuple[float | None, ...] = ()


@dataclass(frozen=True)
class Site:
    """A disc on the map, with the number of its stage."""

    complex_id: str
    name: str
    longitude: float
    latitude: float
    colour: str
    number: str


@dataclass(frozen=True)
class Map:
    """The provinces of a day with the sites of the scope.

    `keys`: colour, number and name of each stage that a site has; `provinces`: id and name of each. `focus`: those that
    were chosen. `level`: the places that are drawn; `fills`: the colour of each that has one; `title`: what the colours
    are of.
    """

    sites: tuple[Site, ...]
    keys: tuple[tuple[str, str, str], ...]
    alt: str
    day: dt.date
    provinces: tuple[tuple[str, str], ...]
    focus: tuple[str, ...] = ()
    level: str = "province"
    fills: tuple[tuple[str, str], ...] = ()
    title: str = ""


@dataclass(frozen=True)
class Section:
    """A part of a briefing: a title that says the finding, and what bears it out.

    `lead`: sentences; `picture`: a chart or a map; `table`; `legend`: what marks mean; `note`: the officer's;
    `metrics`: whose definitions belong to it; `method`: how figures were derived; `origin_ids`: its sources; `warning`:
    what to mind.
    """

    id: str
    title: str
    unit: str = ""
    lead: tuple[Text, ...] = ()
    figures: tuple[Figure, ...] = ()
    picture: Chart | Map | None = None
    table: Table | None = None
    legend: str = ""
    note: str = ""
    metrics: tuple[str, ...] = ()
    method: tuple[str, ...] = ()
    origin_ids: tuple[str, ...] = ()
    warning: str = ""
