"""Languages, numbers, dates and won: everything that turns a value into words."""

import datetime as dt
import os
import re
import unicodedata
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache
from html import escape
from typing import Any

from babel.dates import format_date
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from rollout import ROOT
from rollout.language import codes

LANGUAGES = {"ko": "한국어", "en": "English"}
LOCALE_DIR = ROOT / "locale"
MINUS = "−"
ROUNDING = Context(prec=400, rounding=ROUND_HALF_UP)  # room for any float


VERBS = {"have": "has", "are": "is", "were": "was", "meet": "meets", "lack": "lacks"}
NOUNS = (
    "complexe|site|host|date|plan|row|measure|source|day|month|programme|statement|milestone|case|district|zone|item"
    "|group|target|meeting|page|stage|project|time|sheet"
)
ONE = re.compile(
    rf"(?<![\d.,–−-])\b1(?P<noun>\*? (?:(?:published|designated|numbered|open|talent|legal) )?(?:{NOUNS}))s\b"
    rf"(?: (?P<is>{'|'.join(VERBS)})\b)?|(?<![\d.,–−-])\b1(?P<star>\*?) (?P<verb>{'|'.join(VERBS)})\b"
)
SHARE = re.compile(
    r"\{(?P<part>\w+)\} of (?:the )?\{(?P<whole>\w+)\}"
    r"|\{(?P<all>\w+)\}(?P<unit>곳|건|개 산단|개) (?:중|가운데) "
    r"(?P<open>\*?)\{(?P<some>\w+)\}(?:곳|건|개)(?P<close>\*?)[이가은는]?"
)  # "{late} of {total}", "{total}곳 중 *{late}곳*이"


def key(message: str, context: str = "") -> str:
    """What a message is found by: its English text, after its context where it has one (as gettext writes it)."""
    return f"{context}\x04{message}" if context else message


@lru_cache
def catalogue(lang: str) -> dict[str, str]:
    """Messages of a language by their `key`; empty for English, which is its own catalogue."""
    path = LOCALE_DIR / lang / "LC_MESSAGES" / "rollout.po"
    if lang == "en" or not path.exists():
        return {}
    with path.open("rb") as file:
        entries = read_po(file)
    messages: dict[str, str] = {}
    for entry in entries:
        if isinstance(entry.id, str) and isinstance(entry.string, str) and entry.id:
            messages[key(entry.id, entry.context or "")] = entry.string or entry.id
    return messages


def fold(text: str, longest: int = 100) -> str:
    """Text to look for or in.

    Whole Hangul syllables however it was typed (NFKC), small letters, single spaces; no longer than `longest`.
    """
    return " ".join(unicodedata.normalize("NFKC", text[: 4 * longest]).casefold().split())[:longest]


def by_name(name: str) -> str:
    """What names are sorted by, in both languages: whole Hangul syllables, ㄱ to ㅎ, and small letters."""
    return unicodedata.normalize("NFC", name).casefold()


def exact(value: float | Decimal) -> Decimal:
    """A number as it is written in decimal.

    Of a fraction 15 digits count, as in a spreadsheet: what follows is the machine's own error.
    """
    plain = value.item() if hasattr(value, "item") else value
    return Decimal(f"{plain:.15g}") if isinstance(plain, float) and not plain.is_integer() else Decimal(plain)


def rounded(value: float | Decimal, digits: int = 0) -> Decimal:
    """A number rounded half up: 12.5 is 13 and 0.285 is 0.29.

    The one rounding of every figure that is shown, wherever it is shown.
    """
    number = exact(value)
    if number.is_finite():
        number = number.quantize(Decimal(1).scaleb(-digits), context=ROUNDING)
    return number or abs(number)  # no minus before nought


@lru_cache(maxsize=10_000)
def _decimal(value: Decimal, pattern: str, locale: str) -> str:
    return format_decimal(value, pattern, locale=locale)


def pick_language(asked: str | None, browser: str | None) -> str:
    """The language to speak: the one asked for in the URL, else the browser's, else English."""
    for wish in (asked, (browser or "").split("-")[0].lower()):
        if wish in LANGUAGES:
            return wish
    return "en"


def machine_language() -> str:
    """The language of the machine's user, for commands."""
    return pick_language(None, (os.environ.get("LC_ALL") or os.environ.get("LANG") or "").split("_")[0])


def one(text: str) -> str:
    """An English sentence in which what there is one of is singular: "1 complex has", not "1 complexes have"."""

    def singular(found: re.Match[str]) -> str:
        verb = found["is"] or found["verb"]
        noun = (found["noun"] or found["star"] or "").replace("complexe", "complex")
        return f"1{noun}{f' {VERBS[verb]}' if verb else ''}"

    return ONE.sub(singular, text)


def whole(text: str, values: dict[str, Any]) -> str:
    """A message in which a share that is the whole says so: "all 15 complexes" instead of "15 of 15 complexes".

    Only its places are looked at, so that a title filled in stays as it was published.
    """

    def said(found: re.Match[str]) -> str:
        part, total = found["part"] or found["some"], found["whole"] or found["all"]
        count = str(values.get(total))
        if str(values.get(part)) != count or count == "0":
            return found[0]
        if found["whole"]:
            if count == "1":
                return found[0]
            every = "both" if count == "2" else f"all {{{total}}}"
            return every if text[: found.start()].strip("*") else every.capitalize()
        every = "" if count == "1" else " 모두"
        return f"{found['open']}{{{total}}}{found['unit']}{every}{found['close']}"

    return SHARE.sub(said, text)


class Words:
    """Text, numbers and dates in one language (`ko` or `en`)."""

    def __init__(self, lang: str):
        self.lang = lang
        self.locale = {"ko": "ko_KR", "en": "en_GB"}[lang]
        self._messages = catalogue(lang)

    def t(self, message: str, **values: Any) -> str:
        """The message in this language, with `{name}` places filled in.

        A message with tags is read as HTML, so its values are escaped.
        """
        return self.pt("", message, **values)

    def pt(self, context: str, message: str, **values: Any) -> str:
        """A message that is said in several senses, in that of `context`: `w.pt("data", "Type")`."""
        text = self._messages.get(key(message, context), message)
        if "<" in message:
            values = {name: escape(str(value), quote=False) for name, value in values.items()}
        said = whole(text, values).format(**values) if values else text
        return one(said) if values and self.lang == "en" else said

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
        """The value of a bilingual column (`name`: `name_ko` or `name_en`); the other language's where it is empty."""
        first, second = ("ko", "en") if self.lang == "ko" else ("en", "ko")
        texts = (row[f"{column}_{language}"] for language in (first, second))
        return next((text for text in texts if isinstance(text, str) and text), "")

    def number(self, value: float | Decimal, digits: int = 0) -> str:
        """A number with thousands separators and at most `digits` decimals; less than none: to the tens, hundreds, …"""
        return self._printed(value, digits, "#")

    def fixed(self, value: float | Decimal, digits: int) -> str:
        """A number with thousands separators and always `digits` decimals, so that a column lines up."""
        return self._printed(value, digits, "0")

    def _printed(self, value: float | Decimal, digits: int, decimals: str) -> str:
        return _decimal(rounded(value, digits), "#,##0" + ("." + decimals * digits if digits > 0 else ""), self.locale)

    def signed(self, value: float | Decimal, digits: int = 0) -> str:
        """A number with its sign; zero has none."""
        text = self.number(abs(exact(value)), digits)
        return text if text == "0" else ("+" if value > 0 else MINUS) + text

    def percent(self, ratio: float | Decimal, digits: int = 0) -> str:
        """A signed change in percent from a ratio (-0.13 is −13%)."""
        return self.signed(exact(ratio) * 100, digits) + "%"

    def won(self, value: float) -> str:
        """Won in the language's habit: 21.8조원, 3,185억원; KRW 21.8 trillion, KRW 318.5 billion."""
        number, unit = self.won_parts(value)
        return f"{number}{unit}" if self.lang == "ko" else f"KRW {number} {unit}"

    def won_parts(self, value: float) -> tuple[str, str]:
        """Number and unit of an amount of won, apart: ('21.8', '조원') or ('21.8', 'trillion')."""
        amount, size = exact(value), abs(value)
        if size >= 9.995e11:
            return self.number(amount.scaleb(-12), 2 if size < 1e13 else 1), "조원" if self.lang == "ko" else "trillion"
        if self.lang == "ko":
            return (
                (self.number(amount.scaleb(-8)), "억원")
                if size >= 99_995_000
                else (self.number(amount.scaleb(-4)), "만원")
            )
        return (
            (self.number(amount.scaleb(-9), 1), "billion")
            if size >= 1e8
            else (self.number(amount.scaleb(-6), 1), "million")
        )

    def dollars(self, value: float) -> str:
        """US dollars in the language's habit: 360.5억 달러; USD 36.05 billion."""
        amount = exact(value)
        return (
            f"{self.number(amount.scaleb(-8), 1)}억 달러"
            if self.lang == "ko"
            else f"USD {self.number(amount.scaleb(-9), 2)} billion"
        )

    def area(self, value_m2: float, digits: int = 2) -> str:
        """An area of m2 in km²; always `digits` decimals, so that a column lines up."""
        return self.fixed(exact(value_m2).scaleb(-6), digits)

    def months(self, value: float, digits: int = 1) -> str:
        """A move in months, signed: +24개월, +24 mo; a median may lie between two: +16.5 mo."""
        text = self.signed(value, digits)
        return f"{text}개월" if self.lang == "ko" else f"{text} mo"

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
