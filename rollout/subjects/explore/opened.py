"""The SQL that gives the figures of a view of Explore: its set's question with its parameters, filtered, counted."""

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rollout.questions.ask import question
from rollout.questions.scope import FILTERS
from rollout.questions.view import View
from rollout.store import counting
from rollout.store.connection import literal, quoted
from rollout.store.counting import Group
from rollout.subjects.explore import pivot
from rollout.subjects.explore.pivot import Asked
from rollout.subjects.explore.sets import TABLE, DataSet, find

HOSTS = "SELECT complex_id, any_value(district_code) AS district_code FROM facts.geo_hosts GROUP BY complex_id"
JUDGED = f"""SELECT s.*, h.district_code,
       s.amount_krw IS NOT NULL AND NOT s.cancelled AND NOT list_contains(coalesce(s.warnings, []), 'do-not-add')
       AND NOT list_has_any(s.wholes, (SELECT list(investment_id) FROM passed)) AS counted
FROM passed AS s LEFT JOIN ({HOSTS}) AS h USING (complex_id)
WHERE s.investment_id = s.head_id"""


@dataclass(frozen=True)
class _Rows:
    """The rows of a set: the SELECT, by which filters they pass (None: as a question's own), what is made of those."""

    sql: str
    by: Sequence[str] | None = None
    then: str = ""


def as_sql(view: View, asked: Asked) -> str:
    """The SELECT of the figures as of the view's day, in its filters."""
    data = find(asked.name, view)
    rows = _rows(view, asked.name, data)
    steps = [("asked", rows.sql), ("passed", _filtered(view, rows))]
    steps += [("judged", rows.then)] if rows.then else []
    columns = _columns(view, steps)
    groups = [_group(data, name, columns) for name in (asked.rows, asked.columns) if name]
    order = ("stated_on", *(data.key_columns or (data.key,)))
    counted = counting.select(steps[-1][0], groups, asked.value, asked.how, _where(data, asked), order)
    return f"{_with(steps)}\n{_shared(data, asked, groups, counted)}"


def _rows(view: View, name: str, data: DataSet) -> _Rows:
    """The rows of a set."""
    if name.startswith(TABLE):
        until = f" WHERE stated_on IS NULL OR stated_on <= {_literal(view.scope.as_of)}" if data.dated else ""
        return _Rows(f"FROM facts.{quoted(name.removeprefix(TABLE))}{until}", tuple(FILTERS))
    made: Mapping[str, Callable[[], _Rows]] = {
        "money": lambda: _Rows(_asked(view, "investment/statements"), tuple(FILTERS), JUDGED),
        "complexes": lambda: _Rows(_asked(view, "progress/complexes")),
        "stages": lambda: _Rows(_staged(view), ()),
        "programmes": lambda: _Rows(_asked(view, "talent/programmes"), tuple(FILTERS)),
        "measures": lambda: _Rows(_asked(view, "benefits/catalogue"), ("industry",)),
        "origins": lambda: _Rows(_asked(view, "sources/catalogue"), ("site",)),
    }
    return made[name]()


def _staged(view: View) -> str:
    """The board's cells of the complexes in scope, with their places and industries."""
    board, own = _asked(view, "progress/board", complexes=view.scope.complexes), _asked(view, "progress/complexes")
    return (
        "SELECT b.*, b.complex_id || ':' || b.stage_id AS cell_id, c.province_id, c.district_code, c.industry_ids\n"
        f"FROM (\n{board}\n) AS b LEFT JOIN (\n{own}\n) AS c USING (complex_id)"
    )


def _asked(view: View, name: str, **parameters: Any) -> str:
    """A question's SQL with its parameters in their places."""
    own = question(name)
    body = "\n".join(line for line in own.sql.splitlines() if not line.startswith("--")).strip()
    held = {"as_of": view.scope.as_of} | parameters
    return re.sub(r"\$(\w+)", lambda found: _literal(held[found[1]]), body)


def _literal(value: Any) -> str:
    """A day, a text or several as SQL writes them."""
    if isinstance(value, dt.date):
        return f"DATE {literal(value.isoformat())}"
    return literal(value) if isinstance(value, str) else f"[{', '.join(map(_literal, value))}]"


def _filtered(view: View, rows: _Rows) -> str:
    """The rows that the filters leave."""
    conditions = view.scope.conditions(_columns(view, [("asked", rows.sql)]), rows.by) if rows.by != () else []
    return "FROM asked" + (f" WHERE {' AND '.join(conditions)}" if conditions else "")


def _columns(view: View, steps: Sequence[tuple[str, str]]) -> dict[str, str]:
    """The columns of the last of these steps, with their types."""
    described = view.asker.store.query(
        f"SELECT column_name, column_type FROM (DESCRIBE {_with(steps)} FROM {steps[-1][0]})", None, view.scope.snapshot
    )
    return dict(zip(described["column_name"], described["column_type"], strict=True))


def _with(steps: Sequence[tuple[str, str]]) -> str:
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
