"""The data package as a whole: check it, load it, tell whether it changed."""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from rollout.facts import checks, plausibility
from rollout.facts.descriptor import DATA_DIR, Fault, PackageError, descriptor
from rollout.facts.reading import Table, read
from rollout.store.geography import FILES


def check(directory: Path = DATA_DIR) -> list[Fault]:
    """Every fault of a package, and every value that looks wrong and that nobody has confirmed."""
    return _examined(directory)[1]


def check_frames(frames: Mapping[str, pd.DataFrame], directory: Path = DATA_DIR) -> list[Fault]:
    """Every fault and doubt of tables as `load` gives them, by the descriptor and the districts of a package."""
    content = descriptor(directory)
    tables = {
        resource["name"]: Table(resource, frames[resource["name"]].fillna("").astype(str).values.tolist())
        for resource in content["resources"]
        if resource["name"] in frames
    }
    return _asked(tables, list(checks.faults(content, directory, tables)))


def load(directory: Path = DATA_DIR) -> dict[str, pd.DataFrame]:
    """All tables of a package as text columns (missing where empty), by table name.

    Raises PackageError on any fault.
    """
    tables, faults = _examined(directory)
    if faults:
        raise PackageError(faults)
    frames = {}
    for name, table in tables.items():
        frame = pd.DataFrame(table.rows, columns=list(table.fields), dtype=str)
        frames[name] = frame.where(frame != "", None)
    return frames


def _examined(directory: Path) -> tuple[dict[str, Table], list[Fault]]:
    """The tables, read once, and their faults."""
    try:
        content = descriptor(directory)
        tables, faults = read(directory, content)
        faults += checks.faults(content, directory, tables)
    except PackageError as error:
        return {}, error.faults
    return tables, _asked(tables, faults)


def _asked(tables: Mapping[str, Table], faults: list[Fault]) -> list[Fault]:
    """The faults, and what is doubtful where nothing is at fault."""
    bad = {(fault.file, fault.row, fault.field) for fault in faults}
    doubts = [d for d in plausibility.doubts(tables) if not bad & {(d.file, d.row, d.field), (d.file, None, d.field)}]
    return list(dict.fromkeys([*faults, *doubts]))


def digest(directory: Path = DATA_DIR) -> str:
    """A fingerprint of the package's own files: it changes when, and only when, the facts do.

    A file that can't be read counts as gone.
    """
    total = hashlib.sha256()
    for path in sorted(_files(directory)):
        try:
            total.update(path.relative_to(directory).as_posix().encode() + b"\0" + path.read_bytes())
        except OSError:
            continue
    return total.hexdigest()


def _files(directory: Path) -> set[Path]:
    """The descriptor, the tables that it names, the boundaries; what else lies beside them is not the package's."""
    try:
        resources: list[dict[str, Any]] = descriptor(directory)["resources"]
    except PackageError:
        resources = []
    return {directory / name for name in ("datapackage.json", *FILES, *(resource["path"] for resource in resources))}
