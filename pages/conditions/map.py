"""Map: the sites in their country, coloured by its accounts; zones, programmes, older complexes; what lies near."""

import streamlit as st

from rollout.document.model import Section
from rollout.language import codes
from rollout.language.words import Words
from rollout.questions.ask import rows_of
from rollout.questions.scope import Choice
from rollout.render import markup
from rollout.subjects import wording
from rollout.subjects.map import nearby, picture, regions, sections, words
from rollout.subjects.map.figures import (
    EVERY_YEAR,
    FARTHEST,
    FIGURES,
    INDUSTRIES,
    LAYERS,
    LEVELS,
    MANUFACTURING,
    NEAR_KINDS,
    SITE_COLOURS,
    STEP,
    USUAL_KM,
    YEARS,
    Asked,
    hosting,
    places,
)
from rollout.web import blocks, canvas, dialogs
from rollout.web.address import bound
from rollout.web.blocks import Viewer
from rollout.web.sections import downloads, show


def _levels(w: Words) -> dict[str, str]:
    """The places that can be coloured, as links name them."""
    return {level: codes.short("place-level", level, w.lang) for level in LEVELS}


def _sectors(w: Words) -> dict[str, str]:
    return {sector: words.sector_name(sector, w) for sector in INDUSTRIES}


CHOICES = (
    Choice("map_layers", lambda w: w.t("Layers"), lambda w, _: w.codes("map-layer"), "several"),
    Choice("map_colour", lambda w: w.t("Colour places by"), lambda w, _: w.codes("map-figure")),
    Choice("map_year", lambda w: w.t("Year"), lambda w, _: {str(year): str(year) for year in EVERY_YEAR}),
    Choice("map_sector", lambda w: w.t("Industry of the accounts"), lambda w, _: _sectors(w)),
    Choice("map_level", lambda w: w.t("Places"), lambda w, _: _levels(w)),
    Choice("map_sites", lambda w: w.t("Colour sites by"), lambda w, _: w.codes("site-colour")),
    Choice("map_zone", lambda w: w.t("Type of zone"), lambda w, _: w.codes("zone-type")),
    Choice("map_talent", lambda w: w.t("Type of programme"), lambda w, _: w.codes("programme-type")),
    Choice("map_complex", lambda w: w.t("Within reach of"), lambda _, names: names["complexes"]),
    Choice("map_km", lambda w: w.t("Distance, km"), kind="number", span=(STEP, FARTHEST)),
)


def render(viewer: Viewer) -> None:
    """Draw the page, top to bottom."""
    _atlas(viewer)


@st.fragment
def _atlas(viewer: Viewer) -> None:
    top = st.container()
    st.html(markup.fill("map/frame.html"))
    left, right = st.columns([0.64, 0.36], gap="medium")
    with right:
        asked = _controls(viewer)
    with top:
        _top(viewer, asked)
    with left:
        data = viewer.remember("map-data", lambda: picture.data(viewer, asked, viewer.palette), asked)
        dialogs.show(canvas.draw(data, "atlas", viewer), viewer)
    w = viewer.w
    lists = [w.t("Complexes"), w.t("Within reach"), *([w.t("Ranking")] if asked.column else [])]
    own, near, *ranked = st.tabs(lists)
    with own:
        show(sections.sites(viewer, asked), viewer)
    with near:
        _near(viewer, asked)
    for tab in ranked:
        with tab:
            show(regions.rank(viewer, asked), viewer)
    _files(viewer, asked)


def _top(viewer: Viewer, asked: Asked) -> None:
    w, rows = viewer.w, places(viewer, asked)
    said = words.sentence(hosting(viewer, asked), asked, rows_of(rows[rows["level"] == "nation"])[0], viewer)
    blocks.live(wording.top(viewer, [w.t("Map"), *viewer.scope.described(w, viewer.names)], said), "map-top", viewer)


def _controls(viewer: Viewer) -> Asked:
    """Draw the controls; returns what they ask for."""
    w = viewer.w
    shown = st.pills(
        w.t("Layers"),
        LAYERS,
        selection_mode="multi",
        format_func=w.codes("map-layer").__getitem__,
        **bound("map_layers", ["sites"], LAYERS),
    )
    zone = _type(w.t("Type of zone"), w.codes("zone-type"), "map_zone", w) if "zones" in shown else None
    programme = (
        _type(w.t("Type of programme"), w.codes("programme-type"), "map_talent", w) if "programmes" in shown else None
    )
    figure, sector, level, year = _coloured(w)
    by = None
    if "sites" in shown:
        by = st.segmented_control(
            w.t("Colour sites by"),
            SITE_COLOURS,
            format_func=w.codes("site-colour").__getitem__,
            required=True,
            **bound("map_sites", "stage", SITE_COLOURS),
        )
    chosen, km = _reach(viewer)
    return Asked(figure, year, sector, level, tuple(shown), by == "rating", zone, programme, chosen, km)


def _coloured(w: Words) -> tuple[str, str, str, int]:
    """By what the places are coloured: the figure, its sector, the level of the places, the year."""
    figure = st.selectbox(
        w.t("Colour places by"),
        FIGURES,
        format_func=w.codes("map-figure").__getitem__,
        filter_mode=None,
        **bound("map_colour", FIGURES[0], FIGURES),
    )
    sector = MANUFACTURING
    if figure == "lq":
        sector = st.selectbox(
            w.t("Industry of the accounts"),
            INDUSTRIES,
            format_func=_sectors(w).__getitem__,
            filter_mode="contains",
            **bound("map_sector", sector, INDUSTRIES),
        )
    with st.container(horizontal=True):
        level = st.segmented_control(
            w.t("Places"),
            LEVELS,
            format_func=_levels(w).__getitem__,
            required=True,
            **bound("map_level", "district", LEVELS),
        )
        year = _year(YEARS.get(figure, ()), w)
    return figure, sector, level or "district", year


def _reach(viewer: Viewer) -> tuple[str | None, int]:
    """The complex whose surroundings are asked for, and the distance in kilometres."""
    w, names = viewer.w, viewer.names["complexes"]
    one, other = st.columns(2)
    with one:
        chosen = st.selectbox(
            w.t("Within reach of"),
            list(names),
            index=None,
            format_func=names.__getitem__,
            placeholder=w.t("choose a complex"),
            filter_mode="contains",
            **bound("map_complex", None, names),
        )
    with other:
        km = st.slider(
            w.t("Distance, km"), STEP, FARTHEST, step=STEP, **bound("map_km", USUAL_KM, range(STEP, FARTHEST + 1, STEP))
        )
    return chosen, int(km)


def _type(label: str, options: dict[str, str], key: str, w: Words) -> str | None:
    return st.selectbox(
        label,
        list(options),
        index=None,
        format_func=options.__getitem__,
        placeholder=w.t("all types"),
        filter_mode=None,
        **bound(key, None, options),
    )


def _year(years: tuple[int, ...], w: Words) -> int:
    """The year chosen, the newest of the figure if it has no such year."""
    if not years:
        return YEARS["grdp"][-1]
    options = [str(year) for year in years]
    return int(
        st.segmented_control(w.t("Year"), options, required=True, **bound("map_year", options[-1], options))
        or options[-1]
    )


def _near(viewer: Viewer, asked: Asked) -> None:
    """What lies within the distance: of the chosen complex by kind, of all in scope as counts."""
    chosen, km = asked.complex_id, asked.km
    if chosen:
        every = nearby.near(viewer, chosen, km)
        blocks.heading(every.title, every.unit)
        kinds = {kind: nearby.near(viewer, chosen, km, kind) for kind in NEAR_KINDS}
        names = viewer.w.codes("near-kind")
        tabs = st.tabs(
            [f"{markup.plain(names[kind])} {len(section.tables[0].rows)}" for kind, section in kinds.items()]
        )
        for tab, (kind, section) in zip(tabs, kinds.items(), strict=True):
            with tab:
                show(section, viewer, f"map-near-{kind}", heading=False)
        if every.tables[0].rows:
            named = [(viewer.w.codes("briefing-section")["map-near"], every)]
            downloads(lambda: named, f"map-near-{chosen}-{km}km", viewer)
    show(nearby.counts(viewer, km, chosen), viewer, heading=not chosen)


def _files(viewer: Viewer, asked: Asked) -> None:
    st.divider()

    def named() -> list[tuple[str, Section]]:
        made = [
            regions.figures(viewer, asked),
            sections.sites(viewer, asked),
            nearby.listed(viewer, asked),
            nearby.counts(viewer, asked.km),
        ]
        names = viewer.w.codes("briefing-section")
        return [(names[section.id], section) for section in made]

    downloads(named, "map", viewer)
    blocks.sources(sections.origins(viewer, asked), viewer)
