"""Document sections on a page: heading, chart, tables, what a click opens, files of them."""

from collections.abc import Callable, Sequence

import streamlit as st

from rollout import blocks
from rollout.blocks import Viewer
from rollout.document.model import Chart, Section
from rollout.render import html, tabular
from screens import dialogs

Named = Sequence[tuple[str, Section]]


def show(section: Section, viewer: Viewer, key: str = "", heading: bool = True) -> None:
    """Draw a section; a click opens its dialog. `key`: tells apart two of one kind on a page."""
    key = key or section.id
    chart = section.picture if isinstance(section.picture, Chart) and section.picture.draw else None
    if chart and chart.draw:
        blocks.figure(chart.draw(viewer.palette), section.title, section.unit, chart.alt, chart.source, key, viewer)
    made = html.section(section, viewer.w, viewer.warnings(), heading=heading and not chart)
    dialogs.show(blocks.live(made, f"{key}-table", viewer), viewer)


def downloads(sections: Callable[[], Named], name: str, viewer: Viewer, link: str) -> None:
    """Buttons for CSV (the first section) and XLSX (all), made when pressed, and for paper. `sections`: name and section of each."""
    w, about = viewer.w, blocks.about_view(viewer, link)
    stem = f"{name}-{viewer.scope.as_of.isoformat()}"
    with st.container(horizontal=True):
        st.download_button(w.t("Download CSV"), lambda: tabular.csv(sections()[0][1], about, w), f"{stem}.csv", "text/csv", key=f"{name}-csv",
                           on_click="ignore")  # fmt: skip
        st.download_button(w.t("Download XLSX"), lambda: tabular.xlsx([*sections(), *cited(sections(), viewer)], about, w), f"{stem}.xlsx", tabular.XLSX,
                           key=f"{name}-xlsx", on_click="ignore")  # fmt: skip
        blocks.print_button(name, about, viewer)


def cited(sections: Named, viewer: Viewer) -> Named:
    """The sources of some sections as a section of their own."""
    from rollout.subjects.sources import sections as sources

    return [(viewer.w.t("Sources"), sources.cited(viewer, {i for _, section in sections for i in section.every_origin()}))]
