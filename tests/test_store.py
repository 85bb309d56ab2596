"""The store: built once, one commit a change, the past kept, locked down, whole after a kill, and plain words when it
is broken.
"""

import pickle
import random
import shutil
import sqlite3
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path

import duckdb
import pandas as pd
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from rollout import errors, facts
from rollout.errors import StoreError, explain
from rollout.facts.change import Change, rows
from rollout.language.words import Words
from rollout.store import edition
from rollout.store import lake as store
from rollout.store.rebuild import rebuild
from tests.conftest import PATIENCE, ROOT, edit, place
from tests.hardship import HOMELESS, NO_RIGHTS, fill, small_disk, without_locks
from tests.killed import first_stage, renamed

MILESTONES = "tables/milestones.csv"
ENGLISH, KOREAN = Words("en"), Words("ko")
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
    tables = set(opened.lake("SELECT table_name FROM duckdb_tables() WHERE database_name = 'lake'")["table_name"])
    assert tables >= {resource["name"] for resource in facts.descriptor()["resources"]}
    assert tables >= {"geo_provinces", "geo_districts", "geo_hosts", "grdp", "population", "companies"}
    for name, frame in facts.load().items():
        assert opened.lake(f"SELECT count(*) AS n FROM lake.{name}")["n"][0] == len(frame), name
    assert opened.lake("SELECT count(*) AS n FROM lake.geo_provinces")["n"][0] == 20


def test_a_changed_row_makes_one_snapshot_in_which_only_it_differs(copied_store, package):
    edit(package / MILESTONES, "LH alone.", "LH on its own.", 3)
    opened = reopened(copied_store, package)
    history = opened.history()
    new, old = history["snapshot_id"][:2].tolist()
    assert history["message"].tolist() == ["Facts changed", "First load"]
    assert new == old + 1
    changes = opened.lake("FROM ducklake_table_changes('lake', 'main', 'milestones', $new, $new)", {"new": new})
    assert sorted(changes["change_type"]) in (["delete", "insert"], ["update_postimage", "update_preimage"])
    assert set(changes["milestone_id"]) == {"yongin-developer-selected-2023-05-04"}
    for name in facts.load():
        same = opened.lake(
            f"(FROM lake.{name} EXCEPT FROM lake.{name} AT (VERSION => {old})) UNION ALL"
            f"(FROM lake.{name} AT (VERSION => {old}) EXCEPT FROM lake.{name})"
        )
        assert len(same) == (2 if name == "milestones" else 0), name
    note = "SELECT note_en FROM lake.milestones {} WHERE milestone_id = 'yongin-developer-selected-2023-05-04'"
    assert opened.lake(note.format(""))["note_en"][0].startswith("LH on its own.")
    assert opened.lake(note.format(f"AT (VERSION => {old})"))["note_en"][0].startswith("LH alone.")
    opened.close()


def test_a_package_with_a_fault_leaves_the_store_as_it_was(copied_store, package):
    edit(package / MILESTONES, ",actual,", ",done,", 2)
    with pytest.raises(facts.PackageError) as raised:
        reopened(copied_store, package)
    assert "milestones.csv, row 2, field status" in str(raised.value.faults[0])
    opened = reopened(copied_store)
    assert len(opened.history()) == 1
    opened.close()


@pytest.mark.parametrize(
    "content", ["", "{", '{"features": 3}', None], ids=["empty", "cut off", "other shape", "missing"]
)
def test_broken_boundaries_are_a_fault_in_plain_words(copied_store, package, content):
    path = package / "geography" / "provinces.geojson"
    if content is None:
        path.unlink()
    else:
        path.write_text(content)
    with pytest.raises(facts.PackageError) as raised:
        reopened(copied_store, package)
    assert [str(fault) for fault in raised.value.faults] == [
        f"{path.name if content is None else 'geography'}: the boundaries can't be read; make them with `python "
        f"-m rollout.store.geography`"
    ]


def test_a_commit_that_fails_midway_changes_nothing(copied_store):
    opened = store.Store(copied_store)
    before = opened.snapshot()
    good = store.Table(opened.lake("SELECT * FROM lake.stages").head(1), {"stage_id": "VARCHAR"}, ("stage_id",))
    bad = store.Table(good.frame, {"no_such_column": "VARCHAR"}, ("no_such_column",))
    with pytest.raises(duckdb.Error):
        opened.commit({"stages": good, "broken": bad}, store.Commit("a", "b", {}))
    assert opened.snapshot() == before
    assert opened.query("SELECT count(*) AS n FROM facts.stages")["n"][0] > 1
    opened.close()


def test_a_value_that_can_not_be_stored_is_a_fault_of_the_facts_not_of_the_store(copied_store):
    opened = store.Store(copied_store)
    before = opened.snapshot()
    with pytest.raises(facts.PackageError) as raised:
        opened.commit(
            {"stages": store.Table(pd.DataFrame({"n": ["many"]}), {"n": "BIGINT"}, ("n",))}, store.Commit("a", "b", {})
        )
    assert "stages" in str(raised.value.faults[0]) and "many" in str(raised.value.faults[0])
    assert opened.snapshot() == before
    opened.close()


def test_a_moved_store_folder_still_opens(copied_store, tmp_path):
    moved = place(copied_store.folder.rename(tmp_path / "elsewhere"))
    opened = reopened(moved)
    assert opened.query("SELECT count(*) AS n FROM facts.complexes")["n"][0] == 15
    opened.close()


# ---- killed


COMMIT = """
import pickle, sys
from pathlib import Path
from rollout.store import lake
store = lake.Store(lake.Place.in_folder(Path(sys.argv[1])))
tables = pickle.loads(Path(sys.argv[2]).read_bytes())
print("writing", flush=True)
store.commit(tables, lake.Commit("a", "killed", {}))
print("written", flush=True)
store.close()
"""
SOME = ("milestones", "events", "origins", "stages", "glossary")  # what a killed process commits
MOMENTS = (0.3, 0.7)  # of the time that a commit takes


@pytest.fixture(scope="module")
def tables(tmp_path_factory):
    """Some tables of the package as read, and the file that holds them."""
    read = edition.package_tables(facts.DATA_DIR)
    path = tmp_path_factory.mktemp("tables") / "tables"
    path.write_bytes(pickle.dumps({name: read[name] for name in SOME}))
    return path


def commits_and_rows(folder: Path) -> tuple[list[str], dict[str, int]]:
    """What a store holds: the messages of its commits, and its tables with their numbers of rows."""
    with closing(store.Store(place(folder))) as opened:
        counts = {name: opened.lake(f"SELECT count(*) AS n FROM lake.{name}")["n"][0] for name in opened.tables()}
        return opened.history()["message"].tolist(), counts


def committing(folder: Path, tables: Path, kill_after: float | None = None) -> float:
    """Commit the tables in a process that may be killed while it does; how long it wrote."""
    with subprocess.Popen(
        [sys.executable, "-c", COMMIT, str(folder), str(tables)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as writer:
        assert any("writing" in line for line in writer.stdout), "it ended before it wrote"
        begun = time.monotonic()
        if kill_after is not None:
            with suppress(subprocess.TimeoutExpired):
                writer.wait(timeout=kill_after)
            writer.kill()
        writer.stdout.readline()
        return time.monotonic() - begun


def test_a_killed_commit_leaves_the_snapshot_before_or_after(tables, tmp_path):
    everything = {name: len(table.frame) for name, table in pickle.loads(tables.read_bytes()).items()}
    took = committing(tmp_path / "whole", tables)
    assert commits_and_rows(tmp_path / "whole") == (["killed"], everything)
    with closing(store.Store(place(tmp_path / "whole"))) as opened:  # a change: tables go, come and lose rows
        other = {"stages": store.Table(pd.DataFrame({"n": ["1"]}), {"n": "BIGINT"}, ("n",))}
        few = pickle.loads(tables.read_bytes())["milestones"]
        opened.commit(other | {"milestones": replace(few, frame=few.frame.head(99))}, store.Commit("a", "few", {}))
    for moment in MOMENTS:
        for name, before in (
            ("first load", ([], {})),
            ("change", (["few", "killed"], {"stages": 1, "milestones": 99})),
        ):
            folder = tmp_path / f"{name} {moment}"
            if name == "change":
                shutil.copytree(tmp_path / "whole", folder)
            committing(folder, tables, took * moment)
            assert commits_and_rows(folder) in (before, (["killed", *before[0]], everything))
    for name in ("first load", "change"):
        folder = tmp_path / f"{name} {MOMENTS[1]}"
        with closing(store.Store(place(folder))) as survivor:
            survivor.commit(pickle.loads(tables.read_bytes()), store.Commit("a", "once more", {}))
        messages, counts = commits_and_rows(folder)
        assert (messages[0], counts) == ("once more", everything)


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


def missing(place: store.Place) -> None:
    Path(place.catalogue).unlink()


def of_version(version: str):
    def rewrite(place: store.Place) -> None:
        with closing(sqlite3.connect(place.catalogue)) as catalogue:
            catalogue.execute("UPDATE ducklake_metadata SET value = ? WHERE key = 'version'", [version])
            catalogue.commit()

    return rewrite


def each_data_file(spoil):
    def spoil_all(place: store.Place) -> None:
        for path in place.folder.rglob("*.parquet"):
            spoil(path)

    return spoil_all


def pages_overwritten(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[8:40] = bytes(32)
    path.write_bytes(bytes(content))


SPOILT = {
    "garbage": (overwritten(b"x" * 5000), "broken"),
    "empty": (overwritten(b""), "broken"),
    "cut off": (cut, "broken"),
    "scrambled": (scrambled, "broken"),
    "a folder in its place": (a_folder, "broken"),
    "no catalogue beside data files": (missing, "broken"),
    "the store is a file": (a_file, "no folder"),
    "of an older DuckLake": (of_version("0.2"), "other version"),
    "of a newer DuckLake": (of_version("9.9"), "other version"),
    "data files missing": (each_data_file(Path.unlink), "data"),
    "data files empty": (each_data_file(lambda path: path.write_bytes(b"")), "data"),
    "data files cut off": (each_data_file(lambda path: path.write_bytes(path.read_bytes()[:60])), "data"),
    "data files overwritten": (each_data_file(pages_overwritten), "data"),
    "data files are folders": (each_data_file(lambda path: (path.unlink(), path.mkdir())), "data"),
}


@pytest.mark.parametrize("kind", SPOILT)
def test_a_store_that_can_not_be_used_says_what_is_so(copied_store, kind):
    spoil, reason = SPOILT[kind]
    spoil(copied_store)
    for _ in range(2):  # the second attempt is told the same: nothing was left behind or locked
        with pytest.raises(StoreError) as raised:
            reopened(copied_store)
        assert raised.value.reason == reason, raised.value


IMPATIENT = """
import sys
from rollout.store import command, connection
connection.PATIENCE = 100
sys.exit(command.main(sys.argv[1:]))
"""


def explained(
    reason: str, *, command: str = "build", prefix=(), preexec=None, program=("-m", "rollout.store"), **environment: str
) -> None:
    """The command ends with that reason's sentence and nothing else, in the machine's language."""
    lang = environment.setdefault("LANG", "en_GB.UTF-8")[:2]
    settings = [f"{name}={value}" for name, value in environment.items()]
    result = subprocess.run(
        [*(prefix or ["env"]), *settings, sys.executable, *program, command],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        preexec_fn=preexec,
    )
    assert (result.returncode, result.stdout, result.stderr) == (
        1,
        "",
        explain(StoreError(reason, ""), Words(lang)) + "\n",
    )


@pytest.mark.parametrize("lang", ["en_GB.UTF-8", "ko_KR.UTF-8"])
def test_the_command_says_it_in_one_line_of_the_machines_language(copied_store, lang):
    of_version("9.9")(copied_store)
    explained("other version", STORE_DIR=str(copied_store.folder), LANG=lang)


def test_every_reason_has_a_sentence_of_its_own_in_both_languages():
    reasons = [*errors.SIGNS, "no extension", "cannot swap", "not local", "wrong address", "unknown"]
    for w in (ENGLISH, KOREAN):
        sentences = {reason: explain(StoreError(reason, ""), w) for reason in reasons}
        assert len(set(sentences.values())) == len(set(reasons))
        assert all("SELECT" not in text and "/work" not in text and "\n" not in text for text in sentences.values())
        assert {reason for reason, text in sentences.items() if "rollout.store rebuild" in text} == {"broken", "data"}
    assert explain(StoreError("full", ""), ENGLISH) != explain(StoreError("full", ""), KOREAN)


def test_a_message_that_nobody_foresaw_is_not_called_broken():
    assert StoreError.of(duckdb.IOException("The moon is full")).reason == "unknown"


@pytest.mark.parametrize("name", ["a?b", "a\\b", "x" * 250 + "/" + "y" * 300])
def test_a_folder_that_the_database_can_not_name_is_refused_before_anything_is_written(tmp_path, name):
    with pytest.raises(StoreError) as raised:
        reopened(place(tmp_path / name))
    assert raised.value.reason == "unusable path"
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


@pytest.mark.parametrize("name", ["a*b", "a[b]c", "it's", 'a "quoted" one', "한글 폴더", "a%20b#c;d"])
def test_any_other_folder_name_holds_its_own_store(pristine, tmp_path, name):
    for folder, stage in (("a1b", "other"), (name, "own")):  # the first is what the pattern a*b would match as well
        opened = store.Store(place(tmp_path / folder))
        stages = store.Table(pd.DataFrame({"stage_id": [stage]}), {"stage_id": "VARCHAR"}, ("stage_id",))
        opened.commit({"stages": stages}, store.Commit("a", "b", {}))
        opened.close()
    opened = store.Store(place(tmp_path / name))
    assert opened.lake("SELECT stage_id FROM lake.stages")["stage_id"].tolist() == ["own"]
    opened.close()


@pytest.mark.parametrize("room", [0, 4096, 20_000, 1_000_000])
def test_a_full_disk_at_the_first_start_is_said_and_over_once_there_is_room(tmp_path, room):
    with small_disk(tmp_path / "disk", 12_000_000) as disk:
        filler = fill(disk, room)
        with pytest.raises(StoreError) as raised:
            reopened(place(disk / "store"))
        assert raised.value.reason == "full"
        filler.unlink()
        opened = store.Store(place(disk / "store"))
        assert opened.tables() == []
        opened.close()


def test_a_full_disk_leaves_the_store_as_it_was(pristine, tmp_path):
    with small_disk(tmp_path / "disk", 12_000_000) as disk:
        shutil.copytree(pristine, disk / "store")
        with closing(reopened(place(disk / "store"))) as opened:
            filler = fill(disk, 0)
            with pytest.raises(StoreError) as raised:
                renamed(opened, "Full")
            assert raised.value.reason == "full"
            assert len(opened.history()) == 1
        with closing(reopened(place(disk / "store"))) as opened:
            assert first_stage(opened)["name_en"] != "Full"
            filler.unlink()
            renamed(opened, "Room")
            assert len(opened.history()) == 2


@pytest.mark.parametrize("what", [".", "data"])
def test_a_folder_without_rights_is_said(copied_store, what):
    target = copied_store.folder / what
    if what == "data":
        for path in target.rglob("*.parquet"):
            path.chmod(0)
    else:
        shutil.rmtree(target)
        target.mkdir()
        target.chmod(0o555)
    explained("unwritable", prefix=[*NO_RIGHTS, "env"], STORE_DIR=str(copied_store.folder))


def test_a_share_that_can_not_lock_is_said(tmp_path):
    explained("cannot lock", preexec=without_locks(), program=("-c", IMPATIENT), STORE_DIR=str(tmp_path / "store"))


def homeless(order: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """A command of the store in an environment that has nothing else, as a service account's."""
    settings = [f"{name}={value}" for name, value in environment.items()]
    return subprocess.run(
        [*HOMELESS, *settings, sys.executable, "-m", "rollout.store", order],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )


@pytest.mark.parametrize("home", [{}, {"HOME": "/nonexistent"}], ids=["none", "missing"])
def test_a_service_account_needs_no_home(copied_store, home):
    result = homeless("build", **home, STORE_DIR=str(copied_store.folder))
    assert (result.returncode, result.stdout, result.stderr) == (0, "The store is ready at snapshot 1.\n", "")


# ---- PostgreSQL


def test_a_catalogue_that_does_not_answer_is_unreachable(tmp_path):
    explained("unreachable", STORE_DIR=str(tmp_path / "shared"), STORE_URL=NOWHERE)


@pytest.mark.parametrize(
    "url", ["postgresql://db/rollout", "mysql:db=x", "/some/file", "postgres:garbage", "postgres:hots=db"]
)
def test_an_address_that_is_none_is_said(tmp_path, monkeypatch, url):
    monkeypatch.setenv("STORE_DIR", str(tmp_path / "shared"))
    monkeypatch.setenv("STORE_URL", url)
    with pytest.raises(StoreError) as raised:
        store.open_store()
    assert raised.value.reason == "wrong address"


@pytest.mark.parametrize(
    ("login", "reason"),
    [
        ("dbname=lake user=admin password=wrong", "password"),
        ("dbname=lake user=admin", "password"),
        ("dbname=lake user=nobody password=x", "password"),
        ("dbname=lake user=barred password=barred", "password"),
        ("dbname=none user=admin password=secret", "no database"),
        ("dbname=lake user=guest password=guest", "no right"),
    ],
)
def test_postgresql_refuses_for_a_reason_and_no_password_is_logged(postgres, tmp_path, login, reason):
    with pytest.raises(StoreError) as raised:
        store.open_store(place=store.Place(f"postgres:{postgres} {login}", tmp_path / "shared"))
    assert raised.value.reason == reason, raised.value
    assert (
        "password=secret" not in str(raised.value)
        and "wrong" not in str(raised.value)
        and raised.value.__cause__ is None
    )


def test_postgresql_in_korean_is_understood_as_well():
    for message, reason in {
        '치명적오류: 사용자 "admin"의 password 인증을 실패했습니다': "password",
        '치명적오류: "none" 데이터베이스 없음': "no database",
        "오류: public 스키마(schema) 접근 권한 없음": "no right",
    }.items():
        assert StoreError.of(duckdb.IOException(f"Unable to connect to Postgres: {message}")).reason == reason


def test_a_catalogue_in_postgresql_needs_no_home_and_names_a_wrong_data_folder(postgres, tmp_path):
    url = f"postgres:{postgres} dbname=lake user=admin password=secret"
    result = homeless("build", STORE_URL=url, STORE_DIR=str(tmp_path / "shared"))
    assert (result.returncode, result.stderr) == (0, "") and result.stdout.endswith(
        "The store is ready at snapshot 1.\n"
    )
    with pytest.raises(StoreError) as raised:
        store.open_store(place=store.Place(url, tmp_path / "another"))
    assert raised.value.reason == "data"
    explained("not local", command="rebuild", STORE_DIR=str(tmp_path / "shared"), STORE_URL=url)


# ---- rebuilt


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_rebuild_keeps_the_broken_store_beside_the_new_one(copied_store):
    overwritten(b"garbage")(copied_store)
    result = homeless("rebuild", STORE_DIR=str(copied_store.folder))
    assert (result.returncode, result.stderr) == (0, "")
    kept = next(copied_store.folder.parent.glob("store-old-*"))
    assert (
        "Nothing could be read in the old store." in result.stdout
        and f"The old store is kept as {kept.name}." in result.stdout
    )
    assert (kept / "catalogue.sqlite").read_bytes() == b"garbage"
    assert {path.name for path in copied_store.folder.parent.iterdir()} == {"store", kept.name}
    opened = reopened(copied_store)
    assert len(opened.history()) == 1
    opened.close()


def test_rebuild_first_saves_each_table_at_the_newest_snapshot_that_can_be_read(copied_store):
    first = contents(copied_store.folder)
    with closing(store.Store(copied_store)) as opened:
        every = rows(opened.texts(["milestones"]))["milestones"].values()
        checked = [Change("milestones", row, row | {"note_en": f"{row['note_en']} Checked."}) for row in every]
        opened.publish(checked, "me", "checked", opened.snapshot())
    for name in contents(copied_store.folder).keys() - first.keys():  # milestones are whole in the first snapshot only
        if name.endswith(".parquet"):
            (copied_store.folder / name).unlink()
    shutil.rmtree(copied_store.folder / "data" / "main" / "glossary")
    said = []
    rebuild(copied_store, said.append, ENGLISH)
    saved = next(copied_store.folder.parent.glob("store-saved-*"))
    newest, older = (next(line for line in said if f"snapshot {n}:" in line) for n in (2, 1))
    assert older == f"Saved in {saved.name}, as of snapshot 1: milestones."
    names = newest.partition(": ")[2].rstrip(".").split(", ")
    assert "events" in names and "milestones" not in names
    assert "Not readable in the old store: glossary." in said
    for name, frame in facts.load().items():
        if name != "glossary":
            columns = list(frame.columns)
            read = pd.read_csv(saved / f"{name}.csv", dtype=str, keep_default_na=False)[columns]
            same = {"milestones", "events", "origins", "provinces"}  # numbers are written as the database prints them
            if name in same:
                assert sorted(read.values.tolist()) == sorted(frame.fillna("").values.tolist()), name
            assert len(read) == len(frame), name
    assert len(pd.read_csv(saved / "history.csv")) == 2


def test_rebuild_takes_over_what_the_office_published_and_goes_on_counting(copied_store):
    with closing(reopened(copied_store)) as opened:
        own = next(iter(rows({"stages": opened.present()["stages"]})["stages"].values()))
        last = opened.publish([Change("stages", own, own | {"name_en": "Office"})], "me", "why", opened.snapshot())
        (copied_store.folder / "drafts").mkdir()
        (copied_store.folder / "drafts" / "abcdefgh.json").write_text("{}")
        shutil.rmtree(copied_store.data / "main" / "glossary")
        rebuild(copied_store, lambda _: None, ENGLISH)
        assert opened.snapshot() > last, "a running server sees a number that it has not seen"
        assert "Office" in set(opened.query("SELECT name_en FROM facts.stages", snapshot=opened.snapshot())["name_en"])
        assert rows(opened.present())["glossary"] == rows(facts.load())["glossary"]
        assert opened.history()["kind"].tolist() == ["restore", "import", "edition"]
    assert (copied_store.folder / "drafts" / "abcdefgh.json").exists()


def test_a_rebuild_that_fails_leaves_the_old_store_byte_for_byte(copied_store, package):
    edit(package / MILESTONES, ",actual,", ",done,", 2)
    before = contents(copied_store.folder)
    with pytest.raises(facts.PackageError):
        rebuild(copied_store, lambda _: None, ENGLISH, package)
    assert contents(copied_store.folder) == before
    assert {path.name for path in copied_store.folder.parent.iterdir()} == {"store", "data"}


def test_a_rebuild_on_a_full_disk_leaves_the_old_store_byte_for_byte(pristine, tmp_path):
    with small_disk(tmp_path / "disk", 12_000_000) as disk:
        folder = Path(shutil.copytree(pristine, disk / "store"))
        before = contents(folder)
        for room in (0, 500_000):
            filler = fill(disk, room)
            with pytest.raises(StoreError) as raised:
                rebuild(place(folder), lambda _: None, ENGLISH)
            assert raised.value.reason == "full"
            assert contents(folder) == before
            assert {path.name for path in disk.iterdir()} == {"store", "filler"}
            filler.unlink()


def test_a_store_that_can_not_be_moved_stays(pristine, tmp_path):
    with small_disk(tmp_path / "store", 12_000_000) as mounted:
        shutil.copytree(pristine, mounted, dirs_exist_ok=True)
        before = contents(mounted)
        with pytest.raises(StoreError) as raised:
            rebuild(place(mounted), lambda _: None, ENGLISH)
        assert raised.value.reason == "cannot swap"
        assert contents(mounted) == before
        assert {path.name for path in tmp_path.iterdir()} == {"store"}


def test_a_rebuild_without_a_store_builds_one(tmp_path):
    rebuild(place(tmp_path / "store"), lambda _: None, ENGLISH)
    assert [path.name for path in tmp_path.iterdir()] == ["store"]


# ---- locked down


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM read_text('/etc/passwd')",
        "SELECT * FROM glob('/etc/*')",
        "SELECT * FROM '/etc/passwd'",
        "SELECT * FROM read_text('{folder}/../secret.txt')",
        "SELECT * FROM read_csv('http://127.0.0.1:1/')",
        "ATTACH '/tmp/other.db'",
        "ATTACH ':memory:' AS other",
        "DETACH lake",
        "COPY (SELECT 1) TO '/tmp/out.csv'",
        "COPY (SELECT 1) TO '{folder}/../out.csv'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET enable_external_access = true",
        "SET allowed_directories = ['/']",
        "SET lock_configuration = false",
        "EXPORT DATABASE '/tmp/out'",
        "DELETE FROM lake.complexes",
        "DROP TABLE lake.complexes",
        "SELECT 1; DROP TABLE lake.complexes",
    ],
)
def test_a_query_reads_the_lake_and_nothing_else(opened, sql):
    (opened.place.folder.parent / "secret.txt").write_text("secret")
    with pytest.raises((duckdb.Error, ValueError)):
        opened.query(sql.format(folder=opened.place.folder))
    assert opened.query("SELECT count(*) AS n FROM facts.complexes")["n"][0] == 15


def test_the_lock_holds_for_the_engine_itself_not_only_for_query(opened):
    cursor = opened._connection.cursor()
    for sql in (
        "COPY (SELECT 1) TO '/tmp/out.csv'",
        "ATTACH '/tmp/other.db'",
        "INSTALL httpfs",
        "SET lock_configuration = false",
    ):
        with pytest.raises(duckdb.Error):
            cursor.execute(sql)
    cursor.close()


def test_sixteen_threads_get_sixteen_right_answers(opened):
    expected = {name: len(rows) for name, rows in facts.load().items()}
    names = [name for name in expected for _ in range(12)]
    random.Random(7).shuffle(names)

    def count(name: str) -> tuple[str, int]:
        return opened.query(f"SELECT $name AS name, count(*) AS n FROM facts.{name}", {"name": name}).iloc[0].tolist()

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
    assert len(kept.query("SELECT complex_id FROM facts.complexes")) == 15
    kept.close()


def test_faulty_facts_and_no_store_yet_are_refused(tmp_path, package):
    edit(package / "tables/milestones.csv", ",actual,", ",done,", 2)
    with pytest.raises(facts.PackageError):
        store.open_store(place=place(tmp_path / "store"), package=package, old_if_faulty=True)


# ---- on the page


@pytest.fixture
def page(copied_store, monkeypatch):
    """The Overview in Korean over a store of one's own, drawn when called."""
    monkeypatch.setenv("STORE_DIR", str(copied_store.folder))
    st.cache_resource.clear()

    def draw() -> AppTest:
        app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=PATIENCE)
        app.query_params["lang"] = "ko"
        return app.run()

    yield draw
    st.cache_resource.clear()


def test_the_page_says_what_is_wrong_with_the_store(copied_store, page):
    of_version("9.9")(copied_store)
    for _ in range(2):
        app = page()
        assert not app.exception
        assert [error.value for error in app.error] == [
            f"저장소를 열 수 없어 화면 표시 불가. 운영자 조치 사항: {explain(StoreError('other version', ''), KOREAN)}"
        ]


def test_the_page_shows_the_last_good_state_under_the_faults(package, page, monkeypatch):
    edit(package / MILESTONES, ",actual,", ",done,", 2)
    monkeypatch.setattr(facts, "DATA_DIR", package)
    app = page()
    assert not app.exception and not app.error
    assert "milestones\\.csv, row 2, field status" in app.warning[0].value
    assert app.get("bidi_component")
