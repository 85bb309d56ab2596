"""What was recorded since a snapshot or a day: every cell that differs, and each row's change in words."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import pandas as pd

from rollout.api import asked as requests
from rollout.api.answers import Listing
from rollout.api.asked import Asked
from rollout.api.columns import Column
from rollout.api.failures import RequestError
from rollout.facts.change import Change, Row, key, rows
from rollout.facts.descriptor import LIST_SEPARATOR
from rollout.ledger import forms
from rollout.ledger.history import between
from rollout.questions.view import View

COLUMNS = (
    *(Column(name, "string") for name in ("table", "row", "kind", "said", "field", "before", "after")),
    *(Column(name, "list") for name in ("complex_ids", "province_ids", "industry_ids", "origin_ids")),
)
SERIES = ("stage_id", "metric")  # what is stated again and again; other rows are news of their own
PLACES = ("complex", "province", "industry")


def changes(asked: Asked) -> Listing:
    """Every cell that differs between the snapshot that is asked for and an earlier one."""
    base = _base(asked, asked.values["since"])
    view = asked.view
    found = [
        {**about, "kind": change.kind, "field": field, "before": before or None, "after": after or None}
        for change, about in told(between(view, base, asked.snapshot), recorded(view, base), view)
        for field, (before, after) in change.cells().items()
    ]
    cells = pd.DataFrame(found, columns=[column.name for column in COLUMNS], dtype=object)
    title = asked.w.t("Changes from snapshot {old} to snapshot {new}", old=base, new=asked.snapshot)
    return Listing(title, COLUMNS, asked.passing(cells, as_filed=True), more={"since": base})


def told(
    changes: Iterable[Change], present: Callable[[str], Mapping[str, Row]], view: View
) -> Iterator[tuple[Change, dict[str, Any]]]:
    """Changes, each with its sentence and with what it is about; `present`: the rows of a table before them, by key."""
    before: dict[str, Mapping[str, Row]] = {}
    for change in changes:
        if change.table not in before:
            before[change.table] = present(change.table)
        said = forms.said_before(change.table, change.row, before[change.table])
        last = said[0] if said and any(change.row.get(name) for name in SERIES) else None
        yield (
            change,
            {
                "table": change.table,
                "row": key(change.table, change.row),
                "said": forms.sentence(change, None if change.before else last, view),
                "origin_ids": _items(change.row, forms.SOURCES, "origin_id"),
                **{f"{kind}_ids": _items(change.row, f"{kind}_id", f"{kind}_ids") for kind in PLACES},
            },
        )


def recorded(view: View, snapshot: int) -> Callable[[str], Mapping[str, Row]]:
    """The rows of any table of a snapshot, by key."""
    return lambda table: rows(view.asker.store.texts([table], snapshot)).get(table, {})


def _items(row: Row, *names: str) -> list[str]:
    """The items of the first of some fields that a row has."""
    text = next((row[name] for name in names if row.get(name)), "")
    return text.split(LIST_SEPARATOR) if text else []


def _base(asked: Asked, since: int | dt.date) -> int:
    """The snapshot from which is counted: that of the number, or the last one before the day (else the first)."""
    before = since if isinstance(since, int) else since - dt.timedelta(days=1)
    return int(commit_at(asked, before)["snapshot_id"])


def commit_at(asked: Asked, when: int | dt.date) -> Mapping[str, Any]:
    """The commit of a number, or the last one up to the end of a day (else the first). Raises RequestError."""
    every = requests.commits(asked.asker, asked.asker.store.snapshot(requests.MISSED))
    known = [commit for commit in every if commit["snapshot_id"] <= asked.snapshot]
    if isinstance(when, int):
        found = next((commit for commit in known if commit["snapshot_id"] == when), None)
        if found is None:
            raise no_snapshot(when, int(known[0]["snapshot_id"]))
        return found
    return next((commit for commit in known if commit["snapshot_time"][:10] <= when.isoformat()), known[-1])


def no_snapshot(number: int, newest: int) -> RequestError:
    """There is no commit of this number."""
    return RequestError(
        404,
        "no-snapshot",
        lambda w: w.t("There is no snapshot {n}; the newest is {newest}.", n=number, newest=newest),
    )
