"""View: a scope, the words, and whom to ask. What pages, briefings and commands have in common; no Streamlit."""

import datetime as dt
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

import pandas as pd

from rollout.language.words import Words, by_name
from rollout.questions.ask import Asker, is_missing, question, rows_of
from rollout.questions.scope import EARLIEST, LATEST, Scope, last_day

T = TypeVar("T")
P = ParamSpec("P")
Names = Mapping[str, Mapping[str, str]]
REST = "other"  # the industry of what is in none; it comes last
KINDS = {
    "province": "provinces",
    "industry": "industries",
    "stage": "stages",
    "complex": "complexes",
    "district": "districts",
}


@dataclass(frozen=True)
class View:
    """What a reader sees.

    The scope, the words, the names by kind and id, whom to ask, notes on what of a wish was not used.
    """

    scope: Scope
    w: Words
    names: Names
    asker: Asker
    notes: tuple[str, ...] = ()

    def ask(self, name: str, **parameters: Any) -> pd.DataFrame:
        """The answer to a question in this scope; `parameters` add to as_of and complexes or replace them.

        A question that takes complexes is asked about all 15 and its answer filtered here, so that a filter asks
        nothing anew. An answer in the order of the complexes' ids comes in that of their names.
        """
        wanted = parameters.pop("complexes", self.scope.complexes)
        everyone = tuple(sorted(self.names["complexes"]))
        rows = self.asker.ask(
            name, self.scope.snapshot, **({"as_of": self.scope.as_of, "complexes": everyone} | parameters)
        )
        if "complexes" in question(name).parameters and len(wanted) < len(everyone):
            rows = replace(self.scope, complexes=wanted).rows(rows).reset_index(drop=True)
        by_id = "complex_id" in rows and rows["complex_id"].is_monotonic_increasing
        return self.in_order(rows).reset_index(drop=True) if by_id else rows

    def in_order(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Rows by the name of their complex, else as they were."""
        places = {i: place for place, i in enumerate(self.names["complexes"])}
        return rows.sort_values("complex_id", key=lambda ids: ids.map(places), kind="stable")

    def listed(self, ids: Iterable[str]) -> tuple[str, ...]:
        """The complexes among some ids, by name."""
        among = set(ids)
        return tuple(i for i in self.names["complexes"] if i in among)

    @property
    def data_date(self) -> dt.date:
        """The day of the newest statement about the complexes in scope that is known on the as-of day."""
        return data_date(self.asker, self.scope.snapshot, self.scope.as_of, self.scope.complexes)

    def remember(self, part: str, make: Callable[[], T], *extra: Hashable) -> T:
        """A finished part, made once a scope (and whatever else it depends on) for all who share the asker."""
        return self.asker.remember((part, self.scope, self.notes, *extra), make)

    def warnings(self) -> dict[str, dict[str, str]]:
        """The usage warnings by id: name and meaning in both languages."""
        rows = self.ask("sources/usage_warnings")
        key = ("usage-warnings", self.scope.snapshot)
        return self.asker.remember(key, lambda: {row["warning_id"]: row for row in rows_of(rows)})

    def origins(self, ids: Iterable[str]) -> pd.DataFrame:
        """The origins of these ids."""
        rows = self.ask("sources/origins")
        return rows[rows["origin_id"].isin(set(ids))]


def remembered(make: Callable[Concatenate[View, P], T]) -> Callable[Concatenate[View, P], T]:
    """A function of a view and of values that can be hashed, made once a scope for all who share the asker.

    What it gives is shared and must not be changed; of a table everybody gets a copy (without its contents).
    """
    part = f"{make.__module__}.{make.__qualname__}"

    @wraps(make)
    def known(view: View, /, *values: P.args, **named: P.kwargs) -> T:
        # as any view remembers, whatever colours the reader has: what is built knows none
        made = View.remember(view, part, lambda: make(view, *values, **named), *values, *sorted(named.items()))
        return cast(T, made.copy(deep=False)) if isinstance(made, pd.DataFrame) else made

    return known


def data_date(asker: Asker, snapshot: int, until: dt.date, complexes: Iterable[str]) -> dt.date:
    """The day of the newest statement about any of these complexes up to a day; the announcement's where there is none.

    The default as-of day: no clock runs past what is known.
    """
    among = frozenset(complexes)

    def newest() -> dt.date:
        named = asker.ask("scope/names", snapshot, as_of=until)
        everyone = tuple(sorted(named.loc[named["kind"] == "complex", "id"]))
        rows = asker.ask("sources/freshness", snapshot, as_of=max(until, EARLIEST), complexes=everyone)
        day = rows.loc[rows["complex_id"].isin(among), "newest_on"].max()
        return EARLIEST if is_missing(day) else day.date()

    return asker.remember(("data-date", snapshot, until, among), newest)


def last_open_day(asker: Asker, snapshot: int, today: dt.date) -> dt.date:
    """The last day that may be asked for."""

    def last() -> dt.date:
        rows = asker.ask("progress/complexes", snapshot, as_of=LATEST)
        return last_day(data_date(asker, snapshot, LATEST, rows["complex_id"]), today)

    return asker.remember(("last-open-day", snapshot, today), last)


def names(rows: pd.DataFrame, w: Words) -> Names:
    """Names by kind and id in a language, from scope/names: stages in their order, all others by name."""
    found = {
        plural: {r["id"]: w.of(r, "name") for r in rows_of(rows[rows["kind"] == kind])}
        for kind, plural in KINDS.items()
    }
    return {
        kind: own if kind == "stages" else dict(sorted(own.items(), key=lambda i: (i[0] == REST, by_name(i[1]))))
        for kind, own in found.items()
    }


def covered(asker: Asker, scope: Scope, chosen: str | None = None) -> Scope:
    """A scope on its as-of day: its provinces are those in force, its complexes those that pass its filters.

    `chosen`: the one complex instead.
    """

    def cover() -> Scope:
        provinces = in_force(scope.provinces, asker.ask("scope/names", scope.snapshot, as_of=scope.as_of))
        complexes = asker.ask("progress/complexes", scope.snapshot, as_of=scope.as_of)
        return replace(scope, provinces=provinces).covering(complexes, chosen)

    return asker.remember(("covered", scope, chosen), cover)


def in_force(chosen: Iterable[str], rows: pd.DataFrame) -> tuple[str, ...]:
    """The provinces in force on a day (scope/names) that stand for these: what they were merged into, or came from."""
    own = [row for row in rows_of(rows) if row["kind"] == "province" and row["choice"]]
    return tuple(dict.fromkeys(row["id"] for one in chosen for row in own if one in list(row["known_ids"])))


def view_of(asker: Asker, scope: Scope, chosen: str | None = None) -> View:
    """The view of a scope that has no complexes yet: those that pass its filters, or the one chosen."""
    w = Words(scope.lang)
    found = names(asker.ask("scope/names", scope.snapshot, as_of=scope.as_of), w)
    return View(covered(asker, scope, chosen), w, found, asker)
