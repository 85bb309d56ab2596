"""Languages, numbers, dates and won: everything that turns a value into words."""

import datetime as dt
import unicodedata
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import Any

from babel.dates import format_date
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from rollout.language import codes

LANGUAGES = {"ko": "한국어", "en": "English"}
LOCALE_DIR = Path(__file__).parent.parent / "locale"
MINUS = "−"


@lru_cache
def catalogue(lang: str) -> dict[str, str]:
    """Messages of a language by their English text; empty for English, which is its own catalogue."""
    path = LOCALE_DIR / lang / "LC_MESSAGES" / "rollout.po"
    if lang == "en" or not path.exists():
        return {}
    with path.open("rb") as file:
        entries = read_po(file)
    messages: dict[str, str] = {}
    for entry in entries:
        if isinstance(entry.id, str) and isinstance(entry.string, str) and entry.id:
            messages[entry.id] = entry.string or entry.id
    return messages


def fold(text: str, longest: int = 100) -> str:
    """Text to look for or in: whole Hangul syllables however it was typed (NFKC), small letters, single spaces; no longer than `longest`."""
    return " ".join(unicodedata.normalize("NFKC", text[: 4 * longest]).casefold().split())[:longest]


def pick_language(asked: str | None, browser: str | None) -> str:
    """The language to speak: the one asked for in the URL, else the browser's, else English."""
    for wish in (asked, (browser or "").split("-")[0].lower()):
        if wish in LANGUAGES:
            return wish
    return "en"


class Words:
    """Text, numbers and dates in one language (`ko` or `en`)."""

    def __init__(self, lang: str):
        self.lang = lang
        self.locale = {"ko": "ko_KR", "en": "en_GB"}[lang]
        self._messages = catalogue(lang)

    def t(self, message: str, **values: Any) -> str:
        """The message in this language, with `{name}` places filled in; a message with tags is read as HTML, so its values are escaped."""
        text = self._messages.get(message, message)
        if "<" in message:
            values = {name: escape(str(value), quote=False) for name, value in values.items()}
        return text.format(**values) if values else text

    def n(self, one: str, many: str, count: int, **values: Any) -> str:
        """The message for a count; `{n}` is the count."""
        return self.t(one if count == 1 else many, n=self.number(count), **values)

    def code(self, list_name: str, code: str) -> str:
        """A code of a list in words: `w.code("rating", "red")`."""
        return codes.label(list_name, code, self.lang)

    def codes(self, list_name: str) -> dict[str, str]:
        """A list of codes in words, in its order: what a control offers."""
        return codes.labels(list_name, self.lang)

    def of(self, row: Any, column: str) -> str:
        """The value of a bilingual column (`name` reads `name_ko` or `name_en`); the other language where one is empty."""
        first, second = ("ko", "en") if self.lang == "ko" else ("en", "ko")
        texts = (row[f"{column}_{language}"] for language in (first, second))
        return next((text for text in texts if isinstance(text, str) and text), "")

    def number(self, value: float, digits: int = 0) -> str:
        """A number with thousands separators and at most `digits` decimals."""
        pattern = "#,##0" + ("." + "#" * digits if digits else "")
        return format_decimal(round(value, digits), pattern, locale=self.locale)

    def signed(self, value: float, digits: int = 0) -> str:
        """A number with its sign; zero has none."""
        text = self.number(abs(value), digits)
        return text if text == "0" else ("+" if value > 0 else MINUS) + text

    def percent(self, ratio: float, digits: int = 0) -> str:
        """A signed change in percent from a ratio (-0.13 is −13%)."""
        return self.signed(ratio * 100, digits) + "%"

    def won(self, value: float) -> str:
        """Won in the language's habit: 21.8조원, 3,185억원; KRW 21.8 trillion, KRW 318.5 billion."""
        number, unit = self.won_parts(value)
        return f"{number}{unit}" if self.lang == "ko" else f"KRW {number} {unit}"

    def won_parts(self, value: float) -> tuple[str, str]:
        """Number and unit of an amount of won, apart: ('21.8', '조원') or ('21.8', 'trillion')."""
        if abs(value) >= 9.995e11:
            digits = 2 if abs(value) < 1e13 else 1
            return self.number(value / 1e12, digits), "조원" if self.lang == "ko" else "trillion"
        if self.lang == "ko":
            return (self.number(value / 1e8), "억원") if abs(value) >= 1e8 else (self.number(value / 1e4), "만원")
        return (self.number(value / 1e9, 1), "billion") if abs(value) >= 1e8 else (self.number(value / 1e6, 1), "million")

    def area(self, value_m2: float, digits: int = 2) -> str:
        """An area of m2 in km²; always `digits` decimals, so that a column lines up."""
        return format_decimal(value_m2 / 1e6, "#,##0." + "0" * digits, locale=self.locale)

    def months(self, value: int) -> str:
        """A move in months, signed: +24개월, +24 mo."""
        return f"{self.signed(value)}개월" if self.lang == "ko" else f"{self.signed(value)} mo"

    def date(self, value: dt.date) -> str:
        """A day in a sentence: 2026년 3월 10일; 10 March 2026."""
        return format_date(value, "y년 M월 d일" if self.lang == "ko" else "d MMMM y", locale=self.locale)

    def period(self, value: dt.date, precision: str) -> str:
        """A date as vague as it was stated: 2026, 2026 하, H2 2026, 2026.07, 2026-07-15."""
        year, month = value.year, value.month
        if precision == "year":
            return str(year)
        if precision == "half":
            half = 1 if month <= 6 else 2
            return f"{year} {'상' if half == 1 else '하'}" if self.lang == "ko" else f"H{half} {year}"
        if precision == "quarter":
            quarter = (month + 2) // 3
            return f"{year} {quarter}분기" if self.lang == "ko" else f"Q{quarter} {year}"
        return f"{year}.{month:02d}" if precision == "month" else f"{year}-{month:02d}-{value.day:02d}"

    def list(self, items: list[str]) -> str:
        """Items in a row: a, b and c; a, b, c."""
        if self.lang == "ko" or len(items) < 2:
            return ", ".join(items)
        return ", ".join(items[:-1]) + " and " + items[-1]
