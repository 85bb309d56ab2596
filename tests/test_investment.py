"""Investment through Streamlit's AppTest: what may be added, the ladder, its breakdown, the search, goals, FDI, site
cost, built and sold.
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Callable

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from rollout.language.words import Words
from rollout.questions.ask import Asker, metrics
from rollout.questions.scope import Scope
from rollout.questions.view import View, view_of
from rollout.questions.view import names as names_of
from rollout.render import markup, tabular
from rollout.subjects.complexes import sections as complexes
from rollout.subjects.investment import building, costs, goals, sections
from rollout.subjects.investment import statements as listed
from rollout.subjects.investment import words as money
from rollout.subjects.progress import parts
from rollout.subjects.progress import sections as progress
from tests.opening import Views, figures, html, own_store, table, targets, text, visit, visits, words_of  # noqa: F401  own_store is a fixture

Ask = Callable[..., list[dict]]
EN = Words("en")
TRILLION = 10**12


VIEWS = ("investment", "statements", "goals", "foreign", "site-costs", "built")


@pytest.fixture(scope="module")
def page() -> Views:
    """The page as it opens, in English; tests that change it open their own."""
    return visits(*VIEWS)


def statements(ask: Ask, **parameters: object) -> pd.DataFrame:
    return pd.DataFrame(ask("investment/statements", **parameters))


def judged(ask: Ask, **parameters: object) -> pd.DataFrame:
    return money.judged(statements(ask, **parameters)).set_index("investment_id", drop=False)


@pytest.fixture(scope="module")
def reader(asker: Asker) -> View:
    """A reader of everything on the last day of the facts, in English: what dialogs and files are made for."""
    names = names_of(asker.ask("scope/names", asker.snapshot(), as_of=dt.date(2026, 3, 31)), EN)
    scope = Scope(
        dt.date(2026, 3, 31),
        dt.date(2025, 3, 31),
        dt.date(2026, 3, 31),
        "en",
        complexes=tuple(names["complexes"]),
        snapshot=asker.snapshot(),
    )
    return View(scope=scope, w=EN, names=names, asker=asker)


def shown(app: AppTest, key: str) -> str:
    """All words of a part of the page and of its top, the heading included."""
    return words_of(app, key) + " " + " ".join(text(part.proto.body) for part in app.get("html"))


def rung(app: AppTest, name: str) -> dict[str, str]:
    """One row of the ladder: head -> text."""
    head = "Kind of money, least firm first"
    return next(row for row in table(app, "ladder") if row[head].startswith(name))


def groups(app: AppTest) -> dict[str, str]:
    """The breakdown: group -> its amount."""
    return dict(list(row.values())[:2] for row in table(app, "breakdown"))


# --- what may be added


def test_a_restated_plan_counts_once_with_its_newest_amount(ask: Ask) -> None:
    for day, amount in ((dt.date(2023, 12, 31), 300), (dt.date(2024, 6, 30), 360), (dt.date(2026, 3, 31), 360)):
        rows = judged(ask, as_of=day)
        own = rows[rows["investment_id"].str.contains("samsung-yongin|yongin-samsung")]
        assert own["amount_krw"].tolist() == [amount * TRILLION] and own["counted"].all()


def test_what_repeats_lies_inside_or_was_cancelled_is_not_added(ask: Ask) -> None:
    rows = judged(ask)
    assert not rows[rows["cancelled"] | rows["marked"] | rows["amount_krw"].isna()]["counted"].any()
    assert not rows.loc["growth-fund-semiconductor", "counted"]  # inside the 150 trillion
    assert rows.loc["megacluster-samsung-pyeongtaek-2024", "counted"]  # its whole is a target: another rung
    assert rows.loc["sk-siltron-gyeongbuk-2025", "counted"]  # its whole is a MOU and may not be added itself
    assert not rows.loc["kdb-chip-loans-2024", "counted"]  # inside a package that was restated since


def test_a_part_counts_where_its_whole_is_outside_the_selection(ask: Ask) -> None:
    every = statements(ask)
    chips = money.judged(every[every["industry_id"] == "semiconductor"]).set_index("investment_id")
    assert chips.loc["growth-fund-semiconductor", "counted"]
    assert not chips.loc["growth-fund-2026-semiconductor", "counted"]  # the first year lies in the five years


def test_a_part_of_a_plan_restated_later_lies_in_the_plan_that_was_known(ask: Ask) -> None:
    rows = judged(ask, as_of=dt.date(2025, 1, 1))
    assert rows.loc[
        "skhynix-yongin-fab1-2024", "inside"
    ]  # the 600 trillion that it is filed under were not known yet, the 122 were
    assert rows.loc["megacluster-skhynix-yongin-2024", "counted"]


def test_undated_plans_are_known_from_their_own_years_on(ask: Ask) -> None:
    undated = statements(ask)[lambda rows: rows["stated_on"].isna()]
    assert "motie-nuclear-2026" in set(undated["investment_id"])
    assert "motie-nuclear-2026" not in set(statements(ask, as_of=dt.date(2025, 6, 30))["investment_id"])
    assert "chungnam-pledges-2025" not in set(
        statements(ask, as_of=dt.date(2024, 6, 30))["investment_id"]
    )  # drawn until 2025


# --- the ladder and its breakdown


def test_every_rung_has_its_own_total_and_no_sum_is_shown(page: Views, ask: Ask) -> None:
    rows = judged(ask)
    kinds = {
        "Target": "target",
        "Survey of intent": "survey",
        "Announcement": "announcement",
        "MOU": "mou",
        "Contract": "contract",
        "Budget": "budget",
        "Money spent": "executed",
    }
    whole = 0.0
    for name, kind in kinds.items():
        own = rows[rows["money_kind"] == kind]
        said = rung(page, name)
        assert said["Total"].startswith(EN.won(money.total(own))) and said["Statements"] == EN.number(len(own))
        assert said["Counted"] == EN.number(int(own["counted"].sum()))
        whole += money.total(own)
    assert EN.won_parts(whole)[0] not in text(html(page, "ladder"))
    assert "Do not add the kinds together" in text(html(page, "ladder"))


def test_balance_of_every_rung(page: Views, ask: Ask) -> None:
    rows = judged(ask)
    own = rows[(rows["money_kind"] == "announcement") & rows["counted"]]
    capital, elsewhere = (own[own["situation"] == s]["amount_krw"].sum() for s in ("capital", "non-capital"))
    assert f"{round(capital / (capital + elsewhere) * 100)}% is in the capital area" in text(html(page, "top"))
    assert rung(page, "Announcement")["No place stated"] == EN.won(own["amount_krw"].sum() - capital - elsewhere)
    assert own.loc["samsung-regional-2023", "situation"] == "non-capital"  # no province, but the source says so


def test_site_cost_stands_apart(page: Views, ask: Ask) -> None:
    costs = pd.DataFrame(ask("investment/site_costs"))
    assert rung(page, "Site cost")["Total"].startswith(EN.won(costs["cost_krw"].sum()))
    assert "Listed separately" in text(html(page, "ladder"))


@pytest.mark.parametrize(
    ("by", "group", "column", "value"),
    [("province", "Jeonbuk", "province_id", "jeonbuk"), ("company", "Samsung SDI", "company_en", "Samsung SDI")],
)
def test_breakdown_adds_up_to_the_rung(ask: Ask, by: str, group: str, column: str, value: str) -> None:
    app = visit("investment", money_rung="mou", money_by=by)
    rows = judged(ask)
    own = rows[(rows["money_kind"] == "mou") & (rows[column] == value)]
    assert EN.won(money.total(own)) in groups(app)[group]
    found = money.keys(rows[rows["money_kind"] == "mou"], by)
    assert (
        rows.loc[found.index].groupby(found)["counted"].sum().sum()
        == rows[(rows["money_kind"] == "mou")]["counted"].sum()
    )


def test_what_is_wider_than_a_complex_is_not_the_complexs(ask: Ask) -> None:
    told = groups(visit("investment", money_rung="budget", money_by="complex"))
    rows = judged(ask)
    own = rows[(rows["complex_id"] == "yongin") & (rows["money_kind"] == "budget")]
    wider = own["warnings"].map(lambda warnings: "beyond-site" in set(warnings))
    assert wider.any() and EN.won(money.total(own[~wider])) in told["Yongin"]
    assert "tied to a complex but wider than it" in told


def test_filters_reach_the_ladder_and_the_goals(ask: Ask) -> None:
    app = visits("investment", "goals", province="chungbuk")
    rows = statements(ask)
    own = money.judged(rows[rows["province_id"] == "chungbuk"])
    assert EN.won(money.total(own[own["money_kind"] == "announcement"])) in rung(app, "Announcement")["Total"]
    assert "One goal" not in text(html(app, "goals")) and "KRW 60 trillion" in text(html(app, "goals"))
    assert "is in the capital area" not in text(html(app, "top"))


def test_stage_filter_keeps_what_is_tied_to_a_complex() -> None:
    app = visits("investment", "site-costs", stage="compensation-started")
    assert set(targets(app, "site-costs", "complex")) == {"yongin"}
    total = rung(app, "Announcement")["Total"]
    assert "360 trillion" in total and "600" not in total


def test_the_day_decides_what_is_known() -> None:
    app = visits("investment", "statements", as_of="2023-03-15", compare="2023-03-15", today="2023-03-15")
    said = rung(app, "Announcement")["Total"]
    assert "303.3" not in said and "largest: Samsung Electronics, KRW 300 trillion" in said
    assert rung(app, "Contract")["Total"] == "no statement"
    assert "Samsung Electronics" in words_of(app, "money") and "SK hynix" in words_of(app, "money")


# --- the list


def test_trail_and_parts_are_shown(page: Views) -> None:
    rows = dict(zip(targets(page, "money", "money"), table(page, "money"), strict=True))
    assert rows["yongin-samsung-2024"]["Stated before"].startswith("KRW 300 trillion")
    order = list(rows)
    whole = order.index("skhynix-yongin-total-2025")
    assert order[whole + 1].startswith("skhynix-yongin-fab1")
    assert re.search(
        r'<tr class="depth1">\s*<th[^>]*><button data-open="money:skhynix-yongin-fab1', html(page, "money")
    )


def test_search_finds_hangul_typed_in_pieces_in_all_rungs() -> None:
    app = visit("statements", money_find=unicodedata.normalize("NFD", "새만금"))
    found = set(re.findall(r'data-open="money:([^"]+)"', html(app, "money")))
    assert {"hyundai-saemangeum-2026", "hyundai-saemangeum-robot-2026", "gov-cluster-infra-2024"} <= found
    assert "yongin-samsung-2024" not in found
    english = visit("statements", money_find="SAEMANGEUM hydrogen")
    assert "hyundai-saemangeum-hydrogen-2026" in html(english, "money") and "gem-korea" not in html(english, "money")


@pytest.mark.parametrize("words", ["<script>alert(1)</script>", "' OR 1=1 --", "%_\\", "x" * 10_000, "{0}{name}"])
def test_hostile_search_finds_nothing_and_says_so(words: str) -> None:
    app = visit("statements", money_find=words, money_rung="<b>", money_by="nothing")
    assert "No match" in words_of(app, "money") and not table(app, "money")
    assert "<script>" not in html(app, "top") and not app.exception


def test_every_amount_leads_to_its_sources(page: Views, ask: Ask) -> None:
    known = {i for row in ask("sources/origins") for i in [row["origin_id"]]}
    for key in ("money", "foreign", "own-sites"):
        opened = re.findall(r'data-open="origins:([^"]*)"', html(page, key))
        assert opened and all(ids and set(ids.split(";")) <= known for ids in opened)


def test_statement_dialog_tells_the_whole_trail(reader: View) -> None:
    section = listed.statement(reader, "yongin-samsung-2023")
    assert section is not None and section.title == "Samsung Electronics, KRW 360 trillion"
    assert [row["amount"].value / TRILLION for row in section.tables[0].rows] == [360, 360, 300]
    whole = listed.statement(reader, "growth-fund-total-2025")
    assert whole is not None and 20.9 in {
        row["amount"].value / TRILLION
        for row in whole.tables[0].rows
        if row.group == "Contains" and row["amount"].value
    }
    undated = listed.statement(reader, "lgd-paju-small-oled")
    every = reader.ask("investment/statements")
    assert undated is not None and undated.tables[0].rows[0]["stated"].value is None
    assert list(undated.every_origin()) == markup.ids(
        every[every["investment_id"] == "lgd-paju-small-oled"]["origin_ids"]
    )


def test_dialogs_of_a_goal_and_of_an_older_complex(reader: View) -> None:
    section = goals.goal(reader, "display-share")
    assert (
        section is not None
        and section.title.startswith("World display market share")
        and {"IN-190", "IN-191", "IN-187"} <= set(section.every_origin())
    )
    assert "baseline" in {row["role"].value for row in section.tables[0].rows}
    place = building.place(reader, "miryang-nano")
    assert place is not None and "RC-203" in place.every_origin()
    assert 99 in {row["value"].value.value for row in place.tables[0].rows}
    assert any("conflict" in row["value"].warnings for row in place.tables[0].rows)


# --- goals


def goal(ask: Ask, target_id: str, **parameters: object) -> dict:
    return next(row for row in ask("investment/targets", **parameters) if row["target_id"] == target_id)


def test_distance_and_pace_only_in_the_unit_of_the_goal(ask: Ask) -> None:
    drawn = goal(ask, "chungbuk-60tn")
    assert drawn["state"] == "open" and drawn["distance"] == pytest.approx(60 - 50.1105)
    years = (dt.date(2026, 6, 30) - dt.date(2024, 6, 11)).days / 365.25
    assert drawn["pace_needed"] == pytest.approx(drawn["distance"] / years)
    for other in ("vehicle-ev-output", "capex-2025-plan-rev"):  # sales instead of output; share of the plan
        assert goal(ask, other)["state"] == "unlike" and pd.isna(goal(ask, other)["distance"])
    assert goal(ask, "nuclear-orders-2024")["state"] == "nothing"  # only values of the years before
    assert goal(ask, "gyeongbuk-35tn")["state"] == "met" and pd.isna(goal(ask, "gyeongbuk-35tn")["pace_needed"])
    assert goal(ask, "prefeasibility-started-2025")["state"] == "short"
    assert goal(ask, "prefeasibility-started-2025", as_of=dt.date(2025, 3, 31))["state"] == "open"


def test_goals_say_what_is_published_and_what_is_not(page: Views, ask: Ask) -> None:
    rows = pd.DataFrame(ask("investment/targets"))
    said = words_of(page, "goals")
    assert f"for {int((rows['values_found'] == 0).sum())} nothing is published" in said
    assert "16.6 points" in said and "KRW 4.82 trillion a year" in said and "68% of plan" in said
    assert set(targets(page, "goals", "goal")) == set(rows["target_id"])


def test_a_goal_stated_twice_stands_side_by_side(page: Views) -> None:
    order = targets(page, "goals", "goal")
    for first, second in (
        ("plan-private-investment-total", "strategic-plan-550-2027"),
        ("zones-private-614", "zones-private-681"),
    ):
        assert abs(order.index(first) - order.index(second)) == 1
    assert goals.measure(12, "십억 달러", Words("ko")) == "120억 달러"


# --- foreign direct investment


def test_fdi_chart_holds_the_newest_whole_years(page: Views) -> None:
    bars = {
        trace["name"]: dict(zip(trace["x"], trace["y"], strict=True))
        for trace in figures(page)[0]["data"]
        if trace["type"] == "bar"
    }
    assert bars["reported"]["2025"] == 36.05 and bars["arrived"]["2025"] == 17.95
    assert bars["arrived"]["2023"] == 19.99 and "2019" not in bars["arrived"]
    first = next(trace for trace in figures(page)[0]["data"] if trace["name"] == "as first published")
    assert 18.79 in first["y"] and 14.77 in first["y"]


def test_fdi_of_an_earlier_day_is_as_published_then(ask: Ask) -> None:
    rows = pd.DataFrame(ask("investment/fdi", as_of=dt.date(2025, 6, 30)))
    totals = rows[(rows["scope_kind"] == "total") & (rows["period"] == "year")].set_index(["year", "basis"])
    assert totals.loc[(2023, "arrived"), "amount_usd"] == 18_790_000_000  # restated in January 2026
    assert (2025, "reported") not in totals.index
    assert (rows["known_since"] <= pd.Timestamp("2025-06-30")).all()


# --- site cost, built and sold


def test_cost_and_area_belong_to_the_same_extent(page: Views, ask: Ask) -> None:
    told = costs.per_m2(pd.DataFrame(ask("investment/site_costs"))).set_index("complex_id")
    assert told.loc["wanju", "now"] == pytest.approx(213_900_000_000 / 636_000) and told.loc[
        "wanju", "before"
    ] == pytest.approx(256_200_000_000 / 1_650_000)
    assert told.loc["daejeon", "cost_area_m2"] == 5_300_000 and told.loc["daejeon", "other_extent"]
    assert not told.loc["daegu", "other_extent"] and pd.isna(told.loc["daejeon", "rise"])
    said = shown(page, "site-costs")
    assert "for 5.30 km², the site then; it is 3.90 km² today" in said
    dearer = int((told["rise"] >= 0.005).sum())
    assert f"has risen at {dearer} of {int(told['rise'].notna().sum())} complexes" in said


def test_built_is_not_sold_is_named(page: Views, ask: Ask) -> None:
    rows = pd.DataFrame(ask("investment/occupancy"))
    told = building.standing(rows, dt.date(2026, 3, 31)).set_index("place")
    assert (
        told.loc["dongducheon", "mismatch"]
        and told.loc["dongducheon", "works_value"] == 85
        and told.loc["dongducheon", "sold_value"] == 2
    )
    assert (
        not told.loc["daegu-national", "mismatch"] and not told.loc["iksan-food1", "mismatch"]
    )  # 84% sold; published seven years ago
    assert told.loc["jinju-sacheon-aero", "sold_values"] == [22, 26]
    assert "at Dongducheon, phase 1 85% of the works are done and 2% of the land is sold" in shown(page, "older")


def test_sold_chart_counts_years_from_completion(page: Views) -> None:
    marks = [trace for trace in figures(page)[1]["data"] if trace["mode"] == "markers"]
    whole = next(trace for trace in marks if trace["name"] == "the whole complex")
    at = dict(zip(whole["y"], whole["x"], strict=True))
    assert at[84] == pytest.approx((dt.date(2025, 9, 30) - dt.date(2016, 12, 1)).days / 365.25, abs=0.01)
    assert 2 not in at  # not completed: no year to count from


def test_the_15_have_their_empty_rows(page: Views) -> None:
    rows = table(page, "own-sites")
    assert len(rows) == 15
    assert {"sale begun, share not published", "nothing published"} == {row["Sale of land"] for row in rows}


# --- languages, files, nothing in scope


def test_korean() -> None:
    own = visits("investment", "statements", lang="ko", money_rung="업무협약", money_by="시·도")
    app = Views([*own.apps, *visits("goals", "foreign", "built", lang="ko").apps])
    keys = ("top", "ladder", "breakdown", "site-costs", "older", "own-sites")
    said = " ".join(text(re.sub(r"<details.*?</details>", "", html(app, key), flags=re.DOTALL)) for key in keys)
    assert "1,475.9조원" in said and "지역 미공표" in said and "조성 후 미분양" in said
    assert not re.search(r"[a-z]{4,}", said), re.findall(r"[a-z]{4,}", said)[:5]
    assert "전북" in groups(app)


@pytest.mark.parametrize(
    ("day", "known", "undated"), [("2023-12-31", 93, 0), ("2024-12-31", 152, 1), ("2026-03-31", 242, 4)]
)
def test_an_undated_statement_is_known_by_the_end_of_its_years(ask: Ask, day: str, known: int, undated: int) -> None:
    rows = statements(ask, as_of=dt.date.fromisoformat(day))
    assert (len(rows), int(rows["stated_on"].isna().sum())) == (known, undated)
    own = rows[rows["stated_on"].isna() & rows["period_to"].notna()]
    assert (own["period_from"].fillna(own["period_to"]).astype(int) <= int(day[:4])).all()


def test_the_title_says_how_many_statements_are_undated(reader: View) -> None:
    assert listed.all_statements(reader).title == "238 statements about money, and 4 undated"


def test_money_announced_by_companies_has_one_name_and_scope(asker: Asker) -> None:
    """Gyeongbuk: none announced at the complexes; what the dossier shows is expected, and says by whom."""
    day = dt.date(2026, 3, 31)
    view = view_of(asker, Scope(day, day, day, "en", ("gyeongbuk",), snapshot=asker.snapshot()))
    name = metrics()["private-investment"].name_en
    figure = next(f for f in progress.key_figures(view) if f.metric == "private-investment")
    assert (figure.name, figure.value, figure.fact) == (name, None, "no company announced an amount")
    assert view.w.code("briefing-section", "investment") == name
    assert parts.investment(view).title == "No company has announced an amount for these complexes"
    assert sections.ladder(view).tables[0].foot.endswith(f"in the complexes in scope: {name} no amount.")
    expected = {i: {row.key: row for row in complexes.facts(view, i).tables[0].rows} for i in ("uljin", "andong")}
    notes = [expected[i]["private-investment"]["newest"].note for i in expected]
    assert notes == ["As stated by the county", "City estimate, to 2040"]
    assert expected["uljin"]["private-investment"]["figure"].value != name


def test_files_hold_every_statement_and_the_totals_of_the_page(reader: View) -> None:
    every = reader.ask("investment/statements")
    rows = money.judged(every)
    (statements_sheet,) = tabular.sheets([listed.all_statements(reader)], EN)
    assert len(statements_sheet.rows) == len(every) > len(rows)  # the restated are in the file too
    at = {head: place for place, head in enumerate(statements_sheet.heads)}
    counted = [
        row[at["Amount (KRW)"]]
        for row in statements_sheet.rows
        if row[at["In the total"]] == "yes" and row[at["Kind"]] == "Announcement"
    ]
    ladder = {row.key: row["total"].value for row in sections.ladder(reader).tables[0].rows}
    assert sum(counted) == ladder["announcement"] == money.total(rows[rows["money_kind"] == "announcement"])


def test_nothing_with_an_amount_is_said_as_such() -> None:
    app = visits("investment", "statements", "goals", industry="railway")
    assert "with no amount announced" in text(html(app, "top")) and rung(app, "Announcement")["Total"] == "no statement"
    assert "No numbered goal fits" in shown(app, "goals") and "No statement about this kind of money fits" in text(
        html(app, "money")
    )


def test_no_complex_in_scope() -> None:
    assert visit("investment", province="seoul").info
