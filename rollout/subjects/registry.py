"""Every section that a page, a briefing or a file can show, and what opens on a click."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from rollout.document.model import Section
from rollout.subjects.complexes import sections as complexes
from rollout.subjects.forecast import sections as forecast
from rollout.subjects.investment import sections as investment
from rollout.subjects.progress import sections as progress
from rollout.subjects.schedule import sections as schedule
from rollout.subjects.sources import catalogue, coverage, dictionary


@dataclass(frozen=True)
class Entry:
    """A section of the registry. Its name is the code of its id in the list `briefing-section`.

    `build`: view (and, where `of_one`, a complex's id) -> Section. `droppable`: the lower, the sooner a report without room leaves its
    table to the annex; None: never. `pages`: the pages that show it besides its subject's own.
    """

    id: str
    subject: str
    build: Callable[..., Section]
    droppable: int | None = None
    of_one: bool = False
    pages: tuple[str, ...] = ()


ENTRIES: Mapping[str, Entry] = {
    entry.id: entry
    for entry in (
        Entry("overview", "progress", progress.overview),
        Entry("map", "progress", progress.belt),
        Entry("board", "progress", progress.board),
        Entry("changes", "progress", progress.changes, pages=("complexes",)),
        Entry("lately", "progress", progress.lately, 7),
        Entry("due", "progress", progress.due, 20),
        Entry("slips", "schedule", schedule.slips, 19),
        Entry("milestones", "schedule", schedule.milestones, 13),
        Entry("works", "schedule", schedule.works, 6),
        Entry("ratings", "schedule", schedule.ratings, 21),
        Entry("rollup", "schedule", schedule.rollup, 1),
        Entry("statements", "schedule", schedule.statements, 0),
        Entry("forecast", "forecast", forecast.ranges, 16),
        Entry("cases", "forecast", forecast.cases, 0),
        Entry("back-test", "forecast", forecast.back_test, 0),
        Entry("history", "forecast", forecast.history, 4),
        Entry("area", "progress", progress.area, 5),
        Entry("cost", "progress", progress.cost, 8),
        Entry("investment", "progress", progress.investment, 9),
        Entry("ladder", "investment", investment.ladder, 12),
        Entry("breakdown", "investment", investment.breakdown, 1),
        Entry("money", "investment", investment.all_statements, 0),
        Entry("goals", "investment", investment.goals, 11),
        Entry("foreign", "investment", investment.foreign, 2),
        Entry("site-costs", "investment", investment.site_costs, 3),
        Entry("older", "investment", investment.older, 2),
        Entry("own-sites", "investment", investment.own_sites, 1),
        Entry("facts", "complexes", complexes.facts, of_one=True),
        Entry("hosts", "complexes", complexes.hosts, 0, of_one=True),
        Entry("promises", "complexes", complexes.promises, 18, of_one=True),
        Entry("events", "complexes", complexes.events, 15, of_one=True),
        Entry("outlook", "forecast", forecast.of_complex, 17, of_one=True, pages=("complexes",)),
        Entry("around", "complexes", complexes.around, 14, of_one=True),
        Entry("catalogue", "sources", catalogue.catalogue, 0),
        Entry("coverage", "sources", coverage.coverage, 0),
        Entry("coverage-list", "sources", coverage.coverage_list, 0),
        Entry("by-complex", "sources", coverage.by_complex, 0),
        Entry("support", "sources", coverage.support, 0),
        Entry("columns", "sources", dictionary.columns, 0),
        Entry("questions", "sources", dictionary.questions, 0),
        Entry("metrics", "sources", dictionary.metrics, 0),
        Entry("glossary", "sources", dictionary.glossary, 0),
    )
}

DIALOGS: Mapping[str, Callable[..., Section | None]] = {
    "complex": complexes.card,
    "cell": complexes.stage_statements,
    "figure": complexes.figure_statements,
    "metric": progress.metric,
    "rating": schedule.rating_history,
    "case": forecast.case,
    "money-kind": investment.of_kind,
    "money-group": investment.of_group,
    "money": investment.statement,
    "goal": investment.goal,
    "place": investment.place,
    "covered": coverage.covered,
    "table": dictionary.table,
    "question": dictionary.asked,
}

OWN_PAGES = {"progress": "overview"}  # the page of any other subject is called as the subject is


def on(page: str) -> list[Entry]:
    """The sections that a page shows."""
    return [entry for entry in ENTRIES.values() if page in (OWN_PAGES.get(entry.subject, entry.subject), *entry.pages)]
