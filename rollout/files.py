"""Write files so that there is the whole file or none."""

import os
from pathlib import Path

from rollout import clock


def write(path: Path, content: bytes | str) -> None:
    """Write a file (text as UTF-8) beside its place and rename it.

    What stood there before stays until the new one is whole. Raises OSError.
    """
    part = path.with_name(f".{os.getpid()}.part")
    try:
        part.write_bytes(content.encode() if isinstance(content, str) else content)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def beside(folder: Path, *words: str) -> tuple[Path, ...]:
    """Free places beside a folder, a word each: NAME-WORD-DAY-TIME, with a number where that second has one already."""
    stamp = clock.now().strftime("%Y%m%d-%H%M%S")
    ends = ("", *(f"-{number}" for number in range(2, 1000)))
    tried = (tuple(folder.with_name(f"{folder.name}-{word}-{stamp}{end}") for word in words) for end in ends)
    return next(places for places in tried if not any(place.exists() for place in places))
