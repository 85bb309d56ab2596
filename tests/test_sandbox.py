"""A stranger's SQL can read the facts and nothing else, is stopped at its limits, and does the server no harm."""

import resource
import tempfile
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import Barrier

import pyarrow as pa
import pytest

from rollout.language.words import LANGUAGES, Words
from rollout.store import mistakes
from rollout.store.lake import Store
from rollout.store.sandbox import ENVIRONMENT, Answer, Limits, RefusedError, Sandbox
from rollout.subjects.explore import sql as explore

QUICK = Limits(seconds=1, cpu=4, rows=1000, bytes=2**20, running=3, waiting=1000, patience=600, warm=2)
ENDLESS = "WITH RECURSIVE t AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM t) SELECT count(*) FROM t"
ATTACKS = {
    "SELECT repeat('x', 1000000000)": "memory",
    "SELECT repeat('x', 10000000)": "size",
    "SELECT list(i) FROM range(1000000000) t(i)": ("memory", "time"),
    "SELECT * FROM range(1000000000) a JOIN range(1000000000) b USING (range)": ("memory", "time"),
    "SELECT count(*) FROM range(1000000) a, range(1000000) b WHERE a.range * b.range = 7": "time",
    ENDLESS: "time",
    "SELECT * FROM read_csv('/etc/passwd')": "function",
    "FROM (SELECT * FROM system.main.read_blob('/etc/passwd'))": "function",
    "SELECT (SELECT count(*) FROM glob('/*'))": "function",
    "SELECT * FROM '/etc/passwd'": "files",
    "SELECT * FROM 'https://example.com/x.csv'": "files",
    "DESCRIBE '/etc/passwd'": "files",
    "ATTACH '/tmp/x.db'": "not select",
    "COPY (SELECT 1) TO '/tmp/x.csv'": "not select",
    "EXPORT DATABASE '/tmp/x'": "not select",
    "INSTALL httpfs": "not select",
    "SET memory_limit = '100GB'": "not select",
    "PRAGMA database_list": "not select",
    "PRAGMA table_info('complexes')": "not select",
    "CALL ducklake_cleanup_old_files('lake')": "not select",
    "SELECT 1; DROP TABLE facts.complexes": "not select",
    "SELECT 1; SELECT 2": "several",
    "SELECT getenv('HOME')": "function",
    "SELECT current_setting('secret_directory')": "function",
    "SELECT * FROM duckdb_secrets()": "function",
    "FROM pg_catalog.pg_settings": "table",
    "SELECT (WITH duckdb_logs AS (SELECT 1 AS n) SELECT n FROM duckdb_logs), * FROM duckdb_logs": "table",
    "SELECT * FROM ducklake_expire_snapshots('lake')": "function",
    "SELECT * FROM query('SELECT 1')": "function",
    "FROM json_execute_serialized_sql('{}')": "function",
    "SELECT * FROM pandas_scan(1)": "function",
    "SELECT * FROM lake.complexes": ("table", "other"),
    "SELECT 170141183460469231731687303715884105727::HUGEINT": "value",
    "": "empty",
    f"SELECT '{'x' * 20_000}'": "long",
    f"SELECT {'+'.join('1' * 5000)}": "other",
    f"SELECT {', '.join('1' * 201)}": "columns",
}
FAULTS = {  # what is wrong, and the words with the place marked below them
    "SELEC 1": ("syntax", "1: SELEC 1\n   ^"),
    "SELECT 1,\nFROM complexes x y": ("syntax", "2: FROM complexes x y\n                    ^"),
    "SELECT complex_idd FROM complexes": ("column", "1: SELECT complex_idd FROM complexes\n          ^"),
    "SELECT '한글',\n  '가', c.naem_ko\nFROM complexes c": ("column", "2:   '가', c.naem_ko\n      \u3000   ^"),
    "SELECT *\nFROM complexs": ("table", "2: FROM complexs\n        ^"),
    "SELECT '서울'::INT": ("conversion", "1: SELECT '서울'::INT\n           \u3000\u3000 ^"),
    "PIVOT complexes ON province_id USING count(*)": ("pivot", ""),
    "SELECT complex_id + 1 FROM complexes": (
        "types",
        "1: SELECT complex_id + 1 FROM complexes\n                     ^",
    ),
    "SELECT complex_id, count(*) FROM complexes": (
        "group",
        "1: SELECT complex_id, count(*) FROM complexes\n          ^",
    ),
    "SELECT 1 FROM complexes WHERE count(*) > 1": (
        "where",
        "1: SELECT 1 FROM complexes WHERE count(*) > 1\n                                 ^",
    ),
    "SELECT a.complex_id FROM complexes c": ("table", "1: SELECT a.complex_id FROM complexes c\n          ^"),
    "SELECT 1 UNION SELECT 1, 2": ("union", ""),
    "SELECT 9223372036854775807 + 1": ("range", ""),
    "SELECT DATE '2026-02-31'": ("conversion", "1: SELECT DATE '2026-02-31'\n                ^"),
    "SELECT * FROM complexes LIMIT -1": (
        "limit",
        "1: SELECT * FROM complexes LIMIT -1\n                                 ^",
    ),
    "SELECT date_trunc('jahr', DATE '2026-01-01')": (
        "part",
        "1: SELECT date_trunc('jahr', DATE '2026-01-01')\n                      ^",
    ),
}
GOOD = {
    "SELECT count(*) AS n FROM facts.complexes": [{"n": 15}],
    "SELECT count(*) AS n FROM complexes_at(DATE '2026-03-31')": [{"n": 15}],
    "WITH a AS (SELECT 1 AS x) SELECT x FROM A": [{"x": 1}],
    "SELECT count(*) > 10 AS many FROM information_schema.tables": [{"many": True}],
}


@pytest.fixture(scope="module")
def sandbox(opened: Store) -> Iterator[Sandbox]:
    made = Sandbox(opened.copied, QUICK)
    yield made
    made.close()


@pytest.fixture(scope="module")
def told(sandbox: Sandbox, opened: Store) -> Mapping[str, Answer | RefusedError]:
    """What comes of every statement above, some at once."""
    snapshot = opened.snapshot()

    def ask(sql: str) -> Answer | RefusedError:
        try:
            return sandbox.ask(sql, snapshot)
        except RefusedError as refused:
            return refused

    every = [*ATTACKS, *FAULTS, *GOOD]
    with ThreadPoolExecutor(QUICK.running) as threads:
        return dict(zip(every, threads.map(ask, every), strict=True))


@pytest.mark.parametrize("sql", ATTACKS, ids=lambda sql: sql[:50])
def test_an_attack_is_refused_or_stopped_in_a_sentence(sql: str, told: Mapping[str, Answer | RefusedError]) -> None:
    refused, kinds = told[sql], ATTACKS[sql]
    assert isinstance(refused, RefusedError), "it was answered"
    assert refused.kind in ([kinds] if isinstance(kinds, str) else kinds)
    said = {lang: explore.said(refused, Words(lang)) for lang in LANGUAGES}
    assert said["ko"] != said["en"]
    assert not any(word in text for text in said.values() for word in ("/etc", "/tmp", "Traceback", "Error"))


@pytest.mark.parametrize("sql", FAULTS)
def test_a_mistake_is_named_and_its_place_marked(sql: str, told: Mapping[str, Answer | RefusedError]) -> None:
    refused = told[sql]
    assert isinstance(refused, RefusedError)
    assert (refused.kind, explore.marked(sql, refused.place)) == FAULTS[sql]


def test_a_mistake_is_said_in_both_languages_with_the_database_s_words(
    told: Mapping[str, Answer | RefusedError],
) -> None:
    for sql in FAULTS:
        refused = told[sql]
        assert isinstance(refused, RefusedError)
        said = {lang: explore.said(refused, Words(lang)) for lang in LANGUAGES}
        assert said["en"] != said["ko"] and "does not accept" not in said["en"], sql
        assert refused.detail or refused.kind in {"table", "pivot"}, sql
    refused = told["SELECT complex_id + 1 FROM complexes"]
    assert "“+” does not fit these types: text and whole number" in explore.said(refused, Words("en"))


def test_the_nearest_name_is_offered(told: Mapping[str, Answer | RefusedError]) -> None:
    near = {sql: refused.near[:1] for sql, refused in told.items() if isinstance(refused, RefusedError)}
    assert near["SELECT complex_idd FROM complexes"] == ("complex_id",)
    assert near["SELECT *\nFROM complexs"] == ("complexes",)
    refused = told["SELECT *\nFROM complexs"]
    assert isinstance(refused, RefusedError)
    assert explore.said(refused, Words("en")).startswith("There is no table “complexs”. Meant: “complexes”")
    assert explore.said(refused, Words("ko")).startswith("“complexs” 테이블이 없음. 유사한 이름: “complexes”")


@pytest.mark.parametrize("sql", GOOD)
def test_after_all_that_questions_are_answered(sql: str, told: Mapping[str, Answer | RefusedError]) -> None:
    answer = told[sql]
    assert isinstance(answer, Answer), vars(answer)
    assert answer.rows.to_pylist() == GOOD[sql]


def test_the_examples_have_answers_in_both_languages_and_cite_their_sources(opened: Store) -> None:
    sandbox = Sandbox(opened.copied)
    for lang in LANGUAGES:
        for name, (title, sql) in explore.examples(lang).items():
            answer = sandbox.ask(sql, opened.snapshot())
            assert answer.rows.num_rows and not answer.cut, (name, title)
            assert "origin_ids" in answer.rows.column_names or name == "6-sources"
    sandbox.close()


def test_a_process_has_no_files_no_secrets_and_bounded_memory(sandbox: Sandbox, opened: Store) -> None:
    process = sandbox._take(opened.snapshot())
    assert process
    try:
        limits = {
            what: resource.prlimit(process.pid, what)[0] for what in (resource.RLIMIT_NOFILE, resource.RLIMIT_FSIZE)
        }
        assert set(limits.values()) == {0}, "it could open or write a file"
        memory = resource.prlimit(process.pid, resource.RLIMIT_AS)[1]
        assert QUICK.memory < memory < 2**32
        own = Path(f"/proc/{process.pid}")
        held = sorted(str(file.readlink()).partition(":")[0] for file in (own / "fd").iterdir())
        assert held == ["/dev/null", "/memfd", "pipe", "pipe"]
        known = dict(pair.split("=", 1) for pair in (own / "environ").read_text().split("\0") if pair)
        assert known == ENVIRONMENT
    finally:
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            pipe.close()  # type: ignore[union-attr]


def test_a_sum_of_a_hundred_million_rows_is_within_the_limits(opened: Store) -> None:
    sandbox = Sandbox(opened.copied)
    answer = sandbox.ask("SELECT count(*) AS n, sum(i)::BIGINT AS s FROM range(100000000) t(i)", opened.snapshot())
    sandbox.close()
    assert answer.rows.to_pylist() == [{"n": 100_000_000, "s": 4_999_999_950_000_000}]


def test_a_long_answer_is_cut_and_says_so(sandbox: Sandbox, opened: Store) -> None:
    many = sandbox.ask("SELECT * FROM range(1000000000)", opened.snapshot())
    assert (many.rows.num_rows, many.cut) == (QUICK.rows, "rows")
    wide = sandbox.ask("SELECT repeat('x', 10000) FROM range(1000)", opened.snapshot())
    assert 0 < wide.rows.num_rows < 1000
    assert wide.cut == "bytes"


def test_of_many_at_once_some_are_told_to_come_again(opened: Store) -> None:
    sandbox, crowd = Sandbox(opened.copied, Limits(seconds=1, running=1, waiting=2, patience=0.01, warm=1)), 6
    together = Barrier(crowd)

    def ask(number: int) -> str:
        together.wait()
        try:
            sandbox.ask(f"{ENDLESS} -- {number}", opened.snapshot())
        except RefusedError as refused:
            return refused.kind
        return ""

    with ThreadPoolExecutor(crowd) as threads:
        kinds = list(threads.map(ask, range(crowd)))
    assert set(kinds) == {"time", "busy"}
    assert sandbox.ask("SELECT 42 AS n", opened.snapshot()).rows.to_pylist() == [{"n": 42}]
    sandbox.close()


def test_a_process_that_was_killed_is_replaced(
    sandbox: Sandbox, opened: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    snapshot, take = opened.snapshot(), sandbox._take
    assert sandbox.ask("SELECT 1 AS n", snapshot).rows.num_rows == 1
    for process in sandbox._warm:
        process.kill()
        process.wait()
    assert sandbox.ask("SELECT 2 AS n", snapshot).rows.to_pylist() == [{"n": 2}]

    def killed(number: int):
        process = take(number)
        process.kill()
        return process

    monkeypatch.setattr(sandbox, "_take", killed)
    with pytest.raises(RefusedError) as refused:
        sandbox.ask("SELECT 3 AS n", snapshot)
    assert refused.value.kind == "stopped"
    monkeypatch.undo()
    assert sandbox.ask("SELECT 3 AS n", snapshot).rows.to_pylist() == [{"n": 3}]


def test_each_snapshot_is_asked_of_its_own_facts(opened: Store) -> None:
    tables = {number: {"t": pa.table({"n": [number]})} for number in range(4)}
    sandbox = Sandbox(tables.__getitem__, replace(QUICK, warm=1))
    for number in (0, 1, 0, 2, 1):
        assert sandbox.ask("SELECT n FROM t", number, anew=True).rows.to_pylist() == [{"n": number}]
    sandbox.close()


def test_without_room_for_the_facts_it_says_so(opened: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", "/nowhere")
    sandbox = Sandbox(opened.copied, QUICK)
    with pytest.raises(RefusedError) as refused:
        sandbox.ask("SELECT 1", opened.snapshot())
    assert refused.value.kind == "unavailable"


def test_an_answer_is_remembered_until_it_is_asked_anew(sandbox: Sandbox, opened: Store) -> None:
    snapshot, sql = opened.snapshot(), "SELECT random() AS n"
    first = sandbox.ask(sql, snapshot)
    assert sandbox.ask(sql, snapshot) is first
    assert sandbox.ask(sql, snapshot, anew=True) is not first


def test_every_reason_has_a_sentence_in_both_languages() -> None:
    kinds = "empty long syntax table column function several files time memory size columns value busy stopped other"
    for kind in (*kinds.split(), "no function", "not select", "unavailable", *(kind for kind, _ in mistakes.PATTERNS)):
        said = {
            explore.said(RefusedError(kind, name="x", most=2**20, detail="Division"), Words(lang)) for lang in LANGUAGES
        }
        assert len(said) == 2, kind
