"""What a recipient has been told of a scope, and that only one watch tells it at a time.

A JSON file a recipient and scope beside the store. It is written after the delivery: a watch that is killed between the
two tells again (at least once, never lost).
"""

import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path
from typing import Any

from rollout import clock, files
from rollout.watch.point import Point


class Told:
    """The memory of one recipient and scope. `about`: what tells it from the others; `name`: for people who look."""

    def __init__(self, folder: Path, about: Mapping[str, Any], name: str):
        self.key = blake2b(json.dumps(about, sort_keys=True).encode(), digest_size=12).hexdigest()
        self._folder, self._name = folder, name

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait until no other watch tells this recipient of this scope. Raises OSError."""
        self._folder.mkdir(parents=True, exist_ok=True)
        with (self._folder / f"{self.key}.lock").open("a+b") as file:
            _lock(file.fileno())
            yield

    def last(self) -> Point | None:
        """The state that was last told; None where nothing was, or where it can't be read."""
        try:
            return Point.read(json.loads(self._path.read_text(encoding="utf-8"))["told"])
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def remember(self, point: Point) -> None:
        """This state has been told. Raises OSError."""
        said = {"to": self._name, "told": point.saved(), "written": clock.now().isoformat(timespec="seconds")}
        files.write(self._path, json.dumps(said, ensure_ascii=False, indent=1))

    @property
    def _path(self) -> Path:
        return self._folder / f"{self.key}.json"


def _lock(file: int) -> None:
    """Lock an open file until it is closed, or its process ends."""
    if sys.platform == "win32":
        import msvcrt

        while True:
            try:
                msvcrt.locking(file, msvcrt.LK_LOCK, 1)  # gives up after ten seconds
                return
            except OSError:
                continue
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX)
