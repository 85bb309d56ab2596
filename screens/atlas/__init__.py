"""Map: the sites in their country, coloured by what the accounts say of it; zones, programmes and older complexes; what lies within reach."""

from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from rollout import blocks, markup
from rollout.address import bound
from rollout.blocks import Viewer
from rollout.scope import Choice
from rollout.telling import wording
from rollout.words import Words
from screens.atlas import answer, canvas, details, files, picture
from screens.atlas.answer import Asked
from screens.atlas.picture import Facts

FARTHEST, STEP, USUAL = 150, 5, 30
CHOICES = (
    Choice("map_layers", lambda w: w.t("Layers"), lambda w, _: {layer: answer.layer_name(layer, w) for layer in answer.LAYERS}, "several"),
    Choice(
        "map_colour", lambda w: w.t("Colour places by"), lambda w, _: {figure: answer.figure_name(figure, w) for figure in answer.FIGURES}
    ),
    Choice("map_year", lambda w: w.t("Year"), lambda w, _: {str(year): str(year) for year in answer.EVERY_YEAR}),
    Choice("map_sector", lambda w: w.t("Industry of the accounts"), lambda w, _: {s: answer.sector_name(s, w) for s in answer.INDUSTRIES}),
    Choice("map_level", lambda w: w.t("Places"), lambda w, _: {level: answer.level_name(level, w) for level in answer.LEVELS}),
    Choice("map_sites", lambda w: w.t("Colour sites by"), lambda w, _: {by: answer.site_colour_name(by, w) for by in answer.SITE_COLOURS}),
    Choice("map_zone", lambda w: w.t("Type of zone"), lambda w, _: answer.zone_types(w)),
    Choice("map_talent", lambda w: w.t("Type of programme"), lambda w, _: answer.programme_types(w)),
    Choice("map_complex", lambda w: w.t("Within reach of"), lambda _, names: names["complexes"]),
    Choice("map_km", lambda w: w.t("Distance, km"), kind="number", span=(STEP, FARTHEST)),
)
LISTED = 200
RANKED = 15
NEAR_KINDS = ("zone", "programme", "older", "complex")


def render(viewer: Viewer) -> None:
    """Draw the page, top to bottom."""
    _atlas(viewer)


@st.fragment
def _atlas(viewer: Viewer) -> None:
    w = viewer.w
    sites = viewer.ask("progress/complexes")
    sites = sites[sites["complex_id"].isin(list(viewer.scope.complexes))].reset_index(drop=True)
    top = st.container()
    st.html(markup.fill("map/frame.html"))
    left, right = st.columns([0.64, 0.36], gap="medium")
    with right:
        asked = _controls(viewer)
    places = viewer.ask("map/figures", year=asked.year, sector=asked.sector)
    items = answer.filtered(viewer.ask("map/items"), answer.provinces(places, viewer), asked, viewer)
    ratings = {i: r for i, r in answer.rated(viewer).items() if i in viewer.scope.complexes} if asked.by_rating else {}
    facts = Facts(places, answer.hosts(places, sites), items, ratings)
    with top:
        nation = places[places["level"] == "nation"].iloc[0]
        said = answer.sentence(facts.hosting, asked, nation, viewer)
        blocks.live(wording.top(viewer, [w.t("Map"), *viewer.scope.described(w, viewer.names)], said), "map-top", viewer)
    with left:
        opened = canvas.draw(viewer.remember("map-data", lambda: picture.data(viewer, asked, facts), asked), "atlas", viewer)
    with right:
        heading = markup.heading(w.t("The sites as a list"), answer.title(asked, w) if asked.column else w.t("Area"))
        lines = answer.site_lines(facts.hosting, ratings, asked, viewer)
        opened = (
            blocks.live(heading + markup.fill("map/sites.html", sites=lines, missing=w.t("not published")), "map-sites", viewer) or opened
        )
    opened = _near(viewer, sites, asked) or opened
    opened = _ranking(viewer, asked, places) or opened
    _sources(viewer, asked, facts)
    details.show(opened, viewer, asked, viewer.ask("map/items"))


def _controls(viewer: Viewer) -> Asked:
    """Draw the controls; returns what they ask for."""
    w = viewer.w
    shown = st.pills(w.t("Layers"), answer.LAYERS, selection_mode="multi", format_func=lambda layer: answer.layer_name(layer, w),
                     **bound("map_layers", ["sites"], answer.LAYERS))  # fmt: skip
    zone = _type(w.t("Type of zone"), answer.zone_types(w), "map_zone", w) if "zones" in shown else None
    programme = _type(w.t("Type of programme"), answer.programme_types(w), "map_talent", w) if "programmes" in shown else None
    figure = st.selectbox(w.t("Colour places by"), answer.FIGURES, format_func=lambda name: answer.figure_name(name, w), filter_mode=None,
                          **bound("map_colour", answer.FIGURES[0], answer.FIGURES))  # fmt: skip
    sector = answer.MANUFACTURING
    if figure == "lq":
        sector = st.selectbox(w.t("Industry of the accounts"), answer.INDUSTRIES,
                              format_func=lambda s: answer.sector_name(s, w), filter_mode="contains", **bound("map_sector", sector, answer.INDUSTRIES))  # fmt: skip
    with st.container(horizontal=True):
        level = st.segmented_control(w.t("Places"), answer.LEVELS, format_func=lambda name: answer.level_name(name, w), required=True,
                                     **bound("map_level", "district", answer.LEVELS))  # fmt: skip
        year = _year(answer.YEARS.get(figure, ()), w)
    by = None
    if "sites" in shown:
        by = st.segmented_control(w.t("Colour sites by"), answer.SITE_COLOURS, format_func=lambda name: answer.site_colour_name(name, w),
                                  required=True, **bound("map_sites", "stage", answer.SITE_COLOURS))  # fmt: skip
    names = viewer.names["complexes"]
    one, other = st.columns(2)
    with one:
        chosen = st.selectbox(w.t("Within reach of"), list(names), index=None, format_func=names.__getitem__,
                              placeholder=w.t("choose a complex"), filter_mode="contains", **bound("map_complex", None, names))  # fmt: skip
    with other:
        km = st.slider(w.t("Distance, km"), STEP, FARTHEST, step=STEP, **bound("map_km", USUAL, range(STEP, FARTHEST + 1, STEP)))
    return Asked(figure, year, sector, level or "district", tuple(shown), by == "rating", zone, programme, chosen, int(km))


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
        return answer.YEARS["grdp"][-1]
    options = [str(year) for year in years]
    return int(st.segmented_control(w.t("Year"), options, required=True, **bound("map_year", options[-1], options)) or options[-1])


def _near(viewer: Viewer, sites: pd.DataFrame, asked: Asked) -> str | None:
    """What lies within the distance: of the chosen complex as a list, of all in scope as a table."""
    w, names = viewer.w, viewer.names["complexes"]
    chosen, km = asked.complex_id, asked.km
    everyone = tuple({*viewer.scope.complexes, *([chosen] if chosen else [])})
    near = viewer.ask("map/near", km=float(km), complexes=everyone)
    counts = answer.near_counts(near[near["complex_id"].isin(list(sites["complex_id"]))], sites, NEAR_KINDS)
    unit = w.t(
        "From the host town's centre to the middle of the city, county or district that the source names, as the crow flies. Not filtered by province or industry. What is known only by province is not measured"
    )
    blocks.heading(answer.near_title(near, counts, chosen, km, viewer), unit)
    opened = None
    if chosen:
        own = near[near["complex_id"] == chosen]
        groups = []
        for kind in NEAR_KINDS:
            rows = own[own["kind"] == kind]
            more = w.t("and {n} more in the download", n=w.number(len(rows) - LISTED)) if len(rows) > LISTED else ""
            groups.append(
                {
                    "title": answer.kind_name(kind, w),
                    "count": w.number(len(rows)),
                    "items": answer.near_items(rows.head(LISTED), viewer),
                    "more": more,
                }
            )
        html = markup.fill(
            "map/near.html", groups=groups, open=False, source_label=w.t("source"), empty=w.t("Nothing known lies within this distance.")
        )
        opened = blocks.live(html, "map-near", viewer)
        if not own.empty:
            blocks.downloads(
                lambda: files.near(viewer, own, km),
                f"map-near-{chosen}-{km}km",
                viewer,
                blocks.link(viewer, map_complex=chosen, map_km=str(km)),
            )
    heads = [w.t("Complex"), *(answer.kind_name(kind, w) for kind in NEAR_KINDS)]
    lines = [
        {"id": i, "name": names[i], "chosen": i == chosen, "counts": [w.number(int(n)) for n in row]}
        for i, row in zip(counts.index, counts.to_numpy(), strict=True)
    ]
    caption = w.t("How many lie within {km} km of each complex in scope", km=w.number(km))
    html = markup.fill("map/counts.html", heads=heads, lines=lines, caption=caption, chosen=w.t("(chosen)"))
    return blocks.live(html, "map-counts", viewer) or opened  # fmt: skip


def _ranking(viewer: Viewer, asked: Asked, places: pd.DataFrame) -> str | None:
    """The coloured map as a table: every place with its value and rank."""
    w = viewer.w
    column = asked.column
    if column is None:
        return None
    rows = answer.ranking(places, asked, viewer)
    largest = rows[column].astype(float).abs().max()
    names = viewer.names[f"{asked.level}s"]
    blocks.heading(w.t("The coloured map as a table: {figure}", figure=answer.title(asked, w)), answer.figure_meaning(asked.figure, w))
    slot = st.container()
    whole = len(rows) <= RANKED or st.toggle(w.t("show all {n}", n=w.number(len(rows))), key="map-all")
    lines = [
        {"rank": w.number(int(row["rank"])) if pd.notna(row["rank"]) else "–", "open": f"place:{asked.level}:{row['code']}", "name": names[row["code"]],
         "value": answer.value_text(asked.figure, row[column], w) or w.t("not published"), "negative": pd.notna(row[column]) and row[column] < 0,
         "width": round(100 * abs(float(row[column])) / (largest or 1.0), 1) if pd.notna(row[column]) else 0,
         "hosts": w.list([viewer.names["complexes"][i] for i in markup.as_list(row["hosts"])])}
        for row in (rows if whole else rows.head(RANKED)).to_dict("records")
    ]  # fmt: skip
    heads = [w.t("Rank in Korea"), w.t("Place"), answer.figure_name(asked.figure, w), w.t("Hosts")]
    source = {
        "origins": f"{answer.ACCOUNTS};{answer.BOUNDARIES}",
        "label": w.t("source"),
        "aria": w.t("Sources: {name}, {what}", name=answer.title(asked, w), what=w.t("Map")),
    }
    with slot:
        return blocks.live(
            markup.fill("map/ranking.html", heads=heads, lines=lines, source=source, sourced=w.t("Source: KOSTAT")), "map-ranking", viewer
        )


def _sources(viewer: Viewer, asked: Asked, facts: Facts) -> None:
    st.divider()
    kept = {choice.name: str(st.session_state[choice.name]) for choice in CHOICES[1:] if st.session_state.get(choice.name)}
    link = f"{blocks.link(viewer, **kept)}&{urlencode([('map_layers', layer) for layer in asked.layers])}"
    blocks.downloads(lambda: files.tables(viewer, asked, facts.places, facts.hosting, facts.items), "map", viewer, link)
    blocks.sources(files.origin_ids(facts.hosting, facts.items), viewer)
