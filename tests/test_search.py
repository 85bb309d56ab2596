"""The search box: what it finds, in what order, and where it leads; hostile words; nothing read before something is
typed.
"""

import datetime as dt
import json
import unicodedata
from urllib.parse import parse_qs

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from pages import directory, search
from rollout.language.words import Words
from tests.opening import healthy, html, own_store, text, visit  # noqa: F401  own_store is a fixture

DAY = dt.date(2026, 3, 31)
PAGES = directory.VIEWS


@pytest.fixture(scope="module")
def entries(opened) -> list[search.Entry]:
    from rollout.questions.ask import Asker

    return search.index(Asker(opened).ask("search/index", opened.snapshot(), as_of=DAY))


def first(entries: list[search.Entry], words: str) -> tuple[str, str]:
    hit = search.find(entries, words, DAY)[0]
    return hit.kind, hit.names["ko"]


@pytest.mark.parametrize(
    ("words", "kind", "name"),
    [
        ("용인", "complex", "용인 첨단시스템반도체 클러스터 국가산업단지"),
        ("Yongin", "complex", "용인 첨단시스템반도체 클러스터 국가산업단지"),
        ("삼성전자", "company", "삼성전자"),
        ("삼성 전자", "company", "삼성전자"),
        ("samsung electronics", "company", "삼성전자"),
        ("서울대학교", "school", "서울대학교"),
        ("도심융합특구", "term", "도심융합특구"),
        ("GB", "term", "개발제한구역"),
        ("lq", "term", "입지계수"),
        ("서산 수소도시", "zone", "서산 수소도시"),
        ("충남", "place", "충청남도"),
        ("bd-001", "source", "용인·평택, 울산, 천안·아산 등 7곳, 첨단산업 특화단지 지정"),
    ],
)
def test_the_best_hit(entries: list[search.Entry], words: str, kind: str, name: str) -> None:
    found = first(entries, words)
    assert found[0] == kind
    assert found[1].startswith(name[:8])


def test_every_kind_can_be_found(entries: list[search.Entry]) -> None:
    assert {entry.kind for entry in entries} == set(search.KINDS)
    for entry in entries[::37]:
        assert entry in search.find(entries, entry.names["ko"], DAY), entry
        assert entry in search.find(entries, entry.names["en"], DAY), entry


def test_exact_then_prefix_then_word_then_inside() -> None:
    rows = pd.DataFrame(
        [
            ("company", name, None, name, name, "", "", "", "", pd.NaT)
            for name in ("아나", "가나", "다 가나", "가나다", "나가나", "가나 안의")
        ],
        columns=["kind", "id", "type", "name_ko", "name_en", "extra_ko", "extra_en", "also", "within", "known_on"],
    )
    assert [entry.id for entry in search.find(search.index(rows), "가나", DAY)] == [
        "가나",
        "가나다",
        "가나 안의",
        "다 가나",
        "나가나",
    ]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (unicodedata.normalize("NFD", "삼성전자"), "삼성전자"),
        ("ㅅㅅㅈㅈ", "삼성전자"),
        ("삼서", "삼성전자"),
        ("삼ㅅ", "삼성전자"),
        ("ＧＢ", "개발제한구역"),
        ("  SAMSUNG   electronics ", "삼성전자"),
    ],
)
def test_hangul_in_pieces_initials_and_unfinished_syllables(
    entries: list[search.Entry], typed: str, meant: str
) -> None:
    assert meant in [entry.names["ko"] for entry in search.find(entries, typed, DAY)]


def test_consonants_alone_find_what_begins_so(entries: list[search.Entry]) -> None:
    assert search.find(entries, "ㅎㄷㅎ", DAY) == []  # 69 texts hold such syllables somewhere
    assert {entry.names["ko"][:2] for entry in search.find(entries, "ㅇㅇ ㅊㄷ", DAY) if entry.kind == "complex"} == {
        "용인"
    }


@pytest.mark.parametrize(
    ("words", "name"),
    [("창원시", "창원 방위"), ("안동시", "안동 바이오"), ("고흥 군", "고흥 우주"), ("처인구", "용인 첨단")],
)
def test_a_citys_name_finds_its_complex_first(entries: list[search.Entry], words: str, name: str) -> None:
    kind, found = first(entries, words)
    assert (kind, found[: len(name)]) == ("complex", name)


@pytest.mark.parametrize(
    ("words", "name"), [("삼성전지", "삼성전자"), ("gyeonju", "경주 SMR 국가산업단지"), ("qqqq", None)]
)
def test_a_misspelling_finds_the_nearest(entries: list[search.Entry], words: str, name: str | None) -> None:
    assert search.find(entries, words, DAY) == []
    found = [entry.names["ko"] for entry in search.nearest(entries, words, DAY)]
    assert name in found if name else found == []


@pytest.mark.parametrize(
    "words",
    [
        "_",
        "%",
        ".*",
        "(",
        "[",
        "\\",
        "^$",
        "a|b",
        "\x00",
        "🏭",
        "'; DROP TABLE lake.complexes; --",
        "<script>",
        "가" * 10_000,
        "(a+)+$" * 900,
    ],
)
def test_nothing_typed_is_a_pattern(entries: list[search.Entry], words: str) -> None:
    hits = search.find(entries, words, DAY)
    wanted = search.fold(words)
    assert all(
        set(wanted.split()) <= set(entry.text) or wanted.replace(" ", "") in entry.text.replace(" ", "")
        for entry in hits
    )


def test_spaces_alone_find_nothing(entries: list[search.Entry]) -> None:
    assert search.find(entries, " \t\n", DAY) == []


def test_what_was_not_known_yet_is_not_found(entries: list[search.Entry]) -> None:
    early = dt.date(2023, 3, 14)
    assert search.find(entries, "국민성장펀드", DAY)
    assert not [entry for entry in search.find(entries, "국민성장펀드", early) if entry.kind == "company"]


def test_a_few_of_each_kind_together(entries: list[search.Entry]) -> None:
    shown = search.shortlist(search.find(entries, "반도체", DAY))
    kinds = [entry.kind for entry in shown]
    assert len(shown) <= search.SHOWN
    assert max(kinds.count(kind) for kind in kinds) <= search.OF_A_KIND
    assert [kind for place, kind in enumerate(kinds) if kinds.index(kind) == place] == list(dict.fromkeys(kinds))


def test_links_lead_to_pages_that_there_are(entries: list[search.Entry]) -> None:
    for entry in entries:
        page, asked = search.target(entry, "ko", PAGES)
        assert page in PAGES
        assert asked
    complex_ = next(entry for entry in entries if entry.kind == "complex" and entry.id == "andong")
    assert search.target(complex_, "ko", PAGES) == ("complexes", {"complex": "andong"})
    assert search.target(complex_, "ko", {}) is None


def test_a_label_holds_no_markup() -> None:
    entry = search.Entry(
        "company",
        "x",
        "",
        {"ko": "**굵게** [링크](http://a) :red[빨강] <b>", "en": "a_b*c"},
        {"ko": "", "en": "`code` $x$"},
        None,
        ("x",),
        "x",
    )
    assert search.label(entry, Words("en")) == r"a\_b\*c :gray[company · \`code\` \$x\$]"
    assert "**" not in search.label(entry, Words("ko")).replace("\\*", "")


# --- the box


def box(app: AppTest) -> AppTest:
    return next(part for part in app.text_input if part.key == "search")


def said(app: AppTest) -> str:
    return text(told(app)["html"])


def told(app: AppTest) -> dict[str, str]:
    return next(
        json.loads(part.proto.json) for part in app.get("bidi_component") if part.proto.id.endswith("-search-keys")
    )


def links(app: AppTest) -> list[tuple[str, str, str]]:
    found = [link.proto for link in app.get("page_link") if ":gray[" in link.proto.label]  # what is of a kind
    return [(link.label, link.page, link.query_string) for link in found]


def test_typing_finds_and_keeps_the_rest_of_the_page() -> None:
    app = visit("sources", province="gyeonggi")
    top = html(app, "top")
    assert not links(app)
    app = healthy(box(app).set_value("용인").run())
    page, asked = links(app)[0][1:]
    assert page == "complexes"
    assert parse_qs(asked) | {"followed": ""} == {
        "lang": ["en"],
        "province": ["gyeonggi"],
        "today": ["2026-03-31"],
        "as_of": ["2026-03-31"],
        "complex": ["yongin"],
        "followed": "",
    }
    assert html(app, "top") == top
    app = healthy(box(app).set_value("qwxyz").run())
    assert not links(app)
    assert "Nothing found for “qwxyz”" in said(app)
    assert "in Korean or English" in said(app)


@pytest.mark.parametrize("words", ["<img src=x onerror=alert(1)>", "가" * 10_000, "\u202e🏭\x07", "']; --"])
def test_hostile_words_are_said_back_as_words(words: str) -> None:
    app = healthy(box(visit("sources")).set_value(words).run())
    assert "Nothing found" in said(app)
    assert "<img" not in told(app)["html"]


def test_a_followed_link_sets_a_control_that_is_on_the_screen() -> None:
    app = visit("glossary")
    term = next(part for part in app.text_input if part.key == "sources_term")
    app = healthy(term.set_value("GRDP").run())
    app = healthy(box(app).set_value("lq").run())
    app.query_params.update(parse_qs(links(app)[0][2]))
    app = healthy(app.run())
    assert "Location quotient" in text(html(app, "glossary"))
    assert next(part for part in app.text_input if part.key == "sources_term").value == "Location quotient"


def test_a_click_elsewhere_empties_the_box() -> None:
    app = box(visit("sources")).set_value("용인").run()
    assert links(app)
    app = healthy(next(button for button in app.button if button.key == "clear").click().run())
    assert box(app).value == ""
    assert not links(app)


@pytest.mark.parametrize("followed", ["", "x", "1", "x" * 5000, "<b>:1"])
def test_a_strange_mark_of_a_followed_link_is_ignored(followed: str) -> None:
    assert "statements about these complexes" in text(html(visit("sources", followed=followed), "top"))


@pytest.mark.parametrize(
    "words",
    [
        "강원도",
        "전라북도",
        "North Jeolla",
        "경상북도에서",
        "Gyeongsangbuk-do",
        "gyeongsangbukdo",
        "GYEONGBUK",
        "제주도",
        "Pusan",
    ],
)
def test_former_foreign_and_full_names_of_places_come_first(entries: list[search.Entry], words: str) -> None:
    found = search.find(entries, words, DAY)[0]
    assert (found.kind, found.type) == ("place", "province")


def test_a_district_is_found_with_its_unit_in_english(entries: list[search.Entry]) -> None:
    assert "창원시" in [entry.names["ko"] for entry in search.find(entries, "Changwon City", DAY)]


@pytest.mark.parametrize("words", ["전남광주통합특별시", "광주특별시", "광주광역시", "South Jeolla"])
def test_a_merged_province_and_its_parts_are_found_by_each_others_names(opened, words: str) -> None:
    from rollout.questions.ask import Asker

    for day, wanted in ((DAY, {"gwangju", "jeonnam"}), (dt.date(2026, 7, 1), {"jeonnam-gwangju"})):
        entries = search.index(Asker(opened).ask("search/index", opened.snapshot(), as_of=day))
        found = {entry.id for entry in search.find(entries, words, day) if entry.type == "province"}
        assert found and found <= wanted


def test_nothing_is_read_before_something_is_typed(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[int] = []
    real = search._entries
    monkeypatch.setattr(search, "_entries", lambda *asked: (read.append(asked[1]), real(*asked))[1])
    app = visit("sources")
    assert not read
    box(app).set_value("용인").run()
    assert read
