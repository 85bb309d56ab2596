"""A briefing in the room, in Chromium: how large letters are, what keys and fingers do, the speaker's window, a lost
connection.
"""

from collections.abc import Callable

from playwright.sync_api import Page, WebSocketRoute, expect

from tests.browser.conftest import PATIENCE, settle
from tests.serving import Server

expect.set_options(timeout=PATIENCE)

Visit = Callable[..., Page]
DAY = "today=2026-03-31&as_of=2026-03-31&compare=2025-03-31"
READY = ".sheets .slide"
CONNECTION = "document.querySelector('.stApp')?.dataset.testConnectionState"
SMALLEST = """() => {
    const { screens, stage, show } = window.rolloutRoom;
    return Math.min(...screens.flatMap((_, place) => {
        show(place);
        const texts = document.createTreeWalker(stage.querySelector(".slide"), NodeFilter.SHOW_TEXT);
        const sizes = [];
        while (texts.nextNode()) {
            const holder = texts.currentNode.parentElement;
            const scale = holder.closest("svg")?.getScreenCTM().a ?? 1;
            if (texts.currentNode.data.trim()) sizes.push(parseFloat(getComputedStyle(holder).fontSize) * scale);
        }
        return sizes;
    }));
}"""


def presented(page: Page) -> tuple[Page, int]:
    """The first screen, and how many there are."""
    page.keyboard.press("Escape")  # a test before may have left it presented
    page.locator("[data-present='0']").first.click()
    return page, page.evaluate("window.rolloutRoom.screens.length")


def test_no_letter_is_smaller_than_a_thirtieth_of_the_screen(server: Server, visit: Visit) -> None:
    page, count = presented(visit(f"{server.url}/briefing?{DAY}&lang=en&briefing=programme", ready=READY))
    assert count > 50
    for width, height in ((1920, 1080), (1280, 720)):
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate(SMALLEST) >= height / 30
    page.set_viewport_size({"width": 1400, "height": 900})


def test_what_keys_and_fingers_do(server: Server, visit: Visit) -> None:
    page, count = presented(visit(f"{server.url}/briefing?{DAY}&lang=en", ready=READY))
    place, keys, stage = page.locator(".podium [data-place]"), page.keyboard, page.locator(".podium")
    keys.type("11")
    expect(place).to_have_text("→ 11")
    keys.press("Backspace")
    keys.press("Numpad0")
    keys.press("Backspace")
    keys.press("Numpad4")
    keys.press("Backspace")
    keys.press("Backspace")
    keys.type("5")
    keys.press("Enter")
    expect(place).to_have_text(f"5 / {count}")
    keys.press("b")
    expect(stage.locator(".podium-black")).to_be_visible()
    keys.press("ArrowRight")
    expect(stage.locator(".podium-black")).to_be_hidden()
    expect(place).to_have_text(f"5 / {count}")
    keys.press("n")
    expect(stage.locator(".podium-script")).to_contain_text("Sources (")
    keys.press("l")
    page.mouse.move(400, 300)
    dot = stage.locator(".podium-dot").bounding_box()
    assert dot is not None
    assert abs(dot["x"] + dot["width"] / 2 - 400) < 2
    keys.press("?")
    expect(stage.get_by_role("dialog", name="Keys")).to_contain_text("Pointer")
    keys.press("Escape")
    expect(stage.get_by_role("dialog", name="Keys")).to_be_hidden()
    for key in ("+", "+", "+", "+", "Shift+ArrowRight", "Shift+ArrowDown"):
        keys.press(key)
    head = stage.locator(".slide-grid thead th").first.bounding_box()
    view = stage.locator(".podium-view").evaluate("(one) => [one.scrollLeft, one.scrollTop]")
    assert head is not None
    assert min(view) > 0
    assert head["x"] >= 0, "the names stay in sight"
    assert head["y"] >= 0, "the heads stay in sight"
    for x in (300, -300):
        stage.evaluate(
            """(one, x) => {
                for (let step = 0; step < 8; step++) one.querySelector("[data-do=smaller]").click();
                const at = (clientX) => [new Touch({ identifier: 1, target: one, clientX, clientY: 200 })];
                one.dispatchEvent(new TouchEvent("touchstart", { touches: at(500) }));
                one.dispatchEvent(new TouchEvent("touchend", { changedTouches: at(500 + x) }));
            }""",
            x,
        )
        expect(place).to_have_text(f"{4 if x > 0 else 5} / {count}")


def test_the_speakers_window_keeps_step(server: Server, visit: Visit) -> None:
    page, count = presented(visit(f"{server.url}/briefing?{DAY}&lang=ko", ready=READY))
    with page.context.expect_page() as opened:
        page.keyboard.press("s")
    own = opened.value
    expect(own.locator("[data-clock]")).to_contain_text("·")
    page.keyboard.press("ArrowRight")
    title = page.locator(".podium .slide h3").inner_text()
    assert own.locator(".speaker-now h3").inner_text() == title
    following = own.locator(".speaker-next h3").inner_text()
    expect(own.locator(".speaker-script")).to_contain_text("출처(")
    own.keyboard.press("ArrowRight")
    expect(page.locator(".podium [data-place]")).to_have_text(f"3 / {count}")
    assert page.locator(".podium .slide h3").inner_text() == following
    page.bring_to_front()
    page.keyboard.press("Escape")
    page.wait_for_function("() => window.rolloutRoom.speaker.closed")


def test_a_lost_connection_keeps_slide_zoom_and_text(server: Server, visit: Visit) -> None:
    page = visit(f"{server.url}/briefing?{DAY}&lang=en", ready=READY)
    lines: list[WebSocketRoute] = []
    lost = False

    def line(route: WebSocketRoute) -> None:
        lines.append(route)
        if lost:
            route.close()
        else:
            route.connect_to_server()

    page.route_web_socket("**/_stcore/stream", line)
    page.reload()
    settle(page, READY)
    page, count = presented(page)
    for key in ("5", "Enter", "+", "+", "n"):
        page.keyboard.press(key)
    lost = True
    lines[-1].close()
    page.wait_for_function(f"() => {CONNECTION} !== 'CONNECTED'")
    place = page.locator(".podium [data-place]")
    page.keyboard.press("ArrowRight")
    expect(place).to_have_text(f"6 / {count}")
    said = page.locator(".podium .slide").inner_text()
    lost = False
    page.wait_for_function(f"() => {CONNECTION} === 'CONNECTED'")
    expect(place).to_have_text(f"6 / {count}")
    assert page.locator(".podium .slide").inner_text() == said
    assert page.locator(".podium").evaluate("(one) => one.style.getPropertyValue('--zoom')") == "1.5"
    page.reload()  # and a page that is loaded again shows where the meeting was
    expect(place).to_have_text(f"6 / {count}")
    page.keyboard.press("Escape")
