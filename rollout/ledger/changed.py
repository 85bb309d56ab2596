"""Answers of the newest state with changes made, from who knows the state before wherever they are the same."""

from collections.abc import Callable, Hashable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import pandas as pd

from rollout.questions.ask import Asked, Asker
from rollout.store.scratch import Scratch
from rollout.subjects.sources import hops

T = TypeVar("T")
AT_ONCE = 4


class Changed(Asker):
    """Answers of the newest state with changes of some tables; what they leave as it was comes from who knew it."""

    def __init__(self, known: Asker, scratch: Scratch, tables: Iterable[str]):
        super().__init__(scratch)
        self._before, self._tables = known, frozenset(tables)

    def ask(self, name: str, snapshot: int, **parameters: Any) -> pd.DataFrame:
        """The answer to a question; asked anew where it reads a table with changes."""
        if self._tables.isdisjoint(hops.questions()[name]):
            return self._before.ask(name, snapshot, **parameters)
        return super().ask(name, snapshot, **parameters)

    def remember(self, key: Hashable, make: Callable[[], T]) -> T:
        """What `make` gives; what it gave before where the answers behind it are as they were."""
        behind = self._before.behind(key)
        if behind and not self.differs(behind):
            return self._before.remember(key, make)
        return super().remember(key, make)

    def prepare(self, asked: Iterable[Asked]) -> None:
        """Ask, some at a time, what reads a table with changes: DuckDB works in several threads, we in one."""
        number = self.snapshot()
        touched = [one for one in asked if not self._tables.isdisjoint(hops.questions()[one[0]])]
        with ThreadPoolExecutor(AT_ONCE) as threads:
            list(threads.map(lambda one: self.ask(one[0], number, **dict(one[1])), touched))

    def differs(self, asked: Iterable[Asked]) -> bool:
        """Whether any of these questions about the newest snapshot is answered otherwise than before."""
        number = self.snapshot()
        return any(
            not self._tables.isdisjoint(hops.questions()[name])
            and not self.ask(name, number, **dict(values)).equals(self._before.ask(name, number, **dict(values)))
            for name, values in asked
        )
