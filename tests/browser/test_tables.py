"""The tables of a page in Chromium: heads sort them, words filter them, they save themselves, long ones scroll."""

import csv
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import PHONE, choose
from tests.browser.test_pages import DAY, READY
from tests.serving import Server

Visit = Callable[..., Page]
BOARD, CHANGES = ".st-key-board", ".st-key-changes"


def column(part: Locator, place: int) -> list[str]:
    """The words of a column of the rows that are shown, from the top; place 1 heads the row."""
    cells = part.locator(f"tbody tr:not(.group, .off) > :nth-child({place})").all_text_contents()
    return [" ".join(cell.split()) for cell in cells]


def test_a_head_sorts_up_down_and_back(server: Server, visit: Visit) -> None:
    board = visit(f"{server.url}/board?{DAY}&lang=en").locator(BOARD)
    listed = column(board, 1)
    head = board.get_by_role("columnheader", name="Area")

    def areas() -> list[float]:
        return [float(text.split()[0]) for text in column(board, 3)]

    head.get_by_role("button").click()
    expect(head).to_have_attribute("aria-sort", "ascending")
    assert areas() == sorted(areas())
    head.get_by_role("button").press("Enter")
    expect(head).to_have_attribute("aria-sort", "descending")
    assert areas() == sorted(areas(), reverse=True)
    head.get_by_role("button").press("Space")
    assert head.get_attribute("aria-sort") is None
    assert column(board, 1) == listed
    rating = board.get_by_role("columnheader", name="Rating").get_by_role("button")
    order = ["Red", "Amber/Red", "Amber", "Amber/Green", "Green"]
    rating.click()
    places = [order.index(text) for text in column(board, 2)]
    assert places == sorted(places) and len(set(places)) > 1
    stage = board.get_by_role("columnheader", name="Plan filed").get_by_role("button")
    for _ in range(2):  # what has no date is last, upwards and downwards
        stage.click()
        dated = ["not published" not in text for text in column(board, 9)]
        assert dated == sorted(dated, reverse=True) and 0 < sum(dated) < len(dated)


def test_groups_and_parts_stay_together_and_totals_stay_below(server: Server, visit: Visit) -> None:
    page = visit(f"{server.url}/governance?{DAY}&lang=en", ready=READY["governance"])
    bodies = page.locator(".st-key-bodies")
    groups = bodies.locator("tr.group").all_text_contents()
    bodies.locator("[data-sorts]").first.click()
    assert bodies.locator("tr.group").all_text_contents() == groups
    assert bodies.locator("tbody tr").first.get_attribute("class") == "group"
    bodies.locator("[data-filter]").fill(column(bodies, 1)[0])
    assert 0 < bodies.locator("tr.group:not(.off)").count() < len(groups)
    page = visit(f"{server.url}/statements?{DAY}&lang=en", ready=READY["statements"])
    money = page.locator(".st-key-statements-money, .st-key-money").filter(has=page.locator("tr.depth1")).first
    wholes = "(rows) => rows.map((row, place) => [row, rows[place - 1]]).filter(([row]) => row.matches('.depth1'))"
    parents = f"(rows) => ({wholes})(rows).map(([row, before]) => [row, before].map((one) => one.cells[0].innerText))"
    before = money.locator("tbody tr").evaluate_all(parents)
    money.get_by_role("columnheader", name="Amount").get_by_role("button").click()
    after = money.locator("tbody tr").evaluate_all(parents)
    assert before and {part for part, _ in before} == {part for part, _ in after}
    assert money.locator("tbody tr").first.evaluate("(row) => !/depth/.test(row.className)")
    page = visit(f"{server.url}/site-costs?{DAY}&lang=en", ready=READY["site-costs"])
    costs = page.locator(".st-key-site-costs")
    costs.locator("[data-sorts]").nth(1).click()
    expect(costs.locator("tfoot tr")).to_have_count(1)


def test_words_filter_and_the_file_holds_what_is_shown(server: Server, visit: Visit, tmp_path: Path) -> None:
    page = visit(f"{server.url}/changes?{DAY}&lang=en", ready=READY["changes"])
    changes = page.locator(CHANGES)
    field, said = changes.get_by_role("searchbox"), changes.get_by_role("status")
    field.press_sequentially("MO cr/ge")  # letters that are keys of the page elsewhere
    expect(field).to_have_value("MO cr/ge")
    expect(page.get_by_role("dialog")).to_have_count(0)
    field.press("Escape")
    expect(field).to_have_value("")
    expect(said).to_be_empty()
    field.fill("uljin construction")
    expect(said).not_to_be_empty()
    whole = changes.locator("tbody tr").count()
    shown = changes.locator("tbody tr:not(.off)").count()
    assert 0 < shown < whole
    expect(said).to_have_text(f"{shown} of {whole} rows")
    assert all("Uljin" in name for name in column(changes, 1))
    field.fill("mo")
    changes.get_by_role("columnheader", name="Moved").get_by_role("button").click()
    with page.expect_download() as saved:
        changes.get_by_role("button", name="CSV").click()
    assert saved.value.suggested_filename == "changes-2026-03-31.csv"
    saved.value.save_as(tmp_path / "table.csv")
    content = (tmp_path / "table.csv").read_bytes()
    assert content.startswith("\ufeff".encode())
    heads, *rows = csv.reader(content.decode("utf-8-sig").splitlines())
    assert heads == [text.strip() for text in changes.locator("thead th").all_text_contents()]
    assert [row[0] for row in rows] == column(changes, 1)
    moved = [row[heads.index("Moved")] for row in rows]
    assert any(text.startswith("'+") for text in moved) and not any(text.startswith(("+", "=")) for text in moved)
    assert all(row[-1] and "source" not in row[-1] for row in rows), "the ids of its sources"


def test_in_a_dialog_escape_empties_the_words_before_it_closes(server: Server, visit: Visit) -> None:
    page = visit(f"{server.url}/?{DAY}&lang=en", ready=READY[""])
    page.locator("[data-open='metric:area']").click()
    dialog = page.get_by_role("dialog")
    field = dialog.get_by_role("searchbox")
    field.fill("yongin")
    expect(dialog.get_by_role("status").first).to_contain_text("of 15 rows")
    field.press("Escape")
    expect(field).to_have_value("")
    field.press("Escape")
    expect(dialog).to_have_count(0)


def test_what_was_chosen_stays_when_the_page_is_filtered(server: Server, visit: Visit) -> None:
    page = visit(f"{server.url}/changes?{DAY}&lang=en", ready=READY["changes"])
    changes = page.locator(CHANGES)
    before = changes.locator("tbody tr").count()
    changes.get_by_role("columnheader", name="Stated on").get_by_role("button").click()
    changes.get_by_role("searchbox").fill("construction")
    choose(page, "Province", "Gyeongbuk")
    expect(changes.get_by_role("searchbox")).to_have_value("construction")
    expect(changes.get_by_role("columnheader", name="Stated on")).to_have_attribute("aria-sort", "ascending")
    assert changes.locator("tbody tr").count() < before
    assert all("construction" in text.lower() for text in column(changes, 2))
    days = column(changes, 6)
    assert len(days) > 1 and days == sorted(days)


def test_a_long_table_scrolls_inside_itself_and_is_whole_on_paper(server: Server, visit: Visit) -> None:
    page = visit(f"{server.url}/statements?{DAY}&lang=en", ready=READY["statements"])
    changes = page.locator(".st-key-money")
    box, last = changes.locator(".wide"), changes.locator("tbody tr").last
    assert box.evaluate("(box) => box.clientHeight") <= 34 * 16 < box.evaluate("(box) => box.scrollHeight")
    box.focus()
    page.keyboard.press("End")
    expect(last).to_be_in_viewport()
    expect(changes.locator("thead th").first).to_be_in_viewport()
    changes.get_by_role("searchbox").fill("yongin")
    page.emulate_media(media="print")
    assert box.evaluate("(box) => box.scrollHeight - box.clientHeight") == 0
    assert changes.locator("tbody tr").evaluate_all("(rows) => rows.every((row) => row.checkVisibility())")
    expect(changes.get_by_role("searchbox")).to_be_hidden()


def test_on_a_phone_cards_are_sorted_from_a_list(server: Server, visit: Visit) -> None:
    page = visit(f"{server.url}/board?{DAY}&lang=ko", viewport=PHONE)
    board = page.locator(BOARD)
    assert board.locator(".wide").evaluate("(box) => box.clientHeight <= innerHeight * 0.7")
    expect(board.locator("thead button").first).to_be_hidden()
    board.get_by_role("combobox", name="정렬").select_option(label="면적, km² ↓")
    assert column(board, 1)[0].startswith("용인")
    board.get_by_role("searchbox", name="행 찾기").fill("경북")
    expect(board.get_by_role("status")).to_have_text("15행 중 3행")
