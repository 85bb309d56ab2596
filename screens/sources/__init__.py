"""Sources and dictionary: what is published and how new, what rests on official pages, every source, every table, every term."""

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from rollout import blocks, markup
from rollout.address import bound
from rollout.blocks import Viewer
from rollout.scope import Choice
from rollout.words import fold
from screens import dialogs
from screens.sources import answer, files, hops

PARTS = ("questions", "tables", "metrics")
CHOICES = (
    Choice("sources_show", lambda w: w.t("Show"), lambda w, _: {show: answer.show_name(show, w) for show in answer.SHOWS}),
    Choice("source_find", lambda w: w.t("Find a source"), kind="text"),
    Choice("source_kind", lambda w: w.t("Kind of source"), lambda w, _: {kind: answer.kind_name(kind, w) for kind in answer.KINDS}),
    Choice("source_use", lambda w: w.t("Used in"), lambda w, _: answer.citing_titles(w)),
    Choice("sources_part", lambda w: w.t("Part of the dictionary"), lambda w, _: {part: answer.part_name(part, w) for part in PARTS}),
    Choice("sources_table", lambda w: w.t("Table"), lambda w, _: answer.table_titles(w)),
    Choice(
        "sources_terms", lambda w: w.t("Part of the glossary"), lambda w, _: {kind: answer.terms_name(kind, w) for kind in answer.TERMS}
    ),
    Choice("sources_term", lambda w: w.t("Find a term"), kind="text"),
)
LONGEST = 100
STEP = 50


def render(viewer: Viewer) -> None:
    """Draw the page, top to bottom."""
    coverage = viewer.ask("sources/coverage")
    support = viewer.ask("sources/support")
    rows = viewer.ask("sources/catalogue")
    titles = {name: page.title for name, page in viewer.screens.items()}
    readers = hops.readers({page: package for page, package in hops.packages().items() if page in titles and page != "sources"})
    read_by = {table: [titles[page] for page in pages] for table, pages in readers.items()}
    _top(viewer, coverage)
    _coverage(viewer, coverage)
    _support(viewer, coverage, support, read_by)
    _list(viewer, rows, read_by)
    _dictionary(viewer, titles)
    _glossary(viewer)
    _sources(viewer, coverage, support, rows, read_by)


@st.fragment
def _top(viewer: Viewer, coverage: pd.DataFrame) -> None:
    blocks.live(answer.top(viewer, coverage), "top", viewer)


@st.fragment
def _coverage(viewer: Viewer, coverage: pd.DataFrame) -> None:
    w = viewer.w
    blocks.heading(
        answer.coverage_title(coverage, viewer),
        w.t("By complex and subject: the newest of its statements as of {day}, its age against today ({today})", day=viewer.scope.as_of.isoformat(),
            today=viewer.scope.today.isoformat()),
    )  # fmt: skip
    show = st.segmented_control(
        w.t("Show"), answer.SHOWS, format_func=lambda name: answer.show_name(name, w), required=True,
        **bound("sources_show", "newest", answer.SHOWS),
    )  # fmt: skip
    opened = blocks.live(answer.matrix(coverage, show or "newest", viewer), "coverage", viewer)
    kind, _, rest = (opened or "").partition(":")
    complex_id, _, subject = rest.partition(":")
    cell = coverage[(coverage["complex_id"] == complex_id) & (coverage["subject"] == subject)]
    if kind == "covered" and len(cell):
        row = cell.iloc[0].to_dict()
        title, html = answer.covered(row, viewer)
        blocks.html_dialog(title, html, markup.as_list(row["origin_ids"]), viewer)


@st.fragment
def _support(viewer: Viewer, coverage: pd.DataFrame, support: pd.DataFrame, read_by: Mapping[str, list[str]]) -> None:
    w = viewer.w
    blocks.heading(
        answer.support_title(support, w),
        w.t("By table, all of Korea: rows with at least one official or statistical source. Filters do not apply"),
    )
    opened = blocks.live(answer.support_html(support, read_by, w), "support", viewer)
    blocks.heading(w.t("The same by complex: the lowest share first"), w.t("Statements that name the complex, in the subjects above"))
    _open(blocks.live(answer.by_complex_html(coverage, viewer), "by-complex", viewer) or opened, viewer)


@st.fragment
def _list(viewer: Viewer, rows: pd.DataFrame, read_by: Mapping[str, list[str]]) -> None:
    w, scope = viewer.w, viewer.scope
    filtered = len(scope.complexes) < len(viewer.names["complexes"])
    title = st.empty()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        words = st.text_input(w.t("Find a source"), type="search", live=True, max_chars=LONGEST, width=300, **bound("source_find", ""),
                              placeholder=w.t("publisher, title, number, address"))  # fmt: skip
        kind = st.selectbox(w.t("Kind of source"), answer.KINDS, index=None, format_func=lambda k: answer.kind_name(k, w), **bound("source_kind", None, answer.KINDS),
                            placeholder=w.t("all kinds"), filter_mode=None, width=190)  # fmt: skip
        tables = answer.citing_titles(w)
        table = st.selectbox(w.t("Used in"), list(tables), index=None, format_func=tables.__getitem__, **bound("source_use", None, tables),
                             placeholder=w.t("all tables"), width=230)  # fmt: skip
        publishers = rows["publisher"].value_counts()
        publisher = st.selectbox(w.t("Publisher"), list(publishers.index), index=None, key="source_publisher",
                                 format_func=lambda name: f"{name} ({w.number(publishers.get(name, 0))})", placeholder=w.t("all publishers"), width=230)  # fmt: skip
        only = filtered and st.toggle(w.t("Only of the complexes in scope"), value=True, key="source_scope")
    known = answer.found(rows, words, kind, table, publisher)
    shown = answer.in_scope(known, scope.complexes) if only else known
    with title:
        unit = (
            w.t("Sources of statements that name the complexes in scope")
            if only
            else w.t("Every source published by the as-of day, or undated")
        )
        blocks.heading(answer.list_title(shown, w), unit)
    if shown.empty:
        st.info(w.n("One source outside the filters fits: switch off “Only of the complexes in scope”.",
                    "{n} sources outside the filters fit: switch off “Only of the complexes in scope”.", len(known))
                if len(known) else w.t("Nothing fits. Search by publisher, title, source number (such as BD-001) or address; or clear kind, table and publisher."))  # fmt: skip
        return
    asked = (fold(words), kind, table, publisher, only)
    if st.session_state.get("source_asked") != asked:
        st.session_state.update({"source_asked": asked, "source_shown": STEP})
    many = st.session_state["source_shown"]
    opened = blocks.live(answer.list_html(shown.head(many), read_by, w), "list", viewer)
    if many < len(shown):
        label = w.t("Show {more} more of {rest}", more=w.number(min(STEP, len(shown) - many)), rest=w.number(len(shown) - many))
        st.button(label, key="source_more", on_click=_more)
    _open(opened, viewer)


def _more() -> None:
    st.session_state["source_shown"] += STEP


@st.fragment
def _dictionary(viewer: Viewer, titles: Mapping[str, str]) -> None:
    w = viewer.w
    blocks.heading(
        w.t("Where a figure comes from: page, question, table"), w.t("Names and meanings of questions and columns are kept in English")
    )
    part = st.segmented_control(w.t("Part of the dictionary"), PARTS, format_func=lambda name: answer.part_name(name, w), required=True,
                                **bound("sources_part", "questions", PARTS), label_visibility="collapsed")  # fmt: skip
    if part == "metrics":
        blocks.live(answer.metrics_html(w), "metrics", viewer)
    elif part == "tables":
        tables = answer.table_titles(w)
        name = st.selectbox(w.t("Table"), list(tables), format_func=tables.__getitem__, width=420,
                            **bound("sources_table", "milestones", tables))  # fmt: skip
        _open(blocks.live(answer.table_html(name, w), "table", viewer), viewer)
    else:
        packages = {page: package for page, package in hops.packages().items() if page in titles}
        page = st.selectbox(w.t("Page"), list(packages), format_func=titles.__getitem__, key="sources_page", filter_mode=None, width=420)
        _open(blocks.live(answer.questions_html(hops.asked(packages[page]), w), "questions", viewer), viewer)


@st.fragment
def _glossary(viewer: Viewer) -> None:
    w = viewer.w
    told = answer.terms(viewer.ask("sources/glossary"))
    blocks.heading(w.t("Glossary: {n} terms in Korean and English", n=w.number(len(told))),
                   w.t("Definitions in our words; those of laws and programmes with their sources. Law texts are reposts: the law in force decides"))  # fmt: skip
    words = st.text_input(w.t("Find a term"), type="search", live=True, max_chars=LONGEST, width=300, **bound("sources_term", ""),
                          placeholder=w.t("term, abbreviation or meaning"))  # fmt: skip
    kind = st.pills(w.t("Part of the glossary"), answer.TERMS, format_func=lambda name: answer.terms_name(name, w), required=True, **bound("sources_terms", "term", answer.TERMS),
                     disabled=bool(fold(words)), label_visibility="collapsed")  # fmt: skip
    shown = answer.looked_up(told, words, kind or "term", w)
    if not shown:
        st.info(
            w.t("No term has “{words}” in its name or meaning. Try a shorter word, in Korean or English.", words=markup.plain(fold(words)))
        )
    dialogs.show(blocks.live(answer.glossary_html(shown, bool(fold(words)), w), "glossary", viewer), viewer)


def _open(opened: str | None, viewer: Viewer) -> None:
    """A table's columns, or what every page opens."""
    kind, _, name = (opened or "").partition(":")
    if kind == "table" and name in answer.resources():
        blocks.html_dialog(answer.table_name(name, viewer.w), answer.table_html(name, viewer.w), (), viewer)
    else:
        dialogs.show(opened, viewer)


@st.fragment
def _sources(viewer: Viewer, coverage: pd.DataFrame, support: pd.DataFrame, rows: pd.DataFrame, read_by: Mapping[str, list[str]]) -> None:
    st.divider()
    chosen = {key: st.session_state[key] for key in ("sources_show", "source_find", "source_kind", "source_use", "sources_part", "sources_table",
                                                     "sources_term", "sources_terms") if st.session_state.get(key)}  # fmt: skip
    blocks.downloads(lambda: files.tables(viewer, coverage, support, rows, read_by), "sources", viewer, blocks.link(viewer, **chosen))
    blocks.sources(markup.ids(coverage["origin_ids"]), viewer)
