"""What leaves the store and comes back: packages of any snapshot, backups, and stores that were killed midway."""

import io
import multiprocessing
import random
import shutil
import time
import zipfile
from contextlib import closing
from pathlib import Path

import pandas as pd
import pytest

from rollout import facts
from rollout.errors import StoreError
from rollout.facts import command as facts_command
from rollout.facts.change import Change, Frames, difference, rows
from rollout.store import backup, edition, export
from rollout.store import lake as store
from tests.conftest import command, place

ACTIONS = ("commit", "merge", "backup")
MOMENTS = 10  # of each: thirty in all


def first_stage(opened: store.Store) -> dict[str, str]:
    return next(iter(rows({"stages": opened.present()["stages"]})["stages"].values()))


def renamed(opened: store.Store, name: str) -> int:
    """Publish another name of the first stage."""
    own = first_stage(opened)
    return opened.publish([Change("stages", own, own | {"name_en": name})], "me", name, opened.snapshot())


# ---- packages


def test_the_unchanged_store_gives_the_package_that_shipped(copied_store, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("STORE_DIR", str(copied_store.folder))
    assert facts_command.main(["export", str(tmp_path / "out")]) == 0
    assert capsys.readouterr().out == "The package is sound.\n"
    written = facts.load(tmp_path / "out")
    assert difference(facts.load(), written) == [] == difference(written, facts.load())
    for path in facts.DATA_DIR.rglob("*"):
        if path.is_file() and path.suffix != ".csv":
            assert (tmp_path / "out" / path.relative_to(facts.DATA_DIR)).read_bytes() == path.read_bytes()
    assert facts_command.main(["export", str(tmp_path / "out")]) == 1
    assert capsys.readouterr().err.startswith("The folder for the backup or the package holds something.")


def test_any_snapshot_gives_its_package(copied_store):
    with closing(store.open_store(place=copied_store)) as opened:
        first = opened.snapshot()
        renamed(opened, "Renamed")

        def names(snapshot: int | None) -> list[str]:
            with zipfile.ZipFile(io.BytesIO(export.package_zip(opened, snapshot))) as archive:
                assert set(archive.namelist()) >= {"datapackage.json", "geography/districts.csv"}
                return pd.read_csv(archive.open("tables/stages.csv"))["name_en"].tolist()

        assert "Renamed" in names(None) and "Renamed" not in names(first)
        assert export.package_zip(opened, first) == export.package_zip(opened, first)
        with pytest.raises(StoreError, match="no snapshot"):
            export.package_zip(opened, 99)


def test_a_snapshot_that_is_not_there_is_one_clear_line(copied_store, tmp_path):
    result = command(
        "rollout.facts", "export", str(tmp_path / "out"), "--snapshot", "99", STORE_DIR=str(copied_store.folder)
    )
    assert (result.returncode, result.stdout) == (1, "") and len(result.stderr.splitlines()) == 1
    assert not (tmp_path / "out").exists()


# ---- backup and restore


def test_a_backup_comes_back_while_a_server_runs(copied_store, tmp_path):
    saved = tmp_path / "saved"
    with closing(store.open_store(place=copied_store)) as opened:
        (copied_store.folder / "drafts").mkdir()
        (copied_store.folder / "drafts" / "abcdefgh.json").write_text("{}")
        named = renamed(opened, "Saved")
        assert backup.backup(copied_store, saved) == named
        for name in ("Later", "Latest"):
            last = renamed(opened, name)
        kept = backup.restore(copied_store, saved)
        assert opened.snapshot() == last + 1, "a number that nobody has seen"
        assert first_stage(opened)["name_en"] == "Saved"
        assert "Saved" in set(opened.query("SELECT name_en FROM facts.stages", snapshot=opened.snapshot())["name_en"])
        history = opened.history()
        assert history["message"].tolist()[:3] == ["Restored from saved", "Saved", "First load"]
        assert history["kind"][0] == "restore"
        assert renamed(opened, "Afterwards") == last + 2
    assert (saved / "drafts" / "abcdefgh.json").exists()
    with closing(store.Store(place(kept))) as before:
        assert first_stage(before)["name_en"] == "Latest"


def test_a_broken_store_is_put_back_from_its_backup(copied_store, tmp_path):
    for name, action in (("backup", "holds the store up to snapshot 1."), ("restore", "is as saved has it.")):
        result = command("rollout.store", name, str(tmp_path / "saved"), STORE_DIR=str(copied_store.folder))
        assert result.returncode == 0 and action in result.stdout.splitlines()[0], result.stderr
        Path(copied_store.catalogue).write_bytes(b"garbage")
        shutil.rmtree(copied_store.data)
    assert backup.restore(copied_store, tmp_path / "saved").name.startswith("store-old-")
    with closing(store.open_store(place=copied_store)) as opened:
        assert opened.history()["message"].tolist() == ["Restored from saved", "First load"]


def test_a_backup_is_never_written_over_something_nor_read_from_anything(copied_store, tmp_path):
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").write_text("keep me")
    for action, folder, reason in (
        (backup.backup, "full", "not empty"),
        (backup.restore, "full", "no backup"),
        (backup.restore, "none", "no backup"),
    ):
        with pytest.raises(StoreError) as raised:
            action(copied_store, tmp_path / folder)
        assert raised.value.reason == reason
    assert sorted(path.name for path in tmp_path.iterdir()) == ["full", "store"]


def test_a_store_in_postgresql_is_backed_up_and_moves_both_ways(copied_store, postgres, tmp_path):
    shared = store.Place(f"postgres:{postgres} dbname=moved user=admin password=secret", tmp_path / "shared")
    with closing(store.open_store(place=copied_store)) as opened:
        renamed(opened, 'It\'s "local"; 한글')
    assert backup.restore(shared, copied_store.folder) is None
    with closing(store.open_store(place=shared)) as opened:
        assert first_stage(opened)["name_en"] == 'It\'s "local"; 한글'
        number = renamed(opened, "shared")
        assert backup.backup(shared, tmp_path / "saved") == number
        renamed(opened, "later")
        kept = backup.restore(shared, tmp_path / "saved")
        assert opened.snapshot() == number + 2 and first_stage(opened)["name_en"] == "shared"
    with closing(store.open_store(place=place(tmp_path / "saved"))) as opened:
        assert first_stage(opened)["name_en"] == "shared"
        assert opened.history()["message"].tolist()[0] == "shared"
    with closing(store.Store(place(kept))) as before:
        assert first_stage(before)["name_en"] == "later"


# ---- killed


def act(action: str, folder: Path, to: Path, frames: Frames, ready: "multiprocessing.connection.Connection") -> None:
    """What the process does that is killed: publish a row, take in another edition, or back up."""
    where = place(folder)
    opened = None if action == "backup" else store.Store(where)
    ready.send("ready")
    if opened is None:
        backup.backup(where, to)
    elif action == "commit":
        renamed(opened, "Committed")
    else:
        content = facts.descriptor()
        facts.check_frames = lambda *_, **__: []  # seconds in which nothing is written
        edition.take_in(opened, facts.DATA_DIR, content, frames, {}, "another edition")
    ready.send("done")


@pytest.fixture(scope="module")
def prepared(pristine, tmp_path_factory):
    """A store with an office's commit, another edition, and a server of processes to kill."""
    folder = tmp_path_factory.mktemp("prepared") / "store"
    shutil.copytree(pristine, folder)
    with closing(store.Store(place(folder))) as opened:
        renamed(opened, "Office")
    frames = facts.load()
    frames["events"] = frames["events"].assign(note_en="Edition")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.test_backup"])
    return folder, frames, context


def started(prepared, action, folder, to):
    """A process that has begun an action, and its messages."""
    here, there = prepared[2].Pipe(duplex=False)
    process = prepared[2].Process(target=act, args=(action, folder, to, prepared[1], there))
    process.start()
    there.close()
    assert here.recv() == "ready"
    return process, here


@pytest.fixture(scope="module")
def lasting(prepared, tmp_path_factory) -> dict[str, float]:
    """How many seconds each action takes here, when it is left alone."""
    found = {}
    for action in ACTIONS:
        folder = tmp_path_factory.mktemp("lasting")
        process, messages = started(
            prepared, action, Path(shutil.copytree(prepared[0], folder / "store")), folder / "to"
        )
        begun = time.monotonic()
        assert messages.recv() == "done"
        found[action] = time.monotonic() - begun
        process.join()
    return found


@pytest.mark.parametrize("moment", range(MOMENTS))
@pytest.mark.parametrize("action", ACTIONS)
def test_a_kill_leaves_the_snapshot_before_or_after(prepared, lasting, tmp_path, action, moment):
    folder, to = Path(shutil.copytree(prepared[0], tmp_path / "store")), tmp_path / "to"
    process, messages = started(prepared, action, folder, to)
    messages.poll(random.Random(moment).uniform(0, lasting[action]))  # done, or time is up
    process.kill()
    process.join()
    with closing(store.Store(place(folder))) as survivor:
        commits = survivor.history()["kind"].tolist()
        assert commits in (["publish", "edition"], [{"commit": "publish"}.get(action, "edition"), "publish", "edition"])
        is_after = len(commits) == 3
        assert first_stage(survivor)["name_en"] == ("Committed" if is_after and action == "commit" else "Office")
        notes = set(survivor.present()["events"]["note_en"])
        assert (notes == {"Edition"}) == (is_after and action == "merge")
        renamed(survivor, "And on")
    if to.exists():
        assert backup.tried(to) == 2
