"""Sources and dictionary: coverage, shares, the list, three hops, the glossary; numbers held against the store and the CSV files."""

import csv
import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from rollout import facts, markup
from rollout.ask import question
from rollout.downloads import xlsx
from rollout.telling import wording
from rollout.words import LANGUAGES, Words
from screens.sources import answer, files, hops
from tests.conftest import ROOT
from tests.opening import html, own_store, text, visit  # noqa: F401  own_store is a fixture

TABLES = ROOT / "data" / "tables"
EARLY = "2023-12-31"


def table(name: str) -> list[dict[str, str]]:
    with (TABLES / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def page():
    return visit("sources")


# --- the questions --------------------------------------------------------------------------------------------------------------------


def test_every_table_that_cites_is_counted(opened) -> None:
    """A new table with sources must be added to queries/macros/cited.sql."""
    stored = set(
        opened.query("SELECT table_name FROM information_schema.columns WHERE table_catalog = 'facts' AND column_name = 'origin_ids'")[
            "table_name"
        ]
    )
    counted = (
        opened.query("SELECT table_name, count(*) AS n FROM cited(DATE '2099-12-31') GROUP BY ALL").set_index("table_name")["n"].to_dict()
    )
    assert set(counted) == stored
    for resource in facts.descriptor()["resources"]:
        if resource["name"] in counted:
            assert counted[resource["name"]] == sum(bool(row["origin_ids"]) for row in table(resource["name"])), resource["name"]


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
    assert told["andong", "benefits"]["statements"] == sum("andong" in row["region_scope"].split(";") for row in table("benefits"))


def test_an_earlier_day_knows_less(ask: Callable[..., list[dict]]) -> None:
    early = dt.date(2023, 12, 31)
    for row in ask("sources/coverage", as_of=early):
        assert pd.isna(row["newest_on"]) or row["newest_on"].date() <= early
    assert sum(row["rows"] for row in ask("sources/support", as_of=early)) < sum(row["rows"] for row in ask("sources/support"))
    assert all(pd.isna(row["published_on"]) or row["published_on"].date() <= early for row in ask("sources/catalogue", as_of=early))


# --- the glossary ---------------------------------------------------------------------------------------------------------------------


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
    assert told["state"] == set(markup.STATES)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_terms_are_called_as_on_the_pages(lang: str) -> None:
    w, called = Words(lang), {(row["kind"], row["code"]): row[f"term_{lang}"] for row in table("glossary")}
    for state in markup.STATES:
        assert called["state", state] == markup.state_name(state, w)
    for kind in codes("investments", "money_kind"):
        assert called["money", kind] == wording.money_kind(kind, w)
    for kind in codes("origins", "kind"):
        assert called["source", kind] == answer.kind_name(kind, w)


def test_both_languages_and_a_source_for_what_the_law_or_a_programme_defines() -> None:
    for row in table("glossary"):
        assert re.search("[가-힣]", row["definition_ko"]), row["term_id"]
        assert not re.search("[가-힣]", row["definition_en"]), row["term_id"]
        assert bool(row["legal_basis_ko"]) == bool(row["legal_basis_en"]), row["term_id"]
        if row["legal_basis_ko"] or (row["kind"] in {"zone", "programme"} and row["code"] != "other"):
            assert row["origin_ids"], row["term_id"]


def test_a_term_is_looked_up_by_name_abbreviation_and_meaning(ask: Callable[..., list[dict]]) -> None:
    told, w = answer.terms(pd.DataFrame(ask("sources/glossary"))), Words("en")
    assert answer.looked_up(told, "그린벨트", "term", w)[0]["code"] == "rdz"
    assert answer.looked_up(told, "grdp", "stage", w)[0]["code"] == "grdp"
    assert "rdz" in [term["code"] for term in answer.looked_up(told, "sprawl", "term", w)]
    assert [term["code"] for term in answer.looked_up(told, "", "rating", w)] == ["red", "amber", "little", "green"]
    assert len({term["kind"] for term in told}) == len(answer.TERMS)
    assert answer.looked_up(told, "qwxyz", "term", w) == []


# --- three hops -----------------------------------------------------------------------------------------------------------------------


def test_a_question_reads_its_tables_through_macros_too() -> None:
    assert hops.questions()["progress/statements"] == ("milestones",)
    assert {"milestones", "stages", "complexes"} <= set(hops.questions()["progress/board"])


def test_every_question_is_asked_by_a_page_that_the_front_door_lists() -> None:
    pages = hops.packages()
    asked = {name for package in pages.values() for name in hops.asked(package)}
    assert {"progress/board", "schedule/standing", "sources/coverage", "complexes/measures", "forecast/reference"} <= asked
    assert "schedule/standing" in hops.asked(pages["schedule"])
    assert "sources/coverage" not in hops.asked(pages["schedule"])
    assert {"overview", "schedule"} <= set(hops.readers(pages)["milestones"])


# --- the page -------------------------------------------------------------------------------------------------------------------------


def test_headline_is_the_share_of_the_statements(page, ask: Callable[..., list[dict]]) -> None:
    rows = pd.DataFrame(ask("sources/coverage"))
    named = rows[rows["subject_kind"] != "around"]
    share = round(100 * named["official"].sum() / named["statements"].sum())
    said = text(html(page, "top"))
    assert f"{share}% of {named['statements'].sum():,} statements" in said
    known = rows[~rows["skipped"]]
    assert f"Of {len(known)} things that could be known of them, {(known['statements'] > 0).sum()} are published (" in said


def test_matrix_has_a_cell_for_every_complex_and_subject(page, ask: Callable[..., list[dict]]) -> None:
    shown = html(page, "coverage")
    rows = ask("sources/coverage")
    assert set(re.findall(r'data-open="covered:([^"]+)"', shown)) == {f"{r['complex_id']}:{r['subject']}" for r in rows if r["statements"]}
    empty = sum(not row["statements"] and not row["skipped"] for row in rows)
    assert shown.count('class="gap">not published') == empty > 0
    newest = next(row for row in rows if row["complex_id"] == "yongin" and row["subject"] == "area")["newest_on"]
    assert f">{newest:%Y.%m}</button>" in shown


def test_the_matrix_shows_age_against_today() -> None:
    app = visit("sources", sources_show="age", today="2026-03-31")
    rows = text(html(app, "coverage"))
    newest = max(row["stated_on"] for row in table("complex_figures") if row["complex_id"] == "yongin" and row["metric"] == "area")
    assert f" {(dt.date(2026, 3, 31) - dt.date.fromisoformat(newest)).days} " in rows


@pytest.mark.parametrize(
    ("lang", "words"), [("ko", ["공식·통계 출처", "공표 없음", "용어집"]), ("en", ["official page", "not published", "Glossary"])]
)
def test_both_languages(lang: str, words: list[str]) -> None:
    app = visit("sources", lang=lang)
    shown = " ".join(text(html(app, key)) for key in ("top", "coverage", "support", "list", "glossary")) + " ".join(
        part.body for part in app.get("html")
    )
    for word in words:
        assert word in shown
    if lang == "ko":
        assert "statements" not in text(html(app, "top") + html(app, "coverage"))


def test_filters_and_an_earlier_day() -> None:
    app = visit("sources", province="gyeonggi", as_of=EARLY)
    assert set(re.findall(r'data-open="covered:([^:"]+):', html(app, "coverage"))) == {"yongin"}
    days = re.findall(r'<td class="when">(\d{4}-\d\d-\d\d)', html(app, "list"))
    assert days
    assert max(days) <= EARLY
    assert "name the complexes in scope" in " ".join(part.body for part in app.get("html"))


def test_fifty_at_first_then_more(page) -> None:
    assert html(page, "list").count("<tr>") == 51
    more = next(button for button in page.button if button.key == "source_more")
    assert html(more.click().run(), "list").count("<tr>") == 101


@pytest.mark.parametrize(
    ("query", "least", "word"),
    [({"source_find": "BD-001"}, 1, "BD-001"), ({"source_find": "정책브리핑"}, 2, "정책브리핑"), ({"source_kind": "statistics"}, 4, "PK-002"),
     ({"source_use": "glossary", "source_kind": "official"}, 3, "GL-008")],
)  # fmt: skip
def test_sources_are_found(query: dict[str, str], least: int, word: str) -> None:
    shown = html(visit("sources", **query), "list")
    assert shown.count("<tr>") - 1 >= least
    assert word in shown


@pytest.mark.parametrize(
    "words", ["<script>alert(1)</script>", "' OR 1=1 --", "%", "_", "가" * 10_000, "\u1100\u1161\u11a8", "🏭", "(.*"],
)  # fmt: skip
def test_hostile_words_in_the_boxes(words: str) -> None:
    app = visit("sources", source_find=words, sources_term=words, source_kind=words, sources_show=words, sources_table=words)
    assert "<script>alert" not in html(app, "list") + html(app, "glossary")
    assert html(app, "coverage")


def test_nothing_in_scope_says_so_and_the_way_out() -> None:
    app = visit("sources", province="seoul")
    assert "No complex matches" in app.info[0].value
    assert any(button.key == "clear-empty" for button in app.button)


def test_the_dictionary_shows_every_column_of_every_table() -> None:
    for name, resource in answer.resources().items():
        shown = answer.table_html(name, Words("en"))
        assert all(f"<code>{field['name']}</code>" in shown for field in resource["schema"]["fields"])


def test_questions_of_a_page(page) -> None:
    shown = html(page, "questions")
    for name in hops.asked(hops.packages()["overview"]):
        assert f"queries/{name}.sql" in shown
        assert markup.fill("heading.html", title=question(name).grain, unit="").split("<h2>")[1].split("<")[0] in shown


@pytest.mark.parametrize("lang", LANGUAGES)
def test_downloads_have_a_sheet_a_table(opened, lang: str, tmp_path: Path) -> None:
    from openpyxl import load_workbook

    from rollout import reader
    from rollout.ask import Asker
    from rollout.scope import Scope

    w, asker = Words(lang), Asker(opened)
    names = reader.names(asker.ask("scope/names", opened.snapshot()), w)
    day = dt.date(2026, 3, 31)
    who = reader.Reader(Scope(day, day, day, lang, complexes=tuple(names["complexes"]), snapshot=opened.snapshot()), w, names, asker)
    told = files.tables(who, who.ask("sources/coverage"), who.ask("sources/support"), who.ask("sources/catalogue"), {"milestones": ["x"]})
    assert len(told) == 8
    path = tmp_path / "sources.xlsx"
    path.write_bytes(xlsx(told, [("a", "b")], w))
    book = load_workbook(path, read_only=True)
    assert len(book.sheetnames) == 9
    assert sum(1 for _ in book.worksheets[0].rows) == 1 + len(who.ask("sources/catalogue"))
