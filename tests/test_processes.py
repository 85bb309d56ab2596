"""Several processes on one store: none's commit is lost, each sees the other's; a store of the version before comes
along with its history.
"""

import os
import shutil
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from rollout import facts
from rollout.errors import StoreError
from rollout.facts.change import Change, rows
from rollout.store import backup, carrying
from rollout.store import lake as store
from rollout.store.connection import attach, engine, literal
from tests.conftest import PATIENCE, ROOT, command

COMMITS = 5  # of each, at once: most meet another one
WRITER = f"""
import sys
from rollout.facts.change import Change
from rollout.store import lake as store
opened, me = store.open_store(), sys.argv[1]
print("ready", flush=True)
sys.stdin.readline()
for n in range({COMMITS}):
    while True:
        try:
            opened.publish([Change("stages", None, {{"stage_id": f"{{me}}-{{n}}"}})], me, str(n), opened.snapshot())
            break
        except store.MovedError:
            continue
print("done", flush=True)
sys.stdin.readline()
opened.snapshot()
print(len(opened.query("SELECT 1 FROM facts.stages WHERE stage_id LIKE '%-%' AND stage_id LIKE 'writer%'")))
opened.close()
"""


@pytest.fixture(params=["SQLite", "PostgreSQL"])
def shared(request, pristine, tmp_path, monkeypatch) -> store.Place:
    """A store of the real facts that several processes open, by its catalogue; the environment names it."""
    if request.param == "SQLite":
        where = request.getfixturevalue("copied_store")
    else:
        address = request.getfixturevalue("postgres")
        where = store.Place(f"postgres:{address} dbname=shared user=admin password=secret", tmp_path / "shared")
        assert backup.restore(where, pristine) is None  # a local store moves to PostgreSQL
        monkeypatch.setenv("STORE_URL", where.catalogue)
    monkeypatch.setenv("STORE_DIR", str(where.folder))
    return where


def test_two_processes_commit_at_once_and_none_is_lost(shared):
    with closing(store.open_store(place=shared)) as opened:
        before = opened.snapshot()
        writers = [
            subprocess.Popen(
                [sys.executable, "-c", WRITER, f"writer{n}"],
                cwd=ROOT,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
            for n in range(2)
        ]
        try:
            for word in ("ready", "done"):
                assert [writer.stdout.readline().strip() for writer in writers] == [word, word]
                for writer in writers:
                    writer.stdin.write("on\n")
                    writer.stdin.flush()
            assert [writer.communicate(timeout=PATIENCE)[0].strip() for writer in writers] == [str(2 * COMMITS)] * 2
        finally:
            for writer in writers:
                writer.kill()
                writer.communicate()
        assert opened.snapshot() == before + 2 * COMMITS
        made = opened.query("SELECT stage_id FROM facts.stages WHERE stage_id LIKE 'writer%'")["stage_id"]
        assert sorted(made) == sorted(f"writer{n}-{k}" for n in range(2) for k in range(COMMITS))
        assert opened.history()["author"].tolist().count("writer0") == COMMITS
        history = command("rollout.store", "history")  # a command beside the servers
        assert history.returncode == 0 and history.stdout.count("writer1") == COMMITS


def test_who_comes_second_learns_what_the_first_one_did(copied_store):
    with closing(store.open_store(place=copied_store)) as one, closing(store.open_store(place=copied_store)) as other:
        base = one.snapshot()
        assert other.snapshot() == base
        own = next(iter(rows({"stages": one.present()["stages"]})["stages"].values()))
        number = one.publish([Change("stages", own, own | {"name_en": "One"})], "one", "first", base)
        with pytest.raises(store.MovedError) as moved:
            other.publish([Change("stages", own, own | {"name_en": "Other"})], "other", "second", base)
        assert moved.value.args == (number,) and other.snapshot() == number
        assert other.query("SELECT count(*) AS n FROM facts.stages WHERE name_en = 'One'")["n"][0] == 1
        with pytest.raises(store.MovedError):  # the row is not as the change takes it to be
            other.publish([Change("stages", own | {"stage_id": "none"}, own)], "other", "third", number)
        assert one.snapshot() == number


# ---- the past in questions


def test_a_question_of_an_earlier_snapshot_gets_the_answer_of_then(copied_store):
    from rollout.questions.ask import Asker

    with closing(store.open_store(place=copied_store)) as opened:
        asker, first = Asker(opened), opened.snapshot()
        own = next(iter(rows({"stages": opened.present()["stages"]})["stages"].values()))
        numbers = [first]
        for name in ("One", "Two", "Three", "Four"):
            last, own = own, own | {"name_en": name}
            numbers.append(opened.publish([Change("stages", last, own)], "me", name, numbers[-1]))
        names = [set(asker.ask("progress/stages", number)["name_en"]) for number in numbers]
        assert ["Four" in found for found in names] == [False, False, False, False, True]
        assert "One" in names[1] and "One" not in names[0] and own["name_en"] not in names[0]
        assert len(opened._mirrors) == 3, "the newest and two older ones are kept"
        with pytest.raises(StoreError, match="no snapshot"):
            asker.ask("progress/stages", 99)


# ---- a store of the version before


@pytest.fixture
def former(written_before, tmp_path) -> store.Place:
    """A store of the version before, to change."""
    return store.Place.in_folder(Path(shutil.copytree(written_before, tmp_path / "store")))


@pytest.fixture(scope="module")
def written_before(pristine, tmp_path_factory) -> Path:
    """A store whose catalogue is a DuckDB file, as the version before wrote it: two commits, the second of few rows."""
    where = store.Place.in_folder(tmp_path_factory.mktemp("before") / "store")
    where.data.mkdir(parents=True)
    old = where.folder / "catalogue.ducklake"
    with closing(engine("ducklake", "sqlite_scanner")) as connection:
        attach(connection, store.Place.in_folder(pristine), read_only=True)
        data = literal(f"{where.data}/")
        connection.execute(f"ATTACH {literal(f'ducklake:{old}')} AS old (DATA_PATH {data})")
        names = [
            name
            for (name,) in connection.execute(
                "SELECT table_name FROM duckdb_tables() WHERE database_name = 'lake'"
            ).fetchall()
        ]
        for message, statements in {
            "First load": [f"CREATE TABLE old.{n} AS FROM lake.{n}" for n in names if n not in ("edition", "commits")],
            "Facts changed": [
                "UPDATE old.milestones SET note_en = 'It''s \"new\"; a, b' WHERE milestone_id LIKE 'yongin-candidate%'",
                "DELETE FROM old.milestones WHERE milestone_id LIKE 'daegu-candidate-selected%'",
            ],
        }.items():
            connection.execute("BEGIN")
            for statement in statements:
                connection.execute(statement)
            details = f'{{"package": "{facts.digest()}"}}'
            connection.execute(
                "CALL old.set_commit_message('rollout monitor', $1, extra_info => $2)", [message, details]
            )
            connection.execute("COMMIT")
        connection.execute("DETACH old")
    return where.folder


def test_a_store_of_the_version_before_comes_along_with_its_history(former):
    with closing(store.Store(former, read_only=True)) as old:
        before, states = old.history(), [old.present(number) for number in (1, 2)]
    assert before["message"].tolist() == ["Facts changed", "First load"]
    with closing(store.open_store(place=former)) as opened:
        after = opened.history()
        assert after.drop(columns="details").equals(before.drop(columns="details"))
        for number, state in zip((1, 2), states, strict=True):
            assert rows(opened.present(number)) == rows(state)
        assert len(states[0]["milestones"]) == len(states[1]["milestones"]) + 1
        own = next(iter(rows({"milestones": states[1]["milestones"]})["milestones"].values()))
        number = opened.publish([Change("milestones", own, own | {"note_en": "New"})], "me", "why", opened.snapshot())
        assert number == 3 and opened.history()["kind"].tolist() == ["publish", "edition", "edition"]
    assert sorted(path.name for path in former.folder.glob("*catalogue*")) == [
        "catalogue.ducklake.old",
        "catalogue.sqlite",
    ]


def test_a_crash_while_it_comes_along_leaves_the_old_store(former, monkeypatch):
    def crash(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(carrying, "carry", crash)
        store.Store(former)
    assert [path.name for path in former.folder.glob("*catalogue*")] == ["catalogue.ducklake"]
    with closing(store.Store(former)) as opened:
        assert len(opened.history()) == 2


@pytest.mark.parametrize("moved", [True, False], ids=["done", "not moved yet"])
def test_who_comes_a_moment_too_late_leaves_what_another_brought_along(former, monkeypatch, moved):
    old = former.former
    with closing(store.open_store(place=former)) as opened:
        before = opened.history()
    if not moved:
        old.with_name(f"{old.name}.old").rename(old)
    seen = iter([old])  # what it saw a moment ago
    monkeypatch.setattr(store.Place, "former", property(lambda _: next(seen, None)))
    carrying.from_former(former)
    assert old.exists() != moved
    with closing(store.Store(former)) as opened:
        assert opened.history().equals(before)


def test_two_servers_bring_the_old_store_along_once(former):
    build = [sys.executable, "-m", "rollout.store", "history"]
    both = [
        subprocess.Popen(build, cwd=ROOT, env=os.environ | {"STORE_DIR": str(former.folder)}, stdout=subprocess.PIPE)
        for _ in range(2)
    ]
    outputs = [process.communicate(timeout=PATIENCE)[0] for process in both]
    assert [process.returncode for process in both] == [0, 0]
    assert outputs[0] == outputs[1] and b"The store is ready at snapshot 2." in outputs[0]
    assert not list(Path(former.folder).glob(".*"))
