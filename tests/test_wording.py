"""The ear: Korean as an official writes it (개조식, no particle left open), English without mannerisms."""

import csv
import re
import string

import pytest

from rollout import ROOT
from rollout.language import messages
from rollout.language.words import Words, catalogue

TABLES = ROOT / "data" / "tables"
UNFIT_KOREAN = {
    "a particle left open": r"[이을은와]\([가를는과]\)|[가를는과]\([이을은와]\)|\(으\)로",
    "no 약속 for a plan": "약속",
    "누르면 is the one verb for a click": "선택하면|클릭|열림|칸을 열면",
    "colloquial": "소식|앞섬|넘었다|뚜렷|막연|이르다",
    "최초·최신 계획": "처음 계획|최근 계획",
    "시·도": "(?<![가-힣])시도(?![가-힣]{2})",
}
UNFIT_ENGLISH = (
    r"\b(told|rungs?|stands?|hang together|as the crow flies|nil|dearer|vaguer|promise[ds]?|bare|telling)\b"
    r"|trillion won|billion KRW|KRW\)? ?[0-9.]+tn\b"
)
POLITE = re.compile(r"(?<![보마 ])다(\*?\.|\*?$)")
FOR_THE_READER = "십시오"  # what to do: the one place for a polite form


def column(table: str, ending: str) -> set[str]:
    with (TABLES / f"{table}.csv").open(encoding="utf-8-sig", newline="") as file:
        return {
            text for row in csv.DictReader(file) for name, text in row.items() if name.endswith(ending) and text.strip()
        }


def korean() -> set[str]:
    return set(catalogue("ko").values()) | column("codes", "_ko") | column("glossary", "n_ko")


def english() -> set[str]:
    said = {str(entry.id) for entry in messages.said() if entry.id}
    return {re.sub(r"\{\w+\}", "", text) for text in said | column("codes", "_en")}


@pytest.mark.parametrize("why", UNFIT_KOREAN)
def test_korean_is_what_an_official_writes(why):
    assert [text for text in sorted(korean()) if re.search(UNFIT_KOREAN[why], text)] == [], why


def test_korean_has_one_level_of_speech():
    assert [text for text in sorted(korean()) if POLITE.search(text) and FOR_THE_READER not in text] == []


def test_english_is_plain():
    assert [text for text in sorted(english()) if re.search(UNFIT_ENGLISH, text, re.IGNORECASE)] == []


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_a_share_that_is_the_whole_says_so(lang):
    w = Words(lang)
    for entry in messages.said():
        message = str(entry.id)
        places = {name for _, name, _, _ in string.Formatter().parse(message) if name}
        said = w.pt(entry.context or "", message, **dict.fromkeys(places, "15")) if places else ""
        assert not re.search(r"15(곳|건|개|개 산단) (중|가운데) \*?15(곳|건|개)|\b15 of (the )?15\b", said), said


def test_a_share_that_is_not_the_whole_stays_one():
    text = "*{approved} of {total}* have their plans approved."
    said = [[Words(lang).t(text, approved=n, total=15) for n in (3, 15)] for lang in ("ko", "en")]
    assert said == [
        ["15곳 중 *3곳* 계획 승인.", "*15곳 모두* 계획 승인."],
        ["*3 of 15* have their plans approved.", "*All 15* have their plans approved."],
    ]
    assert Words("ko").t("{n} of {m}", n=1, m=1) == "1곳"
