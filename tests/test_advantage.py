"""Selection and comparative advantage: its questions against the accounts, what the page says in any scope, day and language, and hostile links."""

import datetime as dt
import re
import unicodedata

import pandas as pd
import pytest

from rollout import advantage, reader, regional_accounts
from rollout.ask import Asker
from rollout.scope import Scope
from rollout.telling import advantage as answer
from rollout.telling import advantage_files as files
from rollout.words import Words
from tests.conftest import AS_OF
from tests.opening import figures, html, own_store, text, visit  # noqa: F401  own_store is a fixture

STAGES = {"research", "demonstration", "production", "logistics", "talent", "living"}


@pytest.fixture(scope="module")
def page():
    return visit("advantage")


@pytest.fixture(scope="module")
def accounts():
    return regional_accounts.read()["grdp"]


# --- the questions --------------------------------------------------------------------------------------------------------------------


def test_quotients_are_those_of_the_tested_formula(ask, accounts):
    rows = [row for row in ask("advantage/specialisation") if pd.notna(row["lq"])]
    assert {row["year"] for row in rows} == {2010, 2015, 2020}
    for row in rows:
        assert row["lq"] == pytest.approx(
            advantage.location_quotient(row["value_krw"], row["total_krw"], row["nation_krw"], row["nation_total_krw"]), rel=1e-4
        ), "industries add up to value added but for rounding"
    yongin = accounts[(accounts["year"] == 2020) & (accounts["district_ko"] == "용인시")].set_index("sector")["value_krw"]
    nation = accounts[(accounts["year"] == 2020)].groupby("sector")["value_krw"].sum()
    ours = next(row for row in rows if (row["complex_id"], row["year"], row["sector"]) == ("yongin", 2020, "manufacturing"))
    assert ours["lq"] == pytest.approx(
        (yongin["manufacturing"] / yongin["value-added"]) / (nation["manufacturing"] / nation["value-added"]), rel=1e-6
    )


def test_2010_is_compared_with_the_districts_that_are_there(ask):
    rows = ask("advantage/specialisation")
    assert {row["complex_id"] for row in rows if row["year"] == 2010} == {row["complex_id"] for row in rows} - {"daejeon", "changwon"}
    reference = {(row["year"], row["sector"]): row for row in ask("advantage/reference")}
    early, later = reference[2010, "manufacturing"], reference[2015, "manufacturing"]
    assert (early["districts"], later["districts"]) == (191, 229)
    assert early["weight_of_2010"] == pytest.approx(1) and 0.8 < later["weight_of_2010"] < 0.9
    assert later["share_of_2010"] < later["share"], "without Ulsan, Incheon and South Gyeongsang manufacturing weighs less"


def test_effects_add_up_to_the_growth_of_the_host(ask, accounts):
    shifts = answer.effects(pd.DataFrame(ask("advantage/specialisation")))
    sums = answer.whole(shifts).set_index("complex_id")
    assert len(sums) == 15
    for complex_id, row in sums.iterrows():
        assert row[list(advantage.EFFECTS)].sum() == pytest.approx(row["value_krw"] - row["base_krw"], rel=1e-6, abs=1e6), complex_id
    national = sums["national"] / sums["base_krw"]
    whole = accounts[accounts["sector"] == "value-added"].groupby("year")["value_krw"].sum()
    assert national.tolist() == pytest.approx([whole[2020] / whole[2015] - 1] * 15, rel=1e-4), "the nation's growth is the same for all"


def test_the_nearest_peer_is_nearest_of_all_districts(ask):
    shares = pd.DataFrame(ask("advantage/shares"))
    assert shares["district_code"].nunique() == 229 and (shares.groupby("district_code")["share"].sum() - 1).abs().max() < 1e-3
    near = answer.peers(shares, "41460")
    wide = shares.pivot(index="district_code", columns="sector", values="share").astype(float).fillna(0)
    by_hand = {code: float((wide.loc[code] - wide.loc["41460"]).abs().sum()) for code in wide.index if code != "41460"}
    assert near["district_code"].iloc[0] == min(by_hand, key=by_hand.__getitem__)
    assert near["distance"].is_monotonic_increasing and 0 < near["distance"].iloc[0] < 2


def test_every_statement_of_the_choice_has_known_sources(ask):
    known = {row["origin_id"] for row in ask("sources/origins")}
    rows = ask("advantage/selection")
    assert {row["topic"] for row in rows if row["part"] == "aspect"} == set(answer.ASPECTS)
    assert all(len(row["origin_ids"]) and set(row["origin_ids"]) <= known for row in rows)
    early = ask("advantage/selection", as_of=dt.date(2023, 3, 15))
    assert "speed-fast-again" not in {row["statement_id"] for row in early}, "what was said in 2024 is not known in March 2023"


def test_pace_compares_at_the_same_age(ask):
    rows = pd.DataFrame(ask("advantage/generations"))
    mine = rows[rows["generation"] == 2023]
    facts = answer.pace_facts(rows, mine["id"].tolist())
    older = rows[(rows["generation"] < 2023) & rows["candidate_on"].notna()]
    days = (older["approved_on"] - older["candidate_on"]).dt.days
    assert (facts["total"], facts["approved"]) == (15, 1)
    assert facts["age"] == pytest.approx((pd.Timestamp("2026-03-31") - pd.Timestamp("2023-03-15")).days / 30.44)
    assert (facts["older"], facts["older_by_age"]) == (len(older), int((days / 30.44 <= facts["age"]).sum()))


def test_evidence_is_near_and_of_the_same_industry(ask):
    rows = pd.DataFrame(ask("advantage/life_cycle"))
    assert set(rows["stage"]) == STAGES
    assert set(rows["rule_id"]) <= {rule["rule_id"] for rule in ask("advantage/life_cycle_rules")}
    assert rows["origin_ids"].map(len).all(), "nothing counts without a source"
    older = rows[rows["kind"] == "older"]
    assert (older["value"] <= 30).all() and len(older)
    assert (rows[rows["kind"] == "sector"]["value"] >= 1).all()
    before = pd.DataFrame(ask("advantage/life_cycle", as_of=dt.date(2023, 3, 15)))
    assert not (before["on_day"] > pd.Timestamp("2023-03-15")).any() and len(before) < len(rows)


# --- the page -------------------------------------------------------------------------------------------------------------------------


def test_the_sentence_counts_what_the_accounts_say(page, ask):
    shifts = answer.effects(pd.DataFrame(ask("advantage/specialisation")))
    best = shifts[shifts["relation"] == "main"].groupby("complex_id")["lq_2020"].max()
    said = text(html(page, "top"))
    assert f"At {int((best >= 1).sum())} of 15 complexes" in said
    evidence = pd.DataFrame(ask("advantage/life_cycle"))
    logistics = evidence[evidence["stage"] == "logistics"]["complex_id"].nunique()
    assert f"logistics is the blank: evidence was found at {logistics} of 15" in said


def test_the_picture_tells_who_did_what_with_sources(page):
    drawn = html(page, "chosen")
    assert re.findall(r'adv-block (\w+)"', drawn) == ["centre", "region", "centre"]
    assert len(re.findall(r'data-open="origins:[A-Z]{2}-\d{3}', drawn)) == 7
    aspects = html(page, "aspects")
    assert all(name in text(aspects) for name in ("Who leads", "Restricted zones", "Life cycle", "Companies", "Speed"))
    assert "1 of 15 plans approved" in text(aspects)


def test_the_heat_table_shows_every_quotient(page, ask):
    drawn = html(page, "heat")
    cells = dict(re.findall(r'data-open="lq:([^"]+)"[^>]*>([^<]*)<', drawn))
    assert len(cells) == 15 * 16
    for row in ask("advantage/specialisation"):
        if row["year"] == 2020:
            shown = cells[f"{row['complex_id']}:{row['sector']}"]
            assert shown == ("·" if pd.isna(row["lq"]) else f"{row['lq']:.{2 if row['lq'] < 10 else 0}f}")
    order = re.findall(r'data-open="complex:([^"]+)"', drawn)
    assert [float(cells[f"{c}:manufacturing"]) for c in order] == sorted((float(cells[f"{c}:manufacturing"]) for c in order), reverse=True)


def test_charts_hold_the_complexes_and_the_industries(page, ask):
    pace, bubbles = figures(page)
    marks = {trace["name"]: trace for trace in pace["data"]}
    hollow = dict(zip(marks["not approved"]["y"], marks["not approved"]["text"], strict=True))
    assert next(count for lane, count in hollow.items() if lane.startswith("2023")) == "×14"
    rows = {row["sector"]: row for row in ask("advantage/specialisation") if row["complex_id"] == "yongin" and row["year"] == 2020}
    assert len(bubbles["data"][0]["x"]) == sum(pd.notna(row["lq"]) for row in rows.values())
    assert max(bubbles["data"][0]["x"]) == pytest.approx(max(row["lq"] for row in rows.values()), abs=1e-3)


def test_the_matrix_shows_blanks(page, ask):
    drawn = html(page, "cycle")
    evidence = pd.DataFrame(ask("advantage/life_cycle"))
    found = evidence.groupby(["complex_id", "stage"]).size()
    assert drawn.count('class="none"') - 1 == 15 * 6 - len(found), "one more stands in the legend"
    for (complex_id, stage), count in found.items():
        assert re.search(rf'data-open="cycle:{complex_id}:{stage}"[^>]*><b>{count}</b>', drawn), (complex_id, stage)
    assert "nothing found" in text(drawn) and "Research special zones" in text(drawn)


def test_formula_source_and_limits_stand_on_the_page(page):
    said = text(html(page, "method"))
    assert all(part in said for part in ("LQ =", "Σ |aᵢ − bᵢ|", "16 broad industries", "2020 is the newest year", "Current prices"))
    assert {"SE-015", "SE-016", "SE-018"} <= set(re.findall(r"SE-\d{3}", html(page, "method")))


def test_controls_come_from_the_link(ask):
    page = visit("advantage", advantage_complex="uljin", advantage_year="2010", advantage_sector="utilities")
    drawn = text(html(page, "heat"))
    assert "2010†" in drawn and "the 191 districts with accounts" in drawn
    first = re.search(r'data-open="complex:([^"]+)"', html(page, "heat"))
    assert first and first.group(1) == "uljin"
    assert 'class="strong"' in html(page, "shift") and "Uljin" in html(page, "shift").split('class="strong"')[1][:200]
    assert all(cell == "·" for cell in re.findall(r'data-open="lq:daejeon:[^"]+"[^>]*>([^<]*)<', html(page, "heat"))), "no accounts in 2010"


def test_filters_and_an_earlier_day_reach_the_page():
    page = visit("advantage", province="gyeongbuk")
    assert "of 3 complexes" in text(html(page, "top"))
    assert set(re.findall(r'data-open="complex:([^"]+)"', html(page, "cycle"))) == {"andong", "gyeongju", "uljin"}
    one = visit("advantage", province="gyeonggi", as_of="2024-06-30")
    assert "Yongin: in the host, manufacturing weighs 1.12 times" in text(html(one, "top"))
    assert "×" not in str(figures(one)[0]["data"][0]["text"][-1]) and "not approved after 15.5 months" in str(figures(one)[0]["data"])


def test_a_year_when_a_host_has_no_accounts_draws_blanks():
    page = visit("advantage", province="daejeon", advantage_year="2010")
    assert "nothing published for these hosts" in str(
        [item.value for item in page.get("html")] + [str(item.proto) for item in page.get("html")]
    )
    assert set(re.findall(r'data-open="lq:[^"]+"[^>]*>([^<]*)<', html(page, "heat"))) == {"·"}


def test_korean_is_whole():
    page = visit("advantage", lang="ko")
    for key in ("top", "chosen", "aspects", "heat", "themes", "shift", "numbers", "peers", "cycle", "method"):
        words = set(re.findall(r"[A-Za-z]{4,}", text(html(page, key)))) - {"Samsung"}
        assert not words, (key, words)


@pytest.mark.parametrize("value", ["<script>alert(1)</script>", "x" * 900, "-1", unicodedata.normalize("NFD", "용인")])
def test_hostile_values_are_refused_with_a_word(value):
    page = visit("advantage", advantage_complex=value, advantage_year="99999999999", advantage_sector="'; DROP TABLE")
    assert "<script>" not in html(page, "top") and len(re.findall(r'data-open="lq:', html(page, "heat"))) == 240
    assert "of 15 complexes" in text(html(page, "top"))


def test_nothing_in_scope_shows_the_way_out():
    page = visit("advantage", province="jeju")
    assert any("No complex matches" in info.value for info in page.info) and not page.get("plotly_chart")


def test_files_hold_every_table_of_the_page(opened, ask):
    w, asker = Words("en"), Asker(opened)
    everyone = tuple(sorted(row["complex_id"] for row in ask("progress/complexes")))
    scope = Scope(AS_OF, dt.date(2025, 3, 31), AS_OF, "en", complexes=everyone, snapshot=asker.snapshot())
    viewer = reader.Reader(scope=scope, w=w, names=reader.names(pd.DataFrame(ask("scope/names")), w), asker=asker)
    asked = {name: viewer.ask(f"advantage/{name}") for name in ("specialisation", "selection", "generations", "life_cycle")}
    shifts = answer.effects(asked["specialisation"])
    tables = files.tables(viewer, asked["specialisation"], shifts, asked["selection"], asked["generations"], asked["life_cycle"])
    assert {name: len(table) for name, table in tables.items() if name != "Sources"} == {
        "Location quotients": len(asked["specialisation"]), "Shift-share": 240, "Host and theme": len(answer.theme_rows(shifts)), "Peers": 15 * answer.PEERS,
        "Selection": len(asked["selection"]), "Pace": len(asked["generations"]), "Life cycle": len(asked["life_cycle"]),
    }  # fmt: skip
    cited = {i for name in ("Location quotients", "Selection", "Pace", "Life cycle") for ids in tables[name]["Sources"] for i in ids}
    assert cited <= set(tables["Sources"]["Source"])
    assert tables["Shift-share"]["Regional effect, KRW"].sum() == pytest.approx(shifts["regional"].sum())
