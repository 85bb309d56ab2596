"""The check of tables in memory says what the check of files says, and cells are judged as frictionless judges them."""

import random

import pytest
from frictionless import Package

from rollout import facts
from rollout.facts import cells
from rollout.facts.package import tables_of

SPOILT = ("", "nowhere", "2026-03-01", "-5", "true", "red", "999999", "CA-001")


@pytest.fixture(scope="module")
def frames():
    return facts.load()


def small(frames, names):
    return {name: frames[name].head(40).copy() for name in names}


def test_the_facts_are_sound_in_memory_too(frames):
    assert facts.check_frames(frames) == []


def test_a_fault_in_memory_is_the_fault_in_the_file(frames, package):
    changed = frames["milestones"].copy()
    changed.loc[0, "status"], changed.loc[1, "origin_ids"], changed.loc[2, "date"] = "done", "CA-999", "2062-01-01"
    changed.to_csv(package / "tables" / "milestones.csv", index=False, lineterminator="\n")
    found = facts.check_frames({**frames, "milestones": changed})
    assert found == facts.check(package)
    assert {fault.row for fault in found} >= {2, 3, 4}


@pytest.mark.parametrize("seed", range(4))
def test_cells_keys_and_references_are_judged_as_frictionless_judges_them(frames, seed):
    """Where and of which kind the faults are, after cells were spoilt at random."""
    chance = random.Random(seed)
    spoilt = small(frames, ("origins", "provinces", "complexes", "stages", "milestones", "codes"))
    for frame in spoilt.values():
        for _ in range(12):
            row, column = chance.randrange(len(frame)), chance.randrange(len(frame.columns))
            other = frame.iat[chance.randrange(len(frame)), column]
            frame.iat[row, column] = chance.choice((*SPOILT, other))
    tables = tables_of(spoilt)
    ours = {(fault.file, fault.row, fault.field) for fault in [*cells.faults(tables), *typed(tables)]}
    assert ours == set(judged(tables))


def typed(tables):
    return [fault for table in tables.values() for fault in table.faults]


def judged(tables):
    resources = []
    for name, table in tables.items():
        schema = table.resource["schema"]
        fields = [{key: f[key] for key in ("name", "type", "constraints") if key in f} for f in schema["fields"]]
        keys = [key for key in schema.get("foreignKeys", []) if (key["reference"]["resource"] or name) in tables]
        described = {"fields": fields, "primaryKey": schema["primaryKey"], "foreignKeys": keys}
        rows = [list(table.fields), *table.rows]
        resources.append({"name": name, "type": "table", "data": rows, "schema": described})
    report = Package.from_descriptor({"name": "spoilt", "resources": resources}).validate()
    for task, table in zip(report.tasks, tables.values(), strict=True):
        for error in task.errors:
            key = ", ".join(table.resource["schema"]["primaryKey"])
            fields = {"foreign-key": getattr(error, "field_names", ()), "primary-key": [key]}
            field = ", ".join(fields[error.type]) if error.type in fields else error.field_name
            if "None" not in error.note.split()[-1]:  # a key that is empty is named as an empty cell
                yield table.file, error.row_number, field
