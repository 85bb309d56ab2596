"""What a link asks for: names and ids are understood however they were changed on the way; what is not used is named;
nothing runs away.
"""

import base64
import datetime as dt
import json
import random
import re
import unicodedata
import zlib
from itertools import combinations
from urllib.parse import parse_qs, quote

import pytest

from pages import directory
from rollout.questions import links
from rollout.questions.ask import Asker
from rollout.questions.links import MOST_VALUES, Ignored, read
from rollout.web import address, filters
from tests.conftest import ROOT
from tests.opening import LATEST, healthy, html, own_store, text, visit  # noqa: F401  own_store is a fixture

LAST = dt.date(2027, 11, 27)
GYEONGBUK = {"province": ["gyeongbuk"], "as_of": dt.date(2026, 3, 1)}


@pytest.fixture(scope="module")
def known(opened):
    asker, snapshot = Asker(opened), opened.snapshot()
    return filters.parameters(
        asker.ask("scope/names", snapshot, as_of=LAST),
        asker.ask("scope/place_names", snapshot),
        directory.CHOICES,
        filters.commits(asker, snapshot),
    )


def came(query: str, known) -> links.Reading:
    return read(parse_qs(query, keep_blank_values=True), known, LAST)


@pytest.mark.parametrize(
    "query",
    [
        "province=gyeongbuk&as_of=2026-03-01",
        "province=gyeongbuk&amp;as_of=2026-03-01",
        "province=gyeongbuk&amp;amp;as_of=2026-03-01",
        "province=gyeongbuk%26amp%3Bas_of=2026-03-01",
        "province=gyeongbuk%26amp%3Bas_of%3D2026-03-01",
        "province=gyeongbuk%2526as_of%253D2026-03-01",
        "province%3Dgyeongbuk%26as_of%3D2026-03-01",
        "province=gyeongbuk&#38;as_of=2026-03-01".replace("#", "%23"),
        "province=gyeongbuk;as_of=2026-03-01",
        "province=gyeongbuk&as_of=2026-03-01.",
        "province=gyeongbuk&as_of=2026-03-01)",
        "province=gyeongbuk&as_of=2026-03-01>",
        "province=gyeongbuk&as_of=2026-03-01%E3%80%82",
        "province=gyeongbuk.&as_of=%202026-03-01%20",
        "province=gyeongbuk%E2%80%8B&as_of=2026-03-01%EF%BB%BF",
        "%E2%80%8Bprovince=gyeongbuk&as_of%E2%80%8B=2026-03-01",
        "as_of=2026%E2%80%9103%E2%80%9101&province=GYEONGBUK",
        "Province=Gyeongbuk&AS_OF=2026-03-01",
        "province=3Dgyeongbuk&as_of=3D2026-03-01",
        "province=North+Gyeongsang&as_of=2026-03-01",
        "province=North%20Gyeongsang&as_of=2026-03-01",
        "province=North%2BGyeongsang&as_of=2026-03-01",
        "province=%25EA%25B2%25BD%25EB%25B6%2581&as_of=2026-03-01",
        "province=경상북도&as_of=2026-03-01",
        "province=경상북도에서&as_of=2026.3.1",
        f"province={quote(unicodedata.normalize('NFD', '경북'))}&as_of=2026-03-01",
        "province=gyeongbuk&as_of=2026-03-01&utm_source=mail&utm_medium=x&fbclid=IwAR0&gclid=1&NaPm=ct%3D1&n_media=2&_ga=3",
        "province=gyeongbuk,gyeongbuk&as_of=2026-03-01",
    ],
)
def test_what_mail_and_messengers_do_to_a_link_changes_nothing(query, known):
    reading = came(query, known)
    assert (reading.values, reading.ignored) == (GYEONGBUK, ())


def test_labels_of_either_language_and_several_values(known):
    assert came("province=경북&province=Daejeon,gwangju&industry=바이오&situation=수도권 밖", known).values[
        "province"
    ] == [
        "gyeongbuk",
        "daejeon",
        "gwangju",
    ]
    assert came("map_layers=sites&map_layers=", known).values["map_layers"] == ["sites"]
    assert came("map_layers=", known).values["map_layers"] == []
    assert came("map_km=50&moves=TRUE&situation=capital", known).values == {"map_km": 50, "situation": "capital"}
    assert came("site=용인&site=andong", known).values["site"] == ["yongin", "andong"]


NASTY = [
    "atlantis",
    "'; DROP TABLE lake.complexes; --",
    "1 OR 1=1",
    "<script>alert(1)</script>",
    "{name}",
    "../../etc/passwd",
    "a" * 100_000,
    "\x00\x01",
]


@pytest.mark.parametrize("value", NASTY)
def test_an_unknown_value_is_named_and_the_good_ones_stay(value, known):
    reading = read({"province": ["gyeongbuk", value], "situation": [value]}, known, LAST)
    assert reading.values == {"province": ["gyeongbuk"]}
    assert [(one.name, one.reason) for one in reading.ignored] == [("province", "unknown"), ("situation", "unknown")]
    assert all(len(one.value) <= links.LONGEST_SHOWN and one.value.isprintable() for one in reading.ignored)


@pytest.mark.parametrize("name", ["as_of", "compare", "today"])
@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("2025-02-30", "unknown"),
        ("yesterday", "unknown"),
        ("2025-13-01", "unknown"),
        ("２０２５", "unknown"),
        ("0000-00-00", "unknown"),
        ("2023-03-14", "outside"),
        ("2027-11-28", "outside"),
        ("2099-12-31", "outside"),
        ("9999-12-31", "outside"),
    ],
)
def test_a_bad_day_is_named(name, value, reason, known):
    reading = read({name: [value]}, known, LAST)
    assert (dict(reading.values), [one.reason for one in reading.ignored]) == ({}, [reason])


def test_a_misspelt_parameter_is_named_and_what_follows_people_around_is_not(known):
    assert came("provinse=gyeongbuk&utm_campaign=1&embed=true", known).ignored == (Ignored("provinse", "", "name"),)


def test_ten_thousand_values_come_to_a_few(known):
    reading = read(
        {"province": ["nowhere"] * MOST_VALUES + ["gyeongbuk"] * 10_000, **{f"p{n}": ["x"] for n in range(900)}},
        known,
        LAST,
    )
    assert reading.values == {}
    assert Ignored("province", "", "many") in reading.ignored


# Free text


TEXTS = {"note_overview": "전력 공급 계획을 관계 부처와 협의 중. " * 45, "briefing_title": "경북 국가산단 현황"}


def test_free_text_comes_back_whole_from_a_short_value():
    packed = links.pack(TEXTS)
    assert links.unpack(packed) == TEXTS
    assert links.unpack(f"{packed}.)") == TEXTS, "with what a mail adds"
    assert len(packed) < len(quote(TEXTS["note_overview"])) / 10
    assert quote(packed) == packed


@pytest.mark.parametrize(
    "packed",
    [
        "",
        "x",
        "====",
        "가나다",
        "A" * 100_000,
        base64.urlsafe_b64encode(zlib.compress(b"[" * 150_000)).decode(),
        base64.urlsafe_b64encode(zlib.compress(b"[1]")).decode(),
        base64.urlsafe_b64encode(zlib.compress(b'{"a":{}}')).decode(),
    ],
)
def test_what_was_not_packed_here_is_no_text(packed):
    assert links.unpack(packed) == {}


def test_a_bomb_is_not_blown_up(monkeypatch):
    sizes = []
    real = zlib.decompressobj

    class Watched:
        def __init__(self):
            self._real = real()

        def decompress(self, data, most):
            whole = self._real.decompress(data, most)
            sizes.append(len(whole))
            return whole

        eof = property(lambda self: self._real.eof)

    monkeypatch.setattr(links.zlib, "decompressobj", Watched)
    assert links.unpack(base64.urlsafe_b64encode(zlib.compress(b"0" * 500_000_000, 1)).decode()) == {}
    assert sizes == [links.LARGEST_DRAFT]


# The page


def frame(app) -> str:
    """The address that the page gives itself."""
    return next(json.loads(part.proto.json) for part in app.get("bidi_component") if part.proto.id.endswith("-frame"))[
        "query"
    ]


def top(app) -> str:
    return text(html(app, "top"))


def test_the_address_has_ids_and_the_language_and_no_defaults():
    app = visit("sources", province=["경북", "Daejeon"], lang="ko", sources_show="newest")
    assert parse_qs(frame(app)) == {
        "lang": ["ko"],
        "province": ["gyeongbuk", "daejeon"],
        "today": [LATEST],
        "as_of": [LATEST],
    }


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"today": "2099-12-31"}, "Today “2099-12-31”"),
        ({"as_of": "2099-12-31"}, "As of “2099-12-31”"),
        ({"compare": "2099-12-31"}, "Compare with “2099-12-31”"),
        ({"compare": "1900-01-01"}, "Compare with “1900-01-01”"),
    ],
)
def test_a_day_far_off_is_left_out_and_the_note_says_which_days_there_are(asked, said):
    app = visit("sources", **asked)
    assert said in top(app)
    assert "Available days: 2023-03-15 to " in top(app)
    assert all(part.value.year < 2090 and part.max.year < 2090 for part in app.date_input)


def test_a_day_after_today_has_a_note():
    assert "is after today (2026-03-31)" in top(visit("sources", as_of="2026-09-30"))
    assert "is after today" not in top(visit("sources"))


def test_a_wrong_value_is_named():
    shown = top(visit("sources", province="atlantis", provinse="gyeongbuk"))
    assert "Province “atlantis”" in shown
    assert "provinse" in shown


def test_notes_of_a_briefing_stand_packed_in_the_address_and_open_again():
    app = visit("briefing", **TEXTS)  # an old link, with raw text
    query = frame(app)
    assert len(query) < 1000
    assert links.unpack(parse_qs(query)["draft"][0]) == TEXTS
    again = visit("briefing", draft=parse_qs(query)["draft"][0])
    assert html(again, "sheets") == html(app, "sheets")
    assert TEXTS["briefing_title"] in html(again, "sheets")


def test_notes_too_long_for_a_link_are_kept_and_the_page_says_so():
    letters = random.Random(1)
    asked = {
        f"note_{name}": "".join(chr(letters.randrange(0xAC00, 0xD7A3)) for _ in range(900))
        for name in ("overview", "changes", "standing")
    }
    app = visit("briefing", **asked)
    assert "draft" not in parse_qs(frame(app))
    assert any("too long for a link" in warning.value for warning in app.warning)
    assert app.text_area(key="note_standing").value == asked["note_standing"], "nothing is lost"
    assert len(frame(app)) <= links.LONGEST_LINK


def test_a_draft_that_is_none_is_named():
    assert "Notes “zzzz”" in top(visit("briefing", draft="zzzz"))


def test_a_change_is_written_to_the_address_by_id():
    app = visit("sources", lang="ko")
    app = healthy(app.multiselect(key="province").set_value(["gyeongbuk"]).run())
    assert app.query_params["province"] in ("gyeongbuk", ["gyeongbuk"])
    assert app.query_params["lang"] in ("ko", ["ko"])


def test_every_control_that_stands_in_the_address_is_known_to_links():
    drawn = {
        name
        for path in (ROOT / "pages").rglob("*.py")
        for name in re.findall(r'bound\("(\w+)"', path.read_text(encoding="utf-8"))
    }
    assert drawn <= {choice.name for choice in directory.CHOICES}
    assert set(address.SHARED).isdisjoint(choice.name for choice in directory.CHOICES)


@pytest.mark.parametrize("entry", [name for name in directory.ENTRIES if name != directory.START])
def test_a_link_with_controls_of_several_tabs_leads_to_one_of_them_and_stays(entry: str) -> None:
    tabs = directory.ENTRIES[entry]
    names = sorted({choice.name for tab in tabs for choice in directory.own(tab)})
    for tab in tabs:
        for asked in [[name] for name in names] + [list(pair) for pair in combinations(names, 2)] + [names]:
            led = directory.leads_to(tab, asked)
            assert directory.leads_to(led, asked) == led
            assert any(choice.name in asked for choice in directory.own(led))
