"""Benefits: the rules against a firm (pure), the questions against the tables, and the page through AppTest."""

import csv
import datetime as dt
import html as markup
import re
import unicodedata
from collections.abc import Callable

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.money.finder import written
from rollout.document.model import Row, Section
from rollout.document.target import Target
from rollout.language.words import Words
from rollout.questions.ask import Asker
from rollout.questions.scope import Scope
from rollout.questions.view import View, view_of
from rollout.render import printed, tabular
from rollout.store.lake import Store
from rollout.subjects.benefits import finder, finder_lines, places, plant, sections
from rollout.subjects.benefits.eligibility import (
    APPLIES,
    CONFIRM,
    MET,
    NEARLY,
    NO,
    OPEN,
    SIZES,
    UNMET,
    Firm,
    Place,
    assess,
    judge,
    read_people,
    read_won,
    worth,
)
from tests.conftest import ROOT
from tests.opening import healthy, html, own_store, text, visit, visits  # noqa: F401  own_store is a fixture

DAY = dt.date(2026, 3, 31)
Ask = Callable[..., list[dict]]


def table(name: str) -> list[dict[str, str]]:
    with (ROOT / "data" / "tables" / f"{name}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def rule(field: str, operator: str, *accepted: str, sizes: tuple[str, ...] = ()) -> dict:
    return {
        "field": field,
        "operator": operator,
        "accepted": list(accepted),
        "firm_sizes": list(sizes),
        "text_ko": "요건",
        "text_en": "a condition",
    }


def rate(basis: str, **values: object) -> dict:
    blank = dict.fromkeys(
        (
            "capital_area",
            "rate_min_pct",
            "rate_max_pct",
            "amount_min_krw",
            "amount_max_krw",
            "cap_krw",
            "cap_investment_pct",
            "cap_hire_min_krw",
            "cap_hire_max_krw",
            "national_share_pct",
        )
    )
    return blank | {"basis": basis, "firm_sizes": [], "form": "grant"} | values


# --- the interpreter


@pytest.mark.parametrize(
    ("asked", "firm", "state"),
    [
        (rule("firm_size", "in", "small", "medium"), Firm(size="medium"), MET),
        (rule("firm_size", "in", "small", "medium"), Firm(size="large"), UNMET),
        (rule("firm_size", "not-in", "large"), Firm(size="small"), MET),
        (rule("firm_size", "in", "small"), Firm(), OPEN),
        (rule("investment_krw", "at-least", "5000000000000"), Firm(investment_krw=5e12), MET),
        (rule("investment_krw", "at-least", "5000000000000"), Firm(investment_krw=5e12 - 1), UNMET),
        (rule("investment_krw", "at-most", "10"), Firm(investment_krw=11), UNMET),
        (rule("hires", "at-least", "20", sizes=("small", "medium")), Firm(size="large", hires=1), MET),
        (rule("hires", "at-least", "20", sizes=("small", "medium")), Firm(size="small", hires=19), UNMET),
        (rule("capital_area", "in", "false"), Firm(place=Place(capital_area=True)), UNMET),
        (rule("capital_area", "in", "false"), Firm(), OPEN),
        (rule("zone_type", "in", "z"), Firm(place=Place(zones={"z": "inside"})), MET),
        (rule("zone_type", "in", "z"), Firm(place=Place(zones={"z": "near"})), OPEN),
        (rule("zone_type", "in", "z"), Firm(place=Place()), UNMET),
        (rule("district_class", "in", "a"), Firm(place=Place(classes=frozenset("a"))), MET),
        (rule("district_class", "in", "a", "b"), Firm(place=Place(other_classes=frozenset("a"))), OPEN),
        (rule("district_class", "in", "a"), Firm(place=Place(other_classes=frozenset("a"))), UNMET),
        (rule("district_class", "in", "a"), Firm(place=Place(zones={"z": "inside"}, settled=False)), OPEN),
        (rule("complex", "in", "x"), Firm(place=Place(complex_id="x")), MET),
        (rule("complex", "in", "x"), Firm(place=Place(complexes_here=frozenset("x"))), OPEN),
        (rule("complex", "in", "x"), Firm(place=Place(complex_id="y", complexes_here=frozenset("xy"))), UNMET),
        (rule("statement", "confirm"), Firm(size="small"), OPEN),
    ],
)
def test_a_condition(asked: dict, firm: Firm, state: str) -> None:
    assert judge(asked, firm).state == state


def test_verdict_counts_what_is_not_met() -> None:
    size, jobs, word = rule("firm_size", "in", "small"), rule("hires", "at-least", "20"), rule("statement", "confirm")
    assert assess([size, jobs], Firm("small", hires=20)).state == APPLIES
    assert assess([size, word], Firm("small")).state == CONFIRM
    assert assess([], Firm("small")).state == CONFIRM, "nothing published is not a yes"
    assert assess([size, jobs, word], Firm("large", hires=30)).state == NEARLY
    assert assess([size, jobs], Firm("large", hires=1)).state == NO
    with pytest.raises(ValueError, match="operator"):
        judge(rule("firm_size", "like", "small"), Firm("small"))


@given(st.sampled_from(SIZES), st.integers(1, 10**6), st.floats(1, 1e15), st.booleans())
def test_more_known_of_a_firm_never_turns_a_no_into_a_yes(size: str, hires: int, won: float, capital: bool) -> None:
    rules = [
        rule("firm_size", "in", "small", "medium"),
        rule("hires", "at-least", "20"),
        rule("investment_krw", "at-least", "1000000"),
        rule("capital_area", "in", "false"),
    ]
    whole = Firm(size, None, None, won, hires, Place(capital_area=capital))
    full = [judge(each, whole).state for each in rules]
    for partial in (
        Firm(),
        Firm(size=size),
        Firm(hires=hires),
        Firm(investment_krw=won),
        Firm(place=Place(capital_area=capital)),
    ):
        states = [judge(each, partial).state for each in rules]
        assert all(a in {OPEN, b} for a, b in zip(states, full, strict=True))


@given(st.floats(1, 1e15), st.floats(0, 100))
def test_worth_is_rate_times_investment(won: float, percent: float) -> None:
    found = worth([rate("facility-investment", rate_min_pct=percent, rate_max_pct=percent)], Firm(investment_krw=won))[
        0
    ]
    assert (found.kind, found.low) == ("range", found.high)
    assert found.high == pytest.approx(won * percent / 100)


def test_worth_says_no_more_than_the_basis_allows() -> None:
    firm = Firm("medium", None, "domestic", 30e9, 50, Place(capital_area=False))
    assert worth([rate("land-price", rate_max_pct=30)], firm)[0].kind == "rate"
    assert worth([rate("programme-total", amount_max_krw=1e12)], firm)[0].kind == "programme"
    assert worth([rate("foreign-investment", rate_max_pct=50)], firm)[0].kind == "rate", (
        "a domestic investor has no foreign investment"
    )
    assert worth([rate("facility-investment", rate_max_pct=25)], Firm("medium"))[0].kind == "asks-investment"
    hires = worth([rate("hires", amount_min_krw=700_000, amount_max_krw=700_000)], firm)[0]
    assert (hires.kind, hires.low, hires.high) == ("range", 35e6, 35e6)
    cap = worth(
        [
            rate(
                "corporate-tax",
                rate_min_pct=50,
                rate_max_pct=100,
                cap_investment_pct=50,
                cap_hire_min_krw=15e6,
                cap_hire_max_krw=20e6,
            )
        ],
        firm,
    )[0]
    assert (cap.kind, cap.low, cap.high) == ("limit", 15e9 + 50 * 15e6, 15e9 + 50 * 20e6)
    assert [
        w.rate["rate_max_pct"]
        for w in worth(
            [
                rate("investment", rate_max_pct=50, capital_area=False),
                rate("investment", rate_max_pct=40, capital_area=True),
            ],
            firm,
        )
    ] == [50]
    assert worth([rate("investment", rate_max_pct=9, firm_sizes=["large"])], firm) == []


@pytest.mark.parametrize(
    ("typed", "won", "fault"),
    [
        ("300", 3e10, None),
        ("300억", 3e10, None),
        ("1조 2,000억원", 1.2e12, None),
        ("KRW 1.2 trillion", 1.2e12, None),
        ("５００억", 5e10, None),
        ("5,000,000,000원", 5e9, None),
        (unicodedata.normalize("NFD", "300억"), 3e10, None),
        ("30 billion won", 3e10, None),
        ("", None, None),
        ("   ", None, None),
        ("0", None, "zero"),
        ("0억", None, "zero"),
        ("-5", None, "negative"),
        ("−5억", None, "negative"),
        ("1e30", None, "huge"),
        ("9" * 16 + "억", None, "huge"),
        ("1e999", None, "huge"),
        ("abc", None, "unreadable"),
        ("<b>5</b>", None, "unreadable"),
        ("nan", None, "unreadable"),
        ("inf", None, "unreadable"),
        ("9" * 10_000, None, "unreadable"),
        ("1.2.3", None, "unreadable"),
        ("5억 3", None, "unreadable"),
    ],
)
def test_amounts_as_typed(typed: str, won: float | None, fault: str | None) -> None:
    assert read_won(typed, 1e8) == (won, fault)


@given(st.text(max_size=60))
def test_nothing_typed_breaks(typed: str) -> None:
    for value, fault in (read_won(typed, 1e9), read_people(typed)):
        assert value is None or (0 < value <= 1e15 and fault is None)


@given(st.floats(1e4, 1e15))
def test_an_amount_written_out_means_the_same_in_both_languages(won: float) -> None:
    won = round(won, -4)
    for lang in ("ko", "en"):
        for unit in (1e8, 1e9):
            assert read_won(written(won, Words(lang)), unit)[0] == pytest.approx(won, rel=1e-9)


@pytest.mark.parametrize(
    ("typed", "people", "fault"),
    [
        ("50", 50, None),
        ("5,000명", 5000, None),
        ("", None, None),
        ("0", None, "zero"),
        ("-1", None, "negative"),
        ("1.5", None, "unreadable"),
        ("1e30", None, "huge"),
        ("x", None, "unreadable"),
    ],
)
def test_people_as_typed(typed: str, people: int | None, fault: str | None) -> None:
    assert read_people(typed) == (people, fault)


# --- the tables


def test_rules_say_what_the_measures_own_columns_say() -> None:
    """A rule read from a structured column holds what the column holds; and no structured condition is left without a
    rule.
    """
    rules = table("benefit_rules")
    for row in table("benefits"):
        own = [r for r in rules if r["benefit_id"] == row["benefit_id"]]
        by = {r["read_from"]: r for r in own}
        scope = row["region_scope"]
        if scope == "non-capital":
            assert (by["region_scope"]["field"], by["region_scope"]["value"]) == ("capital_area", "false")
        elif scope == "designated-zone" and row["zone_type"]:
            assert (by["region_scope"]["field"], by["region_scope"]["value"]) == ("zone_type", row["zone_type"])
        elif scope not in {"all", "designated-zone"}:
            assert (by["region_scope"]["field"], by["region_scope"]["value"]) == ("complex", scope)
        if row["industry_scope"] != "all":
            assert by["industry_scope"]["value"] == row["industry_scope"]
        assert (row["beneficiary"] == "foreign-investor") == any(r["field"] == "investor_kind" for r in own)
        if row["beneficiary"] == "sme":
            assert any(r["field"] == "firm_size" and "small" in r["value"] and "large" not in r["value"] for r in own)


def test_rates_lie_within_the_measures_own_rates() -> None:
    measures = {row["benefit_id"]: row for row in table("benefits")}
    for row in table("benefit_rates"):
        own = measures[row["benefit_id"]]
        if row["rate_max_pct"] and own["rate_max_pct"]:
            assert (
                float(own["rate_min_pct"] or 0)
                <= float(row["rate_min_pct"] or row["rate_max_pct"])
                <= float(row["rate_max_pct"])
                <= float(own["rate_max_pct"])
            )
        if row["basis"] == "programme-total":
            assert (row["amount_min_krw"], row["amount_max_krw"]) == (own["amount_min_krw"], own["amount_max_krw"])


def test_no_measure_is_named_in_code() -> None:
    ids = {row["benefit_id"] for row in table("benefits")}
    for path in [
        *(ROOT / "rollout" / "subjects" / "benefits").glob("*.py"),
        *(ROOT / "pages" / "money").glob("*.py"),
        *(ROOT / "queries" / "benefits").glob("*.sql"),
    ]:
        words = set(re.findall(r"[a-z0-9][a-z0-9-]*", path.read_text(encoding="utf-8")))
        assert not {i for i in words & ids if "-" in i}, path.name


def test_depopulation_areas_are_the_89() -> None:
    rows = [row for row in table("district_classes") if row["class_id"] == "depopulation"]
    assert len(rows) == 89 and {row["complete"] for row in rows} == {"true"}
    assert {"46770", "47170", "47930"} <= {row["district_code"] for row in rows}  # Goheung, Andong, Uljin


# --- the questions


def states(ask: Ask, day: dt.date) -> dict[str, str]:
    return {row["benefit_id"]: row["state"] for row in ask("benefits/catalogue", as_of=day)}


def test_a_measure_is_told_as_it_stood_that_day(ask: Ask) -> None:
    """Held against the CSV: ceilings of the regional investment subsidy, raised on 2025-02-01 and 2026-02-10."""
    told = {day: states(ask, day) for day in (dt.date(2024, 6, 30), dt.date(2025, 2, 1), DAY)}
    assert [told[day]["lis-cap-2024"] for day in told] == ["in-force", "replaced", "replaced"]
    assert [told[day].get("lis-cap-2025") for day in told] == [None, "in-force", "in-force"]
    assert (
        told[DAY]["prefeas-fast-7to2"] == "replaced"
        and states(ask, dt.date(2023, 12, 31))["prefeas-fast-7to2"] == "in-force"
    )
    assert told[DAY]["temp-investment-credit-2425"] == "ended" and told[DAY]["mpe-third-round"] == "planned"


def test_nothing_is_known_before_it_was_said(ask: Ask) -> None:
    rows, pages = table("benefits"), {row["origin_id"]: row["published_on"] for row in table("origins")}
    first = {
        row["benefit_id"]: min(filter(None, map(pages.get, row["origin_ids"].split(";"))), default="") for row in rows
    }
    for day in (dt.date(2023, 3, 20), dt.date(2025, 1, 1)):
        assert set(states(ask, day)) == {
            r["benefit_id"]
            for r in rows
            if (r["stated_on"] or first[r["benefit_id"]] or r["valid_from"]) <= day.isoformat()
        }


def test_a_measure_reaches_a_complex_as_its_scope_says(ask: Ask) -> None:
    reach = {(r["complex_id"], r["benefit_id"]): r["reach"] for r in ask("benefits/reach")}
    assert reach["yongin", "yongin-grid"] == "named" and ("daegu", "yongin-grid") not in reach
    assert reach["gangneung", "odz-corporate-tax"] == "tied" and reach["daegu", "odz-corporate-tax"] == "district"
    assert ("hongseong", "odz-corporate-tax") not in reach
    assert reach["andong", "ltax-depop-startup"] == "open" and ("gwangju", "ltax-depop-startup") not in reach
    assert (
        reach["cheongju-osong", "lis-upper-facility"] == "open" and ("cheongju-osong", "lis-mid-facility") not in reach
    )
    assert reach["wanju", "lis-mid-facility"] == "class" and ("yongin", "lis-mid-facility") not in reach
    assert ("iksan", "kchips-semicon-sme-2025") not in reach


def test_zones_of_a_complex_stand_where_the_table_says(ask: Ask) -> None:
    near = {(r["complex_id"], r["zone_id"]): r["nearness"] for r in ask("benefits/zones_near")}
    tied = {(row["complex_id"], row["zone_id"]) for row in table("designations") if row["complex_id"]}
    assert {key for key, value in near.items() if value == "tied"} == tied
    assert near["daegu", "odz-daegu-national"] == "district" and near["daegu", "odz-daegu-alphacity"] == "province"
    assert ("yongin", "odz-pohang") not in near


def assessed(ask: Ask, chosen: str, day: dt.date = DAY, **firm: object) -> dict[str, tuple[str, list]]:
    frames = {
        name: pd.DataFrame(ask(f"benefits/{name}", as_of=day))
        for name in ("catalogue", "rules", "rates", "places", "zones")
    }
    place, _ = plant.place(chosen, frames["places"], frames["zones"])
    items = finder.assessed(frames["catalogue"], frames["rules"], frames["rates"], Firm(place=place, **firm))
    return {item["row"]["benefit_id"]: (finder_lines.group(item), item["worth"]) for item in items}


def test_the_finder_on_the_published_rules(ask: Ask) -> None:
    found = assessed(
        ask,
        "complex:gwangju",
        size="medium",
        industry="future-vehicle",
        investor="domestic",
        investment_krw=30e9,
        hires=50,
    )
    group, money = found["kchips-facility-sme-2023"]
    assert group == CONFIRM and money[0].high == 7.5e9
    assert found["kchips-semicon-sme-2025"][0] == NEARLY and found["fdi-cash-grant-hightech"][0] == NEARLY
    assert found["odz-corporate-tax"][0] == CONFIRM and found["lis-cap-2025"][0] == "limit"
    large = assessed(
        ask, "complex:yongin", size="large", industry="semiconductor", investor="foreign", investment_krw=6e12
    )
    assert large["kchips-semicon-large-2025"][1][0].high == pytest.approx(1.2e12)
    assert large["lis-mid-facility"][0] in {NEARLY, NO} and large["yongin-grid"][0] == APPLIES
    assert large["ltax-depop-hiring"][0] == NO
    andong = assessed(ask, "district:47170", size="small", hires=10, investor="domestic")
    assert andong["ltax-depop-hiring"][0] == CONFIRM and andong["ltax-depop-hiring"][1][0].high == 7e6
    assert andong["lis-lower-facility"][0] == NEARLY, "fewer than the 20 hires that a small firm needs"


def test_a_rule_holds_only_in_its_time(ask: Ask) -> None:
    """Semiconductors had the general rate until theirs was raised."""
    before, after = (
        assessed(ask, "complex:yongin", day, size="large", industry="semiconductor", investment_krw=1e12)[
            "kchips-facility-large-2023"
        ][0]
        for day in (dt.date(2024, 6, 30), DAY)
    )
    assert (before, after) == (CONFIRM, NEARLY)


def test_inside_a_kind_of_zone(ask: Ask) -> None:
    found = assessed(ask, "zone:opportunity-development-zone", size="mid-sized", investment_krw=100e9, hires=10)
    group, money = found["odz-corporate-tax"]
    assert group == CONFIRM and (money[0].kind, money[0].low) == ("limit", 50e9 + 10 * 15e6)
    assert found["odz-subsidy-addon-2025"][1][0].high == 8e9
    assert found["rnd-zone-corporate"][0] == NEARLY


# --- the sections


def reader(opened: Store, lang: str = "en", day: dt.date = DAY, **filters: object) -> View:
    asker = Asker(opened)
    return view_of(asker, Scope(day, dt.date(2025, 3, 31), day, lang, snapshot=asker.snapshot(), **filters))


def asked(view: View, chosen: str, *firm: object) -> plant.Asked:
    place, near = plant.place(chosen, view.ask("benefits/places"), view.ask("benefits/zones"))
    return plant.Asked(Firm(*firm, place), chosen, near)


def rows(section: Section) -> dict[str, Row]:
    return {row.key: row for row in section.tables[0].rows}


def printed_of(section: Section, key: str, column: str, view: View) -> str:
    table = section.tables[0]
    return printed.cell_text(rows(section)[key][column], next(c for c in table.columns if c.key == column), view.w)


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_the_finders_groups_are_the_finders_whole(opened: Store, lang: str) -> None:
    """The page shows a group at a time, the workbook all of them: the same rows, every measure in force once."""
    view = reader(opened, lang)
    what = asked(view, "complex:andong", "small", "bio", "domestic", 1e10, 30)
    whole, parts = finder.section(view, what), [finder.section(view, what, group) for group in finder.GROUPS]
    assert [row for part in parts for row in part.tables[0].rows] == list(whole.tables[0].rows)
    assert sum(row["rates"].value for row in whole.tables[0].rows) == sum(
        row["state"] == "in-force" for row in view.ask("benefits/catalogue").to_dict("records")
    )
    file = tabular.sheets([whole], view.w)[0]
    told = dict(zip(file.heads, file.rows[0], strict=True))
    assert told[view.w.t("Conditions")].startswith(f"{view.w.code('condition-state', 'met')}: ")


def test_what_a_measure_is_worth_to_a_firm(opened: Store) -> None:
    view = reader(opened)
    section = finder.section(
        view, asked(view, "complex:gwangju", "medium", "future-vehicle", "domestic", 30e9, 50), CONFIRM
    )
    said = printed_of(section, "kchips-facility-sme-2023", "worth", view)
    assert (
        said.startswith("KRW 7.5 billion (25% of the facility investment, if all of it counts")
        and "Capped at tax payable" in said
    )
    assert "met: firm size" in printed_of(section, "kchips-facility-sme-2023", "conditions", view)
    scheme = [row for row in section.tables[0].rows if row["rates"].value > 1]
    assert scheme and all("one of" in row["measure"].value for row in scheme)
    over = finder.section(view, asked(view, "complex:andong", "small", "bio", "domestic", 1e12, 300), CONFIRM)
    marks = {link.mark for row in over.tables[0].rows for link in row["limits"].links}
    assert "over" in marks, "a figure above a published ceiling says so"


def test_measures_by_category_and_what_ends(opened: Store, ask: Ask) -> None:
    view, every = reader(opened), ask("benefits/catalogue")
    force = [r for r in every if r["state"] == "in-force"]
    by = rows(sections.categories(view))
    for category, row in by.items():
        own = [r for r in every if r["category"] == category]
        assert row["force"].value == sum(r["state"] == "in-force" for r in own)
        assert (row["past"].value or 0) == sum(r["state"] in {"replaced", "ended"} for r in own)
        assert (row["planned"].value or 0) == sum(r["state"] == "planned" for r in own)
    soon = {r["benefit_id"] for r in force if pd.notna(r["valid_to"]) and (r["valid_to"].date() - DAY).days <= 365}
    assert set(rows(sections.ending(view))) == soon and sum(row["soon"].value or 0 for row in by.values()) == len(soon)
    whole = sections.benefits(view)
    assert whole.picture.series[0].values == tuple(
        sorted((float(row["force"].value) for row in by.values()), reverse=True)
    )
    assert [{row.key for row in table.rows} for table in whole.tables] == [soon, set(by)]


def test_measures_by_complex(opened: Store) -> None:
    view = reader(opened)
    reach, cover = view.ask("benefits/reach"), rows(places.coverage(view))
    own = reach[(reach["complex_id"] == "yongin") & reach["reach"].isin(["named", "tied", "open"])]
    assert (
        cover["yongin"]["total"].value
        == len(own)
        == sum(cover["yongin"][kind].value for kind in view.w.codes("benefit-category"))
    )
    assert cover["yongin"]["tax"].opens == Target("reach", ("yongin", "tax"))
    hung = reach[
        (reach["complex_id"] == "daegu") & (reach["category"] == "tax") & reach["reach"].isin(["district", "class"])
    ]
    assert cover["daegu"]["tax"].after.value == len(hung)
    assert len(places.of_reach(view, "daegu", "tax").tables[0].rows) == cover["daegu"]["tax"].value + len(hung)


def test_zones_by_complex(opened: Store) -> None:
    view = reader(opened)
    section = places.designations(view)
    assert printed_of(section, "gangneung", "opportunity-development-zone", view).startswith(
        "tied to the complex by a source: 1"
    )
    beside = view.ask("benefits/zones_near")
    for key, row in rows(section).items():
        own = beside[beside["complex_id"] == key]
        links = [link for kind in view.w.codes("zone-type") for link in row[kind].links]
        assert (
            sum(int(link.text) for link in links)
            == len(own)
            == sum(row[level].value for level in ("tied", "district", "province"))
        )
    assert (
        rows(section)["changwon"]["relief"].opens == Target("relief", ("changwon",))
        and rows(section)["changwon"]["relief"].after.value == 1
    )
    balance = rows(places.balance(view))
    assert (balance["complexes"]["outside"].value, balance["complexes"]["all"].value) == (14, 15)


def test_a_measure_in_full(opened: Store) -> None:
    view = reader(opened)
    section = sections.measure(view, "lis-cap-2024")
    facts = [
        (row["what"].value, printed.cell_text(row["value"], section.tables[0].columns[1], view.w))
        for row in section.tables[0].rows
    ]
    assert facts[0][1].startswith("replaced; Regional investment subsidy: per-project ceiling raised (2025)")
    assert ("Condition", "outside the capital area") in facts and section.origins
    assert "replaces" in {row["what"].value: 1 for row in sections.measure(view, "lis-cap-2025").tables[0].rows}


# --- the page


def names(html_: str) -> list[str]:
    return [
        markup.unescape(name)
        for name in re.findall(r'data-open="measure:[^"]+"[^>]*><span class="value[^"]*">([^<]+)</span>', html_)
    ]


def test_page_as_of_the_last_day(ask: Ask) -> None:
    app = visits("ending", "benefits", "measure-places", "designations", "measures")
    every = ask("benefits/catalogue")
    force = [r for r in every if r["state"] == "in-force"]
    soon = [r for r in force if pd.notna(r["valid_to"]) and (r["valid_to"].date() - DAY).days <= 365]
    said = text(html(app, "top"))
    assert f"{len(force)} support measures are in force" in said and f"{len(soon)} end within a year" in said
    zones = [zone for zone in table("designations") if zone["status"] == "in-force"]
    outside = sum(not set(z["province_ids"].split(";")) & {"seoul", "incheon", "gyeonggi"} for z in zones)
    assert f"({outside} of {len(zones)})" in said
    assert sorted(names(html(app, "ending"))) == sorted(r["name_en"] for r in soon)
    shown = [html(app, f"finder-{group}") for group in ("applies", "confirm", "nearly", "place")]
    assert "KRW 7.5 billion" in text(shown[1]) and all(shown)
    assert "never added up" in visit("benefits").caption[1].value
    assert 'data-open="reach:yongin:tax"' in html(app, "benefit-coverage") and 'data-open="relief:changwon"' in html(
        app, "designations"
    )
    listed = html(app, "measures")
    assert f"All {len(every)} measures" in text(html(visit("measures"), "top"))
    assert len(re.findall(r"<th scope=row", listed)) == len(every) and "Replaced by" in listed


def test_catalogue_is_searched_and_filtered(ask: Ask) -> None:
    app = visit("measures", measure_find="opportunity  DEVELOPMENT zone", benefit_category="tax")
    found = names(html(app, "measures"))
    assert found and all("Opportunity development zone" in name or "Urban" in name for name in found)
    korean = unicodedata.normalize("NFD", "기회발전특구")
    app = visit("measures", measure_find=korean, benefit_category="세제")
    assert set(names(html(app, "measures"))) == set(found)
    soon = visit("measures", benefit_state="soon")
    assert len(names(html(soon, "measures"))) == sum(
        pd.notna(r["ends_in_days"]) and r["ends_in_days"] <= 365 for r in ask("benefits/catalogue")
    )


def test_hostile_search() -> None:
    app = visit("measures", measure_find="<script>alert(1)</script>")
    for evil in ("", "'; DROP TABLE x; --", "%" * 100, "가" * 10_000, "\u202e\u0000"):
        shown = html(app, "measures") + html(app, "top")
        assert "<script" not in shown and "No measure matches" in shown
        app = healthy(app.text_input(key="measure_find").set_value(evil or "zzz").run())


def test_numbers_that_are_none() -> None:
    app = visit("benefits", benefit_investment="1e30", benefit_hires="-1")
    first, second = (warning.value for warning in app.warning)
    assert "more than any plan" in first and "can't be negative" in second
    for typed, words in (
        ("0", "zero is left out"),
        ("-3", "can't be negative"),
        ("<b>x</b>", "no number that can be read"),
    ):
        app = healthy(app.text_input(key="benefit_investment").set_value(typed).run())
        assert words in app.warning[0].value
        assert "No investment given" in app.caption[0].value and "enter the planned investment" in html(
            app, "finder-confirm"
        )
    app = healthy(app.text_input(key="benefit_investment").set_value("").run())
    app = healthy(app.text_input(key="benefit_hires").set_value("").run())
    assert not app.warning and "enter the planned investment" in html(app, "finder-confirm")


def test_a_bare_number_keeps_its_worth_when_the_language_changes() -> None:
    app = visit("benefits", benefit_investment="300", lang="ko")
    assert "30,000,000,000원" in app.caption[0].value and app.text_input(key="benefit_investment").value == "300억"
    app.segmented_control(key="lang").set_value("en").run()
    assert "KRW 30 billion" in app.caption[0].value


def test_finder_from_a_link() -> None:
    app = visit(
        "benefits",
        benefit_size="large",
        benefit_industry="semiconductor",
        benefit_place="complex:yongin",
        benefit_investment="6 trillion",
        benefit_investor="foreign",
    )
    shown = text(html(app, "finder-confirm"))
    assert "KRW 1.2 trillion" in shown and "20% of the facility investment" in shown
    wrong = visit("benefits", benefit_size="giant", benefit_place="complex:atlantis")
    assert "left out" in text(html(wrong, "top"))


def test_province_and_industry_narrow_the_catalogue() -> None:
    whole, here = (
        int(re.search(r"(?:of|All) (\d+) measures", text(html(visit("measures", **query), "top")))[1])
        for query in ({}, {"province": "gyeongbuk", "industry": "nuclear"})
    )
    assert 0 < here < whole
    app = visit("measure-places", province="gyeongbuk")
    assert "Yongin power lines" not in html(app, "measures") and 'data-open="complex:yongin"' not in html(
        app, "benefit-coverage"
    )
    assert 'data-open="complex:andong"' in html(app, "benefit-coverage")


def test_an_earlier_day(ask: Ask) -> None:
    day = dt.date(2023, 3, 20)
    app = visits("ending", "measure-places", "designations", as_of=day.isoformat(), compare="2023-03-15")
    assert f"{sum(state == 'in-force' for state in states(ask, day).values())} support measures" in text(
        html(app, "top")
    )
    assert "Urban innovation hub" in html(app, "balance") and "none known" in html(app, "balance")
    assert "One designated zone is tied to 1 of 15 complexes" in html(app, "designations")


def test_korean() -> None:
    app = visits("ending", "benefits", "measure-places", "designations", "measures", lang="ko")
    parts = (
        "top",
        "benefit-categories",
        "ending",
        "finder-confirm",
        "finder-nearly",
        "benefit-coverage",
        "designations",
        "balance",
        "measures",
    )
    said = " ".join(text(html(app, part)) for part in parts)
    assert "조건에 해당하는 시행 중 제도" in said and "요건 1개 미충족" in said and "75억원" in said
    words = set(re.findall(r"[A-Za-z]{4,}", markup.unescape(said))) - {"RE100"}
    assert words <= {"hynix", "KOSDAQ", "WATER"}, words
