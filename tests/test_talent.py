"""The Talent page: what counts, what lies within reach, seats against demand, filters, days, languages, hostile values."""

import datetime as dt
import math
import re
import unicodedata
from collections.abc import Callable

import pandas as pd
import pydeck as pdk
import pytest
from streamlit.testing.v1 import AppTest

from rollout import talent_map
from rollout.telling import talent
from rollout.telling.talent import Wish
from rollout.theme import LIGHT
from rollout.words import Words
from tests.conftest import ROOT
from tests.opening import figures, healthy, html, own_store, text, visit  # noqa: F401  own_store is a fixture

DAY = dt.date(2026, 3, 31)
PARTS = ("gl-2023-gpc", "gl-2023-ut", "gl-2023-gwnu", "gl-2025-kongju", "hs-compact-2025-hydrogen")


@pytest.fixture(scope="module")
def page() -> AppTest:
    """The page as a plain link opens it."""
    return visit("talent")


@pytest.fixture(scope="module")
def facts() -> pd.DataFrame:
    return pd.read_csv(ROOT / "data/tables/talent_programmes.csv").set_index("programme_id")


def programmes(ask: Callable[..., list[dict]], day: dt.date = DAY) -> pd.DataFrame:
    return pd.DataFrame(ask("talent/programmes", as_of=day)).set_index("programme_id")


def cells(app: AppTest, complex_id: str) -> str:
    """A complex's line of the matrix."""
    found = re.search(
        rf"<tr[^>]*><th scope=\"row\"><button data-open=\"complex:{complex_id}\".*?</tr>", html(app, "talent-reach"), re.DOTALL
    )
    return found[0] if found else ""


# --- the questions ----------------------------------------------------------------------------------------------------------------------


def test_only_what_runs_counts_and_no_part_of_another(ask: Callable[..., list[dict]], facts: pd.DataFrame) -> None:
    rows = programmes(ask)
    assert len(rows) == len(facts)
    counted = rows[rows["counted"]]
    assert set(counted["state"]) == {"running", "selected"}
    assert not set(PARTS) & set(counted.index) and rows.loc[list(PARTS), "part"].all()
    assert not (facts.loc[counted.index, "status"].isin(["ended", "planned"])).any()
    assert not (facts.loc[counted.index, "end_year"] < DAY.year).any()
    over = rows.loc["ot-semi-lab-2023-knu"]  # chosen for 2023-2025
    assert over["state"] == "ended"


def test_an_earlier_day_knows_less(ask: Callable[..., list[dict]]) -> None:
    rows = programmes(ask, dt.date(2024, 6, 30))
    assert "bc-2026-ai-knu" not in rows.index
    assert rows.loc["fv-2022-snu", "state"] == "running", "its last year, 2024, was not over"
    assert (rows["stated_on"].dropna() <= pd.Timestamp(2024, 6, 30)).all()


@pytest.mark.parametrize(
    ("programme", "level", "kind"),
    [("cd-skku-semiconductor", "bachelor", "intake"), ("cd-hanyang-battery-grad", "graduate", "intake"), ("cd-unist-semiconductor", "bachelor", "intake"),
     ("sg-semi-2023-kaist", "graduate", "trained"), ("mh-food", "high-school", "intake"), ("hs-hydrogen-wanju", "high-school", "intake"),
     ("bc-2026-ai-knu", "bootcamp", "trained"), ("ki-dips-2024", "start-up", "supported"), ("pt-semi-asan", "bachelor", "trained"),
     ("nu-gyeongju-field", "other", "trained"), ("bk-cbnu-green-bio", "graduate", None), ("gl-2023-gwnu", "bachelor", None)],
)  # fmt: skip
def test_level_and_kind_of_seats(ask: Callable[..., list[dict]], programme: str, level: str, kind: str | None) -> None:
    row = programmes(ask).loc[programme]
    assert row["level"] == level
    assert row["seats_kind"] == kind if kind else pd.isna(row["seats_kind"])


def test_what_has_no_place_has_no_point(ask: Callable[..., list[dict]], facts: pd.DataFrame) -> None:
    rows = programmes(ask)
    assert (rows["latitude"].isna() == ~rows["place"].isin(["district", "city"])).all()
    assert rows.loc["ki-dips-2024", "place"] == "nationwide" and rows.loc["su-semi-2024-kongju", "place"] == "province"
    assert rows.loc["mh-daegu-il", "place"] == "city" and rows.loc["bc-2026-ai-khu", "place"] == "unknown"
    stated = facts["district_ko"].notna() | facts["province_id"].eq("sejong")  # Sejong is a single district
    assert (stated == rows.loc[facts.index, "place"].eq("district")).all(), "every district stands in the register"


def test_reach_is_of_ones_own_industry_and_near(ask: Callable[..., list[dict]]) -> None:
    near = pd.DataFrame(ask("talent/pipeline"))
    industries = pd.read_csv(ROOT / "data/tables/complexes.csv").set_index("complex_id")["industry_ids"].str.split(";")
    assert near["distance_km"].max() <= 120
    assert not (near["industry_id"].eq("other") & near["same_industry"]).any(), "“other” is no industry that matches"
    for row in near.to_dict("records"):
        assert (row["industry_id"] in industries[row["complex_id"]]) == row["same_industry"] or row["industry_id"] == "other"
        assert row["same_industry"] or row["level"] == "start-up"
    andong = near[(near["complex_id"] == "andong") & (near["programme_id"] == "ot-andong-vaccine")].iloc[0]
    place = programmes(ask).loc["ot-andong-vaccine"]
    east = (place["longitude"] - 128.5852) * math.cos(math.radians(36.6)) * 111.2
    assert andong["distance_km"] == pytest.approx(math.hypot(east, (place["latitude"] - 36.594) * 111.2), rel=0.01)


# --- the page ---------------------------------------------------------------------------------------------------------------------------


def test_the_answer_counts_and_names_who_has_none(page: AppTest, ask: Callable[..., list[dict]]) -> None:
    rows, near = programmes(ask), pd.DataFrame(ask("talent/pipeline"))
    said = text(html(page, "talent-top"))
    assert f"{rows['counted'].sum()} programmes are known" in said
    within = near[(near["distance_km"] <= 50) & near["same_industry"] & near["counted"] & (near["level"] != "start-up")]
    assert f"{within['complex_id'].nunique()} of 15 complexes have one for their industry within 50 km" in said
    assert "Gangneung: only a part of one that is counted elsewhere." in said
    lacking = 15 - within[within["level"] == "graduate"]["complex_id"].nunique()
    assert f"no graduate one at {lacking}." in said


def test_the_matrix_holds_the_counts(page: AppTest, ask: Callable[..., list[dict]]) -> None:
    near = pd.DataFrame(ask("talent/pipeline"))
    own = near[(near["complex_id"] == "yongin") & (near["distance_km"] <= 50) & near["counted"] & near["same_industry"]]
    line = cells(page, "yongin")
    shown = dict(re.findall(r'data-open="reach:yongin:([^"]+)"[^>]*><b>(\d+)</b>', line))
    assert {level: int(n) for level, n in shown.items() if level not in {"all", "start-up"}} == own["level"].value_counts().to_dict()
    bachelor = own[own["level"] == "bachelor"]
    places = int(bachelor.loc[bachelor["seats_kind"] == "intake", "seats_per_year"].sum())
    assert f"{places} places" in text(line)
    assert "1 planned" in text(line), "the semiconductor high school of 2027 is told, not counted"
    assert 'class="tl-bare"' in cells(page, "gangneung") and "1 only a part" in text(cells(page, "gangneung"))


def test_counts_by_type_add_up_and_unlike_seats_stay_apart(page: AppTest, ask: Callable[..., list[dict]]) -> None:
    rows = programmes(ask)
    table = html(page, "talent-groups")
    counts = {key: int(n.replace(",", "")) for key, n in re.findall(r'data-open="group:type:([^"]+)".*?<b>([\d,]+)</b>', table, re.DOTALL)}
    assert counts == rows[rows["counted"]]["type"].value_counts().to_dict()
    contract = rows[rows["counted"] & (rows["type"] == "contract-department")]
    seats = contract["seats_per_year"].dropna()
    assert f"{int(seats.sum())} ({len(seats)} of {len(contract)})" in text(table)
    start = text(re.search(r'data-open="group:type:kised-program".*?</tr>', table, re.DOTALL)[0])
    assert not re.search(r"\d{3}", start), "rounds of different years are not added"


def test_what_is_not_on_the_map_is_named(page: AppTest, ask: Callable[..., list[dict]]) -> None:
    rows = programmes(ask)
    lost = rows[rows["counted"] & rows["latitude"].isna()]
    part = html(page, "talent-unplaced")
    assert set(re.findall(r'data-open="programme:([^"]+)"', part)) == set(lost.index)
    assert f"{len(lost)} counted programmes are not on the map" in text(part)


def test_seats_against_demand(page: AppTest, ask: Callable[..., list[dict]]) -> None:
    figure = figures(page)[0]
    bars = {trace["name"]: dict(zip(trace["y"], trace["x"], strict=True)) for trace in figure["data"]}
    need = bars["needed a year on top of today's workforce"]
    assert (need["Semiconductors"], need["Bio"], need["Displays"]) == (12700, 21600, 1718.8)
    assert need["Robots"] == 0 and "demand: nothing published" in figure["data"][2]["text"]
    rows = programmes(ask)
    chips = rows[rows["counted"] & (rows["industry_id"] == "semiconductor")]
    assert bars["admission places a year"]["Semiconductors"] == chips.loc[chips["seats_kind"] == "intake", "seats_per_year"].sum()
    assert "Neither demand nor seats published: Railway and Natural products." in text(html(page, "talent-balance-sources"))
    assert figure["layout"]["barmode"] == "group", "unlike seats are never stacked"


def test_the_board_shows_every_figure(page: AppTest, ask: Callable[..., list[dict]]) -> None:
    rows = pd.DataFrame(ask("talent/supply"))
    rows["industry_id"] = rows["industry_id"].fillna("several")
    board = html(page, "talent-board")
    shown = re.findall(r'data-open="supply:([^:]+):([^:]+):(\d+)"', board)
    assert {(i, m, int(y)) for i, m, y in shown} == set(zip(rows["industry_id"], rows["metric"], rows["year"], strict=True))
    more = sum(int(n) for n in re.findall(r"<small>\+(\d+)</small>", board))
    assert len(shown) + more == len(rows)
    assert text(board).count("nothing published") == 4


def test_every_programme_leads_to_its_sources(page: AppTest, facts: pd.DataFrame) -> None:
    part = html(page, "talent-list")
    ids = re.findall(r'data-open="programme:([^"]+)"', part)
    assert len(ids) == 20
    assert re.findall(r'data-open="origins:([^"]+)"', part) == [facts.loc[i, "origin_ids"] for i in ids]
    whole = healthy(page.toggle(key="talent-all").set_value(True).run())
    part = html(whole, "talent-list")
    assert len(re.findall(r'data-open="programme:', part)) == len(facts)
    assert "Do not add up" in part and 'class="tl-ended"' in part
    healthy(page.toggle(key="talent-all").set_value(False).run())


def test_a_wider_reach_finds_more_and_the_link_holds() -> None:
    near, far = visit("talent", talent_km="10"), visit("talent", talent_km="120")
    assert "within 10 km" in text(html(near, "talent-top")) and "None at" in text(html(near, "talent-top"))
    assert "15 of 15 complexes have one for their industry within 120 km" in text(html(far, "talent-top"))
    assert far.select_slider(key="talent_km").value == "120"


def test_filters_of_the_page_and_of_the_sidebar(ask: Callable[..., list[dict]]) -> None:
    app = visit("talent", talent_level="graduate", industry="semiconductor", province="daejeon", talent_by="level")
    rows = programmes(ask)
    mine = rows[(rows["level"] == "graduate") & (rows["industry_id"] == "semiconductor") & (rows["province_id"] == "daejeon")]
    assert set(re.findall(r'data-open="programme:([^"]+)"', html(app, "talent-list"))) == set(mine.index)
    assert re.findall(r'data-open="group:level:([^"]+)"', html(app, "talent-groups")) == ["graduate"]
    assert re.findall(r'<button data-open="complex:([^"]+)"', html(app, "talent-reach")) == ["daejeon"]
    reach = re.findall(r'data-open="reach:daejeon:([^"]+)"', html(app, "talent-reach"))
    assert reach == ["graduate", "all"]
    assert [trace["y"] for trace in figures(app)[0]["data"]] == [["Semiconductors"]] * 3


def test_search_matches_hangul_typed_in_pieces() -> None:
    found = [visit("talent", talent_find=form) for form in ("카이스트없음", unicodedata.normalize("NFD", "포항공과"), "POSTECH")]
    ids = [set(re.findall(r'data-open="programme:([^"]+)"', html(app, "talent-list"))) for app in found]
    assert not ids[0] and "No programme matches" in text(html(found[0], "talent-list"))
    assert ids[1] and ids[1] == ids[2]
    assert "14 of 15" in text(html(found[1], "talent-top")), "a search filters the programmes, not what a complex has"


@pytest.mark.parametrize("value", ["<script>alert(1)</script>", "\"'); --", "가" * 10_000, "-1", "9" * 400, "%00", "\u0000"])
def test_hostile_values(value: str) -> None:
    app = visit("talent", talent_find=value, talent_km=value, talent_type=value, talent_level=value, talent_by=value)
    assert "within 50 km" in text(html(app, "talent-top")) and "left out" in text(html(app, "talent-top"))
    assert "<script>" not in "".join(html(app, key) for key in ("talent-top", "talent-list", "talent-groups"))


def test_korean() -> None:
    app = visit("talent", lang="ko", talent_type="meister-high-school")
    said = " ".join(
        text(html(app, key))
        for key in ("talent-top", "talent-groups", "talent-reach", "talent-board", "talent-list", "talent-unplaced", "talent-rules")
    )
    assert "마이스터고" in said and "반경 50km" in said
    assert not re.search(r"[a-z]{4,}", said), re.findall(r"[a-z]{4,}", said)[:5]


def test_the_first_day_and_nothing_in_scope() -> None:
    first = visit("talent", as_of="2023-03-15", compare="2023-03-15", industry="railway", province="gyeongnam")
    assert first.info, "no complex of that industry there"
    early = visit("talent", as_of="2023-03-15", compare="2023-03-15")
    assert "programmes are known" in text(html(early, "talent-top"))
    none = visit("talent", province="chungbuk", talent_type="kised-program")
    assert "No programme is known in this view." in text(html(none, "talent-top"))
    assert "No programme matches" in text(html(none, "talent-list"))


# --- the pure parts -----------------------------------------------------------------------------------------------------------------------


def test_a_circle_stands_for_its_number() -> None:
    assert (talent_map.radius(9) / talent_map.radius(1)) ** 2 == pytest.approx(9)


def test_numbers_on_the_map_never_overlap(ask: Callable[..., list[dict]]) -> None:
    rows = programmes(ask).reset_index()
    good = rows[rows["counted"] & rows["latitude"].notna()]
    spots = [
        {"latitude": a, "longitude": b, "count": len(own), "caption": "<b>"} for (a, b), own in good.groupby(["latitude", "longitude"])
    ]
    sites = pd.DataFrame(ask("progress/complexes"))
    deck = talent_map.belt(
        sorted(spots, key=lambda s: -s["count"]),
        sites,
        dict.fromkeys(sites["complex_id"], "x\ny"),
        ["yongin"],
        50,
        "ab",
        Words("ko"),
        LIGHT,
    )
    layers = {layer.id: layer for layer in deck.layers}
    numbers = [talent_map.pixels(*mark["position"]) for mark in layers["numbers"].data]
    assert len(numbers) > 4
    assert all(
        abs(a[0] - b[0]) >= talent_map.LETTER or abs(a[1] - b[1]) >= talent_map.LINE for i, a in enumerate(numbers) for b in numbers[:i]
    )
    assert sum(spot["count"] for spot in spots) == len(good) and len(layers["programmes"].data) == len(spots)
    assert isinstance(deck, pdk.Deck)


def test_a_wish_narrows_rows() -> None:
    rows = pd.DataFrame({"type": ["bootcamp", "other"], "level": ["bootcamp", "graduate"]})
    assert len(Wish().kind(rows)) == 2 and list(Wish(level="graduate").kind(rows)["type"]) == ["other"]
    assert (
        talent.cell(
            pd.DataFrame({"counted": [], "state": [], "part": [], "seats_kind": [], "seats_per_year": []}).astype(
                {"counted": bool, "part": bool}
            )
        ).counted
        == 0
    )
