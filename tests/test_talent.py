"""The Talent page: what counts, what lies within reach, seats against demand.

Its filters, days, languages and hostile values.
"""

import datetime as dt
import math
import re
import unicodedata
from collections.abc import Callable, Mapping

import pandas as pd
import pydeck as pdk
import pytest

from rollout.document.model import Cell, Section
from rollout.document.target import Target
from rollout.language.words import Words
from rollout.questions.ask import Asker
from rollout.questions.scope import Scope
from rollout.questions.view import View, view_of
from rollout.render.theme import LIGHT
from rollout.subjects.talent import belt, demand, listed, reach, sections
from rollout.subjects.talent import programmes as programme_rules
from rollout.subjects.talent.programmes import Asked
from tests.conftest import AS_OF, ROOT
from tests.opening import Views, figures, healthy, html, own_store, text, visit, visits, words_of  # noqa: F401  own_store is a fixture

DAY = dt.date(2026, 3, 31)
PARTS = ("gl-2023-gpc", "gl-2023-ut", "gl-2023-gwnu", "gl-2025-kongju", "hs-compact-2025-hydrogen")


@pytest.fixture(scope="module")
def page() -> Views:
    """The page as a plain link opens it."""
    return visits("talent", "programmes", "demand", "supply")


@pytest.fixture(scope="module")
def facts() -> pd.DataFrame:
    return pd.read_csv(ROOT / "data/tables/talent_programmes.csv").set_index("programme_id")


def programmes(ask: Callable[..., list[dict]], day: dt.date = DAY) -> pd.DataFrame:
    return pd.DataFrame(ask("talent/programmes", as_of=day)).set_index("programme_id")


@pytest.fixture(scope="module")
def view(asker: Asker) -> View:
    """Who reads it in English, all complexes."""
    return reader(asker)


def reader(asker: Asker, **scope: object) -> View:
    settings = {"lang": "en"} | scope
    return view_of(asker, Scope(DAY, dt.date(2025, 3, 31), DAY, snapshot=asker.snapshot(), **settings))


def test_levels_follow_the_printed_rule(ask: Callable[..., list[dict]], facts: pd.DataFrame) -> None:
    """A convergence university (융합대학) names no department; a convergence graduate school (융합대학원) is one."""
    known = programmes(ask)
    named = facts["department_ko"].fillna("").str.contains("혁신융합대학")
    consortia = known.loc[known.index.intersection(facts.index[named])]
    assert len(consortia) == 37 and set(consortia["level"]) == {"other"}
    assert known.loc["nu-2023-khu", "level"] == "graduate" and known.loc["bk-cbnu-osong-bio", "level"] == "graduate"
    assert known.loc["nu-dongguk-wise-smr", "level"] == "bachelor"  # 융합전공
    assert known.loc["cd-kyungil-smartfactory-early", "level"] == "bachelor"  # a contract department


def cells(section: Section, key: str) -> Mapping[str, Cell]:
    """The cells of a row of a section's table."""
    return next(row.cells for row in section.tables[0].rows if row.key == key)


# --- the questions


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
    [
        ("cd-skku-semiconductor", "bachelor", "intake"),
        ("cd-hanyang-battery-grad", "graduate", "intake"),
        ("cd-unist-semiconductor", "bachelor", "intake"),
        ("sg-semi-2023-kaist", "graduate", "trained"),
        ("mh-food", "high-school", "intake"),
        ("hs-hydrogen-wanju", "high-school", "intake"),
        ("bc-2026-ai-knu", "bootcamp", "trained"),
        ("ki-dips-2024", "start-up", "supported"),
        ("pt-semi-asan", "bachelor", "trained"),
        ("nu-gyeongju-field", "other", "trained"),
        ("bk-cbnu-green-bio", "graduate", None),
        ("gl-2023-gwnu", "bachelor", None),
    ],
)
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
    complexes = pd.read_csv(ROOT / "data/tables/complexes.csv").set_index("complex_id")
    industries = complexes["industry_ids"].str.split(";")
    assert near["distance_km"].max() <= 120
    assert not (near["industry_id"].eq("other") & near["same_industry"]).any(), "“other” is no industry that matches"
    for row in near.to_dict("records"):
        assert (row["industry_id"] in industries[row["complex_id"]]) == row["same_industry"] or row[
            "industry_id"
        ] == "other"
        assert row["same_industry"] or row["level"] == "start-up"
    andong = near[(near["complex_id"] == "andong") & (near["programme_id"] == "ot-andong-vaccine")].iloc[0]
    place = programmes(ask).loc["ot-andong-vaccine"]
    site = complexes.loc["andong"]
    east = (place["longitude"] - site["longitude"]) * math.cos(math.radians(36.6)) * 111.2
    north = (place["latitude"] - site["latitude"]) * 111.2
    assert andong["distance_km"] == pytest.approx(math.hypot(east, north), rel=0.01)


# --- the sections


def test_the_answer_counts_and_names_who_has_none(page: Views, ask: Callable[..., list[dict]]) -> None:
    rows, near = programmes(ask), pd.DataFrame(ask("talent/pipeline"))
    said = text(html(page, "talent-top"))
    assert f"{rows['counted'].sum()} programmes are running or selected" in said
    within = near[(near["distance_km"] <= 50) & near["same_industry"] & near["counted"] & (near["level"] != "start-up")]
    assert f"{within['complex_id'].nunique()} of 15 complexes have one for their industry within 50 km" in said
    assert "Gangneung: only a partner institution within 50 km." in said
    lacking = 15 - within[within["level"] == "graduate"]["complex_id"].nunique()
    assert f"without a graduate programme: {lacking}." in said


def test_the_matrix_holds_the_counts(view: View, ask: Callable[..., list[dict]]) -> None:
    near = pd.DataFrame(ask("talent/pipeline"))
    own = near[(near["complex_id"] == "yongin") & (near["distance_km"] <= 50) & near["counted"] & near["same_industry"]]
    section = reach.reach(view)
    line = cells(section, "yongin")
    levels = set(programme_rules.LEVELS) - {"start-up"}
    assert {level: line[level].value for level in levels if line[level].value} == own["level"].value_counts().to_dict()
    bachelor = own[own["level"] == "bachelor"]
    places = int(bachelor.loc[bachelor["seats_kind"] == "intake", "seats_per_year"].sum())
    assert f"{places} places" in line["bachelor"].note
    assert "1 planned" in line["high-school"].note, "the semiconductor high school of 2027 is shown, not counted"
    bare = cells(section, "gangneung")
    assert (bare["all"].tone, bare["all"].mark_label) == ("red", "partner only") and "1 only a part" in bare[
        "bachelor"
    ].note
    counted = [row.cells["all"].value for row in section.tables[0].rows if not row.total]
    assert counted == sorted(counted) and cells(section, "total")["all"].value == sum(n > 0 for n in counted)


def test_a_cell_opens_what_it_counts(view: View) -> None:
    for key, cell in cells(reach.reach(view), "yongin").items():
        if cell.opens and cell.opens.kind == "reach":
            listed = reach.within_reach(view, *cell.opens.ids).tables[0].rows
            assert sum(row["counted"].value for row in listed) == cell.value, key
    assert reach.within_reach(view, "yongin", "all", "51", "", "") is None


def test_counts_by_type_add_up_and_unlike_seats_stay_apart(view: View, ask: Callable[..., list[dict]]) -> None:
    rows = programmes(ask)
    section = sections.groups(view)
    counts = {row.key: row["counted"].value for row in section.tables[0].rows}
    assert counts == rows[rows["counted"]]["type"].value_counts().to_dict()
    contract = rows[rows["counted"] & (rows["type"] == "contract-department")]
    seats = contract["seats_per_year"].dropna()
    assert cells(section, "contract-department")["intake"] == Cell(
        int(seats.sum()), note=f"{len(seats)} of {len(contract)}"
    )
    start = cells(section, "kised-program")
    assert start["intake"].value is None and start["trained"].value is None, "rounds of different years are not added"


@pytest.mark.parametrize("find", ["", "대학교: 산업"])
def test_a_group_opens_its_programmes(view: View, find: str) -> None:
    for by in programme_rules.GROUPS:
        for row in sections.groups(view, by, Asked(find=find)).tables[0].rows:
            opened = Target.parse(str(row["group"].opens))
            assert (
                sum(each["counted"].value for each in sections.group(view, *opened.ids).tables[0].rows)
                == row["counted"].value
            )


def test_what_is_not_on_the_map_is_named(view: View, ask: Callable[..., list[dict]]) -> None:
    rows = programmes(ask)
    lost = rows[rows["counted"] & rows["latitude"].isna()]
    section = sections.unplaced(view)
    assert {link.opens.ids[0] for row in section.tables[0].rows for link in row["programmes"].links} == set(lost.index)
    assert f"{len(lost)} counted programmes are not on the map" in section.title


def test_seats_against_demand(view: View, page: Views, ask: Callable[..., list[dict]]) -> None:
    figure = figures(page)[0]
    bars = {trace["name"]: dict(zip(trace["y"], trace["x"], strict=True)) for trace in figure["data"]}
    need = bars["needed a year on top of today's workforce"]
    assert (need["Semiconductors"], need["Bio"], need["Displays"]) == (12700, 21600, 1718.8)
    assert need["Robots"] == 0 and "demand: nothing published" in figure["data"][2]["text"]
    rows = programmes(ask)
    chips = rows[rows["counted"] & (rows["industry_id"] == "semiconductor")]
    places = chips.loc[chips["seats_kind"] == "intake", "seats_per_year"].sum()
    assert bars["admission places a year"]["Semiconductors"] == places
    section = demand.demand(view)
    assert (
        cells(section, "semiconductor")["need"].value == 12700
        and cells(section, "semiconductor")["intake"].value == places
    )
    assert {row.key for row in section.tables[0].rows if not row.origins} == {"railway", "natural-products"}
    assert figure["layout"]["barmode"] == "group", "unlike seats are never stacked"


def test_the_board_shows_every_figure(view: View, ask: Callable[..., list[dict]]) -> None:
    rows = pd.DataFrame(ask("talent/supply"))
    rows["industry_id"] = rows["industry_id"].fillna("several")
    table = demand.board(view).tables[0]
    shown = [(cell.opens.ids, cell) for row in table.rows for cell in row.cells.values() if cell.opens]
    assert {(i, m, int(y)) for (i, m, y), _ in shown} == set(
        zip(rows["industry_id"], rows["metric"], rows["year"], strict=True)
    )
    assert len(shown) + sum(int(cell.note or 0) for _, cell in shown) == len(rows)
    assert sum(row["metric"].missing == "nothing published" for row in table.rows) == 4


def test_every_programme_leads_to_its_sources(page: Views, view: View, facts: pd.DataFrame) -> None:
    rows = listed.programmes(view).tables[0].rows
    assert {row.key: list(row.origins) for row in rows} == {
        i: sorted(ids.split(";")) for i, ids in facts["origin_ids"].items()
    }
    assert any(row["school"].warnings for row in rows) and {
        row["state"].tone for row in rows if row["state"].value == "ended"
    } == {"subtle"}
    part = html(page, "talent-programmes")
    assert re.findall(r'data-open="programme:([^"]+)"', part) == [row.key for row in rows] and len(rows) == len(facts)
    assert f'data-open="origins:{";".join(rows[0].origins)}"' in part


def test_a_wider_reach_finds_more_and_the_link_holds(view: View) -> None:
    near, far = reach.reach(view, Asked(km=10)), visit("talent", talent_km="120")
    assert "within 10 km" in near.lead[0].text and near.lead[1].text.startswith("None at")
    assert "All 15 complexes have one for their industry within 120 km" in text(html(far, "talent-top"))
    assert far.select_slider(key="talent_km").value == "120"


def test_filters_of_the_view_and_of_all(ask: Callable[..., list[dict]]) -> None:
    scope = {"industry": "semiconductor", "province": "daejeon"}
    programmes_view = visit("programmes", talent_level="graduate", talent_by="level", **scope)
    app = Views([visit("talent", talent_level="graduate", **scope), programmes_view, visit("demand", **scope)])
    rows = programmes(ask)
    mine = rows[
        (rows["level"] == "graduate") & (rows["industry_id"] == "semiconductor") & (rows["province_id"] == "daejeon")
    ]
    assert set(re.findall(r'data-open="programme:([^"]+)"', html(app, "talent-programmes"))) == set(mine.index)
    assert re.findall(r'data-open="programmes:level:([^:"]+)', html(app, "talent-groups")) == ["graduate"]
    assert re.findall(r'<button data-open="complex:([^"]+)"', html(app, "talent-reach")) == ["daejeon"]
    reach = re.findall(r'data-open="talent-reach:daejeon:([^:"]+)', html(app, "talent-reach"))
    assert reach == ["graduate", "all"]
    assert [trace["y"] for trace in figures(app)[0]["data"]] == [["Semiconductors"]] * 3


def test_search_matches_hangul_typed_in_pieces(view: View) -> None:
    none, pieces, latin = (
        listed.programmes(view, Asked(find=form))
        for form in ("카이스트없음", unicodedata.normalize("NFD", "포항공과"), "POSTECH")
    )
    assert not none.tables[0].rows and "No programme matches" in none.tables[0].empty
    assert pieces.tables[0].rows and [row.key for row in pieces.tables[0].rows] == [
        row.key for row in latin.tables[0].rows
    ]
    said = reach.reach(view, Asked(find="포항공과")).lead[0].text
    assert said.startswith("14 of 15"), "a search filters the programmes, not what a complex has"


@pytest.mark.parametrize("value", ["<script>alert(1)</script>", "가" * 10_000, "\u0000"])
def test_hostile_values(value: str) -> None:
    own = {"talent_km": value, "talent_type": value, "talent_level": value}
    app = Views([visit("talent", **own), visit("programmes", talent_find=value, talent_by=value, **own)])
    assert "within 50 km" in text(html(app, "talent-top")) and "left out" in text(html(app, "talent-top"))
    assert "<script>" not in "".join(html(app, key) for key in ("talent-top", "talent-programmes", "talent-groups"))


def test_korean() -> None:
    own = visits("talent", "programmes", lang="ko", talent_type="meister-high-school")
    app = Views([*own.apps, *visits("demand", "supply", lang="ko").apps])
    keys = ("groups", "reach", "board", "demand", "programmes", "unplaced")
    said = " ".join(text(html(app, key)) for key in ("talent-top", *(f"talent-{key}" for key in keys)))
    assert "마이스터고" in said and "반경 50km" in said
    assert not re.search(r"[a-z]{4,}", said), re.findall(r"[a-z]{4,}", said)[:5]


def test_the_first_day_and_nothing_in_scope() -> None:
    first = visit("talent", as_of="2023-03-15", compare="2023-03-15", industry="railway", province="gyeongnam")
    assert first.info, "no complex of that industry there"
    early = visits("talent", "programmes", as_of="2023-03-15", compare="2023-03-15")
    assert "programmes are running or selected" in text(html(early, "talent-top"))
    none = visits("talent", "programmes", province="chungbuk", talent_type="kised-program")
    assert "No programme is known in this view." in text(html(none, "talent-top"))
    assert "No programme matches" in words_of(none, "talent-programmes")


# --- the pure parts


def test_a_circle_stands_for_its_number() -> None:
    assert (belt.radius(9) / belt.radius(1)) ** 2 == pytest.approx(9)


def test_numbers_on_the_map_never_overlap(ask: Callable[..., list[dict]]) -> None:
    rows = programmes(ask).reset_index()
    good = rows[rows["counted"] & rows["latitude"].notna()]
    spots = [
        {"latitude": a, "longitude": b, "count": len(own), "caption": "<b>"}
        for (a, b), own in good.groupby(["latitude", "longitude"])
    ]
    sites = pd.DataFrame(ask("progress/complexes"))
    deck = belt.draw(
        sorted(spots, key=lambda s: -s["count"]),
        sites,
        dict.fromkeys(sites["complex_id"], "x\ny"),
        ["yongin"],
        50,
        "ab",
        AS_OF,
        Words("ko"),
        LIGHT,
    )
    layers = {layer.id: layer for layer in deck.layers}
    numbers = [belt.pixels(*mark["position"]) for mark in layers["numbers"].data]
    assert len(numbers) > 4
    assert all(
        abs(a[0] - b[0]) >= belt.LETTER or abs(a[1] - b[1]) >= belt.LINE
        for i, a in enumerate(numbers)
        for b in numbers[:i]
    )
    assert sum(spot["count"] for spot in spots) == len(good) and len(layers["programmes"].data) == len(spots)
    assert isinstance(deck, pdk.Deck)


def test_what_is_asked_narrows_rows() -> None:
    rows = pd.DataFrame({"type": ["bootcamp", "other"], "level": ["bootcamp", "graduate"]})
    assert len(Asked().kind(rows)) == 2 and list(Asked(level="graduate").kind(rows)["type"]) == ["other"]
    assert programme_rules.count([]).counted == 0
