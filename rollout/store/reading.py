"""How a store is read: any snapshot as text rows, as a mirror, and the list of commits."""

import datetime as dt
import json
from collections.abc import Mapping
from contextlib import closing
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa

from rollout import clock, facts
from rollout.facts.change import shortest
from rollout.store.connection import quoted
from rollout.store.writing import INTERNAL

FORMER_AUTHOR = "rollout monitor"  # whose commits were editions before a commit said its kind


def tables(connection: duckdb.DuckDBPyConnection, at: str = "") -> list[str]:
    """The tables of facts and statistics that the newest snapshot holds."""
    with closing(connection.cursor()) as cursor:
        rows = cursor.execute(
            "SELECT table_name FROM duckdb_tables() WHERE database_name = 'lake' ORDER BY table_name"
        ).fetchall()
    return [name for (name,) in rows if name not in INTERNAL]


def as_text(
    connection: duckdb.DuckDBPyConnection, name: str, snapshot: int | None = None, database: str = "lake"
) -> pd.DataFrame | None:
    """A table as text, as a package writes it (missing where empty), sorted; None where the snapshot has none."""
    source = f"{database}.{quoted(name)}" + at(snapshot)
    with closing(connection.cursor()) as cursor:
        try:
            types = dict(cursor.execute(f"SELECT column_name, column_type FROM (DESCRIBE FROM {source})").fetchall())
        except duckdb.CatalogException:
            return None
        columns = ", ".join(
            f"array_to_string({quoted(column)}, '{facts.LIST_SEPARATOR}') AS {quoted(column)}"
            if type_.endswith("[]")
            else f"CAST({quoted(column)} AS VARCHAR) AS {quoted(column)}"
            for column, type_ in types.items()
        )
        frame = cursor.execute(f"SELECT {columns} FROM {source} ORDER BY ALL").df().astype(object)
    for column in (column for column, type_ in types.items() if type_ == "DOUBLE"):
        frame[column] = [None if pd.isna(value) else shortest(value) for value in frame[column]]
    return frame.where(frame.notna(), None)


def shaped(frame: pd.DataFrame, resource: Mapping[str, Any]) -> pd.DataFrame:
    """A table in the fields of a package; one that it did not have then is empty."""
    fields = [field["name"] for field in resource["schema"]["fields"]]
    made = frame.reindex(columns=fields).astype(object)
    return made.where(made.notna(), None).sort_values(resource["schema"]["primaryKey"], ignore_index=True)


def copies(
    connection: duckdb.DuckDBPyConnection, snapshot: int, near: tuple[int, Mapping[str, pa.Table]] | None = None
) -> dict[str, pa.Table]:
    """The tables of a snapshot in the shape that they have today.

    A column or table that it did not have then is empty: today's questions can be asked of it. `near`: another snapshot
    and its tables; what did not change between the two is taken from there.
    """
    with closing(connection.cursor()) as cursor:
        cursor.execute("BEGIN")  # one look at the catalogue, not one a table
        is_newest = cursor.execute("SELECT id = $1 FROM ducklake_current_snapshot('lake')", [snapshot]).fetchone()
        changed = _written(cursor, snapshot, near[0]) if near else None
        columns: dict[str, dict[str, str]] = {}
        for table, column, type_ in cursor.execute(
            "SELECT table_name, column_name, data_type FROM duckdb_columns() WHERE database_name = 'lake' "
            "ORDER BY table_name, column_index"
        ).fetchall():
            columns.setdefault(table, {})[column] = type_
        return {
            name: near[1][name]
            if near and changed is not None and name not in changed and name in near[1]
            else _copy(cursor, name, columns[name], None if is_newest == (True,) else snapshot)
            for name in columns
            if name not in INTERNAL
        }


def written(connection: duckdb.DuckDBPyConnection, one: int, other: int) -> set[str] | None:
    """The tables whose rows differ between two snapshots; None where tables came, went or changed their columns."""
    with closing(connection.cursor()) as cursor:
        return _written(cursor, one, other)


def _written(cursor: duckdb.DuckDBPyConnection, one: int, other: int) -> set[str] | None:
    names = {
        str(number): str(name)
        for name, number in cursor.execute("SELECT table_name, table_id FROM ducklake_table_info('lake')").fetchall()
    }
    rows = cursor.execute(
        "SELECT unnest(flatten(map_values(changes))) FROM ducklake_snapshots('lake') "
        "WHERE snapshot_id > $1 AND snapshot_id <= $2",
        [min(one, other), max(one, other)],
    ).fetchall()
    return {names[what] for (what,) in rows} if all(what in names for (what,) in rows) else None


def _copy(cursor: duckdb.DuckDBPyConnection, name: str, columns: Mapping[str, str], snapshot: int | None) -> pa.Table:
    """A table of a snapshot; None: of the newest, which has today's columns."""
    source = f"lake.{quoted(name)}{at(snapshot)}"
    there = set(columns) if snapshot is None else _described(cursor, source)
    shown = ", ".join(
        f"TRY_CAST({quoted(column)} AS {type_}) AS {quoted(column)}"
        if column in there
        else f"CAST(NULL AS {type_}) AS {quoted(column)}"
        for column, type_ in columns.items()
    )
    return cursor.execute(f"SELECT {shown} FROM {source if there else '(SELECT 1 WHERE false)'}").to_arrow_table()


def _described(cursor: duckdb.DuckDBPyConnection, source: str) -> set[str]:
    """The columns of a table; none if there is no such table."""
    try:
        return {str(column) for column, *_ in cursor.execute(f"FROM {source} LIMIT 0").description or ()}
    except duckdb.CatalogException:
        return set()


def at(snapshot: int | None) -> str:
    """A snapshot as SQL names it."""
    return "" if snapshot is None else f" AT (VERSION => {int(snapshot)})"


def history(connection: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """The commits, newest first (see Store.history)."""
    with closing(connection.cursor()) as cursor:
        commits = cursor.execute("""
            SELECT snapshot_id, epoch(snapshot_time) AS snapshot_time, author, commit_message AS message,
                   commit_extra_info AS details
            FROM ducklake_snapshots('lake') WHERE author IS NOT NULL ORDER BY snapshot_id DESC""").df()
    zone = clock.zone()
    details = [json.loads(text) if isinstance(text, str) and text else {} for text in commits["details"]]
    former = ["edition" if author == FORMER_AUTHOR else "publish" for author in commits["author"]]
    return pd.DataFrame(
        {
            "snapshot_id": commits["snapshot_id"],
            "snapshot_time": [
                dt.datetime.fromtimestamp(second, zone).isoformat(" ", "seconds") for second in commits["snapshot_time"]
            ],
            "author": commits["author"],
            "message": commits["message"],
            "kind": [each.get("kind", old) for each, old in zip(details, former, strict=True)],
            "rows": pd.Series([each.get("rows") for each in details], dtype=object),
            "package": [each.get("package") for each in details],
            "details": details,
        }
    )
