"""Every section that a page, a briefing or a file can show, and what opens on a click."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from rollout.document.model import Section
from rollout.subjects.advantage import approval, host, hosts, life_cycle, method, quotients
from rollout.subjects.advantage import sections as advantage
from rollout.subjects.benefits import finder, places
from rollout.subjects.benefits import sections as benefits
from rollout.subjects.complexes import around, dialogs
from rollout.subjects.complexes import sections as complexes
from rollout.subjects.explore import sections as explore
from rollout.subjects.forecast import sections as forecast
from rollout.subjects.forecast import tested
from rollout.subjects.green import procedure, steps, times
from rollout.subjects.green import sections as green
from rollout.subjects.investment import abroad, building, costs, goals, statements
from rollout.subjects.investment import sections as investment
from rollout.subjects.map import nearby, regions
from rollout.subjects.map import sections as atlas
from rollout.subjects.progress import news, parts, today
from rollout.subjects.progress import sections as progress
from rollout.subjects.schedule import ratings, works
from rollout.subjects.schedule import sections as schedule
from rollout.subjects.sources import catalogue, coverage, dictionary
from rollout.subjects.talent import demand as talent_demand
from rollout.subjects.talent import listed, reach
from rollout.subjects.talent import sections as talent


@dataclass(frozen=True)
class Entry:
    """A section of the registry. Its name is the code of its id in the list `briefing-section`.

    `build`: view (and, where `of_one`, a complex's id) -> Section. `droppable`: the lower, the sooner a report without
    room leaves its table to the annex; None: never. `pages`: the views that show it, where that is not
    the one called as its subject.
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
        Entry("overview", "progress", progress.overview, pages=("today",)),
        Entry("tally", "progress", today.tally, pages=("today",)),
        Entry("changed", "progress", today.changed, pages=("today",)),
        Entry("late", "progress", today.late, pages=("today",)),
        Entry("coming", "progress", today.coming, pages=("today",)),
        Entry("standing", "progress", today.standing, pages=("today",)),
        Entry("map", "progress", progress.belt, pages=("today",)),
        Entry("board", "progress", progress.board, pages=("board",)),
        Entry("construction", "progress", progress.construction, pages=("board",)),
        Entry("changes", "progress", news.changes, pages=("changes", "today", "complex-schedule")),
        Entry("lately", "progress", news.lately, 7, pages=("changes",)),
        Entry("due", "progress", news.due, 20, pages=("changes", "today")),
        Entry("slips", "schedule", schedule.slips, 19, pages=("schedule",)),
        Entry("milestones", "schedule", schedule.milestones, 13),
        Entry("works", "schedule", works.works, 6, pages=("works",)),
        Entry("ratings", "schedule", ratings.ratings, 21, pages=("ratings", "today")),
        Entry("rollup", "schedule", schedule.rollup, 1, pages=("moved",)),
        Entry("statements", "schedule", schedule.statements, 0),
        Entry("forecast", "forecast", forecast.ranges, 16),
        Entry("cases", "forecast", forecast.cases, 0, pages=("cases",)),
        Entry("back-test", "forecast", tested.back_test, 0, pages=("back-test",)),
        Entry("history", "forecast", forecast.history, 4, pages=("back-test",)),
        Entry("area", "progress", parts.area, 5, pages=("today",)),
        Entry("cost", "progress", parts.cost, 8, pages=("today",)),
        Entry("investment", "progress", parts.investment, 9, pages=("today",)),
        Entry("ladder", "investment", investment.ladder, 12),
        Entry("breakdown", "investment", investment.breakdown, 1),
        Entry("money", "investment", statements.all_statements, 0, pages=("statements", "complex-money", "investment")),
        Entry("goals", "investment", goals.goals, 11, pages=("goals", "investment")),
        Entry("foreign", "investment", abroad.foreign, 2, pages=("foreign",)),
        Entry("site-costs", "investment", costs.site_costs, 3, pages=("site-costs", "complex-money")),
        Entry("older", "investment", building.older, 2, pages=("built",)),
        Entry("own-sites", "investment", building.own_sites, 1, pages=("built",)),
        Entry("chosen", "advantage", advantage.chosen, 0, pages=("selection",)),
        Entry("selection-statements", "advantage", advantage.selection, 0, pages=("selection",)),
        Entry("aspects", "advantage", advantage.aspects, 0, pages=("selection",)),
        Entry("pace", "advantage", approval.pace, 0, pages=("pace",)),
        Entry("pace-cases", "advantage", approval.pace_cases, 0, pages=("pace",)),
        Entry("quotient-table", "advantage", quotients.heat, 0),
        Entry("quotients", "advantage", quotients.quotients, 0),
        Entry("advantage", "advantage", hosts.themes, 1),
        Entry("shift", "advantage", hosts.shift, 0, pages=("hosts",)),
        Entry("shift-share", "advantage", hosts.shift_share, 0, pages=("hosts",)),
        Entry("host-industries", "advantage", host.industries, 0, pages=("host", "complex-conditions")),
        Entry("peers", "advantage", host.nearest, 0, pages=("host",)),
        Entry("all-peers", "advantage", host.all_peers, 0, pages=("host",)),
        Entry("cycle", "advantage", life_cycle.cycle, 0, pages=("pace", "advantage")),
        Entry("evidence", "advantage", life_cycle.evidence_list, 0, pages=("pace",)),
        Entry("advantage-method", "advantage", method.method, 0),
        Entry("green-targets", "green", green.targets, 0),
        Entry("green-plan", "green", green.plan, 0),
        Entry("green-life", "green", green.life, 0, pages=("living",)),
        Entry("green-indicators", "green", green.indicators, 0, pages=("green", "living")),
        Entry("green-zones", "green", green.zones, 0, pages=("living",)),
        Entry("green-zone-list", "green", green.zone_list, 0, pages=("living",)),
        Entry("procedure", "green", procedure.procedure, 2, pages=("procedure", "green")),
        Entry("procedure-durations", "green", procedure.durations, 0, pages=("procedure",)),
        Entry("procedure-steps", "green", steps.steps, 0, pages=("steps",)),
        Entry("procedure-times", "green", times.times, 0, pages=("steps",)),
        Entry("older-times", "green", times.older_times, 0, pages=("steps",)),
        Entry("bodies", "green", green.bodies, 0, pages=("governance",)),
        Entry("meetings", "green", green.meetings, 0, pages=("governance",)),
        Entry("benefits", "benefits", benefits.benefits, 3, pages=("ending",)),
        Entry("measures", "benefits", benefits.measures, 0, pages=("measures",)),
        Entry("finder", "benefits", finder.unanswered, 0),
        Entry("conditions", "benefits", benefits.conditions, 0, pages=("measures", "benefits")),
        Entry("benefit-coverage", "benefits", places.coverage, 0, pages=("measure-places",)),
        Entry("reach", "benefits", places.reach, 0, pages=("measure-places", "complex-money")),
        Entry("designations", "benefits", places.designations, 0, pages=("designations",)),
        Entry("zones-near", "benefits", places.zones_near, 0, pages=("designations",)),
        Entry("balance", "benefits", places.balance, 0, pages=("designations",)),
        Entry("zones", "benefits", places.zones, 0, pages=("designations",)),
        Entry("map-sites", "map", atlas.sites, 0),
        Entry("map-ranking", "map", regions.rank, 0),
        Entry("map-places", "map", regions.figures, 0),
        Entry("map-counts", "map", nearby.counts, 0),
        Entry("map-near", "map", nearby.near, 0, of_one=True),
        Entry("map-items", "map", nearby.listed, 0),
        Entry("talent", "talent", reach.reach, 10),
        Entry("talent-levels", "talent", reach.levels, 0),
        Entry("talent-near", "talent", reach.near_list, 0),
        Entry("talent-groups", "talent", talent.groups, 0, pages=("programmes",)),
        Entry("talent-unplaced", "talent", talent.unplaced, 0, pages=("programmes",)),
        Entry("talent-demand", "talent", talent_demand.demand, 0, pages=("demand",)),
        Entry("talent-board", "talent", talent_demand.board, 0, pages=("supply", "talent")),
        Entry("talent-figures", "talent", talent_demand.figures, 0, pages=("supply",)),
        Entry("talent-programmes", "talent", listed.programmes, 0, pages=("programmes",)),
        Entry("facts", "complexes", complexes.facts, of_one=True, pages=("complexes", "complex-sources", "compare")),
        Entry("hosts", "complexes", complexes.hosts, 0, of_one=True),
        Entry(
            "promises",
            "complexes",
            complexes.promises,
            18,
            of_one=True,
            pages=("complex-schedule", "complex-sources", "compare"),
        ),
        Entry(
            "events",
            "complexes",
            complexes.events,
            15,
            of_one=True,
            pages=("complex-schedule", "complex-sources", "compare"),
        ),
        Entry("outlook", "forecast", forecast.of_complex, 17, of_one=True, pages=("complex-schedule",)),
        Entry("around", "complexes", around.around, 14, of_one=True, pages=("complex-conditions", "complex-sources")),
        Entry("catalogue", "sources", catalogue.whole, 0),
        Entry("coverage", "sources", coverage.coverage, 0, pages=("coverage", "sources")),
        Entry("coverage-list", "sources", coverage.coverage_list, 0, pages=("coverage",)),
        Entry("by-complex", "sources", coverage.by_complex, 0, pages=("support", "today")),
        Entry("support", "sources", coverage.support, 0, pages=("support",)),
        Entry("columns", "sources", dictionary.columns, 0, pages=("dictionary",)),
        Entry("questions", "sources", dictionary.questions, 0, pages=("dictionary",)),
        Entry("metrics", "sources", dictionary.metrics, 0, pages=("dictionary",)),
        Entry("glossary", "sources", dictionary.glossary, 0, pages=("glossary",)),
    )
}

DIALOGS: Mapping[str, Callable[..., Section | None]] = {
    "complex": dialogs.card,
    "cell": dialogs.stage_statements,
    "figure": dialogs.figure_statements,
    "metric": parts.metric,
    "rating": ratings.history,
    "case": forecast.case,
    "quotient": quotients.quotient,
    "evidence": life_cycle.evidence,
    "older-phase": times.older_phase,
    "money-kind": statements.of_kind,
    "money-group": statements.of_group,
    "money": statements.statement,
    "goal": goals.goal,
    "place": building.place,
    "covered": coverage.covered,
    "table": dictionary.table,
    "question": dictionary.asked,
    "measure": benefits.measure,
    "benefit-category": benefits.of_category,
    "reach": places.of_reach,
    "zones": places.of_zones,
    "relief": places.of_relief,
    "place-figures": regions.place,
    "items": nearby.items_at,
    "talent-reach": reach.within_reach,
    "programmes": talent.group,
    "programme": listed.programme,
    "supply": talent_demand.figures_of,
    "pivot": explore.behind,
}


def on(page: str) -> list[Entry]:
    """The sections that a view shows."""
    return [entry for entry in ENTRIES.values() if page in (entry.pages or (entry.subject,))]
