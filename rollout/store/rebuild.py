"""Build a new store in the place of a broken one.

Beside it, so that the old one stays where it is until the new one stands.
"""

import errno
import shutil
from contextlib import ExitStack
from pathlib import Path

import duckdb
import pandas as pd

from rollout import clock, facts, files
from rollout.errors import StoreError
from rollout.language.words import Words
from rollout.store.connection import Place, quoted
from rollout.store.lake import Store, Tell, open_store


def rebuild(place: Place, tell: Tell, w: Words, package: Path | None = None) -> None:
    """Build and try the new store, save what can be read of the old one, then let them change places.

    Raises StoreError or facts.PackageError; then the old store is where and as it was, and nothing lies beside it.
    """
    if not place.is_local:
        raise StoreError("not local", place.catalogue)
    stamp = clock.now().strftime("%Y%m%d-%H%M%S")
    beside, saved, kept = (
        place.folder.with_name(f"{place.folder.name}-{word}-{stamp}") for word in ("new", "saved", "old")
    )
    with ExitStack() as undo:
        undo.callback(shutil.rmtree, beside, ignore_errors=True)
        undo.callback(shutil.rmtree, saved, ignore_errors=True)
        old = _open(place)
        if old:
            undo.callback(old.close)
        try:
            beside.mkdir(parents=True)
        except OSError as error:
            raise StoreError("full" if error.errno == errno.ENOSPC else "cannot swap", str(error)) from None
        open_store(tell, Place.in_folder(beside), package).close()
        if old:
            _save(old, saved, tell, w)
            old.close()
        elif place.folder.exists():
            tell(w.t("Nothing could be read in the old store."))
        _swap(place.folder, beside, kept)
        undo.pop_all()
    if kept.exists():
        tell(w.t("The old store is kept as {name}.", name=kept.name))


def _open(place: Place) -> Store | None:
    """The old store, if it can be opened; nothing in it changes.

    Raises StoreError (locked): its reader would go on in a folder that has moved.
    """
    try:
        return Store(place, read_only=True)
    except StoreError as error:
        if error.reason == "locked":
            raise
    return None


def _save(old: Store, folder: Path, tell: Tell, w: Words) -> None:
    """Write each table, at the newest snapshot in which it can be read, and the commits as CSV.

    Say what was saved and what was not.
    """
    saved: dict[int, list[str]] = {}
    lost: list[str] = []
    tables, snapshots = _contents(old)
    try:
        if snapshots:
            folder.mkdir()
        for name in tables:
            for snapshot in snapshots:
                rows = _rows(old, name, snapshot)
                if rows is not None:
                    files.write(folder / f"{name}.csv", rows.to_csv(index=False))
                    saved.setdefault(snapshot, []).append(name)
                    break
            else:
                lost.append(name)
        if snapshots:
            files.write(folder / "history.csv", old.history().to_csv(index=False))
    except OSError as error:
        raise StoreError.of(error) from None
    for snapshot, names in saved.items():
        tell(
            w.t(
                "Saved in {folder}, as of snapshot {n}: {names}.",
                folder=folder.name,
                n=snapshot,
                names=", ".join(names),
            )
        )
    if lost:
        tell(w.t("Not readable in the old store: {names}.", names=", ".join(lost)))
    if not saved:
        tell(w.t("Nothing could be read in the old store."))


def _contents(old: Store) -> tuple[list[str], list[int]]:
    """Tables and snapshots (newest first) of a store; none if not even its catalogue can be read."""
    try:
        snapshots = old.lake("SELECT snapshot_id FROM ducklake_snapshots('lake') ORDER BY snapshot_id DESC")[
            "snapshot_id"
        ]
        return old.tables(), snapshots.tolist()
    except (StoreError, duckdb.Error):
        return [], []


def _rows(old: Store, name: str, snapshot: int) -> pd.DataFrame | None:
    """A table's rows in a snapshot as text, as the package writes them; None if they can't be read."""
    try:
        columns = old.lake(
            "SELECT column_name AS name, data_type AS type FROM duckdb_columns() WHERE database_name = 'lake' "
            "AND table_name = $name ORDER BY column_index",
            {"name": name},
        )
        texts = (
            f"array_to_string({quoted(c['name'])}, '{facts.LIST_SEPARATOR}') AS {quoted(c['name'])}"
            if c["type"].endswith("[]")
            else f"CAST({quoted(c['name'])} AS VARCHAR) AS {quoted(c['name'])}"
            for c in columns.to_dict("records")
        )
        return old.lake(f"SELECT {', '.join(texts)} FROM lake.{quoted(name)} AT (VERSION => {snapshot})")
    except (StoreError, duckdb.Error):
        return None


def _swap(folder: Path, beside: Path, kept: Path) -> None:
    try:
        if folder.exists():
            folder.rename(kept)
        try:
            beside.rename(folder)
        except OSError:
            kept.rename(folder)
            raise
    except OSError as error:
        raise StoreError("cannot swap", str(error)) from None
