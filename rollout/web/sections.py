"""Document sections on a page: heading, chart, tables, what a click opens, files of them."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import streamlit as st

from rollout.document.model import Chart, Section
from rollout.render import html, tabular
from rollout.subjects.registry import ENTRIES
from rollout.subjects.sources import sections as sources
from rollout.web import blocks, dialogs
from rollout.web.blocks import Viewer

Named = Sequence[tuple[str, Section]]


def show(
    section: Section,
    viewer: Viewer,
    key: str = "",
    heading: bool = True,
    lead: bool = True,
    tables: bool = True,
) -> None:
    """Draw a section; a click opens its dialog.

    `key`: tells apart two of one kind on a page. `heading`, `lead`, `tables`: whether to show them.
    """
    key = key or section.id
    chart = section.picture if isinstance(section.picture, Chart) and section.picture.draw else None
    if chart and chart.draw:
        blocks.figure(chart.draw(viewer.palette), section.title, section.unit, chart.alt, chart.source, key, viewer)
    shown = section if lead else replace(section, lead=())
    if not tables:
        shown = replace(shown, tables=())
    made = html.section(
        shown, viewer.w, viewer.warnings(), heading=heading and not chart, day=viewer.scope.as_of.isoformat()
    )
    dialogs.show(blocks.live(made, key, viewer), viewer)


def named(ids: Sequence[str], viewer: Viewer, *arguments: str) -> Callable[[], Named]:
    """Sections of the registry with their names, built when asked for.

    `arguments`: what their builders take besides the view.
    """
    names = viewer.w.codes("briefing-section")
    return lambda: [(names[i], ENTRIES[i].build(viewer, *arguments)) for i in ids]


def downloads(sections: Callable[[], Named], name: str, viewer: Viewer, link: str) -> None:
    """Buttons for CSV (the first section) and XLSX (all, then their sources), made when pressed, and for paper."""
    w, about = viewer.w, blocks.about_view(viewer, link)
    stem = (name, viewer.scope.as_of.isoformat())

    def workbook() -> bytes:
        made = sections()
        cited = sources.cited(viewer, {i for _, section in made for i in section.every_origin()})
        return tabular.xlsx([*made, (w.t("Sources"), cited)], about, w)

    with st.container(horizontal=True):
        csv = tabular.file_name(stem, "csv")
        blocks.download(
            w.t("Download CSV"), lambda: tabular.csv(sections()[0][1], about, w), csv, "text/csv", f"{name}-csv", viewer
        )
        blocks.download(
            w.t("Download XLSX"), workbook, tabular.file_name(stem, "xlsx"), tabular.XLSX, f"{name}-xlsx", viewer
        )
        blocks.print_button(name, about, viewer)
