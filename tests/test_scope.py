"""What a URL asks for: ids and labels of either language are understood; anything else is dropped by name."""

import datetime as dt
from dataclasses import replace
from urllib.parse import parse_qs

import pandas as pd
import pytest

from rollout.scope import MOST_VALUES, Scope, read, year_before

LABELS = {
    "province": {"ko": {"gyeonggi": "경기", "daejeon": "대전"}, "en": {"gyeonggi": "Gyeonggi", "daejeon": "Daejeon"}},
    "industry": {"ko": {"bio": "바이오"}, "en": {"bio": "Bio"}},
}
NASTY = [
    "atlantis", "", " ", "Gyeonggi ", "'; DROP TABLE lake.complexes; --", "1 OR 1=1", "<script>alert(1)</script>", "{name}", "../../etc/passwd",
    "\x00", "경기\u202e", "a" * 100_000,
]  # fmt: skip


@pytest.mark.parametrize(
    ("values", "lang", "wanted"),
    [
        (["gyeonggi"], "ko", ["경기"]),
        (["gyeonggi", "daejeon"], "en", ["Gyeonggi", "Daejeon"]),
        (["경기"], "en", ["Gyeonggi"]),
        (["Gyeonggi", "대전"], "ko", ["경기", "대전"]),
        (["gyeonggi", "경기", "Gyeonggi"], "en", ["Gyeonggi"]),
    ],
)
def test_ids_and_labels_of_either_language_become_labels_of_this_one(values, lang, wanted):
    reading = read({"province": values}, LABELS, lang)
    assert reading.aliases == {"province": wanted}
    assert reading.dropped == ()


def test_what_the_widgets_take_already_is_left_alone():
    reading = read({"province": ["경기"], "as_of": ["2025-06-30"], "lang": ["ko"]}, LABELS, "ko")
    assert (reading.aliases, reading.dropped) == ({}, ())


@pytest.mark.parametrize("value", NASTY)
def test_an_unknown_value_is_dropped_by_name_and_the_good_ones_stay(value):
    reading = read({"province": ["gyeonggi", value]}, LABELS, "en")
    assert reading.aliases == {"province": ["Gyeonggi"]}
    assert reading.dropped == ("province",)


@pytest.mark.parametrize("name", ["as_of", "compare", "today"])
@pytest.mark.parametrize("value", [*NASTY, "2025-02-30", "2023-03-14", "2100-01-01", "yesterday", "2025-13-01"])
def test_a_bad_date_is_dropped_by_name(name, value):
    reading = read({name: [value]}, LABELS, "en")
    assert reading.aliases == {name: []}
    assert reading.dropped == (name,)


def test_an_unknown_language_is_dropped_by_name():
    assert read({"lang": ["tlh"]}, LABELS, "en").dropped == ("lang",)


def test_a_parameter_that_is_none_of_ours_is_ignored():
    assert read({"utm_source": ["x"], "province_": ["gyeonggi"]}, LABELS, "en").dropped == ()


def test_ten_thousand_values_come_to_a_few():
    reading = read({"province": ["gyeonggi"] + [f"p{n}" for n in range(10_000)]}, LABELS, "en")
    assert (reading.aliases, reading.dropped) == ({"province": ["Gyeonggi"]}, ("province",))
    flooded = read({"province": ["nowhere"] * MOST_VALUES + ["gyeonggi"]}, LABELS, "en")
    assert flooded.aliases == {"province": []}, "what comes after too many values is not even looked at"


SCOPE = Scope(dt.date(2026, 3, 31), dt.date(2025, 3, 31), dt.date(2026, 11, 23), "en")
SITES = pd.DataFrame(
    {
        "complex_id": ["yongin", "daejeon", "andong"],
        "province_id": ["gyeonggi", "daejeon", "gyeongbuk"],
        "capital_area": [True, False, False],
        "industry_ids": [["semiconductor"], ["semiconductor", "aerospace"], ["bio"]],
        "stage_id": ["plan-approved", "agreement-signed", "agreement-signed"],
    }
)


@pytest.mark.parametrize(
    ("filters", "left"),
    [
        ({}, ["yongin", "daejeon", "andong"]),
        ({"provinces": ("gyeonggi", "gyeongbuk")}, ["yongin", "andong"]),
        ({"situation": "capital"}, ["yongin"]),
        ({"situation": "non-capital"}, ["daejeon", "andong"]),
        ({"industries": ("aerospace", "bio")}, ["daejeon", "andong"]),
        ({"stages": ("agreement-signed",), "industries": ("semiconductor",)}, ["daejeon"]),
        ({"situation": "capital", "industries": ("bio",)}, []),
    ],
)
def test_filters_leave_the_complexes_that_pass_all_of_them(filters, left):
    scope = replace(SCOPE, **filters)
    assert scope.select(SITES)["complex_id"].tolist() == left
    assert scope.covering(scope.select(SITES)).complexes == tuple(left)


def test_a_link_reproduces_the_view_with_ids_in_any_language():
    scope = replace(SCOPE, provinces=("gyeonggi", "daejeon"), situation="capital", industries=("bio",))
    raw = parse_qs(scope.query())
    assert raw["as_of"] == ["2026-03-31"] and raw["today"] == ["2026-11-23"]
    for lang, labels in (("ko", ["경기", "대전"]), ("en", ["Gyeonggi", "Daejeon"])):
        reading = read(raw, LABELS, lang)
        assert reading.aliases["province"] == labels
        assert reading.dropped == ()


def test_a_year_before_29_february_is_28_february():
    assert year_before(dt.date(2024, 2, 29)) == dt.date(2023, 2, 28)
    assert year_before(dt.date(2026, 11, 23)) == dt.date(2025, 11, 23)
