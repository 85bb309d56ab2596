"""The command line of the store.

python -m rollout.store build      build or bring up to date from data/
python -m rollout.store rebuild    build a new store in the place of a broken one, which is kept; what can be read
is saved first
python -m rollout.store history    the commits: number, time, author, message
"""

import sys
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from rollout import clock, facts
from rollout.console import use_any_console
from rollout.errors import StoreError, explain
from rollout.language.words import Words, machine_language
from rollout.store.backup import backup, restore
from rollout.store.connection import Place
from rollout.store.lake import Store, open_store
from rollout.store.rebuild import rebuild

TELL = partial(print, flush=True)  # how a store says what it does


def run(command: str) -> int:
    """Build or rebuild the store or list its commits, and print what is so; returns the exit status."""
    w = Words(machine_language())

    def work() -> None:
        if command == "rebuild":
            rebuild(Place.from_environment(), print, w)
        store = open_store(TELL, old_if_faulty=command == "history")
        if command == "history":
            print(store.history().drop(columns="details").to_string(index=False))
        ready(store, w)
        store.close()

    return explained(work, w)


def ready(store: Store, w: Words) -> None:
    """Print which state an open store shows, and why it is not the one of the facts."""
    if store.faults:
        print(
            w.t("The facts have faults; nothing was written."),
            *store.faults,
            w.t("You see the last good state."),
            sep="\n",
            file=sys.stderr,
        )
    print(w.t("The store is ready at snapshot {n}.", n=store.snapshot()), flush=True)


def explained(work: Callable[[], None], w: Words) -> int:
    """Do some work and print in words why it could not be done; returns the exit status."""
    try:
        work()
    except facts.PackageError as error:
        print(w.t("The facts have faults; nothing was written."), *error.faults, sep="\n", file=sys.stderr)
        return 1
    except (StoreError, clock.ZoneError) as error:
        print(explain(error, w), file=sys.stderr)
        if isinstance(error, StoreError) and error.reason == "unknown":
            print(error, file=sys.stderr)
        return 1
    return 0


def _copy(command: str, folder: Path) -> int:
    """Back up or restore; returns the exit status."""
    w = Words(machine_language())

    def work() -> None:
        place = Place.from_environment()
        if command == "backup":
            number = backup(place, folder)
            print(w.t("The backup in {folder} holds the store up to snapshot {n}.", folder=folder.name, n=number))
            return
        kept = restore(place, folder)
        print(w.t("The store is as {folder} has it.", folder=folder.name))
        if kept:
            print(w.t("What stood before is kept as {name}.", name=kept.name))

    return explained(work, w)


def main(arguments: Iterable[str]) -> int:
    """The command line; returns the exit status."""
    use_any_console()
    match list(arguments):
        case ["build" | "rebuild" | "history" as command]:
            return run(command)
        case ["backup" | "restore" as command, folder]:
            return _copy(command, Path(folder).resolve())
    print((__doc__ or "").strip())
    return 2
