"""Talent programmes: counted by type, level, industry or province; the list, searched; those without a place."""

from dataclasses import replace

import streamlit as st

from pages.conditions import talent
from rollout.document.model import Section
from rollout.language import codes
from rollout.language.words import Words
from rollout.questions.scope import Choice
from rollout.render import markup
from rollout.subjects.talent import listed, sections
from rollout.subjects.talent.programmes import GROUPS, Asked
from rollout.web import blocks
from rollout.web.address import bound
from rollout.web.blocks import Viewer
from rollout.web.sections import downloads, head, show

FIND, BY = "talent_find", "talent_by"


def _groups(w: Words) -> dict[str, str]:
    """What the programmes can be counted by, as links name it."""
    return {by: codes.short("programme-group", by, w.lang) for by in GROUPS}


CHOICES = (
    *talent.CHOICES,
    Choice(FIND, lambda w: w.t("Search the programmes"), kind="text"),
    Choice(BY, lambda w: w.t("Count by"), lambda w, _: _groups(w)),
)


def render(viewer: Viewer) -> None:
    """Draw the view, top to bottom."""
    w, top = viewer.w, st.container()
    asked = talent.controls(viewer)
    text = st.text_input(
        w.t("Search the programmes"),
        type="search",
        live=True,
        max_chars=100,
        **bound(FIND, ""),
        placeholder=w.t("school, department, partner"),
        width=340,
    )
    asked = replace(asked, find=text or "")
    section = listed.programmes(viewer, asked)
    with top:
        head("programmes", viewer, [(section.title, "")], section.unit)
    show(section, viewer, heading=False)
    _counted(viewer, asked)
    _unplaced(viewer, asked)
    _files(viewer, asked, section)


@st.fragment
def _counted(viewer: Viewer, asked: Asked) -> None:
    by = st.segmented_control(
        viewer.w.t("Count by"),
        GROUPS,
        format_func=_groups(viewer.w).__getitem__,
        required=True,
        **bound(BY, "type", GROUPS),
    )
    show(sections.groups(viewer, by or "type", asked), viewer)


@st.fragment
def _unplaced(viewer: Viewer, asked: Asked) -> None:
    section = sections.unplaced(viewer, asked)
    with st.expander(markup.plain(section.title)):
        show(section, viewer, heading=False)


@st.fragment
def _files(viewer: Viewer, asked: Asked, programmes: Section) -> None:
    st.divider()

    def named() -> list[tuple[str, Section]]:
        by = st.session_state.get(BY) or "type"
        names = viewer.w.codes("briefing-section")
        return [(names[section.id], section) for section in (programmes, sections.groups(viewer, by, asked))]

    downloads(named, "programmes", viewer)
    blocks.sources(programmes.every_origin(), viewer)
