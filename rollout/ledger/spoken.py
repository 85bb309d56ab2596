"""What a desk officer types, read: periods (2027년 하반기, H2 2027, 2027-05), areas and amounts with their unit."""

import calendar
import datetime as dt
import re
from decimal import Decimal
from math import prod

from rollout.facts.reading import code

YEAR = r"(?P<year>(?:19|20)\d\d)\s*년?"
DAY = re.compile(rf"{YEAR}\s*[-./]?\s*(?P<month>\d{{1,2}})\s*(?:월|[-./])\s*(?P<day>\d{{1,2}})\s*[일.]?")
MONTH = re.compile(rf"{YEAR}\s*[-./]?\s*(?P<month>\d{{1,2}})\s*[월.]?")
PARTS = (
    (
        "quarter",
        re.compile(rf"{YEAR}\s*[-./]?\s*(?:Q(?P<part>[1-4])|(?P<ko>[1-4])(?:\s*/\s*4)?\s*분기)", re.IGNORECASE),
    ),
    ("quarter", re.compile(rf"Q(?P<part>[1-4])(?P<ko>)\s*{YEAR}", re.IGNORECASE)),
    ("half", re.compile(rf"{YEAR}\s*[-./]?\s*(?:H(?P<part>[12])|(?P<ko>[상하])반기)", re.IGNORECASE)),
    ("half", re.compile(rf"H(?P<part>[12])(?P<ko>)\s*{YEAR}", re.IGNORECASE)),
)
HALVES = {"상": "1", "하": "2"}
MONTHS_OF = {"quarter": 3, "half": 6}
SCALES = {
    "조": Decimal(10) ** 12,
    "억": Decimal(10) ** 8,
    "만": Decimal(10) ** 4,
    "천": Decimal(1000),
    "백": Decimal(100),
    "trillion": Decimal(10) ** 12,
    "billion": Decimal(10) ** 9,
    "million": Decimal(10) ** 6,
    "thousand": Decimal(1000),
}
SQUARES = {"km2": Decimal(10) ** 6, "km²": Decimal(10) ** 6, "㎢": Decimal(10) ** 6, "ha": Decimal(10) ** 4}
PYEONG = Decimal(400) / Decimal(121)  # square metres
SCALE = re.compile("|".join(SCALES), re.IGNORECASE)
NUMBER = re.compile(rf"(?P<number>\d[\d,]*(?:\.\d+)?)\s*(?P<scales>(?:{SCALE.pattern})*)", re.IGNORECASE)
WON = re.compile(r"원|KRW|won|₩", re.IGNORECASE)
SQUARE_METRES = re.compile(r"m2|m²|㎡|제곱미터", re.IGNORECASE)


def period(text: str) -> tuple[dt.date, str] | None:
    """A day, month, quarter, half or year as the tables keep it, and its precision; None if it is none of these.

    A month stands at its first day, a quarter, half or year at its last.
    """
    said = " ".join(code(text).split())
    for precision, form in PARTS:
        if match := form.fullmatch(said):
            place = int(match["part"] or HALVES.get(match["ko"]) or match["ko"])
            return _last_day(int(match["year"]), place * MONTHS_OF[precision]), precision
    if re.fullmatch(YEAR, said):
        return dt.date(int(said[:4]), 12, 31), "year"
    match = DAY.fullmatch(said) or MONTH.fullmatch(said)
    if not match:
        return None
    parts = match.groupdict()
    try:
        if "day" in parts:
            return dt.date(int(parts["year"]), int(parts["month"]), int(parts["day"])), "day"
        return dt.date(int(parts["year"]), int(parts["month"]), 1), "month"
    except ValueError:
        return None


def amount(text: str, unit: str) -> int | None:
    """A whole number in a unit, from what was typed (see `exact`); what is left of a pyeong is rounded."""
    value = exact(text, unit)
    return None if value is None else int(value.to_integral_value())


def exact(text: str, unit: str) -> Decimal | None:
    """A number in m2, KRW or people, from what was typed: 330만㎡, 1.2km², 100만평, 3조 6,000억원, 1.2 trillion.

    None if it can't be read, or names another kind of unit.
    """
    said = code(text).replace("약", "").strip()
    factor = Decimal(1)
    if unit == "m2":
        said, factor = _area(said)
    elif unit == "KRW":
        said = WON.sub("", said)
    elif unit == "people":
        said = re.sub(r"명|people|인$", "", said, flags=re.IGNORECASE)
    total, rest = Decimal(0), said.strip()
    if not rest:
        return None
    while rest:
        match = NUMBER.match(rest)
        if not match:
            return None
        scale = prod((SCALES[name.lower()] for name in SCALE.findall(match["scales"])), start=Decimal(1))
        total += Decimal(match["number"].replace(",", "")) * scale
        rest = rest[match.end() :].strip()
    return total * factor


def _area(said: str) -> tuple[str, Decimal]:
    """What stands before the unit of an area, and the unit in square metres."""
    for name, factor in SQUARES.items():
        if said.lower().endswith(name):
            return said[: -len(name)], factor
    if said.endswith("평"):
        return said[:-1], PYEONG
    return SQUARE_METRES.sub("", said), Decimal(1)


def _last_day(year: int, month: int) -> dt.date:
    return dt.date(year, month, calendar.monthrange(year, month)[1])
