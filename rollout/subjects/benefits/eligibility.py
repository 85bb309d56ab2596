"""Which support measures a firm may have and what they are worth.

Published conditions and rates (as rows) against a firm. Pure.

No measure is named here: conditions stand in data/tables/benefit_rules.csv, rates in benefit_rates.csv. What no source
says is open, never met.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

SIZES = ("small", "medium", "mid-sized", "large")
INVESTORS = ("domestic", "foreign")
MET, UNMET, OPEN = "met", "unmet", "open"
APPLIES, CONFIRM, NEARLY, NO = "applies", "confirm", "nearly", "no"
ON_INVESTMENT = ("facility-investment", "facility-points", "investment", "foreign-investment")
MOST_WON = 1e15
MOST_PEOPLE = 1_000_000
LONGEST = 40
NUMBER = r"\d+(?:\.\d+)?(?:e[+-]?\d+)?"
WON_UNITS = {
    "조": 1e12,
    "억": 1e8,
    "만": 1e4,
    "trillion": 1e12,
    "tn": 1e12,
    "billion": 1e9,
    "bn": 1e9,
    "million": 1e6,
    "mn": 1e6,
}
PART = re.compile(rf"({NUMBER})({'|'.join(WON_UNITS)})")
AMOUNT = re.compile(rf"(?:(?P<parts>(?:{PART.pattern})+)|(?P<bare>{NUMBER}))(?P<won>원|won)?")
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Place:
    """Where the firm would stand; None where the choice does not settle it.

    `zones`: type of zone -> inside, tied (a source ties to the complex a zone that is more than the complex), near
    (same si, gun or gu) or province (somewhere in it); a type that is missing is not there.
    """

    complex_id: str | None = None
    province: str | None = None
    capital_area: bool | None = None
    complexes_here: frozenset[str] = frozenset()
    classes: frozenset[str] = frozenset()
    other_classes: frozenset[str] = frozenset()
    zones: Mapping[str, str] = field(default_factory=dict, hash=False)
    settled: bool = True


@dataclass(frozen=True)
class Firm:
    """What was said of a firm and its plan; None where nothing was said. Won and people."""

    size: str | None = None
    industry: str | None = None
    investor: str | None = None
    investment_krw: float | None = None
    hires: int | None = None
    place: Place | None = None


@dataclass(frozen=True)
class Finding:
    """One condition against the firm.

    Met, unmet or open, and why it is open (not-said, unsettled, tied, near, province, hosts, unpublished, confirm).
    """

    rule: Row
    state: str
    why: str = ""


@dataclass(frozen=True)
class Verdict:
    """A measure against the firm.

    Applies, confirm (nothing speaks against it, something is open), nearly (one condition is not met) or no.
    """

    state: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class Worth:
    """What one rate comes to.

    `kind`: range (won, low may be None: up to), ceiling (won a firm at most), limit (won the relief may reach), rate (a
    rate, no amount), programme (won of the whole programme), state-part (won the state pays at most), or
    asks-investment, asks-hires (it could be worked out).
    """

    rate: Row
    kind: str
    low: float | None = None
    high: float | None = None


def assess(rules: Sequence[Row], firm: Firm) -> Verdict:
    """A measure's published conditions (rows of benefits/rules) against a firm.

    Without any condition it is open: ask the provider.
    """
    findings = tuple(judge(rule, firm) for rule in rules)
    unmet = sum(finding.state == UNMET for finding in findings)
    if unmet:
        return Verdict(NEARLY if unmet == 1 else NO, findings)
    settled = bool(findings) and all(finding.state == MET for finding in findings)
    return Verdict(APPLIES if settled else CONFIRM, findings)


def judge(rule: Row, firm: Firm) -> Finding:
    """One condition (field, operator, accepted, firm_sizes) against a firm.

    Raises ValueError for an operator it does not know.
    """
    sizes, operator = list(rule["firm_sizes"]), rule["operator"]
    if operator == "confirm":
        return Finding(rule, OPEN, "confirm")
    if sizes and firm.size and firm.size not in sizes:
        return Finding(rule, MET, "other-size")
    state, why = _state(rule["field"], operator, list(rule["accepted"]), firm)
    return Finding(rule, state, why)


def _state(name: str, operator: str, accepted: list[str], firm: Firm) -> tuple[str, str]:
    plain = {"firm_size": firm.size, "industry": firm.industry, "investor_kind": firm.investor}
    if name in plain:
        return _among(plain[name], operator, accepted)
    numbers = {"investment_krw": firm.investment_krw, "hires": firm.hires}
    if name in numbers:
        return _compared(numbers[name], operator, float(accepted[0]))
    place = firm.place
    if place is None:
        return OPEN, "not-said"
    if name == "province":
        return _among(place.province, operator, accepted, "unsettled")
    if name == "capital_area":
        return _among(
            None if place.capital_area is None else str(place.capital_area).lower(), operator, accepted, "unsettled"
        )
    if name == "zone_type":
        return _in_zone(place, accepted)
    if name == "district_class":
        return _in_class(place, accepted)
    if name == "complex":
        return _in_complex(place, accepted)
    return OPEN, "confirm"


def _among(value: str | None, operator: str, accepted: list[str], unknown: str = "not-said") -> tuple[str, str]:
    if value is None:
        return OPEN, unknown
    if operator not in {"in", "not-in"}:
        raise ValueError(f"unknown operator {operator}")
    return (MET if (value in accepted) == (operator == "in") else UNMET), ""


def _compared(value: float | None, operator: str, bound: float) -> tuple[str, str]:
    if value is None:
        return OPEN, "not-said"
    if operator not in {"at-least", "at-most"}:
        raise ValueError(f"unknown operator {operator}")
    return (MET if (value >= bound if operator == "at-least" else value <= bound) else UNMET), ""


def _in_zone(place: Place, accepted: list[str]) -> tuple[str, str]:
    nearest = {place.zones[kind] for kind in accepted if kind in place.zones}
    if "inside" in nearest:
        return MET, ""
    return next(((OPEN, word) for word in ("tied", "near", "province") if word in nearest), (UNMET, ""))


def _in_class(place: Place, accepted: list[str]) -> tuple[str, str]:
    if not place.settled:
        return OPEN, "unsettled"
    if place.classes & set(accepted):
        return MET, ""
    return (UNMET, "") if set(accepted) <= place.other_classes else (OPEN, "unpublished")


def _in_complex(place: Place, accepted: list[str]) -> tuple[str, str]:
    if place.complex_id in accepted:
        return MET, ""
    if not place.settled:
        return OPEN, "unsettled"
    return (OPEN, "hosts") if place.complex_id is None and place.complexes_here & set(accepted) else (UNMET, "")


def worth(rates: Sequence[Row], firm: Firm) -> list[Worth]:
    """What each rate that is for this firm's size and side of the capital area comes to, one line a rate.

    They are not to be added.
    """
    capital = firm.place.capital_area if firm.place else None
    return [
        _worth(rate, firm)
        for rate in rates
        if (not len(rate["firm_sizes"]) or firm.size is None or firm.size in list(rate["firm_sizes"]))
        and (_none(rate["capital_area"]) or capital is None or bool(rate["capital_area"]) == capital)
    ]


def _worth(rate: Row, firm: Firm) -> Worth:
    basis, low, high = rate["basis"], _number(rate["amount_min_krw"]), _number(rate["amount_max_krw"])
    if basis == "programme-total" or basis == "national-part":
        return Worth(rate, "programme" if basis == "programme-total" else "state-part", low, high)
    if basis == "per-firm":
        return Worth(rate, "ceiling", low, high)
    if basis == "hires":
        if firm.hires is None:
            return Worth(rate, "asks-hires", low, high)
        return Worth(rate, "range", low and low * firm.hires, high and high * firm.hires)
    if basis in ON_INVESTMENT and not (basis == "foreign-investment" and firm.investor == "domestic"):
        if firm.investment_krw is None:
            return Worth(rate, "asks-investment")
        part = {name: _number(rate[name]) for name in ("rate_min_pct", "rate_max_pct")}
        return Worth(
            rate, "range", *(None if value is None else value / 100 * firm.investment_krw for value in part.values())
        )
    share = _number(rate["cap_investment_pct"])
    if share is not None:
        if firm.investment_krw is None:
            return Worth(rate, "asks-investment")
        own, hires = share / 100 * firm.investment_krw, firm.hires or 0
        return Worth(
            rate,
            "limit",
            *(own + (_number(rate[name]) or 0) * hires for name in ("cap_hire_min_krw", "cap_hire_max_krw")),
        )
    return Worth(rate, "rate")


def national_part(found: Worth) -> float | None:
    """The most that the state would carry of a worked-out range by its published share (won).

    None where no share is published.
    """
    share = _number(found.rate["national_share_pct"])
    return None if share is None or found.kind != "range" or found.high is None else share / 100 * found.high


def read_won(text: str, unit: float) -> tuple[float | None, str | None]:
    """An amount as typed (300, 300억, 1조 2,000억, KRW 1.2 trillion) in won, and what is wrong with it.

    Unreadable, negative, zero or huge.

    A bare number counts in `unit` won. Nothing typed is no amount and no fault.
    """
    plain = (
        re.sub(r"[\s,_]", "", unicodedata.normalize("NFKC", text[: 4 * LONGEST]).casefold())
        .replace("krw", "")
        .replace("₩", "")
    )
    if not plain:
        return None, None
    if plain[0] in "-−":
        return None, "negative"
    found = AMOUNT.fullmatch(plain)
    if not found or len(plain) > LONGEST:
        return None, "unreadable"
    if found["bare"]:
        value = float(found["bare"]) * (1 if found["won"] else unit)
    else:
        value = sum(float(number) * WON_UNITS[name] for number, name in PART.findall(found["parts"]))
    return _bounded(value, MOST_WON)


def read_people(text: str) -> tuple[int | None, str | None]:
    """A number of people as typed, and what is wrong with it: unreadable, negative, zero or huge.

    Nothing typed is no number and no fault.
    """
    plain = re.sub(r"[\s,_]", "", unicodedata.normalize("NFKC", text[: 4 * LONGEST])).removesuffix("명")
    if not plain:
        return None, None
    if plain[0] in "-−":
        return None, "negative"
    if len(plain) > LONGEST or not re.fullmatch(NUMBER, plain.casefold()):
        return None, "unreadable"
    value, fault = _bounded(float(plain), MOST_PEOPLE)
    if value is not None and value != int(value):
        return None, "unreadable"
    return (None if value is None else int(value)), fault


def has_unit(text: str) -> bool:
    """Whether an amount names its own unit, so that it means the same in every language."""
    plain = unicodedata.normalize("NFKC", text[: 4 * LONGEST]).casefold()
    return any(unit in plain for unit in (*WON_UNITS, "원", "won"))


def _bounded(value: float, most: float) -> tuple[float | None, str | None]:
    if value <= 0:
        return None, "zero"
    return (None, "huge") if value > most else (value, None)


def _none(value: Any) -> bool:
    return value is None or value != value or str(value) == "<NA>"


def _number(value: Any) -> float | None:
    return None if _none(value) else float(value)
