"""A briefing -> XLSX.

The annex, a sheet a table of its sections, their definitions and sources; through rollout.render.tabular.
"""

from rollout.document.briefing import Briefing
from rollout.language.words import Words
from rollout.render import tabular
from rollout.render.archive import settled


def fill(briefing: Briefing) -> bytes:
    """The annex as an XLSX file; the same briefing gives the same bytes."""
    w = Words(briefing.lang)
    notes = [
        (f"{w.t('Note')}: {briefing.names[section.id]}", section.note) for section in briefing.sections if section.note
    ]
    about = [(w.t("Title"), briefing.title), *briefing.about, (w.t("As of which statement"), briefing.clock), *notes]
    named = [(briefing.names[section.id], section) for section in briefing.sections]
    return settled(tabular.xlsx(named, about, w), briefing.as_of)
