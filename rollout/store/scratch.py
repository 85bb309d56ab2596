"""The newest state with changes made, in memory: what the figures would be before anything is published."""

from collections.abc import Mapping, Sequence
from typing import Any

import duckdb
import pandas as pd

from rollout.facts.change import Change
from rollout.store.lake import Store, change_rows, macros, quoted


class Scratch:
    """Answers questions as the store would after some changes; nothing is written."""

    def __init__(self, store: Store, changes: Sequence[Change]):
        self._number = store.snapshot()
        self._connection = duckdb.connect(config={"autoinstall_known_extensions": False})
        self._connection.execute("ATTACH ':memory:' AS facts")
        for name in store.tables():
            self._connection.register("copied", store.arrow(name))
            self._connection.execute(f"CREATE TABLE facts.{quoted(name)} AS FROM copied")
            self._connection.unregister("copied")
        for name in dict.fromkeys(change.table for change in changes):
            change_rows(self._connection, name, [change for change in changes if change.table == name], "facts")
        self._connection.execute(macros())
        self._connection.execute("SET enable_external_access = false; SET lock_configuration = true")

    def query(self, sql: str, parameters: Mapping[str, Any] | None = None) -> pd.DataFrame:
        """The rows that one SELECT gives, fetched fully."""
        cursor = self._connection.cursor()
        try:
            return cursor.execute(sql, dict(parameters or {})).df()
        finally:
            cursor.close()

    def snapshot(self) -> int:
        """The number of the snapshot that the changes were made to."""
        return self._number

    def close(self) -> None:
        """Let go of the memory."""
        self._connection.close()
