"""The console that a command prints to."""

import io
import sys


def use_any_console() -> None:
    """Print what the console can't (a dash under cp949, Korean under ascii) as `?`, instead of ending in a traceback.

    Every `main` calls it first.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a test's stand-in prints everything
            stream.reconfigure(errors="replace")
