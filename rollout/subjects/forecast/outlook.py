"""What comparable complexes say of the 15: computed once for a day and a snapshot, for all sessions.

Shared: not to be changed.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from threading import Lock, Thread
from typing import Any

import pandas as pd

from rollout.language.words import Words
from rollout.questions.scope import EARLIEST
from rollout.questions.view import View
from rollout.store import kept
from rollout.subjects.forecast import back_test as trial
from rollout.subjects.forecast import durations, method, promises
from rollout.subjects.forecast.durations import CLASSES, MAIN, Durations

PREPARING = Lock()
FAILED = "outlook-failed"


def ranges(viewer: View, day: dt.date, klass: str = CLASSES[0]) -> pd.DataFrame:
    """The forecast (method.forecast) of every complex as of a day."""

    def make() -> pd.DataFrame:
        positions, reference = _then(viewer, day)
        inputs = positions, reference, day, klass
        return _kept(viewer, "forecast", inputs, lambda: method.forecast(positions, reference, day, klass))

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


def tested(viewer: View) -> pd.DataFrame:
    """What each model and baseline would have said, and what came (back_test.back_test and since_then)."""
    day = viewer.scope.as_of

    def make() -> pd.DataFrame:
        made = viewer.ask("forecast/promises", complexes=_everyone(viewer))
        positions = viewer.ask("forecast/positions", complexes=_everyone(viewer))
        reference = viewer.ask("forecast/reference")
        then = {before: _then(viewer, before) for before in _before(day)}

        def work_out() -> pd.DataFrame:
            parts = [trial.back_test(reference, made, day), trial.since_then(then, positions, made, day)]
            return pd.concat(parts, ignore_index=True)

        inputs = (day, made, positions, reference, *(part for known in then.values() for part in known))
        return _kept(viewer, "back-test", inputs, work_out)

    return viewer.asker.remember(_tested_key(viewer), make)


def _tested_key(viewer: View) -> tuple[str, int, dt.date]:
    return "outlook-tested", viewer.scope.snapshot, viewer.scope.as_of


def is_tested(viewer: View) -> bool:
    """Whether the back-test of the day is there; `tested` would take seconds if it is not."""
    return viewer.asker.knows(_tested_key(viewer))


def begin(viewer: View) -> Thread | None:
    """Start to work out the back-test of the day beside the request, unless another one is being prepared.

    Returns the thread that does it. Raises what an attempt before raised: it would fail again.
    """
    failed = FAILED, *_tested_key(viewer)
    if viewer.asker.knows(failed):
        raise viewer.asker.remember(failed, lambda: RuntimeError())
    if not PREPARING.acquire(blocking=False):
        return None

    def work() -> None:
        try:
            tested(viewer)
        except Exception as error:
            fault = error
            viewer.asker.remember(failed, lambda: fault)
        finally:
            PREPARING.release()

    working = Thread(target=work, daemon=True)
    working.start()
    return working


def _kept(viewer: View, kind: str, inputs: Iterable[object], work_out: Callable[[], pd.DataFrame]) -> pd.DataFrame:
    """What `work_out` gives, kept beside the store where there is one."""
    place = viewer.asker.place
    return kept.frame(place, kind, Path(__file__).parent, inputs, work_out) if place else work_out()


def _before(day: dt.date) -> list[dt.date]:
    days = [(pd.Timestamp(day) - pd.DateOffset(months=months)).date() for months in trial.LOOKS_BACK]
    return [before for before in days if before >= EARLIEST]


def _then(viewer: View, day: dt.date) -> tuple[pd.DataFrame, pd.DataFrame]:
    """What was known on a day."""
    positions = viewer.ask("forecast/positions", as_of=day, complexes=_everyone(viewer))
    return positions, viewer.ask("forecast/reference", as_of=day)


def plans_before(viewer: View) -> tuple[int, int]:
    """How many plans like those that lie ahead were kept, and of how many (promises.made_ahead)."""
    day = viewer.scope.as_of
    key = ("outlook-plans-before", viewer.scope.snapshot, day)
    made = viewer.ask("forecast/promises", complexes=_everyone(viewer))
    return viewer.asker.remember(key, lambda: promises.made_ahead(promises.judged(made, day)))


def to(viewer: View, stage: str, klass: str = CLASSES[0]) -> Durations:
    """What older complexes took from selection to a stage, whatever lies between."""
    day = viewer.scope.as_of
    key = ("outlook-to", viewer.scope.snapshot, day, stage, klass)
    reference = viewer.ask("forecast/reference")
    return viewer.asker.remember(key, lambda: durations.durations(reference, MAIN[0], stage, klass, day))


def base_rates(viewer: View) -> pd.DataFrame:
    """How often promises held (promises.base_rates)."""
    day = viewer.scope.as_of
    made = viewer.ask("forecast/promises", complexes=_everyone(viewer))

    def make() -> pd.DataFrame:
        return _kept(viewer, "base-rates", (made, day), lambda: promises.base_rates(made, day))

    return viewer.asker.remember(("outlook-base-rates", viewer.scope.snapshot, day), make)


def prepare(viewer: View) -> None:
    """Work out the forecast and the back-test of a day before somebody asks; one such preparation at a time.

    Of the newest snapshot only: while one is prepared others may be committed.
    """
    with PREPARING:
        if viewer.asker.snapshot() != viewer.scope.snapshot:
            return
        ranges(viewer, viewer.scope.as_of)
        tested(viewer)


def expected(row: Mapping[str, Any], w: Words) -> str:
    """A forecast in words: the median and the 80 % range, or the reason why there is none."""
    if isinstance(row["reason"], str):
        return w.code("forecast-gap", row["reason"])
    low, middle, high = (w.period(row[edge], row["precision"]) for edge in ("low", "median", "high"))
    return w.t("{median} ({low} to {high})", median=middle, low=low, high=high)


def _everyone(viewer: View) -> tuple[str, ...]:
    return tuple(sorted(viewer.names["complexes"]))
