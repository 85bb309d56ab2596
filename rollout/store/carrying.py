"""Carry a catalogue over from one database into another, with the whole history: the data files stay the same.

DuckLake's catalogue is the same tables in DuckDB (the version before), SQLite and PostgreSQL; only the few rows that it
keeps in the catalogue itself (inlined data) are typed by what each database can.
"""

import datetime as dt
import re
import time
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from rollout import clock
from rollout.errors import StoreError
from rollout.store.connection import Place, attach, engine, literal, quoted

INLINED = re.compile(r"ducklake_inlined_(data|delete)_\d")
TYPED = {  # how a database keeps what DuckLake calls so, where it does not keep it as text
    "sqlite": {"int32": "BIGINT", "int64": "BIGINT", "boolean": "BIGINT"},
    "postgres": {
        "int32": "INTEGER",
        "int64": "BIGINT",
        "boolean": "BOOLEAN",
        "float64": "DOUBLE",
        "varchar": "BLOB",
    },
}
EVERYTHING = 'created_schema:"main"'  # what such a commit changed, in DuckLake's words: more than rows
WAITS = 40  # times a quarter of a second for another process that does the same


def from_former(place: Place) -> None:
    """Put an SQLite catalogue in the place of a DuckDB file, which stays beside it as `catalogue.ducklake.old`.

    A crash leaves one or the other. Raises StoreError (locked: a server of the version before runs).
    """
    for wait in range(WAITS):
        old = place.former
        if old is None:
            return
        try:
            _replace(place, old)
        except duckdb.Error as error:
            failure = StoreError.of(error, "broken")
            if failure.reason != "locked" or wait == WAITS - 1:
                raise failure from None
            time.sleep(0.25)


def _replace(place: Place, old: Path) -> None:
    catalogue = Path(place.catalogue)
    part = catalogue.with_name(f".{catalogue.name}.part")
    with closing(engine("ducklake", "sqlite_scanner")) as connection:
        connection.execute(f"ATTACH {literal(str(old))} AS source")  # to write: nobody else has it, then
        if place.former is None:  # another process was quicker, between our look and now
            made_by_us = not _columns(connection, "source")  # it had moved the file already
            connection.execute("DETACH source")
            if made_by_us:
                old.unlink(missing_ok=True)
            return
        try:
            for left in place.folder.glob(f"{part.name}*"):
                left.unlink()
            begin(connection, Place(str(part), place.folder))
            connection.execute(f"ATTACH {literal(str(part))} AS target (TYPE sqlite)")
            carry(connection, "sqlite")
            connection.execute("DETACH target")
            _compare(connection, Place(str(part), place.folder))
            part.replace(catalogue)
        except OSError as error:
            raise StoreError.of(error, "unwritable") from None
        finally:
            for left in place.folder.glob(f"{part.name}*"):
                left.unlink(missing_ok=True)
    for path in (old, old.with_name(f"{old.name}.wal")):
        with suppress(OSError):  # it is of no use any more
            path.replace(path.with_name(f"{path.name}.old"))


def _compare(connection: duckdb.DuckDBPyConnection, made: Place) -> None:
    """Whether DuckLake reads the history in the new catalogue that the old one has. Raises StoreError."""
    attach(connection, made, read_only=True)
    ids = "SELECT snapshot_id FROM {} ORDER BY ALL"
    histories = [
        connection.execute(ids.format(source)).fetchall()
        for source in ("source.ducklake_snapshot", "ducklake_snapshots('lake')")
    ]
    connection.execute("DETACH lake")
    if histories[0] != histories[1]:
        raise StoreError("broken", "the history did not come along")


def begin(connection: duckdb.DuckDBPyConnection, place: Place) -> None:
    """Let DuckLake begin an empty catalogue."""
    attach(connection, place)
    connection.execute("DETACH lake")


@dataclass(frozen=True)
class Mark:
    """A commit that says that the store was put back; its number follows all that anybody has seen."""

    author: str
    message: str
    details: str

    def statements(self, schema: str, snapshot: int, version: int) -> list[tuple[str, list[Any]]]:
        """What writes it into a catalogue (SQLite, or DuckDB's view of one), after the highest numbers so far.

        A running server remembers answers by snapshot, and tables by schema version: none may be used again.
        """
        columns = "snapshot_id, snapshot_time, schema_version, next_catalog_id, next_file_id"
        now = clock.now().astimezone(dt.UTC).strftime("%Y-%m-%d %H:%M:%S.%f+00")
        return [
            (
                f"INSERT INTO {schema}.ducklake_snapshot ({columns}) SELECT ?, ?, ?, next_catalog_id, next_file_id "
                f"FROM {schema}.ducklake_snapshot ORDER BY snapshot_id DESC LIMIT 1",
                [snapshot + 1, now, version + 1],
            ),
            (
                f"INSERT INTO {schema}.ducklake_snapshot_changes "
                "(snapshot_id, changes_made, author, commit_message, commit_extra_info) VALUES (?, ?, ?, ?, ?)",
                [snapshot + 1, EVERYTHING, self.author, self.message, self.details],
            ),
        ]


def carry(connection: duckdb.DuckDBPyConnection, kind: str, mark: Mark | None = None) -> None:
    """Make the catalogue `target` (attached; of this kind) hold exactly what `source` does, in one transaction.

    Raises StoreError (other version).
    """
    columns = {name: _columns(connection, name) for name in ("source", "target")}
    versions = [
        connection.execute(f"SELECT value FROM {name}.ducklake_metadata WHERE key = 'version'").fetchall()
        for name in columns
    ]
    if versions[0] != versions[1]:
        raise StoreError("other version", f"{versions[0]} instead of {versions[1]}")
    inlined = _inlined_types(connection, kind)
    connection.execute("BEGIN")
    highest = [_highest(connection, name) for name in columns]
    for name in columns["target"]:
        connection.execute(f"{'DROP TABLE' if INLINED.match(name) else 'DELETE FROM'} target.{quoted(name)}")
    for name, own in columns["source"].items():
        types = columns["target"].get(name, {})
        if INLINED.match(name):
            types = {column: inlined.get((name, column), "BIGINT") for column in own}
            shape = ", ".join(f"{quoted(column)} {type_}" for column, type_ in types.items())
            connection.execute(f"CREATE TABLE target.{quoted(name)} ({shape})")
        names = ", ".join(map(quoted, own))
        values = ", ".join(_cast(column, was, types[column]) for column, was in own.items())
        connection.execute(f"INSERT INTO target.{quoted(name)} ({names}) SELECT {values} FROM source.{quoted(name)}")
    for statement, given in mark.statements("target", *map(max, zip(*highest, strict=True))) if mark else ():
        connection.execute(statement, given)
    connection.execute("COMMIT")


def _highest(connection: duckdb.DuckDBPyConnection, database: str) -> tuple[int, int]:
    found = connection.execute(f"SELECT max(snapshot_id), max(schema_version) FROM {database}.ducklake_snapshot")
    snapshot, version = found.fetchall()[0]
    return int(snapshot or 0), int(version or 0)


def _columns(connection: duckdb.DuckDBPyConnection, database: str) -> dict[str, dict[str, str]]:
    """The catalogue's tables: their columns and types."""
    found: dict[str, dict[str, str]] = {}
    for table, column, type_ in connection.execute(
        "SELECT table_name, column_name, data_type FROM duckdb_columns() WHERE database_name = $1 AND "
        "table_name LIKE 'ducklake\\_%' ESCAPE '\\' ORDER BY table_name, column_index",
        [database],
    ).fetchall():
        found.setdefault(table, {})[column] = type_
    return found


def _inlined_types(connection: duckdb.DuckDBPyConnection, kind: str) -> dict[tuple[str, str], str]:
    """How a kind of database keeps each column of the rows that lie in the catalogue; what is not there is a number."""
    rows = connection.execute("""
        SELECT i.table_name, c.column_name, c.column_type
        FROM source.ducklake_inlined_data_tables AS i JOIN source.ducklake_column AS c ON c.table_id = i.table_id
        WHERE c.parent_column IS NULL""").fetchall()
    return {(table, column): TYPED[kind].get(type_, "VARCHAR") for table, column, type_ in rows}


def _cast(column: str, was: str, becomes: str) -> str:
    name = quoted(column)
    if was == "BLOB" and becomes != "BLOB":
        return f"decode({name})"
    if becomes == "BLOB" and was != "BLOB":
        return f"encode(CAST({name} AS VARCHAR))"
    return f"CAST({name} AS {becomes})"
