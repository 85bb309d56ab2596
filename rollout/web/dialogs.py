"""What opens on a click on any page: a section in a dialog, with its sources and a file.

Values from the browser are untrusted.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pandas as pd
import streamlit as st

from rollout.document.model import Row, Section
from rollout.document.target import Target
from rollout.ledger import history
from rollout.render import html, markup, tabular
from rollout.subjects.registry import DIALOGS
from rollout.web import address, blocks, correcting, filters, identity
from rollout.web.blocks import Viewer


def show(opened: str | None, viewer: Viewer) -> None:
    """Open the dialog that a data-open value asks for; anything unknown is ignored."""
    target = Target.parse(opened)
    if target is None:
        return
    if target.kind == "origins":
        rows = viewer.origins(";".join(target.ids).split(";"))
        if len(rows):
            _open(viewer.w.t("Sources"), lambda: _sources(rows, viewer), target, viewer)
        return
    build = {**DIALOGS, "commit": history.commit}.get(target.kind)
    try:
        section = build(viewer, *target.ids) if build else None
    except TypeError:  # a number of ids that the kind does not take
        section = None
    if section:
        _open(section.title, lambda: _section(section, target, viewer), target, viewer)


def _open(title: str, draw: Callable[[], object], target: Target, viewer: Viewer) -> None:
    """A dialog with what `draw` draws, and a button that copies its link."""

    @st.dialog(markup.plain(title), width="large")
    def opened() -> None:
        draw()
        with st.container(horizontal=True, key="dialog-foot"):
            for name, value, called in _filters(target, viewer):
                label = viewer.w.t("Show only {name}", name=markup.plain(called))
                if st.button(label, key=f"only-{name}", on_click=filters.only, args=(name, value)):
                    st.rerun()
            blocks.copy_link(viewer, "dialog-link", str(target))
            _correct(target, viewer)

    opened()


def _correct(target: Target, viewer: Viewer) -> None:
    """The way to the form that adds to what is open or corrects it; for readers, to report an error in it."""
    w, controls = viewer.w, correcting.controls(target)
    if controls and identity.person().may("edit"):
        st.page_link(
            viewer.screens["add"],
            label=w.t("Add or correct"),
            icon=":material/edit:",
            width="content",
            query_params=address.link(**controls),
        )
    elif identity.person().may("report"):
        st.page_link(
            viewer.screens["reports"],
            label=w.t("Report an error"),
            icon=":material/flag:",
            width="content",
            query_params=address.link(report_about=str(target)),
        )


def _filters(target: Target, viewer: Viewer) -> Iterator[tuple[str, str, str]]:
    """What the page can be filtered to from what is open: filter, value, its name."""
    named = sorted(filters.PRESSED, key=lambda name: name not in target.ids)  # "daejeon" is a complex and a province
    for value in target.ids:
        name = next((name for name in named if value in filters.choices(name, viewer.names)), None)
        if name and st.session_state.get(name) != [value]:
            yield name, value, filters.choices(name, viewer.names)[value]


def _sources(rows: pd.DataFrame, viewer: Viewer, key: str = "dialog-origins") -> None:
    blocks.live(markup.origins(rows, viewer.w), key, viewer)


def _section(section: Section, target: Target, viewer: Viewer) -> None:
    """A section with its sources and a file of it; a complex has the link to its page above."""
    w = viewer.w
    if target.kind == "complex":
        st.page_link(
            viewer.screens["complexes"],
            label=w.t("Open the dossier"),
            icon=":material/arrow_forward:",
            query_params=address.link(complex=target.ids[0]),
        )
    day = viewer.scope.as_of.isoformat()
    shown = _closed(section)
    if identity.person().may("edit"):
        shown = correcting.with_links(shown, viewer)
    body = html.section(shown, w, viewer.warnings(), heading=False, day=day)
    chosen = Target.parse(blocks.live(body, "dialog-body", viewer))
    if chosen and chosen.kind in correcting.FILLED and (controls := correcting.filled(chosen, viewer)):
        st.switch_page(viewer.screens["add"], query_params=address.link(**controls))
    ids = section.every_origin()
    if ids:
        blocks.heading(w.t("Sources"), "")
        _sources(viewer.origins(ids), viewer)
    if section.tables:
        about = blocks.about_view(viewer, blocks.link(viewer))
        name = tabular.file_name((section.id,), "csv")
        blocks.download(
            w.t("Download CSV"), lambda: tabular.csv(section, about, w), name, "text/csv", "dialog-csv", viewer
        )
    if chosen and chosen.kind == "origins":
        cited = [i for i in ";".join(chosen.ids).split(";") if i in ids]
        _sources(viewer.origins(cited), viewer, "dialog-chosen")


def _closed(section: Section) -> Section:
    """A section without what a dialog can't open: Streamlit draws none inside another. Sources open below it."""

    def row(own: Row) -> Row:
        cells = {
            key: replace(cell, opens=None, filters=None, links=tuple(replace(link, opens=None) for link in cell.links))
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
