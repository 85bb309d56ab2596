"""The head of every view: the entries, the search, the language, the briefing; below it the tabs of the entry."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

import streamlit as st
from streamlit.navigation.page import Page

from rollout.language.words import LANGUAGES, Words
from rollout.render import markup
from rollout.render.theme import Palette
from rollout.web import address, blocks
from rollout.web.address import bound


def entries(titles: Mapping[str, tuple[str, str]], shown: str, w: Words, palette: Palette) -> None:
    """The entries (entry -> its title and its first view); `shown`: the entry that is open."""
    asked = address.shared()
    links = [_link(view, title, asked, entry == shown) for entry, (title, view) in titles.items()]
    _nav("entries", w.t("Entries"), links, palette)


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
    titles: Mapping[str, str], shown: str, controls: Mapping[str, Sequence[str]], w: Words, palette: Palette
) -> None:
    """The views of an entry (view -> title); `controls`: those of each view, which take along what is set."""
    if len(titles) < 2:
        return
    asked = address.shared()
    links = [
        _link(view, title, asked | address.carried(controls[view]), view == shown) for view, title in titles.items()
    ]
    _nav("tabs", w.t("Views"), links, palette)


def _link(view: str, title: str, asked: Mapping[str, str | list[str]], shown: bool) -> dict[str, Any]:
    return {"address": f"{view}?{urlencode(asked, doseq=True)}", "title": title, "shown": shown}


def _nav(kind: str, label: str, links: Sequence[Mapping[str, Any]], palette: Palette) -> None:
    """A row of links, one part of the page: a link of Streamlit's each would cost two messages each."""
    html = markup.fill("head/nav.html", kind=kind, label=label, links=links)
    blocks.PAGE(palette, data=html, key=kind, width="content")
