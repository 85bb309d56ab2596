"""Codes and their words.

data/tables/codes.csv, which belongs to the schema and ships with it (the store holds the same rows for SQL).

A page asks `label("rating", "red", lang)`; what a list offers, and in which order, is `codes("rating")`. A new code is
a row there; where a table may hold it, its value stands in the enum of data/datapackage.json too (tests/test_codes.py
names what is missing). A name is a name: sentences with places to fill stay messages (`w.t`).
"""

import csv
from dataclasses import dataclass, fields
from functools import lru_cache

from rollout import ROOT

TABLE = ROOT / "data" / "tables" / "codes.csv"
WARNINGS = ROOT / "data" / "tables" / "usage_warnings.csv"


@dataclass(frozen=True)
class Code:
    """A code of a list, in words.

    `tone` names the colour in which it is shown and `mark` the character before it, both empty for none.
    """

    code: str
    name_ko: str
    name_en: str
    short_ko: str
    short_en: str
    definition_ko: str
    definition_en: str
    tone: str
    mark: str

    def name(self, lang: str) -> str:
        """Its name in a language (`ko` or `en`)."""
        return self.name_ko if lang == "ko" else self.name_en

    def short(self, lang: str) -> str:
        """Its short name; the name where it has none."""
        return (self.short_ko if lang == "ko" else self.short_en) or self.name(lang)

    def definition(self, lang: str) -> str:
        """What it means; empty where the name says it, or the glossary does."""
        return self.definition_ko if lang == "ko" else self.definition_en


COLUMNS = tuple(field.name for field in fields(Code))


@lru_cache
def _lists() -> dict[str, dict[str, Code]]:
    """Every list by name, its codes in their order."""
    with TABLE.open(encoding="utf-8-sig", newline="") as file:
        rows = sorted(csv.DictReader(file), key=lambda row: int(row["position"]))
    found: dict[str, dict[str, Code]] = {}
    for row in rows:
        words = {column: row[column] for column in COLUMNS}
        found.setdefault(row["list"], {})[row["code"]] = Code(**words)
    return found


@lru_cache
def _warnings() -> dict[str, dict[str, str]]:
    with WARNINGS.open(encoding="utf-8-sig", newline="") as file:
        return {row["warning_id"]: {"ko": row["name_ko"], "en": row["name_en"]} for row in csv.DictReader(file)}


def warning(warning_id: str, lang: str) -> str:
    """A usage warning's name as it ships; the id of one that was added since."""
    return _warnings().get(warning_id, {}).get(lang, warning_id)


def _list(name: str) -> dict[str, Code]:
    if name not in _lists():
        raise KeyError(f"there is no list of codes {name!r} in {TABLE.name}")
    return _lists()[name]


def codes(list_name: str) -> tuple[Code, ...]:
    """The codes of a list, in its order. Raises KeyError for an unknown list."""
    return tuple(_list(list_name).values())


def find(list_name: str, code: str) -> Code:
    """One code of a list. Raises KeyError for an unknown list or code."""
    own = _list(list_name)
    if code not in own:
        raise KeyError(f"the list {list_name!r} has no code {code!r} in {TABLE.name}")
    return own[code]


def label(list_name: str, code: str, lang: str) -> str:
    """A code's name."""
    return find(list_name, code).name(lang)


def short(list_name: str, code: str, lang: str) -> str:
    """A code's short name; its name where it has none."""
    return find(list_name, code).short(lang)


def labels(list_name: str, lang: str) -> dict[str, str]:
    """The names of a list by code, in its order: what a control offers."""
    return {each.code: each.name(lang) for each in codes(list_name)}
