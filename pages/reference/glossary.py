"""Glossary: the terms of the field, the stages, states, ratings and kinds."""

import streamlit as st

from rollout.language.words import fold
from rollout.questions.scope import Choice
from rollout.subjects.sources import dictionary
from rollout.web.address import bound
from rollout.web.blocks import Viewer
from rollout.web.sections import foot, head, show

CHOICES = (
    Choice("sources_terms", lambda w: w.t("Part of the glossary"), lambda w, _: w.codes("glossary-part")),
    Choice("sources_term", lambda w: w.t("Find a term"), kind="text"),
)
LONGEST = 100


def render(viewer: Viewer) -> None:
    """Draw the view, top to bottom."""
    _glossary(viewer)
    foot("glossary", ("glossary",), viewer)


@st.fragment
def _glossary(viewer: Viewer) -> None:
    w, parts = viewer.w, viewer.w.codes("glossary-part")
    slot = st.container()
    text = st.text_input(
        w.t("Find a term"),
        type="search",
        live=True,
        max_chars=LONGEST,
        width=300,
        **bound("sources_term", ""),
        placeholder=w.t("term, abbreviation or meaning"),
    )
    kind = st.pills(
        w.t("Part of the glossary"),
        list(parts),
        format_func=parts.__getitem__,
        required=True,
        **bound("sources_terms", "term", parts),
        disabled=bool(fold(text)),
        label_visibility="collapsed",
    )
    section = dictionary.glossary(viewer, kind or "term", text)
    with slot:
        head("glossary", viewer, [(section.title, "")], section.unit)
    show(section, viewer, heading=False)
