"""The newest state with changes made, in memory: what the figures would be before anything is published."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from rollout.facts.change import Change
from rollout.store.lake import Store
from rollout.store.mirror import Mirror
from rollout.store.writing import change_rows


class Scratch:
    """Answers questions as the store would after some changes; nothing is written."""

    def __init__(self, store: Store, changes: Sequence[Change]):
        number = store.snapshot()
        self._mirror = Mirror(number, {name: store.arrow(name) for name in store.tables()})
        for name in dict.fromkeys(change.table for change in changes):
            own = [change for change in changes if change.table == name]
            change_rows(self._mirror.connection, name, own, "facts")
        self._mirror.finish()

    def query(self, sql: str, parameters: Mapping[str, Any] | None = None, snapshot: int | None = None) -> pd.DataFrame:
        """The rows that one SELECT gives, fetched fully, whatever the snapshot."""
        return self._mirror.query(sql, parameters)

    def snapshot(self) -> int:
        """The number of the snapshot that the changes were made to."""
        return self._mirror.number

    def close(self) -> None:
        """Let go of the memory."""
        self._mirror.connection.close()
