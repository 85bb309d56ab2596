"""The pages: their modules, icons, groups and titles, and the controls of theirs that stand in the URL."""

from types import ModuleType

from pages import advantage, benefits, briefing, complexes, forecast, green, investment, overview, schedule, sources, talent
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
CHOICES = [choice for page, _ in PAGES.values() for choice in getattr(page, "CHOICES", ())]


def own(page: str) -> tuple[Choice, ...]:
    """A page's controls that stand in the address."""
    return tuple(getattr(PAGES[page][0], "CHOICES", ()))


def groups(w: Words) -> dict[str, dict[str, str]]:
    """The pages' titles by group, in the order of the navigation."""
    return {
        w.t("Monitor"): {
            "overview": w.t("Overview"),
            "complexes": w.t("Complexes"),
            "schedule": w.t("Schedule"),
            "forecast": w.t("Forecast"),
            "map": w.t("Map"),
            "briefing": w.t("Briefing"),
        },
        w.t("Understand"): {
            "investment": w.t("Investment"),
            "talent": w.t("Talent"),
            "benefits": w.t("Benefits"),
            "advantage": w.t("Selection and advantage"),
            "green": w.t("Green and governance"),
        },
        w.t("Know"): {
            "sources": w.t("Sources and dictionary"),
        },
    }
