"""The data package: read, validate, load, and describe what we know (data/tables and data/datapackage.json).

    python -m rollout.facts check [DIR]         validate; a line a fault; exit status 1 on any
    python -m rollout.facts dictionary [DIR]    write docs/dictionary.md from the descriptor
"""

import hashlib
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

DATA_DIR = Path(__file__).parent.parent / "data"
DICTIONARY = Path(__file__).parent.parent / "docs" / "dictionary.md"
LIST_SEPARATOR = ";"
NOT_DATA = {"source-error", "file-error", "scheme-error", "package-error", "resource-error", "encoding-error"}


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
    """The package descriptor as a dict. Raises PackageError if it is missing or no JSON object with resources."""
    path = directory / "datapackage.json"
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        content["resources"][0]["schema"]["fields"]
    except FileNotFoundError:
        raise PackageError([Fault(path.name, None, None, "the descriptor is missing")]) from None
    except (ValueError, KeyError, IndexError, TypeError) as error:
        raise PackageError([Fault(path.name, None, None, f"the descriptor can't be read ({error})")]) from None
    return content


def check(directory: Path = DATA_DIR) -> list[Fault]:
    """Every fault of a package: types, enums, keys, foreign keys (frictionless), and `;` lists against what they list."""
    from frictionless import Package, system

    try:
        content = descriptor(directory)
    except PackageError as error:
        return error.faults
    with system.use_context(trusted=False):
        report = Package.from_descriptor(content, basepath=str(directory)).validate()
    faults = [Fault("datapackage.json", None, None, error.message) for error in report.errors]
    for task in report.tasks:
        for error in task.errors:
            row = getattr(error, "row_number", None)
            faults.append(Fault(Path(task.place).name, row, getattr(error, "field_name", None), _reason(error)))
    return faults or list(_check_lists(content, directory))


def _reason(error: Any) -> str:
    if error.type == "foreign-key":
        return f"{', '.join(map(str, error.cells_value)) if hasattr(error, 'cells_value') else error.note}"
    return error.note or error.message


def _check_lists(content: dict[str, Any], directory: Path):
    """Faults of list fields: an item that stands nowhere in the table it lists (an origin that does not resolve)."""
    frames = {r["name"]: _read_text(directory / r["path"]) for r in content["resources"]}
    known = {}
    for resource in content["resources"]:
        for field in resource["schema"]["fields"]:
            target = field.get("listOf")
            if not target:
                continue
            if target not in known:
                table, column = target.split(".")
                known[target] = set(frames[table][column])
            for number, cell in enumerate(frames[resource["name"]][field["name"]], start=2):
                for item in filter(None, cell.split(LIST_SEPARATOR)):
                    if item not in known[target]:
                        reason = f'"{item}" does not stand in {target}'
                        yield Fault(Path(resource["path"]).name, number, field["name"], reason)


def _read_text(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8")


def load(directory: Path = DATA_DIR) -> dict[str, pd.DataFrame]:
    """All tables of a package as text columns (None where empty), by table name. Raises PackageError on any fault."""
    faults = check(directory)
    if faults:
        raise PackageError(faults)
    frames = {r["name"]: _read_text(directory / r["path"]) for r in descriptor(directory)["resources"]}
    return {name: frame.where(frame != "", None) for name, frame in frames.items()}


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
    if arguments[0] == "dictionary":
        DICTIONARY.parent.mkdir(exist_ok=True)
        DICTIONARY.write_text(dictionary(descriptor(directory)), encoding="utf-8")
        return 0
    faults = check(directory)
    for fault in faults:
        print(fault)
    print(f"{len(faults)} faults" if faults else "The package is sound.")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
