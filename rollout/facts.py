"""The data package: read, validate, load, and describe what we know (data/tables and data/datapackage.json).

    python -m rollout.facts check [DIR]         validate; a line a fault; exit status 1 on any
    python -m rollout.facts dictionary [DIR]    write docs/dictionary.md from the descriptor

A fault names file, row (as a spreadsheet counts, the header is row 1), field and reason.
"""

import copy
import csv
import hashlib
import io
import itertools
import json
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd

DATA_DIR = Path(__file__).parent.parent / "data"
DICTIONARY = Path(__file__).parent.parent / "docs" / "dictionary.md"
LIST_SEPARATOR = ";"
LARGEST = 2**63
UNDATED_STATUS = "status-day-unknown"
MEANT = {
    "string": "no text", "date": "no date (YYYY-MM-DD)", "integer": "no whole number", "number": "no number",
    "boolean": "neither true nor false", "year": "no year",
}  # fmt: skip
Rows = list[list[str]]


class PackageError(Exception):
    """The package can't be used; `faults` says why, row by row."""

    def __init__(self, faults: list["Fault"]):
        super().__init__(f"{len(faults)} faults in the data package")
        self.faults = faults


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong: in which file, row (as a spreadsheet counts, header = 1) and field, and why."""

    file: str
    row: int | None
    field: str | None
    reason: str

    def __str__(self) -> str:
        row = f", row {self.row}" if self.row else ""
        field = f", field {self.field}" if self.field else ""
        return f"{self.file}{row}{field}: {self.reason}"


def descriptor(directory: Path = DATA_DIR) -> dict[str, Any]:
    """The package descriptor as a dict. Raises PackageError if it is missing or describes no package that can be stored."""
    path = directory / "datapackage.json"

    def broken(reason: str) -> PackageError:
        return PackageError([Fault(path.name, None, None, reason)])

    try:
        content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8-sig"))
        fields = {f"{r['name']}.{f['name']}": f for r in content["resources"] for f in r["schema"]["fields"]}
        lists = [field["listOf"] for field in fields.values() if field.get("listOf")]
        keys = [f"{r['name']}.{key}" for r in content["resources"] for key in r["schema"]["primaryKey"]]
        paths = {r["path"] for r in content["resources"]}
        strange = {field["type"] for field in fields.values()} - MEANT.keys()
        for field in fields.values():
            re.compile(field.get("constraints", {}).get("pattern", ""))
    except OSError:
        raise broken("the descriptor is missing") from None
    except UnicodeDecodeError:
        raise broken("the descriptor is not UTF-8 text") from None
    except json.JSONDecodeError as error:
        raise broken(f"the descriptor is no JSON: line {error.lineno}, column {error.colno}: {error.msg}") from None
    except KeyError as error:
        raise broken(f"the descriptor lacks {error}: a resource needs name, path, and schema with fields and primaryKey") from None
    except (TypeError, AttributeError, re.error):
        raise broken("the descriptor does not have the shape of a data package") from None
    if not paths:
        raise broken("the descriptor names no table")
    if strange:
        raise broken(f"the descriptor uses types that the store does not have: {', '.join(sorted(strange))}")
    if any("://" in path or Path(path).is_absolute() or ".." in Path(path).parts for path in paths):
        raise broken("a table's file lies outside the package")
    for name in [*lists, *keys]:
        if name not in fields:
            raise broken(f"the descriptor refers to {name}, which it does not define")
    return content


def check(directory: Path = DATA_DIR) -> list[Fault]:
    """Every fault of a package: files and headers, types, enums, keys, foreign keys (frictionless), and `;` lists against what they list."""
    try:
        content = descriptor(directory)
        tables: dict[str, Rows] = {}
        faults: list[Fault] = []
        for resource in content["resources"]:
            try:
                tables[resource["name"]] = _rows(directory, resource)
            except PackageError as error:
                faults += error.faults
        cells = [*_check_cells(content, directory, tables), *_check_lists(content, tables), *_check_statuses(content, tables)]
        return list(dict.fromkeys([*faults, *cells]))
    except PackageError as error:
        return error.faults


def _rows(directory: Path, resource: dict[str, Any]) -> Rows:
    """A table's rows as text, without its header. Raises PackageError if the file or its header can't be used."""
    path = directory / resource["path"]

    def broken(reason: str, row: int | None = None, field: str | None = None) -> PackageError:
        return PackageError([Fault(path.name, row, field, reason)])

    content, rows = b"", []
    try:
        content = path.read_bytes()
        for row in csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True):
            rows.append(row)
    except OSError:
        raise broken("the file is missing or can't be read") from None
    except UnicodeDecodeError as error:
        raise broken("the text is not UTF-8; save it as “CSV UTF-8”", content[: error.start].count(b"\n") + 1) from None
    except csv.Error as error:
        raise broken(f"the row is no CSV ({error}); is a quotation mark missing, or one too many?", len(rows) + 1) from None
    expected = [field["name"] for field in resource["schema"]["fields"]]
    if not rows:
        raise broken("the file is empty; its first row must be the header")
    for found, wanted in itertools.zip_longest(rows[0], expected):
        if wanted is None:
            raise broken(f'the header has a column "{found}" that the table does not have', 1, found)
        if found is None:
            raise broken(f'the header lacks the column "{wanted}"', 1, wanted)
        if found != wanted:
            raise broken(f'the header says "{found}" where "{wanted}" belongs', 1, wanted)
    return rows[1:]


def _check_cells(content: dict[str, Any], directory: Path, tables: Mapping[str, Rows]) -> Iterator[Fault]:
    """What frictionless finds in the tables that can be read."""
    from frictionless import FrictionlessException, Package, system

    sound = copy.deepcopy([resource for resource in content["resources"] if resource["name"] in tables])
    unread = {resource["name"] for resource in content["resources"]} - tables.keys()
    for resource in sound:  # a key into a table that can't be read tells nothing
        keys = resource["schema"].get("foreignKeys", [])
        resource["schema"]["foreignKeys"] = [key for key in keys if key["reference"]["resource"] not in unread]
    try:
        with system.use_context(trusted=False):
            report = Package.from_descriptor(content | {"resources": sound}, basepath=str(directory)).validate() if sound else None
    except FrictionlessException as fault:
        raise PackageError([Fault("datapackage.json", None, None, why.note) for why in fault.reasons or [fault.error]]) from None
    for task, resource in zip(report.tasks if report else (), sound, strict=False):
        blank = {error.row_number for error in task.errors if error.type == "blank-row"}
        for error in task.errors:
            row = getattr(error, "row_number", None)
            if row not in blank or error.type == "blank-row":
                yield Fault(Path(resource["path"]).name, row, _field(error, resource), _reason(error, resource))


def _field(error: Any, resource: dict[str, Any]) -> str | None:
    """Which field an error is about."""
    if error.type == "foreign-key":
        return ", ".join(error.field_names)
    if error.type == "primary-key":
        return ", ".join(resource["schema"]["primaryKey"])
    return getattr(error, "field_name", None) or None


def _reason(error: Any, resource: dict[str, Any]) -> str:
    """What is wrong, in plain words."""
    cell = getattr(error, "cell", None)
    fields = {field["name"]: field for field in resource["schema"]["fields"]}
    field = fields.get(getattr(error, "field_name", None), {})
    rules = field.get("constraints", {})
    match error.type:
        case "foreign-key":
            return f"{_listed(error.field_cells)} does not stand in {error.reference_name or resource['name']}.{', '.join(error.reference_field_names)}"
        case "primary-key" | "unique-error":
            return f"the key is the same as in row {error.note.split()[-1]}"
        case "missing-cell":
            return "the row is too short: this cell is missing"
        case "extra-cell":
            return "the row has more cells than the header; is a comma too many, or a quotation mark missing?"
        case "blank-row":
            return "the row is empty"
        case "type-error":
            return f'"{cell}" is {MEANT[field["type"]]}'
        case "constraint-error" if "required" in error.note:
            return "the cell is empty, but must not be"
        case "constraint-error" if "enum" in error.note:
            return f'"{cell}" is none of {", ".join(map(str, rules["enum"]))}'
        case "constraint-error":
            rule = error.note.split('"')[1]
            return f'"{cell}" breaks the rule {rule} {rules.get(rule)}'
    return str(error.note or error.message)


def _listed(cells: list[Any]) -> str:
    return ", ".join(f'"{cell}"' for cell in cells)


def _check_lists(content: dict[str, Any], tables: Mapping[str, Rows]) -> Iterator[Fault]:
    """Faults of cells that frictionless lets pass: a list's item that stands nowhere (an origin that does not resolve), a number that no computer holds."""
    columns = {
        f"{resource['name']}.{field['name']}": [row[place] if place < len(row) else "" for row in tables[resource["name"]]]
        for resource in content["resources"] if resource["name"] in tables
        for place, field in enumerate(resource["schema"]["fields"])
    }  # fmt: skip
    for resource in content["resources"]:
        for field in resource["schema"]["fields"]:
            target = field.get("listOf")
            known = set(columns.get(target, ()))
            for number, cell in enumerate(columns.get(f"{resource['name']}.{field['name']}", ()), start=2):
                fault = partial(Fault, Path(resource["path"]).name, number, field["name"])
                if target in columns:
                    yield from (
                        fault(f'"{item}" does not stand in {target}') for item in cell.split(LIST_SEPARATOR) if cell and item not in known
                    )
                if field["type"] in {"integer", "number"} and cell and not _fits(cell):
                    yield fault(f'"{cell}" is too large a number, or none')


def _check_statuses(content: dict[str, Any], tables: Mapping[str, Rows]) -> Iterator[Fault]:
    """A status that a row comes to later (cancelled, ended) without its day: it would hold in the past as well."""
    for resource in content["resources"]:
        names = [field["name"] for field in resource["schema"]["fields"]]
        for field in resource["schema"]["fields"]:
            for number, cells in enumerate(tables.get(resource["name"], ()) if "datedBy" in field else (), start=2):
                row = dict(zip(names, cells, strict=False))
                days = field["datedBy"].get(row.get(field["name"]), ())
                unknown = UNDATED_STATUS in row.get("warnings", "").split(LIST_SEPARATOR)
                if days and not unknown and not any(row.get(day) for day in days):
                    reason = f'"{row[field["name"]]}" since when? Fill {" or ".join(days)}; where no page gives the day, add the warning {UNDATED_STATUS}'
                    yield Fault(Path(resource["path"]).name, number, field["name"], reason)


def _fits(cell: str) -> bool:
    """True for text that is no number at all (frictionless says so) and for a number that 64 bits hold."""
    try:
        return abs(float(cell)) < LARGEST
    except ValueError:
        return True


def load(directory: Path = DATA_DIR) -> dict[str, pd.DataFrame]:
    """All tables of a package as text columns (missing where empty), by table name. Raises PackageError on any fault."""
    faults = check(directory)
    if faults:
        raise PackageError(faults)
    frames = {}
    for resource in descriptor(directory)["resources"]:
        columns = [field["name"] for field in resource["schema"]["fields"]]
        frame = pd.DataFrame(_rows(directory, resource), columns=columns, dtype=str)
        frames[resource["name"]] = frame.where(frame != "", None)
    return frames


def digest(directory: Path = DATA_DIR) -> str:
    """A fingerprint of every file of the package: it changes when, and only when, the facts do."""
    total = hashlib.sha256()
    for path in sorted(p for p in directory.rglob("*") if p.is_file()):
        total.update(path.relative_to(directory).as_posix().encode() + b"\0" + path.read_bytes())
    return total.hexdigest()


def dictionary(content: dict[str, Any]) -> str:
    """The data dictionary as Markdown, made from the descriptor alone."""
    lines = [f"# {content['title']}", "", content["description"], "", "Generated by `python -m rollout.facts dictionary`.", ""]
    lines += [f"- [{r['name']}](#{r['name']}): {r['title']} · {r['title_ko']}" for r in content["resources"]]
    for resource in content["resources"]:
        lines += ["", f"## {resource['name']}", "", f"**{resource['title']} · {resource['title_ko']}**", ""]
        lines += [resource["description"], "", resource.get("description_ko", "")]
        if resource.get("warnings"):
            lines += ["", "Mind: " + ", ".join(f"`{w}`" for w in resource["warnings"])]
        keys = {tuple(k["fields"]): k["reference"] for k in resource["schema"].get("foreignKeys", [])}
        lines += ["", "| field | type | unit | meaning | allowed |", "|---|---|---|---|---|"]
        for field in resource["schema"]["fields"]:
            rules = field.get("constraints", {})
            reference = keys.get((field["name"],))
            allowed = [", ".join(map(str, rules.get("enum", [])))]
            allowed += [f"→ {reference['resource'] or resource['name']}"] if reference else []
            allowed += [f"list of {field['listOf']}"] if field.get("listOf") else []
            allowed += ["required"] if rules.get("required") else []
            meaning = f"{field['title']} · {field.get('title_ko', '')}. {field.get('description', '')}"
            cells = [f"`{field['name']}`", field["type"], field.get("unit", ""), meaning, "; ".join(filter(None, allowed))]
            lines.append("| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |")
    return "\n".join(lines) + "\n"


def main(arguments: list[str]) -> int:
    """The command line; returns the exit status."""
    if not arguments or arguments[0] not in {"check", "dictionary"} or len(arguments) > 2:
        print(__doc__.strip())
        return 2
    directory = Path(arguments[1]) if len(arguments) == 2 else DATA_DIR
    faults = check(directory)
    if arguments[0] == "dictionary" and not faults:
        DICTIONARY.parent.mkdir(exist_ok=True)
        DICTIONARY.write_text(dictionary(descriptor(directory)), encoding="utf-8")
        return 0
    for fault in faults:
        print(fault)
    print(f"{len(faults)} fault{'s' * (len(faults) > 1)}." if faults else "The package is sound.")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
