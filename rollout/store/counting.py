"""The SELECT that counts, sums or compares rows by one or two of their columns, for people to read."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from rollout.store.connection import literal, quoted

FIGURES = {
    "count": "count(*)",
    "sum": "sum({value})",
    "median": "median({value})",
    "min": "min({value})",
    "max": "max({value})",
    "first": "first({value} ORDER BY {order})",
    "last": "last({value} ORDER BY {order})",
}


@dataclass(frozen=True)
class Group:
    """A column to group by: its name; `year` of a day, or each of the values that it lists (`several`)."""

    column: str
    year: bool = False
    several: bool = False

    @property
    def name(self) -> str:
        """What it is called in the answer."""
        return f"{self.column}_year" if self.year else self.column

    @property
    def sql(self) -> str:
        """The column as the SELECT has it."""
        own = quoted(self.column)
        if self.several:
            return f"{self._each}.one AS {own}"
        return f"year(r.{own}) AS {quoted(self.name)}" if self.year else f"r.{own}"

    @property
    def source(self) -> str:
        """What is joined to the rows: each of its values once, a gap where it has none."""
        listed = f"coalesce(nullif(list_distinct(r.{quoted(self.column)}), []), [NULL])"
        return f", unnest({listed}) AS {self._each}(one)" if self.several else ""

    @property
    def _each(self) -> str:
        return quoted(f"each_{self.column}")


def select(
    source: str, groups: Sequence[Group], value: str, how: str, where: Sequence[str], order: Sequence[str]
) -> str:
    """The SELECT. `source`: the rows' name; `how`: one of FIGURES; `order`: the columns by which first and last go."""
    columns = ", ".join(f"r.{quoted(name)}" for name in order)
    figure = FIGURES[how].format(value=f"r.{quoted(value)}", order=columns)
    names = ", ".join(group.sql for group in groups)
    joined = "".join(group.source for group in groups)
    held = f"\nWHERE {' AND '.join(where)}" if where else ""
    rows = f"FROM {source} AS r{joined}{held}"
    return f"SELECT {names}, {figure} AS figure\n{rows}\nGROUP BY ALL\nORDER BY figure DESC"


def table(name: str, until: dt.date | None) -> str:
    """The rows of a table; `until`: later statements are left out."""
    stated = f"stated_on IS NULL OR stated_on <= DATE {literal(until.isoformat())}" if until else ""
    return f"FROM facts.{quoted(name)}" + (f" WHERE {stated}" if stated else "")


def of(figures: str, part: Sequence[str]) -> str:
    """The figures with their share of a whole: of all, or of those that have the same in some columns."""
    over = f"PARTITION BY {', '.join(map(quoted, part))}" if part else ""
    return f"SELECT *, figure / sum(figure) OVER ({over}) AS share\nFROM (\n{figures}\n)\nORDER BY figure DESC"
