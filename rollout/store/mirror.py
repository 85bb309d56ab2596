"""A snapshot copied out of the lake, into memory or a file beside the store: what questions are asked of.

A database of its own without files, network or extensions: a reader of `lake` itself could open any SQLite file,
because the extension that reaches the catalogue knows no allowed folders. The file is only read: a start that finds it
need not copy.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa

from rollout import ROOT
from rollout.store.connection import engine, literal, quoted

MACROS = ROOT / "queries" / "macros"
DERIVED = ROOT / "queries" / "derived"
ROW_GROUP = 122_880  # rows; of less DuckDB makes one piece of work
DERIVED_FROM = {"provinces", "place_periods", "geo_districts", "bodies"}


class Mirror:
    """The tables of one snapshot, as `facts`, locked down. Safe for threads: a cursor a call."""

    def __init__(self, number: int, tables: Mapping[str, pa.Table] | Path):
        """`tables`: what is copied into memory, or the file that `write` made of it.

        Raises duckdb.Error for a file that can't be read.
        """
        self.number = number
        self.connection = engine()
        if isinstance(tables, Path):
            self.connection.execute(f"ATTACH {literal(str(tables))} AS facts (READ_ONLY)")
        else:
            self.connection.execute("ATTACH ':memory:' AS facts")
            _fill(self.connection, tables)
        self._is_derived = isinstance(tables, Path)
        self.tables = Tables(self.connection)
        if all(rows < ROW_GROUP for rows in self.tables.rows()):
            self.connection.execute("SET threads = 1")  # others would only wait, and get in the way of other questions

    def finish(self) -> None:
        """Work out what is derived from the tables, then lock: no files, no network, nothing of Python's, no way back.

        A snapshot of an earlier version lacks some of the tables: what reads them can't be asked of it.
        """
        if not self._is_derived:
            _derive(self.connection, self.tables)
        for statement in macros():
            with suppress(duckdb.CatalogException):
                self.connection.execute(statement)
        self.connection.execute(
            "SET python_enable_replacements = false; SET enable_external_access = false; SET lock_configuration = true"
        )

    def query(self, sql: str, parameters: Mapping[str, Any] | None = None) -> pd.DataFrame:
        """The rows that one SELECT gives, fetched fully. Raises ValueError for anything else."""
        return select(self.connection, sql, parameters)

    def answer(self, sql: str, parameters: Mapping[str, Any] | None = None) -> pa.Table:
        """The same as Arrow has it, to be kept. Raises ValueError for anything but one SELECT."""
        with closing(self.connection.cursor()) as cursor:
            return _run(cursor, sql, parameters).to_arrow_table()


class Tables(Mapping[str, pa.Table]):
    """The tables of a snapshot as Arrow has them, each read when it is asked for; without what is derived."""

    def __init__(self, connection: duckdb.DuckDBPyConnection):
        self._connection = connection
        made = {path.stem for path in DERIVED.glob("*.sql")}
        held = connection.execute(
            "SELECT table_name, estimated_size FROM duckdb_tables() WHERE database_name = 'facts' ORDER BY table_oid"
        ).fetchall()
        self._rows = {str(name): int(rows) for name, rows in held if name not in made}

    def __getitem__(self, name: str) -> pa.Table:
        return self._read(name, "")

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    def schema(self, name: str) -> pa.Schema:
        """The columns of a table and their types."""
        return self._read(name, "LIMIT 0").schema

    def rows(self) -> Iterable[int]:
        """How many rows each table has."""
        return self._rows.values()

    def _read(self, name: str, limit: str) -> pa.Table:
        if name not in self._rows:
            raise KeyError(name)
        with closing(self._connection.cursor()) as cursor:
            return cursor.execute(f"FROM facts.{quoted(name)} {limit}").to_arrow_table()


def write(path: Path, tables: Mapping[str, pa.Table]) -> None:
    """Write the tables and what is derived from them as a file for a Mirror. Raises duckdb.Error."""
    with closing(engine()) as connection:
        # as in memory: quick to write and to read; blocks as small as there are, because most tables are
        connection.execute("SET threads = 1; SET force_compression = 'uncompressed'")
        connection.execute(f"ATTACH {literal(str(path))} AS facts (BLOCK_SIZE 16384)")
        connection.execute("BEGIN")
        _fill(connection, tables)
        _derive(connection, tables)
        connection.execute("COMMIT")
        connection.execute("DETACH facts")


def _fill(connection: duckdb.DuckDBPyConnection, tables: Mapping[str, pa.Table]) -> None:
    """Tables into `facts`."""
    for name, table in tables.items():
        connection.register("copied", table)
        connection.execute(f"CREATE TABLE facts.{quoted(name)} AS FROM copied")
        connection.unregister("copied")


def _derive(connection: duckdb.DuckDBPyConnection, tables: Iterable[str]) -> None:
    """What is derived from tables into `facts`."""
    for statement in derived(tables):
        connection.execute(statement)


def basis(number: int, since: pd.Timestamp) -> bytes:
    """What an answer rests on beside its question: the snapshot and when it was committed, macros, what is derived."""
    made = [path.read_text(encoding="utf-8") for path in sorted(DERIVED.glob("*.sql"))]
    return repr((number, since, duckdb.__version__, made, list(macros()))).encode()


def derived(tables: Iterable[str]) -> Iterator[str]:
    """The statements that work out what is derived from tables of these names."""
    for path in sorted(DERIVED.glob("*.sql")) if DERIVED_FROM.issubset(tables) else ():
        yield f"CREATE TABLE facts.{quoted(path.stem)} AS {path.read_text(encoding='utf-8')}"


def macros() -> Iterator[str]:
    """The statements that make the macros, a file each; one of a table that a snapshot lacks can't be made."""
    for path in sorted(MACROS.glob("*.sql")):
        yield path.read_text(encoding="utf-8")


def select(
    connection: duckdb.DuckDBPyConnection, sql: str, parameters: Mapping[str, Any] | None = None
) -> pd.DataFrame:
    """The rows that one SELECT gives, fetched fully, with a cursor of its own. Raises ValueError for anything else."""
    with closing(connection.cursor()) as cursor:
        return _run(cursor, sql, parameters).df()


def answered(connection: duckdb.DuckDBPyConnection, answer: pa.Table) -> pd.DataFrame:
    """The rows of an answer that was kept, as `select` gives them."""
    with closing(connection.cursor()) as cursor:
        return cursor.from_arrow(answer).df()


def first(connection: duckdb.DuckDBPyConnection, sql: str) -> Any:
    """The first value of the first row that one SELECT gives."""
    with closing(connection.cursor()) as cursor:
        row = _run(cursor, sql, None).fetchone()
        return row and row[0]


def _run(
    cursor: duckdb.DuckDBPyConnection, sql: str, parameters: Mapping[str, Any] | None
) -> duckdb.DuckDBPyConnection:
    statements = cursor.extract_statements(sql)
    if [statement.type for statement in statements] != [duckdb.StatementType.SELECT]:
        raise ValueError("A question is one SELECT statement")
    return cursor.execute(statements[0], dict(parameters or {}))
