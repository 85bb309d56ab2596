"""The Map through Streamlit's AppTest: its figures against the store, its layers, filters, reach, languages, days,
hostile links.
"""

import csv
import datetime as dt
import json
import math
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from pages.conditions import map as page
from rollout.document.model import Period, Section
from rollout.questions.ask import Asker
from rollout.questions.scope import Scope
from rollout.questions.view import View, view_of
from rollout.render.theme import DARK, LIGHT
from rollout.subjects.map import layers, nearby, regions
from rollout.subjects.map.figures import Asked, amount
from rollout.subjects.schedule import rating
from rollout.web import blocks, canvas
from tests.conftest import AS_OF, ROOT
from tests.opening import html, own_store, text, visit  # noqa: F401  own_store is a fixture

Ask = Callable[..., list[dict]]
KM = 30


def atlas(app: AppTest) -> dict:
    """All that the canvas is given."""
    return json.loads(html_data(app))


def html_data(app: AppTest) -> str:
    return next(part.proto.json for part in app.get("bidi_component") if part.proto.id.endswith("-atlas"))


@pytest.fixture(scope="module")
def view(asker: Asker) -> View:
    """Who reads it in English, all complexes."""
    return view_of(asker, Scope(AS_OF, dt.date(2025, 3, 31), AS_OF, "en", snapshot=asker.snapshot()))


def figures(ask: Ask, year: int = 2020, sector: str = "manufacturing") -> pd.DataFrame:
    return pd.DataFrame(ask("map/figures", year=year, sector=sector)).set_index(["level", "code"])


def rows(name: str) -> list[dict[str, str]]:
    with (ROOT / "data" / "tables" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def legend(app: AppTest, place: int = 0) -> dict:
    return atlas(app)["legend"][place]


# --- the questions


def test_location_quotients_weighted_by_value_added_give_the_nation(opened) -> None:
    """The mean of a sector's quotients, weighted by the districts' value added, is 1 by definition."""
    sums = opened.query(
        "SELECT year, sector, sum(lq * value_added_krw) / sum(value_added_krw) AS mean, count(lq) AS known, "
        "count(*) AS n FROM location_quotient() GROUP BY ALL"
    )
    assert set(sums["year"]) == {2015, 2020}
    whole = sums[sums["known"] == sums["n"]]
    assert len(whole) == 28 and whole["mean"].sub(1).abs().max() < 1e-9


def test_the_nation_is_the_sum_of_its_districts_and_2010_has_none(ask: Ask) -> None:
    now = figures(ask)
    assert (
        now.loc[("nation", "kr"), "grdp_krw"]
        == now.loc["district", "grdp_krw"].sum()
        == now.loc["province", "grdp_krw"].sum()
    )
    assert now.loc[("nation", "kr"), "persons"] == 51_829_136
    assert now.loc["district", "lq"].notna().all() and len(now.loc["district"]) == 229
    then = figures(ask, 2010)
    assert then.loc["nation"][["grdp_krw", "share", "growth", "lq", "persons"]].isna().all(axis=None)
    missing = set(then.loc["province"].index[then.loc["province", "grdp_krw"].isna()])
    assert missing == {"incheon", "daejeon", "sejong", "ulsan", "gyeongnam"}


def test_a_census_after_the_day_is_not_known(ask: Ask) -> None:
    day = pd.Timestamp("2024-12-31").date()
    assert pd.DataFrame(ask("map/figures", as_of=day, year=2025, sector="manufacturing"))["persons"].isna().all()


def test_every_zone_that_names_a_district_stands_there(ask: Ask) -> None:
    items = pd.DataFrame(ask("map/items"))
    zones = items[items["kind"] == "zone"]
    named = {
        z["zone_id"] for z in rows("designations") if z["district_ko"] or z["province_ids"] == "sejong"
    }  # Sejong is a single district
    assert set(zones.loc[zones["exact"], "item_id"]) == named
    assert not set(zones.loc[~zones["exact"], "item_id"]) & named
    older = items[items["kind"] == "older"]
    assert set(older["item_id"]) == {r["ref_id"] for r in rows("reference_complexes")} and older["exact"].all()


def test_near_is_within_the_distance_and_misses_nothing(ask: Ask) -> None:
    near = pd.DataFrame(ask("map/near", km=float(KM)))
    assert near["distance_km"].max() <= KM
    items = pd.DataFrame(ask("map/items"))
    site = next(c for c in rows("complexes") if c["complex_id"] == "daegu")
    exact = items[items["exact"]]
    apart = [
        haversine(float(site["latitude"]), float(site["longitude"]), r.latitude, r.longitude)
        for r in exact.itertuples()
    ]
    wanted = set(exact.loc[[d <= KM for d in apart], "item_id"])
    own = near[(near["complex_id"] == "daegu") & (near["kind"] != "complex")]
    assert set(own["item_id"]) == wanted and len(own) == len(wanted)


def haversine(a: float, b: float, c: float, d: float) -> float:
    a, b, c, d = map(math.radians, (a, b, c, d))
    return (
        2
        * 6371
        * math.asin(math.sqrt(math.sin((c - a) / 2) ** 2 + math.cos(a) * math.cos(c) * math.sin((d - b) / 2) ** 2))
    )


# --- classes


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_fifths_hold_about_a_fifth_each(palette) -> None:
    values = pd.Series(range(1000), index=map(str, range(1000)), dtype=float) ** 2
    scale = layers.fifths(values, palette)
    counts = pd.Series(scale.places(values)).value_counts()
    assert len(scale.colours) == 5 and counts.between(180, 220).all()
    flat = layers.fifths(pd.Series([3.0] * 9), palette)
    assert not flat.bounds and len(flat.colours) == 1, "no class without a place"
    assert layers.fifths(pd.Series([], dtype=float), palette).colours


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_diverging_classes_turn_at_their_middle(palette) -> None:
    scale = layers.around((0.5, 0.8, 1.25, 2.0), 1.0, palette)
    assert len(set(scale.colours)) == 5 and scale.place(1.0) == 2 and scale.place(0.49) == 0 and scale.place(2.0) == 4
    change = layers.around((-0.1, 0.0, 0.1), 0.0, palette)
    assert len(set(change.colours)) == 4 and change.place(-0.001) == 1 and change.place(0.0) == 2


# --- the page


def test_the_map_opens_on_manufacturing_with_the_sites(ask: Ask) -> None:
    app = visit("map")
    data = atlas(app)
    now = figures(ask)
    nation = now.loc[("nation", "kr"), "share"]
    hosts = now.loc["district"].explode("hosts").dropna(subset=["hosts"])
    assert len(hosts) == 15
    above = int((hosts["share"] > nation).sum())
    assert (
        f"{above} of 15 complexes are in districts where manufacturing has a larger share than in Korea as a whole "
        f"({nation * 100:.1f}%" in text(html(app, "map-top"))
    )
    assert len(data["sites"]) == 15 and not data["marks"] and not data["circle"]
    assert (
        len(data["classes"]) == 229
        and data["places"]["44200"][1] == f"{now.loc[('district', '44200'), 'share'] * 100:.1f}%"
    )
    parts = data["legend"]
    assert sum(int(item["count"]) for item in parts[0]["items"]) == 229 and len(parts[0]["items"]) == 5
    assert sum(int(item["count"]) for item in parts[1]["items"]) == 15
    assert len(html_data(app)) < 60_000, "outlines do not travel with a click"
    listed = html(app, "map-sites")
    assert listed.count('data-open="complex:') == listed.count('data-open="place-figures:district:') == 15
    assert html(app, "map-ranking").count('data-open="place-figures:') == 229
    assert "origins:PK-001;PK-002" in html(app, "map-ranking")


def test_each_figure_year_and_level(ask: Ask) -> None:
    app = visit("map", map_colour="growth", map_year="2015", map_level="province")
    data, before = atlas(app), figures(ask, 2015).loc["province"]
    assert legend(app)["title"] == "GRDP growth over five years, 2010 to 2015"
    assert len(data["classes"]) == int(before["growth"].notna().sum()) == 12
    assert {item["text"]: item["count"] for item in legend(app)["items"]}["not published"] == "5"
    app = visit("map", map_colour="lq", map_sector="agriculture", map_year="2010")  # no such year: the newest stands
    assert legend(app)["title"] == "Location quotient of Agriculture, forestry and fishing, 2020"
    assert atlas(app)["places"]["11110"][
        1
    ] == f"{figures(ask, 2020, 'agriculture').loc[('district', '11110'), 'lq']:.2f}".rstrip("0").rstrip(".")
    app = visit("map", map_colour="population", lang="ko")
    assert "인구가 감소한" in text(html(app, "map-top")) and legend(app)["title"].startswith(
        "인구 5년 증감률, 2020~2025"
    )
    app = visit("map", map_colour="none")
    assert (
        not atlas(app)["classes"] and not html(app, "map-ranking") and "15 complexes in" in text(html(app, "map-top"))
    )


def test_layers_types_and_filters(ask: Ask) -> None:
    app = visit(
        "map",
        map_layers=["sites", "hosts", "zones", "programmes", "older"],
        map_zone="hydrogen-city",
        map_sites="rating",
    )
    data = atlas(app)
    items = pd.DataFrame(ask("map/items"))
    count = {item["text"]: int(item["count"]) for part in data["legend"] for item in part["items"] if item.get("count")}
    assert count["Designated zones"] == sum(z["type"] == "hydrogen-city" for z in rows("designations"))
    assert count["Talent programmes"] == items.loc[items["kind"] == "programme", "item_id"].nunique()
    assert count["Older complexes"] == 30
    assert {site["shape"] for site in data["sites"]} <= set(rating.RATINGS) and len(data["hosts"]) == 15
    app = visit("map", map_layers=["sites", "zones"], province="gyeongbuk", industry="nuclear")
    data = atlas(app)
    here = {
        c["complex_id"]
        for c in rows("complexes")
        if c["province_id"] == "gyeongbuk" and "nuclear" in c["industry_ids"].split(";")
    }
    assert {site["id"] for site in data["sites"]} == here and data["focus"] == ["gyeongbuk"]
    zones = [
        z["zone_id"]
        for z in rows("designations")
        if "gyeongbuk" in z["province_ids"].split(";") and "nuclear" in z["industry_ids"].split(";")
    ]
    assert len({item for mark in data["marks"] for item in mark["items"]}) == len(zones)
    assert html(app, "map-ranking").count("place-figures:district:") == 22 and "Cheonan" not in text(
        html(app, "map-counts")
    )


def test_reach_of_a_complex(view: View, ask: Ask) -> None:
    app = visit("map", map_complex="daegu", map_km="50")
    data = atlas(app)
    assert data["circle"]["km"] == 50 and len(data["circle"]["at"]) == 2
    near = pd.DataFrame(ask("map/near", km=50.0))
    own = near[near["complex_id"] == "daegu"]
    counts = own["kind"].value_counts()
    for kind in ("zone", "programme", "older", "complex"):
        shown = html(app, f"map-near-{kind}")
        assert shown.count('data-open="origins:') == int(counts.get(kind, 0))
        rows = nearby.near(view, "daegu", 50, kind).tables[0].rows
        assert [row["distance"].value for row in rows] == pytest.approx(
            sorted(own.loc[own["kind"] == kind, "distance_km"]), abs=0.051
        )
    line = next(row for row in nearby.counts(view, 50, "daegu").tables[0].rows if row.chosen)
    assert {kind: line[f"near-{kind}"].value for kind in counts.index} == counts.to_dict()


def test_places_are_ranked_in_the_nation_and_tiny_changes_are_no_nought(view: View, ask: Ask) -> None:
    now = figures(ask).loc["district"]
    rows = regions.rank(view).tables[0].rows
    assert [row.key for row in rows[:3]] == list(now["share"].sort_values(ascending=False).index[:3])
    assert rows[0]["rank"].value == 1 and rows[0]["value"].bar == 1.0 and len(rows) == 229
    before = regions.rank(view, Asked("growth", 2015, level="province")).tables[0].rows
    assert [row["rank"].value for row in before[-5:]] == [None] * 5 and before[-1]["value"].missing == "not published"
    assert amount("growth", -0.0003).digits == 2 and amount("growth", -0.03) == -0.03


def test_an_earlier_day_knows_less() -> None:
    zones = [
        len(
            {
                i
                for m in atlas(visit("map", map_layers="zones", as_of=day, compare="2023-03-15"))["marks"]
                for i in m["items"]
            }
        )
        for day in ("2023-06-30", "2026-03-31")
    ]
    pages = {page["origin_id"]: page["published_on"] for page in rows("origins")}
    since = [
        (
            z["designated_on"] or min(filter(None, map(pages.get, z["origin_ids"].split(";"))), default=""),
            z["status_on"] or "9999",
        )
        for z in rows("designations")
    ]
    known = [sum(first <= day < last for first, last in since) for day in ("2023-06-30", "2026-03-31")]
    assert zones == known and zones[0] < zones[1]


def test_the_map_is_told_in_words_and_only_what_is_switched_on() -> None:
    data = atlas(visit("map", map_layers=["zones"], map_level="province", map_colour="grdp"))
    assert data["alt"].startswith(
        "Map of Korea. Provinces coloured by GRDP, 2020. Layers: Designated zones. Complexes in scope: "
    )
    assert not data["sites"] and not data["hosts"] and {mark["kind"] for mark in data["marks"]} == {"zone"}
    assert [part["title"] for part in data["legend"]] == ["GRDP, 2020", "By city, county or district"]


def test_a_click_opens_a_place_or_its_items_with_sources(monkeypatch: pytest.MonkeyPatch, ask: Ask) -> None:
    clicked = ["place-figures:district:44200:manufacturing:2020:manufacturing"]
    monkeypatch.setattr(canvas, "draw", lambda data, key, viewer: clicked[0])
    card = text(html(visit("map"), "dialog-body"))
    share = figures(ask).loc[("district", "44200"), "share"]
    assert f"{share * 100:.1f}%, rank 1 of 229" in card and "Hosts" not in card
    clicked[0] = "place-figures:province:gyeongbuk:none:2020:manufacturing"
    app = visit("map", lang="ko")
    assert "안동" in text(html(app, "dialog-body")) and "통계청" in html(app, "dialog-origins")
    clicked[0] = "items:zone:47190;47170;nowhere"
    items = pd.DataFrame(ask("map/items"))
    there = items[(items["kind"] == "zone") & items["place_code"].isin(["47190", "47170"])]
    opened = html(visit("map"), "dialog-body")
    assert len(there) and opened.count('data-open="origins:') == len(there)


@pytest.mark.parametrize(
    "click",
    [
        "place-figures:district:gyeongbuk:grdp:2020:manufacturing",
        "place-figures:district:44200:grdp:1999:<b>",
        "place-figures:nation:kr",
        "items:zone:<b>",
        "items:mine:11110",
        "complex:<script>",
        "",
        "x" * 10_000,
    ],
)
def test_a_forged_click_opens_nothing(monkeypatch: pytest.MonkeyPatch, click: str) -> None:
    monkeypatch.setattr(canvas, "draw", lambda data, key, viewer: click)
    assert not html(visit("map"), "dialog-body")


def test_what_is_downloaded_is_what_is_shown(monkeypatch: pytest.MonkeyPatch, ask: Ask) -> None:
    given: dict[str, tuple[list[tuple[str, Section]], str]] = {}
    monkeypatch.setattr(
        page, "downloads", lambda named, name, viewer: given.update({name: (named(), blocks.link(viewer))})
    )
    visit("map", map_layers=["zones", "older"], map_complex="yongin", map_km="40", map_colour="grdp", lang="ko")
    named, link = given["map"]
    made = {section.id: section for _, section in named}
    first = named[0][1].tables[0].rows
    assert len(first) == 229 + 17 + 1 and max(row["grdp"].value or 0 for row in first) == figures(ask)["grdp_krw"].max()
    assert {row["kind"].value for row in made["map-items"].tables[0].rows} == {"zone", "older"}
    assert any(isinstance(row["date"].value, Period) for row in made["map-items"].tables[0].rows)
    assert {"map_layers": ["zones", "older"], "map_complex": ["yongin"], "map_km": ["40"]}.items() <= parse_qs(
        urlsplit(link).query
    ).items()
    near = given["map-near-yongin-40km"][0][0][1].tables[0].rows
    wanted = [row for row in ask("map/near", km=40.0) if row["complex_id"] == "yongin"]
    assert len(near) == len(wanted) and max(row["distance"].value for row in near) <= 40
    assert all(row.origins for row in near)


@pytest.mark.parametrize(
    "wish",
    [
        {
            "map_colour": "<script>alert(1)</script>",
            "map_layers": ["'; DROP TABLE x; --", "sites"],
            "map_level": "x" * 10_000,
        },
        {"map_km": "-5", "map_complex": "용인"},
        {"map_km": "1e999", "map_year": "1999", "map_zone": "nothing", "map_complex": "yongin"},
        {"map_km": "NaN", "map_sites": "", "map_sector": "value-added", "map_colour": "lq"},
    ],
)
def test_hostile_links_are_survived(wish: dict) -> None:
    app = visit("map", **wish)
    data = atlas(app)
    assert "<script" not in html_data(app) and len(data["sites"]) == 15
    assert data["legend"][0]["items"]


def test_nothing_in_scope_offers_the_way_out() -> None:
    app = visit("map", province="jeju")
    assert "Jeju" in app.info[0].value and not app.get("pydeck_chart")
