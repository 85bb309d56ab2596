"""What the check names beyond types and keys: values that another field rules, districts, circles, lost digits, values
that look like a slip.

One package bears all the damage, one check names it.
"""

import csv
import datetime as dt
import re
import shutil
from pathlib import Path

import pytest

from rollout import facts
from rollout.facts import plausibility
from rollout.facts.reading import read
from tests.conftest import edit


def row_of(package: Path, table: str, key: str) -> int:
    """The row of a table whose first cell is `key`, as a spreadsheet counts."""
    with (package / f"tables/{table}.csv").open(encoding="utf-8", newline="") as file:
        return next(number for number, row in enumerate(csv.reader(file), start=1) if row[0] == key)


def change(package: Path, table: str, key: str, /, **cells: str) -> int:
    """Write cells of one row; returns its number."""
    path = package / f"tables/{table}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    number = row_of(package, table, key)
    for name, cell in cells.items():
        rows[number - 2][header.index(name)] = cell
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([header, *rows])
    return number


def added(package: Path, table: str, like: str, /, **cells: str) -> None:
    """Write one more row, like another but for these cells."""
    path = package / f"tables/{table}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    row = dict(zip(header, next(row for row in rows if row[0] == like), strict=True)) | cells
    with path.open("a", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerow(row[name] for name in header)


def damage(package: Path) -> None:
    added(package, "talent_programmes", first_key(package, "talent_programmes"), programme_id="again")
    change(package, "benefit_rules", "kchips-facility-large-2023-1", value="small;meduim")
    change(package, "benefit_rules", "sic-infra-share-2025-3", value="5조")
    change(package, "benefit_rules", "rdz-cap-exception-1", value="no")
    change(package, "benefit_rules", "rdz-grade12-swap-1", operator="at-least")
    change(package, "benefit_rules", "linked-zones-near-complexes-1", value="")
    change(package, "life_cycle_rules", "research-services", key="busines")
    change(package, "complex_figures", "gyeongju-site-cost-2022-10-26", unit="m2")
    change(package, "glossary", "money-mou", code="mouu")

    change(package, "milestones", "daejeon-prefeasibility-cleared-2025-02-26", status="actual")
    change(package, "reference_milestones", "naju-energy-plan-approved-planned-2025-07-03", status="actual")

    change(package, "investments", "samsung-biologics-campus2-2023", district_ko="청라구")
    change(package, "designations", "sid-daejeon-daedeok", district_ko="대덕구;대덕 구")
    change(package, "complexes", "changwon", district_ko="창원시 성산동")
    change(package, "talent_programmes", first_key(package, "talent_programmes", "district_ko"), district_ko="없는군")
    change(package, "district_classes", "depopulation", district_ko="없는군")
    edit(package / "tables/district_classes.csv", "26140", "26149", 3)
    change(package, "reference_complexes", "bitgreen", district_ko="광산군")

    change(package, "investments", "yongin-samsung-2023", supersedes="yongin-samsung-2024")
    change(package, "investments", "sartorius-songdo-2025", part_of="sartorius-songdo-2025")
    change(package, "benefits", "lis-cap-2024", superseded_by="lis-cap-2024")
    change(package, "governance", "support-team", parent_id="support-team-meeting-2")
    change(package, "benefit_relations", "lis-upper-site-one-of-lis-mid-site", other_id="lis-upper-site")
    added(
        package,
        "benefit_relations",
        "growth-fund-loan-2026-part-of-growth-fund-total",
        relation_id="back",
        benefit_id="growth-fund-total",
        other_id="growth-fund-loan-2026",
    )

    change(package, "designations", "sid-yeongcheon", area_m2="1.5E+06")
    for key in ("bitgreen", "daegu-national"):
        change(package, "reference_complexes", key, project_cost_krw="3E+14")

    change(package, "complex_figures", "gyeongju-area-2025-05-01", value="114")
    change(package, "investments", "hanwha-aero-suncheon-2023", amount_krw="500")
    change(package, "milestones", "yongin-developer-selected-2023-05-04", stated_on="2062-03-10")
    change(package, "targets", "plan-private-investment-total", due_on="2062-12-31")
    added(
        package,
        "investments",
        "yongin-samsung-2024",
        investment_id="again",
        company_ko="삼성전자 (주)",
        supersedes="",
        stated_on="2025-01-02",
    )


def first_key(package: Path, table: str, filled: str = "") -> str:
    with (package / f"tables/{table}.csv").open(encoding="utf-8", newline="") as file:
        return next(next(iter(row.values())) for row in csv.DictReader(file) if not filled or row[filled])


EXPECTED = [
    # what another field rules
    r'benefit_rules.csv, row \d+, field value: "meduim" is none of small, medium, mid-sized, large where field '
    r"is firm_size",
    r'benefit_rules.csv, row \d+, field value: "5조" is no whole number',
    r'benefit_rules.csv, row \d+, field value: "no" is neither true nor false',
    r'benefit_rules.csv, row \d+, field operator: "at-least" is none of in, not-in where field is capital_area',
    r"benefit_rules.csv, row \d+, field value: the cell is empty, but must not be where field is capital_area",
    r'life_cycle_rules.csv, row \d+, field key: "busines" is none of agriculture, .* where kind is sector',
    r'complex_figures.csv, row \d+, field unit: "m2" is none of KRW where metric is site-cost',
    r'glossary.csv, row \d+, field code: "mouu" is none of target, .* where kind is money',
    # what is told as having happened, but later than it was told
    r'milestones.csv, row \d+, field date: "actual" on 2025-12-31, but stated on 2025-02-26: that was',
    r'reference_milestones.csv, row \d+, field date: "actual" on 2025-07-03, but stated on 2025-07-02: ',
    # districts, in all tables that have them
    r'investments.csv, row \d+, field district_ko: "청라구" is no district of incheon',
    r'designations.csv, row \d+, field district_ko: "대덕 구" is no district of daejeon; is "대덕구" meant\?',
    r'complexes.csv, row \d+, field district_ko: "창원시 성산동" is no district of gyeongnam; '
    r'is "창원시 성산구" meant\?',
    r'talent_programmes.csv, row \d+, field district_ko: "없는군" is no district of ',
    r'district_classes.csv, row \d+, field district_ko: "없는군" is no district of ',
    r'district_classes.csv, row 2, field district_code: "26170" is the code of 동구, not of 없는군',
    r'district_classes.csv, row 3, field district_code: "26149" is the code of no district',
    r'reference_complexes.csv, row \d+, field district_ko: "광산군" is no district of gwangju; is "광산구" meant\?',
    # circles
    r"investments.csv, row 2, field supersedes: rows 2, 3 and 163 refer to one another in a circle",
    r"investments.csv, row 188, field part_of: the row refers to itself",
    r"benefits.csv, row 57, field superseded_by: the row refers to itself",
    r"governance.csv, row 2, field parent_id: rows 2 and 3 refer to one another in a circle",
    r"benefit_relations.csv, row 2, field other_id: the row refers to itself",
    r"benefit_relations.csv, row 64, field other_id: rows 64 and \d+ refer to one another in a circle",
    # lost digits: one fault a column
    r'reference_complexes.csv, field project_cost_krw: a spreadsheet saved rows \d+ and \d+ as "3E\+14" or the '
    r"like, and digits may be lost\. .+",
    r'designations.csv, field area_m2: a spreadsheet saved row \d+ as "1.5E\+06"',
    # a slip?
    r"complex_figures.csv, row 146, field value: 114 is 13,158 times less than the 1,500,000 of row 145 "
    r"\(2023-03-15\)\. Is it in m2\?",
    r"investments.csv, row 117, field amount_krw: 500 is [\d,]+ times less than [\d,]+, the middle of \d+ others "
    r"of the same money_kind\. Is it in KRW\?",
    r'confirmations.csv, row 4, field value: "50000000000" was confirmed, but the row now says "500"; confirm '
    r"that, or delete this confirmation",
    r"milestones.csv, row 3, field stated_on: 2062-03-10 lies after \d{4}-\d\d-\d\d, the day of this check\.",
    r"targets.csv, row 2, field due_on: 2062-12-31 lies after 2050-12-31\.",
    r"investments.csv, row 249, field investment_id: it states the same as row 3 \(yongin-samsung-2024\): .* "
    r"name it in supersedes\.",
    r"talent_programmes.csv, row \d+, field programme_id: it states the same as row 2 ",
]


@pytest.fixture(scope="module")
def named(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """What the check says of the damaged package."""
    package = Path(shutil.copytree(facts.DATA_DIR, tmp_path_factory.mktemp("damaged") / "data"))
    damage(package)
    return [str(fault) for fault in facts.check(package)]


@pytest.mark.parametrize("expected", EXPECTED)
def test_the_damage_is_named_with_file_row_field_and_reason(named, expected):
    assert len([line for line in named if re.match(expected, line)]) == 1, "\n".join(named)


def test_nothing_else_is_named(named):
    assert [line for line in named if not any(re.match(expected, line) for expected in EXPECTED)] == []


def test_a_day_within_the_period_in_which_it_was_told_is_no_announcement(package):
    change(package, "milestones", "yongin-plan-submitted-2024-04-24", date="2024-12-31", precision="year")
    change(package, "milestones", "wanju-agreement-signed-2024-07-02", date="2024-07-31", stated_precision="month")
    assert facts.check(package) == []


def test_a_value_that_a_person_confirms_is_sound_and_asked_about_again_when_it_changes(package):
    change(package, "complex_figures", "gyeongju-area-2026-01-26", value="114")
    answer = [
        "complex_figures",
        "gyeongju-area-2026-01-26",
        "value",
        "far-off",
        "114",
        "확인",
        "Checked",
        "A person",
        "2026-11-26",
    ]
    with (package / "tables/confirmations.csv").open("a", encoding="utf-8") as file:
        file.write(",".join(answer) + "\n")
    assert facts.check(package) == []
    change(package, "complex_figures", "gyeongju-area-2026-01-26", value="115")
    assert sorted(fault.file for fault in facts.check(package)) == ["complex_figures.csv", "confirmations.csv"]


def test_a_clock_that_is_behind_makes_no_fact_doubtful():
    tables, _ = read(facts.DATA_DIR, facts.descriptor())
    assert list(plausibility.doubts(tables, dt.date(2020, 1, 1))) == []


def test_a_circle_of_many_rows_is_named_once(package):
    keys = [f"ring-{number}" for number in range(40)]
    for number, key in enumerate(keys):
        added(package, "benefits", "lis-cap-2024", benefit_id=key, name_ko=key, superseded_by=keys[number - 1])
    faults = [fault for fault in facts.check(package) if fault.field == "superseded_by"]
    assert [fault.reason for fault in faults] == ["rows 166 to 205 refer to one another in a circle"]


def test_files_that_are_not_the_packages_own_change_nothing(package):
    before = facts.digest(package)
    for stranger in ("tables/~$milestones.csv", "tables/.DS_Store", ".hidden/notes.txt", "geography/old copy.geojson"):
        (package / stranger).parent.mkdir(exist_ok=True)
        (package / stranger).write_bytes(b"\x00\xff")
    (package / "tables/loop.csv").symlink_to(package / "tables/loop.csv")  # can't be opened by anybody
    assert facts.digest(package) == before
    assert facts.check(package) == []


def test_a_table_that_cannot_be_opened_is_named_by_check_and_build(package, tmp_path, monkeypatch, capsys):
    path = package / "tables/milestones.csv"
    path.unlink()
    path.symlink_to(path)
    from rollout.store import command as store

    monkeypatch.setenv("STORE_DIR", str(tmp_path / "store"))
    monkeypatch.setattr(store.facts, "DATA_DIR", package)
    assert store.main(["build"]) == 1
    assert capsys.readouterr().err.splitlines() == [
        "The facts have faults; nothing was written.",
        "milestones.csv: the file is missing or can't be read",
    ]


def test_a_list_of_districts_that_is_gone_is_named(package):
    (package / "geography/districts.csv").unlink()
    assert [str(fault) for fault in facts.check(package)] == ["districts.csv: the file is missing or can't be read"]
