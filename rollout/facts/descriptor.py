"""The package's descriptor (datapackage.json), and what a fault is.

Beyond the Data Package standard a field may say:

    separator       the cell is a list of items with this sign between them
    listOf          a list whose items stand in a column of another table (`table.field`)
    enumOf          the value is one that another field's enum allows
    districtOf      the value is a si, gun or gu of the provinces that another field of the row names
    districtCodeOf  the value is the code of the district that another field of the row names
    ruledBy         another field of the row; `rules` says by its value what else holds for this one
                    (a type, an enum, `empty`, ...)
    plausible       when the check asks whether a value is right (see plausibility.py)
    notAfter        another date of the row: what is told happened by then

and a table: `statement` (the fields that make two rows the same statement), `links` (rows that tie two rows of another
table).
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from rollout import ROOT

DATA_DIR = ROOT / "data"
DESCRIPTOR = "datapackage.json"
LIST_SEPARATOR = ";"
TYPES = ("string", "date", "integer", "number", "boolean", "year")
Field = Mapping[str, Any]


class PackageError(Exception):
    """The package can't be used; `faults` says why, row by row."""

    def __init__(self, faults: list["Fault"]):
        super().__init__(f"{len(faults)} faults in the data package")
        self.faults = faults


class Question(NamedTuple):
    """What the check asks about a value that can be right: a row of the table `confirmations` without its answer."""

    table_name: str
    row_key: str
    field: str
    concern: str
    value: str


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong: in which file, row (as a spreadsheet counts, header = 1) and field, and why.

    `question`: it can be right, and a person may say so.
    """

    file: str
    row: int | None
    field: str | None
    reason: str
    question: Question | None = None

    @property
    def why(self) -> str:
        """The reason; of a question without what to do in the files, since a page offers the answer itself."""
        why: str = getattr(self.reason, "values", {})["why"] if self.question else self.reason
        return why

    def __str__(self) -> str:
        row = f", row {self.row}" if self.row else ""
        field = f", field {self.field}" if self.field else ""
        return f"{self.file}{row}{field}: {self.reason}"


def descriptor(directory: Path = DATA_DIR) -> dict[str, Any]:
    """The package descriptor as a dict. Shared: not to be changed.

    Raises PackageError if it is missing or describes no package that can be stored.
    """
    path = directory / DESCRIPTOR
    try:
        return _described(path.read_bytes())
    except OSError:
        raise _broken("the descriptor is missing") from None


def _broken(reason: str) -> PackageError:
    return PackageError([Fault(DESCRIPTOR, None, None, reason)])


@lru_cache(maxsize=4)
def _described(raw: bytes) -> dict[str, Any]:
    try:
        content: dict[str, Any] = json.loads(raw.decode("utf-8-sig"))
        fields = {f"{r['name']}.{f['name']}": f for r in content["resources"] for f in r["schema"]["fields"]}
        referred = [f"{r['name']}.{key}" for r in content["resources"] for key in r["schema"]["primaryKey"]]
        paths = {r["path"] for r in content["resources"]}
        strange = {rule["type"] for field in fields.values() for rule in (field, *_rules(field))} - set(TYPES)
        for name, field in fields.items():
            re.compile(field.get("constraints", {}).get("pattern", ""))
            rules = (field, *_rules(field))
            referred += [rule[key] for rule in rules for key in ("listOf", "enumOf") if rule.get(key)]
            referred += [
                f"{name.split('.')[0]}.{rule[key]}"
                for rule in rules
                for key in ("ruledBy", "districtOf", "districtCodeOf", "notAfter")
                if rule.get(key)
            ]
    except UnicodeDecodeError:
        raise _broken("the descriptor is not UTF-8 text") from None
    except json.JSONDecodeError as error:
        raise _broken(f"the descriptor is no JSON: line {error.lineno}, column {error.colno}: {error.msg}") from None
    except KeyError as error:
        raise _broken(
            f"the descriptor lacks {error}: a resource needs name, path, and schema with fields and primaryKey"
        ) from None
    except (TypeError, AttributeError, re.error):
        raise _broken("the descriptor does not have the shape of a data package") from None
    for reason in _faults(paths, strange, [name for name in referred if name not in fields]):
        raise _broken(reason)
    return content


def _faults(paths: Set[str], strange: Set[str], unknown: Sequence[str]) -> Iterator[str]:
    """Why a descriptor describes no package that can be stored.

    Its tables' files, strange types, fields not defined.
    """
    if not paths:
        yield "the descriptor names no table"
    if strange:
        yield f"the descriptor uses types that the store does not have: {', '.join(sorted(strange))}"
    if any("://" in path or Path(path).is_absolute() or ".." in Path(path).parts for path in paths):
        yield "a table's file lies outside the package"
    for name in unknown:
        yield f"the descriptor refers to {name}, which it does not define"


def _rules(field: Field) -> Iterator[Field]:
    return (ruled(field, value) for value in field.get("rules", ()))


def ruled(field: Field, value: str) -> Field:
    """What holds for a field in a row where the field that rules it has this value."""
    rule = field.get("rules", {}).get(value, {})
    return {**field, **rule, "constraints": field.get("constraints", {}) | rule.get("constraints", {})}


def is_list(field: Field) -> bool:
    """Whether the cells of a field are lists."""
    return bool(field.get("listOf") or field.get("separator"))


def references(resource: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """The foreign keys of one field: the field, the table and the field that it points at."""
    for key in resource["schema"].get("foreignKeys", []):
        if len(key["fields"]) == 1:
            yield key["fields"][0], key["reference"]["resource"] or resource["name"], key["reference"]["fields"][0]
