"""What the tests share: one real store, built once, and the questions asked of it."""

import datetime as dt
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from rollout import facts
from rollout.questions.ask import Asker
from rollout.store import lake as store

ROOT = Path(__file__).parent.parent
AS_OF = dt.date(2026, 3, 31)
PATIENCE = 600  # seconds: a busy machine is no fault of what is tested


@pytest.fixture(scope="session", autouse=True)
def store_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """STORE_DIR: a folder with the store of the real facts, built through the command line as a user does."""
    folder = tmp_path_factory.mktemp("session") / "store"
    patch = pytest.MonkeyPatch()
    patch.setenv("STORE_DIR", str(folder))
    patch.delenv("STORE_URL", raising=False)
    patch.delenv("LC_ALL", raising=False)
    patch.setenv("LANG", "C.UTF-8")  # commands speak the machine's language
    built = command("rollout.store", "build")
    assert built.returncode == 0, built.stderr
    yield folder
    patch.undo()


@pytest.fixture(scope="session")
def pristine(store_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed copy of the store, for `copied_store`."""
    copy = tmp_path_factory.mktemp("pristine") / "store"
    shutil.copytree(store_folder, copy)
    return copy


@pytest.fixture
def copied_store(pristine: Path, tmp_path: Path) -> store.Place:
    """A store of one's own, to change or to break."""
    folder = tmp_path / "store"
    shutil.copytree(pristine, folder)
    return place(folder)


@pytest.fixture(scope="module")
def opened(pristine: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[store.Store]:
    """The real store, open and locked down."""
    folder = tmp_path_factory.mktemp("opened") / "store"
    shutil.copytree(pristine, folder)
    real = store.open_store(place=place(folder))
    yield real
    real.close()


@pytest.fixture
def ask(opened: store.Store) -> Callable[..., list[dict]]:
    """Ask a question of the real store as of the end of the facts (31 March 2026); answers with rows."""
    asker = Asker(opened)
    everywhere = tuple(opened.query("SELECT complex_id FROM lake.complexes")["complex_id"])

    def answer(name: str, **parameters: object) -> list[dict]:
        known = {"as_of": AS_OF, "complexes": everywhere} | parameters
        return asker.ask(name, asker.snapshot(), **known).to_dict("records")

    return answer


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A copy of the data package, to change or to break."""
    return Path(shutil.copytree(facts.DATA_DIR, tmp_path / "data"))


def place(folder: Path) -> store.Place:
    """The place of a local store in a folder."""
    return store.Place(str(folder / "catalogue.ducklake"), folder)


def command(module: str, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run `python -m module` in the project as a user would."""
    encoding = environment.get("PYTHONIOENCODING")
    return subprocess.run(
        [sys.executable, "-m", module, *arguments],
        cwd=ROOT,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        encoding=encoding,
        timeout=PATIENCE,
    )


def edit(path: Path, old: str, new: str, row: int | None = None) -> None:
    """Replace one piece of text in a file (in one row of it, the header being row 1); the piece must be there."""
    lines = path.read_text(encoding="utf-8").split("\n")
    where = row - 1 if row else next(number for number, line in enumerate(lines) if old in line)
    assert old in lines[where], f"{path.name} has no {old!r} in row {where + 1}"
    lines[where] = lines[where].replace(old, new, 1)
    path.write_text("\n".join(lines), encoding="utf-8")
