"""A briefing -> XLSX.

The annex: what it is with the key figures and their definitions, then a sheet a table of its sections, definitions and
sources; through rollout.render.tabular.
"""

from rollout.document.briefing import Briefing
from rollout.document.legible import legible
from rollout.document.model import Figure, Period
from rollout.language.words import Words
from rollout.render import tabular
from rollout.render.archive import property_text, settled
from rollout.render.book import Scalar, unit_of

PROGRAM = "rollout monitor"


def fill(briefing: Briefing) -> bytes:
    """The annex as an XLSX file; the same briefing gives the same bytes."""
    w = Words(briefing.lang)
    notes = [
        (f"{w.t('Note')}: {briefing.names[section.id]}", section.note) for section in briefing.sections if section.note
    ]
    about = [(w.t("Title"), briefing.title), *briefing.about, (w.t("As of which statement"), briefing.clock), *notes]
    about += [(w.t("Decisions"), decision) for decision in briefing.decisions]
    about += [(w.t("Actions"), " · ".join(filter(None, (each.what, each.who, each.due)))) for each in briefing.actions]
    named = [(briefing.names[section.id], section) for section in briefing.sections]
    properties = {
        "title": property_text(briefing.title),
        "subject": property_text(briefing.footer),
        "author": property_text(briefing.department) or PROGRAM,
        "company": property_text(briefing.department),
        "comments": property_text(briefing.snapshot),
    }
    front = tabular.Front(_figures(briefing, w), properties)
    return settled(tabular.xlsx(named, about, w, front), briefing.as_of)


def _figures(briefing: Briefing, w: Words) -> tabular.Sheet | None:
    """The key figures of all sections, each once, with their definitions."""
    known, rows = set[tuple[str, str]](), list[tuple[Scalar, ...]]()
    for figure in (figure for section in briefing.sections for figure in section.figures):
        if (figure.metric, figure.name) not in known:
            known.add((figure.metric, figure.name))
            _, formula, caveat = briefing.definitions.get(figure.metric, ("", "", ""))
            unit = unit_of(figure.format, w) or figure.unit
            rows.append((figure.name, _scalar(figure), unit, figure.fact, figure.change, formula, caveat))
    if not rows:
        return None
    first = (w.t("Figure"), w.t("Value"), w.t("Unit"), w.t("What it says"), w.t("Change"))
    heads = (*first, w.t("Definition"), w.t("Caveat"))
    return legible(tabular.Sheet("", w.t("Key figures"), heads, ("",) * len(heads), tuple(rows)))


def _scalar(figure: Figure) -> Scalar:
    """A key figure's value as a cell holds it."""
    value = figure.value
    if isinstance(value, Period):
        return value.day
    if isinstance(value, tuple):
        return ", ".join(value)
    return figure.missing if value is None else value
