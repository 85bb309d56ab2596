"""Small records beside the store, a JSON file each: what is not a fact yet (drafts) or no fact at all (reports)."""

import json
import re
import secrets
from pathlib import Path
from typing import Any

from rollout import files
from rollout.store.lake import Place

NAME = re.compile(r"[a-z0-9]{8}")


class Records:
    """The records of a kind in the store's folder; all servers that share it see them."""

    def __init__(self, place: Place, kind: str):
        self._folder = place.folder / kind

    def save(self, content: dict[str, Any], name: str = "") -> str:
        """Write a record, whole or not at all; returns its name. Raises OSError."""
        name = name or secrets.token_hex(4)
        self._folder.mkdir(parents=True, exist_ok=True)
        files.write(self._path(name), json.dumps(content, ensure_ascii=False, indent=1))
        return name

    def load(self, name: str) -> dict[str, Any] | None:
        """A record by its name; None if there is none, or none that can be read."""
        if not NAME.fullmatch(name):
            return None
        try:
            content = json.loads(self._path(name).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        return content if isinstance(content, dict) else None

    def every(self) -> dict[str, dict[str, Any]]:
        """All records by name, the newest first."""
        if not self._folder.is_dir():
            return {}
        names = [path.stem for path in self._folder.glob("*.json")]
        found = {name: content for name in names if (content := self.load(name))}
        return dict(sorted(found.items(), key=lambda item: str(item[1].get("made_at", "")), reverse=True))

    def remove(self, name: str) -> None:
        """Remove a record, if it is there."""
        if NAME.fullmatch(name):
            self._path(name).unlink(missing_ok=True)

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}.json"
