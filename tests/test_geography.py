"""The committed geometry: complete, valid, edge to edge, of the right area, small, and what rollout.store.geography
makes.
"""

import csv
import datetime as dt
import os
from itertools import combinations
from pathlib import Path

import pytest
import shapely
from shapely.geometry import shape

from rollout.document import places
from rollout.store import geography

TABLES = geography.ROOT / "data" / "tables"
# Registered land, MOLIT cadastral statistics 2024 (end of 2023), km2, as reported on 2024-03-31 by
# http://www.shinailbo.co.kr/news/articleView.html?idxno=1851168 and https://www.sangga114.co.kr/news-column/26914
KOREA_KM2 = 100_449.4
PROVINCES_KM2 = {
    "gyeongbuk": 18_424,
    "gangwon": 16_831,
    "jeonnam": 12_362,
    "sejong": 465.0,
    "gwangju": 501.0,
    "daejeon": 539.8,
}
ISLANDS = {
    "Ulleung": (130.87, 37.50, "gyeongbuk"),
    "Ganghwa": (126.45, 37.70, "incheon"),
    "Geoje": (128.62, 34.87, "gyeongnam"),
    "Namhae": (127.90, 34.80, "gyeongnam"),
    "Jindo": (126.22, 34.47, "jeonnam"),
    "Wando": (126.70, 34.35, "jeonnam"),
    "Jeju": (126.55, 33.38, "jeju"),
}


def shapes(name):
    features = geography.collection(name)["features"]
    return [(feature["properties"], shape(feature["geometry"])) for feature in features]


def rows(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


DAYS = ("2023-03-15", "2023-06-30", "2023-07-01", "2026-06-30", "2026-07-01", "2026-11-27")
COUNT = {"2026-07-01": 16, "2026-11-27": 16}  # else 17


def on(day):
    """The provinces of a day."""
    return {
        own["province_id"]: (own, outline)
        for own, outline in shapes("provinces")
        if own["valid_from"] <= day <= (own["valid_to"] or day)
    }


@pytest.fixture(scope="module", params=DAYS)
def day(request):
    return request.param


@pytest.fixture(scope="module")
def provinces(day):
    return on(day)


def test_provinces_of_a_day_are_those_of_the_tables(day, provinces):
    known = {row["province_id"] for row in rows(TABLES / "provinces.csv")}
    merged = {"jeonnam-gwangju"} if day < "2026-07-01" else {"gwangju", "jeonnam"}
    assert provinces.keys() == known - merged
    assert len(provinces) == COUNT.get(day, 17)


def test_districts_are_229():
    assert len(shapes("districts")) == 229


@pytest.mark.parametrize("outlines", [*DAYS, "districts"])
def test_outlines_are_valid_and_meet_edge_to_edge(outlines):
    found = shapes(outlines) if outlines == "districts" else on(outlines).values()
    outlines = [outline for _, outline in found]
    assert all(outline.is_valid and not outline.is_empty for outline in outlines)
    assert shapely.coverage_is_valid(outlines)
    holes = [ring for part in shapely.get_parts(shapely.coverage_union_all(outlines)) for ring in part.interiors]
    assert not holes, "a gap between neighbours"


def test_provinces_do_not_overlap(provinces):
    for (_, one), (_, other) in combinations(provinces.values(), 2):
        assert one.intersection(other).area < 1e-9


def holder(row, day):
    """The province that a district belonged to on a day."""
    if row["district_code"] == "27720":  # Gunwi
        return "daegu" if day >= "2023-07-01" else "gyeongbuk"
    return (
        "jeonnam-gwangju"
        if day >= "2026-07-01" and row["province_id"] in ("gwangju", "jeonnam")
        else row["province_id"]
    )


def test_provinces_are_their_districts(day, provinces):
    for province_id, (properties, outline) in provinces.items():
        own = [(row, district) for row, district in shapes("districts") if holder(row, day) == province_id]
        assert outline.symmetric_difference(shapely.union_all([district for _, district in own])).area < 1e-9
        assert properties["area_m2"] == pytest.approx(sum(row["area_m2"] for row, _ in own), abs=200)


def test_areas_are_the_known_ones(day, provinces):
    areas = {province_id: properties["area_m2"] / 1e6 for province_id, (properties, _) in provinces.items()}
    assert sum(areas.values()) == pytest.approx(KOREA_KM2, rel=0.01)
    for province_id in PROVINCES_KM2.keys() & areas.keys():
        known = PROVINCES_KM2[province_id] + (614 if province_id == "gyeongbuk" and day < "2023-07-01" else 0)  # Gunwi
        assert areas[province_id] == pytest.approx(known, rel=0.01), province_id


def test_drawn_provinces_have_about_their_area(provinces):
    for properties, outline in provinces.values():
        drawn = geography._projected(outline).area
        assert drawn == pytest.approx(properties["area_m2"], rel=0.08), properties["province_id"]


def test_labels_are_inside(provinces):
    for properties, outline in provinces.values():
        assert outline.contains(shapely.Point(properties["label_longitude"], properties["label_latitude"]))


def test_gunwi_is_in_daegu_since_july_2023(day, provinces):
    where = "daegu" if day >= "2023-07-01" else "gyeongbuk"
    assert provinces[where][1].contains(shapely.Point(128.573, 36.243))


@pytest.mark.parametrize("island", ISLANDS)
def test_islands_that_people_know_are_kept(island):
    longitude, latitude, province_id = ISLANDS[island]
    assert on(DAYS[0])[province_id][1].contains(shapely.Point(longitude, latitude))


def test_every_complex_has_its_host_localities():
    wanted = {
        (row["complex_id"], place)
        for row in rows(TABLES / "complexes.csv")
        for place in row["host_localities_ko"].split(";")
    }
    assert len({complex_id for complex_id, _ in wanted}) == 15
    hosts = shapes("hosts")
    assert {(host["complex_id"], host["name_ko"]) for host, _ in hosts} == wanted
    assert {host["level"] for host, _ in hosts} == {"emd", "ri"}
    assert all(outline.is_valid and host["area_m2"] > 1e6 for host, outline in hosts)


def test_the_point_of_a_complex_is_the_centroid_of_its_hosts():
    for row in rows(TABLES / "complexes.csv"):
        point = geography._projected(shapely.Point(float(row["longitude"]), float(row["latitude"])))
        own = [outline for host, outline in shapes("hosts") if host["complex_id"] == row["complex_id"]]
        hosts = shapely.union_all([geography._projected(outline) for outline in own])
        assert hosts.centroid.distance(point) < 10 and hosts.contains(point), row["complex_id"]


def test_hosts_are_in_their_district():
    districts = {row["district_code"]: outline for row, outline in shapes("districts")}
    for host, outline in shapes("hosts"):
        inside = outline.intersection(districts[host["district_code"]]).area / outline.area
        assert inside > 0.75, host["name_ko"]  # the district's edge is simplified, the host's hardly


def test_files_are_small():
    size = {name: (geography.DIRECTORY / f"{name}.geojson").stat().st_size for name in geography.TYPES}
    assert size["provinces"] < 120_000
    assert size["provinces"] + size["districts"] < 400_000
    assert size["hosts"] < 60_000
    spans = [path.stat().st_size for path in geography.STATIC.glob("provinces-*.json")]
    assert len(spans) == 3 and max(spans) <= 90_000
    others = [(geography.STATIC / f"{name}.json").stat().st_size for name in ("districts", "hosts")]
    assert max(spans) + sum(others) < 400_000, "all that the Map may ask for"


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("districts", {"district_code"}),
        ("hosts", {"complex_id", "name_ko", "name_en"}),
    ],
)
def test_the_browser_gets_the_same_outlines(name, keys):
    kept = geography.collection(name, directory=geography.DIRECTORY)["features"]
    served = geography.json.loads((geography.STATIC / f"{name}.json").read_text(encoding="utf-8"))["features"]
    assert [feature["geometry"] for feature in served] == [feature["geometry"] for feature in kept]
    assert [feature["properties"] for feature in served] == [
        {key: feature["properties"][key] for key in keys} for feature in kept
    ]


@pytest.mark.parametrize("day", DAYS)
def test_the_browser_gets_the_provinces_of_the_day(day):
    served = places.load_provinces(places.provinces_file(dt.date.fromisoformat(day)))["features"]
    assert {feature["properties"]["province_id"]: shape(feature["geometry"]) for feature in served} == {
        province_id: outline for province_id, (_, outline) in on(day).items()
    }


def test_tables_fit_their_types_and_keys():
    for name, (frame, types, key) in geography.tables().items():
        assert list(frame.columns) == list(types), name
        assert not frame.duplicated(list(key)).any(), name
        assert set(frame["origin_ids"]) == {"PK-001"}
        assert frame.drop(columns="valid_to", errors="ignore").notna().all(axis=None), name


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(geography.GeographyError, match=r"python -m rollout\.store\.geography"):
        geography.read("provinces", tmp_path)


@pytest.mark.skipif("REBUILD_GEOGRAPHY" not in os.environ, reason="25 s; set REBUILD_GEOGRAPHY=1")
def test_the_files_are_what_the_program_makes(tmp_path: Path):
    for path in geography.build(tmp_path, tmp_path):
        committed = (geography.STATIC if path.suffix == ".json" else geography.DIRECTORY) / path.name
        assert path.read_bytes() == committed.read_bytes(), path.name
