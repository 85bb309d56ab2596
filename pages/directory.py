"""The pages: their modules, icons, groups and titles, and the controls of theirs that stand in the URL."""

from types import ModuleType

from pages import (
    advantage,
    benefits,
    briefing,
    complexes,
    forecast,
    green,
    investment,
    overview,
    schedule,
    sources,
    talent,
)
from pages import map as atlas
from rollout.language.words import Words
from rollout.questions.scope import Choice

PAGES: dict[str, tuple[ModuleType, str]] = {
    "overview": (overview, ":material/space_dashboard:"),
    "complexes": (complexes, ":material/factory:"),
    "schedule": (schedule, ":material/calendar_month:"),
    "forecast": (forecast, ":material/query_stats:"),
    "map": (atlas, ":material/map:"),
    "talent": (talent, ":material/school:"),
    "investment": (investment, ":material/payments:"),
    "benefits": (benefits, ":material/redeem:"),
    "advantage": (advantage, ":material/balance:"),
    "green": (green, ":material/eco:"),
    "sources": (sources, ":material/menu_book:"),
    "briefing": (briefing, ":material/slideshow:"),
}
GROUPS = {
    "monitor": ("overview", "complexes", "schedule", "forecast", "map", "briefing"),
    "understand": ("investment", "talent", "benefits", "advantage", "green"),
    "know": ("sources",),
}
CHOICES = [choice for page, _ in PAGES.values() for choice in getattr(page, "CHOICES", ())]


def own(page: str) -> tuple[Choice, ...]:
    """A page's controls that stand in the address."""
    return tuple(getattr(PAGES[page][0], "CHOICES", ()))


def groups(w: Words) -> dict[str, dict[str, str]]:
    """The pages' titles by group, in the order of the navigation."""
    return {w.code("page-group", group): {page: w.code("page", page) for page in own} for group, own in GROUPS.items()}
