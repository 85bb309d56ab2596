"""What comparable complexes say of the 15: computed once for a day and a snapshot, for all sessions.

Shared: not to be changed.
"""

import datetime as dt
from collections.abc import Mapping
from threading import Lock
from typing import Any

import pandas as pd

from rollout.language.words import Words
from rollout.questions.view import View
from rollout.subjects.forecast import back_test as trial
from rollout.subjects.forecast import durations, method, promises
from rollout.subjects.forecast.durations import CLASSES, Durations

PREPARING = Lock()


def ranges(viewer: View, day: dt.date, klass: str = CLASSES[0]) -> pd.DataFrame:
    """The forecast (method.forecast) of every complex as of a day."""

    def make() -> pd.DataFrame:
        positions = viewer.ask("forecast/positions", as_of=day, complexes=_everyone(viewer))
        return method.forecast(positions, viewer.ask("forecast/reference", as_of=day), day, klass)

    return viewer.asker.remember(("outlook-ranges", viewer.scope.snapshot, day, klass), make)


def paces(viewer: View, day: dt.date) -> Mapping[str, float]:
    """The months after selection at which half of the older complexes had passed each gate, as known on a day."""

    def make() -> Mapping[str, float]:
        return durations.paces(viewer.ask("forecast/reference", as_of=day), day)

    return viewer.asker.remember(("outlook-paces", viewer.scope.snapshot, day), make)


def history(viewer: View, klass: str = CLASSES[0]) -> Mapping[tuple[str, str], Durations]:
    """The durations of older complexes that the forecast uses."""
    day = viewer.scope.as_of
    key = ("outlook-history", viewer.scope.snapshot, day, klass)
    return viewer.asker.remember(key, lambda: durations.history(viewer.ask("forecast/reference"), klass, day))


def back_test(viewer: View) -> pd.DataFrame:
    """How the method would have done (back_test.summary)."""
    day = viewer.scope.as_of

    def make() -> pd.DataFrame:
        made = viewer.ask("forecast/promises", complexes=_everyone(viewer))
        return trial.summary(trial.back_test(viewer.ask("forecast/reference"), made, day))

    return viewer.asker.remember(("outlook-back-test", viewer.scope.snapshot, day), make)


def base_rates(viewer: View) -> pd.DataFrame:
    """How often promises held (promises.base_rates)."""
    day = viewer.scope.as_of
    key = ("outlook-base-rates", viewer.scope.snapshot, day)
    return viewer.asker.remember(
        key, lambda: promises.base_rates(viewer.ask("forecast/promises", complexes=_everyone(viewer)), day)
    )


def prepare(viewer: View) -> None:
    """Work out the forecast and the back-test of a day before somebody asks; one such preparation at a time."""
    with PREPARING:
        ranges(viewer, viewer.scope.as_of)
        back_test(viewer)


def expected(row: Mapping[str, Any], w: Words) -> str:
    """A forecast in words: the median and the 80 % range, or the reason why there is none.

    "Later than" where no case reached that far.
    """
    if isinstance(row["reason"], str):
        return w.code("forecast-gap", row["reason"])

    def edge(which: str) -> str:
        when = w.period(row[which], row["precision"])
        return w.t("later than {when}", when=when) if which != "low" and row[f"{which}_open"] else when

    return w.t("{median} ({low} to {high})", median=edge("median"), low=edge("low"), high=edge("high"))


def _everyone(viewer: View) -> tuple[str, ...]:
    return tuple(sorted(viewer.names["complexes"]))
