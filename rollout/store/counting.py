"""The SELECT that counts or compares the rows of a table of facts by one or two of its columns, for people to read."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from rollout.store.connection import literal, quoted

FIGURES = {
    "count": "count(*)",
    "median": "median({value})",
    "min": "min({value})",
    "max": "max({value})",
}


@dataclass(frozen=True)
class Group:
    """A column to group by: its name; `year` of a day, or each of the values that it lists (`several`)."""

    column: str
    year: bool = False
    several: bool = False

    @property
    def sql(self) -> str:
        """The column as the SELECT has it."""
        name = quoted(self.column)
        if self.year:
            return f"year({name}) AS {quoted(f'{self.column}_year')}"
        return f"unnest({name}) AS {name}" if self.several else name


def select(table: str, groups: Sequence[Group], value: str, how: str, day: dt.date, is_dated: bool) -> str:
    """The SELECT. `how`: one of FIGURES; `day`: later statements are left out, where the table `is_dated`."""
    dated, figure = quoted("stated_on"), FIGURES[how].format(value=quoted(value))
    names = ", ".join(group.sql for group in groups)
    where = f"\nWHERE {dated} IS NULL OR {dated} <= DATE {literal(day.isoformat())}" if is_dated else ""
    return f"SELECT {names}, {figure} AS figure\nFROM facts.{quoted(table)}{where}\nGROUP BY ALL\nORDER BY figure DESC"
