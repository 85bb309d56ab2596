"""What somebody has typed into the form and not published yet: kept as they type, offered again when they come back."""

import hashlib
from collections.abc import Mapping
from typing import Any

import streamlit as st

from rollout import clock
from rollout.access import Person
from rollout.ledger.records import Records
from rollout.web.blocks import Viewer

KEPT = 5  # forms of a person
OPEN, LAST, TYPED, FIRST = "unfinished-open", "unfinished-last", "unfinished-typed", "unfinished-first-"


def keep(key: str, about: Mapping[str, Any], said: str, viewer: Viewer, person: Person) -> None:
    """Keep what a form holds. `key`: what its fields' keys begin with; `about`: its controls; `said`: it in a line."""
    typed = {
        str(name).removeprefix(key): value
        for name, value in st.session_state.items()
        if str(name).startswith(f"{key}-") and isinstance(value, str | bool | list | None)
    }
    if typed == st.session_state.setdefault(f"{FIRST}{key}", typed):
        return  # as it was when it was opened
    content = {"person": person.id, "about": dict(about), "said": said, "typed": typed}
    if content == st.session_state.get(LAST):
        return
    records, name = _records(viewer), _name(person, about)
    records.save(content | {"made_at": clock.now().isoformat(timespec="seconds")}, name)
    st.session_state[OPEN], st.session_state[LAST] = name, content
    for old in list(_own(records, person))[KEPT:]:
        records.remove(old)


def offer(viewer: Viewer, person: Person) -> None:
    """Offer the newest form that the person did not finish, unless it is the one that is open."""
    w, records = viewer.w, _records(viewer)
    own = {name: one for name, one in _own(records, person).items() if name != st.session_state.get(OPEN)}
    if not own:
        return
    name, content = next(iter(own.items()))
    with st.container(border=True, key="unfinished"):
        st.markdown(w.t("Not finished: {what}, {day}", what=content["said"], day=str(content["made_at"])[:10]))
        with st.container(horizontal=True):
            st.button(w.t("Go on with it"), on_click=_resume, args=(name, content), key="unfinished-resume")
            st.button(w.t("Throw it away"), on_click=records.remove, args=(name,), key="unfinished-discard")


def refill(key: str) -> None:
    """Fill a form's fields, before they are drawn, with what was typed when it was left."""
    for name, value in st.session_state.pop(TYPED, {}).items():
        st.session_state[f"{key}{name}"] = value


def forget(viewer: Viewer) -> None:
    """The form that is open was published or became a draft."""
    st.session_state.pop(LAST, None)
    if name := st.session_state.pop(OPEN, None):
        _records(viewer).remove(name)


def _resume(name: str, content: Mapping[str, Any]) -> None:
    st.session_state.update(content["about"])
    st.session_state[TYPED], st.session_state[OPEN] = dict(content["typed"]), name


def _records(viewer: Viewer) -> Records:
    return Records(viewer.asker.store.place, "unfinished")


def _own(records: Records, person: Person) -> dict[str, dict[str, Any]]:
    """The forms that a person did not finish, the newest first."""
    return {name: one for name, one in records.every().items() if one.get("person") == person.id and "typed" in one}


def _name(person: Person, about: Mapping[str, Any]) -> str:
    """One record for a person and what the form is about."""
    return hashlib.sha256(f"{person.id} {sorted(about.items())}".encode()).hexdigest()[:8]
