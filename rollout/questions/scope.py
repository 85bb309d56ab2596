"""Scope: what the viewer has filtered to, and the days that may be asked for."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

import pandas as pd

from rollout.language.words import Words

EARLIEST = dt.date(2023, 3, 15)
LATEST = dt.date(2099, 12, 31)  # to ask for everything that there is
STALE_AFTER_DAYS = 90
SITUATIONS = ("capital", "non-capital")
SORTS = ("stage", "slip", "area", "province")
GROUPS = ("stage", "province", "industry")


@dataclass(frozen=True)
class Scope:
    """Filters and dates of a view. Empty tuples mean all. `complexes` are the ids that pass the filters at `as_of`."""

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

    def select(self, complexes: pd.DataFrame) -> pd.DataFrame:
        """The rows (one a complex, as progress/complexes gives them) that pass the filters."""
        keep = pd.Series(True, index=complexes.index)
        if self.provinces:
            keep &= complexes["province_id"].isin(self.provinces)
        if self.situation:
            keep &= complexes["capital_area"] == (self.situation == "capital")
        if self.industries:
            keep &= complexes["industry_ids"].map(lambda ids: bool(set(ids) & set(self.industries)))
        if self.stages:
            keep &= complexes["stage_id"].isin(self.stages)
        return complexes[keep]

    def covering(self, complexes: pd.DataFrame) -> "Scope":
        """This scope with the ids of the complexes it covers."""
        return replace(self, complexes=tuple(complexes["complex_id"]))

    def described(self, w: Words, names: Mapping[str, Mapping[str, str]]) -> list[str]:
        """The active filters as words; `names` maps ids to names for provinces, industries and stages."""
        parts = [", ".join(names["provinces"][i] for i in self.provinces) if self.provinces else w.t("all provinces")]
        if self.situation:
            parts.append(situation_name(self.situation, w))
        parts.append(", ".join(names["industries"][i] for i in self.industries) if self.industries else w.t("all industries"))
        if self.stages:
            parts.append(w.t("reached: {stages}", stages=", ".join(names["stages"][i] for i in self.stages)))
        return parts

    def query(self, **extra: str) -> str:
        """The query string that reproduces this view on any day and in any language (ids, not labels)."""
        pairs = [("province", p) for p in self.provinces] + [("industry", i) for i in self.industries]
        pairs += [("stage", s) for s in self.stages] + ([("situation", self.situation)] if self.situation else [])
        pairs += [("as_of", self.as_of.isoformat()), ("compare", self.compare.isoformat()), ("today", self.today.isoformat())]
        pairs += [("lang", self.lang), *extra.items()]
        return urlencode(pairs)


def situation_name(situation: str, w: Words) -> str:
    """A situation in words."""
    return {"capital": w.t("capital area"), "non-capital": w.t("outside the capital area")}[situation]


def sort_name(sort: str, w: Words) -> str:
    """What the board can be sorted by, in words."""
    return {"stage": w.t("stage reached"), "slip": w.t("construction slip"), "area": w.t("area"), "province": w.t("province")}[sort]


def group_name(group: str, w: Words) -> str:
    """What the schedule can be grouped by, in words."""
    return {"stage": w.t("stage reached"), "province": w.t("province"), "industry": w.t("industry")}[group]


def year_before(day: dt.date) -> dt.date:
    """The same day a year earlier (28 February for 29 February)."""
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


def last_day(newest: dt.date, today: dt.date) -> dt.date:
    """The last day that may be asked for: a year past the newest fact or the clock, whichever is later."""
    return min(max(newest, today), LATEST) + dt.timedelta(days=365)


@dataclass(frozen=True)
class Choice:
    """A page's own control that stands in the address: its name there, its label, and what it offers (id to label).

    `options` gets the words and the names by kind and id; without them `kind` says what the control holds: text, note (text too long for an
    address as it is), number (within `span`) or flag. With options it is one or several of them.
    """

    name: str
    label: Callable[[Words], str]
    options: Callable[[Words, Mapping[str, Mapping[str, str]]], Mapping[str, str]] | None = None
    kind: str = "one"
    span: tuple[int, int] | None = None
