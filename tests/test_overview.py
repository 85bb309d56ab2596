"""The Overview through Streamlit's AppTest: what its filters, dates and languages do to its board, sentence, figures
and chart.
"""

import datetime as dt
import json
import re
from collections.abc import Callable

import pandas as pd
import pytest
from lxml import html as dom
from streamlit.testing.v1 import AppTest

from rollout.language.words import Words
from tests.conftest import PATIENCE, ROOT
from tests.opening import healthy, html, own_store, table, targets, text, visit, visits  # noqa: F401  own_store is a fixture

ALL = 15
GYEONGBUK = {"Andong", "Gyeongju", "Uljin"}
KO = Words("ko")
CHANGED, LATE, COMING = range(3)  # the tables of the news


def overview(**query: str | list[str]) -> AppTest:
    """The stage board that a link opens."""
    return visit("board", **query)


def sites(app: AppTest) -> list[str]:
    """The complexes on the board, from the top."""
    page = dom.fromstring(f"<div>{html(app, 'board')}</div>")
    return [name.text_content() for name in page.xpath("//tbody/tr/th//span[contains(@class, 'value')]")]


def figure(app: AppTest) -> dict:
    """The Plotly figure of the construction promises."""
    return json.loads(app.get("plotly_chart")[0].proto.spec)


def promised(app: AppTest, trace: int) -> dict[str, str]:
    """Name -> day, as a trace of the figure draws it (1: first promised, 2: latest promised)."""
    drawn = figure(app)["data"][trace]
    return dict(zip(drawn["y"], drawn["x"], strict=True))


def test_today_stands_whole_without_a_chart() -> None:
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=PATIENCE).run()
    healthy(app)
    assert len(targets(app, "standing", "rating")) == ALL
    assert all(html(app, part) for part in ("top", "tally", "news", "standing"))
    assert not app.get("plotly_chart") and not app.get("deck_gl_json_chart"), "they cost the most of a click"


def test_today_has_every_late_milestone_and_every_change(ask: Callable[..., list[dict]]) -> None:
    app = visit("today", compare="2025-03-31")
    late = [c for c in ask("schedule/standing", days=(dt.date(2026, 3, 31),)) if c["late_first"] or c["late_latest"]]
    assert len(table(app, "news", LATE)) == len(late)
    assert len(table(app, "news", CHANGED)) == len(ask("progress/changes_between", since=dt.date(2025, 3, 31)))


def test_a_period_moves_the_day_of_comparison_and_a_meeting_keeps_its_own() -> None:
    app = overview(compare="", period="week")
    assert app.date_input(key="compare").value == dt.date(2026, 3, 24)
    app = healthy(app.selectbox(key="period").set_value("quarter").run())
    assert app.date_input(key="compare").value == dt.date(2025, 12, 30)
    app = healthy(app.date_input(key="compare").set_value(dt.date(2026, 2, 12)).run())
    assert app.selectbox(key="period").value == "meeting"
    assert app.query_params["compare"] == "2026-02-12"
    app = healthy(app.selectbox(key="period").set_value("year").run())
    assert app.date_input(key="compare").value == dt.date(2025, 3, 31)


def test_the_horizon_decides_what_comes() -> None:
    near, far = (len(table(visit("today", horizon=days), "news", COMING)) for days in ("30", "180"))
    assert near < far


def test_only_provinces_with_a_complex_are_offered() -> None:
    offered = overview().multiselect(key="province").options
    assert len(offered) == 11 and "Jeju" not in offered
    assert "Jeju" in overview(province="jeju").multiselect(key="province").options, "what a link asks for stays"


def test_chart_holds_the_promises_of_the_store(ask: Callable[..., list[dict]]) -> None:
    cells = [c for c in ask("progress/board") if c["stage_id"] == "construction-started" and pd.notna(c["slip_months"])]
    short = {row["complex_id"]: row["short_en"] for row in ask("progress/complexes")}
    app = overview()
    assert promised(app, 1) == {short[c["complex_id"]]: c["first_end"].date().isoformat() for c in cells}
    assert promised(app, 2) == {short[c["complex_id"]]: c["last_end"].date().isoformat() for c in cells}


def test_chart_holds_dates_that_were_published() -> None:
    app = overview()
    first, latest = promised(app, 1), promised(app, 2)
    assert (first["Changwon"], latest["Changwon"]) == (
        "2026-12-31",
        "2029-06-30",
    )  # first "2026", now "first half of 2029"
    assert (first["Gyeongju"], latest["Gyeongju"]) == ("2025-12-31", "2028-12-31")
    assert first["Iksan"] == latest["Iksan"] == "2026-12-31"  # said once
    assert "Daejeon" not in first  # never said


def test_most_moved_is_drawn_on_top() -> None:
    drawn = figure(overview())["data"][2]["y"]
    assert drawn[-1] == "Gyeongju"  # Plotly counts from the bottom


def test_province_keeps_only_its_sites() -> None:
    app = overview(province="gyeongbuk")
    assert set(sites(app)) == GYEONGBUK
    assert set(promised(app, 2)) == GYEONGBUK
    news = visit("changes", province="gyeongbuk")
    assert "Yongin" not in text(html(news, "lately") + html(news, "due"))
    assert "Gyeongbuk" in text(html(app, "top"))


def test_a_province_that_is_chosen_does_the_same() -> None:
    app = overview()
    healthy(app.multiselect(key="province").set_value(["gyeongbuk"]).run())
    assert set(sites(app)) == GYEONGBUK


def test_two_provinces_add_up() -> None:
    app = overview(province=["gyeongbuk", "daegu"])
    assert set(sites(app)) == GYEONGBUK | {"Daegu"}


@pytest.mark.parametrize(("situation", "count", "has"), [("capital", 1, "Yongin"), ("non-capital", 14, "Daejeon")])
def test_capital_area(situation: str, count: int, has: str) -> None:
    found = sites(overview(situation=situation))
    assert len(found) == count
    assert has in found


def test_industry_keeps_complexes_that_name_it() -> None:
    assert set(sites(overview(industry="nuclear"))) == {"Changwon", "Gyeongju", "Uljin"}


def test_stage_keeps_complexes_whose_furthest_stage_it_is(ask: Callable[..., list[dict]]) -> None:
    furthest = {row["short_en"] for row in ask("progress/complexes") if row["stage_id"] == "agreement-signed"}
    app = overview(stage="agreement-signed")
    assert furthest
    assert set(sites(app)) == furthest


def test_filters_narrow_each_other() -> None:
    assert set(sites(overview(province="gyeongbuk", industry="nuclear"))) == {"Gyeongju", "Uljin"}


def test_as_of_2023_shows_only_what_was_said_by_then() -> None:
    app = overview(as_of="2023-04-01", compare="2023-03-15")
    assert len(sites(app)) == ALL
    news, now = (visit(page, as_of="2023-04-01", compare="2023-03-15") for page in ("changes", "today"))
    assert not set(re.findall(r"\b(2023-(?:0[5-9]|1\d)-\d\d|202[4-6]-\d\d-\d\d)\b", text(html(news, "lately"))))
    assert "None of the 15 has its plan approved yet." in text(html(now, "top"))
    assert "40.8 km²" in text(html(now, "tally")).replace("\xa0km²", " km²")  # nothing has shrunk yet
    assert promised(app, 2)["Cheongju Osong"] == "2026-12-31"  # restated to 2028 in December 2023


def test_a_day_that_is_chosen_does_the_same() -> None:
    app = overview()
    healthy(app.date_input(key="as_of").set_value(dt.date(2023, 4, 1)).run())
    assert promised(app, 2)["Cheongju Osong"] == "2026-12-31"


def test_the_data_date_is_the_day_of_the_newest_statement_in_scope() -> None:
    assert "As of 29 June 2026 (data date), 155 days ago" in text(html(overview(today="2026-12-01", as_of=""), "top"))
    said = text(html(overview(today="2026-12-01", as_of="", province="gyeongbuk"), "top"))
    assert "As of 24 February 2026 (data date), 280 days ago" in said
    later = text(html(overview(today="2026-12-01", as_of="2026-12-01"), "top"))
    assert "As of 1 December 2026; data date 29 June 2026, later events unconfirmed" in later


def test_what_passed_in_silence_is_unconfirmed_and_not_late(ask: Callable[..., list[dict]]) -> None:
    """Daejeon was last heard of on 14 November 2025: its plan of the end of 2025 is no delay."""
    for day in (dt.date(2026, 3, 31), dt.date(2026, 11, 26)):
        cells = {c["stage_id"]: c for c in ask("progress/board", as_of=day) if c["complex_id"] == "daejeon"}
        assert cells["prefeasibility-started"]["state"] == "unconfirmed"
        assert cells["prefeasibility-started"]["withdrawn_on"] == pd.Timestamp("2025-08-11")
        late = [c for c in ask("schedule/standing", days=(day,)) if c["late_latest"]]
        assert {c["state"] for c in late} == {"passed"}
        assert len(late) == 17


def test_korean_speaks_korean_everywhere() -> None:
    app = overview(lang="ko")
    assert "용인" in sites(app)
    assert set(sites(app)) == {
        "용인",
        "대전",
        "천안",
        "청주 오송",
        "홍성",
        "광주",
        "고흥",
        "익산",
        "완주",
        "창원",
        "대구",
        "안동",
        "경주",
        "울진",
        "강릉",
    }
    assert "경주" in promised(app, 2)
    shown = visits("board", "changes", "today", lang="ko")
    parts = text(
        "".join(html(shown, i) for i in ("top", "board", "changes", "lately", "due", "tally", "late", "standing"))
    )
    words = set(re.findall(r"[A-Za-z]{3,}", parts))
    assert not words & {
        "the",
        "and",
        "Complex",
        "planned",
        "reached",
        "withdrawn",
        "since",
        "source",
        "months",
        "complexes",
        "trillion",
    }, words
    assert app.multiselect(key="province").label == KO.t("Province") != "Province"


def test_link_with_korean_labels_works_in_english() -> None:
    assert set(sites(overview(province="경북"))) == GYEONGBUK


def test_no_match_says_which_filters_and_clears_them() -> None:
    app = overview(province="jeju", industry="nuclear")
    assert len(app.info) == 1
    assert "Jeju" in app.info[0].value
    assert "Nuclear power" in app.info[0].value
    assert not html(app, "board")
    healthy(app.button(key="clear-empty").click().run())
    assert not app.info
    assert len(sites(app)) == ALL
    assert app.multiselect(key="province").value == []


@pytest.mark.parametrize("name", ["today", "as_of", "compare"])
@pytest.mark.parametrize(
    "value", ["yesterday", "2026-02-30", "1999-01-01", "9999-12-31", "2026-03-31' OR 1=1 --", "20260331x", "٢٠٢٦-٠٣-٣١"]
)
def test_a_bad_date_is_dropped_with_a_note(name: str, value: str) -> None:
    app = overview(**{name: value})
    assert len(sites(app)) == ALL
    label = {"today": "Today", "as_of": "As of", "compare": "Compare with"}[name]
    assert f"left out: {label} “" in text(html(app, "top"))


@pytest.mark.parametrize("name", ["province", "industry", "stage", "situation"])
def test_an_unknown_id_is_dropped_with_a_note(name: str) -> None:
    app = overview(**{name: "atlantis"})
    assert len(sites(app)) == ALL
    label = {"province": "Province", "industry": "Industry", "stage": "Stage reached", "situation": "Capital area"}[
        name
    ]
    assert f"left out: {label} “" in text(html(app, "top"))
    assert f"{label} “atlantis”" in text(html(app, "top")), "what was ignored is named"


def test_the_known_ids_beside_an_unknown_one_stay() -> None:
    app = overview(province=["gyeongbuk", "atlantis"])
    assert set(sites(app)) == GYEONGBUK
    assert "left out: Province “atlantis”." in text(html(app, "top"))


def test_an_unknown_language_falls_back() -> None:
    app = overview(lang="tlh")
    assert "Yongin" in sites(app)


@pytest.mark.parametrize(("sort", "first"), [("area", "Yongin"), ("slip", "Gyeongju")])
def test_board_is_sorted_as_the_link_asks(sort: str, first: str) -> None:
    assert sites(overview(sort=sort))[0] == first


def test_every_source_on_the_page_is_one_of_the_store(ask: Callable[..., list[dict]]) -> None:
    app = visit("changes")
    named = {
        i
        for group in re.findall(r'data-open="origins:([^"]*)"', html(app, "lately") + html(app, "due"))
        for i in group.split(";")
    }
    known = {row["origin_id"] for row in ask("sources/origins")}
    assert named
    assert named <= known
