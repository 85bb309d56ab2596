"""What the tests share: one real store, built once, and the questions asked of it."""

import datetime as dt
import fcntl
import gc
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from functools import cache
from pathlib import Path

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from rollout import clock, facts
from rollout.questions.ask import Asker
from rollout.questions.scope import Scope, year_before
from rollout.questions.view import data_date, view_of
from rollout.store import lake as store
from rollout.subjects.forecast import outlook
from tests import hostile
from tests.serving import Server, free_port, serving

ROOT = Path(__file__).parent.parent
AS_OF = dt.date(2026, 3, 31)
EVERY_COMPLEX = (
    "yongin",
    "daejeon",
    "cheonan",
    "cheongju-osong",
    "hongseong",
    "gwangju",
    "goheung",
    "iksan",
    "wanju",
    "changwon",
    "daegu",
    "andong",
    "gyeongju",
    "uljin",
    "gangneung",
)
LONGEST = (  # these files come first, so that no worker is left with one when the other has nothing more to do
    "browser/test_app.py",
    "browser/test_pages.py",
    "test_store.py",
    "test_sections.py",
    "test_sentences.py",
    "browser/test_history.py",
    "browser/test_looks.py",
    "test_deck.py",
    "test_report.py",
    "test_annex.py",
    "test_briefing.py",
    "browser/test_paper.py",
    "test_ledger.py",
    "browser/test_hostile.py",
    "test_hostile_names.py",
    "browser/test_update.py",
    "browser/test_keys.py",
    "test_past.py",
    "test_backup.py",
    "test_processes.py",
    "test_watch.py",
    "test_sources.py",
    "test_commands.py",
    "test_clicks.py",
    "test_deploy.py",
    "test_server.py",
    "test_sessions.py",
    "test_benefits.py",
    "test_queries.py",
    "test_views.py",
    "test_overview.py",
)
TOGETHER = {  # files that share a server, or the sections built
    "test_clicks.py": "servers",
    "test_deploy.py": "servers",
    "test_server.py": "servers",
    "test_sessions.py": "servers",
    "test_deck.py": "briefings",
    "test_report.py": "briefings",
    "test_annex.py": "briefings",
    "test_sections.py": "sections",
    "test_sentences.py": "sections",
}
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # what a hundred commands and servers import is compiled once
sys.dont_write_bytecode = False
PATIENCE = 600  # seconds: a busy machine is no fault of what is tested


class Together(LoadScopeScheduling):  # type: ignore[misc]
    """Hands a file to one worker, where its tests share what they build; and so files that share a server."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return TOGETHER.get(Path(file).name, file)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Together:
    """xdist's own groups need what this pytest no longer has."""
    return Together(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files first; xdist hands them out in this order."""
    here = Path(__file__).parent
    place = {here / name: number for number, name in enumerate(LONGEST)}
    items.sort(key=lambda item: (place.get(item.path, len(place)), TOGETHER.get(item.path.name, "")))


@pytest.fixture(scope="session", autouse=True)
def quiet_collector() -> None:
    """What is imported stays, and sections are built of many small things: the collector need not walk it so often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 50)


@pytest.fixture(scope="session", autouse=True)
def store_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """STORE_DIR: a folder with the store of the real facts."""
    folder = tmp_path_factory.mktemp("session") / "store"
    patch = pytest.MonkeyPatch()
    patch.setenv("STORE_DIR", str(folder))
    patch.delenv("STORE_URL", raising=False)
    patch.setenv("AHEAD", "0")
    patch.delenv("LC_ALL", raising=False)
    patch.setenv("LANG", "C.UTF-8")  # commands speak the machine's language
    shutil.copytree(_built(common_folder(tmp_path_factory)), folder)
    yield folder
    patch.undo()


def common_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that all workers of a run share."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


def _built(common: Path) -> Path:
    """The store of the real facts."""
    return made_once(common, "built", _build)


def made_once(common: Path, name: str, make: Callable[[Path], object]) -> Path:
    """A folder that the first worker that comes makes; the others wait for it."""
    folder = common / name
    with (common / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            make(half := common / f"half-{name}")
            half.rename(folder)
    return folder


def _build(folder: Path) -> None:
    """Build the store, and keep beside it the back-tests that servers and tests ask for: seconds each would take."""
    with closing(store.open_store(place=place(folder))) as built:
        _back_tested(built)


def _back_tested(built: store.Store) -> None:
    known = Asker(built)
    today, snapshot = clock.today(), built.snapshot()
    complexes = known.ask("progress/complexes", snapshot, as_of=today)["complex_id"]
    for day in (data_date(known, snapshot, today, complexes), AS_OF):
        outlook.tested(view_of(known, Scope(day, year_before(day), today, "en", snapshot=snapshot)))


@pytest.fixture(scope="session")
def pristine(store_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The store as it was built, for `copied_store`: never opened."""
    return _built(common_folder(tmp_path_factory))


@pytest.fixture
def copied_store(pristine: Path, tmp_path: Path) -> store.Place:
    """A store of one's own, to change or to break."""
    folder = tmp_path / "store"
    shutil.copytree(pristine, folder)
    return place(folder)


@pytest.fixture(scope="session")
def hostile_store(store_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store in which every free text is hostile: never opened."""
    return made_once(common_folder(tmp_path_factory), "hostile", hostile.build) / "store"


@pytest.fixture(scope="session")
def opened(pristine: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[store.Store]:
    """The real store, open and locked down."""
    folder = tmp_path_factory.mktemp("opened") / "store"
    shutil.copytree(pristine, folder)
    real = store.open_store(place=place(folder))
    yield real
    real.close()


@pytest.fixture(scope="session")
def asker(opened: store.Store) -> Asker:
    """Whom to ask: what one test asked, the next one need not."""
    return Asker(opened)


@pytest.fixture(scope="session")
def made(asker: Asker) -> Callable[[str, str, str], bytes]:
    """Any briefing's file (template, language, format), made once."""
    from tests import briefings  # it needs the day above

    return cache(lambda template, lang, form: briefings.file_of(asker, template, lang, form))


@pytest.fixture
def ask(opened: store.Store, asker: Asker) -> Callable[..., list[dict]]:
    """Ask a question of the real store as of the end of the facts (31 March 2026); answers with rows."""
    everywhere = tuple(opened.query("SELECT complex_id FROM facts.complexes")["complex_id"])

    def answer(name: str, **parameters: object) -> list[dict]:
        known = {"as_of": AS_OF, "complexes": everywhere} | parameters
        return asker.ask(name, asker.snapshot(), **known).to_dict("records")

    return answer


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """A PostgreSQL server of one's own with the databases `lake`, `shared`, `moved` and `served`; its address."""
    tools = next(iter(sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)), None)
    if tools is None or os.geteuid() != 0:
        pytest.skip("no PostgreSQL here that root may start (Debian: apt-get install postgresql)")
    with tempfile.TemporaryDirectory() as folder:
        shutil.chown(folder, "postgres")
        port = free_port()
        secret = Path(folder) / "secret"
        secret.write_text("secret")
        secret.chmod(0o644)

        def as_postgres(program: str) -> None:
            subprocess.run(
                ["setpriv", "--reuid=postgres", "--clear-groups", "sh", "-c", f"cd {folder} && {tools}/{program}"],
                check=True,
                capture_output=True,
                timeout=PATIENCE,
            )

        as_postgres("initdb -D data -U admin -A scram-sha-256 --pwfile=secret --no-sync")
        as_postgres(f"pg_ctl -D data -w -l log -o '-p {port} -k {folder} -F' start")
        try:
            address = f"host=127.0.0.1 port={port} user=admin password=secret"
            for statement in (
                "CREATE DATABASE lake",
                "CREATE DATABASE shared",
                "CREATE DATABASE moved",
                "CREATE DATABASE served",
                "CREATE USER guest PASSWORD 'guest'",
                "CREATE USER barred NOLOGIN PASSWORD 'barred'",
            ):
                subprocess.run(
                    ["psql", f"{address} dbname=postgres", "-c", statement],
                    check=True,
                    capture_output=True,
                    timeout=PATIENCE,
                )
            yield f"host=127.0.0.1 port={port}"
        finally:
            as_postgres("pg_ctl -D data -m immediate stop")


@pytest.fixture(scope="session")
def shared_store(pristine: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the store that `workers` serve."""
    return Path(shutil.copytree(pristine, tmp_path_factory.mktemp("workers") / "store"))


@pytest.fixture(scope="session")
def workers(shared_store: Path) -> Iterator[list[Server]]:
    """Two servers of one store, without a sign-in, for the tests that need no browser."""
    forgetful = {"STREAMLIT_SERVER_DISCONNECTED_SESSION_TTL": "5"}
    with ExitStack() as stack:
        yield [stack.enter_context(serving(shared_store, environment=forgetful)) for _ in range(2)]


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A copy of the data package, to change or to break."""
    return Path(shutil.copytree(facts.DATA_DIR, tmp_path / "data"))


def place(folder: Path) -> store.Place:
    """The place of a local store in a folder."""
    return store.Place.in_folder(folder)


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
