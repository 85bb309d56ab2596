"""The catalogue of messages: what the code says in English, and its Korean.

    python -m rollout.language.messages    bring locale/ko/LC_MESSAGES/rollout.po up to date; exit status 1 if a
    translation is missing

What was translated stays; messages that the code no longer says go.
"""

import io
import sys
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po

from rollout import ROOT, files
from rollout.console import use_any_console
from rollout.language.words import key

CATALOGUE = ROOT / "locale" / "ko" / "LC_MESSAGES" / "rollout.po"
SOURCES = ("dashboard.py", "rollout/**/*.py", "pages/**/*.py")
# Words.t(message), Words.n(one, many): two messages, each with a translation of its own, Words.pt(context, message),
# and a reason (rollout/facts/reasons.py)
KEYWORDS = {"t": None, "n": (1, 2), "pt": ((1, "c"), 2), "Reason": None}
SHARED = ROOT / "locale" / "shared.txt"
SHORT = 2  # words: a message no longer than that may have another sense elsewhere


def said() -> Catalog:
    """Every message of the code, with the files that say it."""
    catalogue = Catalog(locale="ko")
    for path in sorted(path for pattern in SOURCES for path in ROOT.glob(pattern)):
        with path.open("rb") as file:
            for line, texts, _, context in extract("python", file, KEYWORDS):
                for text in (texts,) if isinstance(texts, str) else texts:
                    catalogue.add(text, locations=[(path.relative_to(ROOT).as_posix(), line)], context=context)
    return catalogue


def read(path: Path = CATALOGUE) -> Catalog:
    """The catalogue as it stands; empty if there is none yet."""
    if not path.exists():
        return Catalog(locale="ko")
    with path.open("rb") as file:
        return read_po(file, locale="ko")


def translations(catalogue: Catalog) -> dict[str, str]:
    """The Korean of each message by its `key`, without the header; empty where a translation is missing or in doubt."""
    return {
        key(str(entry.id), entry.context or ""): "" if entry.fuzzy else str(entry.string or "")
        for entry in catalogue
        if entry.id
    }


def shared() -> list[str]:
    """The short messages that have one sense in every subject: locale/shared.txt."""
    lines = SHARED.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def ambiguous(catalogue: Catalog) -> list[str]:
    """Short messages without a context that more than one subject says; each may be meant otherwise there."""
    return sorted(
        str(entry.id)
        for entry in catalogue
        if entry.id and not entry.context and len(str(entry.id).split()) <= SHORT and len(_subjects(entry)) > 1
    )


def _subjects(entry: Message) -> set[str]:
    """The subjects (folders of rollout/subjects) that say a message; a view says it of one of them."""
    parts = [Path(path).parts for path, _ in entry.locations]
    return {folders[-2] for folders in parts if folders[:-2] == ("rollout", "subjects")}


def update(path: Path = CATALOGUE) -> list[str]:
    """Bring the catalogue file up to date with the code; returns the texts that want a translation."""
    catalogue = read(path)
    catalogue.update(said(), no_fuzzy_matching=True, update_creation_date=False)
    path.parent.mkdir(parents=True, exist_ok=True)
    text = io.BytesIO()
    write_po(text, catalogue, width=0, sort_output=True, ignore_obsolete=True, no_location=True)
    files.write(path, text.getvalue())
    return [english for english, korean in translations(catalogue).items() if not korean]


if __name__ == "__main__":
    use_any_console()
    wanting = update()
    print(
        *(f"no translation: {text.replace(chr(4), ': ')}" for text in wanting),
        f"{len(translations(read()))} messages, {len(wanting)} without Korean.",
        sep="\n",
    )
    sys.exit(1 if wanting else 0)
