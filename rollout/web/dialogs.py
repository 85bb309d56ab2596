"""What opens on a click on any page: a section in a dialog, with its sources and a file.

Values from the browser are untrusted.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import streamlit as st

from rollout.document.model import Row, Section
from rollout.document.target import Target
from rollout.render import html, markup, tabular
from rollout.subjects.registry import DIALOGS
from rollout.web import address, blocks
from rollout.web.blocks import Viewer


def show(opened: str | None, viewer: Viewer) -> None:
    """Open the dialog that a data-open value asks for; anything unknown is ignored."""
    target = Target.parse(opened)
    if target is None:
        return
    if target.kind == "origins":
        blocks.html_dialog(viewer.w.t("Sources"), "", ";".join(target.ids).split(";"), viewer)
        return
    build = DIALOGS.get(target.kind)
    try:
        section = build(viewer, *target.ids) if build else None
    except TypeError:  # a number of ids that the kind does not take
        section = None
    if section:
        show_section(section, viewer, _dossier(target.ids[0], viewer) if target.kind == "complex" else None)


def show_section(section: Section, viewer: Viewer, ahead: Callable[[], object] | None = None) -> None:
    """A section in a dialog; `ahead` draws what stands above it."""
    w = viewer.w

    @st.dialog(markup.plain(section.title), width="large")
    def draw() -> None:
        if ahead:
            ahead()
        day = viewer.scope.as_of.isoformat()
        body = html.section(_closed(section), w, viewer.warnings(), heading=False, day=day)
        opened = blocks.live(body, "dialog-body", viewer)
        ids = section.every_origin()
        if ids:
            blocks.heading(w.t("Sources"), "")
            blocks.live(markup.origins(viewer.origins(ids), w), "dialog-origins", viewer)
        if section.tables:
            about = blocks.about_view(viewer, blocks.link(viewer))
            name = tabular.file_name((section.id,), "csv")
            blocks.download(
                w.t("Download CSV"), lambda: tabular.csv(section, about, w), name, "text/csv", "dialog-csv", viewer
            )
        if (target := Target.parse(opened)) and target.kind == "origins":
            shown = [i for i in ";".join(target.ids).split(";") if i in ids]
            blocks.live(markup.origins(viewer.origins(shown), w), "dialog-chosen", viewer)

    draw()


def _closed(section: Section) -> Section:
    """A section without what a dialog can't open: Streamlit draws none inside another. Sources open below it."""

    def row(own: Row) -> Row:
        cells = {
            key: replace(cell, opens=None, links=tuple(replace(link, opens=None) for link in cell.links))
            for key, cell in own.cells.items()
        }
        return replace(own, cells=cells)

    return replace(section, tables=tuple(replace(table, rows=tuple(map(row, table.rows))) for table in section.tables))


def picked_on_map(state: object, key: str) -> str | None:
    """The complex that a click on a map has just chosen, as a data-open value; the same choice opens once."""
    objects = getattr(getattr(state, "selection", None), "objects", {}) or {}
    chosen = next((row["id"] for row in objects.get("sites", [])), None)
    if chosen == st.session_state.get(f"{key}_opened"):
        return None
    st.session_state[f"{key}_opened"] = chosen
    return str(Target("complex", (chosen,))) if chosen else None


def _dossier(complex_id: str, viewer: Viewer) -> Callable[[], object]:
    """The link to a complex's own page."""
    return partial(
        st.page_link,
        viewer.screens["complexes"],
        label=viewer.w.t("Open the dossier"),
        icon=":material/arrow_forward:",
        query_params=address.link(complex=complex_id),
    )
