"""A set of rows -> a table of figures: counted, summed or compared by one or two dimensions; pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray
from pandas.api.types import is_list_like

from rollout.subjects.explore.sets import NOTHING, DataSet, Dimension, Measure

TOTAL = "total"
ADDED = ("count", "sum")  # whose parts make up their whole
HOW = ("count", "sum", "median", "min", "max", "first", "last")
ORDERED = ("first", "last")  # by the day of the statement
SHARES = ("none", "row", "column", "all")
MOST_GROUPS = 1_000_000  # that are counted by number; of more only those that have rows
Places = NDArray[Any]  # numbers of rows or groups, or whether a row is among some
Values = NDArray[np.float64]


@dataclass(frozen=True)
class Asked:
    """What is asked of a set: dimensions as rows and columns, a value, how, as a share of what, the rows shown.

    `against`: with the change since the comparison day. `mapped`: the column that a map of the rows shows (TOTAL: their
    sums, or all); none if empty.
    """

    name: str
    rows: str
    columns: str = ""
    value: str = ""
    how: str = "count"
    share: str = "none"
    top: int = 20
    against: bool = False
    mapped: str = ""


@dataclass(frozen=True)
class Answer:
    """Figures by the keys of row and column, sums of rows, of columns and of all where they may be given.

    `left_out`: rows that a sum does not count. `undated`: rows that do not say when they were stated.
    """

    cells: Mapping[tuple[str, str], float]
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    of_rows: Mapping[str, float]
    of_columns: Mapping[str, float]
    whole: float | None
    found: int
    left_out: int
    undated: int = 0


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
    """The figures. `frame`: the rows of the set, each id once."""
    measure, kept = measure_of(data, asked), counts(data, asked, frame)
    names = tuple(name for name in (asked.rows, asked.columns) if name)
    made = _Groups(data, asked, frame, kept)
    by_cell = made.figures(names)
    cells = {(k[0], k[1] if len(k) == 2 else TOTAL): value for k, value in by_cell.items()}
    rows, columns = (tuple(dict.fromkeys(part)) for part in zip(*cells, strict=True)) if cells else ((), ())
    within = set(measure.within) if measure is not None and asked.how == "sum" else set()
    of_rows: dict[str, float] = {}
    of_columns: dict[str, float] = {}
    whole = None
    if asked.how in ADDED:
        if not within - {asked.rows}:
            of_rows = {k[0]: value for k, value in (made.figures(names[:1]) if asked.columns else by_cell).items()}
        if asked.columns and not within - {asked.columns}:
            of_columns = {k[0]: value for k, value in made.figures((asked.columns,)).items()}
        if not within:
            whole = made.whole()
    found = int(kept.sum())
    undated = int(frame["stated_on"].isna().to_numpy()[kept].sum()) if data.dated else 0
    return Answer(cells, rows, columns, of_rows, of_columns, whole, found, len(frame) - found, undated)


def cited(data: DataSet, asked: Asked, frame: pd.DataFrame) -> dict[str, tuple[str, ...]]:
    """The sources of the rows that count, by the key that they have as a row of the table."""
    measure = measure_of(data, asked)
    column = measure.cites if measure is not None and measure.cites else data.cites
    if column not in frame or column == data.key:
        return {}
    coded, found = coded_by(data, asked.rows, frame), dict[str, set[str]]()
    owners = np.arange(len(frame)) if coded.ends is None else _owners(coded.ends)
    named, kept = frame[column].tolist(), counts(data, asked, frame)
    for code, owner in zip(coded.codes.tolist(), owners.tolist(), strict=True):
        if kept[owner] and is_list_like(named[owner]):
            found.setdefault(coded.keys[code], set()).update(named[owner])
    return {key: tuple(sorted(ids)) for key, ids in found.items()}


def counts(data: DataSet, asked: Asked, frame: pd.DataFrame) -> Places:
    """Which rows go into a figure: those with a value, and in a sum those that may be added."""
    measure, kept = measure_of(data, asked), np.ones(len(frame), dtype=bool)
    if measure is None or asked.how == "count":
        return kept
    kept &= frame[measure.column].notna().to_numpy()
    if asked.how in ORDERED:
        kept &= frame["stated_on"].notna().to_numpy()
    if asked.how == "sum" and measure.adds:
        kept &= frame[measure.adds].astype(bool).to_numpy()
    return kept


def having(data: DataSet, wanted: Mapping[str, str], frame: pd.DataFrame) -> Places:
    """Which rows have these keys, by dimension."""
    kept = np.ones(len(frame), dtype=bool)
    for name, key in wanted.items():
        coded = coded_by(data, name, frame)
        own = np.isin(coded.codes, [number for number, one in enumerate(coded.keys) if one == key])
        kept &= own if coded.ends is None else np.isin(np.arange(len(frame)), _owners(coded.ends)[own])
    return kept


@dataclass(frozen=True)
class Coded:
    """A dimension: its keys, and the number of each row's key.

    `ends`: where the numbers of each row end, if a row may have several keys.
    """

    keys: tuple[str, ...]
    codes: Places
    ends: Places | None = None


def coded_by(data: DataSet, name: str, frame: pd.DataFrame) -> Coded:
    """The keys of a dimension as text, in the order of the rows; that of a gap is NOTHING."""
    column, dimension = frame[name], dimension_of(data, name)
    if dimension is None or not dimension.several:
        return Coded(*_numbered(column))
    lists = [list_of(value) for value in column]
    listed = pd.Series([one for own in lists for one in own], dtype="str")
    return Coded(*_numbered(listed), np.cumsum([len(own) for own in lists], dtype=np.int64))


def _numbered(column: pd.Series) -> tuple[tuple[str, ...], Places]:
    """The different values of a column as text, and the number of each row's."""
    if isinstance(column.dtype, pd.StringDtype):
        made = _as_arrow(column).dictionary_encode()
        codes, known = made.indices.fill_null(-1).to_numpy(zero_copy_only=False), made.dictionary.to_pylist()
    else:
        numbers, found = pd.factorize(column)
        codes, known = numbers, pd.Series(found).astype("string").tolist()
    again, keys = pd.factorize(np.array([*known, NOTHING], dtype=object))  # two values may have one text
    number = again.astype(np.int32)
    is_plain = len(keys) == len(number) and bool((codes >= 0).all())
    return tuple(str(key) for key in keys), codes if is_plain else number[codes]


def _as_arrow(column: pd.Series) -> pa.Array:
    """A column of text in one piece, as Arrow has it; Python's own texts go there without a detour."""
    if getattr(column.dtype, "storage", "") == "python":
        return pa.array(column.to_numpy(), type=pa.string(), from_pandas=True)
    made = pa.array(column)
    return made.combine_chunks() if isinstance(made, pa.ChunkedArray) else made


def _owners(ends: Places) -> Places:
    """The row of each of the numbers that end there."""
    return np.repeat(np.arange(len(ends)), np.diff(ends, prepend=0))


def list_of(value: Any) -> list[str]:
    """What a cell lists, each once; one gap where it lists nothing."""
    return list(dict.fromkeys(str(one) for one in value) if is_list_like(value) else ()) or [NOTHING]


class _Groups:
    """Rows that count in groups by any of the dimensions that are asked for."""

    def __init__(self, data: DataSet, asked: Asked, frame: pd.DataFrame, kept: Places):
        self._data, self._how, self._frame = data, asked.how, frame
        self._at = None if kept.all() else np.flatnonzero(kept)  # None: all
        self._coded = {name: coded_by(data, name, frame) for name in (asked.rows, asked.columns) if name}
        measure = measure_of(data, asked)
        is_counted = measure is None or asked.how == "count"
        self._values = None if is_counted or measure is None else pd.to_numeric(frame[measure.column]).to_numpy(float)

    def figures(self, names: tuple[str, ...]) -> dict[tuple[str, ...], float]:
        """A figure a group of these dimensions; a row counts once in each group."""
        at, (group, *codes) = self._placed(names)
        sizes = [len(self._coded[name].keys) for name in names]
        for own, size in zip(codes, sizes[1:], strict=True):
            group = group.astype(np.int64) * size + own
        number, known = (group, None) if np.prod(sizes, dtype=float) <= MOST_GROUPS else pd.factorize(group)
        if not len(number):
            return {}
        found = self._of_each(number, at)
        numbers = found.index.to_numpy() if known is None else known[found.index]
        places = zip(*np.unravel_index(numbers, sizes), strict=True)
        keys = [tuple(self._coded[name].keys[place] for name, place in zip(names, own, strict=True)) for own in places]
        return dict(zip(keys, found.astype(float).tolist(), strict=True))

    def whole(self) -> float:
        """How many rows count, or their sum."""
        if self._values is None:
            return float(len(self._frame) if self._at is None else len(self._at))
        return float((self._values if self._at is None else self._values[self._at]).sum())

    def _placed(self, names: tuple[str, ...]) -> tuple[Places | None, list[Places]]:
        """The rows that count (None: all), each as often as it has keys, and the number of its key by dimension."""
        at, codes = self._at, []
        for coded in (self._coded[name] for name in names):
            if coded.ends is None:
                codes.append(coded.codes if at is None else coded.codes[at])
                continue
            at = np.arange(len(self._frame)) if at is None else at
            begins = coded.ends - np.diff(coded.ends, prepend=0)
            lengths = coded.ends[at] - begins[at]
            again = np.repeat(np.arange(len(at)), lengths)
            flat = np.arange(len(again)) + np.repeat(begins[at] - (np.cumsum(lengths) - lengths), lengths)
            codes = [*(own[again] for own in codes), coded.codes[flat]]
            at = at[again]
        return at, codes

    def _of_each(self, group: Places, at: Places | None) -> pd.Series:
        """The figure of each group that has a row, by its number."""
        group = group.astype(np.intp, copy=False)  # once, not at each count
        size = np.bincount(group)
        there = np.flatnonzero(size)
        if self._values is None:
            return pd.Series(size[there], there)
        values = self._values if at is None else self._values[at]
        if self._how == "sum":
            return pd.Series(np.bincount(group, weights=values)[there], there)
        if self._how in ORDERED:
            return self._by_day(group, values, at)
        found: pd.Series = getattr(pd.Series(values).groupby(group), self._how)()
        return found

    def _by_day(self, group: Places, values: Values, at: Places | None) -> pd.Series:
        """The value stated first or last in each group; of one day the first or last by its id."""
        own = self._frame if at is None else self._frame[["stated_on", self._data.key]].iloc[at]
        made = pd.DataFrame({"day": own["stated_on"].to_numpy(), "id": own[self._data.key].array, "value": values})
        edge = made.groupby(group)["day"].transform("min" if self._how == "first" else "max")
        near = (made["day"] == edge).to_numpy()
        ordered = made[near].assign(group=group[near]).sort_values("id")
        found: pd.Series = getattr(ordered.groupby("group")["value"], self._how)()
        return found


def shares(found: Answer, share: str) -> dict[tuple[str, str], float]:
    """The cells as shares (0 to 1) of their row, their column or all; none where that whole may not be given."""

    def whole_of(row: str, column: str) -> float | None:
        return {"row": found.of_rows.get(row), "column": found.of_columns.get(column)}.get(share, found.whole)

    return {k: value / whole for k, value in found.cells.items() if (whole := whole_of(*k))}
