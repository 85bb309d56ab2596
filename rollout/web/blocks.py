"""What pages are made of in Streamlit: live HTML, figure with sources and download, dialogs, sources, empty state."""

import base64
import logging
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from html import escape, unescape
from typing import Literal, TypeVar
from urllib.parse import urlencode

import plotly.graph_objects as go
import streamlit as st
from streamlit.navigation.page import Page

from rollout import clock
from rollout.access import ANONYMOUS, Person
from rollout.audit import audit
from rollout.document.target import Target
from rollout.errors import why_no_file
from rollout.questions import links
from rollout.questions.view import Names, View
from rollout.render import markup
from rollout.render.theme import Palette
from rollout.web import address, assets, filters, turns

T = TypeVar("T")
SOURCES = "sources-open"
ORDER = "print-order"
ALL_TABS = "all-tabs"  # the view on which they were asked for
PAGE = assets.component("page", "page.js", "document/table.js", "briefing/room.js", styles=markup.styles())
CHOSEN = "chosen-on-the-page"  # until the page is drawn anew


@dataclass(frozen=True, kw_only=True)
class Viewer(View):
    """A view on a screen: also the colours, the pages to link to, and who looks.

    What is remembered is shared by all: no part that depends on the person may be.
    """

    palette: Palette
    screens: Mapping[str, Page]
    person: Person = ANONYMOUS
    tabs: tuple[str, ...] = ()  # the views of the entry that is open

    def remember(self, part: str, make: Callable[[], T], *extra: Hashable) -> T:
        """A finished part of a page, made once for all sessions.

        It depends on scope, language and palette, and on whatever else is named.
        """
        return super().remember(part, make, self.palette.name, *extra)


def live(html: str, key: str, viewer: Viewer) -> str | None:
    """Show HTML made by rollout.render.markup; what is chosen in it (data-chooses) filters the page.

    Returns what the viewer has just opened (a data-open value), if anything.
    """
    shown = PAGE(
        viewer.palette,
        data=html,
        key=key,
        on_opened_change=_nothing,
        on_chosen_change=partial(_pressed, key, viewer.names),
    )
    if st.session_state.pop(CHOSEN, False):
        st.rerun()
    opened: str | None = shown.opened
    return opened


def _nothing() -> None:
    """A trigger needs a callback; the rerun that it causes is all we want."""


def _pressed(key: str, names: Names) -> None:
    """A choice of a filter was pressed in the HTML of this key: the whole page is drawn anew, not its part alone."""
    st.session_state[CHOSEN] = filters.press(Target.parse(st.session_state[key].chosen), names)


def heading(title: str, unit: str = "") -> None:
    """A chart's or table's title (a sentence) and the line that names what it shows."""
    st.html(markup.heading(title, unit))


def paper_heading(title: str) -> None:
    """A heading that only paper shows: of what a tab or a button names on the screen."""
    st.html(f'<div class="paper-only">{markup.heading(title, "")}</div>')


def figure(chart: go.Figure, title: str, alt: str, source: str, key: str, viewer: Viewer) -> None:
    """A chart with its source line and a picture download (SVG), which bears the title.

    A mark or a bar on the line of a complex, a province or an industry filters the page to it; once more, and all are
    back.
    """
    name = next((one for one in filters.PRESSED if _lines_of(chart, filters.choices(one, viewer.names))), None)
    on_select: Callable[..., None] | Literal["ignore"] = (
        partial(_chosen, f"{key}-chart", name, filters.choices(name, viewer.names)) if name else "ignore"
    )
    with st.container(key=f"figure-{key}"):
        st.plotly_chart(
            chart,
            key=f"{key}-chart",
            theme=None,
            alt=alt,
            config={"displayModeBar": False, "responsive": True},
            on_select=on_select,
            selection_mode="points",
        )
    if st.session_state.pop(CHOSEN, False):
        st.rerun()
    picture(key, title, source, viewer)


def _lines_of(chart: go.Figure, names: Mapping[str, str]) -> bool:
    """Whether a chart has lines for these names."""
    said = {str(place) for trace in chart.data for place in ("y" in trace and trace.y) or ()}
    return not said.isdisjoint(names.values())


def _chosen(key: str, name: str, names: Mapping[str, str]) -> None:
    """A mark of a chart was pressed: the filter takes what it lies on the line of, or lets it go.

    Not where somebody goes back: the browser still holds the mark of before, and Streamlit takes that for a press.
    """
    if address.went_back():
        return
    marks = st.session_state[key].selection.points
    said = {unescape(str(mark.get("y"))).replace("<br>", " ") for mark in marks}
    chosen = next((i for i, name in names.items() if name in said), None)
    if chosen:
        filters.toggle(name, chosen)
        st.session_state[CHOSEN] = True


def picture(key: str, title: str, source: str, viewer: Viewer) -> None:
    """The source line of the chart in the container `figure-KEY`, with a button that saves it as SVG."""
    live(markup.picture_button(f".st-key-figure-{key}", f"{key}.svg", title, source, viewer.w), f"{key}-save", viewer)


def sources(ids: Sequence[str], viewer: Viewer) -> None:
    """The sources of everything on the page, folded.

    When the page is to be printed, open, and with the order to print it.
    """
    w = viewer.w

    def counted() -> str:
        rows = viewer.origins(ids)
        return w.t(
            "Sources of this page: {n}, {official} of them official or statistics",
            n=w.number(len(rows)),
            official=w.number(int(rows["kind"].isin(["official", "statistics"]).sum())),
        )

    label = viewer.remember("sources-counted", counted, *ids)
    with st.expander(label, key=SOURCES, on_change="rerun") as folded:
        if folded.open:
            order = st.session_state.pop(ORDER, "")
            live(order + str(markup.origins(viewer.origins(ids), w)), "sources", viewer)
    if not folded.open:  # the browser's menu prints without asking the server
        hint = escape(w.t("The sources are listed when the page is printed with its Print button or Ctrl+P."))
        st.html(f'<p class="paper-only">{hint}</p>')


def paper(viewer: Viewer) -> None:
    """The order to print on a view that lists no sources of its own below."""
    if order := st.session_state.pop(ORDER, ""):
        live(order, "paper", viewer)


def empty(viewer: Viewer, clear: Callable[[], None]) -> None:
    """What to show when no complex passes the filters: which filters, and the way out."""
    w = viewer.w
    st.info(
        w.t(
            "No complex matches these filters: {filters}.",
            filters=markup.plain(" · ".join(viewer.scope.described(w, viewer.names))),
        )
    )
    st.button(w.t("Clear filters"), on_click=clear, key="clear-empty")


def print_button(name: str, about: Sequence[tuple[str, str]], viewer: Viewer) -> None:
    """A button that opens the sources (see `sources`) and prints."""
    st.button(viewer.w.t("Print"), key=f"{name}-print", on_click=_order_paper, args=(about,))


def print_all_button(name: str, about: Sequence[tuple[str, str]], viewer: Viewer) -> None:
    """A button that prints all tabs of the entry (rollout.web.paper)."""
    if st.button(viewer.w.t("Print all tabs"), key=f"{name}-print-all", on_click=_order_all, args=(name, about)):
        st.rerun()  # the whole page, of which this button is a part


def download(
    label: str,
    make: Callable[[], bytes],
    name: str,
    mime: str,
    key: str,
    viewer: Viewer,
    kind: Literal["primary", "secondary", "tertiary"] = "secondary",
) -> None:
    """A button that makes a file when pressed and has the browser save it, or says why it could not be made.

    The file is made in the page's own run: Streamlit's deferred downloads run outside the session, do not see what was
    chosen on the page, and answer a fault in English for five seconds.
    """
    w = viewer.w
    if not st.button(label, key=key, type=kind, on_click=_count, args=("files-made",)):
        return
    try:
        with st.spinner(w.t("Making the file")), turns.aside():
            content = base64.b64encode(make()).decode()
    except Exception as error:
        logging.exception("The file %s could not be made", name)
        st.error(why_no_file(error, w, markup.plain))
        return
    audit(viewer.person, "export", file=name, filters=viewer.scope.query())
    done = w.t("Saved as {name}", name=name)
    live(
        markup.fill(
            "file.html", name=name, mime=mime, content=content, number=st.session_state["files-made"], done=done
        ),
        f"{key}-file",
        viewer,
    )


def _order_paper(about: Sequence[tuple[str, str]]) -> None:
    """Open the sources and leave with them the order to print: so it arrives in the browser when they do."""
    _count("prints")
    st.session_state.update(
        {SOURCES: True, ORDER: markup.fill("print.html", about=about, number=st.session_state["prints"])}
    )


def _order_all(name: str, about: Sequence[tuple[str, str]]) -> None:
    """The same for all tabs."""
    st.session_state[ALL_TABS] = name
    _order_paper(about)


def _count(orders: str) -> None:
    """Number an order to the browser.

    Each must differ from the one before, or the browser would not see a second one.
    """
    st.session_state[orders] = st.session_state.get(orders, 0) + 1


def link(viewer: Viewer) -> str:
    """The address that shows this view again, on any day and in any language: its dates are fixed."""
    texts = address.texts() if address.is_whole() else {}
    controls = "".join(f"&{urlencode([pair])}" for pair in links.pairs(address.own() | texts))
    return f"{(st.context.url or '').split('?')[0]}?{viewer.scope.query()}{controls}"


def copy_link(viewer: Viewer, key: str = "copy-link", opened: str = "") -> None:
    """A button that copies the view's address, its dates fixed, and what is `opened` on it (a data-open value)."""
    w = viewer.w
    address_of = link(viewer) + (f"&{urlencode({address.OPEN: opened})}" if opened else "")
    live(markup.fill("copy.html", link=address_of, label=w.t("Copy link"), done=w.t("Copied")), key, viewer)


def about_view(viewer: Viewer, link: str) -> list[tuple[str, str]]:
    """What a file must say of the view it was made from: filters, dates, snapshot, link."""
    w, scope = viewer.w, viewer.scope
    return [
        (w.t("Filters"), " · ".join(scope.described(w, viewer.names))),
        (w.t("As of"), scope.as_of.isoformat()),
        (w.t("Compared with"), scope.compare.isoformat()),
        (w.t("Snapshot of the store"), str(scope.snapshot)),
        (w.t("Link"), link),
        (w.t("Made on"), clock.today().isoformat()),
    ]
