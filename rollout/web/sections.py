"""Document sections on a page: heading, chart, tables, what a click opens, files of them."""

from collections.abc import Callable, Sequence

import plotly.graph_objects as go
import streamlit as st

from rollout.document.model import Chart, Map, Section
from rollout.render import html, parquet, tabular
from rollout.subjects import wording
from rollout.subjects.registry import ENTRIES, on
from rollout.subjects.sources import sections as sources
from rollout.web import blocks, canvas, dialogs, watching
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
        if heading:
            blocks.heading(section.title, section.unit)
        drawn = ("chart", viewer.palette.name)
        if drawn not in section.made:
            section.made[drawn] = go.Figure(chart.draw(viewer.palette))
        blocks.figure(section.made[drawn], section.title, chart.alt, chart.source, key, viewer)
    elif isinstance(section.picture, Map) and section.picture.draw:
        if heading:
            blocks.heading(section.title, section.unit)
            heading = False
        dialogs.show(canvas.draw(section.picture.draw(viewer.palette), f"{key}-map", viewer), viewer)
    day = viewer.scope.as_of.isoformat()
    made = html.section(section, viewer.w, viewer.warnings(), heading and not chart, day, lead, tables)
    dialogs.show(blocks.live(made, key, viewer), viewer)


@st.fragment
def abreast(ids: Sequence[str], viewer: Viewer, key: str) -> None:
    """Sections of the registry beside each other, without their charts: one part of the page."""
    day, warnings = viewer.scope.as_of.isoformat(), viewer.warnings()
    made = {i: html.section(built(i, viewer), viewer.w, warnings, day=day) for i in ids}
    dialogs.show(blocks.live(html.abreast(made), key, viewer), viewer)


def head(page: str, viewer: Viewer, said: wording.Said, under: str = "", crumb: Sequence[str] = ()) -> None:
    """The top of a view: its name and filters, the data date, what it finds."""
    where = [viewer.w.code("page", page), *crumb, *viewer.scope.described(viewer.w, viewer.names)]
    made = viewer.remember("top", lambda: wording.top(viewer, where, said, under), *where, *said, under)
    blocks.live(made, "top", viewer)


def stack(ids: Sequence[str], viewer: Viewer, *arguments: str, heading: bool = True) -> None:
    """Sections of the registry one below the other, each in a fragment of its own.

    `arguments`: what their builders take besides the view. `heading`: whether the first shows its own.
    """
    for place, i in enumerate(ids):
        _part(i, viewer, arguments, heading or place > 0)


@st.fragment
def _part(i: str, viewer: Viewer, arguments: Sequence[str], heading: bool) -> None:
    show(built(i, viewer, *arguments), viewer, heading=heading)


def built(i: str, viewer: Viewer, *arguments: str) -> Section:
    """A section of the registry, built once for all sessions."""
    return ENTRIES[i].build(viewer, *arguments)


def titled(page: str, ids: Sequence[str], viewer: Viewer) -> None:
    """A view whose answer is the finding of its first section: the top, then the sections."""
    first = built(ids[0], viewer)
    head(page, viewer, [(first.title, "")], first.unit)
    stack(ids, viewer, heading=False)


@st.fragment
def foot(page: str, ids: Sequence[str], viewer: Viewer, *arguments: str) -> None:
    """The files of a view and its sources, at its end; `ids`: the sections that the files hold."""
    st.divider()
    downloads(named(ids, viewer, *arguments), page, viewer, *arguments)

    def cited() -> list[str]:
        return sorted({origin for i in ids for origin in built(i, viewer, *arguments).every_origin()})

    blocks.sources(viewer.remember(f"{page}-cited", cited, *arguments), viewer)


def named(ids: Sequence[str], viewer: Viewer, *arguments: str) -> Callable[[], Named]:
    """Sections of the registry with their names, built when asked for.

    `arguments`: what their builders take besides the view.
    """
    names = viewer.w.codes("briefing-section")
    return lambda: [(names[i], built(i, viewer, *arguments)) for i in ids]


def downloads(sections: Callable[[], Named], name: str, viewer: Viewer, *about_one: str, columns: bool = False) -> None:
    """Buttons for CSV (the first section) and XLSX (all, then their sources), made when pressed, and for paper.

    `about_one`: what the files are of, which stands in their names. `columns`: also the first section as Parquet.
    """
    w, about = viewer.w, blocks.about_view(viewer, blocks.link(viewer))
    stem = (name, *about_one, viewer.scope.as_of.isoformat())

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
        if columns:
            blocks.download(
                w.t("Download Parquet"),
                lambda: parquet.parquet(sections()[0][1], about, w),
                tabular.file_name(stem, "parquet"),
                parquet.MEDIA,
                f"{name}-parquet",
                viewer,
            )
        blocks.print_button(name, about, viewer)
        if name in viewer.tabs and sum(bool(on(tab)) for tab in viewer.tabs) > 1:
            blocks.print_all_button(name, about, viewer)
        watching.control(name, viewer)
