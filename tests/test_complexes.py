"""The dossier of a complex through AppTest: what it says, what it holds, what it does with days, languages and
nonsense.
"""

import re

import pytest

from rollout.language.words import MINUS
from tests.conftest import EVERY_COMPLEX
from tests.opening import figures, html, own_store, table, text, visit, visits, words_of  # noqa: F401  own_store is a fixture


@pytest.mark.parametrize("complex_id", EVERY_COMPLEX)
def test_every_dossier_opens_with_its_state_facts_and_promises(complex_id):
    app = visits("complexes", "complex-schedule", complex=complex_id)
    assert "Last stage reached:" in text(html(app, "brief"))
    assert len(table(app, "promises")) == 10, "a row for every stage of the board"
    assert "Site cost" in text(html(app, "facts"))


def test_the_first_promise_stands_beside_the_latest_and_what_history_says():
    completed = next(
        row for row in table(visit("complex-schedule", complex="uljin"), "promises") if row["Stage"] == "Completed"
    )
    assert completed["First plan"] == "2029.12 stated 2023-03-15"
    assert completed["Latest plan"] == "2033 stated 2025-12-02, restated 3 times"
    assert completed["Moved"] == "+48 mo"
    assert re.fullmatch(r"20\d\d \(20\d\d to 20\d\d\)", completed["Comparable complexes"]), "a range with both ends"


def test_a_withdrawn_study_is_not_done():
    told = words_of(visit("complex-schedule", complex="daejeon"), "promises")
    assert "withdrawn 2025.08" in told, "the plan to file again is newer"
    assert "Agreement signed (2023-12-18)" in text(html(visit("complexes", complex="daejeon"), "brief"))


def test_a_claim_for_a_larger_site_says_so():
    facts = text(html(visit("complexes", complex="wanju"), "facts"))
    assert "Claimed at announcement" in facts
    assert "For a larger site" in facts


def test_what_nobody_published_is_named():
    assert "not published" in text(html(visit("complexes", complex="iksan"), "facts"))


def test_an_earlier_day_knows_only_what_was_said_by_then():
    then = visits("complexes", "complex-schedule", complex="uljin", as_of="2024-01-31", compare="2023-03-15")
    assert "2033 stated" not in text(html(then, "promises"))
    assert "1.45" not in text(html(then, "facts"))


def test_the_timeline_holds_the_setbacks_of_the_ledger():
    [figure] = figures(visit("complex-schedule", complex="daejeon"))
    setbacks = next(trace for trace in figure["data"] if trace["name"] == "Setbacks")
    assert setbacks["x"] == ["2025-09-02", "2025-08-20", "2025-08-11"]


def test_up_to_three_stand_side_by_side():
    rows = table(visit("compare", complex="yongin", **{"with": ["uljin", "daejeon"]}), "comparison")
    assert list(rows[0]) == ["Figure", "Yongin", "Uljin", "Daejeon"]


def test_what_changed_is_told_between_the_two_days():
    rows = table(visit("complex-schedule", complex="wanju", compare="2025-11-30"), "changes")
    area = next(row for row in rows if row["Subject"] == "Area")
    assert (area["Before"], area["Now"]) == ("1.65 km²", f"0.64 km² {MINUS}61%")
    assert not [row for row in rows if row["Stated on"].startswith("2026-03")]
    nothing = visit("complex-schedule", complex="wanju", compare=LATER)
    assert "Nothing changed." in words_of(nothing, "changes")


LATER = "2026-02-01"


def test_the_same_dossier_in_korean():
    app = visit("complexes", complex="uljin", lang="ko")
    assert "최종 도달 단계: 산업단지계획 승인 신청(2025-11-28)." in text(html(app, "brief"))
    assert "4,334억원" in text(html(app, "facts"))


def test_a_complex_that_does_not_exist_is_left_out_with_a_note():
    app = visit("complexes", complex="<script>alert(1)</script>")
    assert "The link asked for something unknown, which was left out: Complex “" in text(html(app, "brief"))
    assert "<script>" not in "".join(part.proto.json for part in app.get("bidi_component"))
