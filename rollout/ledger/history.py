"""What was committed: by whom, why, which cells; the difference of any two states; taking a commit back."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rollout.document.model import Cell, Column, Format, Row, Section, Table
from rollout.document.target import Target
from rollout.facts.change import Change, key, stale
from rollout.language.words import Words
from rollout.ledger import forms
from rollout.questions.ask import is_missing, rows_of
from rollout.questions.view import View
from rollout.subjects.sources.dictionary import resources, titles

MOST_CELLS = 2000


def commits(view: View) -> list[dict[str, Any]]:
    """Every commit, the newest first: snapshot_id, snapshot_time, author, message, kind, rows, details."""
    store, snapshot = view.asker.store, view.asker.snapshot()
    return view.asker.remember(("commits", snapshot), lambda: rows_of(store.history()))


def changes_of(view: View, number: int) -> tuple[Change, ...]:
    """What a commit changed; nothing for the first."""
    numbers = [commit["snapshot_id"] for commit in commits(view)]
    before = next((n for n in numbers if n < number), None)
    return () if number not in numbers or before is None else between(view, before, number)


def between(view: View, old: int, new: int) -> tuple[Change, ...]:
    """What differs between two snapshots."""
    store = view.asker.store
    return view.asker.remember(("between", old, new), lambda: store.changes(old, new))


def inverse(view: View, number: int) -> tuple[tuple[Change, ...], list[str]]:
    """What takes a commit back, and the rows that were changed again since (then it can't be taken back)."""
    changes = tuple(change.inverse for change in reversed(changes_of(view, number)))
    later = stale(view.asker.store.present(), changes)
    return changes, [f"{change.table}: {key(change.table, change.row)}" for change, _ in later]


def listed(view: View, word: str = "") -> Section:
    """The commits; `word`: only those whose message, author or rows have it."""
    w = view.w
    found = [commit for commit in commits(view) if word.casefold() in _searched(commit)]
    columns = (
        Column("number", w.t("Commit"), share=8),
        Column("at", w.t("When"), share=18),
        Column("who", w.t("Person"), share=20),
        Column("kind", w.t("Kind"), Format.NAME, names=w.codes("commit-kind"), share=12),
        Column("why", w.t("Message"), share=36),
        Column("rows", w.t("Rows"), Format.NUMBER, share=8),
    )
    rows = tuple(
        Row(
            str(commit["snapshot_id"]),
            {
                "number": Cell(str(commit["snapshot_id"]), opens=Target("commit", (str(commit["snapshot_id"]),))),
                "at": Cell(str(commit["snapshot_time"])[:16]),
                "who": Cell(commit["author"]),
                "kind": Cell(commit["kind"]),
                "rows": Cell(None if is_missing(commit["rows"]) else int(commit["rows"])),
                "why": Cell(commit["message"]),
            },
        )
        for commit in found
    )
    title = w.n("One commit", "{n} commits", len(rows))
    return Section("commits", title, tables=(Table(columns, rows, empty=w.t("No commit matches.")),))


def commit(view: View, number: str) -> Section | None:
    """One commit: who, why, and every cell that it changed."""
    found = next((one for one in commits(view) if str(one["snapshot_id"]) == number), None)
    if found is None:
        return None
    w = view.w
    title = w.t("Commit {n}: {text}", n=number, text=found["message"])
    under = f"{found['author']} · {str(found['snapshot_time'])[:16]}"
    return changed(changes_of(view, int(number)), title, under, view)


def changed(changes: Sequence[Change], title: str, under: str, view: View) -> Section:
    """Changes of rows as a table: a row a cell, before and after."""
    w, called = view.w, titles(view.w)
    rows = [row for change in changes for row in _cells(change, view)]
    columns = (
        Column("table", w.t("Table"), Format.NAME, names=called, share=16),
        Column("row", w.t("Row"), share=20),
        Column("kind", w.t("Change"), Format.NAME, names=w.codes("change-kind"), share=8),
        Column("field", w.pt("row", "Field"), share=14),
        Column("before", w.t("Before"), share=21),
        Column("after", w.t("After"), share=21),
    )
    foot = w.t("The first {n} cells", n=w.number(MOST_CELLS)) if len(rows) > MOST_CELLS else ""
    table = Table(columns, tuple(rows[:MOST_CELLS]), empty=w.t("No row differs."), foot=foot)
    return Section("changed-rows", title, under, tables=(table,))


def _cells(change: Change, view: View) -> Iterator[Row]:
    """A row for each cell that a change touches; a new or gone row shows the cells that have a value."""
    name, touched = key(change.table, change.row), change.cells()
    labels = field_titles(change.table, view.w)
    for field in sorted(touched, key=[*labels, *touched].index):  # a draft does not keep the order of the columns
        before, after = (_in_words(change.table, field, value, view) for value in touched[field])
        cells = {
            "table": Cell(change.table),
            "row": Cell(name),
            "kind": Cell(change.kind),
            "field": Cell(labels.get(field, field)),
            "before": Cell(before or None),
            "after": Cell(after or None, strong=True),
        }
        yield Row(f"{change.table}:{name}:{field}", cells)


def _in_words(table: str, field: str, value: str, view: View) -> str:
    """A cell as its reader knows it: a code, a truth, a complex or a stage by its name; all else as it is."""
    rule = forms.fields(table).get(field, {})
    if "codes" in rule:
        return view.w.codes(rule["codes"]).get(value, value)
    if rule.get("type") == "boolean":
        return {"true": view.w.t("yes"), "false": view.w.t("no")}.get(value, value)
    return view.names.get(forms.points_at(table, field), {}).get(value, value) if rule else value


def field_titles(table: str, w: Words) -> dict[str, str]:
    """The fields of a table by name, in words."""
    fields = resources()[table]["schema"]["fields"]
    return {field["name"]: field["title_ko" if w.lang == "ko" else "title"] for field in fields}


def _searched(commit: Mapping[str, Any]) -> str:
    """What a commit is found by."""
    keys = " ".join(name for names in (commit["details"] or {}).get("keys", {}).values() for name in names)
    return f"{commit['snapshot_id']} {commit['author']} {commit['message']} {keys}".casefold()
