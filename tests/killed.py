"""A process to kill: it prints `ready`, publishes a row, takes in another edition or backs up, and prints `done`."""

import sys
from pathlib import Path

from rollout import facts
from rollout.facts.change import Change, rows
from rollout.store import backup, edition
from rollout.store import lake as store


def first_stage(opened: store.Store) -> dict[str, str]:
    stages = opened.texts(["stages"])
    return next(iter(rows(stages)["stages"].values()))


def renamed(opened: store.Store, name: str) -> int:
    """Publish another name of the first stage."""
    own = first_stage(opened)
    return opened.publish([Change("stages", own, own | {"name_en": name})], "me", name, opened.snapshot())


def main(action: str, folder: str, to: str) -> None:
    """Prepare, and act: `commit`, `merge` or `backup` of the store in a folder."""
    where = store.Place.in_folder(Path(folder))
    opened = None if action == "backup" else store.Store(where)
    frames = dict(opened.present()) if opened and action == "merge" else {}
    print("ready", flush=True)
    if opened is None:
        backup.backup(where, Path(to))
    elif action == "commit":
        renamed(opened, "Committed")
    else:
        frames["events"] = frames["events"].assign(note_en="Edition")
        facts.check_frames = lambda *_, **__: []  # seconds in which nothing is written
        edition.take_in(opened, facts.DATA_DIR, facts.descriptor(), frames, {}, "another edition")
    print("done", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
