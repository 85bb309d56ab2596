"""The answer of a pivot as a section, and the rows behind one of its figures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, unquote

import pandas as pd

from rollout.document.model import Cell, Chart, Column, Format, Part, Row, Section, Series, Table, Text
from rollout.document.target import Target
from rollout.language.words import Words
from rollout.questions.ask import is_missing, rows_of
from rollout.questions.view import View, remembered
from rollout.render.printed import text
from rollout.subjects.cells import day, origin_ids
from rollout.subjects.explore import charts, maps, pivot
from rollout.subjects.explore.pivot import TOTAL, Answer, Asked
from rollout.subjects.explore.sets import NOTHING, DataSet, Dimension, find, label
from rollout.subjects.map.figures import BOUNDARIES

SHADES = 5
MOST_COLUMNS = 12  # of a table; the largest are shown
MOST_LINES = 8
MOST_BARS = 12  # beside a table on paper
MOST_LISTED = 300  # rows behind a figure
MOST_CITED = 500  # sources of a line, that a click on it can name
CHANGES: Mapping[Format, Format] = {Format.NUMBER: Format.SIGNED, Format.WON: Format.WON_CHANGE}
CALLED = ("name", "company", "institution", "headline", "title", "programme", "metric", "place")


@remembered
def explore(view: View, asked: Asked) -> Section:
    """What was asked as a table, with lines where its rows are years; or the reason why it can't be given.

    Raises KeyError for a set that is not there.
    """
    w, data = view.w, find(asked.name, view)
    called = title(data, asked, w)
    if reason := pivot.refused(data, asked):
        return Section("explore", called, warning=f"{reason}.")
    frame = data.rows(view.scope.as_of)
    found = pivot.answer(data, asked, frame)
    before = pivot.answer(data, asked, data.rows(view.scope.compare)) if asked.against else None
    rows = _ordered(found.rows, 0, found, pivot.dimension_of(data, asked.rows))[: asked.top]
    columns = _ordered(found.columns, 1, found, pivot.dimension_of(data, asked.columns))[:MOST_COLUMNS]
    shown = found.cells if asked.share == "none" else pivot.shares(found, asked.share)
    drawn = _Drawn(found, before, shown, asked, _format(data, asked), pivot.cited(data, asked, frame))
    atlas, notes = maps.drawn(view, data, asked, found, shown, drawn.printed, called)
    return Section(
        "explore",
        called,
        _unit(data, asked, found, len(rows), len(columns), w),
        lead=_highest(drawn, data, w),
        picture=atlas or _lines(found, rows, columns, data, asked, view) or _bars(drawn, rows, data, w),
        tables=(_table(drawn, rows, columns, data, w),),
        method=notes,
        origins=tuple(sorted({i for ids in drawn.cited.values() for i in ids} | ({BOUNDARIES} if atlas else set()))),
    )


def mapped(view: View, asked: Asked) -> dict[str, str]:
    """The columns that a map of what is asked can show, by key, the usual one first; none where rows are no places."""
    data = find(asked.name, view)
    if asked.rows not in maps.LEVELS or pivot.refused(data, asked):
        return {}
    found, across = pivot.answer(data, asked, data.rows(view.scope.as_of)), pivot.dimension_of(data, asked.columns)
    keys = _ordered(found.columns, 1, found, across)[:MOST_COLUMNS]
    if not asked.columns:
        return {TOTAL: how(view.w)[asked.how]} if keys else {}
    sums = {TOTAL: view.w.t("Total")} if found.of_rows and asked.share in {"none", "all"} else {}
    return sums | {key: label(key, across, view.w) for key in keys}


def how(w: Words) -> dict[str, str]:
    """How rows are made into one figure."""
    return {
        "count": w.t("number of rows"),
        "sum": w.t("sum"),
        "median": w.t("median"),
        "min": w.t("lowest"),
        "max": w.t("highest"),
        "first": w.t("stated first"),
        "last": w.t("stated last"),
    }


def title(data: DataSet, asked: Asked, w: Words) -> str:
    """What is shown, by what."""
    measure = pivot.measure_of(data, asked)
    by = [pivot.dimension_of(data, one) for one in (asked.rows, asked.columns)]
    figure = how(w)[asked.how]
    what = figure if measure is None or asked.how == "count" else f"{measure.label} ({figure})"
    return w.t("{set}: {what} by {names}", set=data.name, what=what, names=", ".join(one.label for one in by if one))


def _format(data: DataSet, asked: Asked) -> Format:
    """How a figure is printed."""
    measure = pivot.measure_of(data, asked)
    return Format.NUMBER if measure is None or asked.how == "count" else measure.format


def _unit(data: DataSet, asked: Asked, found: Answer, rows: int, columns: int, w: Words) -> str:
    """What the figures rest on, what is left out and what is not shown."""
    said = [w.n("One row", "{n} rows", found.found)]
    if found.undated:
        said.append(w.t("{n} of them undated", n=w.number(found.undated)))
    if found.left_out:
        said.append(w.t("{n} rows left out: no value, or not to be added", n=w.number(found.left_out)))
    if rows < len(found.rows):
        said.append(w.t("{n} of {all} lines shown", n=w.number(rows), all=w.number(len(found.rows))))
    if columns < len(found.columns):
        said.append(w.t("{n} of {all} columns shown", n=w.number(columns), all=w.number(len(found.columns))))
    return " · ".join([*said, *([data.note] if data.note else [])])


def _ordered(keys: Sequence[str], place: int, found: Answer, dimension: Dimension | None) -> list[str]:
    """Years as they come, all else the largest first; what is not stated comes last."""
    size = dict.fromkeys(keys, 0.0)
    for key, value in found.cells.items():
        size[key[place]] += abs(value)
    by_year = dimension is not None and dimension.year
    return sorted(keys, key=lambda key: (key == NOTHING, key if by_year else -size[key]))


@dataclass(frozen=True)
class _Drawn:
    """An answer, the one it is compared with, and how its figures are printed."""

    found: Answer
    before: Answer | None
    shown: Mapping[tuple[str, str], float]
    asked: Asked
    figure: Format
    cited: Mapping[str, tuple[str, ...]]

    @property
    def printed(self) -> Format:
        """How a figure, or its share, is printed."""
        return self.figure if self.asked.share == "none" else Format.SHARE

    def cell(self, row: str, column: str, most: float) -> Cell:
        """A figure; what a click on it opens are its rows."""
        value, asked = self.shown.get((row, column)), self.asked
        if value is None:
            return Cell(None)
        names = (asked.name, asked.rows, row, asked.columns, column, asked.value, asked.how)
        part = abs(value) / most
        return Cell(
            value,
            opens=Target("pivot", tuple(quote(name, safe="") for name in names)),
            after=self._change(row, column),
            bar=None if asked.columns else part,
            shade=round(SHADES * part) if asked.columns else None,
        )

    def _change(self, row: str, column: str) -> Part | None:
        if self.before is None or self.figure not in CHANGES or self.asked.share != "none":
            return None
        moved = self.found.cells[row, column] - self.before.cells.get((row, column), 0.0)
        return Part(moved, CHANGES[self.figure]) if moved else None

    def total(self, value: float | None) -> Cell:
        """A sum as it is, or as a share of all."""
        if self.asked.share == "none" or value is None:
            return Cell(value)
        return Cell(value / self.found.whole if self.asked.share == "all" and self.found.whole else None)


def _table(drawn: _Drawn, rows: Sequence[str], columns: Sequence[str], data: DataSet, w: Words) -> Table:
    found, asked = drawn.found, drawn.asked
    across, down = pivot.dimension_of(data, asked.columns), pivot.dimension_of(data, asked.rows)
    most = max((abs(value) for value in drawn.shown.values()), default=0) or 1
    keys = columns if asked.columns else [TOTAL]
    named = label if asked.columns else lambda *_: how(w)[asked.how]
    heads = [Column(f"c-{key}", named(key, across, w), drawn.printed, digits=1) for key in keys]
    sums = asked.columns and found.of_rows and asked.share != "column"
    if sums:
        heads.append(Column("sum", w.t("Total"), drawn.printed, digits=1))
    made = []
    for row in rows:
        cells = {f"c-{key}": drawn.cell(row, key, most) for key in keys}
        cells |= {"row": Cell(label(row, down, w)), "sum": drawn.total(found.of_rows.get(row))}
        ids = drawn.cited.get(row, ())
        made.append(Row(row, cells, ids if len(ids) <= MOST_CITED else ()))
    if found.of_columns and asked.share in {"none", "all"}:
        cells = {f"c-{key}": drawn.total(found.of_columns.get(key)) for key in keys}
        made.append(Row(TOTAL, {"row": Cell(w.t("Total")), **cells, "sum": drawn.total(found.whole)}, total=True))
    head = Column("row", down.label if down else "", share=24)
    return Table((head, *heads), tuple(made), empty=w.t("No row passes these filters."))


def _lines(
    found: Answer, rows: Sequence[str], columns: Sequence[str], data: DataSet, asked: Asked, view: View
) -> Chart | None:
    """Lines over years, one a column."""
    down, across = pivot.dimension_of(data, asked.rows), pivot.dimension_of(data, asked.columns)
    years = [row for row in rows if row != NOTHING]
    if down is None or not down.year or len(years) < 3 or asked.share != "none":
        return None
    series = tuple(
        Series(label(key, across, view.w) if asked.columns else "", tuple(found.cells.get((y, key)) for y in years))
        for key in columns[:MOST_LINES]
    )
    form = _format(data, asked)
    said = tuple("" if v is None else text(v, form, view.w, 1) for v in series[0].values) if len(series) == 1 else ()
    return Chart(
        tuple(years),
        series if said else (),  # on paper the table has the others
        form,
        "",
        title(data, asked, view.w),
        said,
        draw=lambda palette: charts.over_years(years, series, form, view.w, palette),
    )


def _bars(drawn: _Drawn, rows: Sequence[str], data: DataSet, w: Words) -> Chart | None:
    """Bars for paper, where there is one figure a row; the table has them on a screen."""
    down = pivot.dimension_of(data, drawn.asked.rows)
    values = tuple(drawn.shown.get((row, TOTAL)) for row in rows[:MOST_BARS])
    if drawn.asked.columns or len(values) < 2:
        return None
    said = tuple("" if value is None else text(value, drawn.printed, w, 1) for value in values)
    names = tuple(label(row, down, w) for row in rows[: len(values)])
    called = title(data, drawn.asked, w)
    return Chart(names, (Series(how(w)[drawn.asked.how], values),), drawn.printed, "", called, said)


def _highest(drawn: _Drawn, data: DataSet, w: Words) -> tuple[Text, ...]:
    """The finding: which figure is the highest of several, where rows are no years."""
    asked, down, across = (
        drawn.asked,
        *(pivot.dimension_of(data, one) for one in (drawn.asked.rows, drawn.asked.columns)),
    )
    known = {keys: value for keys, value in drawn.shown.items() if NOTHING not in keys}
    if (down and down.year) or asked.how not in pivot.ADDED or len(known) < 2:
        return ()
    row, column = max(known, key=known.__getitem__)
    if list(known.values()).count(known[row, column]) > 1:
        return ()
    where = [label(row, down, w), *([label(column, across, w)] if asked.columns else [])]
    return (
        Text(
            w.t("Highest: {what}, {value}", what=" · ".join(where), value=text(known[row, column], drawn.printed, w, 1))
        ),
    )


@remembered
def behind(
    view: View, name: str, rows: str, row: str, columns: str, column: str, value: str, kind: str
) -> Section | None:
    """The rows behind a figure, with their sources (a dialog). What is named comes from a link, quoted."""
    name, rows, row, columns, column, value, kind = map(unquote, (name, rows, row, columns, column, value, kind))
    try:
        data = find(name, view)
    except KeyError:
        return None
    wanted = {dimension: key for dimension, key in ((rows, row), (columns, column)) if dimension}
    ordered = kind in pivot.ORDERED and not data.dated
    if kind not in pivot.HOW or ordered or any(pivot.dimension_of(data, one) is None for one in wanted):
        return None
    asked = Asked(name, rows, columns, value, kind)
    own, w = data.rows(view.scope.as_of), view.w
    kept = own[pivot.counts(data, asked, own) & pivot.having(data, wanted, own)]
    where = " · ".join(label(key, pivot.dimension_of(data, one), w) for one, key in wanted.items())
    return Section("behind", f"{data.name}: {where}", tables=(_listed(kept, data, asked, w),))


def _listed(kept: pd.DataFrame, data: DataSet, asked: Asked, w: Words) -> Table:
    measure = pivot.measure_of(data, asked)
    columns = [Column("name", w.t("What"), share=50)]
    columns += [Column("value", measure.label, measure.format, share=20)] if measure else []
    columns += [Column("stated", w.t("Stated on"), Format.DAY, share=14)] if "stated_on" in kept else []
    foot = w.t("the first {n} of {all}", n=MOST_LISTED, all=w.number(len(kept))) if len(kept) > MOST_LISTED else ""
    made = []
    for row in rows_of(kept.head(MOST_LISTED)):
        value = row.get(measure.column) if measure else None
        cells = {
            "name": Cell(_called(row, data, w), note=w.of(row, "note") if "note_en" in row else ""),
            "value": Cell(None if value is None or is_missing(value) else float(value)),
            "stated": Cell(day(row.get("stated_on"))),
        }
        listed = row.get(measure.cites if measure and measure.cites else data.cites)
        ids = (listed,) if isinstance(listed, str) else origin_ids(listed) if listed is not None else ()
        made.append(Row(str(row[data.key]), cells, ids))
    return Table(tuple(columns), tuple(made), foot=foot, empty=w.t("No row passes these filters."))


def _called(row: Mapping[str, Any], data: DataSet, w: Words) -> str:
    """A row's name, else the names of what it is about."""
    for name in CALLED:
        if f"{name}_{w.lang}" in row and isinstance(said := w.of(row, name), str) and said:
            return said
        if isinstance(row.get(name), str):
            return str(row[name])
    parts = [label(str(row[one.column]), one, w) for one in data.dimensions if one.names and not one.several]
    return " · ".join(part for part in parts if part not in {"nan", "None", "<NA>"}) or str(row[data.key])
