"""All tabs of an entry below each other, to be printed: each section once, the sources at the end."""

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from rollout.document.model import Section, Table
from rollout.language.words import Words
from rollout.render.printed import cut
from rollout.subjects import wording
from rollout.subjects.registry import Entry, on
from rollout.web import blocks
from rollout.web.blocks import Viewer
from rollout.web.sections import built, show

MOST_ROWS = 30  # of a table: a longer one is in the files of its tab


def asked(view: str) -> bool:
    """Whether all tabs were asked for on this view; another view is shown as it is."""
    if st.session_state.get(blocks.ALL_TABS, view) != view:
        _back()
    return blocks.ALL_TABS in st.session_state


def render(viewer: Viewer, title: str, chosen: str | None) -> None:
    """Draw all tabs, top to bottom; the order to print is left with the sources, as on any view.

    `title`: of the entry. `chosen`: the complex that the views are about.
    """
    w = viewer.w
    where = [title, *([viewer.names["complexes"][chosen]] if chosen else viewer.scope.described(w, viewer.names))]
    said = w.t("{entry}: all tabs", entry=" · ".join(where[:2]) if chosen else title)
    blocks.live(wording.top(viewer, where, [(said, "")]), "all-tabs-top", viewer)
    with st.container(horizontal=True):
        st.button(w.t("Back to the tab"), key="all-tabs-back", on_click=_back)
        blocks.print_button("all-tabs", blocks.about_view(viewer, blocks.link(viewer)), viewer)
    cited: set[str] = set()
    for tab, entries in _parts(viewer.tabs, of_one=bool(chosen)).items():
        with st.container(key=f"sheet-{tab}"):
            blocks.heading(w.code("page", tab))
            for each in entries:
                section = built(each.id, viewer, *([chosen] if chosen and each.of_one else []))
                cited.update(section.every_origin())
                show(_short(section, w), viewer)
    blocks.sources(sorted(cited), viewer)


def _parts(tabs: Sequence[str], of_one: bool) -> dict[str, list[Entry]]:
    """The sections of each tab, each under the first tab that has it; `of_one`: also those of one complex."""
    seen: set[str] = set()
    parts: dict[str, list[Entry]] = {}
    for tab in tabs:
        own = [each for each in on(tab) if each.id not in seen and (of_one or not each.of_one)]
        seen |= {each.id for each in own}
        parts |= {tab: own} if own else {}
    return parts


def _short(section: Section, w: Words) -> Section:
    """A section whose long tables are cut by weight, and say so."""
    tables = tuple(_cut(table, w) for table in section.tables)
    return section if tables == section.tables else replace(section, tables=tables)


def _cut(table: Table, w: Words) -> Table:
    if len(table.rows) <= MOST_ROWS or table.whole:
        return table
    short, told = cut(table, MOST_ROWS, w)
    return replace(short, foot=" · ".join(filter(None, [told, table.foot])))


def _back() -> None:
    st.session_state.pop(blocks.ALL_TABS, None)
