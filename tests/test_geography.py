"""The committed geometry: complete, valid, edge to edge, of the right area, small, and what rollout.store.geography
makes.
"""

import csv
import os
from itertools import combinations
from pathlib import Path

import pytest
import shapely
from shapely.geometry import shape

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


@pytest.fixture(scope="module")
def provinces():
    return {properties["province_id"]: (properties, outline) for properties, outline in shapes("provinces")}


def test_provinces_are_the_17_of_the_tables(provinces):
    known = {row["province_id"]: (row["name_ko"], row["name_en"]) for row in rows(TABLES / "provinces.csv")}
    assert len(known) == 17
    assert {key: (own["name_ko"], own["name_en"]) for key, (own, _) in provinces.items()} == known


@pytest.mark.parametrize(("name", "count"), [("provinces", 17), ("districts", 229)])
def test_outlines_are_valid_and_meet_edge_to_edge(name, count):
    outlines = [outline for _, outline in shapes(name)]
    assert len(outlines) == count
    assert all(outline.is_valid and not outline.is_empty for outline in outlines)
    assert shapely.coverage_is_valid(outlines)
    holes = [ring for part in shapely.get_parts(shapely.coverage_union_all(outlines)) for ring in part.interiors]
    assert not holes, "a gap between neighbours"


def test_provinces_do_not_overlap(provinces):
    for (_, one), (_, other) in combinations(provinces.values(), 2):
        assert one.intersection(other).area < 1e-9


def test_provinces_are_their_districts(provinces):
    for province_id, (properties, outline) in provinces.items():
        own = [(row, district) for row, district in shapes("districts") if row["province_id"] == province_id]
        assert outline.symmetric_difference(shapely.union_all([district for _, district in own])).area < 1e-9
        assert properties["area_m2"] == pytest.approx(sum(row["area_m2"] for row, _ in own), abs=200)


def test_areas_are_the_known_ones(provinces):
    areas = {province_id: properties["area_m2"] / 1e6 for province_id, (properties, _) in provinces.items()}
    assert sum(areas.values()) == pytest.approx(KOREA_KM2, rel=0.01)
    for province_id, area in PROVINCES_KM2.items():
        assert areas[province_id] == pytest.approx(area, rel=0.01), province_id


def test_drawn_provinces_have_about_their_area(provinces):
    for properties, outline in provinces.values():
        drawn = geography._projected(outline).area
        assert drawn == pytest.approx(properties["area_m2"], rel=0.08), properties["province_id"]


def test_labels_are_inside(provinces):
    for properties, outline in provinces.values():
        assert outline.contains(shapely.Point(properties["label_longitude"], properties["label_latitude"]))


def test_gunwi_is_in_daegu(provinces):
    assert provinces["daegu"][1].contains(shapely.Point(128.573, 36.243))


@pytest.mark.parametrize("island", ISLANDS)
def test_islands_that_people_know_are_kept(island, provinces):
    longitude, latitude, province_id = ISLANDS[island]
    assert provinces[province_id][1].contains(shapely.Point(longitude, latitude))


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


def test_hosts_are_near_the_point_of_their_complex():
    for row in rows(TABLES / "complexes.csv"):
        point = geography._projected(shapely.Point(float(row["longitude"]), float(row["latitude"])))
        near = [outline for host, outline in shapes("hosts") if host["complex_id"] == row["complex_id"]]
        for outline in near:
            assert geography._projected(outline).distance(point) < 15_000, row["complex_id"]


def test_hosts_are_in_their_district():
    districts = {row["district_code"]: outline for row, outline in shapes("districts")}
    for host, outline in shapes("hosts"):
        inside = outline.intersection(districts[host["district_code"]]).area / outline.area
        assert inside > 0.75, host["name_ko"]  # the district's edge is simplified, the host's hardly


def test_files_are_small():
    size = {name: (geography.DIRECTORY / f"{name}.geojson").stat().st_size for name in geography.TYPES}
    assert size["provinces"] < 95_000
    assert size["provinces"] + size["districts"] < 400_000
    assert size["hosts"] < 60_000
    assert (geography.STATIC / "provinces.json").stat().st_size <= 90_000
    assert sum(path.stat().st_size for path in geography.STATIC.glob("*.json")) < 400_000, (
        "all that the Map may ask for"
    )


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("provinces", {"province_id", "name_ko", "name_en"}),
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


def test_tables_fit_their_types_and_keys():
    for name, (frame, types, key) in geography.tables().items():
        assert list(frame.columns) == list(types), name
        assert not frame.duplicated(list(key)).any(), name
        assert set(frame["origin_ids"]) == {"PK-001"}
        assert frame.notna().all(axis=None), name


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(geography.GeographyError, match=r"python -m rollout\.store\.geography"):
        geography.read("provinces", tmp_path)


@pytest.mark.skipif("REBUILD_GEOGRAPHY" not in os.environ, reason="25 s; set REBUILD_GEOGRAPHY=1")
def test_the_files_are_what_the_program_makes(tmp_path: Path):
    for path in geography.build(tmp_path, tmp_path):
        committed = (geography.STATIC if path.suffix == ".json" else geography.DIRECTORY) / path.name
        assert path.read_bytes() == committed.read_bytes(), path.name
