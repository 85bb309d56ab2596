"""The store: a DuckLake (snapshots, time travel, concurrent commits).

The catalogue is a local SQLite file under STORE_DIR (default `store/`) unless STORE_URL names a PostgreSQL database
(`postgres:dbname=... host=...`); then STORE_DIR holds the Parquet files that all replicas share. Either lets several
processes in at once.
"""

import math
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa

from rollout import facts
from rollout.errors import StoreError
from rollout.facts.change import Change, applied, difference, keys
from rollout.store import carrying, edition, reading
from rollout.store.connection import Place, close, connect, quoted
from rollout.store.kept import Answers, copy_place, keep_copy
from rollout.store.mirror import MACROS, Mirror, Tables, answered, basis, first, select
from rollout.store.mirror import write as write_copy
from rollout.store.writing import Commit, MovedError, Table, Work, change_rows, commit

__all__ = [
    "AUTHOR",
    "MACROS",
    "Commit",
    "MovedError",
    "Place",
    "Store",
    "Table",
    "change_rows",
    "open_store",
    "quoted",
]
AUTHOR = reading.FORMER_AUTHOR
UNREADABLE = (duckdb.IOException, duckdb.InternalException, duckdb.FatalException)
MIRRORS = 3  # the newest snapshot and two older ones
Tell = Callable[[str], None]


class Store:
    """An open store. Safe for threads: a cursor a call.

    Questions are asked of a mirror, a snapshot copied into memory: the tables are small, most of a question's time on
    the lake itself would go to its catalogue, and a mirror can reach nothing else. The newest and two older are kept.
    """

    def __init__(self, place: Place, read_only: bool = False):
        self.place = place
        if place.former and not read_only:
            carrying.from_former(place)
        self._connection = connect(place, read_only)
        self._writing, self._mirroring, self._looking, self._stating = Lock(), Lock(), Lock(), Lock()
        self._mirrors: OrderedDict[int, Mirror] = OrderedDict()
        self._states: dict[int, dict[str, pd.DataFrame]] = {}  # as text: the newest, and the last other one asked for
        self._newest, self._looked = -1, -math.inf
        self._kept: tuple[int, Answers] | None = None  # of the snapshot of this number
        self.faults: list[facts.Fault] = []

    def lock_down(self, keep_answers: bool = False) -> None:
        """No files but the lake's own, no network, no way back: for every statement from here on.

        `keep_answers`: answers about this snapshot are looked for beside the store first, and kept there; the snapshot
        is copied into memory when one is not there.
        """
        number = self.snapshot()
        if keep_answers:
            since = self._require(number)
            self._kept = number, Answers(self.place, basis(number, since))
        else:
            self._mirror(number)
        self._connection.execute("SET allowed_directories = [$1]", [str(self.place.folder) + "/"])
        if self.place.is_local:
            self._connection.execute("SET enable_external_access = false")
        self._connection.execute("SET lock_configuration = true")

    def query(self, sql: str, parameters: Mapping[str, Any] | None = None, snapshot: int | None = None) -> pd.DataFrame:
        """The rows that one SELECT gives, fetched fully; of the newest snapshot known here, or of an earlier one.

        Raises ValueError for anything but one SELECT, StoreError if the store's files can't be read or the snapshot is
        not there.
        """
        if self._kept and self._kept[0] == (self._newest if snapshot is None else snapshot):
            answer = self._kept[1].table(sql, parameters, lambda: self._mirror(snapshot).answer(sql, parameters))
            return answered(self._connection, answer)
        return self._mirror(snapshot).query(sql, parameters)

    def lake(self, sql: str, parameters: Mapping[str, Any] | None = None) -> pd.DataFrame:
        """The same, of the lake with all its snapshots: for our own SQL only, never for a stranger's."""
        with _explained():
            return select(self._connection, sql, parameters)

    def arrow(self, name: str, snapshot: int | None = None) -> pa.Table:
        """A table of the newest snapshot, or of an earlier one, as Arrow has it."""
        return self._mirror(snapshot).tables[name]

    def table(self, name: str, snapshot: int) -> pd.DataFrame:
        """A table of a snapshot, as it is, its texts as Arrow has them. Raises KeyError."""
        return as_frame(self.arrow(name, snapshot))

    def types(self, sql: str, snapshot: int) -> dict[str, str]:
        """The columns of a SELECT of a snapshot, with their types as DuckDB calls them."""
        rows = self.query(f"SELECT column_name, column_type FROM (DESCRIBE {sql})", None, snapshot)
        return dict(zip(rows["column_name"], rows["column_type"], strict=True))

    def macros(self, snapshot: int) -> list[str]:
        """The names of our macros that give tables, of a snapshot."""
        held = "function_type = 'table_macro' AND NOT internal"
        return list(
            self.query(
                f"SELECT DISTINCT function_name AS name FROM duckdb_functions() WHERE {held} ORDER BY 1", None, snapshot
            )["name"]
        )

    def copied(self, snapshot: int) -> Tables:
        """All tables of a snapshot, as Arrow has them. Raises StoreError for a snapshot that is not there."""
        return self._mirror(snapshot).tables

    def snapshot(self, within: float = 0.0) -> int:
        """The number of the newest snapshot, whoever committed it; it is what questions are asked of from here on.

        `within`: seconds for which another process's commit may be missed; our own counts at once.
        """
        if self._newest < 0 or time.monotonic() - self._looked >= within:
            self._looked = time.monotonic()
            self._newest = max(self._newest, self.number())  # a commit of ours may come between
        return self._newest

    def newest(self, within: float) -> int | None:
        """The number of the newest snapshot as known for no more than some seconds, without asking; else None."""
        return self._newest if self._newest >= 0 and time.monotonic() - self._looked < within else None

    def number(self) -> int:
        """The number of the newest snapshot."""
        with _explained():
            return int(first(self._connection, "SELECT id FROM ducklake_current_snapshot('lake')"))

    def _mirror(self, snapshot: int | None) -> Mirror:
        """A snapshot in memory, copied if it is not there yet."""
        if snapshot is None:
            snapshot = self._newest if self._newest >= 0 else self.snapshot()
        with self._looking:
            if snapshot in self._mirrors:
                self._mirrors.move_to_end(snapshot)
                return self._mirrors[snapshot]
        with self._mirroring:  # meanwhile the others are asked
            mirror = self._mirrors.get(snapshot) or self._copied(snapshot)
            with self._looking:
                self._mirrors[snapshot] = mirror
                while len(self._mirrors) > MIRRORS:  # who still asks one that goes has it until the answer is there
                    self._mirrors.pop(next(number for number in self._mirrors if number != self._newest))
        return mirror

    def _copied(self, snapshot: int) -> Mirror:
        since = self._require(snapshot)
        with self._looking:
            near = next(reversed(self._mirrors.values()), None)
        try:  # what a server begins with is kept for the next start; what comes later it has in memory
            file = copy_place(self.place, basis(snapshot, since)) if near is None and self.place.is_local else None
            mirror = self._kept_copy(snapshot, file) if file else None
            if mirror is None:
                tables = reading.copies(self._connection, snapshot, (near.number, near.tables) if near else None)
                if file and keep_copy(file, lambda path: write_copy(path, tables)):
                    mirror = self._kept_copy(snapshot, file)
                mirror = mirror or Mirror(snapshot, tables)
            mirror.finish()
        except (duckdb.Error, OSError) as error:
            raise StoreError.of(error, "data") from None
        return mirror

    @staticmethod
    def _kept_copy(snapshot: int, file: Path) -> Mirror | None:
        """A snapshot's copy that is kept; None where there is none or it is cut off."""
        if not file.exists():
            return None
        with suppress(duckdb.Error):
            return Mirror(snapshot, file)
        return None

    def _require(self, snapshot: int) -> pd.Timestamp:
        """When a snapshot was committed. Raises StoreError if there is no such one."""
        found = self.lake(
            "SELECT snapshot_time::TIMESTAMP AS since FROM ducklake_snapshots('lake') WHERE snapshot_id = $id",
            {"id": snapshot},
        )
        if found.empty:
            raise StoreError("no snapshot", str(snapshot))
        return pd.Timestamp(found["since"].iloc[0])

    def tables(self) -> list[str]:
        """The tables of facts and statistics that the newest snapshot holds."""
        return reading.tables(self._connection)

    def history(self) -> pd.DataFrame:
        """The commits, newest first.

        snapshot_id, snapshot_time (the office's clock, with its offset), author, message, kind (edition, publish,
        import, revert, restore), rows (how many changed; missing where that was not counted), package (the fingerprint
        of the edition that it rests on), details (all that is kept with it: of an edition also `from` and `conflicts`).
        """
        try:
            return reading.history(self._connection)
        except duckdb.Error as error:
            raise StoreError.of(error, "broken") from None

    def write(self, what: Commit, work: Work) -> int:
        """Commit what `work` writes with a cursor (see writing.commit); returns the snapshot's number."""
        with self._writing:
            self._newest = commit(self._connection, what, work)
            return self._newest

    def commit(self, tables: Mapping[str, Table], what: Commit) -> int:
        """Make the store hold exactly these tables, in one transaction: only rows that differ are written.

        Returns the snapshot's number. On any error nothing is changed. Raises facts.PackageError for a value that its
        type does not hold, MovedError as `write`.
        """
        return self.write(what, lambda cursor: edition.replace_tables(cursor, tables, self.tables()))

    def present(self, snapshot: int | None = None) -> dict[str, pd.DataFrame]:
        """The package's tables as text (missing where empty), as `facts.load` gives them; of an earlier snapshot.

        Shared: not to be changed. Raises StoreError for a snapshot that is not there.
        """
        mirror = self._mirror(self.snapshot() if snapshot is None else snapshot)
        with self._stating:
            if mirror.number not in self._states:
                kept = {number: state for number, state in self._states.items() if number == self._newest}
                self._states = {**kept, mirror.number: _state(mirror)}
            return self._states[mirror.number]

    def publish(
        self,
        changes: Sequence[Change],
        author: str,
        message: str,
        base: int,
        details: Mapping[str, Any] | None = None,
    ) -> int:
        """Commit changes of rows that were made from snapshot `base`; returns the new snapshot's number.

        `details`: what else is kept with the commit, such as its kind. Raises MovedError if something was committed
        since `base`: then nothing is written.
        """
        by_table: dict[str, list[Change]] = {}
        for change in changes:
            by_table.setdefault(change.table, []).append(change)

        def work(cursor: duckdb.DuckDBPyConnection) -> int:
            for name, own in by_table.items():
                change_rows(cursor, name, own)
            return len(changes)

        kept = {"kind": "publish", "package": edition.known(self)} | dict(details or {})
        number = self.write(Commit(author, message, kept, base), work)
        with self._stating:
            if base in self._states and number == base + 1:
                self._states = {number: applied(self._states[base], changes)}
        return number

    def texts(self, names: Sequence[str], snapshot: int | None = None) -> dict[str, pd.DataFrame]:
        """Tables as text with every column that they have; those that are not there are left out."""
        frames = {name: reading.as_text(self._connection, name, snapshot) for name in names}
        return {name: frame for name, frame in frames.items() if frame is not None}

    def changes(self, old: int, new: int) -> tuple[Change, ...]:
        """What differs between the package's tables of two snapshots; only those that were written between are read.

        Raises StoreError for a snapshot that is not there.
        """
        self._require(old)
        self._require(new)
        written = reading.written(self._connection, old, new)
        names = [name for name in keys() if written is None or name in written]
        return tuple(difference(self.texts(names, old), self.texts(names, new)))

    def close(self) -> None:
        """Let go of the catalogue, after a failed commit too."""
        self._mirrors.clear()
        if self._kept:
            self._kept[1].close()
        with suppress(duckdb.Error):
            close(self._connection)


@contextmanager
def _explained() -> Iterator[None]:
    """What the lake says when it can't be read, as a StoreError."""
    try:
        yield
    except duckdb.Error as error:
        if is_unreadable(error):
            raise StoreError.of(error, "broken") from None
        raise
    except UnicodeDecodeError as error:  # what SQLite says of a damaged catalogue quotes it
        raise StoreError("broken", str(error)) from None


def _state(mirror: Mirror) -> dict[str, pd.DataFrame]:
    """The package's tables of a snapshot in memory, as text."""
    found = {}
    for resource in facts.descriptor(facts.DATA_DIR)["resources"]:
        frame = reading.as_text(mirror.connection, resource["name"], database="facts")
        if frame is not None:
            found[resource["name"]] = reading.shaped(frame, resource)
    return found


def open_store(
    tell: Tell = lambda _: None,
    place: Place | None = None,
    package: Path | None = None,
    old_if_faulty: bool = False,
    keep_answers: bool = False,
) -> Store:
    """Open the store, build it on first start, bring it up to date, lock it down.

    `keep_answers`: for a command that asks the same at each run (Store.lock_down). `old_if_faulty`: with a faulty
    package open the last good snapshot, if there is one, and keep the faults in `faults`.

    Raises StoreError and facts.PackageError; the data stay as they were.
    """
    store = Store(place or Place.from_environment())
    try:
        try:
            edition.bring_up_to_date(store, tell, package or facts.DATA_DIR)
        except facts.PackageError as error:
            if not old_if_faulty or store.history().empty:
                raise
            store.faults = error.faults
        store.lock_down(keep_answers)
    except duckdb.Error as error:
        store.close()
        raise StoreError.of(error) from None
    except BaseException:
        store.close()
        raise
    return store


def as_frame(table: pa.Table) -> pd.DataFrame:
    """An Arrow table with its texts left as they are: ten million Python strings would take twelve seconds to make."""
    kept = {pa.string(): pd.StringDtype("pyarrow", na_value=float("nan"))}
    frame: pd.DataFrame = table.to_pandas(date_as_object=False, types_mapper=kept.get)
    return frame


def is_unreadable(error: duckdb.Error) -> bool:
    """True if the store's files can't be read, False if the question is wrong.

    A data file that is cut off is "invalid input" to DuckDB.
    """
    return isinstance(error, UNREADABLE) or (
        isinstance(error, duckdb.InvalidInputException) and ".parquet" in str(error)
    )
