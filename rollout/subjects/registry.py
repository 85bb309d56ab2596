"""Every section that a page, a briefing or a file can show, and what opens on a click."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from rollout.document.model import Section
from rollout.subjects.complexes import sections as complexes
from rollout.subjects.forecast import sections as forecast
from rollout.subjects.investment import sections as investment
from rollout.subjects.map import sections as atlas
from rollout.subjects.progress import sections as progress
from rollout.subjects.schedule import sections as schedule
from rollout.subjects.talent import demand as talent_demand
from rollout.subjects.talent import sections as talent


@dataclass(frozen=True)
class Entry:
    """A section of the registry. Its name is the code of its id in the list `briefing-section`.

    `build`: view (and, where `of_one`, a complex's id) -> Section. `droppable`: the lower, the sooner a report without room leaves its
    table to the annex; None: never.
    """

    id: str
    subject: str
    build: Callable[..., Section]
    droppable: int | None = None
    of_one: bool = False


ENTRIES: Mapping[str, Entry] = {
    entry.id: entry
    for entry in (
        Entry("overview", "progress", progress.overview),
        Entry("map", "progress", progress.belt),
        Entry("board", "progress", progress.board),
        Entry("changes", "progress", progress.changes),
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
        Entry("map-sites", "map", atlas.sites, 0),
        Entry("map-ranking", "map", atlas.rank, 0),
        Entry("map-places", "map", atlas.figures, 0),
        Entry("map-counts", "map", atlas.counts, 0),
        Entry("map-near", "map", atlas.near, 0, of_one=True),
        Entry("map-items", "map", atlas.listed, 0),
        Entry("talent", "talent", talent.reach, 10),
        Entry("talent-levels", "talent", talent.levels, 0),
        Entry("talent-near", "talent", talent.near_list, 0),
        Entry("talent-groups", "talent", talent.groups, 0),
        Entry("talent-unplaced", "talent", talent.unplaced, 0),
        Entry("talent-demand", "talent", talent_demand.demand, 0),
        Entry("talent-board", "talent", talent_demand.board, 0),
        Entry("talent-figures", "talent", talent_demand.figures, 0),
        Entry("talent-programmes", "talent", talent.programmes, 0),
        Entry("facts", "complexes", complexes.facts, of_one=True),
        Entry("promises", "complexes", complexes.promises, 18, of_one=True),
        Entry("events", "complexes", complexes.events, 15, of_one=True),
        Entry("outlook", "forecast", forecast.of_complex, 17, of_one=True),
        Entry("around", "complexes", complexes.around, 14, of_one=True),
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
    "place-figures": atlas.place,
    "items": atlas.items_at,
    "reach": talent.within_reach,
    "programmes": talent.group,
    "programme": talent.programme,
    "supply": talent_demand.figures_of,
}
