"""A set of rows -> a table of figures: counted, summed or compared by one or two dimensions; pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
from pandas.api.types import is_list_like

from rollout.subjects.explore.sets import DataSet, Dimension, Measure

TOTAL = "total"
NOTHING = "-"  # the key of what a row does not say
ADDED = ("count", "sum")  # whose parts make up their whole
HOW = ("count", "sum", "median", "min", "max", "first", "last")
ORDERED = ("first", "last")  # by the day of the statement
SHARES = ("none", "row", "column", "all")


@dataclass(frozen=True)
class Asked:
    """What is asked of a set: dimensions as rows and columns, a value, how, as a share of what, the rows shown."""

    name: str
    rows: str
    columns: str = ""
    value: str = ""
    how: str = "count"
    share: str = "none"
    top: int = 20
    against: bool = False


@dataclass(frozen=True)
class Answer:
    """Figures by the keys of row and column, sums of rows, of columns and of all where they may be given.

    `left_out`: rows that a sum does not count.
    """

    cells: Mapping[tuple[str, str], float]
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    of_rows: Mapping[str, float]
    of_columns: Mapping[str, float]
    whole: float | None
    found: int
    left_out: int


def refused(data: DataSet, asked: Asked) -> str:
    """Why a figure would be wrong, in a sentence; empty where it can be given."""
    measure = measure_of(data, asked)
    if asked.how != "sum" or measure is None:
        return ""
    if measure.adds is None:
        return measure.why or data.note
    missing = [name for name in measure.within[:1] if name not in (asked.rows, asked.columns)]
    return measure.why if missing else ""


def measure_of(data: DataSet, asked: Asked) -> Measure | None:
    """The value that is asked for; None for the number of rows."""
    return next((one for one in data.measures if one.column == asked.value), None)


def dimension_of(data: DataSet, column: str) -> Dimension | None:
    """A dimension by its column."""
    return next((one for one in data.dimensions if one.column == column), None)


def answer(data: DataSet, asked: Asked, frame: pd.DataFrame) -> Answer:
    """The figures. `frame`: the rows of the set."""
    measure, kept = measure_of(data, asked), counted(data, asked, frame)
    names = [name for name in (asked.rows, asked.columns) if name]
    keyed = keys(data, names, kept)
    by_cell = _figures(data, asked, measure, keyed, [f"key_{name}" for name in names])
    cells = {(k[0], k[1] if len(k) == 2 else TOTAL): value for k, value in by_cell.items()}
    rows, columns = (tuple(dict.fromkeys(part)) for part in zip(*cells, strict=True)) if cells else ((), ())
    within = set(measure.within) if measure is not None and asked.how == "sum" else set()
    of_rows = of_columns = {}
    whole = None
    if asked.how in ADDED:
        if not within - {asked.rows}:
            of_rows = {k[0]: v for k, v in _figures(data, asked, measure, keyed, [f"key_{asked.rows}"]).items()}
        if asked.columns and not within - {asked.columns}:
            of_columns = {k[0]: v for k, v in _figures(data, asked, measure, keyed, [f"key_{asked.columns}"]).items()}
        if not within:
            whole = _figures(data, asked, measure, keyed.assign(key_all="all"), ["key_all"]).get(("all",), 0.0)
    return Answer(cells, rows, columns, of_rows, of_columns, whole, len(kept), len(frame) - len(kept))


def counted(data: DataSet, asked: Asked, frame: pd.DataFrame) -> pd.DataFrame:
    """The rows that go into a figure: with a value, and in a sum those that may be added."""
    measure = measure_of(data, asked)
    if measure is None or asked.how == "count":
        return frame
    kept = frame[frame[measure.column].notna()]
    if asked.how in ORDERED:
        return kept[kept["stated_on"].notna()]
    return kept[kept[measure.adds].astype(bool)] if asked.how == "sum" and measure.adds else kept


def keys(data: DataSet, names: list[str], frame: pd.DataFrame) -> pd.DataFrame:
    """The rows with the key of each dimension as text in `key_NAME`; one that is in several stands once for each."""
    made = frame
    for name in names:
        column = made[name]
        dimension = dimension_of(data, name)
        if dimension is not None and dimension.several:
            made = made.assign(**{f"key_{name}": column.map(list_of)}).explode(f"key_{name}")
            column = made[f"key_{name}"]
        made = made.assign(**{f"key_{name}": column.astype("string").fillna(NOTHING)})
    return made


def list_of(value: Any) -> list[str]:
    """What a cell lists; one gap where it lists nothing."""
    return ([str(one) for one in value] if is_list_like(value) else []) or [NOTHING]


def _figures(
    data: DataSet, asked: Asked, measure: Measure | None, frame: pd.DataFrame, by: list[str]
) -> dict[tuple[str, ...], float]:
    """One figure a group; a row counts once in each group, however often it stands there."""
    once = frame.drop_duplicates([*by, data.key])
    if asked.how in ORDERED:
        once = once.sort_values(["stated_on", data.key])
    if measure is None or asked.how == "count":
        found = once.groupby(by, sort=False).size()
    else:
        values = pd.to_numeric(once[measure.column])
        found = getattr(values.groupby([once[name] for name in by], sort=False), asked.how)()
    return {k if isinstance(k, tuple) else (k,): float(value) for k, value in found.items() if pd.notna(value)}


def shares(found: Answer, share: str) -> dict[tuple[str, str], float]:
    """The cells as shares (0 to 1) of their row, their column or all; none where that whole may not be given."""

    def whole_of(row: str, column: str) -> float | None:
        return {"row": found.of_rows.get(row), "column": found.of_columns.get(column)}.get(share, found.whole)

    return {k: value / whole for k, value in found.cells.items() if (whole := whole_of(*k))}
