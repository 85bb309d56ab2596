"""Names, provinces and districts by day: the as-of day decides, ids stay, every name finds its place on every day."""

import csv
import datetime as dt
import itertools
from collections.abc import Callable

import pandas as pd
import pytest

from rollout import facts
from rollout.questions import places
from rollout.questions.ask import Asker
from rollout.questions.scope import EARLIEST, LATEST, Scope
from rollout.questions.view import View, view_of
from tests.test_past import written

MERGED = dt.date(2026, 7, 1)
BEFORE = MERGED - dt.timedelta(days=1)
TODAY = dt.date(2026, 11, 27)
MERGED_KO, MERGED_EN = "전남광주통합특별시", "Jeonnam-Gwangju Integrated Special City"
# For each day on which a name changed, and the day before it: full and short names of those that did.
GANGWON = ("강원도", "Gangwon", "강원", "Gangwon")
GANGWON_STATE = ("강원특별자치도", "Gangwon State", "강원", "Gangwon")
JEOLLABUK = ("전라북도", "North Jeolla", "전북", "Jeonbuk")
JEONBUK_STATE = ("전북특별자치도", "Jeonbuk State", "전북", "Jeonbuk")
GWANGJU = ("광주광역시", "Gwangju", "광주", "Gwangju")
JEONNAM = ("전라남도", "South Jeolla", "전남", "Jeonnam")
ONE = (MERGED_KO, MERGED_EN, "광주특별시", "Gwangju Special City")
TWO = {"gwangju": GWANGJU, "jeonnam": JEONNAM}
NAMES = {
    "2023-03-15": {"gangwon": GANGWON, "jeonbuk": JEOLLABUK} | TWO,
    "2023-06-10": {"gangwon": GANGWON, "jeonbuk": JEOLLABUK} | TWO,
    "2023-06-11": {"gangwon": GANGWON_STATE, "jeonbuk": JEOLLABUK} | TWO,
    "2024-01-17": {"gangwon": GANGWON_STATE, "jeonbuk": JEOLLABUK} | TWO,
    "2024-01-18": {"gangwon": GANGWON_STATE, "jeonbuk": JEONBUK_STATE} | TWO,
    "2025-06-30": {"gangwon": GANGWON_STATE, "jeonbuk": JEONBUK_STATE} | TWO,
    "2026-06-30": {"gangwon": GANGWON_STATE, "jeonbuk": JEONBUK_STATE} | TWO,
    "2026-07-01": {"gangwon": GANGWON_STATE, "jeonbuk": JEONBUK_STATE, "jeonnam-gwangju": ONE},
    "2026-11-27": {"gangwon": GANGWON_STATE, "jeonbuk": JEONBUK_STATE, "jeonnam-gwangju": ONE},
}
DISTRICTS = {  # district -> its name on a day
    "27720": {"2023-06-30": "경북 군위군", "2023-07-01": "대구 군위군", "2026-11-27": "대구 군위군"},
    "28110": {"2026-06-30": "인천 중구", "2026-07-01": "인천 영종구·제물포구"},
    "28140": {"2026-06-30": "인천 동구", "2026-07-01": "인천 제물포구"},
    "28260": {"2026-06-30": "인천 서구", "2026-07-01": "인천 서해구·검단구"},
    "46770": {"2026-06-30": "전남 고흥군", "2026-07-01": "광주특별시 고흥군"},
    "29200": {"2026-06-30": "광주 광산구", "2026-07-01": "광주특별시 광산구"},
}


@pytest.fixture
def seen(asker: Asker) -> Callable[..., View]:
    """The view of a day with some provinces chosen."""

    def view(day: dt.date, *provinces: str, lang: str = "ko") -> View:
        return view_of(asker, Scope(day, EARLIEST, day, lang, provinces, snapshot=asker.snapshot()))

    return view


@pytest.mark.parametrize("day", NAMES)
def test_provinces_are_called_as_on_the_day(opened, seen, day):
    rows = opened.query("FROM provinces_at($day::DATE)", {"day": day}).to_dict("records")
    now = {row["province_id"]: (row["name_ko"], row["name_en"], row["short_ko"], row["short_en"]) for row in rows}
    assert len(rows) == (16 if day >= "2026-07-01" else 17)
    assert {i: now[i] for i in NAMES[day]} == NAMES[day]
    assert not {"gwangju", "jeonnam", "jeonnam-gwangju"} & now.keys() - NAMES[day].keys()
    for lang, column in (("ko", 2), ("en", 3)):
        offered = seen(dt.date.fromisoformat(day), lang=lang).names["provinces"]
        assert {i: offered[i] for i in NAMES[day]} == {i: names[column] for i, names in NAMES[day].items()}


@pytest.mark.parametrize(("code", "day"), [(code, day) for code, days in DISTRICTS.items() for day in days])
def test_districts_are_called_as_on_the_day(seen, code, day):
    assert seen(dt.date.fromisoformat(day)).names["districts"][code] == DISTRICTS[code][day]


@pytest.mark.parametrize("day", [EARLIEST, BEFORE, MERGED, TODAY])
def test_the_map_has_the_provinces_of_the_day(seen, day):
    rows = seen(day).ask("map/figures", year=2020, sector="manufacturing")
    own = rows[rows["level"] == "province"]
    assert len(own) == (16 if day >= MERGED else 17)
    assert own["capital_area"].sum() == 3


def test_gunwi_counts_for_the_province_of_the_day(seen):
    def people(day: dt.date) -> dict[str, int]:
        rows = seen(day).ask("map/figures", year=2020, sector="manufacturing").set_index("code")
        return {i: int(rows.loc[i, "persons"]) for i in ("27720", "daegu", "gyeongbuk")}

    before, after = people(dt.date(2023, 6, 30)), people(dt.date(2023, 7, 1))
    assert after["daegu"] - before["daegu"] == before["gyeongbuk"] - after["gyeongbuk"] == before["27720"] > 0


def test_the_merged_province_is_the_sum_of_the_two(seen):
    def figures(day: dt.date):
        rows = seen(day).ask("map/figures", year=2020, sector="manufacturing")
        return rows[rows["level"] == "province"].set_index("code")[["grdp_krw", "persons"]]

    before, after = figures(BEFORE), figures(MERGED)
    assert (after.loc["jeonnam-gwangju"] == before.loc["gwangju"] + before.loc["jeonnam"]).all()


@pytest.mark.parametrize(
    "name", ["광주", "광주광역시", "전남", "전라남도", "South Jeolla", MERGED_KO, "광주특별시", "gwangju"]
)
def test_a_name_of_any_day_finds_its_place_on_every_day(asker, seen, name):
    rows = asker.ask("scope/place_names", asker.snapshot()).to_dict("records")
    found = places.find(name, places.index(rows, "province"))
    after = seen(TODAY, *found).scope
    assert after.provinces == ("jeonnam-gwangju",) and set(after.complexes) == {"gwangju", "goheung"}
    before = seen(dt.date(2025, 6, 30), *found).scope
    assert before.complexes and set(before.provinces) <= {"gwangju", "jeonnam"}
    assert set(before.complexes) == {{"gwangju": "gwangju", "jeonnam": "goheung"}[i] for i in before.provinces}


def zones(seen: Callable[..., View], day: dt.date, complex_id: str) -> set[str]:
    return set(seen(day).ask("benefits/zones_near", complexes=(complex_id,))["zone_id"])


def test_zones_and_programmes_of_the_two_are_the_merged_ones(seen):
    """Nothing that was filed under one of the two is lost on the day of the merger."""
    for complex_id in ("gwangju", "goheung"):
        assert zones(seen, BEFORE, complex_id) < zones(seen, MERGED, complex_id)
        for name in ("complexes/programmes", "complexes/designations"):
            before, after = (len(seen(day).ask(name, complex_id=complex_id)) for day in (BEFORE, MERGED))
            assert after >= before and after > 0
    assert zones(seen, BEFORE, "gwangju") | zones(seen, BEFORE, "goheung") == zones(seen, MERGED, "gwangju")


@pytest.mark.parametrize("name", ["talent/programmes", "benefits/zones", "map/items", "investment/statements"])
def test_a_filter_by_the_merged_province_finds_what_was_filed_under_the_two(seen, name):
    before, after = seen(BEFORE, "gwangju", "jeonnam"), seen(MERGED, "jeonnam")
    by = {"by": ("province",)}
    key = {"talent/programmes": "programme_id", "benefits/zones": "zone_id", "map/items": "item_id"}.get(
        name, "investment_id"
    )
    old, new = (set(view.scope.rows(view.ask(name), **by)[key]) for view in (before, after))
    assert old and old <= new


def test_a_seat_is_counted_once_on_every_day(seen):
    for day in (EARLIEST, BEFORE, MERGED, LATEST):
        rows = seen(day).ask("talent/programmes")
        assert rows["programme_id"].is_unique
        assert set(rows["province_id"].dropna()) <= set(seen(day).names["provinces"])


def test_the_finder_asks_rules_by_the_territory_that_they_name(seen):
    """A rule for Gwangju, Jeonnam and Daegu holds for their districts after the merger too."""
    rows = seen(TODAY).ask("benefits/places").set_index("place_id")
    assert (rows.loc["district:29200", "territory_id"], rows.loc["district:29200", "province_id"]) == (
        "gwangju",
        "jeonnam-gwangju",
    )


# --- ministries

MOTIE, MOTIR = "산업통상자원부", "산업통상부"
MEASURES = {  # a measure -> who gives it on a day, each the first or the last day of a name
    "lis-upper-site": {"2025-09-30": MOTIE, "2025-10-01": MOTIR, "2026-11-27": MOTIR},
    "h2-complex-package": {"2025-09-30": MOTIE, "2025-10-01": "기후에너지환경부"},
    "yongin-water": {"2025-09-30": "환경부", "2025-10-01": "기후에너지환경부"},
    "rnd-general": {"2026-01-01": "기획재정부", "2026-01-02": "재정경제부"},
    "prefeas-reform-2026": {"2026-11-27": "기획예산처"},
    "lis-cap-2024": {"2026-11-27": MOTIE},  # replaced in 2025: the name of then
}


@pytest.mark.parametrize(("measure", "day"), [(measure, day) for measure, days in MEASURES.items() for day in days])
def test_a_measure_is_given_by_the_ministry_as_called_on_the_day(asker, measure, day):
    rows = asker.ask("benefits/catalogue", asker.snapshot(), as_of=dt.date.fromisoformat(day)).set_index("benefit_id")
    assert rows.loc[measure, "provider_ko"] == MEASURES[measure][day]


@pytest.mark.parametrize(("day", "name"), [("2025-09-30", MOTIE), ("2025-10-01", MOTIR)])
def test_running_programmes_and_duties_follow_an_agreement_keeps_its_parties(asker, day, name):
    def ask(question: str):
        return asker.ask(question, asker.snapshot(), as_of=dt.date.fromisoformat(day))

    running = ask("talent/programmes")
    named = running.loc[running["state"] == "running", "ministry_ko"].dropna().str.split(";").explode()
    assert name in set(named) and not {MOTIE, MOTIR} - {name} & set(named)
    bodies = ask("green/governance").set_index("body_id")
    assert name in bodies.loc["strategic-industry-committee", "members_ko"].split(";")
    assert MOTIE in bodies.loc["yongin-win-win-agreement", "members_ko"].split(";"), "signed in 2024"


def test_a_ministry_keeps_what_is_said_beside_its_name(asker):
    steps = asker.ask("green/steps", asker.snapshot(), as_of=TODAY)
    assert "재정경제부(KDI)" in set(steps["authority_ko"])
    assert "Ministry of Economy and Finance (KDI)" in set(steps["authority_en"])


# --- the tables


def rows(name: str) -> list[dict[str, str]]:
    with (facts.DATA_DIR / "tables" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize(("table", "keys"), [("place_periods", ("kind", "place_id")), ("bodies", ("body_id",))])
def test_a_place_and_a_body_have_one_name_a_day(table, keys):
    """Else a row of theirs would stand, and count, twice."""
    found: dict[tuple[str, ...], list[tuple[str, str]]] = {}
    for row in rows(table):
        if row.get("kind") != "part":
            found.setdefault(tuple(row[key] for key in keys), []).append((row["valid_from"], row["valid_to"] or "9999"))
    for periods in found.values():
        for (_, ended), (began, _) in itertools.pairwise(sorted(periods)):
            assert (dt.date.fromisoformat(began) - dt.date.fromisoformat(ended)).days == 1


KNOWN = {"incheon": ("영종구", "제물포구", "검단구", "서해구", "중구"), "gyeonggi": ("화성시 동탄구", "부천시 원미구")}
KNOWN |= {"daegu": ("군위군",), "gyeongbuk": ("군위군",), "jeonnam-gwangju": ("고흥군", "광산구")}


def test_the_check_knows_the_districts_of_every_day_and_names_any_other(tmp_path):
    def moved(frame: pd.DataFrame) -> pd.DataFrame:
        places = [(i, name) for i, names in (KNOWN | {"seoul": ("청라구",)}).items() for name in names]
        frame = frame.copy()
        for row, (province_id, name) in enumerate(places):
            frame.loc[row, ["province_id", "district_ko"]] = province_id, name
        return frame

    faults = facts.check(written(tmp_path, {"talent_programmes": moved}))
    assert [fault.field for fault in faults] == ["district_ko"] and "청라구" in str(faults[0].reason)


def test_a_body_has_one_english_name_in_every_table():
    found: dict[str, set[str]] = {}
    named = {"benefits": "provider", "talent_programmes": "ministry", "governance": "members"}
    named |= {"statutory_process": "authority"}
    for table, column in named.items():
        for row in rows(table):
            pairs = zip(row[f"{column}_ko"].split(";"), row[f"{column}_en"].split(";"), strict=True)
            for korean, english in pairs:
                found.setdefault(korean.strip(), set()).add(english.strip())
    for row in rows("bodies"):
        found.setdefault(row["name_ko"], set()).add(row["name_en"])
    assert {korean: names for korean, names in found.items() if len(names) > 1} == {}


def test_zone_names_say_their_type_in_the_words_of_the_glossary():
    terms = {row["code"]: row for row in rows("glossary") if row["kind"] == "zone"}
    assert [
        row["name_en"]
        for row in rows("designations")
        if terms[row["type"]]["term_ko"] in row["name_ko"]
        and terms[row["type"]]["term_en"].lower() not in row["name_en"].lower()
    ] == []
