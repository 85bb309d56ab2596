"""Import: a workbook to fill, and a filled one taken in: what is wrong with it, what it changes, its publication."""

import hashlib

import streamlit as st

from rollout.facts.change import Change, unmade
from rollout.facts.reasons import in_words
from rollout.ledger import files, findings, grid, history, marks, template, upload
from rollout.ledger.upload import Finding, Upload
from rollout.questions.scope import Choice
from rollout.render import markup, tabular
from rollout.subjects.sources.dictionary import resources, titles
from rollout.web import blocks, publishing
from rollout.web.address import bound
from rollout.web.blocks import Viewer
from rollout.web.sections import head, show

TABLE = "import_table"
ALL = ""
READ = "import-read"
CHOICES = (Choice(TABLE, lambda w: w.t("Table"), lambda w, _: titles(w)),)


def render(viewer: Viewer) -> None:
    """Draw the view, top to bottom."""
    w = viewer.w
    under = w.t("Nothing is written until everything is sound and you publish it")
    head("imports", viewer, [(w.t("Take in a workbook"), "")], under)
    if publishing.begins(viewer):
        _import(viewer)


@st.fragment
def _import(viewer: Viewer) -> None:
    w = viewer.w
    left, right = st.columns([0.44, 0.56], gap="large")
    with left:
        _template(viewer)
    with right:
        turn, most = st.session_state.get(publishing.TURN, 0), grid.LARGEST // 2**20
        file = st.file_uploader(
            w.t("Filled workbook (.xlsx), CSV or data package (.zip)"),
            max_upload_size=most,
            key=f"import-file-{turn}",
        )
        st.html(markup.fill("uploader.html", choose=w.t("Choose a file"), most=w.t("{n} MB at most", n=most)))
    if file is not None:
        _taken(file.name, file.getvalue(), viewer)


def _template(viewer: Viewer) -> None:
    """The workbook to fill: of one table, or of all."""
    w, called = viewer.w, titles(viewer.w)
    offered = {ALL: w.t("all tables")} | called
    table = st.selectbox(
        w.t("Template of a table"), list(offered), format_func=offered.__getitem__, **bound(TABLE, ALL, offered)
    )
    tables = [table] if table else list(resources())
    name = tabular.file_name([w.t("template"), offered[table]], "xlsx")
    blocks.download(
        w.t("Download the template"),
        lambda: _filled(tables, viewer),
        name,
        tabular.XLSX,
        "template",
        viewer,
    )
    st.caption(w.t("It holds the present rows. Change them, add rows below; a row without an id gets one."))


def _filled(tables: list[str], viewer: Viewer) -> bytes:
    store, snapshot = viewer.asker.store, viewer.asker.snapshot()
    return template.workbook(store.present(snapshot), tables, viewer.w, snapshot)


def _taken(name: str, content: bytes, viewer: Viewer) -> None:
    """What an uploaded file would do, or what is wrong with it."""
    w = viewer.w
    digest = hashlib.sha256(content).hexdigest()[:12]
    try:
        with st.spinner(w.t("Reading the file")):
            read = _read(name, content, digest, remove=st.session_state.get(f"remove-{digest}", False), viewer=viewer)
    except grid.FileRefusedError as error:
        st.error(markup.plain(in_words(error.reason, w)))
        return
    if read.ignored:
        st.info(markup.plain(w.t("Not read, as they are no tables: {sheets}", sheets=", ".join(read.ignored[:20]))))
    if read.gone:
        gone = w.number(len(read.gone))
        st.checkbox(w.t("Remove the rows that the file no longer has: {n}", n=gone), key=f"remove-{digest}")
    if read.faults:
        show(findings.faults(read.faults, w), viewer, "upload-faults")
        _marked(name, content, [*read.faults, *read.questions], viewer)
        return
    changes = [*read.changes, *_merged(read, digest, viewer)]
    if not changes:
        st.info(w.t("The file says what is known already: no row differs."))
        return
    _preview(changes, name, digest, viewer)
    if read.questions:
        _marked(name, content, read.questions, viewer)


def _read(name: str, content: bytes, digest: str, remove: bool, viewer: Viewer) -> Upload:
    """The file as it was read, kept while file, snapshot and choice stay."""
    snapshot = viewer.asker.snapshot()
    asked = (name, digest, snapshot, remove)
    known = st.session_state.get(READ)
    if known is None or known[0] != asked:
        store, base = viewer.asker.store, files.made_from(content)
        numbers = {commit["snapshot_id"] for commit in history.commits(viewer)}
        read = upload.read(name, content, store.present(base if base in numbers else snapshot), remove)
        read.changes = unmade(store.present(snapshot), read.changes)
        known = (asked, read)
        st.session_state[READ] = known
    kept: Upload = known[1]
    return kept


def _merged(read: Upload, digest: str, viewer: Viewer) -> list[Change]:
    """Statements that are there already, apart; their sources, if one wants them."""
    if not read.duplicates:
        return []
    show(findings.duplicates(read.duplicates, viewer.w), viewer, "upload-duplicates")
    merged = read.with_sources
    label = viewer.w.t("Add their sources to the rows that are there: {n}", n=viewer.w.number(len(merged)))
    return merged if merged and st.checkbox(label, value=True, key=f"merge-{digest}") else []


def _preview(changes: list[Change], name: str, digest: str, viewer: Viewer) -> None:
    """What would change, cell by cell, beside what it does and the button."""
    w = viewer.w
    kinds = [(w.t("new: {n}"), "new"), (w.t("changed: {n}"), "changed"), (w.t("gone: {n}"), "gone")]
    counts = {kind: sum(change.kind == kind for change in changes) for _, kind in kinds}
    said = ", ".join(text.format(n=w.number(counts[kind])) for text, kind in kinds if counts[kind])
    left, right = st.columns([0.56, 0.44], gap="large")
    with left:
        show(history.changed(changes, w.t("Rows that change"), said, viewer), viewer, "upload-changes")
    with right:
        message = w.t("Import of {name} ({said})", name=name[-100:], said=said)
        publishing.panel(changes, message, "import", viewer, f"import-{digest}")


def _marked(name: str, content: bytes, found: list[Finding], viewer: Viewer) -> None:
    """A copy of the file that says at each cell what is wrong."""
    w = viewer.w
    blocks.download(
        w.t("Download a copy with the cells marked"),
        lambda: marks.marked(name, content, found, w),
        tabular.file_name([name.rpartition(".")[0], w.t("marked")], "xlsx"),
        tabular.XLSX,
        "marked",
        viewer,
    )
