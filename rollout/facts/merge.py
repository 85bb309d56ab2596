"""A new edition meets what the office recorded: merged three ways, then settled until the check finds it sound.

Base: the last edition. Edition: the new one. Present: what the store holds, with the office's own changes. All three
are frames of text a table, as `facts.load` gives.
"""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from rollout.facts.change import Change, Frames, Row, rows, same
from rollout.facts.descriptor import LIST_SEPARATOR, Fault, Field, is_list, references, ruled

Rows = dict[str, dict[str, dict[str, str]]]
Place = tuple[str, str]  # table, key
Check = Callable[[Frames], list[Fault]]


@dataclass(frozen=True)
class Conflict:
    """A row on which the edition and the office disagree, and whose was kept.

    `reason`: "changed" (both changed it), "removed" (the edition removed what the office changed), "taken out" (the
    office removed what the edition changed), "cited" (one side removed what a row of the other refers to), "field gone"
    (the office changed a field that the edition no longer has), "refused" (the check refuses the office's row; `why`).
    """

    table: str
    key: str
    reason: str
    kept: str
    office: Row | None
    edition: Row | None
    why: str = ""

    def as_dict(self) -> dict[str, Any]:
        """What is kept of it with the commit."""
        return asdict(self)


def merge(
    base: Frames, edition: Frames, present: Frames, content: Mapping[str, Any] | None = None
) -> tuple[list[Change], list[Conflict]]:
    """What leads from the present state to one that has the changes of both sides, and where they conflict.

    What only one side changed is taken, cell by cell; where both changed a cell, the office's row is kept. `content`:
    the edition's descriptor (default: that of data/).
    """
    before, new, now = (rows(frames, content) for frames in (base, edition, present))
    changes, conflicts = [], []
    for table, frame in edition.items():
        b, e, p = before.get(table, {}), new[table], now.get(table, {})
        fields = [str(name) for name in frame.columns]
        for key in dict.fromkeys([*e, *p]):
            was = _shaped(p.get(key), fields)
            becomes, reason = _row(_shaped(b.get(key), fields), e.get(key), was)
            if not same(was, becomes):
                changes.append(Change(table, was, becomes))
            gone = _changed_elsewhere(b.get(key), p.get(key), fields)
            if reason or gone:
                kept = "edition" if not reason else "office"
                conflicts.append(Conflict(table, key, reason or "field gone", kept, p.get(key), e.get(key)))
        conflicts += [
            Conflict(table, key, "taken out", "office", None, e[key])
            for key in b
            if key in e and key not in p and not same(_shaped(b[key], fields), e[key])
        ]
    return changes, conflicts + list(_lost(base, present, now))


def _row(base: Row | None, edition: Row | None, office: Row | None) -> tuple[Row | None, str]:
    """A row as both sides leave it, and why they conflict, if they do."""
    if same(edition, office) or same(base, office):
        return edition, ""
    if same(base, edition) or office is None:
        return office, ""
    if edition is None:
        return office, "removed"
    if base is None:
        return office, "changed"
    cells = {name: _cell(base.get(name, ""), edition.get(name, ""), office.get(name, "")) for name in edition}
    if None in cells.values():
        return office, "changed"
    return {name: cell or "" for name, cell in cells.items()}, ""


def _cell(base: str, edition: str, office: str) -> str | None:
    """A cell as both sides leave it; None where each changed it in another way."""
    if office in (base, edition):
        return edition
    return office if edition == base else None


def _shaped(row: Row | None, fields: Iterable[str]) -> dict[str, str] | None:
    """A row in the fields of the edition."""
    return None if row is None else {name: row.get(name, "") for name in fields}


def _changed_elsewhere(base: Row | None, office: Row | None, fields: list[str]) -> bool:
    """Whether the office filled or changed a field that the edition no longer has."""
    known, was = set(fields), base or {}
    return any(cell and cell != was.get(name, "") for name, cell in (office or {}).items() if name not in known)


def _lost(base: Frames, present: Frames, known: Container[str]) -> Iterator[Conflict]:
    """The office's rows of tables that the edition no longer has, or that it tells apart by another field."""
    for table, frame in present.items():
        if table not in known:
            old = [_told(row) for row in base[table].to_dict("records")] if table in base else []
            for row in map(_told, frame.to_dict("records")):
                if row not in old:
                    yield Conflict(table, next(iter(row.values()), ""), "field gone", "edition", row, None)


def _told(record: Mapping[Any, Any]) -> dict[str, str]:
    """The cells of a row that hold something."""
    return {str(name): str(cell) for name, cell in record.items() if cell is not None and cell == cell and cell != ""}


def settle(
    edition: Frames, present: Frames, changes: Iterable[Change], content: Mapping[str, Any], check: Check
) -> tuple[dict[str, pd.DataFrame], list[Conflict]]:
    """The merged state in a form that the check finds sound, and what that took.

    A row that the other side removed is kept where rows refer to it; an office's row that is still refused gives way to
    the edition's, then those of its table, at last all of them: the edition by itself is sound.
    """
    new, now = rows(edition, content), rows(present, content)
    state = {table: dict(new[table]) for table in edition}
    for table in edition:
        made = dict(now.get(table, {}))
        for change in (change for change in changes if change.table == table):
            made.pop(_key(change.row, content, table), None)
            if change.after is not None:
                made[_key(change.after, content, table)] = dict(change.after)
        state[table] = {key: made[key] for key in dict.fromkeys([*new[table], *made]) if key in made}
    settling = _Settling(new, now, state, content)
    if all(state[table] == new[table] for table in edition):
        return dict(edition), []
    while True:
        frames = {name: _frame(settling.state[name].values(), frame.columns) for name, frame in edition.items()}
        faults = check(frames)
        if not faults or not settling.step(faults):
            return frames, settling.conflicts


class _Settling:
    """The merged rows on their way to a sound state."""

    def __init__(self, new: Rows, now: Rows, state: Rows, content: Mapping[str, Any]):
        self.new, self.now, self.state, self.content = new, now, state, content
        self.conflicts: list[Conflict] = []
        self._given_up: set[Place] = set()
        self._files = {Path(resource["path"]).name: resource["name"] for resource in content["resources"]}

    def step(self, faults: Iterable[Fault]) -> bool:
        """Mend what can be mended of the faults; False if there is nothing of the office's left to give up."""
        at_fault = [(self._files.get(fault.file, ""), fault) for fault in faults]
        if self._bring_back():
            return True
        known = {table: list(self.state[table]) for table, _ in at_fault if table in self.state}
        named = [
            ((table, known[table][fault.row - 2]), str(fault))
            for table, fault in at_fault
            if table in known and fault.row and fault.row - 2 < len(known[table])
        ]
        if self._give_up(named):
            return True
        whole = [((table, key), str(fault)) for table, fault in at_fault for key in self._ours(table)]
        reasons = str(at_fault[0][1])
        return self._give_up(whole) or self._give_up([((t, key), reasons) for t in self.state for key in self._ours(t)])

    def _bring_back(self) -> bool:
        """Keep the rows that one side removed and a row refers to."""
        missing = set()
        for place in set(self._referred()):
            table, key = place
            if table in self.state and key not in self.state[table] and place not in self._given_up:
                missing.add(place)
        found = False
        for table, key in sorted(missing):
            row = self.now.get(table, {}).get(key) or self.new[table].get(key)
            if row is not None:
                fields = next(r for r in self.content["resources"] if r["name"] == table)["schema"]["fields"]
                self.state[table][key] = _shaped(row, [field["name"] for field in fields]) or {}
                office, edition = self.now.get(table, {}).get(key), self.new[table].get(key)
                self.conflicts.append(Conflict(table, key, "cited", "office" if office else "edition", office, edition))
                found = True
        return found

    def _referred(self) -> Iterator[Place]:
        """What the rows refer to, where it is the one key of a table."""
        keys = {r["name"]: tuple(r["schema"]["primaryKey"]) for r in self.content["resources"]}
        for resource in self.content["resources"]:
            own = {name: (table, field) for name, table, field in references(resource)}
            fields = {field["name"]: field for field in resource["schema"]["fields"]}
            for row in self.state.get(resource["name"], {}).values():
                for name, field in fields.items():
                    if row.get(name):
                        table, target = own.get(name) or _listed(_rule(field, row))
                        if keys.get(table) == (target,):
                            yield from ((table, item) for item in _items(row[name], field))

    def _ours(self, table: str) -> list[str]:
        """The rows of a table in which the state differs from the edition."""
        state, new = self.state.get(table, {}), self.new.get(table, {})
        return [key for key in dict.fromkeys([*state, *new]) if not same(state.get(key), new.get(key))]

    def _give_up(self, named: Iterable[tuple[Place, str]]) -> bool:
        """Put the edition's rows in the place of the office's."""
        found = False
        for (table, key), why in dict(named).items():
            office, edition = self.state[table].get(key), self.new[table].get(key)
            if same(office, edition):
                continue
            self._given_up.add((table, key))
            if edition is None:
                del self.state[table][key]
            else:
                self.state[table][key] = edition
            self.conflicts.append(Conflict(table, key, "refused", "edition", office, edition, why))
            found = True
        return found


def _rule(field: Field, row: Row) -> Field:
    return ruled(field, row.get(field["ruledBy"], "")) if "ruledBy" in field else field


def _listed(field: Field) -> tuple[str, str]:
    table, _, name = str(field.get("listOf") or "").partition(".")
    return table, name


def _items(cell: str, field: Field) -> list[str]:
    return cell.split(LIST_SEPARATOR) if is_list(field) else [cell]


def _key(row: Row, content: Mapping[str, Any], table: str) -> str:
    resource = next(r for r in content["resources"] if r["name"] == table)
    return LIST_SEPARATOR.join(row.get(name, "") for name in resource["schema"]["primaryKey"])


def _frame(records: Iterable[Row], columns: Iterable[str]) -> pd.DataFrame:
    made = pd.DataFrame(list(records), columns=list(columns), dtype=str)
    return made.where(made.notna() & (made != ""), None)
