"""Facts many times over, for the bench only: made up from the real ones, no part of the product.

A copy of a complex has its facts under ids of its own; more statements of a milestone are told some weeks earlier each.
"""

import csv
import datetime as dt
import shutil
from pathlib import Path

from rollout import clock, facts

OWN = {  # what a complex brings with it, and the key of each row
    "complexes": "complex_id",
    "complex_figures": "figure_id",
    "milestones": "milestone_id",
    "events": "event_id",
    "investments": "investment_id",
}
REFERENCES = {"investments": ("supersedes", "part_of")}
NAMES = ("name_ko", "name_en", "short_ko", "short_en")
WEEK = dt.timedelta(days=7)
Rows = list[dict[str, str]]


def package(folder: Path, complexes: int, statements: int) -> Path:
    """A package in a new folder with so many times the complexes and, of each, so many times the milestones."""
    shutil.copytree(facts.DATA_DIR, folder)
    tables = {name: _read(folder, name) for name in (*OWN, "confirmations")}
    renamed = {table: {row[key] for row in tables[table] if row["complex_id"]} for table, key in OWN.items()}
    made = {name: [*rows] for name, rows in tables.items()}
    for number in range(1, complexes):
        for name, rows in tables.items():
            made[name] += _answers(rows, renamed, number) if name == "confirmations" else _copy(name, rows, number)
    for name, rows in made.items():
        _write(folder, name, rows)
    made["confirmations"] += _asked(folder)
    made["milestones"] = [row for step in range(statements) for row in _told(made["milestones"], step)]
    for name, rows in made.items():
        _write(folder, name, rows)
    return folder


def _copy(name: str, rows: Rows, number: int) -> Rows:
    """The rows of all complexes as those of another set of complexes."""
    known = {row[OWN[name]] for row in rows if row["complex_id"]}
    made = []
    for row in rows:
        if row["complex_id"]:
            changed = {"complex_id": f"{row['complex_id']}-x{number}", OWN[name]: f"{row[OWN[name]]}-x{number}"}
            changed |= {field: f"{row[field]}-x{number}" for field in REFERENCES.get(name, ()) if row[field] in known}
            if name == "complexes":
                changed |= {field: f"{row[field]} {number}" for field in NAMES}
            made.append(row | changed)
    return made


def _answers(rows: Rows, renamed: dict[str, set[str]], number: int) -> Rows:
    """The confirmations of the rows that were copied, as those of the copies."""
    made = []
    for row in rows:
        known = renamed.get(row["table_name"], set())
        if row["row_key"] in known:
            value = f"{row['value']}-x{number}" if row["value"] in known else row["value"]
            made.append(row | {"row_key": f"{row['row_key']}-x{number}", "value": value})
    return made


def _asked(folder: Path) -> Rows:
    """Answers to what the check asks of many that it does not ask of few: amounts now far off the middle."""
    said = dict.fromkeys(("reason_ko", "reason_en", "confirmed_by"), "bench")
    said["confirmed_on"] = clock.today().isoformat()
    return [fault.question._asdict() | said for fault in facts.check(folder) if fault.question]


def _told(rows: Rows, step: int) -> Rows:
    """Milestones as they would have been told some weeks earlier, all their days moved."""
    if not step:
        return rows
    return [
        row
        | {"milestone_id": f"{row['milestone_id']}-w{step}"}
        | {field: (dt.date.fromisoformat(row[field]) - step * WEEK).isoformat() for field in ("date", "stated_on")}
        for row in rows
    ]


def _path(folder: Path, name: str) -> Path:
    return folder / "tables" / f"{name}.csv"


def _read(folder: Path, name: str) -> Rows:
    with _path(folder, name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _write(folder: Path, name: str, rows: Rows) -> None:
    with _path(folder, name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
