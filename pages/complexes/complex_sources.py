"""A complex: every source that its dossier rests on."""

import streamlit as st

from pages.complexes import COMPLEX, choose, crumb
from rollout.document.model import Section
from rollout.subjects import wording
from rollout.subjects.sources import sections as sources
from rollout.web import blocks
from rollout.web.blocks import Viewer
from rollout.web.sections import built, downloads, show

CHOICES = (COMPLEX,)
SECTIONS = ("facts", "promises", "events", "around")


def render(viewer: Viewer) -> None:
    """Draw the view, top to bottom."""
    chosen = choose(viewer)

    def listed() -> Section:
        return sources.cited(viewer, {origin for i in SECTIONS for origin in built(i, viewer, chosen).every_origin()})

    section = viewer.remember("complex-cited", listed, chosen)
    blocks.live(wording.top(viewer, crumb(viewer, chosen), [(section.title, "")]), "brief", viewer)
    show(section, viewer, "cited", heading=False)
    st.divider()
    downloads(lambda: [(viewer.w.t("Sources"), section)], "complex-sources", viewer)
    blocks.paper(viewer)
