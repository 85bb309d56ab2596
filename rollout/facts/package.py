"""The data package as a whole: check it, load it, tell whether it changed."""

import hashlib
import weakref
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from rollout.facts import checks, plausibility, standard
from rollout.facts.descriptor import DATA_DIR, Fault, PackageError, descriptor
from rollout.facts.reading import Table, read, table
from rollout.store.geography import FILES

# Text as Python's own: of tables as small as ours, Arrow's takes a quarter longer to draw a page from.
pd.set_option("mode.string_storage", "python")


# A frame's id -> the frame, while it is there, and the table that it reads as.
_READ: dict[int, tuple["weakref.ref[pd.DataFrame]", Table]] = {}


def check(directory: Path = DATA_DIR) -> list[Fault]:
    """Every fault of a package, and every value that looks wrong and that nobody has confirmed."""
    return _read(directory)[1]


def load(directory: Path = DATA_DIR) -> dict[str, pd.DataFrame]:
    """All tables of a package as text columns (missing where empty), by table name.

    Raises PackageError on any fault.
    """
    tables, faults = _read(directory)
    if faults:
        raise PackageError(faults)
    frames = {}
    for name, read_in in tables.items():
        frame = pd.DataFrame(read_in.rows, columns=list(read_in.fields), dtype=str)
        frames[name] = frame.where(frame != "", None)
    return frames


def check_frames(frames: Mapping[str, pd.DataFrame], directory: Path = DATA_DIR) -> list[Fault]:
    """Every fault of tables as `load` gives them, as `check` finds it in a package's files; not to be changed after.

    `directory`: of the package whose descriptor and list of districts hold.
    """
    return examined(tables_of(frames, directory), directory)


def tables_of(frames: Mapping[str, pd.DataFrame], directory: Path = DATA_DIR) -> dict[str, Table]:
    """Tables as `load` gives them, as the check reads them."""
    tables = {}
    for resource in descriptor(directory)["resources"]:
        if resource["name"] in frames:
            tables[resource["name"]] = _table_of(frames[resource["name"]], resource)
    return tables


def _table_of(frame: pd.DataFrame, resource: Mapping[str, Any]) -> Table:
    """A frame as a table, read once: what is changed in a state leaves most of its frames as they are."""
    known = _READ.get(id(frame))
    if known and known[0]() is frame and known[1].resource == resource:
        return known[1]
    names = [field["name"] for field in resource["schema"]["fields"]]
    cells = frame.reindex(columns=names).astype(object)
    made = table(resource, cells.where(cells.notna(), "").values.tolist())
    number = id(frame)
    _READ[number] = weakref.ref(frame, lambda _: _READ.pop(number, None)), made
    return made


def examined(tables: Mapping[str, Table], directory: Path = DATA_DIR) -> list[Fault]:
    """Every fault of tables, and every value that looks wrong and that nobody has confirmed."""
    faults = list(checks.faults(directory, tables))
    bad = {(fault.file, fault.row, fault.field) for fault in faults}
    doubts = [d for d in plausibility.doubts(tables) if not bad & {(d.file, d.row, d.field), (d.file, None, d.field)}]
    return list(dict.fromkeys([*faults, *doubts]))


def _read(directory: Path) -> tuple[dict[str, Table], list[Fault]]:
    """The tables of a package's files, read once, and their faults."""
    try:
        content = descriptor(directory)
        tables, faults = read(directory, content)
        faults += standard.faults(content)
    except PackageError as error:
        return {}, error.faults
    return tables, [*faults, *examined(tables, directory)]


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
