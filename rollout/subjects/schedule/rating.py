"""Delivery confidence of a complex in five steps: green with no flag to red with four. Numbers and codes, no words.

Nobody sets a rating and nothing overrides one: the same statements give the same rating. The flags, as known on a day:

behind    half of the older complexes had passed the next gate at this age (months since the candidate was selected)
stuck     no stage was reached in STUCK_MONTHS
undated   the next stage has no date in force: none was published, it was withdrawn, or it passed without news
slipping  in the YEAR before, the date of an open stage moved by SLIP_MONTHS or more, passed without news or was
          withdrawn

A plan that ended after the newest evidence about a complex is unconfirmed and raises no flag. A rating of a complex of
which nothing was heard for QUIET_DAYS is marked as such. It has become better only where a stage was reached.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from rollout.questions.ask import is_missing, present, rows_of
from rollout.questions.rows import ScheduleStanding
from rollout.questions.scope import year_before

RATINGS = ("red", "amber-red", "amber", "amber-green", "green")  # four flags to none
FLAGS = ("behind", "stuck", "undated", "slipping")
GATES = ("prefeasibility-cleared", "plan-approved", "construction-started", "completed")
STUCK_MONTHS, SLIP_MONTHS, QUIET_DAYS = 18, 6, 180
FIRST_QUARTER = dt.date(2023, 3, 31)
MOST_QUARTERS = 40  # ten years: each is rated and drawn
DATED = ("planned", "passed", "unconfirmed")
OVER = ("done", "skipped")
Paces = Mapping[dt.date, Mapping[str, float]]


@dataclass(frozen=True)
class Flag:
    """A flag: its code, the stage it is about (none for stuck), its measure and its cause.

    `measure`: months, of the pace of the older complexes, since a stage was reached, or of the move. `cause`: the next
    stage's state (undated); moved, passed or withdrawn (slipping).
    """

    code: str
    stage_id: str = ""
    measure: float = 0
    cause: str = ""


@dataclass(frozen=True)
class Rated:
    """A complex on a day: its rating, its flags, and the place of the stage it last reached.

    `quiet`: nothing was heard of it for QUIET_DAYS. `heard_on`: when something last was.
    """

    day: dt.date
    complex_id: str
    rating: str
    flags: tuple[Flag, ...]
    reached: int
    quiet: bool
    heard_on: dt.date | None


def quarter_ends(until: dt.date) -> tuple[dt.date, ...]:
    """The last days of the quarters since the announcement that are over by a day, of the newest MOST_QUARTERS."""
    return tuple(day.date() for day in pd.date_range(FIRST_QUARTER, until, freq="QE")[-MOST_QUARTERS:])


def days(*asked: dt.date) -> tuple[dt.date, ...]:
    """The days that must be known to rate on these: they and the days a year before."""
    return tuple(sorted({*asked, *(year_before(day) for day in asked)}))


def rate(cells: pd.DataFrame, asked: Iterable[dt.date], paces: Paces) -> list[Rated]:
    """Rate each complex on each of these days.

    `cells`: schedule/standing on `days(*asked)`. `paces`: day -> gate -> the months after which half of the older
    complexes had passed it, as known that day.
    """
    groups: dict[tuple[str, dt.date], list[ScheduleStanding]] = {}
    for cell in rows_of(cells.sort_values(["complex_id", "day", "position"]), ScheduleStanding):
        groups.setdefault((cell["complex_id"], cell["day"].date()), []).append(cell)
    return [
        _rated(day, groups[complex_id, day], groups.get((complex_id, year_before(day)), []), paces.get(day, {}))
        for complex_id in dict.fromkeys(complex_id for complex_id, _ in groups)
        for day in sorted(set(asked))
        if (complex_id, day) in groups
    ]


def direction(now: Rated, then: Rated) -> str:
    """How a rating went from one day to a later one: better (only where a stage was reached), worse or same."""
    fewer = len(then.flags) - len(now.flags)
    return "worse" if fewer < 0 else "better" if fewer > 0 and now.reached > then.reached else "same"


def foretold(rows: Sequence[Rated]) -> tuple[float, int] | None:
    """How well the number of flags told who would reach no stage in the year after, and over how many ratings.

    The area under the curve: the frequency with which, of a complex that reached none and one that did, the first had
    more flags (ties count half; 0.5 is chance). None where all did or none.
    """
    later = {(row.complex_id, row.day): row.reached for row in rows}
    past = [(len(row.flags), row.reached, later.get((row.complex_id, _year_after(row.day)))) for row in rows]
    still = [flags for flags, before, after in past if after is not None and after <= before]
    moved = [flags for flags, before, after in past if after is not None and after > before]
    if not still or not moved:
        return None
    wins = sum((bad > good) + (bad == good) / 2 for bad in still for good in moved)
    return wins / (len(still) * len(moved)), len(still) + len(moved)


def _rated(
    day: dt.date, now: Sequence[ScheduleStanding], then: Sequence[ScheduleStanding], pace: Mapping[str, float]
) -> Rated:
    """One complex on one day; `then`: its stages a year before."""
    reached = max((cell["position"] for cell in now if cell["state"] == "done"), default=0)
    ahead = [cell for cell in now if cell["position"] > reached and cell["state"] not in OVER]
    flags = (*_waiting(day, now, ahead, pace), *_slipping(day, ahead, then)) if ahead else ()
    heard_on = None if is_missing(now[0]["heard_on"]) else now[0]["heard_on"].date()
    quiet = heard_on is None or (day - heard_on).days >= QUIET_DAYS
    return Rated(day, now[0]["complex_id"], RATINGS[len(FLAGS) - len(flags)], flags, reached, quiet, heard_on)


def _waiting(
    day: dt.date, now: Sequence[ScheduleStanding], ahead: Sequence[ScheduleStanding], pace: Mapping[str, float]
) -> Iterator[Flag]:
    """Whether a complex is behind, stuck or undated."""
    done = [cell for cell in now if cell["state"] == "done"]
    gate = next((cell["stage_id"] for cell in ahead if cell["stage_id"] in GATES), None)
    if done and gate and _months(present(done[0]["last_end"]).date(), day) >= pace.get(gate, float("inf")):
        yield Flag("behind", gate, pace[gate])
    waited = _months(max(present(cell["last_end"]).date() for cell in done), day) if done else 0
    if waited >= STUCK_MONTHS:
        yield Flag("stuck", measure=int(waited))
    if ahead[0]["state"] not in {"planned", "unconfirmed"}:
        yield Flag("undated", ahead[0]["stage_id"], cause=ahead[0]["state"])


def _slipping(day: dt.date, ahead: Sequence[ScheduleStanding], then: Sequence[ScheduleStanding]) -> Iterator[Flag]:
    """The worst slip of the year before, if there was one: a withdrawal, then the longest move, then a passed date."""
    since, old = year_before(day), {cell["stage_id"]: cell for cell in then}
    slips = []
    for cell in ahead:
        if not is_missing(cell["withdrawn_on"]) and present(cell["withdrawn_on"]).date() > since:
            slips.append(Flag("slipping", cell["stage_id"], cause="withdrawn"))
        before = old.get(cell["stage_id"])
        if before and before["state"] in DATED and cell["state"] in DATED:
            moved = round(_months(present(before["last_end"]).date(), present(cell["last_end"]).date()))
            if moved >= SLIP_MONTHS:
                slips.append(Flag("slipping", cell["stage_id"], moved, "moved"))
        if cell["state"] == "passed" and present(cell["last_end"]).date() > since:
            slips.append(Flag("slipping", cell["stage_id"], cause="passed"))
    if slips:
        yield max(slips, key=lambda flag: (flag.cause == "withdrawn", flag.measure))


def _months(first: dt.date, last: dt.date) -> float:
    """The time between two days in months of a mean year."""
    return (last - first).days / (365.25 / 12)


def _year_after(day: dt.date) -> dt.date:
    """The end of the same quarter a year later."""
    return (pd.Timestamp(day) + pd.DateOffset(years=1)).date()
