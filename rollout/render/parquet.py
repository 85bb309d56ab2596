"""A section -> Parquet: the columns of its CSV as numbers, days or text, and what the file is in its metadata."""

import datetime as dt
import io
from collections.abc import Sequence

import pyarrow as pa
from pyarrow import parquet as format_

from rollout.document.model import Quantity, Section, is_number
from rollout.language.words import Words
from rollout.render.book import About, Scalar
from rollout.render.tabular import sheets

MEDIA = "application/vnd.apache.parquet"


def parquet(section: Section, about: About, w: Words) -> bytes:
    """The first table of a section."""
    sheet = sheets([section], w, "csv")[0]
    columns = [_column(values) for values in zip(*sheet.rows, strict=True)] or [pa.array([]) for _ in sheet.heads]
    table = pa.table(columns, names=list(sheet.heads)).replace_schema_metadata(dict(about))
    file = io.BytesIO()
    format_.write_table(table, file)
    return file.getvalue()


def _column(values: Sequence[Scalar]) -> pa.Array:
    """Numbers or days where all that is there are; else text."""
    said = [value.value if isinstance(value, Quantity) else value for value in values]
    there = [value for value in said if value is not None]
    if all(is_number(value) for value in there):
        return pa.array(said, pa.float64())
    if all(isinstance(value, dt.date) for value in there):
        return pa.array(said, pa.date32())
    return pa.array([None if value is None else str(value) for value in said], pa.string())
