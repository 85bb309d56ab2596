"""The process that runs one stranger's SELECT and ends: `python -m rollout.store.sandboxed`, started by sandbox.py.

It is given the facts in memory, to read only, and opens nothing else. What keeps it in is said three times: the
statement is one SELECT of our tables with functions that compute, DuckDB is locked, and the system lets this process
open no file and no connection, write to none, and take no more memory and time than its limits.

In: the file descriptor of the facts and the limits (arguments), the SQL (standard input). Out: a line when it is ready,
a line of JSON with what came of it, the rows as an Arrow stream.
"""

import json
import os
import re
import resource
import signal
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from difflib import get_close_matches
from pathlib import Path
from typing import Any, BinaryIO

import duckdb
import pyarrow as pa

from rollout.store import mistakes

READY = b"ready\n"
BATCH = 2048
MOST_COLUMNS = 200
NO_PLACE = 2**63  # DuckDB's for a part of a statement that has none
TABLE_FUNCTIONS = {"range", "generate_series", "unnest", "json_each", "json_tree"}
BARRED = {"getenv", "current_setting", "write_log", "json_execute_serialized_sql", "query", "query_table"}
MISSING_COLUMN = re.compile(r'column (?:named )?"([^"]*)"(?: not found|$)', re.MULTILINE)
SYSTEM = ("duckdb_", "pg_", "pragma_", "sqlite_")  # DuckDB's own views: not even by a name that WITH gives
FILE = re.compile(r"[/\\\\:*?]|\.\w+$")
Faults = dict[str, Any]


class RefusedError(Exception):
    """Why there is no answer: what RefusedError is made of."""

    def __init__(self, kind: str, **details: Any):
        super().__init__(kind)
        self.said = {"kind": kind, **details}


def main() -> None:
    """Get ready, run what is sent, answer, end."""
    facts, limits = int(sys.argv[1]), json.loads(sys.argv[2])
    out = sys.stdout.buffer
    signal.setitimer(signal.ITIMER_REAL, limits["idle"])  # nobody asks: it ends by itself
    connection, tables, macros = opened(facts, limits)
    close_doors(limits)
    out.write(READY)
    out.flush()
    sql = sys.stdin.buffer.read().decode(errors="replace")
    if sql:
        be_quick(limits)
        answer(connection, sql, tables, macros, limits, out)
        out.flush()
    os._exit(0)  # what is left of memory and threads the system takes back quicker


def opened(facts: int, limits: Faults) -> tuple[duckdb.DuckDBPyConnection, set[str], set[str]]:
    """DuckDB with the facts to read, locked; the names of its tables and of its macros that give tables."""
    connection = duckdb.connect(config={"autoinstall_known_extensions": False, "autoload_known_extensions": False})
    connection.execute(f"ATTACH '/proc/self/fd/{facts}' AS facts (READ_ONLY)")
    connection.execute("USE facts")
    os.close(facts)
    names = connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()
    macros = connection.execute(
        "SELECT function_name FROM duckdb_functions() WHERE function_type = 'table_macro' AND NOT internal"
    ).fetchall()
    for setting in (
        "errors_as_json = true",
        "enable_progress_bar = false",
        f"memory_limit = '{limits['memory'] // 2**20}MiB'",
        f"threads = {limits['threads']}",
        "temp_directory = ''",
        "max_temp_directory_size = '0B'",
        "secret_directory = ''",
        "home_directory = ''",
        "TimeZone = 'Asia/Seoul'",
        "allow_community_extensions = false",
        "python_enable_replacements = false",
        "enable_external_access = false",
        "lock_configuration = true",
    ):
        connection.execute(f"SET {setting}")
    return connection, {name for (name,) in names}, {name for (name,) in macros}


def close_doors(limits: Faults) -> None:
    """From here on the system lets this process open nothing, write to no file, and take so much memory more."""
    own = Path("/proc/self")
    taken = int((own / "statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
    with suppress(OSError):  # where the machine runs out of memory, this process goes first
        score = os.open(own / "oom_score_adj", os.O_WRONLY)
        os.write(score, b"1000")
        os.close(score)
    os.nice(10)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    os.close(nowhere)
    for what, most in (
        (resource.RLIMIT_AS, taken + limits["memory"] + limits["spare"]),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, 0),  # what is open stays open
    ):
        resource.setrlimit(what, (most, most))


def be_quick(limits: Faults) -> None:
    """The clocks begin: seconds, and seconds of all processors. sandbox.py kills it too, a little earlier."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    most = int(used.ru_utime + used.ru_stime + limits["cpu"]) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (most, most))
    signal.setitimer(signal.ITIMER_REAL, limits["seconds"] + 2)


def answer(
    connection: duckdb.DuckDBPyConnection,
    sql: str,
    tables: set[str],
    macros: set[str],
    limits: Faults,
    out: BinaryIO,
) -> None:
    """Run a SELECT and write what came of it."""
    try:
        check(connection, sql, tables, macros)
        rows = connection.execute(sql).to_arrow_reader(BATCH)
        if len(rows.schema) > MOST_COLUMNS:
            raise RefusedError("columns", most=MOST_COLUMNS)
        batches, cut = taken(rows, limits)
    except RefusedError as refused:
        out.write(json.dumps(refused.said).encode() + b"\n")
    except (MemoryError, pa.ArrowMemoryError):
        out.write(b'{"kind": "memory"}\n')
    except (duckdb.Error, pa.ArrowException, RuntimeError, ValueError) as error:
        out.write(json.dumps(fault(error, sql)).encode() + b"\n")
    else:
        out.write(json.dumps({"kind": "", "cut": cut}).encode() + b"\n")
        with pa.ipc.new_stream(out, rows.schema) as stream:
            for batch in batches:
                stream.write_batch(batch)


def taken(rows: pa.RecordBatchReader, limits: Faults) -> tuple[list[pa.RecordBatch], str]:
    """The rows that fit, and what cut them off: "", rows, bytes."""
    kept: list[pa.RecordBatch] = []
    room, left = limits["bytes"], limits["rows"]
    for batch in rows:
        if not batch.num_rows:
            continue
        if not left:
            return kept, "rows"
        fits = batch.slice(0, left)
        while fits.num_rows and fits.nbytes > room:
            fits = fits.slice(0, fits.num_rows // 2)
        if fits.num_rows:
            kept.append(fits)
        elif not kept:
            raise RefusedError("size")
        room, left = room - fits.nbytes, left - fits.num_rows
        if fits.num_rows < batch.num_rows:
            return kept, "rows" if not left else "bytes"
    return kept, ""


def check(connection: duckdb.DuckDBPyConnection, sql: str, tables: set[str], macros: set[str]) -> None:
    """Refuse all but one SELECT of our tables with functions that compute. Raises RefusedError and duckdb.Error."""
    statements = connection.extract_statements(sql)
    if not statements:
        raise RefusedError("empty")
    kinds = {statement.type for statement in statements}
    if duckdb.StatementType.CREATE in kinds and re.search(r"\bpivot\b", sql, re.IGNORECASE):
        raise RefusedError("pivot")
    if kinds != {duckdb.StatementType.SELECT}:
        raise RefusedError("not select")
    if len(statements) > 1:
        raise RefusedError("several")
    (told,) = connection.execute("SELECT json_serialize_sql($1::VARCHAR)", [sql]).fetchone() or ("{}",)
    tree = json.loads(told)
    if tree.get("error") or len(tree.get("statements", ())) != 1:
        raise RefusedError("not select")
    parts = list(nodes(tree))
    own = tables | {entry["key"] for part in parts for entry in part.get("cte_map", {}).get("map", ())}
    own |= {part["cte_name"] for part in parts if "cte_name" in part}
    known = {name.casefold() for name in own}
    for part in parts:
        place = {"place": where(part.get("query_location"), sql)}
        if part.get("type") == "TABLE_FUNCTION":
            name = str(part["function"].get("function_name", ""))
            if name.casefold() not in TABLE_FUNCTIONS | macros:
                raise RefusedError("function", name=name, **place)
        elif part.get("class") == "FUNCTION" and str(part.get("function_name")).casefold() in BARRED:
            raise RefusedError("function", name=part["function_name"], **place)
        elif part.get("type") == "BASE_TABLE" and part.get("schema_name", "").casefold() != "information_schema":
            name = str(part.get("table_name", ""))
            if FILE.search(name):
                raise RefusedError("files", **place)
            if name.casefold() not in known or name.casefold().startswith(SYSTEM):
                raise RefusedError("table", name=name, near=like(name, own), **place)


def nodes(tree: Any) -> Iterator[dict[str, Any]]:
    """Every part of a statement."""
    left = [tree]
    while left:
        part = left.pop()
        if isinstance(part, dict):
            yield part
            left.extend(part.values())
        elif isinstance(part, list):
            left.extend(part)


def where(position: Any, sql: str) -> int | None:
    """DuckDB's place in a statement, counted in bytes, as a place in the text."""
    try:
        place = int(position)
    except (TypeError, ValueError):
        return None
    return len(sql.encode()[:place].decode(errors="ignore")) if 0 <= place < NO_PLACE else None


def like(name: str, others: Iterable[str]) -> list[str]:
    """The names that are most like one."""
    return get_close_matches(name.casefold(), sorted(set(others) - {""}), 2, 0.6)


def fault(error: Exception, sql: str) -> Faults:
    """What DuckDB says is wrong, as kind, place, name and what is near."""
    kind, _, text = str(error).partition(": ")
    try:
        said = json.loads(text)
    except ValueError:
        said = {"exception_message": str(error), "exception_type": kind}
    message = str(said.get("exception_message", "")).strip()
    told = re.split(r"\n|\.? You might need", message)[0][:300]
    details: Faults = {
        "place": where(said.get("position"), sql),
        "name": said.get("name", ""),
        "near": like(str(said.get("name", "")), str(said.get("candidates", "")).split(",")),
    }
    if isinstance(error, duckdb.OutOfMemoryException) or re.search(r"bad_alloc|[Oo]ut of [Mm]emory|allocat", message):
        return {"kind": "memory"}
    if isinstance(error, duckdb.InterruptException):
        return {"kind": "time"}
    if said.get("error_subtype") == "SYNTAX_ERROR":
        return {"kind": "syntax", "detail": told} | details
    if isinstance(error, duckdb.PermissionException):
        return {"kind": "files"}
    if said.get("error_subtype") == "MISSING_ENTRY":
        is_table = said.get("type") in ("Table", "View", "Schema", "Catalog")
        return {"kind": "table" if is_table else "no function", "detail": told} | details
    column = MISSING_COLUMN.search(message)
    if said.get("error_subtype") == "COLUMN_NOT_FOUND" or column:
        name = details["name"] or (column[1] if column else "")
        near = re.findall(r'"([^"]+)"', message.partition("Candidate bindings")[2])
        return {"kind": "column", "detail": told} | details | {"name": name, "near": like(name, near)}
    known = mistakes.known(message)
    if known is None:
        return {"kind": "other", "detail": told} | details
    if details["place"] is None and known["name"]:
        found = re.search(rf"(?<!\w){re.escape(str(known['name']))}(?!\w)", sql)
        details["place"] = found.start() if found else None
    return {"detail": told} | details | known


if __name__ == "__main__":
    main()
