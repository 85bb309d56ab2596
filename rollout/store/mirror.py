"""A snapshot copied into memory: what questions are asked of.

A database of its own without files, network or extensions: a reader of `lake` itself could open any SQLite file,
because the extension that reaches the catalogue knows no allowed folders.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, suppress
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa

from rollout import ROOT
from rollout.store.connection import engine, quoted

MACROS = ROOT / "queries" / "macros"
DERIVED = ROOT / "queries" / "derived"
ROW_GROUP = 122_880  # rows; of less DuckDB makes one piece of work
DERIVED_FROM = {"provinces", "place_periods", "geo_districts", "bodies"}


class Mirror:
    """The tables of one snapshot, as `facts`, locked down. Safe for threads: a cursor a call."""

    def __init__(self, number: int, tables: Mapping[str, pa.Table]):
        self.number = number
        self.tables = tables
        self.connection = engine()
        if all(table.num_rows < ROW_GROUP for table in tables.values()):
            self.connection.execute("SET threads = 1")  # others would only wait, and get in the way of other questions
        self.connection.execute("ATTACH ':memory:' AS facts")
        for name, table in tables.items():
            self.connection.register("copied", table)
            self.connection.execute(f"CREATE TABLE facts.{quoted(name)} AS FROM copied")
            self.connection.unregister("copied")

    def finish(self) -> None:
        """Work out what is derived from the tables, then lock: no files, no network, nothing of Python's, no way back.

        A snapshot of an earlier version lacks some of the tables: what reads them can't be asked of it.
        """
        for statement in derived(self.tables):
            self.connection.execute(statement)
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
