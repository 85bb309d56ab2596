"""Where a store lives, and how its catalogue is reached: DuckLake with its catalogue in SQLite or PostgreSQL."""

import hashlib
import importlib.resources
import os
import shutil
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import duckdb

from rollout import ROOT, files
from rollout.errors import StoreError

FORMER = "catalogue.ducklake"  # the catalogue of a version before: a DuckDB file, which lets one process in
UNUSABLE = {"?", "\\"} if os.sep == "/" else {"?"}  # DuckDB takes what follows ? for a query, and \ for a separator
POSTGRES = "postgres:"
_CHECKED: set[str] = set()  # extensions whose signature DuckDB has checked: a third of a second each
LARGE = 64_000_000  # bytes of Parquet; of less, several threads take twice the processor's time and are no quicker
PATIENCE = 30_000  # milliseconds that one process waits for another to read or write the catalogue


@dataclass(frozen=True)
class Place:
    """Where a store lives: its catalogue (the path of an SQLite file, or `postgres:...`) and the folder of its data."""

    catalogue: str
    folder: Path

    @classmethod
    def from_environment(cls) -> "Place":
        """The place that STORE_URL and STORE_DIR name, else the folder `store/`. Raises StoreError (wrong address)."""
        folder = Path(os.environ.get("STORE_DIR") or ROOT / "store").resolve()
        address = os.environ.get("STORE_URL")
        if address and not address.startswith(POSTGRES):
            raise StoreError("wrong address", address)
        return cls(address, folder) if address else cls.in_folder(folder)

    @classmethod
    def in_folder(cls, folder: Path) -> "Place":
        """A local store in a folder."""
        return cls(str(folder / "catalogue.sqlite"), folder)

    @property
    def is_local(self) -> bool:
        """True for a catalogue file, False for one in PostgreSQL."""
        return not self.catalogue.startswith(POSTGRES)

    @property
    def data(self) -> Path:
        """The folder of the Parquet files."""
        return self.folder / "data"

    @property
    def kept(self) -> Path:
        """The folder of what can be worked out again: a cache."""
        return self.folder / "kept"

    @property
    def former(self) -> Path | None:
        """The catalogue of a version before, where it has not been carried over yet."""
        old = self.folder / FORMER
        return old if self.is_local and not os.path.lexists(self.catalogue) and os.path.lexists(old) else None


def engine(*extensions: str) -> duckdb.DuckDBPyConnection:
    """DuckDB in memory, with extensions from their wheels. Raises StoreError (no extension)."""
    checked = bool(extensions) and set(extensions) <= _CHECKED
    # never ask the network for one
    config: dict[str, Any] = {"autoinstall_known_extensions": False, "allow_unsigned_extensions": checked}
    connection = duckdb.connect(config=config)
    try:
        connection.execute("SET enable_progress_bar = false")  # on a busy machine it would print between our own lines
        for name in extensions:
            _load(connection, name)
    except BaseException:
        connection.close()
        raise
    _CHECKED.update(extensions)
    return connection


def connect(place: Place, read_only: bool = False) -> duckdb.DuckDBPyConnection:
    """DuckDB with the store attached as `lake`; a new store is begun. Raises StoreError."""
    is_new = _is_new(place)
    try:
        if not read_only:
            place.data.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError.of(error, "unwritable") from None
    extensions = "ducklake", "sqlite_scanner" if place.is_local else "postgres_scanner"
    known = _known_good(place, extensions)
    connection = engine(*extensions)
    if not known and not read_only:
        _note_good(place, extensions)
    try:
        attach(connection, place, read_only)
        if _bytes(connection) < LARGE:
            connection.execute("SET threads = 1")
    except duckdb.Error as error:
        connection.close()
        failure = StoreError.of(error, "unknown" if place.is_local else "unreachable")
        if failure.reason == "locked" and not _locks(place.folder):
            failure = StoreError("cannot lock", str(error))
        if is_new and failure.reason == "full":  # half a catalogue would look like a broken one
            for path in place.folder.glob(f"{Path(place.catalogue).name}*"):
                path.unlink()
        raise failure from None
    except UnicodeDecodeError as error:  # what SQLite says of a damaged catalogue quotes it
        connection.close()
        raise StoreError("broken", str(error)) from None
    except BaseException:
        connection.close()
        raise
    return connection


def _bytes(connection: duckdb.DuckDBPyConnection) -> int:
    """How much the tables of the newest snapshot hold."""
    held = connection.execute("SELECT sum(file_size_bytes) FROM ducklake_table_info('lake')").fetchone()
    return int((held and held[0]) or 0)


def _locks(folder: Path) -> bool:
    """Whether files in a folder can be locked: SQLite calls one that can't be a busy one."""
    try:
        import fcntl

        with tempfile.TemporaryFile(dir=folder) as file:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except ImportError:  # Windows
        return True
    except OSError:
        return False
    return True


def attach(connection: duckdb.DuckDBPyConnection, place: Place, read_only: bool = False) -> None:
    """Attach a store as `lake`. Raises duckdb.Error."""
    address, options = place.catalogue, ""
    if read_only and place.former:
        address = str(place.former)
    elif place.is_local:
        address = f"sqlite:{address}"
        options = f", META_BUSY_TIMEOUT {PATIENCE}"
    options = f"DATA_PATH {literal(f'{place.data}/')}, OVERRIDE_DATA_PATH true" + options + ", READ_ONLY" * read_only
    connection.execute(f"ATTACH {literal(f'ducklake:{address}')} AS lake ({options})")


def literal(text: str) -> str:
    """A text as SQL writes it."""
    return "'" + text.replace("'", "''") + "'"


def quoted(name: str) -> str:
    """A name as SQL writes it."""
    return '"' + name.replace('"', '""') + '"'


def _is_new(place: Place) -> bool:
    """Whether there is no catalogue yet. Raises StoreError where one that is gone would hide what the data hold."""
    if set(str(place.folder)) & UNUSABLE:
        raise StoreError("unusable path", str(place.folder))
    if not place.is_local or place.former:
        return False
    catalogue = Path(place.catalogue)
    if catalogue.is_dir():
        raise StoreError("broken", f"{catalogue} is a folder")
    try:
        is_new = not os.path.lexists(catalogue) or (catalogue.is_file() and not catalogue.stat().st_size)
        if is_new and any(place.data.rglob("*.parquet")):
            raise StoreError("broken", f"{catalogue} is missing or empty")
    except OSError as error:
        raise StoreError.of(error, "unwritable") from None
    return is_new


def _known_good(place: Place, extensions: Iterable[str]) -> bool:
    """Whether DuckDB has found the signatures of these very files good before, here or for this store."""
    names = set(extensions)
    with suppress(OSError, ImportError):
        if names <= _CHECKED or all(_mark(place, name).exists() for name in names):
            _CHECKED.update(names)
            return True
    return False


def _note_good(place: Place, extensions: Iterable[str]) -> None:
    """Write down that the signatures of these files are good."""
    with suppress(OSError, ImportError):
        place.kept.mkdir(exist_ok=True)
        for name in extensions:
            files.write(_mark(place, name), "")


def _mark(place: Place, name: str) -> Path:
    """The file that says so: its name holds the digest of the extension."""
    with importlib.resources.as_file(_found(name)) as wheel, wheel.open("rb") as content:
        return place.kept / f"signed-{name}-{hashlib.file_digest(content, 'sha256').hexdigest()[:32]}"


def _found(name: str) -> Traversable:
    """An extension in its wheel. Raises ImportError."""
    short = name.removesuffix("_scanner")
    package = importlib.resources.files(f"duckdb_extension_{short}")
    return package / "extensions" / f"v{duckdb.__version__}" / f"{short}.duckdb_extension"


def _load(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    """Load an extension from its wheel.

    DuckDB's own way copies it into the user's home first, and a service account may have none.
    """
    short = name.removesuffix("_scanner")
    try:
        with (
            importlib.resources.as_file(_found(name)) as wheel,
            tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder,
        ):
            path = wheel
            if short != name:  # DuckDB looks for the extension's entry by the file's name
                path = Path(shutil.copyfile(wheel, Path(folder) / f"{name}.duckdb_extension"))
            connection.execute(f"LOAD {literal(str(path))}")
    except (ImportError, OSError, duckdb.Error) as error:
        raise StoreError("no extension", str(error)) from None


def close(connection: duckdb.DuckDBPyConnection) -> None:
    """Let go of the catalogue, after a failed commit too: what DuckLake keeps open then, closing alone would not."""
    with suppress(duckdb.Error):
        connection.execute("DETACH lake")
    connection.close()
