"""The SQL that gives the figures of a view of Explore: its set's question with its parameters, filtered, counted."""

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rollout.questions.ask import QUERIES, question
from rollout.questions.scope import FILTERS
from rollout.questions.view import View
from rollout.store import counting
from rollout.store.connection import literal, quoted
from rollout.store.counting import Group
from rollout.subjects.explore import pivot
from rollout.subjects.explore.pivot import Asked
from rollout.subjects.explore.sets import TABLE, DataSet, find

Steps = list[tuple[str, str]]


@dataclass(frozen=True)
class _Rows:
    """The rows of a set: named SELECTs, the last of all rows; the filters that they pass (None: as a question's own).

    `then`: the file in queries/counted that is asked of those that pass.
    """

    steps: Steps
    by: Sequence[str] | None = None
    then: str = ""


def as_sql(view: View, asked: Asked) -> str:
    """The SELECT of the figures as of the view's day, in its filters."""
    data = find(asked.name, view)
    rows = _rows(view, asked.name, data)
    steps = [*rows.steps, ("passed", _filtered(view, rows))]
    steps += [("counted", _counted(rows.then))] if rows.then else []
    columns = _columns(view, steps)
    groups = [_group(data, name, columns) for name in (asked.rows, asked.columns) if name]
    order = ("stated_on", *(data.key_columns or (data.key,)))
    counted = counting.select(steps[-1][0], groups, asked.value, asked.how, _where(data, asked), order)
    return f"{_with(steps)}\n{_shared(data, asked, groups, counted)}"


def _rows(view: View, name: str, data: DataSet) -> _Rows:
    """The rows of a set."""
    if name.startswith(TABLE):
        own = counting.table(name.removeprefix(TABLE), view.scope.as_of if data.dated else None)
        return _Rows([("asked", own)], tuple(FILTERS))
    made: Mapping[str, Callable[[], _Rows]] = {
        "money": lambda: _Rows([("asked", _asked(view, "investment/statements"))], tuple(FILTERS), "money"),
        "complexes": lambda: _Rows([("asked", _asked(view, "progress/complexes"))]),
        "stages": lambda: _Rows(_staged(view), ()),
        "programmes": lambda: _Rows([("asked", _asked(view, "talent/programmes"))], tuple(FILTERS)),
        "measures": lambda: _Rows([("asked", _asked(view, "benefits/catalogue"))], ("industry",)),
        "origins": lambda: _Rows([("asked", _asked(view, "sources/catalogue"))], ("site",)),
    }
    return made[name]()


def _staged(view: View) -> Steps:
    """The board's cells of the complexes in scope, with their places and industries."""
    board = _asked(view, "progress/board", complexes=view.scope.complexes)
    return [("board", board), ("complexes", _asked(view, "progress/complexes")), ("asked", _counted("stages"))]


def _counted(name: str) -> str:
    """A file of queries/counted."""
    return _body((QUERIES / "counted" / f"{name}.sql").read_text(encoding="utf-8"))


def _body(sql: str) -> str:
    """SQL without its comments."""
    return "\n".join(line for line in sql.splitlines() if not line.startswith("--")).strip()


def _asked(view: View, name: str, **parameters: Any) -> str:
    """A question's SQL with its parameters in their places."""
    held = {"as_of": view.scope.as_of} | parameters
    return re.sub(r"\$(\w+)", lambda found: _literal(held[found[1]]), _body(question(name).sql))


def _literal(value: Any) -> str:
    """A day, a text or several as SQL writes them."""
    if isinstance(value, dt.date):
        return f"DATE {literal(value.isoformat())}"
    return literal(value) if isinstance(value, str) else f"[{', '.join(map(_literal, value))}]"


def _filtered(view: View, rows: _Rows) -> str:
    """The rows that the filters leave."""
    conditions = view.scope.conditions(_columns(view, rows.steps), rows.by) if rows.by != () else []
    return "FROM asked" + (f" WHERE {' AND '.join(conditions)}" if conditions else "")


def _columns(view: View, steps: Steps) -> dict[str, str]:
    """The columns of the last of these steps, with their types."""
    return view.asker.store.types(f"{_with(steps)} FROM {steps[-1][0]}", view.scope.snapshot)


def _with(steps: Steps) -> str:
    return "WITH " + ",\n".join(f"{name} AS (\n{sql}\n)" for name, sql in steps)


def _group(data: DataSet, name: str, columns: Mapping[str, str]) -> Group:
    own = pivot.dimension_of(data, name)
    is_of_day = name not in columns
    return Group(name.removesuffix("_year") if is_of_day else name, is_of_day, own is not None and own.several)


def _where(data: DataSet, asked: Asked) -> list[str]:
    """Which rows go into a figure (pivot.counts)."""
    measure = pivot.measure_of(data, asked)
    if measure is None or asked.how == "count":
        return []
    said = [f"r.{quoted(measure.column)} IS NOT NULL"]
    said += ["r.stated_on IS NOT NULL"] if asked.how in pivot.ORDERED else []
    return said + ([f"r.{quoted(measure.adds)}"] if asked.how == "sum" and measure.adds else [])


def _shared(data: DataSet, asked: Asked, groups: Sequence[Group], counted: str) -> str:
    """The figures, with their shares where those are asked for and the figures add up to their whole."""
    measure = pivot.measure_of(data, asked)
    is_apart = measure is not None and measure.within and asked.how == "sum"
    if asked.share == "none" or is_apart or any(group.several for group in groups):
        return counted
    part = {"row": groups[:1], "column": groups[1:]}.get(asked.share, [])
    return counting.of(counted, [group.name for group in part])
