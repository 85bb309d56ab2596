"""Long computations, kept beside the store: another start and another worker find what one has worked out.

A result is named by what it was worked out from, so that it is never that of other facts or of other code.
"""

import hashlib
import os
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow as pa

from rollout import files
from rollout.store.connection import Place

MOST = 12  # results of a kind
MOST_ANSWERS = 400  # a weekly briefing asks 40
MOST_COPIES = 2  # of snapshots: a server may still begin with the one before
LIBRARIES = ("numpy", "scipy", "pandas")


def frame(
    place: Place, kind: str, code: Path, inputs: Iterable[object], make: Callable[[], pd.DataFrame]
) -> pd.DataFrame:
    """What `make` gives, made once for these inputs (frames, or what prints as it is) by the modules in a folder."""
    total = hashlib.sha256(_code(code))
    for one in inputs:
        total.update(one.to_csv().encode() if isinstance(one, pd.DataFrame) else repr(one).encode())
    path = place.kept / f"{kind}-{total.hexdigest()[:24]}.arrow"
    there = _read(path)
    if there is not None:
        return pd.DataFrame(there.to_pandas())
    made = make()
    if _write(path, pa.Table.from_pandas(made)):
        _leave(path.parent, kind, MOST)
    return made


def copy_place(place: Place, basis: bytes) -> Path:
    """Where the copy of a snapshot is kept; `basis`: what it rests on beside the store's files.

    With a data file that was changed, cut off or locked away since, it is another place: the lake has to be read.
    """
    total = hashlib.sha256(basis)
    for path in sorted(place.data.rglob("*.parquet")):
        stat = path.stat()
        total.update(repr((path.name, stat.st_size, stat.st_mtime_ns, stat.st_mode)).encode())
    return place.kept / f"copy-{total.hexdigest()[:32]}.duckdb"


def keep_copy(path: Path, write: Callable[[Path], None]) -> bool:
    """Whether a copy that `write` writes could be kept; the oldest go."""
    part = path.with_name(f".{os.getpid()}-{path.name}.part")
    try:
        path.parent.mkdir(exist_ok=True)
        write(part)
        part.replace(path)
    except (OSError, duckdb.Error):
        return False
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
            part.with_name(f"{part.name}.wal").unlink(missing_ok=True)
    _leave(path.parent, "copy", MOST_COPIES)
    return True


class Answers:
    """The answers of one snapshot, a file each; `basis`: what, beside a question, an answer rests on."""

    def __init__(self, place: Place, basis: bytes):
        self._folder, self._basis, self._is_new = place.kept, basis, False

    def table(self, sql: str, parameters: object, make: Callable[[], pa.Table]) -> pa.Table:
        """The answer that `make` gives, made once."""
        named = hashlib.sha256(self._basis + repr((sql, parameters)).encode()).hexdigest()[:32]
        path = self._folder / f"answer-{named}.arrow"
        there = _read(path)
        if there is not None:
            return there
        made = make()
        self._is_new |= _write(path, made)
        return made

    def close(self) -> None:
        """Let the oldest go."""
        if self._is_new:
            _leave(self._folder, "answer", MOST_ANSWERS)


def _read(path: Path) -> pa.Table | None:
    """What a file holds; None where it is not there or cut off."""
    try:
        return pa.ipc.open_file(pa.BufferReader(path.read_bytes())).read_all()
    except (OSError, pa.ArrowInvalid):
        return None


def _write(path: Path, made: pa.Table) -> bool:
    """Whether a table could be kept: on a full or foreign disk it is worked out again."""
    content = pa.BufferOutputStream()
    with pa.ipc.new_file(content, made.schema) as writer:
        writer.write_table(made)
    try:
        path.parent.mkdir(exist_ok=True)
        files.write(path, content.getvalue().to_pybytes())
    except OSError:
        return False
    return True


def _leave(folder: Path, kind: str, most: int) -> None:
    """Let the oldest of a kind go."""
    with suppress(OSError):
        for old in sorted(folder.glob(f"{kind}-*"), key=lambda other: other.stat().st_mtime)[:-most]:
            old.unlink()


@lru_cache
def _code(folder: Path) -> bytes:
    """The modules of a folder and the versions of what they compute with."""
    sources = b"".join(path.read_bytes() for path in sorted(folder.glob("*.py")))
    return sources + " ".join(version(name) for name in LIBRARIES).encode()
