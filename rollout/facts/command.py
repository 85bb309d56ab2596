"""The command line: check a package, or write its dictionary."""

from pathlib import Path

from rollout import ROOT, facts, files
from rollout.console import use_any_console
from rollout.facts.descriptor import DATA_DIR, descriptor
from rollout.facts.dictionary import dictionary
from rollout.facts.package import check

DICTIONARY = ROOT / "docs" / "dictionary.md"


def main(arguments: list[str]) -> int:
    """The command line; returns the exit status."""
    use_any_console()
    if not arguments or arguments[0] not in {"check", "dictionary"} or len(arguments) > 2:
        print((facts.__doc__ or "").strip())
        return 2
    directory = Path(arguments[1]) if len(arguments) == 2 else DATA_DIR
    faults = check(directory)
    if arguments[0] == "dictionary" and not faults:
        DICTIONARY.parent.mkdir(exist_ok=True)
        files.write(DICTIONARY, dictionary(descriptor(directory)))
        return 0
    for fault in faults:
        print(fault)
    print(f"{len(faults)} fault{'s' * (len(faults) > 1)}." if faults else "The package is sound.")
    return 1 if faults else 0
