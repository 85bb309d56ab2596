"""The command line: check a package, write its dictionary, or write a snapshot of the store as a package."""

from pathlib import Path

from rollout import ROOT, facts, files
from rollout.console import use_any_console
from rollout.facts.descriptor import DATA_DIR, descriptor
from rollout.facts.dictionary import dictionary
from rollout.facts.package import check
from rollout.language.words import Words, machine_language

DICTIONARY = ROOT / "docs" / "dictionary.md"


def main(arguments: list[str]) -> int:
    """The command line; returns the exit status."""
    use_any_console()
    if arguments and arguments[0] == "export":
        return _export(arguments[1:])
    if not arguments or arguments[0] not in {"check", "dictionary"} or len(arguments) > 2:
        return _usage()
    directory = Path(arguments[1]) if len(arguments) == 2 else DATA_DIR
    if arguments[0] == "dictionary" and not check(directory):
        DICTIONARY.parent.mkdir(exist_ok=True)
        files.write(DICTIONARY, dictionary(descriptor(directory)))
        return 0
    return _checked(directory)


def _usage() -> int:
    print((facts.__doc__ or "").strip())
    return 2


def _checked(directory: Path) -> int:
    """Print the faults of a package; returns the exit status."""
    faults = check(directory)
    for fault in faults:
        print(fault)
    print(f"{len(faults)} fault{'s' * (len(faults) > 1)}." if faults else "The package is sound.")
    return 1 if faults else 0


def _export(arguments: list[str]) -> int:
    """Write a snapshot of the store as a package, and check that; returns the exit status."""
    from rollout.store import command, export, lake  # the store rests on the facts

    match arguments:
        case [folder]:
            snapshot = None
        case [folder, "--snapshot", number] if number.isascii() and number.isdigit():
            snapshot = int(number)
        case _:
            return _usage()
    directory = Path(folder).resolve()

    def work() -> None:
        store = lake.open_store(old_if_faulty=True)
        try:
            export.write_package(store, directory, snapshot)
        finally:
            store.close()

    return command.explained(work, Words(machine_language())) or _checked(directory)
