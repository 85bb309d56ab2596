"""Which table a sheet holds, and which field each column: by the template's hidden heads, or by their names."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from rollout.facts.reading import clean
from rollout.facts.reasons import Reason
from rollout.ledger import forms
from rollout.ledger.grid import Sheet
from rollout.ledger.template import CODES
from rollout.subjects.sources.dictionary import resources

LOOKED_AT = 10  # rows in which heads are looked for
LIKE = 0.6  # of the cells of a row that must be heads of a table


@dataclass(frozen=True)
class Heads:
    """What a sheet's columns are: the field of each, and those that no field of the table is called."""

    table: str
    row: int
    first: int
    columns: Mapping[int, str]
    strange: Mapping[int, Reason]


def heads(sheet: Sheet) -> Heads | None:
    """The heads of a sheet; None if they are those of no table."""
    found = [
        (score, -number, table)
        for number in sorted(sheet.rows)[:LOOKED_AT]
        for table, score in _scores(_texts(sheet, number)).items()
    ]
    if not found:
        return None
    _, place, table = max(found)
    row = last = -place
    while last + 1 in sheet.rows and _scores(_texts(sheet, last + 1)).get(table):
        last += 1
    columns: dict[int, str] = {}
    strange: dict[int, Reason] = {}
    for column, text in _texts(sheet, row).items():
        field = next((name for name in _called(table).get(text, ()) if name not in columns.values()), None)
        if field:
            columns[column] = field
        elif text in _called(table):
            strange[column] = Reason("this column is here twice")
        else:
            strange[column] = Reason("the table has no such column; delete it, or give it the head of the template")
    return Heads(table, row, last + 1, columns, strange)


def _texts(sheet: Sheet, row: int) -> dict[int, str]:
    return {column: clean(cell.text).casefold() for column, cell in sheet.rows[row].items() if cell.kind == "text"}


def _scores(texts: Mapping[int, str]) -> dict[str, tuple[int, float]]:
    """The tables whose heads these texts can be: how many are, and which part of the table's."""
    scores = {}
    for table in resources():
        known = sum(text in _called(table) for text in texts.values())
        if known >= 2 and known >= LIKE * len(texts):
            scores[table] = (known, known / len(forms.fields(table)))
    return scores


@lru_cache
def _called(table: str) -> dict[str, list[str]]:
    """What a head may say, with the fields that it can mean."""
    found: dict[str, list[str]] = {}
    for name, field in forms.fields(table).items():
        for text in dict.fromkeys((f"{table}.{name}", name, field["title_ko"], field["title"])):
            found.setdefault(clean(text).casefold(), []).append(name)
    return found


def is_list_of_codes(sheet: Sheet) -> bool:
    """Whether this is the template's sheet of codes."""
    cell = sheet.rows.get(1, {}).get(0)
    return cell is not None and cell.text == CODES
