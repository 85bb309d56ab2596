"""Secrets of the deliveries: from the environment or a file that it names, never from the command line."""

import os
from pathlib import Path

from rollout.console import UsageError
from rollout.language.words import Words


def secret(name: str, w: Words) -> str:
    """The secret in the variable NAME, else in the file that NAME_FILE names; empty without. Raises UsageError."""
    said = os.environ.get(name, "")
    path = os.environ.get(f"{name}_FILE", "")
    if said or not path:
        return said
    try:
        return Path(path).read_text(encoding="utf-8").strip("\r\n")
    except (OSError, ValueError):
        raise UsageError(w.t("The file that {name} names can't be read.", name=f"{name}_FILE")) from None
