"""A new edition meets the office's own changes: what either changed is kept, what both changed is listed, and what the
check refuses never keeps the store from opening.
"""

import json

import pandas as pd
import pytest

from rollout import facts
from rollout.facts.change import Change, applied, rows
from rollout.facts.merge import merge, settle
from rollout.store import lake as store
from tests.conftest import edit

CONTENT = {
    "resources": [
        {
            "name": "origins",
            "path": "tables/origins.csv",
            "schema": {
                "fields": [{"name": "origin_id", "type": "string"}, {"name": "title", "type": "string"}],
                "primaryKey": ["origin_id"],
            },
        },
        {
            "name": "events",
            "path": "tables/events.csv",
            "schema": {
                "fields": [
                    {"name": "event_id", "type": "string"},
                    {"name": "note", "type": "string"},
                    {"name": "area", "type": "number"},
                    {"name": "origin_ids", "type": "string", "listOf": "origins.origin_id"},
                ],
                "primaryKey": ["event_id"],
            },
        },
    ]
}
COLUMNS = {r["name"]: [f["name"] for f in r["schema"]["fields"]] for r in CONTENT["resources"]}
BASE = {"origins": [("o1", "Page"), ("o2", "Other page")], "events": [("e1", "first", "1.5", "o1")]}


def state(**tables):
    """A state: the tables given, the others as in the base."""
    return {name: pd.DataFrame(tables.get(name, BASE[name]), columns=COLUMNS[name], dtype=object) for name in BASE}


def outcome(edition, present):
    """Events after the merge, and the conflicts."""
    changes, conflicts = merge(state(), edition, present, CONTENT)
    frames, settled = settle(edition, present, changes, CONTENT, check)
    return frames, [(c.table, c.key, c.reason, c.kept) for c in conflicts + settled]


def check(frames):
    """What the check of the package would say: a list names a row that is not there; a note that may not be."""
    known = set(frames["origins"]["origin_id"])
    for number, row in enumerate(frames["events"].fillna("").to_dict("records"), start=2):
        for item in row["origin_ids"].split(";"):
            if item not in known:
                return [facts.Fault("events.csv", number, "origin_ids", f"{item} is not in origins")]
        if "forbidden" in row["note"]:
            return [facts.Fault("events.csv", number, "note", "forbidden")]
    if (frames["events"]["note"] == "circle").sum() > 1:
        return [facts.Fault("events.csv", None, None, "rows refer to one another in a circle")]
    return []


E1 = ("e1", "first", "1.5", "o1")
NEW, OWN = ("e2", "new", None, "o2"), ("e9", "own", None, "o1")
MERGES = {
    "nothing changed": ([E1], [E1], [E1], []),
    "only the edition changed": (
        [("e1", "edition", "1.5", "o1"), NEW],
        [E1],
        [("e1", "edition", "1.5", "o1"), NEW],
        [],
    ),
    "only the office changed": ([E1], [("e1", "office", "1.5", "o1"), OWN], [("e1", "office", "1.5", "o1"), OWN], []),
    "both added a row": ([E1, NEW], [E1, OWN], [E1, NEW, OWN], []),
    "both made the same change": (
        [("e1", "same", "1.5", "o1")],
        [("e1", "same", "1.50", "o1")],
        [("e1", "same", "1.5", "o1")],
        [],
    ),
    "both added the same row": ([E1, NEW], [E1, NEW], [E1, NEW], []),
    "the edition removed a row": ([], [E1], [], []),
    "the office removed a row": ([E1], [], [], []),
    "each changed another cell": (
        [("e1", "edition", "1.5", "o1")],
        [("e1", "first", "2", "o1")],
        [("e1", "edition", "2", "o1")],
        [],
    ),
    "both changed a cell": (
        [("e1", "edition", "9", "o1")],
        [("e1", "office", "1.5", "o1")],
        [("e1", "office", "1.5", "o1")],
        [("events", "e1", "changed", "office")],
    ),
    "both added a row under one key": (
        [E1, ("e2", "edition", None, "o1")],
        [E1, ("e2", "office", None, "o1")],
        [E1, ("e2", "office", None, "o1")],
        [("events", "e2", "changed", "office")],
    ),
    "the edition removed what the office changed": (
        [],
        [("e1", "office", "1.5", "o1")],
        [("e1", "office", "1.5", "o1")],
        [("events", "e1", "removed", "office")],
    ),
    "the office removed what the edition changed": (
        [("e1", "edition", "1.5", "o1")],
        [],
        [],
        [("events", "e1", "taken out", "office")],
    ),
    "the check refuses what the office wrote": (
        [E1, NEW],
        [("e1", "forbidden", "1.5", "o1"), OWN],
        [E1, NEW, OWN],
        [("events", "e1", "refused", "edition")],
    ),
    "the check refuses a row of the office's": (
        [("e1", "edition", "1.5", "o1")],
        [E1, ("e9", "forbidden", None, "o1")],
        [("e1", "edition", "1.5", "o1")],
        [("events", "e9", "refused", "edition")],
    ),
    "the check refuses the office's rows without naming one": (
        [("e1", "circle", "1.5", "o1")],
        [E1, ("e9", "circle", None, "o1")],
        [("e1", "circle", "1.5", "o1")],
        [("events", "e9", "refused", "edition")],
    ),
}


@pytest.mark.parametrize("case", MERGES)
def test_a_row_is_merged(case):
    edition, present, expected, listed = MERGES[case]
    frames, conflicts = outcome(state(events=edition), state(events=present))
    made = [tuple(row.values()) for row in rows({"events": frames["events"]}, CONTENT)["events"].values()]
    assert made == [tuple(cell or "" for cell in row) for row in expected]
    assert conflicts == listed


@pytest.mark.parametrize("removes", ["edition", "office"])
def test_a_row_that_one_side_removed_stays_where_the_other_cites_it(removes):
    without, citing = state(origins=[("o1", "Page")]), state(events=[E1, ("e9", "cites", None, "o1;o2")])
    edition, present = (without, citing) if removes == "edition" else (citing, without)
    frames, conflicts = outcome(edition, present)
    assert list(frames["origins"]["origin_id"]) == ["o1", "o2"] and len(frames["events"]) == 2
    assert conflicts == [("origins", "o2", "cited", "office" if removes == "edition" else "edition")]


def test_fields_come_and_go_between_editions():
    """A field that the edition dropped takes along what the office wrote there, which is listed; a new one comes."""
    base, present = state(), state(events=[("e1", "office", "1.5", "o1"), ("e9", "own", "7", "o1")])
    content = json.loads(json.dumps(CONTENT))
    content["resources"][1]["schema"]["fields"][2] = {"name": "length", "type": "number"}
    edition = {
        "origins": base["origins"],
        "events": pd.DataFrame([("e1", "first", "3", "o1")], columns=["event_id", "note", "length", "origin_ids"]),
    }
    changes, conflicts = merge(base, edition, present, content)
    frames, _ = settle(edition, present, changes, content, check)
    assert frames["events"].fillna("").values.tolist() == [["e1", "office", "3", "o1"], ["e9", "own", "", "o1"]]
    assert [(c.key, c.reason, dict(c.office)["area"]) for c in conflicts] == [("e9", "field gone", "7")]


def test_a_table_that_the_edition_drops_lists_what_the_office_wrote_there():
    content = {"resources": CONTENT["resources"][:1]}
    edition = {"origins": state()["origins"]}
    _, conflicts = merge(state(), edition, state(events=[E1, OWN]), content)
    assert [(c.table, c.key, c.reason) for c in conflicts] == [("events", "e9", "field gone")]


# ---- in the store

MILESTONES, ORIGINS = "tables/milestones.csv", "tables/origins.csv"
FIRST = "yongin-developer-selected-2023-05-04"


def test_an_edition_is_merged_into_what_the_office_published(copied_store, package):
    opened = store.open_store(place=copied_store)
    present = opened.present()
    milestones = rows({"milestones": present["milestones"]})["milestones"]
    own, other = milestones[FIRST], list(milestones.values())[-1]
    page = dict(rows({"origins": present["origins"]})["origins"][own["origin_ids"].split(";")[0]], origin_id="ZZ-901")
    changes = [
        Change("origins", None, page),
        Change("milestones", own, own | {"note_ko": "사무소 기록", "origin_ids": "ZZ-901"}),
        Change("milestones", other, other | {"note_en": "The office's word."}),
    ]
    number = opened.publish(changes, "Kim <kim@example.go.kr>", "This morning's release", opened.snapshot())
    opened.close()
    edit(package / MILESTONES, own["note_en"][:9], "Edition: ", 3)  # another cell of the first
    table = pd.read_csv(package / MILESTONES, dtype=str, keep_default_na=False)
    table.loc[table["milestone_id"] == other["milestone_id"], "note_en"] = "The edition's word."
    table.to_csv(package / MILESTONES, index=False)

    opened = store.open_store(place=copied_store, package=package)
    now = rows(opened.present())
    assert now["milestones"][FIRST]["note_ko"] == "사무소 기록"
    assert now["milestones"][FIRST]["note_en"].startswith("Edition: ")
    assert now["milestones"][other["milestone_id"]]["note_en"] == "The office's word."
    assert now["origins"]["ZZ-901"] == page
    newest, published = opened.history().to_dict("records")[:2]
    assert (newest["kind"], newest["message"], newest["rows"]) == ("edition", "Facts changed", 1)
    assert newest["details"]["from"] == published["package"] == facts.digest() != newest["package"]
    conflict = newest["details"]["conflicts"]
    assert [(c["key"], c["reason"], c["kept"]) for c in conflict] == [(other["milestone_id"], "changed", "office")]
    assert conflict[0]["edition"]["note_en"] == "The edition's word."
    assert (published["snapshot_id"], published["kind"], published["rows"]) == (number, "publish", 3)
    assert published["author"] == "Kim <kim@example.go.kr>"
    opened.close()

    opened = store.open_store(place=copied_store)  # and back to the first edition: what the office did still stands
    now = rows(opened.present())
    assert now == rows(applied(facts.load(), changes)) and len(opened.history()) == 4
    opened.close()
