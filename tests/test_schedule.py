"""The Schedule through Streamlit's AppTest: the pair, the ratings, what its charts hold, filters, days, languages."""

import datetime as dt
import json
import re
from collections.abc import Callable

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from rollout.language.words import Words
from rollout.questions.ask import Asker
from rollout.questions.scope import Scope
from rollout.questions.view import view_of
from rollout.render import tabular
from rollout.render.theme import LIGHT
from rollout.subjects.complexes import dialogs
from rollout.subjects.forecast import durations as forecast
from rollout.subjects.progress import sections as progress
from rollout.subjects.schedule import gantt, rating, sections, trend
from tests.opening import (  # noqa: F401  own_store is a fixture
    Views,
    healthy,
    html,
    own_store,
    table,
    targets,
    text,
    visit,
    visits,
    words_of,
)

LATEST = "2026-03-31"
DAY = dt.date(2026, 3, 31)
GYEONGBUK = {"Andong", "Gyeongju", "Uljin"}


def chart(app: AppTest | Views, place: int = 0) -> dict:
    """A Plotly figure of a view."""
    return json.loads(app.get("plotly_chart")[place].proto.spec)


def drawn(figure: dict, name: str) -> list[dict]:
    """The traces of a figure with a name."""
    return [trace for trace in figure["data"] if trace.get("name") == name]


def rated(app: AppTest | Views) -> dict[str, str]:
    """Complex -> its rating now, in the order shown."""
    words = [row["Now"].split(" nothing published since")[0] for row in table(app, "ratings")]
    return dict(zip(dict.fromkeys(targets(app, "ratings", "rating")), words, strict=True))


def standing(ask: Callable[..., list[dict]], *days: dt.date) -> pd.DataFrame:
    return pd.DataFrame(ask("schedule/standing", days=tuple(days or (DAY,))))


def test_the_last_plan_of_a_skipped_stage_is_in_the_files(asker: Asker) -> None:
    """Uljin's filing, planned for March 2024 at last, was overtaken by an exemption: no file leaves its date out."""
    view = view_of(asker, Scope(DAY, DAY, DAY, "en", snapshot=asker.snapshot()))
    stage = "prefeasibility-started"
    (sheet,) = tabular.sheets([sections.slips(view, stage)], view.w)
    row = next(dict(zip(sheet.heads, row, strict=True)) for row in sheet.rows if row[0] == "Uljin")
    assert (row["Latest plan, or reached"], row["State"]) == (dt.date(2024, 3, 1), "skipped")
    for section in (progress.board(view), dialogs.card(view, "uljin")):
        cells = {r.key: r for r in section.tables[0].rows}
        cell = cells["uljin"][stage] if "uljin" in cells else cells[stage]["state"]
        assert (cell.value, cell.mark, cell.note) == (None, "skipped", "last planned for 2024.03")


# --- the question


def test_each_day_is_told_as_the_board_told_it(ask: Callable[..., list[dict]]) -> None:
    days = (dt.date(2023, 3, 31), dt.date(2024, 9, 30), DAY)
    rows = standing(ask, *days)
    for day in days:
        board = {(c["complex_id"], c["stage_id"]): c for c in ask("progress/board", as_of=day)}
        cells = rows[rows["day"] == pd.Timestamp(day)].to_dict("records")
        assert len(cells) == len(board) == 150
        for cell in cells:
            told = board[cell["complex_id"], cell["stage_id"]]
            assert cell["state"] == told["state"]
            assert pd.isna(cell["slip_months"]) == pd.isna(told["slip_months"])
            assert pd.isna(cell["slip_months"]) or cell["slip_months"] == told["slip_months"]


def test_late_is_counted_on_open_dates_only(ask: Callable[..., list[dict]]) -> None:
    rows = standing(ask)
    late = rows[rows["late_first"] | rows["late_latest"]]
    assert set(late["state"]) <= {"planned", "passed", "unconfirmed"}
    assert (rows["late_latest"] == (rows["state"] == "passed")).all()
    assert ((rows["slip_months"].fillna(0) > 0) | (rows["first_end"] < rows["heard_on"]))[rows["late_first"]].all()
    assert (rows["passed_days"].dropna() > 0).all()


def test_contradictory_statements_of_a_day_are_both_kept(ask: Callable[..., list[dict]]) -> None:
    said = [
        r
        for r in ask("schedule/trail", stage_id="completed")
        if r["complex_id"] == "uljin" and r["stated_on"] == pd.Timestamp("2023-03-15")
    ]
    assert {(r["due_by"].date().isoformat(), r["leads"]) for r in said} == {
        ("2029-12-31", True),
        ("2030-12-31", False),
    }  # the month leads the year
    andong = [
        r
        for r in ask("schedule/trail", stage_id="completed")
        if r["complex_id"] == "andong" and r["stated_on"] == pd.Timestamp("2023-03-15")
    ]
    assert {(r["due_by"].year, r["leads"]) for r in andong} == {(2028, False), (2030, True)}  # equally exact: the later


def test_only_what_was_said_by_the_day_counts(ask: Callable[..., list[dict]]) -> None:
    day = dt.date(2024, 6, 30)
    assert all(r["stated_on"] <= pd.Timestamp(day) for r in ask("schedule/trail", stage_id="completed", as_of=day))


# --- the page


def test_pair_in_the_headline(ask: Callable[..., list[dict]]) -> None:
    rows = standing(ask)
    still = rows[rows["state"].isin(["planned", "passed", "unconfirmed"])]
    said = text(html(visit("schedule"), "top"))
    assert (
        f"Late against the first plan: {still['late_first'].sum()}; against the latest: "
        f"{still['late_latest'].sum()} , of {len(still)} open dates" in said
    )


def test_ratings_are_those_of_the_rule(ask: Callable[..., list[dict]]) -> None:
    rows = pd.DataFrame(ask("schedule/standing", days=rating.days(DAY)))
    paces = {DAY: forecast.paces(pd.DataFrame(ask("forecast/reference", as_of=DAY)), DAY)}
    names = Words("en").codes("rating")
    plain = {row.complex_id: names[row.rating] for row in rating.rate(rows, [DAY], paces)}
    app = visit("ratings")
    shown = rated(app)
    assert shown == plain
    assert len(set(shown.values())) == 5, "the five steps tell the complexes apart"
    order = [list(names.values()).index(word) for word in shown.values()]
    assert re.search("Slipping: “[^”]+” was withdrawn within a year", words_of(app, "ratings"))  # Daejeon
    assert order == sorted(order)


def test_rating_of_a_past_day_is_what_its_history_says() -> None:
    """As of a quarter's end, the rating now is the mark that later views show for that quarter."""
    then = rated(visit("ratings", as_of="2024-09-30"))
    later = visit("ratings")
    strips = dict(zip(rated(later), (row["Q3 2024"] for row in table(later, "ratings")), strict=True))
    assert strips == {complex_id: then[complex_id] for complex_id in strips}


def test_nothing_is_compared_with_a_day_before_the_announcement() -> None:
    app = visit("ratings", as_of="2024-01-31", compare="2023-03-15")
    assert {row["A year ago"] for row in table(app, "ratings")} == {"before the announcement"}
    assert "not comparable: before the announcement" in words_of(app, "ratings")


def test_how_well_ratings_foretold_does_not_hang_on_the_filter() -> None:
    told = [
        re.search(r"frequency of (\S+) \(0.5 is chance; (\d+) ", text(html(visit("ratings", **query), "ratings")))
        for query in ({}, {"province": "gyeongbuk"})
    ]
    assert [found.groups() for found in told if found] == [("0.58", "120")] * 2


def test_ratings_carry_their_area(ask: Callable[..., list[dict]]) -> None:
    app = visit("ratings")
    red = {i for i, word in rated(app).items() if word == "Red"}
    area = sum(s["area_m2"] for s in ask("progress/complexes") if s["complex_id"] in red)
    assert f"{Words('en').area(area, 1)} km²" in words_of(app, "ratings")


def test_gantt_holds_the_dates_of_the_store(ask: Callable[..., list[dict]]) -> None:
    figure = chart(visit("works"))
    marked = {"prefeasibility-cleared", "plan-approved", "construction-started", "completed"}
    cells = standing(ask)
    for state in ("done", "planned", "passed", "unconfirmed"):
        rows = cells[(cells["state"] == state) & cells["stage_id"].isin(marked)]
        assert sorted(drawn(figure, state)[0]["x"]) == sorted(day.date().isoformat() for day in rows["last_end"])
    rows = cells[cells["stage_id"].isin(marked) & cells["state"].isin(gantt.MARKS) & cells["first_end"].notna()]
    assert sorted(drawn(figure, "first plan")[0]["x"]) == sorted(day.date().isoformat() for day in rows["first_end"])
    assert len(drawn(figure, "forecast")[0]["x"]) > 15


@pytest.mark.parametrize(
    ("group", "headings"),
    [("province", {"Gyeonggi", "Gyeongbuk"}), ("industry", {"Semiconductors", "Railway"}), ("stage", {"Agreement"})],
)
def test_gantt_is_grouped(group: str, headings: set[str]) -> None:
    labels = chart(visit("works", group=group))["layout"]["yaxis"]["ticktext"]
    assert headings <= {label[3:-4] for label in labels if label.startswith("<b>")}
    assert sum(not label.startswith("<b>") for label in labels) == 15


def test_bands_can_be_hidden() -> None:
    app = visit("works")
    healthy(app.toggle(key="gantt-compared").set_value(False).run())
    assert drawn(chart(app), "forecast")[0]["x"] == []


FEW = ["hongseong", "iksan", "cheonan", "gyeongju"]  # few enough for a line each


def test_the_chart_of_a_milestone_has_the_first_and_the_latest_plan_of_each(ask: Callable[..., list[dict]]) -> None:
    figure = chart(visit("schedule"))
    now = standing(ask)
    own = now[(now["stage_id"] == "construction-started") & now["slip_months"].notna() & (now["state"] != "withdrawn")]
    for trace, column in (("first plan", "first_end"), ("latest plan", "last_end")):
        marks = drawn(figure, trace)[0]
        assert len(marks["x"]) == len(own) == 12
        assert sorted(marks["x"]) == sorted(day.date().isoformat() for day in own[column])
    assert drawn(figure, "latest plan")[0]["y"][-1] == "Gyeongju", "the most moved is on top"


def test_slip_chart_holds_every_statement(ask: Callable[..., list[dict]]) -> None:
    said = [r for r in ask("schedule/trail", stage_id="construction-started") if r["complex_id"] == "hongseong"]
    line = drawn(chart(visit("schedule", site=FEW)), "Hongseong")
    assert line[1]["x"] == [r["stated_on"].date().isoformat() for r in said]
    assert line[1]["y"] == [r["due_by"].date().isoformat() for r in said]
    assert line[0]["x"][-1] == LATEST  # what was said last holds to the as-of day
    assert line[0]["line"]["color"] == LIGHT.red


def test_slip_chart_colours_only_what_moved() -> None:
    figure = chart(visit("schedule", site=FEW))
    assert drawn(figure, "Iksan")[0]["line"]["color"] == LIGHT.faint
    assert drawn(figure, "Cheonan")[0]["line"]["color"] == LIGHT.blue  # earlier than first promised
    labels = [note["text"] for note in figure["layout"]["annotations"]]
    assert {"Gyeongju +36", "Cheonan −12", "Iksan"} <= set(labels)


def test_other_milestone() -> None:
    app = visit("schedule", milestone="completed", site=["andong", "cheongju-osong", "hongseong", "uljin"])
    assert drawn(chart(app), "Uljin")[1]["y"][-1] == "2033-12-31"
    assert "+48" in text(html(app, "slips"))
    rings = drawn(chart(app), "another statement that day")[0]
    assert len(rings["x"]) == 4  # four complexes contradicted themselves on 15 March 2023


def test_milestone_from_a_korean_link() -> None:
    assert visit("schedule", milestone="준공").selectbox(key="milestone").value == "completed"
    assert visit("schedule", milestone="없는 단계").selectbox(key="milestone").value == "construction-started"


def test_slip_table_says_first_latest_and_days(ask: Callable[..., list[dict]]) -> None:
    app = visit("schedule", milestone="plan-approved")
    row = next(row for row in table(app, "slips") if row["Complex"] == "Daegu")
    days = next(
        r["passed_days"]
        for r in standing(ask).to_dict("records")
        if (r["complex_id"], r["stage_id"]) == ("daegu", "plan-approved")
    )
    assert "2025" in row["Latest plan, or reached"] and "date passed, no news" in row["Latest plan, or reached"]
    assert row["Passed without news, days"] == str(int(days))
    assert "daegu:plan-approved" in targets(app, "slips", "cell")
    assert len(table(app, "slips")) == 15


def test_milestones_add_up(ask: Callable[..., list[dict]]) -> None:
    rows = standing(ask)
    total = list(table(visit("schedule"), "milestones")[-1].values())
    still = rows[rows["state"].isin(["planned", "passed", "unconfirmed"])]
    assert total[:4] == ["All", str(len(still)), str(still["late_first"].sum()), str(still["late_latest"].sum())]


def test_rollup_names_what_moved(ask: Callable[..., list[dict]]) -> None:
    before, now = (
        standing(ask, day).set_index(["complex_id", "stage_id"])["state"] for day in (dt.date(2025, 3, 31), DAY)
    )
    app = visit("moved")
    assert set(targets(app, "rollup", "cell")) == {f"{c}:{s}" for c, s in now[now != before].index}
    row = next(
        row for row in table(app, "rollup") if row["Milestone"].startswith("Preliminary feasibility study passed")
    )
    done = [int((states.xs("prefeasibility-cleared", level="stage_id") == "done").sum()) for states in (before, now)]
    assert row["reached"] == f"{done[1]} +{done[1] - done[0]}"
    assert "Daegu · reached" in row["What moved"].replace("Daegu reached", "Daegu · reached")


def test_province_keeps_only_its_sites() -> None:
    app = visits("works", "schedule", "ratings", province="gyeongbuk")
    assert set(rated(app)) == {"andong", "gyeongju", "uljin"}
    assert {label for label in chart(app, 0)["layout"]["yaxis"]["ticktext"] if not label.startswith("<b>")} == GYEONGBUK
    assert {t["name"] for t in chart(app, 1)["data"] if t.get("name")} <= GYEONGBUK | {
        "due",
        "another statement that day",
    }


def test_korean() -> None:
    app = visits("schedule", "ratings", "moved", lang="ko")
    said = text(
        html(app, "top") + html(app, "ratings") + html(app, "slips") + html(app, "rollup") + html(app, "milestones")
    )
    assert "최초 계획 대비 지연" in said and "적색" in said
    assert not re.search(r"[a-z]{4,}", re.sub(r"SMR|KRW|km", "", said)), re.findall(r"[a-z]{4,}", said)[:5]
    works = visit("works", lang="ko", group="province")
    assert "<b>경북</b>" in chart(works)["layout"]["yaxis"]["ticktext"]


@pytest.mark.parametrize("milestone", ["compensation-started", "candidate-selected", "construction-started"])
def test_first_day(milestone: str) -> None:
    """On the day of the announcement little was said: no traceback, and what is missing is said."""
    app = visit("schedule", as_of="2023-03-15", compare="2023-03-15", milestone=milestone)
    assert "None is rated red" in text(html(app, "top"))
    if milestone == "compensation-started":
        assert "no date published" in text(html(app, "slips"))
        assert not app.get("plotly_chart")


def test_nothing_said_in_scope() -> None:
    app = visits("schedule", "ratings", as_of="2023-03-20", compare="2023-03-15", province="gwangju")
    assert "No open milestone of these complexes has a published date." in text(html(app, "top"))
    assert rated(app) == {"gwangju": "Amber/Green"}  # undated


def test_no_complex_in_scope() -> None:
    app = visit("schedule", province="seoul")
    assert app.info and not app.get("plotly_chart")


def test_comparison_after_the_day() -> None:
    assert "is after the as-of date" in text(html(visit("schedule", as_of="2024-01-01", compare="2025-01-01"), "top"))


# --- the pure parts


@pytest.mark.parametrize("values", [[0.0, 0.0, 0.0], [5.0, 90.0, 91.0, 200.0], [300.0, 299.0, 1.0], []])
def test_labels_never_overlap_and_keep_their_order(values: list[float]) -> None:
    spread = trend._spread(values, 18, 400)
    assert all(b - a >= 18 - 1e-6 for a, b in zip(sorted(spread), sorted(spread)[1:], strict=False))
    assert all(0 <= value <= 400 for value in spread)
    assert [values[i] for i in sorted(range(len(values)), key=spread.__getitem__)] == sorted(values)
