"""One reader for the check and the store: however a value is spelled, both see the same one, or the check names file,
row and field.
"""

import csv
import datetime as dt
import json
import tempfile
import unicodedata
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rollout import facts
from rollout.store import edition, writing
from tests.conftest import edit

FIELDS = [
    {"name": "thing_id", "type": "string", "constraints": {"required": True, "pattern": "[a-z0-9][a-z0-9-]*"}},
    {"name": "name_ko", "type": "string"},
    {"name": "kind", "type": "string", "constraints": {"enum": ["mid-sized", "large"]}},
    {"name": "amount", "type": "integer"},
    {"name": "share", "type": "number"},
    {"name": "said_on", "type": "date"},
    {"name": "counts", "type": "boolean"},
    {"name": "year", "type": "year"},
    {"name": "tags", "type": "string", "separator": ";"},
    {"name": "others", "type": "string", "listOf": "things.thing_id"},
    {"name": "value", "type": "string", "separator": ";", "ruledBy": "kind", "rules": {"large": {"type": "boolean"}}},
]
NAMES = [field["name"] for field in FIELDS]
PACKAGE = {
    "name": "things",
    "resources": [{"name": "things", "path": "things.csv", "schema": {"fields": FIELDS, "primaryKey": ["thing_id"]}}],
}
BLANKS = st.text(" \t\u00a0\u3000\u200b\ufeff\u00ad", max_size=2)
ROW = st.fixed_dictionaries(
    {
        "name_ko": st.sampled_from(
            ["", "검단구", "삼성전자(주)", "ABC 3공장", "용인시 처인구", "5G·반도체 ‘특화’ … ㎡"]
        ),
        "kind": st.sampled_from(["", "mid-sized", "large"]),
        "amount": st.one_of(st.just(""), st.integers(-(2**63) + 1, 2**63 - 1).map(str)),
        "share": st.sampled_from(["", "1.5", "0.1", "1234567890123", "-3", "100"]),
        "said_on": st.one_of(st.just(""), st.dates(dt.date(1900, 1, 1), dt.date(2100, 1, 1)).map(str)),
        "counts": st.sampled_from(["", "true", "false"]),
        "year": st.one_of(st.just(""), st.integers(1900, 2100).map(str)),
        "tags": st.sampled_from(["", "반도체", "반도체;이차전지", "a;b;c"]),
        "others": st.sampled_from(["", "thing-1"]),
    }
)


def wide(text: str) -> str:
    return "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in text)


def wide_letters(text: str) -> str:
    return "".join(wide(sign) if sign.isascii() and sign.isalnum() else sign for sign in text)


@st.composite
def spelling(draw, name: str, value: str) -> str:
    """The value as some keyboard, browser or spreadsheet may leave it."""
    plain = name == "name_ko"  # punctuation of a text is the writer's
    changes = [
        str,
        wide_letters if plain or name in {"tags", "value"} else wide,
        lambda text: unicodedata.normalize("NFD", text),
    ]
    if name == "counts":
        changes.append(str.upper)
    if name in {"tags", "value"}:
        changes.append(lambda text: text.replace(";", "；"))
        changes.append(lambda text: text.replace(";", " ;\u00a0"))
    if plain:
        changes.append(lambda text: text.replace(" ", "\u00a0 "))
    return draw(BLANKS) + draw(st.sampled_from(changes))(value) + draw(BLANKS)


@st.composite
def spelled_rows(draw):
    """A row and the same row in other spellings."""
    row = draw(ROW) | {"thing_id": "thing-1"}
    row["value"] = draw(st.sampled_from(["true", "false"])) if row["kind"] == "large" else "small;medium"
    other = {name: draw(spelling(name, value)) for name, value in row.items()}
    if row["kind"] == "large":
        other["value"] = draw(spelling("counts", row["value"]))
    return row, other


def written(row: dict[str, str], folder: str) -> Path:
    path = Path(folder)
    (path / "datapackage.json").write_text(json.dumps(PACKAGE), encoding="utf-8")
    with (path / "things.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([NAMES, [row[name] for name in NAMES]])
    return path


def stored(path: Path) -> tuple:
    """The one row as the store would hold it."""
    table = edition.package_tables(path)["things"]
    columns = ", ".join(writing.expression(column, type_) for column, type_ in table.types.items())
    frame = table.frame  # noqa: F841  DuckDB reads it by name
    with duckdb.connect() as connection:
        return connection.execute(f"SELECT {columns} FROM frame").fetchall()[0]


def meant(row: dict[str, str]) -> dict[str, object]:
    """What a row means, by the types of its fields."""
    read = {
        "amount": int,
        "year": int,
        "share": float,
        "said_on": dt.date.fromisoformat,
        "counts": "true".__eq__,
        "others": lambda text: [text],
    }
    return {name: read.get(name, str)(row[name]) if row[name] else None for name in NAMES}


@settings(max_examples=40, deadline=None)
@given(spelled_rows())
def test_a_value_is_stored_alike_in_every_spelling(rows):
    row, other = rows
    with tempfile.TemporaryDirectory() as folder:
        assert dict(zip(NAMES, stored(written(other, folder)), strict=True)) == meant(row)


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from(NAMES[3:8]),
    st.text(alphabet=st.sampled_from("0123456789１２.,-−+eE_/ \u00a0조억truefalseTRUEnan٣²½"), max_size=12),
)
def test_whatever_the_check_lets_pass_the_store_can_hold(name, cell):
    row = dict.fromkeys(NAMES, "") | {"thing_id": "thing-1", name: cell}
    with tempfile.TemporaryDirectory() as folder:
        path = written(row, folder)
        faults = facts.check(path)
        if faults:
            assert {(fault.file, fault.field) for fault in faults} == {("things.csv", name)}
            assert {fault.row for fault in faults} <= {2, None}
        else:
            stored(path)


def read_alike(tmp_path: Path, **cells: str) -> list[facts.Fault] | dict:
    row = dict.fromkeys(NAMES, "") | {"thing_id": "thing-1"} | cells
    path = written(row, str(tmp_path))
    return facts.check(path) or dict(zip(NAMES, stored(path), strict=True))


@pytest.mark.parametrize(
    ("field", "cell", "value"),
    [
        ("amount", "7１０００００", 7100000),
        ("amount", "\u00a0300000000000000", 300_000_000_000_000),
        ("amount", "9007199254740993", 9007199254740993),
        ("share", "１.５", 1.5),
        ("share", "1234567890123", 1234567890123.0),
        ("said_on", "２０２３-03-15", dt.date(2023, 3, 15)),
        ("said_on", "2023-3-15", dt.date(2023, 3, 15)),
        ("year", "２０３０", 2030),
        ("counts", "FALSE", False),
        ("name_ko", unicodedata.normalize("NFD", "창원시 성산구") + " ", "창원시 성산구"),
        ("name_ko", "삼성전자\u00a0", "삼성전자"),
        ("name_ko", "쉼표，（주）；㎡", "쉼표，（주）；㎡"),
        ("tags", "반도체；이차전지", "반도체;이차전지"),
        ("others", "ｔｈｉｎｇ－１", ["thing-1"]),
    ],
)
def test_a_spelling_is_read_as_its_value(tmp_path, field, cell, value):
    assert read_alike(tmp_path, **{field: cell})[field] == value


@pytest.mark.parametrize(
    ("field", "cell", "reason"),
    [
        ("amount", "1_000", '"1_000" is no whole number'),
        ("amount", "7,100,000", '"7,100,000" is no whole number'),
        ("amount", "9223372036854775808", "too large a number"),
        ("share", "nan", '"nan" is no number'),
        ("share", "9007199254740993", "has more digits than the store keeps"),
        ("said_on", "15/03/2023", "no date (YYYY-MM-DD)"),
        ("tags", "a;;b", "an item of the list is empty"),
        ("counts", "yes", "neither true nor false"),
    ],
)
def test_a_spelling_without_a_value_is_named(tmp_path, field, cell, reason):
    faults = read_alike(tmp_path, **{field: cell})
    assert [(fault.file, fault.row, fault.field) for fault in faults] == [("things.csv", 2, field)]
    assert reason in faults[0].reason


def test_a_package_that_a_spreadsheet_and_a_browser_have_touched_is_the_same_package(package):
    """FALSE for false, a trailing blank after an investor, Hangul in pieces, full-width signs, a cell with semicolons
    and quotation marks.
    """
    rules = package / "tables/benefit_rules.csv"
    rules.write_text(rules.read_text(encoding="utf-8").replace(",in,false,", ",in,FALSE,"), encoding="utf-8")
    talent = package / "tables/talent_programmes.csv"
    talent.write_text(unicodedata.normalize("NFD", talent.read_text(encoding="utf-8")), encoding="utf-8")
    edit(package / "tables/investments.csv", ",삼성전자,", ",삼성전자\u00a0,")
    edit(package / "tables/milestones.csv", "2023-03-15,day", "２０２３－０３－１５,day", 2)
    edit(
        package / "tables/designations.csv",
        ";",
        "； ",
        next(n for n, line in enumerate(lines(package, "designations"), 1) if ";" in line),
    )
    original, touched = facts.load(), facts.load(package)
    assert [name for name, frame in touched.items() if not frame.equals(original[name])] == []


def lines(package: Path, table: str) -> list[str]:
    return (package / f"tables/{table}.csv").read_text(encoding="utf-8").split("\n")


def test_the_dialect_is_given_and_never_guessed(package):
    from frictionless import Resource

    text = "\"Chips;'fabs';'tools' are a part\""
    edit(package / "tables/usage_warnings.csv", lines(package, "usage_warnings")[1].split(",")[-1], text, 2)
    resource = next(r for r in facts.descriptor(package)["resources"] if r["name"] == "usage_warnings")
    assert Resource.from_descriptor(resource, basepath=str(package)).validate().valid, "for other tools, too"
    assert facts.load(package)["usage_warnings"]["meaning_en"][0] == "Chips;'fabs';'tools' are a part"
    assert all(r["dialect"]["delimiter"] == "," for r in facts.descriptor()["resources"])
