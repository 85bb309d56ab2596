"""Sources and dictionary: coverage, shares, the list, three hops, the glossary; numbers held against the store and the
CSV files.
"""

import csv
import datetime as dt
import io
import re
from collections.abc import Callable

import pandas as pd
import pytest
from markupsafe import escape
from openpyxl import load_workbook

from rollout import facts, record
from rollout.language import codes as words
from rollout.language.words import LANGUAGES, Words
from rollout.questions.ask import Asker, question, recording
from rollout.questions.scope import Scope
from rollout.questions.view import View, view_of
from rollout.store.mirror import DERIVED
from rollout.subjects.schedule import rating
from rollout.subjects.sources import coverage, dictionary, hops
from rollout.subjects.sources import words as coverage_words
from tests.conftest import AS_OF, ROOT
from tests.opening import html, own_store, press, text, visit, visits, words_of  # noqa: F401  own_store is a fixture

TABLES = ROOT / "data" / "tables"
EARLY = "2023-12-31"


def table(name: str) -> list[dict[str, str]]:
    with (TABLES / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def view(asker) -> View:
    day = dt.date(2026, 3, 31)
    return view_of(asker, Scope(day, day, day, "en", snapshot=asker.snapshot()))


@pytest.fixture(scope="module")
def page():
    return visits("sources", "coverage", "dictionary", "glossary")


# --- the questions


def test_every_table_that_cites_is_counted(opened) -> None:
    """A new table with sources must be added to queries/macros/cited.sql."""
    stored = set(
        opened.query(
            "SELECT table_name FROM information_schema.columns WHERE table_catalog = 'facts' AND column_name = "
            "'origin_ids'"
        )["table_name"]
    )
    counted = (
        opened.query("SELECT table_name, count(*) AS n FROM cited(DATE '2099-12-31') GROUP BY ALL")
        .set_index("table_name")["n"]
        .to_dict()
    )
    assert set(counted) == stored - {path.stem for path in DERIVED.glob("*.sql")}
    for resource in facts.descriptor()["resources"]:
        if resource["name"] in counted:
            assert counted[resource["name"]] == sum(bool(row["origin_ids"]) for row in table(resource["name"])), (
                resource["name"]
            )


def test_uses_of_a_source_are_its_rows(ask: Callable[..., list[dict]]) -> None:
    rows = {row["origin_id"]: row for row in ask("sources/catalogue", as_of=dt.date(2099, 1, 1))}
    assert len(rows) == len(table("origins"))
    for origin_id in ("CA-002", "BD-001", "TA-042", "GL-001"):
        told = dict(zip(rows[origin_id]["tables"], rows[origin_id]["row_counts"], strict=True))
        assert told
        for name, count in told.items():
            assert count == sum(origin_id in row["origin_ids"].split(";") for row in table(name)), (origin_id, name)
        assert rows[origin_id]["used"] == sum(told.values())


def test_support_is_what_the_files_say(ask: Callable[..., list[dict]]) -> None:
    kinds = {row["origin_id"]: row["kind"] for row in table("origins")}
    told = {row["table_name"]: row for row in ask("sources/support", as_of=dt.date(2099, 1, 1))}
    for name in ("milestones", "benefits", "occupancy"):
        cited = [[kinds[i] for i in row["origin_ids"].split(";")] for row in table(name)]
        assert told[name]["official"] == sum(bool({"official", "statistics"} & set(row)) for row in cited)
        assert told[name]["weak"] == sum(set(row) == {"other"} for row in cited)


def test_coverage_is_what_the_files_say(ask: Callable[..., list[dict]]) -> None:
    told = {(row["complex_id"], row["subject"]): row for row in ask("sources/coverage")}
    assert len(told) == 15 * 27
    rows = [row for row in table("complex_figures") if row["complex_id"] == "andong" and row["metric"] == "jobs"]
    assert told["andong", "jobs"]["statements"] == len(rows)
    assert str(told["andong", "jobs"]["newest_on"].date()) == max(row["stated_on"] for row in rows)
    assert told["yongin", "rdz-lifted"]["statements"] == 0
    assert told["yongin", "rdz-lifted"]["skipped"]
    assert told["andong", "benefits"]["statements"] == sum(
        "andong" in row["region_scope"].split(";") for row in table("benefits")
    )


def test_an_earlier_day_knows_less(ask: Callable[..., list[dict]]) -> None:
    early = dt.date(2023, 12, 31)
    for row in ask("sources/coverage", as_of=early):
        assert pd.isna(row["newest_on"]) or row["newest_on"].date() <= early
    assert sum(row["rows"] for row in ask("sources/support", as_of=early)) < sum(
        row["rows"] for row in ask("sources/support")
    )
    assert all(
        pd.isna(row["published_on"]) or row["published_on"].date() <= early
        for row in ask("sources/catalogue", as_of=early)
    )


# --- the glossary


@pytest.mark.parametrize(
    ("day", "statements"), [("2023-03-15", 154), ("2024-03-31", 433), ("2025-06-30", 691), ("2026-03-31", 876)]
)
def test_an_undated_row_is_a_statement_of_no_day(ask: Callable[..., list[dict]], day: str, statements: int) -> None:
    rows = [r for r in ask("sources/coverage", as_of=dt.date.fromisoformat(day)) if r["subject_kind"] != "around"]
    assert (sum(r["statements"] for r in rows), sum(r["undated"] for r in rows)) == (statements, 2)
    assert all(r["newest_on"] <= pd.Timestamp(day) for r in rows if r["statements"])


def reader(asker: Asker, lang: str, day: dt.date = AS_OF) -> View:
    return view_of(asker, Scope(day, day, day, lang, snapshot=asker.snapshot()))


def test_the_headline_says_how_many_undated_rows_are_left_out(asker: Asker) -> None:
    early = reader(asker, "en", dt.date(2024, 3, 31))
    said = " ".join(text for text, _ in coverage_words.sentence(early.ask("sources/coverage"), early))
    assert "of 433 statements" in said and "2 undated rows are not counted." in said


def test_a_skipped_stage_counts_as_published_nowhere(view: View) -> None:
    rows = view.ask("sources/coverage")
    own = rows[rows["subject"] == "prefeasibility-started"]
    assert (int((own["statements"] > 0).sum()), int(own["published"].sum())) == (13, 12)  # Uljin's plan was overtaken
    matrix = {row.key: row for row in coverage.coverage(view).tables[0].rows}
    assert matrix["prefeasibility-started"]["known"].value == 12
    assert matrix["prefeasibility-started"]["uljin"].missing == "–"
    listed = [bool(row["published"].value) for row in coverage.coverage_list(view).tables[0].rows]
    by_complex = [row["known"].value for row in coverage.by_complex(view).tables[0].rows]
    assert sum(listed) == sum(by_complex) == int(rows["published"].sum())
    said = " ".join(text for text, _ in coverage_words.sentence(rows, view))
    assert f"{sum(listed)} are published" in said


def test_skipped_is_what_the_glossary_says(opened) -> None:
    """A later stage of the board is reached; no source says that this one took place or was withdrawn."""
    (term,) = (r for r in table("glossary") if r["term_id"] == "state-skipped")
    assert term["definition_en"].startswith("A later stage of the stage board is reached")
    assert term["definition_ko"].startswith("단계별 현황에 표시되는 뒤 단계에 도달")
    for day in ("2023-12-31", "2025-03-31", "2026-03-31"):
        cells = opened.query(f"SELECT complex_id, position, on_board, state FROM stage_cells(DATE '{day}')")
        furthest = cells[(cells["state"] == "done") & cells["on_board"]].groupby("complex_id")["position"].max()
        overtaken = cells["position"] < cells["complex_id"].map(furthest)
        assert ((cells["state"] == "skipped") == (overtaken & ~cells["state"].isin(["done", "withdrawn"]))).all()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_names_come_in_the_order_of_the_reader_s_language(asker: Asker, lang: str) -> None:
    view = reader(asker, lang)
    for kind in ("complexes", "provinces", "industries"):
        called = [name for i, name in view.names[kind].items() if i != "other"]
        assert called == sorted(called, key=str.casefold)
    assert list(view.names["industries"])[-1] == "other"
    heads = [column.label for column in coverage.coverage(view).tables[0].columns[1:-1]]
    assert heads == list(view.names["complexes"].values())
    assert heads[0] == {"ko": "강릉", "en": "Andong"}[lang]


def test_units_of_metrics_are_words(asker: Asker) -> None:
    units = {row["unit"].value for row in dictionary.metrics(reader(asker, "ko")).tables[0].rows}
    assert units == {"곳", "개월", "비율", "%", "km²", "원"}


def codes(name: str, column: str) -> set[str]:
    resource = next(r for r in facts.descriptor()["resources"] if r["name"] == name)
    return set(next(f for f in resource["schema"]["fields"] if f["name"] == column)["constraints"]["enum"])


def test_every_kind_of_the_tables_has_a_term() -> None:
    told = {
        kind: {row["code"] for row in table("glossary") if row["kind"] == kind}
        for kind in ("money", "zone", "programme", "source", "state")
    }
    assert told["money"] == codes("investments", "money_kind")
    assert told["zone"] == codes("designations", "type")
    assert told["programme"] == codes("talent_programmes", "type")
    assert told["source"] == codes("origins", "kind")
    assert told["state"] == set(words.labels("milestone-state", lang="en"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_terms_are_called_as_on_the_pages(lang: str) -> None:
    w, called = Words(lang), {(row["kind"], row["code"]): row[f"term_{lang}"] for row in table("glossary")}
    for kind, name in (("state", "milestone-state"), ("money", "money-kind"), ("source", "origin-kind")):
        for code, label in w.codes(name).items():
            assert called[kind, code] == label


def test_both_languages_and_a_source_for_what_the_law_or_a_programme_defines() -> None:
    for row in table("glossary"):
        assert re.search("[가-힣]", row["definition_ko"]), row["term_id"]
        assert not re.search("[가-힣]", row["definition_en"]), row["term_id"]
        assert bool(row["legal_basis_ko"]) == bool(row["legal_basis_en"]), row["term_id"]
        if row["legal_basis_ko"] or (row["kind"] in {"zone", "programme"} and row["code"] != "other"):
            assert row["origin_ids"], row["term_id"]


def test_a_term_is_looked_up_by_name_abbreviation_and_meaning(ask: Callable[..., list[dict]]) -> None:
    told, w = dictionary.terms(pd.DataFrame(ask("sources/glossary"))), Words("en")
    assert dictionary.looked_up(told, "그린벨트", "term", w)[0]["code"] == "rdz"
    assert dictionary.looked_up(told, "grdp", "stage", w)[0]["code"] == "grdp"
    assert "rdz" in [term["code"] for term in dictionary.looked_up(told, "sprawl", "term", w)]
    assert [term["code"] for term in dictionary.looked_up(told, "", "rating", w)] == [
        *rating.RATINGS,
        *rating.FLAGS,
    ]
    assert len({term["kind"] for term in told}) == len(words.codes("glossary-part"))
    assert dictionary.looked_up(told, "qwxyz", "term", w) == []


# --- three hops


def test_a_question_reads_its_tables_through_macros_too() -> None:
    assert hops.questions()["progress/statements"] == ("milestones",)
    assert {"milestones", "stages", "complexes"} <= set(hops.questions()["progress/board"])


def test_the_record_of_what_pages_ask_is_up_to_date(asker) -> None:
    recorded = {page: list(names) for page, names in hops.asked().items()}
    assert recorded == record.record(asker), (
        "a page asks something else now: run `make asked`, which writes queries/asked.yaml anew"
    )


def test_what_was_remembered_counts_as_asked(opened) -> None:
    asker = Asker(opened)
    made = lambda: asker.remember("a part", lambda: asker.ask("scope/names", asker.snapshot(), as_of=AS_OF))  # noqa: E731
    for _ in range(2):
        with recording() as outer, recording() as inner:
            made()
        assert {name for name, _ in inner} == {name for name, _ in outer} == {"scope/names"}


def test_tables_name_the_pages_that_read_them() -> None:
    assert {"forecast/positions", "schedule/trail"} <= set(hops.asked()["briefing"])
    assert {"forecast/positions", "forecast/reference"} <= set(hops.asked()["complex-schedule"])
    assert "sources/coverage" not in hops.asked()["schedule"]
    assert {"today", "schedule"} <= set(hops.readers()["milestones"])
    assert hops.pages()["sources/catalogue"] == ("sources",)


# --- the page


def test_headline_is_the_share_of_the_statements(page, ask: Callable[..., list[dict]]) -> None:
    rows = pd.DataFrame(ask("sources/coverage"))
    named = rows[rows["subject_kind"] != "around"]
    share = round(100 * named["official"].sum() / named["statements"].sum())
    said = text(html(page, "top"))
    assert f"{share}% of {named['statements'].sum():,} statements" in said
    known = rows[~rows["skipped"]]
    assert f"Of {len(known)} items checked, {(known['statements'] > 0).sum()} are published (" in said


def test_matrix_has_a_cell_for_every_complex_and_subject(page, ask: Callable[..., list[dict]]) -> None:
    shown = html(page, "coverage")
    rows = ask("sources/coverage")
    assert set(re.findall(r'data-open="covered:([^"]+)"', shown)) == {
        f"{r['complex_id']}:{r['subject']}" for r in rows if r["statements"]
    }
    empty = sum(not row["statements"] and not row["skipped"] for row in rows)
    assert shown.count(">none</span>") == empty > 0
    newest = next(row for row in rows if row["complex_id"] == "yongin" and row["subject"] == "area")["newest_on"]
    assert f">{Words('en').period(newest, 'month')}</span></button>" in shown


def test_the_matrix_shows_age_against_today() -> None:
    app = visit("coverage", sources_show="age", today="2026-03-31")
    rows = words_of(app, "coverage")
    newest = max(
        row["stated_on"]
        for row in table("complex_figures")
        if row["complex_id"] == "yongin" and row["metric"] == "area"
    )
    assert f" {(dt.date(2026, 3, 31) - dt.date.fromisoformat(newest)).days} " in rows


@pytest.mark.parametrize(
    ("lang", "words"),
    [("ko", ["공식·통계 출처", "공표 없음", "용어집"]), ("en", ["official page", "not published", "Glossary"])],
)
def test_both_languages(lang: str, words: list[str]) -> None:
    app = visits("sources", "coverage", "glossary", lang=lang)
    shown = " ".join(text(html(app, key)) for key in ("top", "coverage", "support", "list", "glossary")) + " ".join(
        part.body for part in app.get("html")
    )
    for word in words:
        assert word in shown
    if lang == "ko":
        assert "statements" not in text(html(app, "top") + html(app, "coverage"))


def test_filters_and_an_earlier_day() -> None:
    app = visits("sources", "coverage", province="gyeonggi", as_of=EARLY)
    assert set(re.findall(r'data-open="covered:([^:"]+):', html(app, "coverage"))) == {"yongin"}
    days = re.findall(r'data-sort="(\d{4}-\d\d-\d\d)', html(app, "list"))
    assert days
    assert max(days) <= EARLY
    assert "name the complexes in scope" in " ".join(part.body for part in app.get("html"))


def test_fifty_at_first_then_more(page) -> None:
    assert html(page, "list").count("<tr>") == 51
    more = page.button(key="source_more")
    assert html(more.click().run(), "list").count("<tr>") == 101


@pytest.mark.parametrize(
    ("query", "least", "word"),
    [
        ({"source_find": "BD-001"}, 1, "BD-001"),
        ({"source_find": "정책브리핑"}, 2, "정책브리핑"),
        ({"source_kind": "statistics"}, 4, "PK-002"),
        ({"source_use": "glossary", "source_kind": "official"}, 3, "GL-008"),
    ],
)
def test_sources_are_found(query: dict[str, str], least: int, word: str) -> None:
    shown = html(visit("sources", **query), "list")
    assert shown.count("<tr>") - 1 >= least
    assert word in shown


@pytest.mark.parametrize(
    "words",
    ["<script>alert(1)</script>", "' OR 1=1 --", "%", "_", "가" * 10_000, "\u1100\u1161\u11a8", "🏭", "(.*"],
)
def test_hostile_words_in_the_boxes(words: str) -> None:
    apps = [
        visit("sources", source_find=words, source_kind=words),
        visit("coverage", sources_show=words),
        visit("dictionary", sources_part="columns", sources_table=words),
        visit("glossary", sources_term=words),
    ]
    assert all("<script>alert" not in html(app, key) for app in apps for key in ("top", "list", "glossary"))
    assert html(apps[1], "coverage")


def test_nothing_in_scope_says_so_and_the_way_out() -> None:
    app = visit("sources", province="seoul")
    assert "No complex matches" in app.info[0].value
    assert any(button.key == "clear-empty" for button in app.button)


def test_the_dictionary_shows_every_column_of_every_table(view: View) -> None:
    every = {row.key for row in dictionary.columns(view).tables[0].rows}
    for name, resource in dictionary.resources().items():
        section = dictionary.table(view, name)
        assert section
        keys = [f"{name}.{field['name']}" for field in resource["schema"]["fields"]]
        assert [row.key for row in section.tables[0].rows] == keys
        assert set(keys) <= every


def test_questions_of_a_page(page, view: View) -> None:
    shown = html(page, "questions")
    for name in hops.asked()["today"]:
        assert f'data-open="question:{name}"' in shown
        assert escape(question(name).grain) in shown
        opened = dictionary.asked(view, name)
        assert opened
        assert f"queries/{name}.sql" in [line.text for line in opened.lead]
        assert [row.key for row in opened.tables[0].rows] == list(question(name).columns)


def test_a_source_links_to_its_page_and_to_the_columns_of_the_tables_that_cite_it() -> None:
    shown = html(visit("sources", source_find="BD-001"), "list")
    known = next(row for row in table("origins") if row["origin_id"] == "BD-001")
    assert f'<a href="{escape(known["url"])}" target="_blank" rel="noopener noreferrer nofollow">' in shown
    assert 'data-open="table:' in shown


def test_the_workbook_has_a_sheet_a_table(page, ask: Callable[..., list[dict]]) -> None:
    name, content = press(page, "sources-xlsx")
    book = load_workbook(io.BytesIO(content), read_only=True)
    assert name.endswith(".xlsx")
    assert len(book.sheetnames) == 3
    assert sum(1 for _ in book.worksheets[1].rows) == 1 + len(ask("sources/catalogue"))
