"""What changes do to figures: what is shared with the state before must not hide anything."""

from dataclasses import replace

import pytest

from rollout.facts.change import Change, rows
from rollout.ledger import effects
from rollout.ledger.changed import Changed
from rollout.questions.ask import Asker
from rollout.questions.scope import Scope
from rollout.questions.view import view_of
from rollout.store.scratch import Scratch
from rollout.subjects.registry import ENTRIES
from tests.conftest import AS_OF

SHOWN = ("overview", "standing", "board", "ladder", "goals", "talent", "benefits", "area")


@pytest.fixture(scope="module")
def view(opened):
    asker = Asker(opened)
    return view_of(asker, Scope(AS_OF, AS_OF.replace(year=2025), AS_OF, "en", snapshot=asker.snapshot()))


def changes(store, table: str, field: str, values) -> list[Change]:
    own = rows(store.present())[table].values()
    return [Change(table, row, row | {field: values(row)}) for row in own if row[field]][:40]


@pytest.mark.parametrize(
    ("table", "field", "value"),
    [
        ("milestones", "date", lambda row: "2049-12-31"),
        ("investments", "amount_krw", lambda row: "7000000000000"),
        ("talent_programmes", "seats_per_year", lambda row: "777"),
        ("benefits", "note_en", lambda row: f"{row['note_en']} (corrected)"),
        ("complex_figures", "value", lambda row: "123456"),
    ],
)
def test_sections_after_changes_are_those_of_a_store_with_them(view, opened, table, field, value) -> None:
    made = changes(opened, table, field, value)
    scratch = Scratch(opened, made)
    shared = replace(view, asker=Changed(view.asker, scratch, {table}))
    fresh = replace(view, asker=Asker(scratch))
    said = {id_: list(effects._printed(ENTRIES[id_].build(fresh), view.w)) for id_ in SHOWN}
    assert {id_: list(effects._printed(ENTRIES[id_].build(shared), view.w)) for id_ in SHOWN} == said
    scratch.close()


def test_figures_that_change_are_listed_with_both_values(view, opened) -> None:
    made = changes(opened, "complex_figures", "value", lambda row: "123456")
    found = effects.effects(view, made).tables[0].rows
    assert found and all(row["before"].value != row["after"].value for row in found)
