"""Rows as JSON and CSV."""

import csv
import datetime as dt
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any

import pandas as pd

from rollout.api import columns
from rollout.api.asked import Asked
from rollout.api.columns import Column
from rollout.api.parameters import USUAL_ROWS
from rollout.facts.descriptor import LIST_SEPARATOR
from rollout.render.tabular import defused

JSON, CSV = "application/json", "text/csv; charset=utf-8"


@dataclass(frozen=True)
class Listing:
    """Rows to be answered with.

    `names`: names of the ids in them, by column. `table`: the table of which this is every row; empty else.
    `more`: what else the JSON holds.
    """

    title: str
    columns: Sequence[Column]
    rows: pd.DataFrame
    description: str = ""
    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    table: str = ""
    more: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Answer:
    """A finished answer. `total`: rows that there are; `exported`: the file that it makes, for the audit log."""

    body: bytes
    media: str
    tag: str
    total: int | None = None
    exported: str = ""


def finished(body: bytes, media: str, snapshot: int, total: int | None = None, exported: str = "") -> Answer:
    """An answer with its tag: the snapshot and what it says; it holds through an upgrade or a restored store."""
    return Answer(body, media, f'"{snapshot}-{blake2b(body, digest_size=12).hexdigest()}"', total, exported)


def of_rows(listing: Listing, asked: Asked, form: str) -> Answer:
    """A page of rows, as JSON or CSV."""
    limit, offset = asked.values.get("limit", USUAL_ROWS), asked.values.get("offset", 0)
    frame, shown = listing.rows.iloc[offset : offset + limit], tuple(listing.columns)
    if asked.values.get("labels") == "true":
        frame, shown = columns.labelled(frame, shown, listing.names)
    total = len(listing.rows)
    rows = plain(frame, shown)
    exported = f"{listing.table}.{form}" if listing.table and len(rows) == total else ""
    if form == "csv":
        return finished(as_csv(rows, shown), CSV, asked.snapshot, total, exported)
    content = {
        "title": listing.title,
        **({"description": listing.description} if listing.description else {}),
        "snapshot": asked.snapshot,
        "lang": asked.lang,
        "total": total,
        "limit": limit,
        "offset": offset,
        "columns": [column.said() for column in shown],
        "rows": rows,
        **listing.more,
    }
    return finished(as_json(content), JSON, asked.snapshot, total, exported)


def plain(frame: pd.DataFrame, shown: Sequence[Column]) -> list[dict[str, Any]]:
    """Rows as plain values: None where one is missing, days as text, lists as lists."""
    made = {}
    for column in shown:
        values = frame[column.name]
        missing = values.isna()
        made[column.name] = [
            None if gone else _plain(value, column.type) for value, gone in zip(values, missing, strict=True)
        ]
    return [dict(zip(made, row, strict=True)) for row in zip(*made.values(), strict=True)]


def _plain(value: Any, type_: str) -> Any:
    if pd.api.types.is_list_like(value) and not isinstance(value, dict):
        return [_plain(one, "") for one in value]
    if isinstance(value, dt.date):
        return value.isoformat()[:10]
    value = value.item() if hasattr(value, "item") else value
    return int(value) if type_ == "integer" else value


def as_json(content: object) -> bytes:
    """JSON, in whole letters."""
    return json.dumps(content, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()


def as_csv(rows: Sequence[Mapping[str, Any]], shown: Sequence[Column]) -> bytes:
    """CSV in UTF-8 without a mark, as programs read it: the data package's lists, days and truths; no formulas."""
    made = io.StringIO()
    writer = csv.writer(made, lineterminator="\r\n")
    writer.writerow([column.name for column in shown])
    writer.writerows([[_cell(row[column.name]) for column in shown] for row in rows])
    return made.getvalue().encode()


def _cell(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    return defused(LIST_SEPARATOR.join(map(str, value)) if isinstance(value, list) else value)
