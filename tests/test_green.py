"""The page "Green and governance": times derived from dates, limits, targets held against actuals, bodies, filters, days, languages, hostile values."""

import datetime as dt
import io
import re
from collections.abc import Callable
from pathlib import Path
from statistics import median

import openpyxl
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from rollout import green_charts
from rollout.ask import Asker
from rollout.briefing.__main__ import reader_of
from rollout.downloads import xlsx
from rollout.scope import Scope
from rollout.store import Store, open_store
from rollout.telling import green, green_files
from rollout.theme import LIGHT
from rollout.words import Words
from tests.conftest import ROOT, edit, place
from tests.opening import figures, healthy, html, own_store, text, visit  # noqa: F401  own_store is a fixture

DAY = dt.date(2026, 3, 31)
EN = Words("en")
PARTS = (
    "green-top",
    "green-targets",
    "green-ledger",
    "green-zones",
    "green-life",
    "green-legend",
    "green-flow",
    "green-bodies",
    "green-meetings",
)
Ask = Callable[..., list[dict]]


def table(name: str) -> pd.DataFrame:
    return pd.read_csv(ROOT / f"data/tables/{name}.csv")


@pytest.fixture(scope="module")
def page() -> AppTest:
    """The page as a plain link opens it."""
    return visit("green")


@pytest.fixture(scope="module")
def gyeonggi() -> AppTest:
    """The page for Gyeonggi alone, in Korean."""
    return visit("green", province="gyeonggi", lang="ko")


def spans(ask: Ask, **asked: object) -> dict[tuple[str, str], dict]:
    return {(row["phase_id"], row["complex_id"]): row for row in ask("green/phases", **asked)}


# --- the questions ----------------------------------------------------------------------------------------------------------------------


def test_a_time_is_a_range_where_a_date_is_vague(ask: Ask) -> None:
    told = table("milestones").query("complex_id == 'yongin' and status == 'actual'").set_index("stage_id")
    assert (told.loc["plan-submitted", "date"], told.loc["plan-submitted", "precision"]) == ("2024-04-01", "month")
    approved = dt.date.fromisoformat(told.loc["plan-approved", "date"])
    row = spans(ask)["approval", "yongin"]
    assert (row["least_days"], row["most_days"]) == ((approved - dt.date(2024, 4, 30)).days, (approved - dt.date(2024, 4, 1)).days)
    exact = spans(ask)["compensation", "yongin"]
    assert exact["least_days"] == exact["most_days"] == (dt.date(2025, 12, 22) - approved).days


def test_the_limit_is_the_laws_and_excess_needs_even_the_shortest_time(ask: Ask) -> None:
    law = table("statutory_process").set_index("step_no").loc[13, "statutory_days"]
    rows = spans(ask)
    assert rows["approval", "yongin"]["limit_days"] == law and rows["approval", "yongin"]["limit_kind"] == "statutory"
    assert {site: rows["approval", site]["excess"] for site in ("yongin", "goheung", "uljin")} == {
        "yongin": "over",
        "goheung": "over",
        "uljin": "none",
    }
    assert rows["approval", "goheung"]["state"] == "open" and rows["approval", "goheung"]["least_days"] == (DAY - dt.date(2025, 6, 30)).days
    study = rows["prefeasibility", "daegu"]  # begun in a month of which only the name is known
    assert (
        study["limit_kind"] == "ceiling" and study["least_days"] < study["limit_days"] < study["most_days"] and study["excess"] == "perhaps"
    )
    assert pd.isna(rows["announced-to-approved", "cheonan"]["limit_days"])


def test_an_earlier_day_knows_less_and_counts_only_so_far(ask: Ask) -> None:
    rows = spans(ask, as_of=dt.date(2024, 6, 30))
    yongin = rows["approval", "yongin"]
    assert (yongin["state"], yongin["excess"], yongin["stands"]) == ("open", "none", True)
    assert (yongin["least_days"], yongin["most_days"]) == (61, 90)
    assert ("compensation", "yongin") not in rows and ("approval", "goheung") not in rows


def test_every_complex_stands_in_one_phase_after_what_it_reached(ask: Ask) -> None:
    stands = [row for row in ask("green/phases") if row["stands"]]
    assert sorted(row["complex_id"] for row in stands) == sorted(site["complex_id"] for site in ask("progress/complexes"))
    position = table("stages").set_index("stage_id")["position"]
    reached = {site["complex_id"]: site["stage_position"] for site in ask("progress/complexes")}
    for row in stands:
        assert position[row["to_stage_id"]] > reached[row["complex_id"]]
    assert {row["complex_id"] for row in stands if row["phase_id"] == "approval"} == {"goheung", "uljin"}


def test_what_was_skipped_or_withdrawn_has_no_time(ask: Ask) -> None:
    rows = spans(ask)
    for key, state in {("prefeasibility", "goheung"): "skipped", ("prefeasibility", "daejeon"): "withdrawn"}.items():
        assert rows[key]["state"] == state and pd.isna(rows[key]["least_days"]) and pd.isna(rows[key]["excess"])


def test_the_older_median_is_of_the_2008_act_and_of_the_middles(ask: Ask) -> None:
    classes = table("reference_complexes").set_index("ref_id")["reference_class"]
    rows = pd.DataFrame(ask("green/older_phases"))
    assert set(rows["ref_id"].map(classes)) == {"special-act-2008"}
    for _, own in rows.groupby("phase_id"):
        middles = (own["least_days"] + own["most_days"]) / 2
        assert own["median_days"].iloc[0] == median(middles) and own["cases"].iloc[0] == len(own) == own["ref_id"].nunique()
    approval = rows[rows["phase_id"] == "approval"].set_index("ref_id")
    assert approval.loc["daegu-national", "most_days"] == (dt.date(2009, 9, 30) - dt.date(2009, 5, 28)).days
    assert dict(approval["excess"].value_counts()) == {"over": 10, "none": 1, "perhaps": 1}
    assert rows.loc[rows["phase_id"] == "prefeasibility", "excess"].isna().all()  # the ceiling is younger than they are


def test_targets_are_held_only_against_the_same_metric_place_and_unit(ask: Ask) -> None:
    facts = table("smart_green").fillna({"place": ""})
    keys = ["metric_en", "scope", "place", "unit"]
    dated = facts[facts["year"].notna()]
    actuals = set(map(tuple, dated.loc[dated["status"] == "actual", keys].to_numpy()))
    wanted = {
        row["indicator_id"] for row in dated[dated["status"] == "target"].to_dict("records") if tuple(row[key] for key in keys) in actuals
    }
    rows = {row["indicator_id"]: row for row in ask("green/targets")}
    assert set(rows) == wanted and len(rows) == 5
    solar = rows["solar-2030-target"]
    assert solar["distance"] == pytest.approx(6 - 2.1) and solar["pace"] == pytest.approx(3.9 / 6) and pd.isna(solar["first_year"])
    early = rows["smart-green-motie-2025-target"]
    assert (early["first_year"], early["distance"], early["actual"]) == (2022, 0, 18) and pd.isna(early["pace"])


def test_no_target_or_actual_is_known_before_it_was_published(ask: Ask) -> None:
    published = table("origins").set_index("origin_id")["published_on"]
    day = dt.date(2023, 6, 30)
    rows = ask("green/indicators", as_of=day)
    for row in rows:
        days = published[list(row["origin_ids"])].dropna()
        assert days.empty or days.min() <= day.isoformat(), row["indicator_id"]
        assert not (days.empty and row["status"] == "actual" and (row["year"] or 0) > day.year), row["indicator_id"]
    known = {row["indicator_id"] for row in rows}
    assert "smart-green-motie-2023-actual" in known and not known & {
        "solar-2024-actual",
        "solar-2030-target",
        "culture-complexes-2025-actual",
    }
    assert len(ask("green/indicators")) == len(table("smart_green"))
    assert {row["indicator_id"] for row in ask("green/targets", as_of=day)} == {
        "smart-factory-share-2025-target", "smart-green-motie-2022-target", "smart-green-motie-2025-target"}  # fmt: skip


def test_zones_are_tied_only_where_a_source_ties_them(ask: Ask) -> None:
    zones = table("designations")
    tied = zones[zones["type"].isin(["smart-green-complex", "hydrogen-city", "smart-innovation-district"]) & zones["complex_id"].notna()]
    rows = ask("green/zones")
    assert sorted((row["zone_id"], row["complex_id"]) for row in rows if row["own"]) == sorted(
        zip(tied["zone_id"], tied["complex_id"], strict=True)
    )
    assert {row["complex_id"] for row in rows} == set(table("complexes")["complex_id"])
    assert not [row for row in ask("green/zones", as_of=dt.date(2023, 4, 19)) if row["zone_id"] == "sg-gwangyang"]


def test_bodies_have_their_meetings_and_members_in_both_languages(ask: Ask) -> None:
    rows = table("governance").fillna("")
    ids = set(rows.loc[rows["kind"] == "body", "body_id"])
    assert set(rows["parent_id"]) - {""} <= ids and not set(rows.loc[rows["parent_id"] != "", "kind"]) - {"meeting"}
    for row in rows.to_dict("records"):
        assert len(row["members_ko"].split(";")) == len(row["members_en"].split(";")), row["body_id"]
        assert not re.search("[가-힣]", row["members_en"]), row["body_id"]
    known = {row["body_id"] for row in ask("green/governance", as_of=dt.date(2024, 2, 27))}
    assert "support-team-meeting-2" in known and not known & {
        "support-team-meeting-5",
        "support-team-meeting-7",
        "yongin-win-win-agreement",
    }


# --- the words --------------------------------------------------------------------------------------------------------------------------


def test_a_span_says_one_number_or_two() -> None:
    assert green.span(30.4375, 30.4375, EN) == "1 month" and green.span(240, 269, EN) == "7.9–8.8 months"
    assert green.span(240, 269, Words("ko")) == "7.9~8.8개월"
    over = {"least_days": 240, "most_days": 269, "limit_days": 180, "limit_kind": "statutory", "excess": "over"}
    assert green.excess_said(over, EN) == "over the law by 60–89 days"
    assert green.excess_said(over | {"limit_days": 250, "excess": "perhaps"}, EN) == "perhaps over the law, by up to 19 days"


def test_a_value_carries_its_unit() -> None:
    cases = {("KRW", "원", 3.2e12): ("KRW 3.2 trillion", "3.2조원"), ("pct", "%", 25): ("25%", "25%"), ("complexes", "개", 35): ("35 complexes", "35개"),
             ("GW", "GW", 2.1): ("2.1 GW", "2.1 GW"), ("m2", "㎡", 3000): ("3,000 m²", "3,000㎡")}  # fmt: skip
    for (unit, unit_ko, value), said in cases.items():
        row = {"unit": unit, "unit_ko": unit_ko}
        assert (green.amount(value, row, EN), green.amount(value, row, Words("ko"))) == said


def test_the_chart_marks_times_limits_and_what_is_over() -> None:
    rows = pd.DataFrame([
        {"lane": "B", "place": 2, "kind": "older", "low": 1.0, "middle": 5.0, "high": 9.0, "excess": "", "text": "older"},
        {"lane": "B", "place": 2, "kind": "limit", "low": 6.0, "middle": 6.0, "high": 6.0, "excess": "", "text": "limit"},
        {"lane": "B", "place": 2, "kind": "done", "low": 7.0, "middle": 7.5, "high": 8.0, "excess": "over", "text": "done"},
        {"lane": "A", "place": 1, "kind": "open", "low": 3.0, "middle": 3.0, "high": 3.0, "excess": "none", "text": "open"},
    ])  # fmt: skip
    drawn = green_charts.durations(rows, EN, LIGHT)
    traces = {trace["name"]: trace for trace in drawn["data"] if "name" in trace}
    assert drawn["layout"]["yaxis"]["ticktext"] == ["A", "B"]
    assert (traces["done"]["x"], traces["done"]["marker"]["color"]) == ([7.5], [LIGHT.amber])
    assert (traces["open"]["marker"]["symbol"], traces["open"]["marker"]["color"]) == ("circle-open", [LIGHT.blue])
    assert (
        traces["limit"]["x"] == [6.0]
        and traces["median"]["x"] == [5.0]
        and traces["done"]["y"] == [drawn["layout"]["yaxis"]["tickvals"][1]]
    )


# --- the page ---------------------------------------------------------------------------------------------------------------------------


def test_the_sentence_tells_law_study_and_targets(page: AppTest) -> None:
    said = text(html(page, "green-top"))
    assert (
        "six months for the approval are exceeded at 2 of the 3 plans filed" in said
        and "Goheung 9–10 months so far and Yongin 7.9–8.8 months" in said
    )
    assert "seven-month ceiling of the pre-feasibility study is exceeded at 4 of 5" in said
    assert "of 37 elsewhere 5 can be measured, 2 are reached" in said
    assert '<strong class="amber">' in html(page, "green-top")


def test_every_figure_of_the_data_is_shown_with_its_sources(page: AppTest) -> None:
    ledgers = html(page, "green-ledger") + html(page, "green-life")
    rows = table("smart_green")
    for status in ("target", "actual"):
        assert ledgers.count(f'<button class="{status}" data-open="origins:') == (rows["status"] == status).sum()
    origins = set(table("origins")["origin_id"])
    for part in PARTS:
        for ids in re.findall(r'data-open="origins:([^"]*)"', html(page, part)):
            assert ids and set(ids.split(";")) <= origins, (part, ids)
    assert "Undated source" in text(ledgers) and "Do not add up" in text(ledgers)


def test_every_step_stands_once_in_the_flow_with_law_and_authority(page: AppTest) -> None:
    flow = text(html(page, "green-flow"))
    shown = html(page, "green-flow")
    for name in table("statutory_process")["name_en"]:
        assert name in flow or name.replace("'", "&#39;") in shown, name
    assert shown.count('<th scope="row">') == len(table("statutory_process"))
    assert "law: 180 days" in flow and "Act on Special Cases" in flow and "10.5 months, average" in flow


def test_what_is_over_says_so_in_words(page: AppTest) -> None:
    flow = text(html(page, "green-flow"))
    assert (
        "over the law by 60–89 days" in flow
        and "over the law by 94–123 days" in flow
        and "perhaps over the guideline, by up to 26 days" in flow
    )
    assert html(page, "green-flow").count("gr-over") == 7


def test_who_stands_in_a_phase_opens_its_complex(page: AppTest) -> None:
    standing = re.findall(r'<div class="stand">.*?</div>', html(page, "green-flow"), re.DOTALL)
    sites = [site for part in standing for site in re.findall(r'data-open="complex:([a-z-]+)"', part)]
    assert sorted(sites) == sorted(table("complexes")["complex_id"])


def test_targets_say_what_is_missing_and_what_is_due(page: AppTest) -> None:
    said = text(html(page, "green-targets"))
    assert "3.9 GW missing; 0.65 GW a year needed from 2024 on" in said and "15 points missing" in said
    assert "by 2022, 3 years early" in said and said.count("due, no newer value published") == 1


def test_the_chart_draws_every_time_of_the_answer(page: AppTest, ask: Ask) -> None:
    (figure,) = figures(page)
    drawn = {trace["name"]: len(trace["x"]) for trace in figure["data"] if "name" in trace}
    rows = pd.DataFrame(ask("green/phases"))
    assert (drawn["done"], drawn["open"]) == ((rows["state"] == "done").sum(), (rows["state"] == "open").sum())
    assert drawn["limit"] == 2 and drawn["median"] == pd.DataFrame(ask("green/older_phases"))["phase_id"].nunique()


def test_meetings_stand_newest_first_and_a_bare_year_last(page: AppTest) -> None:
    when = re.findall(r'<p class="gr-when">([\d.-]+)', html(page, "green-meetings"))
    assert len(when) == len(table("governance").query("kind != 'body'"))
    full = [day for day in when if len(day) == 10]
    assert full == sorted(full, reverse=True) and when[0] == "2024-12-12"
    years = [day[:4] for day in when]
    assert years == sorted(years, reverse=True) and when.index("2024") == max(i for i, year in enumerate(years) if year == "2024")


def test_filters_reach_the_procedure_and_local_rows(gyeonggi: AppTest) -> None:
    assert "승인 신청 1곳 중 1곳이 법정 처리기한 6개월 초과" in text(html(gyeonggi, "green-top"))
    assert set(re.findall(r'data-open="complex:([a-z-]+)"', html(gyeonggi, "green-flow"))) == {"yongin"}
    assert html(gyeonggi, "green-zones").count("<tr>") == 2
    life, bodies = text(html(gyeonggi, "green-life")), text(html(gyeonggi, "green-bodies"))
    assert "울산미포산단" not in life and "정주여건" in life
    assert "국가첨단전략산업위원회" in bodies and "오창 이차전지 특화단지 추진단" not in bodies and "광주 미래차" not in bodies
    assert "용인 반도체 국가산단 상생협약" in text(html(gyeonggi, "green-meetings"))


def test_korean_is_whole(gyeonggi: AppTest) -> None:
    for part in PARTS:
        words = set(re.findall(r"[A-Za-z]{4,}", text(html(gyeonggi, part))))
        assert not words - {"SMR", "RE100", "smart", "hynix", "hidden"}, (part, words)


def test_no_plan_filed_says_so() -> None:
    page = visit("green", province="gangwon", as_of="2024-01-31")
    assert "No complex in scope has filed its plan for approval yet" in text(html(page, "green-top"))
    assert "No complex in scope has come this far." in text(html(page, "green-flow"))


def test_the_first_day_has_an_answer() -> None:
    page = visit("green", as_of="2023-03-15", compare="2023-03-15")
    assert "Candidate to agreement" in text(html(page, "green-flow"))
    assert "2024" not in "".join(re.findall(r'<p class="gr-when">([\d.-]+)', html(page, "green-meetings")))


@pytest.mark.parametrize(
    "value", ["<script>alert(1)</script>", "'; DROP TABLE lake.governance; --", "가" * 10_000, "\u1100\u1161", "-1", ""]
)
def test_hostile_links_draw_the_page(value: str) -> None:
    page = healthy(visit("green", province=value, stage=value))
    assert "<script>alert" not in "".join(html(page, part) for part in PARTS)


def test_nothing_in_scope_shows_the_way_out() -> None:
    page = visit("green", province="gangwon", industry="defence")
    assert not html(page, "green-top") and any(button.key == "clear-empty" for button in page.button)


def test_the_workbook_holds_a_sheet_a_table(opened: Store) -> None:
    asker = Asker(opened)
    for lang in ("en", "ko"):
        reader = reader_of(asker, Scope(DAY, dt.date(2025, 3, 31), DAY, lang, snapshot=asker.snapshot()))
        answers = [
            reader.ask(f"green/{name}") for name in ("indicators", "targets", "zones", "steps", "phases", "older_phases", "governance")
        ]
        answers[2] = answers[2][answers[2]["zone_id"].notna()]
        tables = green_files.tables(reader, *answers)
        assert len(tables) == 8 and [len(sheet) for sheet in list(tables.values())[:7]] == [len(rows) for rows in answers]
        assert xlsx(tables, [], reader.w).startswith(b"PK")
        assert not [name for sheet in tables.values() for name in sheet.columns if lang == "ko" and not re.search("[가-힣]", name)]


def test_a_large_value_is_shown_in_every_digit(package: Path, tmp_path: Path) -> None:
    """From the table to the page's words and the workbook: 1234567890123 stays what it is."""
    edit(package / "tables" / "smart_green.csv", ",3200000000000,KRW,원,2025", ",1234567890123,firms,개사,2025")
    opened = open_store(place=place(tmp_path / "store"), package=package)
    asker = Asker(opened)
    rows = asker.ask("green/indicators", asker.snapshot(), as_of=DAY)
    opened.close()
    row = rows[rows["indicator_id"] == "investment-2025-target"].iloc[0].to_dict()
    assert (green.amount(row["value"], row, EN), green.amount(row["value"], row, Words("ko"))) == (
        "1,234,567,890,123 firms",
        "1,234,567,890,123개사",
    )
    cell = openpyxl.load_workbook(io.BytesIO(xlsx({"Values": pd.DataFrame({"Value": [row["value"]]})}, [], EN)))["Values"]["A2"]
    assert (cell.value, cell.number_format) == (1_234_567_890_123, "#,##0")
