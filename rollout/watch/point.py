"""A state of the facts that something is told of: a snapshot, its as-of day, the day on the clock."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rollout.api.asked import Asked, commits
from rollout.api.changes import commit_at
from rollout.questions.scope import period_start
from rollout.questions.view import data_date

DAYS = 90  # ahead, of measures that end


@dataclass(frozen=True)
class Point:
    """`as_of`: up to which statements count; `today`: from which age is counted; `days`: ahead, of measures that end.

    `recorded`: when the snapshot was committed; a rebuilt store numbers anew.
    """

    snapshot: int
    recorded: str
    as_of: dt.date
    today: dt.date
    days: int = DAYS

    def is_up_to(self, other: "Point") -> bool:
        """Whether the other state knows everything that this one knows."""
        return self.snapshot <= other.snapshot and self.today <= other.today

    def saved(self) -> dict[str, Any]:
        """As JSON holds it."""
        days = {"as_of": self.as_of.isoformat(), "today": self.today.isoformat()}
        return {"snapshot": self.snapshot, "recorded": self.recorded, **days, "days": self.days}

    @classmethod
    def read(cls, saved: Mapping[str, Any]) -> "Point":
        """From what `saved` gave. Raises ValueError, KeyError and TypeError."""
        as_of, today = (dt.date.fromisoformat(saved[name]) for name in ("as_of", "today"))
        moment = dt.datetime.fromisoformat(saved["recorded"])
        return cls(int(saved["snapshot"]), moment.isoformat(" "), as_of, today, int(saved["days"]))


def present(asked: Asked, days: int) -> Point:
    """The state that is asked for."""
    commit = commit_at(asked, asked.snapshot)
    return Point(asked.snapshot, commit["snapshot_time"], asked.view.scope.as_of, asked.today, days)


def since(asked: Asked, when: int | dt.date, now: Point) -> Point:
    """The state after a commit, or at the end of a day. Raises RequestError for a number that no commit has."""
    commit = commit_at(asked, when)
    day = when if isinstance(when, dt.date) else dt.date.fromisoformat(commit["snapshot_time"][:10])
    today, snapshot = min(day, now.today), int(commit["snapshot_id"])
    as_of = today
    if isinstance(when, int):
        as_of = min(data_date(asked.asker, snapshot, today, asked.view.scope.complexes), now.as_of)
    return Point(snapshot, commit["snapshot_time"], as_of, today, now.days)


def at_first(asked: Asked, now: Point) -> Point:
    """The state from which the first message counts: a month before."""
    return since(asked, period_start("month", now.today), now)


def found_again(asked: Asked, told: Point) -> Point:
    """What was told, in a store that may have been rebuilt since: there the first snapshot stands for one it lacks."""
    every = commits(asked.asker, asked.asker.snapshot())
    if any(_is(commit, told) for commit in every):
        return told
    first = every[-1]
    return Point(int(first["snapshot_id"]), first["snapshot_time"], told.as_of, told.today, told.days)


def _is(commit: Mapping[str, Any], told: Point) -> bool:
    recorded = dt.datetime.fromisoformat(told.recorded)
    return commit["snapshot_id"] == told.snapshot and dt.datetime.fromisoformat(commit["snapshot_time"]) == recorded
