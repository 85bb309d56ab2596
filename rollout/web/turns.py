"""Turns: one page is drawn at a time.

Python computes in one thread, so each page is done sooner so, and answers to programs come between.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Semaphore, local

LONGEST_WAIT = 5.0  # seconds: then a page is drawn beside the one that takes so long
_turns = Semaphore(1)
_own = local()


@contextmanager
def turn() -> Iterator[None]:
    """Wait for a turn, but not for ever."""
    _own.held = _turns.acquire(timeout=LONGEST_WAIT)
    try:
        yield
    finally:
        _let_go()


@contextmanager
def aside() -> Iterator[None]:
    """What takes long (a file, a reader's SQL): others have their turns meanwhile."""
    held = getattr(_own, "held", False)
    _let_go()
    try:
        yield
    finally:
        if held:
            _own.held = _turns.acquire(timeout=LONGEST_WAIT)


def _let_go() -> None:
    if getattr(_own, "held", False):
        _own.held = False
        _turns.release()
