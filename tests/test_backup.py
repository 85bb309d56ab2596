"""What leaves the store and comes back: packages of any snapshot, backups, and stores that were killed midway."""

import io
import select
import shutil
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import IO

import pandas as pd
import pytest

from rollout import clock, facts
from rollout.errors import StoreError
from rollout.facts import command as facts_command
from rollout.facts.change import difference
from rollout.store import backup, export
from rollout.store import lake as store
from tests.conftest import ROOT, command, place
from tests.killed import first_stage, renamed

ACTIONS = ("commit", "merge", "backup")
MOMENTS = (0.3, 0.8)  # of the time that an action takes, when it is left alone


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


def test_a_broken_store_is_put_back_from_its_backup(copied_store, tmp_path, monkeypatch):
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now)
    for name, action in (("backup", "holds the store up to snapshot 1."), ("restore", "is as saved has it.")):
        result = command("rollout.store", name, str(tmp_path / "saved"), STORE_DIR=str(copied_store.folder))
        assert result.returncode == 0 and action in result.stdout.splitlines()[0], result.stderr
        Path(copied_store.catalogue).write_bytes(b"garbage")
        shutil.rmtree(copied_store.data)
    kept = [backup.restore(copied_store, tmp_path / "saved") for _ in range(2)]  # within one second
    assert kept[0].name.startswith("store-old-") and kept[1].name == f"{kept[0].name}-2"
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


@pytest.fixture(scope="module")
def prepared(pristine, tmp_path_factory) -> Path:
    """A store with an office's commit."""
    folder = tmp_path_factory.mktemp("prepared") / "store"
    shutil.copytree(pristine, folder)
    with closing(store.Store(place(folder))) as opened:
        renamed(opened, "Office")
    return folder


@contextmanager
def started(action: str, folder: Path, to: Path) -> Iterator[IO[bytes]]:
    """What a process prints that has begun an action; it is killed when left."""
    program = [sys.executable, "-m", "tests.killed", action, folder, to]
    with subprocess.Popen(program, cwd=ROOT, stdout=subprocess.PIPE, bufsize=0) as process:
        assert process.stdout.readline() == b"ready\n"
        yield process.stdout
        process.kill()


@pytest.fixture(scope="module")
def lasting(prepared, tmp_path_factory) -> dict[str, float]:
    """How many seconds each action takes here, when it is left alone."""
    found = {}
    for action in ACTIONS:
        folder = tmp_path_factory.mktemp("lasting")
        with started(action, Path(shutil.copytree(prepared, folder / "store")), folder / "to") as output:
            begun = time.monotonic()
            assert output.readline() == b"done\n"
            found[action] = time.monotonic() - begun
    return found


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("action", ACTIONS)
def test_a_kill_leaves_the_snapshot_before_or_after(prepared, lasting, tmp_path, action, moment):
    folder, to = Path(shutil.copytree(prepared, tmp_path / "store")), tmp_path / "to"
    with started(action, folder, to) as output:
        select.select([output], [], [], moment * lasting[action])  # done, or time is up
    with closing(store.Store(place(folder))) as survivor:
        commits = survivor.history()["kind"].tolist()
        assert commits in (["publish", "edition"], [{"commit": "publish"}.get(action, "edition"), "publish", "edition"])
        is_after = len(commits) == 3
        assert first_stage(survivor)["name_en"] == ("Committed" if is_after and action == "commit" else "Office")
        notes = set(survivor.texts(["events"])["events"]["note_en"])
        assert (notes == {"Edition"}) == (is_after and action == "merge")
        renamed(survivor, "And on")
    if to.exists():
        assert backup.tried(to) == 2
