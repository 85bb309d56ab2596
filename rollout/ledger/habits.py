"""What people and spreadsheets put into a cell, as the table keeps it.

1,234 and △5, 330만㎡, 2026.3.1 and day numbers, names for codes.

What can't be read for certain stays as it is, so that the check names it.
"""

import datetime as dt
import re
from collections.abc import Callable, Mapping
from functools import lru_cache

from rollout.facts import reading
from rollout.facts.change import shortest
from rollout.facts.descriptor import LIST_SEPARATOR, Field, is_list, references, ruled
from rollout.facts.reading import NoValueError, clean, code
from rollout.facts.reasons import Reason
from rollout.language import codes
from rollout.ledger import forms, spoken
from rollout.ledger.grid import Cell
from rollout.subjects.sources.dictionary import resources

LONGEST = 32_767  # characters of a cell, as in a spreadsheet
DAYS = range(20_000, 80_000)  # day numbers of spreadsheets: 1954 to 2119
FIRST_DAY = dt.date(1899, 12, 30)
MINUS = re.compile(r"^(?:[△▲−–-]\s*(?P<sign>.+)|\((?P<brackets>.+)\))$")
GROUPED = re.compile(r"(?<!\d)\d{1,3}(?:,\d{3})+(?![\d,])")
TRUTHS = {"예": "true", "아니오": "false", "아니요": "false", "yes": "true", "no": "false", "y": "true", "n": "false"}
Names = Callable[[str], Mapping[str, str]]  # table -> its rows' names, with their ids


def read(cell: Cell, table: str, name: str, record: Mapping[str, str], names: Names) -> dict[str, str]:
    """The cells of a row that a cell of a file fills: its field, and how exact a date is.

    `record`: the row's other cells, which say its unit and what rules it. Raises NoValueError, with the reason.
    """
    own = forms.fields(table)
    field = own[name]
    field = {**ruled(field, record.get(field.get("ruledBy", ""), "")), "code": name in coded(table)}
    if len(cell.text) > LONGEST:
        raise NoValueError(Reason("the text is longer than {n} characters", n=f"{LONGEST:,}"))
    if cell.kind == "formula":
        raise NoValueError(Reason("this is a formula; put its value in its place"))
    if cell.kind == "error":
        raise NoValueError(Reason("the spreadsheet shows an error here ({cell})", cell=cell.text))
    text, filled = cell.text, dict[str, str]()
    if field["type"] == "date":
        text, filled = _day(cell, field)
    elif field["type"] in {"integer", "number"}:
        text = _number(cell, field, forms.unit_of(table, name, record))
    elif field["type"] == "year":
        text = code(text).removesuffix("년").strip()
    elif field["type"] == "boolean":
        text = TRUTHS.get(code(text).lower(), text)
    elif choices := _choices(table, name, field, names):
        text = _chosen(text, field, choices)
    try:
        value = reading.spelled(text, field)
    except reading.ExponentError:
        reason = Reason('"{cell}" may have lost digits; write the number out', cell=clean(text))
        raise NoValueError(reason) from None
    return {name: shortest(value) if field["type"] == "number" else value} | filled


@lru_cache
def coded(table: str) -> frozenset[str]:
    """The fields whose values are codes: keys and references."""
    resource = resources()[table]
    return frozenset({*resource["schema"]["primaryKey"], *(name for name, _, _ in references(resource))})


def _day(cell: Cell, field: Field) -> tuple[str, dict[str, str]]:
    """A date, and how exact it is where that was said with it: 2026년 하반기."""
    text = code(cell.text).removesuffix(".")
    if cell.kind == "number" and text.split(".")[0].isdigit() and int(text.split(".")[0]) in DAYS:
        return (FIRST_DAY + dt.timedelta(days=int(text.split(".")[0]))).isoformat(), {}
    text = re.sub(r"^['’](\d\d\.)", r"20\1", text)
    found, precision = spoken.period(text), forms.precision_of(field)
    if found is None or cell.kind == "date" or (found[1] != "day" and not precision):
        return text, {}
    return found[0].isoformat(), {} if found[1] == "day" else {precision: found[1]}


def _number(cell: Cell, field: Field, unit: str) -> str:
    """A number without what is written around it; with its unit said, in that of the table, exactly."""
    text = code(cell.text)
    if cell.kind == "number":
        return text
    minus = MINUS.match(text)
    sign, bare = ("-", minus["sign"] or minus["brackets"]) if minus else ("", text)
    bare = GROUPED.sub(lambda found: found[0].replace(",", ""), bare)
    if unit in {"pct", "%"}:
        bare = bare.removesuffix("%").strip()
    if re.fullmatch(r"\d+(\.\d*)?|\.\d+", bare):
        return sign + bare
    if "," in bare or reading.EXPONENT.fullmatch(bare):
        return text
    value = spoken.exact(bare, unit)
    if value is None:
        return text
    if field["type"] == "integer" and value != value.to_integral_value():
        raise NoValueError(Reason('"{cell}" is no whole number of {unit}; write it in {unit}', cell=text, unit=unit))
    return sign + shortest(format(value, "f"))


def _choices(table: str, name: str, field: Field, names: Names) -> Mapping[str, str]:
    """What may be written for a code or an id: its name in either language."""
    if "codes" in field and field.get("constraints", {}).get("enum"):
        return _code_names(field["codes"])
    target = forms.points_at(table, name)
    return names(target) if target else {}


@lru_cache
def _code_names(codes_of: str) -> dict[str, str]:
    return {folded(name): c.code for c in codes.codes(codes_of) for name in (c.name_ko, c.name_en)}


def folded(name: str) -> str:
    """A name as two people would both write it."""
    return clean(name).casefold()


def _chosen(text: str, field: Field, choices: Mapping[str, str]) -> str:
    """Names as the codes that they stand for; what is no name stays."""
    items = re.split("[;；]", text) if is_list(field) else [text]
    return LIST_SEPARATOR.join(choices.get(folded(item), item.strip()) for item in items)
