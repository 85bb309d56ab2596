"""An uploaded file against the present state: rows new, changed and gone, and what is wrong. Nothing is written.

A row is known by its id; one without an id is new and gets one. A column that the file lacks stays as it is.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from rollout.facts import plausibility
from rollout.facts.change import Change, applied, key, rows
from rollout.facts.descriptor import LIST_SEPARATOR, Fault, Question
from rollout.facts.package import examined, tables_of
from rollout.facts.reading import NoValueError, code
from rollout.facts.reasons import Reason, Rows, in_words
from rollout.language.words import Words
from rollout.ledger import files, forms, grid, habits, heads
from rollout.subjects.sources.dictionary import resources, titles

Frames = Mapping[str, pd.DataFrame]
Key = tuple[str, str]  # table, what names the row
SOURCES = "origin_ids"
SHOWN = 300  # characters of a value


@dataclass(frozen=True)
class Finding:
    """What is wrong, or asked, where the file has it: sheet, row, letters of the column, value, why.

    A row that the file does not hold has no sheet and no row. `question`: it can be right, and a person may say so.
    """

    sheet: str
    row: int | None
    column: str
    value: str
    reason: str
    table: str
    key: str
    field: str
    question: Question | None = None

    def said(self, w: Words) -> str:
        """Why, in the viewer's language, its fields as the heads have them."""
        known = forms.fields(self.table) if self.table else {}
        called = {name: f"“{head(one, w)}”" for name, one in known.items()}
        called |= {f"{name}.{forms.key_field(name)}": f"“{title}”" for name, title in titles(w).items()}
        codes_of = known.get(self.field, {}).get("codes")
        named = {code: f"{name}({code})" for code, name in w.codes(codes_of).items()} if codes_of else {}
        return in_words(self.reason, w, called, codes=named)


@dataclass(frozen=True)
class Duplicate:
    """A new row that states what a present one (`other`) states; `added`: sources that only the new one names."""

    change: Change
    key: str
    other: Mapping[str, str]
    place: Finding
    added: tuple[str, ...]


@dataclass
class Upload:
    """What a file would do: its rows by table, the changes, rows that it no longer has, and what speaks against it."""

    rows: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    gone: list[Change] = field(default_factory=list)
    faults: list[Finding] = field(default_factory=list)
    questions: list[Finding] = field(default_factory=list)
    duplicates: list[Duplicate] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)

    @property
    def with_sources(self) -> list[Change]:
        """The present rows with the sources of their duplicates added; of rows that the file leaves as they are."""
        changing = {(change.table, key(change.table, change.row)) for change in self.changes}
        made: dict[Key, dict[str, str]] = {}
        for one in self.duplicates:
            place = one.change.table, one.key
            if one.added and place not in changing:
                row = made.setdefault(place, dict(one.other))
                named = [name for name in row[SOURCES].split(LIST_SEPARATOR) if name]
                row[SOURCES] = LIST_SEPARATOR.join(dict.fromkeys([*named, *one.added]))
        before = {(one.change.table, one.key): one.other for one in self.duplicates}
        return [Change(place[0], before[place], row) for place, row in made.items()]

    @property
    def is_sound(self) -> bool:
        """Whether nothing speaks against the changes; questions want an answer first."""
        return not self.faults


@dataclass(frozen=True)
class _Place:
    """Where a row stands in the file, and which field stands in which column."""

    sheet: str
    row: int
    columns: Mapping[str, int]
    cells: Mapping[int, grid.Cell]


def head(one: Mapping[str, Any], w: Words) -> str:
    """What a field is called."""
    return str(one["title_ko" if w.lang == "ko" else "title"])


def read(name: str, content: bytes, frames: Frames, remove: bool = False) -> Upload:
    """Read a file against the present tables and check what would become of them.

    `remove`: rows of a whole sheet that the file no longer has are to go; without it they are only listed. Raises
    FileRefusedError.
    """
    sheets = [sheet for sheet in files.sheets(name, content) if sheet.rows and not heads.is_list_of_codes(sheet)]
    reader = _Reader(frames)
    for sheet in sheets:
        known = heads.heads(sheet)
        if known is None:
            reader.upload.ignored.append(sheet.name)
        else:
            reader.read(sheet, known)
    if not reader.upload.rows:
        reason = Reason("No sheet has the heads of a table; take the template, or keep its heads")
        raise grid.FileRefusedError(reason)
    return reader.finished(remove)


class _Reader:
    """Reads the sheets of one file, one after the other."""

    def __init__(self, frames: Frames):
        self.frames = frames
        self.upload = Upload()
        self.places: dict[Key, _Place] = {}
        self.unread: set[tuple[str, str, str]] = set()
        self._present: dict[str, dict[str, dict[str, str]]] = {}
        self._names: dict[str, dict[str, str]] = {}
        self._ids: dict[str, set[str]] = {}
        self._read: dict[tuple[str, str, grid.Cell, str, str], dict[str, str]] = {}

    def present(self, table: str) -> dict[str, dict[str, str]]:
        """The present rows of a table by what names them."""
        if table not in self._present:
            self._present[table] = rows({table: self.frames[table]})[table]
        return self._present[table]

    def _taken(self, table: str) -> set[str]:
        """The ids that rows of a table have, those of the file too."""
        if table not in self._ids:
            self._ids[table] = set(self.present(table))
        return self._ids[table]

    def names(self, table: str) -> dict[str, str]:
        """What the rows of a table are called, with their ids; names of several rows are left out."""
        if table not in self._names:
            found: dict[str, set[str]] = {}
            for key, record in self.present(table).items():
                for one in ("name_ko", "name_en", "short_ko", "short_en"):
                    if record.get(one):
                        found.setdefault(habits.folded(record[one]), set()).add(key)
            self._names[table] = {called: keys.pop() for called, keys in found.items() if len(keys) == 1}
        return self._names[table]

    def read(self, sheet: grid.Sheet, known: heads.Heads) -> None:
        """Read one sheet."""
        table, own = known.table, self.upload.rows.setdefault(known.table, [])
        for column, reason in known.strange.items():
            cell = sheet.rows[known.row][column]
            letters = grid.letters(column)
            self.upload.faults.append(Finding(sheet.name, known.row, letters, cell.text, reason, table, "", ""))
        columns = {name: column for column, name in known.columns.items()}
        for number in sorted(sheet.rows):
            cells = sheet.rows[number]
            if number < known.first:
                continue
            own.append(self._row(table, _Place(sheet.name, number, columns, cells)))
            for column in cells.keys() - known.columns.keys() - known.strange.keys():
                reason = Reason("this cell has no head above it; is a comma too many, or a quotation mark missing?")
                text, letters = cells[column].text[:SHOWN], grid.letters(column)
                self.upload.faults.append(Finding(sheet.name, number, letters, text, reason, table, "", ""))
        key = resources()[table]["schema"]["primaryKey"]
        if sheet.is_whole or len(columns) == len(forms.fields(table)):
            self.upload.gone += [
                Change(table, record, None)
                for one, record in self.present(table).items()
                if (table, one) not in self.places and set(key) <= columns.keys()
            ]

    def _row(self, table: str, place: _Place) -> dict[str, str]:
        """A row of the file as the table would hold it; what differs from the present one becomes a change."""
        keys = resources()[table]["schema"]["primaryKey"]
        cells = {name: place.cells[column] for name, column in place.columns.items() if column in place.cells}
        names = [code(cells[part].text) if part in cells else "" for part in keys]
        before = self.present(table).get(LIST_SEPARATOR.join(names))
        record = dict(before or dict.fromkeys(forms.fields(table), ""))
        record |= dict.fromkeys(place.columns, "")
        problems = self._fill(table, record, cells, before)
        if before is None:
            record = forms.completed(table, record)
        if len(keys) == 1 and not record[keys[0]]:
            record[keys[0]] = forms.new_id(table, record, self._taken(table))
        key = LIST_SEPARATOR.join(record[part] for part in keys)
        if (table, key) in self.places:
            other = self.places[table, key]
            problems[keys[0]] = Reason("the key is the same as in row {row}", row=f"{other.sheet} {other.row}")
        self.places.setdefault((table, key), place)
        self._taken(table).add(key)
        for name, reason in problems.items():
            self.unread.add((table, key, name))
            self.upload.faults.append(_finding(place, table, key, name, record, reason))
        change = Change(table, before, record)
        if change.cells() and keys[0] not in problems:
            self.upload.changes.append(change)
        return record

    def _fill(
        self, table: str, record: dict[str, str], cells: Mapping[str, grid.Cell], before: Mapping[str, str] | None
    ) -> dict[str, Reason]:
        """Read the cells of a row into its record, first what says how the others are read; what can't be read."""
        own, problems, known = forms.fields(table), {}, before or {}

        def late(name: str) -> bool:
            return own[name]["type"] in {"integer", "number", "date"} or "ruledBy" in own[name]

        for name in sorted(cells, key=late):
            if cells[name].text == known.get(name) and cells[name].kind not in grid.UNREAD:
                record[name] = cells[name].text
                continue
            ruling = record.get(own[name].get("ruledBy", ""), ""), forms.unit_of(table, name, record)
            try:
                if (table, name, cells[name], *ruling) not in self._read:
                    self._read[table, name, cells[name], *ruling] = habits.read(
                        cells[name], table, name, record, self.names
                    )
                record |= self._read[table, name, cells[name], *ruling]
            except NoValueError as error:
                problems[name] = error.reason
                record[name] = known.get(name, "")
        return problems

    def finished(self, remove: bool) -> Upload:
        """The upload with its changes checked in the state that they lead to."""
        upload = self.upload
        changes = [*upload.changes, *(upload.gone if remove else ())]
        tables = tables_of(applied(self.frames, changes))
        faults = examined(tables)
        settled = {
            number: Change("confirmations", dict(answer), None)
            for number, answer, _ in plausibility.outdated(tables)
            if ("confirmations", tables["confirmations"].key(answer)) not in self.places
        }
        new = {
            (change.table, key(change.table, change.row)): change for change in upload.changes if change.before is None
        }
        by_file = {table.file: name for name, table in tables.items()}
        for fault in faults:
            name = by_file.get(fault.file, "")
            if name == "confirmations" and fault.row in settled and fault.field == "value":
                continue
            finding = self._found(fault, name, tables)
            change = new.get((finding.table, finding.key))
            if (finding.table, finding.key, finding.field) in self.unread:
                continue
            if finding.question and finding.question.concern == "doubled" and change:
                upload.duplicates.append(self._duplicate(change, finding))
            else:
                (upload.questions if finding.question else upload.faults).append(finding)
        doubled = {(one.change.table, key(one.change.table, one.change.row)) for one in upload.duplicates}
        upload.changes = [one for one in changes if (one.table, key(one.table, one.row)) not in doubled]
        upload.changes += settled.values()
        return upload

    def _found(self, fault: Fault, name: str, tables: Mapping[str, Any]) -> Finding:
        """A fault of the state that the changes lead to, where the file has it."""
        if not name or fault.row is None:
            return Finding("", None, "", "", fault.why, name, "", fault.field or "", fault.question)
        table = tables[name]
        record = table.records()[fault.row - 2]
        key = table.key(record)
        place = self.places.get((name, key))

        def called(number: int) -> str:
            other = table.key(table.records()[number - 2])
            there = self.places.get((name, other))
            return str(there.row) if there and place and there.sheet == place.sheet else f"“{other}”"

        field_of = (fault.field or "").split(", ")[0]
        reason = _placed(fault.why, called)
        if place is None:
            value = record.get(field_of, "")
            return Finding("", None, "", value, reason, name, key, field_of, fault.question)
        return _finding(place, name, key, field_of, record, reason, fault.question)

    def _duplicate(self, change: Change, finding: Finding) -> Duplicate:
        key = finding.question.value if finding.question else ""
        other = self.present(change.table).get(key, {})
        named = other.get(SOURCES, "").split(LIST_SEPARATOR)
        added = [one for one in change.row.get(SOURCES, "").split(LIST_SEPARATOR) if one and one not in named]
        return Duplicate(change, key, other, finding, tuple(added) if other else ())


def _finding(
    place: _Place,
    table: str,
    key: str,
    name: str,
    record: Mapping[str, str],
    reason: str,
    question: Question | None = None,
) -> Finding:
    """Something about a row of the file, at the cell that holds the field."""
    column = place.columns.get(name)
    cell = place.cells.get(column) if column is not None else None
    letters = grid.letters(column) if column is not None else ""
    value = cell.text if cell else ("" if column is not None else record.get(name, ""))
    return Finding(place.sheet, place.row, letters, value[:SHOWN], reason, table, key, name, question)


def _placed(reason: str, called: Any) -> str:
    """A reason whose rows are named as the file has them."""
    if isinstance(reason, Rows):
        return Rows(", ".join(map(called, reason.numbers)))
    if not isinstance(reason, Reason):
        return reason
    values = {
        name: called(value)
        if name == "row" and isinstance(value, int)
        else _placed(value, called)
        if isinstance(value, str)
        else value
        for name, value in reason.values.items()
    }
    return Reason(reason.message, **values)
