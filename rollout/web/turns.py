"""Turns: few pages are drawn at one time, so that each is done sooner and answers to programs come between."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Semaphore

AT_ONCE = 2
LONGEST_WAIT = 0.5  # seconds: who waits longer is drawn beside those that wait for something themselves
_turns = Semaphore(AT_ONCE)


@contextmanager
def turn() -> Iterator[None]:
    """Wait for a turn, but not for long."""
    taken = _turns.acquire(timeout=LONGEST_WAIT)
    try:
        yield
    finally:
        if taken:
            _turns.release()
