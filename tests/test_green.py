"""The page "Green and governance": times derived from dates, limits, targets held against actuals, bodies, filters,
days, languages, hostile values.
"""

import datetime as dt
import io
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from statistics import median

import openpyxl
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from rollout.document.model import Period, Row, Section, Table
from rollout.language.words import Words
from rollout.questions.ask import Asker
from rollout.questions.scope import Scope
from rollout.questions.view import View, view_of
from rollout.render import printed, tabular
from rollout.render.theme import LIGHT
from rollout.store.lake import open_store
from rollout.subjects.green import charts, procedure, sections, steps, times, words
from rollout.subjects.registry import ENTRIES
from tests.conftest import ROOT, edit, place
from tests.opening import Views, figures, healthy, html, own_store, text, visit, visits, words_of  # noqa: F401  own_store is a fixture

HEARD = {"goheung": dt.date(2026, 3, 10)}  # the newest evidence: no clock runs past it
DAY = dt.date(2026, 3, 31)
EN = Words("en")
Ask = Callable[..., list[dict]]


def table(name: str) -> pd.DataFrame:
    return pd.read_csv(ROOT / f"data/tables/{name}.csv")


@pytest.fixture(scope="module")
def read(asker: Asker) -> Callable[..., View]:
    """A reader of a scope: everything on the last day of the facts, in English, unless told otherwise."""

    def made(**scope: object) -> View:
        return view_of(asker, replace(Scope(DAY, dt.date(2025, 3, 31), DAY, "en", snapshot=asker.snapshot()), **scope))

    return made


@pytest.fixture(scope="module")
def page() -> Views:
    """The page as a plain link opens it."""
    return visits("green", "living", "procedure", "steps", "governance")


@pytest.fixture(scope="module")
def gyeonggi() -> AppTest:
    """The page for Gyeonggi alone, in Korean."""
    return visits("green", "living", "procedure", "steps", "governance", province="gyeonggi", lang="ko")


def only(section: Section) -> Table:
    """The one table of a section."""
    assert len(section.tables) == 1 and section.table
    return section.table


def by_key(section: Section) -> dict[str, Row]:
    return {row.key: row for row in only(section).rows}


def said(section: Section, key: str, column: str, w: Words = EN) -> str:
    """A cell as it is printed."""
    table = only(section)
    return printed.cell_text(by_key(section)[key][column], next(c for c in table.columns if c.key == column), w)


def spans(ask: Ask, **asked: object) -> dict[tuple[str, str], dict]:
    return {(row["phase_id"], row["complex_id"]): row for row in ask("green/phases", **asked)}


# --- the questions


def test_a_time_is_a_range_where_a_date_is_vague(ask: Ask) -> None:
    told = table("milestones").query("complex_id == 'yongin' and status == 'actual'").set_index("stage_id")
    assert (told.loc["plan-submitted", "date"], told.loc["plan-submitted", "precision"]) == ("2024-04-01", "month")
    approved = dt.date.fromisoformat(told.loc["plan-approved", "date"])
    reported = dt.date.fromisoformat(told.loc["plan-submitted", "stated_on"])  # it had happened by then
    row = spans(ask)["approval", "yongin"]
    assert (row["least_days"], row["most_days"]) == (
        (approved - reported).days,
        (approved - dt.date(2024, 4, 1)).days,
    )
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
    assert (
        rows["approval", "goheung"]["state"] == "open"
        and rows["approval", "goheung"]["least_days"] == (HEARD["goheung"] - dt.date(2025, 6, 30)).days
    )
    study = rows["prefeasibility", "daegu"]  # begun in a month of which only the name is known, reported on the 9th
    assert (study["limit_kind"], study["least_days"], study["excess"]) == ("ceiling", 231, "over")
    assert pd.isna(rows["announced-to-approved", "cheonan"]["limit_days"])


def test_an_earlier_day_knows_less_and_counts_only_so_far(ask: Ask) -> None:
    rows = spans(ask, as_of=dt.date(2024, 6, 30))
    yongin = rows["approval", "yongin"]
    assert (yongin["state"], yongin["excess"], yongin["stands"]) == ("open", "none", True)
    assert (yongin["least_days"], yongin["most_days"]) == (48, 71)  # to the newest evidence, 11 June 2024
    assert ("compensation", "yongin") not in rows and ("approval", "goheung") not in rows


def test_every_complex_stands_in_one_phase_after_what_it_reached(ask: Ask) -> None:
    stands = [row for row in ask("green/phases") if row["stands"]]
    assert sorted(row["complex_id"] for row in stands) == sorted(
        site["complex_id"] for site in ask("progress/complexes")
    )
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
        assert (
            own["median_days"].iloc[0] == median(middles)
            and own["cases"].iloc[0] == len(own) == own["ref_id"].nunique()
        )
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
        row["indicator_id"]
        for row in dated[dated["status"] == "target"].to_dict("records")
        if tuple(row[key] for key in keys) in actuals
    }
    rows = {row["indicator_id"]: row for row in ask("green/targets")}
    assert set(rows) == wanted and len(rows) == 5
    solar = rows["solar-2030-target"]
    assert (
        solar["distance"] == pytest.approx(6 - 2.1)
        and solar["pace"] == pytest.approx(3.9 / 6)
        and pd.isna(solar["first_year"])
    )
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
        "smart-factory-share-2025-target",
        "smart-green-motie-2022-target",
        "smart-green-motie-2025-target",
    }


def test_zones_are_tied_only_where_a_source_ties_them(ask: Ask) -> None:
    zones = table("designations")
    tied = zones[
        zones["type"].isin(["smart-green-complex", "hydrogen-city", "smart-innovation-district"])
        & zones["complex_id"].notna()
    ]
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


# --- the words


def test_a_span_says_one_number_or_two() -> None:
    assert words.span(30.4375, 30.4375, EN) == "1 month" and words.span(240, 269, EN) == "7.9–8.8 months"
    assert words.span(240, 269, Words("ko")) == "7.9~8.8개월"
    over = {"least_days": 240, "most_days": 269, "limit_days": 180, "limit_kind": "statutory", "excess": "over"}
    assert words.excess_said(over, EN) == "over the law by 60–89 days"
    assert (
        words.excess_said(over | {"limit_days": 250, "excess": "perhaps"}, EN)
        == "possibly over the law, by up to 19 days"
    )


def test_a_value_carries_its_unit() -> None:
    cases = {
        ("KRW", "원", 3.2e12): ("KRW 3.2 trillion", "3.2조원"),
        ("pct", "%", 25): ("25%", "25%"),
        ("complexes", "개", 35): ("35 complexes", "35개"),
        ("GW", "GW", 2.1): ("2.1 GW", "2.1 GW"),
        ("m2", "㎡", 3000): ("3,000 m²", "3,000㎡"),
    }
    for (unit, unit_ko, value), shown in cases.items():
        row = {"unit": unit, "unit_ko": unit_ko}
        made = tuple(printed.text(words.quantity(value, row, w), words.Format.NUMBER, w) for w in (EN, Words("ko")))
        assert made == shown


def test_the_chart_marks_times_limits_and_what_is_over() -> None:
    rows = pd.DataFrame(
        [
            {
                "lane": "B",
                "place": 2,
                "kind": "older",
                "low": 1.0,
                "middle": 5.0,
                "high": 9.0,
                "excess": "",
                "text": "older",
            },
            {
                "lane": "B",
                "place": 2,
                "kind": "limit",
                "low": 6.0,
                "middle": 6.0,
                "high": 6.0,
                "excess": "",
                "text": "limit",
            },
            {
                "lane": "B",
                "place": 2,
                "kind": "done",
                "low": 7.0,
                "middle": 7.5,
                "high": 8.0,
                "excess": "over",
                "text": "done",
            },
            {
                "lane": "A",
                "place": 1,
                "kind": "open",
                "low": 3.0,
                "middle": 3.0,
                "high": 3.0,
                "excess": "none",
                "text": "open",
            },
        ]
    )
    drawn = charts.durations(rows, EN, LIGHT)
    traces = {trace["name"]: trace for trace in drawn["data"] if "name" in trace}
    done, still = traces["completed here"], traces["still open here"]
    assert drawn["layout"]["yaxis"]["ticktext"] == ["A", "B"]
    assert (done["x"], done["marker"]["color"]) == ([7.5], [LIGHT.amber])
    assert (still["marker"]["symbol"], still["marker"]["color"]) == ("circle-open", [LIGHT.blue])
    assert traces["limit set by law or guideline"]["x"] == [6.0] and traces["older complexes, median"]["x"] == [5.0]
    assert done["y"] == [drawn["layout"]["yaxis"]["tickvals"][1]]
    assert "over the limit" in traces
    within = charts.durations(rows[rows["excess"] != "over"], EN, LIGHT)
    assert "over the limit" not in {trace.get("name") for trace in within["data"]}


# --- the sections


def test_the_sentence_tells_law_study_and_targets(read: Callable[..., View]) -> None:
    told = words.sentences(read())
    assert told[0] == (
        "3 plans filed for approval: *Yongin approved after 8.1–8.8 months, over the 180 days set by law*;"
        " no decision known for Goheung and Uljin as of 10 March 2026.",
        "amber",
    )
    assert told[1][0].endswith("the seven months of the guideline at both.")
    assert "of 37 set elsewhere, 5 can be measured and 2 are met" in told[2][0]


def test_no_breach_is_told_of_a_plan_that_is_only_open(read: Callable[..., View]) -> None:
    """Goheung's plan is past the law's time by silence alone: the title and the count hold only what was decided."""
    section = procedure.procedure(read())
    assert section.title.endswith("as did 1 of 1 approved here")
    over = by_key(section)["approval"]["over"]
    assert (over.value, over.note) == (1, "one still open past the limit")
    goheung = by_key(times.times(read()))["approval:goheung"]
    assert (goheung["state"].value, goheung["excess"].note) == (
        "open",
        "over the law by 73–102 days; completion unconfirmed",
    )


def test_every_figure_of_the_data_is_shown_with_its_sources(read: Callable[..., View]) -> None:
    view, facts = read(), table("smart_green").set_index("indicator_id")
    shown = by_key(sections.plan(view)) | by_key(sections.life(view))
    assert set(shown) == set(facts.index) == set(by_key(sections.indicators(view)))
    origins = set(table("origins")["origin_id"])
    for key, row in shown.items():
        assert (row["status"].value, row["value"].value.value) == (facts.loc[key, "status"], facts.loc[key, "value"])
        assert row.origins and set(row.origins) <= origins
    warnings = {i for row in shown.values() for cell in row.cells.values() for i in cell.warnings}
    assert {"undated-source", "do-not-add"} <= warnings


def test_every_step_stands_once_under_its_phase_with_law_and_authority(read: Callable[..., View]) -> None:
    section, facts = steps.steps(read()), table("statutory_process")
    assert sorted(row["step"].value for row in only(section).rows) == sorted(facts["name_en"])
    approval = next(row for row in only(section).rows if row["law"].value == 180)
    assert approval.group == "Plan filed to approval" and "Act on Special Cases" in str(approval["basis"].value)
    average = next(row for row in only(section).rows if row["usual"].value == 10.5)
    assert average["kind"].value == "average" and average["authority"].value


def test_what_is_over_says_so_in_words(read: Callable[..., View]) -> None:
    notes = [row["excess"].note for row in only(times.times(read())).rows if row["excess"].note]
    assert "over the law by 66–89 days" in notes and "over the guideline by 18–26 days" in notes
    assert len(notes) == 7


def test_who_stands_in_a_phase_opens_its_complex(read: Callable[..., View]) -> None:
    rows = only(procedure.procedure(read())).rows
    opened = [str(link.opens) for row in rows for link in row["who"].links]
    assert sorted(opened) == sorted(f"complex:{site}" for site in table("complexes")["complex_id"])
    assert sum(row["stand"].value for row in rows) == 15


def test_targets_say_what_is_missing_and_what_is_due(read: Callable[..., View]) -> None:
    section = sections.targets(read())
    assert (said(section, "solar-2030-target", "missing"), said(section, "solar-2030-target", "pace")) == (
        "3.9 GW",
        "0.65 GW",
    )
    assert by_key(section)["solar-2030-target"]["pace"].note == "from 2024 on"
    early = by_key(section)["smart-green-motie-2025-target"]
    assert (early["reached"].value, early["reached"].note, early["state"].value) == (2022, "3 years early", "met")
    states = [row["state"].value for row in only(section).rows]
    assert states.count("short") == 1
    assert "15 points" in {said(section, row.key, "missing") for row in only(section).rows}


def test_an_older_phase_opens_its_complexes(read: Callable[..., View]) -> None:
    view = read()
    for row in only(procedure.procedure(view)).rows:
        if row["older"].opens:
            section = times.older_phase(view, *row["older"].opens.ids)
            assert section and row["older"].note.startswith(f"{len(only(section).rows)} complexes")
    assert times.older_phase(view, "<script>") is None


def test_the_chart_draws_every_time_of_the_answer(page: Views, ask: Ask) -> None:
    (figure,) = figures(page)
    drawn = {trace["name"]: len(trace["x"]) for trace in figure["data"] if "name" in trace}
    rows = pd.DataFrame(ask("green/phases"))
    assert (
        drawn["completed here"] == (rows["state"] == "done").sum()
        and drawn["still open here"] == (rows["state"] == "open").sum()
    )
    assert drawn["limit set by law or guideline"] == 2
    assert drawn["older complexes, median"] == pd.DataFrame(ask("green/older_phases"))["phase_id"].nunique()


def test_meetings_stand_newest_first(read: Callable[..., View]) -> None:
    when = [row["when"].value for row in only(sections.meetings(read())).rows]
    assert all(isinstance(day, Period) for day in when) and len(when) == len(
        table("governance").query("kind != 'body'")
    )
    full = [day.day for day in when if day.precision == "day"]
    assert full == sorted(full, reverse=True) and full[0] == dt.date(2026, 3, 10)


def test_filters_reach_the_procedure_and_local_rows(read: Callable[..., View]) -> None:
    view = read(provinces=("gyeonggi",), lang="ko")
    assert {row["complex"].value for row in only(times.times(view)).rows} == {"yongin"}
    assert list(by_key(sections.zones(view))) == ["yongin"]
    places = {row["place"].value for row in only(sections.life(view)).rows}
    assert (
        None in places
        and "울산미포산단" not in places
        and "울산미포산단" in {r["place"].value for r in only(sections.life(read(lang="ko"))).rows}
    )
    names = {row["name"].value for row in only(sections.bodies(view)).rows}
    assert "국가첨단전략산업위원회" in names and not names & {"오창 이차전지 특화단지 추진단"}
    assert "용인 반도체 국가산단 상생협약" in {row["name"].value for row in only(sections.meetings(view)).rows}


def test_no_plan_filed_says_so(read: Callable[..., View]) -> None:
    day = dt.date(2024, 1, 31)
    view = read(provinces=("gangwon",), as_of=day, today=day)
    assert words.sentences(view)[0][0].startswith("No complex in scope has filed its plan for approval yet")
    assert only(times.times(view)).rows and "over" not in {r["excess"].value for r in only(times.times(view)).rows}


def test_the_first_day_has_an_answer(read: Callable[..., View]) -> None:
    day = dt.date(2023, 3, 15)
    view = read(as_of=day, compare=day)
    assert len(only(procedure.procedure(view)).rows) == 9
    assert all(row["when"].value.day <= day for row in only(sections.meetings(view)).rows)


def test_the_workbook_holds_a_sheet_a_table(read: Callable[..., View]) -> None:
    for lang in ("en", "ko"):
        view = read(lang=lang)
        names = view.w.codes("briefing-section")
        made = [
            (names[entry.id], entry.build(view))
            for entry in ENTRIES.values()
            if entry.subject == "green" and entry.build(view).tables
        ]
        book = openpyxl.load_workbook(io.BytesIO(tabular.xlsx(made, [], view.w)))
        assert [book[name].max_row - 1 for name in book.sheetnames[1:]] == [
            len(only(section).rows) for _, section in made
        ]
        heads = [cell.value for sheet in book.worksheets[1:] for cell in sheet[1]]
        assert not [head for head in heads if lang == "ko" and not re.search("[가-힣]", head)]
        values = [cell.value for row in book[names["procedure"]].iter_rows(min_row=2) for cell in row]
        assert view.names["complexes"]["goheung"] in " ".join(map(str, values)), "who stands where is in the file"


def test_a_large_value_is_shown_in_every_digit(package: Path, tmp_path: Path) -> None:
    """From the table to the page's words and the workbook: 1234567890123 stays what it is."""
    edit(package / "tables" / "smart_green.csv", ",3200000000000,KRW,원,2025", ",1234567890123,firms,개사,2025")
    opened = open_store(place=place(tmp_path / "store"), package=package)
    asker = Asker(opened)
    for lang, shown in (("en", "1,234,567,890,123 firms"), ("ko", "1,234,567,890,123개사")):
        view = view_of(asker, Scope(DAY, dt.date(2025, 3, 31), DAY, lang, snapshot=asker.snapshot()))
        section = sections.plan(view)
        assert said(section, "investment-2025-target", "value", view.w) == shown
        book = openpyxl.load_workbook(io.BytesIO(tabular.xlsx([("Values", section)], [], view.w)))
        assert 1_234_567_890_123 in {cell.value for row in book["Values"].iter_rows() for cell in row}
    opened.close()


# --- the page


def test_the_page_shows_its_sections_in_order(page: Views) -> None:
    shown = [
        key
        for key in (
            "green-targets",
            "green-plan",
            "green-zones",
            "green-life",
            "procedure",
            "procedure-steps",
            "procedure-times",
            "bodies",
            "meetings",
        )
        if html(page, key)
    ]
    assert len(shown) == 9
    assert '<strong class="amber">' in html(page, "green-top")
    assert "Candidate to agreement" in words_of(page, "procedure") and "law: 180 days" in text(html(page, "procedure"))


def test_korean_is_whole(gyeonggi: Views) -> None:
    assert "승인 신청 1곳: 용인 8.1~8.8개월 만에 승인(법정 180일 초과)" in text(html(gyeonggi, "green-top"))
    for part in ("green-top", *(entry.id for entry in ENTRIES.values() if entry.subject == "green")):
        found = set(re.findall(r"[A-Za-z]{4,}", text(html(gyeonggi, part))))
        assert not found - {"SMR", "RE100", "smart", "hynix", "hidden"}, (part, found)


@pytest.mark.parametrize(
    "value", ["<script>alert(1)</script>", "'; DROP TABLE lake.governance; --", "가" * 10_000, "\u1100\u1161", "-1", ""]
)
def test_hostile_links_draw_the_page(value: str) -> None:
    page = visits("green", "living", province=value, stage=value)
    assert "<script>alert" not in html(page, "green-top") + html(page, "green-zones")


def test_nothing_in_scope_shows_the_way_out() -> None:
    page = visit("green", province="gangwon", industry="defence")
    assert not html(page, "green-top") and any(button.key == "clear-empty" for button in page.button)
