"""The data package: sound, counted once, never overwritten.

What is wrong with a broken one is said in plain words.
"""

import datetime as dt
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from rollout import facts
from tests.conftest import AS_OF, command, edit

MILESTONES = "tables/milestones.csv"
YONGIN_PHASE = "yongin-candidate-selected-2023-03-15"


@pytest.fixture(scope="module")
def tables():
    return facts.load()


def rows(tables, name, **wanted):
    frame = tables[name]
    for column, value in wanted.items():
        frame = frame[frame[column] == value]
    return frame


def test_the_package_is_sound():
    result = command("rollout.facts", "check")
    assert (result.returncode, result.stdout, result.stderr) == (0, "The package is sound.\n", "")


def test_the_dictionary_is_what_the_descriptor_says():
    assert facts.DICTIONARY.read_text(encoding="utf-8") == facts.dictionary(facts.descriptor()), "run `make dictionary`"


# ---- what the facts must say


def test_the_announced_areas_add_up_to_exactly_40_76_million_m2(ask):
    assert sum(site["announced_m2"] for site in ask("progress/complexes")) == 40_760_000


def test_the_newest_areas_add_up_to_about_35_3_million_m2(ask):
    assert 35.25e6 <= sum(site["area_m2"] for site in ask("progress/complexes")) <= 35.35e6


@pytest.mark.parametrize(
    ("day", "trillions"), [(dt.date(2023, 12, 31), 300), (dt.date(2024, 6, 30), 360), (AS_OF, 360)]
)
def test_samsungs_investment_in_yongin_counts_once_as_last_stated(ask, day, trillions):
    amounts = [
        m["amount_krw"]
        for m in ask("progress/private_investment", as_of=day, complexes=("yongin",))
        if "Samsung" in m["company_en"]
    ]
    assert amounts == [trillions * 10**12]


def test_a_superseded_amount_is_replaced_by_one_that_is_in_force(tables):
    money = tables["investments"].set_index("investment_id")
    stated = {"yongin-samsung-2023", "megacluster-samsung-yongin-2024", "yongin-samsung-2024"}
    assert set(money.loc[sorted(stated), "status"]) == {"superseded", "in-force"}
    assert money.loc["yongin-samsung-2024", "status"] == "in-force"
    assert money.loc["yongin-samsung-2024", "supersedes"] == "megacluster-samsung-yongin-2024"
    assert money.loc["megacluster-samsung-yongin-2024", "supersedes"] == "yongin-samsung-2023"


def test_daejeons_prefeasibility_is_withdrawn_and_not_done(ask):
    def state(day):
        return next(
            c["state"]
            for c in ask("progress/board", as_of=day, complexes=("daejeon",))
            if c["stage_id"] == "prefeasibility-started"
        )

    assert state(dt.date(2025, 8, 1)) == "done"
    assert state(dt.date(2025, 8, 12)) == "withdrawn"
    assert state(dt.date(2025, 8, 13)) == "planned", "to be filed again by the end of the year"
    assert state(AS_OF) == "unconfirmed", "nothing was said of the complex after November"


def test_a_first_plan_stays_what_it_was_when_later_plans_are_stated(ask):
    """As the as-of date moves on, a first plan appears once and never changes."""
    first = {}
    days = [dt.date(year, month, 1) for year in (2023, 2024, 2025, 2026) for month in (1, 4, 7, 10)]
    for day in [day for day in days if day <= AS_OF] + [AS_OF]:
        for cell in ask("progress/board", as_of=day):
            key = cell["complex_id"], cell["stage_id"]
            plan = (cell["first_date"], cell["first_precision"], cell["first_stated_on"])
            if pd.notna(cell["first_date"]):
                assert first.setdefault(key, plan) == plan
            else:
                assert key not in first
    moved = [
        cell
        for cell in ask("progress/board")
        if cell["restatements"] > 0 and pd.notna(cell["slip_months"]) and cell["slip_months"] > 0
    ]
    assert moved, "some plan was restated to a later date, so that the above means something"


def test_a_vaguer_restatement_is_no_slip(opened):
    def slip(*dates):
        first, first_precision, last, last_precision = dates
        sql = (
            "SELECT slip_months(period_start($a, $p), period_end($a, $p), period_start($b, $q), period_end($b, "
            "$q)) AS months"
        )
        return opened.query(sql, {"a": first, "p": first_precision, "b": last, "q": last_precision})["months"][0]

    july, december, later = dt.date(2026, 7, 1), dt.date(2026, 12, 31), dt.date(2027, 6, 30)
    assert slip(july, "month", december, "year") == 0
    assert slip(july, "month", dt.date(2026, 12, 1), "month") == 5
    assert slip(december, "year", later, "half") == 6
    assert slip(later, "half", july, "month") == -11


def test_the_national_target_of_550_trillion_is_a_target_and_not_to_be_added(tables, ask):
    goals = rows(tables, "targets", value="550")
    assert set(goals["scope"]) == {"national"}
    assert all("do-not-add" in warnings.split(";") for warnings in goals["warnings"])
    totals = rows(tables, "investments", amount_krw="550000000000000")
    assert all(money == "target" for money in totals["money_kind"])
    assert sum(m["amount_krw"] for m in ask("progress/private_investment")) < 550e12


def test_every_row_of_money_keeps_what_it_is(tables):
    assert tables["investments"]["money_kind"].notna().all()
    unnamed = tables["investments"][
        tables["investments"]["money_kind"].eq("target") & tables["investments"]["complex_id"].notna()
    ]
    assert unnamed.empty, "a target belongs to no single complex"


def test_what_two_files_told_is_one_row(tables):
    money = tables["investments"]
    told = money[money["amount_krw"].notna()]
    same = told[
        told.duplicated(["company_en", "amount_krw", "money_kind", "stated_on", "complex_id", "note_en"], keep=False)
    ]
    assert same.empty, same["investment_id"].tolist()
    samsung = money[(money["company_en"] == "Samsung Electronics") & (money["amount_krw"] == "300000000000000")]
    assert samsung["investment_id"].tolist() == ["yongin-samsung-2023"]


def test_every_fact_names_an_origin(tables):
    for resource in facts.descriptor()["resources"]:
        fields = [field["name"] for field in resource["schema"]["fields"]]
        if resource["name"] == "glossary":  # the words of our own marks are defined by us and say so
            rows = tables["glossary"][~tables["glossary"]["kind"].isin(["state", "money", "source"])]
            assert rows["origin_ids"].notna().mean() > 0.9
        elif "origin_ids" in fields:
            assert tables[resource["name"]]["origin_ids"].notna().all(), resource["name"]


TERMS = {  # of the glossary, with the wordings that it replaces
    "term-rdz": r"green ?belt|\bRDZ\b|restriction[- ]zone|restricted[- ]zone",
    "term-prefeasibility": r"pre-?feasib",
    "term-win-win-agreement": r"coexistence|win-win (?!agreement)",
    "term-agreement-school": r"compact vocational",
    "term-korea-national-railway": r"rail(way)? (network )?authority|Korea Rail Network",
    "term-investment-subsidy": r"local investment (promotion )?subsid",
    "zone-research-special-zone": r"research (and development )?special zone|\bR&D (special )?zone|innopolis",
}


def misnamed(korean: str, english: str, names: dict[str, str]) -> bool:
    """Whether an English text uses another wording than the glossary's for what its Korean twin says."""
    study = "예비타당성조사" in korean and "타당성" not in korean.replace("예비타당성조사", "")
    return (
        any(re.search(other, english, re.IGNORECASE) for other in TERMS.values())
        or (study and bool(re.search(r"(?<!preliminary )feasibility", english, re.IGNORECASE)))
        or (korean in names and names[korean] not in english.lower())
    )


@pytest.mark.parametrize("table", [resource["name"] for resource in facts.descriptor()["resources"]])
def test_a_korean_term_has_one_english_term_that_of_the_glossary(tables, table):
    """Short headings may abbreviate, and `also` holds the other names that a search understands."""
    glossary = tables["glossary"].set_index("term_id")
    names = {glossary.loc[term, "term_ko"]: glossary.loc[term, "term_en"].lower() for term in TERMS}
    frame = tables[table].fillna("").astype(str)
    texts = [name for name in frame if name.endswith("_en") and not name.startswith("short_")]
    strange = []
    for name in texts:
        twin = f"{name.removesuffix('_en')}_ko"
        korean = frame[twin] if twin in frame else [""] * len(frame)
        strange += [text for said, text in zip(korean, frame[name], strict=True) if misnamed(said, text, names)]
    assert strange == []


def test_the_glossary_names_the_terms_as_the_offices_do(tables):
    glossary = tables["glossary"].set_index("term_id")
    assert {term: (glossary.loc[term, "term_ko"], glossary.loc[term, "term_en"]) for term in TERMS} == {
        "term-rdz": ("개발제한구역", "Restricted development zone"),
        "term-prefeasibility": ("예비타당성조사", "Preliminary feasibility study"),
        "term-win-win-agreement": ("상생협약", "Win-win agreement"),
        "term-agreement-school": ("협약형 특성화고", "Agreement-based vocational high school"),
        "term-korea-national-railway": ("국가철도공단", "Korea National Railway"),
        "term-investment-subsidy": ("지방투자촉진보조금", "Regional investment subsidy"),
        "zone-research-special-zone": ("연구개발특구", "Special research zone"),
    }


# ---- what is wrong is said: file, row, field, reason


def raw(change: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    def spoil(package: Path) -> None:
        path = package / MILESTONES
        path.write_bytes(change(path.read_bytes()))

    return spoil


def cell(row: int, old: str, new: str) -> Callable[[Path], None]:
    return lambda package: edit(package / MILESTONES, old, new, row)


def described(change: Callable[[dict], object]) -> Callable[[Path], None]:
    def spoil(package: Path) -> None:
        path = package / "datapackage.json"
        content = json.loads(path.read_text(encoding="utf-8"))
        change(next(r for r in content["resources"] if r["name"] == "milestones"))
        path.write_text(json.dumps(content), encoding="utf-8")

    return spoil


BROKEN = {
    "missing file": (lambda p: (p / MILESTONES).unlink(), "milestones.csv: the file is missing or can't be read"),
    "a folder": (
        lambda p: ((p / MILESTONES).unlink(), (p / MILESTONES).mkdir()),
        "milestones.csv: the file is missing or can't be read",
    ),
    "empty file": (raw(lambda _: b""), "milestones.csv: the file is empty; its first row must be the header"),
    "wrong header": (
        cell(1, "precision", "precizion"),
        'milestones.csv, row 1, field precision: the header says "precizion"',
    ),
    "column too many": (
        cell(1, "note_en", "note_en,more"),
        'milestones.csv, row 1, field more: the header has a column "more"',
    ),
    "column gone": (
        cell(1, ",note_en", ""),
        'milestones.csv, row 1, field note_en: the header lacks the column "note_en"',
    ),
    "bad date": (
        cell(2, "2023-03-15,day,2023", "2023-02-30,day,2023"),
        'milestones.csv, row 2, field date: "2023-02-30" is no date',
    ),
    "bad enum": (
        cell(2, ",actual,", ",done,"),
        'milestones.csv, row 2, field status: "done" is none of planned, actual, withdrawn',
    ),
    "bad boolean": (
        cell(2, ",true,", ",maybe,"),
        'milestones.csv, row 2, field counts: "maybe" is neither true nor false',
    ),
    "empty cell": (
        cell(2, ",actual,", ",,"),
        "milestones.csv, row 2, field status: the cell is empty, but must not be",
    ),
    "unknown complex": (
        cell(3, ",yongin,", ",yangin,"),
        'milestones.csv, row 3, field complex_id: "yangin" is not in complexes',
    ),
    "unknown origin": (
        cell(2, "CA-002", "CA-999"),
        'milestones.csv, row 2, field origin_ids: "CA-999" is not in origins.origin_id',
    ),
    "empty origin": (
        cell(3, "CA-006;", "CA-006;;"),
        'milestones.csv, row 3, field origin_ids: "" is not in origins.origin_id',
    ),
    "duplicate key": (
        lambda p: edit(p / MILESTONES, "yongin-developer-selected-2023-05-04", YONGIN_PHASE, 3),
        "milestones.csv, row 3, field milestone_id: the key is the same as in row 2",
    ),
    "short row": (
        cell(2, ",Named at the 14th emergency economic meeting.", ""),
        "milestones.csv, row 2, field note_en: the row is too short",
    ),
    "long row": (
        cell(2, "meeting.", "meeting.,and more"),
        "milestones.csv, row 2: the row has more cells than the header",
    ),
    "blank row": (raw(lambda b: b.replace(b"\n", b"\n\n", 1)), "milestones.csv, row 2: the row is empty"),
    "open quote": (raw(lambda b: b + b'"abc'), "is a quotation mark missing"),
    "cp949": (raw(lambda b: b.decode().encode("cp949", "replace")), "milestones.csv, row 2: the text is not UTF-8"),
    "bytes": (raw(lambda b: b[:-30] + b"\xff\xfe" + b[-30:]), ": the text is not UTF-8"),
    "huge number": (
        lambda p: edit(p / "tables/complex_figures.csv", ",m2,", "000000000000000000,m2,", 2),
        "complex_figures.csv, row 2, field value: ",
    ),
    "broken JSON": (
        lambda p: (p / "datapackage.json").write_text('{"resources": ['),
        "datapackage.json: the descriptor is no JSON: line 1",
    ),
    "JSON of another shape": (
        lambda p: (p / "datapackage.json").write_text("[]"),
        "datapackage.json: the descriptor does not have the shape",
    ),
    "no descriptor": (lambda p: (p / "datapackage.json").unlink(), "datapackage.json: the descriptor is missing"),
    "no package": (lambda p: shutil.rmtree(p), "datapackage.json: the descriptor is missing"),
    "no key": (
        described(lambda r: r["schema"].pop("primaryKey")),
        "datapackage.json: the descriptor lacks 'primaryKey'",
    ),
    "strange type": (
        described(lambda r: r["schema"]["fields"][0].update(type="colour")),
        "types that the store does not have: colour",
    ),
    "file elsewhere": (
        described(lambda r: r.update(path="../../etc/passwd")),
        "a table's file lies outside the package",
    ),
    "file on the net": (
        described(lambda r: r.update(path="http://localhost:1/a.csv")),
        "a table's file lies outside the package",
    ),
    "key to no table": (
        described(lambda r: r["schema"]["foreignKeys"][0]["reference"].update(resource="villages")),
        'resource "villages" does not exist',
    ),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_a_broken_package_is_refused_with_file_row_field_and_reason(package, kind, capsys):
    spoil, expected = BROKEN[kind]
    spoil(package)
    assert facts.main(["check", str(package)]) == 1
    said = capsys.readouterr().out
    assert expected in said
    assert "Traceback" not in said and str(package) not in said and "Errno" not in said


def test_the_check_command_ends_with_status_1_and_no_traceback(package):
    edit(package / MILESTONES, ",actual,", ",done,", 2)
    result = command("rollout.facts", "check", str(package))
    assert result.returncode == 1
    assert result.stdout.splitlines() == [
        'milestones.csv, row 2, field status: "done" is none of planned, actual, withdrawn',
        "1 fault.",
    ]
    assert result.stderr == ""


def test_all_faults_are_told_at_once(package):
    edit(package / MILESTONES, ",actual,", ",done,", 2)
    edit(package / MILESTONES, "CA-006", "CA-999", 3)
    (package / "tables/fdi.csv").unlink()
    assert {fault.file for fault in facts.check(package)} == {"milestones.csv", "fdi.csv"}
    assert len(facts.check(package)) == 3


@pytest.mark.parametrize(
    "change", [lambda b: b"\xef\xbb\xbf" + b, lambda b: b.replace(b"\n", b"\r\n")], ids=["BOM", "CRLF"]
)
def test_a_file_saved_by_excel_reads_the_same(package, tables, change):
    raw(change)(package)
    assert facts.check(package) == []
    assert facts.load(package)["milestones"].equals(tables["milestones"])


def test_the_fingerprint_changes_with_the_facts_only(package):
    assert facts.digest(package) == facts.digest()
    edit(package / MILESTONES, "LH alone", "LH only", 3)
    assert facts.digest(package) != facts.digest()
