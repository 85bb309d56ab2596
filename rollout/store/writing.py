"""How a store is written: one transaction a commit, tried again where another process was first."""

import json
import random
import re
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa

from rollout import facts
from rollout.errors import StoreError
from rollout.facts.change import Change
from rollout.store.connection import quoted

TYPES = {
    "string": "VARCHAR",
    "integer": "BIGINT",
    "number": "DOUBLE",
    "boolean": "BOOLEAN",
    "date": "DATE",
    "year": "INTEGER",
}
COMMITS = "commits"  # one row that every commit changes: of two at once one has to begin again
EDITION = "edition"  # the rows of the last edition as it shipped, for the merge with the next
INTERNAL = {COMMITS, EDITION}
BUSY = re.compile(
    r"database is locked|could not serialize|deadlock detected|attempting to|duplicate key|UNIQUE|PRIMARY"
)
TRIES = 40
Work = Callable[[duckdb.DuckDBPyConnection], int]


class MovedError(Exception):
    """Somebody else committed meanwhile; `args`: the snapshot's number."""


@dataclass(frozen=True)
class Table:
    """A table to commit: text, numbers or lists in a frame, the SQL type of each column, the primary key."""

    frame: pd.DataFrame
    types: Mapping[str, str]
    key: tuple[str, ...]


@dataclass(frozen=True)
class Commit:
    """Who commits why, from which snapshot (None: from whichever is the newest), and what else is kept with it."""

    author: str
    message: str
    details: Mapping[str, Any]
    base: int | None = None


def commit(connection: duckdb.DuckDBPyConnection, what: Commit, work: Work) -> int:
    """Write what `work` writes, in one transaction; it returns how many rows it changed. Returns the snapshot's number.

    Tried again where another process was first. Raises MovedError if the newest snapshot is not the base, StoreError
    (locked) if the others leave no gap; then, as on any error, nothing is written.
    """
    for attempt in range(TRIES):
        if attempt:
            time.sleep(random.uniform(0.01, 0.05) * min(attempt, 10))  # noqa: S311  no secret
        with closing(connection.cursor()) as cursor:
            try:
                _attempt(cursor, what, work)
            except duckdb.Error as error:
                if not is_busy(error):
                    _explain(error)
                    raise
                said = str(error)
                continue
            finally:
                with suppress(duckdb.Error):  # a commit that failed has ended the transaction itself
                    cursor.execute("ROLLBACK")
            return _number(cursor, "ducklake_last_committed_snapshot")
    raise StoreError("locked", said)


def _explain(error: duckdb.Error) -> None:
    """Raise StoreError for what the disk, the file's rights or the network keep from being written."""
    failure = StoreError.of(error)
    if failure.reason in {"full", "unwritable", "unreachable"}:
        raise failure from None


def is_busy(error: duckdb.Error) -> bool:
    """Whether another process was first, so that the same may be tried again."""
    return isinstance(error, duckdb.TransactionException | duckdb.IOException) and bool(BUSY.search(str(error)))


def _attempt(cursor: duckdb.DuckDBPyConnection, what: Commit, work: Work) -> None:
    cursor.execute("BEGIN")
    newest = _number(cursor, "ducklake_current_snapshot")
    if what.base is not None and newest != what.base:
        raise MovedError(newest)
    _count(cursor)
    changed = work(cursor)
    details = json.dumps({**what.details, "rows": changed}, ensure_ascii=False)
    cursor.execute("CALL lake.set_commit_message($1, $2, extra_info => $3)", [what.author, what.message, details])
    cursor.execute("COMMIT")


def _number(cursor: duckdb.DuckDBPyConnection, of: str) -> int:
    return int(cursor.execute(f"SELECT id FROM {of}('lake')").fetchall()[0][0])


def _count(cursor: duckdb.DuckDBPyConnection) -> None:
    known = cursor.execute(
        "SELECT 1 FROM duckdb_tables() WHERE database_name = 'lake' AND table_name = $1", [COMMITS]
    ).fetchall()
    if known:
        cursor.execute(f"UPDATE lake.{COMMITS} SET number = number + 1")
    else:
        cursor.execute(f"CREATE TABLE lake.{COMMITS} AS SELECT 1::BIGINT AS number")


def write(cursor: duckdb.DuckDBPyConnection, name: str, table: Table) -> int:
    """Bring one table to its new content: new, reshaped, or only the rows that differ. Returns how many changed.

    Raises facts.PackageError for a value that its type does not hold.
    """
    columns = ", ".join(expression(column, type_) for column, type_ in table.types.items())
    cursor.register("incoming_frame", table.frame)
    try:
        cursor.execute(f"CREATE OR REPLACE TEMP TABLE incoming AS SELECT {columns} FROM incoming_frame")
    except duckdb.DataError as error:  # the facts are wrong, not the store
        raise facts.PackageError(
            [facts.Fault(name, None, None, f"a value can't be stored ({str(error).splitlines()[0]})")]
        ) from None
    cursor.unregister("incoming_frame")
    target = f"lake.{quoted(name)}"
    if shape(cursor, name) != dict(table.types):
        cursor.execute(f"DROP TABLE IF EXISTS {target}")
        cursor.execute(f"CREATE TABLE {target} AS FROM incoming")
        return len(table.frame)
    keys = " AND ".join(f"old.{quoted(key)} = stale.{quoted(key)}" for key in table.key)
    stale = _rows(cursor, f"CREATE OR REPLACE TEMP TABLE stale AS FROM {target} EXCEPT FROM incoming")
    fresh = _rows(cursor, f"CREATE OR REPLACE TEMP TABLE fresh AS FROM incoming EXCEPT FROM {target}")
    # Most tables of an edition are as they were: a statement that changes nothing costs as much as one that does.
    removed = _rows(cursor, f"DELETE FROM {target} AS old USING stale WHERE {keys}") if stale else 0
    added = _rows(cursor, f"INSERT INTO {target} FROM fresh") if fresh else 0
    return max(removed, added)


def _rows(cursor: duckdb.DuckDBPyConnection, statement: str) -> int:
    """How many rows a statement wrote."""
    return int(cursor.execute(statement).fetchall()[0][0])


def shape(cursor: duckdb.DuckDBPyConnection, name: str) -> dict[str, str]:
    """The columns of a table and their types; none if there is no such table."""
    return dict(
        cursor.execute(
            "SELECT column_name, data_type FROM duckdb_columns() WHERE database_name = 'lake' AND table_name = $1 "
            "ORDER BY column_index",
            [name],
        ).fetchall()
    )


def change_rows(
    cursor: duckdb.DuckDBPyConnection, name: str, changes: Sequence[Change], database: str = "lake"
) -> None:
    """Change rows of one table, in the transaction that is open. Raises MovedError if a row is not as it was."""
    resource = next(r for r in facts.descriptor(facts.DATA_DIR)["resources"] if r["name"] == name)
    types, key = types_of(resource), resource["schema"]["primaryKey"]
    target = f"{database}.{quoted(name)}"
    for source, rows in (
        ("old", [c.before for c in changes if c.before]),
        ("new", [c.after for c in changes if c.after]),
    ):
        texts = pa.table({field: pa.array([row.get(field) or None for row in rows], pa.string()) for field in types})
        cursor.register("changed_texts", texts)
        columns = ", ".join(expression(column, type_) for column, type_ in types.items())
        cursor.execute(f"CREATE OR REPLACE TEMP TABLE changed AS SELECT {columns} FROM changed_texts")
        cursor.unregister("changed_texts")
        if source == "new":
            cursor.execute(f"INSERT INTO {target} FROM changed")
            continue
        keys = " AND ".join(f"old.{quoted(part)} = changed.{quoted(part)}" for part in key)
        gone = cursor.execute(f"DELETE FROM {target} AS old USING changed WHERE {keys}").fetchall()[0][0]
        if gone != len(rows):
            raise MovedError(name)


def types_of(resource: Mapping[str, Any]) -> dict[str, str]:
    """The SQL type of each field of a table of the package."""
    return {f["name"]: "VARCHAR[]" if f.get("listOf") else TYPES[f["type"]] for f in resource["schema"]["fields"]}


def expression(column: str, type_: str) -> str:
    """The column of a frame of text as a value of its type, in SQL."""
    name = quoted(column)
    if type_ == "VARCHAR[]":
        return f"string_split({name}, '{facts.LIST_SEPARATOR}') AS {name}"
    if type_ == "BIGINT":
        return f"CAST(CAST({name} AS DECIMAL(38, 3)) AS BIGINT) AS {name}"
    return f"CAST({name} AS {type_}) AS {name}"
