"""Any snapshot as a data package: the same files as data/, which check, load and spreadsheets read."""

import io
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from rollout import facts, files
from rollout.errors import StoreError
from rollout.store.geography import FILES
from rollout.store.lake import Store

STAMP = (1980, 1, 1, 0, 0, 0)  # the same snapshot gives the same bytes


def package_zip(store: Store, snapshot: int | None = None) -> bytes:
    """The package of a snapshot (default: the newest) as a ZIP file. Raises StoreError for one that is not there."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in _files(store, snapshot):
            archive.writestr(zipfile.ZipInfo(name, STAMP), content, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def write_package(store: Store, folder: Path, snapshot: int | None = None) -> None:
    """Write the package into a folder that is new or empty; it is there whole or not at all.

    Raises StoreError (not empty, full, unwritable, no snapshot).
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise StoreError("not empty", str(folder))
    part = folder.with_name(f".{folder.name}.part")
    try:
        shutil.rmtree(part, ignore_errors=True)
        for name, content in _files(store, snapshot):
            path = part / name
            path.parent.mkdir(parents=True, exist_ok=True)
            files.write(path, content)
        if folder.exists():
            folder.rmdir()
        part.rename(folder)
    except OSError as error:
        raise StoreError.of(error, "unwritable") from None
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _files(store: Store, snapshot: int | None) -> Iterator[tuple[str, bytes]]:
    """The files of the package: the descriptor, the tables of the snapshot, the boundaries."""
    yield "datapackage.json", (facts.DATA_DIR / "datapackage.json").read_bytes()
    present = store.present(snapshot)
    for resource in facts.descriptor(facts.DATA_DIR)["resources"]:
        columns = [field["name"] for field in resource["schema"]["fields"]]
        table = present.get(resource["name"], pd.DataFrame(columns=columns))  # none: the snapshot is older than it
        rows = table[columns].to_csv(index=False, lineterminator="\n")
        yield resource["path"], rows.encode()
    for name in sorted(FILES):
        yield name, (facts.DATA_DIR / name).read_bytes()
