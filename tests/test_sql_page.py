"""The view SQL: an example, an error, a link with SQL in it, files of the whole answer, the tables."""

import io
import json
import os
from pathlib import Path

import pyarrow.parquet as parquet
import pytest
from openpyxl import load_workbook
from streamlit.testing.v1 import AppTest

from rollout.access import ANONYMOUS
from rollout.questions import links
from rollout.store.sandbox import LONGEST_SQL, RefusedError, Sandbox
from rollout.subjects.explore import sql as explore
from rollout.web import identity
from tests.opening import html, own_store, press, table, targets, visit

__all__ = ["own_store"]


def run(app: AppTest, sql: str) -> AppTest:
    """Write SQL and run it."""
    app.text_area(key="sql").set_value(sql)
    app.button(key="sql-run").click().run()
    assert not app.exception
    return app


def asked(sql: str, **query: str) -> AppTest:
    """The page that a link with SQL in it opens."""
    return visit("sql", draft=links.pack({"sql": sql}), **query)


def warned(app: AppTest) -> str:
    """The one warning, without the marks that keep it from being read as Markdown."""
    (said,) = app.warning
    return str(said.value).replace("\\", "")


def packed(app: AppTest) -> dict[str, str]:
    """The SQL that stands in the address."""
    return links.unpack("".join(app.query_params.get("draft", [])))


@pytest.fixture(scope="module")
def page() -> AppTest:
    return visit("sql")


def test_the_page_opens_with_an_answer_whose_rows_have_sources(page: AppTest) -> None:
    rows = table(page, "sql-answer")
    assert len(rows) == 15
    assert rows[0] | {"stated_on": ""} == {
        "complex": "Yongin",
        "province": "Gyeonggi",
        "area_m2": "7,773,656",
        "stated_on": "",
        "Source": "source",
    }
    assert len(targets(page, "sql-answer", "origins")) == 15
    assert "15 rows" in html(page, "sql-answer")
    assert not page.caption or all("too long" not in one.value for one in page.caption)


def test_an_example_is_taken_run_and_stands_in_the_address() -> None:
    app = visit("sql")
    app.selectbox(key="sql-example").select("3-late").run()
    assert packed(app) == {"sql": explore.examples("en")["3-late"][1]}
    rows = table(app, "sql-answer")
    assert rows
    assert all(int(row["months"]) >= 12 for row in rows)


def test_own_sql_is_run_and_a_mistake_is_said_with_its_place() -> None:
    app = run(visit("sql"), "SELECT count(*) AS n FROM complexes WHERE province_id = 'gyeongbuk'")
    assert table(app, "sql-answer") == [{"n": "3"}]
    run(app, "SELECT count(*)\nFROM complexess")
    assert warned(app) == "There is no table “complexess”. Meant: “complexes”, “complex_figures”?"
    assert [one.value for one in app.get("code")] == ["2: FROM complexess\n        ^"]
    assert not html(app, "sql-answer")
    run(app, "DROP TABLE complexes")
    assert warned(app).startswith("Only a SELECT")
    assert packed(app) == {"sql": "DROP TABLE complexes"}
    app.text_area(key="sql").set_value("SELECT 1 AS one")
    app.button(key="sql-run").click().run()
    assert table(app, "sql-answer") == [{"one": "1"}]


def test_a_link_opens_with_its_sql_in_korean_too() -> None:
    app = asked(
        "SELECT 41 + 1 AS answer, '가' AS word, DATE '2026-01-02' AS day, 2026 AS year, [1, 2] AS list", lang="ko"
    )
    rows = table(app, "sql-answer")
    assert rows == [{"answer": "42", "word": "가", "day": "2026-01-02", "year": "2026", "list": "[1, 2]"}]
    app = asked("SELECT nofoo FROM complexes", lang="ko")
    assert warned(app).startswith("“nofoo” 열이 없음.")


def test_what_a_stranger_writes_is_shown_as_text() -> None:
    app = asked(
        "SELECT '<b onclick=x>' AS \"<i>\", '=1+1' AS f, chr(7) AS bell, 'infinity'::DATE AS d, INTERVAL 1 DAY AS i"
    )
    shown = html(app, "sql-answer")
    assert "<b onclick" not in shown
    assert "<i>" not in shown
    _, content = press(app, "sql-csv")
    assert "'=1+1" in content.decode("utf-8-sig")
    _, content = press(app, "sql-parquet")
    assert parquet.read_table(io.BytesIO(content))["i"].to_pylist() == ["P0M1DT0S"]


def test_files_have_the_whole_answer_and_are_audited() -> None:
    sql = "SELECT i AS n, i % 7 AS n, 'x' AS word FROM range(1200) t(i)"
    app = asked(sql)
    assert len(table(app, "sql-answer")) == explore.SHOWN
    name, content = press(app, "sql-csv")
    lines = content.decode("utf-8-sig").splitlines()
    assert name.endswith(".csv")
    assert len([line for line in lines if line.endswith(",x")]) == 1200
    assert any(sql in line for line in lines), "the file says what was asked"
    _, content = press(app, "sql-parquet")
    found = parquet.read_table(io.BytesIO(content))
    assert (found.num_rows, found.column_names) == (1200, ["n", "n_2", "word"])
    _, content = press(app, "sql-xlsx")
    sheet = load_workbook(io.BytesIO(content)).worksheets[1]
    assert sheet.max_row == 1201
    log = (Path(os.environ["STORE_DIR"]) / "audit.log").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["file"].rpartition(".")[2] for line in log[-3:]] == ["csv", "parquet", "xlsx"]


def test_the_tables_are_described_in_the_readers_language(page: AppTest) -> None:
    assert "milestone_id" in html(page, "sql-columns")
    app = visit("sql", lang="ko", sql_table="grdp")
    assert {"district_code", "value_krw"} <= {row["열"] for row in table(app, "sql-columns")}
    assert any("시·군·구 지역내총생산" in option for option in app.selectbox(key="sql_table").options)


def test_what_is_too_long_for_a_link_is_run_and_said() -> None:
    long = "SELECT 1 AS n -- " + "".join(chr(0xAC00 + 7919 * i % 11172) for i in range(4000))
    app = run(visit("sql"), long)
    assert table(app, "sql-answer") == [{"n": "1"}]
    assert any("too long for a link" in one.value for one in app.caption)
    assert packed(app) == {}
    assert app.text_area(key="sql").max_chars == LONGEST_SQL


def test_who_is_not_signed_in_shares_fewer_places(monkeypatch: pytest.MonkeyPatch) -> None:
    known: list[bool] = []

    def ask(self: Sandbox, sql: str, snapshot: int, known_: bool = True, anew: bool = False, **more: bool) -> None:
        known.append(more.get("known", known_))
        raise RefusedError("busy")

    monkeypatch.setattr(Sandbox, "ask", ask)
    visit("sql")
    monkeypatch.setattr(identity, "person", lambda: ANONYMOUS)
    app = visit("sql")
    assert known == [True, False]
    assert warned(app) == "Too many queries are running. Try again in a few seconds."
