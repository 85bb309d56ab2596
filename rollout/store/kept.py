"""Long computations, kept beside the store: another start and another worker find what one has worked out.

A result is named by what it was worked out from, so that it is never that of other facts or of other code.
"""

import hashlib
import io
from collections.abc import Callable, Iterable
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

import pandas as pd

from rollout import files
from rollout.store.connection import Place

FOLDER = "kept"
MOST = 12  # results of a kind
LIBRARIES = ("numpy", "scipy", "pandas")


def frame(
    place: Place, kind: str, code: Path, inputs: Iterable[object], make: Callable[[], pd.DataFrame]
) -> pd.DataFrame:
    """What `make` gives, made once for these inputs (frames, or what prints as it is) by the modules in a folder."""
    total = hashlib.sha256(_code(code))
    for one in inputs:
        total.update(one.to_csv().encode() if isinstance(one, pd.DataFrame) else repr(one).encode())
    path = place.folder / FOLDER / f"{kind}-{total.hexdigest()[:24]}.parquet"
    try:
        return pd.read_parquet(path)
    except (OSError, ValueError):  # not there, or cut off
        made = make()
    try:
        path.parent.mkdir(exist_ok=True)
        content = io.BytesIO()
        made.to_parquet(content)
        files.write(path, content.getvalue())
        for old in sorted(path.parent.glob(f"{kind}-*"), key=lambda other: other.stat().st_mtime)[:-MOST]:
            old.unlink()
    except OSError:  # a full or foreign disk: it is worked out again
        pass
    return made


@lru_cache
def _code(folder: Path) -> bytes:
    """The modules of a folder and the versions of what they compute with."""
    sources = b"".join(path.read_bytes() for path in sorted(folder.glob("*.py")))
    return sources + " ".join(version(name) for name in LIBRARIES).encode()
