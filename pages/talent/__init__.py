"""Talent: which programmes train whom, where and for what; what each complex has near; seats against demand."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import streamlit as st

from rollout.document.model import Section
from rollout.language import codes
from rollout.language.words import Words
from rollout.questions.scope import Choice
from rollout.render import markup
from rollout.subjects.talent import belt, demand, listed, reach, sections, words
from rollout.subjects.talent.programmes import (
    GROUPS,
    LEVELS,
    REACHES,
    TYPES,
    Asked,
    chosen,
    found,
    matrix,
    sites,
    without,
)
from rollout.web import blocks, dialogs
from rollout.web.address import bound
from rollout.web.blocks import Viewer
from rollout.web.sections import downloads, show

TYPE, LEVEL, KM, FIND, BY = "talent_type", "talent_level", "talent_km", "talent_find", "talent_by"


def _reaches(w: Words) -> dict[str, str]:
    return {km: w.t("{n} km", n=km) for km in REACHES}


def _groups(w: Words) -> dict[str, str]:
    """What the programmes can be counted by, as links name it."""
    return {by: codes.short("programme-group", by, w.lang) for by in GROUPS}


CHOICES = (
    Choice(TYPE, lambda w: w.t("Type of programme"), lambda w, _: w.codes("programme-type")),
    Choice(LEVEL, lambda w: w.t("Level of education"), lambda w, _: w.codes("programme-level")),
    Choice(KM, lambda w: w.t("Reach of a complex"), lambda w, _: _reaches(w)),
    Choice(FIND, lambda w: w.t("Search the programmes"), kind="text"),
    Choice(BY, lambda w: w.t("Count by"), lambda w, _: _groups(w)),
)


def render(viewer: Viewer) -> None:
    """Draw the page, top to bottom."""
    head = st.container()
    asked = _controls(viewer)
    with head:
        blocks.live(words.top(viewer, chosen(viewer, asked), matrix(viewer, asked), asked), "talent-top", viewer)
    left, right = st.columns([0.45, 0.55], gap="large")
    with left:
        _map(viewer, asked)
        _unplaced(viewer, asked)
    with right:
        _groups_table(viewer, asked)
    _reach(viewer, asked)
    _demand(viewer)
    _programmes(viewer, asked)
    _files(viewer, asked)


def _controls(viewer: Viewer) -> Asked:
    """Draw the page's controls; returns what they ask for."""
    w = viewer.w
    with st.container(horizontal=True, vertical_alignment="bottom", key="talent-controls"):
        kind = _pick(TYPE, w.t("Type of programme"), TYPES, w.codes("programme-type"), w.t("all types"), 250)
        level = _pick(LEVEL, w.t("Level of education"), LEVELS, w.codes("programme-level"), w.t("all levels"), 210)
        km = st.select_slider(
            w.t("Reach of a complex"),
            REACHES,
            format_func=_reaches(w).__getitem__,
            width=300,
            **bound(KM, "50", REACHES),
        )
        find = st.text_input(
            w.t("Search the programmes"),
            type="search",
            live=True,
            max_chars=100,
            **bound(FIND, ""),
            placeholder=w.t("school, department, partner"),
            width=260,
        )
    return Asked(kind, level, int(km) if isinstance(km, str) else 50, find or "")


def _pick(
    key: str, label: str, options: Sequence[str], names: Mapping[str, str], placeholder: str, width: int
) -> str | None:
    return st.selectbox(
        label,
        options,
        index=None,
        format_func=names.__getitem__,
        **bound(key, None, options),
        placeholder=placeholder,
        filter_mode=None,
        width=width,
    )


@st.fragment
def _map(viewer: Viewer, asked: Asked) -> None:
    w, rows, cells, own = viewer.w, found(viewer, asked), matrix(viewer, asked), sites(viewer)
    title = words.map_title(rows, viewer)
    blocks.heading(
        title,
        w.t(
            "Grey: programmes counted, by si, gun or gu; the area of a circle is their number. Blue: complexes, "
            "with a ring of {km} km; red and hollow: none counted within it",
            km=w.number(asked.km),
        ),
    )
    captions, spots = words.site_captions(cells, own, asked, viewer), words.spots(rows, viewer)
    letters = "".join(sorted(set("".join(viewer.names["complexes"].values()))))
    lacking = [i for part in without(cells) for i in part]
    deck = belt.draw(spots, own, captions, lacking, asked.km, letters, w, viewer.palette)
    picked = st.pydeck_chart(
        deck, height=belt.HEIGHT, key="talent-map", on_select="rerun", alt=words.map_alt(spots, captions, title)
    )
    st.caption(
        w.t(
            "Outlines: NGII, 2023-09-15. A programme is plotted at the centre of its main campus's district, a "
            "complex at its host town's centre. Select a complex for its dates"
        )
    )
    dialogs.show(dialogs.picked_on_map(picked, "talent-map"), viewer)


@st.fragment
def _groups_table(viewer: Viewer, asked: Asked) -> None:
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
def _reach(viewer: Viewer, asked: Asked) -> None:
    section = reach.reach(viewer, asked)
    show(
        replace(section, title=words.reach_title(matrix(viewer, asked), asked, viewer)),
        viewer,
        "talent-reach",
        lead=False,
    )


@st.fragment
def _demand(viewer: Viewer) -> None:
    show(demand.demand(viewer), viewer)
    show(demand.board(viewer), viewer)


@st.fragment
def _programmes(viewer: Viewer, asked: Asked) -> None:
    show(listed.programmes(viewer, asked), viewer)


@st.fragment
def _files(viewer: Viewer, asked: Asked) -> None:
    w = viewer.w
    st.divider()
    chosen_here = {key: st.session_state[key] for key in (TYPE, LEVEL, KM, FIND, BY) if st.session_state.get(key)}

    def named() -> list[tuple[str, Section]]:
        by = st.session_state.get(BY) or "type"
        made = (
            listed.programmes(viewer, asked),
            reach.near_list(viewer, asked),
            reach.reach(viewer, asked),
            reach.levels(viewer, asked),
            sections.groups(viewer, by, asked),
            demand.demand(viewer),
            demand.figures(viewer),
        )
        names = w.codes("briefing-section")
        return [(names[section.id], section) for section in made]

    downloads(named, "talent", viewer, blocks.link(viewer, **chosen_here))
    blocks.sources(sections.origins(viewer, asked), viewer)
