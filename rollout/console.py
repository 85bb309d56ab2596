"""The command line: the console that a command prints to, what it understands, in which language it speaks."""

import argparse
import io
import re
import sys
import unicodedata
from collections.abc import Collection, Sequence
from typing import Any, NoReturn

from rollout.language.words import Words, machine_language, pick_language

LONGEST = 60  # characters of a wrong word that are printed back


class UsageError(Exception):
    """The command line can't be understood; the message is in the reader's language."""


class Parser(argparse.ArgumentParser):
    """argparse speaks English and ends the process; this one is asked in words and answers with UsageError."""

    def __init__(self, w: Words, **settings: Any):
        super().__init__(allow_abbrev=False, **settings)
        self._w = w

    def read(self, arguments: Sequence[str]) -> argparse.Namespace:
        """What the arguments ask for. Raises UsageError."""
        wish, unknown = self.parse_known_args(list(arguments))
        if unknown:
            raise UsageError(self._w.t("Unknown options: {names}.", names=short(" ".join(unknown))))
        return wish

    def error(self, message: str) -> NoReturn:
        """What argparse does not understand, as UsageError."""
        option = re.search(r"argument (\S+?)[:/]", message)
        raise UsageError(self._w.t("The option {name} needs a value.", name=option[1]) if option else message)


def language(arguments: Sequence[str]) -> str:
    """The language to speak before anything is understood: that of --lang, else of the machine."""
    asked = next((b for a, b in zip(arguments, [*arguments[1:], ""], strict=True) if a == "--lang"), None)
    asked = asked or next((a.partition("=")[2] for a in arguments if a.startswith("--lang=")), None)
    return pick_language(asked, machine_language())


def chosen_forms(text: str, known: Collection[str], w: Words) -> list[str]:
    """The formats that are asked for, each once. Raises UsageError."""
    forms = list(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))
    if not forms or any(form not in known for form in forms):
        raise UsageError(
            w.t("There is no format “{name}”. Choose of: {names}.", name=short(text), names=", ".join(known))
        )
    return forms


def short(text: str) -> str:
    """Somebody's text in a line, safe to print back: no letter that a console would obey."""
    seen = "".join(" " if unicodedata.category(letter)[0] == "C" else letter for letter in text[: 4 * LONGEST])
    line = " ".join(seen.split())
    return line if len(line) <= LONGEST else line[: LONGEST - 1].rstrip() + "…"


def use_any_console() -> None:
    """Print what the console can't (a dash under cp949, Korean under ascii) as `?`, instead of ending in a traceback.

    Every `main` calls it first.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a test's stand-in prints everything
            stream.reconfigure(errors="replace")
