"""The head of every view: the entries, the search, the language, the briefing; below it the tabs of the entry."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from rollout.language.words import LANGUAGES, Words
from rollout.render import markup
from rollout.render.theme import Palette
from rollout.web import blocks
from rollout.web.address import SHARED, bound

EVERYWHERE = ("lang", *SHARED)


@dataclass(frozen=True)
class Link:
    """A link of the head: where to, under which title, whether it is open.

    `keeps`: the parameters of the address that go along ("own>other": under another name). The browser adds them
    (templates/frame.js): a click on a filter does not draw the head.
    """

    address: str
    title: str
    shown: bool = False
    keeps: Sequence[str] = EVERYWHERE
    icon: str = ""


def entries(titles: Mapping[str, tuple[str, str]], shown: str, w: Words, palette: Palette) -> None:
    """The entries (entry -> its title and its first view); `shown`: the entry that is open."""
    links = [Link(view, title, entry == shown) for entry, (title, view) in titles.items()]
    _nav("entries", w.t("Entries"), links, palette)


def language() -> None:
    """The choice of language."""
    st.segmented_control(
        "Language · 언어", list(LANGUAGES), required=True, label_visibility="collapsed", **bound("lang", None)
    )


def briefing(address: str, w: Words, palette: Palette) -> None:
    """The way to a briefing of the view: its filters go along, and the complex of a dossier."""
    keeps = (*EVERYWHERE, "complex>briefing_complex")
    link = Link(address, w.t("Briefing of this view"), keeps=keeps, icon="slideshow")
    _nav("to-briefing", w.t("Briefing"), [link], palette)


def tabs(
    titles: Mapping[str, str], shown: str, controls: Mapping[str, Sequence[str]], w: Words, palette: Palette
) -> None:
    """The views of an entry (view -> title); `controls`: those of each view, which take along what is set."""
    if len(titles) < 2:
        return
    links = [Link(view, title, view == shown, (*EVERYWHERE, *controls[view])) for view, title in titles.items()]
    _nav("tabs", w.t("Views"), links, palette)


def _nav(kind: str, label: str, links: Sequence[Link], palette: Palette) -> None:
    """A row of links, one part of the page: a link of Streamlit's each would cost two messages each."""
    html = markup.fill("head/nav.html", kind=kind, label=label, links=links)
    blocks.PAGE(palette, data=html, key=kind, width="content")
