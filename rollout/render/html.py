"""A section -> HTML: heading, sentences, key figures, tables.

Every value is escaped (Jinja2 autoescape). Charts and maps are drawn by the page.
"""

import datetime as dt
from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

from markupsafe import Markup

from rollout.document.model import Cell, Column, Format, Link, Period, Quantity, Row, Section, Table, is_number
from rollout.document.target import origins
from rollout.language.words import Words
from rollout.render.markup import fill
from rollout.render.measure import width
from rollout.render.printed import cell_text, figure_value, head, part_text
from rollout.render.tabular import file_name

SORTED, FILTERED = 3, 8  # rows from which a table can be sorted, is filtered and on a phone scrolls inside itself
FEW = 6  # columns that fit beside a map
DATED = (Format.DAY, Format.PERIOD)
SIZE = 13.5  # pixels, of a cell's letters
SHORT, LONG = (
    118,
    200,
)  # pixels of a day or an id, which stay on one line, and of a text that takes a whole line of a phone
NARROW = 3  # columns that fit a phone
MANY = 6  # key figures that fit a line as cards
Warnings = Mapping[str, Mapping[str, str]]


def section(
    whole: Section,
    w: Words,
    warnings: Warnings,
    heading: bool = True,
    day: str = "",
    lead: bool = True,
    tables: bool = True,
) -> str:
    """A section as HTML, with or without its heading, its sentences, its tables.

    `warnings`: name and meaning of each usage warning by id. `day`: the as-of day, for the names of its tables' files.

    A section that many sessions share is made HTML once: it keeps what was made of it.
    """
    wanted = ("html", w.lang, heading, day, lead, tables)
    if wanted not in whole.made:
        whole.made[wanted] = _section(whole, w, warnings, heading, day, lead, tables)
    return str(whole.made[wanted])


def _section(
    whole: Section, w: Words, warnings: Warnings, heading: bool, day: str, lead: bool, with_tables: bool
) -> str:
    tables = []
    for place, part in enumerate(whole.tables if with_tables else ()):
        about = {
            "key": f"{whole.id}-{place}",
            "label": part.caption or whole.title,
            "file": file_name((whole.id, str(place + 1) * bool(place), day), "csv"),
        }
        tables.append(Markup(table(part, w, warnings, about)))  # noqa: S704  made by an escaping template
    return fill(
        "document/section.html",
        section=whole,
        heading=heading,
        lead=whole.lead if lead else (),
        figures=Markup(figures(whole, w)),  # noqa: S704  made by an escaping template
        tables=tables,
        method_title=w.t("How it was derived"),
    )


def abreast(parts: Mapping[str, str]) -> str:
    """Sections as HTML beside each other, by id."""
    return fill("document/abreast.html", parts=[(i, Markup(one)) for i, one in parts.items()])  # noqa: S704  as above


def figures(whole: Section, w: Words) -> str:
    """The key figures of a section; empty without any."""
    if not whole.figures:
        return ""
    cards = []
    for figure in whole.figures:
        value, unit = figure_value(figure, w)
        cards.append(
            {
                "name": figure.name,
                "mark": figure.mark,
                "value": value,
                "unit": unit,
                "fact": figure.fact,
                "change": figure.change,
                "tone": figure.tone,
                "open": str(figure.opens or ""),
            }
        )
    return fill("document/figures.html", label=w.t("Key figures"), figures=cards, many=len(cards) > MANY)


def table(whole: Table, w: Words, warnings: Warnings, about: Mapping[str, str]) -> str:
    """A table: the first column heads its row; sources are a button at the row's end; totals stand in the foot.

    `about`: its key on the page, what it is called, the name of its file.
    """
    columns = whole.shown("page")
    heads = [
        {"text": head(column), "kind": "compact" if column.compact else "num" if column.align == "right" else ""}
        for column in columns
    ]
    cites = whole.cites and not (whole.board or whole.dense)
    if cites:
        heads.append({"text": w.t("Source"), "kind": "source"})
    rows: list[dict[str, Any]] = []
    totals: list[dict[str, Any]] = []
    group = ""
    for row in whole.rows:
        cells = [_cell(row[column.key], column, w, warnings) for column in columns]
        if cites:
            cells.append(_source(row, cells[0]["text"], w))
        line = {
            "key": row.key if whole.brief else "",
            "cells": [SimpleNamespace(**cell) for cell in cells],  # a template finds attributes quicker than keys
            "class": " ".join(filter(None, ["chosen" * row.chosen, f"depth{row.depth}" * bool(row.depth)])),
            "group": row.group if row.group != group else "",
        }
        group = row.group
        (totals if row.total else rows).append(line)
    return fill(
        "document/table.html",
        table=whole,
        kind=_kind(whole, len(heads)),
        heads=heads,
        bodies=[{"tag": "tbody", "rows": rows}, {"tag": "tfoot", "rows": totals}],
        about=about,
        tools=_tools(len(rows), w),
    )


def _kind(whole: Table, columns: int) -> str:
    """How a table is drawn."""
    if any(cell.shade is not None for row in whole.rows for cell in row.cells.values()):
        return "matrix"
    few = "few narrow" if columns <= NARROW else "few" if columns <= FEW else ""
    kind = "brief" if whole.brief else "board" if whole.board else few
    return f"{kind} dense" if whole.dense else kind


def _tools(rows: int, w: Words) -> dict[str, Any]:
    """What a table of so many rows offers (templates/document/table.js), and in which words."""
    return {
        "sorts": rows >= SORTED,
        "filters": rows >= FILTERED,
        "sort": w.t("Sort by"),
        "unsorted": w.t("as listed"),
        "filter": w.t("Filter rows"),
        "said": w.t("{n} of {all} rows", n="{n}", all=w.number(rows)),
        "save": w.t("CSV of the rows shown"),
        "visited": w.t("New since your last visit ({day}): {n}", n="{n}", day="{day}"),
        "group": w.t("Part of the table"),
    }


def _cell(cell: Cell, column: Column, w: Words, warnings: Warnings) -> dict[str, Any]:
    shown = "" if cell.links or column.compact else cell_text(cell, column, w)
    word = cell.mark_label if cell.mark_label != shown else ""
    kinds = [
        "num" if column.align == "right" else "day" if column.format in DATED else "",
        "compact" if column.compact else "",
        cell.mark,
        "strong" if cell.strong else "",
        "hatched" if cell.hatched else "",
        "" if cell.shade is None else f"shade shade-{cell.shade}",
        "short"
        if width(shown, SIZE) <= SHORT and " " not in shown
        else "long"
        if width(f"{shown} {cell.note}", SIZE) > LONG
        else "",
    ]
    classes = " ".join(filter(None, kinds))
    return {
        "class": classes,
        "head": head(column),
        "open": str(cell.opens or ""),
        "chooses": str(cell.filters or ""),
        "only": w.t("Show only {name}", name=shown) if cell.filters else "",
        "aria": "",
        "mark": cell.mark,
        "text": shown,
        "missing": cell.value is None,
        "links": [_link(link) for link in cell.links],
        "tone": cell.tone,
        "word": word,
        "word_class": "quiet" if column.compact or column.wordless or (cell.mark == "done" and shown) else "word",
        "after": part_text(cell.after, w) if cell.after else "",
        "url": cell.url if urlsplit(cell.url).scheme in {"http", "https"} else "",
        "after_tone": cell.after.tone if cell.after else "",
        "after_title": cell.after.label if cell.after else "",
        "note": cell.note if "page" in column.note_media else "",
        "bar": cell.bar,
        "chips": [{"name": w.of(warnings[i], "name"), "meaning": w.of(warnings[i], "meaning")} for i in cell.warnings],
        "sort": _sort(cell, column),
    }


def _link(link: Link) -> dict[str, str]:
    return {
        "text": link.text,
        "note": link.note,
        "open": str(link.opens or ""),
        "mark": link.mark,
        "word": link.mark_label,
    }


def _source(row: Row, name: str, w: Words) -> dict[str, Any]:
    """The button at a row's end that opens its sources; an empty cell without any."""
    ids = tuple(sorted(set(row.origins)))
    cell = Cell(w.t("source") if ids else None, opens=origins(ids) if ids else None)
    return _cell(cell, Column("source", w.t("Source")), w, {}) | {
        "class": "source",
        "aria": w.t("Sources: {name}", name=name),
        "sort": None,
    }


def _sort(cell: Cell, column: Column) -> str | float | None:
    """What a cell sorts by: its number, its day, the place of a marked code in its list; a text by what it shows."""
    value = cell.value
    if isinstance(value, Period):
        value = value.day
    if isinstance(value, Quantity):
        value = value.value
    if isinstance(value, dt.date):
        return value.isoformat()
    if cell.mark and column.names and value in column.names:
        return list(column.names).index(str(value))
    return float(value) if is_number(value) else None
