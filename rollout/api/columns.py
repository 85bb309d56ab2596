"""What the columns of an answer hold: of tables from the descriptor of the data, of questions from their headers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from rollout.facts.descriptor import is_list
from rollout.language.words import Words
from rollout.ledger import forms
from rollout.questions import rows
from rollout.questions.ask import question
from rollout.questions.view import KINDS, View
from rollout.rows import row_name
from rollout.subjects.sources.dictionary import meaning, resources

LABEL = "_label"
TYPES = {  # of rollout/questions/rows.py
    str: "string",
    rows.MaybeText: "string",
    int: "integer",
    rows.MaybeWhole: "integer",
    float: "number",
    bool: "boolean",
    rows.MaybeTruth: "boolean",
    pd.Timestamp: "date",
    rows.MaybeDay: "date",
    rows.Texts: "list",
    rows.MaybeTexts: "list",
    rows.Wholes: "list of integer",
    rows.MaybeWholes: "list of integer",
}
IDS = {f"{kind}_{ending}": plural for kind, plural in KINDS.items() for ending in ("id", "ids")} | {
    "district_code": "districts",
    "industries": "industries",
}


@dataclass(frozen=True)
class Column:
    """A column: its name, its type (string, date, integer, number, boolean, list, list of integer), what it holds."""

    name: str
    type: str
    description: str = ""
    title: str = ""
    unit: str = ""

    def said(self) -> dict[str, str]:
        """The column as an answer describes it."""
        return {name: value for name, value in vars(self).items() if value}


def of_table(name: str, w: Words) -> tuple[Column, ...]:
    """The columns of a table of the facts."""
    return tuple(
        Column(
            field["name"],
            "list" if is_list(field) else {"year": "integer"}.get(field["type"], field["type"]),
            meaning(field, w),
            field["title_ko" if w.lang == "ko" else "title"],
            field.get("unit", ""),
        )
        for field in resources()[name]["schema"]["fields"]
    )


def of_question(name: str) -> tuple[Column, ...]:
    """The columns of a question's answer."""
    types = getattr(rows, row_name(name)).__annotations__
    return tuple(Column(column, TYPES[types[column]], text) for column, text in question(name).columns.items())


def names_in_table(name: str, view: View) -> dict[str, Mapping[str, str]]:
    """The names of the ids and codes of a table, by column."""
    found: dict[str, Mapping[str, str]] = {}
    for field, rule in forms.fields(name).items():
        if "codes" in rule:
            found[field] = view.w.codes(rule["codes"])
        elif forms.points_at(name, field) in view.names:
            found[field] = view.names[forms.points_at(name, field)]
    return found


def names_in_answer(columns: Sequence[Column], view: View) -> dict[str, Mapping[str, str]]:
    """The names of the ids in a question's answer, by column."""
    return {column.name: view.names[IDS[column.name]] for column in columns if column.name in IDS}


def labelled(
    frame: pd.DataFrame, columns: Sequence[Column], names: Mapping[str, Mapping[str, str]]
) -> tuple[pd.DataFrame, tuple[Column, ...]]:
    """Rows with a column of names beside each column of ids and codes."""
    made, shown = frame.copy(), []
    for column in columns:
        shown.append(column)
        if column.name in names:
            called = names[column.name]
            made[column.name + LABEL] = pd.Series([_named(v, called) for v in frame[column.name]], frame.index, object)
            shown.append(Column(column.name + LABEL, column.type, "", column.title))
    return made[[column.name for column in shown]], tuple(shown)


def _named(value: Any, called: Mapping[str, str]) -> Any:
    if pd.api.types.is_list_like(value):
        return [called.get(one, one) for one in value]
    return None if pd.isna(value) else called.get(value, value)
