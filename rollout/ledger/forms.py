"""What a form of a table asks: which fields first, how a row is called, its id, what follows from it."""

import datetime as dt
import itertools
import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from rollout.facts.change import Change, Row, key, rows
from rollout.facts.descriptor import Field, is_list, references
from rollout.language.words import Words
from rollout.ledger import spoken
from rollout.questions.ask import Asker
from rollout.questions.view import View
from rollout.subjects.sources.dictionary import resources, titles

FIRST: Mapping[str, tuple[str, ...]] = {  # table -> the fields that are asked first; all others are folded
    "milestones": ("complex_id", "stage_id", "status", "date"),
    "complex_figures": ("complex_id", "metric", "value"),
    "events": ("complex_id", "kind", "date", "headline_ko", "headline_en"),
    "investments": ("complex_id", "company_ko", "money_kind", "investor_kind", "amount_krw", "period_to", "supersedes"),
    "talent_programmes": ("province_id", "institution_ko", "seats_per_year", "budget_krw", "start_year"),
    "benefits": ("name_ko", "name_en", "valid_from", "valid_to", "rate_max_pct", "amount_max_krw"),
    "designations": ("type", "name_ko", "name_en", "province_ids", "designated_on", "area_m2"),
}
USUAL = {"counts": "true", "status": "in-force", "stated_precision": "day", "lang": "ko", "title_seen": "true"}
NAMES = ("name", "headline", "title", "programme", "institution", "body", "company", "metric", "place")
SOURCES = "origin_ids"
NEW_SOURCES = "ST"  # the first letters of the ids of sources that stewards add


@dataclass(frozen=True)
class Typed:
    """What a field of a form holds: the cells that it fills, or what is wrong with it."""

    cells: Mapping[str, str]
    problem: str = ""


def present(asker: Asker) -> Mapping[str, Mapping[str, Row]]:
    """The rows of the newest snapshot by table and id. Shared: not to be changed."""
    snapshot = asker.snapshot()
    return asker.remember(("ledger-rows", snapshot), lambda: rows(asker.store.present(snapshot)))


def tables(w: Words) -> dict[str, str]:
    """The tables that a form can add to: facts with an id and sources of their own; the usual ones first."""
    called = titles(w)
    others = [
        name
        for name, resource in resources().items()
        if name not in FIRST and len(resource["schema"]["primaryKey"]) == 1 and SOURCES in fields(name)
    ]
    return {name: called[name] for name in (*FIRST, *others, "origins")}


@lru_cache
def fields(table: str) -> dict[str, Field]:
    """The fields of a table by name."""
    return {field["name"]: field for field in resources()[table]["schema"]["fields"]}


def key_field(table: str) -> str:
    """The field that holds the id of a row."""
    return str(resources()[table]["schema"]["primaryKey"][0])


def usual(table: str) -> dict[str, str]:
    """What a new row begins with."""
    own = fields(table)
    row = {name: value for name, value in USUAL.items() if name in own}
    return row | ({"status": "planned"} if table == "milestones" else {})


def precision_of(field: Field) -> str:
    """The field that holds how exact a date is, typed with it; empty for a plain date."""
    return str(field.get("plausible", {}).get("precision", ""))


def asked(table: str) -> tuple[list[str], list[str]]:
    """The fields that a form of a table shows first and those that it folds, without ids, sources and what follows."""
    own = fields(table)
    hidden = {*resources()[table]["schema"]["primaryKey"], SOURCES} | {precision_of(f) for f in own.values()}
    hidden |= {name for name, field in own.items() if field.get("ruledBy") and _ruled_enum(field)}
    shown = [name for name in own if name not in hidden]
    needed = [name for name in shown if own[name].get("constraints", {}).get("required") and name not in USUAL]
    usual = [name for name in (*FIRST.get(table, ()), "stated_on") if name in shown]
    first = list(dict.fromkeys((*usual, *needed)))
    return first, [name for name in shown if name not in first]


def points_at(table: str, name: str) -> str:
    """The table whose rows a field names by their id; empty if it names none."""
    own = fields(table)[name]
    if own.get("listOf"):
        return str(own["listOf"]).split(".")[0]
    return next((target for field, target, _ in references(resources()[table]) if field == name), "")


def typed(table: str, name: str, text: str, row: Row, w: Words) -> Typed:
    """A field's cells from what was typed; `row`: the form's other cells."""
    field, text = fields(table)[name], " ".join(text.split())
    if not text:
        return Typed({name: ""} | ({precision_of(field): ""} if precision_of(field) else {}))
    if field["type"] == "date":
        return _typed_date(name, field, text, w)
    unit = unit_of(table, name, row)
    if field["type"] in {"integer", "number"} and (unit in {"m2", "KRW", "people"}):
        number = spoken.amount(text, unit)
        return Typed({name: str(number)}) if number is not None else Typed({}, w.t("“{text}” is no amount", text=text))
    if field["type"] in {"integer", "number", "year"}:
        plain = text.replace(",", "")
        sound = re.fullmatch(r"\d{4}" if field["type"] == "year" else r"-?\d+(\.\d+)?", plain)
        return Typed({name: plain}) if sound else Typed({}, w.t("“{text}” is no number", text=text))
    return Typed({name: re.sub(r"\s*;\s*", ";", text) if is_list(field) else text})


def _typed_date(name: str, field: Field, text: str, w: Words) -> Typed:
    found, partner = spoken.period(text), precision_of(field)
    if found is None or (not partner and found[1] != "day"):
        return Typed({}, w.t("“{text}” is no date; write it as 2026-11-27, 2026-11, 2026 H2 or 2026", text=text))
    return Typed({name: found[0].isoformat()} | ({partner: found[1]} if partner else {}))


def read_as(table: str, name: str, cells: Row, row: Row, w: Words) -> str:
    """How typed dates and amounts were understood; empty where they stand as they were typed."""
    field, value = fields(table)[name], cells.get(name, "")
    if not value:
        return ""
    if field["type"] == "date":
        return w.period(dt.date.fromisoformat(value), cells.get(precision_of(field), "day"))
    if field["type"] in {"integer", "number"}:
        return amount_text(value, unit_of(table, name, row), w)
    return ""


def amount_text(value: str, unit: str, w: Words) -> str:
    """A number of an area, of won or of people as it is printed."""
    printed = {"m2": lambda v: f"{w.area(v)} km²", "KRW": w.won}.get(unit, w.number)
    return printed(float(value))


def written(table: str, name: str, row: Row) -> str:
    """A row's cell as one would type it."""
    field, value = fields(table)[name], row.get(name, "")
    if not value:
        return ""
    if field["type"] == "date" and precision_of(field):
        return period_text(value, row.get(precision_of(field), "day"))
    if field["type"] == "integer" and unit_of(table, name, row):
        return f"{int(value):,}"
    return value


def period_text(day: str, precision: str) -> str:
    """A date with its precision in figures: 2026-11-27, 2026-11, 2026 Q4, 2026 H2, 2026."""
    year, month = day[:4], int(day[5:7])
    return {
        "month": day[:7],
        "quarter": f"{year} Q{(month + 2) // 3}",
        "half": f"{year} H{1 if month <= 6 else 2}",
        "year": year,
    }.get(precision, day)


def unit_of(table: str, name: str, row: Row) -> str:
    """The unit of a number: the field's own, or what the row's unit is."""
    field = fields(table)[name]
    return str(field.get("unit") or (completed(table, row).get("unit", "") if name == "value" else ""))


def completed(table: str, row: Row) -> dict[str, str]:
    """A row with the cells that follow from others: the unit of a metric."""
    made = dict(row)
    for name, field in fields(table).items():
        rule = field.get("rules", {}).get(row.get(field.get("ruledBy", ""), ""), {})
        only = rule.get("constraints", {}).get("enum", [])
        if field.get("ruledBy") and _ruled_enum(field):
            made[name] = only[0] if len(only) == 1 else made.get(name, "")
    return made


def _ruled_enum(field: Field) -> bool:
    """Whether another field's value always leaves one choice."""
    return all(len(rule.get("constraints", {}).get("enum", [])) == 1 for rule in field.get("rules", {}).values())


def new_id(table: str, row: Row, taken: Container[str]) -> str:
    """An id for a new row: its complex, its subject, its day."""
    if table == "origins":
        return next(
            f"{letters}-{n:03}"
            for letters in (NEW_SOURCES, *(f"S{letter}" for letter in "UVWXYZ"))
            for n in range(1, 1000)
            if f"{letters}-{n:03}" not in taken
        )
    subject = [row.get(name, "") for name in ("complex_id", "province_id", "stage_id", "metric", "kind", "money_kind")]
    names = [row.get(f"{name}_en", "") for name in NAMES][:1]
    days = [next((row[name] for name in ("stated_on", "date", "date_on", "as_of") if row.get(name)), "")]
    words = [part for part in (*subject, *names, *days) if part]
    stem = re.sub("[^a-z0-9]+", "-", "-".join(words).lower()).strip("-")[:80] or table.replace("_", "-")
    return next(name for n in itertools.count(1) if (name := stem if n == 1 else f"{stem}-{n}") not in taken)


def label(table: str, row: Row, w: Words) -> str:
    """A row in a line, for a list to choose from: what it says, and when that was stated."""
    own = fields(table)
    parts = [next((w.of(row, name) for name in NAMES if row.get(f"{name}_{w.lang}")), "")]
    parts += [
        w.code(own[n]["codes"], row[n]) for n in ("status", "metric", "kind", "money_kind") if _coded(own, row, n)
    ]
    parts += [
        read_as(table, name, row, row, w)
        for name in ("date", "value", "amount_krw", "valid_to", "date_on")
        if name in own and row.get(name)
    ]
    if row.get("stated_on"):
        parts.append(w.t("stated on {day}", day=row["stated_on"]))
    return " · ".join(part for part in parts if part) or key(table, row)


def _coded(own: Mapping[str, Field], row: Row, name: str) -> bool:
    return bool(row.get(name)) and "codes" in own.get(name, {})


def sentence(change: Change, last: Row | None, view: View) -> str:
    """A change in words: whose, what, from what to what. `last`: what was last said of the same, for a new row."""
    w, row, own = view.w, change.row, fields(change.table)
    where = [view.names["complexes"].get(row.get("complex_id", ""), "")]
    series = w.code(own["metric"]["codes"], row["metric"]) if _coded(own, row, "metric") else ""
    where.append(view.names["stages"].get(row.get("stage_id", ""), "") or series or titles(w)[change.table])
    before = change.before or last
    what = _said(change.table, row, w)
    if before is not None and change.after is not None and (old := _said(change.table, before, w)) != what:
        what = w.t("{old} → {new}", old=old, new=what)
        moved = _months(before, row) if {"date", "precision"} <= own.keys() else 0
        what += f", {w.months(moved, 0)}" if moved else ""
    kind = {"new": "", "changed": w.t("corrected"), "gone": w.t("removed")}[change.kind]
    return " · ".join(part for part in (*where, kind, what) if part)


def _said(table: str, row: Row, w: Words) -> str:
    """What a row states, in a few words; a row with a name of its own by its name."""
    own, parts = fields(table), []
    if any(row.get(f"{name}_{w.lang}") for name in NAMES):
        return label(table, row, w)
    if _coded(own, row, "status") and row["status"] != "planned":
        parts.append(w.code(own["status"]["codes"], row["status"]))
    if row.get("date") and row.get("precision"):
        parts.append(w.period(dt.date.fromisoformat(row["date"]), row["precision"]))
    value, unit = (
        row.get("value") or row.get("amount_krw") or "",
        row.get("unit", "KRW" if row.get("amount_krw") else ""),
    )
    if value:
        parts.append(amount_text(value, unit, w) if re.fullmatch(r"-?\d+(\.\d+)?", value) else value)
    return " ".join(parts) or label(table, row, w)


def _months(before: Row, after: Row) -> int:
    """By how many months a date moved."""
    old, new = before.get("date", ""), after.get("date", "")
    if not old or not new:
        return 0
    return (int(new[:4]) - int(old[:4])) * 12 + int(new[5:7]) - int(old[5:7])


def said_before(table: str, row: Row, present: Mapping[str, Row]) -> list[Row]:
    """The rows about the same thing as this one, the newest first."""
    same = [name for name in ("complex_id", "stage_id", "metric", "province_id") if row.get(name) and name in row]
    about = [other for other in present.values() if all(other.get(name) == row[name] for name in same)] if same else []
    return sorted(about, key=lambda other: other.get("stated_on") or other.get("date") or "", reverse=True)


def following(table: str, row: Row) -> dict[str, str]:
    """What a newer statement about the same thing begins with: all of the last one but what is new each time."""
    own = fields(table)
    anew = {key_field(table), SOURCES, "stated_on", "note_ko", "note_en", "warnings", "counts", "status_on"}
    kept = {name: value for name, value in row.items() if name in own and name not in anew}
    return usual(table) | kept | ({"supersedes": key(table, row)} if "supersedes" in own else {})


def record_of(name: str, present: Mapping[str, Mapping[str, Row]]) -> tuple[str, str] | None:
    """The table and the id of the fact that a row shows, by the row's key; None where it shows none or several."""
    for part in reversed(name.split(":")):
        found = [table for table, own in present.items() if part in own and SOURCES in fields(table)]
        if len(found) == 1 and len(resources()[found[0]]["schema"]["primaryKey"]) == 1:
            return (found[0], part) if found[0] != "complexes" else None
    return None


def with_consequences(changes: Sequence[Change], present: Mapping[str, Mapping[str, Row]]) -> list[Change]:
    """The changes with what follows: a statement that another one supersedes is no longer in force."""
    made = list(changes)
    for change in changes:
        older = (change.after or {}).get("supersedes", "")
        known = present.get(change.table, {}).get(older)
        if change.after and known and known.get("status") == "in-force":
            since = change.after.get("stated_on", "")
            ended: dict[str, Any] = {**known, "status": "superseded", "status_on": since}
            made.append(Change(change.table, known, ended))
    return made
