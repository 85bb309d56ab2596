"""The scope of a view: its filters, its link, the days that may be asked for."""

import datetime as dt
from dataclasses import replace
from urllib.parse import parse_qs

import numpy as np
import pandas as pd
import pytest

from rollout.questions.scope import FILTERS, Scope, last_day, year_before

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
    assert scope.rows(SITES, FILTERS)["complex_id"].tolist() == left
    assert scope.covering(SITES).complexes == tuple(left)


def test_a_scope_of_one_complex_covers_it_whatever_the_filters():
    assert replace(SCOPE, situation="capital").covering(SITES, "daejeon").complexes == ("daejeon",)


@pytest.mark.parametrize(
    ("columns", "options", "left"),
    [
        ({"complex_id": ["daejeon", "yongin", None]}, {}, [0]),
        ({"complex_ids": [["yongin"], ["yongin", "daejeon"], []]}, {}, [1]),
        (
            {"complex_id": ["daejeon"], "province_id": ["gyeonggi"], "stage_id": ["announced"]},
            {},
            [0],
        ),  # a row of a complex goes by it
        ({"province_id": ["daejeon", "gyeonggi", None]}, {}, [0]),
        ({"province_ids": [np.array(["gyeonggi", "daejeon"]), np.array(["busan"]), None]}, {}, [0]),
        ({"situation": ["non-capital", "capital", None]}, {}, [0]),
        ({"capital_area": pd.array([False, True, None], dtype="boolean")}, {}, [0]),
        ({"industry_id": ["aerospace", "bio", None]}, {}, [0]),
        ({"industry_ids": [["bio", "aerospace"], ["bio"], []]}, {}, [0]),
        ({"stage_id": ["announced", "agreement-signed"]}, {}, [0, 1]),  # not the stage that a complex has reached
        ({"value": [1, 2]}, {}, [0, 1]),
        ({"complex_id": ["daejeon", "yongin", None], "province_id": "daejeon"}, {"by": FILTERS}, [0]),
        (
            {"complex_id": "daejeon", "province_id": "busan", "industry_id": ["aerospace", "bio"]},
            {"by": ("industry",)},
            [0],
        ),
        ({"province_id": ["daejeon", "gyeonggi", None]}, {"national": True}, [0, 2]),
        ({"industries": [["aerospace"], ["bio"], []]}, {"national": True}, [0, 2]),
        (
            {
                "complex_ids": [["daejeon"], ["yongin"], [], []],
                "province_ids": [["busan"], ["daejeon"], ["daejeon"], []],
            },
            {"national": True},
            [0, 2, 3],
        ),
    ],
)
def test_an_answer_is_filtered_by_the_columns_it_has(columns, options, left):
    filters = {
        "provinces": ("daejeon",),
        "situation": "non-capital",
        "industries": ("aerospace",),
        "stages": ("agreement-signed",),
    }
    scope = replace(SCOPE, **filters).covering(SITES)
    frame = pd.DataFrame(columns)
    assert list(scope.rows(frame, **options).index) == left
    assert scope.rows(frame[:0], **options).empty
    if not {"complex_id", "complex_ids"} & set(columns):
        assert len(SCOPE.covering(SITES).rows(frame, **options)) == len(frame)


def test_a_link_has_ids_and_all_days():
    scope = replace(SCOPE, provinces=("gyeonggi", "daejeon"), situation="capital", industries=("bio",))
    assert parse_qs(scope.query()) == {
        "province": ["gyeonggi", "daejeon"],
        "industry": ["bio"],
        "situation": ["capital"],
        "as_of": ["2026-03-31"],
        "compare": ["2025-03-31"],
        "today": ["2026-11-23"],
        "lang": ["en"],
    }


@pytest.mark.parametrize(
    ("newest", "today", "last"),
    [
        ("2026-03-31", "2026-11-27", "2027-11-27"),
        ("2026-03-31", "2023-01-01", "2027-03-31"),
        ("2026-03-31", "2099-12-31", "2100-12-31"),
    ],
)
def test_days_end_a_year_past_the_newest_fact_or_the_clock(newest, today, last):
    assert last_day(*map(dt.date.fromisoformat, (newest, today))) == dt.date.fromisoformat(last)


def test_a_year_before_29_february_is_28_february():
    assert year_before(dt.date(2024, 2, 29)) == dt.date(2023, 2, 28)
    assert year_before(dt.date(2026, 11, 23)) == dt.date(2025, 11, 23)
