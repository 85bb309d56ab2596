"""A view of Explore as one word in a link or a command, and from the controls of the page; both are untrusted."""

from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any

from rollout.language.words import Words
from rollout.questions import links
from rollout.questions.view import View
from rollout.subjects.explore import maps, pivot, sections
from rollout.subjects.explore.pivot import Asked
from rollout.subjects.explore.sets import DataSet, find

PREFIX = "view-"
SET, ROWS, COLUMNS, VALUE = "x_set", "x_rows", "x_columns", "x_value"
HOW, SHARE, TOP, AGAINST, MAP = "x_how", "x_share", "x_top", "x_against", "x_map"
CONTROLS = (SET, ROWS, COLUMNS, VALUE, HOW, SHARE, TOP, AGAINST, MAP)  # in the order of Asked's fields
NONE, COUNT, USUAL_SET = "none", "count", "money"  # a link can say them
MOST_LINES = 200
LONGEST = 2000


def packed(asked: Asked) -> str:
    """A view as one word: what differs from the defaults."""
    held = {name: str(value) for name, value in asdict(asked).items() if value != _DEFAULTS.get(name)}
    return PREFIX + links.pack(held)


def unpacked(word: str) -> Asked | None:
    """The view that a word stands for; None for any other word."""
    if not word.startswith(PREFIX) or len(word) > LONGEST:
        return None
    held: dict[str, Any] = links.unpack(word.removeprefix(PREFIX))
    if not {"name", "rows"} <= held.keys() <= {field.name for field in fields(Asked)}:
        return None
    if not str(held.get("top", "1")).isdecimal() or held.get("against", "True") != "True":
        return None
    return Asked(**(held | {"top": int(held.get("top", Asked.top)), "against": "against" in held}))


def completed(view: View, held: Mapping[str, str]) -> Asked:
    """The view of the page's controls; those that are not given are as the page has them.

    Raises KeyError for a set that is not there, ValueError for a number of lines that is none.
    """
    name = held.get(SET) or USUAL_SET
    data = find(name, view)
    value = held.get(VALUE) or usual_value(data)
    columns, is_count = held.get(COLUMNS) or NONE, value == COUNT
    asked = Asked(
        name,
        held.get(ROWS) or data.dimensions[0].column,
        "" if columns == NONE else columns,
        "" if is_count else value,
        "count" if is_count else held.get(HOW) or usual_how(data, value),
        held.get(SHARE) or "none",
        int(held.get(TOP) or Asked.top),
        held.get(AGAINST) == "yes",
    )
    if wrong(view, asked):
        return asked
    mapped = held.get(MAP) or next(iter(sections.mapped(view, asked)), NONE)
    return Asked(**(asdict(asked) | {"mapped": "" if mapped == NONE else mapped}))


def usual_value(data: DataSet) -> str:
    """What is measured where nobody chose: the number of rows where sums would be wrong."""
    return next((one.column for one in data.measures[:1] if one.adds is not None), COUNT)


def usual_how(data: DataSet, value: str) -> str:
    """How it is made into one figure where nobody chose."""
    measure = next((one for one in data.measures if one.column == value), None)
    return "median" if measure is None or measure.adds is None else "sum"


def wrong(view: View, asked: Asked | None) -> str:
    """Why there is no such view, in a sentence; empty if there is."""
    w = view.w
    if asked is None:
        return w.t("This is no view of Explore.")
    try:
        data = find(asked.name, view)
    except KeyError:
        return _unknown(w.t("What"), asked.name, w)
    dimensions = {one.column for one in data.dimensions}
    counts = not asked.value
    for label, value, is_known in (
        (w.pt("table", "Rows"), asked.rows, asked.rows in dimensions),
        (w.pt("table", "Columns"), asked.columns, asked.columns in dimensions - {asked.rows} | {""}),
        (w.t("Value"), asked.value, counts or pivot.measure_of(data, asked) is not None),
        (w.t("Figure shown"), asked.how, _is_known_how(data, asked)),
        (w.t("As a share of"), asked.share, asked.share in (pivot.SHARES if asked.how in pivot.ADDED else ("none",))),
        (w.t("Lines at most"), str(asked.top), 0 < asked.top <= MOST_LINES),
        (w.t("Map"), asked.mapped, not asked.mapped or asked.rows in maps.LEVELS),
    ):
        if not is_known:
            return _unknown(label, value, w)
    reason = pivot.refused(data, asked)
    return f"{reason}." if reason else ""


def _is_known_how(data: DataSet, asked: Asked) -> bool:
    if not asked.value:
        return asked.how == "count"
    return asked.how in pivot.HOW[1:] and (data.dated or asked.how not in pivot.ORDERED)


def _unknown(label: str, value: str, w: Words) -> str:
    return w.t("Explore has no “{value}” under “{label}”.", value=links.shown(value), label=label)


def title(view: View, asked: Asked) -> str:
    """What a view shows. Raises KeyError."""
    return sections.title(find(asked.name, view), asked, view.w)


_DEFAULTS = {field.name: field.default for field in fields(Asked)}
