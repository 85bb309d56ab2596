"""SQL: one SELECT of the facts, run in a process of its own; the tables, examples, the answer and its files."""

from html import escape

import streamlit as st

from rollout import clock
from rollout.document.model import Section
from rollout.questions.scope import Choice
from rollout.render import markup, parquet, tabular
from rollout.store.sandbox import LONGEST_SQL, Answer, RefusedError
from rollout.subjects.explore import sql as explore
from rollout.subjects.sources import sections as sources
from rollout.web import address, blocks, completing, source, turns, watching
from rollout.web.address import bound
from rollout.web.blocks import Viewer
from rollout.web.sections import head, show

SQL, TABLE, EXAMPLE = "sql", "sql_table", "sql-example"
CHOICES = (
    Choice(SQL, lambda w: w.t("SQL"), kind="note"),
    Choice(TABLE, lambda w: w.t("Table"), kind="text"),
)


def render(viewer: Viewer) -> None:
    """Draw the view, top to bottom."""
    w = viewer.w
    head(
        "sql",
        viewer,
        [(w.t("Ask the facts in SQL"), "")],
        w.t("DuckDB's SQL on a read-only copy of the tables; filters and dates above do not apply"),
    )
    left, right = st.columns([0.58, 0.42], gap="large")
    with left:
        asked, anew = _write(viewer)
        below = st.container()
    with right:
        _tables(viewer)
    with below:
        found = _found(asked, anew, viewer)
    if found:
        _answer(asked, found, viewer)


def _write(viewer: Viewer) -> tuple[str, bool]:
    """The field for SQL; returns what it holds, and whether it has just been told to run."""
    w, examples = viewer.w, explore.examples(viewer.w.lang)
    st.selectbox(
        w.t("Examples"),
        list(examples),
        index=None,
        format_func=lambda name: examples[name][0],
        placeholder=w.t("Choose an example"),
        key=EXAMPLE,
        on_change=_take,
        args=(w.lang,),
    )
    held = bound(SQL, next(iter(examples.values()))[1])
    with st.form("sql-form", border=False):
        asked = st.text_area(
            w.t("SQL"),
            height=260,
            max_chars=LONGEST_SQL,
            key=held["key"],
            persist_state=held["persist_state"],
        )
        with st.container(horizontal=True, vertical_alignment="center"):
            then = {"on_click": held["on_change"], "args": held["args"]}
            anew = st.form_submit_button(w.t("Run"), key="sql-run", type="primary", **then)
    completing.names(viewer)
    st.html(f'<pre class="paper-only">{escape(asked)}</pre>')
    if not address.is_whole():
        st.caption(w.t("The SQL is too long for a link: the address leaves it out."))
    return asked, anew


def _take(lang: str) -> None:
    """An example was chosen: it stands in the field, and the list waits for another choice."""
    chosen = st.session_state[EXAMPLE]
    st.session_state[EXAMPLE] = None
    if chosen in explore.examples(lang):  # after Back the browser may name one in the other language
        st.session_state[SQL] = explore.examples(lang)[chosen][1]
        address.write()


@st.fragment
def _tables(viewer: Viewer) -> None:
    """The tables that can be asked, and the columns of one."""
    w, tables = viewer.w, explore.tables(viewer)
    name = st.selectbox(
        w.t("Tables and columns"),
        list(tables),
        format_func=lambda name: f"{name} · {tables[name]}",
        **bound(TABLE, "milestones", tables),
    )
    section = explore.columns(viewer, name)
    if section:
        with st.container(height=300, border=True, key="sql-schema"):
            st.caption(markup.plain(section.unit))
            show(section, viewer, heading=False)


def _found(asked: str, anew: bool, viewer: Viewer) -> Answer | None:
    """Run it; or say below the field why there is no answer, with the place marked."""
    w, person = viewer.w, viewer.person
    if not person.may("view"):
        return None
    try:
        with st.spinner(w.t("Running")), turns.aside():
            return source.sandbox().ask(asked, viewer.scope.snapshot, known=bool(person.id), anew=anew)
    except RefusedError as fault:
        st.warning(markup.plain(explore.said(fault, w)))
        if mark := explore.marked(asked, fault.place):
            st.code(mark, language=None)
        if fault.detail:
            st.caption(w.t("DuckDB: “{words}”", words=markup.plain(fault.detail)))
        return None


def _answer(asked: str, found: Answer, viewer: Viewer) -> None:
    """The rows with their sources, and their files."""
    section = explore.answer(viewer, found, explore.SHOWN)
    show(section, viewer)
    _files(asked, found, viewer)
    if cited := section.every_origin():
        blocks.sources(cited, viewer)
    blocks.paper(viewer)


def _files(asked: str, found: Answer, viewer: Viewer) -> None:
    """The whole answer as CSV, XLSX and Parquet, with the SQL that made it."""
    w = viewer.w
    about = [
        (w.t("SQL"), asked),
        (w.t("Snapshot of the store"), str(viewer.scope.snapshot)),
        (w.t("Rows"), w.number(found.rows.num_rows)),
        (w.t("Link"), blocks.link(viewer)),
        (w.t("Made on"), clock.today().isoformat()),
    ]

    def section() -> Section:
        return explore.answer(viewer, found)

    def workbook() -> bytes:
        made = section()
        cited = sources.cited(viewer, set(made.every_origin()))
        return tabular.xlsx([(w.t("Answer"), made), (w.t("Sources"), cited)], about, w)

    with st.container(horizontal=True):
        for label, make, form, mime in (
            (w.t("Download CSV"), lambda: tabular.csv(section(), about, w), "csv", "text/csv"),
            (w.t("Download XLSX"), workbook, "xlsx", tabular.XLSX),
            (w.t("Download Parquet"), lambda: explore.as_parquet(found), "parquet", parquet.MEDIA),
        ):
            name = tabular.file_name(("sql", str(viewer.scope.snapshot)), form)
            blocks.download(label, make, name, mime, f"sql-{form}", viewer)
        blocks.print_button("sql", about[1:], viewer)
        watching.control("sql", viewer)
