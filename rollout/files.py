"""Write files so that there is the whole file or none."""

import os
from pathlib import Path


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
