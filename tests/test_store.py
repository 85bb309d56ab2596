"""The store: built once, one commit a change, the past kept, locked down, whole after a kill, and plain words when it is broken."""

import random
import shutil
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import pytest

from rollout import facts, store
from tests.conftest import ROOT, command, edit, place

MILESTONES = "tables/milestones.csv"
PLAIN = set(store.EXPLANATIONS.values())
NOWHERE = "postgres:host=127.0.0.1 port=1 dbname=none connect_timeout=2"


def reopened(where: store.Place, package: Path = facts.DATA_DIR) -> store.Store:
    return store.open_store(place=where, package=package)


def test_the_first_start_shows_progress_and_makes_one_commit(tmp_path):
    told = []
    opened = store.open_store(told.append, place(tmp_path / "new"))
    history = opened.history()
    opened.close()
    assert told == ["Checking the facts", "Reading boundaries and regional accounts", "Writing the store"]
    assert history[["author", "message", "package"]].values.tolist() == [[store.AUTHOR, "First load", facts.digest()]]


def test_a_second_start_only_opens(copied_store):
    told = []
    before = sorted(copied_store.folder.rglob("*.parquet"))
    opened = store.open_store(told.append, copied_store)
    assert (told, len(opened.history())) == ([], 1)
    opened.close()
    assert sorted(copied_store.folder.rglob("*.parquet")) == before


def test_the_store_holds_the_facts_and_the_statistics(opened):
    tables = set(opened.query("SELECT table_name FROM duckdb_tables() WHERE database_name = 'lake'")["table_name"])
    assert tables >= {resource["name"] for resource in facts.descriptor()["resources"]}
    assert tables >= {"geo_provinces", "geo_districts", "geo_hosts", "grdp", "population", "companies"}
    for name, rows in facts.load().items():
        assert opened.query(f"SELECT count(*) AS n FROM lake.{name}")["n"][0] == len(rows), name
    assert opened.query("SELECT count(*) AS n FROM lake.geo_provinces")["n"][0] == 17


def test_a_changed_row_makes_one_snapshot_in_which_only_it_differs(copied_store, package):
    edit(package / MILESTONES, "LH alone.", "LH on its own.", 3)
    opened = reopened(copied_store, package)
    history = opened.history()
    new, old = history["snapshot_id"][:2].tolist()
    assert history["message"].tolist() == ["Facts changed", "First load"]
    assert new == old + 1
    changes = opened.query("FROM ducklake_table_changes('lake', 'main', 'milestones', $new, $new)", {"new": new})
    assert sorted(changes["change_type"]) in (["delete", "insert"], ["update_postimage", "update_preimage"])
    assert set(changes["milestone_id"]) == {"yongin-developer-selected-2023-05-04"}
    for name in facts.load():
        same = opened.query(f"(FROM lake.{name} EXCEPT FROM lake.{name} AT (VERSION => {old})) UNION ALL"
                            f"(FROM lake.{name} AT (VERSION => {old}) EXCEPT FROM lake.{name})")  # fmt: skip
        assert len(same) == (2 if name == "milestones" else 0), name
    note = "SELECT note_en FROM lake.milestones {} WHERE milestone_id = 'yongin-developer-selected-2023-05-04'"
    assert opened.query(note.format(""))["note_en"][0].startswith("LH on its own.")
    assert opened.query(note.format(f"AT (VERSION => {old})"))["note_en"][0].startswith("LH alone.")
    opened.close()


def test_a_package_with_a_fault_leaves_the_store_as_it_was(copied_store, package):
    edit(package / MILESTONES, ",actual,", ",done,", 2)
    with pytest.raises(facts.PackageError) as raised:
        reopened(copied_store, package)
    assert "milestones.csv, row 2, field status" in str(raised.value.faults[0])
    opened = reopened(copied_store)
    assert len(opened.history()) == 1
    opened.close()


@pytest.mark.parametrize("content", ["", "{", '{"features": 3}', None], ids=["empty", "cut off", "other shape", "missing"])
def test_broken_boundaries_are_a_fault_in_plain_words(copied_store, package, content):
    path = package / "geography" / "provinces.geojson"
    if content is None:
        path.unlink()
    else:
        path.write_text(content)
    with pytest.raises(facts.PackageError) as raised:
        reopened(copied_store, package)
    assert [str(fault) for fault in raised.value.faults] == [
        "geography: the boundaries can't be read; make them with `python -m rollout.geography`"
    ]


def test_a_commit_that_fails_midway_changes_nothing(copied_store):
    opened = store.Store(copied_store)
    before = opened.snapshot()
    good = store.Table(opened.query("SELECT * FROM lake.stages").head(1), {"stage_id": "VARCHAR"}, ("stage_id",))
    bad = store.Table(good.frame, {"no_such_column": "VARCHAR"}, ("no_such_column",))
    with pytest.raises(duckdb.Error):
        opened.commit({"stages": good, "broken": bad}, "a", "b", "c")
    assert opened.snapshot() == before
    assert opened.query("SELECT count(*) AS n FROM lake.stages")["n"][0] > 1
    opened.close()


def test_a_moved_store_folder_still_opens(copied_store, tmp_path):
    moved = place(copied_store.folder.rename(tmp_path / "elsewhere"))
    opened = reopened(moved)
    assert opened.query("SELECT count(*) AS n FROM lake.complexes")["n"][0] == 15
    opened.close()


# ---- killed


BUILD = """
import sys
from pathlib import Path
from rollout import store
store.open_store(lambda step: print(step, flush=True), package=Path(sys.argv[1])).close()
print("done", flush=True)
"""


@pytest.mark.parametrize("moment", range(5))
@pytest.mark.parametrize("first", [True, False], ids=["first load", "change"])
def test_a_killed_build_leaves_the_snapshot_before_or_after(pristine, package, tmp_path, first, moment, monkeypatch):
    folder = tmp_path / "store"
    if not first:
        shutil.copytree(pristine, folder)
        edit(package / MILESTONES, "LH alone.", "LH on its own.", 3)
    monkeypatch.setenv("STORE_DIR", str(folder))
    build = subprocess.Popen([sys.executable, "-c", BUILD, str(package)], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    while "Writing" not in build.stdout.readline():
        pass
    try:
        build.wait(timeout=random.Random(moment).uniform(0, 0.9))
    except subprocess.TimeoutExpired:
        build.send_signal(signal.SIGKILL)
    build.wait()
    survivor = store.Store(place(folder))
    commits = len(survivor.history())
    tables = survivor.query("SELECT table_name FROM duckdb_tables() WHERE database_name = 'lake'")["table_name"].tolist()
    assert commits in ({0, 1} if first else {1, 2})
    assert bool(tables) == (commits > 0)
    for name in tables:
        assert survivor.query(f"SELECT count(*) AS n FROM lake.{name}")["n"][0] > 0, name
    survivor.close()
    finished = reopened(place(folder), package)
    assert len(finished.history()) == (1 if first else 2)
    finished.close()


# ---- broken, locked, unwritable


def overwritten(content: bytes):
    return lambda place: Path(place.catalogue).write_bytes(content)


def cut(place: store.Place) -> None:
    path = Path(place.catalogue)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def scrambled(place: store.Place) -> None:
    path = Path(place.catalogue)
    content = bytearray(path.read_bytes())
    for position in range(12_288, len(content), 4096):
        content[position + 100] ^= 0xFF
    path.write_bytes(bytes(content))


def a_file(place: store.Place) -> None:
    shutil.rmtree(place.folder)
    place.folder.write_text("I am a file")


def a_folder(place: store.Place) -> None:
    Path(place.catalogue).unlink()
    Path(place.catalogue).mkdir()


BROKEN = {
    "garbage": (overwritten(b"x" * 5000), "broken"),
    "empty": (overwritten(b""), "broken"),
    "cut off": (cut, "broken"),
    "scrambled": (scrambled, "broken"),
    "a folder in its place": (a_folder, "broken"),
    "the store is a file": (a_file, "unwritable"),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_a_broken_store_is_one_clear_line(copied_store, kind):
    spoil, reason = BROKEN[kind]
    spoil(copied_store)
    with pytest.raises(store.StoreError) as raised:
        reopened(copied_store)
    assert raised.value.reason == reason
    result = command("rollout.store", "build", STORE_DIR=str(copied_store.folder))
    assert (result.returncode, result.stdout, result.stderr) == (1, "", store.EXPLANATIONS[reason] + "\n")


@pytest.mark.parametrize("spoil", [Path.unlink, lambda path: path.write_bytes(path.read_bytes()[:60])], ids=["missing", "cut off"])
def test_a_broken_data_file_is_a_broken_store(copied_store, spoil):
    for path in copied_store.folder.rglob("*.parquet"):
        spoil(path)
    with pytest.raises(store.StoreError) as raised:
        reopened(copied_store)
    assert raised.value.reason == "broken"


def test_a_locked_store_says_so_and_is_not_moved_away(copied_store):
    holder = reopened(copied_store)
    for action in ("build", "rebuild"):
        result = command("rollout.store", action, STORE_DIR=str(copied_store.folder))
        assert (result.returncode, result.stdout, result.stderr) == (1, "", store.EXPLANATIONS["locked"] + "\n")
    assert holder.query("SELECT count(*) AS n FROM lake.complexes")["n"][0] == 15
    holder.close()


def test_a_catalogue_that_does_not_answer_is_unreachable(tmp_path):
    result = command("rollout.store", "build", STORE_DIR=str(tmp_path / "shared"), STORE_URL=NOWHERE)
    assert (result.returncode, result.stderr) == (1, store.EXPLANATIONS["unreachable"] + "\n")


def test_explanations_show_no_path_and_no_sql():
    assert all("SELECT" not in text and "/work" not in text and "\n" not in text for text in PLAIN)


def test_rebuild_keeps_the_broken_store_beside_the_new_one(copied_store):
    overwritten(b"garbage")(copied_store)
    result = command("rollout.store", "rebuild", STORE_DIR=str(copied_store.folder))
    assert result.returncode == 0, result.stderr
    kept = next(copied_store.folder.parent.glob("store-broken-*"))
    assert (kept / "catalogue.ducklake").read_bytes() == b"garbage"
    opened = reopened(copied_store)
    assert len(opened.history()) == 1
    opened.close()


# ---- locked down


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM read_csv('/etc/passwd')", "SELECT * FROM read_text('/etc/passwd')", "SELECT * FROM glob('/etc/*')",
        "SELECT * FROM '/etc/passwd'", "SELECT * FROM read_text('{folder}/../secret.txt')", "SELECT * FROM read_csv('http://127.0.0.1:1/')",
        "ATTACH '/tmp/other.db'", "ATTACH ':memory:' AS other", "DETACH lake", "COPY (SELECT 1) TO '/tmp/out.csv'",
        "COPY (SELECT 1) TO '{folder}/../out.csv'", "INSTALL httpfs", "LOAD httpfs", "SET enable_external_access = true",
        "SET allowed_directories = ['/']", "SET lock_configuration = false", "EXPORT DATABASE '/tmp/out'",
        "DELETE FROM lake.complexes", "DROP TABLE lake.complexes", "SELECT 1; DROP TABLE lake.complexes",
    ],
)  # fmt: skip
def test_a_query_reads_the_lake_and_nothing_else(opened, sql):
    (opened.place.folder.parent / "secret.txt").write_text("secret")
    with pytest.raises((duckdb.Error, ValueError)):
        opened.query(sql.format(folder=opened.place.folder))
    assert opened.query("SELECT count(*) AS n FROM lake.complexes")["n"][0] == 15


def test_the_lock_holds_for_the_engine_itself_not_only_for_query(opened):
    cursor = opened._connection.cursor()
    for sql in ("COPY (SELECT 1) TO '/tmp/out.csv'", "ATTACH '/tmp/other.db'", "INSTALL httpfs", "SET lock_configuration = false"):
        with pytest.raises(duckdb.Error):
            cursor.execute(sql)
    cursor.close()


def test_sixteen_threads_get_sixteen_right_answers(opened):
    expected = {name: len(rows) for name, rows in facts.load().items()}
    names = [name for name in expected for _ in range(12)]
    random.Random(7).shuffle(names)

    def count(name: str) -> tuple[str, int]:
        return opened.query(f"SELECT $name AS name, count(*) AS n FROM lake.{name}", {"name": name}).iloc[0].tolist()

    with ThreadPoolExecutor(16) as threads:
        answers = list(threads.map(count, names))
    assert answers == [[name, expected[name]] for name in names]


def test_the_app_shows_the_last_good_state_when_the_facts_have_a_fault(copied_store, package):
    edit(package / "tables/milestones.csv", ",actual,", ",done,", 2)
    before = store.open_store(place=copied_store)
    snapshot = before.snapshot()
    before.close()
    kept = store.open_store(place=copied_store, package=package, old_if_faulty=True)
    assert [fault.file for fault in kept.faults] == ["milestones.csv"]
    assert kept.snapshot() == snapshot
    assert len(kept.query("SELECT complex_id FROM lake.complexes")) == 15
    kept.close()


def test_faulty_facts_and_no_store_yet_are_refused(tmp_path, package):
    edit(package / "tables/milestones.csv", ",actual,", ",done,", 2)
    with pytest.raises(facts.PackageError):
        store.open_store(place=place(tmp_path / "store"), package=package, old_if_faulty=True)
