"""The sign-in page, and who is signed in, in the head."""

from functools import partial
from typing import Literal

import streamlit as st

from rollout import access
from rollout.access import Person
from rollout.language.words import Words
from rollout.render import markup
from rollout.web import header, identity


def page(w: Words) -> None:
    """What somebody sees who must sign in first."""
    with st.container(horizontal=True, horizontal_alignment="right"):
        header.language()
    with st.container(width=560, gap="small"):
        st.header(w.t("High-tech Belt Monitor"), anchor=False)
        st.caption(markup.plain(access.settings().office))
        st.write(w.t("Please sign in to see the monitor. Afterwards you are back at the page that you asked for."))
        _buttons(w, "primary")


def corner(person: Person, w: Words) -> None:
    """In the head: the way to sign in, or who is signed in and the way out; nothing where nobody signs in."""
    if not identity.signs_in():
        return
    with st.container(key="person", width="content"):
        if not person.id:
            _buttons(w, "tertiary")
            return
        with st.popover(markup.plain(person.name), icon=":material/person:", type="tertiary"):
            st.write(markup.plain(f"{person.email or person.name} · {w.code('role', person.role)}"))
            st.button(w.t("Sign out"), key="sign-out", on_click=st.logout)


def _buttons(w: Words, kind: Literal["primary", "tertiary"]) -> None:
    """A button for each sign-in service."""
    for name in identity.providers():
        label = w.t("Sign in with {name}", name=markup.plain(name)) if name else w.t("Sign in")
        st.button(label, key=f"sign-in-{name}", type=kind, on_click=partial(st.login, name or None))
