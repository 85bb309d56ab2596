"""Scope: what the viewer has filtered to, and the days that may be asked for."""

import datetime as dt
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

import pandas as pd

from rollout.language.codes import codes
from rollout.language.words import Words

EARLIEST = dt.date(2023, 3, 15)
LATEST = dt.date(2099, 12, 31)  # to ask for everything that there is
STALE_AFTER_DAYS = 90
SITUATIONS = tuple(each.code for each in codes("situation"))
FILTERS = {  # the columns that a filter looks at: the first that an answer has
    "province": ("province_id", "province_ids"),
    "situation": ("situation", "capital_area"),
    "industry": ("industry_id", "industry_ids", "industries"),
    "stage": (
        "stage_id",
        "complex_id",
    ),  # the stage reached; only a complex has one: what is tied to none passes no stage
    "site": ("complex_id", "complex_ids"),
}
OWN = ("province", "situation", "industry")
HORIZONS = (30, 90, 180)  # days ahead that a view can show
HORIZON = 180
COMPLEX = ("complex_id", "complex_ids")


@dataclass(frozen=True)
class Scope:
    """Filters and dates of a view. Empty tuples mean all.

    `sites` are complexes chosen by name, `complexes` the ids that pass all filters at `as_of`, `around` the provinces
    they lie in (None where no complex is left out). `horizon`: how many days ahead plans are shown. `recorded`: the
    commit, if not the newest state is shown.
    """

    as_of: dt.date
    compare: dt.date
    today: dt.date
    lang: str
    provinces: tuple[str, ...] = ()
    situation: str | None = None
    industries: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    complexes: tuple[str, ...] = ()
    snapshot: int = 0
    around: tuple[str, ...] | None = None
    horizon: int = HORIZON
    sites: tuple[str, ...] = ()
    recorded: str = ""

    def rows(self, answer: pd.DataFrame, by: Collection[str] | None = None, national: bool = False) -> pd.DataFrame:
        """The rows of an answer that pass the filters, by the columns that its question declares.

        A row of a complex goes by its complex, any other by its own province, situation and industry. `by`: the filters
        of FILTERS that count instead. `national`: a row that names no complex, place or industry is of the whole
        country and stays, and a place passes where a complex in scope lies.
        """
        return answer[self.passing(answer, by, national)]

    def passing(self, answer: pd.DataFrame, by: Collection[str] | None = None, national: bool = False) -> pd.Series:
        """Which rows of an answer pass (as `rows` has them)."""
        keep = pd.Series(True, index=answer.index)
        for name in by or OWN:
            wanted = self._wanted(name, national)
            said = None if wanted is None else _column(answer, FILTERS[name])
            if wanted is not None and said is not None:
                keep &= _says(said, wanted) | (national & _silent(said))
        named = None if by else _column(answer, COMPLEX)
        if named is None:
            return keep
        return _says(named, self.complexes) | (national & _silent(named) & keep)

    def conditions(self, types: Mapping[str, str], by: Collection[str] | None = None) -> list[str]:
        """What `passing` lets through as conditions of SQL, of an answer with columns of these types (DuckDB's)."""
        made = []
        for name in by or OWN:
            wanted, column = self._wanted(name, False), next((one for one in FILTERS[name] if one in types), None)
            if wanted is not None and column is not None:
                made.append(_condition(column, types[column], wanted))
        column = None if by else next((one for one in COMPLEX if one in types), None)
        return [*made, _condition(column, types[column], self.complexes)] if column else made

    def _wanted(self, name: str, national: bool) -> Sequence[object] | None:
        """What a filter lets pass in its columns; None for all."""
        wanted: dict[str, Sequence[object] | None] = {
            "province": self.around if national else self.provinces or None,
            "situation": (self.situation, self.situation == "capital") if self.situation else None,
            "industry": self.industries or None,
            "stage": (*self.stages, *self.complexes) if self.stages else None,
            "site": self.sites or None,
        }
        return wanted[name]

    def covering(self, complexes: pd.DataFrame, chosen: str | None = None) -> "Scope":
        """This scope with the complexes it covers.

        Of all (progress/complexes as of its day) those that pass its filters, or the one chosen.
        """
        own = complexes[complexes["complex_id"] == chosen] if chosen else self.rows(complexes, FILTERS)
        around = None if len(own) == len(complexes) else tuple(sorted(set(own["province_id"])))
        return replace(self, complexes=tuple(own["complex_id"]), around=around)

    def described(self, w: Words, names: Mapping[str, Mapping[str, str]]) -> list[str]:
        """The active filters as words; `names` maps ids to names for provinces, industries, stages and complexes."""
        parts = [", ".join(names["provinces"][i] for i in self.provinces) if self.provinces else w.t("all provinces")]
        if self.situation:
            parts.append(w.code("situation", self.situation))
        parts.append(
            ", ".join(names["industries"][i] for i in self.industries) if self.industries else w.t("all industries")
        )
        if self.stages:
            parts.append(w.t("reached: {stages}", stages=", ".join(names["stages"][i] for i in self.stages)))
        if self.sites:
            parts.append(w.t("only {complexes}", complexes=", ".join(names["complexes"][i] for i in self.sites)))
        if self.recorded:
            parts.append(w.t("as recorded in commit {n}", n=self.recorded))
        return parts

    def query(self) -> str:
        """The query string that reproduces this view on any day and in any language (ids, not labels)."""
        pairs = [("province", p) for p in self.provinces] + [("industry", i) for i in self.industries]
        pairs += [("stage", s) for s in self.stages] + [("site", s) for s in self.sites]
        pairs += [("situation", self.situation)] if self.situation else []
        pairs += [
            ("as_of", self.as_of.isoformat()),
            ("compare", self.compare.isoformat()),
            ("today", self.today.isoformat()),
        ]
        pairs += [("horizon", str(self.horizon))] if self.horizon != HORIZON else []
        pairs += [("recorded", self.recorded)] if self.recorded else []
        pairs.append(("lang", self.lang))
        return urlencode(pairs)


def _column(answer: pd.DataFrame, columns: Sequence[str]) -> pd.Series | None:
    """The first of these columns that an answer has, a list for each row where it holds lists; None if it has none."""
    column = next((answer[name] for name in columns if name in answer), None)
    if column is None or column.dtype != object or not column.map(pd.api.types.is_list_like).any():
        return column
    return column.map(lambda own: list(own) if pd.api.types.is_list_like(own) else [])


def _says(column: pd.Series, wanted: Sequence[object]) -> pd.Series:
    """Where a column says one of these, by itself or in a list."""
    among = set(wanted)
    if column.dtype != object:
        return column.isin(among)
    return column.map(lambda own: not among.isdisjoint(own) if isinstance(own, list) else own in among).astype(bool)


def _condition(column: str, type_: str, wanted: Sequence[object]) -> str:
    """What `_says` says, in SQL."""
    if type_ == "BOOLEAN":
        return column if True in wanted else f"NOT {column}"
    said = ", ".join("'" + one.replace("'", "''") + "'" for one in wanted if isinstance(one, str))
    return f"list_has_any({column}, [{said}])" if type_.endswith("[]") else f"{column} IN ({said})" if said else "false"


def _silent(column: pd.Series) -> pd.Series:
    """Where a column says nothing."""
    if column.dtype != object:
        return column.isna()
    return column.map(lambda own: not own if isinstance(own, list) else pd.isna(own)).astype(bool)


def year_before(day: dt.date) -> dt.date:
    """The same day a year earlier (28 February for 29 February)."""
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


def period_start(preset: str, day: dt.date) -> dt.date:
    """The first day of the period before a day that a preset names (code list `period-preset`).

    A meeting has a day of its own: until it is set, a month.
    """
    days = {"week": 7, "month": 30, "quarter": 91, "meeting": 30}
    start = day - dt.timedelta(days=days[preset]) if preset in days else year_before(day)
    return max(start, EARLIEST)


def last_day(newest: dt.date, today: dt.date) -> dt.date:
    """The last day that may be asked for: a year past the newest fact or the clock, whichever is later."""
    return min(max(newest, today), LATEST) + dt.timedelta(days=365)


@dataclass(frozen=True)
class Choice:
    """A page's own control that stands in the address: its name there, its label, and what it offers (id to label).

    `options` gets the words and the names by kind and id; without them `kind` says what the control holds: text, note
    (text too long for an address as it is) or number (within `span`). With options it is one or several of them;
    `also`: how packed words begin that it takes besides.
    """

    name: str
    label: Callable[[Words], str]
    options: Callable[[Words, Mapping[str, Mapping[str, str]]], Mapping[str, str]] | None = None
    kind: str = "one"
    span: tuple[int, int] | None = None
    also: str = ""
