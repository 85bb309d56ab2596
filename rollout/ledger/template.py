"""The workbook in which stewards keep the facts: a sheet a table, with its present rows.

Each sheet has three heads: what the column is (hidden, `table.field`), its Korean and its English name. By the first an
upload knows table and field, whatever else was renamed or moved. Ids stay in a hidden column.
"""

import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd
import xlsxwriter

from rollout.facts.change import rows
from rollout.facts.descriptor import Field, is_list
from rollout.language import codes
from rollout.language.words import Words
from rollout.ledger import files, forms
from rollout.render import tabular
from rollout.subjects.sources.dictionary import meaning, resources, titles

HEADS = 3  # rows above the first row of data
CODES = "#codes"  # marks the sheet of codes, which is no table
SPARE = 2000  # rows below the last one, for new rows
WIDEST, NARROWEST = 60, 9  # of a column, in characters
NUMBERS = {"integer", "number", "year"}
HEAD = {"bold": True, "bg_color": "#E4EAF5", "border": 1, "border_color": "#CDD1D5", "valign": "top"}


def workbook(frames: Mapping[str, pd.DataFrame], tables: Sequence[str], w: Words, snapshot: int) -> bytes:
    """An XLSX file with a sheet for each of these tables, and one that lists the codes.

    `frames`: the rows of the snapshot, as `Store.present` gives them. The snapshot's number stands in the file's
    properties: what others change before the workbook comes back is not taken for a change of its writer.
    """
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": w.t("Workbook of the facts")})
    book.set_custom_property(files.SNAPSHOT, snapshot)
    names = sheet_names(tables, w)
    sheets = {table: book.add_worksheet(names[table]) for table in tables}
    places = _codes(book, frames, tables, w)
    for table, sheet in sheets.items():
        _fill(book, sheet, table, list(rows({table: frames[table]})[table].values()), places, w)
    book.close()
    return content.getvalue()


def sheet_names(tables: Sequence[str], w: Words) -> dict[str, str]:
    """What the sheet of each table is called: the table's name, as far as a workbook allows."""
    taken: set[str] = set()
    return {table: tabular.sheet_name(titles(w)[table], taken) for table in tables}


def head(field: Field, w: Words) -> str:
    """What a column is called."""
    return str(field["title_ko" if w.lang == "ko" else "title"])


def note(table: str, field: Field, w: Words) -> str:
    """What a column holds: its meaning, unit, form, and what may stand in it."""
    rules = field.get("constraints", {})
    lines = [f"{field['title_ko']} · {field['title']}", meaning(field, w)]
    if unit := field.get("unit"):
        lines.append(w.t("Unit: {unit}", unit=unit))
    lines.append(_form(field, w))
    if target := forms.points_at(table, field["name"]):
        lines.append(w.t("Ids of the table {table}", table=titles(w)[target]))
    if rules.get("enum") and len(rules["enum"]) <= 20:
        known = w.codes(field["codes"]) if "codes" in field else {}
        lines += [f"{code} = {known[code]}" if code in known else str(code) for code in rules["enum"]]
    if rules.get("required"):
        lines.append(w.t("Must be filled"))
    return "\n".join(line for line in lines if line)


def _form(field: Field, w: Words) -> str:
    """How a value is written."""
    if is_list(field):
        return w.t("Several are separated by ;")
    if field["type"] == "date":
        return w.t("Date, as 2026-03-01")
    return {
        "integer": w.t("Whole number"),
        "number": w.t("Number"),
        "year": w.t("Year, as 2026"),
        "boolean": w.t("true or false"),
    }.get(field["type"], "")


def _fill(
    book: xlsxwriter.Workbook,
    sheet: Any,
    table: str,
    records: Sequence[Mapping[str, str]],
    places: Mapping[str, str],
    w: Words,
) -> None:
    """Heads, notes, drop-downs and rows of one sheet."""
    own, keys = forms.fields(table), resources()[table]["schema"]["primaryKey"]
    looks = {name: book.add_format({"num_format": _look(field)}) for name, field in own.items()}
    bold = book.add_format(HEAD)
    last = HEADS + len(records) + SPARE
    for place, (name, field) in enumerate(own.items()):
        sheet.write_string(0, place, f"{table}.{name}")
        for row, title in enumerate((field["title_ko"], field["title"]), start=1):
            sheet.write_string(row, place, title, bold)
        sheet.write_comment(1, place, note(table, field, w), {"x_scale": 2, "y_scale": 1.6})
        longest = max((len(record[name]) for record in records), default=0)
        width = min(max(longest, len(field["title"]), NARROWEST), WIDEST)
        sheet.set_column(place, place, width, looks[name], {"hidden": len(keys) == 1 and name in keys})
        if choices := _choices(table, field, places):
            sheet.data_validation(HEADS, place, last, place, choices | {"error_type": "warning"})
    for row, record in enumerate(records, start=HEADS):
        for place, (name, field) in enumerate(own.items()):
            if record[name] and field["type"] in NUMBERS:
                sheet.write_number(row, place, float(record[name]), looks[name])
            elif record[name]:
                sheet.write_string(row, place, record[name], looks[name])
    sheet.set_row(0, None, None, {"hidden": True})
    sheet.freeze_panes(HEADS, 0)
    sheet.autofilter(HEADS - 1, 0, HEADS - 1 + max(len(records), 1), len(own) - 1)


def _look(field: Field) -> str:
    """How a spreadsheet shows a field: text stays text, a date too, so that nothing is turned into something else."""
    if field["type"] == "integer":
        return "#,##0" if field.get("unit") or field["name"] == "value" else "0"
    return {"number": "General", "year": "0"}.get(field["type"], "@")


def _choices(table: str, field: Field, places: Mapping[str, str]) -> dict[str, Any]:
    """What may be chosen in a column: a few values as they are, codes and ids from the sheet of codes."""
    if is_list(field):
        return {}
    if field["type"] == "boolean":
        return {"validate": "list", "source": ["true", "false"]}
    place = places.get(f"{table}.{field['name']}") or places.get(forms.points_at(table, field["name"]))
    return {"validate": "list", "source": place} if place else {}


def _codes(
    book: xlsxwriter.Workbook, frames: Mapping[str, pd.DataFrame], tables: Sequence[str], w: Words
) -> dict[str, str]:
    """Write the sheet of codes; where the choices of each field (`table.field`) and of each table's ids stand."""
    name = w.t("Lists of codes")
    sheet = book.add_worksheet(name)
    bold = book.add_format(HEAD)
    for place, title in enumerate((w.t("List"), w.t("Code"), w.t("Korean name"), w.t("English name"))):
        sheet.write_string(1, place, title, bold)
        sheet.set_column(place, place, 32)
    sheet.write_string(0, 0, CODES)
    sheet.set_row(0, None, None, {"hidden": True})
    sheet.freeze_panes(2, 0)
    places, row = {}, 2
    for target, title, entries in _lists(frames, tables, w):
        for code, korean, english in entries:
            for place, text in enumerate((title, code, korean, english)):
                sheet.write_string(row, place, text)
            row += 1
        places[target] = f"='{name}'!$B${row - len(entries) + 1}:$B${row}"
    return places


def _lists(
    frames: Mapping[str, pd.DataFrame], tables: Sequence[str], w: Words
) -> Iterator[tuple[str, str, list[tuple[str, str, str]]]]:
    """Every list to choose from: whose it is, what it is called, its codes with their names."""
    pointed: dict[str, None] = {}
    for table in tables:
        for name, field in forms.fields(table).items():
            allowed = field.get("constraints", {}).get("enum", [])
            if allowed:
                known = {code.code: code for code in codes.codes(field["codes"])} if "codes" in field else {}
                entries = [(c, known[c].name_ko, known[c].name_en) if c in known else (c, "", "") for c in allowed]
                yield f"{table}.{name}", f"{titles(w)[table]}: {head(field, w)}", entries
            if target := forms.points_at(table, name):
                pointed[target] = None
    for target in pointed:
        key = resources()[target]["schema"]["primaryKey"][0]
        records = rows({target: frames[target]})[target].values() if target in frames else []
        entries = [(record[key], *_names(record)) for record in records]
        if entries:
            yield target, titles(w)[target], entries


def _names(record: Mapping[str, str]) -> tuple[str, str]:
    """What a row is called in Korean and in English."""
    found = [(record.get(f"{name}_ko", ""), record.get(f"{name}_en", "")) for name in forms.NAMES]
    return next((pair for pair in found if any(pair)), (record.get("title", ""), ""))
