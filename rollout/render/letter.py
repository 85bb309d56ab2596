"""A document as a letter: plain text, HTML that mail programs show (no script, no outside picture), values for JSON.

Tables are printed as in a report, so that a letter and a report can't differ.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from rollout.document.briefing import Briefing
from rollout.document.model import Cell, Column, Period, Quantity, Row, Table, is_number
from rollout.language.words import Words
from rollout.render import markup, parts, printed
from rollout.render.printed import IDS_SHOWN, cell_text

__all__ = ["IDS_SHOWN", "html", "text", "values"]
ROWS_SHOWN = 100  # of a table in a letter; JSON has all


def text(letter: Briefing) -> str:
    """The letter as plain text: a line a row."""
    w = Words(letter.lang)
    lines = [letter.title, letter.subtitle, f"{letter.audience} {letter.clock}"]
    for section in letter.sections:
        made = printed.section(section, "report", w)
        lines += ["", f"□ {made.title}", *([made.unit] if made.unit else [])]
        if made.table:
            lines += [_line(row, made.table.heads, section.tables[0].cites) for row in made.table.rows[:ROWS_SHOWN]]
            lines += _left(len(made.table.rows), w)
    if letter.sources:
        lines += ["", f"□ {w.t('Sources')}"]
        lines += [
            f"{i}  {who}, “{title}”, {day}  {url}" for i, (who, title, day, url) in sorted(letter.sources.items())
        ]
    return "\n".join(lines) + "\n"


def _line(row: Sequence[parts.Cell], heads: Sequence[str], cites: bool) -> str:
    """A row as a line, its sources in brackets; a bare number says what it is."""
    said = [" ".join(cell.whole.split()) for cell in row]
    source = said.pop() if cites else ""
    said = [f"{head} {one}" if one.isdecimal() else one for head, one in zip(heads, said, strict=False)]
    return "- " + " · ".join(filter(None, said)) + (f" [{source}]" if source else "")


def _left(rows: int, w: Words) -> list[str]:
    """How many rows a letter leaves out."""
    return [w.t("{n} more", n=w.number(rows - ROWS_SHOWN))] if rows > ROWS_SHOWN else []


def html(letter: Briefing) -> str:
    """The letter as an HTML page with its styles inline."""
    w = Words(letter.lang)
    sections = []
    for section in letter.sections:
        made = printed.section(section, "report", w)
        rows = made.table.rows if made.table else ()
        sections.append({"part": made, "rows": rows[:ROWS_SHOWN], "left": _left(len(rows), w)})
    sources = [
        {
            "id": i,
            "who": who,
            "title": title,
            "day": day,
            "url": url if urlsplit(url).scheme in {"http", "https"} else "",
        }
        for i, (who, title, day, url) in sorted(letter.sources.items())
    ]
    return markup.fill("letter.html", letter=letter, sections=sections, sources=sources, cited=w.t("Sources"))


def values(letter: Briefing) -> dict[str, Any]:
    """Sections and sources as plain values, each with the text that is printed for it."""
    w = Words(letter.lang)
    sections = [
        {
            "id": section.id,
            "title": section.title,
            "columns": [{"key": column.key, "label": printed.head(column)} for column in table.shown("csv")],
            "rows": [_row(row, table, w) for row in table.rows],
        }
        for section in letter.sections
        for table in section.tables
    ]
    fields = ("publisher", "title", "published", "url")
    cited = [{"id": i, **dict(zip(fields, own, strict=True))} for i, own in sorted(letter.sources.items())]
    return {"sections": sections, "sources": cited}


def _row(row: Row, table: Table, w: Words) -> dict[str, Any]:
    cells = {column.key: _cell(row[column.key], column, w) for column in table.shown("csv")}
    return {"key": row.key, "cells": cells, "origin_ids": sorted(set(row.every_origin()))}


def _cell(cell: Cell, column: Column, w: Words) -> dict[str, Any]:
    value, plain, more = cell.value, cell.value, {}
    if isinstance(value, Period):
        plain, more = value.day.isoformat(), {"precision": value.precision}
    elif isinstance(value, Quantity):
        plain = value.value
    elif isinstance(value, dt.date):
        plain = value.isoformat()
    elif is_number(value):
        plain = int(value) if float(value).is_integer() else float(value)
    if cell.mark:
        more["state"] = cell.mark
    return {"value": plain, "text": cell_text(cell, column, w), **more}
