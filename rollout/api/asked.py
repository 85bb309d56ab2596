"""A request that is understood: which snapshot, in which scope and language, as of which day."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import pandas as pd

from rollout.api import parameters
from rollout.language.words import Words
from rollout.questions import links
from rollout.questions.ask import Asker, rows_of
from rollout.questions.scope import COMPLEX, EARLIEST, FILTERS, LATEST, Scope, year_before
from rollout.questions.view import View, covered, data_date, last_open_day, view_of

NAMES = {"province": "provinces", "industry": "industries", "stage": "stages", "complex": "sites"}  # in a Scope
MISSED = 1.0  # seconds for which a commit of another process may be missed: its number costs half of an answer
SITED = {"complex": "site"}  # what FILTERS calls it


@dataclass(frozen=True)
class Asked:
    """What is asked for. `values`: the parameters as read; `path`: what the address names; `base`: the server's own."""

    asker: Asker
    snapshot: int
    lang: str
    today: dt.date
    values: Mapping[str, Any] = field(default_factory=dict)
    path: Mapping[str, str] = field(default_factory=dict)
    base: str = ""

    @property
    def w(self) -> Words:
        """The words of the language asked for."""
        return Words(self.lang)

    @property
    def chosen(self) -> tuple[str, ...]:
        """The filters that are set, by their names in FILTERS."""
        return tuple(SITED.get(p.name, p.name) for p in parameters.FILTERS if p.name in self.values)

    @cached_property
    def view(self) -> View:
        """The view of what is asked for; as of the newest statement about it unless a day is named."""
        value = self.values.get
        filters: dict[str, Any] = {own: value(name, ()) for name, own in NAMES.items()}
        scope = Scope(
            self.today,
            self.today,
            self.today,
            self.lang,
            situation=value("situation"),
            snapshot=self.snapshot,
            **filters,
        )
        as_of = value("as_of") or data_date(self.asker, self.snapshot, self.today, covered(self.asker, scope).complexes)
        return view_of(self.asker, replace(scope, as_of=as_of, compare=max(year_before(as_of), EARLIEST)))

    def passing(self, rows: pd.DataFrame, as_filed: bool = False) -> pd.DataFrame:
        """The rows that pass the filters that are set.

        A row of a complex goes by its complex, any other by its own columns.

        `as_filed`: the rows name provinces as they were when the row was filed, not those of the as-of day.
        """
        if not self.chosen or rows.empty:
            return rows
        scope = self.view.scope
        if as_filed:
            scope = replace(scope, provinces=self._known_as(scope.provinces))
        alone = scope.passing(rows, self.chosen)
        if not all(any(name in rows for name in FILTERS[one]) for one in self.chosen):
            alone &= False
        column = next((rows[name] for name in COMPLEX if name in rows), None)
        if column is None:
            return rows[alone]
        named = column.map(lambda own: len(own) > 0 if pd.api.types.is_list_like(own) else not pd.isna(own)).astype(
            bool
        )
        return rows[scope.passing(rows).where(named, alone)]

    def _known_as(self, provinces: tuple[str, ...]) -> tuple[str, ...]:
        """Provinces with the ids under which facts about their territory are filed."""
        named = rows_of(self.asker.ask("scope/names", self.snapshot, as_of=self.view.scope.as_of))
        filed = {row["id"]: tuple(row["known_ids"]) for row in named if row["kind"] == "province"}
        return tuple(dict.fromkeys(i for one in provinces for i in (one, *filed.get(one, ()))))


def filters_of(columns: Mapping[str, Any] | tuple[str, ...]) -> tuple[parameters.Parameter, ...]:
    """The filters that rows with these columns can pass: all where a row may be of a complex."""
    if any(name in columns for name in COMPLEX):
        return parameters.FILTERS
    own = (parameters.PROVINCE, parameters.INDUSTRY, parameters.SITUATION)
    return tuple(one for one in own if any(name in columns for name in FILTERS[one.name]))


def known(asker: Asker, snapshot: int) -> dict[str, links.Parameter]:
    """What may be said of each filter: every name of each choice."""

    def make() -> dict[str, links.Parameter]:
        rows = asker.ask("scope/names", snapshot, as_of=LATEST)
        return links.of_the_scope(rows, asker.ask("scope/place_names", snapshot))

    return asker.remember(("api-names", snapshot), make)


def last_day(asker: Asker, snapshot: int, today: dt.date) -> dt.date:
    """The last day that may be asked for."""
    return asker.remember(("api-last", snapshot, today), lambda: last_open_day(asker, snapshot, today))


def commits(asker: Asker, newest: int) -> list[dict[str, Any]]:
    """Every commit, the newest first (Store.history); `newest`: the newest snapshot."""
    return asker.remember(("api-commits", newest), lambda: rows_of(asker.store.history()))
