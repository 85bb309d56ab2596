"""A map on a slide: where the land, the discs and the key stand. Lengths in points; of the country, or of provinces."""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from rollout.document.places import load_provinces, outlines_file
from rollout.render import measure
from rollout.render.parts import Map, Site
from rollout.render.sheet import SMALLEST, Box, Sheet
from rollout.render.theme import LIGHT

Ring = tuple[tuple[float, float], ...]
Bounds = tuple[float, float, float, float]
COUNTRY: Bounds = (124.55, 33.1, 132.0, 38.65)  # west, south, east, north
KEYS_AT = (129.95, 36.7)  # in the sea
DOKDO = (131.8667, 37.2417)  # too small for the outlines
RADIUS = 8.5  # of a disc, which has its stage's number in it
KEY_LINES, KEY_WIDE, NAME_WIDE = 4, 120.0, 45.0  # the room of the key, and of the names of sites at the edge
PUSHES = 30  # rounds in which discs that overlap are moved apart
EDGE = 0.05  # of provinces that are shown alone, on each side
DARK = 0.3  # the luminance below which letters on a colour are light


@dataclass(frozen=True)
class Key:
    """A line of the key: its colour (none: what the others are of), number, words, place and width."""

    colour: str
    number: str
    words: str
    x: float
    y: float
    wide: float


@dataclass(frozen=True)
class Sheeted:
    """A map in its box: id and rings of each place, the spot of each site by its id, the key, where Dokdo lies."""

    places: tuple[tuple[str, tuple[Ring, ...]], ...]
    spots: Mapping[str, tuple[float, float]]
    keys: tuple[Key, ...]
    islet: tuple[float, float] | None


def laid(chart: Map, box: Box, sheet: Sheet) -> Sheeted:
    """The map in a box: the whole country, or the provinces that were chosen, as large as they fit."""
    shapes = outlines(outlines_file(chart.level, chart.day))
    chosen = tuple((i, around) for i, around in shapes if i in chart.focus)
    if chosen:
        chosen = tuple((i, _mainland(around)) for i, around in chosen)
        bounds = _around(chosen)
        at = projection(Box(box.x, box.y, box.width - KEY_WIDE - NAME_WIDE, box.height), bounds)
        key = at(bounds[2], bounds[3])[0] + NAME_WIDE, box.y
    else:
        # on a screen, where the map is small, names need room left of it, and the key stands beside it
        at = projection(replace(box, x=box.x + NAME_WIDE) if sheet.apart else box, COUNTRY)
        key = at(COUNTRY[2], COUNTRY[3] - 1) if sheet.apart else at(*KEYS_AT)
    land = tuple((i, tuple(tuple(at(*point) for point in ring) for ring in around)) for i, around in (chosen or shapes))
    return Sheeted(land, spots(chart.sites, at), tuple(_keys(chart, key, box)), None if chosen else at(*DOKDO))


def projection(box: Box, bounds: Bounds) -> Callable[[float, float], tuple[float, float]]:
    """Where a longitude and latitude stand in a box."""
    west, south, east, north = bounds
    stretch = 1 / math.cos(math.radians((south + north) / 2))
    scale = min(box.width / (east - west), box.height / ((north - south) * stretch))

    def at(longitude: float, latitude: float) -> tuple[float, float]:
        return box.x + (longitude - west) * scale, box.y + (north - latitude) * stretch * scale

    return at


def spots(sites: Sequence[Site], at: Callable[[float, float], tuple[float, float]]) -> dict[str, tuple[float, float]]:
    """Where each disc stands: in its place, or moved away from one that it would cover."""
    found = {site.complex_id: at(site.longitude, site.latitude) for site in sites}
    names, apart = list(found), 2 * RADIUS
    for _ in range(PUSHES):
        for place, one in enumerate(names):
            for other in names[place + 1 :]:
                (x, y), (u, v) = found[one], found[other]
                between = math.hypot(u - x, v - y)
                if between < apart:
                    right, down = ((u - x) / between, (v - y) / between) if between else (1.0, 0.0)
                    push = (apart - between) / 2
                    found[one] = (x - right * push, y - down * push)
                    found[other] = (u + right * push, v + down * push)
    return found


def ink(colour: str) -> str:
    """The colour of letters on a colour."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return LIGHT.ground if 0.2126 * red + 0.7152 * green + 0.0722 * blue < DARK else LIGHT.text


def _keys(chart: Map, at: tuple[float, float], box: Box) -> Iterator[Key]:
    """The key: what numbers and colours mean, no lower than the box."""
    (x, y), placed = at, []
    beside = 2 * RADIUS + 4
    for colour, number, name in (*((("", "", chart.title),) if chart.title else ()), *chart.keys):
        wide = box.x + box.width - x - (beside if colour else 0)
        shown, lines, _ = measure.fit(name, wide, SMALLEST, KEY_LINES)
        placed.append(Key(colour, number, shown, x, y, wide))
        y += max(lines * SMALLEST * measure.LINE, 2 * RADIUS if colour else 0) + 4
    above = max(0.0, y - box.y - box.height)
    for key in placed:
        yield Key(key.colour, key.number, key.words, key.x, key.y - above, key.wide)


def _mainland(around: Sequence[Ring]) -> tuple[Ring, ...]:
    """The largest ring of a place, and the islands that lie within its extent."""
    largest = max(around, key=len)
    west, south, east, north = _extent(largest)
    return tuple(ring for ring in around if all(west <= x <= east and south <= y <= north for x, y in ring))


def _around(places: Sequence[tuple[str, Sequence[Ring]]]) -> Bounds:
    """The extent of places, with an edge."""
    west, south, east, north = _extent([point for _, around in places for ring in around for point in ring])
    wide, high = (east - west) * EDGE, (north - south) * EDGE
    return west - wide, south - high, east + wide, north + high


def _extent(points: Sequence[tuple[float, float]]) -> Bounds:
    across, up = [x for x, _ in points], [y for _, y in points]
    return min(across), min(up), max(across), max(up)


@lru_cache
def outlines(file: str) -> tuple[tuple[str, tuple[Ring, ...]], ...]:
    """The places of a file of outlines: id and rings."""
    return tuple(
        (next(iter(feature["properties"].values())), tuple(_rings(feature["geometry"])))
        for feature in load_provinces(file)["features"]
    )


def _rings(geometry: dict[str, Any]) -> Iterator[Ring]:
    """The rings of a GeoJSON polygon or several, each once around; what lies outside the sheet is left out."""
    west, south, east, north = COUNTRY
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    for polygon in polygons:
        for ring in polygon:
            points = tuple((point[0], point[1]) for point in ring[:-1])
            if len(points) > 2 and all(west <= x <= east and south - 1 <= y <= north for x, y in points):
                yield points
