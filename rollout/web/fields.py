"""The fields of a form of a table, drawn by what the descriptor says of them; and the choice of sources."""

from collections.abc import Mapping

import streamlit as st

from rollout.facts.change import Row
from rollout.facts.descriptor import LIST_SEPARATOR, Field, is_list
from rollout.ledger import forms
from rollout.ledger.forms import SOURCES, Typed
from rollout.render import markup
from rollout.subjects.sources.dictionary import meaning
from rollout.web.blocks import Viewer

Present = Mapping[str, Mapping[str, Row]]
NAMED = {"complexes": "complexes", "stages": "stages", "provinces": "provinces", "industries": "industries"}
NEW_SOURCE = ("publisher", "title", "url", "published_on", "kind")
SHOWN_TITLE = 60


def draw(table: str, name: str, row: Row, key: str, present: Present, viewer: Viewer) -> Typed:
    """A field of a form; returns the cells that it fills, or what is wrong with it.

    `row`: the cells to begin with. `key`: tells forms apart.
    """
    field, w = forms.fields(table)[name], viewer.w
    label, key, first = title(field, viewer), f"{key}-{name}", row.get(name, "")
    options = _options(table, name, field, present, viewer)
    if options is not None and is_list(field):
        st.session_state.setdefault(key, [one for one in first.split(LIST_SEPARATOR) if one in options])
        chosen = st.multiselect(
            label, list(options), format_func=options.__getitem__, key=key, help=_help(field, viewer)
        )
        return Typed({name: LIST_SEPARATOR.join(chosen)})
    if options is not None:
        st.session_state.setdefault(key, first if first in options else None)
        one = st.selectbox(
            label,
            list(options),
            index=None,
            format_func=options.__getitem__,
            key=key,
            placeholder=w.t("not chosen"),
            help=_help(field, viewer),
        )
        return Typed({name: one or ""})
    if field["type"] == "boolean":
        st.session_state.setdefault(key, first == "true")
        return Typed({name: "true" if st.checkbox(label, key=key, help=_help(field, viewer)) else "false"})
    st.session_state.setdefault(key, forms.written(table, name, row))
    text = st.text_input(label, key=key, placeholder=_example(field, viewer), help=_help(field, viewer))
    typed = forms.typed(table, name, text or "", row, w)
    if typed.problem:
        st.caption(f":red[{markup.plain(typed.problem)}]")
    elif said := forms.read_as(table, name, typed.cells, row, w):
        st.caption(markup.plain(w.t("Read as {value}", value=said)))
    return typed


def title(field: Field, viewer: Viewer) -> str:
    """A field's name in the reader's language, as the descriptor has it; a star where it must be filled."""
    said = str(field["title_ko" if viewer.w.lang == "ko" else "title"])
    return said + " *" * bool(field.get("constraints", {}).get("required"))


def sources(row: Row, key: str, present: Present, viewer: Viewer) -> tuple[str, dict[str, str], list[str]]:
    """The choice of sources: known ones, and one that is new.

    Returns the ids of the known ones, the new one's cells (empty where none is entered) and what is wrong with it.
    """
    w, known = viewer.w, present["origins"]
    called = {i: f"{i} · {one['publisher']} · {one['title'][:SHOWN_TITLE]}" for i, one in reversed(list(known.items()))}
    st.session_state.setdefault(
        f"{key}-known", [one for one in row.get(SOURCES, "").split(LIST_SEPARATOR) if one in called]
    )
    chosen = st.multiselect(
        w.t("Known sources"),
        list(called),
        format_func=called.__getitem__,
        key=f"{key}-known",
        placeholder=w.t("publisher, title, number"),
    )
    cells: dict[str, str] = {}
    problems = []
    with st.container(key="new-source"):
        st.caption(w.t("or a new source"))
        for names in (("publisher", "published_on", "kind"), ("title", "url")):
            for column, name in zip(st.columns(len(names)), names, strict=True):
                with column:
                    typed = draw("origins", name, {"kind": "press"}, f"{key}-new", present, viewer)
                cells |= typed.cells
                problems += [typed.problem] if typed.problem else []
    entered = any(cells.get(name) for name in ("publisher", "title", "url", "published_on"))
    return LIST_SEPARATOR.join(chosen), cells if entered else {}, problems


def _options(table: str, name: str, field: Field, present: Present, viewer: Viewer) -> Mapping[str, str] | None:
    """What a field offers (value to label); None where it is typed."""
    w, target = viewer.w, forms.points_at(table, name)
    if "enum" in field.get("constraints", {}):
        allowed = field["constraints"]["enum"]
        words = w.codes(field["codes"]) if "codes" in field else viewer.names["complexes"]
        return {
            code: words.get(code, code) for code in sorted(allowed, key=list({**words, **dict.fromkeys(allowed)}).index)
        }
    if target in NAMED:
        return viewer.names[NAMED[target]]
    if target == "usage_warnings":
        return {i: w.of(one, "name") for i, one in present[target].items()}
    if target:
        return {i: forms.label(target, one, w) for i, one in present[target].items()}
    return None


def _example(field: Field, viewer: Viewer) -> str:
    w = viewer.w
    if field["type"] == "date":
        return w.t("2026-11-27, 2027 H2, 2027") if forms.precision_of(field) else "2026-11-27"
    if field["type"] == "integer" and field["name"] in {"value", "amount_krw"}:
        return w.t("3.6 trillion, 3.3 km2, 500")
    return ""


def _help(field: Field, viewer: Viewer) -> str | None:
    return markup.plain(meaning(field, viewer.w)) or None
