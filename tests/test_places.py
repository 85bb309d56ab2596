"""One dictionary of place names: every official, former and foreign form finds its place, in links, the command and the
search.
"""

import unicodedata

import pytest

from rollout.questions import places

NAMES = {
    "gyeongbuk": [
        "gyeongbuk",
        "GYEONGBUK",
        "경북",
        "경상북도",
        "경북도",
        "Gyeongsangbuk-do",
        "Gyeongsangbukdo",
        "North Gyeongsang",
        "North Gyeongsang Province",
        "gyeongsangbuk do",
        "Kyŏngsangbuk-do",
        "Kyungbuk",
        " 경 상 북 도 ",
        "경상북도에서",
        "경북의",
        "경북은",
        unicodedata.normalize("NFD", "경상북도"),
        "ｇｙｅｏｎｇｂｕｋ",
        "경상\u200b북도",
    ],
    "gangwon": [
        "강원",
        "강원도",
        "강원특별자치도",
        "강원자치도",
        "Gangwon State",
        "Gangwon-do",
        "Kangwon-do",
        "강원도는",
    ],
    "jeonbuk": ["전북", "전라북도", "전북특별자치도", "Jeollabuk-do", "North Jeolla", "Jeonbuk State", "전북도"],
    "jeonnam": ["전남", "전라남도", "South Jeolla", "Jeollanam-do"],
    "chungnam": ["충남", "충청남도", "충남도", "South Chungcheong", "Chungcheongnam-do"],
    "chungbuk": ["충북", "충청북도", "North Chungcheong Province"],
    "gyeongnam": ["경남", "경상남도", "Gyeongsangnam-do"],
    "gyeonggi": ["경기", "경기도", "Gyeonggi-do", "Kyonggi", "경기도의"],
    "jeju": ["제주", "제주도", "제주특별자치도", "Jeju-do", "Cheju"],
    "sejong": ["세종", "세종시", "세종특별자치시"],
    "seoul": ["서울", "서울시", "서울특별시", "Seoul Metropolitan City"],
    "busan": ["부산", "부산시", "부산광역시", "부산직할시", "Pusan", "Busan Metropolitan City"],
    "daegu": ["대구광역시", "Taegu"],
    "incheon": ["인천광역시", "Inchon"],
    "gwangju": ["광주광역시", "광주시", "Kwangju"],
    "daejeon": ["대전광역시", "Taejon"],
    "ulsan": ["울산광역시", "울산시", "Ulsan City"],
}


@pytest.mark.parametrize(("place", "name"), [(place, name) for place, names in NAMES.items() for name in names])
def test_every_name_of_a_province_finds_it(ask, place, name):
    assert places.find(name, places.index(ask("scope/place_names"), "province")) == (place,)


@pytest.mark.parametrize(
    "name", ["전남광주통합특별시", "광주특별시", "전남광주", "Gwangju Special City", "Jeonnam-Gwangju"]
)
def test_the_merged_province_has_names_of_its_own(ask, name):
    known = places.index(ask("scope/place_names"), "province")
    assert places.find(name, known) == ("jeonnam-gwangju",)


@pytest.mark.parametrize(
    "name", ["", " ", "도", "아틀란티스", "경", "의", "Atlantis City", "북도", "\x00", "가" * 100_000]
)
def test_what_is_no_place_finds_none(ask, name):
    rows = ask("scope/place_names")
    assert places.find(name, places.index(rows, "province")) == places.find(name, places.index(rows, "district")) == ()


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("창원", "48120"),
        ("창원시", "48120"),
        ("경남 창원시", "48120"),
        ("Changwon", "48120"),
        ("Changwon City", "48120"),
        ("안동에서", "47170"),
        ("울진군", "47930"),
        ("군위군", "27720"),
        ("경북 군위군", "27720"),
        ("대구 군위군", "27720"),
        ("광주특별시 고흥군", "46770"),
        ("전남 고흥군", "46770"),
        ("인천 영종구", "28110"),
        ("중구", "28110"),
        ("제물포구", "28140"),
        ("검단구에", "28260"),
        ("서해구", "28260"),
        ("화성시 동탄구", "41590"),
        ("만세구", "41590"),
        ("부천시 원미구", "41190"),
    ],
)
def test_a_district_is_found_with_and_without_its_unit(ask, name, code):
    assert code in places.find(name, places.index(ask("scope/place_names"), "district"))
