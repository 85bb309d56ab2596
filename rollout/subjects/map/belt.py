"""DataFrame -> pydeck map; pure. No tiles and no request but for our own province outlines."""

import datetime as dt
import json
import math
from html import escape
from typing import Any

import pandas as pd
import pydeck as pdk

from rollout.document.legible import legible
from rollout.document.places import LABEL_PLACES, RIGHT, provinces_url
from rollout.language.words import Words
from rollout.questions.ask import rows_of
from rollout.render.theme import Palette, stage_colour

BELT = {"latitude": 36.33, "longitude": 127.95, "zoom": 5.95}
SMALLEST_PIXELS = 7


def host(
    site: dict[str, Any], hosts: pd.DataFrame, neighbours: pd.DataFrame, day: dt.date, w: Words, p: Palette
) -> pdk.Deck:
    """One site up close: the outlines of its host places, a disc of its true area in their middle, other sites around.

    `site`: a row of progress/complexes; `hosts`: complexes/hosts; `neighbours`: progress/complexes.
    """
    features = [
        {
            "type": "Feature",
            "properties": {"caption": f"{w.of(row, 'name')} {w.area(row['area_m2'])} km²"},
            "geometry": json.loads(row["geometry_geojson"]),
        }
        for row in rows_of(hosts)
    ]
    points = [point for feature in features for point in _points(feature["geometry"]["coordinates"])]
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    south, north = min(y for _, y in points), max(y for _, y in points)
    middle = [(west + east) / 2, (south + north) / 2]
    disc = 2.4 * math.sqrt(site["area_m2"] / math.pi) / 111_320
    span = max((east - west) * math.cos(math.radians(south)), north - south, disc, 0.03)
    others = rows_of(neighbours[neighbours["area_m2"].notna() & (neighbours["complex_id"] != site["complex_id"])])
    around = [
        {
            "id": row["complex_id"],
            "position": middle if row is site else [row["longitude"], row["latitude"]],
            "name": w.of(row, "short"),
            "radius": math.sqrt(row["area_m2"] / math.pi),
            "anchor": RIGHT[0],
            "offset": list(RIGHT[1:]),
            "colour": [*rgb(p.blue if row is site else p.faint), 190],
            "caption": f"{w.of(row, 'short')} {w.area(row['area_m2'])} km²",
        }
        for row in [site, *others]
    ]
    outlines = _host_outlines(features, p)
    view = {"longitude": middle[0], "latitude": middle[1], "zoom": round(math.log2(200 / span), 2)}
    letters = "".join(sorted({letter for row in around for letter in str(row["name"])}))
    return deck([land(day, p), outlines, *_marks(around, letters, p)], view, p, max_zoom=14)


def _host_outlines(features: list[dict[str, Any]], p: Palette) -> pdk.Layer:
    return pdk.Layer(
        "GeoJsonLayer",
        {"type": "FeatureCollection", "features": features},
        id="hosts",
        pickable=True,
        stroked=True,
        filled=True,
        get_fill_color=[*rgb(p.blue), 28],
        get_line_color=rgb(p.blue),
        line_width_min_pixels=1.2,
        get_line_width=0,
    )


def _points(coordinates: Any) -> list[tuple[float, float]]:
    """Every point of GeoJSON coordinates, however deep."""
    if isinstance(coordinates[0], (int, float)):
        return [(coordinates[0], coordinates[1])]
    return [point for part in coordinates for point in _points(part)]


def land(day: dt.date, p: Palette) -> pdk.Layer:
    """The outlines of the provinces of a day, which the browser fetches once from our own server."""
    return pdk.Layer(
        "GeoJsonLayer",
        provinces_url(day),
        id="provinces",
        stroked=True,
        filled=True,
        get_fill_color=rgb(p.land),
        get_line_color=rgb(p.faint),
        line_width_min_pixels=0.7,
        get_line_width=0,
    )


def _marks(rows: list[dict[str, Any]], letters: str, p: Palette) -> list[pdk.Layer]:
    """Discs and labels: id, position, name, radius (m), anchor, offset, colour, caption.

    `letters`: all that labels may need; the same ones on every filter, so that the browser keeps its atlas of glyphs.
    """
    discs = pdk.Layer(
        "ScatterplotLayer",
        rows,
        id="sites",
        pickable=True,
        get_position="position",
        get_radius="radius",
        radius_min_pixels=SMALLEST_PIXELS,
        get_fill_color="colour",
        stroked=True,
        get_line_color=rgb(p.ground),
        line_width_min_pixels=1.5,
        auto_highlight=True,
    )
    labels = pdk.Layer(
        "TextLayer",
        rows,
        id="labels",
        get_position="position",
        get_text="name",
        get_size=13,
        get_color=rgb(p.text),
        get_text_anchor="anchor",
        get_pixel_offset="offset",
        get_alignment_baseline=pdk.types.String("center"),
        character_set=pdk.types.String(letters),
        font_family=pdk.types.String("Noto Sans CJK KR, Malgun Gothic, sans-serif"),
        font_weight=600,
    )
    return [discs, labels]


def deck(
    layers: list[pdk.Layer], view: dict[str, float], p: Palette, max_zoom: int, hover: dict[str, str] | None = None
) -> pdk.Deck:
    """Layers on a map without tiles.

    What lies under the pointer tells its `caption`, in a box with the style and what `hover` adds to it.

    Captions are plain text: Streamlit escapes what it puts into the hover text.
    """
    style = {
        "backgroundColor": p.surface,
        "color": p.text,
        "fontSize": "13px",
        "border": f"1px solid {p.line}",
        "borderRadius": "6px",
        "whiteSpace": "pre-line",
    }
    style |= hover or {}
    return pdk.Deck(
        layers=layers,
        map_provider=None,
        tooltip={"html": "{caption}", "style": style},
        initial_view_state=pdk.ViewState(**view, min_zoom=5.5, max_zoom=max_zoom),
        views=[pdk.View("MapView", controller=True)],
    )


def rgb(colour: str) -> list[int]:
    """Red, green and blue (0-255) of #rrggbb."""
    return [int(colour[i : i + 2], 16) for i in (1, 3, 5)]


def as_svg(
    sites: pd.DataFrame, provinces: dict[str, Any], positions: dict[str, int], w: Words, p: Palette, title: str
) -> str:
    """The same map as an SVG picture, for documents: equirectangular about 36°N, 1 unit = 1 px of a 720 px wide sheet.

    `provinces`: the GeoJSON of load_provinces.
    """
    west, east, south, north, width = 125.8, 130.2, 33.9, 38.7, 720
    scale = width / (east - west)
    stretch = 1 / math.cos(math.radians(36))
    height = (north - south) * scale * stretch

    def at(longitude: float, latitude: float) -> str:
        return f"{(longitude - west) * scale:.1f},{(north - latitude) * scale * stretch:.1f}"

    paths = []
    for feature in provinces["features"]:
        rings = "".join("M" + "L".join(at(*point[:2]) for point in ring) + "Z" for ring in _rings(feature["geometry"]))
        paths.append(f'<path d="{rings}" fill="{p.land}" stroke="{p.faint}" stroke-width="0.8"/>')
    marks = []
    for site in rows_of(sites):
        x, y = at(site["longitude"], site["latitude"]).split(",")
        radius = max(SMALLEST_PIXELS, math.sqrt(site["area_m2"] / math.pi) / 111_320 * scale * stretch)
        anchor, dx, dy = LABEL_PLACES.get(site["complex_id"], RIGHT)
        colour = stage_colour(positions[site["stage_id"]], p)
        marks.append(
            f'<circle cx="{x}" cy="{y}" r="{radius:.1f}" fill="{colour}" stroke="{p.ground}" stroke-width="1.5"/>'
        )
        marks.append(
            f'<text x="{float(x) + dx:.1f}" y="{float(y) + dy + 4:.1f}" '
            f'text-anchor="{anchor}">{escape(legible(w.of(site, "short")))}</text>'
        )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 -40 {width} {height + 40:.0f}" '
        f'font-family="sans-serif" font-size="15" '
        f'font-weight="600" fill="{p.text}"><rect y="-40" width="{width}" height="{height + 40:.0f}" '
        f'fill="{p.ground}"/>'
        f'<text x="12" y="-14" font-size="20">{escape(legible(title))}</text>{"".join(paths)}{"".join(marks)}</svg>'
    )


def _rings(geometry: dict[str, Any]) -> list[Any]:
    """The rings of a GeoJSON polygon or several."""
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    return [ring for polygon in polygons for ring in polygon]
