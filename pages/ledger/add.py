"""Add or correct: one statement with its source, what it does to the figures, and its publication."""

from collections.abc import Mapping, Sequence

import streamlit as st

from rollout.facts.change import Change, Row
from rollout.facts.change import key as row_key
from rollout.ledger import forms
from rollout.questions.scope import Choice
from rollout.render import markup
from rollout.web import blocks, fields, identity, publishing, unfinished
from rollout.web.address import bound
from rollout.web.blocks import Viewer
from rollout.web.sections import head

TABLE, COMPLEX, STAGE, METRIC, ROW, FROM = "add_table", "add_complex", "add_stage", "add_metric", "add_row", "add_from"
NEW = ""
SHOWN_BEFORE = 8
CHOICES = (
    Choice(TABLE, lambda w: w.t("Table"), lambda w, _: forms.tables(w)),
    Choice(COMPLEX, lambda w: w.t("Complex"), lambda _, names: names["complexes"]),
    Choice(STAGE, lambda w: w.t("Stage"), lambda _, names: names["stages"]),
    Choice(METRIC, lambda w: w.t("Figure"), lambda w, _: w.codes("figure-metric")),
    Choice(ROW, lambda w: w.t("Row to correct"), kind="text"),
    Choice(FROM, lambda w: w.t("Row to begin from"), kind="text"),
)
PRESET = {COMPLEX: "complex_id", STAGE: "stage_id", METRIC: "metric"}  # chosen above the form, not in it
ONLY = {STAGE: "milestones", METRIC: "complex_figures"}


def render(viewer: Viewer) -> None:
    """Draw the view, top to bottom."""
    w = viewer.w
    head("add", viewer, [(w.t("What is new?"), "")], w.t("A statement with its source; * must be filled"))
    if publishing.begins(viewer):
        _form(viewer)


@st.fragment
def _form(viewer: Viewer) -> None:
    present, person = forms.present(viewer.asker), identity.person()
    unfinished.offer(viewer, person)
    left, right = st.columns([0.56, 0.44], gap="large")
    with left:
        table, begun, key = _about(present, viewer)
        unfinished.refill(key)
        row, problems = _fields(table, begun, key, present, viewer)
        source, problems = _source(begun, key, problems, present, viewer) if table != "origins" else ({}, problems)
    changes, last = _changes(table, begun, row, source, present)
    missing = _missing(table, changes, viewer)
    said = "; ".join(forms.sentence(change, last, viewer) for change in changes if change.table == table)
    if changes or problems:
        about = {name: st.session_state.get(name) for name in (TABLE, COMPLEX, STAGE, METRIC, ROW, FROM)}
        unfinished.keep(key, about, said, viewer, person)
    with right, st.container(key="effect"):
        if problems or missing or not changes:
            _unfinished(problems, missing, viewer)
            _earlier(table, row, present, viewer)
        else:
            publishing.panel(changes, said, "publish", viewer, key)


def _about(present: fields.Present, viewer: Viewer) -> tuple[str, Row, str]:
    """What the statement is about: the table, the row to begin with, and a key for its fields."""
    w, offered = viewer.w, forms.tables(viewer.w)
    first, second = st.columns(2)
    with first:
        table = st.selectbox(
            w.t("What is it about?"),
            list(offered),
            format_func=offered.__getitem__,
            **bound(TABLE, "milestones", offered),
        )
    preset: dict[str, str] = {}
    with second:
        preset |= _choose(COMPLEX, w.t("Complex"), viewer.names["complexes"], table)
    left, right = st.columns(2)
    with left:
        preset |= _choose(STAGE, w.t("Stage"), viewer.names["stages"], table)
        preset |= _choose(METRIC, w.t("Figure"), w.codes("figure-metric"), table)
    known = {row_key(table, one): one for one in forms.said_before(table, preset, present[table])}
    known = known or (dict(present[table]) if table not in ONLY.values() else {})
    labels = {NEW: w.t("A new statement")} | {i: forms.label(table, one, w) for i, one in known.items()}
    with right:
        chosen = st.selectbox(
            w.t("New, or correct one that was made"),
            list(labels),
            format_func=labels.__getitem__,
            **bound(ROW, NEW, labels),
        )
    bound(FROM, NEW, labels)  # no control of its own: a link of a dialog sets it
    last = None if chosen else known.get(st.session_state[FROM])
    if last:
        st.caption(w.t("Filled in from: {row}", row=markup.plain(forms.label(table, last, w))))
    begun: Row = known[chosen] if chosen else (forms.following(table, last) if last else forms.usual(table)) | preset
    about = (table, chosen, row_key(table, last) if last else NEW, *preset.values())
    return table, begun, f"{'-'.join(about)}-{st.session_state.get(publishing.TURN, 0)}"


def _choose(name: str, label: str, options: Mapping[str, str], table: str) -> dict[str, str]:
    """One of the choices above the form, where the table has its field."""
    if PRESET[name] not in forms.fields(table) or ONLY.get(name, table) != table:
        return {}
    chosen = st.selectbox(
        label, list(options), index=None, format_func=options.__getitem__, **bound(name, None, options)
    )
    return {PRESET[name]: chosen} if chosen else {}


def _fields(
    table: str, begun: Row, key: str, present: fields.Present, viewer: Viewer
) -> tuple[dict[str, str], list[str]]:
    """The fields of the statement; returns the row as it is now, and what is wrong with it."""
    w, row, problems = viewer.w, dict(begun), []
    first, more = forms.asked(table)
    above = {PRESET[name] for name in PRESET if ONLY.get(name, table) == table}

    def draw(names: Sequence[str]) -> None:
        for column, name in zip(st.columns(2) * len(names), names, strict=False):
            with column:
                typed = fields.draw(table, name, forms.completed(table, row), key, present, viewer)
            row.update(typed.cells)
            if typed.problem:
                problems.append(typed.problem)

    draw([name for name in first if name not in above])
    with st.expander(w.t("More fields: {n}", n=len(more))):
        draw(more)
    return forms.completed(table, row), problems


def _source(
    begun: Row, key: str, problems: list[str], present: fields.Present, viewer: Viewer
) -> tuple[dict[str, str], list[str]]:
    """The sources of the statement: their ids, and the cells of a new one."""
    blocks.heading(viewer.w.t("Source") + " *", "")
    ids, cells, wrong = fields.sources(begun, key, present, viewer)
    known = next((i for i, one in present["origins"].items() if cells and one["url"] == cells["url"]), "")
    if known:
        st.caption(viewer.w.t("The address is known as {id}", id=known))
        return {forms.SOURCES: ";".join(filter(None, (ids, known)))}, problems + wrong
    return {forms.SOURCES: ids} | cells, problems + wrong


def _changes(
    table: str, begun: Row, row: Row, source: Mapping[str, str], present: fields.Present
) -> tuple[list[Change], Row | None]:
    """The changes that the form stands for; and what was last said of the same, for a new statement."""
    made, ids = [], source.get(forms.SOURCES, "")
    if len(source) > 1:
        new = forms.usual("origins") | {name: value for name, value in source.items() if name != forms.SOURCES}
        new["origin_id"] = forms.new_id("origins", new, present["origins"])
        made.append(Change("origins", None, new))
        ids = ";".join(filter(None, (ids, new["origin_id"])))
    whole: dict[str, str] = dict(row) | ({forms.SOURCES: ids} if table != "origins" else {})
    known = [present["origins"].get(i, {}).get("published_on", "") for i in ids.split(";")]
    published = source.get("published_on") or max(known)
    if "stated_on" in forms.fields(table) and not whole.get("stated_on") and published:
        whole |= {"stated_on": published, "stated_precision": "day"}
    name = forms.key_field(table)
    before = present[table].get(begun.get(name, ""))
    earlier = forms.said_before(table, whole, present[table])
    if before is None:
        whole[name] = forms.new_id(table, whole, present[table])
    change = Change(table, before, whole)
    if change.cells() or made:
        made.append(change)
    same = [one for one in earlier if one.get("counts", "true") == "true"]
    return forms.with_consequences(made, present), None if before or not same else same[0]


def _missing(table: str, changes: Sequence[Change], viewer: Viewer) -> list[str]:
    """The names of fields that must be filled and are not."""
    found = []
    for change in changes:
        own = forms.fields(change.table)
        typed_with = {forms.precision_of(field) for field in own.values()}
        for name, field in own.items():
            if name not in typed_with and field.get("constraints", {}).get("required") and not change.row.get(name):
                found.append(fields.title(field, viewer).rstrip(" *"))
    return list(dict.fromkeys(found))


def _earlier(table: str, row: Row, present: fields.Present, viewer: Viewer) -> None:
    """What was said of the same thing before, the newest first."""
    earlier = forms.said_before(table, row, present[table])[:SHOWN_BEFORE]
    if earlier:
        lines = [f"- {markup.plain(forms.label(table, one, viewer.w))}" for one in earlier]
        blocks.heading(viewer.w.t("Stated so far"), "")
        st.markdown("\n".join(lines))


def _unfinished(problems: Sequence[str], missing: Sequence[str], viewer: Viewer) -> None:
    w = viewer.w
    for problem in problems:
        st.warning(markup.plain(problem))
    if missing:
        st.info(w.t("Still to fill: {fields}", fields=", ".join(missing)))
    elif not problems:
        st.info(w.t("Nothing is changed yet."))
