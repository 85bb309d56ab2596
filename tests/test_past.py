"""What a question answers as of a day: what was said or changed later leaves it alone, rings and doubles do no harm,
places go by code.
"""

import csv
import datetime as dt
import shutil
import unicodedata
from collections.abc import Callable, Mapping
from pathlib import Path

import pandas as pd
import pytest

from rollout import facts
from rollout.questions.ask import Asker, question
from rollout.store import edition, writing
from rollout.store import lake as store
from rollout.store.mirror import Mirror
from rollout.subjects.investment import words as money
from tests.conftest import AS_OF, EVERY_COMPLEX
from tests.test_queries import NAMES, given

TRILLION = 10**12
TOMORROW = AS_OF + dt.timedelta(days=1)
BEFORE = dt.date(2025, 6, 30)
PAGE = "ZZ-001"  # published tomorrow
Change = Callable[[pd.DataFrame], pd.DataFrame]


def set_row(key: str, value: str, /, **cells: str | None) -> Change:
    """Other cells in one row."""

    def change(frame: pd.DataFrame) -> pd.DataFrame:
        assert (frame[key] == value).sum() == 1, f"{value} stands once in {key}"
        copy, own = frame.copy(), frame[key] == value
        for column, cell in cells.items():
            copy.loc[own, column] = cell
        return copy

    return change


def add_row(key: str, value: str, /, **cells: str | None) -> Change:
    """A further row, like an existing one but for these cells."""
    return lambda frame: pd.concat([frame, frame[frame[key] == value].head(1).assign(**cells)], ignore_index=True)


def both(*changes: Change) -> Change:
    def change(frame: pd.DataFrame) -> pd.DataFrame:
        for one in changes:
            frame = one(frame)
        return frame

    return change


@pytest.fixture(scope="module")
def tables() -> dict[str, store.Table]:
    """The tables of the real package."""
    own = edition.package_tables(facts.DATA_DIR)
    return own | edition.statistics_tables(facts.DATA_DIR, own["provinces"].frame)


class Known:
    """Asks a store as of the end of the facts unless another day is named; answers with rows."""

    def __init__(self, asker: Asker):
        self.asker = asker

    def __call__(self, name: str, **parameters: object) -> list[dict]:
        return self.asker.ask(name, self.asker.snapshot(), **given(name) | parameters).to_dict("records")


@pytest.fixture(scope="module")
def real(asker: Asker) -> Known:
    """The real facts."""
    return Known(asker)


class State(Mirror):
    """The real facts in memory, some of their tables changed past the check."""

    def __init__(self, opened: store.Store, tables: Mapping[str, store.Table], changes: Mapping[str, Change]):
        super().__init__(opened.snapshot(), opened.copied(opened.snapshot()))
        for name, change in changes.items():
            columns = ", ".join(writing.expression(*column) for column in tables[name].types.items())
            self.connection.register("changed", change(tables[name].frame))
            self.connection.execute(f"CREATE OR REPLACE TABLE facts.{name} AS SELECT {columns} FROM changed")
            self.connection.unregister("changed")
        self.finish()

    def query(self, sql: str, parameters: Mapping[str, object] | None = None, _: int | None = None) -> pd.DataFrame:
        return super().query(sql, parameters)

    def snapshot(self) -> int:
        return self.number


@pytest.fixture
def knowing(opened: store.Store, tables: Mapping[str, store.Table]) -> Callable[..., Known]:
    """The real facts with changes of some tables."""
    return lambda **changes: Known(Asker(State(opened, tables, changes)))


# --- what is said or changed tomorrow

DAY = TOMORROW.isoformat()
ROW = {"origin_ids": PAGE}
LATER: dict[str, Change] = {
    "origins": add_row("origin_id", "CA-001", origin_id=PAGE, published_on=DAY),
    "complex_figures": add_row(
        "metric", "area", figure_id="tomorrow", value="1", stated_on=DAY, stated_precision="day", counts="true", **ROW
    ),
    "milestones": add_row(
        "complex_id",
        "goheung",
        milestone_id="tomorrow",
        stage_id="first-operation",
        status="withdrawn",
        date=DAY,
        precision="day",
        stated_on=DAY,
        stated_precision="day",
        counts="true",
        **ROW,
    ),
    "events": add_row("complex_id", "yongin", event_id="tomorrow", date=DAY, date_precision="day", **ROW),
    "investments": both(
        set_row("investment_id", "yongin-samsung-2024", status="cancelled", status_on=DAY),
        add_row(
            "investment_id",
            "yongin-samsung-2024",
            investment_id="tomorrow",
            status="in-force",
            status_on=None,
            supersedes="yongin-samsung-2024",
            amount_krw=str(999 * TRILLION),
            stated_on=DAY,
            stated_precision="day",
            **ROW,
        ),
    ),
    "targets": add_row("scope", "national", target_id="tomorrow", stated_on=DAY, stated_precision="day", **ROW),
    "target_progress": add_row("role", "progress", progress_id="tomorrow", as_of=DAY, as_of_precision="day", **ROW),
    "fdi": add_row("fdi_id", "2025-reported-total", fdi_id="tomorrow", vintage="revised", amount_usd="1", **ROW),
    "talent_programmes": both(
        set_row("programme_id", "pt-semi-anseong", status="ended", status_on=DAY),
        set_row("programme_id", "hs-yongin-semiconductor", status="selected", status_on=DAY),
        add_row(
            "programme_id",
            "pt-semi-anseong",
            programme_id="tomorrow",
            status="running",
            status_on=None,
            stated_on=None,
            **ROW,
        ),
    ),
    "talent_supply": add_row("metric", "seats", supply_id="tomorrow", year="2025", value="1", **ROW),
    "benefits": both(
        set_row("benefit_id", "rdz-strategy-projects-2025", status="ended", status_on=DAY),
        set_row("benefit_id", "rdz-changwon-rereview", status="in-force", status_on=DAY),
        add_row(
            "benefit_id",
            "rdz-strategy-projects-2025",
            benefit_id="tomorrow",
            status="in-force",
            status_on=None,
            stated_on=DAY,
            stated_precision="day",
            **ROW,
        ),
        set_row("benefit_id", "semicon-act-2026", superseded_by="tomorrow"),
    ),
    "benefit_rules": add_row("operator", "confirm", rule_id="tomorrow", from_on=DAY, **ROW),
    "district_classes": add_row(
        "class_id",
        "depopulation",
        district_code="11110",
        province_id="seoul",
        district_ko="종로구",
        stated_on=DAY,
        **ROW,
    ),
    "designations": both(
        set_row("zone_id", "defence-gumi", status="ended", status_on=DAY),
        add_row(
            "zone_id",
            "defence-gumi",
            zone_id="tomorrow",
            status="in-force",
            status_on=None,
            designated_on=None,
            designated_precision=None,
            **ROW,
        ),
        add_row(
            "zone_id",
            "defence-gumi",
            zone_id="tomorrow-2",
            status="in-force",
            status_on=None,
            designated_on=DAY,
            complex_id="andong",
            **ROW,
        ),
    ),
    "governance": add_row("kind", "body", body_id="tomorrow", date_on=DAY, date_precision="day", **ROW),
    "smart_green": add_row("status", "actual", indicator_id="tomorrow", year="2025", value="1", **ROW),
    "reference_milestones": add_row(
        "status",
        "actual",
        ref_milestone_id="tomorrow",
        status="withdrawn",
        date=DAY,
        precision="day",
        stated_on=DAY,
        **ROW,
    ),
    "occupancy": add_row("metric", "land-sold-share", occupancy_id="tomorrow", value="1", as_of=DAY, **ROW),
    "statutory_process": add_row("step_no", "1", step_id="tomorrow", **ROW),
    "selection_process": add_row("part", "step", statement_id="tomorrow", stated_on=DAY, stated_precision="day", **ROW),
}


@pytest.fixture(scope="module")
def tomorrow(opened: store.Store, tables: Mapping[str, store.Table]) -> Known:
    """The facts in which every dated table has a row of tomorrow, and every status changes tomorrow."""
    return Known(Asker(State(opened, tables, LATER)))


def plain(rows: list[dict]) -> list[str]:
    """Rows to compare: in any order, and so are the items of a list."""
    return sorted(
        repr(
            [
                sorted(map(str, cell)) if isinstance(cell, list) or hasattr(cell, "tolist") else str(cell)
                for cell in row.values()
            ]
        )
        for row in rows
    )


@pytest.mark.parametrize("name", [name for name in NAMES if {"as_of", "days"} & question(name).parameters.keys()])
def test_what_is_said_tomorrow_changes_no_earlier_answer(real, tomorrow, name):
    """Every question that takes a day, every dated table, every status."""
    for day in (AS_OF, BEFORE):
        then = {
            "as_of": day,
            "since": day - dt.timedelta(days=365),
            "until": day + dt.timedelta(days=180),
            "days": (BEFORE, day),
        }
        every = "complex_id" in question(name).parameters and day == AS_OF
        for complex_id in EVERY_COMPLEX if every else EVERY_COMPLEX[:1]:
            asked = {
                key: value
                for key, value in (then | {"complex_id": complex_id}).items()
                if key in question(name).parameters
            }
            assert plain(tomorrow(name, **asked)) == plain(real(name, **asked)), (day, complex_id)


def amounts(known: Known, day: dt.date, complex_id: str = "yongin") -> list[float]:
    return [
        row["amount_krw"] / TRILLION
        for row in known("progress/private_investment", as_of=day)
        if row["complex_id"] == complex_id
    ]


def state(rows: list[dict], key: str, value: str) -> str | None:
    return next((row["state"] for row in rows if row[key] == value), None)


def test_a_cancelled_investment_counts_until_the_day_it_was_cancelled(knowing):
    known = knowing(
        investments=set_row("investment_id", "yongin-samsung-2024", status="cancelled", status_on="2026-03-01")
    )
    assert 360 in amounts(known, BEFORE) and 360 in amounts(known, dt.date(2026, 2, 28))
    assert not {300, 360} & set(amounts(known, dt.date(2026, 3, 1)))
    cancelled = {
        day: next(
            row["cancelled"]
            for row in known("investment/statements", as_of=day)
            if row["investment_id"] == "yongin-samsung-2024"
        )
        for day in (BEFORE, AS_OF)
    }
    assert cancelled == {BEFORE: False, AS_OF: True}


def test_a_measure_is_what_it_was_until_the_day_of_its_status(tomorrow):
    for day, ended, begun in (
        (BEFORE, "in-force", "planned"),
        (AS_OF, "in-force", "planned"),
        (TOMORROW, "ended", "in-force"),
    ):
        rows = tomorrow("benefits/catalogue", as_of=day)
        assert state(rows, "benefit_id", "rdz-strategy-projects-2025") == ended
        assert state(rows, "benefit_id", "rdz-changwon-rereview") == begun
        assert (state(rows, "benefit_id", "tomorrow") is None) == (day < TOMORROW)


def test_a_programme_is_what_it_was_until_the_day_of_its_status(tomorrow):
    for day, ended, begun in (
        (BEFORE, "running", "planned"),
        (AS_OF, "running", "planned"),
        (TOMORROW, "ended", "planned"),
    ):
        rows = tomorrow("talent/programmes", as_of=day)
        assert state(rows, "programme_id", "pt-semi-anseong") == ended
        assert state(rows, "programme_id", "hs-yongin-semiconductor") == begun  # opens in 2027
        assert (state(rows, "programme_id", "tomorrow") is None) == (day < TOMORROW)
    on_the_map = {day: {row["item_id"] for row in tomorrow("map/items", as_of=day)} for day in (AS_OF, TOMORROW)}
    assert "pt-semi-anseong" in on_the_map[AS_OF] - on_the_map[TOMORROW]


def test_a_zone_is_in_force_until_the_day_it_ended(tomorrow):
    for day in (BEFORE, AS_OF, TOMORROW):
        for name in ("benefits/zones", "map/items"):
            rows = tomorrow(name, as_of=day)
            ids = {row.get("zone_id") or row["item_id"] for row in rows}
            assert ("defence-gumi" in ids) == (day < TOMORROW), (name, day)
            assert ("tomorrow" in ids) == (day == TOMORROW), (name, day)


def test_zones_that_ended_are_not_counted_since(real):
    for zone in ("rfz-daegu-cobot", "rfz-chungnam-ccu"):  # ended in November 2024, says the page of that month
        known = {
            day: {row["zone_id"] for row in real("benefits/zones", as_of=day)} for day in (dt.date(2024, 10, 31), AS_OF)
        }
        assert zone in known[dt.date(2024, 10, 31)] - known[AS_OF]


def test_statements_and_indicators_are_dated_by_themselves(tomorrow):
    """A milestone's status belongs to its statement, an indicator's to its page: a change is a further row."""
    cells = {
        day: next(
            c["state"]
            for c in tomorrow("forecast/positions", as_of=day)
            if (c["complex_id"], c["stage_id"]) == ("goheung", "first-operation")
        )
        for day in (AS_OF, TOMORROW)
    }
    assert cells[AS_OF] != "withdrawn" and cells[TOMORROW] == "withdrawn"
    indicators = {
        day: {row["indicator_id"] for row in tomorrow("green/indicators", as_of=day)} for day in (AS_OF, TOMORROW)
    }
    assert indicators[TOMORROW] - indicators[AS_OF] == {"tomorrow"}


STATUSES = {
    "investments": ("investment_id", "yongin-samsung-2024", "cancelled"),
    "benefits": ("benefit_id", "rdz-strategy-projects-2025", "ended"),
    "talent_programmes": ("programme_id", "hs-yongin-semiconductor", "ended"),
    "designations": ("zone_id", "defence-gumi", "ended"),
}


def written(directory: Path, changes: Mapping[str, Change]) -> Path:
    """A copy of the package with these changes."""
    package = Path(shutil.copytree(facts.DATA_DIR, directory / "data"))
    for name, change in changes.items():
        path = package / "tables" / f"{name}.csv"
        change(pd.read_csv(path, dtype=str, keep_default_na=False)).to_csv(path, index=False, quoting=csv.QUOTE_MINIMAL)
    return package


@pytest.mark.parametrize(
    ("cells", "asked"), [({}, True), ({"status_on": "2026-03-01"}, False), ({"warnings": "status-day-unknown"}, False)]
)
def test_the_check_asks_since_when(tmp_path, cells, asked):
    changes = {table: set_row(key, value, status=status, **cells) for table, (key, value, status) in STATUSES.items()}
    faults = facts.check(written(tmp_path, changes))
    assert {fault.file for fault in faults} == ({f"{table}.csv" for table in STATUSES} if asked else set())
    assert all(fault.field == "status" and "since when? Fill status_on" in fault.reason for fault in faults)


def test_an_unknown_day_of_a_status_is_said_and_goes_when_it_is_found(real):
    """POSCO's withdrawal has its day since a page of 4 September 2024 was found."""
    row = next(row for row in real("investment/statements") if row["investment_id"] == "posco-futurem-pohang-cancelled")
    assert row["cancelled"] and not len(row["warnings"])
    assert "status-day-unknown" in {row["warning_id"] for row in real("sources/usage_warnings")}


# --- rings


def rung(known: Known, kind: str = "announcement") -> float:
    """The total of a rung of the ladder (trillion won)."""
    rows = money.judged(pd.DataFrame(known("investment/statements")))
    return round(money.total(rows[rows["money_kind"] == kind]) / TRILLION, 1)


SIGNED = "samsung-regional-2023"
SAMSUNG = ("yongin-samsung-2023", "megacluster-samsung-yongin-2024", "yongin-samsung-2024")


@pytest.mark.parametrize(
    "links",
    [
        {SAMSUNG[2]: {"part_of": SAMSUNG[2]}},
        {SAMSUNG[2]: {"supersedes": SAMSUNG[2]}},
        {SAMSUNG[0]: {"supersedes": SAMSUNG[1]}},
        {SAMSUNG[0]: {"supersedes": SAMSUNG[2]}},
        {SAMSUNG[2]: {"part_of": SIGNED}, SIGNED: {"part_of": SAMSUNG[2]}},
    ],
    ids=["part of itself", "restates itself", "two restate each other", "three in a ring", "each part of the other"],
)
def test_a_ring_of_statements_ends_and_changes_no_total(knowing, real, links):
    known = knowing(investments=both(*(set_row("investment_id", key, **cells) for key, cells in links.items())))
    assert amounts(known, AS_OF) == amounts(real, AS_OF)
    assert rung(known) == rung(real)


def test_of_two_that_restate_each_other_the_newer_stands(knowing):
    known = knowing(
        investments=both(
            set_row("investment_id", SAMSUNG[1], supersedes=SAMSUNG[2]),
            set_row("investment_id", SAMSUNG[0], status="cancelled"),
        )
    )
    assert amounts(known, AS_OF).count(360) == 1
    heads = {row["investment_id"]: row["head_id"] for row in known("investment/statements")}
    assert heads[SAMSUNG[1]] == heads[SAMSUNG[2]] == SAMSUNG[2]


def test_a_long_chain_of_parts_and_restatements_is_walked_once(knowing):
    """Each row restates and is part of the one before: paths double with every row, rows do not."""

    def chain(frame: pd.DataFrame) -> pd.DataFrame:
        first = frame[frame["investment_id"] == SAMSUNG[2]]
        links = [(f"chain-{number}", f"chain-{number - 1}" if number else None) for number in range(40)]
        rows = [
            first.assign(
                investment_id=key, supersedes=before, part_of=before, stated_on=f"2025-01-{1 + number % 28:02}"
            )
            for number, (key, before) in enumerate(links)
        ]
        return pd.concat([frame, *rows], ignore_index=True)

    rows = {row["investment_id"]: row for row in knowing(investments=chain)("investment/statements")}
    assert rows["chain-0"]["head_id"] == "chain-39"
    assert len(rows["chain-39"]["wholes"]) == 39


@pytest.mark.parametrize(
    "ring",
    [
        ("rdz-strategy-projects-2025",),
        ("rdz-strategy-projects-2025", "semicon-act-2026"),
        ("rdz-strategy-projects-2025", "semicon-act-2026", "uih-plan-grant"),
    ],
    ids=len,
)
def test_a_measure_that_replaces_itself_replaces_nothing(knowing, real, ring):
    links = zip(ring, [*ring[1:], ring[0]], strict=True)
    known = knowing(benefits=both(*(set_row("benefit_id", own, superseded_by=later) for own, later in links)))
    states = {row["benefit_id"]: row["state"] for row in real("benefits/catalogue")}
    assert {row["benefit_id"]: row["state"] for row in known("benefits/catalogue")} == states
    assert list(states.values()).count("in-force") == 126


# --- the same statement twice


@pytest.mark.parametrize(
    "again",
    [
        {},
        {"company_ko": "삼성전자(주)"},
        {"company_ko": "㈜ 삼성전자 "},
        {"company_ko": unicodedata.normalize("NFD", "삼성전자 주식회사")},
        {"period_to": None, "stated_on": "2025-02-03"},
    ],
    ids=["as it is", "legal form", "legal form before", "decomposed Hangul", "another day"],
)
def test_the_same_statement_twice_counts_once_and_says_so(knowing, real, again):
    cells = {"investment_id": "again", "supersedes": None, "part_of": None} | again
    known = knowing(investments=add_row("investment_id", SAMSUNG[2], **cells))
    assert amounts(known, AS_OF) == [
        row["amount_krw"] / TRILLION for row in real("progress/private_investment") if row["complex_id"] == "yongin"
    ]
    rows = {row["investment_id"]: row for row in known("investment/statements")}
    same = [rows[key] for key in ("again", SAMSUNG[2])]
    assert len({row["head_id"] for row in same}) == 1
    assert all("counted-once" in row["warnings"] for row in same)


def test_a_restatement_that_does_not_name_what_it_restates_counts_once(knowing):
    known = knowing(investments=set_row("investment_id", SAMSUNG[2], supersedes=None))
    assert amounts(known, AS_OF).count(360) == 1


def test_what_only_looks_alike_counts_on_its_own(knowing, real):
    before = rung(real)
    known = knowing(
        investments=both(
            add_row("investment_id", SAMSUNG[2], investment_id="repeats", supersedes=None, warnings="do-not-add"),
            add_row(
                "investment_id",
                SAMSUNG[2],
                investment_id="other-firm",
                supersedes=None,
                company_ko="삼성SDI",
                company_en="Samsung SDI",
            ),
        )
    )
    assert rung(known) == round(before + 360, 1)
    assert not [
        row
        for row in [*real("investment/statements"), *known("investment/statements")]
        if "counted-once" in row["warnings"]
    ]


# --- places


def placed(known: Callable[..., list[dict]], programme_id: str) -> tuple[str, object]:
    row = next(row for row in known("talent/programmes") if row["programme_id"] == programme_id)
    return row["place"], row["district_code"]


@pytest.mark.parametrize(
    "name",
    ["창원시 성산구", " 창원시", unicodedata.normalize("NFD", "창원시"), "창원시;김해시"],
    ids=["ward", "blank", "decomposed", "two"],
)
def test_a_district_is_found_however_it_is_printed_on_map_and_talent_alike(knowing, name):
    known = knowing(
        talent_programmes=set_row(
            "programme_id", "h2-2021-changwon", district_ko=name, status="running", status_on=None, end_year="2030"
        )
    )
    assert placed(known, "h2-2021-changwon") == ("district", "48120")
    on_map = {row["place_code"] for row in known("map/items") if row["item_id"] == "h2-2021-changwon"}
    assert "48120" in on_map and all(row["exact"] for row in known("map/items") if row["item_id"] == "h2-2021-changwon")


def test_an_unknown_district_is_known_by_its_province_only(knowing):
    change = set_row(
        "programme_id", "fv-2022-inu", district_ko="청라구", status="running", status_on=None, end_year="2030"
    )
    row = next(
        row for row in knowing(talent_programmes=change)("talent/programmes") if row["programme_id"] == "fv-2022-inu"
    )
    assert row["place"] == "province" and pd.isna(row["latitude"])


GWANGJU_JEONNAM = {"gwangju": "jeonnam-gwangju", "jeonnam": "jeonnam-gwangju"}
PLACED = ("benefits/zones_near", "benefits/reach", "map/near", "talent/pipeline", "complexes/older_nearby")


def near(known: Callable[..., list[dict]], name: str) -> list[str]:
    """What an answer says of distances and districts; which province it is in is left out."""
    rows = []
    for complex_id in ("gwangju", "goheung"):
        asked = {"complexes": (complex_id,)} if "complexes" in question(name).parameters else {"complex_id": complex_id}
        rows += [
            {key: cell for key, cell in row.items() if key != "province_id"}
            for row in known(name, **asked)
            if row.get("nearness") != "province"
        ]
    return plain(rows)


def test_no_figure_depends_on_the_printed_name_of_a_province(knowing, real):
    """Jeonnam gets the name of the special city of 2026-07-01: it ends like a city's name and is none."""
    renamed = set_row(
        "province_id",
        "jeonnam",
        name_ko="전남광주통합특별시",
        name_en="Jeonnam-Gwangju",
        short_ko="전남광주",
        short_en="Jeonnam-Gwangju",
    )
    known = knowing(provinces=renamed)
    for name in [
        *PLACED,
        "complexes/programmes",
        "complexes/designations",
        "talent/programmes",
        "map/items",
        "benefits/places",
    ]:
        for complex_id in ("gwangju", "goheung"):
            assert plain(known(name, **asked(name, complex_id))) == plain(real(name, **asked(name, complex_id))), name


def asked(name: str, complex_id: str) -> dict[str, object]:
    return {"complex_id": complex_id} if "complex_id" in question(name).parameters else {}


def merged(frame: pd.DataFrame) -> pd.DataFrame:
    """What is filed under one of the two provinces is filed under the one that they were merged into."""
    copy = frame.copy()
    for column in [c for c in ("province_id", "province_ids") if c in copy]:
        copy[column] = copy[column].map(
            lambda cell: (
                ";".join(dict.fromkeys(GWANGJU_JEONNAM.get(one, one) for one in cell.split(";")))
                if isinstance(cell, str)
                else cell
            )
        )
    return copy


def test_what_is_filed_under_the_merged_province_is_found_like_what_is_filed_before(knowing, real):
    """A steward may file under either; from the day of the merger no answer differs by it."""
    tables = ("designations", "talent_programmes", "reference_complexes", "investments", "complexes")
    known, day = knowing(**dict.fromkeys(tables, merged)), dt.date(2026, 11, 27)
    for name in (*PLACED, "complexes/programmes", "complexes/designations", "investment/statements"):
        for complex_id in ("gwangju", "goheung"):
            wanted = (
                {"complexes": (complex_id,)} if "complexes" in question(name).parameters else asked(name, complex_id)
            )
            assert plain(known(name, as_of=day, **wanted)) == plain(real(name, as_of=day, **wanted)), name


def test_districts_of_a_province_that_no_row_has_are_named(package):
    frame = pd.read_csv(package / "tables/provinces.csv", dtype=str)
    with pytest.raises(facts.PackageError) as raised:
        edition.statistics_tables(package, frame[frame["province_id"] != "gwangju"])
    assert "gwangju: districts lie there" in str(raised.value.faults[0])
