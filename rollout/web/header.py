"""The head of every view: the entries, the search, the language, the briefing; below it the tabs of the entry."""

from collections.abc import Mapping, Sequence

import streamlit as st
from streamlit.navigation.page import Page

from rollout.language.words import LANGUAGES, Words
from rollout.web import address
from rollout.web.address import bound


def entries(titles: Mapping[str, tuple[str, str]], shown: str, screens: Mapping[str, Page]) -> None:
    """The entries (entry -> its title and its first view); `shown`: the entry that is open."""
    asked = address.link()
    with st.container(key="entries", horizontal=True, gap=None, width="content"):
        for title, view in titles.values():
            st.page_link(screens[view], label=title, query_params=asked)
    _mark("entries", list(titles), shown)


def language() -> None:
    """The choice of language."""
    st.segmented_control(
        "Language · 언어", list(LANGUAGES), required=True, label_visibility="collapsed", **bound("lang", None)
    )


def briefing(w: Words, screens: Mapping[str, Page], view: str, chosen: Mapping[str, str | list[str]]) -> None:
    """The way to a briefing of the view: its filters go along, and `chosen`, what the briefing is asked for."""
    with st.container(key="to-briefing", width="content"):
        st.page_link(
            screens[view],
            label=w.t("Briefing of this view"),
            icon=":material/slideshow:",
            query_params=address.link(**chosen),
        )


def tabs(
    titles: Mapping[str, str], shown: str, screens: Mapping[str, Page], controls: Mapping[str, Sequence[str]]
) -> None:
    """The views of an entry (view -> title); `controls`: those of each view, which take along what is set."""
    if len(titles) < 2:
        return
    with st.container(key="tabs", horizontal=True, gap=None):
        for view, title in titles.items():
            st.page_link(screens[view], label=title, query_params=address.link(**address.carried(controls[view])))
    _mark("tabs", list(titles), shown)


def _mark(row: str, links: Sequence[str], shown: str) -> None:
    """Show which link of a row is open: a container of its own each would cost a message each."""
    if shown in links:
        link = f'.st-key-{row} > :nth-child({links.index(shown) + 1}) [data-testid="stPageLink-NavLink"]'
        st.html(
            f"<style>{link} {{ box-shadow: inset 0 -2px 0 currentColor; }} {link} p {{ font-weight: 700; }}</style>"
        )
