"""The codes: one table for every code that a user can see, complete, in both languages, and the same as the enums of
the schema.
"""

import csv
from collections import Counter, defaultdict

import pytest

from rollout import facts
from rollout.language import codes
from rollout.language.words import LANGUAGES, Words

WHERE = "data/tables/codes.csv"
SCHEMA = "data/datapackage.json"
PACKAGE = facts.descriptor()
# Codes of a joined list that no table holds: a question computes them, or a page offers them.
COMPUTED = {
    "benefit-state": {"soon", "replaced"},
    "benefit-relation": {"raised-by", "capped-by", "contains"},
    "glossary-part": {"stage", "rating", "warning"},
}


def rows_by_list() -> dict[str, list[dict[str, str]]]:
    """The table's rows by list, in the order of the file."""
    with codes.TABLE.open(encoding="utf-8", newline="") as file:
        found = defaultdict(list)
        for row in csv.DictReader(file):
            found[row["list"]].append(row)
    return found


LISTS = rows_by_list()
ENUMS = [
    (resource, field, set(field["constraints"]["enum"]))
    for resource in PACKAGE["resources"]
    for field in resource["schema"]["fields"]
    if "enum" in field.get("constraints", {})
]
JOINED = [(resource, field, values) for resource, field, values in ENUMS if "codes" in field]


def named(resource: dict, field: dict) -> str:
    return f"{resource['name']}.{field['name']}"


@pytest.mark.parametrize(("resource", "field", "values"), [pytest.param(*each, id=named(*each[:2])) for each in ENUMS])
def test_an_enum_takes_its_words_from_a_list(resource: dict, field: dict, values: set[str]):
    """Or from the table of its own that its name points to, or from the row itself (`unit_ko` beside `unit`)."""
    own = {table["name"]: table["schema"]["primaryKey"] for table in PACKAGE["resources"]}
    beside = any(other["name"] == f"{field['name']}_ko" for other in resource["schema"]["fields"])
    table = next((name for name, key in own.items() if key == [field["name"]]), None)
    if table:
        with (facts.DATA_DIR / "tables" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            known = {row[field["name"]] for row in csv.DictReader(file)}
        assert values <= known, (
            f"{named(resource, field)} in {SCHEMA} allows {sorted(values - known)}, which "
            f"data/tables/{table}.csv does not have"
        )
    else:
        assert "codes" in field or beside, (
            f'{named(resource, field)} in {SCHEMA} has codes without words: write `"codes": "<list>"` beside its '
            f"enum, and the list in {WHERE}"
        )


@pytest.mark.parametrize(("resource", "field", "values"), [pytest.param(*each, id=named(*each[:2])) for each in JOINED])
def test_a_joined_list_has_every_code_of_the_enum(resource: dict, field: dict, values: set[str]):
    name = field["codes"]
    assert name in LISTS, (
        f"{named(resource, field)} in {SCHEMA} takes its words from the list {name!r}, which {WHERE} does not have"
    )
    forgotten = values - {row["code"] for row in LISTS[name]}
    assert not forgotten, f"add {sorted(forgotten)} of {named(resource, field)} to the list {name!r} in {WHERE}"


@pytest.mark.parametrize("name", sorted({field["codes"] for _, field, _ in JOINED}))
def test_an_enum_allows_every_code_of_its_list(name: str):
    """Where several fields share a list (a year, a month, a day), each code is allowed by one of them."""
    fields = [(named(resource, field), values) for resource, field, values in JOINED if field["codes"] == name]
    allowed = set().union(*(values for _, values in fields))
    rest = {row["code"] for row in LISTS[name]} - allowed
    assert rest == COMPUTED.get(name, set()), (
        f"the list {name!r} in {WHERE} has {sorted(rest)}, which no table may hold: add them to the enum of "
        f"{fields[0][0]} in {SCHEMA}, take them out of the list, "
        "or, where a question or a page makes them, name them in COMPUTED here"
    )


@pytest.mark.parametrize("name", sorted(LISTS))
def test_a_list_is_complete(name: str):
    own = LISTS[name]
    places = [int(row["position"]) for row in own]
    assert places == list(range(1, len(own) + 1)), (
        f"the positions of the list {name!r} in {WHERE} must run from 1 to {len(own)}, in the order of the file: "
        f"{places}"
    )
    for lang in LANGUAGES:
        untold = [row["code"] for row in own if not row[f"name_{lang}"].strip()]
        assert not untold, f"name_{lang} is empty for {untold} of the list {name!r} in {WHERE}"
        alike = [word for word, count in Counter(row[f"name_{lang}"] for row in own).items() if count > 1]
        assert not alike, (
            f"several codes of the list {name!r} in {WHERE} are called {alike}: give each a name_{lang} of its own"
        )
    for part in "short", "definition":
        half = [row["code"] for row in own if bool(row[f"{part}_ko"]) != bool(row[f"{part}_en"])]
        assert not half, (
            f"{part} of {half} of the list {name!r} in {WHERE} is in one language only: fill {part}_ko and "
            f"{part}_en, or neither"
        )


def test_a_code_in_words():
    ko, en = Words("ko"), Words("en")
    assert (en.code("rating", "red"), ko.code("rating", "red")) == ("Red", "적색")
    assert ko.codes("situation") == {"capital": "수도권", "non-capital": "비수도권"}
    assert list(en.codes("rating")) == ["red", "amber-red", "amber", "amber-green", "green"]
    assert codes.label("milestone-state", "passed", "en") == "date passed, no news"
    assert (codes.short("milestone-state", "passed", "en"), codes.short("milestone-state", "done", "ko")) == (
        "no news",
        "완료",
    )
    assert [(each.code, each.tone, each.mark) for each in codes.codes("rating")] == [
        ("red", "red", "◆"),
        ("amber-red", "red", "▼"),
        ("amber", "amber", "▲"),
        ("amber-green", "green", "◐"),
        ("green", "green", "●"),
    ]
    assert codes.find("finder-group", "nearly").definition("en") == "The missing condition is listed first."


def test_a_forgotten_code_is_named_with_its_list():
    with pytest.raises(KeyError, match=r"the list 'rating' has no code 'blue' in codes\.csv"):
        Words("en").code("rating", "blue")
    with pytest.raises(KeyError, match=r"there is no list of codes 'ratings' in codes\.csv"):
        Words("en").codes("ratings")


def test_the_store_holds_the_same_codes(opened):
    held = opened.query("SELECT list, code, name_ko FROM facts.codes ORDER BY list, position")
    assert list(held.itertuples(index=False, name=None)) == [
        (name, row["code"], row["name_ko"]) for name in sorted(LISTS) for row in LISTS[name]
    ]
