"""Selection and comparative advantage: its questions against the accounts, what the page says in any scope, day and
language, and hostile links.
"""

import datetime as dt
import io
import re
import unicodedata
from dataclasses import replace

import openpyxl
import pandas as pd
import pytest

from rollout.document.model import Cell
from rollout.language.words import Words
from rollout.questions.ask import Asker
from rollout.questions.scope import Scope
from rollout.questions.view import view_of
from rollout.render import html as drawing
from rollout.render import printed, tabular
from rollout.store import regional_accounts
from rollout.subjects.advantage import (
    approval,
    host,
    hosts,
    life_cycle,
    measures,
    method,
    numbers,
    quotients,
    sections,
    words,
)
from rollout.subjects.registry import ENTRIES
from tests.conftest import AS_OF
from tests.opening import Views, figures, html, own_store, text, visit, visits  # noqa: F401  own_store is a fixture

STAGES = {"research", "demonstration", "production", "logistics", "talent", "living"}


@pytest.fixture(scope="module")
def page():
    return visits("selection", "pace", "advantage", "hosts", "host")


@pytest.fixture(scope="module")
def read(asker: Asker):
    """A reader of a scope: everything on the last day of the facts, in English, unless told otherwise."""
    return lambda **scope: view_of(
        asker, replace(Scope(AS_OF, dt.date(2025, 3, 31), AS_OF, "en", snapshot=asker.snapshot()), **scope)
    )


def rows(section) -> dict:
    """The rows of a section's first table by key."""
    return {row.key: row for row in section.table.rows}


def shown(section, key: str, column: str) -> str:
    """A cell as it is printed."""
    known = {c.key: c for c in section.table.columns}
    return printed.cell_text(rows(section)[key][column], known[column], Words("en"))


@pytest.fixture(scope="module")
def accounts():
    return regional_accounts.read()["grdp"]


# --- the questions


def test_quotients_are_shares_over_the_nations_shares(ask, accounts):
    rows = [row for row in ask("advantage/specialisation") if pd.notna(row["lq"])]
    assert {row["year"] for row in rows} == {2010, 2015, 2020}
    for row in rows:
        own, nation = row["value_krw"] / row["total_krw"], row["nation_krw"] / row["nation_total_krw"]
        assert row["lq"] == pytest.approx(own / nation, rel=1e-4), "industries add up to value added but for rounding"
    yongin = accounts[(accounts["year"] == 2020) & (accounts["district_ko"] == "용인시")].set_index("sector")[
        "value_krw"
    ]
    nation = accounts[(accounts["year"] == 2020)].groupby("sector")["value_krw"].sum()
    ours = next(
        row for row in rows if (row["complex_id"], row["year"], row["sector"]) == ("yongin", 2020, "manufacturing")
    )
    assert ours["lq"] == pytest.approx(
        (yongin["manufacturing"] / yongin["value-added"]) / (nation["manufacturing"] / nation["value-added"]), rel=1e-6
    )


def test_2010_is_compared_with_the_districts_that_are_there(ask):
    rows = ask("advantage/specialisation")
    assert {row["complex_id"] for row in rows if row["year"] == 2010} == {row["complex_id"] for row in rows} - {
        "daejeon",
        "changwon",
    }
    reference = {(row["year"], row["sector"]): row for row in ask("advantage/reference")}
    early, later = reference[2010, "manufacturing"], reference[2015, "manufacturing"]
    assert (early["districts"], later["districts"]) == (191, 229)
    assert early["weight_of_2010"] == pytest.approx(1) and 0.8 < later["weight_of_2010"] < 0.9
    assert later["share_of_2010"] < later["share"], (
        "without Ulsan, Incheon and South Gyeongsang manufacturing weighs less"
    )


def test_effects_add_up_to_the_growth_of_the_host(ask, accounts):
    shifts = numbers.effects(pd.DataFrame(ask("advantage/specialisation")))
    sums = numbers.whole(shifts).set_index("complex_id")
    assert len(sums) == 15
    for complex_id, row in sums.iterrows():
        assert row[list(measures.EFFECTS)].sum() == pytest.approx(
            row["value_krw"] - row["base_krw"], rel=1e-6, abs=1e6
        ), complex_id
    national = sums["national"] / sums["base_krw"]
    whole = accounts[accounts["sector"] == "value-added"].groupby("year")["value_krw"].sum()
    assert national.tolist() == pytest.approx([whole[2020] / whole[2015] - 1] * 15, rel=1e-4), (
        "the nation's growth is the same for all"
    )


def test_the_nearest_peer_is_nearest_of_all_districts(ask):
    shares = pd.DataFrame(ask("advantage/shares"))
    assert (
        shares["district_code"].nunique() == 229
        and (shares.groupby("district_code")["share"].sum() - 1).abs().max() < 1e-3
    )
    near = numbers.peers(shares, "41460")
    wide = shares.pivot(index="district_code", columns="sector", values="share").astype(float).fillna(0)
    by_hand = {code: float((wide.loc[code] - wide.loc["41460"]).abs().sum()) for code in wide.index if code != "41460"}
    assert near["district_code"].iloc[0] == min(by_hand, key=by_hand.__getitem__)
    assert near["distance"].is_monotonic_increasing and 0 < near["distance"].iloc[0] < 2


def test_every_statement_of_the_choice_has_known_sources(ask):
    known = {row["origin_id"] for row in ask("sources/origins")}
    rows = ask("advantage/selection")
    assert {row["topic"] for row in rows if row["part"] == "aspect"} == set(sections.ASPECTS)
    assert all(len(row["origin_ids"]) and set(row["origin_ids"]) <= known for row in rows)
    early = ask("advantage/selection", as_of=dt.date(2023, 3, 15))
    assert "speed-fast-again" not in {row["statement_id"] for row in early}, (
        "what was said in 2024 is not known in March 2023"
    )


def test_pace_compares_at_the_same_age(ask):
    rows = pd.DataFrame(ask("advantage/generations"))
    mine = rows[rows["generation"] == 2023]
    facts = numbers.pace_facts(rows, mine["id"].tolist())
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


# --- the sections


def test_the_sentence_counts_what_the_accounts_say(read, ask):
    shifts = numbers.effects(pd.DataFrame(ask("advantage/specialisation")))
    best = shifts[shifts["relation"] == "main"].groupby("complex_id")["lq_2020"].max()
    view = read()
    said = [piece for piece, _ in words.sentence(view, numbers.theme_rows(hosts.shifts(view)), life_cycle.counts(view))]
    assert f"At *{int((best >= 1).sum())} of 15* complexes" in said[0]
    evidence = pd.DataFrame(ask("advantage/life_cycle"))
    logistics = evidence[evidence["stage"] == "logistics"]["complex_id"].nunique()
    assert said[1].endswith(f"logistics, with evidence at {logistics} of 15 complexes.")


def test_the_choice_names_who_acted_with_sources(read):
    view = read()
    steps = sections.chosen(view).table.rows
    blocks = list(dict.fromkeys((row.group, number) for number, row in enumerate(steps)))
    assert [group for (group, _), before in zip(blocks, [("", 0), *blocks], strict=False) if group != before[0]] == [
        "Central government",
        "Regions",
        "Central government",
    ]
    assert len(steps) == 7 and all(row.origins for row in steps)
    aspects = sections.aspects(view)
    assert [shown(aspects, row.key, "aspect") for row in aspects.table.rows] == [
        "Who leads",
        "Restricted development zones",
        "Life cycle",
        "Companies",
        "Speed",
    ]
    assert rows(aspects)["speed"]["data"].value.startswith("1 of 15 plans approved")
    said = view.ask("advantage/selection")
    links = [link for row in aspects.table.rows for side in sections.SIDES for link in row[side].links]
    assert len(links) == (said["part"] == "aspect").sum() and all(link.opens for link in links)


def test_the_table_of_quotients_shows_every_one(read, ask):
    section = quotients.heat(read())
    for row in ask("advantage/specialisation"):
        if row["year"] == 2020:
            text = shown(section, row["complex_id"], row["sector"])
            if pd.isna(row["lq"]):
                assert text == "·"
            else:
                assert float(text) == pytest.approx(row["lq"], abs=0.5 if row["lq"] >= 10 else 0.0051)
            cell = rows(section)[row["complex_id"]][row["sector"]]
            assert (
                cell.strong == (row["relation"] == "main" and pd.notna(row["lq"]))
                and str(cell.opens) == f"quotient:{row['complex_id']}:{row['sector']}"
            )
    order = [row["manufacturing"].value for row in section.table.rows]
    assert order == sorted(order, reverse=True)


def test_a_stronger_quotient_stands_on_a_stronger_ground(read):
    view = read()
    section = quotients.heat(view)
    cells: list[Cell] = [cell for row in section.table.rows for key, cell in row.cells.items() if key != "complex"]
    known = sorted((cell.value, cell.shade) for cell in cells if cell.value is not None)
    assert [shade for _, shade in known] == sorted(shade for _, shade in known) and {shade for _, shade in known} == {
        0,
        1,
        2,
        3,
        4,
        5,
    }
    drawn = drawing.section(section, view.w, view.warnings())
    assert drawn.count("shade-5") == sum(cell.shade == 5 for cell in cells) + 1, "one more stands in the legend"


def test_the_industry_chosen_orders_the_table_and_2010_says_what_it_lacks(read):
    section = quotients.heat(read(), 2010, "utilities")
    assert (
        section.table.rows[0].key == "uljin"
        and "2010†" in section.unit
        and "the 191 districts with accounts" in section.table.foot
    )
    assert {cell.missing for key, cell in rows(section)["daejeon"].cells.items() if key != "complex"} == {"·"}, (
        "no accounts in 2010"
    )
    alone = quotients.heat(read(provinces=("daejeon",)), 2010)
    assert "nothing published for these hosts" in alone.title and shown(alone, "daejeon", "manufacturing") == "·"


def test_a_quotient_opens_its_parts(read):
    view = read()
    section = quotients.quotient(view, "yongin", "manufacturing")
    assert section and section.title == "Yongin · Manufacturing"
    now = rows(section)["2020"]
    assert now["lq"].value == pytest.approx(now["share"].value / now["nation"].value, rel=1e-3)
    split = {row.key: row["amount"].value for row in section.tables[1].rows}
    assert sum(split.values()) == pytest.approx(now["value"].value - rows(section)["2015"]["value"].value, rel=1e-6)
    assert (
        quotients.quotient(view, "yongin", "<script>") is None
        and quotients.quotient(view, "nowhere", "manufacturing") is None
    )


def test_the_matrix_shows_blanks_and_opens_its_evidence(read, ask):
    view = read()
    section, evidence = life_cycle.cycle(view), pd.DataFrame(ask("advantage/life_cycle"))
    found = evidence.groupby(["complex_id", "stage"]).size()
    cells = {(row.key, stage): row[stage] for row in section.table.rows if not row.total for stage in STAGES}
    assert len(cells) == 15 * 6 and {key: cell.value for key, cell in cells.items() if cell.value} == found.to_dict()
    assert {cell.missing for cell in cells.values() if not cell.value} == {"nothing found"}
    (key, cell) = next((key, cell) for key, cell in cells.items() if cell.value)
    opened = life_cycle.evidence(view, *cell.opens.ids)
    assert opened and len(opened.table.rows) == found[key] and all(row.origins for row in opened.table.rows)
    assert life_cycle.evidence(view, "yongin", "nonsense") is None
    assert any("Special research zones" in line for line in section.method)


def test_formula_source_and_limits_are_told(read):
    section = method.method(read())
    formulas = [row["formula"].value for row in section.table.rows]
    assert formulas[0].startswith("LQ =") and "Σ |aᵢ − bᵢ|" in formulas[2]
    assert {"SE-015", "SE-016", "SE-018"} <= set(section.every_origin())
    limits = " ".join(row["limit"].value for row in section.tables[1].rows)
    assert all(part in limits for part in ("16 broad industries", "The latest year is 2020", "Current prices"))


def test_a_filter_and_an_earlier_day_reach_the_sections(read):
    assert set(rows(life_cycle.cycle(read(provinces=("gyeongbuk",))))) == {"andong", "gyeongju", "uljin", "all"}
    one = read(provinces=("gyeonggi",), as_of=dt.date(2024, 6, 30))
    assert hosts.themes(one).title.startswith("Yongin: the share of manufacturing in the host is 1.12 times")
    assert "not approved after 15.5 months" in "".join(approval.pace_rows(one)["text"])


def test_the_host_chosen_is_marked_and_told(read):
    view = read()
    marked = [row.key for row in hosts.shift(view, "uljin").table.rows if row.chosen]
    assert marked == ["uljin"] and host.industries(view, "uljin").title.startswith("Uljin")
    assert host.first(view, "<script>") == view.scope.complexes[0]
    assert "Uljin" in host.nearest(view, "uljin").title and len(host.nearest(view, "uljin").table.rows) == numbers.PEERS
    falls = rows(hosts.shift(view))["uljin"]["regional"]
    assert falls.value < 0 and falls.bar < 0, "a bar of a loss is drawn as one"


def test_files_hold_every_table(read, ask):
    view = read()
    made = {entry.id: entry.build(view) for entry in ENTRIES.values() if entry.subject == "advantage"}
    accounts = view.ask("advantage/specialisation")
    shifts = numbers.effects(accounts)
    assert {
        name: len(made[name].table.rows)
        for name in (
            "quotients",
            "shift-share",
            "advantage",
            "all-peers",
            "selection-statements",
            "pace-cases",
            "evidence",
        )
    } == {
        "quotients": len(accounts),
        "shift-share": 240,
        "advantage": len(numbers.theme_rows(shifts)),
        "all-peers": 15 * numbers.PEERS,
        "selection-statements": len(view.ask("advantage/selection")),
        "pace-cases": len(view.ask("advantage/generations")),
        "evidence": len(view.ask("advantage/life_cycle")),
    }
    book = openpyxl.load_workbook(
        io.BytesIO(tabular.xlsx([(name, made[name]) for name in ("shift-share", "quotients")], [], view.w))
    )
    sheet = book["shift-share"]
    heads = [cell.value for cell in sheet[1]]
    place = heads.index("Regional effect (KRW)")
    total = sum(row[place] or 0 for row in sheet.iter_rows(min_row=2, values_only=True))
    assert total == pytest.approx(shifts["regional"].sum())
    assert {i for row in made["quotients"].table.rows for i in row.origins} <= {
        row["origin_id"] for row in ask("sources/origins")
    }


# --- the page


def test_charts_hold_the_complexes_and_the_industries(page, ask):
    pace, bubbles = figures(page)
    marks = {trace["name"]: trace for trace in pace["data"]}
    hollow = dict(zip(marks["not approved"]["y"], marks["not approved"]["text"], strict=True))
    assert next(count for lane, count in hollow.items() if lane.startswith("2023")) == "×14"
    rows = {
        row["sector"]: row
        for row in ask("advantage/specialisation")
        if row["complex_id"] == "yongin" and row["year"] == 2020
    }
    assert len(bubbles["data"][0]["x"]) == sum(pd.notna(row["lq"]) for row in rows.values())
    assert max(bubbles["data"][0]["x"]) == pytest.approx(max(row["lq"] for row in rows.values()), abs=1e-3)


def test_controls_come_from_the_link():
    chosen = visit("advantage", advantage_year="2010", advantage_sector="utilities", lang="ko")
    host = visit("host", advantage_complex="uljin", lang="ko")
    page = Views([chosen, host, *visits("selection", "hosts", "pace", lang="ko").apps])
    drawn = html(chosen, "quotient-table") + html(chosen, "top")
    first = re.search(r'data-open="complex:([^"]+)"', drawn)
    assert first and first.group(1) == "uljin" and "2010년" in text(drawn) and "191개" in text(drawn)
    assert "울진" in text(html(host, "top"))
    for entry in ENTRIES.values():
        if entry.subject == "advantage":
            found = set(re.findall(r"[A-Za-z]{4,}", text(html(page, entry.id)))) - {"Samsung"}
            assert not found, (entry.id, found)


@pytest.mark.parametrize("value", ["<script>alert(1)</script>", "x" * 900, "-1", unicodedata.normalize("NFD", "용인")])
def test_hostile_values_are_refused_with_a_word(value):
    page = visit("advantage", advantage_year="99999999999", advantage_sector=value)
    assert "<script>" not in html(visit("host", advantage_complex=value), "top")
    assert (
        "<script>" not in html(page, "top")
        and len(re.findall(r'data-open="quotient:', html(page, "quotient-table"))) == 240
    )
    assert "of 15 complexes" in text(html(page, "top"))


def test_nothing_in_scope_shows_the_way_out():
    page = visit("advantage", province="jeju")
    assert any("No complex matches" in info.value for info in page.info) and not page.get("plotly_chart")
