"""Ask a question by name: queries/<subject>/<question>.sql with parameters -> DataFrame, remembered per snapshot."""

import re
import sys
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from threading import Lock, RLock
from types import FunctionType, ModuleType
from typing import Any, Protocol, TypeVar, cast, overload

import pandas as pd
import yaml
from pandas.api.typing import NaTType

from rollout import ROOT
from rollout.store.lake import Place, Store

QUERIES = ROOT / "queries"
REMEMBERED_BYTES = 128 * 2**20  # of answers and what pages make of them, for all sessions together
T = TypeVar("T")
R = TypeVar("R")
N = TypeVar("N")
HEADER = re.compile(r"--\s?(.*)")
Asked = tuple[str, tuple[tuple[str, Any], ...]]  # a question's name and its parameters


@dataclass(frozen=True)
class Question:
    """A .sql file: what it asks, what a row is, its parameters, its columns and the SQL.

    Parameters are name -> type, columns name -> meaning.
    """

    name: str
    asks: str
    grain: str
    parameters: Mapping[str, str]
    columns: Mapping[str, str]
    sql: str


@dataclass(frozen=True)
class Metric:
    """A figure's definition from queries/metrics.yaml."""

    id: str
    name_ko: str
    name_en: str
    formula_ko: str
    formula_en: str
    unit: str
    direction: str
    additive: bool
    caveat_ko: str
    caveat_en: str

    def __getitem__(self, column: str) -> str:
        return str(getattr(self, column))


@lru_cache
def question(name: str) -> Question:
    """The question `subject/name`.

    Raises FileNotFoundError if there is none, ValueError if its header is incomplete.
    """
    sql = (QUERIES / f"{name}.sql").read_text(encoding="utf-8")
    header: dict[str, str] = {}
    columns: dict[str, str] = {}
    for line in sql.splitlines():
        match = HEADER.match(line)
        if not match:
            break
        text = match.group(1)
        label, _, value = text.strip().partition(":")
        if not text.startswith(" "):
            header[label] = value.strip()
        elif "columns" in header:
            columns |= {column.strip(): value.strip() for column in label.split(",")}
        else:  # the line before goes on
            last = next(reversed(header), "")
            header[last] = f"{header.get(last, '')} {text.strip()}"
    missing = {"question", "grain", "parameters", "columns"} - header.keys()
    if missing:
        raise ValueError(f"{name}.sql lacks in its header: {', '.join(sorted(missing))}")
    parameters = dict(part.split() for part in header["parameters"].split(",") if part.strip())
    return Question(name, header["question"], header["grain"], parameters, columns, sql)


@lru_cache
def metrics() -> dict[str, Metric]:
    """Every metric by its id."""
    content = yaml.safe_load((QUERIES / "metrics.yaml").read_text(encoding="utf-8"))
    return {key: Metric(id=key, **value) for key, value in content.items()}


def question_files() -> dict[str, Path]:
    """Every question (subject/question) and its file, sorted."""
    paths = {
        path.relative_to(QUERIES).with_suffix("").as_posix(): path
        for path in QUERIES.rglob("*.sql")
        if path.parent.name not in ("macros", "derived", "examples", "counted")
    }
    return dict(sorted(paths.items()))


@overload
def rows_of(frame: pd.DataFrame) -> list[dict[str, Any]]: ...
@overload
def rows_of(frame: pd.DataFrame, row: type[R]) -> list[R]: ...
def rows_of(frame: pd.DataFrame, row: Any = None) -> list[Any]:
    """The rows of an answer as dictionaries; `row`: their type (rollout/questions/rows.py).

    As pandas' to_dict("records") gives them, in a fifth of its time.

    Raises KeyError if it lacks a column of that type.
    """
    missing = row.__annotations__.keys() - frame.columns if row else ()
    if missing:
        raise KeyError(f"{row.__name__}: no {', '.join(sorted(missing))}")
    names = [str(name) for name in frame.columns]
    columns = ([None if one is pd.NA else one for one in column.tolist()] for _, column in frame.items())
    return [dict(zip(names, values, strict=True)) for values in zip(*columns, strict=True)]


def is_missing(value: Any) -> bool:
    """Whether a value of a row is missing.

    None, nan or no day. (pandas-stubs takes pd.isna of a value of any type for a table.)
    """
    return bool(pd.isna(value))


def present(value: N | NaTType | None) -> N:
    """A value of a row where what is known of the row leaves no gap. Raises ValueError if there is one."""
    if value is None or isinstance(value, NaTType):
        raise ValueError("A value is missing that was taken to be there")
    return value


def size_of(value: Any) -> int:
    """About how many bytes a value holds in memory, with all that hangs on it."""
    total, seen, waiting = 0, set(), [value]
    while waiting:
        one = waiting.pop()
        if id(one) in seen or isinstance(one, type | ModuleType | FunctionType):
            continue
        seen.add(id(one))
        if isinstance(one, pd.DataFrame | pd.Series | pd.Index):
            used = one.memory_usage(deep=True)
            total += int(used if isinstance(used, int) else used.sum())
            continue
        total += sys.getsizeof(one)
        if isinstance(one, Mapping):
            waiting += [*one.keys(), *one.values()]
        elif isinstance(one, list | tuple | set | frozenset):
            waiting += one
        elif hasattr(one, "__dict__"):
            waiting.append(vars(one))
    return total


_asked: ContextVar[set[Asked] | None] = ContextVar("asked", default=None)


@contextmanager
def recording() -> Iterator[set[Asked]]:
    """The questions that are asked inside, and those that a remembered part was made from."""
    asked: set[Asked] = set()
    outer = _asked.set(asked)
    try:
        yield asked
    finally:
        _asked.reset(outer)
        _note(asked)


def _note(questions: Iterable[Asked]) -> None:
    asked = _asked.get()
    if asked is not None:
        asked.update(questions)


class Source(Protocol):
    """What answers SQL: the store, or a state of it with changes that are not published."""

    def query(self, sql: str, parameters: Mapping[str, Any] | None = None, snapshot: int | None = None) -> pd.DataFrame:
        """The rows that one SELECT gives; of the newest snapshot, or of an earlier one."""

    def snapshot(self) -> int:
        """The number of the newest snapshot."""


class Asker:
    """Answers questions from one store at one snapshot, and remembers.

    Answers, and what pages make of them, for all sessions.

    What is remembered is shared and must not be changed.
    """

    def __init__(self, source: Source, most: int = REMEMBERED_BYTES):
        self._source = source
        self._known: OrderedDict[Hashable, tuple[Any, int, frozenset[Asked]]] = (
            OrderedDict()
        )  # value, bytes, the questions behind it
        self._most = most
        self.remembered = 0  # bytes
        self._making: dict[Hashable, RLock] = {}
        self._lock = Lock()

    @property
    def store(self) -> Store:
        """The store, for those who change it. Raises TypeError where the answers come from elsewhere."""
        if not isinstance(self._source, Store):
            raise TypeError("no store")
        return self._source

    @property
    def place(self) -> Place | None:
        """Where the store lives; None where the answers come from elsewhere."""
        return self._source.place if isinstance(self._source, Store) else None

    def snapshot(self) -> int:
        """The store's newest snapshot."""
        return self._source.snapshot()

    def ask(self, name: str, snapshot: int, **parameters: Any) -> pd.DataFrame:
        """The answer to a question. `parameters` holds at least those that it declares; lists as tuples.

        Raises KeyError for a parameter that is not given, store.StoreError if the store can't be read.
        """
        asked = question(name)
        values = {key: parameters[key] for key in asked.parameters}
        _note([(name, tuple(values.items()))])
        lists = {key: list(value) if isinstance(value, tuple) else value for key, value in values.items()}
        key = (name, snapshot, tuple(values.items()))
        answer = self.remember(key, lambda: self._source.query(asked.sql, lists, snapshot))
        return answer.copy(deep=False)

    def table(self, name: str, snapshot: int) -> pd.DataFrame:
        """A table of the facts as it is. Raises KeyError."""
        return self.remember(("table", name, snapshot), lambda: self.store.table(name, snapshot)).copy(deep=False)

    def remember(self, key: Hashable, make: Callable[[], T]) -> T:
        """What `make` gives, made once a key while there is room: what was asked for longest ago goes first.

        The key names all that it depends on.
        """
        with self._lock:
            if key in self._known:
                self._known.move_to_end(key)
                return cast(T, self._recalled(key))
            making = self._making.setdefault(key, RLock())
        with making:  # who asks meanwhile waits for it
            with self._lock:
                if key in self._known:
                    return cast(T, self._recalled(key))
            try:
                with recording() as asked:
                    made = make()
                size = size_of((key, made))
                with self._lock:
                    self._known[key] = made, size, frozenset(asked)
                    self.remembered += size
                    while self.remembered > self._most:
                        self.remembered -= self._known.popitem(last=False)[1][1]
            finally:
                self._making.pop(key, None)
        return made

    def recall(self, key: Hashable) -> Any:
        """What is remembered of a key; None if there is nothing."""
        with self._lock:
            if key not in self._known:
                return None
            self._known.move_to_end(key)
            return self._recalled(key)

    def knows(self, key: Hashable) -> bool:
        """Whether `remember` would answer at once."""
        return self.behind(key) is not None

    def behind(self, key: Hashable) -> frozenset[Asked] | None:
        """The questions that a remembered value was made from; None if it is not remembered."""
        with self._lock:
            return self._known[key][2] if key in self._known else None

    def _recalled(self, key: Hashable) -> Any:
        """A remembered value; the questions behind it count as asked."""
        made, _, asked = self._known[key]
        _note(asked)
        return made
