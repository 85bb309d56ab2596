"""Numbers, dates and won in each language's habits, and a Korean catalogue without gaps or leftovers."""

import datetime as dt
import string

import numpy as np
import pytest

from rollout.language import messages
from rollout.language.words import Words, pick_language

KO, EN = Words("ko"), Words("en")
DAY = dt.date(2026, 3, 10)


@pytest.mark.parametrize(
    ("won", "korean", "english"),
    [
        (360e12, "360조원", "KRW 360 trillion"),
        (21.84e12, "21.8조원", "KRW 21.8 trillion"),
        (1.3836e12, "1.38조원", "KRW 1.38 trillion"),
        (1e12, "1조원", "KRW 1 trillion"),
        (999.4e9, "9,994억원", "KRW 999.4 billion"),
        (999.9e9, "1조원", "KRW 1 trillion"),
        (318.5e9, "3,185억원", "KRW 318.5 billion"),
        (100e6, "1억원", "KRW 0.1 billion"),
        (54e6, "5,400만원", "KRW 54 million"),
        (1.125e12, "1.13조원", "KRW 1.13 trillion"),
        (250e6, "3억원", "KRW 0.3 billion"),
        (99_999_999, "1억원", "KRW 100 million"),
    ],
)
def test_won(won, korean, english):
    assert (KO.won(won), EN.won(won)) == (korean, english)


@pytest.mark.parametrize(
    ("precision", "korean", "english"),
    [
        ("day", "2026-03-10", "2026-03-10"),
        ("month", "2026.03", "2026.03"),
        ("quarter", "2026 1분기", "Q1 2026"),
        ("half", "2026 상", "H1 2026"),
        ("year", "2026", "2026"),
    ],
)
def test_a_date_is_as_vague_as_it_was_stated(precision, korean, english):
    assert (KO.period(DAY, precision), EN.period(DAY, precision)) == (korean, english)


def test_the_second_half_and_the_last_quarter():
    late = dt.date(2026, 12, 31)
    assert (KO.period(late, "half"), EN.period(late, "half")) == ("2026 하", "H2 2026")
    assert (KO.period(late, "quarter"), EN.period(late, "quarter")) == ("2026 4분기", "Q4 2026")


def test_a_day_in_a_sentence():
    assert (KO.date(DAY), EN.date(DAY)) == ("2026년 3월 10일", "10 March 2026")


def test_areas_line_up():
    assert [EN.area(value) for value in (40_760_000, 7_100_000, 35.3e6)] == ["40.76", "7.10", "35.30"]


@pytest.mark.parametrize(
    ("months", "korean", "english"), [(24, "+24개월", "+24 mo"), (-3, "−3개월", "−3 mo"), (0, "0개월", "0 mo")]
)
def test_moves_carry_their_sign(months, korean, english):
    assert (KO.months(months), EN.months(months)) == (korean, english)


def test_percent_and_numbers():
    assert (EN.percent(-0.134), EN.percent(0.002), EN.number(1234.56, 1), KO.number(40760000)) == (
        "−13%",
        "0%",
        "1,234.6",
        "40,760,000",
    )


@pytest.mark.parametrize(
    ("value", "digits", "said"),
    [
        (12.5, 0, "13"),
        (13.5, 0, "14"),
        (-2.5, 0, "-3"),
        (-0.4, 0, "0"),
        (0.285, 2, "0.29"),
        (1.125, 2, "1.13"),
        (0.285 * 100, 0, "29"),
        (661_500, -3, "662,000"),
        (1_234_567_890_123, 2, "1,234,567,890,123"),
        (1_234_567_890_123.0, 2, "1,234,567,890,123"),
        (np.int64(360 * 10**12), 0, "360,000,000,000,000"),
        (float("inf"), 0, "∞"),
    ],
)
def test_a_number_is_rounded_half_up_as_it_is_written(value, digits, said):
    assert EN.number(value, digits) == KO.number(value, digits) == said


def test_areas_and_shares_round_alike():
    assert (EN.area(7_285_000), EN.fixed(0.285, 2), EN.percent(0.285), EN.months(16.5)) == (
        "7.29",
        "0.29",
        "+29%",
        "+16.5 mo",
    )


def test_a_bilingual_value_falls_back_to_the_other_language():
    row = {"name_ko": "용인", "name_en": ""}
    assert (KO.of(row, "name"), EN.of(row, "name")) == ("용인", "용인")


@pytest.mark.parametrize(
    ("asked", "browser", "spoken"),
    [
        ("ko", "en-GB", "ko"),
        (None, "ko-KR", "ko"),
        (None, "de-DE", "en"),
        ("<b>", "ko", "ko"),
        (None, None, "en"),
        ("xx", None, "en"),
    ],
)
def test_the_language_is_the_one_asked_for_else_the_browsers_else_english(asked, browser, spoken):
    assert pick_language(asked, browser) == spoken


def test_a_count_picks_its_form():
    assert EN.n("one source", "{n} sources", 1) == "one source"
    assert EN.n("one source", "{n} sources", 1200) == "1,200 sources"


def test_every_message_has_a_translation():
    have = messages.translations(messages.read())
    assert [text for text in messages.translations(messages.said()) if not have.get(text)] == [], (
        "run `make messages` and translate"
    )


def test_no_translation_is_left_over():
    said = messages.translations(messages.said())
    assert [text for text in messages.translations(messages.read()) if text not in said] == [], "run `make messages`"


def test_a_message_has_the_korean_of_its_sense():
    assert (KO.t("Type"), KO.pt("data", "Type"), EN.pt("data", "Type")) == ("유형", "자료형", "Type")
    assert KO.pt("procedure", "Step") != KO.pt("between two stages", "Step")


def test_a_short_message_of_several_subjects_means_one_thing_or_has_a_context():
    said = messages.said()
    unknown = set(messages.ambiguous(said)) - set(messages.shared())
    assert not unknown, "give each sense a context (w.pt), or add it to locale/shared.txt if there is one sense"
    plain = {str(entry.id) for entry in said if not entry.context}
    assert set(messages.shared()) <= plain, "locale/shared.txt lists what nothing says"


def test_a_translation_fills_in_what_the_message_does():
    def places(text):
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    for english, korean in messages.translations(messages.read()).items():
        assert places(korean) <= places(english), english
        lost = places(english) - places(korean)
        assert not lost or lost <= {"n"}, f"{english!r} loses {lost}"


def test_bringing_the_catalogue_up_to_date_keeps_what_was_translated(tmp_path):
    path = tmp_path / "rollout.po"
    path.write_text(
        'msgid ""\nmsgstr ""\n"Language: ko\\n"\n\nmsgid "Search"\nmsgstr "현황판"\n\nmsgid "No longer '
        'said"\nmsgstr "옛말"\n'
    )
    wanting = messages.update(path)
    kept = messages.translations(messages.read(path))
    assert kept["Search"] == "현황판"
    assert "No longer said" not in kept
    assert set(wanting) == set(messages.translations(messages.said())) - {"Search"}


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (1, ["1 complex is late", "late at 1 of 1 complex", "1 has moved"]),
        (2, ["2 complexes are late", "late at both complexes", "2 have moved"]),
        (11, ["11 complexes are late", "late at all 11 complexes", "11 have moved"]),
    ],
)
def test_english_counts_one_and_two_as_a_person_does(count: int, said: list[str]) -> None:
    w, n = Words("en"), str(count)
    messages = ("{n} complexes are late", "late at {n} of {m} complexes", "{n} have moved")
    assert [w.t(message, n=n, m=n) if "{m}" in message else w.t(message, n=n) for message in messages] == said
    assert w.t("{n} months", n="2.1") == "2.1 months"
