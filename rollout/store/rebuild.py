"""Build a new store in the place of a broken one.

Beside it, so that the old one stays where it is until the new one stands.
"""

import errno
import shutil
from contextlib import ExitStack
from pathlib import Path

import duckdb
import pandas as pd

from rollout import facts, files
from rollout.errors import StoreError
from rollout.language.words import Words
from rollout.store import edition
from rollout.store.backup import copy_files, go_on
from rollout.store.connection import Place, quoted
from rollout.store.lake import AUTHOR, Store, Tell, open_store
from rollout.store.writing import Commit


def rebuild(place: Place, tell: Tell, w: Words, package: Path | None = None) -> None:
    """Build and try the new store, save what can be read of the old one, then let them change places.

    What the office published is taken over where it can be read and told from the edition. Raises StoreError or
    facts.PackageError; then the old store is where and as it was, and nothing lies beside it.
    """
    if not place.is_local:
        raise StoreError("not local", place.catalogue)
    beside, saved, kept = files.beside(place.folder, "new", "saved", "old")
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
        new = open_store(tell, Place.in_folder(beside), package)
        undo.callback(new.close)
        if old:
            _save(old, saved, tell, w)
            _take_over(old, new, package or facts.DATA_DIR)
        elif place.folder.exists():
            tell(w.t("Nothing could be read in the old store."))
        new.close()
        if old:
            highest = _highest(old)
            old.close()
            go_on(Path(new.place.catalogue), *highest, "Rebuilt")
        _swap(place.folder, beside, kept)
        undo.pop_all()
    if kept.exists():
        tell(w.t("The old store is kept as {name}.", name=kept.name))


def _take_over(old: Store, new: Store, package: Path) -> None:
    """Commit what the office published in the old store, as far as it can be read and told from its edition."""
    try:
        base = edition.last_edition(old)
        content, frames = facts.descriptor(package), facts.load(package)
        present = {name: _newest(old, name) for name in dict.fromkeys([*base, *frames])}
    except (StoreError, duckdb.Error, LookupError):
        return
    read = {name: base.get(name) if frame is None else frame for name, frame in present.items()}
    there = {name: frame for name, frame in read.items() if frame is not None}
    state, conflicts = edition.merged(base, there, frames, content, package)
    if all(state[name] is frames[name] for name in frames):
        return
    details = {
        "kind": "import",
        "package": edition.known(new),
        "conflicts": [conflict.as_dict() for conflict in conflicts],
    }
    tables = edition.typed(state, content)
    new.write(
        Commit(AUTHOR, "Taken over from the old store", details),
        lambda cursor: edition.replace_tables(cursor, tables, ()),
    )


def _newest(old: Store, name: str) -> pd.DataFrame | None:
    """A table's rows as text; None if they can't be read."""
    try:
        return old.texts([name]).get(name)
    except duckdb.Error:
        return None


def _highest(old: Store) -> tuple[int, int]:
    """The newest snapshot and version of the tables that the old store's servers have seen; 0 if they can't be read."""
    try:
        row = old.lake("SELECT max(snapshot_id) AS id, max(schema_version) AS v FROM ducklake_snapshots('lake')").iloc[
            0
        ]
        return int(row["id"]), int(row["v"])
    except (StoreError, duckdb.Error, ValueError):
        return 0, 0


def _open(place: Place) -> Store | None:
    """The old store, if it can be opened; nothing in it changes."""
    try:
        return Store(place, read_only=True)
    except StoreError:
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
            copy_files(folder, beside, without=("data",))  # drafts and reports
            folder.rename(kept)
        try:
            beside.rename(folder)
        except OSError:
            kept.rename(folder)
            raise
    except OSError as error:
        raise StoreError("cannot swap", str(error)) from None
