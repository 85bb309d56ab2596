"""The ledger through the pages: add, correct, hand over, publish, take back, report; and what stands behind it."""

import datetime as dt
import io
import re
import zipfile
from collections.abc import Callable, Iterator
from threading import Thread
from types import SimpleNamespace

import pytest
from streamlit.testing.v1 import AppTest

from rollout import facts
from rollout.access import Person
from rollout.document.model import Section
from rollout.document.target import Target
from rollout.facts.change import Change, applied, difference, key, rows, stale
from rollout.language.words import Words
from rollout.ledger import drafts, effects, forms, proposal, reports, spoken
from rollout.ledger.history import changes_of, inverse
from rollout.questions.ask import Asker
from rollout.questions.scope import Scope, year_before
from rollout.questions.view import view_of
from rollout.store import lake as store
from rollout.store.scratch import Scratch
from rollout.subjects.forecast import outlook
from rollout.web import correcting, source
from tests.opening import html, own_store, text, visit  # noqa: F401  own_store is a fixture
from tests.opening import press as saved

TODAY = "2026-11-27"
SOURCE = {
    "new-publisher": "국토교통부",
    "new-published_on": "2026-11-20",
    "new-title": "울진 원자력수소 국가산단 추진 현황",
    "new-url": "https://www.molit.go.kr/uljin-2026-11",
}
STEWARD = Person("Kim", "kim@example.go.kr", "steward", "kim@example.go.kr")
EFFECTS = effects.effects


@pytest.fixture(scope="module", autouse=True)
def _own_state(own_store: Callable[[], None]) -> Iterator[None]:  # noqa: F811
    """A store of their own that these tests change; nothing is prepared beside the pages.

    What a change does to the figures takes seconds each time: one test looks at it.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(outlook, "prepare", lambda _: None)
        patch.setattr(effects, "effects", lambda *_: Section("effects", "Not worked out"))
        own_store()
        yield
    own_store()


@pytest.fixture
def real(copied_store: store.Place) -> Iterator[store.Store]:
    """A store of one's own, open."""
    opened = store.open_store(place=copied_store)
    yield opened
    opened.close()


def adding(**about: str) -> AppTest:
    """The form, opened by a link."""
    return visit("add", today=TODAY, as_of="", compare="", **about)


def fill(app: AppTest, **typed: str) -> AppTest:
    """Type into fields of the form (by the end of their keys), then let the page answer once."""
    for name, value in typed.items():
        next(field for field in app.text_input if field.key.endswith(f"-{name}")).set_value(value)
    return app.run()


def filled(date: str = "2028 H1", complex_id: str = "uljin", day: str = "2026-11-20") -> AppTest:
    """A newer plan for the approval of a complex with a source of its own, complete."""
    app = adding(add_complex=complex_id, add_stage="plan-approved")
    link = f"https://www.molit.go.kr/{complex_id}-{day}"
    return fill(app, date=date, **SOURCE | {"new-published_on": day, "new-url": link})


def said_on(day: str) -> list[dict[str, str]]:
    """The milestones that were stated on a day, as they are now."""
    return [row for row in rows(source.asker()[0].store.present())["milestones"].values() if row["stated_on"] == day]


def press(app: AppTest, label: str) -> AppTest:
    """Press a button by its label."""
    return next(button for button in app.button if button.label == label).click().run()


def shown(app: AppTest) -> str:
    """Everything that the page says."""
    kinds = ("markdown", "info", "success", "warning", "error")
    said = " ".join([part.value for kind in kinds for part in app.get(kind)] + [p.proto.body for p in app.get("html")])
    return f"{said} {text(html(app, 'top'))}".replace("\\", "")


def test_a_press_release_is_added_and_today_shows_it_at_the_next_click():
    app = filled()
    assert "Uljin · Plan approved · 2026 → H1 2028, +18 mo" in shown(app)
    press(app, "Publish")
    assert "Published as commit" in shown(app)
    asker = source.asker()[0]
    [row] = said_on("2026-11-20")
    assert (row["complex_id"], row["date"], row["precision"], row["counts"]) == ("uljin", "2028-06-30", "half", "true")
    board = asker.ask("progress/board", asker.snapshot(), as_of=dt.date(2026, 11, 27), complexes=("uljin",))
    cell = board[board["stage_id"] == "plan-approved"].iloc[0]
    assert cell["date"].date() == dt.date(2028, 6, 30)
    assert "As of 20 November 2026" in shown(visit("changes", today=TODAY, as_of="", compare=""))


def test_what_it_does_to_the_figures_is_shown_before_it_is_published(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(effects, "effects", EFFECTS)
    before, app = source.asker()[0].store.snapshot(), filled("2029 H1", "daegu", "2026-11-16")
    told = " ".join(str(part.proto) for part in app.get("bidi_component"))
    assert "Daegu, Newest statement" in told and "2026-11-16" in told
    assert source.asker()[0].store.snapshot() == before, "nothing is written yet"


def test_what_is_typed_wrongly_is_named_and_nothing_can_be_published():
    app = filled(date="soon")
    assert "“soon” is no date" in shown(app)
    assert not [button for button in app.button if button.label == "Publish"]


def test_the_check_refuses_what_it_would_refuse_in_a_file():
    app = filled(date="2027-03-02")
    next(box for box in app.selectbox if box.key.endswith("-status")).set_value("actual").run()
    assert "The check refuses it" in shown(app) and app.get("button")
    assert next(button for button in app.button if button.label == "Publish").disabled


def test_a_statement_is_corrected_in_place():
    state = rows(source.asker()[0].store.present())["milestones"]
    name = next(i for i, row in state.items() if row["complex_id"] == "uljin" and row["stage_id"] == "plan-approved")
    app = adding(add_complex="uljin", add_stage="plan-approved", add_row=name)
    fill(app, note_en="Corrected by the desk")
    press(app, "Publish")
    now = rows(source.asker()[0].store.present())["milestones"]
    assert now[name]["note_en"] == "Corrected by the desk"
    assert len(now) == len(state)


def field(app: AppTest, name: str) -> str:
    """What a field of the form holds."""
    return str(next(box for box in app.text_input if box.key.endswith(f"-{name}")).value)


@pytest.mark.parametrize(
    ("opens", "table"),
    [
        ("cell:yongin:plan-approved", "milestones"),
        ("figure:yongin:area", "complex_figures"),
        ("money-kind:contract", "investments"),
        ("reach:yongin:tax", "benefits"),
    ],
)
def test_each_row_of_a_dialog_leads_to_the_form_with_the_row_filled_in(opens, table):
    body = html(visit("", today=TODAY, as_of="", compare="", open=opens), "dialog-body")
    name = next(iter(re.findall(rf'data-open="newer:{table}:([^"]+)"', body)), None)
    assert name, body[:3000]
    row = rows(source.asker()[0].store.present())[table][name]
    for kind, shown_id in (("correct", name), ("newer", "")):
        controls = correcting.filled(
            Target(kind, (table, name)), SimpleNamespace(asker=source.asker()[0], w=Words("en"))
        )
        app = adding(**controls)
        box = next(box for box in app.selectbox if box.key == "add_row")
        assert (box.value or "") == shown_id
        assert all(
            field(app, one) == forms.written(table, one, row)
            for one in ("date", "value", "amount_krw", "name_ko", "institution_ko")
            if one in row and one not in correcting.ABOVE and any(b.key.endswith(f"-{one}") for b in app.text_input)
        )


def test_what_is_half_typed_is_offered_again_after_a_lost_connection_and_gone_once_published():
    filled("2031 H1", "iksan", "2026-11-14")
    assert "Not finished: Iksan" in shown(adding()), "another session of the same person"
    app = press(adding(), "Go on with it")
    assert (field(app, "date"), field(app, "new-url")) == ("2031 H1", "https://www.molit.go.kr/iksan-2026-11-14")
    press(app, "Publish")
    assert [row["complex_id"] for row in said_on("2026-11-14")] == ["iksan"]
    assert "Not finished: Iksan" not in shown(adding())


def test_a_commit_is_taken_back_and_not_if_its_rows_were_changed_since():
    press(filled(complex_id="andong", day="2026-11-19"), "Publish")
    number = source.asker()[0].store.snapshot()
    page = visit("commits", today=TODAY, commit_number=str(number))
    press(page, "Publish")
    assert "Published as commit" in shown(page)
    assert said_on("2026-11-19") == []
    again = visit("commits", today=TODAY, commit_number=str(number), lang="ko")
    assert "되돌릴 수 없음" in shown(again)


def test_a_page_is_shown_as_it_was_recorded_before_a_commit():
    before = source.asker()[0].store.snapshot()
    press(filled("2030 H1", "changwon", "2026-11-15"), "Publish")
    asked = {"today": TODAY, "as_of": TODAY, "compare": "", "province": "gyeongnam"}
    now, then = (visit("board", **asked, recorded=number) for number in ("", str(before)))
    assert "H1 2030" in text(html(now, "board")) and "H1 2030" not in text(html(then, "board"))
    assert f"as recorded in commit {before}" in shown(then) and "as recorded" not in shown(now)


def test_a_state_is_saved_as_a_package_that_the_check_finds_sound(tmp_path):
    number = source.asker()[0].store.snapshot()
    name, content = saved(visit("commits", today=TODAY, commit_number=str(number)), "package")
    assert name == f"facts-{number}.zip"
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        archive.extractall(tmp_path)
    assert facts.check(tmp_path) == []


def test_with_four_eyes_another_person_publishes(monkeypatch: pytest.MonkeyPatch, tmp_path):
    settings = tmp_path / "settings.toml"
    settings.write_text("four_eyes = true", encoding="utf-8")
    monkeypatch.setenv("SETTINGS_FILE", str(settings))
    app = filled(complex_id="gangneung", day="2026-11-18")
    assert not [button for button in app.button if button.label == "Publish"]
    press(app, "Hand over for publication")
    place = source.asker()[0].store.place
    [draft] = drafts.every(place)
    page = visit("drafts", today=TODAY)
    assert not [button for button in page.button if button.label == "Publish"], "its author may not"
    drafts.save(place, drafts.Draft(**{**vars(draft), "author_id": "kim", "author": "Kim"}))
    press(visit("drafts", today=TODAY), "Publish")
    assert drafts.every(place) == []
    assert source.asker()[0].store.history()["rows"].iloc[0] == 2


def test_a_reader_reports_an_error_and_a_steward_closes_it(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("rollout.web.identity.person", lambda: Person("", "", "viewer"))
    assert "Only stewards change the facts" in shown(adding(add_complex="uljin"))
    page = visit("reports", today=TODAY, report_about="cell:uljin:plan-approved")
    page.text_area(key="report_text").set_value("The date is $wrong$ ![p](http://x)")
    press(page, "Send the report")
    assert not [button for button in page.button if button.label == "Close the report"]
    monkeypatch.undo()
    steward = visit("reports", today=TODAY)
    assert "\\$wrong\\$" in steward.markdown[-1].value, "a report is text"
    next(field for field in steward.text_input if field.key.startswith("answer-")).set_value("corrected").run()
    press(steward, "Close the report")
    assert "No open reports" in shown(steward)


def test_reports_can_not_fill_the_disk(monkeypatch: pytest.MonkeyPatch):
    place = source.asker()[0].store.place
    monkeypatch.setattr("rollout.ledger.reports.MOST", 1)
    kept = reports.save(place, Person("", "", "viewer"), "one", "", "")
    page = visit("reports", today=TODAY)
    assert "Too many reports are open" in shown(page) and not page.text_area
    reports.close(place, kept, STEWARD, "done")


def test_a_source_that_is_known_is_not_entered_twice():
    before = rows(source.asker()[0].store.present())["origins"]
    known = next(iter(before.values()))
    typed = SOURCE | {"new-url": known["url"], "new-published_on": "2026-11-17"}
    press(fill(adding(add_complex="iksan", add_stage="plan-approved"), **typed, date="2029"), "Publish")
    assert rows(source.asker()[0].store.present())["origins"].keys() == before.keys()
    now = rows(source.asker()[0].store.present())["milestones"].values()
    [row] = [row for row in now if row["complex_id"] == "iksan" and row["date"] == "2029-12-31"]
    assert (row["origin_ids"], row["stated_on"]) == (known["origin_id"], known["published_on"])


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_no_word_of_the_form_is_left_in_the_other_language(lang: str):
    labels = [field.label for field in adding(add_complex="uljin", lang=lang).text_input]
    assert any("가" <= sign <= "힣" for label in labels for sign in label) is (lang == "ko")


# What stands behind the pages


def event(number: int) -> Change:
    """A new event of Uljin."""
    row = {"event_id": f"uljin-other-{number}", "complex_id": "uljin", "kind": "other", "origin_ids": "CA-001"}
    row |= {
        "date": "2026-03-02",
        "date_precision": "day",
        "headline_ko": f"사건 {number}",
        "headline_en": f"Event {number}",
    }
    return Change("events", None, row)


def test_eight_people_add_at_once_and_none_is_lost(real: store.Store):
    threads = [
        Thread(target=proposal.publish, args=(real, [event(n)], f"person {n}", f"event {n}", "publish"))
        for n in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {f"uljin-other-{n}" for n in range(8)} <= rows(real.present())["events"].keys()
    assert set(real.history()["author"]) >= {f"person {n}" for n in range(8)}


def test_the_later_of_two_is_told_and_overwrites_nothing(real: store.Store):
    name, row = next(iter(rows(real.present())["events"].items()))
    first, second = ({**row, "note_en": note} for note in ("first", "second"))
    proposal.publish(real, [Change("events", row, first)], "a", "first", "publish")
    with pytest.raises(proposal.RefusedError) as refused:
        proposal.publish(real, [Change("events", row, second)], "b", "second", "publish")
    [(_, now)] = refused.value.verdict.stale
    assert now == first
    assert rows(real.present())["events"][name]["note_en"] == "first"


def test_what_a_store_holds_is_what_the_edition_said(real: store.Store):
    assert difference(facts.load(), real.present()) == []


def test_a_commit_and_its_inverse_leave_what_was(real: store.Store):
    before = real.present()
    number = proposal.publish(real, [event(1)], "a", "add", "publish")
    today = dt.date(2026, 11, 27)
    view = view_of(Asker(real), Scope(today, year_before(today), today, "en", snapshot=number))
    assert changes_of(view, number) == (event(1),) or [c.after["event_id"] for c in changes_of(view, number)] == [
        "uljin-other-1"
    ]
    changes, later = inverse(view, number)
    assert later == []
    proposal.publish(real, changes, "a", "back", "revert")
    assert difference(before, real.present()) == []


def test_a_scratch_state_answers_as_the_store_will(real: store.Store):
    scratch = Scratch(real, [event(7)])
    asked = "SELECT count(*) AS n FROM facts.events"
    assert scratch.query(asked)["n"][0] == real.query(asked)["n"][0] + 1
    scratch.close()


def test_an_answer_whose_value_is_corrected_goes_with_it(real: store.Store):
    present = rows(real.present())
    answer = next(row for row in present["confirmations"].values() if row["concern"] == "far-off")
    row = present[answer["table_name"]][answer["row_key"]]
    changes = proposal.tidied(real, [Change(answer["table_name"], row, row | {answer["field"]: "1"})])
    assert [key(c.table, c.row) for c in changes if c.kind == "gone"] == [key("confirmations", answer)]


def test_changes_of_a_row_that_is_not_as_it_was_are_stale(real: store.Store):
    state, change = real.present(), event(1)
    after = applied(state, [change])
    assert stale(state, [change]) == [] and len(stale(after, [change])) == 1
    assert [made.row["event_id"] for made in difference(state, after)] == ["uljin-other-1"]


@pytest.mark.parametrize(
    ("typed", "day", "precision"),
    [
        ("2027년 하반기", "2027-12-31", "half"),
        ("H1 2027", "2027-06-30", "half"),
        ("2027. 5. 3.", "2027-05-03", "day"),
        ("２０２７．５", "2027-05-01", "month"),
        ("2027년 3/4분기", "2027-09-30", "quarter"),
        ("2027", "2027-12-31", "year"),
    ],
)
def test_a_period_is_read_as_an_official_writes_it(typed: str, day: str, precision: str):
    assert spoken.period(typed) == (dt.date.fromisoformat(day), precision)
    assert spoken.period(forms.period_text(day, precision)) == (dt.date.fromisoformat(day), precision)


@pytest.mark.parametrize("typed", ["2027-13", "soon", "20270", "2027-02-30", ""])
def test_what_is_no_period_is_none(typed: str):
    assert spoken.period(typed) is None


@pytest.mark.parametrize(
    ("typed", "unit", "value"),
    [
        ("3조 6,000억원", "KRW", 3_600_000_000_000),
        ("약 5천억", "KRW", 500_000_000_000),
        ("1.2 trillion won", "KRW", 1_200_000_000_000),
        ("330만㎡", "m2", 3_300_000),
        ("1.2 km²", "m2", 1_200_000),
        ("121평", "m2", 400),
        ("1,500명", "people", 1500),
    ],
)
def test_an_amount_is_read_with_its_unit(typed: str, unit: str, value: int):
    assert spoken.amount(typed, unit) == value


@pytest.mark.parametrize(("typed", "unit"), [("soon", "KRW"), ("", "m2"), ("330만㎡", "KRW"), ("5억원", "m2")])
def test_another_kind_of_unit_is_not_read(typed: str, unit: str):
    assert spoken.amount(typed, unit) is None
