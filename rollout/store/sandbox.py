"""A stranger's SQL: one SELECT of the facts at a snapshot, in a process of its own with limits, which ends with it.

What the process may do stands in sandboxed.py. Here: how many run at once, who waits, the next process kept warm, and
the clock that ends one. Nothing of it is asked of the server's own database.
"""

import json
import logging
import os
import subprocess
import sys
import tempfile
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from threading import BoundedSemaphore, Lock, Timer
from typing import IO

import duckdb
import pyarrow as pa

from rollout import ROOT
from rollout.store.connection import engine, literal, quoted
from rollout.store.mirror import derived, macros
from rollout.store.sandboxed import READY

LONGEST_SQL = 20_000
KEPT = 2  # snapshots whose facts are kept for processes to come
REMEMBERED_BYTES = 64 * 2**20  # answers, for all sessions together
OPTIONS = ("-s", "-E", "-B", "-X", "utf8")  # of Python: nothing of the user's or of the environment
ENVIRONMENT = {"MALLOC_ARENA_MAX": "2", "ARROW_DEFAULT_MEMORY_POOL": "system", "OMP_NUM_THREADS": "1"}
Tables = Callable[[int], Mapping[str, pa.Table]]


@dataclass(frozen=True)
class Limits:
    """What one SELECT may take. Seconds, seconds of all processors, bytes of memory and of the answer, rows, threads.

    `spare`: memory beside what DuckDB counts. `idle`: how long a process waits to be asked.
    """

    seconds: float = 10
    cpu: float = 20
    memory: int = 256 * 2**20
    spare: int = 192 * 2**20
    rows: int = 20_000
    bytes: int = 16 * 2**20
    threads: int = min(4, max(1, (os.cpu_count() or 1) // 2))
    idle: float = 600
    warm: int = 2  # processes that wait to be asked
    running: int = 2  # at once; of those whose sign-in is not known, one
    waiting: int = 12
    patience: float = 8  # seconds that one waits for its turn
    start: float = 120  # seconds that a process may take to get ready, on a busy machine


@dataclass(frozen=True)
class Answer:
    """The rows, and what cut them off: "", rows, bytes."""

    rows: pa.Table
    cut: str = ""


class RefusedError(Exception):
    """Why there is no answer.

    `kind`: empty, long (the SQL), syntax, table, column, no function, function (not offered), not select, several,
    pivot, files, time, memory, size, columns and value (of the answer), busy, stopped, unavailable, the kinds of
    mistakes.py, other. `detail`: DuckDB's own words. `place`: where in the SQL. `name`: of what; `near`: names that are
    like it; `types`: DuckDB's types.
    """

    def __init__(
        self,
        kind: str,
        place: int | None = None,
        name: str = "",
        near: tuple[str, ...] = (),
        detail: str = "",
        most: int = 0,
        types: tuple[str, ...] = (),
    ):
        super().__init__(kind)
        self.kind, self.place, self.name, self.near, self.detail, self.most = kind, place, name, near, detail, most
        self.types = types


class Sandbox:
    """Answers strangers' SELECTs of a store's snapshots. Safe for threads.

    `tables`: the tables of a snapshot (Store.copied).
    """

    def __init__(self, tables: Tables, limits: Limits = Limits()):
        self.limits = limits
        self._tables = tables
        self._looking, self._starting = Lock(), Lock()
        self._slots = BoundedSemaphore(limits.running)
        self._unknown = BoundedSemaphore(max(1, limits.running // 2))
        self._waiting = 0
        self._facts: OrderedDict[int, int] = OrderedDict()  # snapshot -> file descriptor
        self._warm: list[subprocess.Popen[bytes]] = []  # all of the snapshot asked last
        self._last = -1
        self._answers: OrderedDict[tuple[int, str], Answer | RefusedError] = OrderedDict()

    def ask(self, sql: str, snapshot: int, known: bool = True, anew: bool = False) -> Answer:
        """The answer to a SELECT; the one remembered, unless it shall be asked `anew`.

        `known`: whether it is known who asks; of the others fewer run at once. Raises RefusedError, and StoreError for
        a snapshot that is not there.
        """
        key = (snapshot, sql)
        found = None if anew else self._remembered(key)
        if found is None:
            with self._turn(known):
                found = None if anew else self._remembered(key)  # others asked the same meanwhile
                found = found or self._run(sql, snapshot)
                self._remember(key, found)
        if isinstance(found, RefusedError):
            raise found
        return found

    def close(self) -> None:
        """End the processes that wait, and let go of the facts."""
        with self._starting:
            self._cool()
            while self._facts:
                os.close(self._facts.popitem()[1])

    @contextmanager
    def _turn(self, known: bool) -> Iterator[None]:
        """Wait for a place among those that run. Raises RefusedError(busy)."""
        with self._looking:
            if self._waiting >= self.limits.waiting:
                raise RefusedError("busy")
            self._waiting += 1
        gates = [self._slots] if known else [self._unknown, self._slots]
        passed: list[BoundedSemaphore] = []
        try:
            try:
                for gate in gates:
                    if not gate.acquire(timeout=self.limits.patience):
                        raise RefusedError("busy")
                    passed.append(gate)
            finally:
                with self._looking:
                    self._waiting -= 1
            yield
        finally:
            for gate in passed:
                gate.release()

    def _remembered(self, key: tuple[int, str]) -> Answer | RefusedError | None:
        with self._looking:
            if key in self._answers:
                self._answers.move_to_end(key)
            return self._answers.get(key)

    def _remember(self, key: tuple[int, str], found: Answer | RefusedError) -> None:
        if isinstance(found, RefusedError) and found.kind in ("stopped", "unavailable"):
            return
        with self._looking:
            self._answers[key] = found
            self._answers.move_to_end(key)
            sizes = [
                len(sql) + (one.rows.nbytes if isinstance(one, Answer) else 0)
                for (_, sql), one in self._answers.items()
            ]
            while sum(sizes) > REMEMBERED_BYTES:
                self._answers.popitem(last=False)
                sizes.pop(0)

    def _run(self, sql: str, snapshot: int) -> Answer | RefusedError:
        """Ask a process of its own."""
        if len(sql) > LONGEST_SQL:
            return RefusedError("long", most=LONGEST_SQL)
        if not sql.strip():
            return RefusedError("empty")
        if sys.platform != "linux":  # its limits are those of Linux
            return RefusedError("unavailable")
        process = self._take(snapshot)
        if process is None:
            return RefusedError("unavailable")
        late = False

        def end() -> None:
            nonlocal late
            late = True
            process.kill()

        timer = Timer(self.limits.seconds, end)
        try:
            timer.start()
            told = self._told(process, sql)
        finally:
            timer.cancel()
            _end(process)
        return _read(told, process.returncode, late, self.limits)

    def _told(self, process: subprocess.Popen[bytes], sql: str) -> bytes:
        """What a process says to a SELECT, no more than an answer may have."""
        into, out = _pipes(process)
        with suppress(BrokenPipeError):
            into.write(sql.encode(errors="replace"))
            into.close()
        told = out.read(2 * self.limits.bytes)
        with suppress(subprocess.TimeoutExpired):
            process.wait(1)  # its own end tells how it ended
        return told

    def _take(self, snapshot: int) -> subprocess.Popen[bytes] | None:
        """A process that is ready; others are started in its place. None if none gets ready."""
        for _ in range(self.limits.warm + 1):  # those that waited may have died
            try:
                with self._starting:
                    facts = self._known(snapshot)
                    process = self._warm.pop(0) if self._warm else self._start(facts)
                    while len(self._warm) < self.limits.warm:
                        self._warm.append(self._start(facts))
            except (OSError, duckdb.Error):
                logging.exception("The facts can't be given to a process of their own")
                return None
            if _is_ready(process, self.limits.start):
                return process
            _end(process)
        return None

    def _known(self, snapshot: int) -> int:
        """The facts of a snapshot; the processes that wait are of it from here on."""
        if snapshot not in self._facts:
            self._facts[snapshot] = _shared(self._tables(snapshot))
        if snapshot != self._last:
            self._cool()
        self._last = snapshot
        self._facts.move_to_end(snapshot)
        while len(self._facts) > KEPT:
            os.close(self._facts.popitem(last=False)[1])
        return self._facts[snapshot]

    def _start(self, facts: int) -> subprocess.Popen[bytes]:
        """A new process, with nothing of the server's environment."""
        module = "rollout.store.sandboxed"
        return subprocess.Popen(  # noqa: S603  our own module
            [sys.executable, *OPTIONS, "-m", module, str(facts), json.dumps(asdict(self.limits))],
            cwd=ROOT,
            env=ENVIRONMENT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            pass_fds=[facts],
            start_new_session=True,
        )

    def _cool(self) -> None:
        """End the processes that wait."""
        for process in self._warm:
            _end(process)
        self._warm.clear()


def _pipes(process: subprocess.Popen[bytes]) -> tuple[IO[bytes], IO[bytes]]:
    """What a process reads from and writes to."""
    if not process.stdin or not process.stdout:
        raise RuntimeError("a process without pipes")
    return process.stdin, process.stdout


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a process, whatever it does."""
    process.kill()
    process.wait()
    for pipe in _pipes(process):
        with suppress(OSError):
            pipe.close()


def _is_ready(process: subprocess.Popen[bytes], patience: float) -> bool:
    """Whether a process says that it is ready."""
    timer = Timer(patience, process.kill)
    timer.start()
    try:
        return _pipes(process)[1].readline(len(READY)) == READY and process.poll() is None
    finally:
        timer.cancel()


def _shared(tables: Mapping[str, pa.Table]) -> int:
    """The facts with their macros as a DuckDB database in memory that can't be written any more: a file descriptor."""
    import fcntl  # not on Windows

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "facts.duckdb"
        _write(tables, path)
        content = path.read_bytes()
    facts = os.memfd_create("facts", os.MFD_ALLOW_SEALING | os.MFD_CLOEXEC)
    with os.fdopen(os.dup(facts), "wb") as file:
        file.write(content)
    sealed = fcntl.F_SEAL_WRITE | fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_GROW | fcntl.F_SEAL_SEAL
    fcntl.fcntl(facts, fcntl.F_ADD_SEALS, sealed)
    return facts


def _write(tables: Mapping[str, pa.Table], path: Path) -> None:
    """Write tables, what is derived from them and the macros into a database of its own."""
    with closing(engine()) as connection:
        connection.execute(f"ATTACH {literal(str(path))} AS facts")
        connection.execute("USE facts")
        for name, table in tables.items():
            connection.register("copied", table)
            connection.execute(f"CREATE TABLE facts.{quoted(name)} AS FROM copied")
            connection.unregister("copied")
        for statement in derived(tables):
            connection.execute(statement)
        for statement in macros():
            with suppress(duckdb.CatalogException):  # of a snapshot that lacks a table
                connection.execute(statement)
        connection.execute("USE memory")
        connection.execute("DETACH facts")


def _read(told: bytes, code: int | None, late: bool, limits: Limits) -> Answer | RefusedError:
    """What came of a SELECT: what the process said, else how it ended."""
    head, line, rows = told.partition(b"\n")
    if not line:
        if late or code in (-14, -24):  # its own clocks: SIGALRM, SIGXCPU
            return RefusedError("time", most=int(limits.seconds))
        if code is not None and code in (
            -6,
            -7,
            -11,
        ):  # memory was refused where nothing could be said: abort, bus, fault
            return RefusedError("memory", most=limits.memory)
        return RefusedError("stopped")
    try:
        said = json.loads(head)
        if said.get("kind"):
            most = {"memory": limits.memory, "size": limits.bytes, "time": int(limits.seconds)}.get(said["kind"], 0)
            lists = {name: tuple(said.get(name, ())) for name in ("near", "types")}
            return RefusedError(**({"most": most} | said | lists))
        table = pa.ipc.open_stream(rows).read_all()
    except (ValueError, TypeError, pa.ArrowException):
        return RefusedError("time", most=int(limits.seconds)) if late else RefusedError("stopped")
    try:
        table.validate(full=True)
    except pa.ArrowException:  # a whole number of more than 38 digits, or rows that the process made up
        return RefusedError("value")
    return Answer(table, str(said.get("cut", "")))
