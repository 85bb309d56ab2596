"""What comparable complexes say of the 15: computed once for a day and a snapshot, for all sessions. Shared: not to be changed."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd
import streamlit as st

from rollout import forecast
from rollout.blocks import Viewer
from rollout.forecast import Durations
from rollout.words import Words


def ranges(viewer: Viewer, day: dt.date, klass: str = forecast.CLASSES[0]) -> pd.DataFrame:
    """The forecast (forecast.forecast) of every complex as of a day."""
    return _ranges(viewer, viewer.scope.snapshot, day, klass)


def chances(viewer: Viewer, day: dt.date) -> Mapping[str, tuple[str, float, int]]:
    """For each complex its next milestone with a plan still ahead on a day, the chance of meeting that plan (open draws count as met),
    and the fewest cases behind it."""
    return _chances(viewer, viewer.scope.snapshot, day)


def history(viewer: Viewer, klass: str = forecast.CLASSES[0]) -> Mapping[tuple[str, str], Durations]:
    """The durations of older complexes that the forecast uses."""
    return _history(viewer, viewer.scope.snapshot, viewer.scope.as_of, klass)


def back_test(viewer: Viewer) -> pd.DataFrame:
    """How the method would have done (forecast.summary)."""
    return _back_test(viewer, viewer.scope.snapshot, viewer.scope.as_of)


def base_rates(viewer: Viewer) -> pd.DataFrame:
    """How often promises held (forecast.base_rates)."""
    return _base_rates(viewer, viewer.scope.snapshot, viewer.scope.as_of)


def prepare(viewer: Viewer, days: Iterable[dt.date]) -> None:
    """Work out the chances of these days and the back-test before somebody asks."""
    for day in days:
        chances(viewer, day)
    back_test(viewer)


def expected(row: Mapping[str, Any], w: Words) -> str:
    """A forecast in words: the median and the 80 % range; "later than" where no case reached that far; the reason where there is none."""
    if isinstance(row["reason"], str):
        return reason(row["reason"], w)

    def told(which: str) -> str:
        when = w.period(row[which], row["precision"])
        return w.t("later than {when}", when=when) if which != "low" and row[f"{which}_open"] else when

    return w.t("{median} ({low} to {high})", median=told("median"), low=told("low"), high=told("high"))


def reason(why: str, w: Words) -> str:
    """Why there is no forecast."""
    return {"too-few-cases": w.t("too few cases"), "waited-longest": w.t("has waited longer than every older complex that came"),
            "withdrawn": w.t("withdrawn: no forecast"), "not-begun": w.t("not begun")}[why]  # fmt: skip


def _everyone(viewer: Viewer) -> tuple[str, ...]:
    return tuple(sorted(viewer.names["complexes"]))


@st.cache_resource(show_spinner=False, max_entries=256)
def _ranges(_viewer: Viewer, snapshot: int, day: dt.date, klass: str) -> pd.DataFrame:
    positions = _viewer.ask("forecast/positions", as_of=day, complexes=_everyone(_viewer))
    return forecast.forecast(positions, _viewer.ask("forecast/reference", as_of=day), day, klass)


@st.cache_resource(show_spinner=False, max_entries=256)
def _chances(_viewer: Viewer, snapshot: int, day: dt.date) -> dict[str, tuple[str, float, int]]:
    rows = ranges(_viewer, day)
    ahead = rows[(rows["plan_to"] >= pd.Timestamp(day)) & rows["chance_most"].notna()].sort_values("position").drop_duplicates("complex_id")
    return {row["complex_id"]: (row["stage_id"], float(row["chance_most"]), int(row["fewest_cases"])) for row in ahead.to_dict("records")}


@st.cache_resource(show_spinner=False, max_entries=32)
def _history(_viewer: Viewer, snapshot: int, day: dt.date, klass: str) -> dict[tuple[str, str], Durations]:
    return forecast.history(_viewer.ask("forecast/reference", as_of=day), klass, day)


@st.cache_resource(show_spinner=False, max_entries=32)
def _back_test(_viewer: Viewer, snapshot: int, day: dt.date) -> pd.DataFrame:
    promises = _viewer.ask("forecast/promises", as_of=day, complexes=_everyone(_viewer))
    return forecast.summary(forecast.back_test(_viewer.ask("forecast/reference", as_of=day), promises, day))


@st.cache_resource(show_spinner=False, max_entries=32)
def _base_rates(_viewer: Viewer, snapshot: int, day: dt.date) -> pd.DataFrame:
    return forecast.base_rates(_viewer.ask("forecast/promises", as_of=day, complexes=_everyone(_viewer)), day)
