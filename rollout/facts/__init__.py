"""The data package: what we know (data/tables and data/datapackage.json), read, checked, loaded and described.

    python -m rollout.facts check [DIR]         validate; a line a fault; exit status 1 on any
    python -m rollout.facts dictionary [DIR]    write docs/dictionary.md from the descriptor

A fault names file, row (as a spreadsheet counts, the header is row 1), field and reason.
"""

from rollout.facts.command import DICTIONARY, main
from rollout.facts.descriptor import DATA_DIR, LIST_SEPARATOR, Fault, PackageError, Question, descriptor
from rollout.facts.dictionary import dictionary
from rollout.facts.package import check, check_frames, digest, load

__all__ = [
    "DATA_DIR",
    "DICTIONARY",
    "LIST_SEPARATOR",
    "Fault",
    "PackageError",
    "Question",
    "check",
    "check_frames",
    "descriptor",
    "dictionary",
    "digest",
    "load",
    "main",
]
