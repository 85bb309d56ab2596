"""The parameters of the addresses: declared once, read here, described in the OpenAPI document from the same lines.

Names of filters are those of links (rollout/questions/links.py). A link may be damaged on its way and is read as far as
it can be; a program's request is refused as soon as anything in it is not understood.
"""

import datetime as dt
import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from rollout.api.failures import RequestError
from rollout.language.words import LANGUAGES, Words
from rollout.questions import links
from rollout.questions.ask import Question
from rollout.questions.scope import EARLIEST, SITUATIONS

MOST_ROWS, USUAL_ROWS = 10_000, 1000
FURTHEST = 1_000_000  # rows that may be skipped
LONGEST_TEXT = 100
LARGEST = 1_000_000
FORMATS = ("json", "csv")
Kind = Literal["one", "several", "day", "days", "whole", "number", "choice", "text", "since"]
Known = Mapping[str, links.Parameter]  # by the name of the link's parameter, `last`: the last day that may be asked for
LINKED = {"complex": "site", "complex_id": "site", "stage_id": "stage"}  # what a link calls it, where that differs


@dataclass(frozen=True)
class Parameter:
    """What a request may say under a name."""

    name: str
    kind: Kind
    says: Callable[[Words], str]
    required: bool = False
    span: tuple[int, int] = (0, LARGEST)
    choices: tuple[str, ...] = ()


def _filter(name: str, kind: Kind = "several") -> Parameter:
    label = LINKED.get(name, name)
    return Parameter(
        name,
        kind,
        lambda w: w.t("{name}: by id or by name, in Korean or English", name=w.code("filter", label)),
    )


PROVINCE, INDUSTRY, STAGE, COMPLEX = (_filter(name) for name in ("province", "industry", "stage", "complex"))
SITUATION = replace(_filter("situation", "one"), choices=SITUATIONS)
FILTERS = (PROVINCE, INDUSTRY, STAGE, SITUATION, COMPLEX)
AS_OF = Parameter(
    "as_of", "day", lambda w: w.t("Only what was known by this day; the day of the newest statement without it")
)
KNOWN_BY = replace(AS_OF, says=lambda w: w.t("Only rows that were known by this day; all rows without it"))
SNAPSHOT = Parameter(
    "snapshot", "whole", lambda w: w.t("The facts as they were recorded after this commit; the newest without it")
)
LANG = Parameter("lang", "choice", lambda w: w.t("Language of titles, names and messages"), choices=tuple(LANGUAGES))
FORMAT = Parameter(
    "format", "choice", lambda w: w.t("Instead of the Accept header or the ending .csv"), choices=FORMATS
)
LABELS = Parameter(
    "labels", "choice", lambda w: w.t("Adds a column with the name beside each id and code"), choices=("true", "false")
)
LIMIT = Parameter(
    "limit",
    "whole",
    lambda w: w.t("Rows at most; {n} without it", n=w.number(USUAL_ROWS)),
    span=(1, MOST_ROWS),
)
OFFSET = Parameter("offset", "whole", lambda w: w.t("Rows to skip"), span=(0, FURTHEST))
SINCE = Parameter(
    "since",
    "since",
    lambda w: w.t("The number of a snapshot, or a day: then everything that was recorded on it or later"),
    required=True,
)
LISTED = (SNAPSHOT, LANG, FORMAT, LIMIT, OFFSET)  # what every list takes
KINDS: Mapping[str, Kind] = {"DATE": "day", "DATE[]": "days", "INTEGER": "whole", "DOUBLE": "number", "VARCHAR": "text"}


def of_question(asked: Question) -> tuple[Parameter, ...]:
    """The parameters that a question declares, but the complexes, which the filters give."""
    made = []
    for name, type_ in asked.parameters.items():
        if name == "as_of":
            made.append(AS_OF)
        elif name in LINKED:
            made.append(replace(_filter(name, "one"), required=True))
        elif type_ in KINDS:
            made.append(
                Parameter(name, KINDS[type_], lambda w: w.t("A parameter of the question; see its text"), required=True)
            )
    return tuple(made)


def read(
    raw: Mapping[str, Sequence[str]], declared: Sequence[Parameter], known: Known, last: dt.date
) -> dict[str, Any]:
    """What a request asks for, by name: ids as tuples, days, numbers, texts. Raises RequestError.

    raw: all values of each name; known: what links know of the filters.
    """
    names = [parameter.name for parameter in declared]
    strange = ", ".join(links.shown(name) for name in raw if name not in names)
    if strange:
        takes = ", ".join(names)
        raise RequestError(
            400,
            "unknown-parameter",
            lambda w: w.t("Unknown parameters: {names}. This address takes: {known}.", names=strange, known=takes),
        )
    values = {}
    for parameter in declared:
        value = _value(parameter, raw.get(parameter.name, ()), known, last)
        if value is not None:
            values[parameter.name] = value
        elif parameter.required:
            raise _missing(parameter)
    return values


def _value(parameter: Parameter, texts: Sequence[str], known: Known, last: dt.date) -> Any:
    """What a parameter's texts stand for; None where they say nothing."""
    if parameter.kind not in {"whole", "number", "choice"}:
        texts = [text for text in texts if text.strip()]  # an emptied filter
    most = links.MOST_VALUES if parameter.kind in {"several", "days"} else 1
    if len(texts) > most:
        raise _wrong(
            parameter,
            "too-many",
            lambda w: w.n("{name} takes one value.", "{name} takes at most {n} values.", most, name=parameter.name),
        )
    if not texts:
        return None
    if parameter.kind in {"one", "several", "day", "days"}:
        return _linked(parameter, texts, known, last)
    if parameter.kind == "since":
        own = replace(parameter, kind="whole" if texts[0].isdecimal() else "day")
        return _value(own, texts, known, last)
    return {"whole": _whole, "number": _number, "choice": _choice, "text": _text}[parameter.kind](parameter, texts[0])


def _linked(parameter: Parameter, texts: Sequence[str], known: Known, last: dt.date) -> Any:
    """A filter or a day, read as links read it."""
    if parameter.kind == "days":
        return tuple(_linked(replace(parameter, kind="day"), [text], known, last) for text in texts)
    own = known.get(LINKED.get(parameter.name, parameter.name), links.Parameter("day"))
    reading = links.read({parameter.name: texts}, {parameter.name: replace(own, kind=parameter.kind)}, last)
    for ignored in reading.ignored:
        ids = sorted({i for every in own.known.values() for i in every})
        raise _misread(parameter, ignored, ids, last)
    value = reading.values.get(parameter.name)
    return tuple(value) if isinstance(value, list) else value


def _misread(parameter: Parameter, ignored: links.Ignored, ids: Sequence[str], last: dt.date) -> RequestError:
    """Why a filter or a day can't be used."""
    text = ignored.value
    if ignored.reason == "outside":
        days = {"first": EARLIEST.isoformat(), "last": last.isoformat()}
        return _wrong(parameter, "outside", lambda w: w.t("{day} is outside {first} to {last}.", day=text, **days))
    if parameter.kind == "day":
        return _wrong(parameter, "no-day", lambda w: w.t("“{text}” is no day. Write it as 2026-03-31.", text=text))
    return unknown_value(parameter.name, text, ids)


def unknown_value(name: str, text: str, choices: Sequence[str], status: int = 400) -> RequestError:
    """A value that is none of those that there are."""
    ids = ", ".join(choices)
    return RequestError(
        status,
        "unknown-value",
        lambda w: w.t("{what} “{name}” is not known. Choose of: {names}.", what=name, name=text, names=ids),
        name,
    )


def _whole(parameter: Parameter, text: str) -> int:
    first, last = parameter.span
    if not re.fullmatch(r"\d{1,7}", text.strip(), re.ASCII) or not first <= int(text) <= last:
        raise _no_number(parameter)
    return int(text)


def _number(parameter: Parameter, text: str) -> float:
    first, last = parameter.span
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not first <= number <= last:
        raise _no_number(parameter)
    return number


def _no_number(parameter: Parameter) -> RequestError:
    first, last = parameter.span
    return _wrong(
        parameter,
        "no-number",
        lambda w: w.t(
            "{name} must be a number from {first} to {last}.",
            name=parameter.name,
            first=w.number(first),
            last=w.number(last),
        ),
    )


def _choice(parameter: Parameter, text: str) -> str:
    if text not in parameter.choices:
        ignored = links.Ignored(parameter.name, links.shown(text), "unknown")
        raise _misread(parameter, ignored, parameter.choices, EARLIEST)
    return text


def _text(parameter: Parameter, text: str) -> str:
    if len(text) > LONGEST_TEXT:
        raise _wrong(
            parameter,
            "too-long",
            lambda w: w.t("{name} may have at most {n} characters.", name=parameter.name, n=w.number(LONGEST_TEXT)),
        )
    return text


def _missing(parameter: Parameter) -> RequestError:
    return _wrong(parameter, "missing-parameter", lambda w: w.t("{what} is missing.", what=parameter.name))


def _wrong(parameter: Parameter, code: str, said: Callable[[Words], str]) -> RequestError:
    return RequestError(400, code, said, parameter.name)
