"""Talent: where programmes are, and what each complex has within its reach."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pydeck as pdk
import streamlit as st

from rollout.document.model import Section
from rollout.language.words import Words
from rollout.questions.scope import Choice
from rollout.subjects.talent import belt, reach, sections, words
from rollout.subjects.talent.programmes import (
    CONTROLS,
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

TYPE, LEVEL, KM = CONTROLS["type"], CONTROLS["level"], "talent_km"


def _reaches(w: Words) -> dict[str, str]:
    return {km: w.t("{n} km", n=km) for km in REACHES}


CHOICES = (
    Choice(TYPE, lambda w: w.t("Type of programme"), lambda w, _: w.codes("programme-type")),
    Choice(LEVEL, lambda w: w.t("Level of education"), lambda w, _: w.codes("programme-level")),
    Choice(KM, lambda w: w.t("Reach of a complex"), lambda w, _: _reaches(w)),
)


def render(viewer: Viewer) -> None:
    """Draw the view, top to bottom."""
    top = st.container()
    asked = controls(viewer)
    with top:
        blocks.live(
            viewer.remember(
                "talent-top", lambda: words.top(viewer, chosen(viewer, asked), matrix(viewer, asked), asked), asked
            ),
            "talent-top",
            viewer,
        )
    _map(viewer, asked)
    _reach(viewer, asked)
    _files(viewer, asked)


def controls(viewer: Viewer) -> Asked:
    """Draw the choice of type, level and reach; returns what it asks for."""
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
    return Asked(kind, level, int(km) if isinstance(km, str) else 50, "")


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

    def drawn() -> tuple[pdk.Deck, str]:
        captions, spots = words.site_captions(cells, own, asked, viewer), words.spots(rows, viewer)
        letters = "".join(sorted(set("".join(viewer.names["complexes"].values()))))
        lacking = [i for part in without(cells) for i in part]
        deck = belt.draw(spots, own, captions, lacking, asked.km, letters, viewer.scope.as_of, w, viewer.palette)
        return deck, words.map_alt(spots, captions, title)

    deck, alt = viewer.remember("talent-map", drawn, asked)
    picked = st.pydeck_chart(deck, height=belt.HEIGHT, key="talent-map", on_select="rerun", alt=alt)
    st.caption(
        w.t(
            "Outlines: NGII, 2023-09-15. A programme is plotted at the centre of its main campus's district, a "
            "complex at the centroid of its host localities. Select a complex for its dates"
        )
    )
    dialogs.show(dialogs.picked_on_map(picked, "talent-map"), viewer)


@st.fragment
def _reach(viewer: Viewer, asked: Asked) -> None:
    def titled() -> Section:
        return replace(reach.reach(viewer, asked), title=words.reach_title(matrix(viewer, asked), asked, viewer))

    show(viewer.remember("talent-reach", titled, asked), viewer, "talent-reach", lead=False)


@st.fragment
def _files(viewer: Viewer, asked: Asked) -> None:
    st.divider()

    def named() -> list[tuple[str, Section]]:
        made = (reach.reach(viewer, asked), reach.near_list(viewer, asked), reach.levels(viewer, asked))
        names = viewer.w.codes("briefing-section")
        return [(names[section.id], section) for section in made]

    downloads(named, "talent", viewer)
    blocks.sources(sections.origins(viewer, asked), viewer)
