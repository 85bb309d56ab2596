"""The Briefing page through AppTest: the form, the preview, what it does with wishes that make no sense."""

import pytest

from tests.opening import LATEST, healthy, html, own_store, text, visit  # noqa: F401  own_store is a fixture


def test_the_weekly_briefing_shows_every_slide_with_the_numbers_of_the_screen():
    told = text(html(visit("briefing"), "sheets"))
    assert "7 of the 12" in told, "the same sentence as the Overview's"
    assert LATEST in told


def test_a_link_reproduces_the_composition_in_either_language():
    asked = {
        "briefing": "complex",
        "briefing_complex": "uljin",
        "briefing_sections": ["promises", "facts"],
        "briefing_title": "Uljin, for the minister",
        "note_facts": "Ask about the power supply.",
    }
    told = html(visit("briefing", **asked), "sheets")
    assert "Uljin, for the minister" in told
    assert "Ask about the power supply." in told
    korean = html(visit("briefing", lang="ko", **asked), "sheets")
    assert "Uljin, for the minister" in korean
    assert "울진" in korean
    assert "Ask about the power supply." in korean


def test_the_sections_stand_in_the_order_chosen():
    first = text(html(visit("briefing", briefing_sections=["board", "overview"]), "sheets"))
    second = text(html(visit("briefing", briefing_sections=["overview", "board"]), "sheets"))
    board, overview = "not passed the preliminary feasibility study", "has its plan approved"
    assert first.index(board) < first.index(overview)
    assert second.index(overview) < second.index(board)


def test_a_section_moves_earlier_and_the_template_brings_its_own():
    app = visit("briefing")
    before = app.multiselect(key="briefing_sections").value
    app.selectbox(key="briefing_move").set_value(before[1]).run()
    healthy(app.button(key="briefing_move_-1").click().run())
    assert app.multiselect(key="briefing_sections").value == [before[1], before[0], *before[2:]]
    healthy(app.selectbox(key="briefing").set_value("programme").run())
    assert "works" in app.multiselect(key="briefing_sections").value


def test_nothing_in_scope_says_so_and_offers_the_way_out():
    app = visit("briefing", province="seoul")
    assert "No complex matches" in app.info[0].value


@pytest.mark.parametrize(
    "wish",
    [
        "<script>alert(1)</script>",
        "../../etc/passwd",
        "=1+1",
        "\x00\x1b\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"),
        "가" * 10_000,
    ],
)
def test_a_hostile_wish_is_text_or_left_out(wish):
    app = visit("briefing", briefing_title=wish, note_overview=wish, briefing_sections=["overview"])
    shown = html(app, "sheets")
    assert shown.count("<article") >= 2
    assert "<script>" not in shown
    assert "\x00" not in shown


def test_an_unknown_template_or_section_is_left_out_with_a_note():
    app = visit("briefing", briefing="weekly'; DROP TABLE facts.complexes", briefing_sections=["overview", "atlantis"])
    assert "The link asked for something unknown" in text(html(app, "top"))
    assert html(app, "sheets").count("<article") >= 2
