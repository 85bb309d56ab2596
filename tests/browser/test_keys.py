"""Keys as Chromium sends them in Hangul mode, with Caps Lock and with modifiers: presentation, search box, map."""

from collections.abc import Callable

import pytest
from playwright.sync_api import CDPSession, Page, expect

from tests.browser.conftest import PATIENCE, idle
from tests.serving import Server

expect.set_options(timeout=PATIENCE)

Visit = Callable[..., Page]
DAY = "today=2026-03-31&as_of=2026-03-31&compare=2025-03-31&lang=en"
SHEETS = ".sheets .slide"
HANGUL = 229  # what stands for every key that an input method takes
ALT, CONTROL, META, SHIFT = 1, 2, 4, 8
LETTERS = {
    "hangul on Windows": {"key": "Process", "windowsVirtualKeyCode": HANGUL},
    "hangul elsewhere": {"key": "ㄹ", "windowsVirtualKeyCode": HANGUL},
    "caps lock": {"key": "F", "windowsVirtualKeyCode": 70},
}


def press(keys: CDPSession, code: str, key: str, virtual: int = 0, modifiers: int = 0) -> None:
    """One key, down and up, as the system reports it."""
    event = {"code": code, "key": key, "windowsVirtualKeyCode": virtual, "modifiers": modifiers}
    keys.send("Input.dispatchKeyEvent", {"type": "rawKeyDown"} | event)
    keys.send("Input.dispatchKeyEvent", {"type": "keyUp"} | event)


def presented(server: Server, visit: Visit) -> tuple[Page, CDPSession]:
    """The first slide, presented; and what presses keys."""
    page = visit(f"{server.url}/briefing?{DAY}", ready=SHEETS)
    page.evaluate(
        "() => { window.full = 0; document.documentElement.requestFullscreen = () => { window.full += 1; }; }"
    )
    page.keyboard.press("Escape")  # a test before may have left it presented
    page.locator("[data-present='0']").first.click()
    return page, page.context.new_cdp_session(page)


@pytest.mark.parametrize("letter", LETTERS.values(), ids=LETTERS.keys())
def test_f_opens_the_filters_by_its_place(server: Server, visit: Visit, letter: dict) -> None:
    page, keys = presented(server, visit)
    stage = page.locator(".podium")
    press(keys, "KeyF", letter["key"], letter["windowsVirtualKeyCode"])
    assert float(stage.evaluate("(one) => parseFloat(one.style.top)")) > 100
    assert page.evaluate("window.full") == 0
    press(keys, "KeyF", letter["key"], letter["windowsVirtualKeyCode"])
    assert stage.evaluate("(one) => one.style.top") == ""
    press(keys, "KeyF", letter["key"], letter["windowsVirtualKeyCode"], SHIFT)
    assert page.evaluate("window.full") == 1


def test_every_key_of_the_presentation_works_in_hangul_mode(server: Server, visit: Visit) -> None:
    page, keys = presented(server, visit)
    place, stage = page.locator(".podium [data-place]"), page.locator(".podium")
    count = page.evaluate("window.rolloutRoom.screens.length")
    for code, wanted in [
        ("ArrowRight", 2),
        ("Space", 3),
        ("PageDown", 4),
        ("ArrowLeft", 3),
        ("End", count),
        ("Home", 1),
        ("ArrowDown", 2),
    ]:
        press(keys, code, "Process", HANGUL)
        expect(place).to_have_text(f"{wanted} / {count}")
    for code, wanted in [("Equal", "1.25"), ("NumpadAdd", "1.5"), ("Minus", "1.25"), ("NumpadSubtract", "1")]:
        press(keys, code, "Process", HANGUL)
        assert stage.evaluate("(one) => one.style.getPropertyValue('--zoom')") == wanted
    press(keys, "Escape", "Process", HANGUL)
    expect(stage).to_be_hidden()


def test_keys_with_modifiers_stay_the_browsers(server: Server, visit: Visit) -> None:
    page, keys = presented(server, visit)
    page.evaluate(
        "() => { window.taken = []; addEventListener('keydown', (event) => { if (event.defaultPrevented) "
        "window.taken.push(event.code); }); }"
    )
    for modifiers in (CONTROL, META, ALT, CONTROL | ALT):
        press(keys, "KeyF", "f", 70, modifiers)
        press(keys, "ArrowLeft", "ArrowLeft", 37, modifiers)
    assert page.evaluate("window.taken") == []
    assert page.locator(".podium").evaluate("(one) => one.style.top") == ""


def test_space_presses_the_button_that_has_the_focus(server: Server, visit: Visit) -> None:
    page, _ = presented(server, visit)
    page.locator(".podium [data-do=leave]").focus()
    page.keyboard.press("Space")
    expect(page.locator(".podium")).to_be_hidden()


def test_a_slash_does_not_leave_the_presentation_for_the_search_box(server: Server, visit: Visit) -> None:
    page, _ = presented(server, visit)
    page.keyboard.press("/")
    page.keyboard.press("ArrowRight")
    expect(page.locator(".podium [data-place]")).to_contain_text("2 /")


@pytest.mark.parametrize("again", [True, False], ids=["sent twice", "sent once"])
def test_enter_that_ends_a_composition_opens_nothing(server: Server, visit: Visit, again: bool) -> None:
    page = visit(f"{server.url}/board?{DAY}")
    keys = page.context.new_cdp_session(page)
    box = page.locator(".st-key-search input")
    box.focus()
    keys.send("Input.insertText", {"text": "우"})
    expect(page.locator(".st-key-found [data-testid=stPageLink-NavLink]").first).to_be_visible()
    idle(page)
    keys.send("Input.imeSetComposition", {"text": "주", "selectionStart": 1, "selectionEnd": 1})
    enter = {"code": "Enter", "windowsVirtualKeyCode": HANGUL, "key": "Process"}
    keys.send("Input.dispatchKeyEvent", {"type": "rawKeyDown"} | enter)
    keys.send("Input.insertText", {"text": "주"})
    if again:  # Chromium with a Korean input method sends the key a second time, as a plain one
        keys.send(
            "Input.dispatchKeyEvent",
            {"type": "rawKeyDown", "code": "Enter", "key": "Enter", "windowsVirtualKeyCode": 13},
        )
    keys.send("Input.dispatchKeyEvent", {"type": "keyUp"} | enter)
    idle(page)
    expect(box).to_have_value("우주")
    assert page.evaluate("location.pathname") == "/board"
    expect(page.locator(".st-key-found [data-testid=stPageLink-NavLink]").first).to_be_visible()
    page.keyboard.press("Enter")
    page.wait_for_function(
        "() => location.pathname !== '/board' || !document.querySelector('.st-key-search input').value"
    )


def test_a_slash_finds_the_search_box_in_hangul_mode_but_not_from_a_text_field(server: Server, visit: Visit) -> None:
    page = visit(f"{server.url}/board?{DAY}")
    keys, box = page.context.new_cdp_session(page), page.locator(".st-key-search input")
    press(keys, "Slash", "/", 191, CONTROL)
    press(keys, "Slash", "?", 191, SHIFT)
    expect(box).not_to_be_focused()
    page.locator(".st-key-bar").get_by_role("combobox", name="Province").focus()
    press(keys, "Slash", "Process", HANGUL)
    expect(box).not_to_be_focused()
    page.locator(".st-key-bar").get_by_role("button", name="More filters").focus()
    press(keys, "Slash", "Process", HANGUL)
    expect(box).to_be_focused()


def test_alt_and_an_arrow_on_the_map_is_the_browsers_back(server: Server, visit: Visit) -> None:
    page = visit(f"{server.url}/map?{DAY}", ready=".atlas[data-drawn=true] .key li", fresh=True)
    page.evaluate(
        "() => { window.taken = []; addEventListener('keydown', (event) => "
        "window.taken.push(event.defaultPrevented)); }"
    )
    page.locator(".atlas .tools button").first.focus()
    keys = page.context.new_cdp_session(page)
    press(keys, "ArrowUp", "ArrowUp", 38, ALT)
    press(keys, "ArrowUp", "Process", HANGUL)
    assert page.evaluate("window.taken") == [False, True]


def test_the_sql_field_completes_names_and_lets_tab_and_hangul_pass(server: Server, visit: Visit) -> None:
    page = visit(f"{server.url}/sql?{DAY}", ready=".st-key-sql-answer table.data")
    page.locator(".sql-hint").wait_for()
    field, names, keys = page.locator(".st-key-sql textarea"), page.locator(".sql-list"), page.keyboard
    field.fill("SELECT m.sta FROM milestones m")
    field.evaluate("field => field.setSelectionRange(12, 12)")
    keys.press("Control+Space")
    expect(names.get_by_role("option").first).to_contain_text("stage_id")
    keys.press("ArrowDown")
    marked = names.get_by_role("option", selected=True)
    expect(field).to_have_attribute("aria-activedescendant", str(marked.get_attribute("id")))
    keys.press("Enter")
    expect(field).to_have_value("SELECT m.status FROM milestones m")
    field.fill("SELECT * FROM ")
    keys.press("Control+Space")
    keys.type("industries")
    expect(names.get_by_role("option").first).to_contain_text("industries")
    keys.press("Escape")
    expect(names).to_be_hidden()
    sent = page.context.new_cdp_session(page)
    keys.press("Control+Space")
    press(sent, "Enter", "Process", HANGUL)  # the input method's own
    expect(field).to_have_value("SELECT * FROM industries")
    keys.press("Tab")
    expect(names).to_be_hidden()
    expect(page.get_by_role("button", name="Run")).to_be_focused()
