"""Every section that a page, a briefing or a file can show: what it is called, who builds it, and whether a short report can do without it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from rollout.document.model import Section
from rollout.subjects.schedule import sections as schedule
from rollout.words import Words


@dataclass(frozen=True)
class Entry:
    """A section of the registry.

    `build`: view (and, where `of_one`, a complex's id) -> Section. `droppable`: the lower, the sooner a report without room leaves its
    table to the annex; None: never.
    """

    id: str
    subject: str
    name: Callable[[Words], str]
    build: Callable[..., Section]
    droppable: int | None = None
    of_one: bool = False


ENTRIES: Mapping[str, Entry] = {
    entry.id: entry
    for entry in (
        Entry("slips", "schedule", lambda w: w.t("Construction start: first and latest plan"), schedule.slips, 19),
        Entry("milestones", "schedule", lambda w: w.t("Late by milestone"), schedule.milestones, 13),
        Entry("works", "schedule", lambda w: w.t("Planned works"), schedule.works, 6),
        Entry("ratings", "schedule", lambda w: w.t("Delivery rating"), schedule.ratings, 21),
        Entry("rollup", "schedule", lambda w: w.t("What moved, by milestone"), schedule.rollup, 1),
        Entry("statements", "schedule", lambda w: w.t("Statements about milestones"), schedule.statements, 0),
    )
}
