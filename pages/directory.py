"""The views: eight entries, each with its views as tabs; every view has an address, and old addresses lead to it."""

from collections.abc import Collection
from types import ModuleType

from pages.briefing import briefing
from pages.complexes import (
    compare,
    complex_conditions,
    complex_money,
    complex_schedule,
    complex_sources,
    dossier,
    only,
)
from pages.conditions import advantage, demand, green, host, hosts, living, pace, programmes, selection, supply, talent
from pages.conditions import map as atlas
from pages.explore import explore, sql
from pages.ledger import add, commits, drafts, imports, reports
from pages.money import (
    built,
    designations,
    ending,
    finder,
    foreign,
    goals,
    investment,
    measure_places,
    measures,
    site_costs,
    statements,
)
from pages.reference import coverage, dictionary, glossary, governance, sources, support
from pages.schedule import back_test, board, cases, dates, forecast, moved, procedure, ratings, steps, works
from pages.today import changes, today
from rollout.language import codes
from rollout.language.words import Words
from rollout.questions.scope import Choice
from rollout.web.blocks import Viewer

START = "today"
BRIEFING = "briefing"
ENTRIES: dict[str, dict[str, ModuleType]] = {
    "today": {"today": today, "changes": changes},
    "complexes": {
        "complexes": dossier,
        "complex-schedule": complex_schedule,
        "complex-money": complex_money,
        "complex-conditions": complex_conditions,
        "complex-sources": complex_sources,
        "compare": compare,
    },
    "schedule": {
        "schedule": dates,
        "board": board,
        "moved": moved,
        "works": works,
        "ratings": ratings,
        "forecast": forecast,
        "cases": cases,
        "back-test": back_test,
        "procedure": procedure,
        "steps": steps,
    },
    "money": {
        "investment": investment,
        "statements": statements,
        "goals": goals,
        "foreign": foreign,
        "site-costs": site_costs,
        "built": built,
        "benefits": finder,
        "ending": ending,
        "measure-places": measure_places,
        "designations": designations,
        "measures": measures,
    },
    "conditions": {
        "map": atlas,
        "talent": talent,
        "programmes": programmes,
        "demand": demand,
        "supply": supply,
        "selection": selection,
        "pace": pace,
        "advantage": advantage,
        "hosts": hosts,
        "host": host,
        "green": green,
        "living": living,
    },
    "reference": {
        "sources": sources,
        "coverage": coverage,
        "support": support,
        "dictionary": dictionary,
        "glossary": glossary,
        "governance": governance,
    },
    "explore": {
        "explore": explore,
        "sql": sql,
    },
    "ledger": {
        "add": add,
        "imports": imports,
        "drafts": drafts,
        "commits": commits,
        "reports": reports,
    },
}
VIEWS: dict[str, ModuleType] = {name: module for own in ENTRIES.values() for name, module in own.items()} | {
    BRIEFING: briefing
}
FORMER = {"overview": START}  # addresses of before -> the view that they lead to
CHOICES = list({choice.name: choice for module in VIEWS.values() for choice in getattr(module, "CHOICES", ())}.values())


def own(view: str) -> tuple[Choice, ...]:
    """A view's controls that stand in the address."""
    return tuple(getattr(VIEWS[view], "CHOICES", ()))


def tabs(view: str) -> tuple[str, ...]:
    """The views of the entry that a view belongs to, in the order of their tabs; none for the briefing."""
    return next((tuple(views) for views in ENTRIES.values() if view in views), ())


def leads_to(address: str, asked: Collection[str]) -> str:
    """The view that an address means.

    `asked`: the names of its parameters. Where another tab has more of them, it leads to that tab: before the tabs, the
    first view of an entry held them all. The tab that it leads to leads nowhere.
    """
    view = FORMER.get(address, address) or START
    wanted = set(asked)
    return max((view, *tabs(view)), key=lambda name: len(wanted & {choice.name for choice in own(name)}))


def title(view: str, w: Words) -> str:
    """What a tab is called."""
    return codes.short("page", view, w.lang)


def entry(view: str) -> str:
    """The entry that a view belongs to; none for the briefing."""
    return next((name for name, views in ENTRIES.items() if view in views), "")


def entries(w: Words) -> dict[str, tuple[str, str]]:
    """Every entry with its title and its first view."""
    return {name: (w.code("page-entry", name), next(iter(views))) for name, views in ENTRIES.items()}


def of_one(view: str, chosen: str | None, viewer: Viewer) -> Viewer:
    """The view of one complex where the views of the entry are about one."""
    return only(viewer, chosen) if chosen and view in ENTRIES["complexes"] else viewer


def briefing_of(view: str) -> str:
    """The address of a view's briefing: that of one complex from its dossier."""
    return f"{BRIEFING}?briefing=complex" if "complex" in {choice.name for choice in own(view)} else BRIEFING
