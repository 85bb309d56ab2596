"""Keep a copy of the whole store, and put one back, while servers run.

A backup is a local store in a folder: an SQLite catalogue and the data files, wherever the store itself has its
catalogue. So a backup that is put back under STORE_URL moves a local store to PostgreSQL.
"""

import json
import shutil
import sqlite3
from collections.abc import Mapping
from contextlib import ExitStack, closing
from pathlib import Path

import duckdb

from rollout import files
from rollout.errors import StoreError
from rollout.store import reading
from rollout.store.carrying import Mark, begin, carry, from_former
from rollout.store.connection import POSTGRES, Place, close, connect, engine, literal

AUTHOR = reading.FORMER_AUTHOR
WAITS = 60  # seconds for the others to end what they write


def backup(place: Place, folder: Path) -> int:
    """Copy the store into a folder that is new or empty; returns the number of its newest snapshot.

    The folder is there whole or not at all. Raises StoreError.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise StoreError("not empty", str(folder))
    if place.former:
        from_former(place)
    part = folder.with_name(f".{folder.name}.part")
    with ExitStack() as undo:
        undo.callback(shutil.rmtree, part, ignore_errors=True)
        try:
            shutil.rmtree(part, ignore_errors=True)
            (part / "data").mkdir(parents=True)
            _copy_catalogue(place, part)  # first: what it names is there, and stays
            copy_files(place.folder, part)
            number = tried(part)
            if folder.exists():
                folder.rmdir()
            part.rename(folder)
        except OSError as error:
            raise StoreError.of(error, "unwritable") from None
        except (duckdb.Error, sqlite3.Error) as error:
            raise StoreError.of(error, "broken") from None
        undo.pop_all()
    return number


def restore(place: Place, folder: Path) -> Path | None:
    """Put a backup back, as one commit; servers that run see it at their next click.

    What stood before is kept as a backup beside the store's folder, whose path is returned. Raises StoreError; then the
    store is as it was.
    """
    if not (folder / "catalogue.sqlite").is_file():
        raise StoreError("no backup", str(folder))
    try:
        tried(folder)
    except (StoreError, duckdb.Error, sqlite3.Error) as error:
        raise StoreError("no backup", str(error)) from None
    try:
        (aside,) = files.beside(place.folder, "old")
        kept = _keep(place, aside)
        copy_files(folder, place.folder)
        details = json.dumps({"kind": "restore", "kept": kept.name if kept else None})
        mark = Mark(AUTHOR, f"Restored from {folder.name}", details)
        if place.is_local:
            _put_back(Path(place.catalogue), folder / "catalogue.sqlite", mark)
        else:
            _put_into_postgres(place, folder, mark)
    except OSError as error:
        raise StoreError.of(error, "unwritable") from None
    except (duckdb.Error, sqlite3.Error) as error:
        raise StoreError.of(error, "unreachable" if not place.is_local else "broken") from None
    return kept


def _keep(place: Place, beside: Path) -> Path | None:
    """The state before the restore; a catalogue that can't be read is moved out of the way as it is."""
    if place.is_local and not Path(place.catalogue).exists():
        return None
    try:
        backup(place, beside)
    except StoreError:
        if not place.is_local:
            return None  # an empty database
        beside.mkdir()
        for path in place.folder.glob("catalogue.*"):
            path.rename(beside / path.name)
    return beside


def tried(folder: Path) -> int:
    """The newest snapshot of a store in a folder, after every table of it was read. Raises StoreError, duckdb.Error."""
    connection = connect(Place.in_folder(folder), read_only=True)
    try:
        number = int(connection.execute("SELECT id FROM ducklake_current_snapshot('lake')").fetchall()[0][0])
        reading.copies(connection, number)
        return number
    finally:
        close(connection)


def _copy_catalogue(place: Place, folder: Path) -> None:
    target = folder / "catalogue.sqlite"
    if place.is_local:
        if not Path(place.catalogue).is_file():
            raise StoreError("broken", f"{place.catalogue} is missing")
        with closing(_opened(Path(place.catalogue))) as source, closing(sqlite3.connect(target)) as copy:
            source.backup(copy)
        return
    with closing(engine("ducklake", "sqlite_scanner", "postgres_scanner")) as connection:
        begin(connection, Place.in_folder(folder))
        address = place.catalogue.removeprefix(POSTGRES)
        connection.execute(f"ATTACH {literal(address)} AS source (TYPE postgres, READ_ONLY)")
        connection.execute(f"ATTACH {literal(str(target))} AS target (TYPE sqlite)")
        carry(connection, "sqlite")


def _opened(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path, timeout=WAITS, isolation_level=None)


def copy_files(source: Path, target: Path, without: tuple[str, ...] = ()) -> None:
    """Copy the data files, and what else lies in a store's folder (drafts, reports), where it is not there yet."""
    for path in source.rglob("*"):
        to = target / path.relative_to(source)
        if path.name.startswith((".", "catalogue.")) or path.relative_to(source).parts[0] in without:
            continue
        if to.exists() or not path.is_file():
            continue
        to.parent.mkdir(parents=True, exist_ok=True)
        part = to.with_name(f".{to.name}.part")
        try:
            shutil.copyfile(path, part)
        except FileNotFoundError:  # of a commit that failed meanwhile, or a draft that was thrown away
            part.unlink(missing_ok=True)
            continue
        part.replace(to)


def _put_back(catalogue: Path, saved: Path, mark: Mark) -> None:
    """Make a catalogue hold what the saved one does, in one transaction."""
    with closing(_opened(catalogue)) as live:
        live.execute("ATTACH ? AS saved", [str(saved)])
        live.execute("BEGIN IMMEDIATE")
        here = _tables(live, "main")
        highest = [_highest(live, name) for name in ("saved", *["main"] * bool(here))]
        for name in here:
            live.execute(f'DROP TABLE main."{name}"')
        for name, sql in _tables(live, "saved").items():
            live.execute(sql)
            live.execute(f'INSERT INTO main."{name}" SELECT * FROM saved."{name}"')
        for statement, values in mark.statements("main", *map(max, zip(*highest, strict=True))):
            live.execute(statement, values)
        live.execute("COMMIT")


def go_on(catalogue: Path, snapshot: int, version: int, message: str) -> None:
    """Let a new catalogue's numbers follow those of the one whose place it takes."""
    with closing(_opened(catalogue)) as db:
        own = _highest(db, "main")
        if snapshot < own[0] and version < own[1]:
            return
        mark = Mark(AUTHOR, message, json.dumps({"kind": "restore"}))
        db.execute("BEGIN IMMEDIATE")
        for statement, values in mark.statements("main", max(snapshot, own[0]), max(version, own[1])):
            db.execute(statement, values)
        db.execute("COMMIT")


def _tables(db: sqlite3.Connection, schema: str) -> Mapping[str, str]:
    return dict(db.execute(f"SELECT name, sql FROM {schema}.sqlite_master WHERE type = 'table'").fetchall())


def _highest(db: sqlite3.Connection, schema: str) -> tuple[int, int]:
    found = db.execute(f"SELECT max(snapshot_id), max(schema_version) FROM {schema}.ducklake_snapshot").fetchone()
    return int(found[0] or 0), int(found[1] or 0)


def _put_into_postgres(place: Place, folder: Path, mark: Mark) -> None:
    close(connect(place))  # begins a catalogue where there is none
    with closing(engine("ducklake", "sqlite_scanner", "postgres_scanner")) as connection:
        saved = str(folder / "catalogue.sqlite")
        connection.execute(f"ATTACH {literal(saved)} AS source (TYPE sqlite, READ_ONLY)")
        connection.execute(f"ATTACH {literal(place.catalogue.removeprefix(POSTGRES))} AS target (TYPE postgres)")
        carry(connection, "postgres", mark)
