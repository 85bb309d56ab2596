"""Values -> text in the reader's language, for every medium that shows text.

And sections as slides and reports print them.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from rollout.document import marks
from rollout.document.model import (
    Cell,
    Chart,
    Column,
    Figure,
    Format,
    Link,
    Map,
    Medium,
    Part,
    Period,
    Quantity,
    Row,
    Section,
    Shades,
    Table,
    Value,
    is_number,
)
from rollout.language.words import MINUS, Words
from rollout.render import parts
from rollout.render.theme import LIGHT, stage_colour

EPOCH = dt.date(1899, 12, 30)  # day 0 of a spreadsheet's and of a native chart's axis
IDS_SHOWN = 3
SOURCE_SHARE = 14.0
ROWS_SHOWN = 45  # of a table on slides; the annex has all


def text(value: Value, format: Format, w: Words, digits: int = 0, names: Mapping[str, str] | None = None) -> str:
    """A value as it is printed; empty for None."""
    if value is None:
        return ""
    if isinstance(value, Period):
        return w.period(value.day, value.precision)
    if isinstance(value, Quantity):
        return text(value.value, value.format, w, value.digits) + _unit(value.unit, w)
    if isinstance(value, tuple):
        return ", ".join((names or {}).get(item, item) for item in value)
    if isinstance(value, bool):
        return w.t("yes") if value else ""
    if isinstance(value, dt.date):
        return str(value.year) if format is Format.YEAR else value.isoformat()
    if isinstance(value, str):
        return (names or {}).get(value, value)
    printers = {
        Format.NUMBER: lambda: w.number(value, digits),
        Format.SIGNED: lambda: w.signed(value, digits),
        Format.MONTHS: lambda: _months(value, digits, w),
        Format.PERCENT: lambda: f"{w.number(value, digits)}%",
        Format.SHARE: lambda: f"{w.number(value * 100, digits)}%",
        Format.CHANGE: lambda: w.percent(value, digits),
        Format.INDEX: lambda: w.fixed(value, 2 if value < 10 else 0),
        Format.WON: lambda: w.won(value),
        Format.WON_CHANGE: lambda: ("+" if value > 0 else MINUS if value < 0 else "") + w.won(abs(value)),
        Format.DOLLARS: lambda: w.dollars(value),
        Format.AREA: lambda: f"{w.area(value)} km²",
        Format.YEAR: lambda: str(int(value)),
    }
    return printers.get(format, lambda: w.number(value, digits))()


def _unit(unit: str, w: Words) -> str:
    """A unit behind its number: after a space, but for Korean counters and signs (35개, 15%p)."""
    return f" {unit}" if unit and (w.lang == "en" or (unit[0].isascii() and unit[0].isalpha())) else unit


def _months(value: float, digits: int, w: Words) -> str:
    return w.months(value, digits) if value else w.t("not moved")


def cell_text(cell: Cell, column: Column, w: Words) -> str:
    """A cell's value as it is printed, or what is said where there is none."""
    if cell.links:
        return "; ".join(link_text(link) for link in cell.links)
    if column.format is Format.AREA and is_number(cell.value):
        return w.area(float(cell.value))
    return text(cell.value, column.format, w, column.digits, column.names) or cell.missing


def link_text(link: Link) -> str:
    """One of several texts of a cell with what its mark says and its small print."""
    text = f"{link.mark_label}: {link.text}" if link.mark_label else link.text
    return f"{text} ({link.note})" if link.note else text


def part_text(part: Part, w: Words) -> str:
    """A second value as it is printed: a move of dates without its unit, since its column says it."""
    return (
        w.signed(float(part.value))
        if part.format is Format.MONTHS and is_number(part.value)
        else text(part.value, part.format, w)
    )


def head(column: Column) -> str:
    """A column's head with its unit."""
    unit = "km²" if column.format is Format.AREA else column.unit
    return f"{column.label}, {unit}" if unit else column.label


def figure_value(figure: Figure, w: Words) -> tuple[str, str]:
    """A key figure's value and its unit, apart, as they are set in two sizes."""
    if is_number(figure.value) and figure.format is Format.WON:
        number, unit = w.won_parts(figure.value)
        return (number, unit) if w.lang == "ko" else (f"KRW {number}", unit)
    if is_number(figure.value) and figure.format is Format.AREA:
        return w.area(figure.value, figure.digits), "km²"
    if is_number(figure.value) and figure.format is Format.MONTHS:
        return w.signed(figure.value, figure.digits), figure.unit
    return text(
        figure.value, figure.format, w, figure.digits
    ) or figure.missing, figure.unit if figure.value is not None else ""


def kept(table: Table, most: int) -> tuple[Row, ...]:
    """The rows that a medium with room for `most` shows, in their order.

    Totals always, then the largest by `cut_by`, or the first.
    """
    rows = [row for row in table.rows if not row.total]
    if len(rows) <= most or table.whole:
        return table.rows
    if table.cut_by:
        rows = sorted(rows, key=lambda row: -_weight(row[table.cut_by].value))
    chosen = {row.key for row in rows[:most]}
    return tuple(row for row in table.rows if row.total or row.key in chosen)


def ranks(table: Table, rows: Sequence[Row]) -> tuple[int, ...]:
    """Each row's place by weight: totals first, then the largest by `cut_by`, else as they stand."""
    weights = [-_weight(row[table.cut_by].value) if table.cut_by else 0.0 for row in rows]
    order = sorted(range(len(rows)), key=lambda place: (not rows[place].total, weights[place], place))
    return tuple(order.index(place) for place in range(len(rows)))


def _weight(value: Value) -> float:
    return abs(float(value)) if is_number(value) else 0.0


def cut(table: Table, most: int, w: Words) -> tuple[Table, str]:
    """The rows of most weight, the heaviest first, and the line that says how many of how many they are."""
    order = sorted(zip(ranks(table, table.rows), table.rows, strict=True), key=lambda pair: pair[0])
    counts = {"n": w.number(most), "total": w.number(len(table.rows))}
    if table.cut_by == "moved":
        told = w.t("{n} of {total}, the largest changes first", **counts)
    elif table.cut_by == "setback":
        told = w.t("{n} of {total}, setbacks first", **counts)
    elif table.cut_by:
        told = w.t("{n} of {total}, the largest first", **counts)
    else:
        told = w.t("The first {n} of {total}", **counts)
    return replace(table, rows=tuple(row for _, row in order[:most])), told


def section(whole: Section, medium: Medium, w: Words) -> parts.Section:
    """A section as a slide or a report prints it.

    Its first table, and what a table cut for a slide leaves to the annex.
    """
    table = whole.table
    left = len(table.rows) - len(kept(table, ROWS_SHOWN)) if table and medium == "slide" else 0
    chart_key = whole.picture.key if isinstance(whole.picture, Chart) else ""
    unit = whole.unit if not chart_key else chart_key if medium == "slide" else ""  # a report has the table alone
    legend = _legend(table, medium) if table else []
    legend += [w.t("and {n} more, in the annex (XLSX)", n=w.number(left))] if left else []
    return parts.Section(
        whole.id,
        whole.title,
        unit,
        tuple(parts.Text(line.text, line.tone) for line in whole.lead),
        tuple(_figure(figure, w) for figure in whole.figures),
        _picture(whole.picture, w),
        printed_table(table, medium, w) if table else None,
        "   ".join(legend),
        whole.note,
        whole.metrics,
        whole.method,
        whole.every_origin(),
        whole.warning,
    )


def _legend(table: Table, medium: Medium) -> list[str]:
    """What the marks mean, in a line; a mark that no cell of the medium has is left out."""
    keys = [column.key for column in table.shown(medium)]
    used = {row.cells[key].mark for row in table.rows for key in keys if key in row.cells}
    shown = [(code, words) for code, words in table.legend if code in used or not marks.character(code)]
    return ["   ".join(f"{marks.character(code)} {words}" for code, words in shown)] if shown else []


def printed_table(table: Table, medium: Medium, w: Words) -> parts.Table:
    """A table as text, with the ids of each row's sources as its last column."""
    columns = table.shown(medium)
    kept_rows = kept(table, ROWS_SHOWN) if medium == "slide" else table.rows
    rows = [[_cell(row[column.key], column, row, medium, w) for column in columns] for row in kept_rows]
    heads, shares, aligns = [head(c) for c in columns], [c.share for c in columns], [c.align for c in columns]
    if table.cites and not table.board:
        heads, shares, aligns = [*heads, w.t("Source")], [*shares, SOURCE_SHARE], [*aligns, "left"]
        rows = [[*cells, cited(row.origins)] for cells, row in zip(rows, kept_rows, strict=True)]
    return parts.Table(
        tuple(heads),
        tuple(map(tuple, rows)),
        tuple(shares),
        tuple(aligns),
        table.board,
        table.empty,
        ranks(table, kept_rows),
        tuple(row.origins for row in kept_rows),
        uncut=table.board or (table.dense and table.whole),
    )


def cited(origins: Sequence[str]) -> parts.Cell:
    """The first few ids of a row's sources, and all of them as the cell's value."""
    known = sorted(set(origins))
    more = f" +{len(known) - IDS_SHOWN}" if len(known) > IDS_SHOWN else ""
    return parts.Cell(", ".join(known[:IDS_SHOWN]) + more, "subtle", value="; ".join(known))


def _cell(cell: Cell, column: Column, row: Row, medium: Medium, w: Words) -> parts.Cell:
    shown = cell_text(cell, column, w) or ("" if cell.after else cell.mark_label)
    after = cell.after
    if cell.note and medium in column.note_media:
        shown = f"{shown}\n{cell.note}" if shown else cell.note
    tone = cell.tone or ("subtle" if cell.value is None and not cell.links else "")
    return parts.Cell(
        shown,
        tone,
        marks.character(cell.mark),
        cell.strong or row.total or column.key == next(iter(row.cells)),
        None,
        marks.tone(cell.mark),
        part_text(after, w) if after else "",
        after.tone if after else "",
    )


def _figure(figure: Figure, w: Words) -> parts.Figure:
    value, unit = figure_value(figure, w)
    return parts.Figure(figure.metric, figure.name, value, unit, figure.fact, figure.change, figure.tone)


def _picture(picture: Chart | Map | None, w: Words) -> parts.Chart | parts.Map | None:
    if isinstance(picture, Map):
        sites = tuple(
            parts.Site(s.complex_id, s.name, s.longitude, s.latitude, stage_colour(s.stage, LIGHT), str(s.stage))
            for s in picture.sites
        )
        keys = tuple((stage_colour(place, LIGHT), str(place), name) for place, name in picture.keys)
        whole = parts.Map(sites, keys, picture.alt, picture.day, picture.provinces, picture.focus)
        return _shaded(whole, picture.shades) if picture.shades else whole
    if picture is None or not picture.series:  # drawn on a screen alone
        return None
    dates = picture.format is Format.DAY
    series = tuple(
        parts.Series(
            s.name, tuple(map(_number, s.values)), LIGHT.ground if s.hidden else LIGHT.ramp[s.step], s.tones, s.hidden
        )
        for s in picture.series
    )
    return parts.Chart(
        picture.categories,
        series,
        picture.unit,
        picture.alt,
        picture.labels,
        "" if picture.labels else _number_format(picture.format, w),
        dates,
        _number(picture.since),
        _number(picture.until),
        tuple(map(_number, picture.marks)),
    )


def _shaded(whole: parts.Map, shades: Shades) -> parts.Map:
    """A map with its places coloured, and what the colours mean, the strongest first."""
    ramp = LIGHT.places[len(LIGHT.places) - len(shades.classes) :]
    keys = tuple((colour, "", name) for colour, name in reversed(list(zip(ramp, shades.classes, strict=True))))
    fills = tuple((place, ramp[number]) for place, number in shades.places.items())
    names = tuple(shades.names.items())
    return replace(
        whole, keys=(*keys, *whole.keys), provinces=names, level=shades.level, fills=fills, title=shades.title
    )


def _number(value: Any) -> float | None:
    """A day as its number on the axis of a native chart."""
    return float((value - EPOCH).days) if isinstance(value, dt.date) else value


def _number_format(format: Format, w: Words) -> str:
    """The Excel number format that prints a bar's value as the screen does."""
    return {
        Format.MONTHS: w.t('+0" mo";−0" mo";"not moved"'),
        Format.PERCENT: '0"%"',
        Format.SHARE: "0%",
        Format.INDEX: "0.00",
        Format.CHANGE: "+0%;−0%;0%",
    }.get(format, "#,##0")
